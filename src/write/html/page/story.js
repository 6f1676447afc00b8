// The story of one clause: what it was in each draft, who brought which words, and what was lost. And the list of all.

/** @import { Report, Row, Step } from './types.js' */
import { phrasesOf } from './blame.js';
import { byId, counted, el } from './dom.js';
import { aboutDraft, nameOfDraft, shortName } from './drafts.js';
import { faceIn, stands } from './pair.js';
import { whereIn } from './rail.js';
import { rowsOf } from './redline.js';
import { marked } from './marked.js';
import { textIn } from './sheet.js';

/**
 * The piece that a clause is in a draft.
 * @param {Report} report
 * @param {number} clause
 * @param {number} draft
 */
function pieceIn(report, clause, draft) {
  return report.pieces.find((piece) => piece.clause === clause && stands(piece, draft)) ?? null;
}

/**
 * What a draft did to a clause; the first draft of all did nothing.
 * @param {Report} report
 * @param {number} clause
 * @returns {Step[]}
 */
export function stepsOf(report, clause) {
  return (report.clauses[clause]?.steps ?? []).filter((step) => step.draft > 1);
}

/**
 * What a step is called.
 * @param {Step} step
 */
function told(step) {
  const words = [step.event.replaceAll('-', ' ')];
  if (step.renumbered && step.event !== 'renumbered') words.unshift('renumbered');
  return words.join(', ');
}

/**
 * How a clause is cited, from draft to draft: `resolves 4 → 5 → 7`.
 * @param {Report} report
 * @param {number} clause
 */
function citedOver(report, clause) {
  /** @type {string[]} */
  const out = [];
  let [section, rest] = ['', ''];
  report.drafts.forEach((_, k) => {
    const piece = pieceIn(report, clause, k + 1);
    if (!piece) return;
    const face = faceIn(piece, k + 1);
    const now = whereIn(face);
    if (!out.length || face.section !== section || !now || !rest) {
      if (out.at(-1) !== face.address && !(out.length && face.section === section && now === rest)) out.push(face.address);
    } else if (now !== rest) {
      out.push(now);
    }
    [section, rest] = [face.section, now];
  });
  return out.join(' → ');
}

/**
 * The row of a clause in the redline between two drafts.
 * @param {Report} report
 * @param {number} clause
 * @param {number} older
 * @param {number} newer
 */
function rowIn(report, clause, older, newer) {
  const rows = rowsOf(report, older, newer).filter((row) => row.clause === clause);
  return rows.find((row) => row.piece.new !== null) ?? rows[0] ?? null;
}

/**
 * Puts the story of a clause on the page.
 * @param {Report} report
 * @param {number} clause
 * @param {{ story: (clause: number | null) => string, redline: (older: number, newer: number, clause: number) => string }} links
 */
export function showStory(report, clause, links) {
  const states = statesOf(report, clause);
  const last = states.findLast((state) => state.row?.piece.new !== null && state.row);
  const address = states.findLast((state) => state.address)?.address ?? '';
  const opening = last?.row ? textIn(last.row, 'new').split(/\s+/).slice(0, 6).join(' ') : '';
  const words = blame(report, clause);
  byId('story').replaceChildren(
    el('p', { class: 'back ui' }, el('a', { href: links.story(null) }, 'All clauses')),
    el('h1', {}, 'The story of ', el('em', {}, address), opening ? ', “' : '', el('span', { dir: 'auto' }, opening), opening ? ' …”' : ''),
    el('p', { class: 'lede' }, summary(report, clause)),
    el('ol', { class: 'states' }, ...states.map((state) => stateOf(report, clause, state, links))),
    ...[words, pointers(report, clause)].filter((part) => part !== null),
  );
}

/** @typedef {{ draft: number, until: number, before: number | null, row: Row | null, step: Step | null, address: string, label: string }} State */

/**
 * A state for each draft that did something to the clause; the drafts that did nothing go with the one before them.
 * @param {Report} report
 * @param {number} clause
 * @returns {State[]}
 */
function statesOf(report, clause) {
  const steps = new Map((report.clauses[clause]?.steps ?? []).map((step) => [step.draft, step]));
  /** @type {State[]} */
  const out = [];
  report.drafts.forEach((_, k) => {
    const draft = k + 1;
    const piece = pieceIn(report, clause, draft);
    const step = steps.get(draft) ?? null;
    const before = out.at(-1);
    if (!piece && !step) return;
    if (piece && !step && before?.row) {
      before.until = draft;
      return;
    }
    const face = piece ? faceIn(piece, draft) : null;
    const isFirst = k === 0 || !before;
    out.push({
      draft,
      until: draft,
      before: isFirst ? null : draft - 1,
      row: rowIn(report, clause, isFirst ? draft : draft - 1, draft),
      step: draft > 1 ? step : null,
      address: face?.address ?? '',
      label: face?.label ?? '',
    });
  });
  return out;
}

