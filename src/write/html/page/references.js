// What the drafts refer to: clauses of their own, and other documents.

/** @import { CitedClauses, CitedDocument, Finding, Report } from './types.js' */
import { byId, counted, el } from './dom.js';
import { nameOfDraft, shortName } from './drafts.js';

const STATUS = {
  stale: 'its words stayed while its clause moved, was renumbered or went',
  dangling: 'it names no clause of this draft',
  ambiguous: 'several clauses have that label',
  undecided: 'the words do not say whether it is a clause of this draft',
  right: 'it names a clause of this draft',
  elsewhere: 'it names a clause of another document',
};

/** @typedef {(address: string) => string} Link to a clause of the last draft, by its address */

/**
 * Puts the view on the page.
 * @param {Report} report
 * @param {Link} link
 */
export function showReferences(report, link) {
  const { clauses, documents, findings } = report.references;
  const wrong = findings.length;
  const last = nameOfDraft(report.drafts[report.drafts.length - 1]);
  byId('references').replaceChildren(
    el('h1', {}, `${counted(clauses.length, 'reference')} to clauses, ${wrong ? `${wrong} to look at` : 'none to look at'}`),
    el('p', { class: 'lede' }, `What ${last} says of its own clauses, followed from draft to draft; and the documents that any of the drafts cites.`),
    ...[wrongs(findings), cited(report, clauses, link), cites(report, documents)].filter((part) => part !== null),
  );
}

/** @param {Finding[]} findings */
function wrongs(findings) {
  if (!findings.length) return null;
  return el(
    'section',
    { class: 'part', 'aria-labelledby': 'wrongs' },
    el('h2', { id: 'wrongs' }, 'To look at'),
    el('ul', { class: 'wrongs' }, ...findings.map((one) => el(
      'li',
      {},
      el('b', {}, one.address),
      el('span', {}, el('span', { class: 'flag' }, one.message), one.help ? ` ${one.help}` : ''),
    ))),
  );
}

/**
 * @param {Report} report
 * @param {CitedClauses[]} clauses
 * @param {Link} link
 */
function cited(report, clauses, link) {
  if (!clauses.length) return null;
  const order = Object.keys(STATUS);
  const sorted = clauses.toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
  const to = (/** @type {string} */ address) => el('a', { href: link(address) }, address);
  const joined = (/** @type {string[]} */ list) => list.flatMap((one, k) => (k ? [', ', to(one)] : [to(one)]));
  return el(
    'section',
    { class: 'part', 'aria-labelledby': 'cited' },
    el('h2', { id: 'cited' }, 'Clauses'),
    el('div', { class: 'across', tabindex: '0', role: 'region', 'aria-label': 'References to clauses' }, el(
      'table',
      {},
      el('thead', {}, el('tr', {}, ...['In', 'Words', 'They mean', 'Status'].map((head) => el('th', { scope: 'col' }, head)))),
      el('tbody', {}, ...sorted.map((one) => el(
        'tr',
        { class: one.status },
        el('td', {}, to(one.address)),
        el('td', { class: 'said-so', dir: 'auto' }, el('span', { class: one.status === 'stale' ? 'stale' : null }, one.printed)),
        el('td', {}, ...joined(one.means.length ? one.means : one.names.filter((name) => name !== null))),
        el(
          'td',
          {},
          el('b', { class: ['stale', 'dangling', 'ambiguous'].includes(one.status) ? 'flag' : null }, one.status),
          one.should_be ? ` should be “${one.should_be}”` : '',
          el('small', {}, STATUS[/** @type {keyof typeof STATUS} */ (one.status)] ?? ''),
        ),
      ))),
    )),
  );
}

/**
 * @param {Report} report
 * @param {CitedDocument[]} documents
 */
function cites(report, documents) {
  if (!documents.length) return null;
  const numbers = new Map(report.drafts.map((draft, k) => [draft.source, k + 1]));
  const places = (/** @type {CitedDocument} */ one) => {
    /** @type {Map<string, string[]>} */
    const by = new Map();
    for (const mention of one.mentions) by.set(mention.source, [...by.get(mention.source) ?? [], mention.address]);
    return [...by].map(([source, addresses]) => el(
      'span',
      { class: 'place' },
      el('b', {}, numbers.has(source) ? shortName(report, numbers.get(source) ?? 1) : source),
      ` ${[...new Set(addresses)].join(', ')}`,
    ));
  };
  return el(
    'section',
    { class: 'part', 'aria-labelledby': 'documents' },
    el('h2', { id: 'documents' }, 'Documents'),
    el('div', { class: 'across', tabindex: '0', role: 'region', 'aria-label': 'Documents cited' }, el(
      'table',
      {},
      el('thead', {}, el('tr', {}, ...['Document', 'Cited in'].map((head) => el('th', { scope: 'col' }, head)))),
      el('tbody', {}, ...documents.map((one) => el('tr', {}, el('th', { scope: 'row' }, one.form), el('td', { class: 'places' }, ...places(one))))),
    )),
  );
}
