// The page works without this; it adds keys, filters and the three readings.
(() => {
  'use strict';
  const root = document.documentElement;
  const body = document.body;
  const said = document.querySelector('.said');
  const rows = [...document.querySelectorAll('.row[data-kind]')];
  const changes = rows.filter((row) => !['unchanged', 'renumbered', 'ghost'].includes(row.dataset.kind));
  const brackets = [...document.querySelectorAll('a.bn')];
  const state = { kinds: new Set(), classes: new Set(), words: '' };

  /** Says something to a screen reader. */
  const say = (text) => { said.textContent = text; };

  // Theme.
  const theme = document.getElementById('theme');
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => root.classList.contains('dark') || (!root.classList.contains('light') && dark.matches);
  const nameTheme = () => { theme.textContent = isDark() ? 'Light' : 'Dark'; };
  theme.addEventListener('click', () => {
    const next = !isDark();
    root.classList.toggle('dark', next);
    root.classList.toggle('light', !next);
    nameTheme();
    remember();
  });
  document.getElementById('print').addEventListener('click', () => print());

  // Readings: older, redline, newer.
  const readings = [...document.querySelectorAll('[data-reading]')];
  const read = (name) => {
    body.classList.toggle('older', name === 'older');
    body.classList.toggle('newer', name === 'newer');
    for (const link of readings) {
      if (link.dataset.reading === name) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
    say(`Showing ${name}`);
    remember();
  };
  const reading = () => (body.classList.contains('older') ? 'older' : body.classList.contains('newer') ? 'newer' : 'redline');
  for (const link of readings) {
    link.addEventListener('click', (event) => { event.preventDefault(); read(link.dataset.reading); });
  }

  // What the address bar keeps, so that a link shows what the sender saw.
  const remember = () => {
    const keep = new URLSearchParams();
    if (reading() !== 'redline') keep.set('view', reading());
    if (state.kinds.size) keep.set('without', [...state.kinds].join('.'));
    if (state.classes.size) keep.set('nor', [...state.classes].join('.'));
    if (state.words) keep.set('find', state.words);
    if (root.classList.contains('dark')) keep.set('theme', 'dark');
    if (root.classList.contains('light')) keep.set('theme', 'light');
    const text = keep.toString();
    history.replaceState(null, '', text ? `#:${text}` : location.pathname + location.search);
  };

  // Filters. What they hide becomes a line with its count.
  const passes = (row) => {
    if (state.kinds.has(row.dataset.kind)) return false;
    const classes = (row.dataset.classes || '').split(' ').filter(Boolean);
    if (state.classes.size && classes.length && classes.every((name) => state.classes.has(name))) return false;
    if (!state.words) return true;
    return `${row.dataset.old} ${row.dataset.new} ${row.textContent}`.toLowerCase().includes(state.words);
  };
  const filter = () => {
    for (const line of document.querySelectorAll('.veiled')) line.remove();
    let run = [];
    const close = () => {
      if (!run.length) return;
      const hidden = run;
      const line = document.createElement('li');
      line.className = 'veiled';
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = `${hidden.length} hidden by the filter: show`;
      button.addEventListener('click', () => { for (const row of hidden) row.hidden = false; line.remove(); });
      line.append(button);
      hidden[0].before(line);
      run = [];
    };
    let list = null;
    for (const row of rows) {
      if (row.parentElement !== list) { close(); list = row.parentElement; }
      row.hidden = !passes(row);
      if (row.hidden) run.push(row); else close();
    }
    close();
    const filtering = state.kinds.size || state.classes.size || state.words;
    if (filtering) {
      for (const fold of document.querySelectorAll('details.fold')) {
        fold.open = Boolean(state.words) && [...fold.querySelectorAll('.row')].some((row) => !row.hidden);
      }
    }
    remember();
  };
  for (const button of document.querySelectorAll('[data-filter]')) {
    button.addEventListener('click', () => {
      const on = button.getAttribute('aria-pressed') === 'true';
      button.setAttribute('aria-pressed', String(!on));
      const set = button.dataset.filter === 'kind' ? state.kinds : state.classes;
      if (on) set.add(button.dataset.name); else set.delete(button.dataset.name);
      filter();
    });
  }
  const box = document.querySelector('.filter');
  box.addEventListener('input', () => { state.words = box.value.trim().toLowerCase(); filter(); });

  // Stepping.
  let at = -1;
  const reveal = (element) => {
    for (let fold = element.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
    element.scrollIntoView({ block: 'start' });
    scrollBy(0, -innerHeight / 4);
  };
  const stand = (row) => {
    for (const other of document.querySelectorAll('.row.here')) other.classList.remove('here');
    row.classList.add('here');
    row.tabIndex = -1;
    reveal(row);
    row.focus({ preventScroll: true });
  };
  const step = (by) => {
    const visible = changes.filter((row) => !row.hidden);
    if (!visible.length) return;
    at = (at + by + visible.length) % visible.length;
    const row = visible[at];
    stand(row);
    say(`${at + 1} of ${visible.length}: ${row.dataset.new || row.dataset.old}, ${row.dataset.kind}`);
  };
  let bracket = -1;
  const stepBracket = (by) => {
    if (!brackets.length) return;
    bracket = (bracket + by + brackets.length) % brackets.length;
    reveal(brackets[bracket]);
    brackets[bracket].focus({ preventScroll: true });
    say(`bracket ${bracket + 1} of ${brackets.length}`);
  };
  const follow = () => {
    const row = document.activeElement && document.activeElement.closest('.row');
    const link = row && row.querySelector('a.follow');
    const target = link && document.getElementById(link.hash.slice(1));
    if (target) stand(target);
  };
  const sheet = document.querySelector('dialog');
  const fold = () => {
    const folds = [...document.querySelectorAll('details.fold')];
    const open = folds.some((one) => !one.open);
    for (const one of folds) one.open = open;
  };
  const clear = () => {
    if (sheet.open) { sheet.close(); return; }
    state.kinds.clear(); state.classes.clear(); state.words = ''; box.value = '';
    for (const button of document.querySelectorAll('[data-filter]')) button.setAttribute('aria-pressed', 'true');
    filter();
    box.blur();
  };
  const keys = {
    j: () => step(1), k: () => step(-1), n: () => stepBracket(1), p: () => stepBracket(-1), m: follow, f: fold,
    1: () => read('older'), 2: () => read('redline'), 3: () => read('newer'), '/': () => box.focus(), '?': () => sheet.showModal(),
  };
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') { clear(); return; }
    const typing = event.target instanceof HTMLInputElement;
    if (typing || sheet.open || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });
  addEventListener('hashchange', () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target) reveal(target);
  });

  // What a link asked for.
  if (location.hash.startsWith('#:')) {
    const asked = new URLSearchParams(location.hash.slice(2));
    const shown = asked.get('theme');
    if (shown === 'dark' || shown === 'light') root.classList.add(shown);
    for (const [key, kind, set] of [['without', 'kind', state.kinds], ['nor', 'class', state.classes]]) {
      for (const name of (asked.get(key) || '').split('.').filter(Boolean)) {
        set.add(name);
        const button = document.querySelector(`[data-filter="${kind}"][data-name="${CSS.escape(name)}"]`);
        if (button) button.setAttribute('aria-pressed', 'false');
      }
    }
    state.words = asked.get('find') || '';
    box.value = state.words;
    const view = asked.get('view');
    if (state.kinds.size || state.classes.size || state.words) filter();
    if (view === 'older' || view === 'newer') read(view);
  }
  nameTheme();
})();
