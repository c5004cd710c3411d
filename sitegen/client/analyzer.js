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
   * @param {Uint8Array} classes @param {any} tables */
  const tokenizer = (classes, tables) => /** @param {any} folded */ (folded) => {
    const { longest } = tables.words;
    const { text } = folded;
    /** @type {string[]} */
    const forms = [];
    /** @type {number[]} */
    const starts = [];
    for (let at = 0, end; at < text.length; at = end) {
      const kind = classes[text.charCodeAt(at)];
      end = at + 1;
      while (end < text.length && classes[text.charCodeAt(end)] === kind) end++;
      for (let start = at; kind && start < end; start += longest) {
        forms.push(text.slice(start, Math.min(start + longest, end)));
        starts.push(start);
      }
    }
    /** @param {number} i @returns {[number, number]} */
    const sourceSpan = (i) => folded.sourceSpan(starts[i], starts[i] + forms[i].length);
    const { source, starts: sources } = folded;
    /** What stands in the source between each letter of a word and the next.
     * @param {number} i */
    const marksOf = (i) =>
      Array.from(forms[i], (_, k) => {
        const at = starts[i] + k;
        return source.slice(sources[at] + 1, sources[at + 1] ?? source.length);
      });
    const words = { folded, forms, starts, marksOf, sourceSpan };
    return { ...words, alternates: alternatesOf(tables, words) };
  };

  /** The second readings: words as they are written today (written.py).
   * @param {any} tables @param {any} of the words */
  const alternatesOf = ({ words, fold, stem }, { folded, forms, starts, marksOf }) => {
    const { source } = folded;
    const { dagger, smallYeh, wasla, seats } = words;
    const [hamza, alef, waw, yeh, wawHamza, yehHamza, lam] = words.letters;
    const [fatha, damma, kasra] = words.vowels;
    /** @type {Map<number, string>} */
    const found = new Map();
    if (!new RegExp(`[${words.vowels}${dagger}${smallYeh}${fold.hamza}]`).test(source)) return found;
    const isOwn = tester(words.own);
    const proclitics = new RegExp(`^[${stem.conjunctions}]?[${stem.prepositions}]?$`);

    /** @param {number} i */
    const lettersOf = (i) => {
      /** @type {[string, string, string][]} image, source, marks */
      const word = [];
      marksOf(i).forEach((/** @type {string} */ marks, /** @type {number} */ k) => {
        const line = marks.lastIndexOf(words.tatweel);
        const apart = line >= 0 && marks.includes(fold.hamza, line);
        const letter = source[folded.starts[starts[i] + k]];
        word.push([forms[i][k], letter, apart ? marks.slice(0, line) : marks]);
        if (apart) word.push([hamza, hamza, marks.slice(line + 1)]);
      });
      const at = Number(stem.conjunctions.includes(word[0][0]));
      const [image, , marks] = word[at] ?? [];
      const called = image === yeh && marks.includes(fatha) && marks.includes(dagger);
      return called && word.length > at + 2 ? word.slice(at + 1) : word;
    };
    /** @param {string} own @param {string} vowels @param {string} next @param {string} made */
    const seat = (own, vowels, next, made) => {
      if (!next) return hamza;
      const last = made.slice(-1);
      const rests = ![fatha, damma, kasra].some((vowel) => vowels.includes(vowel));
      const follows = vowels.includes(kasra) || (last === yeh && rests);
      const opens = next === alef || own.includes(dagger);
      const first = proclitics.test(made);
      if (opens && own.includes(fatha) && last !== alef && (first || !follows)) return '';
      if (own.includes(kasra) || follows) return yehHamza;
      if ((own + vowels).includes(damma)) return wawHamza;
      if (!(own + vowels).includes(fatha) || last === alef || (last === waw && rests)) return hamza;
      return opens ? '' : alef;
    };
    /** @param {string} image @param {string} letter @param {string} marks @param {string} next */
    const withAlef = (image, letter, marks, next) => {
      if (image === alef || (image === yeh && !next)) return image;
      if (seats.includes(letter) && ![...marks].some(isOwn)) return next === alef ? '' : alef;
      return image + alef;
    };
    forms.forEach((/** @type {string} */ form, /** @type {number} */ i) => {
      let made = '';
      const word = lettersOf(i);
      word.forEach(([image, letter, marks], k) => {
        const [, sourceBefore, vowels] = word[k - 1] ?? ['', '', ''];
        const [imageAfter, sourceAfter] = word[k + 1] ?? ['', ''];
        let now = image;
        if (image === hamza && (words.vowels.includes(marks[0] ?? ' ') || marks.includes(fold.hamza))) {
          now = seat(marks, vowels, sourceAfter, made);
        }
        if (marks.includes(dagger)) now = withAlef(now, letter, marks, imageAfter);
        if (image === lam && sourceBefore === wasla && words.doubled.includes(marks.slice(0, 2))) {
          if (marks.includes(dagger) || imageAfter === yeh) now = lam + now;
        }
        made += now + (marks.includes(smallYeh) ? yeh : '');
      });
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

    /** Whether a hamza may have been left out after the last alef.
     * @param {string} form */
    const mayEndInHamza = (form) =>
      form.endsWith(rules.alef) && form.length >= shortest && coreEnd(stemFold(form)) < form.length;

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
        if (mayEndInHamza(form)) found.add(form.slice(start) + rules.hamza);
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
      if (form.endsWith(rules.hamza) && mayEndInHamza(form.slice(0, -1))) found.add(form.slice(0, -1));
      const cut = prefix.exec(form)?.[0].length ?? 0;
      if (cut > 1) found.add(form.slice(cut));
      const stem = ruleStem(form);
      found.delete(form);
      found.delete(stem);
      return [...[...found].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)), stem];
    };
    return { stemFold, ruleStem, readings, beginnings, key };
  };

  /** @param {any} tables */
  sitegen.analyzer = (tables) => {
    const classes = new Uint8Array(0x10000);
    eachRange(tables.words.arabic, (first, end) => classes.fill(1, first, end));
    eachRange(tables.words.other, (first, end) => classes.fill(2, first, end));
    /** @param {string} char */
    const isWordChar = (char) => char.length === 1 && classes[char.charCodeAt(0)] > 0;
    const fold = folder(tables.fold, isWordChar);
    const tokenize = tokenizer(classes, tables);
    const stops = new Set(tables.stop.split(' '));
    return {
      fold,
      tokenize,
      formsOf: (/** @type {string} */ source) => tokenize(fold(source)).forms,
      ...stemmer(tables.stem),
      borne: tables.words.borne.split(' '),
      isStop: (/** @type {string} */ form) => stops.has(form),
      tableVersion: tables.version,
    };
  };
})();
