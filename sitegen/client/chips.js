'use strict';
/* Which filters are chosen? A chip for each, to take it back. */
(() => {
  const sitegen = globalThis.sitegen;
  const { say, element } = sitegen;

  /** What a value is called: a language and, beside the main language, a kind of documents in the
   * interface's words, all else as the index has it. */
  sitegen.called = (field, label, value) => {
    if (field === 'kind') return sitegen.kinds?.[value] ?? label;
    if (field !== 'lang') return label;
    try {
      return new Intl.DisplayNames(sitegen.speech?.lang ?? 'en', { type: 'language' }).of(label) ?? label;
    } catch {
      return label; // no tag of a language
    }
  };

  /** What is chosen, each with a way to take it back.
   * @param {SearchPage} page @param {HTMLElement} place @param {Map<string, string>} labels of fields */
  sitegen.drawChips = (page, place, labels) => {
    const { from, to, ...fields } = page.state.filters;
    /** @param {string} label @param {() => void} remove @param {string} [sign] */
    const chip = (label, remove, sign = say('remove', { what: label })) =>
      element(
        'button',
        {
          type: 'button',
          class: 'chip',
          'aria-label': sign,
          onclick: (event) => {
            const at = [...place.children].indexOf(event.currentTarget);
            remove();
            const next = /** @type {HTMLElement|null} */ (place.children[at] ?? place.lastElementChild);
            (next ?? document.getElementById('filter-sort'))?.focus();
          },
        },
        element('bdi', {}, label),
        element('span', { 'aria-hidden': 'true' }, '\u00D7'),
      );
    const made = Object.entries(fields).flatMap(([field, chosen]) =>
      /** @type {string[]} */ ([chosen]).flat().map((value) => {
        const remove = () => page.choose(field, value, false);
        const named = (/** @type {string} */ what) => say('chip', { field: labels.get(field) ?? field, what: sitegen.called(field, what, value) });
        const button = chip(named(value), remove);
        page.engine.label(field, value).then(
          (label) => {
            const bdi = button.querySelector('bdi');
            if (bdi) bdi.textContent = named(label);
            button.setAttribute('aria-label', say('remove', { what: named(label) }));
          },
          () => {}, // the value itself will do
        );
        return button;
      }),
    );
    const span =
      from !== undefined && to !== undefined
        ? say('years-span', { from, to })
        : (from !== undefined && say('years-since', { from })) ||
          (to !== undefined && say('years-until', { to }));
    if (span) made.unshift(chip(span, () => page.span()));
    if (made.length > 1) made.push(chip(say('clear'), () => page.change({ filters: {} }), say('clear')));
    place.replaceChildren(...made);
  };
})();