/**
 * @param {Report} report
 * @param {number} clause
 * @param {State} state
 * @param {{ redline: (older: number, newer: number, clause: number) => string }} links
 */
function stateOf(report, clause, state, links) {
  const draft = report.drafts[state.draft - 1];
  const unchanged = state.until > state.draft ? `Unchanged to ${nameOfDraft(report.drafts[state.until - 1])}.` : '';
  const kin = state.step?.kin === undefined ? '' : kinText(report, state);
  const gone = !state.address;
  return el(
    'li',
    { class: gone ? 'state gone' : 'state' },
    el('p', { class: 'way ui' }, el('span', { class: 'bubble' }, gone ? '–' : state.label || '¶'), el('span', { class: 'did' }, state.step ? told(state.step) : '')),
    el('h2', {}, nameOfDraft(draft), ' ', el('em', {}, state.address)),
    el('p', { class: 'sub ui' }, aboutDraft(draft)),
    state.row && el('p', { class: 'txt', dir: 'auto' }, ...marked(state.row, null)),
    el(
      'p',
      { class: 'sub ui' },
      [kin, state.step?.classes?.filter((name) => name !== 'numbering').map((name) => name.replaceAll('-', ' ')).join(', '), unchanged].filter(Boolean).join(' · '),
      ' ',
      state.before ? el('a', { href: links.redline(state.before, state.draft, clause), 'aria-label': `in the redline to ${nameOfDraft(draft)}` }, 'in the redline') : null,
    ),
  );
}

/**
 * @param {Report} report
 * @param {State} state
 */
function kinText(report, state) {
  const kin = state.step?.kin ?? -1;
  for (const draft of [state.draft, state.draft - 1]) {
    const piece = draft > 0 ? pieceIn(report, kin, draft) : null;
    if (piece) return `with ${faceIn(piece, draft).address}`;
  }
  return '';
}

/**
 * @param {Report} report
 * @param {number} clause
 */
function summary(report, clause) {
  const steps = stepsOf(report, clause);
  const standing = report.drafts.filter((_, k) => pieceIn(report, clause, k + 1)).length;
  const amended = steps.filter((step) => step.words.inserted + step.words.deleted > 0 && !['introduced', 'deleted', 'restored'].includes(step.event)).length;
  const renumbered = steps.filter((step) => step.renumbered).length;
  const parts = [`In ${standing} of ${counted(report.drafts.length, 'draft')}`];
  if (renumbered) parts.push(counted(renumbered, 'new number'));
  parts.push(amended ? `reworded ${amended === 1 ? 'once' : `${amended} times`}` : 'never reworded');
  return `${parts.join(', ')}: ${citedOver(report, clause)}.`;
}

/**
 * Who brought which words of its last text, and what was lost on the way.
 * @param {Report} report
 * @param {number} clause
 */
function blame(report, clause) {
  let last = report.drafts.length;
  while (last > 0 && !pieceIn(report, clause, last)) last -= 1;
  const start = report.pieces.findIndex((piece) => piece.clause === clause && stands(piece, last));
  if (start < 0) return null;
  const phrases = phrasesOf(report, start, last);
  /** @type {Node[]} */
  const lost = [];
  for (let k = start; k < report.pieces.length && (k === start || !stands(report.pieces[k], last)); k += 1) {
    if (report.pieces[k].clause !== clause) continue;
    for (const thread of report.pieces[k].threads) {
      if (thread.until === undefined || thread.until > last || !/[\p{L}\p{N}]/u.test(thread.text)) continue;
      const dates = `in since ${shortName(report, thread.origin ?? thread.from)}, out in ${shortName(report, thread.until)}`;
      lost.push(el('li', {}, el('del', { dir: 'auto' }, thread.text.trim()), ` ${dates}`));
    }
  }
  return el(
    'section',
    { class: 'blame', 'aria-labelledby': 'blame' },
    el('div', {}, el('h2', { id: 'blame' }, 'Who brought which words'), el('p', { class: 'sub ui' }, 'Each phrase carries the draft that brought it.')),
    el(
      'div',
      {},
      el('p', { class: 'phrases', dir: 'auto' }, ...phrases.flatMap(({ text, origin }) => [
        el('span', { class: `phrase o${Math.min(last - origin, 3)}` }, text.trimEnd()),
        el('sub', { class: 'by' }, shortName(report, origin)),
        ' ',
      ])),
      lost.length > 0 && el('details', { class: 'lost ui', open: lost.length < 8 }, el('summary', {}, counted(lost.length, 'phrase gone again', 'phrases gone again')), el('ul', {}, ...lost)),
    ),
  );
}

