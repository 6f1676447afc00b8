// Which sections of a redline are one to a reader, as in src/write/html/groups.rs: an article with the headings within it,
// and an article whose heading was written anew with what it was before, as the clauses that stayed say.

/** @import { Row } from './types.js' */
/** @import { Part } from './sheet.js' */
import { labelIn } from './rowlabel.js';

/**
 * @typedef {object} Group Parts that are one section to a reader.
 * @property {number[]} parts in reading order
 * @property {number | null} was the part whose heading went, where another was written for it
 * @property {number} is the part with its heading
 */

/** @param {Row} row */
const faceOf = (row) => (row.change === 'deleted' ? row.face.old : row.face.new) ?? row.face.old ?? row.face.new;

/** @param {Row} row */
const labelOf = (row) => labelIn(row, 'new') || labelIn(row, 'old');

/**
 * The groups, in the order of their first parts, and which group each part is in. A part without a heading is in none.
 * @param {Row[]} rows
 * @param {Part[]} parts
 */
export function groups(rows, parts) {
  const owners = ownersOf(rows, parts);
  const joined = joins(rows, parts, owners);
  const before = new Map([...joined].map(([was, is]) => [is, was]));
  /** @type {Map<number, Group>} */
  const found = new Map();
  const of = owners.map((owner, part) => {
    if (owner === null) return null;
    const is = joined.get(owner) ?? owner;
    const group = found.get(is) ?? { parts: [], was: before.get(is) ?? null, is };
    group.parts.push(part);
    found.set(is, group);
    return group;
  });
  return { groups: [...found.values()], of };
}

/**
 * The part that each belongs to: the article round it, in its own draft, or itself.
 * @param {Row[]} rows
 * @param {Part[]} parts
 */
function ownersOf(rows, parts) {
  const isArticle = (/** @type {Part} */ { head }) => head !== null && faceOf(rows[head])?.kind === 'heading' && /^\p{Alphabetic}.* /u.test(labelOf(rows[head]));
  // What follows the last article, as an annex does, stands in none.
  const last = parts.findLastIndex(isArticle);
  /** @type {{ old: number | null, now: number | null }} */
  const round = { old: null, now: null };
  return parts.map((part, k) => {
    if (part.head === null) return null;
    const { change } = rows[part.head];
    if (!isArticle(part)) return (last > k ? round[change === 'deleted' ? 'old' : 'now'] : null) ?? k;
    if (change !== 'inserted') round.old = k;
    if (change !== 'deleted') round.now = k;
    return k;
  });
}

/**
 * The sections whose heading went, each with the one whose heading came for it.
 * @param {Row[]} rows
 * @param {Part[]} parts
 * @param {(number | null)[]} owners
 */
function joins(rows, parts, owners) {
  const votes = votesOf(rows, parts, owners);
  const [from, to] = [most(votes, 0), most(votes, 1)];
  const is = (/** @type {number} */ part, /** @type {string} */ change) => {
    const head = parts[part]?.head ?? null;
    return head !== null && !rows[head].moved && rows[head].change === change;
  };
  const labelAt = (/** @type {number} */ part) => (parts[part]?.head ?? null) === null ? '' : labelOf(rows[/** @type {number} */ (parts[part].head)]).toLowerCase();
  const hasNone = (/** @type {number} */ part) => !from.has(part) && !to.has(part);
  /** @type {Map<number, number>} */
  const out = new Map();
  parts.forEach((_, was) => {
    if (!is(was, 'deleted')) return;
    const voted = from.get(was);
    const beside = [was + 1, was - 1].find((other) => hasNone(was) && hasNone(other) && labelAt(was) && labelAt(was) === labelAt(other));
    const came = voted && to.get(voted[1])?.[0] === was ? voted[1] : beside;
    if (came !== undefined && is(came, 'inserted')) out.set(was, came);
  });
  return out;
}

/**
 * For each section, on one side, the pair with most votes; none where two have as many.
 * @param {Map<string, number>} votes
 * @param {0 | 1} side
 */
