#!/usr/bin/env node
'use strict';
/* What does a query make a reader load? The page's own engine, shards read from disk and counted.

   node bench/search_bytes.js SITE < QUERIES (one a line)
   prints a line of JSON for each: {"q", "total", "ms", "cold": {kind: [bytes, files]}, "warm": ...}
   cold: by a page that has asked nothing yet, its manifest apart; warm: by one that has answered
   the query before. As the search page does: 20 results, of which five are drawn with a passage.
   Bytes are gzipped (level 6), the heads of answers included. */
const fs = require('node:fs');
const path = require('node:path');
const readline = require('node:readline');
const vm = require('node:vm');
const zlib = require('node:zlib');

const CLIENT = path.resolve(__dirname, '../sitegen/client');
const PARTS = ['analyzer', 'shards', 'query', 'rank', 'vowels', 'lookup', 'match', 'passages', 'engine'];
const [FOUND, DRAWN] = [20, 5]; // client/search.js, client/hits.js
const HEAD = 'HTTP/1.1 200 X\r\nContent-Type: text/javascript\r\nContent-Encoding: gzip\r\n'.length
  + 'Content-Length: 4096\r\nCache-Control: max-age=600\r\n\r\n'.length;
const KINDS = { w: 'words', p: 'postings', x: 'positions', lex: 'lexicon', facet: 'facets', text: 'texts' };

const run = (file) => new vm.Script(fs.readFileSync(file, 'utf8'), { filename: file }).runInThisContext();
/** @type {Map<string, number>} */
const sizes = new Map();
/** @param {string} file */
const sizeOf = (file) => {
  if (!sizes.has(file)) sizes.set(file, HEAD + zlib.gzipSync(fs.readFileSync(file), { level: 6 }).length);
  return sizes.get(file);
};

/** An engine that tells every file it reads.
 * @param {string} folder @param {(file: string) => void} tell */
const open = (folder, tell) =>
  sitegen.engine(
    sitegen.library(async (file) => {
      const name = file.replace(/\?.*$/, '');
      tell(name);
      run(path.join(folder, name));
    }),
    sitegen.analyzer,
  );

/** Search, and draw the first results as the page does.
 * @param {Engine} engine @param {string} q */
const ask = async (engine, q) => {
  const start = performance.now();
  const answer = await engine.search(q, { k: FOUND });
  const ms = performance.now() - start;
  const { analyzer } = await engine.open();
  for (const { number } of answer.hits.slice(0, DRAWN)) {
    const text = await answer.text(number);
    const forms = answer.formsIn(number);
    const words = answer.words.map(({ idf }, i) => ({ idf, forms: forms[i] }));
    const title = sitegen.marked(text.title, new Set(forms.flatMap((set) => [...set])), analyzer);
    let [passage] = sitegen.passages(text.blocks, words, analyzer);
    const told = title.some(({ mark }) => mark);
    for (let part = 1; !passage && !told && part <= text.parts; part++) {
      [passage] = sitegen.passages(await text.part(part), words, analyzer);
    }
  }
  return { total: answer.total, ms };
};

const main = async () => {
  for (const part of PARTS) run(path.join(CLIENT, `${part}.js`));
  const folder = path.join(process.argv[2], 'search');
  let before = '';
  for await (const q of readline.createInterface({ input: process.stdin })) {
    /** @type {string[]} */
    let read = [];
    const counted = () => {
      /** @type {Record<string, [number, number]>} */
      const kinds = {};
      for (const name of read.filter((name) => name !== 'manifest.js')) {
        const kind = KINDS[name.split('/').find((part) => part in KINDS)] ?? 'others';
        kinds[kind] ??= [0, 0];
        kinds[kind][0] += sizeOf(path.join(folder, name));
        kinds[kind][1]++;
      }
      read = [];
      return kinds;
    };
    const first = await ask(open(folder, (name) => read.push(name)), q);
    const cold = counted();
    const engine = open(folder, (name) => read.push(name));
    if (before) await ask(engine, before);
    read = [];
    const { ms } = await ask(engine, q);
    console.log(JSON.stringify({ q, total: first.total, ms, cold, warm: before ? counted() : null }));
    before = q;
  }
};

main();
