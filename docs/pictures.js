// Makes the pictures in the README from real pages:
//
//   node docs/pictures.js target/release/redraft [../shared]
//
// Needs the packages of tests/page (npm ci there) and Chromium. Those of the Paris Agreement need its drafts, which are not ours.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { launch } from '../tests/page/browser.js';

const [binary, shared = '../shared'] = process.argv.slice(2).map((word) => resolve(word));
const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'redraft-pictures-'));
const res140 = ['guadalajara-2010', 'dl23-rev2-busan-2014'].map((name) => `fixtures/res140/${name}.md`);
const paris = ['23-oct', '4-dec', '9-dec', '12-dec'].map((day) => join(shared, `corpus/paris-agreement/${day}-2015.md`));

/** The report on some drafts as a file. */
function report(name, drafts) {
  const path = join(folder, `${name}.html`);
  // That drafts differ is told by the exit code, and no failure.
  spawnSync(binary, ['report', ...drafts, '-o', path], { cwd: root, stdio: 'ignore' });
  return `file://${path}`;
}

const browser = await launch();

/** Opens an address, does what is to be done, takes the picture. */
async function picture(name, width, height, address, act = async () => {}) {
  const page = await browser.newPage({ viewport: { width, height } });
  await page.goto(address);
  await page.waitForFunction(() => document.documentElement.classList.contains('script'));
  await act(page);
  await page.waitForTimeout(300);
  await page.screenshot({ path: join(root, `docs/${name}.png`) });
  await page.close();
  console.log(`docs/${name}.png`);
}

/** Scrolls so that what is meant stands this far from the top. */
const scrollTo = (page, selector, text, top) => page.locator(selector, { hasText: text }).first().evaluate((one, at) => { scrollBy({ top: one.getBoundingClientRect().top - at, behavior: 'instant' }); }, top);

const two = report('res140', res140);
await picture('redline', 1280, 860, two, (page) => scrollTo(page, '.sheet h2', 'considering', 70));
await picture('what-if', 1280, 820, two, async (page) => {
  await page.locator('.reg li > a', { hasText: 'Section C of the WSIS+10' }).click();
  await page.locator('.reg li.open input[value="2"]').check();
  await scrollTo(page, '.sheet h2', 'taking into account', 330);
});
if (existsSync(paris[0])) {
  await picture('report', 1200, 900, `${report('paris', paris)}#:view=brackets`);
  const child = spawn(binary, ['serve', ...paris], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
  const first = await new Promise((told) => { createInterface({ input: child.stdout }).once('line', told); });
  await picture('serve-start', 900, 800, first.replace(/redline\?.*$/, ''), (page) => page.locator('#drafts > li[data-number]').nth(3).waitFor());
  await picture('serve-redline', 1320, 760, `${first.replace(/redline\?.*$/, '')}redline?drafts=2.3`, async (page) => {
    await page.waitForTimeout(1000);
    await scrollTo(page, '.sheet h2', 'Article 9 (transparency)', 70);
  });
  child.kill();
} else {
  console.log('NOT MADE: the pictures of the Paris Agreement: its drafts are not there');
}
await browser.close();
rmSync(folder, { recursive: true });
