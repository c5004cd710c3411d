'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');
const vm = require('node:vm');
require('./engine.js');
const plain = require('./plain.js');

const CLIENT = path.resolve(__dirname, '../../sitegen/client');
for (const part of ['kwic', 'reading']) {
  vm.runInThisContext(fs.readFileSync(path.join(CLIENT, `${part}.js`), 'utf8'));
}

/** An answer of *total* documents, each with the words of its number; every tenth has no text. */
const answerOf = (total) => ({
  total,
  words: [{ kind: 'word', form: 'كتاب' }],
  lookup: { analyzer: plain() },
  formsIn: () => [new Set(['كتاب', 'الكتاب'])],
  text: async (number) =>
    number % 10 === 9
      ? null
      : {
          number, title: `الكتاب ${number}`, parts: 1,
          blocks: [{ anchor: 'p-0', text: `كتاب ${String(number).padStart(4, '0')} هنا` }],
          part: async () => [{ anchor: 'p-1', text: 'ولا كتاب' }],
        },
});
const TREE = ['seq', ['word', 'كتاب']];
const hitsOf = (total) => async (k) => Array.from({ length: Math.min(k, total) }, (_, number) => ({ number, score: 1 }));

test('all texts are read, title and parts too, and those that are missing are counted', async () => {
  const reading = new sitegen.Reading(answerOf(20), TREE, hitsOf(20));
  await reading.go(() => {});
  assert.deepStrictEqual([reading.read, reading.missing, reading.lines.length], [20, 2, 54]);
  assert.deepStrictEqual([reading.done, reading.full, reading.running], [true, false, false]);
});
test('reading ends at the limit, and goes on from there', async () => {
  const reading = new sitegen.Reading(answerOf(1500), TREE, hitsOf(1500));
  await reading.go(() => {});
  assert.deepStrictEqual([reading.read, reading.full], [1000, true]);
  await reading.go(() => {});
  assert.deepStrictEqual([reading.read, reading.done], [1500, true]);
  const keys = reading.lines.map(({ text, at }) => `${text.number} ${at}`);
  assert.strictEqual(new Set(keys).size, keys.length);
});
test('reading stops when it is told to, loses nothing, and is not taken for full', async () => {
  const reading = new sitegen.Reading(answerOf(100), TREE, hitsOf(100));
  await reading.go(() => reading.stop());
  assert.deepStrictEqual([reading.read, reading.full, reading.done], [6, false, false]);
  await reading.go(() => {});
  assert.deepStrictEqual([reading.read, reading.lines.length], [100, 270]);
});
test('lines are sorted by date in the order of the text, or by a side', async () => {
  const reading = new sitegen.Reading(answerOf(8), TREE, async () => (await hitsOf(8)(8)).reverse());
  await reading.go(() => {});
  assert.deepStrictEqual(reading.sorted('date').map(({ text, at }) => 3 * text.number + at), [...Array(24).keys()]);
  const after = reading.sorted('right').map((line) => line.after.join(' '));
  const told = after.filter((words) => words);
  assert.deepStrictEqual(after, [...told].sort().concat(after.filter((words) => !words)));
  assert.ok(told.length < after.length); // some have nothing behind them, and are last
});
