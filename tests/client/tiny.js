'use strict';
/* A writer of the index format for the tests, made from docs/index-format.md alone. */
const ALPHABET = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i))
  .filter((char) => char !== '"' && char !== '\\')
  .join('');
const RANKING = {
  title_count: 2, unit: 1024, form: 307, title: 819, proximity: 512, window: 8, rerank: 5, words: 32,
  levels: [51, 75, 109, 159, 232, 338, 493, 718, 1047, 1527, 2226, 3245, 4731, 6897, 10055, 14659],
};
const LETTERS = 'اAبbتtكkلlرr';
/** @param {string} text */
const swap = (text) => text.replace(/./gu, (sign) => LETTERS[LETTERS.indexOf(sign) ^ 1] ?? sign);
const PREFIXES = ['', 'ال', 'و', 'وال'];

/** @param {number[]} numbers */
const encode = (numbers) =>
  numbers
    .map((value) => {
      let text = ALPHABET[value % 62];
      for (let high = Math.floor(value / 62); high > 0; high = Math.floor((high - 1) / 31)) {
        text = ALPHABET[62 + ((high - 1) % 31)] + text;
      }
      return text;
    })
    .join('');
/** First as it is, then differences minus 1. @param {number[]} ascending */
const steps = (ascending) => ascending.map((value, i) => (i ? value - ascending[i - 1] - 1 : value));

/** @param {[number, number][]} postings number and level, in the order of the list */
const postingList = (postings) => {
  const numbers = [];
  for (let level = 15; level >= 0; level--) {
    const here = postings.filter(([, other]) => other === level).map(([number]) => number);
    if (here.length) numbers.push(level + 16 * (here.length - 1), ...steps(here));
  }
  return encode(numbers);
};

/**
 * Write an index.
 * @param {{id: string, title: string, year: number, text: string[], collection?: string,
 *   author?: string, parts?: string[][]}[][]} segments documents by year, the undated (0) last
 * @param {Analyzer} analyzer @param {any} sitegen its shardName
 * @returns {Map<string, string>} source by file
 */
