// The words of a row as elements: `ins` and `del`, the signs of passages with their numbers, and what a settled passage
// takes away or brings.

/** @import { Row, Run } from './types.js' */
/** @import { Sign, Tall } from './brackets.js' */
/** @import { Settled, Span } from './settled.js' */
import { el } from './dom.js';
import { edits } from './settled.js';

/** An insertion of more words than this is set in regular weight. */
const SHORT = 7;

/**
 * @typedef {object} Marks What is told of the paragraphs of the newer draft, by piece.
 * @property {Map<number, Sign[]>} signs
 * @property {Map<number, Tall[]>} talls
 * @property {Map<number, Settled>} [settled] the paragraphs that some settled passage changes
 */

/**
 * Which change to show: white space is told only where nothing else changed.
 * @param {Run[]} runs
 */
function toldChange(runs) {
  const hasWords = runs.some((run) => run.change !== 'kept' && run.text.trim());
  return (/** @type {Run} */ run) => (hasWords && !run.text.trim() ? 'kept' : run.change);
}

/** @typedef {Span & { put: string }} Edit */

/**
 * What is settled of a row: all of it goes, or some of its words.
 * @param {Row} row
 * @param {Marks | null} marks
 * @returns {Edit[]}
 */
function settledIn(row, marks) {
  const settled = row.piece.new === null ? undefined : marks?.settled?.get(row.piece.new);
  if (!settled) return [];
  return settled.isGone ? [{ from: 0, to: settled.text.length, put: '' }] : edits(settled);
}

/**
 * The words with `ins` and `del`, and the signs of passages numbered.
 * @param {Row} row
 * @param {Marks | null} marks
 * @returns {(Node | string)[]}
 */
export function marked(row, marks) {
  const signs = marks && row.piece.new !== null ? [...(marks.signs.get(row.piece.new) ?? [])] : [];
  const changes = settledIn(row, marks);
  const toldOf = toldChange(row.runs);
  /** @type {(Node | string)[]} */
  const out = [];
  const state = { depth: 0 };
  let passed = 0;
  for (const run of row.runs) {
    /** @type {(Node | string)[]} */
    const words = [];
    if (run.change === 'deleted') {
      words.push(...ground(run.text, state.depth));
    } else {
      for (const part of stretches(run.text, passed, signs, changes)) words.push(...stretch(part, state));
      passed += run.text.length;
    }
    const set = faced(run.style, words);
    const change = toldOf(run);
    if (change === 'kept') out.push(...set);
    else if (change === 'deleted') out.push(el('del', {}, ...set));
    else {
      const isWhole = row.change === 'inserted' && !row.moved;
      const isLong = run.text.trim().split(/\s+/).length > SHORT;
      out.push(el('ins', { class: isWhole ? 'whole' : isLong ? 'long' : null }, ...set));
    }
  }
  return out;
}

/** @typedef {{ text: string, sign: Sign | null, edit: Edit | null, isEnd: boolean }} Stretch all of it one sign or none, and settled in one way */

/**
 * A run cut where signs stand, and where what is settled begins and ends.
 * @param {string} text
 * @param {number} passed where the run begins among the words of its paragraph
 * @param {Sign[]} signs those that were not told yet; the ones told are taken off
 * @param {Edit[]} changes
 * @returns {Generator<Stretch>}
 */
function* stretches(text, passed, signs, changes) {
  const end = passed + text.length;
  let at = passed;
  while (at < end) {
    const isSign = signs.length > 0 && signs[0].at <= at;
    const sign = isSign ? signs.shift() ?? null : null;
    const edit = changes.find((one) => one.from <= at && at < one.to) ?? null;
    const next = edit ? edit.to : changes.find((one) => one.from > at)?.from ?? end;
    const stop = Math.min(end, next, sign ? sign.at + sign.length : signs[0]?.at ?? end);
    yield { text: text.slice(at - passed, stop - passed), sign, edit, isEnd: edit?.to === stop };
    at = Math.max(at, stop);
  }
}

/**
 * @param {Stretch} part
 * @param {{ depth: number }} state
 */
function stretch({ text, sign, edit, isEnd }, state) {
  const { link, shown } = sign ? signOf(text, sign, state) : { link: null, shown: ground(text, state.depth) };
  /** @type {(Node | string)[]} */
  const out = link ? [link] : [];
  if (edit && text) out.push(el('del', { class: 'if' }, ...shown));
  else out.push(...shown);
  if (edit?.put && isEnd) out.push(el('ins', { class: 'if' }, edit.put));
  return out;
}

/**
 * @param {string} text
 * @param {Sign} sign
 * @param {{ depth: number }} state
 */
function signOf(text, sign, state) {
  const link = (/** @type {string} */ what) => el('a', {
    class: 'bn',
    id: `b${sign.number}`,
    href: `#r${sign.number}`,
    'aria-label': `${what} ${sign.number} in the register`,
  }, String(sign.number));
  if (sign.stray) return { link: link('stray sign'), shown: [el('span', { class: 'stray' }, text)] };
  if (sign.opens) state.depth += 1;
  const shown = [el('span', { class: `brk b${state.depth > 1 ? ' deep' : ''}`, 'data-n': sign.number }, text)];
  if (sign.opens) return { link: link('bracket'), shown };
  state.depth = Math.max(state.depth - 1, 0);
  return { link: null, shown };
}

/**
 * Words on the ground of the brackets that they stand in.
 * @param {string} text
 * @param {number} depth
 */
function ground(text, depth) {
  if (!text) return [];
  return depth ? [el('span', { class: depth > 1 ? 'brk deep' : 'brk' }, text)] : [text];
}

/** @type {[string, 'em' | 'strong' | 'sup' | 'sub'][]} */
const TAGS = [['subscript', 'sub'], ['superscript', 'sup'], ['bold', 'strong'], ['italic', 'em']];

/**
 * @param {string} style
 * @param {(Node | string)[]} words
 */
function faced(style, words) {
  let out = words;
  for (const [name, tag] of TAGS) if (style.includes(name)) out = [el(tag, {}, ...out)];
  return out;
}
