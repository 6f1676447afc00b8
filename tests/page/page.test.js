// The page in Chromium: what it shows, what keys and links do, what a screen reader is told, what hostile text cannot do.

import assert from 'node:assert/strict';
import { writeFileSync, mkdtempSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { go, hasBrowser, launch, open } from './browser.js';
import { allPairs, fixture, paragraphs, read, redlinePage, redraft, reportPage, sets, setsOfHouses } from './redraft.js';

const axe = read(createRequire(import.meta.url).resolve('axe-core/axe.min.js'));
const of = (name) => sets().find((set) => set.name === name);
const paris = of('Paris');
const three = of('Resolution 140, three drafts');
const two = of('Resolution 140');
const options = { skip: !hasBrowser };
const withReal = { skip: !hasBrowser || !paris };

/** @type {import('playwright-core').Browser} */
let browser;
before(async () => { if (hasBrowser) browser = await launch(); });
after(() => browser?.close());

/** The words of both drafts, read off the page: without `ins` it shows the older one, without `del` the newer. */
const sides = (page) => page.evaluate(() => {
  const text = (element, gone) => {
    const copy = element.cloneNode(true);
    for (const one of copy.querySelectorAll(`${gone}, .bn, .gone`)) one.remove();
    return copy.textContent;
  };
  const all = [...document.querySelectorAll('.sheet h2 > span:first-child, .sheet .row')];
  const words = (gone, skip) => all.filter((one) => !one.matches(skip)).map((one) => text(one.matches('.row') ? one.querySelector('.txt') : one, gone)).join('').replace(/\s+/g, '');
  return { old: words('ins', '.arrived'), new: words('del', '.ghost') };
});

/** The same of a draft. Calls have their label in the line; what is not part of the text stands at the end of the page. */
const wordsOf = (path) => paragraphs(path).map(([, text]) => text).join('').replace(/\s+/g, '');

for (const { name, drafts } of [two, three, paris].filter(Boolean)) {
  test(`taking out ins gives draft i, taking out del gives draft j: ${name}`, options, async () => {
    const { page, wrong, close } = await open(browser, reportPage(drafts));
    const furniture = await page.evaluate(() => document.querySelectorAll('#tail details:not(#findings)').length);
    for (const [i, j] of allPairs(drafts.length)) {
      await go(page, `#:drafts=${i}-${j}`);
      const shown = await sides(page);
      if (furniture) continue;
      const bare = (text) => text.replace(/Article\S*|[\d[\]().]/g, '');
      assert.equal(bare(shown.old), bare(wordsOf(drafts[i - 1])), `the older side of ${i} to ${j}`);
      assert.equal(bare(shown.new), bare(wordsOf(drafts[j - 1])), `the newer side of ${i} to ${j}`);
    }
    assert.deepEqual(wrong, []);
    await close();
  });
}

/** The sheet as it is, but for what only the script adds, and for where equal words were left out and where not. */
const sheetOf = (page) => page.evaluate(() => {
  const sheet = document.querySelector('.sheet').cloneNode(true);
  for (const one of sheet.querySelectorAll('.to-story, .row.here')) one.remove();
  for (const one of sheet.querySelectorAll('[data-clause]')) one.removeAttribute('data-clause');
  return [...sheet.querySelectorAll('section')].map((one) => one.outerHTML.replaceAll('\n', ' ').replaceAll('><', '>\n<').replaceAll(/>\s+</g, '>\n<').replaceAll(' open=""', ''));
});

for (const { name, drafts } of sets().filter((set) => set.name !== 'Paris')) {
  test(`with and without script the sheet is the same: ${name}`, options, async () => {
    const path = reportPage(drafts);
    const plain = await open(browser, path);
    const sent = await sheetOf(plain.page);
    const beside = () => plain.page.evaluate(() => ['.outline ol', '#ledger', '#section'].map((one) => document.querySelector(one).innerHTML));
    const sentBeside = await beside();
    const last = drafts.length;
    await go(plain.page, `#:drafts=${last}-${last - 1}`);
    await go(plain.page, `#:drafts=${last - 1}-${last}`);
    const made = await sheetOf(plain.page);
    assert.deepEqual((await beside()).map((html) => html.replaceAll(' aria-current="true"', '')), sentBeside.map((html) => html.replaceAll(' aria-current="true"', '')));
    // Words are compared once more where a clause moved: which of two equal words is said to stay may differ.
    // The laws hold the words themselves.
    const bare = (html) => html.replace(/<p class="txt"[\s\S]*?<\/p>/g, '').replace(/<\/?(ins|del)[^>]*>/g, '').replace(/<a class="bn"[\s\S]*?<\/a>/g, '');
    const lines = (list) => list.map(bare).join('\n').split('\n');
    assert.deepEqual(lines(made), lines(sent));
    assert.deepEqual(plain.wrong, []);
    await plain.close();
  });
}

test('without script the redline of the last two drafts is there to read', options, async () => {
  const { page, close } = await open(browser, reportPage((three ?? two).drafts), { script: false });
  assert.ok(await page.locator('.sheet .row').count() > 50);
  assert.ok(await page.getByText('which is switched off').isVisible());
  assert.equal(await page.locator('.keys').isVisible(), false);
  await close();
});

test('whose text a bracket holds is said in the register, in the panel and in the view of brackets', options, async () => {
  const { drafts } = setsOfHouses().find(({ name }) => name === 'brackets that say whose text they hold');
  const entries = (page) => page.locator('.reg li .q').evaluateAll((all) => all.map((one) => [one.querySelector('.by-whom')?.textContent ?? '', one.textContent]));
  const sent = await open(browser, redlinePage(drafts.toReversed()), { script: false });
  const plain = await entries(sent.page);
  await sent.close();
  const { page, wrong, close } = await open(browser, reportPage(drafts.toReversed()));
  const shown = await entries(page);
  assert.deepEqual(shown.slice(0, 3), [['EU', 'EU all'], ['CL, PE propose; US oppose', 'CL, PE propose; US oppose , as appropriate,'], ['Japan', 'Japan shall']]);
  assert.ok(shown.some(([, text]) => text === 'EU [be]'));
  assert.deepEqual(shown.find(([, text]) => text.includes('reserve')), ['', 'US reserve'], 'what only names say is not said twice');
  assert.deepEqual(shown.filter(([by]) => by), plain.filter(([by]) => by), 'without script it says the same');
  await page.locator('#b3').click();
  assert.equal(await page.locator('#settle .which .by-whom').textContent(), 'Japan');
  assert.deepEqual(await page.locator('#settle .way').allTextContents(), ['leave open', 'shall Japan', 'should US', 'none of them']);
  await page.keyboard.press('Escape');
  await go(page, '#:view=brackets');
  assert.deepEqual(await page.locator('.passages td:not(.became) > small').allTextContents(), shown.map(([by]) => by).filter(Boolean));
  assert.deepEqual(wrong, []);
  await close();
});

test('keys step from change to change, follow moves, fold, read and filter', options, async () => {
  const { page, wrong, close } = await open(browser, reportPage((three ?? two).drafts));
  const said = () => page.locator('#said').textContent();
  await page.keyboard.press('j');
  assert.match(await said(), /^1 of \d+: /);
  assert.ok(await page.locator('.sheet .here:focus').isVisible());
  await page.keyboard.press('j');
  assert.match(await said(), /^2 of /);
  await page.keyboard.press('k');
  assert.match(await said(), /^1 of /);
  assert.match(page.url(), /at=/);
  const hidden = await page.locator('.fold:not(.gone):not([open])').count();
  await page.keyboard.press('f');
  assert.equal(await page.locator('.fold:not([open])').count(), 0, `${hidden} folds opened`);
  await page.keyboard.press('1');
  assert.ok(await page.locator('body.older').count());
  await page.keyboard.press('2');
  if (three) {
    const moved = page.locator('.row.moved:not(.ghost)').first();
    await moved.evaluate((row) => { row.tabIndex = -1; row.focus(); });
    const id = await moved.getAttribute('id');
    if (await moved.locator('a.follow').count()) {
      await page.keyboard.press('m');
      assert.ok(await page.locator('.row.ghost.here').isVisible());
      await page.keyboard.press('m');
      assert.ok(await page.locator(`#${id}.here`).isVisible());
    }
  }
  await page.keyboard.press('/');
  await page.keyboard.type('council');
  const counts = await page.locator('.veiled').allTextContents();
  assert.ok(counts.every((text) => /^\d+ (sections? )?hidden by the filter/.test(text)) && counts.length > 0);
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.veiled').count(), 0);
  await page.keyboard.press('?');
  assert.ok(await page.locator('dialog[open]').isVisible());
  await page.locator('#close').click();
  await page.locator('#all-keys').click();
  assert.ok(await page.locator('dialog[open]').isVisible());
  await page.locator('#close').click();
  assert.deepEqual(wrong, []);
  await close();
});

test('a count shows only what it counts; again, all; another, that too; the address keeps it', options, async () => {
  const { page, wrong, close } = await open(browser, reportPage(two.drafts));
  const button = (name) => page.getByRole('button', { name: new RegExp(`^\\d+ ${name}: show only these$`) });
  const kinds = () => page.evaluate(() => [...new Set([...document.querySelectorAll('.sheet .row[data-kind]')].filter((row) => row.checkVisibility()).map((row) => row.dataset.kind))].sort());
  const counts = async () => (await page.locator('#shown-count').textContent()).replaceAll(',', '').match(/\d+/g).map(Number);
  assert.equal(await page.locator('#shown').isVisible(), false);
  assert.equal(await page.locator('[data-filter][aria-pressed=true]').count(), 0);
  await button('inserted').focus();
  await page.keyboard.press('Enter');
  assert.deepEqual(await kinds(), ['inserted']);
  assert.equal(await button('inserted').getAttribute('aria-pressed'), 'true');
  const inserted = Number(await button('inserted').locator('b').textContent());
  const [shown, all, hidden] = await counts();
  assert.equal(shown, inserted);
  assert.equal(shown + hidden, all);
  assert.equal(all, (await page.locator('[data-filter=kind] b').allTextContents()).reduce((sum, one) => sum + Number(one), 0), 'the counts are those of the page');
  const veiled = (await page.locator('.veiled').allTextContents()).map((text) => Number(text.match(/^(\d+) hidden/)?.[1] ?? 0)).reduce((sum, one) => sum + one, 0);
  assert.equal(veiled, await page.locator('.sheet .row[hidden]').count(), 'what is hidden is counted where it stands');
  await button('deleted').click();
  assert.deepEqual(await kinds(), ['deleted', 'inserted']);
  assert.match(page.url(), /show=inserted\.deleted/);
  await page.reload();
  await page.waitForSelector('#shown:not([hidden])');
  assert.deepEqual(await kinds(), ['deleted', 'inserted']);
  await button('deleted').click();
  await button('inserted').click();
  assert.equal(await page.locator('#shown').isVisible(), false);
  assert.ok((await kinds()).length > 3);
  await button('number').click();
  for (const classes of await page.evaluate(() => [...document.querySelectorAll('.sheet .row[data-kind]:not([hidden])')].map((row) => row.dataset.classes))) assert.match(classes, /number/);
  for (const button of await page.locator('[data-filter]').all()) {
    await page.keyboard.press('Escape');
    await button.click();
    assert.equal((await counts())[0], Number(await button.locator('b').textContent()), await button.textContent());
  }
  await page.getByRole('button', { name: 'show all' }).click();
  assert.equal(await page.locator('.sheet .row[hidden], .sheet section[hidden], .sheet ol[hidden], .veiled').count(), 0);
  assert.ok(!page.url().includes('class='));
  assert.deepEqual(wrong, []);
  await close();
});

test('what a filter hides can be shown where it stands', options, async () => {
  const { page, wrong, close } = await open(browser, reportPage(two.drafts));
  await page.locator('[data-filter=kind][data-name=deleted]').click();
  for (let left = await page.locator('.veiled button').count(); left > 0; left -= 1) await page.locator('.veiled button').first().click();
  assert.equal(await page.locator('.sheet .row[hidden], .sheet section[hidden], .sheet ol[hidden], .sheet li[hidden]').count(), 0);
  assert.deepEqual(wrong, []);
  await close();
});

test('a call that changed is a change to step to', { skip: !hasBrowser || !three }, async () => {
  const { page, wrong, close } = await open(browser, reportPage(three.drafts));
  const heads = await page.locator('.sheet h2:is(.amended, .call.inserted, .call.deleted)').count();
  assert.ok(heads > 5);
  await page.keyboard.press('j');
  assert.equal(await page.locator('h2.here:focus').count(), 1, 'the organ, whose conference is another one');
  assert.match(await page.locator('#said').textContent(), /^1 of \d+: The Plenipotentiary Conference .*, amended$/);
  await page.keyboard.press('o');
  assert.equal(await page.locator('.whose-list').count(), 0);
  await page.reload();
  await page.waitForSelector('h2.here');
  await page.locator('#substance').click();
  assert.equal(await page.locator('.sheet h2:is(.amended, .call.inserted, .call.deleted):visible').count(), heads, 'none is formal');
  await page.keyboard.press('l');
  await page.locator('.entry').first().waitFor();
  assert.match(await page.locator('.entry').first().textContent(), /The Plenipotentiary Conference.*amended/);
  assert.deepEqual(wrong, []);
  await close();
});

test('stepping begins with the text; the masthead comes last', { skip: !hasBrowser || !three }, async () => {
  const { page, wrong, close } = await open(browser, reportPage(three.drafts));
  const at = () => page.evaluate(() => document.querySelector('.sheet .here').matches('.front'));
  assert.ok(await page.locator('.row.front:is(.amended, .deleted)').count() > 5);
  await page.keyboard.press('j');
  assert.match(await page.locator('#said').textContent(), /^1 of \d+: /);
  assert.equal(await at(), false);
  await page.keyboard.press('k');
  assert.equal(await at(), true, 'the one before the first is the last');
  assert.ok(await page.locator('.row.here').isVisible(), 'and its fold is open');
  await page.keyboard.press('j');
  assert.equal(await at(), false);
  assert.match(await page.locator('#said').textContent(), /^1 of /);
  assert.deepEqual(wrong, []);
  await close();
});

test('an article is one section, also where its title or its number came or went', options, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'redraft-articles-'));
  const write = (name, text) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const adaptation = '1. Each Party shall [act][should act] on the matter of adaptation without delay.\n\n';
  const transparency = '1. Each Party shall [provide][should provide] information on its emissions.\n\n2. The review [shall] be technical and facilitative in its nature.\n\n';
  const drafts = [
    write('one.md', `## Article 8\n\n${adaptation}## Article 9\n\n${transparency}## Annex\n\n1. Parties shall meet each year.\n`),
    write('two.md', `## Article 8 *(adaptation)*\n\n${adaptation}## Article 9 *(transparency)*\n\n${transparency}## Annex\n\n1. Parties shall meet each year.\n`),
    write('three.md', `## Article 7\n\n${adaptation}## Article 8 *(transparency)*\n\n${transparency}## Annex\n\n1. Parties shall meet each year.\n`),
  ];
  const { page, wrong, close } = await open(browser, reportPage(drafts));
  const names = () => page.locator('#section option').allTextContents();
  assert.deepEqual(await names(), ['all', 'Article 8 (adaptation), now Article 7', 'Article 9 (transparency), now Article 8 (transparency)', 'Annex']);
  await go(page, '#:drafts=1-2');
  assert.deepEqual(await names(), ['all', 'Article 8 (adaptation)', 'Article 9 (transparency)', 'Annex']);
  assert.deepEqual(await page.locator('.outline i').allTextContents(), ['Article 8 (adaptation)', 'Article 9 (transparency)', 'Annex']);
  await page.locator('#section').selectOption({ label: 'Article 9 (transparency)' });
  assert.deepEqual(await page.locator('.sheet h2:visible > span:first-child').allTextContents(), ['Article 9 (transparency)']);
  assert.equal(await page.locator('.sheet .row:not([hidden])').count(), 2);
  assert.deepEqual(wrong, []);
  await close();
});

