'use strict';
/* What does a document's page hold of its text: who, what, where, and which parts? For take.js. */
(() => {
  const sitegen = globalThis.sitegen;
  // what scripts have put into the text, or is no word of it
  const IDLE = 'a.pin, a.backref, script, button, .pinned, .sidenote, .beside, .card';

  const BLOCKS = 'p, h1, h2, h3, h4, h5, h6, ul, ol, blockquote, div, section, table, figure, pre, hr, dl, dt, dd';

  /** Whether an element holds blocks, and its words are theirs.
   * @param {Element} node */
  const holdsBlocks = (node) => node.querySelector(BLOCKS) !== null;
  /** The blocks that an element is made of, and breaks of printed pages between them.
   * @param {Element} within */
  const blocksOf = (within) => [...within.children].filter((one) => one.matches(`${BLOCKS}, .page-break`) && !one.matches(IDLE));
  /** What stands in an element itself, without the blocks in it.
   * @param {Element} within */
  const ownOf = (within) => [...within.childNodes].filter((one) => !(one instanceof Element && one.matches(BLOCKS)));

  /** @param {ParentNode} within @param {string} selector @returns {HTMLElement[]} */
  const all = (within, selector) => [...within.querySelectorAll(selector)].map((one) => /** @type {HTMLElement} */ (one));
  /** @param {string} text */
  const line = (text) => text.replace(/\s+/g, ' ').trim();
  /** @param {ParentNode} within @param {string} selector */
  const told = (within, selector) => line(within.querySelector(selector)?.textContent ?? '');

  /** An address on the web; '' for what lies on a disk.
   * @param {string} href */
  const onTheWeb = (href) => {
    const address = new URL(href, location.href).href;
    return /^https?:/.test(address) ? address : '';
  };
  /** A file of the archive as the archive names it: `assets/...`.
   * @param {string} href */
  const inArchive = (href) => {
    const { root } = sitegen;
    const address = new URL(href, location.href).href;
    return address.startsWith(root) ? decodeURI(address.slice(root.length)) : address;
  };

  /** The label of a note: its number in the list of notes.
   * @param {Element} ref */
  const noteOf = (ref) => {
    const target = document.getElementById(decodeURIComponent(/** @type {HTMLAnchorElement} */ (ref).hash.slice(1)));
    const item = target?.closest('.notes li') ?? null;
    return item ? { label: String(all(document, '.notes li').indexOf(/** @type {HTMLElement} */ (item)) + 1), item } : null;
  };

  const describe = () => {
    const article = /** @type {HTMLElement} */ (document.querySelector('article.text'));
    /** @param {string} file */
    const cited = (file) => document.querySelector(`.cite pre[data-file="${file}"]`)?.textContent ?? '';
    const [csl = {}] = JSON.parse(cited('json') || '[]');
    /** @param {{literal: string}[]} [names] */
    const people = (names = []) => names.map((one) => one.literal);
    const canonical = document.querySelector('link[rel=canonical]')?.getAttribute('href') ?? '';
    const lasting = document.querySelector('#citation .url')?.textContent ?? '';
    const crumb = article.querySelector('.crumbs a[href*="c/"]')?.getAttribute('href') ?? '';
    return {
      id: article.dataset.id ?? '',
      title: told(article, 'h1'),
      subtitle: told(article, '.opening .subtitle'),
      authors: people(csl.author),
      editors: people(csl.editor),
      translators: people(csl.translator),
      container: String(csl['container-title'] ?? ''),
      collection: /(?:^|\/)c\/([^/]+)\//.exec(crumb)?.[1] ?? '',
      volume: String(csl.volume ?? ''),
      issue: String(csl.issue ?? ''),
      pages: String(csl.page ?? ''),
      date: article.querySelector('.dating time')?.getAttribute('datetime') ?? '',
      date_printed: told(article, '.dating .printed'),
      lang: article.lang,
      section: told(article, '.section a'),
      subjects: [...cited('ris').matchAll(/^KW {2}- (.*)$/gm)].map(([, word]) => word),
      summary: told(article, 'p.summary'),
      doi: String(csl.DOI ?? ''),
      url: lasting || canonical || (/^https?:/.test(location.protocol) ? location.href.replace(/[?#].*$/, '') : ''),
      citation: told(document, '#citation'),
      csl,
      body: article.querySelector('.body'),
    };
  };

  sitegen.described = { IDLE, holdsBlocks, blocksOf, ownOf, all, line, onTheWeb, inArchive, noteOf, describe };
})();
