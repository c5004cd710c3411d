'use strict';
/* Run the shared vectors against client/analyzer.js.
   node run_vectors.js ANALYZER VECTORS < {"tables": [...], "inputs": [...]}
   prints {"failed": [[names of failing vectors] for each tables], "answers": [...]}; the answers
   are what the first tables make of each input, for comparison with Python. */
const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const [analyzerFile, vectorFolder] = process.argv.slice(2);
for (const file of [analyzerFile, path.join(path.dirname(analyzerFile), 'vowels.js')]) {
  vm.runInThisContext(fs.readFileSync(file, 'utf8'), { filename: file });
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const lines = (name) =>
  fs
    .readFileSync(path.join(vectorFolder, `${name}.jsonl`), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/* Slices, never offsets. */
const surfaceOf = (folded, part) => {
  const start = folded.text.indexOf(part);
  return start < 0 ? null : folded.source.slice(...folded.sourceSpan(start, start + part.length));
};

const checks = {
  fold(analyzer, row) {
    const folded = analyzer.fold(row.in);
    return (
      folded.text === row.text &&
      (row.spans ?? []).every(([part, surface]) => surfaceOf(folded, part) === surface)
    );
  },
  tokens(analyzer, row) {
    const tokens = analyzer.tokenize(analyzer.fold(row.in));
    const surfaces = tokens.forms.map((_, i) => row.in.slice(...tokens.sourceSpan(i)));
    return (
      same(tokens.forms, row.forms) &&
      same(analyzer.formsOf(row.in), row.forms) &&
      same([...tokens.alternates], row.alternates ?? []) &&
      (row.surfaces === undefined || same(surfaces, row.surfaces))
    );
  },
  stem(analyzer, row) {
    return (
      (row.stem_fold === undefined || analyzer.stemFold(row.in) === row.stem_fold) &&
      (row.rule_stem === undefined || analyzer.ruleStem(row.in) === row.rule_stem) &&
      (row.readings === undefined || same(analyzer.readings(row.in), row.readings)) &&
      (row.has_reading === undefined || analyzer.readings(row.in).includes(row.has_reading)) &&
      (row.stop === undefined || analyzer.isStop(row.in) === row.stop)
    );
  },
  vowels(analyzer, row) {
    const words = analyzer.tokenize(analyzer.fold(row.in));
    const [form] = analyzer.formsOf(row.typed);
    const [typed] = sitegen.typedOf(row.typed, [{ kind: 'word', form }], analyzer);
    const says = words.forms.map((_, i) => (typed ? sitegen.agreement(typed, words, i, analyzer) : 1));
    return same(says, row.says);
  },
  key(analyzer, row) {
    return row.in.every((form) => analyzer.key(form) === row.key);
  },
};

const vectors = Object.keys(checks).map((name) => [name, lines(name)]);

const failing = (tables) => {
  const analyzer = sitegen.analyzer(tables);
  const failed = [];
  for (const [name, rows] of vectors) {
    for (const row of rows) {
      let passed = false;
      try {
        passed = checks[name](analyzer, row);
      } catch (error) {
        failed.push(`${name}: ${row.name}: ${error}`);
        continue;
      }
      if (!passed) failed.push(`${name}: ${row.name}`);
    }
  }
  return failed;
};

const answer = (analyzer, input) => {
  const folded = analyzer.fold(input);
  const tokens = analyzer.tokenize(folded);
  return {
    text: folded.text,
    forms: tokens.forms,
    alternates: [...tokens.alternates],
    surfaces: tokens.forms.map((_, i) => input.slice(...tokens.sourceSpan(i))),
    stems: tokens.forms.map(analyzer.ruleStem),
    readings: tokens.forms.map(analyzer.readings),
    keys: tokens.forms.map(analyzer.key),
    stops: tokens.forms.map(analyzer.isStop),
    version: analyzer.tableVersion,
  };
};

const given = JSON.parse(fs.readFileSync(0, 'utf8'));
const first = sitegen.analyzer(given.tables[0]);
process.stdout.write(
  JSON.stringify({
    failed: given.tables.map(failing),
    answers: given.inputs.map((input) => answer(first, input)),
  }),
);
