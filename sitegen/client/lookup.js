'use strict';
/* Where does an index have a word? docs/index-format.md, sections 4, 6, 7, 9, 10. */
(() => {
  const sitegen = globalThis.sitegen;
  const { Integers, Fault } = sitegen;
  const MOST_PREFIX_FORMS = 50;
  /** @type {Found} */
  const NOTHING = { forms: [], df: 0 };

  /** The families of a shard of words, by form and by name.
   * @type {WeakMap<any[], {forms: Map<string, Place>, families: Map<string, Place>}>} */
  const directories = new WeakMap();
  /** @param {any[]} rows @param {(text: string) => string} swap */
  const directory = (rows, swap) => {
    let made = directories.get(rows);
    if (made) return made;
    made = { forms: new Map(), families: new Map() };
    let [name, index] = ['', 0];
    for (const [words, dfs, opens] of rows) {
      const [family, ...forms] = swap(words).split(' ');
      index++;
      if (opens) [name, index] = [sitegen.shardName(family), 0];
      const row = { forms, dfs, name, index };
      made.families.set(family, row);
      for (const form of forms) made.forms.set(form, row);
    }
    directories.set(rows, made);
    return made;
  };

  /** Keep in *documents* those that *others* has too.
   * @param {Uint8Array} documents @param {Uint8Array} others */
  sitegen.narrow = (documents, others) => {
    for (let i = 0; i < documents.length; i++) documents[i] &= others[i];
    return documents;
  };

  /** The lists of families that were read to their ends.
   * @type {WeakSet<any[]>} */
  const proven = new WeakSet();
  /** Read the lists of a family to their ends: a damaged one fails here, not amid a search.
   * @param {any[]} lists @param {number} forms @param {number} count of documents */
  const prove = (lists, forms, count) => {
    let isRight = lists.length === forms;
    for (const list of lists.flat()) sitegen.eachPosting(list, (number) => (isRight &&= number < count));
    if (!isRight) throw new Fault('damaged', 'p');
    proven.add(lists);
  };

  /** One question's view of the index: what it looked up, and the faults that it met. */
  class Lookup {
    /** @param {Library} library @param {Manifest} manifest @param {Analyzer} analyzer
     * @param {boolean} lenient whether a stale shard counts as a missing one */
    constructor(library, manifest, analyzer, lenient) {
      this.library = library;
      this.manifest = manifest;
      this.analyzer = analyzer;
      this.lenient = lenient;
      /** @type {Set<string>} */
      this.faults = new Set();
      /** Whether a prefix has more forms than are searched. */
      this.cut = false;
      /** @type {Map<string, Promise<Found[]>>} */
      this.known = new Map();
    }

    /** What a shard gives; *instead* where it cannot be had or not be read, and the fault is kept.
     * @template T, U @param {Promise<T>} shard @param {U} instead @returns {Promise<T|U>} */
    async attempt(shard, instead) {
      try {
        return await shard;
      } catch (error) {
        const code = error instanceof Fault ? error.code : 'damaged';
        if (code === 'stale' && !this.lenient) throw error;
        this.faults.add(code);
        return instead;
      }
    }

    /** @param {Segment} segment @param {'w'|'p'|'x'} kind @param {string} name */
    rows(segment, kind, name) {
      const path = sitegen.shardPath(kind, name, segment);
      return this.attempt(this.library.shard(segment, path), /** @type {any[]} */ ([]));
    }

    /** The family that a form falls in; *strict*: only one that lists it.
     * @param {Segment} segment @param {string} form @param {boolean} strict */
    async place(segment, form, strict) {
      const key = this.analyzer.key(form);
      const at = sitegen.lastNotAbove(segment.words, key);
      // shards begin anew at each first letter: one of another letter cannot have the key
      if (at < 0 || segment.words[at][0] !== key[0]) return null;
      const rows = await this.rows(segment, 'w', sitegen.shardName(segment.words[at]));
      const { forms, families } = directory(rows, sitegen.swapOf(this.manifest));
      const candidates = strict ? [form] : [form, ...this.analyzer.readings(form)];
      const listed = candidates.find((candidate) => forms.has(candidate));
      const stem = listed || strict ? '' : this.analyzer.ruleStem(form);
      return forms.get(listed ?? '') ?? families.get(stem) ?? null;
    }

    /** @param {Segment} segment @param {string} form @param {boolean} exact @returns {Promise<Found>} */
    one(segment, form, exact) {
      return this.attempt(this.found(segment, form, exact), NOTHING);
    }

    /** @param {Segment} segment @param {string} form @param {boolean} exact @returns {Promise<Found>} */
    async found(segment, form, exact) {
      const where = await this.place(segment, form, exact);
      const lists = where && (await this.rows(segment, 'p', where.name))[where.index];
      if (!lists) return NOTHING;
      if (!proven.has(lists)) prove(lists, where.forms.length, segment.count);
      const dfs = new Integers(where.dfs);
      const df = dfs.next();
      const forms = where.forms.map((name, column) => {
        const [postings, titles = ''] = [lists[column]].flat();
        return { form: name, df: dfs.next() + 1, postings, titles, where, column };
      });
      if (!exact) return { forms, df };
      const same = forms.filter((one) => one.form === form);
      return { forms: same, df: same[0].df };
    }

    /** @param {Segment} segment @param {string[]} forms @returns {Promise<Found>} */
    async any(segment, forms) {
      const found = await Promise.all(forms.map((form) => this.one(segment, form, true)));
      const together = { forms: found.flatMap((some) => some.forms), df: 0 };
      for (const has of sitegen.documentsOf(together, segment.count)) together.df += has;
      return together;
    }

    /** Add up the forms of a segment that begin with *prefix*, also after ال and proclitics.
     * @param {Segment} segment @param {string} prefix @param {Map<string, number>} counts */
    async expand(segment, prefix, counts) {
      const { lexicon, prefixes } = segment;
      /** @type {Map<string, number>} a form stands under several readings */
      const here = new Map();
      for (let at = Math.max(0, sitegen.lastNotAbove(lexicon, prefix)); at < lexicon.length; at++) {
        if (lexicon[at] > prefix && !lexicon[at].startsWith(prefix)) break;
        const path = `${segment.path}lex/${sitegen.shardName(lexicon[at])}`;
        const loading = this.library.plain(path, segment.numbering);
        const rows = await this.attempt(loading, /** @type {string[]} */ ([]));
        for (let row = 0; row < rows.length; row += 2) {
          if (!rows[row].startsWith(prefix)) continue;
          const integers = new Integers(rows[row + 1]);
          while (integers.more) {
            const form = prefixes[integers.next()] + rows[row];
            here.set(form, integers.next() + 1);
          }
        }
      }
      for (const [form, df] of here) counts.set(form, (counts.get(form) ?? 0) + df);
    }

    /** The most frequent forms that begin with *prefix*.
     * @param {string} prefix */
    async expansion(prefix) {
      /** @type {Map<string, number>} */
      const counts = new Map();
      for (const segment of this.manifest.segments) {
        await this.attempt(this.expand(segment, prefix, counts), undefined);
      }
      const forms = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
      this.cut ||= forms.length > MOST_PREFIX_FORMS;
      return forms.slice(0, MOST_PREFIX_FORMS).map(([form]) => form);
    }

    /** What each segment has of a word.
     * @param {QueryWord} word @returns {Promise<Found[]>} */
    word({ kind, form }) {
      const id = `${kind} ${form}`;
      let found = this.known.get(id);
      if (found) return found;
      const { segments } = this.manifest;
      found =
        kind === 'prefix'
          ? this.expansion(form).then((forms) =>
              Promise.all(segments.map((segment) => this.any(segment, forms))),
            )
          : Promise.all(segments.map((segment) => this.one(segment, form, kind === 'exact')));
      this.known.set(id, found);
      return found;
    }

    /** Where the forms found stand, as starts of a phrase whose word number *offset* they are.
     * @param {Segment} segment @param {Found} found @param {number} offset
     * @param {(number: number, start: number) => boolean} wanted */
    async starts(segment, found, offset, wanted) {
      /** @type {Map<number, Set<number>>} */
      const places = new Map();
      for (const { postings, where, column } of found.forms) {
        const shard = await this.library.shard(segment, sitegen.shardPath('x', where.name, segment));
        const text = shard[where.index][column];
        const integers = new Integers(text);
        sitegen.eachPosting(postings, (number) => {
          let position = -1;
          for (let left = integers.next(); left >= 0; left--) {
            position += integers.next() + 1;
            const start = position - offset;
            if (start < 0 || !wanted(number, start)) continue;
            const set = places.get(number);
            if (set) set.add(start);
            else places.set(number, new Set([start]));
          }
        });
        if (integers.more) throw new Fault('damaged', `x/${where.name}`);
      }
      return places;
    }

    /** The documents in which the words stand side by side; the rarest are looked at first.
     * @param {number} index of the segment @param {string[]} forms @param {boolean} exact */
    async phrase(index, forms, exact) {
      const segment = this.manifest.segments[index];
      const [first] = forms;
      const words = await Promise.all(
        forms.map(async (form, offset) => {
          const lax = !offset && !exact;
          const found = (await this.word({ kind: lax ? 'word' : 'exact', form }))[index];
          const forms = lax ? found.forms.filter((other) => other.form.endsWith(first)) : found.forms;
          return { found: { forms, df: 0 }, offset, df: forms.reduce((sum, { df }) => sum + df, 0) };
        }),
      );
      words.sort((a, b) => a.df - b.df || a.offset - b.offset);
      const all = words.map(({ found }) => sitegen.documentsOf(found, segment.count));
      const candidates = all.reduce(sitegen.narrow);
      const has = new Uint8Array(segment.count);
      if (!candidates.includes(1)) return has;
      /** @type {Map<number, Set<number>>|null} */
      let places = null;
      for (const { found, offset } of words) {
        /** @type {Map<number, Set<number>>|null} */
        const before = places;
        /** @param {number} number @param {number} start */
        const wanted = (number, start) =>
          before ? !!before.get(number)?.has(start) : candidates[number] === 1;
        const here = await this.attempt(this.starts(segment, found, offset, wanted), null);
        if (!here) continue; // then the word anywhere will do
        places = here;
        if (!places.size) return has;
      }
      if (!places) return candidates;
      for (const number of places.keys()) has[number] = 1;
      return has;
    }

    /** The documents of the rows of a facet that *wanted* wants.
     * @param {Segment} segment @param {string} field
     * @param {(value: string, label: string) => boolean} wanted
     * @param {string} [value] the only one wanted: then one bucket will do */
    async facet(segment, field, wanted, value) {
      const buckets = segment.facets[field] ?? 0;
      let names = Array.from({ length: buckets }, (_, i) => (buckets > 1 ? `${field}-${i}` : field));
      if (value !== undefined && buckets) names = [names[sitegen.crc32(value) % buckets]];
      const has = new Uint8Array(segment.count);
      const read = async (/** @type {string} */ name) => {
        for (const [value, label, , numbers] of await this.library.shard(segment, `facet/${name}`)) {
          if (!wanted(value, label)) continue;
          const integers = new Integers(numbers);
          for (let number = -1; integers.more; ) has[(number += integers.next() + 1)] = 1;
        }
      };
      await Promise.all(names.map((name) => this.attempt(read(name), undefined)));
      return has;
    }

    /** The first day of each dated document, as Python's ordinals.
     * @param {Segment} segment @returns {Promise<number[]>} */
    async days(segment) {
      /** @type {number[]} */
      const days = [];
      if (!segment.dated) return days;
      const read = async () => {
        const integers = new Integers((await this.library.shard(segment, 'facet/days'))[0]);
        for (let day = 0; integers.more; ) days.push((day += integers.next()));
      };
      await this.attempt(read(), undefined);
      return days;
    }
  }

  /** Which of *count* documents have one of the forms found, in a text or in a title.
   * @param {Found} found @param {number} count @param {'postings'|'titles'} [list] */
  sitegen.documentsOf = (found, count, list = 'postings') => {
    const has = new Uint8Array(count);
    for (const form of found.forms) {
      sitegen.eachPosting(form[list], (number) => void (has[number] = 1));
    }
    return has;
  };

  sitegen.Lookup = Lookup;
})();
