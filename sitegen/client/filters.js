'use strict';
/* Which results are wanted, and in which order? Controls and chips of the search page. */
(() => {
  const sitegen = globalThis.sitegen;
  const { say, element } = sitegen;

  /** @param {string} id @param {HTMLElement} control */
  const labelled = (id, control) => {
    control.id = `filter-${id}`;
    const label = element('label', { for: control.id }, say(`filter-${id}`));
    return element('div', { class: 'filter' }, label, control);
  };
  /** @param {string} value @param {string} label */
  const option = (value, label) => element('option', { value }, label);

  /** What is chosen, each with a way to take it back.
   * @param {SearchPage} page @param {HTMLElement} place */
  const drawChips = ({ state, engine, filter, input }, place) => {
    /** @param {string} field @param {string} label */
    const chip = (field, label) =>
      element(
        'button',
        {
          type: 'button',
          class: 'chip',
          'aria-label': say('remove', { what: label }),
          onclick: () => {
            filter(field, undefined);
            input.focus();
          },
        },
        element('bdi', {}, label),
        element('span', { 'aria-hidden': 'true' }, '\u00D7'),
      );
    const made = Object.entries(state.filters).map(([field, value]) => {
      const text = typeof value === 'number' ? sitegen.number(value) : String(value);
      const name = say(`filter-${field}`);
      const button = chip(field, `${name} ${text}`);
      if (typeof value === 'string') {
        engine.label(field, value).then(
          (label) => button.isConnected && button.replaceWith(chip(field, `${name} ${label}`)),
          () => {},
        );
      }
      return button;
    });
    place.replaceChildren(...made);
    place.hidden = !made.length;
  };

  sitegen.filterControls = (page, place) => {
    const chips = element('div', { class: 'chips' });
    /** @param {'from'|'to'} end */
    const yearInput = (end) =>
      /** @type {HTMLInputElement} */ (
        element('input', {
          type: 'number',
          inputmode: 'numeric',
          onchange: ({ target }) => page.filter(end, target.value ? Number(target.value) : undefined),
        })
      );
    const collection = /** @type {HTMLSelectElement} */ (
      element('select', { onchange: () => page.filter('collection', collection.value || undefined) })
    );
    const from = yearInput('from');
    const to = yearInput('to');
    const { sorts } = sitegen.address;
    const sort = /** @type {HTMLSelectElement} */ (
      element(
        'select',
        { onchange: () => page.change({ sort: sorts[sort.selectedIndex] }) },
        ...sorts.map((name) => option(name, say(`sort-${name}`))),
      )
    );
    const show = () => {
      const { filters } = page.state;
      collection.value = String(filters.collection ?? '');
      from.value = String(filters.from ?? '');
      to.value = String(filters.to ?? '');
      sort.value = page.state.sort;
      drawChips(page, chips);
    };
    return {
      show,
      draw: ({ years, collections }) => {
        const known = years.map(([year]) => year).filter((year) => year !== 0);
        collection.replaceChildren(
          option('', say('all-collections')),
          ...collections.map(([id, name]) => option(id, name)),
        );
        for (const field of [from, to]) {
          field.min = String(known[0] ?? '');
          field.max = String(known[known.length - 1] ?? '');
        }
        from.placeholder = from.min;
        to.placeholder = to.max;
        const parts = [labelled('sort', sort)];
        if (known.length > 1) parts.unshift(labelled('from', from), labelled('to', to));
        if (collections.length > 1) parts.unshift(labelled('collection', collection));
        place.replaceChildren(element('div', { class: 'controls' }, ...parts), chips);
        show();
      },
    };
  };
})();
