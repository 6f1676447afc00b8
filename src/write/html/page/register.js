// The brackets of all drafts: how many were open when and where, which opened when, and what each says.

/** @import { Passage, Report } from './types.js' */
import { numbered, openSince, threadAt, wordsOf } from './brackets.js';
import { bars, burnDown } from './chart.js';
import { byId, counted, el } from './dom.js';
import { inDraft, nameOfDraft, shortName } from './drafts.js';
import { faceIn, stands } from './pair.js';
import { whereIn } from './redline.js';

/** @typedef {{ draft: number, section: string, since: number, kind: string }} Asked of the register: 0 and '' are all */

/** @typedef {{ number: number, passage: Passage, address: string, section: string, where: string, since: number, until: number | null }} Entry */

const NUMBERED = /^\p{L}+ \d+/u;

/** @type {Map<number, Entry[]>} */
const known = new Map();

/**
 * The open passages of a draft: all that have a number, but for notes on the text and stray signs.
 * @param {Report} report
 * @param {number} draft
 */
export function entriesOf(report, draft) {
  const found = known.get(draft);
  if (found) return found;
  const chiefs = chiefsOf(report, draft);
  const out = numbered(report, draft).map((passage, k) => {
    const face = faceIn(report.pieces[passage.from[0]], draft);
    return {
      number: k + 1,
      passage,
      address: face.address,
      section: chiefs.get(passage.from[0]) ?? face.section,
      where: whereIn(face),
      since: openSince(report, draft, passage),
      until: goneIn(report, draft, passage),
    };
  });
  known.set(draft, out);
  return out;
}

/**
 * The section that each paragraph of a draft is counted in: headings without a number, below a numbered one, are part of it.
 * @param {Report} report
 * @param {number} draft
 */
function chiefsOf(report, draft) {
  /** @type {Map<number, string>} */
  const out = new Map();
  let chief = '';
  report.pieces.forEach((piece, at) => {
    if (!stands(piece, draft)) return;
    const face = faceIn(piece, draft);
    if (face.kind === 'call' || face.kind === 'organ') chief = '';
    if (face.kind === 'heading') chief = NUMBERED.test(face.section) ? face.section : chief;
    out.set(at, chief || face.section);
  });
  return out;
}

/**
 * The first draft in which the opening sign no longer stands where it is; null where there is none.
 * @param {Report} report
 * @param {number} draft
 * @param {Passage} passage
 */
function goneIn(report, draft, passage) {
  return threadAt(report, draft, passage.from)?.until ?? null;
}

/** @param {Entry} entry */
const isOpen = ({ passage }) => passage.kind !== 'status-note' && passage.kind !== 'unmatched';

/**
 * The counts of one section, or of all, draft by draft.
 * @param {Report} report
 * @param {string | null} section
 */
function countsOf(report, section) {
  return report.drafts.map((_, k) => entriesOf(report, k + 1).filter((entry) => isOpen(entry) && (section === null || entry.section === section)).length);
}

/**
 * The sections that ever had an open passage, in the order in which they stand.
 * @param {Report} report
 */
function sectionsOf(report) {
  const ever = new Set(report.drafts.flatMap((_, k) => entriesOf(report, k + 1).filter(isOpen).map((entry) => entry.section)));
  /** @type {Map<string, number>} */
  const order = new Map();
  report.pieces.forEach((piece, at) => {
    for (const face of piece.faces) if (!order.has(face.section)) order.set(face.section, at);
  });
  return [...ever].sort((a, b) => compareSections(a, b, order));
}

/**
 * Sections with numbers by their numbers, so that "Article 10" is not sought before "Article 2"; others where they stand.
 * @param {string} a
 * @param {string} b
 * @param {Map<string, number>} order
 */
function compareSections(a, b, order) {
  const [one, other] = [a.match(/^(\D+)(\d+)(.*)$/), b.match(/^(\D+)(\d+)(.*)$/)];
  if (one && other && one[1] === other[1]) return Number(one[2]) - Number(other[2]) || one[3].localeCompare(other[3]);
  return (order.get(a) ?? 0) - (order.get(b) ?? 0);
}

