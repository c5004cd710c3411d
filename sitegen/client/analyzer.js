'use strict';
/* What is the same word? The twin of sitegen/arabic, where the rules are explained; driven by the
   manifest's tables alone. Offsets are UTF-16 units. */
(() => {
  const sitegen = (globalThis.sitegen ||= /** @type {any} */ ({}));

  /** @param {number[]} flat @param {(first: number, end: number) => void} mark */
  const eachRange = (flat, mark) => {
    for (let i = 0, at = 0; i < flat.length; i += 2) {
      mark(at + flat[i], (at += flat[i] + flat[i + 1]));
    }
  };

  /** @param {number[][]} lists @returns {(char: string) => boolean} */
  const tester = (...lists) => {
    /** @type {[number, number][]} */
    const ranges = [];
    for (const flat of lists) eachRange(flat, (first, end) => ranges.push([first, end]));
    return (char) => {
      const code = /** @type {number} */ (char.codePointAt(0));
      return ranges.some(([first, end]) => first <= code && code < end);
    };
  };

  /** fold.py.
   * @param {any} tables @param {(char: string) => boolean} isWordChar */
  const folder = (tables, isWordChar) => {
    const isControl = tester(tables.controls);
    const isDropped = tester(tables.dropped, tables.controls);
    const isDecomposed = tester(tables.decomposed);
    const isAccent = tester(tables.accents);
    const isBetween = tester(tables.between);
    /** @type {Map<string, string>} */
    const mapped = new Map(Object.entries(tables.multi));
    for (let i = 0; i < tables.pairs.length; i += 2) mapped.set(tables.pairs[i], tables.pairs[i + 1]);
    const images = new Map(mapped);

    /** @param {string} char */
    const foldChar = (char) => {
      if (isDropped(char)) return '';
      if (!isDecomposed(char)) return char;
      const bare = [...char.normalize('NFKD')].filter((part) => !isAccent(part)).join('');
      const parts = [...bare.toLowerCase().normalize('NFC')].map(
        (part) => mapped.get(part) ?? (isDropped(part) ? '' : part),
      );
      const image = parts.join('');
      return [...image].length > 1 && ![...image].some(isWordChar) ? char : image;
    };

    /** @param {string} source @param {number} at @returns {string | undefined} */
    const seated = (source, at) => {
      let seat = at - 1;
      while (seat >= 0 && isBetween(source[seat])) seat--;
      return tables.seats[source[seat]];
    };

    /** @param {string} source */
    return (source) => {
      let text = '';
      /** @type {number[]} */
      const starts = [];
      let at = 0;
      for (const char of source) {
        let image = images.get(char);
        if (image === undefined) images.set(char, (image = foldChar(char)));
        if (char === tables.hamza) {
          const letter = seated(source, at);
          if (letter) text = text.slice(0, -1) + letter;
        }
        for (let i = 0; i < image.length; i++) starts.push(at);
        text += image;
        at += char.length;
      }

      /** @param {number} start @param {number} end @returns {[number, number]} */
      const sourceSpan = (start, end) => {
        if (end <= start) return [starts[start] ?? source.length, starts[start] ?? source.length];
        const last = starts[end - 1];
        let after = end;
        while (starts[after] === last) after++;
        let stop = starts[after] ?? source.length;
        while (stop - 1 > last && isControl(source[stop - 1])) stop--;
        return [starts[start], stop];
      };
      return { text, source, starts, sourceSpan };
    };
  };

  /** tokens.py.
   * @param {Uint8Array} classes @param {any} words */
  const tokenizer = (classes, words) => /** @param {any} folded */ (folded) => {
    const { text } = folded;
    /** @type {string[]} */
    const forms = [];
    /** @type {number[]} */
    const starts = [];
    for (let at = 0, end; at < text.length; at = end) {
      const kind = classes[text.charCodeAt(at)];
      end = at + 1;
      while (end < text.length && classes[text.charCodeAt(end)] === kind) end++;
      for (let start = at; kind && start < end; start += words.longest) {
        forms.push(text.slice(start, Math.min(start + words.longest, end)));
        starts.push(start);
      }
    }
    /** @param {number} i @returns {[number, number]} */
    const sourceSpan = (i) => folded.sourceSpan(starts[i], starts[i] + forms[i].length);
    return { folded, forms, starts, sourceSpan, alternates: alternatesOf(words, folded, forms, starts) };
  };

  /** The second readings: letters that Uthmani spelling writes as marks, written.
   * @param {any} words @param {any} folded @param {string[]} forms @param {number[]} starts */
  const alternatesOf = (words, { text, source, starts: sources }, forms, starts) => {
    const { dagger, alef, smallYeh, yeh, seats } = words;
    /** @type {Map<number, string>} */
    const found = new Map();
    if (!source.includes(dagger) && !source.includes(smallYeh)) return found;
    const isOwn = tester(words.own);

    /** @param {string} letter @param {string} image @param {string} marks @param {string} after */
    const withAlef = (letter, image, marks, after) => {
      if (image === alef || (image === yeh && !after)) return image;
      if (seats.includes(letter) && ![...marks].some(isOwn)) return after === alef ? '' : alef;
      return image + alef;
    };
    forms.forEach((form, i) => {
      let made = '';
      for (let k = 0; k < form.length; k++) {
        const at = starts[i] + k;
        const marks = source.slice(sources[at] + 1, sources[at + 1] ?? source.length);
        const letter = source[sources[at]];
        made += marks.includes(dagger) ? withAlef(letter, form[k], marks, form.charAt(k + 1)) : form[k];
        if (marks.includes(smallYeh)) made += yeh;
      }
      made = made.slice(0, words.longest);
      if (made !== form) found.set(i, made);
    });
    return found;
  };

  /** stem.py.
   * @param {any} rules */
  const stemmer = (rules) => {
    const { article, conjunctions, prepositions, contracted, reopened, shortest, plural } = rules;
    const suffixes = rules.suffixes.split(' ');
    const pronouns = rules.pronouns.split(' ');
    const pairs = rules.pairs.split(' ');
    const prefix = new RegExp(
      `^(?:[${conjunctions}]?(?:[${prepositions}]?${article}|${contracted})` +
        `(?=.{${rules.afterArticle}})(?!${rules.notAfterArticle}$)|${rules.waw}(?=.{${rules.afterWaw}}))`,
    );
    const left = new RegExp(`^(?:${article}|[${rules.left}])+`);

    /** @param {string} form */
    const stemFold = (form) => {
      let folded = '';
      for (const char of form) folded += rules.carriers[char] ?? char;
      return folded;
    };
    /** @param {string} word */
    const leftEnd = (word) => left.exec(word)?.[0].length ?? 0;
    /** @param {string} word */
    const coreEnd = (word) => {
      const at = leftEnd(word);
      return rules.right.includes(word.charAt(at)) ? at + rules.unsure : at;
    };

    /** @param {string} form */
    const ruleStem = (form) => {
      let word = stemFold(form).replace(prefix, '');
      const least = Math.max(shortest, coreEnd(word));
      for (const suffix of suffixes) {
        if (word.endsWith(suffix) && word.length - suffix.length >= least) {
          word = word.slice(0, -suffix.length);
        }
      }
      return word;
    };

    /** @param {string} form */
    const key = (form) => {
      let word = stemFold(form);
      word = word.slice(leftEnd(word));
      const least = coreEnd(word);
      let end = word.length;
      while (end > least) {
        if (rules.right.includes(word[end - 1])) end--;
        else if (end - 2 >= least && pairs.includes(word.slice(end - 2, end))) end -= 2;
        else break;
      }
      const last = word[end - 1] ?? '';
      return word.slice(0, Math.max(end - 1, 0)) + (reopened[last] ?? last);
    };

    /** @param {string} form */
    const beginnings = (form) => {
      const found = new Set([0]);
      const last = form.length - shortest;
      if (last >= 1 && conjunctions.includes(form[0])) found.add(1);
      for (const at of [...found]) {
        if (at < last && prepositions.includes(form[at])) found.add(at + 1);
      }
      return found;
    };

    /** @param {string} form */
    const readings = (form) => {
      const core = coreEnd(stemFold(form));
      const ends = pronouns
        .filter((/** @type {string} */ pronoun) => form.endsWith(pronoun))
        .map((/** @type {string} */ pronoun) => form.length - pronoun.length);
      /** @type {Set<string>} */
      const found = new Set();
      for (const start of beginnings(form)) {
        const least = Math.max(core, start + shortest);
        found.add(form.slice(start));
        for (const end of ends) {
          if (end < least) continue;
          const last = form[end - 1];
          found.add(form.slice(start, end));
          if (reopened[last]) found.add(form.slice(start, end - 1) + reopened[last]);
          if (last === rules.alef && end > least) found.add(form.slice(start, end - 1));
        }
        if (form.endsWith(rules.alef) && form.length > least) found.add(form.slice(start, -1));
        const end = form.length - plural.length;
        if (form.endsWith(plural) && end >= core && form.length - start > shortest) {
          found.add(form.slice(start, end) + rules.singular);
        }
      }
      const cut = prefix.exec(form)?.[0].length ?? 0;
      if (cut > 1) found.add(form.slice(cut));
      const stem = ruleStem(form);
      found.delete(form);
      found.delete(stem);
      return [...[...found].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)), stem];
    };
    return { stemFold, ruleStem, readings, key };
  };

  /** @param {any} tables */
  sitegen.analyzer = (tables) => {
    const classes = new Uint8Array(0x10000);
    eachRange(tables.words.arabic, (first, end) => classes.fill(1, first, end));
    eachRange(tables.words.other, (first, end) => classes.fill(2, first, end));
    /** @param {string} char */
    const isWordChar = (char) => char.length === 1 && classes[char.charCodeAt(0)] > 0;
    const fold = folder(tables.fold, isWordChar);
    const tokenize = tokenizer(classes, tables.words);
    const stops = new Set(tables.stop.split(' '));
    return {
      fold,
      tokenize,
      formsOf: (/** @type {string} */ source) => tokenize(fold(source)).forms,
      ...stemmer(tables.stem),
      isStop: (/** @type {string} */ form) => stops.has(form),
      tableVersion: tables.version,
    };
  };
})();
