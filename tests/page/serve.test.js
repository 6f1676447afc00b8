// The page of `redraft serve` in Chromium: drafts are dropped, ordered and compared, the redline is read and taken away, and
// files that mean harm get a message.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';
import { hasBrowser, launch } from './browser.js';
import { clauses, endServers, fixture, read, serve, sets } from './redraft.js';

const axe = read(createRequire(import.meta.url).resolve('axe-core/axe.min.js'));
const options = { skip: !hasBrowser };
const of = (name) => sets().find((set) => set.name === name);
const two = of('Resolution 140').drafts;
const paris = of('Paris')?.drafts;
const word = ['1-older', '2-newer'].map((name) => fixture(`word/03-brackets-added.${name}.docx`));
const folder = mkdtempSync(join(tmpdir(), 'redraft-serve-'));

/** @type {import('playwright-core').Browser} */
let browser;
before(async () => { if (hasBrowser) browser = await launch(); });
after(() => browser?.close());
after(endServers);

/**
 * A page of a server, which must neither fail nor ask anybody else.
 * @param {string} address
 */
async function visit(address, { width = 1280, height = 900, dark = false } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? 'dark' : 'light', acceptDownloads: true });
  const page = await context.newPage();
  const wrong = [];
  const { origin } = new URL(address);
  page.on('pageerror', (error) => wrong.push(`error: ${error.message}`));
  page.on('console', (message) => {
    // Chromium reports each answer that says no; the page says it to people.
    if (['error', 'warning'].includes(message.type()) && !/status of 4\d\d/.test(message.text())) wrong.push(`console: ${message.text()}`);
  });
  page.on('dialog', (dialog) => { wrong.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', (request) => { if (!/^(blob|data):/.test(request.url()) && new URL(request.url()).origin !== origin) wrong.push(`fetched ${request.url()}`); });
  await page.goto(address);
  await page.waitForFunction(() => document.documentElement.classList.contains('script'));
  return { page, wrong, close: () => context.close() };
}

/** Puts files in through the button. */
const choose = async (page, paths) => {
  const before = await page.locator('#drafts > li').count();
  await page.locator('#files').setInputFiles(paths);
  await page.waitForFunction((count) => document.querySelectorAll('#drafts > li:not(.coming)').length === count, before + paths.length);
};

/** Drops files on the page, as a hand does. */
async function drop(page, paths) {
  const files = paths.map((path) => ({ name: basename(path), bytes: readFileSync(path).toString('base64') }));
  const before = await page.locator('#drafts > li').count();
  await page.evaluate((dropped) => {
    const held = new DataTransfer();
    for (const { name, bytes } of dropped) held.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], name));
    for (const type of ['dragover', 'drop']) document.querySelector('#text').dispatchEvent(new DragEvent(type, { dataTransfer: held, bubbles: true, cancelable: true }));
  }, files);
  await page.waitForFunction((count) => document.querySelectorAll('#drafts > li:not(.coming)').length === count, before + paths.length);
}

const listed = (page) => page.locator('#drafts h3').allTextContents();

async function compare(page) {
  await page.locator('#compare').click();
  await page.waitForURL(/redline/);
  await page.waitForFunction(() => document.documentElement.classList.contains('script') && !document.querySelector('.sheet[aria-busy]'));
}

/** Takes a file away; where it is. */
async function take(page, what) {
  if (!(await page.locator('#take[open]').count())) await page.locator('#take-away').click();
  const coming = page.waitForEvent('download');
  await page.locator(`[data-take="${what}"]`).click();
  const download = await coming;
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  await page.waitForFunction(() => document.querySelector('#take [role=status]').textContent.includes('downloads'));
  return path;
}


const pairs = [
  { name: 'text', drafts: two },
  { name: 'Word', drafts: word },
  ...(paris ? [{ name: 'the Paris drafts', drafts: [paris[0], paris[3]] }] : []),
];

