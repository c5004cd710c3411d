'use strict';
/* Which results are wanted, and in which order? Controls, chips and facets of the search page. */
(() => {
  const sitegen = globalThis.sitegen;
  const { say, element } = sitegen;
  const WIDE = '(min-width: 60em)'; // as in the style sheet: the facets stand beside the results
  const KEPT = 'sitegen-facets';
  const YEARS = ''; // no field is called so

  /** Order and forms: what applies to all of the answer.
   * @param {SearchPage} page @param {HTMLElement} place */
  const drawControls = (page, place) => {
    const { sorts } = sitegen.address;
    const sort = /** @type {HTMLSelectElement} */ (
      element(
        'select',
        { id: 'filter-sort', onchange: () => page.change({ sort: sorts[sort.selectedIndex] }) },
        ...sorts.map((name) => element('option', { value: name }, say(`sort-${name}`))),
      )
    );
    const exact = /** @type {HTMLInputElement} */ (
      element('input', { type: 'checkbox', id: 'exact', onchange: () => page.change({ exact: exact.checked }) })
    );
    place.replaceChildren(
      element('label', { title: say('exact-why') }, exact, ' ', say('exact')),
      element('label', {}, say('sort'), ' ', sort),
    );
    return () => {
      sort.value = page.state.sort;
      exact.checked = page.state.exact;
    };
  };

  /** The facets that were open when a search page was last seen, in this window. */
  const kept = {
    read: () => {
      try {
        return JSON.parse(sessionStorage.getItem(KEPT) ?? '[]');
      } catch {
        return [];
      }
    },
    /** @param {string[]} fields */
    write: (fields) => {
      try {
        sessionStorage.setItem(KEPT, JSON.stringify(fields));
      } catch {
        // then they are closed again
      }
    },
  };

  sitegen.filterControls = (page, { panel, controls, chips }) => {
    const summary = /** @type {HTMLElement} */ (panel.querySelector('summary'));
    const title = summary.textContent ?? '';
    const all = /** @type {HTMLDetailsElement[]} */ ([...panel.querySelectorAll('[data-field]')]);
    const fieldOf = (/** @type {HTMLElement} */ facet) => facet.dataset.field ?? '';
    const labels = new Map(all.map((facet) => [fieldOf(facet), facet.textContent?.trim() ?? '']));
    const showControls = drawControls(page, controls);
    /** @type {Map<HTMLElement, Facet>} */
    const drawn = new Map();
    /** @type {Answer|undefined} */
    let answer;

    /** Draw a facet that is open and seen: what that needs is loaded only then.
     * @param {HTMLDetailsElement} facet */
    const refresh = async (facet) => {
      if (!facet.open || !panel.open || !answer) return;
      const field = fieldOf(facet);
      const label = labels.get(field) ?? field;
      const wait = element('p', { class: 'wait' }, say('searching'));
      if (!drawn.has(facet)) facet.append(wait);
      let shown;
      try {
        await sitegen.demand('facets');
        const made =
          drawn.get(facet) ?? (field === YEARS ? sitegen.yearsFacet(page) : sitegen.valuesFacet(page, field, label));
        drawn.set(facet, made);
        await made.show(answer);
        shown = made.place;
      } catch (error) {
        drawn.get(facet)?.place.remove(); // its counts are those of another answer
        const isFault = error instanceof sitegen.Fault;
        const said = isFault ? say(`fault-${error.code}`) : /** @type {Error} */ (error).message;
        shown = element('p', { class: 'fault', role: 'alert' }, said);
      }
      wait.remove();
      facet.querySelector('.fault')?.remove();
      if (!shown.isConnected) facet.append(shown);
    };
    const refreshAll = () => void all.forEach(refresh);
    /** Show what is chosen; few choose, so the script of it comes only then. */
    const showChips = () => {
      chips.hidden = !Object.keys(page.state.filters).length;
      if (chips.hidden) return chips.replaceChildren();
      const draw = () => sitegen.drawChips?.(page, chips, labels);
      return sitegen.drawChips ? draw() : sitegen.demand('facets').then(draw, ({ message }) => chips.replaceChildren(message));
    };
    for (const facet of all) {
      facet.addEventListener('toggle', () => {
        kept.write(all.filter(({ open }) => open).map(fieldOf));
        refresh(facet);
      });
    }
    panel.addEventListener('toggle', refreshAll);
    const done = element(
      'button',
      {
        type: 'button',
        class: 'done',
        onclick: () => {
          panel.open = false;
          summary.focus();
        },
      },
      say('to-results'),
    );
    panel.append(done);
    const wide = matchMedia(WIDE);
    const fit = () => void (panel.open = wide.matches);
    wide.addEventListener('change', fit);

    return {
      fields: all.map(fieldOf).filter((field) => field !== YEARS),
      /** Show the facets that the archive has. */
      draw: ({ years, collections, segments }) => {
        const open = kept.read();
        for (const facet of all) {
          const field = fieldOf(facet);
          const few = field === 'collection' && collections.length < 2;
          const none = !segments.some(({ facets }) => facets[field]);
          const dated = years.filter(([year]) => year !== 0);
          facet.hidden = field === YEARS ? dated.length < 2 : few || none;
          facet.open = !facet.hidden && open.includes(field);
        }
        panel.hidden = all.every(({ hidden }) => hidden);
        fit();
      },
      /** Put the state into the controls. */
      show: () => {
        showControls();
        showChips();
        const { from, to, ...fields } = page.state.filters;
        const n = Object.values(fields).flat().length + Number((from ?? to) !== undefined);
        summary.textContent = n ? `${title} (${sitegen.number(n)})` : title;
      },
      /** Count for a new answer. */
      answered: (newest) => {
        answer = newest;
        done.textContent = `${say('to-results')} (${sitegen.number(newest.total)})`;
        refreshAll();
      },
    };
  };
})();
