'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');
const vm = require('node:vm');

const CLIENT = path.resolve(__dirname, '../../sitegen/client');
const world = vm.createContext({ sitegen: {} });
for (const part of ['lines', 'compare', 'cite', 'export']) {
  vm.runInContext(fs.readFileSync(path.join(CLIENT, `${part}.js`), 'utf8'), world);
}
const { slotsOf, valueOf } = world.sitegen.lines;
const { named } = world.sitegen.comparison;
const plain = (value) => JSON.parse(JSON.stringify(value));

test('each year has a slot, as long as there is room', () => {
  assert.deepStrictEqual(plain(slotsOf(1898, 1900)), { span: 1, starts: [1898, 1899, 1900] });
  const { span, starts } = slotsOf(1500, 2020);
  assert.ok(span > 1 && starts.length <= 120 && starts[0] === 1500);
  assert.ok(starts[starts.length - 1] + span > 2020);
});
test('a slot sums its years, and is empty where the archive has nothing', () => {
  const counts = new Map([[1900, 2], [1901, 1], [1905, 9]]);
  const all = new Map([[1900, 4], [1901, 2], [1905, 9]]);
  assert.strictEqual(valueOf(counts, all, 0, 1900, 2), 3);
  assert.strictEqual(valueOf(counts, all, 100, 1900, 2), 50);
  assert.strictEqual(valueOf(counts, all, 100, 1902, 2), null);
});
test('a line is called by headings, not by ids, and all else stays', () => {
  const labels = [['oape:pers:1', 'جرجي زيدان'], ['a.b', 'الهلال']];
  assert.strictEqual(named('entity:oape:pers:1', labels), 'جرجي زيدان');
  assert.strictEqual(named('مجلة علم:"oape:pers:1"', labels), 'مجلة جرجي زيدان');
  assert.strictEqual(named('(entity:oape:pers:1 OR entity:a.b) مصر', labels), '(جرجي زيدان OR الهلال) مصر');
  assert.strictEqual(named('entity:oape:pers:12', labels), 'entity:oape:pers:12');
  assert.strictEqual(named('collection:aXb', labels), 'collection:aXb');
});
test('every entry of a bibliography has a key of its own, capitals apart', () => {
  const source = {
    title: 'عنوان', authors: [], editors: [], translators: [], container: '', container_kind: '', volume: '', issue: '',
    pages: '', date: '', publisher: '', place: '', issn: '', lang: 'ar', doi: '', url: '', keywords: [],
  };
  const text = world.sitegen.bibliography(['a.1', 'A-1', 'a-1-2', 'b'].map((id) => ({ ...source, id })));
  assert.deepStrictEqual(plain(text.match(/@misc\{[^,]+/g)), ['@misc{a-1', '@misc{A-1-2', '@misc{a-1-2-2', '@misc{b']);
});
