'use strict';
/* The pages of words over time: words, phrases and names in one chart. What the archive has most
   lies in data/usage; any other word is counted through the search's index. */
(() => {
  const sitegen = globalThis.sitegen;
  const { say, element, lines } = sitegen;
  const PER = 10_000; // words: what shares are of
  const FIRST = 3; // rows of the page's table that are drawn when nothing was chosen
  const TYPING = 150; // milliseconds without a key before something is offered
  const MARK = '@'; // before the address of a record's page
  const place = document.getElementById('usage');
  if (!place) return;

  /** @typedef {{key: string, name: string, href: string, search: Record<string, string>,
   *   counts: Map<number, number>}} Series */

  /* ---- what the archive has ---- */

  /** @type {{years: number[], sizes: number[], words: string[], phrases: string[], per: number, names: number}|null} */
  let index = null;
  /** @type {Map<string, any>} */
  const files = new Map();
  sitegen.usage = (held, name) => {
    if (name) files.set(name, held);
    else index = held;
  };
  const opened = async () => {
    if (!index) await sitegen.demand('data/usage/index.js');
    if (!index) throw new Error(say('no-script'));
    return index;
  };
  /** @param {string} name */
  const file = async (name) => {
    if (!files.has(name)) await sitegen.demand(`data/usage/${name}.js`);
    return files.get(name);
  };
  /** In which of *many* files a name stands; pages/cards.py says the same.
   * @param {string} address @param {number} many */
  const fileOf = (address, many) => {
    let hash = 0;
    for (let i = 0; i < address.length; i++) hash = (hash * 1009 + address.charCodeAt(i)) % 65521;
    return hash % many;
  };

  /** @type {Engine|undefined} */
  let made;
  const engine = async () => {
    await sitegen.demand('engine');
    made ??= sitegen.engine(
      sitegen.library(sitegen.scripts(sitegen.root + 'search/')),
      sitegen.analyzer,
    );
    return made;
  };

  /** @param {string} key @returns {Promise<Series>} */
  const nameSeries = async (key) => {
    const { names } = await opened();
    const address = key.slice(MARK.length);
    const [heading, id, flat] = (await file(`n${fileOf(address, names)}`))[address] ?? [address, '', []];
    const counts = new Map();
    for (let i = 0; i < flat.length; i += 2) counts.set(flat[i], flat[i + 1]);
    return { key, name: heading, href: `${sitegen.root}${address}.html`, search: { entity: id }, counts };
  };
  /** @param {string} key @returns {Promise<Series>} */
  const wordSeries = async (key) => {
    const { years, words, phrases, per } = await opened();
    const at = [...words, ...phrases].indexOf(key);
    const listed = key.includes(' ');
    const q = listed && /^[^":=()*]+$/.test(key) ? `"${key}"` : key;
    const one = { key, name: key, href: `${sitegen.home}search.html#${new URLSearchParams({ q })}`, search: { q } };
    if (at >= 0) {
      /** @type {number[]} */
      const row = (await file(`w${Math.floor(at / per)}`))[at % per];
      return { ...one, counts: new Map(years.map((year, i) => [year, row[i]])) };
    }
    const asked = await engine();
    const { analyzer } = await asked.open();
    const wanted = sitegen.countable(key, analyzer);
    if (!wanted) throw new Error(say('usage-only-words', { what: key }));
    const { lookup } = await asked.search(key, { k: 0, sort: 'oldest' });
    const counts = await sitegen.occurrences(lookup, wanted);
    if (lookup.faults.size) throw new Error(say('no-script'));
    return { ...one, counts };
  };
  /** @type {Map<string, Promise<Series>>} */
  const known = new Map();
  /** @param {string} key */
  const seriesOf = (key) => {
    const here = known.get(key) ?? (key.startsWith(MARK) ? nameSeries(key) : wordSeries(key));
    known.set(key, here);
    here.catch(() => known.delete(key));
    return here;
  };

  /* ---- what is chosen: the address says it ---- */

  const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('table.usage tr[data-key]')]);
  /** @returns {{keys: string[], relative: boolean}} */
  const read = () => {
    const said = new URLSearchParams(location.hash.slice(1));
    const keys = said.has('w')
      ? said.getAll('w').map((key) => key.trim())
      : rows.slice(0, FIRST).map(({ dataset }) => dataset.key ?? '');
    return { keys: [...new Set(keys)].filter(Boolean).slice(0, lines.most), relative: said.get('scale') !== 'absolute' };
  };
  let state = read();
  /** @param {Partial<typeof state>} changes */
  const change = (changes) => {
    state = { ...state, ...changes };
    const said = new URLSearchParams((state.keys.length ? state.keys : ['']).map((key) => ['w', key]));
    if (!state.relative) said.set('scale', 'absolute');
    try {
      history.replaceState(null, '', `#${said}`);
    } catch {
      location.hash = String(said); // where a browser forbids it on file://
    }
    draw();
  };
  /** @param {string} key */
  const add = (key) => {
    if (!key || state.keys.includes(key)) return;
    if (state.keys.length >= lines.most) tell(say('usage-full', { n: lines.most }));
    else change({ keys: [...state.keys, key] });
  };
  /** @param {string} key */
  const remove = (key) => change({ keys: state.keys.filter((other) => other !== key) });

  /* ---- the controls ---- */

  const status = element('p', { class: 'status', role: 'status' });
  /** @param {string} text */
  const tell = (text) => void (status.textContent = text);
  const figure = element('figure', { class: 'chart comparison' });
  const box = /** @type {HTMLInputElement} */ (
    element('input', { id: 'usage-add', type: 'text', autocomplete: 'off', spellcheck: 'false' })
  );
  const form = element(
    'form',
    {
      class: 'filter adding',
      onsubmit: (event) => {
        event.preventDefault();
        offers?.close();
        add(box.value.trim());
        box.value = '';
      },
    },
    element('label', { for: box.id }, say('usage-with')),
    element('span', { class: 'field' }, box),
    element('button', { type: 'submit' }, say('usage-add')),
  );
  const scale = /** @type {HTMLSelectElement} */ (
    element(
      'select',
      { id: 'usage-scale', onchange: () => change({ relative: scale.value === '' }) },
      ...['', 'absolute'].map((value) => element('option', { value }, say(value ? 'usage-absolute' : 'usage-relative', { n: PER }))),
    )
  );
  const save = element('button', { type: 'button', onclick: () => saved().catch(({ message }) => tell(message)) }, say('usage-csv'));
  const controls = element(
    'div',
    { class: 'controls' },
    form,
    element('div', { class: 'filter' }, element('label', { for: scale.id }, say('usage-scale')), scale),
    save,
  );

  /** What is offered while a word or a name is typed. @type {Suggesting|undefined} */
  let offers;
  let timer = 0;
  const offer = async () => {
    if (!offers) {
      const asked = await engine();
      await sitegen.demand('suggest');
      const chooser = {
        engine: asked,
        input: box,
        state: { q: '', sort: 'relevance', exact: false, filters: {}, view: {} },
        change: (/** @type {{q: string}} */ { q }) => void (box.value = q),
        pick: (/** @type {NamedRecord} */ { url }) => {
          box.value = '';
          add(MARK + url.replace(/\.html$/, ''));
        },
      };
      offers = sitegen.suggesting(/** @type {any} */ (chooser));
    }
    await offers.ahead();
  };
  box.addEventListener('input', () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => offer().catch(() => {}), TYPING);
  });

  /* ---- the chart ---- */

  /** @param {number} value */
  const written = (value) => sitegen.number(value < 1 ? Math.round(value * 100) / 100 : Math.round(value * 10) / 10);
  /** @param {Series[]} series @param {number} first @param {number} last */
  const summary = (series, first, last) => {
    const each = series.map(({ name, counts }) => {
      const [year, most] = lines.peak(counts);
      const n = [...counts.values()].reduce((a, b) => a + b, 0);
      return `${name}: ${say('usage-count', { n })}${most ? ` (${say('usage-peak', { year: sitegen.number(year), n: most })})` : ''}`;
    });
    return `${say('usage-chart', { from: sitegen.number(first), to: sitegen.number(last) })} ${each.join('; ')}`;
  };
  /** @param {Series} one @param {number} year */
  const results = ({ search }, year) =>
    `${sitegen.home}search.html#${new URLSearchParams({ ...search, from: String(year), to: String(year) })}`;

  let asked = 0;
  const draw = async () => {
    const mine = ++asked;
    const { keys, relative } = state;
    scale.value = relative ? '' : 'absolute';
    mark();
    tell('');
    const slow = setTimeout(() => mine === asked && tell(say('usage-counting')), 300);
    const told = await Promise.allSettled(keys.map(seriesOf));
    clearTimeout(slow);
    if (mine !== asked) return;
    /** @type {Series[]} */
    const series = told.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const faults = told.flatMap((one) => (one.status === 'rejected' ? [one.reason.message] : []));
    if (faults.length) state.keys = series.map(({ key }) => key);
    const { years, sizes } = await opened();
    if (mine !== asked) return;
    tell([...new Set(faults)].join(' '));
    save.hidden = !series.length;
    if (!series.length) {
      figure.replaceChildren(element('p', { class: 'note' }, say('usage-none')));
      return mark();
    }
    const all = new Map(years.map((year, i) => [year, sizes[i]]));
    const shown = { series, all, per: relative ? PER : 0, written };
    const keysOf = element(
      'ul',
      { class: 'legend', role: 'list' },
      ...series.map(({ key, name, href, counts }, at) => {
        const total = say('usage-count', { n: [...counts.values()].reduce((a, b) => a + b, 0) });
        const link = element('a', { href }, element('bdi', {}, name));
        return lines.legend(at, link, total, say('usage-remove', { what: name }), () => remove(key));
      }),
    );
    const table = lines.table({
      ...shown, title: say('usage-table'), head: [say('usage-year'), say('usage-all')], cell: results,
    });
    const wasOpen = figure.querySelector('details')?.hasAttribute('open');
    if (wasOpen) table.setAttribute('open', '');
    figure.replaceChildren(
      ...(years.length > 1 ? [lines.chart({ ...shown, summary: (first, last) => summary(series, first, last) })] : []),
      keysOf,
      table,
    );
    mark();
  };
  const saved = async () => {
    const { years, sizes } = await opened();
    const series = await Promise.all(state.keys.map(seriesOf));
    await sitegen.demand('export');
    const table = years.map((year, i) => [year, ...series.map(({ counts }) => counts.get(year) ?? 0), sizes[i]]);
    sitegen.download('words-over-time.csv', 'text/csv', sitegen.csv([['year', ...series.map(({ name }) => name), 'words'], ...table]));
  };

  /* ---- the rows of the table: each can be drawn ---- */

  const buttons = new Map(
    rows.map((row) => {
      const key = row.dataset.key ?? '';
      const name = row.querySelector('th')?.textContent ?? key;
      const toggle = () => (state.keys.includes(key) ? remove(key) : add(key));
      const button = element('button', { type: 'button', class: 'draw', 'aria-label': say('usage-draw', { what: name }), onclick: toggle });
      row.querySelector('td')?.prepend(button);
      return /** @type {[string, HTMLElement]} */ ([key, button]);
    }),
  );
  const mark = () => {
    for (const [key, button] of buttons) {
      const at = state.keys.indexOf(key);
      button.setAttribute('aria-pressed', String(at >= 0));
      button.className = at < 0 ? 'draw' : `draw series-${at + 1}`;
    }
  };

  place.append(controls, status, figure);
  addEventListener('hashchange', () => {
    state = read();
    draw();
  });
  draw();
})();
