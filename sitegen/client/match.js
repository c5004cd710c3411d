'use strict';
/* Which documents match a query's tree and the filters? docs/index-format.md, section 12. */
(() => {
  const sitegen = globalThis.sitegen;
  const { narrow } = sitegen;
  const EPOCH = 719163; // 1970-01-01, as datetime.date.toordinal counts
  const MILLISECONDS = 86400000;

  /** The first day of an ISO date's span, or the first after it.
   * @param {string} iso @param {boolean} after */
  const dayOf = (iso, after) => {
    const [year, month, day] = iso.split('-').map(Number);
    const date = new Date(0);
    const plus = Number(after);
    if (day) date.setUTCFullYear(year, month - 1, day + plus);
    else if (month) date.setUTCFullYear(year, month - 1 + plus, 1);
    else date.setUTCFullYear(year + plus, 0, 1);
    return date.getTime() / MILLISECONDS + EPOCH;
  };

  /** @param {Lookup} lookup @param {Segment} segment @param {'after'|'before'} side
   * @param {string} iso */
  const dated = async (lookup, segment, side, iso) => {
    const limit = dayOf(iso, side === 'before');
    const has = new Uint8Array(segment.count);
    const days = await lookup.days(segment);
    days.forEach((day, number) => (has[number] = Number((side === 'after') === day >= limit)));
    return has;
  };

  /** @param {Lookup} lookup @param {Segment} segment @param {string} field @param {string} value */
  const labelled = (lookup, segment, field, value) => {
    const words = lookup.analyzer.formsOf(value);
    return lookup.facet(segment, field, (other, label) => {
      if (other === value) return true;
      const forms = lookup.analyzer.formsOf(label);
      return words.length > 0 && words.every((word) => forms.includes(word));
    });
  };

  /** @param {Lookup} lookup @param {number} index @param {QueryNode[]} nodes
   * @param {Set<string>} ranked */
  const sequence = async (lookup, index, nodes, ranked) => {
    const { count } = lookup.manifest.segments[index];
    const bare = nodes.filter(([type]) => type === 'word' || type === 'exact' || type === 'prefix');
    const others = nodes.filter((node) => !bare.includes(node));
    const has = new Uint8Array(count);
    const narrows = ['not', 'field', 'after', 'before']; // but do not stand for the words
    if (!bare.length || !others.every(([type]) => narrows.includes(type))) has.fill(1);
    else {
      for (const node of bare) {
        if (!ranked.has(node.join(' '))) continue; // a stop word left out
        const some = await sitegen.matching(lookup, index, node, ranked);
        for (let i = 0; i < count; i++) has[i] |= some[i];
      }
    }
    for (const node of others) narrow(has, await sitegen.matching(lookup, index, node, ranked));
    return has;
  };

  /** Which documents of a segment a node of the tree matches.
   * @param {Lookup} lookup @param {number} index of the segment @param {QueryNode} node
   * @param {Set<string>} ranked the ranked words, as "kind form"
   * @returns {Promise<Uint8Array>} */
  sitegen.matching = async (lookup, index, node, ranked) => {
    const segment = lookup.manifest.segments[index];
    const { count } = segment;
    const [type, of, value] = node;
    switch (type) {
      case 'phrase':
      case 'phrase=':
        return lookup.phrase(index, of, type === 'phrase=');
      case 'title': {
        const has = new Uint8Array(count).fill(1);
        for (const form of of) {
          const found = (await lookup.word({ kind: 'word', form }))[index];
          narrow(has, sitegen.documentsOf(found, count, 'titles'));
        }
        return has;
      }
      case 'field':
        return labelled(lookup, segment, of, value);
      case 'after':
      case 'before':
        return dated(lookup, segment, type, of);
      case 'not':
        return (await sitegen.matching(lookup, index, of, ranked)).map((has) => 1 - has);
      case 'seq':
        return sequence(lookup, index, sitegen.children(node), ranked);
      case 'and':
      case 'or': {
        const sets = await Promise.all(
          sitegen.children(node).map((child) => sitegen.matching(lookup, index, child, ranked)),
        );
        if (type === 'and') return sets.reduce(narrow);
        return sets.reduce((has, other) => has.map((one, i) => one | other[i]));
      }
      default:
        return sitegen.documentsOf((await lookup.word({ kind: type, form: of }))[index], count);
    }
  };

  /** Which documents of a segment the chosen facet values leave: of each field any of them.
   * @param {Lookup} lookup @param {Segment} segment @param {Filters} filters */
  sitegen.filtered = async (lookup, segment, filters) => {
    const has = new Uint8Array(segment.count).fill(1);
    for (const [field, chosen] of Object.entries(filters)) {
      const values = typeof chosen === 'number' ? [] : [chosen ?? []].flat().filter(Boolean);
      if (!values.length) continue;
      const any = new Uint8Array(segment.count);
      for (const value of values) {
        const some = await lookup.facet(segment, field, (other) => other === value, value);
        for (let i = 0; i < any.length; i++) any[i] |= some[i];
      }
      narrow(has, any);
    }
    return has;
  };

  /** The numbers, half-open, of the dated documents from one year to another.
   * @param {Manifest} manifest @param {Filters} filters @returns {[number, number]} */
  sitegen.yearSpan = ({ years }, { from = -Infinity, to = Infinity }) => {
    const inside = years.filter(([year]) => year !== 0 && year >= from && year <= to);
    const last = inside[inside.length - 1];
    return last ? [inside[0][1], last[1] + last[2]] : [0, 0];
  };
})();
