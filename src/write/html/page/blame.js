// Who brought which words: the draft that each phrase of a clause came with, under the pointer and, for those who point
// with keys or hear the page, beside the clause.

/** @import { Report, Row } from './types.js' */
import { byId, el } from './dom.js';
import { nameOfDraft } from './drafts.js';
import { stands } from './pair.js';

/** @typedef {{ text: string, origin: number, from: number, until: number | undefined }} Phrase words, the draft that first had them, and the one that put them here */

/** @typedef {{ clientX: number, clientY: number }} Place where a pointer is in the window */

/** How long the pointer has to rest, in milliseconds. */
const REST = 350;

/**
 * The words of a paragraph of a draft, phrase by phrase.
 * @param {Report} report
 * @param {number} piece
 * @param {number} draft
 * @returns {Phrase[]}
 */
export function phrasesOf(report, piece, draft) {
  /** @type {Phrase[]} */
  const out = [];
  for (let k = piece; k < report.pieces.length && (k === piece || !stands(report.pieces[k], draft)); k += 1) {
    for (const thread of report.pieces[k].threads) {
      if (!stands(thread, draft)) continue;
      const origin = thread.origin ?? thread.from;
      const last = out.at(-1);
      if (last && (last.origin === origin || !thread.text.trim())) last.text += thread.text;
      else out.push({ text: thread.text, origin, from: thread.from, until: thread.until });
    }
  }
  return out;
}

/**
 * @param {Report} report
 * @param {Phrase} phrase
 */
function told(report, { origin, from, until }) {
  const parts = [`brought by ${nameOfDraft(report.drafts[origin - 1])}`];
  if (from > origin) parts.push(`here since ${nameOfDraft(report.drafts[from - 1])}`);
  if (until !== undefined) parts.push(`taken out by ${nameOfDraft(report.drafts[until - 1])}`);
  return parts.join(', ');
}

/**
 * Shows or hides beside a clause which draft brought which of its words.
 * @param {Report} report
 * @param {HTMLElement} item
 * @param {Row} row
 * @param {number} newer
 * @returns {string} what is shown now, for those who hear it
 */
export function tellWhose(report, item, row, newer) {
  const open = item.querySelector('.whose-list');
  if (open) {
    open.remove();
    return 'the drafts of the words are hidden again';
  }
  const isGone = row.piece.new === null;
  const piece = row.piece.new ?? row.piece.old;
  if (piece === null) return '';
  const draft = isGone ? lastOf(report, piece) : newer;
  const phrases = phrasesOf(report, piece, draft).filter((one) => one.text.trim());
  const list = el('ul', { class: 'whose-list', 'aria-label': 'Who brought which words' }, ...phrases.map((one) => el(
    'li',
    {},
    el('q', { dir: 'auto' }, one.text.trim()),
    ` ${told(report, one)}`,
  )));
  item.append(list);
  return phrases.map((one) => `“${one.text.trim()}” ${told(report, one)}`).join('; ');
}

/**
 * @param {Report} report
 * @param {number} piece
 */
const lastOf = (report, piece) => (report.pieces[piece].until ?? report.drafts.length + 1) - 1;

/**
 * Tells under the pointer which draft brought the words there.
 * @param {Report} report
 * @param {(item: HTMLElement) => { row: Row, older: number, newer: number } | null} rowOf
 */
export function beginBlame(report, rowOf) {
  document.body.append(el('p', { id: 'whose', class: 'whose ui', hidden: true, 'aria-hidden': 'true' }));
  let timer = 0;
  /** @type {Place | null} */
  let rests = null;
  const sheet = byId('redline');
  /** @param {Place | null} place */
  const wait = (place) => {
    clearTimeout(timer);
    hide();
    rests = place;
    if (place) timer = setTimeout(() => point(report, place, rowOf), REST);
  };
  sheet.addEventListener('pointermove', (event) => {
    wait(event.pointerType === 'mouse' && !event.buttons ? event : null);
  }, { passive: true });
  // Other words come under a pointer that rests while the page scrolls.
  addEventListener('scroll', () => wait(rests), { passive: true });
  for (const name of ['keydown', 'pointerdown']) addEventListener(name, () => wait(null), { passive: true });
  sheet.addEventListener('pointerleave', () => wait(null));
}

