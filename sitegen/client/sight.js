'use strict';
/* What of a query can be seen in a text, and where does it stand? Pure but for the engine it asks. */
(() => {
  const sitegen = globalThis.sitegen;

  /** The words, words of titles and phrases that a query asks for; nothing that it excludes, and no
   * stop word beside others.
   * @param {ParsedQuery} parsed */
  const parted = ({ tree, words }) => {
    const ranked = new Set(words.map(({ kind, form }) => `${kind} ${form}`));
    /** @type {{words: QueryWord[], titles: QueryWord[], phrases: [forms: string[], isExact: boolean][]}} */
    const found = { words: [], titles: [], phrases: [] };
    /** @param {QueryNode} node */
    const walk = (node) => {
      const [type, of] = node;
      if (type === 'word' || type === 'exact' || type === 'prefix') {
        if (ranked.has(`${type} ${of}`)) found.words.push({ kind: type, form: of });
      } else if (type === 'title') of.forEach((form) => found.titles.push({ kind: 'word', form }));
      else if (type === 'phrase' || type === 'phrase=') found.phrases.push([of, type === 'phrase=']);
      else if (type === 'seq' || type === 'and' || type === 'or') sitegen.children(node).forEach(walk);
    };
    walk(tree);
    return found;
  };

  /** What a query looks for in a page; null where that is nothing that can be seen.
   * @param {Engine} engine @param {string} query @param {boolean} exact
   * @returns {Promise<Sight|null>} */
  sitegen.sight = async (engine, query, exact) => {
    const { analyzer } = await engine.open();
    const { words, titles, phrases } = parted(sitegen.parseQuery(query, analyzer, exact));
    if (!words.length && !titles.length && !phrases.length) return null;
    /** @type {QueryWord[][]} */
    const firsts = phrases.map(([[form], isExact]) => [{ kind: isExact ? 'exact' : 'word', form }]);
    const [word, title, ...begins] = await Promise.all([words, titles, ...firsts].map(engine.forms));
    return {
      word,
      title,
      // the first word may have its family's letters before it: وكتاب الأغاني
      phrases: phrases.map(([forms], i) => ({
        forms,
        begins: (form) => form === forms[0] || (begins[i](form) && form.endsWith(forms[0])),
      })),
    };
  };

  /** Where it stands in *source*, ascending: whole words, a phrase as one, the longest first.
   * @param {string} source @param {Sight} sight @param {Analyzer} analyzer @param {boolean} isTitle
   * @returns {[number, number][]} */
  sitegen.spans = (source, sight, analyzer, isTitle) => {
    const { forms, alternates, sourceSpan } = analyzer.tokenize(analyzer.fold(source));
    const readings = (/** @type {number} */ i) => [forms[i], alternates.get(i) ?? ''].filter(Boolean);
    /** @type {[number, number][]} */
    const spans = [];
    for (let i = 0, free = 0; i < forms.length; i++) {
      if (i < free) continue;
      const here = readings(i);
      const isWanted = here.some((form) => sight.word(form) || (isTitle && sight.title(form)));
      let last = isWanted ? i : -1;
      for (const phrase of sight.phrases) {
        const isThere = phrase.forms.every((form, step) =>
          step ? readings(i + step).includes(form) : here.some(phrase.begins),
        );
        if (isThere) last = Math.max(last, i + phrase.forms.length - 1);
      }
      if (last < 0) continue;
      spans.push([sourceSpan(i)[0], sourceSpan(last)[1]]);
      free = last + 1;
    }
    return spans;
  };
})();
