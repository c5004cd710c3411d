'use strict';
/* The page's own engine under node: the scripts as they are, shards from disk. */
const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const CLIENT = path.resolve(__dirname, '../../sitegen/client');
const VECTORS = path.resolve(__dirname, '../vectors');
const PARTS = ['shards', 'query', 'rank', 'lookup', 'match', 'passages', 'engine'];

/** @param {string} file */
const run = (file) => {
  new vm.Script(fs.readFileSync(file, 'utf8'), { filename: file }).runInThisContext();
};
const { SITEGEN_ENGINE } = process.env; // the file that a site has, in place of its sources
if (SITEGEN_ENGINE) run(SITEGEN_ENGINE);
else for (const part of PARTS) run(path.join(CLIENT, `${part}.js`));
for (const part of ['counts', 'sight', 'vowels']) run(path.join(CLIENT, `${part}.js`)); // on demand

/** @param {string} name */
const vectors = (name) =>
  fs
    .readFileSync(path.join(VECTORS, name), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

module.exports = { vectors };
