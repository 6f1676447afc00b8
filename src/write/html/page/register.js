// The brackets of all drafts: how many were open when and where, which opened when, and what each says.

/** @import { Count, Passage, PassageLife, Report } from './types.js' */
import { insideOf, namesOf, wordsOf } from './brackets.js';
import { bars, burnDown } from './chart.js';
import { byId, counted, el } from './dom.js';
import { inDraft, nameOfDraft, shortName } from './drafts.js';
import { vocabulary } from './vocabulary.js';
import { faceIn } from './pair.js';
import { sectionsOf } from './sections.js';

/** @typedef {{ draft: number, section: number, since: number, life: number }} Asked of the register, all from 1: 0 asks for all */

/** @typedef {{ number: number | null, passage: Passage, life: PassageLife, address: string }} Entry */

/** @type {Map<number, Entry[]>} */
const known = new Map();

/**
 * The passages of a draft, with the numbers that they have beside its text. Options have none.
 * @param {Report} report
 * @param {number} draft
 */
function entriesOf(report, draft) {
  const found = known.get(draft);
  if (found) return found;
  let number = 0;
  const out = report.drafts[draft - 1].passages.map((passage) => {
    if (passage.kind !== 'option') number += 1;
    return {
      number: passage.kind === 'option' ? null : number,
      passage,
      life: report.lives[passage.life],
      address: faceIn(report.pieces[passage.from[0]], draft).address,
    };
  });
  known.set(draft, out);
  return out;
}

/** @param {Entry} entry */
const isOpen = ({ passage }) => passage.kind !== 'status-note';

/**
 * Whether a passage stands in the section that is asked for; 0 asks for all.
 * @param {Report} report
 * @param {Entry} entry
 * @param {number} section
 */
const isIn = (report, entry, section) => !section || sectionsOf(report)[section - 1].members.has(entry.passage.section);

/**
 * What is counted: `45 passages, 3 notes`.
 * @param {Entry[]} entries
 */
function counts(entries) {
  const open = entries.filter(isOpen).length;
  const notes = entries.length - open;
  return `${open ? counted(open, 'passage') : 'No passage'}${notes ? ` and ${counted(notes, 'status note')}` : ''}`;
}

/**
 * Puts the view on the page.
 * @param {Report} report
 * @param {Asked} asked
 * @param {(asked: Partial<Asked>) => string} link to the same view, asked otherwise
 * @param {(draft: number, number: number) => string} passageLink to the passage in its redline
 * @param {(older: number, newer: number, clause: number) => string} redlineLink to a clause in a redline
 */
export function showBrackets(report, asked, link, passageLink, redlineLink) {
  const sums = report.open.map((count) => count.passages);
  if (report.drafts.every((draft) => !draft.passages.length)) {
    byId('brackets').replaceChildren(el('h1', {}, 'Nothing stands in brackets in any draft'));
    return;
  }
  byId('brackets').replaceChildren(
    el('h1', {}, headline(report, sums)),
    el('p', { class: 'lede' }, shares(report)),
    burnDown(report, sums, 'Open passages'),
    el(
      'div',
      { class: 'halves' },
      el('section', { 'aria-labelledby': 'by-section' }, el('h2', { id: 'by-section' }, 'Section by section'), el('p', { class: 'sub ui' }, 'Open passages in each draft; bars on one scale (square root). A number leads to its passages.'), table(report, asked, link)),
      el('div', {}, opened(report), ...(asked.life ? [lifeOf(report, asked.life - 1)] : [])),
    ),
    list(report, asked, link, passageLink, redlineLink),
  );
}

/**
 * @param {Report} report
 * @param {number[]} counts
 */
function headline(report, counts) {
  const last = counts.length - 1;
  const said = (/** @type {number} */ k) => `${counts[k] ? counted(counts[k], 'passage') : 'none'}`;
  if (!last) return `${said(0)} open ${inDraft(report.drafts[0])}`;
  const peak = counts.indexOf(Math.max(...counts));
  const from = peak === last ? 0 : peak;
  const first = said(from);
  return `${first[0].toUpperCase()}${first.slice(1)} open ${inDraft(report.drafts[from])}, ${counts[last] ? counts[last].toLocaleString('en') : 'none'} ${inDraft(report.drafts[last])}`;
}

