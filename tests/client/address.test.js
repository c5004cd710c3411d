'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');
const vm = require('node:vm');

const CLIENT = path.resolve(__dirname, '../../sitegen/client');
const world = vm.createContext({ sitegen: {}, URLSearchParams });
vm.runInContext(fs.readFileSync(path.join(CLIENT, 'address.js'), 'utf8'), world);
const { read, write } = world.sitegen.address;
const FIELDS = ['collection', 'author', 'sort'];
/** As plain objects of this world. */
const state = (fragment, query = '') => JSON.parse(JSON.stringify(read(fragment, query, FIELDS)));

test('an address without a word is the state that nothing was asked in', () => {
  assert.deepStrictEqual(state(''), { q: '', sort: 'relevance', exact: false, filters: {}, view: {} });
  assert.strictEqual(write(state('')), '');
});
test('the fragment goes before the query of a form', () => {
  assert.strictEqual(state('', '?q=المنار').q, 'المنار');
  assert.strictEqual(state('q=الهلال', '?q=المنار').q, 'الهلال');
  assert.strictEqual(state('q=', '?q=المنار').q, '');
  assert.strictEqual(write(state(''), true), 'q=');
});
test('what a state says is read again as it was', () => {
  const filters = { collection: ['al-warraq', 'al-matbaa'], author: ['رشيد & رضا'], from: 1898, to: -3 };
  const view = { view: 'compare', vs: 'الورق\nالحبر', scale: 'relative' };
  const said = { q: 'القلم & "الخيل"', sort: 'oldest', exact: true, filters, view };
  assert.deepStrictEqual(state(write(said)), said);
});
test('a value said twice counts once, an empty one not at all', () => {
  assert.deepStrictEqual(state('author=a&author=&author=b&author=a').filters, { author: ['a', 'b'] });
});
test("a field of the archive's own may be called as a part of the address is", () => {
  const said = { q: '', sort: 'newest', exact: false, filters: { sort: ['حجر'] }, view: {} };
  assert.deepStrictEqual(state(write(said)), said);
});
test('what no control can show is left out', () => {
  assert.deepStrictEqual(state('sort=best&from=19x&to=12345&colour=red&__proto__=1&view=table&vs=x'), state(''));
});
