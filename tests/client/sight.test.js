'use strict';
const assert = require('node:assert');
const test = require('node:test');
const vm = require('node:vm');
require('./engine.js');
const plain = require('./plain.js');
const { write } = require('./tiny.js');

const TEXTS = [
  { id: 'a', title: 'كتاب الأغاني', year: 1906, text: ['قرأت كتاب الأغاني، وكتاب الأغاني كتاب قديم.', 'الأغاني في كتاب'] },
  { id: 'b', title: 'كتابة', year: 1906, text: ['مدرسة والمدرسة المدرسة، صراط'] },
];
const engine = () => {
  const files = write([TEXTS], plain(), sitegen);
  const run = async (file) => vm.runInThisContext(files.get(file.replace(/\?.*$/, '')));
  return sitegen.engine(sitegen.library(run), plain);
};
/** @returns {Promise<string[]>} the words marked, as they are written */
const seen = async (query, source, { exact = false, isTitle = false } = {}) => {
  const sight = await sitegen.sight(engine(), query, exact);
  return sight && sitegen.spans(source, sight, plain(), isTitle).map(([a, b]) => source.slice(a, b));
};
const [LINE] = TEXTS[0].text;

test('a word is seen in all of its forms, whole', async () => {
  assert.deepStrictEqual(await seen('مدرسة', TEXTS[1].text[0]), ['مدرسة', 'والمدرسة', 'المدرسة']);
});
test('an exact word is seen in that form alone', async () => {
  assert.deepStrictEqual(await seen('=مدرسة', TEXTS[1].text[0]), ['مدرسة']);
  assert.deepStrictEqual(await seen('مدرسة', TEXTS[1].text[0], { exact: true }), ['مدرسة']);
});
test('a phrase is seen as one, and its words alone are not', async () => {
  assert.deepStrictEqual(await seen('"كتاب الأغاني"', LINE), ['كتاب الأغاني', 'وكتاب الأغاني']);
  assert.deepStrictEqual(await seen('="كتاب الأغاني"', LINE), ['كتاب الأغاني']);
  assert.deepStrictEqual(await seen('"كتاب الأغاني"', TEXTS[0].text[1]), []);
});
test('a word beside a phrase is seen outside of it too', async () => {
  assert.deepStrictEqual(await seen('"كتاب الأغاني" كتاب', LINE), ['كتاب الأغاني', 'وكتاب الأغاني', 'كتاب']);
});
test('what is excluded is never seen', async () => {
  assert.deepStrictEqual(await seen('كتاب -الأغاني', TEXTS[0].text[1]), ['كتاب']);
  assert.deepStrictEqual(await seen('كتاب NOT "كتاب الأغاني"', TEXTS[0].text[1]), ['كتاب']);
});
test('a stop word is seen alone or in a phrase, not beside other words', async () => {
  assert.deepStrictEqual(await seen('في كتاب', TEXTS[0].text[1]), ['كتاب']);
  assert.deepStrictEqual(await seen('"الأغاني في كتاب"', TEXTS[0].text[1]), ['الأغاني في كتاب']);
  assert.deepStrictEqual(await seen('في', TEXTS[0].text[1]), ['في']);
});
test('a word of titles is seen in the title only', async () => {
  assert.deepStrictEqual(await seen('title:كتاب', TEXTS[0].title, { isTitle: true }), ['كتاب']);
  assert.deepStrictEqual(await seen('title:كتاب', LINE), []);
});
test('a query of fields and dates looks for nothing in a page', async () => {
  assert.strictEqual(await sitegen.sight(engine(), 'author:رضا after:1900', false), null);
});
test('a word is seen by either of its readings', async () => {
  assert.deepStrictEqual(await seen('صراط', 'صِرَ\u0670طَ'), ['صِرَ\u0670طَ']);
});
