// What a report adds to the rows of its redline: the way to the story of a clause, and the choice between options.

/** @import { Report } from './types.js' */
import { memberOf } from './brackets.js';
import { choicesOf } from './choices.js';
import { all, byId, el } from './dom.js';
import { openEntry } from './rail.js';
import { addressOf, place, say } from './reading.js';
import { rowsOf } from './redline.js';
import { stepsOf } from './story.js';
import { openSettling } from './whatif.js';

/** @typedef {{ story: (clause: number) => string, life: (life: number) => string }} Links */

/**
 * @param {Report} report
 * @param {number} older
 * @param {number} newer
 * @param {Links} links
 */
export function addWays(report, older, newer, links) {
  const rows = rowsOf(report, older, newer);
  const options = optionsOf(report, newer);
  const [first, last] = [Math.min(older, newer), Math.max(older, newer)];
  for (const item of all('.sheet .row')) {
    const row = rows[Number(item.id.slice(1))];
    if (!row) continue;
    item.dataset.clause = String(row.clause);
    const note = item.querySelector('.note');
    const option = row.piece.new !== null && row.moved?.half !== 'deleted' ? options.get(row.piece.new) : undefined;
    if (option) note?.append(el('p', { class: 'to-settle' }, el('button', { type: 'button', 'data-member': option.member, 'aria-label': `option ${option.told}: settle` }, option.told)));
    // Only where there is more to tell than what is here.
    const more = stepsOf(report, row.clause).some((step) => step.draft <= first || step.draft > last);
    if (more) note?.append(el('p', { class: 'to-story' }, el('a', { href: links.story(row.clause), 'aria-label': `story of ${addressOf(item) || 'this paragraph'}` }, 'its story')));
  }
}

/**
 * The options of a draft, by the piece that each begins with.
 * @param {Report} report
 * @param {number} draft
 */
function optionsOf(report, draft) {
  const { passages } = report.drafts[draft - 1];
  /** @type {Map<number, { member: number, told: string }>} */
  const out = new Map();
  for (const { members } of choicesOf(report, draft).choices) {
    if (passages[members[0]].kind !== 'option') continue;
    members.forEach((member, k) => out.set(passages[member].from[0], { member, told: members.length > 1 ? `${k + 1} of ${members.length} options` : 'an option' }));
  }
  return out;
}

/**
 * Lets brackets be settled where they stand, in the text and in the register.
 * @param {Report} report
 * @param {() => number} newer
 * @param {Links} links
 */
export function listenToBrackets(report, newer, links) {
  byId('redline').addEventListener('click', (event) => {
    const target = /** @type {Element} */ (event.target);
    const sign = /** @type {HTMLElement | null} */ (target.closest('a.bn'));
    const option = /** @type {HTMLElement | null} */ (target.closest('[data-member]'));
    const entry = target.closest('.reg li > a')?.closest('li');
    if (sign && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      openSettling(sign, memberOf(report, newer(), Number(sign.id.slice(1))));
    } else if (option) {
      openSettling(option, Number(option.dataset.member));
    } else if (entry) {
      openEntry(report, newer(), Number(entry.id.slice(1)), links.life);
    }
  });
}

/** Opens what can be settled where the reader stands. */
export function settleHere() {
  const focused = /** @type {HTMLElement | null} */ (document.activeElement?.closest('a.bn, [data-member]') ?? place()?.querySelector('.txt:not(.was) a.bn, [data-member]') ?? null);
  if (focused) focused.click();
  else say('no bracket here');
}
