// The redline view of a report: any pair of drafts, with its outline, its counts and its register.

/** @import { Report, Row } from './types.js' */
/** @import { Settled } from './settled.js' */
import { numbered, signsOf } from './brackets.js';
import { all, byId, counted, el } from './dom.js';
import { nameOfDraft } from './drafts.js';
import { groups, nameOf } from './groups.js';
import { marked } from './marked.js';
import { pair } from './pair.js';
import { fillRegister } from './rail.js';
import { headLabel, headed } from './rowlabel.js';
import { changed, counts, faceOf, isGhost, kindOf, parts, runsLeft, sheet, told } from './sheet.js';

/** How long the page may be at work before it lets somebody in, in milliseconds. */
const BREATH = 24;

/** @type {Map<string, Row[]>} */
const known = new Map();

/**
 * The rows of the redline between two drafts, worked out once.
 * @param {Report} report
 * @param {number} older
 * @param {number} newer
 */
export function rowsOf(report, older, newer) {
  const name = `${older} ${newer}`;
  const rows = known.get(name) ?? told(pair(report, older, newer));
  known.set(name, rows);
  return rows;
}

let latest = 0;

/**
 * Puts the redline between two drafts on the page. A long one comes bit by bit, from its beginning.
 * @param {Report} report
 * @param {number} older
 * @param {number} newer
 * @returns {Promise<boolean>} whether it is there now, and not another one that was asked for meanwhile
 */
export async function showPair(report, older, newer) {
  latest += 1;
  const mine = latest;
  const breathe = () => new Promise((go) => { setTimeout(go); });
  const rows = rowsOf(report, older, newer);
  await breathe();
  if (mine !== latest) return false;
  const marks = signsOf(report, newer);
  nameDrafts(report, older, newer);
  outline(rows, marks);
  ledger(rows);
  look(report, newer);
  await breathe();
  if (mine !== latest) return false;
  const place = all('.sheet')[0];
  place.setAttribute('aria-busy', 'true');
  place.replaceChildren();
  place.removeAttribute('dir');
  if (runsLeft(rows)) place.setAttribute('dir', 'rtl');
  let start = performance.now();
  for (const section of sheet(rows, marks)) {
    place.append(section);
    if (performance.now() - start > BREATH) {
      await breathe();
      if (mine !== latest) return false;
      start = performance.now();
    }
  }
  place.removeAttribute('aria-busy');
  await breathe();
  if (mine !== latest) return false;
  fillRegister(report, older, newer);
  findings(report, rows, newer);
  return true;
}

/** The rows that stand on the page in another way than the drafts have them. */
let dressed = new Set();

/**
 * Shows what settled passages make of the paragraphs: words and labels that go and come, and all others as they are.
 * @param {Report} report
 * @param {number} older
 * @param {number} newer
 * @param {Map<number, Settled>} settled by piece
 */
export function dress(report, older, newer, settled) {
  const rows = rowsOf(report, older, newer);
  if (!settled.size && !dressed.size) return;
  const marks = { ...signsOf(report, newer), settled };
  const heads = new Map(parts(rows).map((part, k) => [part.head, k]));
  const before = dressed;
  dressed = new Set();
  rows.forEach((row, k) => {
    if (row.piece.new === null || isGhost(row)) return;
    const now = settled.get(row.piece.new);
    if (now) dressed.add(row.piece.new);
    else if (!before.has(row.piece.new)) return;
    const head = heads.get(k);
    if (head !== undefined) {
      const text = all(`#s${head} > h2 > span`)[0];
      text?.replaceChildren(...relabelled(row, now), ...marked(row, marks));
      return;
    }
    const item = document.getElementById(`c${k}`);
    const text = item?.querySelector('.txt:not(.was)');
    if (!item || !text) return;
    text.replaceChildren(...marked(row, marks));
    const isNamed = Boolean(now && !now.isGone && now.label !== (row.face.new?.label ?? ''));
    item.classList.toggle('if-gone', Boolean(now?.isGone));
    item.classList.toggle('if-named', isNamed);
    for (const old of all('.lab:not(.was) .if-label, .note .if-note', item)) old.remove();
    if (now?.isGone) item.querySelector('.note')?.append(el('p', { class: 'if-note' }, 'goes, if settled so'));
    else if (now && isNamed) item.querySelector('.lab:not(.was)')?.append(newLabel(now.label));
  });
}

