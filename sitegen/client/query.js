'use strict';
/* What does a query ask for? docs/query-language.md. Pure: text in, tree out. */
(() => {
  const sitegen = globalThis.sitegen;
  const MOST_WORDS = 32;
  const OPENING = '"\u201C\u201E\u00AB';
  const CLOSING = '"\u201D\u201C\u00BB';
  /** @type {Record<string, string>} */
  const FIELDS = {
    title: 'title', author: 'author', entity: 'entity', collection: 'collection',
    section: 'section', after: 'after', before: 'before',
    عنوان: 'title', كاتب: 'author', علم: 'entity', مجموعة: 'collection', باب: 'section',
    بعد: 'after', قبل: 'before',
  };

  /**
   * Part a query into operators, brackets and items.
   * @param {string} text @param {Analyzer} analyzer @param {Set<string>} notes
   * @returns {(string|QueryNode)[]} 'AND', 'OR', 'NOT', '(', ')', or a node
   */
  const scan = (text, analyzer, notes) => {
    /** @type {(string|QueryNode)[]} */
    const found = [];
    let at = 0;
    let room = MOST_WORDS;

    /** @param {string} source */
    const formsOf = (source) => {
      const forms = [];
      for (const form of analyzer.formsOf(source)) {
        if (!room) notes.add('many');
        else forms.push(form);
        if (room && !analyzer.isStop(form)) room--;
      }
      return forms;
    };
    /** Take what stands between the quotation mark here and its fellow. */
    const quoted = () => {
      let end = at + 1;
      while (end < text.length && !CLOSING.includes(text[end])) end++;
      if (end === text.length) notes.add('quote');
      const inside = text.slice(at + 1, end);
      at = end + 1;
      return inside;
    };
    /** Take the characters up to the next space, bracket, bar or quotation mark. */
    const chunk = () => {
      const start = at;
      while (at < text.length && !/[\s()|"\u201C\u201D\u201E\u00AB\u00BB]/.test(text[at])) at++;
      return text.slice(start, at);
    };
    /** @param {string} field @returns {QueryNode|null} */
    const fielded = (field) => {
      const value = OPENING.includes(text[at]) ? quoted() : chunk();
      if (field !== 'title') return value ? { type: 'field', field, value: value.trim() } : null;
      const forms = formsOf(value);
      return forms.length ? { type: 'title', forms } : null;
    };
    /** @param {string} source @param {boolean} exact @returns {QueryNode|null} */
    const words = (source, exact) => {
      const prefix = source.length > 1 && source.endsWith('*') && !exact;
      const forms = formsOf(source);
      /** @type {WordNode[]} */
      const nodes = forms.map((form) => ({ type: 'word', form, exact, prefix: false }));
      const last = nodes[nodes.length - 1];
      if (prefix && last) {
        if (last.form.length > 1) last.prefix = true;
        else notes.add('short');
      }
      return nodes.length > 1 ? { type: 'chunk', exact, of: nodes } : (last ?? null);
    };

    while (at < text.length && room) {
      const char = text[at];
      const starts = at === 0 || /[\s(|]/.test(text[at - 1]);
      const name = /^([a-z]+|[\u0621-\u064A]+):(?=[^\s()|])/.exec(text.slice(at, at + 20));
      if (/\s/.test(char)) at++;
      else if (char === '|') {
        while (text[at] === '|') at++;
        found.push('OR');
      } else if (char === '(' || char === ')') {
        found.push(char);
        at++;
      } else if (char === '-' && starts && /[^-\s)|]/.test(text[at + 1] ?? ' ')) {
        found.push('NOT');
        at++;
      } else if (name && Object.hasOwn(FIELDS, name[1])) {
        at += name[0].length;
        const node = fielded(FIELDS[name[1]]);
        if (node) found.push(node);
      } else if (OPENING.includes(char) || (char === '=' && OPENING.includes(text[at + 1] ?? ' '))) {
        if (char === '=') at++;
        const forms = formsOf(quoted());
        if (forms.length) found.push({ type: 'phrase', exact: char === '=', forms });
      } else if (CLOSING.includes(char)) at++;
      else {
        const source = chunk();
        const node = words(source, char === '=');
        if (source === 'AND' || source === 'OR' || source === 'NOT') found.push(source);
        else if (node) found.push(node);
      }
    }
    if (text.slice(at).trim()) notes.add('many');
    return found;
  };

  /** A phrase under an operator, the chunk or node itself elsewhere.
   * @param {QueryNode} node @returns {QueryNode} */
  const whole = (node) =>
    node.type === 'chunk'
      ? { type: 'phrase', exact: node.exact, forms: node.of.map((word) => word.form) }
      : node;

  /**
   * Read the items of a query by the grammar; never fails.
   * @param {(string|QueryNode)[]} items @param {Set<string>} notes
   * @returns {SequenceNode}
   */
  const parse = (items, notes) => {
    let at = 0;
    /** @param {'and'|'or'} type @param {() => QueryNode|null} operand */
    const joined = (type, operand) => () => {
      const of = [operand()];
      while (items[at] === type.toUpperCase()) {
        at++;
        of.push(operand());
      }
      if (of.length > 1 && of.includes(null)) notes.add('operator');
      const there = /** @type {QueryNode[]} */ (of.filter(Boolean));
      return there.length > 1
        ? /** @type {QueryNode} */ ({ type, of: there.map(whole) })
        : (there[0] ?? null);
    };
    /** @returns {QueryNode|null} */
    const item = () => {
      const next = items[at];
      if (next === undefined || next === 'AND' || next === 'OR' || next === ')') return null;
      at++;
      if (next === 'NOT') {
        const of = item();
        if (!of) notes.add('operator');
        return of && { type: 'not', of: whole(of) };
      }
      if (typeof next !== 'string') return next;
      const inside = sequence();
      if (items[at] === ')') at++;
      else notes.add('bracket');
      return inside.of.length ? inside : null;
    };
    const alternative = joined('or', joined('and', item));
    /** @returns {SequenceNode} */
    const sequence = () => {
      /** @type {QueryNode[]} */
      const of = [];
      while (at < items.length && items[at] !== ')') {
        const node = alternative();
        if (node?.type === 'chunk') of.push(...node.of);
        else if (node?.type === 'sequence' && node.of.every((word) => word.type === 'word')) {
          of.push(...node.of);
        } else if (node) of.push(node);
      }
      return { type: 'sequence', of };
    };
    const top = sequence();
    while (at < items.length) {
      notes.add('bracket'); // a closing one without its fellow
      at++;
      top.of.push(...sequence().of);
    }
    return top;
  };

  /** The words that rank, in order, each once.
   * @param {QueryNode} tree @param {Analyzer} analyzer
   * @returns {WordNode[]} */
  const rankingWords = (tree, analyzer) => {
    /** @type {Map<string, WordNode>} */
    const words = new Map();
    /** @param {WordNode} word */
    const add = (word) => {
      const id = sitegen.showQuery(word);
      if (!words.has(id)) words.set(id, word);
    };
    /** @param {QueryNode} node */
    const walk = (node) => {
      if (node.type === 'word') add(node);
      else if (node.type === 'phrase' || node.type === 'title') {
        const exact = node.type === 'phrase' && node.exact;
        for (const form of node.forms) add({ type: 'word', form, exact, prefix: false });
      } else if ('of' in node && node.type !== 'not') [node.of].flat().forEach(walk);
    };
    walk(tree);
    const all = [...words.values()];
    const telling = all.filter((word) => word.prefix || !analyzer.isStop(word.form));
    return (telling.length ? telling : all).slice(0, MOST_WORDS);
  };

  /** Write a tree down, as the vectors do.
   * @param {QueryNode} node @returns {string} */
  sitegen.showQuery = (node) => {
    if (node.type === 'word') return (node.exact ? '=' : '') + node.form + (node.prefix ? '*' : '');
    if (node.type === 'phrase') return `${node.exact ? '=' : ''}"${node.forms.join(' ')}"`;
    if (node.type === 'title') return node.forms.map((form) => 'title:' + form).join(' ');
    if (node.type === 'field') {
      return `${node.field}:${/\s/.test(node.value) ? `"${node.value}"` : node.value}`;
    }
    if (node.type === 'not') return `(not ${sitegen.showQuery(node.of)})`;
    const head = node.type === 'and' || node.type === 'or' ? node.type + ' ' : '';
    return `(${head}${node.of.map(sitegen.showQuery).join(' ')})`;
  };

  /** Read a query.
   * @param {string} text @param {Analyzer} analyzer
   * @returns {ParsedQuery} */
  sitegen.parseQuery = (text, analyzer) => {
    /** @type {Set<string>} */
    const notes = new Set();
    const tree = parse(scan(text, analyzer, notes), notes);
    return { tree, words: rankingWords(tree, analyzer), notes: [...notes].sort() };
  };
})();
