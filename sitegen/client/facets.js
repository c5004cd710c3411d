'use strict';
/* Which values have the documents found? A facet's values with their counts, several to be chosen. */
(() => {
  const sitegen = globalThis.sitegen;
  const { say, element } = sitegen;
  const FEW = 8; // values at first
  const MORE = 40;
  const LONG = 12; // values from which on a box narrows them

  /** @typedef {{value: string, label: string, hits: number, folded?: string}} Row */

  sitegen.valuesFacet = (page, field, label) => {
    /** @type {Row[]} */
    let rows = [];
    let most = FEW;
    let asked = 0;
    /** @type {(text: string) => string} */
    let fold = (text) => text;
    /** @type {Map<string, HTMLElement>} */
    const items = new Map();
    const list = element('ul', { role: 'list' });
    const box = /** @type {HTMLInputElement} */ (
      element('input', {
        type: 'text',
        autocomplete: 'off',
        placeholder: say('facet-narrow'),
        'aria-label': say('facet-narrow-what', { what: label }),
        oninput: () => {
          most = FEW;
          draw();
          told.textContent = say('facet-values', { n: matching().length });
        },
      })
    );
    const told = element('p', { class: 'hidden', role: 'status' });
    const none = element('p', { class: 'none' }, say('facet-none'));
    const more = element('button', { type: 'button', class: 'more', onclick: () => grow() }, say('facet-more'));

    /** @param {Row} row */
    const itemOf = ({ value, label: name }) => {
      const check = /** @type {HTMLInputElement} */ (
        element('input', { type: 'checkbox', value, onchange: () => page.choose(field, value, check.checked) })
      );
      const text = element('span', { class: 'value' }, element('bdi', {}, name));
      return element('li', {}, element('label', {}, check, text, element('span', { class: 'count' })));
    };
    const chosen = () => [page.state.filters[field] ?? []].flat();
    /** The values that may be shown: those with hits, and those chosen. */
    const matching = () => {
      const wanted = fold(box.value.trim());
      return rows.filter(
        (row) =>
          (row.hits || chosen().includes(row.value)) &&
          (!wanted || (row.folded ??= fold(row.label)).includes(wanted)),
      );
    };
    const draw = () => {
      const all = matching();
      const taken = new Set(chosen());
      const shown = all.filter(({ value }, at) => at < most || taken.has(value));
      const made = shown.map((row) => {
        const item = items.get(row.value) ?? itemOf(row);
        items.set(row.value, item);
        const count = /** @type {HTMLElement} */ (item.querySelector('.count'));
        count.textContent = sitegen.number(row.hits);
        /** @type {HTMLInputElement} */ (item.querySelector('input')).checked = taken.has(row.value);
        return item;
      });
      if (made.some((item, at) => item !== list.children[at]) || made.length !== list.children.length) {
        const focused = /** @type {HTMLElement|null} */ (document.activeElement);
        list.replaceChildren(...made);
        if (list.contains(focused)) focused?.focus(); // moved, not left
      }
      box.hidden = rows.length < LONG;
      more.hidden = all.length <= most;
      none.hidden = all.length > 0;
    };
    const grow = () => {
      const before = list.children.length;
      most += MORE;
      draw();
      list.children[before]?.querySelector('input')?.focus();
    };

    return {
      place: element('div', { class: 'values', role: 'group', 'aria-label': label }, box, told, list, none, more),
      show: async (answer) => {
        const mine = ++asked;
        const { analyzer } = await page.engine.open();
        const counted = await sitegen.facetCounts(answer.lookup, field, await answer.others(field));
        if (mine !== asked) return;
        fold = (text) => analyzer.fold(text).text;
        rows = counted.map((row) => ({ ...row, label: sitegen.called(field, row.label, row.value) }));
        draw();
      },
    };
  };
})();
