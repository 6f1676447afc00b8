// The redline between any two drafts, as the page makes it, against what the command says. No browser is needed.

import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
// First, for it brings the words that the modules of the page read.
import { allPairs, paragraphs, redraft, reportData, sets, setsOfHouses, singles } from './redraft.js';
import { choicesOf, decided } from '../../src/write/html/page/choices.js';
import { consequences } from '../../src/write/html/page/consequences.js';
import { pair } from '../../src/write/html/page/pair.js';
import { kindOf, told } from '../../src/write/html/page/sheet.js';
import { compareWords } from '../../src/write/html/page/words.js';
import { numbered, wordsOf } from '../../src/write/html/page/brackets.js';
import { sectionsOf } from '../../src/write/html/page/sections.js';
import { printed, settle } from '../../src/write/html/page/settled.js';

/** One of the two drafts, read off the rows. */
function side(rows, name) {
  const other = name === 'old' ? 'inserted' : 'deleted';
  const out = [];
  for (const row of rows) {
    const text = row.runs.filter((run) => run.change !== other).map((run) => run.text).join('');
    // A moved clause stands twice: at its old place in the older draft, at its new one in the newer.
    if (row.moved?.half === other) continue;
    if (row.change === other) {
      // Its mark is not there: its words belong to the paragraph before.
      if (text) out[out.length - 1][1] += text;
    } else {
      out.push([row.face[name].label ?? '', text]);
    }
  }
  return out;
}

/** A draft cleaned by the command, paragraph by paragraph as it is printed. */
function cleaned(path, brackets) {
  const text = redraft('clean', path, '--brackets', brackets, '--renumber', '--to', 'text');
  return text.split(/\n\n/).map((one) => one.trim().replace(/\s+/g, ' ')).filter(Boolean);
}

/** The same as the page makes it, with all passages settled in one way. What is a choice between texts is lifted by nobody. */
function settledAs(report, draft, brackets) {
  const fates = new Map();
  report.drafts[draft - 1].passages.forEach(({ kind }, k) => {
    const drops = brackets === 'drop' ? ['text', 'alternative', 'placeholder', 'status-note'] : ['status-note'];
    if (drops.includes(kind)) fates.set(k, 'drop');
    else if (kind === 'text') fates.set(k, 'lift');
  });
  const told = settle(report, draft, fates).paragraphs.filter((one) => !one.isGone && one.face.kind !== 'front-matter');
  return told.map((one) => printed(one).trim().replace(/\s+/g, ' ')).filter(Boolean);
}

