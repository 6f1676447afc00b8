// Lists of numbered clauses and headings, read off the sequence of paragraphs. Pure.
// src/draft/lists.rs does the same for the command; tests/page holds the two together.

/** @import { Label } from './labels.js' */
import { isOptionLabel, last, readings, sameStyle } from './labels.js';
import { vocabulary } from './vocabulary.js';

/**
 * @typedef {object} Paragraph as far as its number goes
 * @property {string} kind
 * @property {number} depth
 * @property {string} label an empty one where it has none
 * @property {string} text
 */

/**
 * @typedef {object} List its clauses or headings, and the one it hangs under
 * @property {number[]} members
 * @property {(Label | null)[]} numbers how each label is read here; null where it is no number
 * @property {number | null} parent
 */

/** @typedef {{ depth: number, list: List }} Open a list that the next label may go on with */

/**
 * Whether the numbers go up; what goes down again cannot be read for sure.
 * @param {List} list
 */
export function isInOrder({ numbers }) {
  const values = numbers.flatMap((number) => (number ? last(number).value : []));
  return values.every((value, k) => !k || values[k - 1] <= value || value === 0);
}

/**
 * The number that a list begins with.
 * @param {List} list
 */
export function startOf({ numbers: [first] }) {
  return first && !first.suffix ? Math.max(last(first).value, 1) : 1;
}

/**
 * Whether each number is the next one: nothing is left out, given twice or put between.
 * @param {List} list
 */
export function isInSeries(list) {
  const start = startOf(list);
  return list.numbers.every((number, k) => number && !number.suffix && last(number).value === start + k);
}

/**
 * The lists of a draft, outer ones before the ones under them. ITU sections and annexes begin anew;
 * elsewhere paragraphs run on across headings, unless they begin with one again. Articles run
 * through the draft, other headings begin anew under each heading further out. Bullets and options
 * are in no list.
 * @param {Paragraph[]} paragraphs
 * @returns {List[]}
 */
export function lists(paragraphs) {
  /** @type {List[]} */
  const all = [];
  /** @type {Open[]} the open lists of clauses, outermost first */
  let clauses = [];
  /** @type {Open[]} the open lists of headings */
  let headings = [];
  let isAfterHeading = false;
  paragraphs.forEach((one, index) => {
    if (one.kind === 'organ') [clauses, headings] = [[], []];
    else if (one.kind === 'call') clauses = [];
    else if (one.kind === 'heading') heading(index, one);
    else if (one.kind === 'clause') clause(index, one);
  });
  return all;

  /**
   * @param {number} index
   * @param {Paragraph} paragraph
   */
  function heading(index, { depth, label, text }) {
    isAfterHeading = true;
    // Only the outermost list runs on over a heading.
    clauses = clauses.filter((open) => open.depth === 0);
    if (isAnnex(label || text)) {
      clauses = [];
      headings = headings.filter(({ list }) => label && goesOn(list, label) !== undefined);
    }
    if (!isNumbered(label)) return;
    headings = headings.filter((open) => open.depth <= depth || isWorded(open.list));
    const known = headings.findLast(({ list }) => goesOn(list, label) !== undefined);
    if (known) add(known.list, index, label);
    else headings.push({ depth, list: begin(index, label, above(headings, depth)) });
  }

  /**
   * @param {number} index
   * @param {Paragraph} paragraph
   */
  function clause(index, { depth, label }) {
    // What hangs under one option is no part of what hangs under the next.
    if (isNumbered(label) || isOptionLabel(label)) clauses = clauses.filter((open) => open.depth <= depth);
    if (!isNumbered(label)) return;
    if (isAfterHeading && isFirst(label)) clauses = [];
    isAfterHeading = false;
    const known = clauses.findLastIndex((open) => open.depth === depth && goesOn(open.list, label) !== undefined);
    if (known >= 0) {
      clauses.length = known + 1;
      add(clauses[known].list, index, label);
    } else {
      clauses.push({ depth, list: begin(index, label, above(clauses, depth)) });
    }
  }

  /**
   * @param {number} index
   * @param {string} label
   * @param {number | null} parent
   */
  function begin(index, label, parent) {
    const read = readings(label);
    // `i)` that begins a list is the roman one.
    const number = read.find((one) => last(one).value === 1) ?? read[0] ?? null;
    const list = { members: [index], numbers: [number], parent };
    all.push(list);
    return list;
  }
}

