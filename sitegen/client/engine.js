'use strict';
/* What does the archive answer? Shards passed in; knows no page. Equal to sitegen/index/reader. */
(() => {
  const sitegen = globalThis.sitegen;
  const { Fault, Lookup } = sitegen;
  const TOGETHER = 3; // documents in a shard of texts

  /** The number of the first document without a date.
   * @param {Manifest} manifest */
  const undatedFrom = ({ years, documents }) =>
    years.find(([year]) => year === 0)?.[1] ?? documents;

  /** The last of *spans*, ascending by their first number, that begins not after *number*.
   * @template T @param {T[]} spans @param {(span: T) => number} first @param {number} number */
  const spanOf = (spans, first, number) => {
    let at = spans.length - 1;
    while (at > 0 && first(spans[at]) > number) at--;
    return at;
  };

  /** @param {Lookup} lookup @param {QueryWord[]} words @returns {Promise<RankedWord[]>} */
  const weighed = (lookup, words) =>
    Promise.all(
      words.map(async (word) => {
        const found = await lookup.word(word);
        const df = found.reduce((sum, one) => sum + one.df, 0);
        let ownDf = 0;
        for (const { forms } of found) {
          for (const form of forms) if (form.form === word.form) ownDf += form.df;
        }
        const [idf, ownIdf] = [df, ownDf].map((n) => sitegen.idf(lookup.manifest.documents, n));
        return { ...word, found, df, idf, ownIdf };
      }),
    );

  /** Which documents of each segment match the query, whatever the filters.
   * @param {Lookup} lookup @param {ParsedQuery} parsed @returns {Promise<Uint8Array[]>} */
  const matchedBy = async (lookup, parsed) => {
    const ranked = new Set(parsed.words.map(({ kind, form }) => `${kind} ${form}`));
    const found = [];
    for (const index of lookup.manifest.segments.keys()) {
      found.push(await sitegen.matching(lookup, index, parsed.tree, ranked));
    }
    return found;
  };

  /** The numbers of those that the filters keep, ascending; how many undated the years leave out.
   * @param {Lookup} lookup @param {Uint8Array[]} matched @param {Filters} filters */
  const kept = async (lookup, matched, filters) => {
    const { manifest } = lookup;
    const bounded = filters.from !== undefined || filters.to !== undefined;
    const [low, high] = bounded ? sitegen.yearSpan(manifest, filters) : [0, manifest.documents];
    const undated = undatedFrom(manifest);
    const numbers = [];
    let left = 0;
    for (const [index, segment] of manifest.segments.entries()) {
      const has = sitegen.narrow(await sitegen.filtered(lookup, segment, filters), matched[index]);
      for (let i = 0; i < segment.count; i++) {
        if (!has[i]) continue;
        const number = segment.first + i;
        if (number >= low && number < high) numbers.push(number);
        else if (number >= undated) left++;
      }
    }
    return { numbers, left };
  };

  /** The scores of documents, ascending by number.
   * @param {Manifest} manifest @param {RankedWord[]} words @param {number[]} numbers */
  const scoresOf = ({ segments, ranking }, words, numbers) => {
    const all = segments.map(({ count }, index) => sitegen.scores(words, index, count, ranking));
    let index = 0;
    return numbers.map((number) => {
      while (number >= segments[index].first + segments[index].count) index++;
      return all[index][number - segments[index].first];
    });
  };

  /** Where the text of a document is.
   * @param {Manifest} manifest @param {number} number */
  const addressOf = ({ years, segments }, number) => {
    const [year, first] = years[spanOf(years, (span) => span[1], number)];
    const k = Math.floor((number - first) / TOGETHER);
    const index = spanOf(segments, (segment) => segment.first, number);
    return { path: `text/${year}/${k >> 5}/${k}`, row: (number - first) % TOGETHER, index };
  };


  /** The head of a document's text; null where it cannot be had.
   * @param {Lookup} lookup @param {number} number @returns {Promise<ArchiveText|null>} */
  const textOf = (lookup, number) => lookup.attempt(readText(lookup, number), null);

  /** @param {Lookup} lookup @param {number} number @returns {Promise<ArchiveText|null>} */
  const readText = async (lookup, number) => {
    const { path, row, index } = addressOf(lookup.manifest, number);
    const { numbering } = lookup.manifest.segments[index];
    const rows = await lookup.library.plain(path, numbering);
    if (!rows[row]) return null;
    const [url, id, title, date, collection, volume, issue, authors, flat, parts, hijri = ''] = rows[row];
    const swap = sitegen.swapOf(lookup.manifest);
    /** @param {string[]} flat @returns {TextBlock[]} */
    const blocksOf = (flat) =>
      Array.from({ length: flat.length / 2 }, (_, i) => ({
        anchor: flat[2 * i],
        text: swap(flat[2 * i + 1]),
      }));
    return {
      number, url, id, date, collection, volume, issue, parts, hijri,
      title: swap(title),
      authors: authors.map(swap),
      blocks: blocksOf(flat),
      part: async (part) => {
        const further = lookup.library.plain(`${path}-${row}-${part}`, numbering);
        return lookup.attempt(further.then(blocksOf), []);
      },
    };
  };

  /** The marks typed with each word, where there are any; what compares them is loaded then.
   * @param {Lookup} lookup @param {string} query @param {QueryWord[]} words
   * @returns {Promise<(Typed|undefined)[]>} */
  const typedIn = async (lookup, query, words) => {
    if (!/[\u064b-\u0652\u0670\u06e1]/.test(query)) return [];
    try {
      if (!sitegen.typedOf) await sitegen.demand('vowels');
    } catch {
      lookup.faults.add('missing');
      return [];
    }
    return sitegen.typedOf(query, words, lookup.analyzer);
  };

  /** The *k* best, those whose text is read ordered again by the nearness of the words in it.
   * @param {Lookup} lookup @param {{numbers: number[], scores: number[]}} hits
   * @param {RankedWord[]} words @param {string} query @param {number} k @returns {Promise<Hit[]>} */
  const best = async (lookup, hits, words, query, k) => {
    const { manifest, analyzer } = lookup;
    const { ranking } = manifest;
    const undated = undatedFrom(manifest);
    const typed = await typedIn(lookup, query, words);
    const marked = typed.some(Boolean);
    const depth = marked ? ranking.marked : ranking.rerank;
    const first = sitegen.best(hits, Math.max(k, depth), undated);
    const top = first.splice(0, depth);
    if (words.length > 1 || marked) {
      await Promise.all(
        top.map(async (hit) => {
          const text = await textOf(lookup, hit.number);
          if (!text) return;
          const texts = [text.title, ...text.blocks.map((block) => block.text)];
          const blocks = texts.map((block) => analyzer.tokenize(analyzer.fold(block)));
          const forms = formsIn(manifest, words, hit.number);
          hit.score += sitegen.proximity(words, forms, blocks, ranking);
          if (marked) hit.score += sitegen.vocalised(words, typed, forms, blocks, ranking, analyzer);
        }),
      );
    }
    return [...sitegen.inOrder(top, undated), ...first].slice(0, k);
  };

  /** For each word the forms that stand for it in a document.
   * @param {Manifest} manifest @param {RankedWord[]} words @param {number} number */
  const formsIn = (manifest, words, number) => {
    const { index } = addressOf(manifest, number);
    return words.map(({ found }) => new Set(found[index].forms.map(({ form }) => form)));
  };

  /** How many of *numbers*, ascending, each year has.
   * @param {Manifest} manifest @param {number[]} numbers @returns {[number, number][]} */
  sitegen.perYear = ({ years }, numbers) => {
    let at = 0;
    return years.map(([year, first, count]) => {
      const begin = at;
      while (at < numbers.length && numbers[at] < first + count) at++;
      return [year, at - begin];
    });
  };

  /** @param {Lookup} lookup @param {string} query @param {SearchOptions} options
   * @returns {Promise<Answer>} */
  const answer = async (lookup, query, { k = 20, sort = 'relevance', filters = {}, exact = false }) => {
    const { manifest, analyzer } = lookup;
    const parsed = sitegen.parseQuery(query, analyzer, exact);
    const { problems } = parsed;
    const empty = problems.includes('empty');
    const browsing = empty && Object.values(filters).flat().some(Boolean);
    const nothing = problems.includes('only-not');
    const words = nothing ? [] : await weighed(lookup, parsed.words);
    const matched = nothing
      ? manifest.segments.map(({ count }) => new Uint8Array(count))
      : await matchedBy(lookup, parsed);
    const { numbers, left } =
      empty && !browsing ? { numbers: [], left: 0 } : await kept(lookup, matched, filters);
    const hits = { numbers, scores: scoresOf(manifest, words, numbers) };
    /** @param {number} at @returns {Hit} */
    const hit = (at) => ({ number: hits.numbers[at], score: hits.scores[at] });
    let found;
    if (sort === 'relevance') found = await best(lookup, hits, words, query, k);
    else {
      const order = Array.from(hits.numbers, (_, at) => at);
      const dated = order.filter((at) => hits.numbers[at] < undatedFrom(manifest));
      const rest = order.slice(dated.length);
      if (sort === 'newest') for (const part of [dated, rest]) part.reverse();
      found = [...dated, ...rest].slice(0, k).map(hit);
    }
    return {
      total: numbers.length,
      hits: found,
      words,
      problems: browsing ? problems.filter((code) => code !== 'empty') : problems,
      faults: [...lookup.faults],
      cut: lookup.cut,
      undated: left,
      years: sitegen.perYear(manifest, numbers),
      text: (number) => textOf(lookup, number),
      formsIn: (number) => formsIn(manifest, words, number),
      lookup,
      others: async (...fields) => {
        const rest = Object.entries(filters).filter(([name]) => !fields.includes(name));
        return (await kept(lookup, matched, Object.fromEntries(rest))).numbers;
      },
    };
  };

  /** Which words the words of a query stand for; by their rule stems where a shard is missing.
   * @param {Lookup} lookup @param {QueryWord[]} wanted @returns {Promise<(form: string) => boolean>} */
  const formsOf = async (lookup, wanted) => {
    const { analyzer } = lookup;
    const words = await weighed(lookup, wanted);
    const forms = new Set(
      words.flatMap(({ found }) => found.flatMap((one) => one.forms.map(({ form }) => form))),
    );
    if (!lookup.faults.size) return (form) => forms.has(form);
    const stems = new Set(wanted.map(({ form }) => analyzer.ruleStem(form)));
    return (form) => forms.has(form) || stems.has(analyzer.ruleStem(form));
  };

  /** @param {Lookup} lookup @param {string} field @param {string} value */
  const labelOf = async (lookup, field, value) => {
    let known = value;
    for (const segment of lookup.manifest.segments) {
      const wanted = (/** @type {string} */ other, /** @type {string} */ label) => {
        if (other === value) known = label;
        return false;
      };
      await lookup.facet(segment, field, wanted, value);
    }
    return known;
  };

  /**
   * Open an index.
   * @param {Library} library
   * @param {(tables: object) => Analyzer} analyzerOf makes the analyzer of the manifest's tables
   * @returns {Engine}
   */
  sitegen.engine = (library, analyzerOf) => {
    /** @type {Promise<{manifest: Manifest, analyzer: Analyzer}>|null} */
    let opening = null;
    const open = (again = '') => {
      if (!opening || again) {
        opening = library.manifest(again).then((manifest) => ({
          manifest,
          analyzer: analyzerOf(manifest.tables),
        }));
        opening.catch(() => (opening = null));
      }
      return opening;
    };
    /** Ask; where a shard is of another build, read the manifest again and ask once more.
     * @template T @param {(lookup: Lookup) => Promise<T>} question @returns {Promise<T>} */
    const ask = async (question) => {
      let state = await open();
      try {
        return await question(new Lookup(library, state.manifest, state.analyzer, false));
      } catch (error) {
        if (!(error instanceof Fault) || error.code !== 'stale') throw error;
      }
      state = await open(Date.now().toString(36));
      return question(new Lookup(library, state.manifest, state.analyzer, true));
    };
    return {
      open,
      search: (query, options = {}) => ask((lookup) => answer(lookup, query, options)),
      forms: (words) => ask((lookup) => formsOf(lookup, words)),
      label: (field, value) => ask((lookup) => labelOf(lookup, field, value)),
      documents: (numbers) =>
        ask((lookup) => Promise.all(numbers.map((number) => textOf(lookup, number)))),
    };
  };
})();
