// A draft with some of its passages settled: the words that stay, the numbers of clauses and the references that follow.
// Pure. src/clean/ does the same for the command with all passages at once; tests/page holds the two together.

/** @import { Face, Link, Passage, Report } from './types.js' */
import { lengthOfNames } from './brackets.js';
import { bare, isOptionLabel } from './labels.js';
import { numbered } from './numbering.js';
import { standing } from './pair.js';

/** @typedef {'lift' | 'drop' | number} Fate its words stay, or go; a number: that part of `[a / b]` stays */

/** @typedef {Map<number, Fate>} Fates of the passages of a draft, by their place in its list; all others stay open */

/** @typedef {{ from: number, to: number }} Span a stretch of the words of a paragraph */

/**
 * @typedef {object} Settled A paragraph of the draft, and what becomes of it.
 * @property {number} piece
 * @property {Face} face
 * @property {string} text its words as they stand in the draft
 * @property {boolean} isGone
 * @property {string} label the label that it has then
 * @property {number} lead how many of its first signs are printed before the label
 * @property {Span[]} cuts what goes of its words
 * @property {(Span & { put: string })[]} puts labels in references that follow
 */

/** @typedef {{ paragraphs: Settled[], lost: { piece: number, label: string }[] }} Reading and the references that name nothing any more */

/** @typedef {Span & { isWhole: boolean }} Cut of a whole passage, or of one of its signs */

/** @typedef {{ paragraphs: Settled[], at: Map<number, number> }} Standing */

/** @type {WeakMap<Report, Map<number, Standing>>} */
const known = new WeakMap();

/**
 * The paragraphs of a draft as they stand, and where each piece is among them.
 * @param {Report} report
 * @param {number} draft
 * @returns {Standing}
 */
export function asItStands(report, draft) {
  /** @type {Map<number, Standing>} */
  const drafts = known.get(report) ?? new Map();
  known.set(report, drafts);
  let found = drafts.get(draft);
  if (!found) {
    const paragraphs = standing(report, draft).map((row) => ({
      piece: row.piece.new ?? 0,
      face: /** @type {Face} */ (row.face.new),
      text: row.runs.map((run) => run.text).join(''),
      isGone: false,
      label: row.face.new?.label ?? '',
      lead: row.face.new?.lead ?? 0,
      cuts: [],
      puts: [],
    }));
    found = { paragraphs, at: new Map(paragraphs.map((one, k) => [one.piece, k])) };
    drafts.set(draft, found);
  }
  return found;
}

/**
 * The draft with some passages settled.
 * @param {Report} report
 * @param {number} draft
 * @param {Fates} fates
 * @param {boolean} [isNumbered] whether clauses are numbered afresh
 * @returns {Reading}
 */
export function settle(report, draft, fates, isNumbered = true) {
  const { paragraphs: standing, at } = asItStands(report, draft);
  const paragraphs = standing.map((one) => ({ ...one }));
  cut(report.drafts[draft - 1].passages, fates, paragraphs, at);
  if (!isNumbered) return { paragraphs, lost: [] };
  const left = paragraphs.filter((one) => !one.isGone);
  const labels = numbered(left.map(forNumbers), standing.map(forNumbers));
  const before = new Map(left.map((one) => [one.piece, one.label]));
  labels.forEach((label, k) => { left[k].label = label; });
  return { paragraphs, lost: refer(report.drafts[draft - 1].links ?? [], paragraphs, at, before) };
}

/**
 * A paragraph as far as its number goes.
 * @param {Settled} paragraph
 */
const forNumbers = (paragraph) => ({ kind: paragraph.face.kind, depth: paragraph.face.depth ?? 0, label: paragraph.label, text: textOf(paragraph) });

/**
 * The words of a paragraph then.
 * @param {Settled} paragraph
 */
export function textOf({ text, cuts, puts }) {
  let [out, at] = ['', 0];
  for (const { from, to, put } of edits({ cuts, puts })) {
    out += text.slice(at, from) + put;
    at = to;
  }
  return out + text.slice(at);
}

/**
 * What goes and what comes in its place, in reading order.
 * @param {{ cuts: Span[], puts: (Span & { put: string })[] }} paragraph
 */
export function edits({ cuts, puts }) {
  return [...cuts.map((one) => ({ ...one, put: '' })), ...puts].sort((a, b) => a.from - b.from);
}

/**
 * A paragraph as it is printed: `[d) …]`.
 * @param {Settled} paragraph
 */
