'use strict';
/* Every page: how it is read (tashkeel, size, theme, digits, links, keys), and the way to search. */
(() => {
  const sitegen = globalThis.sitegen;
  const { say, element } = sitegen;
  const root = document.documentElement;
  const main = /** @type {HTMLElement} */ (document.querySelector('main') ?? document.body);
  const SIZES = 4; // steps up and down from the page's own size
  const AT_REST = 3000; // milliseconds after all is loaded
  const MARKS = /[\u0610-\u061A\u064B-\u065F\u0670\u06D6-\u06DC\u06DF-\u06E8\u06EA-\u06ED]/g;
  const LITERAL = 'script, style, textarea, select, pre, code, [lang]:not([lang^="ar"]) *';

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
  sitegen.published = (node) => published.get(node);
  sitegen.spelled = spelled;
  /** Show the texts with or without marks, in the digits chosen; nothing is lost. */
  const respell = () => {
    const again = sitegen.marks?.suspend();
    for (const node of sitegen.textNodes(main, LITERAL)) {
      const text = published.get(node) ?? node.data;
      published.set(node, text);
      const now = spelled(text);
      if (now !== node.data) node.data = now;
    }
    again?.();
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

  /* ---- a card beside a link to an entity: its script is loaded by the first one ---- */

  /** @param {PointerEvent|FocusEvent} event */
  const summon = async (event) => {
    const at = /** @type {Element} */ (event.target);
    if (!at.closest?.('a.e') || ('pointerType' in event && event.pointerType === 'touch')) return;
    for (const kind of SUMMONS) main.removeEventListener(kind, summon);
    try {
      await sitegen.demand('card');
      sitegen.summon?.(event);
    } catch {
      // links lead on without
    }
  };
  const SUMMONS = /** @type {const} */ (['pointerover', 'focusin']);
  for (const kind of SUMMONS) main.addEventListener(kind, summon);

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
      else location.href = sitegen.root + 'search.html';
      event.preventDefault();
    }
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

  /* ---- without a connection: nothing of it before the page is at rest ---- */

  if (/^http/.test(location.protocol) && navigator.serviceWorker) {
    addEventListener('load', () => setTimeout(() => sitegen.demand('offline').catch(() => {}), AT_REST));
  }
})();