for (const { name, drafts } of [two, three, paris].filter(Boolean)) {
  test(`the first words of the text are on the first screen: ${name}`, options, async () => {
    for (const [width, height] of [[1024, 768], [360, 740], [320, 740], [420, 740]]) {
      const { page, close } = await open(browser, reportPage(drafts), { width, height });
      const box = await page.locator('.sheet h2 > span:visible, .sheet .txt:visible').first().boundingBox();
      const foot = await page.locator('.foot').boundingBox();
      assert.ok(box.y + 40 < Math.min(foot?.y || height, height), `at ${width} px the text begins at ${box.y}`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0, `nothing sticks out at ${width} px`);
      await close();
    }
  });
}

test('nothing moves when the script begins', options, async () => {
  for (const { drafts } of [two, three, paris].filter(Boolean)) {
    const path = reportPage(drafts);
    for (const [width, height] of [[1440, 900], [1024, 768], [360, 740]]) {
      const context = await browser.newContext({ viewport: { width, height } });
      await context.addInitScript(() => {
        window.moved = [];
        const name = (one) => one.node?.id || one.node?.className || one.node?.nodeName;
        new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.moved.push(`${entry.value}: ${entry.sources.map(name)}`); }).observe({ type: 'layout-shift', buffered: true });
      });
      const page = await context.newPage();
      await page.goto(`file://${path}`);
      await page.waitForFunction(() => document.querySelector('#before'));
      await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))); }));
      assert.deepEqual(await page.evaluate(() => window.moved), [], `at ${width} px`);
      await context.close();
    }
  }
});