/** @param {Report} report */
function shares(report) {
  const of = report.drafts.map((draft, k) => `${draft.words ? Math.round((100 * report.open[k].words) / draft.words) : 0}`);
  return of.length > 1
    ? `The share of the text that stands in brackets went from ${of[0]} per cent ${of.slice(1).map((one) => `to ${one}`).join(', ')}.`
    : `${of[0]} per cent of the text stands in brackets.`;
}

/**
 * @param {Report} report
 * @param {Asked} asked
 * @param {(asked: Partial<Asked>) => string} link
 */
function table(report, asked, link) {
  const most = Math.max(1, ...sectionsOf(report).flatMap((section) => section.open.map((count) => count.passages)));
  const cell = (/** @type {Count} */ { passages, notes }, /** @type {number} */ k, /** @type {number} */ section, /** @type {string} */ name) => {
    const isChosen = asked.draft === k + 1 && asked.section === section;
    const shown = passages || !notes ? passages.toLocaleString('en') : counted(notes, 'note');
    const title = `${passages || !notes ? passages : shown} open in ${name}, ${nameOfDraft(report.drafts[k])}`;
    return el('td', {}, passages + notes
      ? el('a', { href: link({ draft: k + 1, section, since: 0, life: 0 }), 'aria-label': title, 'aria-current': isChosen ? 'true' : null }, shown)
      : '–');
  };
  const rows = sectionsOf(report).map(({ name, open }, k) => open.some((count) => count.passages + count.notes > 0) && el(
    'tr',
    {},
    el('th', { scope: 'row', dir: 'auto' }, ...named(name)),
    el('td', {}, bars(open.map((count) => count.passages), most)),
    ...open.map((count, draft) => cell(count, draft, k + 1, name)),
  ));
  return el('div', { class: 'across', tabindex: '0', role: 'region', 'aria-label': 'Open passages by section and draft' }, el(
    'table',
    { class: 'by' },
    el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Section'), el('td', {}), ...report.drafts.map((_, k) => el('th', { scope: 'col' }, shortName(report, k + 1))))),
    el('tbody', {}, ...rows),
    el('tfoot', {}, el('tr', {}, el('th', { scope: 'row' }, 'All'), el('td', {}), ...report.open.map((count, draft) => cell(count, draft, 0, 'all sections')))),
  ));
}

/** `Article 4 bis` and what follows it. */
const NUMBER = new RegExp(`^(\\p{L}+ \\d+\\S*(?: (?:${vocabulary.suffixes.join('|')}))?) (.+)$`, 'u');

/**
 * A section's number, and in italics what it is about.
 * @param {string} name
 */
function named(name) {
  const parts = name.match(NUMBER);
  return parts ? [`${parts[1]} `, el('em', {}, parts[2])] : [name];
}

/**
 * How old the open passages of each draft are.
 * @param {Report} report
 */
function opened(report) {
  const rows = report.drafts.map((_, k) => report.drafts.map((__, at) => entriesOf(report, at + 1).filter((entry) => isOpen(entry) && entry.life.since === k + 1).length));
  return el(
    'section',
    { 'aria-labelledby': 'by-age' },
    el('h2', { id: 'by-age' }, 'How long they stay open'),
    el('p', { class: 'sub ui' }, 'Of the passages that a draft opened, how many are open in each draft after it.'),
    el('div', { class: 'across', tabindex: '0', role: 'region', 'aria-label': 'Open passages by the draft that opened them' }, el(
      'table',
      { class: 'by' },
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Opened in'), ...report.drafts.map((_, k) => el('th', { scope: 'col' }, shortName(report, k + 1))))),
      el('tbody', {}, ...rows.map((counts, k) => el(
        'tr',
        {},
        el('th', { scope: 'row' }, nameOfDraft(report.drafts[k])),
        ...counts.map((count, at) => el('td', {}, at < k ? '' : count ? count.toLocaleString('en') : '–')),
      ))),
    )),
  );
}

/**
 * One passage from the draft that opened it to the one that ended it.
 * @param {Report} report
 * @param {number} life
 */
