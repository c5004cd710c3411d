'use strict';
/* How often is something written of, year by year? Several queries in one chart, a table beside. */
(() => {
  const sitegen = globalThis.sitegen;
  const { say, element } = sitegen;
  const MOST = 5;
  const [HEIGHT, TOP, BOTTOM, SIDE] = [280, 16, 236, 64];
  const [WIDE, NARROW] = [720, 480]; // on a phone, so that what is written can be read
  const MOST_SLOTS = 120;
  const STEPS = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000];
  /** One sign a query, around 0,0: known without colours, too. */
  const SIGNS = [
    'M-4 0A4 4 0 1 0 4 0A4 4 0 1 0-4 0Z',
    'M-3.6-3.6H3.6V3.6H-3.6Z',
    'M0-5L5 4H-5Z',
    'M0-5.2L5.2 0L0 5.2L-5.2 0Z',
    'M-4-4L4 4M-4 4L4-4',
  ];

  /** @param {string} name @param {Record<string, string|number>} attributes
   * @param {(Node|string)[]} children */
  const svg = (name, attributes, ...children) => {
    const made = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    made.append(...children);
    return made;
  };
  /** @param {number} value */
  const rounded = (value) => Math.round(value * 100) / 100;

  /** A query with its hits by year.
   * @typedef {{query: string, name: string, total: number, counts: Map<number, number>}} Series */

  /** @param {[number, number][]} years */
  const dated = (years) => new Map(years.filter(([year, n]) => year !== 0 && n > 0));

  /** Slots of equal length: their first years, and how many years each has.
   * @param {number} first @param {number} last */
  const slotsOf = (first, last) => {
    const span = STEPS.find((step) => (last - first + 1) / step <= MOST_SLOTS) ?? 2000;
    const starts = [];
    for (let year = first; year <= last; year += span) starts.push(year);
    return { span, starts };
  };

  /** What a slot has: hits, or hits of a hundred documents; null where the archive has none.
   * @param {Map<number, number>} counts @param {Map<number, number>} all @param {boolean} relative
   * @param {number} start @param {number} span */
  const valueOf = (counts, all, relative, start, span) => {
    let [hits, documents] = [0, 0];
    for (let year = start; year < start + span; year++) {
      hits += counts.get(year) ?? 0;
      documents += all.get(year) ?? 0;
    }
    if (!documents) return null;
    return relative ? (100 * hits) / documents : hits;
  };

  /** A round number not below *top*, and the step to it.
   * @param {number} top */
  const scaleOf = (top) => {
    const power = 10 ** Math.floor(Math.log10(Math.max(top, 1) / 4));
    const step = [1, 2, 5, 10].map((n) => n * power).find((n) => 4 * n >= top) ?? 10 * power;
    return { step: Math.max(step, 1), top: Math.max(step, 1) * Math.max(1, Math.ceil(top / Math.max(step, 1))) };
  };

  /** @param {number} value @param {boolean} relative */
  const written = (value, relative) => {
    const shown = sitegen.number(Math.round(value * 10) / 10);
    return relative ? say('percent', { what: shown }) : shown;
  };

  /** The place of a slot, of a value.
   * @param {number} slots @param {number} top @param {number} whole width of the drawing */
  const placing = (slots, top, whole) => {
    const rtl = getComputedStyle(document.documentElement).direction === 'rtl';
    const width = whole - SIDE - 12;
    /** @param {number} share of the way through time */
    const x = (share) => rounded(rtl ? whole - SIDE - share * width : SIDE + share * width);
    return {
      rtl,
      x: (/** @type {number} */ slot) => x((slot + 0.5) / slots),
      y: (/** @type {number} */ value) => rounded(BOTTOM - (value / top) * (BOTTOM - TOP)),
      edge: x(0),
      far: x(1),
    };
  };

  /** @param {Series[]} series @param {Map<number, number>} all @param {boolean} relative */
  const chart = (series, all, relative) => {
    const years = [...all.keys()];
    const [first, last] = [Math.min(...years), Math.max(...years)];
    const { span, starts } = slotsOf(first, last);
    const values = series.map(({ counts }) => starts.map((start) => valueOf(counts, all, relative, start, span)));
    const { step, top } = scaleOf(Math.max(...values.flat().map((value) => value ?? 0)));
    const whole = matchMedia('(max-width: 40rem)').matches ? NARROW : WIDE;
    const { rtl, x, y, edge, far } = placing(starts.length, top, whole);
    const drawing = svg('svg', { viewBox: `0 0 ${whole} ${HEIGHT}`, role: 'img', 'aria-label': summary(series, first, last) });
    for (let value = 0; value <= top; value += step) {
      drawing.append(
        svg('line', { class: 'axis', x1: edge, x2: far, y1: y(value), y2: y(value) }),
        svg('text', { class: 'tick', x: rtl ? edge + 8 : edge - 8, y: y(value) + 4, 'text-anchor': rtl ? 'start' : 'end' }, written(value, relative)),
      );
    }
    const gap = STEPS.find((n) => n >= span && (last - first) / n <= whole / 90) ?? 1000;
    starts.forEach((start, slot) => {
      if (start % gap >= span && last - first >= 9) return;
      drawing.append(svg('text', { class: 'tick', x: x(slot), y: HEIGHT - 16, 'text-anchor': 'middle' }, sitegen.number(start)));
    });
    values.forEach((line, at) => drawing.append(...drawn(line, at, starts, x, y, relative)));
    return drawing;
  };

  /** A line and its signs; where the archive has nothing the line is broken.
   * @param {(number|null)[]} line @param {number} at @param {number[]} starts
   * @param {(slot: number) => number} x @param {(value: number) => number} y @param {boolean} relative */
  const drawn = (line, at, starts, x, y, relative) => {
    let path = '';
    let pen = 'M';
    const signs = [];
    for (const [slot, value] of line.entries()) {
      if (value === null) {
        pen = 'M';
        continue;
      }
      path += `${pen}${x(slot)} ${y(value)}`;
      pen = 'L';
      const told = `${sitegen.number(starts[slot])}: ${written(value, relative)}`;
      signs.push(svg('path', { class: `sign series-${at + 1}`, d: SIGNS[at], transform: `translate(${x(slot)} ${y(value)})` }, svg('title', {}, told)));
    }
    return [svg('path', { class: `line series-${at + 1}`, d: path }), ...signs];
  };

  /** The chart in words.
   * @param {Series[]} series @param {number} first @param {number} last */
  const summary = (series, first, last) => {
    const each = series.map(({ name, total, counts }) => {
      const [year, most] = [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0]);
      const peak = most ? ` (${say('compare-peak', { year: sitegen.number(year), n: most })})` : '';
      return `${name}: ${say('results', { n: total })}${peak}`;
    });
    return `${say('compare-chart', { from: sitegen.number(first), to: sitegen.number(last) })} ${each.join('; ')}`;
  };

  /** @param {Series[]} series @param {Map<number, number>} all @param {boolean} relative
   * @param {SearchPage} page */
  const table = (series, all, relative, page) => {
    const rows = [...all.keys()].sort((a, b) => a - b).map((year) =>
      element(
        'tr',
        {},
        element('th', { scope: 'row' }, sitegen.number(year)),
        ...series.map(({ query, counts }) => {
          const filters = { ...page.state.filters, from: year, to: year };
          const href = `#${sitegen.address.write({ ...page.state, q: query, filters, view: {} })}`;
          const shown = written(valueOf(counts, all, relative, year, 1) ?? 0, relative);
          return element('td', {}, counts.get(year) ? element('a', { href }, shown) : shown);
        }),
        element('td', {}, sitegen.number(all.get(year) ?? 0)),
      ),
    );
    const head = [say('year'), ...series.map(({ name }) => name), say('compare-all')];
    return element(
      'details',
      {},
      element('summary', {}, say('compare-table')),
      element(
        'div',
        { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': say('compare-table') },
        element(
          'table',
          {},
          element('thead', {}, element('tr', {}, ...head.map((one) => element('th', { scope: 'col' }, element('bdi', {}, one))))),
          element('tbody', {}, ...rows),
        ),
      ),
    );
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

  /** @param {Series} series @param {number} at @param {() => void} remove */
  const legend = ({ name: called, total }, at, remove) => {
    const sample = svg(
      'svg',
      { viewBox: '0 0 40 14', width: 40, height: 14, 'aria-hidden': 'true' },
      svg('path', { class: `line series-${at + 1}`, d: 'M0 7H40' }),
      svg('path', { class: `sign series-${at + 1}`, d: SIGNS[at], transform: 'translate(20 7)' }),
    );
    const name = element('bdi', {}, called);
    const count = element('span', { class: 'count' }, say('results', { n: total }));
    const cross = element(
      'button',
      { type: 'button', 'aria-label': say('remove', { what: called }), onclick: remove },
      element('span', { 'aria-hidden': 'true' }, '\u00D7'),
    );
    return element('li', {}, /** @type {any} */ (sample), ' ', name, ' ', count, ...(at ? [' ', cross] : []));
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

  sitegen.comparison = { slotsOf, valueOf, named };

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
        return /** @type {[string, string]} */ ([value, sitegen.called ? sitegen.called(field, label) : label]);
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
      ...series.map((one, at) => legend(one, at, () => compare(others(page).filter((_, i) => i !== at - 1)))),
    );
    if (all.size < 2) {
      place.replaceChildren(controls, keys, element('p', { class: 'note' }, say('compare-no-years')));
      return;
    }
    const figure = element('figure', { class: 'chart comparison' });
    figure.append(chart(series, all, relative), keys, table(series, all, relative, page));
    controls.append(saveButton(series, all));
    place.replaceChildren(controls, figure);
  };

  sitegen.views = { ...sitegen.views, compare: view };
})();