test('any two drafts can be chosen, and a link shows what the sender saw', { skip: !hasBrowser || !three }, async () => {
  const { page, wrong, close } = await open(browser, reportPage(three.drafts));
  await page.locator('#older').selectOption('1');
  await page.waitForFunction(() => location.hash.includes('drafts=1-3') && !document.querySelector('.sheet[aria-busy]'));
  assert.match(await page.locator('#doc').textContent(), /guadalajara-2010.*dubai-2018/);
  await page.keyboard.press('Escape');
  await page.locator('#text').focus();
  await page.keyboard.press('s');
  await page.waitForFunction(() => document.body.classList.contains('side'));
  await page.locator('.txt.was:visible').first().waitFor();
  assert.deepEqual(wrong, []);
  await close();
});

test('a long label in a story is no taller than a short one', withReal, async () => {
  const { page, wrong, close } = await open(browser, reportPage(paris.drafts), { hash: '#:view=story' });
  await page.locator('#story .filter').fill('Option 2');
  await page.locator('#story .index a').first().click();
  const bubble = page.locator('.bubble', { hasText: 'Option' }).first();
  assert.match(await bubble.textContent(), /^Option \d+:/);
  assert.ok((await bubble.boundingBox()).height < 40);
  assert.deepEqual(wrong, []);
  await close();
});

