'use strict';
/* What the client makes of results: node run_results.js CLIENT < {"tables", "kwic": [...],
   "csv": [rows, ...], "cite": [source, ...]}, answers in the same shape. */
const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const [client] = process.argv.slice(2);
for (const part of ['shards', 'analyzer', 'query', 'passages', 'kwic', 'csv', 'cite']) {
  const filename = path.join(client, `${part}.js`);
  vm.runInThisContext(fs.readFileSync(filename, 'utf8'), { filename });
}
const given = JSON.parse(fs.readFileSync(0, 'utf8'));
const analyzer = sitegen.analyzer(given.tables);

const kwic = ({ blocks, words, phrases, width }) => {
  const texts = blocks.map(([anchor, text]) => ({ anchor, text }));
  const lines = sitegen.contexts(texts, (form) => words.includes(form), phrases, analyzer, width);
  const numbers = (side) => sitegen.byContext(lines, side).map((line) => lines.indexOf(line));
  return {
    lines: lines.map(({ anchor, left, word, right }) => [anchor, left, word, right]),
    left: numbers('left'),
    right: numbers('right'),
  };
};
const sought = (query) => {
  const { phrases, words } = sitegen.sought(sitegen.parseQuery(query, analyzer).tree);
  return { phrases, words: [...words] };
};
process.stdout.write(
  JSON.stringify({
    kwic: given.kwic.map(kwic),
    sought: given.sought.map(sought),
    csv: given.csv.map(sitegen.csv),
    cite: given.cite.map((source) => [sitegen.bibtex(source), sitegen.ris(source)]),
  }),
);