for (const { name, drafts } of [...sets(), ...setsOfHouses()]) {
  test(`law 1 of every pair: ${name}`, () => {
    const report = reportData(drafts);
    const texts = drafts.map(paragraphs);
    for (const [i, j] of allPairs(drafts.length)) {
      const rows = pair(report, i, j);
      assert.deepEqual(side(rows, 'old'), texts[i - 1], `the older side of ${i} to ${j}`);
      assert.deepEqual(side(rows, 'new'), texts[j - 1], `the newer side of ${i} to ${j}`);
    }
  });

  test(`what became of every clause is what the command says: ${name}`, () => {
    const report = reportData(drafts);
    for (const [i, j] of allPairs(drafts.length)) {
      const redline = JSON.parse(redraft('history', ...drafts, '--between', `${i}..${j}`, '--to', 'json'));
      const said = redline.clauses.map((row) => [row.old, row.new, row.change, row.renumbered].join(' | '));
      const rows = told(pair(report, i, j)).filter((row) => (row.face.new ?? row.face.old).kind === 'clause' && kindOf(row) !== 'ghost');
      const shown = rows.map((row) => [row.address.old, row.address.new, row.outcome, row.renumbered].join(' | '));
      assert.deepEqual(shown, said, `${i} to ${j}`);
    }
  });

  test(`the classes of neighbours are those that the command says: ${name}`, () => {
    const report = reportData(drafts);
    for (let k = 1; k < drafts.length; k += 1) {
      const redline = JSON.parse(redraft('history', ...drafts, '--between', `${k}..${k + 1}`, '--to', 'json'));
      const said = redline.clauses.filter((row) => row.change === 'amended').map((row) => `${row.new}: ${row.classes.filter((one) => one !== 'numbering')}`);
      const rows = told(pair(report, k, k + 1)).filter((row) => row.outcome === 'amended' && row.face.new.kind === 'clause');
      assert.deepEqual(rows.map((row) => `${row.address.new}: ${row.classes}`), said, `${k} to ${k + 1}`);
    }
  });

  test(`all brackets lifted, or all dropped, give what the command gives: ${name}`, () => {
    const report = reportData(drafts);
    drafts.forEach((path, k) => {
      for (const brackets of ['text', 'drop']) assert.deepEqual(settledAs(report, k + 1, brackets), cleaned(path, brackets), `draft ${k + 1}, ${brackets}`);
    });
  });

  test(`the words of every passage are those of the register: ${name}`, () => {
    const report = reportData(drafts);
    drafts.forEach((path, k) => {
      const labels = [...new Set(paragraphs(path).map(([label]) => label.replace(/\s+/g, '')))].filter(Boolean);
      const register = JSON.parse(redraft('brackets', path, '--to', 'json'));
      // Options have no number, and may begin where others do.
      const all = register.passages.flatMap(function flat(one) { return [one, ...one.children.flatMap(flat)]; }).filter((one) => !one.struck && one.kind !== 'option');
      // The register has the labels in the text, the page beside it.
      const bare = (text) => text.replace(/\s+/g, '');
      const shown = numbered(report, k + 1);
      assert.equal(shown.length, all.length, `draft ${k + 1}`);
      shown.forEach((passage, at) => {
        const said = all[at];
        const text = bare(wordsOf(report, k + 1, passage, 1e6));
        const isSame = text === bare(said.text) || labels.some((label) => bare(said.text).replace(label, '') === text.replace(label, '')) || said.text.includes('\n') || said.text.length > 300;
        assert.ok(isSame, `draft ${k + 1}, ${said.address}: ${text} is not ${said.text}`);
        assert.equal(passage.kind, said.kind);
        assert.equal(passage.by, said.by);
      });
    });
  });
}

test('all brackets lifted, or all dropped, give what the command gives: every fixture alone', () => {
  for (const path of singles()) {
    const report = reportData([path]);
    for (const brackets of ['text', 'drop']) assert.deepEqual(settledAs(report, 1, brackets), cleaned(path, brackets), `${path}, ${brackets}`);
  }
});

test('one alternative is taken, the others go; of options, the paragraphs of the others', () => {
  const folder = mkdtempSync(join(tmpdir(), 'redraft-choices-'));
  const path = join(folder, 'draft.md');
  writeFileSync(path, 'resolves\n\n1 that States [shall][should] act [now / later];\n\n2 [to meet;]\n\n3 to rest, as *resolves* 4 says;\n\n4 to see to *resolves* 2 and 3 above,\n');
  const report = reportData([path]);
  const { choices } = choicesOf(report, 1);
  assert.deepEqual(choices.map((one) => one.ways.map((way) => way.name || way.words)), [
    ['leave open', 'shall', 'should', 'none of them'],
    ['leave open', 'now', 'later', 'none of them'],
    ['leave open', 'lift', 'drop'],
  ]);
  let fates = new Map();
  const settled = [1, 2, 2].map((way, k) => {
    fates = decided(fates, choices[k], way);
    return settle(report, 1, fates);
  });
  const lines = settled[2].paragraphs.filter((one) => !one.isGone).map(printed);
  assert.deepEqual(lines, ['resolves', '1 that States shall act later;', '2 to rest, as resolves 3 says;', '3 to see to resolves 2 and 2 above,'].map((line) => line.replace('resolves 2 and 2', 'resolves 2 and 2')));
  assert.deepEqual(settled[2].lost.map((one) => one.label), ['2']);
  assert.equal(consequences(settled[1], settled[2]), 'Resolves 2 goes; resolves 3 to 4 become 2 to 3; 2 references follow, the first in resolves 2: 3; the reference “2” in resolves 3 names nothing then.');
  assert.equal(consequences(settle(report, 1, new Map()), settled[0]), 'Resolves 1 reads “that States shall act [now / later];”. No label or reference changes.');
  assert.deepEqual(settle(report, 1, new Map(), false).paragraphs.map((one) => one.label), ['', '1', '2', '3', '4']);
});

