// What one reading of a draft changes against another, in one sentence: clauses that go, words, numbers, references. Pure.

/** @import { Reading, Settled } from './settled.js' */
import { edits, textOf } from './settled.js';

/** More stretches of new labels than this are only counted. */
const MOST_STRETCHES = 3;
/** Words that are quoted before and after the place that changed. */
const AROUND = 5;

/**
 * How a paragraph is cited then: its address with its new label.
 * @param {Settled} paragraph
 */
export function citedAs({ face, label }) {
  const [old, now] = [face.label ?? '', label].map((one) => one.replace(/[.:]+$/, ''));
  if (!old || !face.address.endsWith(old)) return face.address;
  return `${face.address.slice(0, face.address.length - old.length)}${now}`.trim();
}

/**
 * @param {Reading} before
 * @param {Reading} after
 */
export function consequences(before, after) {
  const pairs = after.paragraphs.map((now, k) => ({ was: before.paragraphs[k], now }));
  const parts = [
    gone(pairs.filter(({ was, now }) => now.isGone && !was.isGone).map(({ was }) => was)),
    read(pairs.filter(({ was, now }) => !now.isGone && !was.isGone && isReworded(was, now))),
    relabelled(pairs.filter(({ was, now }) => !now.isGone && was.label !== now.label)),
    followed(pairs),
    lost(before, after),
  ].filter(Boolean);
  const isQuiet = !pairs.some(({ was, now }) => !now.isGone && (was.label !== now.label || now.puts.length !== was.puts.length)) && after.lost.length === before.lost.length;
  if (!parts.length) return 'Nothing changes.';
  return `${capital(parts.join('; '))}.${isQuiet ? ' No label or reference changes.' : ''}`;
}

/** @param {string} text */
const capital = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** @typedef {{ was: Settled, now: Settled }} Pair */

/**
 * @param {Settled} was
 * @param {Settled} now
 */
function isReworded(was, now) {
  const spans = (/** @type {Settled} */ one) => one.cuts.map(({ from, to }) => `${from}-${to}`).join(' ');
  return spans(was) !== spans(now);
}

/** @param {Settled[]} list */
function gone(list) {
  const told = list.filter((one) => one.text.trim() && ['clause', 'call', 'heading'].includes(one.face.kind));
  if (!told.length) return '';
  const names = [...new Set(told.map(citedAs))];
  if (names.length === 1) return `${names[0]} goes`;
  return names.length > 2 ? `${names.length} clauses go, ${names[0]} to ${names[names.length - 1]}` : `${names.join(' and ')} go`;
}

/** @param {Pair[]} pairs */
function read(pairs) {
  if (!pairs.length) return '';
  const { was, now } = pairs[0];
  const others = pairs.length > 1 ? `, and ${pairs.length - 1} more ${pairs.length > 2 ? 'clauses are' : 'clause is'} reworded` : '';
  return `${citedAs(now) || 'the text'} ${quoted(was, now)}${others}`;
}

/**
 * The words around the first place that differs.
 * @param {Settled} was
 * @param {Settled} now
 */
function quoted(was, now) {
  const [old, text] = [textOf(was), textOf(now)];
  let at = 0;
  while (at < text.length && text[at] === old[at]) at += 1;
  const before = text.slice(0, at).split(/(?<=\s)/);
  const after = text.slice(at).split(/(?<=\s)/);
  const start = before.slice(-AROUND - 1).join('').trimStart();
  const isStart = before.length <= AROUND + 1;
  const end = after.slice(0, AROUND + 1).join('').trimEnd();
  const isEnd = after.length <= AROUND + 1;
  return `${at < 2 ? 'opens' : 'reads'} “${isStart ? '' : '… '}${start}${end}${isEnd ? '' : ' …'}”`;
}

/** @param {Pair[]} pairs */
function relabelled(pairs) {
  /** @type {Pair[][]} neighbours in one section are one stretch */
  const stretches = [];
  for (const pair of pairs) {
    const last = stretches.at(-1);
    const before = last?.at(-1)?.now.face;
    if (last && before?.section === pair.now.face.section && before.depth === pair.now.face.depth) last.push(pair);
    else stretches.push([pair]);
  }
  const bare = (/** @type {string} */ label) => label.replace(/[.:]+$/, '');
  const told = stretches.slice(0, MOST_STRETCHES).map((stretch) => {
    const [first, last] = [stretch[0], stretch[stretch.length - 1]];
    const from = first.now.face.address || bare(first.was.label);
    const to = bare(last.now.face.label ?? '');
    if (stretch.every(({ now }) => !now.label)) return `${from} stands without a label`;
    if (stretch.length === 1) return `${from} becomes ${bare(first.now.label)}`;
    return `${from} to ${to} become ${bare(first.now.label)} to ${bare(last.now.label)}`;
  });
  const more = stretches.length - told.length;
  return more > 0 ? `${told.join(', ')} and ${more} more ${more > 1 ? 'lists are' : 'list is'} renumbered` : told.join(', ');
}

/** @param {Pair[]} pairs */
function followed(pairs) {
  const told = pairs.flatMap(({ was, now }) => now.puts
    .filter((put) => !was.puts.some((one) => one.from === put.from && one.put === put.put))
    .map((put) => ({ place: citedAs(now), text: edits(now).some((one) => one.from === put.from) ? put.put : '' })));
  if (!told.length) return '';
  const [{ place, text }] = told;
  return told.length === 1 ? `the reference in ${place} follows: ${text}` : `${told.length} references follow, the first in ${place}: ${text}`;
}

/**
 * @param {Reading} before
 * @param {Reading} after
 */
function lost(before, after) {
  const known = new Set(before.lost.map(({ piece, label }) => `${piece} ${label}`));
  const fresh = after.lost.filter(({ piece, label }) => !known.has(`${piece} ${label}`));
  if (!fresh.length) return '';
  const place = after.paragraphs.find((one) => one.piece === fresh[0].piece);
  const first = `“${fresh[0].label}” in ${place ? citedAs(place) : 'the text'}`;
  return fresh.length === 1 ? `the reference ${first} names nothing then` : `${fresh.length} references name nothing then, the first ${first}`;
}
