// The start page: drafts come in, are put in order, and lead to their redline.

/** @import { Draft } from '../../write/html/page/types.js' */
/** @import { Choice } from './list.js' */
/** @import { Between, Noticed, Read } from './server.js' */
import { all, byId, counted, el } from '../../write/html/page/dom.js';
import { nameOfDraft } from '../../write/html/page/drafts.js';
import { listIn, moved, sorted, written } from './list.js';
import { between, forget, held, send } from './server.js';

/** @type {{ drafts: Read[], given: string, largest: number }} */
const known = JSON.parse(byId('known').textContent ?? '');
/** All drafts in memory, by number. */
const memory = new Map(known.drafts.map((read) => [read.number, read]));

/** What did not come in, and why. */
/** @typedef {{ name: string, message: string }} Failure */

/** @type {Choice[]} */
let list = (listIn(location.search) ?? listIn(`?drafts=${known.given}`) ?? []).filter((choice) => memory.has(choice.number));
/** @type {Failure[]} */
let failures = [];
/** @type {string[]} */
let coming = [];
let pasted = 0;

const say = (/** @type {string} */ text) => { byId('said').textContent = text; };
const called = (/** @type {Read} */ read) => nameOfDraft(/** @type {Draft} */ (/** @type {unknown} */ (read)));
const readOf = (/** @type {Choice} */ choice) => /** @type {Read} */ (memory.get(choice.number));

/** Puts on the page what there is. */
function show() {
  const rows = list.map((choice, at) => row(choice, at));
  const waiting = coming.map((name) => el('li', { class: 'coming' }, el('span', { class: 'nr' }), el('div', { class: 'what' }, el('h3', { dir: 'auto' }, name), el('p', { class: 'sub' }, 'is being read …'))));
  byId('drafts').replaceChildren(...rows, ...waiting, ...failures.map(failure));
  byId('listed').hidden = !list.length && !failures.length && !coming.length;
  byId('order').textContent = list.length > 1 ? 'Oldest first' : 'Drafts';
  aside();
  way();
  const at = written(list);
  history.replaceState(null, '', `${at || location.search ? `?drafts=${at}` : location.pathname}${theme()}`);
}

/**
 * @param {Choice} choice
 * @param {number} at
 */
function row(choice, at) {
  const read = readOf(choice);
  const name = called(read);
  const [isFirst, isLast] = [at === 0, at === list.length - 1];
  const button = (/** @type {string} */ act, /** @type {string} */ text, /** @type {string} */ label, /** @type {boolean} */ isOff, /** @type {() => void} */ doIt) => {
    const made = el('button', { type: 'button', 'data-act': act, 'aria-label': label, 'aria-disabled': isOff ? 'true' : null }, text);
    made.addEventListener('click', () => { if (!isOff) doIt(); });
    return made;
  };
  const line = el(
    'li',
    { draggable: 'true', 'data-number': read.number },
    el('span', { class: 'nr', 'aria-hidden': 'true' }, String(at + 1)),
    el(
      'div',
      { class: 'what' },
      el('h3', { dir: 'auto' }, name),
      el('p', { class: 'sub' }, about(read)),
      read.marked && texts(choice, name),
      read.findings.length > 0 && noticed(read.findings),
    ),
    el(
      'div',
      { class: 'acts ui' },
      button('earlier', 'Earlier', `Move ${name} earlier`, isFirst, () => shift(at, at - 1, 'earlier')),
      button('later', 'Later', `Move ${name} later`, isLast, () => shift(at, at + 1, 'later')),
      button('remove', 'Remove', `Remove ${name}`, false, () => remove(at)),
    ),
  );
  line.addEventListener('dragstart', (event) => {
    event.dataTransfer?.setData('application/x-redraft-row', String(at));
    line.classList.add('dragged');
  });
  line.addEventListener('dragend', () => line.classList.remove('dragged'));
  return line;
}

/** @param {Read} read */
function about(read) {
  const parts = [read.file !== called(read) && read.file, read.symbol, read.format, counted(read.clauses, 'clause'), counted(read.words, 'word'), read.passages > 0 && counted(read.passages, 'open bracket')];
  return parts.filter(Boolean).join(' · ');
}

/**
 * Which text of a draft that carries changes itself.
 * @param {Choice} choice
 * @param {string} name
 */
function texts(choice, name) {
  const select = el(
    'select',
    { 'aria-label': `The changes that ${name} carries itself` },
    el('option', { value: '' }, 'accepted: its newer text'),
    el('option', { value: 'b' }, 'rejected: its older text'),
  );
  select.value = choice.base ? 'b' : '';
  select.addEventListener('change', () => {
    choice.base = select.value === 'b';
    show();
    say(`${name}: its own changes are ${choice.base ? 'rejected' : 'accepted'}`);
    all(`[data-number="${choice.number}"] select`)[0]?.focus();
  });
  return el('p', { class: 'sub' }, 'It carries changes itself, ', select);
}

