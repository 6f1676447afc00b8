// The burn-down: how many passages stood open in each draft, drawn on a true scale of days.

/** @import { Report } from './types.js' */
import { el, svg } from './dom.js';
import { dayOf, nameOfDraft, shortName } from './drafts.js';

const WIDTH = 1120;
const HEIGHT = 300;
const EDGE = { top: 48, right: 70, bottom: 34, left: 24 };

/**
 * Where each draft stands between 0 and 1: by its day where all say one, else one after the other.
 * @param {Report} report
 */
export function places(report) {
  const days = report.drafts.map(dayOf);
  const known = /** @type {number[]} */ (days.filter((day) => day !== null));
  const isOrdered = known.length === days.length && known.every((day, k) => k === 0 || day > known[k - 1]);
  const last = days.length - 1;
  if (!isOrdered || !last) return { at: days.map((_, k) => (last ? k / last : 0)), isTrue: false };
  const span = known[last] - known[0];
  return { at: known.map((day) => (day - known[0]) / span), isTrue: true };
}

/**
 * A round step for the lines of a scale.
 * @param {number} most
 */
function stepOf(most) {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
  return most / power >= 5 ? 2 * power : most / power >= 2 ? power : power / 2;
}

/**
 * @param {Report} report
 * @param {number[]} counts one for each draft
 * @param {string} what is counted
 */
export function burnDown(report, counts, what) {
  const { at, isTrue } = places(report);
  const most = Math.max(...counts, 1);
  const x = (/** @type {number} */ k) => EDGE.left + at[k] * (WIDTH - EDGE.left - EDGE.right);
  const y = (/** @type {number} */ count) => HEIGHT - EDGE.bottom - (count / most) * (HEIGHT - EDGE.top - EDGE.bottom);
  const base = y(0);
  const points = counts.map((count, k) => `${x(k).toFixed(1)},${y(count).toFixed(1)}`);
  const told = counts.map((count, k) => `${nameOfDraft(report.drafts[k])}: ${count}`).join('; ');
  const drawing = svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': `${what} in each draft. ${told}` });
  const step = stepOf(most);
  for (let line = step; line <= most; line += step) {
    if (Math.round(line) !== line) continue;
    drawing.append(
      svg('line', { class: 'grid', x1: 0, x2: WIDTH, y1: y(line), y2: y(line) }),
      svg('text', { class: 'tick', x: WIDTH, y: y(line) - 6, 'text-anchor': 'end' }, line.toLocaleString('en')),
    );
  }
  drawing.append(
    svg('polygon', { class: 'under', points: [`${x(0)},${base}`, ...points, `${x(counts.length - 1)},${base}`].join(' ') }),
    svg('line', { class: 'axis', x1: 0, x2: WIDTH, y1: base, y2: base }),
    svg('polyline', { class: 'line', points: points.join(' ') }),
  );
  // Names that would stand on each other are set apart, or left to the table.
  let reached = -Infinity;
  counts.forEach((count, k) => {
    const isLast = k === counts.length - 1;
    const name = shortName(report, k + 1);
    const half = name.length * 3.4;
    drawing.append(svg('circle', { class: count ? 'dot' : 'dot done', cx: x(k), cy: y(count), r: 5.5 }));
    if (x(k) - half > reached || isLast) {
      const anchor = k === 0 ? 'start' : isLast ? 'end' : 'middle';
      const to = k === 0 ? x(k) - 8 : isLast ? Math.min(x(k) + 34, WIDTH) : x(k);
      if (!isLast || to - 2 * half > reached) {
        drawing.append(svg('text', { class: 'tick', x: to, y: HEIGHT - 10, 'text-anchor': anchor }, name));
        reached = x(k) + half + 10;
      }
    }
    const isFalling = k > 0 && counts[k - 1] > count;
    drawing.append(svg('text', {
      class: 'count',
      x: x(k) + (isFalling ? 10 : k === 0 ? 6 : -6),
      y: y(count) - 12,
      'text-anchor': isFalling || k === 0 ? 'start' : 'end',
    }, count ? count.toLocaleString('en') : 'none'));
  });
  const scale = isTrue ? 'on a true scale of days' : 'one draft after the other';
  return el(
    'figure',
    { class: 'burn' },
    drawing,
    el('figcaption', {}, `${what} in each draft, ${scale}. The line joins drafts; between them nothing is known.`),
  );
}

/**
 * Small bars, one for each draft, on a scale that all share.
 * @param {number[]} counts
 * @param {number} most
 */
export function bars(counts, most) {
  const height = (/** @type {number} */ count) => (count ? Math.max(1.5, 13 * Math.sqrt(count / most)) : 0.6);
  const drawing = svg('svg', { class: 'bars', viewBox: `0 0 ${counts.length * 9} 14`, width: counts.length * 9, height: 14, 'aria-hidden': 'true' });
  counts.forEach((count, k) => drawing.append(svg('rect', {
    class: count ? 'bar' : 'bar zero', x: k * 9, y: 14 - height(count), width: 7.5, height: height(count),
  })));
  return drawing;
}