export function printed(paragraph) {
  const text = textOf(paragraph);
  if (!paragraph.label) return text;
  const [before, after] = [text.slice(0, paragraph.lead), text.slice(paragraph.lead)];
  return `${before}${paragraph.label}${after ? ' ' : ''}${after}`;
}

/**
 * Takes out what the fates say.
 * @param {Passage[]} passages
 * @param {Fates} fates
 * @param {Settled[]} paragraphs
 * @param {Map<number, number>} at
 */
function cut(passages, fates, paragraphs, at) {
  /** @type {Map<number, Cut[]>} */
  const cuts = new Map();
  for (const [k, fate] of fates) {
    const passage = passages[k];
    const [first, last] = [at.get(passage.from[0]), at.get(passage.to[0])];
    if (first === undefined || last === undefined) continue;
    const add = (/** @type {number} */ index, /** @type {number} */ from, /** @type {number} */ to, isWhole = false) => {
      if (to > from) cuts.set(index, [...cuts.get(index) ?? [], { from, to, isWhole }]);
    };
    if (passage.kind === 'option') {
      if (fate === 'drop') for (let p = first; p <= last; p += 1) paragraphs[p].isGone = true;
      else choose(paragraphs[first], (to) => add(first, 0, to));
    } else if (fate === 'lift') {
      const text = textAt(paragraphs[first].text, passage);
      add(first, passage.from[1], text, text > passage.from[1] + 1);
      add(last, passage.to[1] - 1, passage.to[1]);
    } else if (fate === 'drop') {
      for (let p = first; p <= last; p += 1) {
        if (paragraphs[p].face.kind === 'note') continue;
        add(p, p === first ? passage.from[1] : 0, p === last ? passage.to[1] : paragraphs[p].text.length, true);
      }
    } else {
      const part = partsOf(paragraphs[first].text, passage)[fate];
      if (!part) continue;
      add(first, passage.from[1], part.from);
      add(last, part.to, passage.to[1]);
    }
  }
  for (const [index, list] of cuts) take(paragraphs[index], list);
  dropEmpty(paragraphs, new Set(cuts.keys()), quietOptions(passages, at));
}

/**
 * Where the text of a passage begins: after its sign, and after the names of those whose text it is (`EU: `).
 * @param {string} text of its first paragraph
 * @param {Passage} passage
 */
export function textAt(text, { from, by }) {
  return from[1] + 1 + lengthOfNames(text.slice(from[1] + 1), by);
}

/**
 * The texts that `[a / b]` offers.
 * @param {string} text of its paragraph
 * @param {Passage} passage
 * @returns {Span[]}
 */
export function partsOf(text, passage) {
  let at = textAt(text, passage);
  return text.slice(at, passage.to[1] - 1).split('/').map((part) => {
    const from = at + part.length - part.trimStart().length;
    at += part.length + 1;
    return { from, to: from + part.trim().length };
  });
}

/**
 * An option that is chosen is one no more: "Option 1" goes, and the paragraph, if it says nothing else.
 * @param {Settled} paragraph
 * @param {(to: number) => void} cutTo takes out its first words
 */
function choose(paragraph, cutTo) {
  if (isOptionLabel(paragraph.label)) paragraph.label = '';
  else cutTo(paragraph.text.match(/^([^:]{1,20}):\s*/)?.[0].length ?? 0);
  if (!paragraph.text.trim()) paragraph.isGone = true;
}

/**
 * @param {Settled} paragraph
 * @param {Cut[]} list
 */
function take(paragraph, list) {
  /** @type {Cut[]} */
  const merged = [];
  for (const one of list.sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && one.from < last.to) {
      last.to = Math.max(last.to, one.to);
      last.isWhole ||= one.isWhole;
    } else {
      merged.push({ ...one });
    }
  }
  // Last first, so that each sees the space that the ones behind it leave.
  let text = paragraph.text;
  let kept = Array.from({ length: text.length }, (_, k) => k);
  for (const one of merged.toReversed()) {
    const { from, to } = one.isWhole ? withSpace(text, one) : beforeComma(text, one);
    paragraph.lead -= Math.max(Math.min(to, paragraph.lead) - Math.min(from, paragraph.lead), 0);
    text = text.slice(0, from) + text.slice(to);
    kept = [...kept.slice(0, from), ...kept.slice(to)];
  }
  paragraph.cuts = gaps(kept, paragraph.text.length);
}

/**
 * The stretches that are not kept.
 * @param {number[]} kept
 * @param {number} length
 * @returns {Span[]}
 */
