// What the page asks of its server.

/**
 * What was read from a file.
 * @typedef {{ number: number, name: string, symbol?: string, date?: string, title?: string, file: string, format: string, clauses: number,
 *   words: number, passages: number, marked: boolean, base: boolean, given: boolean, findings: Noticed[] }} Read
 */
/** @typedef {{ line: number, message: string, help?: string }} Noticed */
/**
 * What became of the clauses between two drafts.
 * @typedef {{ older: string, newer: string, kept: number, amended: number, inserted: number, deleted: number, moved: number, split: number,
 *   merged: number, renumbered: number }} Between
 */

/** Why the server did not do what it was asked. */
export const GONE = 'redraft does not answer: it has ended. Start it again and put the drafts in anew';

/**
 * The answer to a request; what cannot be done is an error with the server's own words.
 * @param {string} path
 * @param {RequestInit} [how]
 */
export async function ask(path, how) {
  const answer = await fetch(path, { ...how, cache: 'no-store' }).catch(() => { throw new Error(GONE); });
  if (answer.ok) return answer;
  const told = await answer.json().catch(() => null);
  throw new Error(told?.message ?? `the server answers ${answer.status}`);
}

/**
 * Puts a file in.
 * @param {Blob} file
 * @param {string} name
 * @returns {Promise<Read>}
 */
export async function send(file, name) {
  const answer = await ask(`drafts?name=${encodeURIComponent(name)}`, { method: 'POST', body: file });
  return answer.json();
}

/** @param {number} number */
export const forget = (number) => ask(`drafts/${number}`, { method: 'DELETE' });

/**
 * What became of the clauses between the last two drafts of a list.
 * @param {string} list
 * @returns {Promise<Between>}
 */
export const between = async (list) => (await ask(`summary?drafts=${list}`)).json();

/** @returns {Promise<Read[]>} */
export const held = async () => (await ask('drafts')).json();
