// The label of a row: old, sign, new; and the same for those who hear the page.

/** @import { Row } from './types.js' */
import { el } from './dom.js';

/**
 * The label of a row in one of the two drafts.
 * @param {Row} row
 * @param {'old' | 'new'} side
 */
export const labelIn = (row, side) => (row.change === 'deleted' && side === 'new' ? '' : row.face[side]?.label ?? '');

/**
 * The label that a heading is shown with.
 * @param {Row} row
 */
export function headLabel(row) {
  return row.renumbered ? arrowed(row) : labelIn(row, 'new') || labelIn(row, 'old');
}

/**
 * The same as it is shown: a heading that came or went did so with its label, and each draft has its own.
 * @param {Row} row
 */
export function headed(row) {
  const text = headLabel(row);
  if (!text) return [];
  if (row.renumbered) {
    const [old, now] = [labelIn(row, 'old'), labelIn(row, 'new')];
    return [['o', old], ['s', '→'], ['n', now]].filter(([, part]) => part).map(([name, part]) => el('span', { class: name }, `${part} `));
  }
  const isWhole = !row.moved && row.change !== 'kept';
  return [isWhole ? (row.change === 'deleted' ? el('del', {}, text) : el('ins', { class: 'whole' }, text)) : text, ' '];
}

/** @param {Row} row */
function arrowed(row) {
  const [old, now] = [labelIn(row, 'old'), labelIn(row, 'new')];
  if (!old) return `→ ${now}`;
  return now ? `${old} → ${now}` : `${old} →`;
}

/**
 * The label: old, sign, new; and the same for those who hear the page.
 * @param {Row} row
 * @param {boolean} isRenumbered whether its label is all that changed
 */
export function label(row, isRenumbered) {
  const [old, now] = [labelIn(row, 'old'), labelIn(row, 'new')];
  const [shownOld, sign, shownNew, heard] = labelled(row, old, now);
  const quiet = { 'aria-hidden': 'true' };
  const signs = row.change === 'deleted'
    ? [el('span', { class: 's', ...quiet }, sign), el('span', { class: 'o', ...quiet }, old)]
    : [el('span', { class: 'o', ...quiet }, shownOld), el('span', { class: 's', ...quiet }, sign), el('span', { class: 'n', ...quiet }, shownNew)];
  const spoken = el('span', { class: 'vh' }, /^[.,]/.test(heard) ? '' : heard);
  return isRenumbered
    ? el('div', { class: 'lab' }, spoken, el('span', { class: 'box' }, ...signs))
    : el('div', { class: 'lab' }, spoken, ...signs);
}

/**
 * @param {Row} row
 * @param {string} old
 * @param {string} now
 * @returns {[string, string, string, string]}
 */
function labelled(row, old, now) {
  if (row.change === 'inserted' && !row.moved) return ['', '+', now, `${now}, new. `];
  if (row.change === 'deleted') {
    return row.moved ? [old, '↷', '', `${old}, moved away. `] : [old, '−', '', `${old}, deleted. `];
  }
  if (row.moved) return [old, '↑', now, `${old} is now ${now}, moved here. `];
  if (old === now) return ['', '', now, `${now}. `];
  if (!old) return ['', '→', now, `now ${now}. `];
  if (!now) return [old, '→', '', `${old}, now without label. `];
  return [old, '→', now, `${old} is now ${now}. `];
}
