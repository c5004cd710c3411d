'use strict';
/* Which words may have been meant by one that was typed? Equal to sitegen/index/offers. */
(() => {
  const sitegen = globalThis.sitegen;
  const OFFERED = 5;
  const MARGIN = 4; // levels by which a word is above a known one that was typed
  const SLIPS = 2;
  const MENDED = 3; // letters of a word that is mended
  const BESIDE = 12; // levels that a word gains by standing in the texts found
  const READ = 5; // texts: those whose passages are shown
  const PARTED = 6; // the least level of two words that were run together
  const NO_SPACE = 40; // what it weighs to have left the space out
  const SHORTEST = 2;

  /** A form's letters, as bits: a slip changes two at most.
   * @param {string} form */
  sitegen.lettersOf = (form) => {
    let bits = 0;
    for (let at = 0; at < form.length; at++) bits |= 1 << (form.charCodeAt(at) & 31);
    return bits;
  };
  /** @param {number} bits */
  const count = (bits) => {
    let n = 0;
    for (let rest = bits; rest; rest &= rest - 1) n++;
    return n;
  };

  /** Words by their forms; of a form that two segments have, the commoner's.
   * @param {ListedWord[]} words */
  sitegen.gathered = (words) => {
    /** @type {Map<string, ListedWord>} */
    const found = new Map();
    for (const word of words) {
      const known = found.get(word.form);
      if (!known || word.level > known.level) found.set(word.form, word);
    }
    return found;
  };

  /** Part a form that is two words run together: at most one way, that of commoner words.
   * @param {string} form @param {Map<string, ListedWord>} words */
  const parted = (form, words) => {
    let best = PARTED - 1;
    /** @type {{weight: number, form: string, shown: string}[]} */
    let found = [];
    for (let at = SHORTEST; at <= form.length - SHORTEST; at++) {
      const [first, second] = [words.get(form.slice(0, at)), words.get(form.slice(at))];
      if (!first || !second || Math.min(first.level, second.level) <= best) continue;
      best = Math.min(first.level, second.level);
      found = [{ weight: NO_SPACE - best, form, shown: `${first.shown} ${second.shown}` }];
    }
    return found;
  };

  /** Twice the binary logarithm of a number of documents. @param {number} df */
  sitegen.levelOf = (df) => (2 * sitegen.log2(df) + 512) >> 10;

  /** Add to *words* those of the *texts* found for the rest of the query, and raise such. */
  sitegen.beside = (typed, words, texts, documents, analyzer) => {
    const letters = sitegen.lettersOf(typed);
    const most = sitegen.levelOf(Math.max(1, Math.floor(documents / READ)));
    const raised = new Map(words);
    for (const text of texts) {
      const tokens = analyzer.tokenize(analyzer.fold(text));
      tokens.forms.forEach((form, at) => {
        if (form.length < MENDED || Math.abs(form.length - typed.length) > SLIPS || /^[0-9]+$/.test(form)) return;
        const bits = sitegen.lettersOf(form);
        if (count(bits ^ letters) > 2 * SLIPS) return;
        const level = words.get(form)?.level ?? 0;
        const bare = () => [...text.slice(...tokens.sourceSpan(at))].filter((sign) => analyzer.fold(sign).text).join('');
        const word = raised.get(form) ?? { shown: bare(), form, level, letters: bits };
        raised.set(form, { ...word, level: Math.max(level, Math.min(level + BESIDE, most)) });
      });
    }
    return raised;
  };

  /** The words that may be meant by a form, the likeliest first, as shown. */
  sitegen.offers = (typed, words, known = -MARGIN) => {
    const letters = sitegen.lettersOf(typed);
    const limit = sitegen.farthest(typed);
    const weighed = parted(typed, words);
    for (const word of words.values()) {
      if (Math.abs(word.form.length - typed.length) > SLIPS || word.form === typed) continue;
      if (count(word.letters ^ letters) > 2 * SLIPS || word.level < known + MARGIN) continue;
      const weight = sitegen.distance(typed, word.form, limit);
      if (weight <= limit) {
        weighed.push({ weight: weight - word.level, form: word.form, shown: word.shown });
      }
    }
    weighed.sort((a, b) => a.weight - b.weight || (a.form < b.form ? -1 : 1));
    return weighed.slice(0, OFFERED).map(({ shown }) => shown);
  };

  /** Put *word* where the words of *text* fold to *form*. */
  sitegen.replaced = (text, form, word, analyzer) => {
    const tokens = analyzer.tokenize(analyzer.fold(text));
    let made = text;
    for (let at = tokens.forms.length - 1; at >= 0; at--) {
      if (tokens.forms[at] !== form) continue;
      const [start, end] = tokens.sourceSpan(at);
      made = made.slice(0, start) + word + made.slice(end);
    }
    return made;
  };
})();
