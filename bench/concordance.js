#!/usr/bin/env node
'use strict';
/* What does a concordance cost? The page's own scripts, shards read from disk.

   node bench/concordance.js SITE WORD...
     for each word: documents read at one go, lines, files and gzipped bytes asked for after the
     search itself, CPU seconds of reading and of sorting all lines once */
const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');
const zlib = require('node:zlib');

const CLIENT = path.resolve(__dirname, '../sitegen/client');

/** The scripts of a bundle, as bundles.py lists them.
 * @param {string} name @returns {string[]} */
const partsOf = (name) => {
  const listed = fs.readFileSync(path.join(CLIENT, 'bundles.py'), 'utf8');
  const [, parts] = new RegExp(`"${name}": \\(([^)]*)\\)`).exec(listed) ?? ['', ''];
  return [...parts.matchAll(/"(\w+)"/g)].map(([, part]) => part);
};
/** @param {string} source @param {string} filename */
const run = (source, filename) => new vm.Script(source, { filename }).runInThisContext();

const [site, ...words] = process.argv.slice(2);
if (!words.length) {
  process.stderr.write('usage: node bench/concordance.js SITE WORD...\n');
  process.exit(2);
}
for (const part of [...partsOf('engine'), ...partsOf('kwic')]) {
  const file = path.join(CLIENT, `${part}.js`);
  if (part !== 'concordance') run(fs.readFileSync(file, 'utf8'), file);
}

/** @param {string} folder @param {string} word */
const measured = async (folder, word) => {
  /** @type {Buffer[]} */
  const seen = [];
  const library = sitegen.library(async (file) => {
    const content = fs.readFileSync(path.join(folder, file.replace(/\?.*$/, '')));
    seen.push(content);
    run(content.toString(), file);
  });
  const engine = sitegen.engine(library, sitegen.analyzer);
  const answer = await engine.search(word);
  const { tree } = sitegen.parseQuery(word, answer.lookup.analyzer);
  const first = async (/** @type {number} */ k) => (await engine.search(word, { k })).hits;
  const reading = new sitegen.Reading(answer, tree, first);
  seen.length = 0;
  const start = process.cpuUsage();
  await reading.go(() => {});
  const read = process.cpuUsage(start);
  const before = process.cpuUsage();
  reading.sorted('right');
  const sorted = process.cpuUsage(before);
  const bytes = seen.reduce((sum, content) => sum + zlib.gzipSync(content, { level: 6 }).length, 0);
  return { reading, files: seen.length, bytes, read: seconds(read), sorted: seconds(sorted) };
};
/** @param {NodeJS.CpuUsage} usage */
const seconds = ({ user, system }) => (user + system) / 1e6;

const main = async () => {
  const folder = path.join(site, 'search');
  process.stdout.write('word            documents   lines   files   kB gzipped   CPU s read   sorted\n');
  for (const word of words) {
    const { reading, files, bytes, read, sorted } = await measured(folder, word);
    const cells = [reading.read, reading.lines.length, files, Math.round(bytes / 1000)];
    const numbers = cells.map((value, i) => String(value).padStart([9, 8, 8, 13][i]));
    process.stdout.write(`${word.padEnd(15)} ${numbers.join('')}   ${read.toFixed(2).padStart(10)}   ${sorted.toFixed(2).padStart(6)}\n`);
  }
};
main();
