// What if: passages of the newer draft settled one by one, the reading that it gives, and that reading to take away. Nothing
// of it is kept: not in the drafts, not in the address, not for the next visit.

/** @import { Report } from './types.js' */
/** @import { Choice } from './choices.js' */
/** @import { Fates, Reading, Settled } from './settled.js' */
import { insideOf, namesOf, numbered, wordsOf } from './brackets.js';
import { choicesOf, decided, goesWith, optionName, wayOf } from './choices.js';
import { consequences } from './consequences.js';
import { all, byId, counted, el } from './dom.js';
import { inDraft } from './drafts.js';
import { faceIn } from './pair.js';
import { asItStands, printed, settle } from './settled.js';

/**
 * @typedef {object} Hooks What the page does for this.
 * @property {(settled: Map<number, Settled>) => void} dress shows the paragraphs that change, by piece, and all others as they are
 * @property {(life: number) => string} lifeLink
 * @property {(text: string) => void} say
 */

/** @type {{ report: Report, hooks: Hooks, draft: number, isNumbered: boolean, told: string } | null} */
let now = null;
/** @type {HTMLElement | null} what the panel was opened from */
let opener = null;
/** @type {Map<number, Fates>} */
const settledOf = new Map();
/** @type {Map<string, Reading>} the last readings; another decision makes new ones */
const readings = new Map();

/**
 * Makes the bar, which is hidden until something is settled.
 * @param {Report} report
 * @param {Hooks} hooks
 */
export function beginWhatIf(report, hooks) {
  now = { report, hooks, draft: 0, isNumbered: true, told: '' };
  const panel = el('div', { id: 'settle', class: 'settle ui', popover: 'auto', role: 'dialog', 'aria-label': 'What if' });
  document.body.append(panel);
  panel.addEventListener('toggle', (event) => {
    if (/** @type {ToggleEvent} */ (event).newState === 'open' || !opener) return;
    // The words may have been set anew meanwhile.
    const back = opener.isConnected ? opener : document.getElementById(opener.id);
    const focused = document.activeElement;
    if (!focused || focused === document.body || panel.contains(focused)) back?.focus({ preventScroll: true });
  });
  new ResizeObserver(anchor).observe(panel);
  byId('keys-line').before(el('section', { id: 'whatif', class: 'whatif ui', 'aria-label': 'What if', hidden: true }));
}

/**
 * The draft that is shown now, with what was settled of it before.
 * @param {number} draft
 */
export function turnWhatIf(draft) {
  if (!now) return;
  now.draft = draft;
  now.told = '';
  show();
}

const fates = () => (now && settledOf.get(now.draft)) ?? new Map();

/**
 * @param {Fates} of
 * @returns {Reading}
 */
function readingOf(of) {
  if (!now) throw new Error('there is no report');
  const { report, draft, isNumbered } = now;
  const key = `${draft} ${isNumbered} ${[...of].sort(([a], [b]) => a - b)}`;
  const found = readings.get(key) ?? settle(report, draft, of, isNumbered);
  if (readings.size > 4) readings.clear();
  readings.set(key, found);
  return found;
}

/** Shows what is settled: on the sheet, and in the bar. */
function show() {
  if (!now) return;
  const { report, draft, hooks } = now;
  const of = fates();
  /** @type {Map<number, Settled>} */
  const changed = new Map();
  if (of.size) {
    const { paragraphs } = asItStands(report, draft);
    readingOf(of).paragraphs.forEach((one, k) => {
      if (one.isGone || one.cuts.length || one.puts.length || one.label !== paragraphs[k].label) changed.set(one.piece, one);
    });
  }
  hooks.dress(changed);
  showBar();
  showInRegister();
}

/** Says in the register how passages are settled. */
export function showInRegister() {
  if (!now?.draft) return;
  const { report, draft } = now;
  for (const entry of all('.reg a[data-settled]')) delete entry.dataset.settled;
  const numbers = new Map(numbered(report, draft).map((passage, k) => [passage, k + 1]));
  for (const [member, fate] of fates()) {
    const [entry] = all(`#r${numbers.get(report.drafts[draft - 1].passages[member]) ?? ''} > a`);
    if (entry) entry.dataset.settled = fate === 'drop' ? 'dropped' : fate === 'lift' ? 'lifted' : 'chosen';
  }
}

