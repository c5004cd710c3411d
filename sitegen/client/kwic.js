'use strict';
/* In which contexts does a word stand? docs/index-format.md, section 13. Equal to index/kwic.py. */
(() => {
  const sitegen = globalThis.sitegen;
  const WIDTH = 12; // words of context on each side

  /** Where phrases stand, and how many words each has: a first word may have letters before it.
   * @param {Words} words @param {string[][]} phrases @returns {[start: number, size: number][]} */
  const phraseStarts = ({ forms, alternates }, phrases) =>
    phrases.flatMap((phrase) =>
      forms.flatMap((form, start) => {
        const fits = phrase.every((wanted, step) => {
          const readings = [forms[start + step] ?? '', alternates.get(start + step) ?? ''];
          return step ? readings.includes(wanted) : readings.some((one) => one.endsWith(wanted));
        });
        return fits ? [/** @type {[number, number]} */ ([start, phrase.length])] : [];
      }),
    );

  /** First and last word of each match, ascending: the longest that begins first.
   * @param {Words} words @param {(form: string) => boolean} wanted @param {string[][]} phrases */
  const matches = (words, wanted, phrases) => {
    /** @type {Map<number, number>} */
    const sizes = new Map(sitegen.places(words, wanted).map((start) => [start, 1]));
    for (const [start, size] of phraseStarts(words, phrases)) {
      sizes.set(start, Math.max(size, sizes.get(start) ?? 1));
    }
    let end = 0;
    return [...sizes]
      .sort(([a], [b]) => a - b)
      .flatMap(([start, size]) => {
        if (start < end) return [];
        end = start + size;
        return [/** @type {[number, number]} */ ([start, end - 1])];
      });
  };

  /** @param {string} text */
  const spaced = (text) => text.replace(/\s+/g, ' ');

  /** @param {TextBlock} block @param {Tokens} tokens @param {[number, number]} match
   * @param {number} width @returns {KwicLine} */
  const line = ({ anchor, text }, tokens, [first, last], width) => {
    const { forms, sourceSpan } = tokens;
    const begin = Math.max(0, first - width);
    const end = Math.min(forms.length, last + 1 + width);
    const [opens, closes] = [sourceSpan(first)[0], sourceSpan(last)[1]];
    const start = begin ? sourceSpan(begin)[0] : 0;
    const stop = end < forms.length ? sourceSpan(end - 1)[1] : text.length;
    return {
      anchor,
      left: spaced(text.slice(start, opens)).trimStart(),
      word: spaced(text.slice(opens, closes)),
      right: spaced(text.slice(closes, stop)).trimEnd(),
      before: forms.slice(begin, first).reverse(),
      after: forms.slice(last + 1, end),
    };
  };

  /** A line for each word that is wanted and each place of a phrase, in order; a word inside a
   * phrase has none of its own.
   * @param {TextBlock[]} blocks @param {(form: string) => boolean} wanted
   * @param {string[][]} phrases @param {Analyzer} analyzer @param {number} [width] */
  sitegen.contexts = (blocks, wanted, phrases, analyzer, width = WIDTH) =>
    blocks.flatMap((block) => {
      const tokens = analyzer.tokenize(analyzer.fold(block.text));
      return matches(tokens, wanted, phrases).map((match) => line(block, tokens, match, width));
    });

  /** Sort lines by what follows (right) or precedes (left) the keyword, as folded, the nearest word
   * first, then by the other side; those with nothing there last; equals stay in their order.
   * @template {KwicLine} T @param {T[]} lines @param {'left'|'right'} side @returns {T[]} */
  sitegen.byContext = (lines, side) => {
    const keyed = lines.map((line) => {
      const [left, right] = [line.before, line.after].map((words) => words.join(' ') || '\uFFFF');
      return { line, key: side === 'left' ? [left, right] : [right, left] };
    });
    /** @param {string} a @param {string} b */
    const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
    keyed.sort((a, b) => order(a.key[0], b.key[0]) || order(a.key[1], b.key[1]));
    return keyed.map(({ line }) => line);
  };

  /** The phrases of a query, and its words that stand in none and are not excluded, as "kind form".
   * @param {QueryNode} tree */
  sitegen.sought = (tree) => {
    /** @type {string[][]} */
    const phrases = [];
    /** @type {Set<string>} */
    const words = new Set();
    /** @param {QueryNode} node */
    const walk = (node) => {
      const [type, of] = node;
      if (type === 'word' || type === 'exact' || type === 'prefix') words.add(`${type} ${of}`);
      else if (type === 'title') of.forEach((form) => words.add(`word ${form}`));
      else if (type === 'phrase' || type === 'phrase=') phrases.push(of);
      else if (type === 'seq' || type === 'and' || type === 'or') sitegen.children(node).forEach(walk);
    };
    walk(tree);
    return { phrases, words };
  };
})();
