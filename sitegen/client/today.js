'use strict';
/* Home: what was printed on this day? The reader's own day; the next one that the archive knows. */
(() => {
  const sitegen = globalThis.sitegen;
  const place = /** @type {HTMLElement|null} */ (document.querySelector('[data-today]'));
  if (!place) return;
  const { element } = sitegen;
  const now = new Date();
  /** @type {Map<number, Record<string, [year: string, title: string, path: string][]>>} */
  const months = new Map();
  sitegen.days = (month, days) => {
    months.set(month, days);
  };

  /** The days of a month, from its script; none where it has none.
   * @param {number} month 1 to 12 */
  const read = async (month) => {
    const name = String(month).padStart(2, '0');
    if (!(place.dataset.today ?? '').split(' ').includes(name)) return {};
    await sitegen.demand(`data/days/${name}.js`);
    return months.get(month) ?? {};
  };

  /** The first day from *month*, *day* on that has something; a year on at most.
   * @returns {Promise<[month: number, day: number, texts: [string, string, string][]]|null>} */
  const next = async () => {
    for (let step = 0; step < 13; step++) {
      const month = ((now.getMonth() + step) % 12) + 1;
      const days = await read(month);
      const first = step ? 1 : now.getDate();
      const day = Object.keys(days).map(Number).sort((a, b) => a - b).find((one) => one >= first);
      if (day) return [month, day, days[day]];
    }
    return null;
  };

  const show = async () => {
    const found = await next();
    if (!found) return;
    const [month, day, texts] = found;
    const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
    // a leap year has every day; its name is cut off
    const name = sitegen.date(`2024-${two(month)}-${two(day)}`).replace(/[\s,\u060C]*[0-9\u0660-\u0669]{4}\s*$/, '');
    const lead = element('a', { href: `day/${two(month)}-${two(day)}.html` }, name);
    const items = texts.map(([year, title, path]) =>
      element('li', {}, element('span', { class: 'note' }, year), ' ', element('a', { href: sitegen.root + path }, element('bdi', {}, title))),
    );
    place.append(element('p', { class: 'day' }, lead), element('ul', {}, ...items));
  };
  show().catch(() => {}); // the calendar is one link away
})();
