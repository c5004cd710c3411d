'use strict';
/* The view of words in context: lines come as texts are read, sorted by what stands beside them. */
(() => {
  const sitegen = globalThis.sitegen;
  const { say, element } = sitegen;
  const MOST = 1000; // documents read at one go
  const AT_ONCE = 6;
  const PAGE = 50; // lines
  const REDRAW = 400; // milliseconds between two pictures of what has been read, at least
  /** @type {Record<string, string>} */
  const ORDERS = { right: 'kwic-right', left: 'kwic-left', date: 'kwic-date' };
  const RTL = /^[^A-Za-z\u00C0-\u024F\u0370-\u058F]*[\u0590-\u08FF\uFB1D-\uFEFC]/;

  /** @typedef {KwicLine & {text: ArchiveText, at: number}} Line */

  /** The lines of a document, its title first; null where its text cannot be had.
   * @param {Answer} answer @param {number} number
   * @param {{phrases: string[][], words: Set<string>}} sought @returns {Promise<Line[]|null>} */
  const linesOf = async (answer, number, { phrases, words }) => {
    const text = await answer.text(number);
    if (!text) return null;
    const { analyzer } = answer.lookup;
    const forms = answer.formsIn(number);
    const wanted = new Set(
      answer.words.flatMap(({ kind, form }, i) => (words.has(`${kind} ${form}`) ? [...forms[i]] : [])),
    );
    const blocks = [{ anchor: '', text: text.title }, ...text.blocks];
    for (let part = 1; part <= text.parts; part++) blocks.push(...(await text.part(part)));
    return sitegen
      .contexts(blocks, (form) => wanted.has(form), phrases, analyzer)
      .map((line, at) => ({ ...line, text, at }));
  };

  /** @param {Line[]} lines @param {string} by */
  const inOrder = (lines, by) => {
    const dated = [...lines].sort((a, b) => a.text.number - b.text.number || a.at - b.at);
    return by === 'date' ? dated : sitegen.byContext(dated, by === 'left' ? 'left' : 'right');
  };

  /** @param {Line} line @param {string} q */
  const item = ({ text, anchor, left, word, right }, q) => {
    const link = element(
      'a',
      { href: `${text.url}#${anchor}&q=${encodeURIComponent(q)}`, dir: RTL.test(word) ? 'rtl' : 'ltr' },
      element('span', { class: 'left' }, left),
      element('mark', {}, word),
      element('span', { class: 'right' }, right),
    );
    const where = element('span', { class: 'where' });
    if (text.date) where.append(element('time', { datetime: text.date }, sitegen.date(text.date.slice(0, 4))), ' ');
    where.append(element('bdi', { title: text.title }, text.title));
    return element('li', {}, link, where);
  };

  const COLUMNS = [
    'left', 'keyword', 'right', 'title', 'authors', 'date', 'collection', 'volume', 'issue', 'id', 'url',
  ];
  /** @param {Line[]} lines @param {Manifest} manifest */
  const table = (lines, manifest) => [
    COLUMNS,
    ...lines.map(({ left, word, right, text, anchor }) => [
      left.trim(), word, right.trim(), ...sitegen.placeCells(text, manifest), text.id,
      sitegen.publicAddress(text.url, manifest) + (anchor && `#${anchor}`),
    ]),
  ];

  /** @param {string} name @param {() => void} onclick @param {string} [label] */
  const button = (name, onclick, label = say(name)) =>
    /** @type {HTMLButtonElement} */ (element('button', { type: 'button', onclick }, label));

  /** Draw the view, and read.
   * @type {Sitegen['views'][string]} */
  const view = async (page, answer, place, current) => {
    const { q } = page.state;
    const { manifest, analyzer } = await page.engine.open();
    const sought = sitegen.sought(sitegen.parseQuery(q, analyzer, page.state.exact).tree);
    let by = Object.hasOwn(ORDERS, page.state.view.by ?? '') ? page.state.view.by : 'right';
    /** @type {Line[]} */
    let lines = [];
    /** @type {Line[]} */
    let shown = [];
    let [read, limit, from, missing] = [0, MOST, 0, 0];
    let running = false;

    const order = /** @type {HTMLSelectElement} */ (
      element(
        'select',
        { id: 'kwic-order', onchange: () => sort(order.value) },
        ...Object.entries(ORDERS).map(([one, said]) =>
          element('option', { value: one, selected: one === by }, say(said)),
        ),
      )
    );
    const status = element('p', { class: 'status', role: 'status' });
    const progress = element('span', { class: 'progress' });
    const stop = button('kwic-stop', () => (running ? (running = false) : (limit = read + MOST) && go()));
    const save = button('kwic-csv', async () => {
      await sitegen.demand('export').catch(({ message }) => (status.textContent = message));
      sitegen.download?.('concordance.csv', 'text/csv', sitegen.csv(table(inOrder(lines, by), manifest)));
    });
    const list = element('ol', { class: 'concordance', role: 'list' });
    const range = element('span', { class: 'range' });
    const before = button('kwic-before', () => turn(-PAGE));
    const after = button('kwic-after', () => turn(PAGE));
    const label = element('label', { for: order.id }, say('kwic-order'));
    place.replaceChildren(
      element('div', { class: 'controls' }, element('span', { class: 'filter' }, label, order), save, stop, progress),
      status,
      list,
      element('div', { class: 'pager' }, before, range, after),
    );

    const draw = () => {
      shown = inOrder(lines, by);
      from = Math.min(from, Math.max(0, Math.floor((shown.length - 1) / PAGE) * PAGE));
      const here = shown.slice(from, from + PAGE);
      list.replaceChildren(...here.map((line) => item(line, q)));
      list.setAttribute('start', String(from + 1));
      progress.textContent = say('kwic-read', { n: read, of: answer.total });
      stop.textContent = say(running ? 'kwic-stop' : 'kwic-go-on');
      stop.hidden = read >= answer.total;
      save.disabled = !lines.length;
      before.disabled = from === 0;
      after.disabled = from + PAGE >= shown.length;
      range.textContent = shown.length ? say('kwic-range', { from: from + 1, to: from + here.length, of: shown.length }) : '';
      range.parentElement?.toggleAttribute('hidden', shown.length <= PAGE);
    };
    /** @param {string} chosen */
    const sort = (chosen) => {
      by = chosen;
      from = 0;
      page.state.view.by = by;
      sitegen.address.show(page.state);
      draw();
    };
    /** @param {number} step */
    const turn = (step) => {
      from += step;
      draw();
      place.scrollIntoView({ block: 'start' });
      /** @type {HTMLElement|null} */ (list.querySelector('a'))?.focus({ preventScroll: true });
    };
    const told = () => {
      const said = [say('kwic-lines', { n: lines.length })];
      if (read < answer.total) said.push(say(read < limit ? 'kwic-stopped' : 'kwic-limit', { n: read, of: answer.total }));
      if (missing) said.push(say('kwic-missing', { n: missing }));
      return said.join(' ');
    };
    const go = async () => {
      running = true;
      status.textContent = '';
      const { hits } = await page.engine.search(q, { ...page.state, k: limit });
      let [last, wait] = [0, REDRAW];
      while (running && read < hits.length) {
        const some = hits.slice(read, read + AT_ONCE);
        const found = await Promise.all(some.map(({ number }) => linesOf(answer, number, sought)));
        if (!current()) return;
        for (const one of found) {
          if (one) lines.push(...one);
          else missing++;
        }
        read += some.length;
        if (performance.now() - last < wait) continue;
        const start = performance.now();
        draw();
        last = performance.now();
        wait = Math.max(REDRAW, 5 * (last - start));
        await new Promise((resolve) => setTimeout(resolve)); // the page may answer meanwhile
      }
      running = false;
      draw();
      status.textContent = told();
    };
    draw();
    await go();
  };

  sitegen.views = { ...sitegen.views, kwic: view };
})();