function hide() {
  const tip = byId('whose');
  if (tip.hidden) return;
  tip.hidden = true;
  if ('highlights' in CSS) CSS.highlights.delete('whose');
}

/**
 * @param {Report} report
 * @param {Place} pointer
 * @param {(item: HTMLElement) => { row: Row, older: number, newer: number } | null} rowOf
 */
function point(report, pointer, rowOf) {
  const caret = caretAt(pointer.clientX, pointer.clientY);
  const node = caret?.node;
  const text = node?.parentElement?.closest('.row .txt');
  const item = /** @type {HTMLElement | null | undefined} */ (text?.closest('.row'));
  if (!caret || !node || node.nodeType !== Node.TEXT_NODE || !text || !item || !isOn(node, pointer)) return;
  const at = rowOf(item);
  const place = placeOf(text, node, caret.offset, item);
  if (!at || !place) return;
  const piece = place.isOld ? at.row.piece.old : at.row.piece.new;
  if (piece === null) return;
  const phrases = phrasesOf(report, piece, place.isOld ? at.older : at.newer);
  let passed = 0;
  const phrase = phrases.find((one) => {
    passed += one.text.length;
    return place.at < passed;
  });
  if (!phrase) return;
  const tip = byId('whose');
  tip.textContent = told(report, phrase);
  tip.hidden = false;
  tip.style.setProperty('left', `${Math.min(pointer.clientX + 10, document.documentElement.clientWidth - tip.offsetWidth - 8)}px`);
  tip.style.setProperty('top', `${pointer.clientY + 18 + tip.offsetHeight > innerHeight ? pointer.clientY - tip.offsetHeight - 10 : pointer.clientY + 18}px`);
  light(text, place.isOld, passed - phrase.text.length, passed);
}

/**
 * The letter at a place on the screen. Browsers have two names for it.
 * @param {number} x
 * @param {number} y
 * @returns {{ node: Node, offset: number } | null}
 */
function caretAt(x, y) {
  if ('caretPositionFromPoint' in document) {
    const found = document.caretPositionFromPoint(x, y);
    return found && { node: found.offsetNode, offset: found.offset };
  }
  const range = /** @type {Document} */ (document).caretRangeFromPoint?.(x, y);
  return range ? { node: range.startContainer, offset: range.startOffset } : null;
}

/**
 * Whether the pointer is on the letters, and not in the room after a line.
 * @param {Node} node
 * @param {Place} pointer
 */
function isOn(node, pointer) {
  const range = document.createRange();
  range.selectNodeContents(node);
  return [...range.getClientRects()].some((box) => pointer.clientX >= box.left && pointer.clientX <= box.right && pointer.clientY >= box.top && pointer.clientY <= box.bottom);
}

/**
 * The text nodes of a paragraph that belong to one of the two drafts, each with where it begins in that draft's words.
 * @param {Element} text
 * @param {boolean} isOld
 */
function* nodesOf(text, isOld) {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let at = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent?.closest(isOld ? '.bn, .gone, ins' : '.bn, .gone, ins.if, del:not(.if)')) continue;
    yield { node, at };
    at += node.nodeValue?.length ?? 0;
  }
}

/**
 * Where a place on the page is in the words of the draft that it belongs to.
 * @param {Element} text
 * @param {Node} node
 * @param {number} offset
 * @param {HTMLElement} item
 */
function placeOf(text, node, offset, item) {
  const isOld = Boolean(node.parentElement?.closest('del:not(.if), .was')) || item.dataset.kind === 'ghost';
  for (const one of nodesOf(text, isOld)) if (one.node === node) return { isOld, at: one.at + offset };
  return null;
}

/**
 * @param {Element} text
 * @param {boolean} isOld
 * @param {number} from
 * @param {number} to
 */
function light(text, isOld, from, to) {
  if (!('highlights' in CSS)) return;
  const ranges = [];
  for (const { node, at } of nodesOf(text, isOld)) {
    const end = at + (node.nodeValue?.length ?? 0);
    if (end <= from || at >= to) continue;
    const range = document.createRange();
    range.setStart(node, Math.max(from - at, 0));
    range.setEnd(node, Math.min(to, end) - at);
    ranges.push(range);
  }
  CSS.highlights.set('whose', new Highlight(...ranges));
}