/**
 * What a list of some depth hangs under.
 * @param {Open[]} open
 * @param {number} depth
 */
const above = (open, depth) => open.findLast((one) => one.depth < depth)?.list.members.at(-1) ?? null;

/**
 * @param {List} list
 * @param {number} index
 * @param {string} label
 */
function add(list, index, label) {
  list.numbers.push(goesOn(list, label) ?? null);
  list.members.push(index);
}

/**
 * How a label is read as the next one of a list; undefined if it belongs to another. `[4][2].`
 * stands for several numbers, and is read as null.
 * @param {List} list
 * @param {string} label
 * @returns {Label | null | undefined}
 */
function goesOn({ numbers }, label) {
  const read = readings(label);
  const before = numbers.findLast((number) => number !== null);
  if (!before || !read.length) return read[0] ?? null;
  const number = read.find((one) => isLike(before, one));
  const beginsAgain = number && last(number).value === 1 && last(before).value > 1 && !number.suffix;
  return beginsAgain ? undefined : number;
}

/**
 * Whether two labels can be of one list: the same script, the same word before, the same numbers
 * above.
 * @param {Label} one
 * @param {Label} other
 */
function isLike(one, other) {
  const [script, next] = [last(one).script, last(other).script];
  // "Chapitre premier" comes before "Chapitre II".
  const isSameScript = script === next || (word(one) && one.open.endsWith(' ')) || [script, next].includes('open');
  const numbersAbove = (/** @type {Label} */ { numerals }) => numerals.slice(0, -1).map(({ script: signs, value }) => `${signs} ${value}`).join('.');
  return isSameScript && word(one) === word(other) && numbersAbove(one) === numbersAbove(other);
}

/**
 * The word before the numerals: `article`, `op`.
 * @param {Label} number
 */
function word({ open, close }) {
  const before = open.trim();
  // What the number counts stands after it in `第三条`, `第二部分`.
  if (before === vocabulary.counted.before) return before + close;
  return /^\p{Alphabetic}/u.test(before) ? before.toLowerCase() : '';
}

/**
 * Whether a list is one of articles, parts, annexes: of headings that a word names.
 * @param {List} list
 */
function isWorded({ numbers }) {
  const first = numbers.find((number) => number !== null);
  return first && word(first) !== '';
}

/**
 * Whether a heading opens an annex, which has rules and numbers of its own.
 * @param {string} name
 */
function isAnnex(name) {
  const low = name.toLowerCase();
  return vocabulary.annexes.some((one) => low.startsWith(one.toLowerCase()));
}

/**
 * Whether a label is the first of a list.
 * @param {string} label
 */
const isFirst = (label) => readings(label).some((number) => !number.suffix && last(number).value === 1);

/**
 * Bullets and options are no numbers.
 * @param {string} label
 */
const isNumbered = (label) => /[\p{Alphabetic}\p{N}]/u.test(label) && !isOptionLabel(label);

/**
 * The style that most labels of a list share; of equally many, the first.
 * @param {string[]} labels
 * @returns {Label | null}
 */
export function prevailing(labels) {
  /** @type {{ style: Label, count: number }[]} */
  const styles = [];
  for (const label of labels) {
    // `i)` counts for letters and for roman numerals, whichever the list is in.
    for (const reading of readings(label)) {
      const known = styles.find(({ style }) => sameStyle(style, reading));
      if (known) known.count += 1;
      else styles.push({ style: reading, count: 1 });
    }
  }
  const isOne = (/** @type {Label} */ style) => Number(last(style).value === 1);
  let best = styles[0] ?? null;
  for (const one of styles) {
    if (one.count > best.count || (one.count === best.count && isOne(one.style) > isOne(best.style))) best = one;
  }
  return best?.style ?? null;
}
