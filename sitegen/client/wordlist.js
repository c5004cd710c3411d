'use strict';
/* Where are the words that a reader may have meant, or begun? docs/index-format.md, section 14. */
(() => {
  const sitegen = globalThis.sitegen;
  const { Integers } = sitegen;
  const WIDE = 20; // files read of all segments where so many suffice: shorter pieces than halves
  const MOST = 24; // files read in any case
  const AHEAD_FILES = 2; // for what begins alike
  const SHORTEST = 2;
  const ARTICLE = new RegExp(sitegen.mending.article);

  /** What remains of a form after ال and what clings before it.
   * @param {string} form */
  const bare = (form) => {
    const rest = form.replace(ARTICLE, '');
    return rest.length >= SHORTEST ? rest : form;
  };
  /** @param {string} form */
  const backwards = (form) => [...form].reverse().join('');

  /** The first keys of the files in which keys may stand that begin with *prefix*. */
  sitegen.span = (firsts, prefix) => {
    const start = Math.max(0, sitegen.lastNotAbove(firsts, prefix));
    let end = start;
    while (end < firsts.length && (end === start || firsts[end].startsWith(prefix))) end++;
    return firsts.slice(start, end);
  };

  /** The files that may have what was meant by *form*: side and first key of each. */
  sitegen.reads = (beginnings, ends, form, wide = WIDE, most = MOST) => {
    const [key, back] = [bare(form), backwards(form)];
    let here = (key.length + 1) >> 1;
    let there = key.length - here;
    const swapped =
      key.slice(0, here - 1) + key.slice(here, here + 1) + key.slice(here - 1, here) + key.slice(here + 1);
    /** @param {number} n */
    const begun = (n) => sitegen.span(beginnings, key.slice(0, n));
    /** @param {number} n */
    const ended = (n) => sitegen.span(ends, back.slice(0, n));
    const found = sitegen.span(beginnings, swapped).slice(0, 1).map((first) => `b ${first}`);
    for (;;) {
      const [first, second] = [
        here > 1 ? begun(here - 1).length + ended(there).length : Infinity,
        there > 1 ? ended(there - 1).length + begun(here).length : Infinity,
      ];
      if (Math.min(first, second) > wide) break;
      if (first <= second) here--;
      else there--;
    }
    found.push(...begun(here).map((first) => `b ${first}`), ...ended(there).map((first) => `e ${first}`));
    return [...new Set(found)].slice(0, most).map((one) => /** @type {[string, string]} */ (one.split(' ')));
  };

  /** The words of one segment that occur often enough to be offered.
   * @param {Library} library @param {Segment} segment @param {Manifest} manifest
   * @param {Analyzer} analyzer @returns {Promise<WordList>} */
  sitegen.wordList = async (library, segment, manifest, analyzer) => {
    const swap = sitegen.swapOf(manifest);
    /** @param {string[]} columns @returns {ListedWord[]} */
    const wordsOf = ([swapped, levels]) => {
      if (!swapped) return [];
      const integers = new Integers(levels);
      const shown = swap(swapped);
      const forms = analyzer.fold(shown).text.split(' ');
      return shown.split(' ').map((word, i) => {
        const form = forms[i];
        return { shown: word, form, level: integers.next(), letters: sitegen.lettersOf(form) };
      });
    };
    /** @param {string} path */
    const read = (path) => library.plain(`${segment.path}spell/${path}`, segment.numbering);
    /** @type {Map<string, Promise<ListedWord[]>>} */
    const known = new Map();
    /** @param {string} side @param {string} first */
    const words = (side, first) => {
      const path = `${side}/${sitegen.shardName(first)}`;
      const here = known.get(path) ?? read(path).then(wordsOf);
      known.set(path, here);
      here.catch(() => known.delete(path));
      return here;
    };
    const [begun, ended, ...rest] = await read('list');
    const beginnings = begun ? begun.split(' ') : [];
    const ends = ended ? ended.split(' ') : [];
    const top = wordsOf(rest);
    return {
      near: async (form, share) => {
        const [wide, most] = [WIDE, MOST].map((files) => Math.floor(files / share));
        const chosen = sitegen.reads(beginnings, ends, form, wide, most);
        return (await Promise.all(chosen.map(([side, first]) => words(side, first)))).flat();
      },
      word: async (form) => {
        for (const first of sitegen.span(beginnings, bare(form)).slice(0, 1)) {
          return (await words('b', first)).find((word) => word.form === form);
        }
        return undefined;
      },
      beginningWith: async (prefix) => {
        const files = sitegen.span(beginnings, bare(prefix));
        const many = files.length > AHEAD_FILES || prefix.length < SHORTEST;
        const from = many ? top : (await Promise.all(files.map((first) => words('b', first)))).flat();
        return from.filter(({ form }) => form.startsWith(prefix));
      },
    };
  };
})();
