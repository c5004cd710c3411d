'use strict';
const assert = require('node:assert');
const test = require('node:test');
require('./engine.js');
const plain = require('./plain.js');

const word = (idf, ...forms) => ({ idf, forms: new Set(forms) });
const shown = (parts) => parts.map(({ text, mark }) => (mark ? `[${text}]` : text)).join('');

test('whole words of the source are marked, their marks included', () => {
  const parts = sitegen.marked('«كِتَابٌ» قديمٌ، وكتابٌ', new Set(['كتاب']), plain());
  assert.strictEqual(shown(parts), '«[كِتَابٌ]» قديمٌ، وكتابٌ');
});
test('nothing is lost or doubled by marking', () => {
  const source = 'ال\u0640\u0640كِتَابُ هُنَا؛ والكتابُ هُناك (الكتاب)';
  for (const forms of [[], ['الكتاب'], ['الكتاب', 'والكتاب', 'هنا']]) {
    const parts = sitegen.marked(source, new Set(forms), plain());
    assert.strictEqual(parts.map(({ text }) => text).join(''), source);
  }
  assert.strictEqual(shown(sitegen.marked(source, new Set(['الكتاب']), plain())).split('[').length, 3);
});
test('a word is marked by either of its readings', () => {
  const source = 'ٱهۡدِنَا صِرَ\u0670طَ كِتَـ\u0670بٍ';
  for (const form of ['صرط', 'صراط']) {
    assert.ok(shown(sitegen.marked(source, new Set([form]), plain())).includes('[صِرَ\u0670طَ] '));
  }
  const found = sitegen.passages(
    [{ anchor: 'p-a', text: 'صراط' }, { anchor: 'p-b', text: source }],
    [word(5, 'صراط'), word(3, 'كتاب')],
    plain(),
  );
  assert.deepStrictEqual([found[0].anchor, found[0].weight], ['p-b', 8]);
});
test('the passage with most of the words by weight wins', () => {
  const blocks = [
    { anchor: 'p-a', text: 'كتاب كتاب كتاب' },
    { anchor: 'p-b', text: 'هذا كتاب عن دمشق' },
  ];
  const [passage] = sitegen.passages(blocks, [word(5, 'كتاب'), word(9, 'دمشق')], plain());
  assert.strictEqual(passage.anchor, 'p-b');
  assert.strictEqual(shown(passage.parts), 'هذا [كتاب] عن [دمشق]');
});
test('of equal passages that with the words side by side wins, then the earlier', () => {
  const blocks = [
    { anchor: 'p-a', text: 'كتاب عن دمشق' },
    { anchor: 'p-b', text: 'هنا كتاب دمشق' },
    { anchor: 'p-c', text: 'هنا كتاب دمشق' },
  ];
  const [passage] = sitegen.passages(blocks, [word(5, 'كتاب'), word(9, 'دمشق')], plain());
  assert.strictEqual(passage.anchor, 'p-b');
});
test('a long block is cut at words around the matches, and says so', () => {
  const text = `${'كلمة '.repeat(80)}كتابٌ${' كلمة'.repeat(80)}`;
  const [passage] = sitegen.passages([{ anchor: 'p', text }], [word(5, 'كتاب')], plain());
  const cut = shown(passage.parts);
  assert.ok(cut.startsWith('كلمة ') && cut.endsWith(' كلمة') && cut.includes('[كتابٌ]'));
  assert.deepStrictEqual([passage.before, passage.after, cut.split(' ').length], [true, true, 36]);
});
test('a text without the words has no passage', () => {
  assert.deepStrictEqual(sitegen.passages([{ anchor: 'p', text: 'كلمة' }], [word(5, 'كتاب')], plain()), []);
});
