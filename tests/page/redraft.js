// The command, and the drafts that the page is held against.

import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { houses } from './houses.js';

const root = resolve(import.meta.dirname, '../..');
const shared = process.env.REDRAFT_SHARED ?? resolve(root, '../shared');

/** The command: the one that REDRAFT names, else the newest that cargo has made. */
const binary = process.env.REDRAFT ?? ['target/debug/redraft', 'target/release/redraft'].map((one) => join(root, one)).find(existsSync);
if (!binary) throw new Error('no redraft to test: run cargo build, or name one in REDRAFT');

/** What the command says. Differences are no failure. */
export function redraft(...args) {
  try {
    return execFileSync(binary, args, { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'], cwd: root });
  } catch (error) {
    if (error.status === 1) return error.stdout;
    throw error;
  }
}

/** The words that the modules of the page read labels by: a page has them. They must be there before a module is asked for. */
function learnWords() {
  const page = redraft('compare', fixture('res140/guadalajara-2010.md'), fixture('res140/dl23-rev2-busan-2014.md'), '--to', 'html');
  const words = page.match(/^const vocabulary = (.*);$/m);
  if (!words) throw new Error('the page has no vocabulary');
  globalThis.vocabulary = JSON.parse(words[1]);
}

const folder = mkdtempSync(join(tmpdir(), 'redraft-page-'));
let pages = 0;

/** The report on some drafts, as a page in a file of its own. */
export function reportPage(drafts) {
  pages += 1;
  const path = join(folder, `report-${pages}.html`);
  redraft('report', ...drafts, '-o', path);
  return path;
}

/** The redline of two drafts, as a page in a file of its own. */
export function redlinePage(drafts) {
  pages += 1;
  const path = join(folder, `redline-${pages}.html`);
  redraft('compare', ...drafts, '-o', path);
  return path;
}

/** @type {Set<import('node:child_process').ChildProcess>} */
const servers = new Set();

/** Ends all servers: a test that fails does not get to end its own. */
export function endServers() {
  for (const child of servers) child.kill();
}

/**
 * A server with some drafts in it: where its first page is, its start page, and how to end it.
 * @param {string[]} [drafts]
 */
export async function serve(drafts = []) {
  const child = spawn(binary, ['serve', ...drafts], { stdio: ['ignore', 'pipe', 'ignore'], cwd: root });
  const first = await new Promise((told) => { createInterface({ input: child.stdout }).once('line', told); });
  servers.add(child);
  const ended = new Promise((told) => { child.once('exit', told); });
  return { first, start: first.replace(/redline\?.*$/, ''), end: () => { child.kill('SIGINT'); return ended; } };
}

/** The data of the report on some drafts. */
export const reportData = (drafts) => JSON.parse(redraft('report', ...drafts, '--to', 'json'));

/**
 * The words of one text of a draft with their labels, clause by clause, without white space, notes and what is not part of the text.
 * @param {string} path
 * @param {'base' | 'revised'} view
 */
export function clauses(path, view = 'revised') {
  pages += 1;
  const text = join(folder, `text-${pages}.${path.split('.').at(-1)}`);
  redraft('clean', path, '--view', view, '-o', text);
  const draft = JSON.parse(redraft('show', text, '--to', 'json'));
  const out = [];
  const add = (clause) => {
    out.push(`${clause.label?.new ?? ''}${clause.revised ?? ''}`.replace(/\[\^[^\]]*\]|[\ufffc\u{f0000}-\u{ffffd}]|\s+/gu, ''));
    for (const one of clause.clauses ?? []) add(one);
  };
  for (const section of draft.sections) {
    if (section.head) add(section.head);
    for (const clause of section.clauses) add(clause);
  }
  return out.filter(Boolean);
}

/** The paragraphs of a draft, each with its label and its words: what all views are held against. */
export function paragraphs(path) {
  const draft = JSON.parse(redraft('show', path, '--to', 'json'));
  const out = [];
  const add = (clause) => {
    if (clause.revised !== null || clause.change !== 'deleted') out.push([clause.label?.new ?? '', clause.revised ?? '']);
    for (const one of clause.clauses ?? []) add(one);
  };
  for (const section of draft.sections) {
    if (section.head) add(section.head);
    for (const clause of section.clauses) add(clause);
  }
  for (const other of draft.other) out.splice(other.at, 0, [other.label?.new ?? '', other.revised ?? '']);
  return out;
}

/** The path of a file in `fixtures/`. */
export const fixture = (name) => join(root, 'fixtures', name);

/** The sets of drafts that the page is tested on. */
export function sets() {
  const out = [{ name: 'Resolution 140', drafts: ['guadalajara-2010.md', 'dl23-rev2-busan-2014.md'].map((name) => fixture(`res140/${name}`)) }];
  const pairs = readdirSync(fixture('pairs')).filter((name) => /\.[12]-/.test(name)).sort();
  for (let k = 0; k + 1 < pairs.length; k += 2) {
    const both = [pairs[k], pairs[k + 1]];
    out.push({ name: both[0].replace(/\.1-.*/, ''), drafts: both.map((name) => fixture(`pairs/${name}`)) });
  }
  const corpus = join(shared, 'corpus');
  if (!existsSync(corpus)) {
    console.log(`SKIPPED: the real drafts: ${corpus} is not there`);
    return out;
  }
  const real = (dir, names) => names.map((name) => join(corpus, dir, `${name}.md`));
  out.push({ name: 'Resolution 140, three drafts', drafts: real('itu-res140', ['guadalajara-2010', 'dl23-rev2-busan-2014', 'dubai-2018']) });
  out.push({ name: 'Paris', drafts: real('paris-agreement', ['23-oct-2015', '4-dec-2015', '9-dec-2015', '12-dec-2015']) });
  return out;
}

/** Drafts of other houses, as sets. */
export function setsOfHouses() {
  return Object.entries(houses).map(([name, texts], at) => ({
    name,
    drafts: texts.map((text, k) => {
      const path = join(folder, `house-${at + 1}-${k + 1}.md`);
      writeFileSync(path, text);
      return path;
    }),
  }));
}

/** Every readable text among the fixtures, each a draft of its own. */
export function singles() {
  const texts = ['seeds', 'odd', 'pairs', 'res140'].flatMap((folder) => readdirSync(fixture(folder)).filter((name) => /\.(md|txt)$/.test(name)).map((name) => fixture(`${folder}/${name}`)));
  return texts.filter((path) => !/(empty|only-spaces)\.txt$/.test(path));
}

export const read = (path) => readFileSync(path, 'utf8');

/** All pairs of drafts, also from a later one to an earlier one. */
export const allPairs = (count) => Array.from({ length: count * count }, (_, k) => [Math.floor(k / count) + 1, (k % count) + 1]).filter(([i, j]) => i !== j);

learnWords();
