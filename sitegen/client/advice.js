'use strict';
/* What should a reader know of an answer, and what may they try where nothing was found? */
(() => {
  const sitegen = globalThis.sitegen;
  const { say, element } = sitegen;

  /** Sentences: what in the query was left out, what could not be loaded, what is not counted. */
  sitegen.notesOf = ({ problems, faults, cut, undated, words, total }) => {
    const said = problems.filter((code) => code !== 'empty').map((code) => say(`problem-${code}`));
    said.push(...faults.map((code) => say(`fault-${code}`)));
    if (cut) said.push(say('cut', { n: 50 }));
    if (undated) said.push(say('undated', { n: undated }));
    const unknown = faults.length ? [] : words.filter(({ df }) => !df);
    if (unknown.length && total) {
      said.push(say('unknown-words', { what: unknown.map(({ form }) => form).join(say('comma')) }));
    }
    return said;
  };

  /** @param {string} label @param {() => void} act */
  const offer = (label, act) =>
    element('li', {}, element('button', { type: 'button', onclick: act }, label));

  /** Other searches, each a button.
   * @param {Answer} answer @param {SearchPage} page */
  const offers = ({ words }, { state, change, input }) => {
    /** @param {string} q */
    const retype = (q) => {
      change({ q });
      input.focus();
    };
    const made = [];
    if (Object.keys(state.filters).length) {
      made.push(offer(say('try-filters'), () => change({ filters: {} })));
    }
    const bare = state.q.replace(/["\u201C\u201D\u201E\u00AB\u00BB]/g, ' ').replace(/\s+/g, ' ').trim();
    if (bare !== state.q.trim() && bare) made.push(offer(say('try-quotes'), () => retype(bare)));
    const plain = words.map(({ form }) => form).join(' ');
    if (plain && plain !== bare && /[=:()|&]|\b(AND|OR|NOT)\b/.test(state.q)) {
      made.push(offer(say('try-plain', { what: plain }), () => retype(plain)));
    }
    return made;
  };

  /** What to try where nothing was found. */
  sitegen.adviceFor = (answer, page) => {
    const made = offers(answer, page);
    return [
      element('p', {}, say('nothing')),
      ...(made.length ? [element('ul', {}, ...made)] : []),
      element('p', {}, say('try-spelling')),
    ];
  };
})();
