// Reading the redline: readings, filters, steps, folds. Works on whatever sheet is on the page.

import { listChanges, pointAt } from './changes.js';
import { all, byId, counted, el } from './dom.js';
import { lightWords, nextFound } from './find.js';
import { mapRows, paint } from './strip.js';

export const filters = {
  /** @type {Set<string>} */
  kinds: new Set(),
  /** @type {Set<string>} */
  classes: new Set(),
  words: '',
  /** The id of the section that alone is shown; all are if it is empty. */
  section: '',
  substance: false,
};
const QUIET = ['unchanged', 'renumbered', 'ghost'];
/** What changes no more than the form of a text. */
const FORM = ['reference', 'editorial'];

/** @type {HTMLElement[]} */
let rows = [];
/** @type {Map<Element, number>} the place of each row among them */
let order = new Map();
/** @type {HTMLElement[]} the changes that can be stepped to */
let changes = [];
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
  rows = all('.sheet .row[data-kind]');
  order = new Map(rows.map((row, k) => [row, k]));
  texts = new WeakMap();
  bracket = -1;
  here = null;
  nameSections();
  showFilters();
  if (isFiltering()) filter();
  else count();
  requestIdleCallback(() => mapRows(rows));
}

/** The sections to choose one of. */
function nameSections() {
  const heads = all('.sheet section.sec').filter((one) => one.querySelector('.row'));
  const name = (/** @type {HTMLElement} */ one) => one.querySelector('h2 > span')?.textContent?.replace(/\s+/g, ' ').trim().slice(0, 60) ?? '';
  byId('section').replaceChildren(el('option', { value: '' }, 'all'), ...heads.map((one) => el('option', { value: one.id }, name(one))));
}

/** Shows on the buttons which filters there are. */
export function showFilters() {
  for (const button of all('[data-filter]')) {
    const set = button.dataset.filter === 'kind' ? filters.kinds : filters.classes;
    button.setAttribute('aria-pressed', String(!set.has(button.dataset.name ?? '')));
  }
  byId('substance').setAttribute('aria-pressed', String(filters.substance));
  /** @type {HTMLSelectElement} */ (byId('section')).value = filters.section;
}

/** Works out what can be stepped to. */
function count() {
  const all = rows.filter((row) => !QUIET.includes(row.dataset.kind ?? ''));
  changes = all.filter((row) => !row.hidden);
  listChanges(changes, all.length);
  paint();
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

const isFiltering = () => Boolean(filters.kinds.size || filters.classes.size || filters.words || filters.section || filters.substance);

/** @type {WeakMap<HTMLElement, string>} */
let texts = new WeakMap();

/**
 * What is looked through, in small letters: address, classes and words.
 * @param {HTMLElement} row
 */
function textOf(row) {
  const found = texts.get(row) ?? `${row.dataset.old} ${row.dataset.new} ${row.dataset.classes?.replaceAll('-', ' ')} ${row.textContent}`.toLowerCase();
  texts.set(row, found);
  return found;
}

/** @param {HTMLElement} row */
function passes(row) {
  const kind = row.dataset.kind ?? '';
  if (filters.kinds.has(kind)) return false;
  if (filters.section && row.closest('section')?.id !== filters.section) return false;
  const classes = (row.dataset.classes ?? '').split(' ').filter(Boolean);
  // A clause that came or went is substance; one that moved or was amended is, unless only its form changed.
  if (filters.substance && (QUIET.includes(kind) || (['amended', 'moved'].includes(kind) && classes.every((name) => FORM.includes(name))))) return false;
  if (filters.classes.size && classes.length && classes.every((name) => filters.classes.has(name))) return false;
  if (!filters.words) return true;
  return textOf(row).includes(filters.words);
}

/** Hides what the filters do not let pass; it becomes a line with its count. */
export function filter() {
  for (const line of all('.veiled')) line.remove();
  for (const section of all('.sheet section')) section.hidden = Boolean(filters.section) && section.id !== filters.section;
  /** @type {HTMLElement[]} */
  let run = [];
  let list = null;
  let away = 0;
  const close = () => {
    if (run.length) run[0].before(veil(run));
    run = [];
  };
  for (const row of rows) {
    const isHidden = !passes(row);
    if (row.hidden !== isHidden) row.hidden = isHidden;
    if (filters.section && row.closest('section')?.hidden) {
      away += 1;
      continue;
    }
    // A list that goes on in another one is one.
    if (row.parentElement?.parentElement !== list) {
      close();
      list = row.parentElement?.parentElement ?? null;
    }
    if (row.hidden) run.push(row);
    else close();
  }
  close();
  // A list of which nothing is left takes no room, also where it was not laid out yet.
  for (const part of all('.sheet ol')) part.hidden = ![...part.children].some((one) => !(/** @type {HTMLElement} */ (one).hidden));
  if (away) elsewhere(away);
  const isAsked = isFiltering();
  const lit = lightWords(rows.filter((row) => !row.hidden), filters.words);
  byId('find-count').textContent = filters.words ? (lit ? counted(rows.filter((row) => !row.hidden).length, 'clause') : 'nothing found') : '';
  count();
  if (!isAsked) return;
  for (const fold of /** @type {HTMLDetailsElement[]} */ (all('details.fold:not(.gone)'))) {
    fold.open = Boolean(filters.words || filters.section) && all('.row', fold).some((row) => !row.hidden);
  }
}

/**
 * Says that other sections are hidden, and how many clauses.
 * @param {number} hidden
 */
function elsewhere(hidden) {
  const button = el('button', { type: 'button' }, `${counted(hidden, 'clause')} of other sections hidden: show`);
  button.addEventListener('click', () => {
    filters.section = '';
    showFilters();
    filter();
  });
  all('.sheet')[0].prepend(el('p', { class: 'veiled' }, button));
}

/**
 * To the next place of the words that are looked for, or the one before.
 * @param {1 | -1} by
 */
export function stepFound(by) {
  const found = nextFound(by);
  if (!found) return;
  reveal(/** @type {HTMLElement} */ (found.place));
  say(`${found.number} of ${found.of}`);
}

/** @param {HTMLElement[]} hidden */
function veil(hidden) {
  const button = el('button', { type: 'button' }, `${hidden.length} hidden by the filter: show`);
  const line = el('li', { class: 'veiled' }, button);
  button.addEventListener('click', () => {
    for (const row of hidden) row.hidden = false;
    for (const list of new Set(hidden.map((row) => row.parentElement))) if (list) list.hidden = false;
    line.remove();
  });
  return line;
}

/** Lifts all filters. */
export function clear() {
  filters.kinds.clear();
  filters.classes.clear();
  filters.words = '';
  filters.section = '';
  filters.substance = false;
  const box = /** @type {HTMLInputElement} */ (byId('find'));
  box.value = '';
  box.blur();
  showFilters();
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
  if (!changes.length) {
    say('no change to step to');
    return;
  }
  const start = place();
  const from = start ? order.get(start) ?? -1 : -1;
  // From a clause that did not change: to the next change after it, or before it.
  const after = changes.findIndex((row) => (order.get(row) ?? 0) > from);
  const isOn = start !== null && changes.includes(start);
  const next = after < 0 ? changes.length : after;
  const at = by > 0 ? next : next - (isOn ? 2 : 1);
  const row = changes[(at + changes.length) % changes.length];
  stand(row);
  pointAt(row);
  say(`${changes.indexOf(row) + 1} of ${changes.length}: ${addressOf(row)}, ${row.dataset.kind}`);
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