test('the story of a clause: its label in every draft', { skip: !hasBrowser || !three }, async () => {
  const { page, wrong, close } = await open(browser, reportPage(three.drafts), { hash: '#:view=story' });
  await page.locator('#story .filter').fill('continue to adapt itself');
  await page.locator('#story .index a').first().click();
  await page.waitForSelector('.states');
  assert.deepEqual(await page.locator('.bubble').allTextContents(), ['4', '5', '7']);
  assert.match(await page.locator('#story .lede').textContent(), /resolves 4 → 5 → 7/);
  await page.locator('.states a').last().click();
  await page.waitForSelector('.row.here');
  assert.equal(await page.locator('.row.here').getAttribute('data-new'), 'resolves 7');
  assert.deepEqual(wrong, []);
  await close();
});

test('in three clicks: which brackets opened on 4 December are still open on 9 December, in Article 9?', withReal, async () => {
  const { page, wrong, close } = await open(browser, reportPage(paris.drafts));
  await page.getByRole('link', { name: 'Brackets', exact: true }).click();
  await page.getByRole('link', { name: /^\d+ open in Article 9 .*, 9 December 2015$/ }).click();
  await page.getByRole('link', { name: /^4 Dec / }).last().click();
  await page.locator('#passages-of', { hasText: 'opened on 4 December' }).waitFor();
  const heading = await page.locator('#passages-of').textContent();
  assert.match(heading, /open on 9 December 2015 in Article 9 .*, opened on 4 December 2015$/);
  const count = await page.locator('.passages tbody tr').count();
  const told = (heading.match(/\d+(?= passages? )/)?.[0] ?? 0) * 1 + (heading.match(/\d+(?= status)/)?.[0] ?? 0) * 1;
  assert.equal(told, count, heading);
  console.log(`${heading}: ${(await page.locator('.passages .words').allTextContents()).join(' | ')}`);
  assert.deepEqual(wrong, []);
  await close();
});

