'use strict';
/* How often does a word or a phrase occur in each year? From the postings that search reads anyway.
   Equal to what index/usage.py counts of the words that it lists. */
(() => {
  const sitegen = globalThis.sitegen;

  /** What a text asks to be counted: a word in all forms, a beginning, a word as written; words side by
   * side, the first with what may stand before it, or all as written (`exact`); null where it asks for
   * something else, as fields and operators do.
   * @param {string} text @param {Analyzer} analyzer
   * @returns {QueryWord|CountedPhrase|null} */
  sitegen.countable = (text, analyzer) => {
    const nodes = sitegen.children(sitegen.parseQuery(text, analyzer).tree);
    const [type, of] = nodes[0] ?? [];
    if (nodes.length === 1) {
      if (type === 'word' || type === 'exact' || type === 'prefix') return { kind: type, form: of };
      return type === 'phrase' || type === 'phrase=' ? { kind: 'phrase', forms: of, exact: type === 'phrase=' } : null;
    }
    const plain = nodes.length > 1 && nodes.every(([name]) => name === 'word' || name === 'exact');
    return plain ? { kind: 'phrase', forms: nodes.map(([, form]) => form), exact: type === 'exact' } : null;
  };

  /** @param {Lookup} lookup @param {Segment} segment @param {Found} found
   * @param {(number: number, times: number) => void} add */
  const ofWord = async ({ library }, segment, found, add) => {
    for (const { postings, where, column } of found.forms) {
      const shard = await library.shard(segment, sitegen.shardPath('x', where.name, segment));
      const integers = new sitegen.Integers(shard[where.index][column]);
      sitegen.eachPosting(postings, (number) => {
        const times = integers.next() + 1;
        add(number, times);
        for (let left = times; left > 0; left--) integers.next(); // its positions
      });
    }
  };

  /** What a segment has of a phrase's first word: itself, and with و ف ب ك ل before it.
   * @param {Lookup} lookup @param {number} index of the segment @param {string} form */
  const opening = async (lookup, index, form) => {
    const { forms } = (await lookup.word({ kind: 'word', form }))[index];
    const is = (/** @type {string} */ other) =>
      other.endsWith(form) && lookup.analyzer.beginnings(other).has(other.length - form.length);
    return { forms: forms.filter((one) => is(one.form)), df: 0 };
  };

  /** @param {Lookup} lookup @param {number} index of the segment @param {CountedPhrase} phrase
   * @param {(number: number, times: number) => void} add */
  const ofPhrase = async (lookup, index, { forms, exact }, add) => {
    const segment = lookup.manifest.segments[index];
    const words = await Promise.all(
      forms.map(async (form, offset) => {
        const found =
          offset || exact ? (await lookup.word({ kind: 'exact', form }))[index] : await opening(lookup, index, form);
        return { found, offset, df: found.forms.reduce((sum, { df }) => sum + df, 0) };
      }),
    );
    words.sort((a, b) => a.df - b.df || a.offset - b.offset); // the rarest is looked at first
    const all = words.map(({ found }) => sitegen.documentsOf(found, segment.count));
    const candidates = all.reduce(sitegen.narrow);
    if (!candidates.includes(1)) return;
    /** @type {Map<number, Set<number>>|null} */
    let places = null;
    for (const { found, offset } of words) {
      /** @type {Map<number, Set<number>>|null} */
      const before = places;
      places = await lookup.starts(segment, found, offset, (number, start) =>
        before ? !!before.get(number)?.has(start) : candidates[number] === 1,
      );
    }
    for (const [number, starts] of places ?? []) add(number, starts.size);
  };

  /** Occurrences by year, those without a date left out.
   * @param {Lookup} lookup
   * @param {QueryWord|CountedPhrase} wanted @returns {Promise<Map<number, number>>} */
  sitegen.occurrences = async (lookup, wanted) => {
    const { segments, years } = lookup.manifest;
    /** @type {Map<number, number>} */
    const counts = new Map();
    const found = 'forms' in wanted ? null : await lookup.word(wanted);
    for (const [index, segment] of segments.entries()) {
      const times = new Uint32Array(segment.count);
      const add = (/** @type {number} */ number, /** @type {number} */ n) => void (times[number] += n);
      if (found) await ofWord(lookup, segment, found[index], add);
      else if ('forms' in wanted) await ofPhrase(lookup, index, wanted, add);
      for (const [year, first, count] of years) {
        const [start, end] = [first - segment.first, first + count - segment.first];
        const sum = times.subarray(Math.max(0, start), Math.max(0, end)).reduce((a, b) => a + b, 0);
        if (year && sum) counts.set(year, (counts.get(year) ?? 0) + sum);
      }
    }
    return counts;
  };
})();
