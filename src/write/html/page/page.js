// The page works without this; it adds keys, filters, readings, and in a report all other views.

/** @import { Report } from './types.js' */
import { all, byId, el } from './dom.js';
import { beginBlame, tellWhose } from './blame.js';
import { beginChanges } from './changes.js';
import { unpacked } from './data.js';
import { watchSections } from './outline.js';
import { beginRail, fillRegister, showPart, tellBefore } from './rail.js';
import { addressOf, clear, filter, filters, fold, follow, only, place, read, reading, reveal, rowsAsked, say, showFilters, sifted, stand, step, stepBracket, stepFound, takeUp } from './reading.js';
import { chooser, dress, look, nameAll, nameDrafts, rowsOf, showPair } from './redline.js';
import { showReferences } from './references.js';
import { showBrackets } from './register.js';
import { sectionsOf } from './sections.js';
import { beside } from './side.js';
import { showStories, showStory, stepsOf } from './story.js';
import { beginStrip, showStrip } from './strip.js';
import { addWays, listenToBrackets, settleHere } from './ways.js';
import { beginWhatIf, turnWhatIf } from './whatif.js';

const root = document.documentElement;
/** @type {Report | null} what the page was sent with, once it is unpacked */
let report = null;
let last = 0;

/** What is shown; the address bar keeps it, so that a link shows what the sender saw. */
const state = {
  view: 'redline',
  older: 1,
  newer: 0,
  /** @type {number | null} */
  clause: null,
  asked: { draft: 0, section: 0, since: 0, life: 0 },
};
const WIDE = ['story', 'brackets', 'references'];
/** The pair that the sheet on the page shows. */
let onPage = '';

/**
 * The address of a view: what is there now, but for what is asked.
 * @param {Record<string, string | number | null>} asked
 */
function address(asked) {
  const keep = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) if (value !== null && value !== '' && value !== 0) keep.set(name, String(value));
  if (root.classList.contains('dark')) keep.set('theme', 'dark');
  if (root.classList.contains('light')) keep.set('theme', 'light');
  return `#:${keep}`;
}

const pairName = () => (report ? `${state.older}-${state.newer}` : null);

/** The address of what is shown now. */
function here() {
  const row = place();
  switch (state.view) {
    case 'story': return address({ view: 'story', clause: state.clause === null ? null : state.clause + 1 });
    case 'brackets': return bracketsLink({});
    case 'references': return address({ view: 'references' });
    default: return address({
      view: state.view === 'redline' ? null : state.view,
      drafts: pairName(),
      read: reading() === 'redline' ? null : reading(),
      show: [...filters.kinds].join('.'),
      class: [...filters.classes].join('.'),
      find: filters.words,
      section: filters.section,
      only: filters.substance ? 'substance' : null,
      at: row ? addressOf(row) : null,
    });
  }
}

const remember = () => { history.replaceState(null, '', here()); };

const links = {
  /** @param {number | null} clause */
  story: (clause) => address({ view: 'story', clause: clause === null ? null : clause + 1 }),
  /**
   * @param {number} older
   * @param {number} newer
   * @param {number} clause
   */
  redline: (older, newer, clause) => address({ drafts: `${older}-${newer}`, clause: clause + 1 }),
};

/** @param {Partial<typeof state.asked>} asked */
function bracketsLink(asked) {
  return address({ view: 'brackets', ...state.asked, ...asked });
}

/**
 * @param {number} draft
 * @param {number} number
 */
const passageLink = (draft, number) => address({ drafts: `${Math.max(draft - 1, 1)}-${draft}`, bracket: number });

const ways = {
  story: links.story,
  /** @param {number} life */
  life: (life) => bracketsLink({ draft: state.newer, section: 0, since: 0, life: life + 1 }),
};