function showBar() {
  if (!now) return;
  const { report, draft, isNumbered, told } = now;
  const of = fates();
  const { choices } = choicesOf(report, draft);
  const bar = byId('whatif');
  bar.hidden = of.size === 0;
  document.body.classList.toggle('if', of.size > 0);
  if (!of.size) {
    bar.replaceChildren();
    return;
  }
  const settled = choices.filter((choice) => wayOf(choice, of) > 0).length;
  const button = (/** @type {string} */ name, /** @type {() => void} */ act) => {
    const made = el('button', { type: 'button' }, name);
    made.addEventListener('click', act);
    return made;
  };
  const afresh = el('input', { type: 'checkbox', checked: isNumbered });
  afresh.addEventListener('change', () => {
    if (now) now.isNumbered = afresh.checked;
    show();
  });
  bar.replaceChildren(
    el('p', {}, el('b', {}, 'What if: '), `${settled.toLocaleString('en')} of ${choices.length.toLocaleString('en')} settled`),
    el(
      'p',
      { class: 'acts' },
      settled < choices.length && button('lift the rest', () => rest('lift')),
      settled < choices.length && button('drop the rest', () => rest('drop')),
      button('reset', reset),
      button('copy the text', copy),
      el('label', {}, afresh, ' number afresh'),
    ),
    el('p', { class: 'then', dir: 'auto' }, told),
  );
}

/**
 * Settles all text in brackets that is open still. What is a choice between texts stays open unless all of it goes.
 * @param {'lift' | 'drop'} fate
 */
function rest(fate) {
  if (!now) return;
  const { report, draft } = now;
  let of = fates();
  for (const choice of choicesOf(report, draft).choices) {
    const { kind } = report.drafts[draft - 1].passages[choice.members[0]];
    if (wayOf(choice, of) > 0 || kind === 'option' || (fate === 'lift' && !['text', 'status-note'].includes(kind))) continue;
    const way = fate === 'lift' && kind === 'text' ? 1 : choice.ways.length - 1;
    of = decided(of, choice, way);
  }
  change(of, '');
}

/** Leaves all passages open again. */
export function reset() {
  if (!fates().size) return;
  change(new Map(), 'all brackets stand open again');
  byId('text').focus({ preventScroll: true });
}

/**
 * @param {Fates} to
 * @param {string} said
 */
function change(to, said) {
  if (!now) return;
  const before = fates();
  settledOf.set(now.draft, to);
  now.told = to.size ? consequences(readingOf(before), readingOf(to)) : '';
  show();
  now.hooks.say(said || now.told);
}

/** Copies the reading as clean text. */
async function copy() {
  if (!now) return;
  const { report, draft, hooks } = now;
  const text = asText(readingOf(fates()));
  const { choices } = choicesOf(report, draft);
  const open = choices.filter((choice) => wayOf(choice, fates()) === 0 && goesWith(report.drafts[draft - 1].passages, fates(), choice.members[0]) === null).length;
  const done = await toClipboard(text);
  const told = done ? `Copied: the text ${inDraft(report.drafts[draft - 1])} as settled here, ${open ? `${counted(open, 'choice')} still open` : 'nothing open'}.` : 'This browser does not let the page copy.';
  now.told = told;
  showBar();
  hooks.say(told);
}

const LEFT_OUT = ['front-matter', 'furniture', 'blank'];

/**
 * A reading as clean text: paragraphs parted by blank lines, sub-clauses stepped in.
 * @param {Reading} reading
 */
export function asText({ paragraphs }) {
  const told = paragraphs.filter((one) => !one.isGone && !LEFT_OUT.includes(one.face.kind) && printed(one).trim());
  return `${told.map((one) => `${' '.repeat(4 * (one.face.kind === 'clause' ? Math.min(one.face.depth ?? 0, 8) : 0))}${printed(one)}`).join('\n\n')}\n`;
}

/** @param {string} text */
async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // A page in a file may not have the clipboard, but may still copy what is selected.
    const area = el('textarea', { class: 'vh', 'aria-hidden': 'true' });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}

/**
 * How a passage can be settled: a button for each way, and what follows from the one that is chosen.
 * @param {number} member its place in the list of passages
 * @param {string} name of the group of buttons on the page
 * @returns {HTMLElement | null}
 */
