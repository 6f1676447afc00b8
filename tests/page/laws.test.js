// The redline between any two drafts, as the page makes it, against what the command says. No browser is needed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pair } from '../../src/write/html/page/pair.js';
import { kindOf, told } from '../../src/write/html/page/sheet.js';
import { compareWords } from '../../src/write/html/page/words.js';
import { numbered, wordsOf } from '../../src/write/html/page/brackets.js';
import { allPairs, paragraphs, redraft, reportData, sets } from './redraft.js';

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

for (const { name, drafts } of sets()) {
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
      });
    });
  });
}

test('words that stay are kept, whatever the white space after them', () => {
  const plain = (text) => [{ text, style: '' }];
  const told = compareWords(plain('that States should act;'), plain('that all States shall act ;')).map((run) => `${run.change[0]}:${run.text}`);
  assert.deepEqual(told, ['k:that ', 'i:all ', 'k:States ', 'd:should ', 'i:shall ', 'k:act', 'i: ', 'k:;']);
});

test('one sign of Chinese is one word', () => {
  const runs = compareWords([{ text: '决定继续', style: '' }], [{ text: '决定停续', style: '' }]);
  assert.deepEqual(runs.map((run) => run.text), ['决定', '继', '停', '续']);
});
