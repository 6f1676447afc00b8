// How fast the page of `redraft serve` is, in Chromium, beside a web page of the line diff that `git diff` gives of the same files.
//
//   node benches/page_speed.js target/release/redraft OLDER NEWER [OLDER NEWER …] [--rounds 3]
//
// Needs the packages of tests/page (npm ci there) and Chromium; diff2html beside them (npm install --no-save diff2html) gives a third column.

import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { launch } from '../tests/page/browser.js';

const words = process.argv.slice(2);
const at = words.indexOf('--rounds');
const rounds = at < 0 ? 3 : Number(words.splice(at, 2)[1]);
const [binary, ...files] = words.map((word) => resolve(word));
const folder = mkdtempSync(join(tmpdir(), 'redraft-bench-'));
const require = createRequire(new URL('../tests/page/package.json', import.meta.url));

/** Says when the first row is on the screen. Runs in the page before anything else does. */
function watchFirstRow(selector) {
  const look = () => {
    const rows = [...document.querySelectorAll(selector)].slice(0, 60);
    if (rows.some((row) => row.getClientRects().length)) setTimeout(() => { window.firstRow = Date.now(); });
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Milliseconds from an act to the next frame that shows it, for each of many acts. */
const latencies = (page, act, count) => page.evaluate(async ({ source, many }) => {
  const doIt = new Function('k', source);
  const painted = () => new Promise((done) => { requestAnimationFrame(() => setTimeout(done)); });
  const out = [];
  for (let k = 0; k < many; k += 1) {
    await painted();
    const start = performance.now();
    doIt(k);
    await painted();
    out.push(performance.now() - start);
  }
  return out;
}, { source: act, many: count });

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const KEY = "dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }))";

/** From the drop to the first row; from the click to the first row, with the comparison made while the list was looked at. */
async function ours(browser, older, newer, waits) {
  const child = spawn(binary, ['serve'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const start = await new Promise((told) => { createInterface({ input: child.stdout }).once('line', told); });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(300_000);
  await page.goto(start);
  const dropped = Date.now();
  await page.locator('#files').setInputFiles([older, newer]);
  await page.waitForFunction(() => document.querySelectorAll('#drafts > li[data-number]').length === 2);
  const read = Date.now() - dropped;
  if (waits) await page.waitForFunction(() => document.querySelector('#between').textContent.includes(':'));
  await page.addInitScript(watchFirstRow, '.sheet .row');
  const clicked = Date.now();
  await page.locator('#compare').click({ noWaitAfter: true });
  await page.waitForFunction(() => window.firstRow);
  const first = await page.evaluate(() => window.firstRow) - clicked;
  await page.waitForFunction(() => document.documentElement.classList.contains('script'));
  const ready = Date.now() - clicked;
  await page.waitForTimeout(1500);
  const steps = await latencies(page, KEY, 30);
  const size = await page.evaluate(async () => (await (await fetch(location.href)).blob()).size);
  const json = await page.evaluate(async () => (await (await fetch(location.href.replace('redline?', 'report.json?'))).blob()).size);
  await context.close();
  child.kill('SIGINT');
  return { read, first, ready, step: median(steps), slowest: Math.max(...steps), size, json };
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function lineDiff(older, newer) {
  try {
    return execFileSync('git', ['diff', '--no-index', '-U100000000', older, newer], { encoding: 'utf8', maxBuffer: 1 << 30 });
  } catch (error) {
    return error.stdout;
  }
}

/** The lines of a diff as a table, as web pages of git show them. */
function table(diff) {
  let changes = 0;
  const rows = diff.split('\n').slice(4).map((line) => {
    const kind = { '+': 'add', '-': 'del' }[line[0]];
    if (kind) changes += 1;
    return `<tr${kind ? ` class="${kind}" id="c${changes}"` : ''}><td>${line[0] ?? ''}</td><td>${escaped(line.slice(1))}</td></tr>`;
  });
  return `<!DOCTYPE html><meta charset="utf-8"><style>td{white-space:pre-wrap;vertical-align:top}.add{background:#dfd}.del{background:#fdd}</style><table>${rows.join('\n')}</table>`;
}

async function theirs(browser, make, selector) {
  const start = Date.now();
  const text = make();
  const made = Date.now() - start;
  const path = join(folder, 'diff.html');
  writeFileSync(path, text);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(300_000);
  await page.addInitScript(watchFirstRow, selector);
  const opened = Date.now();
  await page.goto(`file://${path}`, { waitUntil: 'commit' });
  await page.waitForFunction(() => window.firstRow);
  const first = await page.evaluate(() => window.firstRow) - opened;
  await page.waitForLoadState('load');
  const ready = Date.now() - opened;
  await page.waitForTimeout(1500);
  const steps = await latencies(page, "document.querySelectorAll('.add, .del, .d2h-ins, .d2h-del')[k * 7 + 1]?.scrollIntoView()", 30);
  await context.close();
  return { made, first, ready, step: median(steps), slowest: Math.max(...steps), size: statSync(path).size };
}

const ms = (list, name) => `${Math.round(median(list.map((one) => one[name])))}`;
const kb = (bytes) => `${Math.round(bytes / 1000).toLocaleString('en')}`;

async function pair(browser, older, newer) {
  const times = async (run) => {
    const out = [];
    for (let k = 0; k < rounds; k += 1) out.push(await run());
    return out;
  };
  const rows = [];
  const add = (name, made, found) => rows.push(`| ${name} | ${made} | ${ms(found, 'first')} | ${ms(found, 'ready')} | ${ms(found, 'step')} / ${ms(found, 'slowest')} | ${kb(found[0].size)} |`);
  const at_once = await times(() => ours(browser, older, newer, false));
  add('redraft, clicked as soon as both are read', ms(at_once, 'read'), at_once);
  const looked = await times(() => ours(browser, older, newer, true));
  add('redraft, clicked when the list says what changed', ms(looked, 'read'), looked);
  const git = await times(() => theirs(browser, () => table(lineDiff(older, newer)), 'tr'));
  add('git diff as a table of lines', ms(git, 'made'), git);
  let html = null;
  try { html = require('diff2html').html; } catch { /* It is not there: no column. */ }
  if (html) {
    const pretty = await times(() => theirs(browser, () => `<!DOCTYPE html><meta charset="utf-8">${html(lineDiff(older, newer), { drawFileList: false, matching: 'words' })}`, 'tr'));
    add('git diff by diff2html', ms(pretty, 'made'), pretty);
  }
  console.log(`\n${basename(older)} → ${basename(newer)} (${kb(statSync(older).size)} and ${kb(statSync(newer).size)} kB; JSON ${kb(at_once[0].json)} kB), median of ${rounds}\n`);
  console.log('| page | read or made, ms | first row on the screen, ms | ready, ms | step, ms: median / slowest | kB |\n|---|---:|---:|---:|---:|---:|');
  console.log(rows.join('\n'));
}

const browser = await launch();
try {
  for (let k = 0; k + 1 < files.length; k += 2) await pair(browser, files[k], files[k + 1]);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
