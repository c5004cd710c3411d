'use strict';
/* How is a document cited? BibTeX and RIS, equal to pages/cite.py: tests/vectors/cite.jsonl. */
(() => {
  const sitegen = globalThis.sitegen;
  /** @type {Record<string, string>} */
  const LANGUAGES = { ar: 'arabic', en: 'english', fr: 'french', fa: 'persian' };
  /** @type {Record<string, string>} */
  const TEX = {
    '\\': '\\textbackslash{}', '{': '\\textbraceleft{}', '}': '\\textbraceright{}',
    '~': '\\textasciitilde{}', '^': '\\textasciicircum{}',
    '&': '\\&', '%': '\\%', $: '\\$', '#': '\\#', _: '\\_',
  };

  /** @param {string} text */
  const line = (text) => text.replace(/\s+/g, ' ').trim();
  /** @param {string} text */
  const tex = (text) => line(text).replace(/[\\{}~^&%$#_]/g, (sign) => TEX[sign]);
  /** An address or identifier: what would end a value is written by its number.
   * @param {string} text */
  const address = (text) =>
    line(text).replace(/[\\{}\s]/g, (sign) => '%' + sign.charCodeAt(0).toString(16).toUpperCase());
  /** @param {CiteSource} source */
  const kindOf = ({ container, container_kind }) =>
    container_kind === 'book' ? 'incollection' : container ? 'article' : 'misc';

  /** The key of an entry: the id, as far as BibTeX can have it.
   * @param {string} id */
  sitegen.citeKey = (id) => id.replace(/[^A-Za-z0-9:_-]+/g, '-').replace(/^-+|-+$/g, '') || 'document';

  /** @param {CiteSource} source @param {string} [key] */
  sitegen.bibtex = (source, key = sitegen.citeKey(source.id)) => {
    const kind = kindOf(source);
    /** @param {string[]} names */
    const people = (names) => names.map((name) => `{${tex(name)}}`).join(' and ');
    const fields = {
      author: people(source.authors),
      editor: people(source.editors),
      translator: people(source.translators),
      title: tex(source.title),
      [kind === 'incollection' ? 'booktitle' : 'journal']: tex(source.container),
      volume: tex(source.volume),
      number: tex(source.issue),
      pages: tex(source.pages.replace(/\s*[-\u2013\u2014]\s*/g, '--')),
      year: source.date.slice(0, 4),
      date: source.date,
      publisher: tex(source.publisher),
      address: tex(source.place),
      issn: address(source.issn),
      doi: address(source.doi),
      url: address(source.url),
      langid: LANGUAGES[source.lang.split('-')[0]] ?? '',
    };
    const lines = Object.entries(fields)
      .filter(([, value]) => value)
      .map(([name, value]) => `  ${name} = {${value}},`);
    return [`@${kind}{${key},`, ...lines, '}'].join('\n');
  };

  /** @type {Record<string, string>} */
  const RIS = { article: 'JOUR', incollection: 'CHAP', misc: 'GEN' };

  /** @param {CiteSource} source */
  sitegen.ris = (source) => {
    const pages = source.pages.replace(/\s*[\u2013\u2014]\s*/g, '-');
    const dash = pages.indexOf('-');
    const [first, last] = dash < 0 ? [pages, ''] : [pages.slice(0, dash), pages.slice(dash + 1)];
    const [year, month = '', day = ''] = source.date.split('-');
    /** @param {string} tag @param {string[]} values @returns {[string, string][]} */
    const each = (tag, values) => values.map((value) => [tag, value]);
    /** @type {[string, string][]} */
    const fields = [
      ['TY', RIS[kindOf(source)]],
      ...each('AU', source.authors),
      ...each('A2', source.editors),
      ...each('A4', source.translators),
      ['TI', source.title],
      ['T2', source.container],
      ['VL', source.volume],
      ['IS', source.issue],
      ['SP', first],
      ['EP', last],
      ['PY', year],
      ['DA', year && `${year}/${month}/${day}/`],
      ['PB', source.publisher],
      ['CY', source.place],
      ['SN', source.issn],
      ['DO', source.doi],
      ['UR', source.url],
      ['LA', source.lang],
      ...each('KW', source.keywords),
    ];
    const lines = fields.filter(([, value]) => line(value)).map(([tag, value]) => `${tag}  - ${line(value)}`);
    return [...lines, 'ER  - '].join('\n');
  };
})();
