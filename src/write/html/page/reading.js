// Reading the redline: readings, filters, steps, folds. Works on whatever sheet is on the page.

import { all, byId, el } from './dom.js';

export const filters = { kinds: new Set(), classes: new Set(), words: '' };
const QUIET = ['unchanged', 'renumbered', 'ghost'];

/** @type {HTMLElement[]} */
let rows = [];
let bracket = -1;
/** @type {HTMLElement | null} */
let here = null;

/**
 * Says something to those who hear the page.
 * @param {string} text
 */
export function say(text) {
  byId('said').textContent = text;
}

/** Takes up the sheet that is on the page now. */
export function takeUp() {
  rows = all('.row[data-kind]');
  bracket = -1;
  here = null;
  for (const button of all('[data-filter]')) {
    const set = button.dataset.filter === 'kind' ? filters.kinds : filters.classes;
    button.setAttribute('aria-pressed', String(!set.has(button.dataset.name)));
  }
  if (isFiltering()) filter();
}

/** Where the reader stands. */
export function place() {
  const focused = document.activeElement?.closest('.row[data-kind]');
  return /** @type {HTMLElement | null} */ (focused) ?? here;
}

/** @param {HTMLElement} row */
export const addressOf = (row) => row.dataset.new || row.dataset.old || '';

export const reading = () => (document.body.classList.contains('older') ? 'older' : document.body.classList.contains('newer') ? 'newer' : 'redline');

/**
 * Shows the older text, the newer one, or both with their changes.
 * @param {string} name
 */
export function read(name) {
  document.body.classList.toggle('older', name === 'older');
  document.body.classList.toggle('newer', name === 'newer');
  for (const button of all('[data-reading]')) button.setAttribute('aria-pressed', String(button.dataset.reading === name));
  say(`Showing the ${name}`);
}

const isFiltering = () => Boolean(filters.kinds.size || filters.classes.size || filters.words);

/** @param {HTMLElement} row */
function passes(row) {
  if (filters.kinds.has(row.dataset.kind)) return false;
  const classes = (row.dataset.classes ?? '').split(' ').filter(Boolean);
  if (filters.classes.size && classes.length && classes.every((name) => filters.classes.has(name))) return false;
  if (!filters.words) return true;
  const text = `${row.dataset.old} ${row.dataset.new} ${row.dataset.classes?.replaceAll('-', ' ')} ${row.textContent}`;
  return text.toLowerCase().includes(filters.words);
}

/** Hides what the filters do not let pass; it becomes a line with its count. */
export function filter() {
  for (const line of all('.veiled')) line.remove();
  /** @type {HTMLElement[]} */
  let run = [];
  let list = null;
  const close = () => {
    if (run.length) run[0].before(veil(run));
    run = [];
  };
  for (const row of rows) {
    if (row.parentElement !== list) {
      close();
      list = row.parentElement;
    }
    row.hidden = !passes(row);
    if (row.hidden) run.push(row);
    else close();
  }
  close();
  if (!isFiltering()) return;
  for (const fold of /** @type {HTMLDetailsElement[]} */ (all('details.fold:not(.gone)'))) {
    fold.open = Boolean(filters.words) && all('.row', fold).some((row) => !row.hidden);
  }
}

/** @param {HTMLElement[]} hidden */
function veil(hidden) {
  const button = el('button', { type: 'button' }, `${hidden.length} hidden by the filter: show`);
  const line = el('li', { class: 'veiled' }, button);
  button.addEventListener('click', () => {
    for (const row of hidden) row.hidden = false;
    line.remove();
  });
  return line;
}

/** Lifts all filters. */
export function clear() {
  filters.kinds.clear();
  filters.classes.clear();
  filters.words = '';
  const box = /** @type {HTMLInputElement} */ (byId('find'));
  box.value = '';
  box.blur();
  for (const button of all('[data-filter]')) button.setAttribute('aria-pressed', 'true');
  filter();
}

/** @param {HTMLElement} element */
export function reveal(element) {
  for (let fold = element.closest('details'); fold; fold = fold.parentElement?.closest('details') ?? null) fold.open = true;
  element.scrollIntoView({ block: 'start' });
  // What is not on the screen has no size yet: once it is, the place is put right.
  element.scrollIntoView({ block: 'start' });
  scrollBy(0, -innerHeight / 4);
}

/** @param {HTMLElement} row */
export function stand(row) {
  here?.classList.remove('here');
  here = row;
  row.classList.add('here');
  row.tabIndex = -1;
  reveal(row);
  row.focus({ preventScroll: true });
}

/**
 * To the next change, or the one before.
 * @param {1 | -1} by
 */
export function step(by) {
  const changes = rows.filter((row) => !row.hidden && !QUIET.includes(row.dataset.kind ?? ''));
  if (!changes.length) {
    say('no change to step to');
    return;
  }
  const start = place();
  let at = start ? changes.indexOf(start) : -1;
  if (at < 0 && start) {
    // From a clause that did not change: to the next change after it, or before it.
    const after = changes.findIndex((row) => start.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING);
    at = by > 0 ? (after < 0 ? changes.length : after) - 1 : after < 0 ? changes.length : after;
  }
  at = at < 0 && by < 0 ? changes.length - 1 : (at + by + changes.length) % changes.length;
  const row = changes[at];
  stand(row);
  say(`${at + 1} of ${changes.length}: ${addressOf(row)}, ${row.dataset.kind}`);
}

/**
 * To the next bracket, or the one before.
 * @param {1 | -1} by
 */
export function stepBracket(by) {
  const brackets = all('.sheet a.bn');
  if (!brackets.length) {
    say('no bracket to step to');
    return;
  }
  bracket = bracket < 0 && by < 0 ? brackets.length - 1 : (bracket + by + brackets.length) % brackets.length;
  reveal(brackets[bracket]);
  brackets[bracket].focus({ preventScroll: true });
  say(`bracket ${bracket + 1} of ${brackets.length}`);
}

/** From one half of a move to the other. */
export function follow() {
  const link = /** @type {HTMLAnchorElement | null | undefined} */ (place()?.querySelector('a.follow'));
  const target = link && document.getElementById(link.hash.slice(1));
  if (target) stand(target);
  else say('nothing moved here');
}

/** Unfolds all that is folded, or folds it. */
export function fold() {
  const folds = /** @type {HTMLDetailsElement[]} */ (all('.sheet details.fold'));
  const open = folds.some((one) => !one.open);
  for (const one of folds) one.open = open;
  say(open ? 'all unfolded' : 'all folded');
}

/**
 * Older and newer text beside each other, or in one.
 * @param {boolean} wanted
 */
export function beside(wanted) {
  document.body.classList.toggle('side', wanted);
  for (const copy of all('.sheet .was')) copy.remove();
  if (!wanted) return;
  for (const row of rows) {
    const text = /** @type {HTMLElement} */ (row.querySelector('.txt'));
    const copy = /** @type {HTMLElement} */ (text.cloneNode(true));
    copy.classList.add('was');
    for (const link of all('.bn', copy)) link.remove();
    const label = el('div', { class: 'lab was', 'aria-hidden': 'true' });
    const [old, now] = [row.querySelector('.lab .o'), row.querySelector('.lab .n')];
    const isNew = row.dataset.kind === 'inserted';
    const hadNone = row.querySelector('.lab .s')?.textContent === '→' && !old?.textContent;
    label.textContent = isNew || hadNone ? '' : old?.textContent || now?.textContent || '';
    if (isNew) copy.replaceChildren(el('em', { class: 'not' }, 'not in the older draft'));
    text.before(label, copy);
  }
}
