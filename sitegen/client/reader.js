'use strict';
/* Every page: how it is read (marks, size, theme, digits, links, keys), and the words searched for. */
(() => {
  const sitegen = globalThis.sitegen;
  const { say, element } = sitegen;
  const root = document.documentElement;
  const main = /** @type {HTMLElement} */ (document.querySelector('main') ?? document.body);
  const SIZES = 4; // steps up and down from the page's own size
  const MARKS = /[\u0610-\u061A\u064B-\u065F\u0670\u06D6-\u06DC\u06DF-\u06E8\u06EA-\u06ED]/g;
  const LITERAL = 'script, style, textarea, select, pre, code, [lang]:not([lang^="ar"]) *';
  const UNMARKED = 'script, style, nav, aside, button, select, textarea, [hidden], .matches';
  const BLOCKS =
    'p, li, td, th, h1, h2, h3, h4, h5, h6, dd, dt, figcaption, caption, blockquote, div, section, article, main';

  /* ---- the reader's choices ---- */

  const choices = sitegen.choices();
  /** @param {string} name @param {string} value '' is the page's own */
  const choose = (name, value) => {
    if (value) choices[name] = value;
    else delete choices[name];
    if (value && name !== 'keys') root.dataset[name] = value;
    else delete root.dataset[name];
    try {
      localStorage.setItem('sitegen', JSON.stringify(choices));
    } catch {
      // kept for this page only
    }
    if (name === 'tashkeel' || name === 'digits') respell();
  };

  /** The texts as published. @type {WeakMap<Node, string>} */
  const published = new WeakMap();
  /** @param {string} skip @returns {globalThis.Text[]} */
  const texts = (skip) => {
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    const found = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.parentElement?.closest(skip)) found.push(/** @type {globalThis.Text} */ (node));
    }
    return found;
  };
  /** @param {string} text */
  const spelled = (text) => {
    const bare = choices.tashkeel === 'off' ? text.replace(MARKS, '') : text;
    if (choices.digits === 'arab') {
      return bare.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0x630));
    }
    if (choices.digits === 'latn') {
      return bare.replace(/[\u0660-\u0669]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0x630));
    }
    return bare;
  };
  /** Show the texts with or without marks, in the digits chosen; nothing is lost. */
  const respell = () => {
    const query = matches.query;
    unmark();
    for (const node of texts(LITERAL)) {
      const text = published.get(node) ?? node.data;
      published.set(node, text);
      const now = spelled(text);
      if (now !== node.data) node.data = now;
    }
    if (query) mark(query);
  };

  /* ---- the bar ---- */

  /** @param {string} name @param {string} id */
  const checkbox = (name, id) => {
    const box = /** @type {HTMLInputElement} */ (
      element('input', {
        type: 'checkbox',
        onchange: (event) => choose(name, event.target.checked ? '' : 'off'),
      })
    );
    box.checked = choices[name] !== 'off';
    return element('label', {}, box, ' ', say(id));
  };
  /** @param {string} name @param {string} id @param {[string, string][]} options */
  const select = (name, id, options) => {
    const made = options.map(([value, label]) =>
      element('option', { value, selected: (choices[name] ?? '') === value }, say(label)),
    );
    const list = element('select', { onchange: (event) => choose(name, event.target.value) }, ...made);
    return element('label', {}, say(id), ' ', list);
  };
  /** @param {number} step @param {string} label @param {string} id */
  const sizer = (step, label, id) =>
    element(
      'button',
      {
        type: 'button',
        'aria-label': say(id),
        title: say(id),
        onclick: () => {
          const size = Math.max(-SIZES, Math.min(SIZES, Number(choices.size ?? 0) + step));
          choose('size', size ? String(size) : '');
        },
      },
      label,
    );
  const drawBar = () => {
    const place = document.getElementById('reader-bar');
    if (!place) return;
    const size = element(
      'span',
      { role: 'group', 'aria-label': say('bar-size') },
      say('bar-size'),
      ' ',
      sizer(-1, '\u2212', 'bar-smaller'),
      sizer(1, '+', 'bar-larger'),
    );
    const controls = element(
      'div',
      { class: 'reader-controls' },
      checkbox('tashkeel', 'bar-tashkeel'),
      size,
      select('theme', 'bar-theme', [
        ['', 'theme-auto'],
        ['light', 'theme-light'],
        ['dark', 'theme-dark'],
        ['sepia', 'theme-sepia'],
      ]),
      select('digits', 'bar-digits', [
        ['', 'digits-site'],
        ['arab', 'digits-arab'],
        ['latn', 'digits-latn'],
      ]),
      checkbox('links', 'bar-links'),
      checkbox('keys', 'bar-keys'),
    );
    const details = element('details', { class: 'reader-bar' }, element('summary', {}, say('bar')), controls);
    details.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !details.hasAttribute('open')) return;
      details.removeAttribute('open');
      details.querySelector('summary')?.focus();
    });
    place.replaceChildren(details);
  };

  /* ---- the words searched for ---- */

  /** @type {{query: string, marks: HTMLElement[][], at: number}} */
  const matches = { query: '', marks: [], at: -1 };
  const count = element('span', { class: 'count', role: 'status' });
  /** @param {string} id @param {string} sign @param {() => void} act */
  const button = (id, sign, act) =>
    element('button', { type: 'button', 'aria-label': say(id), title: say(id), onclick: act }, sign);
  const results = element('a', {}, say('back-to-results'));
  const toolbar = element(
    'div',
    { class: 'matches', role: 'region', 'aria-label': say('matches-bar') },
    count,
    button('previous-match', '\u2191', () => walk(-1)),
    button('next-match', '\u2193', () => walk(1)),
    results,
    button('close-matches', '\u00D7', () => close()),
  );

  const unmark = () => {
    for (const marks of matches.marks) {
      for (const made of marks) {
        const parent = made.parentNode;
        made.replaceWith(...made.childNodes);
        parent?.normalize();
      }
    }
    matches.marks = [];
    matches.at = -1;
    matches.query = '';
  };
  const close = () => {
    unmark();
    toolbar.remove();
    const [anchor] = location.hash.split('&');
    history.replaceState(null, '', location.href.replace(/#.*$/, '') + anchor);
  };
  /** @param {number} step */
  const walk = (step) => {
    const { marks } = matches;
    if (!marks.length) return;
    const at = matches.at < 0 && step < 0 ? marks.length - 1 : matches.at + step;
    show((at + marks.length) % marks.length);
  };
  /** @param {number} at */
  const show = (at) => {
    const { marks } = matches;
    for (const made of marks[matches.at] ?? []) made.classList.remove('current');
    matches.at = at;
    for (const made of marks[at]) made.classList.add('current');
    marks[at][0].closest('details')?.setAttribute('open', '');
    marks[at][0].scrollIntoView({ block: 'center' });
    count.textContent = say('match-of', { n: at + 1, of: marks.length });
  };

  /** Load a script of assets/ once.
   * @param {string} name @returns {Promise<void>} */
  const script = (name) =>
    new Promise((resolve, reject) => {
      const tag = /** @type {HTMLScriptElement} */ (element('script'));
      tag.src = sitegen.root + name + sitegen.stamp;
      tag.onload = () => resolve();
      tag.onerror = () => reject(new Error(name));
      document.head.append(tag);
    });
  /** @type {Promise<Engine>|null} */
  let opening = null;
  const engineOf = () =>
    (opening ??= (async () => {
      if (!sitegen.engine) await script('assets/engine.js');
      const library = sitegen.library(sitegen.scripts(sitegen.root + 'search/'));
      return sitegen.engine(library, sitegen.analyzer);
    })());

  /** Wrap a stretch of a run of text nodes into mark elements, one a node.
   * @param {globalThis.Text[]} nodes side by side @param {number} start @param {number} end */
  const wrap = (nodes, start, end) => {
    const made = [];
    let before = 0;
    for (const node of nodes) {
      const { length } = node;
      const [from, to] = [Math.max(start - before, 0), Math.min(end - before, length)];
      before += length;
      if (from >= to) continue;
      const word = from ? node.splitText(from) : node;
      if (to - from < word.length) word.splitText(to - from);
      const box = element('mark');
      word.replaceWith(box);
      box.append(word);
      made.push(box);
    }
    return made;
  };
  /** The text nodes of main, those of one block together. */
  const runs = () => {
    /** @type {Map<Element|null, globalThis.Text[]>} */
    const found = new Map();
    for (const node of texts(UNMARKED)) {
      const block = node.parentElement?.closest(BLOCKS) ?? null;
      found.set(block, [...(found.get(block) ?? []), node]);
    }
    return found.values();
  };
  /** Mark the words of *query*, count them, and offer to walk them.
   * @param {string} query */
  const mark = async (query) => {
    matches.query = query;
    let wanted;
    let analyzer;
    try {
      const engine = await engineOf();
      [wanted, { analyzer }] = [await engine.forms(query), await engine.open()];
    } catch {
      opening = null;
      count.textContent = say('fault-missing');
    }
    if (matches.query !== query) return;
    if (wanted && analyzer) {
      for (const nodes of runs()) {
        const text = nodes.map((node) => node.data).join('');
        const spans = sitegen.spans(text, wanted, analyzer);
        // from the end, so that the offsets before stay right
        const made = spans.reverse().map(([start, end]) => wrap(nodes, start, end));
        matches.marks.push(...made.reverse().filter((marks) => marks.length));
      }
      count.textContent = say('matches', { n: matches.marks.length });
    }
    results.setAttribute('href', `${sitegen.root}search.html#q=${encodeURIComponent(query)}`);
    if (!toolbar.isConnected) document.body.append(toolbar);
  };

  /** Go where the address says: `#anchor&q=query`. */
  const arrive = async () => {
    const [anchor, ...rest] = location.hash.slice(1).split('&');
    const query = new URLSearchParams(rest.join('&')).get('q') ?? '';
    if (!rest.length || !query) return;
    let id = anchor;
    try {
      id = decodeURIComponent(anchor);
    } catch {
      // an anchor with a bare %
    }
    const target = id ? document.getElementById(id) : null;
    document.querySelector('.target')?.classList.remove('target');
    target?.classList.add('target');
    target?.scrollIntoView({ block: 'center' });
    unmark();
    await mark(query);
    const inside = matches.marks.findIndex(([made]) => target?.contains(made));
    if (inside >= 0 && matches.query === query) {
      show(inside);
      count.textContent = say('matches', { n: matches.marks.length });
    }
  };

  /* ---- keys, and the search box of the header ---- */

  document.addEventListener('keydown', (event) => {
    const key = sitegen.singleKey(event);
    if (key === '/') {
      const box = main.querySelector('input[type=search]') ?? document.querySelector('input[type=search]');
      if (box) /** @type {HTMLElement} */ (box).focus();
      else location.href = sitegen.root + 'search.html';
    } else if ((key === 'n' || key === 'p') && matches.marks.length) walk(key === 'n' ? 1 : -1);
    else if (event.key === 'Escape' && toolbar.contains(document.activeElement)) close();
    else return;
    event.preventDefault();
  });
  document.addEventListener('submit', (event) => {
    const form = /** @type {HTMLElement} */ (event.target);
    const box = /** @type {HTMLInputElement|null} */ (form.querySelector('input[type=search]'));
    if (!box || main.contains(form)) return;
    event.preventDefault();
    location.href = `${sitegen.root}search.html#q=${encodeURIComponent(box.value.trim())}`;
  });

  drawBar();
  if (choices.tashkeel || choices.digits) respell();
  const isSearch = main.querySelector('input[type=search]') !== null;
  if (!isSearch) {
    window.addEventListener('hashchange', arrive);
    arrive();
  }
})();