function lifeOf(report, life) {
  const about = report.lives[life];
  const states = report.drafts.flatMap((_, k) => entriesOf(report, k + 1).filter((entry) => entry.passage.life === life).map((entry) => ({ entry, draft: k + 1 })));
  const first = states[0];
  return el(
    'section',
    { class: 'life', 'aria-labelledby': 'life' },
    el('h2', { id: 'life', tabindex: '-1' }, 'The life of one passage'),
    el('p', { class: 'sub ui' }, `${first?.entry.address ?? ''}, ${about.opening}`),
    el(
      'ol',
      {},
      ...states.map(({ entry, draft }) => el(
        'li',
        {},
        el('p', { class: 'sub' }, el('b', {}, nameOfDraft(report.drafts[draft - 1])), ` ${[entry.address, ...entry.passage.turns ?? []].join(', ')}`),
        el('p', { class: 'words', dir: 'auto' }, ...signed(wordsOf(report, draft, entry.passage, 700))),
      )),
      about.until !== undefined && el(
        'li',
        { class: 'end' },
        el('p', { class: 'sub' }, el('b', {}, nameOfDraft(report.drafts[about.until - 1])), ` ${[about.address, OUTCOMES[about.outcome]].filter(Boolean).join(', ')}`),
        about.words ? el('p', { class: 'words', dir: 'auto' }, about.words) : null,
      ),
    ),
  );
}

const OUTCOMES = {
  open: 'still open',
  lifted: 'lifted with its text',
  reworded: 'lifted with other words',
  dropped: 'dropped with its text',
  merged: 'merged into another passage',
};

/**
 * @param {Report} report
 * @param {Asked} asked
 * @param {(asked: Partial<Asked>) => string} link
 * @param {(draft: number, number: number) => string} passageLink
 * @param {(older: number, newer: number, clause: number) => string} redlineLink
 */
function list(report, asked, link, passageLink, redlineLink) {
  const inSection = entriesOf(report, asked.draft).filter((entry) => isIn(report, entry, asked.section));
  const shown = inSection.filter((entry) => !asked.since || entry.life.since === asked.since);
  const section = asked.section ? ` in ${sectionsOf(report)[asked.section - 1].name}` : '';
  const opened = asked.since ? `, opened ${inDraft(report.drafts[asked.since - 1])}` : '';
  return el(
    'section',
    { class: 'register', id: 'passages', 'aria-labelledby': 'passages-of' },
    el('h2', { id: 'passages-of', tabindex: '-1' }, `${counts(shown)} open ${inDraft(report.drafts[asked.draft - 1])}${section}${opened}`),
    choices(report, asked, link, inSection),
    since(report, asked, shown, redlineLink),
    shown.length > 0 && el('div', { class: 'across', tabindex: '0', role: 'region', 'aria-label': 'Passages' }, el(
      'table',
      { class: 'passages' },
      el('thead', {}, el('tr', {}, ...['No.', 'Where', 'Passage', 'Kind', 'Open since', 'What became of it'].map((head) => el('th', { scope: 'col' }, head)))),
      el('tbody', {}, ...shown.map((entry) => row(report, asked.draft, entry, link, passageLink))),
    )),
  );
}

/** The outcomes of several passages. */
const OF_MANY = {
  open: 'still open',
  lifted: 'lifted with their text',
  reworded: 'lifted with other words',
  dropped: 'dropped with their text',
  merged: 'merged into others',
};

/**
 * What has become of the passages since their draft, counted, and where to see it.
 * @param {Report} report
 * @param {Asked} asked
 * @param {Entry[]} entries
 * @param {(older: number, newer: number, clause: number) => string} redlineLink
 */
function since(report, asked, entries, redlineLink) {
  const last = report.drafts.length;
  if (asked.draft === last || !entries.length) return null;
  const count = (/** @type {string} */ outcome) => entries.filter((entry) => entry.life.outcome === outcome).length;
  const told = Object.entries(OF_MANY).map(([outcome, words]) => ({ words, of: count(outcome) })).filter(({ of }) => of > 0);
  const { clause } = report.pieces[entries[0].passage.from[0]];
  return el(
    'p',
    { class: 'since' },
    `Since then: ${told.map(({ words, of }) => `${of.toLocaleString('en')} ${words}`).join(', ')}. `,
    el('a', { href: redlineLink(asked.draft, last, clause) }, `The redline from ${nameOfDraft(report.drafts[asked.draft - 1])} to ${nameOfDraft(report.drafts[last - 1])}`),
  );
}

