'use strict';
/* Which documents answer best? docs/index-format.md, section 11: integers only, equal to Python. */
(() => {
  const sitegen = globalThis.sitegen;
  const { Integers } = sitegen;

  const HALVES = [
    11863283, 14107901, 15384775, 16065917, 16417715, 16596492, 16686609, 16731851, 16754518,
    16765863,
  ];

  /** The binary logarithm in units of 2^-10, by squaring.
   * @param {number} value 1 or more */
  sitegen.log2 = (value) => {
    let result = Math.floor(Math.log2(value));
    if (2 ** result > value) result--;
    if (2 ** (result + 1) <= value) result++;
    let m = Math.floor(value * 2 ** (24 - result));
    for (let bit = 0; bit < 10; bit++) {
      m = Math.floor((m * m) / 2 ** 24);
      result *= 2;
      if (m >= 2 ** 25) {
        m = Math.floor(m / 2);
        result++;
      }
    }
    return result;
  };

  /** 65536 · 2^-t, t in units of 2^-10.
   * @param {number} t 0 or more */
  sitegen.exp2 = (t) => {
    let m = 2 ** 24;
    HALVES.forEach((half, i) => {
      if (t & (512 >> i)) m = Math.floor((m * half) / 2 ** 24);
    });
    return Math.floor(m / 2 ** (8 + (t >> 10)));
  };

  /** The weight of a word that *df* of *documents* have.
   * @param {number} documents @param {number} df */
  sitegen.idf = (documents, df) =>
    Math.max(1, sitegen.log2(2 * documents + 2) - sitegen.log2(2 * df + 1));

  /** What coverage *c* of 1024 by *n* words leaves of 65536.
   * @param {number} c @param {number} n */
  sitegen.coveragePower = (c, n) => {
    if (!c) return 0;
    const t = 10240 - sitegen.log2(c);
    return sitegen.exp2(Math.floor(n === 1 ? (3 * t) / 2 : (2 * t) / n));
  };

  /** 65536 · x / (unit + x): many occurrences are worth little more than some.
   * @param {number} x @param {number} unit */
  sitegen.saturate = (x, unit) => Math.floor((65536 * x) / (unit + x));

  /** Call *visit(number, level)* for each posting of a list, in the list's order.
   * @param {string} list @param {(number: number, level: number) => void} visit */
  sitegen.eachPosting = (list, visit) => {
    const integers = new Integers(list);
    while (integers.more) {
      const head = integers.next();
      for (let number = -1, left = head >> 4; left >= 0; left--) {
        number += integers.next() + 1;
        visit(number, head & 15);
      }
    }
  };

  /**
   * Score every document of a segment.
   * @param {RankedWord[]} words with what this segment has of each
   * @param {number} segment its index @param {number} count of its documents
   * @param {Ranking} ranking of the manifest
   * @returns {Float64Array}
   */
  sitegen.scores = (words, segment, count, ranking) => {
    const { levels, unit } = ranking;
    const scores = new Float64Array(count);
    const covered = new Float64Array(count);
    const titleWords = new Uint8Array(count);
    const titleLength = new Uint8Array(count);
    const family = new Float64Array(count);
    const own = new Float64Array(count);
    const inTitle = new Uint8Array(count);

    for (const word of words) {
      const found = word.found[segment];
      if (!found.forms.length) continue;
      family.fill(0);
      own.fill(0);
      inTitle.fill(0);
      for (const form of found.forms) {
        const itself = word.kind !== 'prefix' && form.form === word.form;
        sitegen.eachPosting(form.postings, (number, level) => {
          family[number] += levels[level];
          if (itself) own[number] += levels[level];
        });
        sitegen.eachPosting(form.titles, (number, level) => {
          inTitle[number] = 1;
          titleLength[number] = 16 - level;
        });
      }
      const ownWeight = ranking.form * word.ownIdf;
      for (let number = 0; number < count; number++) {
        if (!family[number]) continue;
        scores[number] += word.idf * sitegen.saturate(family[number], unit);
        if (own[number]) {
          scores[number] += Math.floor((ownWeight * sitegen.saturate(own[number], unit)) / 1024);
        }
        covered[number] += word.idf;
        titleWords[number] += inTitle[number];
      }
    }

    const n = words.length;
    const total = words.reduce((sum, word) => sum + word.idf, 0);
    const titleWeight = Math.floor((ranking.title * total) / 1024);
    /** @type {Map<number, number>} */
    const powers = new Map();
    for (let number = 0; number < count; number++) {
      if (!covered[number]) continue;
      const share = Math.floor((1024 * covered[number]) / total);
      const power = powers.get(share) ?? sitegen.coveragePower(share, n);
      powers.set(share, power);
      scores[number] = Math.floor((scores[number] * power) / 65536);
      if (titleWords[number]) {
        const like = Math.floor((131072 * titleWords[number]) / (n + titleLength[number]));
        const dice = Math.min(65536, like);
        scores[number] += titleWeight * Math.floor((dice * dice) / 65536);
      }
    }
    return scores;
  };

  /** The *k*-th greatest of *values*, which are reordered (quickselect).
   * @param {Float64Array} values @param {number} k from 1 */
  const greatest = (values, k) => {
    let [low, high] = [0, values.length - 1];
    while (low < high) {
      const pivot = values[(low + high) >> 1];
      let [left, right] = [low, high];
      while (left <= right) {
        while (values[left] > pivot) left++;
        while (values[right] < pivot) right--;
        if (left <= right) {
          [values[left], values[right]] = [values[right], values[left]];
          left++;
          right--;
        }
      }
      if (k - 1 <= right) high = right;
      else if (k - 1 >= left) low = left;
      else break;
    }
    return values[k - 1];
  };

  /** Best first: by score, then the dated before the undated, then the later one.
   * @param {Hit[]} hits are reordered @param {number} undated the first number without a date */
  sitegen.inOrder = (hits, undated) =>
    hits.sort(
      (a, b) =>
        b.score - a.score ||
        Number(a.number >= undated) - Number(b.number >= undated) ||
        b.number - a.number,
    );

  /**
   * The *k* best of all hits, in order.
   * @param {{numbers: number[], scores: number[]}} hits @param {number} k
   * @param {number} undated the first number without a date
   * @returns {Hit[]}
   */
  sitegen.best = ({ numbers, scores }, k, undated) => {
    const least = numbers.length > k ? greatest(Float64Array.from(scores), k) : -1;
    /** @type {Hit[]} */
    const kept = [];
    scores.forEach((score, at) => {
      if (score >= least) kept.push({ number: numbers[at], score });
    });
    return sitegen.inOrder(kept, undated).slice(0, k);
  };

  /**
   * What neighbouring query words near each other add to a document's score.
   * @param {RankedWord[]} words in the query's order
   * @param {Set<string>[]} forms of each word
   * @param {Words[]} blocks the words of each, the title's among them
   * @param {Ranking} ranking
   */
  sitegen.proximity = (words, forms, blocks, ranking) => {
    let gains = 0;
    const places = blocks.map((block) =>
      forms.map((set) => sitegen.places(block, (form) => set.has(form))),
    );
    for (let i = 0; i + 1 < words.length; i++) {
      let least = Infinity;
      for (const at of places) {
        for (const a of at[i]) {
          for (const b of at[i + 1]) if (a !== b) least = Math.min(least, Math.abs(a - b));
        }
      }
      if (least > ranking.window) continue;
      gains += Math.floor((Math.min(words[i].idf, words[i + 1].idf) * 65536) / least);
    }
    return Math.floor((ranking.proximity * gains) / 1024);
  };
})();
