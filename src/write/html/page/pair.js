// The redline between any two drafts of a report: as the report has it, or, where it has none of
// these two, what stands in one of them and not in the other. Pure. tests/page holds it to what the
// command says.

/** @import { Change, Face, Life, Piece, Report, Row, Run, Thread } from './types.js' */
import { rowsOf } from './between.js';
import { compareWords, push } from './words.js';

/**
 * @param {Life} life
 * @param {number} draft
 */
export function stands(life, draft) {
  return life.from <= draft && (life.until === undefined || draft < life.until);
}

/**
 * What a paragraph is in a draft, apart from its words.
 * @param {Piece} piece
 * @param {number} draft
 * @returns {Face}
 */
export function faceIn(piece, draft) {
  let now = piece.faces[0];
  for (const face of piece.faces) if (face.from <= draft) now = face;
  return now;
}

/**
 * @param {Thread} thread
 * @param {number} draft
 */
function styleIn(thread, draft) {
  let now = '';
  for (const one of thread.styles ?? []) if (one.from <= draft) now = one.style.join(' ');
  return now;
}

/**
 * @param {boolean} old
 * @param {boolean} now
 * @returns {Change | null}
 */
function changeOf(old, now) {
  if (old) return now ? 'kept' : 'deleted';
  return now ? 'inserted' : null;
}

/**
 * The words of a piece, as they stand in either of two drafts.
 * @param {Piece} piece
 * @param {number} older
 * @param {number} newer
 * @param {Run[]} runs
 */
function weave(piece, older, newer, runs) {
  for (const thread of piece.threads) {
    const change = changeOf(stands(thread, older), stands(thread, newer));
    if (!change) continue;
    const [was, now] = [styleIn(thread, older), styleIn(thread, newer)];
    push(runs, {
      text: thread.text,
      change,
      style: change === 'deleted' ? was : now,
      was: change === 'inserted' ? now : was,
    });
  }
}

/**
 * The paragraphs of one draft, each with its words.
 * @param {Report} report
 * @param {number} draft
 */
export function standing(report, draft) {
  return pair(report, draft, draft);
}

/**
 * The redline from one draft to another, which may be the earlier one.
 * @param {Report} report
 * @param {number} older
 * @param {number} newer
 * @returns {Row[]}
 */
export function pair(report, older, newer) {
  const told = report.redlines?.find((one) => one.from === older && one.to === newer);
  if (told) return rowsOf(told, standing(report, older), standing(report, newer));
  /** @type {Row[]} */
  let rows = [];
  report.pieces.forEach((piece, number) => {
    const [old, now] = [stands(piece, older), stands(piece, newer)];
    const change = changeOf(old, now);
    if (change) {
      rows.push({
        piece: { old: old ? number : null, new: now ? number : null },
        clause: piece.clause,
        change,
        face: { old: old ? faceIn(piece, older) : null, new: now ? faceIn(piece, newer) : null },
        runs: [],
        moved: null,
        outcome: 'unchanged',
        renumbered: false,
        classes: [],
        address: { old: null, new: null },
      });
    }
    // Where no paragraph begins, the words belong to the one before.
    const row = rows.at(-1);
    if (row) weave(piece, older, newer, row.runs);
  });
  rows = pairMoves(rows);
  for (const row of rows) if (isPair(row)) row.runs = settled(row.runs);
  tell(report, rows, older, newer);
  return rows;
}

/** @param {Row} row */
const isPair = (row) => row.piece.old !== null && row.piece.new !== null;

/**
 * Whether it stands in one draft only, with all its words.
 * @param {Row} row
 * @param {Change} change
 */
const isAlone = (row, change) => row.change === change && !row.moved && row.runs.every((run) => run.change === change);

/**
 * Whether words that stay, in other typefaces, are a change: where one of the drafts has no
 * typefaces, it says nothing about them.
 * @param {Row[]} rows
 */
function tellsTypefaces(rows) {
  /** @param {(run: Run) => boolean} isSet */
  const has = (isSet) => rows.some((row) => row.runs.some(isSet));
  return has((run) => run.change !== 'inserted' && run.was !== '') && has((run) => run.change !== 'deleted' && run.style !== '');
}

/**
 * @param {Run[]} runs
 * @param {boolean} tells whether other typefaces are a change
 */
const isMarked = (runs, tells) => runs.some((run) => run.change !== 'kept' || (tells && run.style !== run.was));

/**
 * The runs of one of the two drafts, with the typefaces they have there.
 * @param {Run[]} runs
 * @param {'old' | 'new'} side
 */
export function sideOf(runs, side) {
  const gone = side === 'old' ? 'inserted' : 'deleted';
  return runs.filter((run) => run.change !== gone).map((run) => ({ text: run.text, style: side === 'old' ? run.was : run.style }));
}

/**
 * Clauses that are one piece in the older draft and another in the newer: where nothing stands between the two, they are
 * one paragraph; else the clause was moved.
 * @param {Row[]} rows
 */
