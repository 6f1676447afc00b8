// Older and newer text side by side: to each row the older words at its left. Rows stay one, so that they stay aligned;
// those that nobody has come near yet have no copy of their words.

import { all, byId, el } from './dom.js';

/** Parts the rows of the lists that come near the screen. */
let watcher = new IntersectionObserver(() => {});
/** @type {HTMLElement[]} */
let parted = [];

/**
 * Older and newer text beside each other, or in one.
 * @param {boolean} wanted
 */
export function beside(wanted) {
  document.body.classList.toggle('side', wanted);
  watcher.disconnect();
  for (const row of parted) for (const copy of all('.was', row)) copy.remove();
  parted = [];
  for (const copy of all('.heads, .sec > h2 > .was')) copy.remove();
  if (!wanted) return;
  heads();
  watcher = new IntersectionObserver((changes) => {
    for (const { target, isIntersecting } of changes) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      for (const row of all(':scope > .row', target)) part(row);
    }
  }, { rootMargin: '1600px 0px' });
  for (const list of all('.sheet ol')) watcher.observe(list);
}

addEventListener('beforeprint', () => {
  if (document.body.classList.contains('side')) for (const row of all('.sheet .row')) part(row);
});

/** What the two columns are, and the heading of each section in both. */
function heads() {
  const [sheet] = all('.sheet');
  if (!sheet || sheet.querySelector('.heads')) return;
  const [older, newer] = [...byId('doc').childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.nodeValue ?? '');
  const name = (/** @type {string} */ what, /** @type {string} */ of) => el('p', {}, what, el('b', {}, el('bdi', {}, of)));
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
function part(row) {
  const text = /** @type {HTMLElement | null} */ (row.querySelector('.txt:not(.was)'));
  if (!text || row.querySelector('.was')) return;
  const kind = row.dataset.kind;
  const copy = /** @type {HTMLElement} */ (text.cloneNode(true));
  parted.push(row);
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
