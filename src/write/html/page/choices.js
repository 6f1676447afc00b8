// What can be decided of the unresolved passages of a draft: each is left open, lifted or dropped, and of alternatives and
// options one is taken. Pure.

/** @import { Passage, Report } from './types.js' */
/** @import { Fate, Fates } from './settled.js' */
import { insideOf, namesOf, wordsOf } from './brackets.js';
import { isOptionLabel } from './labels.js';
import { faceIn } from './pair.js';
import { asItStands, partsOf } from './settled.js';

/** @typedef {{ name: string, words: string, by?: string, fates: [number, Fate][] }} Way to settle a choice; the words are those that stay, if they say more than the name, and by whose they are */

/**
 * @typedef {object} Choice Passages that are settled together.
 * @property {number[]} members their places in the draft's list of passages
 * @property {Way[]} ways the first leaves all of them open
 */

/** Longer texts of alternatives are cut short where one is chosen. */
const MOST = 70;
/** The room for the names before them. */
const MOST_NAMES = 180;

/** @type {WeakMap<Passage[], { choices: Choice[], of: Map<number, Choice> }>} */
const known = new WeakMap();

/**
 * All choices of a draft, in reading order, and the one that each passage is part of.
 * @param {Report} report
 * @param {number} draft
 */
export function choicesOf(report, draft) {
  const { passages } = report.drafts[draft - 1];
  let found = known.get(passages);
  if (!found) {
    const choices = groups(report, draft, passages).map((members) => ({ members, ways: ways(report, draft, members) })).filter((one) => one.ways.length > 1);
    found = { choices, of: new Map(choices.flatMap((one) => one.members.map((member) => [member, one]))) };
    known.set(passages, found);
  }
  return found;
}

/**
 * The way that a choice is settled now.
 * @param {Choice} choice
 * @param {Fates} fates
 */
export function wayOf(choice, fates) {
  const isNow = (/** @type {Way} */ way) => choice.members.every((member) => fates.get(member) === way.fates.find(([of]) => of === member)?.[1]);
  return Math.max(choice.ways.findIndex(isNow), 0);
}

/**
 * The fates with one choice settled in another way.
 * @param {Fates} fates
 * @param {Choice} choice
 * @param {number} way
 * @returns {Fates}
 */
export function decided(fates, choice, way) {
  const out = new Map(fates);
  for (const member of choice.members) out.delete(member);
  for (const [member, fate] of choice.ways[way].fates) out.set(member, fate);
  return out;
}

/**
 * The passage that holds another one and goes with all its words, if one does.
 * @param {Passage[]} passages
 * @param {Fates} fates
 * @param {number} member
 */
export function goesWith(passages, fates, member) {
  const isBefore = (/** @type {[number, number]} */ a, /** @type {[number, number]} */ b) => a[0] < b[0] || (a[0] === b[0] && a[1] <= b[1]);
  const { from, to } = passages[member];
  for (const [other, fate] of fates) {
    if (other !== member && fate === 'drop' && isBefore(passages[other].from, from) && isBefore(to, passages[other].to)) return other;
  }
  return null;
}

/**
 * The passages that are settled together: alternatives that stand beside each other, options one after the other.
 * @param {Report} report
 * @param {number} draft
 * @param {Passage[]} passages
 */
function groups(report, draft, passages) {
  const { paragraphs, at } = asItStands(report, draft);
  /** @type {number[][]} */
  const out = [];
  /** @type {Map<string, number[]>} the last group of each kind and depth, to which the next passage may belong */
  const open = new Map();
  passages.forEach((passage, k) => {
    if (passage.kind === 'unmatched') return;
    const depth = passage.kind === 'option' ? paragraphs[at.get(passage.from[0]) ?? 0].face.depth ?? 0 : passage.depth;
    const key = `${passage.kind} ${depth}`;
    const group = open.get(key);
    const last = group ? passages[group[group.length - 1]] : null;
    const isNext = last !== null && (passage.kind === 'option'
      ? isNextOption(report, draft, last, passage)
      : passage.kind === 'alternative' && last.to[0] === passage.from[0]
        && /^[\s/]*$/.test(paragraphs[at.get(last.to[0]) ?? 0].text.slice(last.to[1], passage.from[1])));
    if (group && isNext) {
      group.push(k);
    } else {
      out.push([k]);
      open.set(key, out[out.length - 1]);
    }
  });
  return out;
}

