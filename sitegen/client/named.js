'use strict';
/* Which records have a name like this? docs/index-format.md, section 15; equal to index/named. */
(() => {
  const sitegen = globalThis.sitegen;
  const { Integers } = sitegen;
  const OFFERED = 5;
  const MOST_WORDS = 6; // of a query
  const MOST_FILES = 24; // of words, read for one word of a query
  const AHEAD_FILES = 2;
  const ALIKE = 64; // the likeness of what is the same
  const LEAST = (ALIKE * ALIKE * 100) / 4; // the score of a record that is offered
  const TOGETHER = 64; // records in a file
  const SHORTEST = 2;
  const JOINED = /^[ae]l/;

  /** @param {string} word folded */
  const isLatin = (word) => word < 'zz';

  /** How well a folded Latin word fits a word of a name: 0 to ALIKE. */
  sitegen.likeness = (latin, word) => {
    let [limit, weight] = [0, 0];
    if (isLatin(word)) {
      limit = sitegen.farthest(latin);
      weight = sitegen.distance(latin, word, limit);
    } else {
      limit = sitegen.farthestReading(latin);
      weight = sitegen.unlikeness(latin, word, limit);
      if (JOINED.test(latin) && latin.length > SHORTEST + 2) {
        const rest = latin.slice(2).replace(/^l+/, '');
        weight = Math.min(weight, 1 + sitegen.unlikeness(rest, word, limit - 1));
      }
    }
    return Math.floor((ALIKE * Math.max(0, limit + 1 - weight)) / (limit + 1));
  };

  /** The names of an archive's entities.
   * @param {Library} library @param {Manifest} manifest @param {Analyzer} analyzer
   * @returns {Promise<NameList>} */
  sitegen.nameList = async (library, manifest, analyzer) => {
    const swap = sitegen.swapOf(manifest);
    const { numbering } = manifest.segments[manifest.segments.length - 1];
    const [stamp, listed, lengthText, levelText] = await library.plain('names/list', numbering);
    const firsts = listed ? listed.split(' ') : [];
    /** @param {string} text */
    const integersOf = (text) => {
      const integers = new Integers(text);
      const found = [];
      while (integers.more) found.push(integers.next());
      return found;
    };
    const [lengths, levels] = [lengthText, levelText].map(integersOf);
    const place = /** @type {Segment} */ ({ path: 'names/', numbering: stamp });

    /** @type {Map<string, Promise<[string, number[]][]>>} */
    const known = new Map();
    /** The words of a file, and the numbers of the records that have each in a name.
     * @param {string} first */
    const words = (first) => {
      const read = async () => {
        const [swapped, lists] = await library.shard(place, `w/${sitegen.shardName(first)}`);
        const integers = new Integers(lists);
        return swap(swapped).split(' ').map((word) => {
          const numbers = Array.from({ length: integers.next() + 1 }, () => integers.next());
          for (let i = 1; i < numbers.length; i++) numbers[i] += numbers[i - 1] + 1;
          return /** @type {[string, number[]]} */ ([word, numbers]);
        });
      };
      const here = known.get(first) ?? read();
      known.set(first, here);
      here.catch(() => known.delete(first));
      return here;
    };
    /** @param {string[]} files */
    const all = async (files) => (await Promise.all(files.map(words))).flat();

    /** @param {number} number @returns {Promise<NamedRecord>} */
    const record = async (number) => {
      const file = Math.floor(number / TOGETHER);
      const rows = await library.shard(place, `r/${file >> 8}/${file}`);
      const [id, kind, heading, url] = rows[number % TOGETHER];
      return { id, kind, heading: swap(heading), url, level: levels[number] };
    };
    /** @param {number[]} numbers */
    const records = (numbers) => Promise.all(numbers.slice(0, OFFERED).map(record));

    /** @param {string} latin */
    const filesFor = (latin) => {
      const starts = [latin.slice(0, 1), ...sitegen.firstLetters(latin)];
      if (JOINED.test(latin)) starts.push(...sitegen.firstLetters(latin.slice(2)));
      const found = new Set(starts.flatMap((start) => sitegen.span(firsts, start)));
      return firsts.filter((/** @type {string} */ first) => found.has(first)).slice(0, MOST_FILES);
    };
    /** @param {string} latin */
    const fits = async (latin) => {
      /** @type {Map<number, number>} */
      const best = new Map();
      for (const [word, numbers] of await all(filesFor(latin))) {
        const fit = sitegen.likeness(latin, word);
        if (!fit) continue;
        for (const number of numbers) best.set(number, Math.max(fit, best.get(number) ?? 0));
      }
      return best;
    };
    /** @param {string} start @param {boolean} whole */
    const holders = async (start, whole) => {
      const files = sitegen.span(firsts, start).slice(0, whole ? 1 : AHEAD_FILES);
      const found = new Set();
      for (const [word, numbers] of await all(files)) {
        if (whole ? word !== start : !word.startsWith(start)) continue;
        for (const number of numbers) found.add(number);
      }
      return /** @type {Set<number>} */ (found);
    };

    return {
      like: async (text, least = LEAST) => {
        const asked = sitegen
          .latinWords(analyzer.formsOf(text))
          .filter((word) => word.length >= SHORTEST && isLatin(word))
          .slice(0, MOST_WORDS);
        /** @type {Map<number, number>} */
        const totals = new Map();
        for (const word of asked) {
          for (const [number, fit] of await fits(word)) {
            totals.set(number, (totals.get(number) ?? 0) + fit * fit * word.length);
          }
        }
        const letters = asked.join('').length;
        const scored = [...totals].map(([number, total]) => {
          const parts = letters * (asked.length + lengths[number]);
          return { number, score: Math.floor((200 * asked.length * total) / parts) };
        });
        const best = scored.reduce((most, { score }) => Math.max(most, score), 0);
        const good = scored.filter(({ score }) => score >= Math.max(least, best >> 1));
        good.sort(
          (a, b) => b.score - a.score || levels[b.number] - levels[a.number] || a.number - b.number,
        );
        return records(good.map(({ number }) => number));
      },
      beginningWith: async (text) => {
        const forms = analyzer.formsOf(text);
        const last = forms[forms.length - 1] ?? '';
        const parts = isLatin(last) ? sitegen.latinWords(forms) : sitegen.arabicWords(forms);
        if (!parts.length || (parts.length === 1 && parts[0].length < SHORTEST)) return [];
        let numbers = await holders(parts[parts.length - 1], false);
        for (const part of parts.slice(0, -1)) {
          const also = await holders(part, true);
          numbers = new Set([...numbers].filter((number) => also.has(number)));
        }
        const found = [...numbers].sort(
          (a, b) => levels[b] - levels[a] || lengths[a] - lengths[b] || a - b,
        );
        return records(found);
      },
    };
  };
})();