for (const { name, drafts } of pairs) {
  test(`two drafts are dropped, read, stepped through, filtered and taken away: ${name}`, options, async () => {
    const server = await serve();
    const { page, wrong, close } = await visit(server.start);
    await drop(page, drafts);
    await page.waitForFunction(() => / to .*:/.test(document.querySelector('#between').textContent));
    await compare(page);
    assert.ok(await page.locator('.sheet .row').count() > 0);
    await page.keyboard.press('j');
    assert.match(await page.locator('#said').textContent(), /^1 of \d+: /);
    const kind = page.locator('#ledger [data-filter=kind]').first();
    const filtered = await kind.getAttribute('data-name');
    await kind.click();
    assert.equal(await page.locator(`.sheet .row[data-kind]:not([hidden]):not(.${filtered})`).count(), 0);
    await page.keyboard.press('Escape');
    const tracked = await take(page, 'redline.docx');
    assert.deepEqual(clauses(tracked, 'base'), clauses(drafts[0]), 'all rejected is the older draft');
    assert.deepEqual(clauses(tracked), clauses(drafts[1]), 'all accepted is the newer draft');
    const clean = await take(page, 'clean.docx');
    assert.deepEqual(clauses(clean), clauses(drafts[1]));
    const marked = await take(page, 'redline.md');
    assert.deepEqual(clauses(marked, 'base'), clauses(drafts[0]));
    assert.match(read(await take(page, 'brackets.csv')), /^\ufeffaddress,section,/);
    assert.equal(readFileSync(await take(page, 'brackets.xlsx')).subarray(0, 2).toString(), 'PK');
    const alone = await take(page, 'page.html');
    assert.ok(read(alone).includes('id="data"') && !read(alone).includes('connect-src'));
    assert.deepEqual(wrong, []);
    await close();
    assert.equal(await server.end(), 0);
  });
}

test('drafts are put in order by their dates, and by keyboard alone as the reader wants', options, async () => {
  const server = await serve();
  const { page, wrong, close } = await visit(server.start);
  const draft = (day) => {
    const path = join(folder, `${day}.md`);
    writeFileSync(path, `resolves\n\n1 that the meeting is on ${day};\n`);
    return path;
  };
  await choose(page, ['9-dec-2015', '23-oct-2015', '4-dec-2015'].map(draft));
  assert.deepEqual(await listed(page), ['23 October 2015', '4 December 2015', '9 December 2015']);
  assert.match(await page.locator('#sorted').textContent(), /dates/);
  // From the top of the page to "Later" of the first draft, and press it twice.
  await page.locator('#files').focus();
  for (let k = 0; k < 10 && !(await page.evaluate(() => document.activeElement.dataset.act === 'later')); k += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.match(await page.locator('#said').textContent(), /23 October 2015 is now 2 of 3/);
  await page.keyboard.press('Enter');
  assert.deepEqual(await listed(page), ['4 December 2015', '9 December 2015', '23 October 2015']);
  assert.ok(await page.evaluate(() => document.activeElement.closest('li').textContent.includes('23 October')), 'the focus stays with the draft');
  await page.keyboard.press('Enter');
  assert.deepEqual(await listed(page), ['4 December 2015', '9 December 2015', '23 October 2015'], 'it cannot go further');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.deepEqual(await listed(page), ['4 December 2015', '9 December 2015']);
  assert.match(await page.locator('#said').textContent(), /23 October 2015 is removed/);
  for (let k = 0; k < 12 && !(await page.evaluate(() => document.activeElement.id === 'compare')); k += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL(/redline/);
  assert.match(await page.locator('#doc').textContent(), /4 December 2015to9 December 2015/);
  assert.deepEqual(wrong, []);
  await close();
  await server.end();
});

test('every view of the page works as it does in a report, under the policy of the server', options, async () => {
  const server = await serve(two);
  const { page, wrong, close } = await visit(server.first);
  for (const [hash, place] of [['#:view=side', 'body.side .sheet'], ['#:view=story', '#story .index'], ['#:view=brackets', '#brackets svg'], ['#:view=references', '#references h1'], ['#:drafts=2-1', '.sheet .row']]) {
    await page.evaluate((to) => { location.hash = to; }, hash);
    await page.waitForSelector(place, { state: 'attached' });
    await page.waitForFunction(() => !document.querySelector('.sheet[aria-busy]'));
  }
  await page.evaluate(() => { location.hash = '#:drafts=1-2'; });
  await page.waitForFunction(() => document.querySelector('#doc').textContent.startsWith('guadalajara') && !document.querySelector('.sheet[aria-busy]'));
  await page.keyboard.press('n');
  await page.keyboard.press('w');
  await page.locator('#settle input').nth(1).check();
  await page.keyboard.press('Escape');
  assert.match(await page.locator('#whatif').textContent(), /1 of \d+ settled/);
  for (const key of ['l', 'o']) await page.keyboard.press(key);
  assert.deepEqual(wrong, []);
  await close();
  await server.end();
});

test('back to the list, another draft, and two tabs that keep to themselves', options, async () => {
  const server = await serve(two);
  const { page, wrong, close } = await visit(server.first);
  await page.locator('.to-drafts').click();
  await page.waitForSelector('#drafts li');
  assert.equal((await listed(page)).length, 2);
  const other = await page.context().newPage();
  await other.goto(server.start);
  await choose(other, [fixture('pairs/02.brackets.1-older.md')]);
  assert.equal((await listed(other)).length, 3);
  await page.reload();
  assert.equal((await listed(page)).length, 2, 'the list of this tab is as it was');
  assert.match(await page.locator('#others').textContent(), /02\.brackets/, 'what is in memory is told');
  await page.locator('#drafts [data-act=later]').first().click();
  await compare(page);
  assert.match(await page.locator('#doc').textContent(), /busan.*to.*guadalajara/);
  await page.goBack();
  await page.waitForSelector('#drafts li');
  assert.match((await listed(page))[0], /busan/);
  // What one tab takes out of memory, the other says that it has not.
  await other.locator('#drafts [data-act=remove]').first().click();
  await other.waitForFunction(() => document.querySelector('#said').textContent.includes('is removed'));
  await page.locator('#compare').click();
  await page.waitForSelector('h1:has-text("did not work")');
  assert.match(await page.locator('.lede').textContent(), /not here any more/);
  await page.getByRole('link', { name: 'Back to the drafts' }).click();
  await page.waitForSelector('#drafts li');
  assert.deepEqual(wrong, []);
  await close();
  await server.end();
});

test('a file that means harm gets a message, and the page goes on', options, async () => {
  const server = await serve();
  const { page, wrong, close } = await visit(server.start);
  const file = (name, content) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const hostile = '<img src=x onerror=alert(1)>.md';
  await choose(page, [
    file('empty.md', ''),
    file('cut.docx', readFileSync(word[0]).subarray(0, 900)),
    file('picture.png', Buffer.from('89504e470d0a1a0a00000000', 'hex')),
    file(hostile, 'resolves\n\n1 that <script>alert(2)</script> [<b>x</b>] act;\n'),
  ]);
  const failed = await page.locator('#drafts .failed .sub').allTextContents();
  assert.equal(failed.length, 3, failed.join('\n'));
  for (const says of ['empty', 'ZIP', 'picture']) assert.ok(failed.some((text) => text.includes(says)), `${says}: ${failed}`);
  assert.match(await page.locator('#said').textContent(), /1 draft read.*was not read/);
  assert.equal(await page.locator('#drafts h3').first().textContent(), hostile.replace('.md', ''));
  assert.equal(await page.locator('main img, main b').count(), 0);
  await page.getByRole('button', { name: /Dismiss the message on empty.md/ }).click();
  assert.equal(await page.locator('#drafts .failed').count(), 2);
  await choose(page, [two[1]]);
  await compare(page);
  assert.equal(await page.locator('img, b:has-text("x"):not(.ui *)').count(), 0);
  await page.locator('#take-away').click();
  assert.ok((await page.locator('#take').textContent()).includes('Take away'));
  assert.deepEqual(wrong, []);
  await close();
  await server.end();
});

test('text can be pasted, and a server that has ended is said to have', options, async () => {
  const server = await serve();
  const { page, close } = await visit(server.start);
  await page.evaluate(() => {
    const held = new DataTransfer();
    held.setData('text/plain', 'resolves\n\n1 that States act;\n');
    document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: held, bubbles: true }));
  });
  await page.waitForFunction(() => document.querySelector('#drafts > li:not(.coming)'));
  assert.deepEqual(await listed(page), ['Pasted text 1']);
  assert.match(await page.locator('#compare').textContent(), /Read this draft/);
  await server.end();
  await page.locator('#files').setInputFiles(two[0]);
  await page.waitForSelector('#drafts .failed');
  assert.match(await page.locator('#drafts .failed').textContent(), /it has ended/);
  await close();
});