/** @param {Noticed[]} findings */
function noticed(findings) {
  const items = findings.map((one) => el('li', {}, el('span', { class: 'where' }, one.line ? `line ${one.line} ` : ''), el('span', { dir: 'auto' }, one.message), one.help ? `; ${one.help}` : ''));
  return el('details', { class: 'sub' }, el('summary', {}, counted(findings.length, 'finding of the reader', 'findings of the reader')), el('ol', {}, ...items));
}

/** @param {Failure} one */
function failure(one) {
  const button = el('button', { type: 'button', 'aria-label': `Dismiss the message on ${one.name}` }, 'Dismiss');
  button.addEventListener('click', () => {
    failures = failures.filter((other) => other !== one);
    show();
    byId('files').focus();
  });
  return el('li', { class: 'failed' }, el('span', { class: 'nr', 'aria-hidden': 'true' }, '–'), el('div', { class: 'what' }, el('h3', { dir: 'auto' }, one.name), el('p', { class: 'sub', dir: 'auto' }, `Not read: ${one.message}`)), el('div', { class: 'acts ui' }, button));
}

/** Drafts in memory that are not on this list. */
function aside() {
  const others = [...memory.values()].filter((read) => !list.some((choice) => choice.number === read.number));
  byId('aside').hidden = !others.length;
  byId('others').replaceChildren(...others.map((read) => {
    const name = called(read);
    const add = el('button', { type: 'button', 'aria-label': `Put ${name} on the list` }, 'Put on the list');
    add.addEventListener('click', () => {
      list.push({ number: read.number, base: read.base });
      show();
      say(`${name} is on the list`);
      byId('order').focus();
    });
    const drop = el('button', { type: 'button', 'aria-label': `Remove ${name} from memory` }, 'Remove');
    drop.addEventListener('click', () => letGo(read.number));
    return el('li', {}, el('span', { class: 'nr', 'aria-hidden': 'true' }, '·'), el('div', { class: 'what' }, el('h3', { dir: 'auto' }, name), el('p', { class: 'sub' }, about(read))), el('div', { class: 'acts ui' }, add, drop));
  }));
}

let asked = '';

/** The way to the redline, and what is to be seen there. */
function way() {
  const link = /** @type {HTMLAnchorElement} */ (byId('compare'));
  const at = written(list);
  link.hidden = !list.length;
  link.classList.toggle('first', list.length > 1);
  link.textContent = list.length > 1 ? 'Show what changed' : 'Read this draft and its brackets';
  link.href = `redline?drafts=${at}${theme()}`;
  if (asked === at) return;
  asked = at;
  const told = byId('between');
  told.textContent = list.length === 1 ? 'Put in another draft to see what changed.' : '';
  if (list.length < 2 || coming.length) {
    if (coming.length) asked = '';
    return;
  }
  // The redline is made while the reader still looks at the list.
  setTimeout(async () => {
    if (asked !== at) return;
    const text = await between(at).then(inWords, (error) => error.message);
    if (asked === at) told.textContent = text;
  }, 150);
}

/** @param {Between} found */
function inWords(found) {
  const events = /** @type {const} */ (['amended', 'inserted', 'deleted', 'moved', 'split', 'merged', 'renumbered']);
  const parts = events.filter((name) => found[name]).map((name) => `${found[name].toLocaleString('en')} ${name}`);
  const pair = `${nameOf(found.older)} to ${nameOf(found.newer)}`;
  const shared = found.kept + found.amended + found.moved + found.split + found.merged;
  if (!parts.length) return `${pair}: no clause changed.`;
  const doubt = shared * 10 < found.inserted + found.deleted ? ' They have next to nothing in common: are they drafts of one text?' : '';
  return `${pair}: ${parts.join(', ')}; ${counted(found.kept, 'clause')} as before.${doubt}`;
}

const nameOf = (/** @type {string} */ name) => nameOfDraft(/** @type {Draft} */ ({ name }));

/**
 * @param {number} from
 * @param {number} to
 * @param {string} act
 */
function shift(from, to, act) {
  list = moved(list, from, to);
  byId('sorted').hidden = true;
  show();
  const number = list[to].number;
  say(`${called(readOf(list[to]))} is now ${to + 1} of ${list.length}`);
  all(`[data-number="${number}"] [data-act="${act}"]`)[0]?.focus();
}

/** @param {number} at */
function remove(at) {
  const { number } = list[at];
  list = list.filter((_, k) => k !== at);
  letGo(number);
}

/**
 * Takes a draft out of memory.
 * @param {number} number
 */
async function letGo(number) {
  const read = memory.get(number);
  memory.delete(number);
  list = list.filter((choice) => choice.number !== number);
  show();
  say(`${read ? called(read) : 'It'} is removed`);
  byId(list.length ? 'order' : 'files').focus();
  await forget(number).catch((error) => say(error.message));
}

