// What a filter hides becomes a line with its count, where it stands: rows one after the other, folds and sections of which
// nothing is left.

import { all, counted, el } from './dom.js';

/**
 * Puts the lines where rows are hidden now.
 * @param {(section: HTMLElement) => boolean} isAway whether a section is not asked for
 * @param {boolean} isSifted whether rows are asked for by what they are
 * @param {(section: HTMLElement) => boolean} isNamed whether a section is asked for by its heading
 * @param {() => void} showSections asks for all sections again
 */
export function veil(isAway, isSifted, isNamed, showSections) {
  for (const line of all('.veiled')) line.remove();
  let away = 0;
  /** @type {HTMLElement[]} */
  let gone = [];
  const close = () => {
    if (gone.length) ofSections(gone);
    gone = [];
  };
  for (const section of all('.sheet section')) {
    const rows = all('.row[data-kind]', section);
    const isGone = isSifted && rows.every((row) => row.hidden) && !isNamed(section);
    section.hidden = isAway(section) || isGone;
    // The place that a moved clause left is no clause more, nor is a line of the masthead.
    if (isAway(section)) away += rows.filter((row) => !row.matches('.ghost, .front')).length;
    else if (isGone) gone.push(section);
    if (section.hidden) continue;
    close();
    ofRows(section, rows);
  }
  close();
  if (!away) return;
  const line = el('p', { class: 'veiled' }, `${counted(away, 'clause')} of other sections hidden `, shower(showSections));
  all('.sheet')[0].prepend(line);
}

/** @param {() => void} act */
function shower(act) {
  const button = el('button', { type: 'button' }, 'show');
  button.addEventListener('click', act);
  return button;
}

/** @param {HTMLElement[]} sections of which nothing is left */
function ofSections(sections) {
  const rows = sections.flatMap((section) => all('.row[data-kind]', section));
  const many = counted(sections.length, 'section');
  const told = rows.length ? `${rows.length.toLocaleString('en')} hidden by the filter${sections.length > 1 ? `, ${many}` : ''} ` : `${many} hidden by the filter `;
  const line = el('p', { class: 'veiled' }, told, shower(() => {
    unveil(rows, sections);
    line.remove();
  }));
  sections[0].before(line);
}

/**
 * @param {HTMLElement} section
 * @param {HTMLElement[]} rows all that it has
 */
function ofRows(section, rows) {
  for (const fold of all('.fold-li', section)) fold.hidden = all('.row[data-kind]', fold).every((row) => row.hidden);
  /** @type {HTMLElement[]} */
  let run = [];
  /** @type {Element | null | undefined} */
  let list = null;
  const close = () => {
    if (run.length) ofRun(run);
    run = [];
  };
  for (const row of rows) {
    // A list that goes on in another one is one.
    const within = top(row).parentElement?.parentElement;
    if (within !== list) close();
    list = within;
    if (row.hidden) run.push(row);
    else close();
  }
  close();
  // A list of which nothing is left takes no room, also where it was not laid out yet.
  for (const part of all('ol', section)) part.hidden = part.childElementCount > 0 && ![...part.children].some((one) => !(/** @type {HTMLElement} */ (one).hidden));
}

/**
 * What a hidden row takes with it: the fold that it is in, if nothing of that is left.
 * @param {HTMLElement} row
 */
const top = (row) => /** @type {HTMLElement} */ (row.closest('.fold-li[hidden]') ?? row);

/** @param {HTMLElement[]} rows one after the other */
function ofRun(rows) {
  const line = el('li', { class: 'veiled' }, `${rows.length.toLocaleString('en')} hidden by the filter `, shower(() => {
    unveil(rows, []);
    line.remove();
  }));
  top(rows[0]).before(line);
}

/**
 * @param {HTMLElement[]} rows
 * @param {HTMLElement[]} sections
 */
function unveil(rows, sections) {
  const folds = rows.map(top);
  for (const one of [...rows, ...folds, ...sections]) one.hidden = false;
  for (const section of sections) for (const list of all('ol, .fold-li', section)) list.hidden = false;
  for (const one of new Set([...rows, ...folds].map((row) => row.parentElement))) if (one) one.hidden = false;
}