const write = (segments, analyzer, sitegen, numbering = 'abcde', tables = {}) => {
  /** @type {Map<string, string>} */
  const files = new Map();
  const put = (path, rows, version = numbering) =>
    files.set(`${path}.js`, `sitegen.put(${JSON.stringify(path)},1,"${version}",${JSON.stringify(rows)});\n`);
  const all = segments.flat();
  const described = [];
  let first = 0;
  segments.forEach((documents, index) => {
    const path = index === segments.length - 1 ? '' : 'sealed/';
    /** @type {Map<string, Map<number, {positions: number[], title: boolean, words: number}>>} */
    const forms = new Map();
    documents.forEach(({ title, text, parts = [] }, number) => {
      let position = 0;
      const titleForms = analyzer.formsOf(title);
      const length = titleForms.filter((form) => !analyzer.isStop(form)).length;
      [title, ...text, ...parts.flat()].forEach((block, at) => {
        const words = analyzer.formsOf(block);
        if (at && words.length && position) position += 3;
        for (const form of words) {
          const lists = forms.get(form) ?? new Map();
          forms.set(form, lists);
          const seen = lists.get(number) ?? { positions: [], title: false, words: Math.max(1, Math.min(16, length)) };
          lists.set(number, seen);
          seen.positions.push(position++);
          seen.title ||= at === 0;
        }
      });
    });
    const families = new Map();
    for (const form of [...forms.keys()].sort()) {
      const family = analyzer.ruleStem(form);
      families.set(family, [...(families.get(family) ?? []), form]);
    }
    const shards = new Map();
    for (const family of [...families.keys()].sort()) {
      const key = analyzer.key(families.get(family)[0]);
      const shard = shards.get(key[0]) ?? { first: key, words: [] };
      shards.set(key[0], shard);
      const [row, sister, dfs] = [[], [], []];
      const having = new Set();
      for (const form of families.get(family)) {
        const lists = [...forms.get(form)].map(([number, seen]) => ({ number, ...seen, level: Math.min(15, 7 + seen.positions.length) }));
        lists.forEach(({ number }) => having.add(number));
        const ordered = [...lists].sort((a, b) => b.level - a.level || a.number - b.number);
        const titles = lists.filter(({ title }) => title).map(({ number, words }) => [number, 16 - words]);
        const list = postingList(lists.map(({ number, level }) => [number, level]));
        dfs.push(lists.length - 1);
        row.push(titles.length ? [list, postingList(titles)] : list);
        sister.push(encode(ordered.flatMap(({ positions }) => [positions.length - 1, ...steps(positions)])));
      }
      const opens = shard.words.length % 2 === 0; // two families a file
      const said = swap([family, ...families.get(family)].join(' '));
      shard.words.push([said, encode([having.size, ...dfs]), ...(opens ? [1] : [])]);
      if (opens) Object.assign(shard, { name: sitegen.shardName(family), postings: [], positions: [] });
      shard.postings.push(row);
      shard.positions.push(sister);
      put(`${path}p/${shard.name}`, shard.postings);
      put(`${path}x/${shard.name}`, shard.positions);
    }
    for (const { first: key, words } of shards.values()) put(`${path}w/${sitegen.shardName(key)}`, words);
    const lexicon = new Map();
    for (const form of forms.keys()) {
      PREFIXES.forEach((prefix, p) => {
        const reading = form.slice(prefix.length);
        if (!form.startsWith(prefix) || reading.length < 2) return;
        lexicon.set(reading, [...(lexicon.get(reading) ?? []), p, forms.get(form).size - 1]);
      });
    }
    const readings = [...lexicon.keys()].sort();
    if (readings.length) put(`${path}lex/${sitegen.shardName(readings[0])}`, readings.flatMap((reading) => [reading, encode(lexicon.get(reading))]), '');
    const facets = {};
    for (const field of ['collection', 'author']) {
      const values = [...new Set(documents.map((document) => document[field]).filter(Boolean))].sort();
      if (!values.length) continue;
      facets[field] = 1;
      put(`${path}facet/${field}`, values.map((value) => {
        const numbers = documents.flatMap((document, number) => (document[field] === value ? [number] : []));
        return [value, `اسم ${value}`, numbers.length, encode(steps(numbers))];
      }));
      const column = documents.flatMap((document) => (document[field] ? [1, values.indexOf(document[field])] : [0]));
      put(`${path}facet/${field}-column`, [values.flatMap((value) => [value, `اسم ${value}`]), encode(column)]);
    }
    const dated = documents.filter(({ year }) => year);
    const days = dated.map(({ year }) => Date.UTC(year, 0, 1) / 86400000 + 719163);
    if (dated.length) put(`${path}facet/days`, [encode(days.map((day, i) => (i ? day - days[i - 1] : day)))]);
    described.push({
      path, first, numbering, numberings: numbering, count: documents.length, dated: dated.length, mean: 10, folders: 0,
      words: [...shards.values()].map((shard) => shard.first).sort(),
      lexicon: readings.slice(0, 1), prefixes: PREFIXES, facets,
    });
    first += documents.length;
  });
  const years = [];
  all.forEach(({ year }, number) => {
    if (years.length && years[years.length - 1][0] === year) years[years.length - 1][2]++;
    else years.push([year, number, 1]);
  });
  for (const [year, start, count] of years) {
    for (let k = 0; 3 * k < count; k++) {
      const rows = all.slice(start + 3 * k, start + Math.min(count, 3 * k + 3)).map((document, row) => {
        const flat = (blocks) => blocks.flatMap((text, i) => [`p-${i}`, swap(text)]);
        const { id, title, text, author, collection = '', parts = [] } = document;
        parts.forEach((blocks, p) => put(`text/${year}/0/${k}-${row}-${p + 1}`, flat(blocks), ''));
        return [`d/${id}.html`, id, swap(title), year ? String(year) : '', collection, '', '', author ? [swap(author)] : [], flat(text), parts.length];
      });
      put(`text/${year}/0/${k}`, rows, '');
    }
  }
  const manifest = { format: 1, documents: all.length, tables, letters: LETTERS, ranking: RANKING, years, collections: [], segments: described };
  files.set('manifest.js', `sitegen.manifest(${JSON.stringify(manifest)});\n`);
  return files;
};

module.exports = { write, encode };
