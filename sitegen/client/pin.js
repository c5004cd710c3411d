'use strict';
/* What can be done with one paragraph: its link, its citation in four forms, a slip in it.
 * A passage is cited with its own page of the printed source, and by the lasting address. */
(() => {
  const sitegen = globalThis.sitegen;
  const { say, element } = sitegen;
  const QUOTED = 160; // characters of a paragraph that a report begins with
  const article = /** @type {HTMLElement} */ (document.querySelector('article.text'));

  /** The printed pages that *block* stands on, as the source numbers them and as they are shown:
   * the one it begins on, and where a page ends inside of it, the last.
   * @param {Element} block */
  const pagesOf = (block) => {
    const before = [...article.querySelectorAll('.page-break')].filter(
      (one) => one.compareDocumentPosition(block) & Node.DOCUMENT_POSITION_FOLLOWING,
    );
    const ends = [before.at(-1), [...block.querySelectorAll('.page-break')].at(-1)];
    const pages = ends.flatMap((one) => one ?? []);
    const page = pages.map((one) => one.getAttribute('title')).join('-');
    const shown = pages.map((one) => sitegen.published(one) ?? one.getAttribute('data-page')).join('-');
    return { page, shown };
  };

  /** Where the text stands for good, with the paragraph's anchor; '' where it is nowhere on the web.
   * @param {string} anchor */
  const addressOf = (anchor) => {
    const cited = document.querySelector('#citation .url')?.textContent ?? '';
    const { parts } = article.dataset; // of a long text: its first page stands for all
    const page = parts ? new URL(sitegen.root + parts.replace(/_\/$/, '.html'), location.href).href : location.href;
    const here = /^https?:/.test(page) ? page.replace(/[?#].*$/, '') : '';
    const address = cited || here;
    return address && `${address.replace(/#.*$/, '')}#${anchor}`;
  };

  /** The citation as text.
   * @param {{shown: string}} at @param {string} url */
  const asText = ({ shown }, url) => {
    const copy = /** @type {HTMLElement} */ (document.getElementById('citation')?.cloneNode(true));
    const pages = copy.querySelector('.pages');
    if (pages && shown) pages.textContent = say('pin-page', { page: shown });
    const address = copy.querySelector('.url');
    if (address) address.textContent = url;
    const text = (copy.textContent ?? '').trim();
    const more = [!pages && shown ? say('pin-page', { page: shown }) : '', address ? '' : url].filter(Boolean);
    return text.replace(/\.$/, `${['', ...more].join(say('pin-comma'))}.`);
  };

  /** How each form writes pages and address: a pattern, and what goes in its place.
   * @type {Record<string, (text: string, page: string, url: string) => string>} */
  const FORMS = {
    bib: (text, page, url) => {
      const told = [...(page ? [['pages', page.replace('-', '--')]] : []), ...(url ? [['url', url]] : [])];
      const bare = told.reduce((left, [name]) => left.replace(new RegExp(`^ {2}${name} = .*\n`, 'm'), ''), text);
      const lines = told.map(([name, value]) => `  ${name} = {${value}},\n`).join('');
      return bare.replace(/^(?= {2}langid|\})/m, () => lines);
    },
    ris: (text, page, url) => {
      const [first, last] = page.split('-');
      const told = [`SP  - ${first}\n`, ...(last ? [`EP  - ${last}\n`] : [])].join('');
      const paged = page ? text.replace(/^[SE]P {2}- .*\n/gm, '').replace(/^(?=ER {2}-)/m, told) : text;
      const bare = paged.replace(/^UR {2}- .*\n/m, '');
      return url ? bare.replace(/^ER {2}-/m, `UR  - ${url}\nER  -`) : bare;
    },
    json: (text, page, url) => {
      const items = JSON.parse(text);
      if (page) items[0].page = page;
      if (url) items[0].URL = url;
      return JSON.stringify(items, null, 1);
    },
  };

  /** The ways to cite a paragraph: a name and the text.
   * @param {Element} block @returns {[string, string][]} */
  sitegen.citing = (block) => {
    const at = pagesOf(block);
    const url = addressOf(block.id);
    const forms = [...document.querySelectorAll('.cite pre[data-file]')].map((pre) => {
      const name = pre.closest('details')?.querySelector('summary')?.textContent ?? '';
      const file = pre.getAttribute('data-file') ?? '';
      return /** @type {[string, string]} */ ([name, FORMS[file](pre.textContent ?? '', at.page, url)]);
    });
    return [[say('pin-text'), asText(at, url)], ...forms];
  };

  /** @param {Element} block */
  const reportOf = (block) => {
    const pattern = document.querySelector('a[data-report]')?.getAttribute('data-report');
    if (!pattern) return '';
    const text = [...block.childNodes].map((node) => (node instanceof Element && node.matches('.pin') ? '' : node.textContent));
    /** @type {Record<string, string>} */
    const values = {
      id: article.dataset.id ?? '',
      anchor: block.id,
      quote: text.join('').replace(/\s+/g, ' ').trim().slice(0, QUOTED),
    };
    return pattern.replace(/\{(id|anchor|quote)\}/g, (_, name) => encodeURIComponent(values[name]));
  };

  /** @type {HTMLElement|null} */
  let shown = null;
  const close = () => {
    shown?.remove();
    shown = null;
  };

  /** Open what can be done with the paragraph of a pin; the same pin closes it.
   * @param {HTMLAnchorElement} pin */
  sitegen.pin = (pin) => {
    const isOpen = shown?.previousElementSibling === pin;
    close();
    if (isOpen) return;
    history.replaceState(null, '', pin.hash);
    const block = /** @type {Element} */ (pin.parentElement);
    const told = element('span', { role: 'status' });
    /** @param {string} name @param {string} text */
    const copier = (name, text) =>
      element(
        'button',
        {
          type: 'button',
          onclick: async () => {
            try {
              await navigator.clipboard.writeText(text);
              told.textContent = say('pin-copied', { what: name });
            } catch {
              told.textContent = text; // to be taken by hand
            }
          },
        },
        name,
      );
    /** @template T @param {() => T} work @returns {T} */
    const asPublished = (work) => (sitegen.whilePublished ? sitegen.whilePublished(work) : work());
    const [report, cited] = asPublished(() => [reportOf(block), sitegen.citing(block)]);
    const link = addressOf(block.id);
    shown = element(
      'span',
      { class: 'pinned', role: 'group', 'aria-label': say('pin-what') },
      ...(link ? [copier(say('pin-link'), link)] : []),
      ...cited.map(([name, text]) => copier(name, text)),
      ...(report ? [element('a', { href: report, class: 'report' }, say('pin-report'))] : []),
      told,
    );
    pin.after(shown);
    shown.querySelector('button')?.focus();
    shown.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      close();
      pin.focus();
    });
  };
  document.addEventListener('click', (event) => {
    const at = /** @type {Element} */ (event.target);
    if (shown && !at.closest?.('.pinned, a.pin')) close();
  });
})();
