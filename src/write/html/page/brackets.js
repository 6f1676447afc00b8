// The unresolved passages of a draft: where their signs stand, and what they say. Pure.

/** @import { Passage, Report } from './types.js' */
import { stands } from './pair.js';

/**
 * @typedef {object} Sign A sign of a passage in the words of a paragraph.
 * @property {number} at
 * @property {number} length
 * @property {number} number of the passage, in reading order from 1
 * @property {boolean} opens
 * @property {boolean} stray
 */

/** @typedef {{ level: number, opens: boolean, closes: boolean }} Tall a stretch of a bracket that goes over several paragraphs */

/** More brackets than this beside each other are not drawn. */
const MOST_TALL = 6;

/**
 * The passages that have a number on the page: brackets and notes, not options.
 * @param {Report} report
 * @param {number} draft
 */
export function numbered(report, draft) {
  return report.drafts[draft - 1].passages.filter((passage) => passage.kind !== 'option');
}

/**
 * The place in the list of passages of the one with a number.
 * @param {Report} report
 * @param {number} draft
 * @param {number} number
 */
export function memberOf(report, draft, number) {
  return report.drafts[draft - 1].passages.indexOf(numbered(report, draft)[number - 1]);
}

/**
 * Where the signs of all passages stand, by piece.
 * @param {Report} report
 * @param {number} draft
 */
export function signsOf(report, draft) {
  /** @type {Map<number, Sign[]>} */
  const signs = new Map();
  /** @type {Map<number, Tall[]>} */
  const talls = new Map();
  /** @type {number[]} */
  const begins = [];
  report.pieces.forEach((piece, at) => { if (stands(piece, draft)) begins.push(at); });
  const order = new Map(begins.map((piece, at) => [piece, at]));
  /** @type {number[]} the paragraph that the bracket of each level ends in */
  const levels = [];
  /**
   * @template T
   * @param {Map<number, T[]>} map
   * @param {number} key
   * @param {T} value
   */
  const add = (map, key, value) => {
    const list = map.get(key);
    if (list) list.push(value);
    else map.set(key, [value]);
  };
  numbered(report, draft).forEach((passage, k) => {
    const number = k + 1;
    const [[first, at], [last, end]] = [passage.from, passage.to];
    if (passage.kind === 'unmatched') {
      add(signs, first, { at, length: Math.max(end - at, 0), number, opens: true, stray: true });
      return;
    }
    if (end === 0 || (first === last && at === end)) return;
    add(signs, first, { at, length: 1, number, opens: true, stray: false });
    add(signs, last, { at: end - 1, length: 1, number, opens: false, stray: false });
    const [from, to] = [order.get(first) ?? 0, order.get(last) ?? 0];
    if (to <= from) return;
    let level = 0;
    while (level < MOST_TALL && (levels[level] ?? -1) >= from) level += 1;
    if (level === MOST_TALL) return;
    levels[level] = to;
    for (let p = from; p <= to; p += 1) add(talls, begins[p], { level, opens: p === from, closes: p === to });
  });
  for (const list of signs.values()) list.sort((a, b) => a.at - b.at);
  return { signs, talls };
}

/**
 * What a passage says, its signs included; paragraphs are parted by line ends. A long one is cut short.
 * @param {Report} report
 * @param {number} draft
 * @param {Passage} passage
 * @param {number} [most]
 */
export function wordsOf(report, draft, passage, most = 600) {
  const [[first, at], [last, end]] = [passage.from, passage.to];
  let out = '';
  let within = 0;
  let current = first;
  for (let k = first; k < report.pieces.length && out.length < most; k += 1) {
    const piece = report.pieces[k];
    if (k > first && stands(piece, draft)) {
      if (current === last) break;
      current = k;
      within = 0;
      const label = faceLabel(report, k, draft);
      out += `\n${label}`;
    }
    for (const thread of piece.threads) {
      if (!stands(thread, draft)) continue;
      const from = current === first ? Math.max(at - within, 0) : 0;
      const to = current === last ? Math.max(end - within, 0) : thread.text.length;
      out += thread.text.slice(from, to);
      within += thread.text.length;
    }
  }
  return out.length > most ? `${out.slice(0, most)} …` : out;
}

/**
 * How many signs at the start of what a bracket holds say whose text it is: `EU: `.
 * @param {string} inside
 * @param {string} [by]
 */
export function lengthOfNames(inside, by) {
  const words = inside.trimStart();
  const colon = by && words.startsWith(by) ? words.slice(by.length).match(/^\s*[:：]\s*/) : null;
  return colon && by ? inside.length - words.length + by.length + colon[0].length : 0;
}

/**
 * What a passage says on one line, without its outer signs and the names before it.
 * @param {string} words
 * @param {string} [by]
 */
export function insideOf(words, by) {
  const line = words.replaceAll('\n', ' ');
  const inside = line.replace(/^[[［【]/, '').replace(/[\]］】]$/, '');
  const names = lengthOfNames(inside, by);
  return names ? inside.slice(names).trimEnd() : line.replace(/^[\s[［【]+|[\s\]］】]+$/g, '');
}

/**
 * Whose text a passage is, for people: "CL, PE" for `CL/PE`. Where the names are all that the bracket says, they are its words.
 * @param {Passage} passage
 * @param {string} words what the passage says, without the names
 */
export const namesOf = ({ by = '' }, words) => (by === words ? '' : by.replace(/\s*\/\s*/g, ', '));

/**
 * @param {Report} report
 * @param {number} piece
 * @param {number} draft
 */
function faceLabel(report, piece, draft) {
  let label = '';
  for (const face of report.pieces[piece].faces) if (face.from <= draft) label = face.label ?? '';
  return label ? `${label} ` : '';
}