function gaps(kept, length) {
  /** @type {Span[]} */
  const out = [];
  let next = 0;
  for (const at of [...kept, length]) {
    if (at > next) out.push({ from: next, to: at });
    next = at + 1;
  }
  return out;
}

/**
 * A stretch and the space beside it that would stand double, or before a comma, or at an end.
 * @param {string} text
 * @param {Span} span
 * @returns {Span}
 */
function withSpace(text, { from, to }) {
  const [before, after] = [text.slice(0, from), text.slice(to)];
  if (before.endsWith(' ') && (!after || /^[ ,;.:)\]]/.test(after))) return { from: from - 1, to };
  if ((!before || /[[(]$/.test(before)) && after.startsWith(' ')) return { from, to: to + 1 };
  return { from, to };
}

/**
 * A sign, and the space before it where a comma follows it: "shall [, as appropriate,]".
 * @param {string} text
 * @param {Span} span
 * @returns {Span}
 */
function beforeComma(text, { from, to }) {
  const follows = /^[,;،，]/.test(text.slice(to)) && text[from - 1] === ' ';
  return { from: from - Number(follows), to };
}

/**
 * The options that hold nothing in brackets but notes: that an option says nothing may be what it says.
 * @param {Passage[]} passages
 * @param {Map<number, number>} at
 */
function quietOptions(passages, at) {
  const holdsText = new Set();
  for (const { kind, from, to } of passages) {
    if (['status-note', 'option', 'unmatched'].includes(kind)) continue;
    for (let p = at.get(from[0]) ?? 0; p <= (at.get(to[0]) ?? -1); p += 1) holdsText.add(p);
  }
  const options = passages.filter(({ kind }) => kind === 'option').map(({ from }) => at.get(from[0]) ?? -1);
  return new Set(options.filter((index) => !holdsText.has(index)));
}

/**
 * Clauses without words go, and then section calls without clauses.
 * @param {Settled[]} paragraphs
 * @param {Set<number>} touched
 * @param {Set<number>} stays
 */
function dropEmpty(paragraphs, touched, stays) {
  for (const index of touched) {
    const one = paragraphs[index];
    if (stays.has(index)) continue;
    const isBare = !textOf(one).replace(/[\s.,;:]/g, '');
    if (isBare && one.text && ['clause', 'call', 'heading'].includes(one.face.kind)) one.isGone = true;
  }
  /** @type {Settled | null} */
  let head = null;
  let [clauses, left] = [0, 0];
  const close = () => { if (head && clauses > 0 && left === 0) head.isGone = true; };
  for (const one of paragraphs) {
    if (['call', 'heading', 'organ'].includes(one.face.kind)) {
      close();
      head = one.face.kind === 'call' ? one : null;
      [clauses, left] = [0, 0];
    } else if (one.face.kind === 'clause') {
      clauses += 1;
      left += Number(!one.isGone);
    }
  }
  close();
}

/**
 * Writes the new labels into the references to them.
 * @param {Link[]} links
 * @param {Settled[]} paragraphs
 * @param {Map<number, number>} at
 * @param {Map<number, string>} before the labels before they were numbered afresh
 * @returns {Reading['lost']}
 */
function refer(links, paragraphs, at, before) {
  /** @type {Reading['lost']} */
  const lost = [];
  for (const { at: [piece, from], label, clauses, direction } of links) {
    const to = from + label.length;
    const here = at.get(piece) ?? -1;
    const paragraph = paragraphs[here];
    if (!paragraph || paragraph.isGone || paragraph.cuts.some((cut) => cut.from < to && from < cut.to)) continue;
    const places = clauses.map((clause) => at.get(clause) ?? -1).filter((place) => place >= 0 && !paragraphs[place].isGone);
    if (!places.length) {
      lost.push({ piece, label });
      continue;
    }
    const there = places.filter((place) => (direction === 'above' ? place < here : direction === 'below' ? place > here : false));
    const target = places.length === 1 ? places[0] : there.length === 1 ? there[0] : null;
    if (target === null) continue;
    const [old, now] = [before.get(paragraphs[target].piece) ?? '', paragraphs[target].label];
    if (!old || !now || old === now) continue;
    // "Article 4" is cited by its number.
    const number = bare(now.slice(now.lastIndexOf(' ') + 1));
    const put = label.replace(bare(label), () => number);
    if (put !== label) paragraph.puts = [...paragraph.puts, { from, to, put }];
  }
  return lost;
}
