// The list of drafts, oldest first, as it stands in the address of a page. Pure.

/** @import { Draft } from '../../write/html/page/types.js' */
/** @import { Read } from './server.js' */
import { dayOf } from '../../write/html/page/drafts.js';

/** @typedef {{ number: number, base: boolean }} Choice a draft of the list: its number, and whether its text before its own changes is meant */

/**
 * The list as it stands in an address: `1.4b.2`.
 * @param {Choice[]} list
 */
export const written = (list) => list.map(({ number, base }) => `${number}${base ? 'b' : ''}`).join('.');

/**
 * The list that an address names; null where it names none.
 * @param {string} search
 * @returns {Choice[] | null}
 */
export function listIn(search) {
  const asked = new URLSearchParams(search).get('drafts');
  if (asked === null) return null;
  const found = asked.split('.').map((part) => part.match(/^(\d+)(b?)$/)).filter((one) => one !== null);
  return found.map((one) => ({ number: Number(one[1]), base: one[2] === 'b' }));
}

/**
 * The list with one of its drafts elsewhere.
 * @template T
 * @param {T[]} list
 * @param {number} from
 * @param {number} to
 */
export function moved(list, from, to) {
  const out = [...list];
  const [one] = out.splice(from, 1);
  out.splice(to, 0, one);
  return out;
}

/**
 * When a draft is from, in days: the day that it says or is named after, else the last year in its name; null where nothing says it.
 * @param {Read} read
 */
function time(read) {
  const day = dayOf(/** @type {Draft} */ (/** @type {unknown} */ (read)));
  if (day !== null) return day;
  const years = read.name.match(/(?<!\d)(?:19|20)\d\d(?!\d)/g);
  return years ? Date.UTC(Number(years.at(-1)), 6) / 86_400_000 : null;
}

/**
 * In what order drafts that came together belong: by the days or years that they are of, if every one says it, else by their names.
 * @param {Read[]} drafts
 * @returns {{ order: Read[], by: 'date' | 'name' }}
 */
export function sorted(drafts) {
  const by = drafts.every((read) => time(read) !== null) ? 'date' : 'name';
  const names = new Intl.Collator('en', { numeric: true });
  const order = [...drafts].sort((a, b) => (by === 'date' ? (time(a) ?? 0) - (time(b) ?? 0) : 0) || names.compare(a.name, b.name));
  return { order, by };
}