export function settling(member, name) {
  if (!now) return null;
  const { report, draft } = now;
  const choice = choicesOf(report, draft).of.get(member);
  if (!choice) return null;
  const then = el('p', { class: 'then', dir: 'auto' });
  const told = () => { then.textContent = saidOf(choice); };
  const chosen = wayOf(choice, fates());
  const ways = choice.ways.map((way, k) => {
    const box = el('input', { type: 'radio', name, value: k, checked: k === chosen });
    box.addEventListener('change', () => {
      change(decided(fates(), choice, k), '');
      told();
    });
    return el('label', { class: way.words ? 'way words' : 'way' }, box, el('span', { dir: way.words ? 'auto' : null }, way.name || way.words, ...named(way.by)));
  });
  told();
  const what = choice.members.length > 1 ? `one of ${choice.members.length}` : 'this bracket';
  return el('fieldset', { class: 'ways' }, el('legend', { class: 'vh' }, `Settle ${what}`), ...ways, then);
}

/** @param {Choice} choice */
function saidOf(choice) {
  if (!now) return '';
  const { passages } = now.report.drafts[now.draft - 1];
  const of = fates();
  const outer = goesWith(passages, of, choice.members[0]);
  if (outer !== null && !choice.members.includes(outer)) return `It goes with ${nameOf(outer)}.`;
  if (wayOf(choice, of) === 0) return '';
  const without = decided(of, choice, 0);
  return consequences(readingOf(without), readingOf(of));
}

/**
 * @param {number} member
 */
function nameOf(member) {
  if (!now) return '';
  const { report, draft } = now;
  const passage = report.drafts[draft - 1].passages[member];
  const number = numbered(report, draft).indexOf(passage) + 1;
  return number ? `bracket ${number}` : optionName(report, draft, passage);
}

/**
 * Whose words they are, after what is said of them.
 * @param {string} [by]
 */
const named = (by) => (by ? [' ', el('span', { class: 'by-whom' }, by)] : []);

/** Keeps the panel beside the place it was opened from, and within the window. */
function anchor() {
  const place = opener && (opener.isConnected ? opener : document.getElementById(opener.id));
  const panel = byId('settle');
  if (!place || !panel.matches(':popover-open')) return;
  const box = place.getBoundingClientRect();
  const [width, height] = [panel.offsetWidth, panel.offsetHeight];
  const [right, bottom] = [document.documentElement.clientWidth - width - 8, innerHeight - height - 8];
  const top = box.bottom + 6 <= bottom ? box.bottom + 6 : box.top - height - 6;
  panel.style.setProperty('inset', 'auto');
  panel.style.setProperty('left', `${Math.max(8, Math.min(box.left - 12, right))}px`);
  panel.style.setProperty('top', `${Math.max(8, Math.min(top, bottom))}px`);
}

/**
 * Opens the ways of a passage beside its place in the text.
 * @param {HTMLElement} place
 * @param {number} member
 */
export function openSettling(place, member) {
  if (!now) return;
  const { report, draft, hooks } = now;
  const passage = report.drafts[draft - 1].passages[member];
  const ways = settling(member, 'ways-here');
  const panel = byId('settle');
  const name = nameOf(member);
  const entry = document.getElementById(`r${numbered(report, draft).indexOf(passage) + 1}`);
  const by = namesOf(passage, insideOf(wordsOf(report, draft, passage), passage.by));
  panel.replaceChildren(
    el('p', { class: 'which' }, el('b', {}, name.charAt(0).toUpperCase() + name.slice(1)), ` ${passage.kind.replaceAll('-', ' ')}, ${faceIn(report.pieces[passage.from[0]], draft).address}`, ...named(by)),
    ways ?? el('p', { class: 'then' }, 'A sign without a partner: there is nothing to settle.'),
    el('p', { class: 'ways-on' }, entry && el('a', { href: `#${entry.id}` }, 'in the register'), el('a', { href: hooks.lifeLink(passage.life) }, 'its life')),
  );
  panel.showPopover();
  opener = place;
  anchor();
  /** @type {HTMLElement | null} */ (panel.querySelector('input:checked, a'))?.focus({ preventScroll: true });
}
