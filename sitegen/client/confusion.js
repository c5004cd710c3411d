'use strict';
/* How likely is it that someone who typed this meant that? Equal to sitegen/arabic/confusion. */
(() => {
  const sitegen = globalThis.sitegen;
  const { likes, hamza, leftOut, swapped, likely, other, farthest, nearest, short } =
    sitegen.mending.confusion;
  /** @type {Set<string>} */
  const pairs = new Set();
  for (const group of likes.split(' ')) for (const a of group) for (const b of group) pairs.add(a + b);

  /** The greatest distance at which a word may be meant by *form*.
   * @param {string} form */
  sitegen.farthest = (form) => (form.length <= short ? nearest : farthest);

  /** Weigh the cheapest way from *meant* to *typed*; `limit + 1` where it costs more.
   * @param {string} typed @param {string} meant @param {number} limit */
  sitegen.distance = (typed, meant, limit) => {
    /** @type {number[]} */
    let above = [];
    /** @type {number[]} */
    let before = [];
    let row = Array.from({ length: meant.length + 1 }, (_, n) => leftOut * n);
    for (let i = 0; i < typed.length; i++) {
      const letter = typed[i];
      [above, before] = [before, row];
      const extra = letter === hamza || (i && typed[i - 1] === letter) ? likely : other;
      row = [before[0] + extra];
      for (let j = 0; j < meant.length; j++) {
        let cost = before[j];
        if (letter !== meant[j]) cost += pairs.has(letter + meant[j]) ? likely : other;
        cost = Math.min(cost, before[j + 1] + extra, row[j] + leftOut);
        if (i && j && letter === meant[j - 1] && typed[i - 1] === meant[j]) {
          cost = Math.min(cost, above[j - 1] + swapped);
        }
        row.push(cost);
      }
      if (Math.min(...row) > limit && Math.min(...before) + swapped > limit) return limit + 1;
    }
    return Math.min(row[meant.length], limit + 1);
  };
})();