/**
 * @param {Report} report
 * @param {Asked} asked
 * @param {(asked: Partial<Asked>) => string} link
 * @param {Entry[]} entries
 */
function choices(report, asked, link, entries) {
  const choice = (/** @type {string} */ text, /** @type {number} */ count, /** @type {Partial<Asked>} */ to, /** @type {boolean} */ isOn) => el('a', { href: link({ life: 0, ...to }), 'aria-current': isOn ? 'true' : null }, text, ' ', el('b', {}, String(count)));
  const line = (/** @type {string} */ name, /** @type {Node[]} */ links) => el('p', { class: 'choice' }, el('span', {}, name), ...links);
  const isAsked = (/** @type {Entry} */ entry) => isIn(report, entry, asked.section);
  const drafts = report.drafts.map((_, k) => choice(shortName(report, k + 1), entriesOf(report, k + 1).filter(isAsked).length, { draft: k + 1, since: 0 }, asked.draft === k + 1));
  const ages = [...new Set(entries.map((entry) => entry.life.since))].sort((a, b) => a - b);
  const ageLinks = [
    choice('any draft', entries.length, { since: 0 }, !asked.since),
    ...ages.map((age) => choice(shortName(report, age), entries.filter((entry) => entry.life.since === age).length, { since: age }, asked.since === age)),
  ];
  const select = el('select', { 'aria-label': 'Section' }, el('option', { value: 0 }, 'all sections'), ...sectionsOf(report).map(({ name, open }, k) => open.some((count) => count.passages + count.notes > 0) && el('option', { value: k + 1, selected: k + 1 === asked.section }, name)));
  select.addEventListener('change', () => { location.hash = link({ section: Number(select.value), since: 0, life: 0 }).slice(1); });
  return el('div', { class: 'choices ui' }, line('Draft', drafts), line('Opened', ageLinks), el('p', { class: 'choice' }, el('span', {}, 'Section'), select));
}

/**
 * @param {Report} report
 * @param {number} draft
 * @param {Entry} entry
 * @param {(asked: Partial<Asked>) => string} link
 * @param {(draft: number, number: number) => string} passageLink
 */
function row(report, draft, entry, link, passageLink) {
  const { passage, life, number } = entry;
  const words = wordsOf(report, draft, passage, 420);
  const by = namesOf(passage, insideOf(words, passage.by));
  const depth = passage.depth > 1 ? `, depth ${passage.depth}` : '';
  const became = life.until === undefined ? OUTCOMES.open : `${shortName(report, life.until)}: ${OUTCOMES[life.outcome]}`;
  return el(
    'tr',
    { class: passage.kind === 'unmatched' ? 'un' : null },
    el('td', {}, number === null ? '–' : el('a', { class: 'no', href: passageLink(draft, number), 'aria-label': `passage ${number} in the redline` }, String(number))),
    el('td', {}, entry.address),
    el('td', { class: 'words', dir: 'auto' }, ...signed(words)),
    el('td', {}, `${passage.kind.replaceAll('-', ' ')}${depth}`, by ? el('small', {}, by) : null),
    el('td', {}, shortName(report, life.since)),
    el(
      'td',
      { class: 'became' },
      el('a', { href: link({ life: passage.life + 1 }), 'aria-label': `${became}: its life` }, became),
      life.outcome === 'reworded' && life.words ? el('small', { dir: 'auto' }, `“${life.words.length > 160 ? `${life.words.slice(0, 160)} …` : life.words}”`) : null,
    ),
  );
}

/**
 * The words of a passage, each bracket on its ground.
 * @param {string} text
 */
export function signed(text) {
  /** @type {Node[]} */
  const out = [];
  let depth = 0;
  for (const part of text.split(/([[\]［］])/)) {
    if (!part) continue;
    const isSign = /^[[\]［］]$/.test(part);
    if (isSign && /[[［]/.test(part)) depth += 1;
    const ground = depth > 1 ? 'brk deep' : depth ? 'brk' : '';
    out.push(el('span', { class: `${ground}${isSign ? ' b' : ''}`.trim() || null }, part));
    if (isSign && /[\]］]/.test(part)) depth = Math.max(depth - 1, 0);
  }
  return out;
}

