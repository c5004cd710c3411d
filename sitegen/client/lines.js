'use strict';
/* How are several series of years drawn in one chart, with a table beside? Knows no search. */
(() => {
  const sitegen = globalThis.sitegen;
  const { element } = sitegen;
  const [HEIGHT, TOP, BOTTOM, SIDE] = [280, 16, 236, 64];
  const [WIDE, NARROW] = [720, 480]; // on a phone, so that what is written can be read
  const MOST_SLOTS = 120;
  const STEPS = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000];
  const CLOSE = 18; // units between two slots: where they are closer, signs are smaller
  /** One sign a series, around 0,0: known without colours, too. */
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

  /** Slots of equal length: their first years, and how many years each has.
   * @param {number} first @param {number} last */
  const slotsOf = (first, last) => {
    const span = STEPS.find((step) => (last - first + 1) / step <= MOST_SLOTS) ?? 2000;
    const starts = [];
    for (let year = first; year <= last; year += span) starts.push(year);
    return { span, starts };
  };

  /** What a slot has, or of how many as *per* says; null where the archive has none.
   * @param {Map<number, number>} counts @param {Map<number, number>} all @param {number} per 0: all
   * @param {number} start @param {number} span */
  const valueOf = (counts, all, per, start, span) => {
    let [hits, of] = [0, 0];
    for (let year = start; year < start + span; year++) {
      hits += counts.get(year) ?? 0;
      of += all.get(year) ?? 0;
    }
    if (!of) return null;
    return per ? (per * hits) / of : hits;
  };

  /** A round number not below *top*, and the step to it.
   * @param {number} top @param {boolean} whole whether only whole numbers will do */
  const scaleOf = (top, whole) => {
    const power = 10 ** Math.floor(Math.log10(Math.max(top, whole ? 1 : 0.01) / 4));
    const round = [1, 2, 5, 10].map((n) => n * power).find((n) => 4 * n >= top) ?? 10 * power;
    const step = whole ? Math.max(round, 1) : round;
    return { step, steps: Math.max(1, Math.ceil(top / step - 1e-9)) };
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

  /** @type {Sitegen['lines']['chart']} */
  const chart = ({ series, all, per, written, summary }) => {
    const years = [...all.keys()];
    const [first, last] = [Math.min(...years), Math.max(...years)];
    const { span, starts } = slotsOf(first, last);
    const values = series.map(({ counts }) => starts.map((start) => valueOf(counts, all, per, start, span)));
    const { step, steps } = scaleOf(Math.max(...values.flat().map((value) => value ?? 0)), !per);
    const whole = matchMedia('(max-width: 40rem)').matches ? NARROW : WIDE;
    const { rtl, x, y, edge, far } = placing(starts.length, step * steps, whole);
    const drawing = svg('svg', { viewBox: `0 0 ${whole} ${HEIGHT}`, role: 'img', 'aria-label': summary(first, last) });
    for (let at = 0; at <= steps; at++) {
      const value = at * step;
      drawing.append(
        svg('line', { class: 'axis', x1: edge, x2: far, y1: y(value), y2: y(value) }),
        svg('text', { class: 'tick', x: rtl ? edge + 8 : edge - 8, y: y(value) + 4, 'text-anchor': rtl ? 'start' : 'end' }, written(value)),
      );
    }
    const gap = STEPS.find((n) => n >= span && (last - first) / n <= whole / 90) ?? 1000;
    starts.forEach((start, slot) => {
      if (start % gap >= span && last - first >= 9) return;
      drawing.append(svg('text', { class: 'tick', x: x(slot), y: HEIGHT - 16, 'text-anchor': 'middle' }, sitegen.number(start)));
    });
    values.forEach((line, at) => drawing.append(...drawn(line, at, starts, x, y, written)));
    return drawing;
  };

  /** A line and its signs; where the archive has nothing the line is broken.
   * @param {(number|null)[]} line @param {number} at @param {number[]} starts
   * @param {(slot: number) => number} x @param {(value: number) => number} y
   * @param {(value: number) => string} written */
  const drawn = (line, at, starts, x, y, written) => {
    let path = '';
    let pen = 'M';
    const size = Math.min(1, Math.abs(x(1) - x(0)) / CLOSE);
    const signs = [];
    for (const [slot, value] of line.entries()) {
      if (value === null) {
        pen = 'M';
        continue;
      }
      path += `${pen}${x(slot)} ${y(value)}`;
      pen = 'L';
      const told = `${sitegen.number(starts[slot])}: ${written(value)}`;
      signs.push(svg('path', { class: `sign series-${at + 1}`, d: SIGNS[at], transform: `translate(${x(slot)} ${y(value)}) scale(${rounded(Math.max(0.4, size))})` }, svg('title', {}, told)));
    }
    return [svg('path', { class: `line series-${at + 1}`, d: path }), ...signs];
  };

  /** @type {Sitegen['lines']['table']} */
  const table = ({ series, all, per, written, title, head, cell = () => '' }) => {
    const rows = [...all.keys()].sort((a, b) => a - b).map((year) =>
      element(
        'tr',
        {},
        element('th', { scope: 'row' }, sitegen.number(year)),
        ...series.map((one) => {
          const shown = written(valueOf(one.counts, all, per, year, 1) ?? 0);
          const href = one.counts.get(year) ? cell(one, year) : '';
          return element('td', {}, href ? element('a', { href }, shown) : shown);
        }),
        element('td', {}, sitegen.number(all.get(year) ?? 0)),
      ),
    );
    const [first, last] = head;
    const named = [first, ...series.map(({ name }) => name), last];
    return element(
      'details',
      {},
      element('summary', {}, title),
      element(
        'div',
        { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': title },
        element(
          'table',
          {},
          element('thead', {}, element('tr', {}, ...named.map((one) => element('th', { scope: 'col' }, element('bdi', {}, one))))),
          element('tbody', {}, ...rows),
        ),
      ),
    );
  };

  /** A line of the legend: the sign, the name, how much in all, a button that takes it out.
   * @type {Sitegen['lines']['legend']} */
  const legend = (at, called, total, label, remove) => {
    const sample = svg(
      'svg',
      { viewBox: '0 0 40 14', width: 40, height: 14, 'aria-hidden': 'true' },
      svg('path', { class: `line series-${at + 1}`, d: 'M0 7H40' }),
      svg('path', { class: `sign series-${at + 1}`, d: SIGNS[at], transform: 'translate(20 7)' }),
    );
    const count = element('span', { class: 'count' }, total);
    const cross = element(
      'button',
      { type: 'button', 'aria-label': label, onclick: () => remove?.() },
      element('span', { 'aria-hidden': 'true' }, '\u00D7'),
    );
    return element('li', {}, /** @type {any} */ (sample), ' ', called, ' ', count, ...(remove ? [' ', cross] : []));
  };

  /** The years of a series with the most of it: [year, count].
   * @param {Map<number, number>} counts @returns {[number, number]} */
  const peak = (counts) => [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0]);

  sitegen.lines = { most: SIGNS.length, slotsOf, valueOf, chart, table, legend, peak };
})();
