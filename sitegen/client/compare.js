'use strict';
/* How often is something written of, year by year? Several queries in one chart, a table beside. */
(() => {
  const sitegen = globalThis.sitegen;
  const { say, element, lines } = sitegen;
  const MOST = lines.most;

  /** A query with its hits by year.
   * @typedef {{query: string, name: string, total: number, counts: Map<number, number>}} Series */

  /** @param {[number, number][]} years */
  const dated = (years) => new Map(years.filter(([year, n]) => year !== 0 && n > 0));

  /** @param {boolean} relative @returns {(value: number) => string} */
  const writtenAs = (relative) => (value) => {
    const shown = sitegen.number(Math.round(value * 10) / 10);
    return relative ? say('percent', { what: shown }) : shown;
  };

  /** The chart in words.
   * @param {Series[]} series @param {number} first @param {number} last */
  const summary = (series, first, last) => {
    const each = series.map(({ name, total, counts }) => {
      const [year, most] = lines.peak(counts);
      const peak = most ? ` (${say('compare-peak', { year: sitegen.number(year), n: most })})` : '';
      return `${name}: ${say('results', { n: total })}${peak}`;
    });
    return `${say('compare-chart', { from: sitegen.number(first), to: sitegen.number(last) })} ${each.join('; ')}`;
  };

  /** The button that saves hits by year, and all documents of the years, as a table.
   * @param {Series[]} series @param {Map<number, number>} all */
  const saveButton = (series, all) => {
    const rows = [...all].sort(([a], [b]) => a - b).map(([year, documents]) => [
      year, ...series.map(({ counts }) => counts.get(year) ?? 0), documents,
    ]);
    const head = ['year', ...series.map(({ name }) => name), 'documents'];
    const button = element('button', { type: 'button' }, say('compare-csv'));
    button.addEventListener('click', () =>
      sitegen.demand('export').then(
        () => sitegen.download('years.csv', 'text/csv', sitegen.csv([head, ...rows])),
        ({ message }) => (button.textContent = message),
      ),
    );
    return button;
  };

  /** The queries besides the page's own.
   * @param {SearchPage} page */
  const others = ({ state }) => {
    const said = (state.view.vs ?? '').split('\n').map((one) => one.trim());
    return [...new Set(said)].filter((one) => one && one !== state.q.trim()).slice(0, MOST - 1);
  };

  /** The values of fields that a query asks for.
   * @param {QueryNode} node @returns {[field: string, value: string][]} */
  const asked = (node) => {
    const [type, field, value] = node;
    if (type === 'field') return [[field, value]];
    return ['seq', 'and', 'or', 'not'].includes(type) ? sitegen.children(node).flatMap(asked) : [];
  };
  /** A query as a reader knows it: by the heading of a record, not by its id.
   * @param {string} query @param {[value: string, label: string][]} labels */
  const named = (query, labels) =>
    labels.reduce((text, [value, label]) => {
      const bare = value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
      return text.replace(new RegExp(`[^\\s:()"]+:["\u201C\u201E\u00AB]?${bare}(?:["\u201D\u00BB]|(?![^\\s()]))`), () => label);
    }, query);

  sitegen.comparison = { named };

  /** What a line is called: its query, or where there is none the values chosen.
   * @param {SearchPage} page @param {string} query */
  const nameOf = async ({ engine, state }, query) => {
    const { analyzer } = await engine.open();
    const chosen = Object.entries(state.filters).filter(([, values]) => typeof values !== 'number');
    const wanted = query
      ? asked(sitegen.parseQuery(query, analyzer).tree)
      : chosen.flatMap(([field, values]) => [values ?? []].flat().map((value) => /** @type {[string, string]} */ ([field, String(value)])));
    const labels = await Promise.all(
      wanted.map(async ([field, value]) => {
        const label = await engine.label(field, value);
        return /** @type {[string, string]} */ ([value, sitegen.called ? sitegen.called(field, label, value) : label]);
      }),
    );
    if (query) return named(query, labels.filter(([value, label]) => value !== label));
    return labels.map(([, label]) => label).join(say('comma')) || say('compare-all');
  };

  /** @param {SearchPage} page @param {Answer} answer @returns {Promise<Series[]>} */
  const seriesOf = (page, answer) => {
    const options = { ...page.state, sort: /** @type {'oldest'} */ ('oldest'), k: 0 };
    return Promise.all(
      [page.state.q.trim(), ...others(page)].map(async (query, at) => {
        const [{ total, years }, name] = await Promise.all([
          at ? page.engine.search(query, options) : answer, nameOf(page, query),
        ]);
        return { query, name, total, counts: dated(years) };
      }),
    );
  };

  /** How many documents each year has, as far as they are searched.
   * @param {SearchPage} page @returns {Promise<Map<number, number>>} */
  const documents = async ({ engine, state }) => {
    const { manifest } = await engine.open();
    const chosen = Object.values(state.filters).some((value) => value !== undefined && value !== '');
    if (!chosen) return dated(manifest.years.map(([year, , count]) => [year, count]));
    return dated((await engine.search('', { filters: state.filters, sort: 'oldest', k: 0 })).years);
  };

  /** @param {SearchPage} page @param {(vs: string[]) => void} change */
  const addForm = (page, change) => {
    const known = others(page);
    const full = known.length >= MOST - 1;
    const box = /** @type {HTMLInputElement} */ (element('input', { id: 'compare-add', type: 'text', autocomplete: 'off', disabled: full }));
    const add = () => {
      if (box.value.trim()) change([...known, box.value.trim()]);
    };
    box.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      add();
    });
    return element(
      'div',
      { class: 'filter' },
      element('label', { for: box.id }, say(full ? 'compare-full' : 'compare-with', { n: MOST })),
      box,
      element('button', { type: 'button', disabled: full, onclick: add }, say('compare-add')),
    );
  };

  /** @type {Sitegen['views'][string]} */
  const view = async (page, answer, place, current) => {
    const { state } = page;
    const relative = state.view.scale === 'relative';
    const [series, all] = await Promise.all([seriesOf(page, answer), documents(page)]);
    if (!current()) return;
    /** @param {Record<string, string>} changes */
    const change = (changes) => page.change({ view: { ...state.view, ...changes } });
    /** @param {string[]} queries */
    const compare = (queries) => change({ vs: queries.join('\n') });
    const scale = /** @type {HTMLSelectElement} */ (
      element(
        'select',
        { id: 'compare-scale', onchange: () => change({ scale: scale.value }) },
        ...['', 'relative'].map((one) =>
          element('option', { value: one, selected: relative === (one !== '') }, say(one ? 'compare-relative' : 'compare-absolute')),
        ),
      )
    );
    const controls = element(
      'div',
      { class: 'controls' },
      addForm(page, compare),
      element('div', { class: 'filter' }, element('label', { for: scale.id }, say('compare-scale')), scale),
    );
    const keys = element(
      'ul',
      { class: 'legend', role: 'list' },
      ...series.map(({ name, total }, at) =>
        lines.legend(
          at, element('bdi', {}, name), say('results', { n: total }), say('remove', { what: name }),
          at ? () => compare(others(page).filter((_, i) => i !== at - 1)) : undefined,
        ),
      ),
    );
    if (all.size < 2) {
      place.replaceChildren(controls, keys, element('p', { class: 'note' }, say('compare-no-years')));
      return;
    }
    const figure = element('figure', { class: 'chart comparison' });
    const shown = { series, all, per: relative ? 100 : 0, written: writtenAs(relative) };
    /** @param {Series} one @param {number} year */
    const cell = ({ query }, year) => {
      const filters = { ...state.filters, from: year, to: year };
      return `#${sitegen.address.write({ ...state, q: query, filters, view: {} })}`;
    };
    figure.append(
      lines.chart({ ...shown, summary: (first, last) => summary(series, first, last) }),
      keys,
      lines.table({ ...shown, title: say('compare-table'), head: [say('year'), say('compare-all')], cell }),
    );
    controls.append(saveButton(series, all));
    place.replaceChildren(controls, figure);
  };

  sitegen.views = { ...sitegen.views, compare: view };
})();
