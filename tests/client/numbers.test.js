'use strict';
const assert = require('node:assert');
const test = require('node:test');
const { vectors } = require('./engine.js');
const { encode } = require('./tiny.js');
const plain = require('./plain.js');

/** @param {string} text */
const decoded = (text) => {
  const integers = new sitegen.Integers(text);
  const numbers = [];
  while (integers.more) numbers.push(integers.next());
  return numbers;
};

test('integers are read as the vectors say, and the tests write them so', () => {
  for (const { numbers, text } of vectors('integers.jsonl')) {
    assert.deepStrictEqual(decoded(text), numbers);
    assert.strictEqual(encode(numbers), text);
  }
});

test('a string of integers that breaks off, or has a strange character, is damaged', () => {
  for (const text of ['`', ' "', '\u0643', '~']) {
    assert.throws(() => decoded(text), (error) => error instanceof sitegen.Fault && error.code === 'damaged');
  }
});

test('logarithms, powers and weights are those of the vectors', () => {
  const functions = {
    log2: sitegen.log2,
    exp2: sitegen.exp2,
    idf: sitegen.idf,
    power: (n, share) => sitegen.coveragePower(share, n),
    saturate: sitegen.saturate,
  };
  const cases = vectors('scores.jsonl');
  assert.ok(cases.length > 100);
  for (const { function: name, in: given, out } of cases) {
    assert.strictEqual(functions[name](...given), out, `${name}(${given})`);
  }
});

/** The sub-folder of a shard, with its slash. */
const folderOf = (name, folders) =>
  sitegen.shardPath('p', name, { folders }).slice('p/'.length, -name.length);
const postingsOf = (list) => {
  const found = [];
  sitegen.eachPosting(list, (number, level) => found.push([number, level]));
  return found;
};

test('names, postings, order and nearness are those of the vectors', () => {
  const functions = {
    name: sitegen.shardName,
    folder: folderOf,
    postings: postingsOf,
    best: (numbers, scores, k, undated) =>
      sitegen.best({ numbers, scores }, k, undated).map(({ number, score }) => [number, score]),
    proximity: (weights, forms, blocks, window, proximity) =>
      sitegen.proximity(
        weights.map((idf) => ({ idf })),
        forms.map((some) => new Set(some)),
        blocks.map((some) => ({ forms: some, alternates: new Map() })),
        { window, proximity },
      ),
  };
  const seen = new Set();
  for (const { function: name, in: given, out } of vectors('rank.jsonl')) {
    seen.add(name);
    assert.deepStrictEqual(functions[name](...given), out, `${name}(${JSON.stringify(given)})`);
  }
  assert.deepStrictEqual([...seen].sort(), Object.keys(functions).sort());
});

test('queries are read as the vectors say', () => {
  for (const { in: text, exact, tree, words, problems } of vectors('query.jsonl')) {
    const analyzer = plain();
    const stops = new Set(['في', 'من', 'او', 'و', 'هو', 'ه', 'علي', 'ف', 'م']);
    const parsed = sitegen.parseQuery(text, { ...analyzer, isStop: (form) => stops.has(form) }, exact);
    assert.deepStrictEqual(parsed.tree, tree, text);
    assert.deepStrictEqual(parsed.words.map(({ kind, form }) => [kind, form]), words, text);
    assert.deepStrictEqual(parsed.problems, problems, text);
  }
});

test('an excluded word with a hyphen in it is an excluded phrase', () => {
  const { tree } = sitegen.parseQuery('رضا -كرد-علي', plain());
  assert.deepStrictEqual(tree, ['seq', ['word', 'رضا'], ['not', ['phrase', ['كرد', 'علي']]]]);
});

test('a shard is named after its first key, in ASCII', () => {
  assert.strictEqual(sitegen.shardName('كتب'), 'a432a28');
  assert.strictEqual(sitegen.shardName('mq9'), 'nmq9');
  assert.strictEqual(sitegen.shardName('\u00F1u'), 'u00f10075');
  assert.strictEqual(sitegen.shardName(''), 'a');
  assert.match(sitegen.shardName('ب'.repeat(40)), /^a(28){23}2-[0-9a-f]{8}$/);
});

test('the k best are those of a full sort', () => {
  let seed = 1;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  for (const count of [0, 1, 7, 500]) {
    const numbers = Array.from({ length: count }, (_, i) => i);
    const scores = numbers.map(() => Math.floor(random() * 20));
    const undated = Math.floor(count * 0.8);
    const all = sitegen.inOrder(numbers.map((number) => ({ number, score: scores[number] })), undated);
    for (const k of [1, 3, 20, 600]) {
      assert.deepStrictEqual(sitegen.best({ numbers, scores }, k, undated), all.slice(0, k));
    }
  }
});
