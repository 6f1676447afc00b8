// The sections of all drafts as rows of one table: one that went on under another name is one row, as the passages that
// went on in it say. Pure.

/** @import { Count, Report } from './types.js' */

/** @typedef {{ name: string, open: Count[], members: Set<number> }} Row a section by its number or numbers in the report */

/** @type {WeakMap<Report, Row[]>} */
const known = new WeakMap();

/**
 * The sections, each once.
 * @param {Report} report
 * @returns {Row[]}
 */
export function sectionsOf(report) {
  const found = known.get(report) ?? rows(report);
  known.set(report, found);
  return found;
}

/** @param {Report} report */
function rows(report) {
  const next = followed(report);
  const before = new Map([...next].map(([from, to]) => [to, from]));
  const taken = new Set();
  /** @type {Row[]} */
  const out = [];
  report.sections.forEach((_, one) => {
    if (taken.has(one)) return;
    const chain = [one];
    for (let at = before.get(one); at !== undefined && !chain.includes(at); at = before.get(at)) chain.unshift(at);
    for (let at = next.get(one); at !== undefined && !chain.includes(at); at = next.get(at)) chain.push(at);
    for (const at of chain) taken.add(at);
    const open = report.drafts.map((__, k) => chain.map((at) => report.sections[at].open[k]).reduce(sum));
    out.push({ name: chain.map((at) => report.sections[at].name).reduce(joined), open, members: new Set(chain) });
  });
  return out;
}

/**
 * @param {Count} a
 * @param {Count} b
 * @returns {Count}
 */
const sum = (a, b) => ({ passages: a.passages + b.passages, notes: a.notes + b.notes, words: a.words + b.words, depth: Math.max(a.depth, b.depth) });

/**
 * Two names of one section: the fuller one, if the other is the same without its title.
 * @param {string} before
 * @param {string} after
 */
function joined(before, after) {
  const [short, long] = before.length < after.length ? [before, after] : [after, before];
  return long.toLowerCase().startsWith(`${short.toLowerCase()} (`) || short === long ? long : `${before}, then ${after}`;
}

/**
 * Which section each went on in, where it has another number in the report: most passages that went on did so there, most
 * of those that came did so from here, and no draft has something open in both.
 * @param {Report} report
 */
function followed(report) {
  /** @type {Map<number, number>[]} the section of each life, draft by draft */
  const of = report.drafts.map((draft) => new Map(draft.passages.map(({ life, section }) => [life, section])));
  /** @type {Map<string, number>} */
  const votes = new Map();
  of.slice(1).forEach((now, k) => {
    for (const [life, section] of now) {
      const before = of[k].get(life);
      if (before !== undefined && before !== section) votes.set(`${before} ${section}`, (votes.get(`${before} ${section}`) ?? 0) + 1);
    }
  });
  const all = [...votes].map(([name, count]) => ({ pair: name.split(' ').map(Number), count }));
  const best = (/** @type {0 | 1} */ side, /** @type {number} */ section) => all.filter(({ pair }) => pair[side] === section).toSorted((a, b) => b.count - a.count)[0];
  const isApart = (/** @type {number} */ a, /** @type {number} */ b) => report.drafts.every((_, k) => [a, b].some((at) => !report.sections[at].open[k].passages && !report.sections[at].open[k].notes));
  /** @type {Map<number, number>} */
  const next = new Map();
  for (const one of all) {
    const [from, to] = one.pair;
    if (best(0, from) === one && best(1, to) === one && isApart(from, to)) next.set(from, to);
  }
  return next;
}