/**
 * The label that a clause has then.
 * @param {string} label
 */
function newLabel(label) {
  return el('span', { class: 'if-label' }, el('span', { class: 'vh' }, label ? `${label}, if settled so. ` : 'without a label, if settled so. '), el('span', { 'aria-hidden': 'true' }, label ? `⇢ ${label}` : '⇢ –'));
}

/**
 * The label of a heading, and the one that it has then.
 * @param {Row} row
 * @param {Settled | undefined} now
 */
function relabelled(row, now) {
  const label = headLabel(row);
  if (!label || !now || now.isGone || now.label === (row.face.new?.label ?? '')) return headed(row);
  return [el('del', { class: 'if' }, label), el('ins', { class: 'if' }, now.label), ' '];
}

/**
 * @param {Report} report
 * @param {number} older
 * @param {number} newer
 */
export function nameDrafts(report, older, newer) {
  byId('doc').replaceChildren(
    nameOfDraft(report.drafts[older - 1]),
    el('span', {}, 'to'),
    nameOfDraft(report.drafts[newer - 1]),
  );
}

/**
 * Says of views of all drafts what they are of.
 * @param {Report} report
 */
export function nameAll({ drafts }) {
  if (drafts.length < 3) return;
  byId('doc').replaceChildren(counted(drafts.length, 'draft'), el('span', {}, 'from'), nameOfDraft(drafts[0]), el('span', {}, 'to'), nameOfDraft(drafts[drafts.length - 1]));
}

/**
 * The two drafts, to be chosen.
 * @param {Report} report
 * @param {(older: number, newer: number) => void} choose
 */
export function chooser(report, choose) {
  const options = () => report.drafts.map((draft, k) => el('option', { value: k + 1 }, nameOfDraft(draft)));
  const older = el('select', { id: 'older' }, ...options());
  const newer = el('select', { id: 'newer' }, ...options());
  const chosen = () => choose(Number(older.value), Number(newer.value));
  older.addEventListener('change', chosen);
  newer.addEventListener('change', chosen);
  byId('pair').replaceChildren(el('label', {}, 'Older ', older), el('label', {}, 'Newer ', newer));
  byId('pair').classList.add('ui');
  return (/** @type {number} */ i, /** @type {number} */ j) => {
    older.value = String(i);
    newer.value = String(j);
  };
}

/**
 * The sections with what changed in each; one with nothing in it is left out, unless something became of its heading.
 * @param {Row[]} rows
 * @param {ReturnType<typeof signsOf>} marks
 */
function outline(rows, marks) {
  const sections = parts(rows);
  const list = el('ol');
  for (const group of groups(rows, sections).groups) {
    const head = rows[/** @type {number} */ (sections[group.is].head)];
    let [count, clauses, open] = [0, 0, 0];
    for (const part of group.parts.map((k) => sections[k])) {
      const of = changed(rows, part);
      [count, clauses] = [count + of.changed, clauses + of.clauses];
      for (const row of rows.slice(part.head ?? part.from, part.to)) {
        if (row.piece.new !== null && !isGhost(row)) open += (marks.signs.get(row.piece.new) ?? []).filter((sign) => sign.opens).length;
      }
    }
    if (!clauses && !isGhost(head) && head.outcome === 'unchanged') continue;
    const name = faceOf(head)?.kind === 'organ' && !clauses ? 'opening words' : nameOf(rows, sections, group);
    list.append(el('li', {}, el(
      'a',
      { href: `#s${group.parts[0]}` },
      el('i', { dir: 'auto' }, name),
      el('b', { class: count ? null : 'zero' }, count ? String(count) : '–'),
      el('small', {}, clauses ? counted(clauses, 'clause') : kindOf(head), open ? ' · ' : '', open ? el('span', { class: 'o' }, `${open} open`) : ''),
    )));
  }
  all('.outline ol')[0].replaceChildren(...list.childNodes);
}

