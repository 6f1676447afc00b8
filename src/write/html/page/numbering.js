// Numbering afresh: each list from 1, each label in its own style. Pure.
// src/clean/renumber.rs does the same for the command; tests/page holds the two together.

/** @import { Label } from './labels.js' */
/** @import { List, Paragraph } from './lists.js' */
import { last, parse, render, renumbered } from './labels.js';
import { isInOrder, isInSeries, lists, prevailing, startOf } from './lists.js';

/**
 * The new label of each paragraph that is in a list.
 * @param {Paragraph[]} paragraphs
 * @param {Paragraph[]} source the draft with the passages that may have been settled since
 * @returns {Map<number, string>}
 */
export function numbered(paragraphs, source) {
  const all = lists(paragraphs);
  const beginsLate = all.some((list) => startOf(list) > 1);
  const starts = new Set(beginsLate ? lists(source).map(startOf) : []);
  /** @type {Map<number, string>} */
  const news = new Map();
  for (const list of all) number(paragraphs, list, starts, news);
  return news;
}

/**
 * The number that a list begins with: that of an excerpt stays as long as its numbers are in
 * series, and a draft may hold only the later articles.
 * @param {Paragraph[]} paragraphs
 * @param {List} list
 * @param {Set<number>} starts
 */
function start(paragraphs, list, starts) {
  const own = startOf(list);
  const isHeading = paragraphs[list.members[0]].kind === 'heading';
  return isHeading || (starts.has(own) && isInSeries(list)) ? own : 1;
}

/**
 * Numbers one list, each label in its own style. One whose numbers go up and down stays as it is.
 * @param {Paragraph[]} paragraphs
 * @param {List} list
 * @param {Set<number>} starts the numbers that lists of the source begin with
 * @param {Map<number, string>} news
 */
function number(paragraphs, list, starts, news) {
  const labels = list.members.map((index) => paragraphs[index].label);
  const style = prevailing(labels);
  if (!style || !isInOrder(list)) return;
  const above = list.parent === null ? null : parse(news.get(list.parent) ?? '');
  const first = start(paragraphs, list, starts);
  list.members.forEach((index, k) => {
    const own = list.numbers[k];
    const label = renumbered(own ?? style, first + k);
    const places = label.numerals.length;
    // "3.1" under "4" is 4.1.
    if (above?.numerals.length === places - 1) label.numerals.splice(0, places - 1, ...above.numerals);
    const isRight = own && (last(own).value === 0 || render(own) === render(label));
    news.set(index, isRight ? labels[k] : render(label));
  });
}
