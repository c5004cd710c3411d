'use strict';
/* The view of words in context: lines come as texts are read, sorted by what stands beside them. */
(() => {
  const sitegen = globalThis.sitegen;
  const { say, element } = sitegen;
  const PAGE = 50; // lines
  const REDRAW = 400; // milliseconds between two pictures of what has been read, at least
  /** @type {Record<string, string>} */
  const ORDERS = { right: 'kwic-right', left: 'kwic-left', date: 'kwic-date' };
  const RTL = /^[^A-Za-z\u00C0-\u024F\u0370-\u058F]*[\u0590-\u08FF\uFB1D-\uFEFC]/;
  const COLUMNS = [
    'left', 'keyword', 'right', 'title', 'authors', 'date', 'collection', 'volume', 'issue', 'id', 'url',
  ];

  /** @param {ConcordanceLine} line @param {string} q */
  const item = ({ text, anchor, left, word, right }, q) => {
    const link = element(
      'a',
      { href: `${sitegen.up}${text.url}#${anchor}&q=${encodeURIComponent(q)}`, dir: RTL.test(word) ? 'rtl' : 'ltr' },
      element('span', { class: 'left' }, left),
      element('mark', {}, word),
      element('span', { class: 'right' }, right),
    );
    const where = element('span', { class: 'where' });
    if (text.date) where.append(element('time', { datetime: text.date }, sitegen.date(text.date.slice(0, 4))));
    where.append(element('bdi', { dir: 'auto', title: text.title }, text.title));
    return element('li', {}, link, where);
  };

  /** @param {ConcordanceLine[]} lines @param {Manifest} manifest */
  const table = (lines, manifest) => [
    COLUMNS,
    ...lines.map(({ left, word, right, text, anchor }) => [
      left.trim(), word, right.trim(), ...sitegen.placeCells(text, manifest), text.id,
      sitegen.publicAddress(text.url, manifest) + (anchor && `#${anchor}`),
    ]),
  ];

  /** What has come of reading, in a sentence or two.
   * @param {Reading} reading */
  const told = ({ lines, read, missing, done, full, answer }) => {
    const said = [say('kwic-lines', { n: lines.length })];
    if (!done) said.push(say(full ? 'kwic-limit' : 'kwic-stopped', { n: read, of: answer.total }));
    if (missing) said.push(say('kwic-missing', { n: missing }));
    return said.join(' ');
  };

  /** @param {string} name @param {() => void} onclick */
  const button = (name, onclick) =>
    /** @type {HTMLButtonElement} */ (element('button', { type: 'button', onclick }, say(name)));

  /** The lines of a page, and the way to the other pages.
   * @param {string} q */
  const pagedList = (q) => {
    /** @type {ConcordanceLine[]} */
    let lines = [];
    let from = 0;
    const list = element('ol', { class: 'concordance', role: 'list' });
    const range = element('span', { class: 'range' });
    const before = button('kwic-before', () => turn(-PAGE));
    const after = button('kwic-after', () => turn(PAGE));
    const pager = element('div', { class: 'pager' }, before, range, after);
    const draw = () => {
      const here = lines.slice(from, from + PAGE);
      list.replaceChildren(...here.map((line) => item(line, q)));
      list.setAttribute('start', String(from + 1));
      before.disabled = from === 0;
      after.disabled = from + PAGE >= lines.length;
      pager.hidden = lines.length <= PAGE;
      range.textContent = say('kwic-range', { from: from + 1, to: from + here.length, of: lines.length });
    };
    /** @param {number} step */
    const turn = (step) => {
      from += step;
      draw();
      list.parentElement?.scrollIntoView({ block: 'start' });
      /** @type {HTMLElement|null} */ (list.querySelector('a'))?.focus({ preventScroll: true });
    };
    return {
      parts: [list, pager],
      /** @param {ConcordanceLine[]} sorted @param {boolean} [again] from the first page */
      show: (sorted, again = false) => {
        lines = sorted;
        if (again) from = 0;
        draw();
      },
    };
  };

  /** @param {string} by @param {(by: string) => void} choose */
  const orderControl = (by, choose) => {
    const options = Object.entries(ORDERS).map(([value, said]) =>
      element('option', { value, selected: value === by }, say(said)),
    );
    const order = /** @type {HTMLSelectElement} */ (
      element('select', { id: 'kwic-order', onchange: () => choose(order.value) }, ...options)
    );
    return element('span', { class: 'filter' }, element('label', { for: order.id }, say('kwic-order')), order);
  };

  /** Tells at once, and then no oftener than a reader can follow, or than drawing takes.
   * @param {() => void} draw */
  const unhurried = (draw) => {
    let [last, wait] = [-REDRAW, REDRAW];
    return async () => {
      const start = performance.now();
      if (start - last < wait) return;
      draw();
      last = performance.now();
      wait = Math.max(REDRAW, 5 * (last - start));
      await new Promise((resolve) => setTimeout(resolve)); // the page may answer meanwhile
    };
  };

  /** Draw the view, and read.
   * @type {Sitegen['views'][string]} */
  const view = async (page, answer, place, current) => {
    const { q, exact, view: chosen } = page.state;
    const { manifest, analyzer } = answer.lookup;
    const { tree } = sitegen.parseQuery(q, analyzer, exact);
    const first = async (/** @type {number} */ k) => (await page.engine.search(q, { ...page.state, k })).hits;
    const reading = new sitegen.Reading(answer, tree, first);
    let by = Object.hasOwn(ORDERS, chosen.by ?? '') ? chosen.by : 'right';

    const status = element('p', { class: 'status', role: 'status' });
    const progress = element('span', { class: 'progress' });
    const lines = pagedList(q);
    const stop = button('kwic-stop', () => (reading.running ? reading.stop() : go()));
    const save = button('kwic-csv', () =>
      sitegen.demand('export').then(
        () => sitegen.download('concordance.csv', 'text/csv', sitegen.csv(table(reading.sorted(by), manifest))),
        ({ message }) => (status.textContent = message),
      ),
    );
    const order = orderControl(by, (value) => {
      by = chosen.by = value;
      sitegen.address.show(page.state);
      lines.show(reading.sorted(by), true);
    });
    const draw = () => {
      if (!current()) return reading.stop();
      lines.show(reading.sorted(by));
      progress.textContent = say('kwic-read', { n: reading.read, of: answer.total });
      stop.textContent = say(reading.running ? 'kwic-stop' : 'kwic-go-on');
      stop.hidden = reading.done;
      save.disabled = !reading.lines.length;
    };
    const go = async () => {
      status.textContent = '';
      await reading.go(unhurried(draw));
      draw();
      status.textContent = told(reading);
    };
    const controls = element('div', { class: 'controls' }, order, save, stop, progress);
    place.replaceChildren(controls, status, ...lines.parts);
    await go();
  };

  sitegen.views = { ...sitegen.views, kwic: view };
})();