function most(votes, side) {
  /** @type {Map<number, { most: number, pair: [number, number] | null }>} */
  const counts = new Map();
  for (const [name, count] of votes) {
    const pair = /** @type {[number, number]} */ (name.split(' ').map(Number));
    const best = counts.get(pair[side]);
    if (!best || count > best.most) counts.set(pair[side], { most: count, pair });
    else if (count === best.most) best.pair = null;
  }
  return new Map([...counts].map(([section, { pair }]) => [section, pair]));
}

/**
 * From which section to which the paragraphs that stayed went, and how many.
 * @param {Row[]} rows
 * @param {Part[]} parts
 * @param {(number | null)[]} owners
 */
function votesOf(rows, parts, owners) {
  /** @type {Map<string, number>} */
  const votes = new Map();
  const vote = (/** @type {number | null} */ old, /** @type {number | null} */ now) => {
    if (old !== null && now !== null) votes.set(`${old} ${now}`, (votes.get(`${old} ${now}`) ?? 0) + 1);
  };
  /** @type {Map<number, { old: number | null, now: number | null }>} */
  const halves = new Map();
  /** @type {{ old: number | null, now: number | null }} */
  const at = { old: null, now: null };
  parts.forEach(({ head, from, to }, k) => {
    if (head !== null && rows[head].change !== 'inserted') at.old = owners[k];
    if (head !== null && rows[head].change !== 'deleted') at.now = owners[k];
    for (const { moved, change } of rows.slice(from, to)) {
      if (moved) {
        const both = halves.get(moved.id) ?? { old: null, now: null };
        if (moved.half === 'deleted') both.old = at.old;
        else both.now = at.now;
        halves.set(moved.id, both);
      } else if (change === 'kept') {
        vote(at.old, at.now);
      }
    }
  });
  for (const { old, now } of halves.values()) vote(old, now);
  return votes;
}

/**
 * What a group is called: by its heading, and by what that was before where it has another name now.
 * @param {Row[]} rows
 * @param {Part[]} parts
 * @param {Group} group
 */
export function nameOf(rows, parts, { was, is }) {
  const head = (/** @type {number} */ part) => rows[/** @type {number} */ (parts[part].head)];
  const row = head(is);
  const now = nameIn(row, 'new');
  if (was !== null) {
    const before = nameIn(head(was), 'old');
    if (labelOf(head(was)) && labelOf(head(was)).toLowerCase() === labelOf(row).toLowerCase()) return before.length > now.length ? before : now;
    return before.toLowerCase() === now.toLowerCase() ? now : `${before}, now ${now}`;
  }
  const [old, label] = [labelIn(row, 'old'), labelIn(row, 'new')];
  if (!old || !label) return now;
  const before = nameIn(row, 'old');
  if (old !== label) return `${before}, now ${now}`;
  return before.length > now.length ? before : now;
}

/**
 * Of a section whose heading was written anew: what it is now, or what it was.
 * @param {Row[]} rows
 * @param {Part[]} parts
 * @param {number} part
 * @param {Group | null} group
 */
export function became(rows, parts, part, group) {
  if (!group || group.was === null || (part !== group.was && part !== group.is)) return '';
  const short = (/** @type {number} */ at) => {
    const row = rows[/** @type {number} */ (parts[at].head)];
    return labelOf(row) || nameIn(row, 'new');
  };
  const [other, word] = part === group.was ? [group.is, 'now'] : [group.was, 'was'];
  return short(other) === short(part) ? '' : `${word} ${short(other)}`;
}

/**
 * What a heading is called in a draft, or in the other where it does not stand in this one.
 * @param {Row} row
 * @param {'old' | 'new'} asked
 */
function nameIn(row, asked) {
  if (faceOf(row)?.kind === 'organ') return 'preamble';
  const gone = asked === 'old' ? 'inserted' : 'deleted';
  const side = row.change === gone ? (asked === 'old' ? 'new' : 'old') : asked;
  const text = row.runs.filter((run) => run.change !== (side === 'old' ? 'inserted' : 'deleted')).map((run) => run.text).join('');
  const lead = row.face[side]?.lead ?? 0;
  const label = labelIn(row, side);
  const whole = label ? `${text.slice(0, lead)}${label} ${text.slice(lead)}` : text;
  return whole.split(/\s+/).filter(Boolean).join(' ').replaceAll(' ]', ']');
}
