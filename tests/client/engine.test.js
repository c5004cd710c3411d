'use strict';
const assert = require('node:assert');
const test = require('node:test');
const vm = require('node:vm');
require('./engine.js');
const plain = require('./plain.js');
const { write } = require('./tiny.js');

const OLD = [
  { id: 'a', title: 'تاريخ الطباعة', year: 1906, collection: 'm', author: 'محمد عبده', text: ['دخلت الطباعةُ مصرَ في القرن الماضي.', 'والمطبعة الأميرية في بولاق.'] },
  { id: 'b', title: 'المدرسة', year: 1906, collection: 'm', text: ['في المدرسة كتاب قديم، وكتاب جديد.'] },
];
const NEW = [
  { id: 'c', title: 'كتب قديمة', year: 1908, collection: 'n', author: 'رشيد رضا', text: ['كِتَابٌ قديمٌ في مدرسة دمشق.', 'مطبعة دمشق ومطابع بيروت'] },
  { id: 'd', title: 'رسالة', year: 0, text: ['قديم كتاب، وليس في دمشق مطبعة.'], parts: [['أما الخاتمة ففي العربات.']] },
];

/** @param {Map<string, string>} files @param {string[]} [asked] */
const engineOf = (files, asked = []) => {
  const run = async (file) => {
    asked.push(file);
    const source = files.get(file.replace(/\?.*$/, ''));
    if (source === undefined) throw new Error(file);
    try {
      vm.runInThisContext(source);
    } catch {
      // a script with a broken syntax loads, and does nothing
    }
  };
  return sitegen.engine(sitegen.library(run), plain);
};
const indexed = (numbering) => write([OLD, NEW], plain(), sitegen, numbering);

/** The ids that a query finds, best first. */
const found = async (query, options, files = indexed()) => {
  const engine = engineOf(files);
  const answer = await engine.search(query, options);
  const texts = await Promise.all(answer.hits.map(({ number }) => answer.text(number)));
  assert.strictEqual(answer.total >= texts.length, true);
  return texts.map(({ id }) => id);
};
const set = async (query, options) => (await found(query, options)).sort().join('');

