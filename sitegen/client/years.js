'use strict';
/* When were the documents found written? A histogram that is a slider, and two numbers beside it. */
(() => {
  const sitegen = globalThis.sitegen;
  const { say, element } = sitegen;
  const SVG = 'http://www.w3.org/2000/svg';
  const MOST_BARS = 60;
  const STEPS = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000];
  const HEIGHT = 100;
  const GAP = 0.16; // of a bar's place

  /** The bars that a span of years is parted into: equal, at most 60, beginning at round years.
   * From `low` to the beginning of the year `high`.
   * @param {number} first @param {number} last year */
  sitegen.yearScale = (first, last) => {
    const lowFor = (/** @type {number} */ step) => Math.floor(first / step) * step;
    const fits = (/** @type {number} */ step) => last - lowFor(step) < MOST_BARS * step;
    const step = STEPS.find(fits) ?? STEPS[STEPS.length - 1]; // years have four digits
    const low = lowFor(step);
    const bars = Math.floor((last - low) / step) + 1;
    return { low, high: low + bars * step, step, bars };
  };

  /** @param {string} name @param {Record<string, string|number>} attributes @param {Node[]} children */
  const drawn = (name, attributes, ...children) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    made.append(...children);
    return made;
  };
  /** The years of a bar.
   * @param {number} begin @param {YearScale} scale @param {number} first @param {number} last */
  const named = (begin, { step }, first, last) => {
    const [from, to] = [Math.max(begin, first), Math.min(begin + step - 1, last)];
    return from === to ? sitegen.number(from) : say('years-span', { from, to });
  };

  /** The bars, each with its years and hits as a title.
   * @param {YearScale} scale @param {[year: number, hits: number][]} years ascending */
  const barsOf = (scale, years) => {
    const [[first], [last]] = [years[0], years[years.length - 1]];
    const hits = new Array(scale.bars).fill(0);
    for (const [year, n] of years) hits[Math.floor((year - scale.low) / scale.step)] += n;
    const top = Math.max(1, ...hits);
    return hits.map((n, at) => {
      const height = n && Math.max(2, (HEIGHT * n) / top);
      const x = at + GAP / 2;
      const says = `${named(scale.low + at * scale.step, scale, first, last)}: ${sitegen.number(n)}`;
      const title = drawn('title', {}, document.createTextNode(says));
      return drawn(
        'g',
        {},
        title,
        drawn('rect', { class: 'room', x: at, y: 0, width: 1, height: HEIGHT }),
        drawn('rect', { class: 'bar', x, y: HEIGHT - height, width: 1 - GAP, height }),
      );
    });
  };

  /** Drag over the chart, or press a bar: the years between are the span.
   * @param {SVGElement} chart @param {() => YearScale} scaleNow
   * @param {(span: Span, done: boolean) => void} moved */
  const brush = (chart, scaleNow, moved) => {
    /** @type {number|null} */
    let start = null;
    /** @param {PointerEvent} event */
    const barAt = ({ clientX }) => {
      const { left, right, width } = chart.getBoundingClientRect();
      const isRtl = getComputedStyle(chart.parentElement ?? chart).direction === 'rtl';
      const share = (isRtl ? right - clientX : clientX - left) / width;
      const { bars } = scaleNow();
      return Math.max(0, Math.min(bars - 1, Math.floor(share * bars)));
    };
    /** @param {PointerEvent} event @param {boolean} done */
    const move = (event, done) => {
      if (start === null) return;
      const { low, step } = scaleNow();
      const [a, b] = [start, barAt(event)].sort((one, other) => one - other);
      moved({ low: low + a * step, high: low + (b + 1) * step }, done);
    };
    chart.addEventListener('pointerdown', (event) => {
      if (event.button) return;
      start = barAt(event);
      chart.setPointerCapture(event.pointerId);
      move(event, false);
    });
    chart.addEventListener('pointermove', (event) => move(event, false));
    chart.addEventListener('pointerup', (event) => {
      move(event, true);
      start = null;
    });
    chart.addEventListener('pointercancel', () => {
      start = null; // a finger that scrolls the page
      moved({ low: -Infinity, high: Infinity }, false);
    });
  };

  sitegen.yearsFacet = (page) => {
    let asked = 0;
    /** @type {[year: number, hits: number][]} */
    let years = [[0, 0]];
    let scale = sitegen.yearScale(0, 0);
    /** @type {Span} what is shown; what is searched is in the page's state */
    let span = { low: 0, high: 1 };
    let typing = ''; // the end whose year is being typed: an answer that comes meanwhile leaves it
    const chart = /** @type {SVGElement} */ (
      drawn('svg', { class: 'histogram', role: 'img', preserveAspectRatio: 'none' })
    );
    const ends = () => ({ first: years[0][0], last: years[years.length - 1][0] });

    /** The span that the state says. @returns {Span} */
    const chosen = () => {
      const { from = scale.low, to = scale.high - 1 } = page.state.filters;
      const low = Math.max(scale.low, Math.min(from, scale.high - 1));
      return { low, high: Math.max(low + 1, Math.min(to + 1, scale.high)) };
    };
    /** Show a span; search it when its end has come to rest. The whole scale is no bound.
     * @param {Span} wanted @param {boolean} done */
    const move = (wanted, done) => {
      span = wanted.high - wanted.low > scale.high - scale.low ? chosen() : wanted;
      paint();
      const { first, last } = ends();
      if (done) page.span(span.low <= first ? undefined : span.low, span.high > last ? undefined : span.high - 1);
    };
    /** @param {'from'|'to'} end @param {(value: number) => Span} spanOf */
    const slider = (end, spanOf) =>
      /** @type {HTMLInputElement} */ (
        element('input', {
          type: 'range',
          class: end,
          'aria-label': say(`filter-${end}`),
          oninput: ({ target }) => move(spanOf(Number(target.value)), false),
          onchange: ({ target }) => move(spanOf(Number(target.value)), true),
        })
      );
    /** @param {'from'|'to'} end */
    const numberBox = (end) =>
      /** @type {HTMLInputElement} */ (
        element('input', {
          type: 'number',
          inputmode: 'numeric',
          id: `filter-${end}`,
          oninput: () => (typing = end),
          onblur: () => (typing = ''),
          onchange: () => {
            typing = '';
            const typed = [boxes.from, boxes.to].map(({ value }) => (value ? Number(value) : undefined));
            const [from, to] = typed;
            if (from === undefined || to === undefined || from <= to) page.span(from, to);
            else page.span(end === 'from' ? from : to, end === 'from' ? from : to); // one year
          },
        })
      );
    const sliders = {
      from: slider('from', (value) => ({ ...span, low: Math.min(value, span.high - 1) })),
      to: slider('to', (value) => ({ ...span, high: Math.max(value, span.low + 1) })),
    };
    const boxes = { from: numberBox('from'), to: numberBox('to') };
    const marks = element('p', { class: 'scale', 'aria-hidden': 'true' });
    const undated = element('p', { class: 'undated' });

    const paint = () => {
      const { first, last } = ends();
      const [low, high] = [Math.max(span.low, first), Math.min(span.high - 1, last)];
      sliders.from.value = String(span.low);
      sliders.to.value = String(span.high);
      sliders.from.setAttribute('aria-valuetext', sitegen.number(low));
      sliders.to.setAttribute('aria-valuetext', sitegen.number(high));
      // where both stand at the end, the one that can still be moved is above
      sliders.from.classList.toggle('above', span.low - scale.low > scale.high - span.high);
      if (typing !== 'from') boxes.from.value = low > first ? String(low) : '';
      if (typing !== 'to') boxes.to.value = high < last ? String(high) : '';
      [...chart.children].forEach((bar, at) => {
        const begin = scale.low + at * scale.step;
        bar.classList.toggle('out', begin + scale.step <= span.low || begin >= span.high);
      });
    };
    const draw = () => {
      const { first, last } = ends();
      const hits = years.reduce((sum, [, n]) => sum + n, 0);
      chart.replaceChildren(...barsOf(scale, years));
      chart.setAttribute('viewBox', `0 0 ${scale.bars} ${HEIGHT}`);
      chart.setAttribute('aria-label', say('years-chart', { n: hits, from: first, to: last }));
      for (const slide of Object.values(sliders)) {
        slide.min = String(scale.low);
        slide.max = String(scale.high);
      }
      for (const box of Object.values(boxes)) {
        box.min = String(first);
        box.max = String(last);
      }
      boxes.from.placeholder = String(first);
      boxes.to.placeholder = String(last);
      marks.replaceChildren(...[first, last].map((year) => element('span', {}, sitegen.number(year))));
    };
    brush(chart, () => scale, move);

    const place = element('div', { class: 'years' });
    const range = element('div', { class: 'range' }, chart, sliders.from, sliders.to);
    const labelled = (/** @type {'from'|'to'} */ end) =>
      element('label', {}, say(`filter-${end}`), ' ', boxes[end]);
    const typed = element('div', { class: 'ends' }, labelled('from'), labelled('to'));
    return {
      place,
      show: async (answer) => {
        const mine = ++asked;
        const counted = sitegen.perYear(answer.lookup.manifest, await answer.others('from', 'to'));
        if (mine !== asked) return;
        years = counted.filter(([year]) => year !== 0);
        const [, without = 0] = counted.find(([year]) => year === 0) ?? [];
        undated.textContent = without ? say('years-undated', { n: without }) : '';
        const { first, last } = ends();
        scale = sitegen.yearScale(first, last);
        draw();
        span = chosen();
        paint();
        if (!place.children.length) place.append(...(first < last ? [range, marks, typed] : []), undated);
      },
    };
  };
})();
