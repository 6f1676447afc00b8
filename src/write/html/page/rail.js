// What stands beside the redline: the register of its brackets, or the list of its changes.

/** @import { Passage, Report } from './types.js' */
import { insideOf, namesOf, numbered, wordsOf } from './brackets.js';
import { all, byId, el } from './dom.js';
import { inDraft, nameOfDraft, shortName } from './drafts.js';
import { faceIn } from './pair.js';
import { sectionsOf } from './sections.js';
import { settling, showInRegister } from './whatif.js';

/** More passages than this are not listed beside the text: the view of brackets is for that. */
const MOST = 3000;

/** How the register can be sorted. */
const ORDERS = [['order', 'place'], ['age', 'age'], ['kind', 'kind'], ['length', 'length']];
let order = 'order';

/** Parts the rail in two, of which one is shown at a time. */
export function beginRail() {
  const rail = byId('register');
  const brackets = el('div', { id: 'rail-brackets', class: 'rail-part' }, ...rail.childNodes);
  const changes = el('div', { id: 'rail-changes', class: 'rail-part', hidden: true });
  const tab = (/** @type {string} */ name, /** @type {string} */ part) => {
    const button = el('button', { type: 'button', 'aria-pressed': String(part === 'brackets'), 'data-part': part }, name);
    button.addEventListener('click', () => showPart(part));
    return button;
  };
  rail.replaceChildren(el('div', { class: 'parts', role: 'group', 'aria-label': 'Beside the text' }, tab('Brackets', 'brackets'), tab('Changes', 'changes')), brackets, changes);
  rail.setAttribute('aria-label', 'Beside the text');
  for (const name of ['mouseover', 'focusin']) rail.addEventListener(name, (event) => light(/** @type {Element} */ (event.target)));
  for (const name of ['mouseleave', 'focusout']) rail.addEventListener(name, () => light(null));
}

/** @param {string} part */
export function showPart(part) {
  for (const button of all('[data-part]')) button.setAttribute('aria-pressed', String(button.dataset.part === part));
  byId('rail-brackets').hidden = part !== 'brackets';
  byId('rail-changes').hidden = part !== 'changes';
}

/**
 * Lights both ends of the bracket that an entry of the register is about: the one pointed at, else the one that is open.
 * @param {Element | null} at
 */
function light(at) {
  const entry = at?.closest('.reg li') ?? document.querySelector('.reg li.open');
  const number = entry?.id.slice(1);
  for (const sign of all('.sheet .lit')) sign.classList.remove('lit');
  if (number) for (const sign of all(`.sheet .b[data-n="${number}"]`)) sign.classList.add('lit');
}

/**
 * @param {Report} report
 * @param {number} older
 * @param {number} newer
 */
export function fillRegister(report, older, newer) {
  const passages = numbered(report, newer);
  const draft = report.drafts[newer - 1];
  const open = report.open[newer - 1];
  const share = draft.words ? (100 * open.words) / draft.words : 0;
  const told = [[open.passages, 'passage', ' open'], [open.notes, 'status note', '']]
    .filter(([count]) => count)
    .flatMap(([count, noun, more], k) => [k ? ', ' : '', el('b', {}, Number(count).toLocaleString('en')), ` ${noun}${count === 1 ? '' : 's'}${more}`]);
  const sum = told.length ? [...told, `; ${share.toFixed(1)} % of the words`] : ['Nothing.'];
  const list = el('div', { class: 'reg' });
  let section = '';
  let entries = el('ol');
  sorted(report, passages).slice(0, MOST).forEach(({ passage, number }, k) => {
    const face = faceIn(report.pieces[passage.from[0]], newer);
    const since = report.lives[passage.life].since;
    const head = { order: face.section, age: nameOfDraft(report.drafts[since - 1]), kind: passage.kind.replaceAll('-', ' '), length: 'longest first' }[order] ?? '';
    if (!k || section !== head) {
      section = head;
      entries = el('ol');
      list.append(el('h3', { dir: 'auto' }, order === 'age' ? `open since ${head}` : head), entries);
    }
    const kind = `${passage.kind.replaceAll('-', ' ')}${passage.clauses > 1 ? `, spans ${passage.clauses} clauses` : ''}`;
    const text = insideOf(wordsOf(report, newer, passage, 110 + (passage.by?.length ?? 0)), passage.by);
    const by = namesOf(passage, text);
    entries.append(el(
      'li',
      { class: passage.kind === 'unmatched' ? 'un' : null, id: `r${number}` },
      el(
        'a',
        { href: `#b${number}` },
        el('span', { class: 'no' }, String(number)),
        el('span', { class: 'wh' }, order === 'order' ? whereIn(face) : face.address),
        el('span', { class: 'kd' }, since < newer ? `${kind}, since ${shortName(report, since)}` : kind),
        el('span', { class: 'q', dir: 'auto' }, ...by ? [el('span', { class: 'by-whom' }, by), ' '] : [], text),
      ),
    ));
  });
  byId('rail-brackets').replaceChildren(
    el('h2', {}, 'Still in brackets'),
    el('p', { class: 'sum' }, ...sum),
    el('p', { class: 'sum', id: 'before', hidden: true }),
    ...(passages.length ? [sorting(report, older, newer)] : []),
    list,
  );
  tellBefore(report, older, newer, null);
  if (passages.length > MOST) list.append(el('p', {}, `and ${passages.length - MOST} more`));
  showInRegister();
}