const CLASSES = ['substance', 'negation', 'modal-verb', 'number', 'date-or-place', 'reference', 'bracket', 'editorial'];

/** @param {Row[]} rows */
function ledger(rows) {
  const button = (/** @type {string} */ filter, /** @type {string} */ name, /** @type {number} */ count, /** @type {boolean} */ swatch) => el(
    'button',
    { type: 'button', 'aria-pressed': 'false', 'aria-label': `${count} ${name.replaceAll('-', ' ')}: show only these`, title: 'Show only these', 'data-filter': filter, 'data-name': name },
    swatch && el('span', { class: `sw ${name}` }),
    el('b', {}, String(count)),
    name.replaceAll('-', ' '),
  );
  const kinds = counts(rows).map(({ kind, count }) => button('kind', kind, count, true));
  const classes = CLASSES.map((name) => ({ name, count: rows.filter((row) => faceOf(row)?.kind === 'clause' && !isGhost(row) && row.classes.includes(name)).length }))
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => button('class', name, count, false));
  byId('ledger').replaceChildren(
    el('div', { class: 'ledger ui', role: 'group', 'aria-label': 'Show only, by change' }, ...kinds),
    el('div', { class: 'ledger classes ui', role: 'group', 'aria-label': 'Show only, by class of change' }, ...classes),
  );
}

/**
 * @param {Report} report
 * @param {number} newer
 */
export function look(report, newer) {
  const strays = numbered(report, newer).filter((passage) => passage.kind === 'unmatched').length;
  const found = (report.drafts[newer - 1].findings ?? []).length;
  const isLast = newer === report.drafts.length;
  const wrong = isLast ? report.references.findings.length : 0;
  const links = [
    wrong ? el('a', { href: '#:view=references' }, counted(wrong, 'reference')) : null,
    strays ? el('a', { href: '#register' }, counted(strays, 'stray bracket sign')) : null,
    found ? el('a', { href: '#findings' }, counted(found, 'finding of the reader', 'findings of the reader')) : null,
  ].filter((link) => link !== null);
  const line = byId('look');
  line.hidden = links.length === 0;
  line.replaceChildren('To look at: ', ...links.flatMap((link, k) => (k ? [', ', link] : [link])));
}

/**
 * What the reader noticed, and what is not part of the text.
 * @param {Report} report
 * @param {Row[]} rows
 * @param {number} newer
 */
function findings(report, rows, newer) {
  const found = report.drafts[newer - 1].findings ?? [];
  const furniture = rows.filter((row) => ['front-matter', 'furniture', 'blank'].includes(faceOf(row)?.kind ?? ''));
  const place = byId('tail');
  place.replaceChildren();
  if (found.length) {
    place.append(el(
      'details',
      { class: 'tail', id: 'findings' },
      el('summary', {}, `Findings of the reader (${found.length})`),
      el('ol', {}, ...found.map((one) => el('li', {}, el('span', { class: 'where' }, one.line ? `line ${one.line}` : ''), one.message))),
    ));
  }
  if (furniture.length) {
    const words = (/** @type {Row} */ row) => row.runs.map((run) => (run.change === 'kept' ? run.text : el(run.change === 'deleted' ? 'del' : 'ins', {}, run.text)));
    place.append(el(
      'details',
      { class: 'tail' },
      el('summary', {}, `Not part of the text: front matter, page furniture (${furniture.length})`),
      el('ol', {}, ...furniture.map((row) => el('li', {}, ...words(row)))),
    ));
  }
}
