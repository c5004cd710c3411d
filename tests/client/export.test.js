'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');
const vm = require('node:vm');

const CLIENT = path.resolve(__dirname, '../../sitegen/client');
const TEXT = {
  number: 181, id: 'a-1', title: 'مطبعة', authors: ['كاتب'], date: '1908', collection: 'al-x', volume: '1', issue: '2',
  url: 'd/a-1.html',
};
const ROW = ['12', 'fr', '10.1/x', '', ['محرّر'], ['مترجم'], ['طباعة']];

/** What is cited of a document of a site that is read from *root*, and known on the web by *base*. */
const cited = async (root, base, shards = {}) => {
  const world = vm.createContext({ sitegen: { root } });
  for (const part of ['csv', 'cite', 'export']) {
    vm.runInContext(fs.readFileSync(path.join(CLIENT, `${part}.js`), 'utf8'), world);
  }
  const manifest = {
    ...(base && { base }), years: [[1908, 0, 400]], segments: [{ numbering: 'abcde' }],
    collections: [['al-x', 'مجلة س', 'c/al-x/index.html']],
  };
  const library = {
    plain: async (file) => {
      if (!(file in shards)) throw new Error(file);
      return shards[file];
    },
  };
  const [source] = await world.sitegen.citeSources([{ text: TEXT }], { library, manifest });
  return JSON.parse(JSON.stringify({ ...source, shown: world.sitegen.publicAddress('d/a-1.html', manifest) }));
};
const SHARDS = {
  'cite/1908/1': [[], ROW],
  'cite/collections': [['al-x', 'book', 'الدار', 'دمشق', '1234-5678']],
};

test('a citation takes what texts do not have from shards of its own', async () => {
  const source = await cited('https://mirror.example/', 'https://example.org/a/', SHARDS);
  assert.deepStrictEqual(
    [source.pages, source.lang, source.doi, source.editors, source.translators, source.keywords],
    ['12', 'fr', '10.1/x', ['محرّر'], ['مترجم'], ['طباعة']],
  );
  assert.deepStrictEqual(
    [source.container, source.container_kind, source.publisher, source.place, source.issn],
    ['مجلة س', 'book', 'الدار', 'دمشق', '1234-5678'],
  );
});
test('the address is the one that the site has on the web, else where it is read, never a file', async () => {
  const url = async (...args) => (await cited(...args)).url;
  assert.strictEqual(await url('http://localhost/x/', 'https://example.org/a/'), 'https://example.org/a/d/a-1.html');
  assert.strictEqual(await url('file:///home/x/', 'https://example.org/a/'), 'https://example.org/a/d/a-1.html');
  assert.strictEqual(await url('http://localhost/x/', ''), 'http://localhost/x/d/a-1.html');
  assert.strictEqual(await url('file:///home/x/', ''), '');
  assert.strictEqual((await cited('file:///home/x/', '')).shown, 'd/a-1.html');
});
test('the address that the source itself gives goes first', async () => {
  const own = [...ROW];
  own[3] = 'https://doi.example/1';
  const source = await cited('http://localhost/', '', { ...SHARDS, 'cite/1908/1': [[], own] });
  assert.strictEqual(source.url, 'https://doi.example/1');
});
test('a citation without its shards says what the texts say', async () => {
  const source = await cited('http://localhost/', '');
  assert.deepStrictEqual([source.title, source.container, source.pages], ['مطبعة', 'مجلة س', '']);
});
