// Numbering afresh: each list from 1, headings from their first, in its own style. Pure.
// src/draft/lists.rs and src/clean/renumber.rs do the same for the command; tests/page holds the two together.

/** @import { Label } from './labels.js' */
import { isOptionLabel, parse, readings, render, renumbered, sameStyle } from './labels.js';
import { vocabulary } from './vocabulary.js';

/** @typedef {{ kind: string, depth: number, label: string }} Paragraph as far as its number goes; no label is an empty one */

/** @typedef {{ members: number[], parent: number | null }} List its clauses, and the clause that it hangs under */

const OPENS = ['call', 'heading', 'organ'];

/**
 * The lists of a draft, outer ones before the ones under them. ITU sections and articles begin anew; elsewhere paragraphs
 * run on across headings, unless they begin with one again; articles run through the draft.
 * @param {Paragraph[]} paragraphs
 * @returns {List[]}
 */
export function lists(paragraphs) {
  /** @type {List[]} */
  const out = [];
  /** @type {{ depth: number, list: List }[]} the open list of each depth */
  let open = [];
  /** @type {Map<string, List>} */
  const headings = new Map();
  let isAfterHeading = false;
  const begun = (/** @type {number | null} */ parent) => {
    const list = { members: [], parent };
    out.push(list);
    return list;
  };
  paragraphs.forEach((one, index) => {
    const word = one.kind === 'heading' ? headingWord(one.label) : null;
    if (word !== null) {
      const list = headings.get(word) ?? begun(null);
      headings.set(word, list);
      list.members.push(index);
    }
    if (OPENS.includes(one.kind)) {
      const runsOn = one.kind === 'heading' && word === null;
      open = open.filter(({ depth }) => runsOn && depth === 0);
      isAfterHeading = true;
      return;
    }
    if (one.kind !== 'clause') return;
    const isNumber = isNumbered(one.label);
    // What hangs under one option is no part of what hangs under the next.
    if (isNumber || isOptionLabel(one.label)) open = open.filter(({ depth }) => depth <= one.depth);
    if (!isNumber) return;
    // Operative paragraphs follow preambular ones: `OP1` after `PP9`.
    open = open.filter(({ depth, list }) => depth !== one.depth || partOf(paragraphs[list.members.at(-1) ?? index].label) === partOf(one.label));
    if (isAfterHeading && begins(one.label)) open = [];
    isAfterHeading = false;
    const above = open.findLast(({ depth }) => depth < one.depth)?.list.members.at(-1) ?? null;
    const last = open.at(-1);
    const list = last?.depth === one.depth ? last.list : begun(above);
    if (list !== last?.list) open.push({ depth: one.depth, list });
    list.members.push(index);
  });
  return out;
}

/**
 * `Article ` for "Article 4": the headings that are numbered together.
 * @param {string} label
 */
function headingWord(label) {
  const number = label ? parse(label) : null;
  return number?.open.endsWith(' ') ? number.open : null;
}

/**
 * Whether a clause has the first label of a list.
 * @param {string} label
 */
function begins(label) {
  const number = parse(label);
  return number !== null && !number.suffix && number.numerals.at(-1)?.value === 1;
}

/**
 * `PP` or `OP`, of a resolution whose paragraphs are labelled so.
 * @param {string} label
 */
const partOf = (label) => vocabulary.marks.find((mark) => label.startsWith(mark)) ?? '';

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
function prevailing(labels) {
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
  const isFirst = (/** @type {Label} */ style) => Number(style.numerals.at(-1)?.value === 1);
  let best = styles[0] ?? null;
  for (const one of styles) {
    if (one.count > best.count || (one.count === best.count && isFirst(one.style) > isFirst(best.style))) best = one;
  }
  return best?.style ?? null;
}

/**
 * The number that a list begins with: one, but for headings, of which a draft may have only the later ones.
 * @param {Paragraph} first
 */
const startOf = ({ kind, label }) => Math.max((kind === 'heading' && parse(label)?.numerals.at(-1)?.value) || 1, 1);

/**
 * The new label of each paragraph that is in a list.
 * @param {Paragraph[]} paragraphs
 * @returns {Map<number, string>}
 */
export function numbered(paragraphs) {
  /** @type {Map<number, string>} */
  const news = new Map();
  for (const { members, parent } of lists(paragraphs)) {
    const style = prevailing(members.map((index) => paragraphs[index].label));
    if (!style) continue;
    const above = parent === null ? null : parse(news.get(parent) ?? '');
    const start = startOf(paragraphs[members[0]]);
    members.forEach((index, k) => {
      const label = renumbered(style, start + k);
      const own = label.numerals.length;
      // "3.1" under "4" is 4.1.
      if (above?.numerals.length === own - 1) label.numerals.splice(0, own - 1, ...above.numerals);
      news.set(index, render(label));
    });
  }
  return news;
}