/**
 * Puts the view on the page.
 * @param {Report} report
 * @param {Asked} asked
 * @param {(asked: Partial<Asked>) => string} link to the same view, asked otherwise
 * @param {(draft: number, number: number) => string} passageLink to the passage in its redline
 */
export function showBrackets(report, asked, link, passageLink) {
  const counts = countsOf(report, null);
  byId('brackets').replaceChildren(
    el('h1', {}, headline(report, counts)),
    el('p', { class: 'lede' }, shares(report)),
    burnDown(report, counts, 'Open passages'),
    el(
      'div',
      { class: 'halves' },
      el('section', { 'aria-labelledby': 'by-section' }, el('h2', { id: 'by-section' }, 'Section by section'), el('p', { class: 'sub ui' }, 'Open passages in each draft; bars on one scale (square root). A number leads to its passages.'), table(report, asked, link, counts)),
      opened(report),
    ),
    list(report, asked, link, passageLink),
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
  const of = report.drafts.map((draft) => `${draft.words ? Math.round((100 * draft.words_in_brackets) / draft.words) : 0}`);
  return of.length > 1
    ? `The share of the text that stands in brackets went from ${of[0]} per cent ${of.slice(1).map((one) => `to ${one}`).join(', ')}.`
    : `${of[0]} per cent of the text stands in brackets.`;
}

/**
 * @param {Report} report
 * @param {Asked} asked
 * @param {(asked: Partial<Asked>) => string} link
 * @param {number[]} sums
 */
function table(report, asked, link, sums) {
  const rows = sectionsOf(report).map((section) => ({ section, counts: countsOf(report, section) }));
  const most = Math.max(1, ...rows.flatMap((row) => row.counts));
  const cell = (/** @type {number} */ count, /** @type {number} */ k, /** @type {string} */ section) => {
    const isChosen = asked.draft === k + 1 && asked.section === section;
    const name = `${count} in ${section || 'all sections'}, ${nameOfDraft(report.drafts[k])}`;
    return el('td', {}, count
      ? el('a', { href: link({ draft: k + 1, section, since: 0, kind: '' }), 'aria-label': name, 'aria-current': isChosen ? 'true' : null }, count.toLocaleString('en'))
      : '–');
  };
  return el('div', { class: 'across', tabindex: '0', role: 'region', 'aria-label': 'Open passages by section and draft' }, el(
    'table',
    { class: 'by' },
    el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Section'), el('td', {}), ...report.drafts.map((_, k) => el('th', { scope: 'col' }, shortName(report, k + 1))))),
    el(
      'tbody',
      {},
      ...rows.map(({ section, counts }) => el(
        'tr',
        {},
        el('th', { scope: 'row', dir: 'auto' }, section || 'before the first section'),
        el('td', {}, bars(counts, most)),
        ...counts.map((count, k) => cell(count, k, section)),
      )),
    ),
    el('tfoot', {}, el('tr', {}, el('th', { scope: 'row' }, 'All'), el('td', {}), ...sums.map((count, k) => cell(count, k, '')))),
  ));
}

/**
 * How old the open passages of each draft are.
 * @param {Report} report
 */
function opened(report) {
  const rows = report.drafts.map((_, k) => report.drafts.map((__, at) => entriesOf(report, at + 1).filter((entry) => isOpen(entry) && entry.since === k + 1).length));
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
 * @param {Report} report
 * @param {Asked} asked
 * @param {(asked: Partial<Asked>) => string} link
 * @param {(draft: number, number: number) => string} passageLink
 */
function list(report, asked, link, passageLink) {
  const entries = entriesOf(report, asked.draft);
  const inSection = entries.filter((entry) => (!asked.section || entry.section === asked.section) && (!asked.kind || entry.passage.kind === asked.kind));
  const shown = inSection.filter((entry) => !asked.since || entry.since === asked.since);
  const name = `open ${inDraft(report.drafts[asked.draft - 1])}`;
  const since = asked.since ? `, opened ${inDraft(report.drafts[asked.since - 1])}` : '';
  return el(
    'section',
    { class: 'register', id: 'passages', 'aria-labelledby': 'passages-of' },
    el('h2', { id: 'passages-of', tabindex: '-1' }, `${shown.length ? counted(shown.length, 'passage') : 'No passage'} of ${asked.section || 'the text'} ${name}${since}`),
    choices(report, asked, link, inSection),
    shown.length > 0 && el('div', { class: 'across', tabindex: '0', role: 'region', 'aria-label': 'Passages' }, el(
      'table',
      { class: 'passages' },
      el('thead', {}, el('tr', {}, ...['No.', 'Where', 'Passage', 'Kind', 'Open since', 'After that'].map((head) => el('th', { scope: 'col' }, head)))),
      el('tbody', {}, ...shown.map((entry) => row(report, asked.draft, entry, passageLink))),
    )),
  );
}

/**
 * @param {Report} report
 * @param {Asked} asked
 * @param {(asked: Partial<Asked>) => string} link
 * @param {Entry[]} entries
 */
function choices(report, asked, link, entries) {
  const choice = (/** @type {string} */ text, /** @type {number} */ count, /** @type {Partial<Asked>} */ to, /** @type {boolean} */ isOn) => el('a', { href: link(to), 'aria-current': isOn ? 'true' : null }, text, el('b', {}, String(count)));
  const line = (/** @type {string} */ name, /** @type {Node[]} */ links) => el('p', { class: 'choice' }, el('span', {}, name), ...links);
  const drafts = report.drafts.map((_, k) => choice(shortName(report, k + 1), entriesOf(report, k + 1).filter((entry) => !asked.section || entry.section === asked.section).length, { draft: k + 1, since: 0 }, asked.draft === k + 1));
  const ages = [...new Set(entries.map((entry) => entry.since))].sort((a, b) => a - b);
  const since = [
    choice('any draft', entries.length, { since: 0 }, !asked.since),
    ...ages.map((age) => choice(shortName(report, age), entries.filter((entry) => entry.since === age).length, { since: age }, asked.since === age)),
  ];
  const select = el('select', { 'aria-label': 'Section' }, el('option', { value: '' }, 'all sections'), ...sectionsOf(report).map((section) => el('option', { value: section, selected: section === asked.section }, section || 'before the first section')));
  select.addEventListener('change', () => { location.hash = link({ section: select.value, since: 0 }).slice(1); });
  return el('div', { class: 'choices ui' }, line('Draft', drafts), line('Opened in', since), el('p', { class: 'choice' }, el('span', {}, 'Section'), select));
}

/**
 * @param {Report} report
 * @param {number} draft
 * @param {Entry} entry
 * @param {(draft: number, number: number) => string} passageLink
 */
function row(report, draft, entry, passageLink) {
  const { passage } = entry;
  const depth = passage.depth > 1 ? `, depth ${passage.depth}` : '';
  return el(
    'tr',
    { class: passage.kind === 'unmatched' ? 'un' : null },
    el('td', {}, el('a', { class: 'no', href: passageLink(draft, entry.number), 'aria-label': `passage ${entry.number} in the redline` }, String(entry.number))),
    el('td', {}, entry.address),
    el('td', { class: 'words', dir: 'auto' }, ...signed(wordsOf(report, draft, passage, 420))),
    el('td', {}, `${passage.kind.replaceAll('-', ' ')}${depth}`),
    el('td', {}, shortName(report, entry.since)),
    el('td', {}, after(report, draft, entry)),
  );
}

/**
 * What became of a passage, as far as its opening sign tells.
 * @param {Report} report
 * @param {number} draft
 * @param {Entry} entry
 */
function after(report, draft, entry) {
  if (draft === report.drafts.length) return 'the last draft';
  if (entry.until === null) return 'open to the last draft';
  const last = entry.until - 1;
  const gone = `gone in ${shortName(report, entry.until)}`;
  return last > draft ? `open to ${shortName(report, last)}, ${gone}` : gone;
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