/**
 * Whether an option begins where another ended, and has a higher number.
 * @param {Report} report
 * @param {number} draft
 * @param {Passage} last
 * @param {Passage} next
 */
function isNextOption(report, draft, last, next) {
  const { paragraphs, at } = asItStands(report, draft);
  const [end, start] = [at.get(last.to[0]) ?? 0, at.get(next.from[0]) ?? 0];
  const isBeside = start > end && paragraphs.slice(end + 1, start).every((one) => one.face.kind !== 'clause' || !one.text.trim());
  const number = (/** @type {Passage} */ of) => Number(optionName(report, draft, of).match(/\d+/)?.[0] ?? NaN);
  return isBeside && !(number(next) <= number(last));
}

/**
 * `Option 1`
 * @param {Report} report
 * @param {number} draft
 * @param {Passage} passage
 */
export function optionName(report, draft, passage) {
  const label = faceIn(report.pieces[passage.from[0]], draft).label ?? '';
  if (isOptionLabel(label)) return label.replace(/[\s.:：]+$/, '');
  return wordsOf(report, draft, passage, 20).split(':')[0];
}

/**
 * @param {Report} report
 * @param {number} draft
 * @param {number[]} members
 * @returns {Way[]}
 */
function ways(report, draft, members) {
  const { passages } = report.drafts[draft - 1];
  const [first] = members;
  const passage = passages[first];
  /** @type {Way} */
  const open = { name: 'leave open', words: '', fates: [] };
  const all = (/** @type {Fate} */ fate) => members.map((member) => /** @type {[number, Fate]} */ ([member, fate]));
  const taken = (/** @type {number} */ member) => members.map((one) => /** @type {[number, Fate]} */ ([one, one === member ? 'lift' : 'drop']));
  const bare = (/** @type {number} */ member) => {
    const words = insideOf(wordsOf(report, draft, passages[member], MOST + MOST_NAMES), passages[member].by);
    return { words: shortened(words), by: namesOf(passages[member], words) };
  };
  const isEmpty = passage.from[0] === passage.to[0] && passage.from[1] === passage.to[1];
  switch (passage.kind) {
    case 'option':
      return [open, ...members.map((member) => ({ name: optionName(report, draft, passages[member]), words: '', fates: taken(member) })), { name: members.length > 1 ? 'none of them' : 'drop', words: '', fates: all('drop') }];
    case 'placeholder':
      return [open, { name: 'drop', words: '', fates: all('drop') }];
    case 'status-note':
      return [open, { name: 'take the note out', words: '', fates: all('drop') }];
    case 'alternative': {
      if (isEmpty) return [open];
      if (members.length > 1) return [open, ...members.map((member) => ({ name: '', ...bare(member), fates: taken(member) })), { name: 'none of them', words: '', fates: all('drop') }];
      const { paragraphs, at } = asItStands(report, draft);
      const { text } = paragraphs[at.get(passage.from[0]) ?? 0];
      const parts = partsOf(text, passage);
      if (parts.length > 1) return [open, ...parts.map(({ from, to }, k) => ({ name: '', words: text.slice(from, to), fates: /** @type {[number, Fate][]} */ ([[first, k]]) })), { name: 'none of them', words: '', fates: all('drop') }];
      break;
    }
    default:
  }
  return [open, { name: 'lift', words: '', fates: all('lift') }, { name: 'drop', words: '', fates: all('drop') }];
}

/** @param {string} text */
const shortened = (text) => (text.length > MOST ? `${text.slice(0, MOST).trimEnd()} …` : text);