/**
 * Takes in files that came together.
 * @param {File[]} files
 */
async function take(files) {
  if (!files.length) return;
  coming.push(...files.map((file) => file.name));
  show();
  const results = await Promise.allSettled(files.map(one));
  coming = coming.filter((name) => !files.some((file) => file.name === name));
  const came = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failed = results.flatMap((result, k) => (result.status === 'rejected' ? [{ name: files[k].name, message: result.reason.message }] : []));
  const { order, by } = sorted(came);
  for (const read of order) {
    memory.set(read.number, read);
    list.push({ number: read.number, base: read.base });
  }
  failures.push(...failed);
  const sign = byId('sorted');
  sign.hidden = came.length < 2;
  sign.textContent = by === 'date' ? 'Put in order by their dates; move them where that is wrong.' : 'Put in order by their names; move them where that is wrong.';
  show();
  say([
    came.length ? `${counted(came.length, 'draft')} read` : '',
    ...failed.map(({ name, message }) => `${name} was not read: ${message}`),
  ].filter(Boolean).join('. '));
}

/** @param {File} file */
async function one(file) {
  if (file.size > known.largest) throw new Error(`it is larger than ${Math.floor(known.largest / 1e6)} MB`);
  // A folder looks like a file until it is read.
  const bytes = await file.arrayBuffer().catch(() => { throw new Error('it cannot be read: is it a folder, or was it moved?'); });
  return send(new Blob([bytes]), file.name);
}

const holdsFiles = (/** @type {DragEvent | ClipboardEvent} */ event) => {
  const held = 'dataTransfer' in event ? event.dataTransfer : event.clipboardData;
  return Boolean(held?.types.includes('Files'));
};

function listenToDrops() {
  const place = byId('drop');
  addEventListener('dragover', (event) => {
    const isRow = event.dataTransfer?.types.includes('application/x-redraft-row');
    if (!holdsFiles(event) && !isRow) return;
    event.preventDefault();
    place.classList.toggle('over', !isRow);
  });
  addEventListener('dragleave', (event) => { if (!event.relatedTarget) place.classList.remove('over'); });
  addEventListener('drop', (event) => {
    place.classList.remove('over');
    if (holdsFiles(event)) {
      event.preventDefault();
      take([...(event.dataTransfer?.files ?? [])]);
      return;
    }
    const from = event.dataTransfer?.getData('application/x-redraft-row');
    const target = /** @type {Element} */ (event.target).closest('#drafts li[data-number]');
    if (!from || !target) return;
    event.preventDefault();
    const to = list.findIndex((choice) => String(choice.number) === /** @type {HTMLElement} */ (target).dataset.number);
    if (to >= 0) shift(Number(from), to, 'earlier');
  });
}

/** @param {ClipboardEvent} event */
function paste(event) {
  const { files } = /** @type {DataTransfer} */ (event.clipboardData);
  if (files.length) {
    take([...files]);
    return;
  }
  const text = event.clipboardData?.getData('text/plain') ?? '';
  if (!text.trim()) return;
  pasted += 1;
  take([new File([text], `Pasted text ${pasted}.txt`)]);
}

const root = document.documentElement;
const dark = matchMedia('(prefers-color-scheme: dark)');
const isDark = () => root.classList.contains('dark') || (!root.classList.contains('light') && dark.matches);

/** The choice of dark or light, as the page of the redline has it in its address. */
const theme = () => (root.classList.contains('dark') ? '#:theme=dark' : root.classList.contains('light') ? '#:theme=light' : '');

function nameTheme() {
  byId('theme').textContent = isDark() ? 'Light' : 'Dark';
}

/** Brings the page to life. */
function start() {
  root.classList.add('script');
  const wanted = new URLSearchParams(location.hash.slice(2)).get('theme');
  if (wanted === 'dark' || wanted === 'light') root.classList.add(wanted);
  nameTheme();
  dark.addEventListener('change', nameTheme);
  byId('theme').addEventListener('click', () => {
    const wanted = !isDark();
    root.classList.toggle('dark', wanted);
    root.classList.toggle('light', !wanted);
    nameTheme();
    show();
  });
  const files = /** @type {HTMLInputElement} */ (byId('files'));
  files.addEventListener('change', () => {
    take([...(files.files ?? [])]);
    files.value = '';
  });
  listenToDrops();
  addEventListener('paste', paste);
  const link = byId('compare');
  link.addEventListener('click', () => { if (list.length > 1) byId('between').textContent = 'The drafts are being compared …'; });
  // The browser's Back may bring the page as it was left.
  addEventListener('pageshow', async (event) => {
    if (!event.persisted) return;
    const now = await held().catch((error) => { say(error.message); return null; });
    if (!now) return;
    memory.clear();
    for (const read of now) memory.set(read.number, read);
    list = list.filter((choice) => memory.has(choice.number));
    asked = '';
    show();
  });
  show();
}

start();
