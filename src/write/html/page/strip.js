// The whole text as a strip at the edge: where changes and brackets are, and where the reader is. One canvas, however long
// the text; it is for eyes and a pointer alone, and the list of changes says the same to everybody.

import { el } from './dom.js';

/** The width of the strip, in pixels. */
const WIDTH = 14;
/** What wins where several changes fall on one line of the strip. */
const GRAVITY = ['moved', 'merged', 'split', 'amended', 'deleted', 'inserted'];

/** @typedef {{ row: HTMLElement, kind: string, hasBracket: boolean, from: number, to: number }} Place of a row between 0 and 1 */

/** @type {HTMLCanvasElement | null} */
let canvas = null;
/** The marks, which stay while the reader goes about. */
const marks = el('canvas');
/** @type {Place[]} */
let places = [];
/** @type {Map<Element, number>} */
let at = new Map();
let seen = { from: 0, to: 0 };
/** @type {(row: HTMLElement) => void} */
let go = () => {};

/** @param {(row: HTMLElement) => void} to goes to a row */
export function beginStrip(to) {
  go = to;
  const made = el('canvas', { class: 'strip', 'aria-hidden': 'true', title: 'Where the changes are' });
  canvas = made;
  document.body.append(made);
  made.addEventListener('pointerdown', (event) => {
    made.setPointerCapture(event.pointerId);
    jump(event);
  });
  made.addEventListener('pointermove', (event) => { if (event.buttons) jump(event); });
  let isAsked = false;
  addEventListener('scroll', () => {
    if (isAsked || made.hidden) return;
    isAsked = true;
    requestAnimationFrame(() => {
      isAsked = false;
      look();
    });
  }, { passive: true });
  new ResizeObserver(() => {
    paint();
    draw();
  }).observe(made);
}

/** @param {boolean} wanted */
export function showStrip(wanted) {
  if (!canvas) return;
  canvas.hidden = !wanted;
  if (wanted) look();
}

/**
 * Takes up the rows of a text; each has room by its words.
 * @param {HTMLElement[]} rows
 */
export function mapRows(rows) {
  let total = 0;
  const lengths = rows.map((row) => {
    const length = (row.textContent?.length ?? 0) + 60;
    total += length;
    return length;
  });
  let passed = 0;
  places = rows.map((row, k) => {
    const from = passed / total;
    passed += lengths[k];
    return { row, kind: row.dataset.kind ?? '', hasBracket: row.querySelector('a.bn') !== null, from, to: passed / total };
  });
  at = new Map(rows.map((row, k) => [row, k]));
  paint();
  look();
}

/** Finds out what is on the screen. */
function look() {
  if (!canvas || canvas.hidden || !places.length) return;
  const rowAt = (/** @type {number} */ y) => {
    for (let k = 0; k < 6; k += 1) {
      for (const one of document.elementsFromPoint(innerWidth / 2, y + 24 * k)) {
        const row = one.closest('.row') ?? one.closest('summary')?.parentElement?.querySelector('.row');
        const found = row ? at.get(row) : undefined;
        if (found !== undefined) return found;
      }
    }
    return -1;
  };
  const [top, bottom] = [rowAt(90), rowAt(innerHeight - 180)];
  if (top >= 0) seen = { from: places[top].from, to: bottom >= top ? places[bottom].to : places[top].to };
  draw();
}

/** @param {PointerEvent} event */
function jump(event) {
  if (!canvas || !places.length) return;
  const box = canvas.getBoundingClientRect();
  const share = Math.min(Math.max((event.clientY - box.top) / box.height, 0), 1);
  const place = places.find((one) => one.to >= share) ?? places[places.length - 1];
  go(place.row);
}

const ink = (/** @type {string} */ name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Draws the strip: the marks, on the ground of what is seen. */
function draw() {
  const pen = canvas?.getContext('2d');
  if (!canvas || !pen || !marks.width) return;
  [canvas.width, canvas.height] = [marks.width, marks.height];
  const least = Math.round(6 * (devicePixelRatio || 1));
  pen.fillStyle = ink('--rule-2');
  pen.fillRect(0, Math.round(seen.from * canvas.height), canvas.width, Math.max(Math.round((seen.to - seen.from) * canvas.height), least));
  pen.drawImage(marks, 0, 0);
}

/** Makes the marks anew: for other rows, other filters, another size, another theme. */
export function paint() {
  const pen = marks.getContext('2d');
  if (!canvas || !pen || !canvas.clientHeight) return;
  const scale = devicePixelRatio || 1;
  const [width, height] = [Math.round(WIDTH * scale), Math.round(canvas.clientHeight * scale)];
  [marks.width, marks.height] = [width, height];
  /** @type {Map<number, { kind: string, tall: number }>} */
  const lines = new Map();
  pen.fillStyle = ink('--brk-rule');
  for (const { row, kind, hasBracket, from, to } of places) {
    if (row.hidden) continue;
    const y = Math.round(from * height);
    const tall = Math.max(Math.round((to - from) * height), 1);
    if (hasBracket) pen.fillRect(width - Math.round(4 * scale), y, Math.round(2 * scale), Math.max(tall, Math.round(scale)));
    const before = lines.get(y);
    if (GRAVITY.includes(kind) && (!before || GRAVITY.indexOf(kind) > GRAVITY.indexOf(before.kind))) lines.set(y, { kind, tall });
  }
  for (const [y, { kind, tall }] of lines) mark(pen, kind, y, Math.max(tall, Math.round(1.5 * scale)), scale);
  draw();
}

/**
 * Each kind has its own width and pattern, as its bar in the text.
 * @param {CanvasRenderingContext2D} pen
 * @param {string} kind
 * @param {number} y
 * @param {number} tall
 * @param {number} scale
 */
function mark(pen, kind, y, tall, scale) {
  const block = (/** @type {number} */ x, /** @type {number} */ wide, top = y, high = tall) => pen.fillRect(Math.round(x * scale), top, Math.round(wide * scale), high);
  pen.fillStyle = ink(kind === 'inserted' ? '--ins-rule' : kind === 'deleted' ? '--del-rule' : kind === 'moved' ? '--ink-2' : '--ink');
  if (kind === 'inserted') block(1, 7);
  else if (kind === 'deleted') for (let down = 0; down < tall; down += Math.round(5 * scale)) block(2, 4, y + down, Math.min(Math.round(3 * scale), tall - down));
  else if (kind === 'moved') [2, 5].forEach((x) => block(x, 1));
  else block(2, 4);
}
