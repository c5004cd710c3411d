#!/usr/bin/env node
'use strict';
/* Answer searches as JSON lines with the page's own engine, shards read from disk.

   node bench/search_server.js SITE
     {"op": "search", "q": "...", "k": 100}  ->  {"ids": [...], "scores": [...], "total": n}
   Optional in a question: "sort", "filters", "exact", "counts" (fields whose values to count under
   the other filters). An "ms" in the answer is the engine's time. A line that asks for nothing
   sensible is answered with {"error": "..."}; an empty one is not. */
const fs = require('node:fs');
const path = require('node:path');
const readline = require('node:readline');
const vm = require('node:vm');

const CLIENT = path.resolve(__dirname, '../sitegen/client');
const PARTS = ['analyzer', 'shards', 'query', 'rank', 'vowels', 'lookup', 'match', 'passages', 'engine', 'counts'];

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

/** Values and hits of facets, those without a hit left out; 'years' has the hits of each year.
 * @param {Answer} found @param {string[]} fields */
const counted = async ({ lookup, others }, fields) => {
  /** @type {Record<string, [string|number, number][]>} */
  const all = {};
  for (const field of fields) {
    if (field === 'years') all.years = sitegen.perYear(lookup.manifest, await others('from', 'to'));
    else {
      const values = await sitegen.facetCounts(lookup, field, await others(field));
      all[field] = values.filter(({ hits }) => hits).map(({ value, hits }) => [value, hits]);
    }
  }
  return all;
};

/** @param {Engine} engine @param {string} line */
const answer = async (engine, line) => {
  const request = JSON.parse(line);
  const { op, q, k = 10, counts = [], ...options } = Object(request);
  if (op !== 'search') throw new Error(`no such op: ${JSON.stringify(op)}`);
  if (typeof q !== 'string') throw new TypeError('q is not a text');
  if (!Number.isInteger(k) || k < 0) throw new Error('k is not a number of results');
  const start = performance.now();
  const found = await engine.search(q, { k, ...options });
  const { hits, total, text, faults, problems } = found;
  const ms = performance.now() - start;
  const texts = await Promise.all(hits.map(({ number }) => text(number)));
  return {
    ids: texts.map((one) => one?.id ?? null),
    scores: hits.map(({ score }) => score),
    total,
    problems,
    ...(faults.length && { faults }),
    ...(counts.length && { counts: await counted(found, counts) }),
    ms: Math.round(ms * 100) / 100,
  };
};

const main = async () => {
  const [site] = process.argv.slice(2);
  if (!site) {
    process.stderr.write('usage: node bench/search_server.js SITE\n');
    process.exit(2);
  }
  const engine = open(site);
  try {
    await engine.open();
  } catch (error) {
    process.stderr.write(`${/** @type {Error} */ (error).message}\n`);
    process.exit(1);
  }
  for await (const line of readline.createInterface({ input: process.stdin })) {
    if (!line.trim()) continue;
    const made = await answer(engine, line).catch((error) => ({ error: `${error}` }));
    process.stdout.write(`${JSON.stringify(made)}\n`);
  }
};

main();
