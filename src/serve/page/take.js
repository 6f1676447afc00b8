// Taking away: the pair that is shown, as files.

import { byId, el } from '../../write/html/page/dom.js';
import { ask } from './server.js';

/** @typedef {{ what: string, name: string, note: string }} Offer */

const button = byId('take-away');
const drafts = button.dataset.drafts ?? '';
/** Which drafts are Word files, from the first. */
const word = [...(button.dataset.word ?? '')].map((sign) => sign === '1');

/** The pair that is shown: the page's own two choices say it. */
function pair() {
  const chosen = (/** @type {string} */ id, /** @type {number} */ otherwise) => {
    const select = /** @type {HTMLSelectElement | null} */ (document.getElementById(id));
    return { number: Number(select?.value) || otherwise, name: select?.selectedOptions[0]?.textContent ?? '' };
  };
  const last = word.length;
  return { older: chosen('older', Math.max(last - 1, 1)), newer: chosen('newer', last) };
}

const said = el('p', { class: 'sub', role: 'status' });
const author = el('input', { type: 'text', class: 'filter', maxlength: 100, autocomplete: 'off', placeholder: 'redraft' });
const renumber = el('input', { type: 'checkbox' });
const brackets = el(
  'select',
  {},
  el('option', { value: 'keep' }, 'stay as they are'),
  el('option', { value: 'text' }, 'are lifted, their text stays'),
  el('option', { value: 'drop' }, 'go, with their text'),
);
const dialog = el('dialog', { id: 'take', 'aria-labelledby': 'taking' });

/** @param {Offer} offer */
function address(offer) {
  const { older, newer } = pair();
  const asked = new URLSearchParams({ drafts, older: String(older.number), newer: String(newer.number) });
  if (offer.what.startsWith('clean')) {
    asked.set('brackets', brackets.value);
    asked.set('renumber', String(renumber.checked));
  }
  if (offer.what === 'redline.docx' && author.value.trim()) asked.set('author', author.value.trim());
  return `take/${offer.what}?${asked}`;
}

/** @param {Response} answer */
function nameIn(answer) {
  const name = answer.headers.get('content-disposition')?.match(/filename\*=UTF-8''([^;]+)/)?.[1];
  return decodeURIComponent(name ?? 'redraft');
}

/** @param {Offer} offer */
async function fetched(offer) {
  said.textContent = 'It is being written …';
  try {
    const answer = await ask(address(offer));
    const name = nameIn(answer);
    /** @type {{ line: number, message: string }[]} */
    const found = JSON.parse(decodeURIComponent(answer.headers.get('redraft-findings') ?? '[]') || '[]');
    const link = el('a', { href: URL.createObjectURL(await answer.blob()), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    said.replaceChildren(el('b', { dir: 'auto' }, name), ' is with your downloads.', ...found.map((one) => el('span', { class: 'flag', dir: 'auto' }, ` ${one.line ? `Line ${one.line}: ` : ''}${one.message}.`)));
  } catch (error) {
    said.replaceChildren(el('span', { class: 'flag', role: 'alert' }, `Not written: ${/** @type {Error} */ (error).message}`));
  }
}

/** @param {Offer} offer */
function entry(offer) {
  // The first that most come for has the focus when the dialog opens.
  const isFirst = offer.what === (word.length > 1 ? 'redline.docx' : 'clean.docx');
  const act = el('button', { type: 'button', 'data-take': offer.what, autofocus: isFirst }, offer.name);
  act.addEventListener('click', () => fetched(offer));
  return el('li', {}, act, offer.note && el('span', { class: 'sub' }, offer.note));
}

/**
 * @param {string} name
 * @param {(Offer | HTMLElement)[]} offers
 */
function group(name, offers) {
  return el('section', {}, el('h3', { dir: 'auto' }, name), el('ul', {}, ...offers.map((one) => (one instanceof HTMLElement ? el('li', {}, one) : entry(one)))));
}

function fill() {
  const { older, newer } = pair();
  const isOwn = word[older.number - 1] && word[newer.number - 1];
  const isWord = word[newer.number - 1];
  const several = word.length > 1;
  dialog.replaceChildren(
    el('h2', { id: 'taking' }, 'Take away'),
    several ? group(`From ${older.name} to ${newer.name}`, [
      el('label', { class: 'sub' }, 'The changes are by ', author),
      { what: 'redline.docx', name: 'Word, changes tracked', note: isOwn ? 'in the newer Word file itself' : 'a Word file of its own' },
      { what: 'redline.md', name: 'Markdown', note: 'struck and inserted words marked' },
    ]) : '',
    group(`The text of ${newer.name}, clean`, [
      el('label', { class: 'sub' }, 'Brackets ', brackets),
      el('label', { class: 'sub' }, renumber, ' number clauses afresh, and mend references'),
      { what: 'clean.docx', name: 'Word, clean', note: isWord ? 'the Word file itself, without changes' : 'a Word file of its own' },
      { what: 'clean.md', name: 'Markdown, clean', note: '' },
    ]),
    group(`The brackets of ${newer.name}`, [
      { what: 'brackets.xlsx', name: 'Workbook (XLSX)', note: several ? 'with the life of every bracket over all drafts' : '' },
      { what: 'brackets.csv', name: 'CSV', note: 'where each is, what kind, what it says' },
      ...(several ? [{ what: 'lives.csv', name: 'CSV of their lives', note: 'over all drafts' }] : []),
    ]),
    group('This page', [
      { what: 'page.html', name: 'One file', note: 'all drafts and views; needs no redraft and no network' },
      paper(),
    ]),
    el('footer', {}, said, closer()),
  );
}

function paper() {
  const act = el('button', { type: 'button' }, 'On paper, or as PDF');
  act.addEventListener('click', () => {
    dialog.close();
    print();
  });
  return act;
}

function closer() {
  const act = el('button', { type: 'button', class: 'close' }, 'Close');
  act.addEventListener('click', () => dialog.close());
  return act;
}

// Dark or light goes along on the way back.
const back = /** @type {HTMLAnchorElement | null} */ (document.querySelector('.to-drafts'));
back?.addEventListener('click', () => {
  const root = document.documentElement.classList;
  back.hash = root.contains('dark') ? ':theme=dark' : root.contains('light') ? ':theme=light' : '';
});

button.addEventListener('click', () => {
  said.textContent = '';
  fill();
  dialog.showModal();
});
// The page's keys are not for those who type here.
dialog.addEventListener('keydown', (event) => { if (event.key !== 'Escape') event.stopPropagation(); });
document.body.append(dialog);
