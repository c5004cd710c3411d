'use strict';
/* What should a reader know of an answer, and what may they try where nothing was found? */
(() => {
  const sitegen = globalThis.sitegen;
  const { say, element } = sitegen;

  /** The words of a query that have one of the *forms*, as they were typed.
   * @param {string} q @param {Set<string>} forms @param {Analyzer} analyzer */
  const asTyped = (q, forms, analyzer) => {
    const tokens = analyzer.tokenize(analyzer.fold(q));
    const typed = tokens.forms.flatMap((form, i) => (forms.has(form) ? [q.slice(...tokens.sourceSpan(i))] : []));
    return [...new Set(typed)];
  };

  /** Sentences: what in the query was left out, what could not be loaded, what is not counted. */
  sitegen.notesOf = ({ problems, faults, cut, undated, words, total, lookup }, q) => {
    const said = problems.map((code) => say(`problem-${code}`));
    said.push(...faults.map((code) => say(`fault-${code}`)));
    if (cut) said.push(say('cut', { n: 50 }));
    if (undated) said.push(say('undated', { n: undated }));
    const unknown = faults.length ? [] : words.filter(({ df }) => !df);
    if (unknown.length && total) {
      const forms = new Set(unknown.map(({ form }) => form));
      said.push(say('unknown-words', { what: asTyped(q, forms, lookup.analyzer).join(say('comma')) }));
    }
    return said;
  };

  /** @param {string} label @param {() => void} act */
  const offer = (label, act) =>
    element('li', {}, element('button', { type: 'button', onclick: act }, label));

  /** The words of a query without its signs and the names of its fields.
   * @param {string} q */
  const plain = (q) =>
    q
      .replace(/\b(?:AND|OR|NOT)\b|\[(?:\u0648|\u0623\u0648|\u0644\u064A\u0633)\]/g, ' ')
      .replace(/(^|[\s(])[-\u2212=]+/g, '$1')
      .replace(/[^\s:]+:(?!\/)/g, ' ')
      .replace(/["\u201C\u201D\u201E\u00AB\u00BB()|&*]/g, ' ')
      .replace(/\s+/g, ' ')
      .trim();

  /** Other searches, each a button.
   * @param {SearchPage} page */
  const offers = ({ state, change, input }) => {
    /** @param {string} q */
    const retype = (q) => {
      change({ q });
      input.focus();
    };
    const made = [];
    if (Object.keys(state.filters).length) {
      made.push(offer(say('try-filters'), () => change({ filters: {} })));
    }
    if (state.exact) made.push(offer(say('try-forms'), () => change({ exact: false })));
    const unquoted = state.q.replace(/["\u201C\u201D\u201E\u00AB\u00BB]/g, ' ').replace(/\s+/g, ' ').trim();
    if (unquoted !== state.q.trim() && unquoted) made.push(offer(say('try-quotes'), () => retype(unquoted)));
    const words = plain(state.q);
    if (words && words !== unquoted) made.push(offer(say('try-plain', { what: words }), () => retype(words)));
    return made;
  };

  /** What to try where nothing was found. */
  sitegen.adviceFor = (page) => {
    const made = offers(page);
    return [
      element('p', {}, say('nothing')),
      ...(made.length ? [element('ul', {}, ...made)] : []),
      element('p', {}, say('try-spelling')),
    ];
  };
})();
