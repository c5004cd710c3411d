#!/usr/bin/env node
'use strict';
/* Answer searches as JSON lines with the page's own engine, shards read from disk.

   node bench/search_server.js SITE
     {"op": "search", "q": "...", "k": 100}  ->  {"ids": [...], "scores": [...], "total": n}
   Optional in a question: "sort", "filters". An "ms" in the answer is the engine's time. */
const fs = require('node:fs');
const path = require('node:path');
const readline = require('node:readline');
const vm = require('node:vm');

const CLIENT = path.resolve(__dirname, '../sitegen/client');
const PARTS = ['analyzer', 'shards', 'query', 'rank', 'lookup', 'match', 'passages', 'engine'];

/** @param {string} file */
const run = (file) =>
  new vm.Script(fs.readFileSync(file, 'utf8'), { filename: file }).runInThisContext();

/** @param {string} site a built site, or its folder search
 * @returns {Engine} */
const open = (site) => {
  for (const part of PARTS) run(path.join(CLIENT, `${part}.js`));
  const inside = path.join(site, 'search');
  const folder = fs.existsSync(path.join(inside, 'manifest.js')) ? inside : site;
  const library = sitegen.library(async (file) => run(path.join(folder, file.replace(/\?.*$/, ''))));
  return sitegen.engine(library, sitegen.analyzer);
};

const main = async () => {
  const [site] = process.argv.slice(2);
  if (!site) {
    process.stderr.write('usage: node bench/search_server.js SITE\n');
    process.exit(2);
  }
  const engine = open(site);
  const { manifest } = await engine.open();
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { op, q, k = 10, sort, filters } = JSON.parse(line);
    let answer;
    if (op !== 'search') answer = { error: `unknown op '${op}'` };
    else {
      const start = performance.now();
      const { hits, total, text, faults, problems } = await engine.search(q, { k, sort, filters });
      const ms = performance.now() - start;
      const texts = await Promise.all(hits.map(({ number }) => text(number)));
      answer = {
        ids: texts.map((one) => one?.id ?? null),
        scores: hits.map(({ score }) => score),
        total,
        problems,
        ...(faults.length && { faults }),
        ms: Math.round(ms * 100) / 100,
      };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
  return manifest;
};

main();