function pairMoves(rows) {
  /** @type {Map<number, number>} */
  const gone = new Map();
  rows.forEach((row, at) => { if (isAlone(row, 'deleted')) gone.set(row.clause, at); });
  /** @type {Set<number>} */
  const joined = new Set();
  let id = 0;
  rows.forEach((row, at) => {
    const from = gone.get(row.clause);
    if (from === undefined || !isAlone(row, 'inserted')) return;
    const old = rows[from];
    let isInPlace = true;
    for (let k = Math.min(from, at) + 1; k < Math.max(from, at); k += 1) {
      if (!joined.has(k) && rows[k].piece.old !== null) isInPlace = false;
    }
    row.runs = compareWords(sideOf(old.runs, 'old'), sideOf(row.runs, 'new'));
    row.piece.old = old.piece.old;
    row.face.old = old.face.old;
    if (isInPlace) {
      joined.add(from);
      row.change = 'kept';
    } else {
      id += 1;
      row.moved = { id, half: 'inserted' };
      old.moved = { id, half: 'deleted' };
    }
  });
  return rows.filter((_, at) => !joined.has(at));
}

/**
 * What went and came between two words that stay, compared anew: over many drafts a word may have gone and another,
 * equal one, have come.
 * @param {Run[]} runs
 */
function settled(runs) {
  /** @type {Run[]} */
  const out = [];
  /** @type {Run[]} */
  let hunk = [];
  const settle = () => {
    const isBoth = hunk.some((run) => run.change === 'deleted') && hunk.some((run) => run.change === 'inserted');
    const done = isBoth ? compareWords(sideOf(hunk, 'old'), sideOf(hunk, 'new')) : hunk;
    for (const run of done) push(out, run);
    hunk = [];
  };
  for (const run of runs) {
    if (run.change === 'kept') {
      settle();
      push(out, run);
    } else {
      hunk.push(run);
    }
  }
  settle();
  return out;
}

/**
 * Says of each row what became of it.
 * @param {Report} report
 * @param {Row[]} rows
 * @param {number} older
 * @param {number} newer
 */
function tell(report, rows, older, newer) {
  /** @type {{ old: number | null, new: number | null }} */
  const heads = { old: null, new: null };
  /** @type {{ old: Row | null, new: Row | null }} */
  const whole = { old: null, new: null };
  const tells = tellsTypefaces(rows);
  rows.forEach((row, at) => {
    row.outcome = outcome(rows, at, tells);
    const isAway = row.moved?.half === 'deleted';
    const face = row.face.new ?? row.face.old;
    const opens = ['call', 'heading', 'organ'].includes(face?.kind ?? '');
    if (opens && row.piece.old !== null && !isAway) heads.old = row.clause;
    if (opens && row.piece.new !== null) heads.new = row.clause;
    row.address = { old: row.face.old?.address ?? null, new: row.face.new?.address ?? null };
    row.renumbered = isPair(row) && !isAway && (row.face.old?.label ?? '') !== (row.face.new?.label ?? '');
    if (row.outcome === 'split') row.address.old ??= whole.old?.face.old?.address ?? null;
    if (row.outcome === 'merged') row.address.new ??= whole.new?.face.new?.address ?? null;
    if (row.piece.old !== null) whole.old = row;
    if (row.piece.new !== null) whole.new = row;
    if (!isAway && ['unchanged', 'amended'].includes(row.outcome) && face?.kind === 'clause'
      && heads.old !== heads.new && row.face.old?.section !== row.face.new?.section) row.outcome = 'moved';
    row.classes = isMarked(row.runs, tells) ? classes(report, row, older, newer) : [];
  });
}

/**
 * @param {Row[]} rows
 * @param {number} at
 * @param {boolean} tells whether other typefaces are a change
 */
function outcome(rows, at, tells) {
  const row = rows[at];
  if (row.moved) return 'moved';
  /**
   * @param {Row | undefined} one
   * @param {Change} change
   */
  const takes = (one, change) => one?.change === change && !one.moved && one.runs.some((run) => run.change === 'kept');
  if (row.change === 'inserted') return takes(row, 'inserted') ? 'split' : 'inserted';
  if (row.change === 'deleted') return takes(row, 'deleted') ? 'merged' : 'deleted';
  if (takes(rows[at + 1], 'inserted')) return 'split';
  if (takes(rows[at + 1], 'deleted')) return 'merged';
  return isMarked(row.runs, tells) ? 'amended' : 'unchanged';
}

const ORDER = ['substance', 'negation', 'modal-verb', 'number', 'date-or-place', 'reference', 'bracket', 'editorial'];

/**
 * The kinds of change on the way from one draft to the other: all that happened between them, so that a filter never
 * hides what may be substance.
 * @param {Report} report
 * @param {Row} row
 * @param {number} older
 * @param {number} newer
 */
function classes(report, row, older, newer) {
  if (row.moved?.half === 'deleted' || ['inserted', 'deleted'].includes(row.outcome)) return [];
  const [first, last] = [Math.min(older, newer), Math.max(older, newer)];
  const found = new Set();
  for (const step of report.clauses[row.clause]?.steps ?? []) {
    if (step.draft > first && step.draft <= last) for (const name of step.classes ?? []) found.add(name);
  }
  return ORDER.filter((name) => found.has(name));
}
