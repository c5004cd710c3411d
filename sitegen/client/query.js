'use strict';
/* What does a query ask for? docs/index-format.md, section 12. Pure: text in, tree out. */
(() => {
  const sitegen = globalThis.sitegen;
  const MOST_WORDS = 32;
  const QUOTES = '"\u201C\u201D\u201E\u00AB\u00BB';
  const MINUS = '-\u2212';
  /** Folded names. @type {Record<string, string>} */
  const FIELDS = {
    title: 'title', author: 'author', entity: 'entity', collection: 'collection',
    section: 'section', kind: 'kind', lang: 'lang', subject: 'subject',
    after: 'after', before: 'before',
    عنوان: 'title', مولف: 'author', مؤلف: 'author', كاتب: 'author', علم: 'entity',
    مجموعه: 'collection', قسم: 'section', باب: 'section', نوع: 'kind', لغه: 'lang',
    موضوع: 'subject', بعد: 'after', قبل: 'before',
  };
  /** @type {Record<string, string>} */
  const OPERATORS = {
    AND: 'and', '&': 'and', '[و]': 'and',
    OR: 'or', '|': 'or', '[أو]': 'or',
    NOT: 'not', '[ليس]': 'not',
  };

  /** An ISO date as precise as it was typed; '' where it is none.
   * @param {string} folded */
  const isoDate = (folded) => {
    const found = /^(\d{1,4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?$/.exec(folded.trim());
    if (!found) return '';
    const [year, month, day] = found.slice(1).map((digits) => Number(digits ?? 1));
    const date = new Date(0);
    date.setUTCFullYear(year, month - 1, day);
    if (!year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return '';
    const parts = found.slice(1).filter((digits) => digits !== undefined);
    return parts.map((digits, i) => digits.padStart(i ? 2 : 4, '0')).join('-');
  };

  /**
   * Part a query into operators, brackets and items.
   * @param {string} text @param {Analyzer} analyzer @param {(code: string) => void} problem
   * @returns {(string|QueryNode|Bare)[]} 'and', 'or', 'not', '(', ')', a node, or a bare item
   */
  const scan = (text, analyzer, problem) => {
    /** @type {(string|QueryNode|Bare)[]} */
    const found = [];
    let at = 0;
    let room = MOST_WORDS;

    /** @param {string} source */
    const formsOf = (source) => {
      const forms = analyzer.formsOf(source);
      if (forms.length > room) problem('many-words');
      const kept = forms.slice(0, room);
      room -= kept.length;
      return kept;
    };
    const atQuote = () => at < text.length && QUOTES.includes(text[at]);
    /** Take what stands between the quotation mark here and the next. */
    const quoted = () => {
      let end = at + 1;
      while (end < text.length && !QUOTES.includes(text[end])) end++;
      if (end === text.length) problem('open-quote');
      const inside = text.slice(at + 1, end);
      at = end + 1;
      return inside;
    };
    /** Take the characters up to the next space, bracket or quotation mark. */
    const chunk = () => {
      const start = at;
      while (at < text.length && !/[\s()]/.test(text[at]) && !atQuote()) at++;
      return text.slice(start, at);
    };
    /** @param {string} name @returns {QueryNode|null} */
    const fielded = (name) => {
      const value = atQuote() ? quoted() : chunk();
      if (!value.trim()) {
        problem('no-value');
        return null;
      }
      if (name === 'title') {
        const forms = formsOf(value);
        return forms.length ? ['title', forms] : null;
      }
      if (name !== 'after' && name !== 'before') return ['field', name, value];
      const iso = isoDate(analyzer.fold(value).text);
      if (!iso) problem('date');
      return iso ? [name, iso] : null;
    };
    /** @param {boolean} exact @returns {QueryNode|null} */
    const phrase = (exact) => {
      const forms = formsOf(quoted());
      if (forms.length === 1) return ['exact', forms[0]];
      return forms.length ? [exact ? 'phrase=' : 'phrase', forms] : null;
    };
    /** @param {string} source @param {boolean} exact @returns {QueryNode|Bare|null} */
    const words = (source, exact) => {
      const prefix = source.endsWith('*');
      const rest = prefix ? source.slice(0, -1) : source;
      if (rest.includes('*')) problem('star');
      const forms = formsOf(rest.replaceAll('*', ''));
      const last = forms[forms.length - 1];
      if (!last) {
        if (prefix) problem(rest ? 'short-prefix' : 'star');
        return null;
      }
      if (exact) return forms.length > 1 ? ['phrase=', forms] : ['exact', last];
      if (prefix && last.length < 2) problem('short-prefix');
      const begins = prefix && last.length > 1;
      /** @type {QueryNode[]} */
      const nodes = forms.map((form) => ['word', form]);
      if (begins) nodes[nodes.length - 1] = ['prefix', last];
      return nodes.length > 1 ? { nodes, forms } : nodes[0];
    };
    /** @returns {QueryNode|Bare|string|null} */
    const item = () => {
      const rest = text.slice(at);
      const exact = /^=[^\s=()]/.test(rest);
      if (exact) at++;
      if (atQuote()) return phrase(exact);
      const [named, name] = /^([^\s:()"]+):/.exec(rest) ?? ['', ''];
      const folded = name && !exact ? analyzer.fold(name).text : '';
      if (Object.hasOwn(FIELDS, folded)) {
        at += named.length;
        return fielded(FIELDS[folded]);
      }
      if (/^[a-z]+$/.test(folded) && !rest.slice(named.length).startsWith('//')) problem('field');
      const source = chunk();
      return Object.hasOwn(OPERATORS, source) ? OPERATORS[source] : words(source, exact);
    };

    while (at < text.length) {
      const char = text[at];
      if (/\s/.test(char)) at++;
      else if (char === '(' || char === ')') {
        found.push(char);
        at++;
      } else if (MINUS.includes(char) && /[^\s)]/.test(text[at + 1] ?? ' ')) {
        found.push('not');
        at++;
      } else {
        const node = item();
        if (node) found.push(node);
      }
    }
    return found;
  };

  /**
   * Read the items of a query by the grammar; never fails.
   * @param {(string|QueryNode|Bare)[]} items @param {(code: string) => void} problem
   * @returns {QueryNode}
   */
  const parse = (items, problem) => {
    let at = 0;
    /** What an operator takes: a bare item of several words is a phrase.
     * @param {QueryNode|Bare} node @returns {QueryNode} */
    const operand = (node) => ('forms' in node ? ['phrase', node.forms] : node);
    /** @param {'and'|'or'} type @param {() => QueryNode|Bare|null} next
     * @returns {() => QueryNode|Bare|null} */
    const joined = (type, next) => () => {
      const of = [next()];
      while (items[at] === type) {
        at++;
        of.push(next());
      }
      if (of.includes(null) && of.length > 1) problem('operator');
      const there = /** @type {(QueryNode|Bare)[]} */ (of.filter(Boolean));
      return there.length > 1 ? [type, ...there.map(operand)] : (there[0] ?? null);
    };
    /** @returns {QueryNode|Bare|null} */
    const item = () => {
      const next = items[at];
      if (next === undefined || next === 'and' || next === 'or' || next === ')') return null;
      at++;
      if (next === 'not') {
        const of = item();
        if (!of) problem('operator');
        return of && ['not', operand(of)];
      }
      if (typeof next !== 'string') return next;
      const inside = sequence();
      if (items[at] === ')') at++;
      else problem('paren');
      return inside.length ? (inside.length > 1 ? ['seq', ...inside] : inside[0]) : null;
    };
    const alternative = joined('or', joined('and', item));
    /** @returns {QueryNode[]} */
    const sequence = () => {
      /** @type {QueryNode[]} */
      const of = [];
      while (at < items.length && items[at] !== ')') {
        const node = alternative();
        if (node && 'nodes' in node) of.push(...node.nodes);
        else if (node) of.push(node);
      }
      return of;
    };
    const top = sequence();
    while (at < items.length) {
      problem('paren'); // a closing one without its other
      at++;
      top.push(...sequence());
    }
    return ['seq', ...top];
  };

  /** The words that rank, in order, each once.
   * @param {QueryNode} tree @param {Analyzer} analyzer
   * @returns {QueryWord[]} */
  const rankedWords = (tree, analyzer) => {
    /** @type {Map<string, QueryWord>} */
    const words = new Map();
    /** @param {QueryWord['kind']} kind @param {string} form */
    const add = (kind, form) => words.set(`${kind} ${form}`, { kind, form });
    /** @param {QueryNode} node */
    const walk = (node) => {
      const [type, of] = node;
      if (type === 'word' || type === 'exact' || type === 'prefix') add(type, of);
      else if (type === 'phrase' || type === 'title') of.forEach((form) => add('word', form));
      else if (type === 'phrase=') of.forEach((form) => add('exact', form));
      else if (type === 'seq' || type === 'and' || type === 'or') sitegen.children(node).forEach(walk);
    };
    walk(tree);
    const all = [...words.values()];
    const telling = all.filter(({ kind, form }) => kind === 'prefix' || !analyzer.isStop(form));
    return telling.length ? telling : all;
  };

  /** The nodes below a seq, and, or, not.
   * @param {QueryNode} node @returns {QueryNode[]} */
  sitegen.children = (node) => /** @type {any} */ (node.slice(1));

  /** The tree with every word and phrase exact; beginnings, titles and fields are as they were.
   * @param {QueryNode} node @returns {QueryNode} */
  const exacted = (node) => {
    const [type, of] = node;
    if (type === 'word') return ['exact', of];
    if (type === 'phrase') return ['phrase=', of];
    if (type === 'not') return [type, exacted(of)];
    if (type !== 'seq' && type !== 'and' && type !== 'or') return node;
    return [type, ...sitegen.children(node).map(exacted)];
  };

  /** Read a query.
   * @param {string} text @param {Analyzer} analyzer @param {boolean} [exact] whether words stand
   * for no other form of theirs @returns {ParsedQuery} */
  sitegen.parseQuery = (text, analyzer, exact = false) => {
    /** @type {string[]} */
    const problems = [];
    /** @param {string} code */
    const problem = (code) => void (problems.includes(code) || problems.push(code));
    const read = parse(scan(text, analyzer, problem), problem);
    const tree = exact ? exacted(read) : read;
    const nodes = sitegen.children(tree);
    if (!nodes.length) problem('empty');
    else if (nodes.every(([type]) => type === 'not')) problem('only-not');
    return { tree, words: rankedWords(tree, analyzer), problems };
  };
})();
