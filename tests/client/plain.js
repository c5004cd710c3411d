'use strict';
/* A small analyzer of the tests' own: the engine must not care which one it is given. */
const MARKS = /[\u064B-\u0652\u0670\u0640]/;
const DAGGER = '\u0670';
const LETTERS = { أ: 'ا', إ: 'ا', آ: 'ا', ى: 'ي', ة: 'ه' };
const STOPS = new Set(['في', 'من']);

const fold = (source) => {
  let text = '';
  const at = [];
  [...source].forEach((char, i) => {
    if (MARKS.test(char)) return;
    const code = char.charCodeAt(0);
    const digit = code >= 0x660 && code <= 0x669 ? String(code - 0x660) : char;
    text += LETTERS[char] ?? digit.toLowerCase();
    at.push(i);
  });
  return { text, source, at: [...at, source.length] };
};
const tokenize = ({ text, source, at }) => {
  const alternates = new Map(); // a dagger alef is written, wherever it stands
  const found = [...text.matchAll(/[\u0621-\u064A]+|[a-z0-9]+/g)];
  found.forEach(({ 0: form, index }, i) => {
    const surface = source.slice(at[index], at[index + form.length]);
    if (surface.includes(DAGGER)) alternates.set(i, fold(surface.replaceAll(DAGGER, 'ا')).text.trim());
  });
  return {
    forms: found.map(([form]) => form),
    alternates,
    marksOf: (i) => {
      const start = found[i].index;
      return [...found[i][0]].map((_, k) => source.slice(at[start + k] + 1, at[start + k + 1]));
    },
    sourceSpan: (i) => {
      const [form] = found[i];
      return [at[found[i].index], at[found[i].index + form.length]]; // with the marks that follow
    },
  };
};
const ruleStem = (form) => form.replace(/^و?(ال)?(?=..)/, '').replace(/(?<=...)ه$/, '');

/** @returns {Analyzer} */
module.exports = () => ({
  fold,
  stemFold: (form) => form,
  beginnings: () => new Set([0]),
  borne: ['\u0651', '\u064E', '\u064F', '\u0650', '\u0652'],
  tokenize,
  formsOf: (source) => tokenize(fold(source)).forms,
  ruleStem,
  readings: (form) => [form.replace(/^و(?=..)/, ''), ruleStem(form)],
  key: ruleStem,
  isStop: (form) => STOPS.has(form),
});
