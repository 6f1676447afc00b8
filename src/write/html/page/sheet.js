// Rows -> the sheet: sections, and a row for every clause; what is unchanged is folded. The same page as
// src/write/html/sheet.rs writes for readers without script; tests/page holds the two together.

/** @import { Row } from './types.js' */
/** @import { Marks } from './marked.js' */
import { el } from './dom.js';
import { became, groups } from './groups.js';
import { marked } from './marked.js';
import { headed, label, labelIn } from './rowlabel.js';

/** Fewer unchanged clauses than this are not folded. */
const LEAST_FOLD = 2;
/** A list of more rows than this goes on in another one, so that a browser lays out only those that are seen. */
const MOST_ROWS = 40;
/** Fewer deleted clauses than this are not grouped. */
const LEAST_GROUP = 3;
const FURNITURE = ['front-matter', 'furniture', 'blank'];
export const KINDS = ['amended', 'inserted', 'deleted', 'moved', 'split', 'merged', 'renumbered', 'unchanged'];

/** @typedef {{ head: number | null, from: number, to: number }} Part a section: its opening row and the rows in it */

/**
 * What the paragraph is: in the newer draft, or in the older where it stands only there.
 * @param {Row} row
 */
export const faceOf = (row) => (row.change === 'deleted' ? row.face.old : row.face.new) ?? row.face.old ?? row.face.new;

/** @param {Row} row */
export const isGhost = (row) => row.moved?.half === 'deleted';

/** @param {Row} row */
export const isClause = (row) => faceOf(row)?.kind === 'clause';

/** @param {Row} row */
const isUnchanged = (row) => !isGhost(row) && row.outcome === 'unchanged';

/**
 * The kind of a row, which is its class in the style sheet.
 * @param {Row} row
 */
export function kindOf(row) {
  if (isGhost(row)) return 'ghost';
  return row.outcome === 'unchanged' && row.renumbered ? 'renumbered' : row.outcome;
}

/**
 * The rows that are told of: all but paragraphs with neither words nor a label.
 * @param {Row[]} rows
 */
export const told = (rows) => rows.filter((row) => row.runs.length > 0 || labelIn(row, 'old') || labelIn(row, 'new'));

/**
 * @param {Row[]} rows
 * @returns {Part[]}
 */
export function parts(rows) {
  /** @type {Part[]} */
  const out = [];
  rows.forEach((row, k) => {
    const opens = ['call', 'heading', 'organ'].includes(faceOf(row)?.kind ?? '');
    if (opens) out.push({ head: k, from: k + 1, to: k + 1 });
    else if (out.length === 0) out.push({ head: null, from: k, to: k });
    out[out.length - 1].to = k + 1;
  });
  return out;
}

/**
 * How many clauses of a section changed, and how many it has.
 * @param {Row[]} rows
 * @param {Part} part
 */
export function changed(rows, part) {
  const clauses = rows.slice(part.from, part.to).filter((row) => isClause(row) && !isGhost(row));
  return { changed: clauses.filter((row) => !isUnchanged(row)).length, clauses: clauses.length };
}

/**
 * How many clauses and notes of each kind there are.
 * @param {Row[]} rows
 */
export function counts(rows) {
  const isTold = (/** @type {Row} */ row) => ['clause', 'note'].includes(faceOf(row)?.kind ?? '');
  const of = (/** @type {string} */ kind) => rows.filter((row) => isTold(row) && kindOf(row) === kind).length;
  return KINDS.map((kind) => ({ kind, count: of(kind) })).filter(({ count }) => count > 0);
}

/**
 * The words of one draft.
 * @param {Row} row
 * @param {'old' | 'new'} side
 */
export function textIn(row, side) {
  const gone = side === 'old' ? 'inserted' : 'deleted';
  return row.runs.filter((run) => run.change !== gone).map((run) => run.text).join('');
}

/**
 * The whole sheet, section by section, so that a long one can be put on the page bit by bit.
 * @param {Row[]} rows as `told` gives them
 * @param {Marks} marks
 * @returns {Generator<HTMLElement>}
 */
export function* sheet(rows, marks) {
  const halves = new Map();
  rows.forEach((row, k) => { if (row.moved) halves.set(`${row.moved.id} ${row.moved.half}`, k); });
  const page = { rows, marks, halves };
  const all = parts(rows);
  const { of } = groups(rows, all);
  for (const [k, part] of all.entries()) {
    const first = of[k]?.parts[0] ?? k;
    const section = el('section', { class: part.head === null ? 'masthead' : 'sec', id: `s${k}`, 'data-of': first === k ? null : `s${first}` });
    if (part.head !== null) section.append(head(page, part.head, part, became(rows, all, k, of[k])));
    const name = `clauses${many(part.to - part.from)}`;
    const list = el('ol', { class: name });
    section.append(list);
    clauses(page, masthead(page, part, list), part.to, section, name);
    yield section;
  }
}