/**
 * Leads to what became of the passages that were open in the older draft, in all of it or in one section.
 * @param {Report} report
 * @param {number} older
 * @param {number} newer
 * @param {Set<number> | null} pieces the paragraphs of the section
 */
export function tellBefore(report, older, newer, pieces) {
  const place = document.getElementById('before');
  if (!place) return;
  const sections = sectionsOf(report);
  const at = pieces ? sectionWith(report, older, pieces) : -1;
  const open = at < 0 ? report.open[older - 1] : sections[at].open[older - 1];
  place.hidden = older >= newer || !open.passages || (pieces !== null && at < 0);
  const where = at < 0 ? '' : ` in ${sections[at].name}`;
  const link = `#:view=brackets&draft=${older}${at < 0 ? '' : `&section=${at + 1}`}`;
  place.replaceChildren(el('a', { href: link }, `What became of the ${open.passages.toLocaleString('en')} open ${inDraft(report.drafts[older - 1])}${where}`));
}

/**
 * The section that most passages of some paragraphs are counted in.
 * @param {Report} report
 * @param {number} draft
 * @param {Set<number>} pieces
 */
function sectionWith(report, draft, pieces) {
  const within = report.drafts[draft - 1].passages.filter(({ from }) => pieces.has(from[0]));
  const counts = sectionsOf(report).map(({ members }) => within.filter(({ section }) => members.has(section)).length);
  const most = Math.max(...counts, 0);
  return most ? counts.indexOf(most) : -1;
}

/**
 * @param {Report} report
 * @param {number} older
 * @param {number} newer
 */
function sorting(report, older, newer) {
  const select = el('select', { id: 'sorting' }, ...ORDERS.map(([value, name]) => el('option', { value, selected: value === order }, name)));
  select.addEventListener('change', () => {
    order = select.value;
    fillRegister(report, older, newer);
    byId('sorting').focus();
  });
  return el('p', { class: 'sorting' }, el('label', {}, 'Sorted by ', select));
}

/**
 * The passages with their numbers, in the order that is asked for.
 * @param {Report} report
 * @param {Passage[]} passages
 */
function sorted(report, passages) {
  const all = passages.map((passage, k) => ({ passage, number: k + 1 }));
  switch (order) {
    case 'age': return all.toSorted((a, b) => report.lives[a.passage.life].since - report.lives[b.passage.life].since);
    case 'kind': return all.toSorted((a, b) => a.passage.kind.localeCompare(b.passage.kind));
    case 'length': return all.toSorted((a, b) => b.passage.words - a.passage.words);
    default: return all;
  }
}

/**
 * Opens an entry of the register: how its passage can be settled, and where its life is told.
 * @param {Report} report
 * @param {number} draft
 * @param {number} number
 * @param {(life: number) => string} lifeLink
 */
export function openEntry(report, draft, number, lifeLink) {
  for (const one of all('.reg li.open')) {
    one.classList.remove('open');
    all('.more', one).forEach((more) => more.remove());
  }
  const entry = document.getElementById(`r${number}`);
  const passage = numbered(report, draft)[number - 1];
  if (!entry || !passage) return;
  entry.classList.add('open');
  light(entry);
  entry.append(el(
    'div',
    { class: 'more' },
    settling(report.drafts[draft - 1].passages.indexOf(passage), 'ways-beside'),
    el('p', { class: 'ways-on' }, el('a', { href: lifeLink(passage.life) }, 'its life over the drafts')),
  ));
}

/**
 * An address without its section.
 * @param {{ address: string, section: string }} face
 */
export function whereIn(face) {
  const rest = face.address.startsWith(face.section) ? face.address.slice(face.section.length) : face.address;
  return rest.replace(/^[ .]+/, '');
}
