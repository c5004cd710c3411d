'use strict';
/* Mend queries with the scripts that a site has.
   node mend.js ASSETS [SITE] < {"vectors": [...], "asked": [{"text", "words"}], "begun": [...]}
   prints {"vectors": [answers], "asked": [{"queries", "records"}], "begun": [[words, records]]}. */
const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const [assets, site] = process.argv.slice(2);
/** @param {string} file */
const run = (file) => new vm.Script(fs.readFileSync(file, 'utf8'), { filename: file }).runInThisContext();
globalThis.sitegen = /** @type {any} */ ({ speech: { messages: {} } });
for (const name of ['engine', 'suggest']) run(path.join(assets, `${name}.js`));

/** @param {[string, number][]} words @param {Analyzer} analyzer */
const listed = (words, analyzer) =>
  sitegen.gathered(
    words.map(([shown, level]) => {
      const form = analyzer.fold(shown).text;
      return { shown, form, level, letters: sitegen.lettersOf(form) };
    }),
  );
/** @param {{op: string, in: any[]}} vector @param {Analyzer} analyzer */
const answer = ({ op, in: given }, analyzer) => {
  const [first, second, third] = given;
  if (op === 'offers') return sitegen.offers(first, listed(second, analyzer), third ?? undefined);
  if (op === 'beside') {
    const found = sitegen.beside(first, listed(second, analyzer), third, given[3], analyzer);
    return [...found.values()].map(({ shown, form, level }) => [shown, form, level]);
  }
  if (op === 'replaced') return sitegen.replaced(first, second, third, analyzer);
  return sitegen[op](...given);
};

const main = async () => {
  const { tables, vectors = [], asked = [], begun = [] } = JSON.parse(fs.readFileSync(0, 'utf8'));
  const analyzer = sitegen.analyzer(tables);
  const said = { vectors: vectors.map((vector) => answer(vector, analyzer)), asked: [], begun: [], files: [] };
  if (site) {
    const library = sitegen.library(async (file) => {
      said.files.push(file.replace(/\?.*$/, ''));
      run(path.join(site, 'search', file.replace(/\?.*$/, '')));
    });
    const mender = sitegen.mender(library, await sitegen.engine(library, sitegen.analyzer).open());
    for (const { text, words, texts } of asked) said.asked.push(await mender.meant(text, words, texts));
    for (const text of begun) {
      const [last = ''] = analyzer.formsOf(text).slice(-1);
      said.begun.push([(await mender.words(last)).map(({ shown }) => shown), await mender.records(text)]);
    }
  }
  process.stdout.write(JSON.stringify(said));
};
main();
