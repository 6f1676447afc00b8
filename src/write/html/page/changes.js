// The list of all changes: however many there are, only those that are seen are on the page, and a few words of each.

import { byId, counted, el } from './dom.js';

/** The height of an entry, in pixels at a root size of 16. */
const HEIGHT = 46;
/** Entries that are kept above and below those that are seen. */
const SPARE = 6;
/** Words that an entry quotes. */
const WORDS = 9;

/**
 * The rows that are listed; the list makes of them what it shows when it is shown.
 * @type {HTMLElement[]}
 */
let listed = [];
let current = -1;
/** @type {HTMLElement | null} */
let list = null;
/** @type {(row: HTMLElement) => void} */
let go = () => {};

/**
 * Makes the list.
 * @param {(row: HTMLElement) => void} to goes to a row
 */
export function beginChanges(to) {
  go = to;
  list = el('div', { class: 'changes', role: 'listbox', tabindex: '0', 'aria-label': 'Changes, in reading order' }, el('div', { class: 'all' }));
  byId('rail-changes').append(el('h2', {}, 'Changes'), el('p', { class: 'sum', id: 'changes-sum' }), list);
  list.addEventListener('scroll', fill, { passive: true });
  new ResizeObserver(fill).observe(list);
  list.addEventListener('click', (event) => {
    const entry = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest('[data-at]'));
    if (entry) choose(Number(entry.dataset.at));
  });
  list.addEventListener('keydown', (event) => {
    const page = Math.max(Math.floor((list?.clientHeight ?? HEIGHT) / height()) - 1, 1);
    /** @type {Record<string, number>} */
    const moves = { ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: listed.length - 1, PageDown: current + page, PageUp: current - page };
    if (event.key === 'Enter' || event.key === ' ') choose(current);
    else if (event.key in moves) point(Math.min(Math.max(moves[event.key], 0), listed.length - 1));
    else return;
    event.preventDefault();
  });
}

const height = () => (HEIGHT * parseFloat(getComputedStyle(document.documentElement).fontSize)) / 16;

/**
 * The changes that are there to step to.
 * @param {HTMLElement[]} rows
 * @param {number} total how many there are without filters
 */
export function listChanges(rows, total) {
  listed = rows;
  current = Math.min(current, rows.length - 1);
  byId('changes-sum').textContent = rows.length === total ? counted(total, 'change') : `${rows.length.toLocaleString('en')} of ${counted(total, 'change')}`;
  fill();
}

/**
 * Points at the change that the reader has stepped to.
 * @param {HTMLElement} row
 */
export function pointAt(row) {
  const at = listed.indexOf(row);
  if (at >= 0) point(at);
}

/** @param {number} at */
function point(at) {
  if (!list) return;
  current = at;
  const [top, tall] = [at * height(), list.clientHeight];
  if (top < list.scrollTop || top + height() > list.scrollTop + tall) list.scrollTop = top - tall / 3;
  fill();
}

/** @param {number} at */
function choose(at) {
  if (at < 0 || at >= listed.length) return;
  point(at);
  go(listed[at]);
}

/** Puts the entries that are seen on the page. */
function fill() {
  const place = /** @type {HTMLElement | null} */ (list?.firstElementChild);
  if (!list || !place || !list.clientHeight) return;
  const tall = height();
  place.style.setProperty('block-size', `${listed.length * tall}px`);
  const from = Math.max(Math.floor(list.scrollTop / tall) - SPARE, 0);
  const to = Math.min(Math.ceil((list.scrollTop + list.clientHeight) / tall) + SPARE, listed.length);
  const entries = listed.slice(from, to).map((row, k) => entry(row, from + k, tall));
  place.replaceChildren(...entries);
  if (current >= from && current < to) list.setAttribute('aria-activedescendant', `change-${current}`);
  else list.removeAttribute('aria-activedescendant');
}

/**
 * @param {HTMLElement} row
 * @param {number} at
 * @param {number} tall
 */
function entry(row, at, tall) {
  const kind = row.dataset.kind ?? '';
  const classes = (row.dataset.classes ?? '').split(' ').filter(Boolean).map((name) => name.replaceAll('-', ' ')).join(', ');
  const out = el(
    'div',
    { class: 'entry', role: 'option', id: `change-${at}`, 'data-at': at, 'aria-selected': String(at === current), 'aria-setsize': listed.length, 'aria-posinset': at + 1 },
    el('span', { class: `sw ${kind}` }),
    el('span', { class: 'wh' }, row.dataset.new || row.dataset.old || (row.classList.contains('front') ? 'masthead' : 'text')),
    el('span', { class: 'kd' }, classes ? `${kind} · ${classes}` : kind),
    el('span', { class: 'q', dir: 'auto' }, quote(row)),
  );
  out.style.setProperty('top', `${at * tall}px`);
  out.style.setProperty('block-size', `${tall}px`);
  return out;
}

/**
 * The longest of the words that changed, or the first of all.
 * @param {HTMLElement} row
 */
function quote(row) {
  const text = row.querySelector(row.matches('h2') ? 'span' : '.txt:not(.was)');
  const length = (/** @type {Element | null} */ one) => one?.textContent?.length ?? 0;
  /** @type {Element | null} */
  let changed = null;
  for (const one of text?.querySelectorAll('ins:not(.if), del:not(.if)') ?? []) if (length(one) > length(changed)) changed = one;
  // Where no more than a sign changed, the clause's own words say more.
  if (!/[\p{L}\p{N}]/u.test(changed?.textContent ?? '')) changed = null;
  const words = ((changed ?? text)?.textContent ?? '').slice(0, 160).split(/\s+/).filter(Boolean);
  return words.length > WORDS ? `${words.slice(0, WORDS).join(' ')} …` : words.join(' ');
}
