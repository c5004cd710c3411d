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
        return [JSON.parse(sessionStorage.getItem(KEPT) ?? '[]')].flat();
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

  /** @param {HTMLElement} facet */
  const fieldOf = (facet) => facet.dataset.field ?? '';
  /** @param {unknown} error the fault of a shard, or that of a script, which says itself what it is */
  const sentenceOf = (error) =>
    error instanceof sitegen.Fault ? say(`fault-${error.code}`) : /** @type {Error} */ (error).message;

  /** Keep the facets that are open and seen counted for the newest answer: what that needs is
   * loaded only then.
   * @param {SearchPage} page @param {HTMLDetailsElement} panel @param {HTMLDetailsElement[]} all
   * @param {Map<string, string>} labels of their fields */
  const counting = (page, panel, all, labels) => {
    /** @type {Map<HTMLElement, Facet>} */
    const drawn = new Map();
    /** @type {Answer|undefined} */
    let newest;
    /** @param {HTMLElement} facet */
    const make = (facet) => {
      const field = fieldOf(facet);
      const made = field === YEARS ? sitegen.yearsFacet(page) : sitegen.valuesFacet(page, field, labels.get(field) ?? field);
      drawn.set(facet, made);
      return made;
    };
    /** @param {HTMLElement} facet @param {Answer} answer */
    const counted = async (facet, answer) => {
      try {
        await sitegen.demand('facets');
        const made = drawn.get(facet) ?? make(facet);
        await made.show(answer);
        return made.place;
      } catch (error) {
        drawn.get(facet)?.place.remove(); // its counts are those of another answer
        return element('p', { class: 'fault', role: 'alert' }, sentenceOf(error));
      }
    };
    /** @param {HTMLDetailsElement} facet */
    const refresh = async (facet) => {
      if (!facet.open || !panel.open || !newest) return;
      const wait = element('p', { class: 'wait' }, say('searching'));
      if (!drawn.has(facet)) facet.append(wait);
      const shown = await counted(facet, newest);
      wait.remove();
      facet.querySelector('.fault')?.remove();
      if (!shown.isConnected) facet.append(shown);
    };
    const refreshAll = () => void all.forEach(refresh);
    for (const facet of all) {
      facet.addEventListener('toggle', () => {
        kept.write(all.filter(({ open }) => open).map(fieldOf));
        refresh(facet);
      });
    }
    panel.addEventListener('toggle', refreshAll);
    return (/** @type {Answer} */ answer) => {
      newest = answer;
      refreshAll();
    };
  };

  /** Show what is chosen; few choose, so the script of it comes only then.
   * @param {SearchPage} page @param {HTMLElement} chips @param {Map<string, string>} labels */
  const showChips = (page, chips, labels) => {
    chips.hidden = !Object.keys(page.state.filters).length;
    if (chips.hidden) chips.replaceChildren();
    else if (sitegen.drawChips) sitegen.drawChips(page, chips, labels);
    else {
      const again = () => showChips(page, chips, labels);
      sitegen.demand('facets').then(again, (error) => chips.replaceChildren(sentenceOf(error)));
    }
  };

  sitegen.filterControls = (page, { panel, controls, chips }) => {
    const summary = /** @type {HTMLElement} */ (panel.querySelector('summary'));
    const title = summary.textContent ?? '';
    const all = /** @type {HTMLDetailsElement[]} */ ([...panel.querySelectorAll('[data-field]')]);
    const labels = new Map(all.map((facet) => [fieldOf(facet), facet.textContent?.trim() ?? '']));
    const showControls = drawControls(page, controls);
    const count = counting(page, panel, all, labels);
    const close = () => {
      panel.open = false;
      summary.focus();
    };
    const done = element('button', { type: 'button', class: 'done', onclick: close });
    panel.append(done);
    const wide = matchMedia(WIDE);
    const fit = () => void (panel.open = wide.matches);
    wide.addEventListener('change', fit);

    return {
      fields: all.map(fieldOf).filter((field) => field !== YEARS),
      /** Show the facets that the archive has. */
      draw: ({ years, collections, languages, segments }) => {
        const open = kept.read();
        const dated = years.filter(([year]) => year !== 0);
        for (const facet of all) {
          const field = fieldOf(facet);
          const one = { collection: collections, lang: languages }[field]?.length === 1;
          const none = !segments.some(({ facets }) => facets[field]);
          facet.hidden = field === YEARS ? dated.length < 2 : one || none;
          facet.open = !facet.hidden && open.includes(field);
        }
        panel.hidden = all.every(({ hidden }) => hidden);
        fit();
      },
      /** Put the state into the controls. */
      show: () => {
        showControls();
        showChips(page, chips, labels);
        const { from, to, ...fields } = page.state.filters;
        const n = Object.values(fields).flat().length + Number((from ?? to) !== undefined);
        summary.textContent = n ? `${title} (${sitegen.number(n)})` : title;
      },
      /** Count for a new answer. */
      answered: (answer) => {
        done.textContent = `${say('to-results')} (${sitegen.number(answer.total)})`;
        count(answer);
      },
    };
  };
})();
