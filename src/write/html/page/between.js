// The redline between two drafts as the report has it: what the one comparison says of every
// paragraph. Pure. src/json/between.rs writes it down; the words are those of the two drafts.

/** @import { Between, BetweenRow, Change, Row, Run } from './types.js' */
import { push } from './words.js';

/**
 * The rows of a redline, from what is told of it and the paragraphs of both drafts.
 * @param {Between} told
 * @param {Row[]} older
 * @param {Row[]} newer
 * @returns {Row[]}
 */
export function rowsOf(told, older, newer) {
  const left = placesLeft(told, older);
  const [olds, news] = [reader(older), reader(newer)];
  /** @type {Row[]} */
  const out = [];
  let [i, j] = [0, 0];
  for (const one of told.rows) {
    for (const row of typeof one === 'number' ? Array.from({ length: one }, () => null) : [one]) {
      const change = row?.change ?? 'kept';
      const home = row?.moved?.half === 'inserted' ? left.get(row.moved.id) : undefined;
      const old = home ?? (change === 'inserted' ? undefined : older[i]);
      const now = change === 'deleted' ? undefined : newer[j];
      if (change !== 'inserted') i += 1;
      if (change !== 'deleted') j += 1;
      const made = begun(row, change, old, now);
      const from = home ? reader([home]) : olds;
      const words = row?.words ?? [[change, lengthOf(now ?? old)]];
      for (const [what, count] of words) for (const run of taken(what, count, from, news)) push(made.runs, run);
      out.push(made);
    }
  }
  return out;
}

/**
 * For each move, the paragraph of the older draft that went away by it.
 * @param {Between} told
 * @param {Row[]} older
 */
function placesLeft(told, older) {
  /** @type {Map<number, Row>} */
  const out = new Map();
  let i = 0;
  for (const row of told.rows) {
    if (typeof row === 'number') i += row;
    else if (row.change !== 'inserted') {
      if (row.moved) out.set(row.moved.id, older[i]);
      i += 1;
    }
  }
  return out;
}

/**
 * A row, still without words.
 * @param {BetweenRow | null} row nothing where both drafts say the same
 * @param {Change} change
 * @param {Row | undefined} old
 * @param {Row | undefined} now
 * @returns {Row}
 */
function begun(row, change, old, now) {
  const face = { old: old?.face.new ?? null, new: now?.face.new ?? null };
  const outcome = row ? row.outcome ?? 'moved' : 'unchanged';
  const isWhole = outcome === 'inserted' || outcome === 'deleted';
  return {
    piece: { old: old?.piece.new ?? null, new: now?.piece.new ?? null },
    clause: (now ?? old)?.clause ?? 0,
    change,
    face,
    runs: [],
    moved: row?.moved ?? null,
    outcome,
    renumbered: row?.renumbered ?? false,
    classes: isWhole ? [] : (row?.classes ?? []).filter((name) => name !== 'numbering'),
    address: { old: face.old?.address ?? row?.part_of ?? null, new: face.new?.address ?? row?.part_of ?? null },
  };
}

/** @param {Row | undefined} row */
const lengthOf = (row) => row?.runs.reduce((sum, run) => sum + run.text.length, 0) ?? 0;

/**
 * @typedef {{ text: string, style: string }} Part
 * @typedef {(count: number) => Part[]} Reader gives the next so many code units
 */

/**
 * Reads the words of some paragraphs from front to back.
 * @param {Row[]} rows
 * @returns {Reader}
 */
function reader(rows) {
  const runs = rows.flatMap((row) => row.runs);
  let [at, from] = [0, 0];
  return (count) => {
    /** @type {Part[]} */
    const out = [];
    for (let left = count; left > 0 && at < runs.length;) {
      const text = runs[at].text.slice(from, from + left);
      if (text) out.push({ text, style: runs[at].style });
      left -= text.length;
      from += text.length;
      if (from === runs[at].text.length) [at, from] = [at + 1, 0];
    }
    return out;
  };
}

/**
 * The next words, of one draft or of both.
 * @param {Change} change
 * @param {number} count
 * @param {Reader} olds
 * @param {Reader} news
 * @returns {Run[]}
 */
function taken(change, count, olds, news) {
  if (change === 'deleted') return olds(count).map(({ text, style }) => ({ text, change, style, was: style }));
  const now = news(count);
  if (change === 'inserted') return now.map(({ text, style }) => ({ text, change, style, was: style }));
  /** @type {Run[]} */
  const out = [];
  const before = olds(count);
  for (const { text, style } of now) {
    for (let from = 0; from < text.length;) {
      const was = before[0] ?? { text: text.slice(from), style };
      const part = text.slice(from, from + was.text.length);
      out.push({ text: part, change, style, was: was.style });
      from += part.length;
      if (part.length < was.text.length) before[0] = { ...was, text: was.text.slice(part.length) };
      else before.shift();
    }
  }
  return out;
}