test('a word finds all forms of its family, in every segment', async () => {
  assert.strictEqual(await set('مدرسة'), 'bc');
  assert.strictEqual(await set('والمطبعة'), 'acd');
  assert.strictEqual(await set('المطبعه'), 'acd');
});
test('an exact word finds that form alone', async () => {
  assert.strictEqual(await set('=مدرسة'), 'c');
  assert.strictEqual(await set('=مطبعة'), 'cd');
});
test('documents with more of the words come first', async () => {
  const [best, ...rest] = await found('كتاب دمشق مدرسة');
  assert.deepStrictEqual([best, rest.sort()], ['c', ['b', 'd']]);
});
test('a phrase needs its words side by side in one block', async () => {
  assert.strictEqual(await set('"كتاب قديم"'), 'bc');
  assert.strictEqual(await set('"قديم كتاب"'), 'd');
  assert.strictEqual(await set('"دمشق مطبعة"'), 'd');
  assert.strictEqual(await set('"كتاب جديد"'), 'b');
  assert.strictEqual(await set('="كتاب جديد"'), '');
});
test('exclusion, and, or', async () => {
  assert.strictEqual(await set('كتاب -دمشق'), 'b');
  assert.strictEqual(await set('كتاب AND دمشق'), 'cd');
  assert.strictEqual(await set('بولاق OR بيروت'), 'ac');
  assert.strictEqual(await set('(بولاق | بيروت) AND NOT دمشق'), 'a');
  assert.strictEqual(await set('كتاب -"كتاب قديم"'), 'd');
});
test('a prefix finds the forms that begin so, after the article too', async () => {
  assert.strictEqual(await set('مط*'), 'acd');
  assert.strictEqual(await set('مطا*'), 'c');
  assert.strictEqual(await set('طباع*'), 'a');
});
test('titles, authors, dates', async () => {
  assert.strictEqual(await set('title:مدرسة'), 'b');
  assert.strictEqual(await set('author:رضا'), 'c');
  assert.strictEqual(await set('author:"رشيد رضا"'), 'c');
  assert.strictEqual(await set('author:رضا دمشق'), 'c');
  assert.strictEqual(await set('author:رضا بولاق'), '');
  assert.strictEqual(await set('after:1907 دمشق'), 'c');
  assert.strictEqual(await set('before:1906'), 'ab');
  assert.strictEqual(await set('before:1905'), '');
  assert.strictEqual(await set('بعد:١٩٠٦ قبل:1908'), 'abc');
});
test('filters narrow, and tell of the undated that years leave out', async () => {
  assert.strictEqual(await set('دمشق', { filters: { collection: 'n' } }), 'c');
  assert.strictEqual(await set('', { filters: { collection: 'm' } }), 'ab');
  const answer = await engineOf(indexed()).search('دمشق', { filters: { from: 1907, to: 1910 } });
  assert.deepStrictEqual([answer.total, answer.undated], [1, 1]);
  assert.deepStrictEqual(answer.years, [[1906, 0], [1908, 1], [0, 0]]);
});
test('several values of a field are any of them, of several fields all', async () => {
  assert.strictEqual(await set('', { filters: { collection: ['m', 'n'] } }), 'abc');
  assert.strictEqual(await set('', { filters: { author: ['محمد عبده', 'رشيد رضا'], collection: ['n'] } }), 'c');
  assert.strictEqual(await set('كتاب', { filters: { collection: ['m'], author: [] } }), 'b');
  assert.strictEqual(await set('', { filters: { collection: ['غيرها'] } }), '');
});
test('exact: words stand for no other form', async () => {
  assert.strictEqual(await set('مدرسة', { exact: true }), 'c');
  assert.strictEqual(await set('كتاب -مدرسة', { exact: true }), 'bd');
  assert.strictEqual(await set('مط*', { exact: true }), 'acd');
});
/** What is counted for a query under its filters, those with hits. */
const counted = async (query, field, filters, files = indexed()) => {
  const { lookup, others } = await engineOf(files).search(query, { filters });
  const all = await sitegen.facetCounts(lookup, field, await others(field));
  return all.map(({ value, hits }) => [value, hits]);
};
test('values are counted over all segments, the most frequent first, those without hits too', async () => {
  assert.deepStrictEqual(await counted('كتاب', 'collection'), [['m', 1], ['n', 1]]);
  assert.deepStrictEqual(await counted('مطبعة', 'author'), [['رشيد رضا', 1], ['محمد عبده', 1]]);
  assert.deepStrictEqual(await counted('قديم', 'author'), [['رشيد رضا', 1], ['محمد عبده', 0]]);
  assert.deepStrictEqual(await counted('', 'collection'), [['m', 2], ['n', 1]]);
  assert.deepStrictEqual(await counted('-مصر', 'collection'), [['m', 0], ['n', 0]]);
  assert.deepStrictEqual(await counted('كتاب', 'subject'), []);
});
test('a facet is counted under the other filters, not its own', async () => {
  assert.deepStrictEqual(await counted('', 'collection', { collection: ['n'], from: 1906, to: 1907 }), [['m', 2], ['n', 0]]);
  assert.deepStrictEqual(await counted('', 'author', { collection: ['n'] }), [['رشيد رضا', 1], ['محمد عبده', 0]]);
});
test('the years are counted under the other filters, not their own', async () => {
  const { lookup, others } = await engineOf(indexed()).search('كتاب', { filters: { from: 1908 } });
  assert.deepStrictEqual(sitegen.perYear(lookup.manifest, await others('from', 'to')), [[1906, 1], [1908, 1], [0, 1]]);
});
test('a column that is not there, or is cut off, fails with its fault', async () => {
  for (const [damage, code] of [[(files) => files.delete('facet/author-column.js'), 'missing'], [(files) => files.set('facet/author-column.js', files.get('facet/author-column.js').replace(/"[^"]*"\]\);/, '""]);')), 'damaged']]) {
    const files = indexed();
    damage(files);
    await assert.rejects(counted('كتاب', 'author', {}, files), { code });
  }
});
test('sorted by date the undated stand last, both ways', async () => {
  assert.deepStrictEqual(await found('كتاب', { sort: 'newest' }), ['c', 'b', 'd']);
  assert.deepStrictEqual(await found('كتاب', { sort: 'oldest' }), ['b', 'c', 'd']);
});
test('nothing but exclusions, and nothing at all, find nothing and say so', async () => {
  for (const [query, code] of [['-دمشق', 'only-not'], ['', 'empty'], ['؟!', 'empty']]) {
    const { total, problems } = await engineOf(indexed()).search(query);
    assert.deepStrictEqual([total, problems], [0, [code]]);
  }
});
test('a query asks for the shards of its words and of its results, no others', async () => {
  const asked = [];
  await engineOf(indexed(), asked).search('بولاق');
  assert.deepStrictEqual(asked.filter((file) => !/^(manifest|(sealed\/)?[wp]\/a28)/.test(file)), []);
});
test('each shard is asked for with its numbering, once', async () => {
  const asked = [];
  const engine = engineOf(indexed(), asked);
  await engine.search('كتاب قديم');
  await engine.search('كتاب قديم');
  assert.strictEqual(new Set(asked).size, asked.length);
  for (const file of asked) assert.match(file, /^manifest\.js$|\?v=abcde$/);
});
test('a missing shard is told, and the rest is searched', async () => {
  const files = indexed();
  for (const file of files.keys()) if (file.startsWith('sealed/p/')) files.delete(file);
  const answer = await engineOf(files).search('مدرسة');
  assert.deepStrictEqual([answer.total, answer.faults], [1, ['missing']]);
});
test('a damaged shard and one of another format are told', async () => {
  const files = indexed();
  for (const [file, source] of files) {
    if (file.startsWith('sealed/p/')) files.set(file, source.slice(0, -20));
    if (file.startsWith('p/')) files.set(file, source.replace(',1,', ',2,'));
  }
  const answer = await engineOf(files).search('مدرسة');
  assert.deepStrictEqual([answer.total, answer.faults.sort()], [0, ['damaged', 'format']]);
});
test('after a new build the manifest is read again, and the answer is right', async () => {
  const before = indexed('abcde');
  const files = new Map(before);
  const asked = [];
  const engine = engineOf(files, asked);
  await engine.open();
  for (const [file, source] of write([[OLD[1]], NEW], plain(), sitegen, 'vwxyz')) files.set(file, source);
  const answer = await engine.search('مدرسة');
  assert.deepStrictEqual([answer.total, answer.faults], [2, []]);
  assert.ok(asked.some((file) => file.startsWith('manifest.js?v=')));
});
test('a shard that stays stale is told', async () => {
  const files = indexed('abcde');
  const other = indexed('vwxyz');
  for (const file of files.keys()) if (file.startsWith('sealed/p/')) files.set(file, other.get(file));
  const answer = await engineOf(files).search('مدرسة');
  assert.deepStrictEqual([answer.total, answer.faults], [1, ['stale']]);
});
test('a manifest of another version is refused', async () => {
  const files = indexed();
  files.set('manifest.js', 'sitegen.manifest({"format":2});');
  await assert.rejects(engineOf(files).search('مدرسة'), { code: 'format' });
});
test('a long text has its rest in parts', async () => {
  const engine = engineOf(indexed());
  const answer = await engine.search('العربات');
  const text = await answer.text(answer.hits[0].number);
  assert.deepStrictEqual([text.id, text.parts], ['d', 1]);
  assert.deepStrictEqual(await text.part(1), [{ anchor: 'p-0', text: 'أما الخاتمة ففي العربات.' }]);
});