test('what a draft says never becomes markup', options, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'redraft-hostile-'));
  const hostile = ['</script><script>alert(1)</script>', '<img src=x onerror=alert(2)>', '"><svg onload=alert(3)>', '<!--<script>', '&lt;b&gt;', '[<iframe src="javascript:alert(4)">]'];
  const drafts = ['older', 'newer'].map((name, k) => {
    const path = join(folder, `${name}.txt`);
    writeFileSync(path, `resolves\n\n${hostile.map((text, at) => `${at + 1} that ${text} be ${k ? 'removed' : 'kept'} by all States that act;`).join('\n\n')}\n`);
    return path;
  });
  for (const path of [reportPage(drafts), redlinePage(drafts)]) {
    const { page, wrong, close } = await open(browser, path);
    for (const hash of ['#:drafts=2-1', '#:view=story', '#:view=brackets', '#:view=references', '#:view=story&clause=2']) await go(page, hash);
    assert.equal(await page.locator('img, iframe, svg[onload]').count(), 0);
    assert.equal(await page.locator('script').count(), 2, 'the script and the data');
    assert.ok((await page.evaluate(() => document.body.textContent)).includes('onerror=alert(2)'));
    assert.deepEqual(wrong, []);
    await close();
  }
});

test('text from right to left stands right', options, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'redraft-arabic-'));
  const drafts = ['أن يواصل الاتحاد تكييف نفسه مع مراعاة التطورات التكنولوجية', 'أن يواصل الاتحاد تكييف نفسه مع مراعاة [جميع] التطورات الرقمية'].map((text, k) => {
    const path = join(folder, `${k}.txt`);
    writeFileSync(path, `الجمعية العامة،\n\n1. تقرر ${text}؛\n\n2. تطلب إلى الأمين العام أن يقدم تقريرا إلى الجمعية؛\n`);
    return path;
  });
  const { page, close } = await open(browser, reportPage(drafts));
  const box = async (selector) => (await page.locator(selector).first().boundingBox());
  assert.equal(await page.locator('.sheet').getAttribute('dir'), 'rtl');
  const [label, text] = [await box('.row.amended .lab'), await box('.row.amended .txt')];
  assert.ok(label.x > text.x, 'the label stands at the right of its text');
  await close();
});

test('a bracket is settled where it stands: words, numbers and the reading to take away follow', { skip: !hasBrowser || !two }, async () => {
  const { page, wrong, close } = await open(browser, reportPage(two.drafts));
  await page.evaluate(() => { navigator.clipboard.writeText = async (text) => { window.copied = text; }; });
  assert.equal(await page.locator('#whatif').isVisible(), false);
  await page.locator('#b5').click();
  assert.ok(await page.locator('#settle').isVisible());
  await page.getByLabel('drop', { exact: true }).check();
  const row = page.locator('.row', { has: page.locator('#b5') });
  assert.match(await row.getAttribute('class'), /if-gone/);
  assert.match(await page.locator('#whatif').textContent(), /What if: 1 of \d+ settled/);
  assert.match(await page.locator('#settle .then').textContent(), /d\) goes; .* become d\) to /);
  assert.match(await page.locator('.if-label').first().textContent(), /d\)/);
  await page.keyboard.press('Escape');
  await page.waitForSelector('#b5:focus');
  await page.keyboard.press('3');
  assert.equal(await row.isVisible(), false);
  await page.keyboard.press('2');
  await page.getByRole('button', { name: 'drop the rest' }).click();
  await page.getByRole('button', { name: 'copy the text' }).click();
  const plain = (text) => text.split(/\n\n/).map((one) => one.trim().replace(/\s+/g, ' ')).filter(Boolean);
  const said = redraft('clean', two.drafts[1], '--brackets', 'drop', '--renumber', '--to', 'text');
  assert.deepEqual(plain(await page.evaluate(() => window.copied)), plain(said));
  await page.getByRole('button', { name: 'reset' }).click();
  assert.equal(await page.locator('del.if, ins.if, .if-gone, .if-label').count(), 0);
  assert.equal(await page.locator('#whatif').isVisible(), false);
  assert.ok(!page.url().includes('settled'));
  assert.deepEqual(wrong, []);
  await close();
});

test('an entry of the register leads to its bracket, and settles it', { skip: !hasBrowser || !two }, async () => {
  const { page, wrong, close } = await open(browser, reportPage(two.drafts));
  await page.locator('#r2 > a').click();
  await page.waitForSelector('#r2 .more');
  await page.locator('#r2').hover();
  assert.equal(await page.locator('.b.lit').count(), 2);
  await page.locator('#r2').getByLabel('lift').check();
  assert.match(await page.locator('#r2 .then').textContent(), /reads “.*No label or reference changes\.$/);
  assert.equal(await page.locator('#r2 > a').getAttribute('data-settled'), 'lifted');
  await page.locator('#r2').getByRole('link', { name: 'its life' }).click();
  await page.waitForSelector('#life');
  assert.deepEqual(wrong, []);
  await close();
});

