'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');
const vm = require('node:vm');

const CLIENT = path.resolve(__dirname, '../../sitegen/client');
const SAID = path.join(CLIENT, 'messages');
const MESSAGES = Object.assign(
  {},
  ...fs.readdirSync(SAID).map((file) => JSON.parse(fs.readFileSync(path.join(SAID, file), 'utf8'))),
);

/** The interface in one language, in a world of its own. */
const speaking = (lang, numerals = 'latn', months = 'levant', dataset = {}) => {
  const messages = Object.fromEntries(Object.entries(MESSAGES).map(([id, said]) => [id, said[lang]]));
  const world = vm.createContext({
    sitegen: { speech: { lang, numerals, months, messages } },
    document: { documentElement: { dataset }, currentScript: { src: 'file:///a/assets/reader.js?v=1' } },
    Intl,
  });
  const source = fs.readFileSync(path.join(CLIENT, 'page.js'), 'utf8');
  vm.runInContext(source, world);
  return world.sitegen;
};

test('counts take the plural that Arabic asks for, in the digits of the site', () => {
  const { say } = speaking('ar', 'arab');
  const said = [0, 1, 2, 3, 10, 11, 99, 100, 103, 2806, 2811, 12345].map((n) => say('results', { n }));
  assert.deepStrictEqual(said, [
    'لا نتائج', 'نتيجة واحدة', 'نتيجتان', '٣ نتائج', '١٠ نتائج', '١١ نتيجة', '٩٩ نتيجة',
    '١٠٠ نتيجة', '١٠٣ نتائج', '٢٨٠٦ نتائج', '٢٨١١ نتيجة', '١٢٬٣٤٥ نتيجة',
  ]);
});
test('counts take the plural of English and French', () => {
  const counts = [0, 1, 2];
  const english = speaking('en');
  const french = speaking('fr');
  assert.deepStrictEqual(counts.map((n) => english.say('results', { n })), ['No results', '1 result', '2 results']);
  assert.deepStrictEqual(counts.map((n) => french.say('results', { n })), ['Aucun résultat', '1 résultat', '2 résultats']);
});
test('a date is said as precisely as it is known, in the months of the site', () => {
  const levant = speaking('ar', 'arab');
  assert.deepStrictEqual(
    ['1908', '1908-05', '1908-05-01'].map(levant.date),
    ['١٩٠٨', 'أيار ١٩٠٨', '١ أيار ١٩٠٨'],
  );
  assert.strictEqual(speaking('ar', 'latn', 'egypt').date('1908-05'), 'مايو 1908');
  assert.strictEqual(speaking('ar', 'latn', 'maghrib').date('1908-08'), 'غشت 1908');
  assert.strictEqual(speaking('fr').date('1908-05-01'), '1 mai 1908');
});
test('the digits that the reader has chosen go before those of the site', () => {
  assert.strictEqual(speaking('ar', 'arab', 'levant', { digits: 'latn' }).number(1908), '1908');
});
test('places in a message are filled with text as it is', () => {
  const { say } = speaking('ar', 'arab');
  assert.strictEqual(say('remove', { what: '$& {n}' }), 'أزل: $& {n}');
  assert.strictEqual(say('match-of', { n: 3, of: 12 }), '٣ من ١٢');
});
test('the root of the site is where assets/ stands', () => {
  const { root, stamp } = speaking('en');
  assert.deepStrictEqual([root, stamp], ['file:///a/', '?v=1']);
});
test('without storage the choices are those of the page', () => {
  const { choices, shortcuts } = speaking('en');
  assert.deepStrictEqual([JSON.stringify(choices()), shortcuts()], ['{}', true]);
});

/** A page that runs scripts only when told: what it was asked for, and what comes of it. */
const demanding = (own = []) => {
  const tags = [];
  const world = vm.createContext({
    document: {
      documentElement: { dataset: {} },
      currentScript: { src: 'file:///a/assets/reader.js?v=1' },
      readyState: 'complete',
      scripts: own.map((src) => ({ src })),
      head: { append: (tag) => tags.push(tag) },
      createElement: () => {
        const tag = { on: {}, addEventListener: (type, act) => (tag.on[type] = act), append() {}, remove() {} };
        return Object.assign(tag, { setAttribute: (name, value) => (tag[name] = value) });
      },
    },
    sitegen: { speech: { lang: 'en', numerals: 'latn', months: 'levant', messages: { 'no-script': 'Sorry.' } } },
    Intl,
  });
  vm.runInContext(fs.readFileSync(path.join(CLIENT, 'page.js'), 'utf8'), world);
  return { demand: world.sitegen.demand, tags };
};

test('a script is loaded once, whoever demands it', async () => {
  const { demand, tags } = demanding();
  const both = Promise.all([demand('engine'), demand('engine')]);
  tags[0].on.load();
  await both;
  await demand('engine');
  assert.deepStrictEqual(tags.map(({ src }) => src), ['file:///a/assets/engine.js?v=1']);
});
test('a script that did not come is told in a sentence, and asked for again', async () => {
  const { demand, tags } = demanding();
  const first = demand('engine');
  tags[0].on.error();
  await assert.rejects(first, /^Error: Sorry\.$/);
  const second = demand('engine');
  tags[1].on.load();
  await second;
});
test('a script that the page has itself is not loaded again', async () => {
  const { demand, tags } = demanding(['file:///a/assets/engine.js?v=1']);
  await demand('engine');
  assert.deepStrictEqual(tags, []);
});

test('the reader chooses how months are called', () => {
  const { date } = speaking('ar', 'arab', 'levant', { months: 'egypt' });
  assert.strictEqual(date('1908-05'), 'مايو ١٩٠٨');
  assert.strictEqual(speaking('ar', 'arab').date('1908-05'), 'أيار ١٩٠٨');
});
test('a Hijri date is written in words, as precise as it is', () => {
  const { hijri } = speaking('ar', 'arab');
  assert.deepStrictEqual(
    ['1326-04-01', '1326-04', '1326', 'غرّة رجب'].map(hijri),
    ['١ ربيع الآخر ١٣٢٦', 'ربيع الآخر ١٣٢٦', '١٣٢٦', 'غرّة رجب'],
  );
});
test('every Hijri month has the name that the pages write', () => {
  const { hijri } = speaking('ar', 'latn');
  const names = Array.from({ length: 12 }, (_, i) => hijri(`1326-${String(i + 1).padStart(2, '0')}`).replace(' 1326', ''));
  assert.deepStrictEqual(names, [
    'محرم', 'صفر', 'ربيع الأول', 'ربيع الآخر', 'جمادى الأولى', 'جمادى الآخرة',
    'رجب', 'شعبان', 'رمضان', 'شوال', 'ذو القعدة', 'ذو الحجة',
  ]);
});
