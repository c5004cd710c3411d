'use strict';
/* Do the marks that a reader typed agree with those of the text? The twin of arabic/vowels.py and of
   index/rank.py's vocalised; docs/index-format.md, section 11. */
(() => {
  const sitegen = globalThis.sitegen;
  const DOUBLED = 8;

  /** What each letter of a stem bears: a vowel's number, and 8 where it is doubled.
   * @param {Tokens} words @param {number} i @param {string} stem @param {Analyzer} analyzer
   * @returns {number[]} nothing where the word has not the stem */
  const borne = (words, i, stem, { stemFold, borne: [shadda, ...vowels] }) => {
    const at = stemFold(words.forms[i]).indexOf(stem);
    return words.marksOf(i).slice(at < 0 ? Infinity : at, at + stem.length).map((marks, k) => {
      let vowel = 0;
      for (const mark of marks) vowel ||= vowels.findIndex((some) => some.includes(mark)) + 1;
      const doubled = k && marks.includes(shadda) ? DOUBLED : 0;
      return (k + 1 < stem.length ? vowel : 0) + doubled;
    });
  };

  /** What was typed of each ranked word; nothing where that says nothing.
   * @param {string} query @param {QueryWord[]} words @param {Analyzer} analyzer
   * @returns {(Typed|undefined)[]} */
  sitegen.typedOf = (query, words, analyzer) => {
    const typed = analyzer.tokenize(analyzer.fold(query));
    /** @type {Map<string, Typed>} */
    const found = new Map();
    typed.forms.forEach((form, i) => {
      const stem = analyzer.ruleStem(form).replace(/(?<=...)\u0627$/, '');
      const bears = borne(typed, i, stem, analyzer);
      if (bears.some(Boolean) && !found.has(form)) found.set(form, { stem, bears });
    });
    return words.map(({ form }) => found.get(form));
  };

  /** Whether a word of a text contradicts what was typed (0), is neutral (1), agrees (2).
   * @param {Typed} typed @param {Tokens} words @param {number} i @param {Analyzer} analyzer */
  sitegen.agreement = ({ stem, bears }, words, i, analyzer) => {
    const word = analyzer.stemFold(words.forms[i]);
    const cut = [...analyzer.beginnings(stem)].find((n) => word.includes(stem.slice(n))) ?? 0;
    let found = 1;
    for (const [k, theirs] of borne(words, i, stem.slice(cut), analyzer).entries()) {
      const mine = bears[cut + k] % (k ? 16 : DOUBLED);
      if (!mine || !theirs) continue;
      if ((mine ^ theirs) & DOUBLED) return 0;
      if (mine % DOUBLED && theirs % DOUBLED && mine !== theirs) return 0;
      found = 2;
    }
    return found;
  };

  /** What the marks of a document's words, beside those typed, add to its score.
   * @param {RankedWord[]} words @param {(Typed|undefined)[]} typed @param {Set<string>[]} forms
   * @param {Tokens[]} blocks @param {Ranking} ranking @param {Analyzer} analyzer */
  sitegen.vocalised = (words, typed, forms, blocks, ranking, analyzer) => {
    let net = 0;
    typed.forEach((one, i) => {
      if (!one) return;
      const said = blocks.flatMap((block) =>
        sitegen
          .places(block, (form) => forms[i].has(form))
          .map((at) => sitegen.agreement(one, block, at, analyzer)),
      );
      const most = words[i].idf + Math.floor((ranking.form * words[i].ownIdf) / 1024);
      net += most * (said.length ? Math.max(...said) : 1);
    });
    return ranking.marks * 64 * net;
  };
})();