test('the page of compare settles brackets and tells stories, and its sheet of keys lists what works there', { skip: !hasBrowser || !two }, async () => {
  const { page, wrong, close } = await open(browser, redlinePage(two.drafts));
  await page.keyboard.press('?');
  const keys = (await page.locator('#sheet dt').allTextContents()).join(' ');
  for (const key of ['w', 'o', 'c']) assert.ok(keys.split(' ').includes(key), `${key} in ${keys}`);
  assert.ok(!keys.includes('['), 'two drafts are one pair');
  assert.match(await page.locator('#sheet').textContent(), /one shows only what it counts/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  await page.keyboard.press('w');
  await page.waitForSelector('#settle:popover-open input');
  await page.locator('#settle input').nth(1).check();
  assert.match(await page.locator('#whatif').textContent(), /1 of \d+ settled/);
  await page.keyboard.press('Escape');
  await page.waitForSelector('a.bn:focus');
  await page.keyboard.press('j');
  await page.keyboard.press('c');
  await page.waitForSelector('.states');
  assert.deepEqual(wrong, []);
  await close();
});

test('the burn-down names its ends and the largest fall, with the time it took', withReal, async () => {
  for (const width of [1440, 360]) {
    const { page, wrong, close } = await open(browser, reportPage(paris.drafts), { hash: '#:view=brackets', width });
    const told = () => page.locator('.burn text').allTextContents();
    await page.locator('.burn .told').first().waitFor();
    assert.ok((await told()).includes('five days: 894 fewer'), String(await told()));
    assert.deepEqual((await page.locator('.burn .count').allTextContents()).slice(0, 3), ['1,189', 'none', '248']);
    assert.match(await page.locator('.burn svg').getAttribute('aria-label'), /The largest fall led to 9 December 2015: five days: 894 fewer\./);
    const boxes = await page.locator('.burn text').evaluateAll((list) => list.map((one) => one.getBoundingClientRect()).map(({ left, right, top, bottom }) => ({ left, right, top, bottom })));
    const overlap = boxes.some((a, k) => boxes.slice(k + 1).some((b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 4 && b.top < a.bottom - 4));
    assert.equal(overlap, false, `no words on others at ${width} px`);
    assert.deepEqual(wrong, []);
    await close();
  }
});

test('from a section to what became of the brackets that were open in it', withReal, async () => {
  const { page, wrong, close } = await open(browser, reportPage(paris.drafts));
  await page.locator('#older').selectOption({ label: '4 December 2015' });
  await page.locator('#section option', { hasText: 'Article 9 (transparency), now Article 13' }).waitFor({ state: 'attached' });
  await page.waitForFunction(() => document.documentElement.dataset.shows === location.hash);
  await page.locator('#section').selectOption({ label: 'Article 9 (transparency), now Article 13' });
  await page.getByRole('link', { name: 'What became of the 69 open on 4 December 2015 in Article 9 (transparency)' }).click();
  const heading = page.locator('#passages-of', { hasText: '69 passages and 13 status notes open on 4 December 2015 in Article 9 (transparency)' });
  await heading.waitFor();
  await page.waitForSelector('#passages-of:focus');
  assert.ok((await heading.boundingBox()).y < 200, 'it stands at the top of the window');
  assert.equal(await page.locator('#shown').isVisible(), false, 'what is filtered in the redline is no matter here');
  assert.match(await page.locator('#doc').textContent(), /^4 drafts/);
  assert.deepEqual(wrong, []);
  await close();
});

test('headings are found, and gone headings are gone from the newer reading with their labels', withReal, async () => {
  const { page, wrong, close } = await open(browser, reportPage(paris.drafts));
  const head = page.locator('.sheet h2', { hasText: '(transparency)' });
  const gone = page.locator('.sheet h2', { hasText: 'Draft agreement and draft decision' });
  const said = async () => (await head.locator('span').first().innerText()).trim();
  await page.keyboard.press('3');
  assert.equal(await said(), 'Article 13');
  assert.equal(await gone.isVisible(), false);
  await page.keyboard.press('1');
  assert.equal(await said(), 'Article 9 (transparency)');
  assert.ok(await gone.isVisible());
  await page.keyboard.press('2');
  assert.equal(await said(), 'Article 9 → Article 13 (transparency)');
  await page.keyboard.press('/');
  await page.keyboard.type('(transparency)');
  assert.ok(await head.isVisible());
  assert.match(await page.locator('#find-count').textContent(), /^\d+ places?$/);
  assert.deepEqual(wrong, []);
  await close();
});

test('what stands among words and is none is named', options, async () => {
  const drafts = ['1-older', '2-newer'].map((name) => fixture(`word/16-text-boxes.${name}.docx`));
  const { page, wrong, close } = await open(browser, reportPage(drafts));
  assert.match(await page.locator('h1').first().textContent(), /^⟨text box⟩/);
  const thing = page.locator('.sheet .thing').first();
  assert.equal(await thing.getAttribute('title'), 'text box');
  assert.match(await thing.evaluate((one) => getComputedStyle(one, '::before').content), /text box|attr\(title\)/);
  assert.deepEqual(wrong, []);
  await close();
});

test('changes are listed, however many, and the list is worked by keys', { skip: !hasBrowser || !two }, async () => {
  const { page, wrong, close } = await open(browser, reportPage(two.drafts));
  await page.keyboard.press('l');
  const list = page.locator('.changes');
  assert.ok(await list.isVisible());
  const total = Number((await page.locator('#changes-sum').textContent()).match(/\d+/)[0]);
  assert.equal(total, await page.locator('.row:is(.amended, .inserted, .deleted, .moved, .split, .merged):not(.ghost), .sheet h2:is(.amended, .call.inserted, .call.deleted)').count());
  assert.ok(await page.locator('.entry').count() < total, 'only those that are seen are on the page');
  await page.keyboard.press('End');
  await page.waitForSelector('.entry[aria-selected=true]');
  assert.equal(await page.locator('.entry[aria-selected=true]').getAttribute('aria-posinset'), String(total));
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.row.here:focus');
  await page.keyboard.press('j');
  assert.match(await page.locator('#said').textContent(), new RegExp(`^3 of ${total}: `));
  assert.equal(await page.locator('.entry[aria-selected=true]').getAttribute('aria-posinset'), '3');
  assert.deepEqual(wrong, []);
  await close();
});

test('one section, substance alone, words that are found: each is one control, and the address keeps it', { skip: !hasBrowser || !two }, async () => {
  const { page, wrong, close } = await open(browser, reportPage(two.drafts));
  const changes = page.locator('#changes-sum');
  const all = await changes.textContent();
  await page.locator('#substance').click();
  assert.match(await changes.textContent(), /^\d+ of \d+ changes$/);
  assert.match(page.url(), /only=substance/);
  for (const row of await page.locator('.row.amended:visible').all()) assert.match(await row.getAttribute('data-classes'), /substance|negation|modal|number|date|bracket/);
  await page.locator('#substance').click();
  await page.locator('#section').selectOption({ label: 'resolves' });
  assert.equal(await page.locator('.sheet section:visible').count(), 1);
  assert.match(await page.locator('p.veiled').textContent(), /^\d+ clauses of other sections hidden/);
  assert.match(page.url(), /section=s\d+/);
  await page.reload();
  await page.waitForSelector('p.veiled');
  await page.locator('p.veiled button').click();
  assert.equal(await changes.textContent(), all);
  await page.keyboard.press('/');
  await page.keyboard.type('information society');
  assert.match(await page.locator('#find-count').textContent(), /^\d+ places$/);
  assert.ok(await page.evaluate(() => CSS.highlights.get('found').size) > 3);
  await page.keyboard.press('Enter');
  assert.match(await page.locator('#said').textContent(), /^1 of \d+$/);
  assert.deepEqual(wrong, []);
  await close();
});

test('side by side, each row has its older words at its left; what is missing on one side is said', { skip: !hasBrowser || !two }, async () => {
  const { page, wrong, close } = await open(browser, reportPage(two.drafts), { hash: '#:view=side' });
  await page.waitForSelector('.txt.was');
  assert.match(await page.locator('.heads').textContent(), /^Olderguadalajara-2010 ?Newerdl23/);
  const row = page.locator('.row.amended:visible').first();
  const [old, now] = [await row.locator('.txt.was').boundingBox(), await row.locator('.txt:not(.was)').boundingBox()];
  assert.ok(old.x + old.width < now.x && Math.abs(old.y - now.y) < 4, 'the two stand on one line');
  for (const one of await row.locator('.was ins, .txt:not(.was) del').all()) assert.equal(await one.isVisible(), false);
  assert.equal(await page.locator('.row.deleted:visible .void').first().textContent(), 'no longer in the draft');
  await page.setViewportSize({ width: 360, height: 800 });
  assert.equal(await row.locator('.txt.was').isVisible(), false, 'a narrow window has one column');
  await page.keyboard.press('s');
  await page.waitForFunction(() => !document.querySelector('.was'));
  assert.deepEqual(wrong, []);
  await close();
});

test('who brought which words is told under the pointer, and beside the clause for keys', { skip: !hasBrowser || !three }, async () => {
  const { page, wrong, close } = await open(browser, reportPage(three.drafts));
  const row = page.locator('.row', { hasText: 'continue to adapt itself' }).last();
  // Lists beside the row are laid out as they come near, which may move it: the pointer goes where it stands at last.
  await row.locator('.txt').hover({ position: { x: 40, y: 12 } });
  await page.waitForSelector('#whose:not([hidden])');
  assert.match(await page.locator('#whose').textContent(), /^brought by guadalajara-2010/);
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('#whose').isVisible(), false);
  await row.evaluate((item) => { item.tabIndex = -1; item.focus(); });
  await page.keyboard.press('o');
  const told = await page.locator('.whose-list').textContent();
  assert.match(told, /brought by guadalajara-2010/);
  assert.match(told, /2030 Agenda for Sustainable Development.* brought by dubai-2018/);
  await page.keyboard.press('o');
  assert.equal(await page.locator('.whose-list').count(), 0);
  assert.deepEqual(wrong, []);
  await close();
});

test('in three clicks: what changed in the bracketed parts of Article 9 since 4 December?', withReal, async () => {
  const { page, wrong, close } = await open(browser, reportPage(paris.drafts));
  await page.getByRole('link', { name: 'Brackets', exact: true }).click();
  await page.getByRole('link', { name: /^\d+ open in Article 9 .*, 4 December 2015$/ }).click();
  await page.waitForSelector('.since');
  const since = await page.locator('.since').textContent();
  const told = [...since.split('. ')[0].matchAll(/(\d+) [a-z]/g)].reduce((sum, [, count]) => sum + Number(count), 0);
  assert.equal(told, await page.locator('.passages tbody tr').count(), since);
  await page.locator('.since a').click();
  await page.waitForSelector('.row.here');
  assert.match(await page.locator('#doc').textContent(), /^4 December 2015to12 December 2015$/);
  console.log(since);
  assert.deepEqual(wrong, []);
  await close();
});

test('keys work before the browser has had time for anything', options, async () => {
  const { page, wrong, close } = await open(browser, reportPage(two.drafts), { idle: false });
  await page.keyboard.press('n');
  await page.keyboard.press('w');
  await page.waitForSelector('#settle:popover-open input');
  await page.locator('#settle input').nth(1).check();
  assert.match(await page.locator('#whatif').textContent(), /1 of \d+ settled/);
  assert.deepEqual(wrong, []);
  await close();
});

/** What can be open on the redline, with the steps that open it. */
const OPENED = {
  'a bracket to settle': async (page) => { await page.keyboard.press('n'); await page.keyboard.press('w'); },
  'what if': async (page) => { await page.keyboard.press('n'); await page.keyboard.press('w'); await page.locator('#settle input').nth(1).check(); await page.keyboard.press('Escape'); },
  'the list of changes': async (page) => { await page.keyboard.press('l'); await page.keyboard.press('ArrowDown'); },
  'the sheet of keys': (page) => page.keyboard.press('?'),
};

for (const dark of [false, true]) {
  test(`axe finds nothing serious in what can be opened, ${dark ? 'dark' : 'light'}`, options, async () => {
    const path = reportPage(two.drafts);
    for (const [name, act] of Object.entries(OPENED)) {
      const { page, wrong, close } = await open(browser, path, { dark });
      await act(page);
      await page.evaluate(axe);
      const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
      const grave = found.violations.filter((one) => ['serious', 'critical'].includes(one.impact));
      assert.deepEqual(grave.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' || ')}`), [], name);
      assert.deepEqual(wrong, []);
      await close();
    }
  });
}

const VIEWS = ['', '#:view=side', '#:view=story', '#:view=story&clause=20', '#:view=brackets', '#:view=references'];

for (const { name, drafts } of [three ?? two, paris].filter(Boolean)) {
  for (const dark of [false, true]) {
    test(`axe finds nothing serious in any view: ${name}, ${dark ? 'dark' : 'light'}`, options, async () => {
      const path = reportPage(drafts);
      const widths = name === 'Paris' ? [1440] : [1440, 360];
      for (const width of widths) {
        const { page, wrong, close } = await open(browser, path, { dark, width });
        await page.evaluate(axe);
        // A whole text takes axe minutes: every view is looked at with what a first screen or two shows.
        for (const hash of VIEWS) {
          await go(page, hash || '#:drafts=1-2');
          await page.evaluate(() => { for (const list of document.querySelectorAll('.sheet, .reg, .index, .passages tbody')) [...list.children].slice(9).forEach((one) => one.remove()); });
          const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
          const grave = found.violations.filter((one) => ['serious', 'critical'].includes(one.impact));
          assert.deepEqual(grave.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' || ')}`), [], `${hash || 'redline'} at ${width}`);
          await page.reload();
          await page.evaluate(axe);
        }
        assert.deepEqual(wrong, []);
        await close();
      }
    });
  }
}