for (const dark of [false, true]) {
  for (const width of [1280, 320]) {
    test(`axe finds nothing serious, and nothing sticks out: ${width} px, ${dark ? 'dark' : 'light'}`, options, async () => {
      const server = await serve(two);
      const { page, wrong, close } = await visit(server.start, { width, dark });
      const look = async (what) => {
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${what} is ${wide} px too wide`);
        // Only what a first screen or two shows: a whole text takes axe minutes.
        await page.evaluate(() => { for (const list of document.querySelectorAll('.sheet, .reg')) [...list.children].slice(6).forEach((one) => one.remove()); });
        await page.evaluate(axe);
        const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
        const grave = found.violations.filter((one) => ['serious', 'critical'].includes(one.impact));
        assert.deepEqual(grave.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' || ')}`), [], what);
      };
      await look('the list of drafts');
      await page.locator('#files').setInputFiles({ name: 'empty.md', mimeType: 'text/plain', buffer: Buffer.from('') });
      await page.waitForSelector('#drafts .failed');
      await look('the list with a message');
      await compare(page);
      await look('the redline');
      await page.locator('#take-away').click();
      await look('taking away');
      await page.goto(`${server.start}redline?drafts=99`);
      await look('a message');
      await page.goto(`${server.start}?drafts=`);
      await look('the empty start page');
      assert.deepEqual(wrong, []);
      await close();
      await server.end();
    });
  }
}