const LEFTWARD = /[\u{590}-\u{8ff}\u{fb1d}-\u{fdff}\u{fe70}-\u{feff}]/u;

/**
 * Whether most of the text runs from right to left, so that labels and bars belong at its right.
 * @param {Row[]} rows
 */
export function runsLeft(rows) {
  let balance = 0;
  for (const row of rows) {
    for (const run of row.runs) for (const [letter] of run.text.matchAll(/\p{L}/gu)) balance += LEFTWARD.test(letter) ? 1 : -1;
  }
  return balance > 0;
}

/** @typedef {{ rows: Row[], marks: Marks, halves: Map<string, number> }} Page */

/**
 * @param {Page} page
 * @param {number} at
 * @param {Part} part
 * @param {string} became what it is now, or was
 */
function head(page, at, part, became) {
  const row = page.rows[at];
  const { changed: count, clauses: of } = changed(page.rows, part);
  const text = [noteText(page, row), became, of ? `${count} of ${of} changed` : ''].filter(Boolean).join(' · ');
  return el(
    'h2',
    // What a call says is substance; what a heading says is a name.
    { class: `${kindOf(row)}${['call', 'organ'].includes(faceOf(row)?.kind ?? '') ? ' call' : ''}` },
    el('span', { dir: 'auto' }, ...headed(row), ...marked(row, page.marks)),
    ...talls(row, page.marks),
    el('small', {}, text),
  );
}

/**
 * The lines of the masthead, folded: new symbols and dates are no news. Returns where the text begins.
 * @param {Page} page
 * @param {Part} part
 * @param {HTMLElement} list
 */
function masthead(page, part, list) {
  let end = part.from;
  while (end < part.to && ['masthead', ...FURNITURE].includes(faceOf(page.rows[end])?.kind ?? '')) end += 1;
  const lines = page.rows.slice(part.from, end);
  const own = lines.filter((row) => faceOf(row)?.kind === 'masthead');
  if (own.length < LEAST_FOLD) return part.from;
  const changes = own.filter((row) => !isUnchanged(row)).length;
  const what = changes ? `${changes} changed` : 'unchanged';
  list.append(fold('', [], `${own.length} masthead lines, ${what}`, false, lines.map((row, k) => rowOf(page, row, part.from + k))));
  return end;
}

/**
 * @param {Page} page
 * @param {number} from
 * @param {number} to
 * @param {HTMLElement} section
 * @param {string} name of its lists
 */
function clauses(page, from, to, section, name) {
  let list = /** @type {Element} */ (section.lastElementChild);
  let [at, begun] = [from, from];
  const put = (/** @type {number} */ k, /** @type {HTMLElement | null} */ item) => {
    if (k - begun >= MOST_ROWS) {
      begun = k;
      list = el('ol', { class: name });
      section.append(list);
    }
    if (item) list.append(item);
  };
  while (at < to) {
    const same = kindOf(page.rows[at]);
    let end = at + 1;
    while (end < to && kindOf(page.rows[end]) === same) end += 1;
    const rows = [];
    for (let k = at; k < end; k += 1) rows.push(rowOf(page, page.rows[k], k));
    const folds = ['unchanged', 'renumbered'].includes(same) && end - at >= LEAST_FOLD;
    const groups = same === 'deleted' && end - at >= LEAST_GROUP;
    const start = at;
    if (folds || groups) put(at, group(page, at, end, same, rows));
    else rows.forEach((row, k) => put(start + k, row));
    at = end;
  }
}

/**
 * @param {Page} page
 * @param {number} from
 * @param {number} end
 * @param {string} kind
 * @param {(HTMLElement | null)[]} rows
 */
function group(page, from, end, kind, rows) {
  const [first, last] = [page.rows[from], page.rows[end - 1]];
  const side = kind === 'deleted' ? 'old' : 'new';
  const short = (/** @type {Row} */ row) => labelIn(row, side).replace(/[.:]+$/, '');
  const labels = short(first) || short(last) ? `${short(first)} – ${short(last)}` : '';
  const opening = (/** @type {Row} */ row) => textIn(row, side).split(/\s+/).filter(Boolean).slice(0, 3).join(' ');
  const what = kind === 'renumbered' ? 'renumbered, words unchanged' : kind;
  return fold(labels, [opening(first), ' … ', opening(last)], `${end - from} ${what}`, kind === 'deleted', rows);
}

/**
 * @param {string} labels
 * @param {string[]} opening
 * @param {string} what
 * @param {boolean} isOpen
 * @param {(HTMLElement | null)[]} rows
 */
function fold(labels, opening, what, isOpen, rows) {
  return el(
    'li',
    { class: 'fold-li' },
    el(
      'details',
      { class: isOpen ? 'fold gone' : 'fold', open: isOpen },
      el('summary', {}, el('span', { class: 'fl' }, labels), el('span', { class: 'ft' }, opening.length > 0 && el('em', { dir: 'auto' }, opening.join('')), el('u', {}, what))),
      ...lists(rows),
    ),
  );
}

