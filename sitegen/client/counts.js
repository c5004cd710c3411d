'use strict';
/* How many documents of an answer have each value of a facet? docs/index-format.md, section 9. */
(() => {
  const sitegen = globalThis.sitegen;
  const { Integers, Fault } = sitegen;

  /** A column read: the rows of document i are rows[starts[i]] to rows[starts[i + 1] - 1].
   * @typedef {{starts: Uint32Array, rows: number[]}} Column */
  /** @type {WeakMap<any[], Column>} */
  const columns = new WeakMap();
  /** @param {any[]} shard @param {number} count of the segment's documents @returns {Column} */
  const columnOf = (shard, count) => {
    let column = columns.get(shard);
    if (column) return column;
    const integers = new Integers(shard[1]);
    column = { starts: new Uint32Array(count + 1), rows: [] };
    for (let i = 0; i < count; i++) {
      let row = -1;
      for (let left = integers.next(); left > 0; left--) column.rows.push((row += integers.next() + 1));
      column.starts[i + 1] = column.rows.length;
    }
    const beyond = column.rows.some((row) => row >= shard[0].length / 2);
    if (integers.more || beyond) throw new Fault('damaged', 'facet');
    columns.set(shard, column);
    return column;
  };

  /** Every value of a field in the archive with the number of those documents that have it: most
   * frequent first, then by label and value (code points). Fails where a column cannot be had.
   * @param {Lookup} lookup @param {string} field @param {number[]} numbers ascending */
  sitegen.facetCounts = async ({ library, manifest }, field, numbers) => {
    /** @type {Map<string, {value: string, label: string, hits: number}>} */
    const found = new Map();
    let at = 0;
    for (const segment of manifest.segments) {
      const start = at;
      while (at < numbers.length && numbers[at] < segment.first + segment.count) at++;
      if (!segment.facets[field]) continue;
      const shard = await library.shard(segment, `facet/${field}-column`);
      const { starts, rows } = columnOf(shard, segment.count);
      const hits = new Uint32Array(shard[0].length / 2);
      for (const number of numbers.slice(start, at)) {
        const i = number - segment.first;
        for (let place = starts[i]; place < starts[i + 1]; place++) hits[rows[place]]++;
      }
      hits.forEach((n, row) => {
        const [value, label] = [shard[0][2 * row], shard[0][2 * row + 1]];
        const known = found.get(value);
        if (known) known.hits += n;
        else found.set(value, { value, label, hits: n });
      });
    }
    return [...found.values()].sort(
      (a, b) => b.hits - a.hits || (a.label < b.label ? -1 : +(a.label > b.label)) || (a.value < b.value ? -1 : 1),
    );
  };
})();
