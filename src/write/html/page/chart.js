// The burn-down: how many passages stood open in each draft, drawn on a true scale of days.

/** @import { Report } from './types.js' */
import { el, svg } from './dom.js';
import { dayOf, lasting, nameOfDraft, shortName, yearOf } from './drafts.js';

/** As wide as a chart gets, in pixels; a narrow window has a narrow one, whose letters are as large. */
const MOST = 1120;
const LEAST = 300;
/** The room on paper. */
const PAPER = 680;
const EDGE = { top: 48, right: 70, bottom: 34, left: 24 };

/**
 * Where each draft stands between 0 and 1: by its day, or its year, where all say one, else one after the other.
 * @param {Report} report
 * @returns {{ at: number[], scale: 'days' | 'years' | '', days: number[] }} and the days since the first draft, as far as they are known
 */
export function places(report) {
  const spread = (/** @type {(number | null)[]} */ list) => {
    const known = list.flatMap((one) => (one === null ? [] : [one]));
    const isOrdered = known.length === list.length && known.length > 1 && known.every((one, k) => k === 0 || one > known[k - 1]);
    return isOrdered ? known.map((one) => one - known[0]) : null;
  };
  const days = spread(report.drafts.map(dayOf));
  const years = days ? null : spread(report.drafts.map(yearOf));
  const found = days ?? years?.map((year) => year * 365.25) ?? [];
  const last = report.drafts.length - 1;
  if (!found.length) return { at: report.drafts.map((_, k) => (last ? k / last : 0)), scale: '', days: [] };
  return { at: found.map((day) => day / found[last]), scale: days ? 'days' : 'years', days: found };
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
 * The draft that the largest fall led to; 0 where nothing fell.
 * @param {number[]} counts
 */
function deepest(counts) {
  let found = 0;
  counts.forEach((count, k) => {
    const fall = k ? counts[k - 1] - count : 0;
    if (fall > 0 && fall > (found ? counts[found - 1] - counts[found] : 0)) found = k;
  });
  return found;
}

/**
 * What came between two drafts: `five days: 893 fewer`.
 * @param {number[]} counts
 * @param {number[]} days
 * @param {number} k the later of the two
 */
function between(counts, days, k) {
  const by = counts[k] - counts[k - 1];
  const what = by ? `${Math.abs(by).toLocaleString('en')} ${by < 0 ? 'fewer' : 'more'}` : 'as many';
  return days.length ? `${lasting(days[k] - days[k - 1])}: ${what}` : what;
}

/**
 * The chart, drawn anew when its room changes.
 * @param {Report} report
 * @param {number[]} counts one for each draft
 * @param {string} what is counted
 */
export function burnDown(report, counts, what) {
  const { scale } = places(report);
  const told = scale ? `on a true scale of ${scale}` : 'one draft after the other';
  const figure = el('figure', { class: 'burn' }, el('figcaption', {}, `${what} in each draft, ${told}. The line joins drafts; between them nothing is known.`));
  let drawn = 0;
  const draw = (/** @type {number} */ room) => {
    const width = Math.min(Math.max(Math.round(room), LEAST), MOST);
    if (width === drawn) return;
    drawn = width;
    figure.querySelector('svg')?.remove();
    figure.prepend(drawing(report, counts, what, width));
  };
  new ResizeObserver(() => draw(figure.clientWidth)).observe(figure);
  // Paper is narrow: what is drawn for a wide window would have tiny letters there.
  onbeforeprint = () => draw(PAPER);
  onafterprint = () => draw(figure.clientWidth);
  return figure;
}

/**
 * @param {Report} report
 * @param {number[]} counts
 * @param {string} what
 * @param {number} width
 */
function drawing(report, counts, what, width) {
  const { at, days } = places(report);
  const height = width < 600 ? 240 : 300;
  const most = Math.max(...counts, 1);
  const last = counts.length - 1;
  const x = (/** @type {number} */ k) => EDGE.left + at[k] * (width - EDGE.left - EDGE.right);
  const y = (/** @type {number} */ count) => height - EDGE.bottom - (count / most) * (height - EDGE.top - EDGE.bottom);
  const base = y(0);
  const fall = deepest(counts);
  const points = counts.map((count, k) => `${x(k).toFixed(1)},${y(count).toFixed(1)}`);
  const told = counts.map((count, k) => `${nameOfDraft(report.drafts[k])}: ${count}`).join('; ');
  const largest = fall ? ` The largest fall led to ${nameOfDraft(report.drafts[fall])}: ${between(counts, days, fall)}.` : '';
  const out = svg('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': `${what} in each draft. ${told}.${largest}` });
  const step = stepOf(most);
  for (let line = step; line <= most; line += step) {
    if (Math.round(line) !== line) continue;
    out.append(
      svg('line', { class: 'grid', x1: 0, x2: width, y1: y(line), y2: y(line) }),
      svg('text', { class: 'tick', x: width, y: y(line) - 6, 'text-anchor': 'end' }, line.toLocaleString('en')),
    );
  }
  out.append(
    svg('polygon', { class: 'under', points: [`${x(0)},${base}`, ...points, `${x(last)},${base}`].join(' ') }),
    svg('line', { class: 'axis', x1: 0, x2: width, y1: base, y2: base }),
    svg('polyline', { class: 'line', points: points.join(' ') }),
    ...counts.map((count, k) => svg('circle', { class: count ? 'dot' : 'dot done', cx: x(k), cy: y(count), r: counts.length > 24 ? 3 : 5.5 })),
  );
  // The ends and the largest fall come first; what would stand on them is left to the table.
  const words = lettering(out, width);
  const first = [0, last, fall, Math.max(counts.indexOf(most), 0)];
  const order = [...new Set([...first, ...counts.keys()])];
  for (const k of order) {
    const isFalling = k > 0 && counts[k - 1] > counts[k];
    const isRising = k === 0 && counts[1] > counts[0];
    const side = isFalling || k === 0 ? 'start' : 'end';
    words(side, 'count', isRising ? 0 : x(k) + (isFalling ? 10 : k === 0 ? 6 : -6), y(counts[k]) - 12, counts[k] ? counts[k].toLocaleString('en') : 'none');
  }
  for (const k of order) {
    const [anchor, to] = k === 0 ? ['start', Math.max(x(k) - 8, 0)] : k === last ? ['end', Math.min(x(k) + 34, width)] : ['middle', x(k)];
    words(anchor, 'tick', to, height - 10, shortName(report, k + 1));
  }
  for (const k of [fall, ...counts.keys()].filter((k, at_, list) => k > 0 && list.indexOf(k) === at_)) {
    const by = counts[k] - counts[k - 1];
    const [mid, high] = [(x(k) + x(k - 1)) / 2, y((counts[k] + counts[k - 1]) / 2)];
    const steep = Math.abs(y(counts[k]) - y(counts[k - 1])) > 30;
    const [anchor, to, down] = !steep ? ['middle', mid, Math.min(high + 34, base - 8)] : by < 0 ? ['end', mid - 12, high + 8] : ['start', mid + 12, high + 8];
    if (k === fall || x(k) - x(k - 1) > 90) words(anchor, 'told', to, down, between(counts, days, k));
  }
  return out;
}

/**
 * Puts words on a drawing, unless others stand there or there is no room.
 * @param {Element} drawing
 * @param {number} width
 */
function lettering(drawing, width) {
  /** @type {{ left: number, right: number, top: number, bottom: number }[]} */
  const taken = [];
  return (/** @type {string} */ anchor, /** @type {string} */ name, /** @type {number} */ x, /** @type {number} */ y, /** @type {string} */ text) => {
    const [letter, tall] = name === 'count' ? [11.5, 22] : [6.9, 13];
    const long = text.length * letter;
    const left = anchor === 'start' ? x : anchor === 'end' ? x - long : x - long / 2;
    const box = { left, right: left + long, top: y - tall, bottom: y + 3 };
    if (left < -2 || box.right > width + 2 || taken.some((one) => one.left < box.right && box.left < one.right && one.top < box.bottom && box.top < one.bottom)) return;
    taken.push(box);
    drawing.append(svg('text', { class: name, x, y, 'text-anchor': anchor }, text));
  };
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