test('the page on the Paris drafts is small; how fast it is', withReal, async () => {
  const path = reportPage(paris.drafts);
  const size = statSync(path).size;
  assert.ok(size < 3_000_000, `${size} bytes`);
  const { page, close } = await open(browser, path);
  const figures = await page.evaluate(async () => {
    const { domContentLoadedEventEnd: loaded } = performance.getEntriesByType('navigation')[0];
    const long = [];
    new PerformanceObserver((list) => long.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: 'longtask', buffered: true });
    const painted = () => new Promise((done) => { requestAnimationFrame(() => setTimeout(done)); });
    const time = async (act, isDone) => {
      const start = performance.now();
      act();
      await painted();
      while (!isDone()) await painted();
      return Math.round(performance.now() - start);
    };
    const key = (name) => dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true }));
    const isSettled = () => !document.querySelector('.sheet[aria-busy]');
    await new Promise((done) => { setTimeout(done, 1500); });
    const atLoad = Math.round(Math.max(0, ...long));
    long.length = 0;
    const first = await time(() => { location.hash = '#:drafts=1-4'; }, () => document.querySelector('#doc').textContent.startsWith('23') && document.querySelector('.sheet .row'));
    const whole = first + await time(() => {}, isSettled);
    await new Promise((done) => { setTimeout(done, 300); });
    const steps = [];
    for (let k = 0; k < 30; k += 1) steps.push(await time(() => key('j'), () => true));
    const brackets = await time(() => { location.hash = '#:view=brackets'; }, () => document.querySelector('#brackets h1'));
    await painted();
    return { loaded: Math.round(loaded), atLoad, first, whole, step: Math.max(...steps), brackets, longest: Math.round(Math.max(0, ...long)), nodes: document.querySelectorAll('*').length };
  });
  console.log(`Paris, four drafts: ${size} bytes; DOMContentLoaded ${figures.loaded} ms, longest task while loading ${figures.atLoad} ms; 23 October to 12 December: first screen ${figures.first} ms, whole ${figures.whole} ms; slowest of 30 steps ${figures.step} ms; brackets ${figures.brackets} ms; longest task ${figures.longest} ms; ${figures.nodes} elements`);
  await close();
});
