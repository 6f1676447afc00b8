// Two wordings compared word by word. Pure: no page is needed.

/** @import { Run } from './types.js' */

const WORDS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]\s*|[\p{L}\p{M}\p{N}]+(?:['’./-][\p{L}\p{M}\p{N}]+)*\s*|\S\s*|\s+/gu;

/** More cells than this are not worked out: then all of it is shown as replaced. */
const MOST = 4_000_000;

/** @typedef {{ text: string, word: string, style: string }} Token */

/**
 * The words of some runs, each with the white space after it.
 * @param {{ text: string, style: string }[]} runs
 * @returns {Token[]}
 */
function tokens(runs) {
  /** @type {Token[]} */
  const out = [];
  for (const { text, style } of runs) {
    for (const [one] of text.matchAll(WORDS)) out.push({ text: one, word: one.trimEnd(), style });
  }
  return out;
}

/**
 * Adds words to runs; neighbours that nothing tells apart are one run.
 * @param {Run[]} runs
 * @param {Run} run
 */
export function push(runs, run) {
  if (!run.text) return;
  const last = runs.at(-1);
  if (last && last.change === run.change && last.style === run.style && last.was === run.was) last.text += run.text;
  else runs.push({ ...run });
}

/**
 * One wording with the changes from the old to the new one marked.
 * @param {{ text: string, style: string }[]} older
 * @param {{ text: string, style: string }[]} newer
 * @returns {Run[]}
 */
export function compareWords(older, newer) {
  const [a, b] = [tokens(older), tokens(newer)];
  let start = 0;
  while (start < a.length && start < b.length && a[start].word === b[start].word) start += 1;
  let [endA, endB] = [a.length, b.length];
  while (endA > start && endB > start && a[endA - 1].word === b[endB - 1].word) {
    endA -= 1;
    endB -= 1;
  }
  /** @type {Run[]} */
  const out = [];
  for (let k = 0; k < start; k += 1) keep(out, a[k], b[k]);
  middle(out, a.slice(start, endA), b.slice(start, endB));
  for (let k = 0; k < a.length - endA; k += 1) keep(out, a[endA + k], b[endB + k]);
  return out;
}

/**
 * The same word in both; the white space after it may differ.
 * @param {Run[]} out
 * @param {Token} old
 * @param {Token} now
 */
function keep(out, old, now) {
  push(out, { text: now.word, change: 'kept', style: now.style, was: old.style });
  const [before, after] = [old.text.slice(old.word.length), now.text.slice(now.word.length)];
  if (before === after) {
    push(out, { text: after, change: 'kept', style: now.style, was: old.style });
    return;
  }
  push(out, { text: before, change: 'deleted', style: old.style, was: old.style });
  push(out, { text: after, change: 'inserted', style: now.style, was: now.style });
}

/**
 * What lies between the equal ends: the longest common subsequence stays.
 * @param {Run[]} out
 * @param {Token[]} a
 * @param {Token[]} b
 */
function middle(out, a, b) {
  const width = b.length + 1;
  const isSmall = a.length * b.length <= MOST;
  const best = new Uint16Array(isSmall ? (a.length + 1) * width : 0);
  if (isSmall) {
    for (let i = a.length - 1; i >= 0; i -= 1) {
      for (let j = b.length - 1; j >= 0; j -= 1) {
        best[i * width + j] = a[i].word === b[j].word
          ? best[(i + 1) * width + j + 1] + 1
          : Math.max(best[(i + 1) * width + j], best[i * width + j + 1]);
      }
    }
  }
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (isSmall && i < a.length && j < b.length && a[i].word === b[j].word) {
      keep(out, a[i], b[j]);
      i += 1;
      j += 1;
    } else if (i < a.length && (j === b.length || !isSmall || best[(i + 1) * width + j] >= best[i * width + j + 1])) {
      push(out, { text: a[i].text, change: 'deleted', style: a[i].style, was: a[i].style });
      i += 1;
    } else {
      push(out, { text: b[j].text, change: 'inserted', style: b[j].style, was: b[j].style });
      j += 1;
    }
  }
}
