// Older and newer text side by side: to each row the older words at its left. Rows stay one, so that they stay aligned.

import { all, byId, el } from './dom.js';

/** How long the page may be at work before it lets somebody in, in milliseconds. */
const BREATH = 24;
let latest = 0;

/**
 * Older and newer text beside each other, or in one. A long text is parted bit by bit, from what is seen on.
 * @param {boolean} wanted
 * @param {HTMLElement[]} rows
 * @param {HTMLElement | null} seen the row to begin with
 */
export async function beside(wanted, rows, seen) {
  latest += 1;
  const mine = latest;
  document.body.classList.toggle('side', wanted);
  if (!wanted) {
    for (const copy of all('.sheet .was')) copy.remove();
    return;
  }
  heads();
  const start = Math.max(seen ? rows.indexOf(seen) - 20 : 0, 0);
  let since = performance.now();
  for (const row of [...rows.slice(start), ...rows.slice(0, start)]) {
    part(row);
    if (performance.now() - since < BREATH) continue;
    await new Promise((go) => { setTimeout(go); });
    if (mine !== latest) return;
    since = performance.now();
  }
}

/** What the two columns are, and the heading of each section in both. */
function heads() {
  const [sheet] = all('.sheet');
  if (!sheet || sheet.querySelector('.heads')) return;
  const [older, newer] = [...byId('doc').childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.nodeValue ?? '');
  const name = (/** @type {string} */ what, /** @type {string} */ of) => el('p', {}, what, el('b', {}, of));
  sheet.prepend(el('div', { class: 'heads was' }, name('Older', older), name('Newer', newer)));
  for (const text of all('.sec > h2 > span:first-child', sheet)) {
    const copy = /** @type {HTMLElement} */ (text.cloneNode(true));
    copy.className = 'was';
    copy.setAttribute('aria-hidden', 'true');
    for (const link of all('.bn, ins', copy)) link.remove();
    text.after(copy);
  }
}

/** @param {HTMLElement} row */
export function part(row) {
  const text = /** @type {HTMLElement | null} */ (row.querySelector('.txt:not(.was)'));
  if (!text || row.querySelector('.was')) return;
  const kind = row.dataset.kind;
  const copy = /** @type {HTMLElement} */ (text.cloneNode(true));
  copy.classList.add('was');
  for (const link of all('.bn, ins.if', copy)) link.remove();
  for (const gone of all('del.if', copy)) gone.replaceWith(...gone.childNodes);
  const label = el('div', { class: 'lab was', 'aria-hidden': 'true' });
  const [old, now] = [row.querySelector('.lab .o'), row.querySelector('.lab .n')];
  const isNew = kind === 'inserted';
  const hadNone = row.querySelector('.lab .s')?.textContent === '→' && !old?.textContent;
  label.textContent = isNew || hadNone ? '' : old?.textContent || now?.textContent || '';
  if (isNew) copy.replaceChildren(el('em', { class: 'not' }, 'not in the older draft'));
  text.before(label, copy);
  // What went, or went elsewhere, leaves its side empty, and says so.
  if (kind === 'deleted' || kind === 'ghost') {
    const link = /** @type {HTMLAnchorElement | null} */ (row.querySelector('.note a.follow'));
    const away = kind === 'deleted' ? 'no longer in the draft' : link?.textContent ?? 'moved away';
    text.after(el('p', { class: 'void was' }, kind === 'ghost' && link ? el('a', { href: link.hash }, away) : el('em', {}, away)));
  }
}
