// Reading the redline: readings, filters, steps, folds. Works on whatever sheet is on the page.

import { listChanges, pointAt } from './changes.js';
import { all, byId, counted, el } from './dom.js';
import { lightWords, nextFound } from './find.js';
import { groupOf } from './outline.js';
import { mapRows, paint } from './strip.js';
import { veil } from './veils.js';

export const filters = {
  /** The kinds that alone are shown; all are if there is none. @type {Set<string>} */
  kinds: new Set(),
  /** The classes of which a clause must have one; none is asked for if there is none. @type {Set<string>} */
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
/** The same in the order in which they are stepped to: the text, then the masthead. @type {HTMLElement[]} */
let walk = [];
/** @type {Map<Element, number>} the place of each row in that order */
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

/** @param {Element} row of the masthead, which is no news */
const isFront = (row) => row.classList.contains('front');

/**
 * A call that changed is a change to step to, as a heading is whose words changed: it is told of like a row.
 * @param {HTMLElement} head
 */
function nameHead(head) {
  const words = /** @type {HTMLElement} */ (head.querySelector('span')?.cloneNode(true));
  if (!head.matches('.deleted')) for (const one of all('del, .bn', words)) one.remove();
  head.dataset.kind = head.classList[0];
  head.dataset.new = words.textContent?.replace(/\s+/g, ' ').trim() ?? '';
}

/** Takes up the sheet that is on the page now. */
export function takeUp() {
  rows = all('.sheet .row[data-kind]');
  for (const head of all('.sheet h2:is(.amended, .call.inserted, .call.deleted)')) nameHead(head);
  const places = all('.sheet :is(.row, h2)[data-kind]');
  walk = [...places.filter((row) => !isFront(row)), ...places.filter(isFront)];
  order = new Map(walk.map((row, k) => [row, k]));
  texts = new WeakMap();
  bracket = -1;
  here = null;
  nameSections();
  showFilters();
  if (isFiltering()) filter();
  else count();
  requestIdleCallback(() => mapRows(rows));
}

/** The sections to choose one of: those of the outline that have any text. */
function nameSections() {
  const full = new Set(all('.sheet section').filter((one) => one.querySelector('.row')).map(groupOf));
  const links = /** @type {HTMLAnchorElement[]} */ (all('.outline a')).filter((link) => full.has(link.hash.slice(1)));
  byId('section').replaceChildren(el('option', { value: '' }, 'all'), ...links.map((link) => el('option', { value: link.hash.slice(1) }, link.querySelector('i')?.textContent?.slice(0, 80))));
}

/** @param {HTMLElement} section */
const isAway = (section) => Boolean(filters.section) && groupOf(section) !== filters.section;

/** Shows on the buttons which filters there are. */
export function showFilters() {
  for (const set of [filters.kinds, filters.classes]) {
    const buttons = all(`[data-filter=${set === filters.kinds ? 'kind' : 'class'}]`);
    for (const name of set) if (!buttons.some((button) => button.dataset.name === name)) set.delete(name);
    for (const button of buttons) {
      const isOn = set.has(button.dataset.name ?? '');
      button.setAttribute('aria-pressed', String(isOn));
      button.title = isOn ? (set.size > 1 ? 'Hide these again' : 'Show all again') : set.size ? 'Show these, too' : 'Show only these';
    }
  }
  byId('substance').setAttribute('aria-pressed', String(filters.substance));
  /** @type {HTMLSelectElement} */ (byId('section')).value = filters.section;
}

/**
 * Shows only what a count counts; once more, all again; another, that too.
 * @param {HTMLElement} button
 */
export function only(button) {
  const set = button.dataset.filter === 'kind' ? filters.kinds : filters.classes;
  const name = button.dataset.name ?? '';
  if (!set.delete(name)) set.add(name);
  showFilters();
  filter();
}

/** Says at the foot how much is shown of all, while something is hidden. */
function tellShown() {
  const told = rows.filter((row) => row.dataset.kind !== 'ghost' && !isFront(row));
  const shown = told.filter((row) => !row.hidden).length;
  const bar = byId('shown');
  bar.hidden = !isFiltering();
  document.body.classList.toggle('sifted', isFiltering());
  if (bar.hidden) return;
  const hidden = told.length - shown;
  byId('shown-count').textContent = `${shown.toLocaleString('en')} of ${counted(told.length, 'clause')} shown, ${hidden.toLocaleString('en')} hidden`;
}

/** Works out what can be stepped to. */
function count() {
  const all = walk.filter((row) => !QUIET.includes(row.dataset.kind ?? ''));
  changes = all.filter((row) => !(row.matches('h2') ? /** @type {HTMLElement} */ (row.parentElement) : row).hidden);
  listChanges(changes, all.length);
  tellShown();
  paint();
}

/** Where the reader stands. */
export function place() {
  const focused = document.activeElement?.closest('.sheet :is(.row, h2)[data-kind]');
  return /** @type {HTMLElement | null} */ (focused) ?? here;
}

/** The rows of the section that alone is shown; none where all are. */
export const rowsAsked = () => (filters.section ? rows.filter((row) => groupOf(/** @type {HTMLElement} */ (row.closest('section'))) === filters.section) : null);

/** What is to be done when the filters have changed. */
export const sifted = { then: () => {} };

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
  // The counts are of the text.
  if ((filters.kinds.size || filters.classes.size) && isFront(row)) return false;
  // The place that a moved clause left goes with it.
  if (filters.kinds.size && !filters.kinds.has(kind === 'ghost' ? 'moved' : kind)) return false;
  const section = row.closest('section');
  if (section && isAway(section)) return false;
  const classes = (row.dataset.classes ?? '').split(' ').filter(Boolean);
  // A clause that came or went is substance; one that moved or was amended is, unless only its form changed.
  if (filters.substance && (QUIET.includes(kind) || (['amended', 'moved'].includes(kind) && classes.every((name) => FORM.includes(name))))) return false;
  if (filters.classes.size && !classes.some((name) => filters.classes.has(name))) return false;
  if (!filters.words) return true;
  return textOf(row).includes(filters.words);
}

/** Hides what the filters do not let pass; it becomes a line with its count. */
export function filter() {
  for (const row of rows) {
    const isHidden = !passes(row);
    if (row.hidden !== isHidden) row.hidden = isHidden;
  }
  const { kinds, classes, words, section, substance } = filters;
  const isNamed = (/** @type {HTMLElement} */ one) => {
    const head = one.querySelector('h2');
    if (!head || kinds.size || classes.size || (substance && !head.dataset.kind)) return false;
    return !words || (head.textContent ?? '').toLowerCase().includes(words);
  };
  veil(isAway, Boolean(kinds.size || classes.size || words || substance), isNamed, () => {
    filters.section = '';
    showFilters();
    filter();
  });
  const shown = rows.filter((row) => !row.hidden);
  const heads = all('.sheet section:not([hidden]) > h2');
  const lit = lightWords([...heads, ...shown], words);
  byId('find-count').textContent = words ? (lit ? counted(lit, 'place') : 'nothing found') : '';
  count();
  sifted.then();
  if (!isFiltering()) return;
  const opens = Boolean(words || section || kinds.has('unchanged') || kinds.has('renumbered'));
  for (const fold of /** @type {HTMLDetailsElement[]} */ (all('details.fold:not(.gone)'))) {
    fold.open = opens && all('.row', fold).some((row) => !row.hidden);
  }
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
