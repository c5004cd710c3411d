'use strict';
/* What do the scripts of all pages share? How the interface speaks, and how elements are made. */
(() => {
  const sitegen = (globalThis.sitegen ??= /** @type {any} */ ({}));
  const root = document.documentElement;
  const MONTHS = { levant: 'ar-LB', egypt: 'ar-EG', iraq: 'ar-IQ', maghrib: 'ar-MA' };

  const speech = () => sitegen.speech ?? { lang: 'en', numerals: 'latn', months: 'levant', messages: {} };
  const digits = () => root.dataset.digits || speech().numerals;

  /** A number in the reader's digits.
   * @param {number} value */
  sitegen.number = (value) =>
    new Intl.NumberFormat(`${speech().lang}-u-nu-${digits()}`, {
      useGrouping: value >= 10000,
    }).format(value);

  /** The message *id*, in the plural form that *n* asks for, its places filled.
   * @param {string} id @param {Record<string, string|number>} [values] */
  sitegen.say = (id, values = {}) => {
    const { lang, messages } = speech();
    const message = messages[id] ?? id;
    let text = /** @type {string} */ (message);
    if (typeof message !== 'string') {
      const n = Number(values.n);
      const exact = n === 0 ? message.zero : undefined;
      text = exact ?? message[new Intl.PluralRules(lang).select(n)] ?? message.other;
    }
    return text.replace(/\{(\w+)\}/g, (_, name) => {
      const value = values[name] ?? '';
      return typeof value === 'number' ? sitegen.number(value) : value;
    });
  };

  /** An ISO date, as precise as it is, in words.
   * @param {string} iso */
  sitegen.date = (iso) => {
    const [year, month, day] = iso.split('-').map(Number);
    const { lang, months } = speech();
    const date = new Date(0);
    date.setUTCFullYear(year, (month || 1) - 1, day || 1);
    const style = /** @type {keyof typeof MONTHS} */ (root.dataset.months || months);
    const locale = lang === 'ar' ? MONTHS[style] : lang;
    return new Intl.DateTimeFormat(`${locale}-u-nu-${digits()}-ca-gregory`, {
      timeZone: 'UTC',
      year: 'numeric',
      ...(month && { month: 'long' }),
      ...(day && { day: 'numeric' }),
    }).format(date);
  };

  /** A Hijri date as the source gives it, in words: 1326-04-01, 1326-04 or 1326; else as it is.
   * @param {string} written */
  sitegen.hijri = (written) => {
    const [year, month, day] = written.split('-').map(Number);
    if (!year || month > 12) return written;
    const locale = `${speech().lang}-u-ca-islamic-umalqura`;
    const middle = Date.UTC(2024, 6, 21) + (month - 1) * 29.53 * 864e5; // of that month in 1446
    const name = month && new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month: 'long' }).format(middle);
    return [day && sitegen.number(day), name, sitegen.number(year)].filter(Boolean).join(' ');
  };

  /** An element with its attributes, listeners (on...) and children.
   * @param {string} name
   * @param {Record<string, string|number|boolean|((event: any) => void)>} [attributes]
   * @param {(Node|string)[]} children */
  sitegen.element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (typeof value === 'function') made.addEventListener(key.slice(2), value);
      else if (value !== false) made.setAttribute(key, value === true ? '' : String(value));
    }
    made.append(...children);
    return made;
  };

  /** The text nodes below *within*, but those inside of what the selector *skip* names.
   * @param {Element} within @param {string} skip @returns {Text[]} */
  sitegen.textNodes = (within, skip) => {
    const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
    const found = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.parentElement?.closest(skip)) found.push(/** @type {Text} */ (node));
    }
    return found;
  };

  /** What the reader has chosen, kept from page to page; the page works without.
   * @returns {Record<string, string>} */
  sitegen.choices = () => {
    try {
      return JSON.parse(localStorage.getItem('sitegen') ?? '{}');
    } catch {
      return {};
    }
  };

  /** Whether single keys do something (WCAG 2.1.4: they can be switched off). */
  sitegen.shortcuts = () => sitegen.choices().keys !== 'off';

  /** The key of an event that no field and no chord has claimed; '' else.
   * @param {KeyboardEvent} event */
  sitegen.singleKey = (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const typing = target.closest?.('input, select, textarea, [contenteditable]');
    const chord = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
    return typing || chord || !sitegen.shortcuts() ? '' : event.key;
  };

  const script = /** @type {HTMLScriptElement|null} */ (document.currentScript);
  /** The site's root as a URL: scripts stand in assets/, those of a second language in assets/en/. */
  const [, top = '', folder = ''] = /^(.*\/)assets\/([a-z]+\/)?[^/]*$/.exec(script?.src ?? '') ?? [];
  sitegen.root = top;
  /** Where the list pages are in this language. */
  sitegen.home = top + folder;
  /** The way from there to what is there once. */
  sitegen.up = folder && '../';
  sitegen.stamp = /\?.*$/.exec(script?.src ?? '')?.[0] ?? '';

  const SHEETED = ['bar', 'card', 'export', 'kwic', 'marks', 'pin', 'scans']; // pages/style.py: APART
  /** The scripts asked for, by their address.
   * @type {Map<string, Promise<void>>} */
  const demanded = new Map();
  /** @param {string} src @returns {Promise<void>} */
  const loaded = (src) =>
    new Promise((resolve, reject) => {
      if ([...document.scripts].some((one) => one.src === src)) {
        // the page's own: all have run when it is complete
        if (document.readyState === 'complete') resolve();
        else addEventListener('load', () => resolve(), { once: true });
        return;
      }
      const tag = sitegen.element('script', {
        src,
        onload: () => (tag.remove(), resolve()),
        onerror: () => (tag.remove(), reject(new Error(sitegen.say('no-script')))),
      });
      document.head.append(tag);
    });
  /** A style sheet of what few use; without it that is plain, but works.
   * @param {string} name @returns {Promise<void>} */
  const styled = (name) =>
    new Promise((resolve) => {
      const href = `${top}assets/${name}.css${sitegen.stamp}`;
      document.head.append(sitegen.element('link', { rel: 'stylesheet', href, onload: resolve, onerror: resolve }));
    });
  /** Have `assets/NAME.js` run, or the file at a path from the root, once; what failed is tried
   * again the next time, and its error says so to a reader.
   * @param {string} name */
  sitegen.demand = (name) => {
    const isPath = name.includes('/');
    const src = sitegen.root + (isPath ? name : `assets/${folder}${name}.js${sitegen.stamp}`);
    const known = demanded.get(src);
    if (known) return known;
    const promise = SHEETED.includes(name) ? styled(name).then(() => loaded(src)) : loaded(src);
    demanded.set(src, promise);
    promise.catch(() => demanded.delete(src));
    return promise;
  };
})();