/** Puts on the page what the state says. */
async function show() {
  const isWide = Boolean(report) && WIDE.includes(state.view);
  for (const link of all('[data-view]')) {
    if (link.dataset.view === state.view) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  document.body.dataset.view = state.view;
  byId('redline').hidden = isWide;
  for (const name of WIDE) {
    const view = document.getElementById(name);
    if (view) view.hidden = name !== state.view;
  }
  showStrip(!isWide);
  if (report && isWide) nameAll(report);
  if (!report) {
    beside(state.view === 'side');
    return;
  }
  if (state.view === 'story') {
    if (state.clause === null) showStories(report, '', links);
    else showStory(report, state.clause, links);
  } else if (state.view === 'brackets') {
    showBrackets(report, state.asked, bracketsLink, passageLink, links.redline);
  } else if (state.view === 'references') {
    showReferences(report, (at) => address({ drafts: `${Math.max(last - 1, 1)}-${last}`, at }));
  } else {
    await showRedline(report);
  }
}

let setPair = (/** @type {number} */ _, /** @type {number} */ __) => {};

/** @param {Report} of */
async function showRedline(of) {
  setPair(state.older, state.newer);
  nameDrafts(of, state.older, state.newer);
  const wanted = `${state.older} ${state.newer}`;
  if (onPage !== wanted) {
    onPage = wanted;
    document.body.classList.remove('side');
    if (!(await showPair(of, state.older, state.newer))) return;
    filters.section = '';
    takeUp();
    addWays(of, state.older, state.newer, ways);
    turnWhatIf(state.newer);
    watchSections();
  }
  if (document.body.classList.contains('side') !== (state.view === 'side')) beside(state.view === 'side');
}

/** Which drafts brought the words of the clause where the reader stands. */
function whose() {
  const item = place();
  const row = report && item?.matches('.row') ? rowsOf(report, state.older, state.newer)[Number(item.id.slice(1))] : null;
  if (report && item && row) say(tellWhose(report, item, row, state.newer));
  else say(report ? 'no clause here' : 'two drafts alone do not tell');
}

/** Shows what the address bar asks for, and says on the page when it is there: a driver of the page can wait for that. */
async function obey() {
  const { hash } = location;
  await turnTo(hash);
  if (hash === location.hash || !location.hash) root.dataset.shows = hash;
}

/** @param {string} hash */
async function turnTo(hash) {
  if (hash.length > 1 && !hash.startsWith('#:')) {
    const target = document.getElementById(decodeURIComponent(hash.slice(1)));
    if (target) reveal(target);
    return;
  }
  const asked = new URLSearchParams(hash.slice(2));
  const number = (/** @type {string} */ name) => Number(asked.get(name)) || 0;
  const isDraft = (/** @type {number} */ k) => Number.isInteger(k) && k >= 1 && k <= last;
  const view = asked.get('view') ?? 'redline';
  state.view = all('[data-view]').some((link) => link.dataset.view === view) ? view : 'redline';
  const [older, newer] = (asked.get('drafts') ?? '').split('-').map(Number);
  if (isDraft(older) && isDraft(newer)) [state.older, state.newer] = [older, newer];
  state.clause = number('clause') && report && number('clause') <= report.clauses.length ? number('clause') - 1 : null;
  state.asked = {
    draft: isDraft(number('draft')) ? number('draft') : fullest(),
    section: report && number('section') <= sectionsOf(report).length ? Math.max(number('section'), 0) : 0,
    since: isDraft(number('since')) ? number('since') : 0,
    life: report && number('life') <= report.lives.length ? Math.max(number('life'), 0) : 0,
  };
  const theme = asked.get('theme');
  if (theme === 'dark' || theme === 'light') setTheme(theme === 'dark');
  await show();
  if (state.view === 'redline' || state.view === 'side') {
    takeFilters(asked);
    goTo(asked);
  }
  else if (state.view === 'brackets' && state.asked.life) lead('life');
  else if (asked.has('draft')) lead('passages-of');
  else scrollTo(0, 0);
}

/**
 * To a heading, with what it is about below it.
 * @param {string} id
 */
function lead(id) {
  const heading = document.getElementById(id);
  heading?.focus({ preventScroll: true });
  heading?.scrollIntoView({ block: 'start' });
}

/** The last draft that has open passages. */
function fullest() {
  for (let k = last; k > 0; k -= 1) if (report?.drafts[k - 1].passages.length) return k;
  return last;
}

/** @param {URLSearchParams} asked */
function takeFilters(asked) {
  const wanted = (/** @type {string} */ name) => (asked.get(name) ?? '').split('.').filter(Boolean);
  const before = filters.kinds.size + filters.classes.size + filters.words.length + filters.section.length + Number(filters.substance);
  filters.kinds = new Set(wanted('show'));
  filters.classes = new Set(wanted('class'));
  filters.words = asked.get('find') ?? '';
  filters.substance = asked.get('only') === 'substance';
  const section = asked.get('section') ?? '';
  filters.section = /^s\d+$/.test(section) && document.getElementById(section) ? section : '';
  /** @type {HTMLInputElement} */ (byId('find')).value = filters.words;
  showFilters();
  if (before || filters.kinds.size || filters.classes.size || filters.words || filters.section || filters.substance) filter();
  const wish = asked.get('read');
  if (wish === 'older' || wish === 'newer' || reading() !== 'redline') read(wish ?? 'redline');
}

/**
 * To the place in the redline that was asked for.
 * @param {URLSearchParams} asked
 */
function goTo(asked) {
  const find = () => {
    if (asked.has('bracket')) return document.getElementById(`b${asked.get('bracket')}`);
    if (asked.has('clause')) return all('.sheet .row').find((row) => row.dataset.clause === String(state.clause) && row.dataset.kind !== 'ghost');
    if (asked.has('at')) return all('.sheet :is(.row, h2)[data-kind]').find((row) => addressOf(row) === asked.get('at'));
    return null;
  };
  const target = find();
  const row = /** @type {HTMLElement | null | undefined} */ (target?.closest('.row, h2[data-kind]'));
  if (row) stand(row);
  if (target && target !== row) target.focus({ preventScroll: true });
}

const dark = matchMedia('(prefers-color-scheme: dark)');
const isDark = () => root.classList.contains('dark') || (!root.classList.contains('light') && dark.matches);

/** @param {boolean} wanted */
function setTheme(wanted) {
  root.classList.toggle('dark', wanted);
  root.classList.toggle('light', !wanted);
  byId('theme').textContent = wanted ? 'Light' : 'Dark';
}

/** @param {string} view */
function go(view) {
  location.hash = view === 'redline' || view === 'side'
    ? address({ view: view === 'side' ? view : null, drafts: pairName() }).slice(1)
    : address({ view }).slice(1);
}

/** @param {1 | -1} by */
function shiftPair(by) {
  const [older, newer] = [state.older + by, state.newer + by];
  if (older < 1 || newer > last) say(by > 0 ? 'these are the last drafts' : 'these are the first drafts');
  else location.hash = address({ view: state.view === 'side' ? 'side' : null, drafts: `${older}-${newer}` }).slice(1);
}

function openStory() {
  const clause = place()?.dataset.clause;
  if (report && clause) location.hash = links.story(Number(clause)).slice(1);
}

const dialog = /** @type {HTMLDialogElement} */ (byId('sheet'));
const inRedline = () => !byId('redline').hidden;
/** @type {Record<string, () => void>} */
const keys = {
  j: () => { step(1); remember(); },
  k: () => { step(-1); remember(); },
  n: () => stepBracket(1),
  p: () => stepBracket(-1),
  m: follow,
  f: fold,
  1: () => { read('older'); remember(); },
  2: () => { read('redline'); remember(); },
  3: () => { read('newer'); remember(); },
  s: () => go(state.view === 'side' ? 'redline' : 'side'),
  '[': () => shiftPair(-1),
  ']': () => shiftPair(1),
  c: openStory,
  w: settleHere,
  o: whose,
  l: () => {
    showPart('changes');
    all('.changes')[0].focus();
  },
};

function listen() {
  byId('theme').addEventListener('click', () => { setTheme(!isDark()); remember(); });
  byId('print').addEventListener('click', () => print());
  byId('all-keys').addEventListener('click', () => dialog.showModal());
  byId('close').addEventListener('click', () => dialog.close());
  for (const link of all('[data-view]')) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      go(link.dataset.view ?? 'redline');
    });
  }
  for (const button of all('[data-reading]')) {
    button.addEventListener('click', () => { read(button.dataset.reading ?? 'redline'); remember(); });
  }
  byId('ledger').addEventListener('click', (event) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest('[data-filter]'));
    if (!button) return;
    only(button);
    remember();
  });
  byId('show-all').addEventListener('click', () => {
    clear();
    remember();
  });
  byId('substance').addEventListener('click', () => {
    filters.substance = !filters.substance;
    showFilters();
    filter();
    remember();
  });
  byId('section').addEventListener('change', () => {
    filters.section = /** @type {HTMLSelectElement} */ (byId('section')).value;
    filter();
    remember();
    scrollTo(0, 0);
  });
  const box = /** @type {HTMLInputElement} */ (byId('find'));
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    stepFound(event.shiftKey ? -1 : 1);
  });
  box.addEventListener('input', () => {
    filters.words = box.value.trim().toLowerCase();
    filter();
    remember();
  });
  document.addEventListener('click', (event) => {
    const label = /** @type {Element} */ (event.target).closest('.row .lab');
    const clause = /** @type {HTMLElement | null | undefined} */ (label?.closest('.row'))?.dataset.clause;
    if (report && clause && stepsOf(report, Number(clause)).length) location.hash = links.story(Number(clause)).slice(1);
  });
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
    const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    if (/** @type {Element} */ (event.target).closest?.('[popover], .changes')) return;
    if (event.key === 'Escape' && inRedline()) {
      clear();
      remember();
    } else if (event.key === '?' && !typing) {
      dialog.showModal();
    } else if (event.key === '/' && !typing) {
      event.preventDefault();
      (inRedline() ? box : all('main:not([hidden]) .filter')[0])?.focus();
    } else if (!typing && inRedline() && Object.hasOwn(keys, event.key)) {
      event.preventDefault();
      keys[event.key]();
    }
  });
  addEventListener('hashchange', obey);
}

