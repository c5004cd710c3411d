'use strict';
/* Which passage shows best why a text was found, and which of its words? Slices of the source. */
(() => {
  const sitegen = globalThis.sitegen;

  /** Part a stretch of *source* at the words numbered *matches*.
   * @param {string} source @param {Tokens} tokens @param {number[]} matches ascending
   * @param {[number, number]} stretch @returns {Part[]} */
  const parted = (source, tokens, matches, [from, to]) => {
    /** @type {Part[]} */
    const parts = [];
    let at = from;
    for (const match of matches) {
      const [start, end] = tokens.sourceSpan(match);
      if (start > at) parts.push({ text: source.slice(at, start), mark: false });
      parts.push({ text: source.slice(start, end), mark: true });
      at = end;
    }
    if (at < to) parts.push({ text: source.slice(at, to), mark: false });
    return parts;
  };

  /** Which words have a reading that *wanted* wants, ascending.
   * @param {Words} words @param {(form: string) => boolean} wanted */
  const places = ({ forms, alternates }, wanted) =>
    forms.flatMap((form, i) => {
      const other = alternates.get(i);
      return wanted(form) || (other && wanted(other)) ? [i] : [];
    });
  sitegen.places = places;

  /** The whole of *source*, parted at the words whose form is one of *forms*.
   * @param {string} source @param {Set<string>} forms @param {Analyzer} analyzer */
  sitegen.marked = (source, forms, analyzer) => {
    const tokens = analyzer.tokenize(analyzer.fold(source));
    return parted(source, tokens, places(tokens, (form) => forms.has(form)), [0, source.length]);
  };

  /** @typedef {{weight: number, pairs: number, count: number}} Worth */
  /** Below 0 where the first is better. @param {Worth} a @param {Worth} b */
  const better = (a, b) => b.weight - a.weight || b.pairs - a.pairs || b.count - a.count;

  /**
   * The best passages, each of another block, best first: most of the words by weight, then most
   * of them side by side, then most matches, then the earlier.
   * @param {TextBlock[]} blocks
   * @param {{forms: Set<string>, idf: number}[]} words
   * @param {Analyzer} analyzer
   * @param {{length?: number, most?: number}} [options] words of a passage; how many passages
   * @returns {Passage[]}
   */
  sitegen.passages = (blocks, words, analyzer, { length = 36, most = 1 } = {}) => {
    const candidates = blocks.flatMap((block, at) => {
      const tokens = analyzer.tokenize(analyzer.fold(block.text));
      const matches = places(tokens, (form) => words.some((word) => word.forms.has(form)));
      if (!matches.length) return [];
      let best = { weight: -1, pairs: 0, count: 0, first: 0, last: 0 };
      matches.forEach((first, from) => {
        const inside = matches.slice(from).filter((match) => match < first + length);
        const forms = new Set(
          inside.flatMap((match) => [tokens.forms[match], tokens.alternates.get(match) ?? '']),
        );
        const weight = words.reduce(
          (sum, word) => sum + ([...forms].some((form) => word.forms.has(form)) ? word.idf : 0),
          0,
        );
        const pairs = inside.filter((match, i) => inside[i + 1] === match + 1).length;
        const here = { weight, pairs, count: inside.length, first, last: inside[inside.length - 1] };
        if (better(here, best) < 0) best = here;
      });
      return [{ ...best, at, block, tokens, matches }];
    });
    candidates.sort((a, b) => better(a, b) || a.at - b.at);
    return candidates.slice(0, most).map(({ block, tokens, matches, first, last, weight }) => {
      const { text } = block;
      const words = tokens.forms.length;
      let begin = first - Math.floor((length - (last - first + 1)) / 3);
      if (begin < length / 4) begin = 0;
      let end = begin + length;
      if (end > words - length / 4) end = words;
      const from = begin ? tokens.sourceSpan(begin)[0] : 0;
      const to = end < words ? tokens.sourceSpan(end - 1)[1] : text.length;
      const inside = matches.filter((match) => match >= begin && match < end);
      return {
        anchor: block.anchor,
        parts: parted(text, tokens, inside, [from, to]),
        weight,
        before: begin > 0,
        after: end < words,
      };
    });
  };
})();