test('the names before a text are shown beside it, and go when it is taken', () => {
  const folder = mkdtempSync(join(tmpdir(), 'redraft-names-'));
  const path = join(folder, 'draft.md');
  writeFileSync(path, 'resolves\n\n1 that States [CL/PE: shall][US: should] act [EU: now / later];\n\n2 to meet [US reserve] [EU/USA: delete],\n');
  const report = reportData([path]);
  const { choices } = choicesOf(report, 1);
  assert.deepEqual(choices.map((one) => one.ways.map((way) => [way.by, way.name || way.words].filter(Boolean).join(' | '))), [
    ['leave open', 'CL, PE | shall', 'US | should', 'none of them'],
    ['leave open', 'now', 'later', 'none of them'],
    ['leave open', 'take the note out'],
    ['leave open', 'take the note out'],
  ]);
  const fates = choices.reduce((of, choice) => decided(of, choice, 1), new Map());
  assert.deepEqual(settle(report, 1, fates).paragraphs.map(printed), ['resolves', '1 that States shall act now;', '2 to meet,']);
});

test('words that stay are kept, whatever the white space after them', () => {
  const plain = (text) => [{ text, style: '' }];
  const told = compareWords(plain('that States should act;'), plain('that all States shall act ;')).map((run) => `${run.change[0]}:${run.text}`);
  assert.deepEqual(told, ['k:that ', 'i:all ', 'k:States ', 'd:should ', 'i:shall ', 'k:act', 'i: ', 'k:;']);
});

test('one sign of Chinese is one word', () => {
  const runs = compareWords([{ text: '决定继续', style: '' }], [{ text: '决定停续', style: '' }]);
  assert.deepEqual(runs.map((run) => run.text), ['决定', '继', '停', '续']);
});

test('a section that went on under another name is one row of the table of brackets', () => {
  const folder = mkdtempSync(join(tmpdir(), 'redraft-sections-'));
  const write = (name, first, second) => {
    const path = join(folder, name);
    writeFileSync(path, `## ${first}\n\n1. Each Party shall [act][should act] on the matter of adaptation without delay.\n\n## ${second}\n\n1. Each Party shall [provide][should provide] information on its emissions.\n\n2. The review [shall] be technical and facilitative in its nature.\n`);
    return path;
  };
  const drafts = [write('1.md', 'Article 8', 'Article 9'), write('2.md', 'Article 8 *(adaptation)*', 'Article 9 *(transparency)*'), write('3.md', 'Article 10 *(adaptation)*', 'Article 11')];
  const told = (report) => sectionsOf(report).filter(({ open }) => open.some(({ passages }) => passages)).map(({ name, open }) => `${name}: ${open.map(({ passages }) => passages)}`);
  const report = reportData(drafts);
  assert.deepEqual(told(report), ['Article 8 (adaptation), then Article 10: 2,2,2', 'Article 9 (transparency), then Article 11: 3,3,3']);
  assert.deepEqual([...new Set(sectionsOf(report).flatMap(({ members }) => [...members]))].sort(), report.sections.map((_, k) => k), 'every section is in one row');
  for (const { drafts: real } of sets()) {
    const of = reportData(real);
    real.forEach((_, k) => assert.equal(sectionsOf(of).reduce((sum, { open }) => sum + open[k].passages, 0), of.open[k].passages));
  }
});