/** Takes up the data of the page: at first it shows the redline of the last two drafts. */
async function takeData() {
  const source = document.getElementById('data')?.textContent;
  if (source) report = /** @type {Report} */ (await unpacked(source));
  last = report?.drafts.length ?? 0;
  state.older = Math.max(last - 1, 1);
  state.newer = last;
  state.asked.draft = last;
  onPage = `${state.older} ${state.newer}`;
}

/** Adds to the page that was sent what only the script can do. */
async function start() {
  await takeData();
  root.classList.add('script');
  beginRail();
  beginChanges(stand);
  beginStrip(stand);
  listen();
  byId('theme').textContent = isDark() ? 'Light' : 'Dark';
  takeUp();
  if (report) startReport(report);
  watchSections();
  if (location.hash) await obey();
}

/** @param {Report} of */
function startReport(of) {
  setPair = chooser(of, (older, newer) => {
    location.hash = address({ view: state.view === 'side' ? 'side' : null, drafts: `${older}-${newer}` }).slice(1);
  });
  setPair(state.older, state.newer);
  nameDrafts(of, state.older, state.newer);
  beginWhatIf(of, {
    dress: (settled) => dress(of, state.older, state.newer, settled),
    lifeLink: ways.life,
    say,
  });
  listenToBrackets(of, () => state.newer, ways);
  sifted.then = () => {
    const shown = rowsOf(of, state.older, state.newer);
    const pieces = rowsAsked()?.flatMap((item) => shown[Number(item.id.slice(1))]?.piece.old ?? []);
    tellBefore(of, state.older, state.newer, pieces ? new Set(pieces) : null);
  };
  beginBlame(of, (item) => {
    const row = rowsOf(of, state.older, state.newer)[Number(item.id.slice(1))];
    return row ? { row, older: state.older, newer: state.newer } : null;
  });
  finishSoon(of);
}

/**
 * Finishes the sheet that was sent when the browser has time, and at the latest before a reader does anything with it.
 * @param {Report} of
 */
function finishSoon(of) {
  const ASKS = ['keydown', 'pointerdown', 'click'];
  let isDone = false;
  const finish = () => {
    for (const name of ASKS) removeEventListener(name, finish, true);
    if (isDone || onPage !== `${last > 1 ? last - 1 : 1} ${last}`) return;
    isDone = true;
    addWays(of, state.older, state.newer, ways);
    look(of, last);
    fillRegister(of, state.older, last);
    turnWhatIf(last);
  };
  for (const name of ASKS) addEventListener(name, finish, true);
  requestIdleCallback(finish);
}

start();
