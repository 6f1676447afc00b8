// What the drafts are called, and when they are from. Pure.

/** @import { Draft, Report } from './types.js' */

import { vocabulary } from './vocabulary.js';

const NAMES = vocabulary.names;
/** `4 December 2015`, `4-dec-2015`, `4th Dec. 2015`. */
const DAY = new RegExp(`([0-9]{1,2})(?:${vocabulary.ordinals.map((end) => end.replace('.', '\\.')).join('|')})?[ _.-]+(\\p{L}{3,})[ _.,-]+([0-9]{4})`, 'u');

/**
 * The day that a text says: `2015-12-04`, `4 December 2015`, `4-dec-2015`.
 * @param {string | undefined} text
 * @returns {{ year: number, month: number, day: number, whole: boolean } | null}
 */
function dayIn(text) {
  const numbers = text?.match(/(\d{4})-(\d{1,2})-(\d{1,2})/);
  if (text && numbers) return { year: +numbers[1], month: +numbers[2] - 1, day: +numbers[3], whole: numbers[0] === text };
  const words = text?.match(DAY);
  const month = words ? (vocabulary.months[words[2].toLowerCase()] ?? 0) - 1 : -1;
  if (!text || !words || month < 0) return null;
  return { year: +words[3], month, day: +words[1], whole: words[0] === text };
}

/**
 * The day that a draft is of, in days; null where nothing says it.
 * @param {Draft} draft
 */
export function dayOf(draft) {
  const found = dayIn(draft.date) ?? dayIn(draft.name);
  return found ? Date.UTC(found.year, found.month, found.day) / 86_400_000 : null;
}

/**
 * The year that a draft is of, where its date or its name says one.
 * @param {Draft} draft
 */
export function yearOf(draft) {
  const found = [draft.date, draft.name].map((text) => text?.match(/(?<!\d)(?:19|20)\d\d(?!\d)/)?.[0]).find(Boolean);
  return found ? Number(found) : null;
}

const WORDS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
/** Units of time in days, and from how many days on each is spoken of. @type {[string, number, number][]} */
const UNITS = [['year', 365.25, 700], ['month', 30.44, 75], ['week', 7, 21], ['day', 1, 0]];

/**
 * How long a time is, in words: `six weeks`, `about three months`.
 * @param {number} days
 */
export function lasting(days) {
  const [unit, length] = UNITS.find(([, , from]) => days >= from) ?? UNITS[3];
  const count = Math.round(days / length);
  const isAbout = Math.abs(days - count * length) >= (length > 30 ? length / 12 : 1);
  return `${isAbout ? 'about ' : ''}${WORDS[count] ?? count} ${unit}${count === 1 ? '' : 's'}`;
}

/**
 * What a draft is called. A file that is named after its day is called by the day.
 * @param {Draft} draft
 */
export function nameOfDraft(draft) {
  const found = dayIn(draft.name);
  return found?.whole ? `${found.day} ${NAMES[found.month]} ${found.year}` : draft.name;
}

/**
 * The same where there is little room.
 * @param {Report} report
 * @param {number} draft
 */
export function shortName(report, draft) {
  const found = dayIn(report.drafts[draft - 1].name);
  if (!found?.whole) return report.drafts[draft - 1].name;
  const years = new Set(report.drafts.map((one) => dayIn(one.name)?.year));
  return `${found.day} ${NAMES[found.month].slice(0, 3)}${years.size > 1 ? ` ${found.year}` : ''}`;
}

/**
 * What else is known of a draft.
 * @param {Draft} draft
 */
export function aboutDraft(draft) {
  return [draft.symbol, draft.date, draft.note].filter((one) => one && one !== draft.name).join(', ');
}

/**
 * In a draft: `on 4 December 2015`, `in Rev.2`.
 * @param {Draft} draft
 */
export function inDraft(draft) {
  return `${dayIn(draft.name)?.whole ? 'on' : 'in'} ${nameOfDraft(draft)}`;
}