/**
 * Which clauses of each draft refer to it.
 * @param {Report} report
 * @param {number} clause
 */
function pointers(report, clause) {
  const rows = report.drafts.flatMap((draft, k) => (draft.links ?? []).map((link) => ({ link, number: k + 1 })))
    .filter(({ link }) => link.clauses.length === 1 && report.pieces[link.clauses[0]].clause === clause);
  if (!rows.length) return null;
  return el(
    'section',
    { class: 'blame', 'aria-labelledby': 'pointers' },
    el('div', {}, el('h2', { id: 'pointers' }, 'Who points to it'), el('p', { class: 'sub ui' }, 'References to this clause in each draft, as its words have them.')),
    el('div', { class: 'across', tabindex: '0', role: 'region', 'aria-label': 'References to this clause' }, el(
      'table',
      {},
      el('thead', {}, el('tr', {}, ...['Draft', 'In', 'Words'].map((name) => el('th', { scope: 'col' }, name)))),
      el('tbody', {}, ...rows.map(({ link, number }) => {
        const [piece, at] = link.at;
        const text = phrasesOf(report, piece, number).map((phrase) => phrase.text).join('');
        const [before, after] = [text.slice(Math.max(at - 60, 0), at).replace(/^\S*\s/, ''), text.slice(at + link.label.length, at + link.label.length + 40).replace(/\s\S*$/, '')];
        return el(
          'tr',
          {},
          el('td', {}, shortName(report, number)),
          el('td', {}, faceIn(report.pieces[piece], number).address),
          el('td', { class: 'said-so', dir: 'auto' }, '… ', before, el('b', {}, link.label), after, ' …'),
        );
      })),
    )),
  );
}

/**
 * Puts the list of all clauses on the page.
 * @param {Report} report
 * @param {string} words that a clause must hold
 * @param {{ story: (clause: number | null) => string }} links
 */
export function showStories(report, words, links) {
  const box = el('input', { class: 'filter', type: 'search', value: words, placeholder: 'a word, an event, an address' });
  const list = el('div', { class: 'index' });
  const count = el('span', { class: 'sub', role: 'status' });
  const fill = () => fillIndex(report, box.value.trim().toLowerCase(), list, count, links);
  box.addEventListener('input', fill);
  byId('story').replaceChildren(
    el('h1', {}, 'Every clause through all drafts'),
    el('p', { class: 'lede' }, 'Where each clause stood, and what each draft did to it. A clause leads to its story.'),
    el('p', { class: 'tools-line ui' }, el('label', {}, 'Find ', box), count),
    list,
  );
  fill();
}

/**
 * @param {Report} report
 * @param {string} words
 * @param {HTMLElement} list
 * @param {HTMLElement} count
 * @param {{ story: (clause: number | null) => string }} links
 */
function fillIndex(report, words, list, count, links) {
  const seen = new Set();
  const out = document.createDocumentFragment();
  let section = '';
  let entries = el('ol');
  let shown = 0;
  for (const piece of report.pieces.toReversed()) {
    const last = piece.until === undefined ? report.drafts.length : piece.until - 1;
    const face = faceIn(piece, last);
    if (seen.has(piece.clause) || face.kind !== 'clause') continue;
    seen.add(piece.clause);
    const steps = stepsOf(report, piece.clause);
    const cited = citedOver(report, piece.clause);
    const text = piece.threads.filter((thread) => stands(thread, last)).map((thread) => thread.text).join('').trim();
    const events = steps.map((step) => `${told(step)} ${shortName(report, step.draft)}`).join(', ') || 'never changed';
    if (!text || (words && !`${cited} ${events} ${text}`.toLowerCase().includes(words))) continue;
    if (section !== face.section) {
      section = face.section;
      entries = el('ol');
      out.prepend(el('h2', { dir: 'auto' }, section || 'before the first section'), entries);
    }
    shown += 1;
    entries.prepend(el('li', {}, el(
      'a',
      { href: links.story(piece.clause), class: piece.until === undefined ? null : 'gone' },
      el('b', {}, cited || face.address),
      el('span', { class: 'q', dir: 'auto' }, text.length > 90 ? `${text.slice(0, 90)} …` : text),
      el('small', {}, events),
    )));
  }
  list.replaceChildren(out);
  count.textContent = counted(shown, 'clause');
}
