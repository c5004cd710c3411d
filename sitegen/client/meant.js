'use strict';
/* Did you mean ...? What else a query may have been to ask. Equal to sitegen/index/meant. */
(() => {
  const sitegen = globalThis.sitegen;
  const { layouts } = sitegen.mending;
  const OFFERED = 5;
  const FEW = 2; // documents: a word that no more have is doubted
  const MENDED = 3; // letters of a word that is mended
  const MOST_MENDED = 2; // words of a query
  const SHORTEST = 2;
  const WORTHY = 4; // letters of a name that was typed on another layout
  const SURE = 64 * 64 * 75; // the score of a record whose name was not typed so

  /** What the keys of *text* give on other layouts, each once. */
  sitegen.retyped = (text) => {
    const found = layouts.map((keys) => {
      let [other, at] = ['', 0];
      while (at < text.length) {
        const size = text.slice(at, at + 2) in keys ? 2 : 1;
        const sign = text.slice(at, at + size);
        other += keys[sign] || keys[sign.toLowerCase()] || sign;
        at += size;
      }
      return other;
    });
    return [...new Set(found)].filter((other) => other !== text);
  };

  /** @param {string} form @param {WordList[]} lists */
  const wordIn = async (form, lists) => {
    for (const list of lists) {
      const word = await list.word(form);
      if (word) return word;
    }
    return undefined;
  };

  /** @param {string} text @param {WordList[]} lists @param {Analyzer} analyzer */
  const isKnown = async (text, lists, analyzer) => {
    const forms = analyzer.formsOf(text);
    for (const form of forms) if (!(await wordIn(form, lists))) return false;
    return forms.length > 0;
  };

  /** Join a doubtful word with its neighbour, where the archive has them as one.
   * @param {string} text @param {Set<string>} doubtful @param {WordList[]} lists
   * @param {Analyzer} analyzer */
  const joined = async (text, doubtful, lists, analyzer) => {
    const tokens = analyzer.tokenize(analyzer.fold(text));
    const found = [];
    for (let at = 0; at + 1 < tokens.forms.length; at++) {
      const pair = tokens.forms.slice(at, at + 2);
      const [[start, end], [restart, stop]] = [tokens.sourceSpan(at), tokens.sourceSpan(at + 1)];
      if (!pair.some((form) => doubtful.has(form)) || text.slice(end, restart).trim()) continue;
      const word = await wordIn(pair.join(''), lists);
      if (word) found.push(text.slice(0, start) + word.shown + text.slice(stop));
    }
    return found;
  };

  /** Mend each doubtful word: the first with each of its offers, the others with their best.
   * @param {string} text @param {AskedWord[]} doubtful @param {WordList[]} lists
   * @param {Analyzer} analyzer @param {{texts: string[], documents: number}} met */
  const mended = async (text, doubtful, lists, analyzer, { texts, documents }) => {
    /** @type {{form: string, shown: string[]}[]} */
    const found = [];
    for (const { form, df } of doubtful) {
      const near = await Promise.all(lists.map((list) => list.near(form, lists.length)));
      const listed = sitegen.gathered(near.flat());
      const words = df ? listed : sitegen.beside(form, listed, texts, documents, analyzer);
      const known = df ? sitegen.levelOf(df) : undefined;
      const shown = sitegen.offers(form, words, known);
      if (shown.length) found.push({ form, shown });
    }
    const [first, ...others] = found;
    return (first?.shown ?? []).map((word) => {
      let query = sitegen.replaced(text, first.form, word, analyzer);
      for (const { form, shown } of others) query = sitegen.replaced(query, form, shown[0], analyzer);
      return query;
    });
  };

  /** What may have been meant by a query whose words found little. */
  sitegen.meant = async (text, words, lists, names, analyzer, met) => {
    const doubtful = words.filter(({ form, df }) => df <= FEW && form.length >= SHORTEST);
    if (!doubtful.length) return { queries: [], records: [] };
    const spelled = sitegen.retyped(text);
    const queries = [];
    for (const other of spelled) if (await isKnown(other, lists, analyzer)) queries.push(other);
    const forms = new Set(doubtful.map(({ form }) => form));
    queries.push(...(await joined(text, forms, lists, analyzer)));
    const long = doubtful.filter(({ form }) => form.length >= MENDED).slice(0, MOST_MENDED);
    queries.push(...(await mended(text, long, lists, analyzer, met)));
    const kept = [...new Set(queries)].filter((other) => other !== text);
    let records = await names.like(text);
    for (const other of kept.length || text.length < WORTHY ? [] : spelled) {
      if (!records.length) records = await names.like(other, SURE);
      if (!records.length) records = await names.beginningWith(other);
    }
    return { queries: kept.slice(0, OFFERED), records };
  };

  /** What mends queries to an archive: opened once, read when it is asked.
   * @param {Library} library @param {{manifest: Manifest, analyzer: Analyzer}} archive
   * @returns {Mender} */
  sitegen.mender = (library, { manifest, analyzer }) => {
    const { segments } = manifest;
    /** @type {Promise<WordList[]>|undefined} */
    let lists;
    /** @type {Promise<NameList>|undefined} */
    let names;
    const wordLists = () =>
      (lists ??= Promise.all(
        segments.map((segment) => sitegen.wordList(library, segment, manifest, analyzer)),
      ));
    const nameList = () => (names ??= sitegen.nameList(library, manifest, analyzer));
    return {
      meant: async (text, words, texts = []) => {
        const met = { texts, documents: manifest.documents };
        return sitegen.meant(text, words, await wordLists(), await nameList(), analyzer, met);
      },
      words: async (prefix) => {
        const begun = await Promise.all((await wordLists()).map((list) => list.beginningWith(prefix)));
        return [...sitegen.gathered(begun.flat()).values()].sort(
          (a, b) => b.level - a.level || (a.form < b.form ? -1 : 1),
        );
      },
      records: async (text) => (await nameList()).beginningWith(text),
    };
  };
})();
