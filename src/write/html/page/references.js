// What the drafts refer to: clauses of their own, and other documents.

/** @import { Report } from './types.js' */
import { byId, el } from './dom.js';

/**
 * Puts the view on the page.
 * @param {Report} report
 */
export function showReferences(report) {
  byId('references').replaceChildren(
    el('h1', {}, 'References'),
    el('p', { class: 'lede' }, report.references ? '' : 'This report was made without references.'),
  );
}
