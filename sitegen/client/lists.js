'use strict';
/* Lists of documents: in the order that they have, or by title, writer or date. */
(() => {
  const sitegen = globalThis.sitegen;
  const { element, say } = sitegen;
  const main = /** @type {HTMLElement} */ (document.querySelector('main'));
  const lists = /** @type {HTMLElement[]} */ ([...main.querySelectorAll('ul.entries')]);
  const items = lists.flatMap((list) => [...list.children]);
  const place = main.querySelector('.sorting'); // the page keeps room for it
  if (!place) return;

  const { compare } = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const ARTICLE = /^\u0627\u0644(?=\p{L}{2})/u;
  /** What a word is sorted by: the marks and the article do not count.
   * @param {Element|null} of */
  const words = (of) => (of?.textContent ?? '').replace(/[\u064B-\u065F\u0670\u0640«»"]/g, '').trim().replace(ARTICLE, '');
  /** @type {Record<string, (item: Element) => string>} '' comes last */
  const KEYS = {
    title: (item) => words(item.querySelector('.title')),
    author: (item) => words(item.querySelector('.author')),
    date: (item) => item.querySelector('time')?.getAttribute('datetime') ?? '',
    newest: (item) => item.querySelector('time')?.getAttribute('datetime') ?? '',
  };
  const homes = new Map(items.map((item) => [item, /** @type {HTMLElement} */ (item.parentElement)]));
  const sorted = /** @type {HTMLElement} */ (element('ul', { class: 'entries' }));

  /** @param {string} by '' is the order of the list */
  const sort = (by) => {
    sorted.remove();
    if (!by) for (const item of items) homes.get(item)?.append(item);
    for (const list of lists) (list.closest('section') ?? list).hidden = !!by;
    if (!by) return;
    const keyed = items.map((item, n) => ({ item, n, key: KEYS[by](item) }));
    keyed.sort((a, b) => {
      if (!a.key || !b.key) return Number(!a.key) - Number(!b.key) || a.n - b.n;
      return (by === 'newest' ? compare(b.key, a.key) : compare(a.key, b.key)) || a.n - b.n;
    });
    sorted.append(...keyed.map(({ item }) => item));
    place.after(sorted);
  };

  /** Offered only where it tells texts apart. @param {string} by */
  const tells = (by) => new Set(items.map(KEYS[by])).size > 1;
  const choices = ['', 'title', 'author', 'date', 'newest'].filter((by) => !by || tells(by));
  const select = element(
    'select',
    { onchange: ({ target }) => sort(target.value) },
    ...choices.map((by) => element('option', { value: by }, say(`list-${by || 'own'}`))),
  );
  place.append(element('label', {}, say('list-order'), ' ', select));
})();
