'use strict';
/* Every page: how it is read (tashkeel, digits, names of months ...), and the way to search. */
(() => {
  const sitegen = globalThis.sitegen;
  const { say, element } = sitegen;
  const root = document.documentElement;
  const main = /** @type {HTMLElement} */ (document.querySelector('main') ?? document.body);
  const PATIENCE = 20_000; // milliseconds until the search page says that its scripts do not come
  const AT_REST = 3000; // milliseconds after all is loaded
  const MARKS = /[\u0610-\u061A\u064B-\u065F\u0670\u06D6-\u06DC\u06DF-\u06E8\u06EA-\u06ED]/g;
  const RESPELLING = ['tashkeel', 'digits', 'months'];
  // languages of Arabic letters are spelled as the reader would have them, others as they are
  const LITERAL =
    'script, style, textarea, select, pre, code, [lang]:not(:lang(ar), :lang(fa), :lang(ota), :lang(ur)) *';

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
    if (RESPELLING.includes(name)) respell(name === 'months');
    if (name === 'images') pictures();
  };

  /** The texts as published. @type {WeakMap<Node, string>} */
  const published = new WeakMap();
  /** @param {string} text */
  const spelled = (text) => {
    const bare = choices.tashkeel === 'off' ? text.replace(MARKS, '') : text;
    if (choices.digits === 'arab') {
      return bare.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0x630));
    }
    if (choices.digits === 'latn') {
      return bare.replace(/[\u0660-\u0669\u06F0-\u06F9]/g, (digit) => String(digit.charCodeAt(0) & 15));
    }
    return bare;
  };
  sitegen.spelledNodes = () => sitegen.textNodes(main, LITERAL);
  sitegen.published = (node) => published.get(node);
  sitegen.spelled = spelled;
  /** Show the texts with or without marks, in the digits and months chosen; nothing is lost.
   * @param {boolean} [dated] whether dates are written anew */
  const respell = (dated = !!choices.months) => {
    const again = sitegen.marks?.suspend();
    for (const node of sitegen.spelledNodes()) {
      const text = published.get(node) ?? node.data;
      published.set(node, text);
      const iso = dated && node.parentElement?.closest('time')?.getAttribute('datetime');
      const now = spelled(iso ? sitegen.date(iso) : text);
      if (now !== node.data) node.data = now;
    }
    again?.();
    sitegen.demand('published').then(() => sitegen.renumber?.(LITERAL), () => {});
  };

  /* ---- the bar: its script is loaded when it is first opened ---- */

  sitegen.choose = choose;
  const drawBar = () => {
    const details = document.getElementById('reader-bar');
    if (!details) return;
    const open = () =>
      sitegen.demand('bar').then(
        () => details.append(sitegen.readerControls(details)),
        ({ message }) => details.append(element('p', { class: 'reader-controls' }, message)),
      );
    details.addEventListener('toggle', open, { once: true });
  };

  /** Pictures that are not fetched unasked have a button in their place. */
  const pictures = () => {
    if (!main.querySelector('img[loading]')) return;
    const all = () => ['line', 'images'].forEach((name) => delete root.dataset[name]);
    sitegen.demand('pictures').then(() => sitegen.pictures?.(), all);
  };
  if (root.dataset.line || choices.images) pictures();

  /* ---- the words searched for ---- */

  /** Where the address names a query, mark its words: what that needs is loaded only then. */
  const arrive = async () => {
    if (!/&q=./.test(location.hash)) return;
    try {
      await Promise.all(['engine', 'marks'].map(sitegen.demand));
      sitegen.marks?.arrive();
    } catch {
      // the page as it is
    }
  };

  /* ---- an address of the old site leads on ---- */

  const isMissing = document.body.classList.contains('missing');
  if (main.querySelector('[data-moved]') && (isMissing || location.search)) {
    sitegen.demand('moved').catch(() => {}); // the page as it is
  }

  /* ---- keys, and the search box of the header ---- */

  document.addEventListener('keydown', (event) => {
    const key = sitegen.singleKey(event);
    if (key === '/') {
      const box = main.querySelector('input[type=search]') ?? document.querySelector('input[type=search]');
      if (box) /** @type {HTMLElement} */ (box).focus();
      else location.href = sitegen.home + 'search.html';
      event.preventDefault();
    }
  });
  // the menu of a phone is pushed along: a browser leaves a link in focus half outside
  document.querySelector('.ways')?.addEventListener('focusin', ({ target }) => {
    /** @type {Element} */ (target).scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });
  document.addEventListener('submit', (event) => {
    const form = /** @type {HTMLElement} */ (event.target);
    const box = /** @type {HTMLInputElement|null} */ (form.querySelector('input[type=search]'));
    if (!box || main.contains(form)) return;
    event.preventDefault();
    location.href = `${sitegen.home}search.html#q=${encodeURIComponent(box.value.trim())}`;
  });

  document.querySelector('.languages')?.addEventListener('click', (event) => {
    const link = /** @type {Element} */ (event.target).closest('a');
    if (link) link.hash = location.hash; // what was asked for is asked for there
  });

  drawBar();
  if (RESPELLING.some((name) => choices[name])) respell();
  root.classList.remove('respelling');
  const isSearch = main.querySelector('input[type=search]') !== null;
  if (!isSearch) {
    window.addEventListener('hashchange', arrive);
    arrive();
  } else if (document.body.matches('.search')) {
    setTimeout(() => {
      const status = document.getElementById('status');
      if (status && !document.querySelector('#results > *')) status.textContent = sitegen.say('no-script');
    }, PATIENCE);
  }

  /* ---- without a connection: nothing of it before the page is at rest ---- */

  if (/^http/.test(location.protocol) && navigator.serviceWorker) {
    addEventListener('load', () => setTimeout(() => sitegen.demand('offline').catch(() => {}), AT_REST));
  }
})();