/**
 * The class of a list that is one of several.
 * @param {number} count of rows
 */
const many = (count) => (count > MOST_ROWS ? ' many' : '');

/** @param {(HTMLElement | null)[]} rows */
function lists(rows) {
  const out = [];
  for (let k = 0; k < rows.length; k += MOST_ROWS) out.push(el('ol', { class: `in${many(rows.length)}` }, ...rows.slice(k, k + MOST_ROWS)));
  return out;
}

/**
 * @param {Page} page
 * @param {Row} row
 * @param {number} k its number on the page
 * @returns {HTMLElement | null}
 */
function rowOf(page, row, k) {
  const face = faceOf(row);
  if (!face || FURNITURE.includes(face.kind)) return null;
  const kind = kindOf(row);
  const depth = face.kind === 'clause' && face.depth ? Math.min(face.depth, 4) : null;
  const text = el('p', { class: 'txt', dir: 'auto' });
  if (isGhost(row)) {
    text.append(
      el('span', { class: 'gone' }, openingWords(row)),
      el('span', { class: 'full' }, ...marked(row, null)),
    );
  } else {
    text.append(...marked(row, page.marks));
  }
  return el(
    'li',
    {
      // What is no news is marked: who steps from change to change comes to it last.
      class: `row ${kind}${row.moved?.half === 'inserted' ? ' arrived' : ''}${face.kind === 'masthead' ? ' front' : ''}`,
      id: `c${k}`,
      'data-kind': kind,
      'data-classes': row.classes.join(' '),
      'data-old': isGhost(row) ? '' : row.address.old ?? '',
      'data-new': isGhost(row) ? '' : row.address.new ?? '',
      'data-depth': depth,
      'data-clause': row.clause,
    },
    label(row, kind === 'renumbered'),
    text,
    ...talls(row, page.marks),
    note(page, row),
  );
}

/** @param {Row} row */
function openingWords(row) {
  const words = textIn(row, 'old').split(/\s+/).filter(Boolean);
  return words.length > 9 ? `${words.slice(0, 9).join(' ')} …` : words.join(' ');
}

/**
 * @param {Page} page
 * @param {Row} row
 */
function noteText(page, row) {
  if (isGhost(row)) {
    const other = page.rows[otherHalf(page, row) ?? -1];
    return other?.address.new ? `moved to ${other.address.new}` : 'moved away';
  }
  const classes = row.classes.map((name) => name.replaceAll('-', ' ')).join(', ');
  const what = outcomeText(row);
  return [what, classes].filter(Boolean).join(' · ');
}

/** @param {Row} row */
function outcomeText(row) {
  const isAmended = row.runs.some((run) => run.change !== 'kept' && /[\p{L}\p{N}]/u.test(run.text));
  switch (row.outcome) {
    case 'unchanged': return row.renumbered ? 'renumbered' : '';
    case 'moved': return `moved from ${row.address.old ?? 'elsewhere'}${isAmended ? ', amended' : ''}`;
    case 'split': return `split from ${row.address.old ?? ''}`;
    case 'merged': return `merged into ${row.address.new ?? ''}`;
    default: return row.outcome;
  }
}

/**
 * @param {Page} page
 * @param {Row} row
 */
function otherHalf(page, row) {
  if (!row.moved) return null;
  return page.halves.get(`${row.moved.id} ${row.moved.half === 'deleted' ? 'inserted' : 'deleted'}`) ?? null;
}

/**
 * @param {Page} page
 * @param {Row} row
 */
function note(page, row) {
  const out = el('div', { class: 'note' });
  const kind = kindOf(row);
  if (kind !== 'unchanged') {
    const word = isGhost(row) ? 'moved' : kind;
    const classes = row.classes.map((name) => name.replaceAll('-', ' ')).join(', ');
    out.append(el('span', { class: 'kind' }, el('b', {}, word), ' ', el('i', {}, classes)));
  }
  if (isGhost(row) || ['moved', 'split', 'merged'].includes(kind)) {
    const sentence = noteText(page, row).split(' · ')[0];
    const other = otherHalf(page, row);
    out.append(el('p', {}, other === null ? sentence : el('a', { class: 'follow', href: `#c${other}` }, sentence)));
  }
  const confidence = Math.min(row.face.old?.confidence ?? 1, row.face.new?.confidence ?? 1);
  if (confidence < 0.9) out.append(el('p', { class: 'flag' }, `label read with ${Math.round(confidence * 100)} % confidence`));
  return out;
}

/**
 * The stretches of brackets that go over several paragraphs.
 * @param {Row} row
 * @param {Marks} marks
 */
function talls(row, marks) {
  if (row.piece.new === null || isGhost(row)) return [];
  const list = marks.talls.get(row.piece.new) ?? [];
  return list.map(({ level, opens, closes }) => el('span', {
    class: `tall l${level}${opens ? ' opens' : ''}${closes ? ' closes' : ''}`,
    'aria-hidden': 'true',
  }));
}
