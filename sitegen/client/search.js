'use strict';
/* The search page: what is typed becomes results, and the address says all of it. */
(() => {
  const sitegen = globalThis.sitegen;
  const { say, element } = sitegen;
  const PAGE = 20;
  const DRAWN = 5; // with their passages at once
  const TYPING = 120; // milliseconds without a key before an answer is sought
  const IDLE = 1500; // before results out of sight are drawn
  const HALFWAY = 500; // a word half typed finds nothing: before that is said
  const FIELDS = ['collection', 'section', 'author', 'entity'];
  /** @type {(SearchOptions['sort'] & string)[]} */
  const SORTS = ['relevance', 'newest', 'oldest'];

  const main = /** @type {HTMLElement} */ (document.querySelector('main'));
  const found = main?.querySelector('input[type=search]');
  if (!found) return;
  const input = /** @type {HTMLInputElement} */ (found);
  const status = /** @type {HTMLElement} */ (document.getElementById('status'));
  const filters = /** @type {HTMLElement} */ (document.getElementById('filters'));
  const results = /** @type {HTMLElement} */ (document.getElementById('results'));
  const list = element('ol', { class: 'hits', role: 'list' });
  const notes = element('ul', { class: 'notes' });
  const advice = element('div', { class: 'advice' });
  const chips = element('div', { class: 'chips' });
  const more = element('button', { type: 'button', class: 'more', onclick: () => grow() });
  results.append(notes, list, advice, more);
  more.hidden = true;

  const engine = sitegen.engine(
    sitegen.library(sitegen.scripts(sitegen.root + 'search/')),
    sitegen.analyzer,
  );

  /** @typedef {{q: string, sort: SearchOptions['sort'] & string, filters: Filters}} State */
  /** @returns {State} */
  const readState = () => {
    const said = new URLSearchParams(location.hash.slice(1));
    const asked = new URLSearchParams(location.search);
    const get = (/** @type {string} */ name) => said.get(name) ?? asked.get(name) ?? '';
    /** @type {Filters} */
    const chosen = {};
    for (const field of FIELDS) if (get(field)) chosen[field] = get(field);
    for (const end of ['from', 'to']) {
      if (/^-?\d{1,4}$/.test(get(end))) chosen[end] = Number(get(end));
    }
    const sort = SORTS.find((name) => name === get('sort')) ?? 'relevance';
    return { q: get('q'), sort, filters: chosen };
  };
  const writeState = () => {
    const said = new URLSearchParams();
    if (state.q.trim() || location.search) said.set('q', state.q.trim());
    for (const [name, value] of Object.entries(state.filters)) {
      if (value !== undefined) said.set(name, String(value));
    }
    if (state.sort !== 'relevance') said.set('sort', state.sort);
    const hash = said.toString();
    const here = location.href.replace(/[?#].*$/, '');
    try {
      history.replaceState(null, '', hash ? `${here}#${hash}` : here);
    } catch {
      location.hash = hash; // where a browser forbids it on file://
    }
    document.title = (state.q.trim() ? state.q.trim() + ' \u00B7 ' : '') + title;
  };

  const { title } = document;
  let state = readState();
  let shown = PAGE;
  let asked = 0; // the number of the newest question: older answers are dropped
  let typing = 0;
  let idle = 0;

  /* ---- the controls ---- */

  /** @param {string} id @param {HTMLElement} control */
  const labelled = (id, control) => {
    control.id = `filter-${id}`;
    const label = element('label', { for: control.id }, say(`filter-${id}`));
    return element('div', { class: 'filter' }, label, control);
  };
  /** @param {string} value @param {string} label */
  const option = (value, label) => element('option', { value }, label);
  /** @param {'from'|'to'} end */
  const yearInput = (end) =>
    /** @type {HTMLInputElement} */ (
      element('input', {
        type: 'number',
        inputmode: 'numeric',
        onchange: (event) => choose(end, event.target.value ? Number(event.target.value) : undefined),
      })
    );
  const collection = /** @type {HTMLSelectElement} */ (
    element('select', { onchange: () => choose('collection', collection.value || undefined) })
  );
  const from = yearInput('from');
  const to = yearInput('to');
  const sort = /** @type {HTMLSelectElement} */ (
    element(
      'select',
      {
        onchange: () => {
          state.sort = SORTS.find((name) => name === sort.value) ?? 'relevance';
          ask();
        },
      },
      ...SORTS.map((name) => option(name, say(`sort-${name}`))),
    )
  );

  /** @param {Manifest} manifest */
  const drawFilters = (manifest) => {
    const years = manifest.years.map(([year]) => year).filter((year) => year !== 0);
    const { collections } = manifest;
    collection.replaceChildren(
      option('', say('all-collections')),
      ...collections.map(([id, name]) => option(id, name)),
    );
    for (const field of [from, to]) {
      field.min = String(years[0] ?? '');
      field.max = String(years[years.length - 1] ?? '');
    }
    from.placeholder = from.min;
    to.placeholder = to.max;
    const parts = [labelled('sort', sort)];
    if (years.length > 1) parts.unshift(labelled('from', from), labelled('to', to));
    if (collections.length > 1) parts.unshift(labelled('collection', collection));
    filters.replaceChildren(element('div', { class: 'controls' }, ...parts), chips);
    showState();
  };
  /** Put the state into the controls. */
  const showState = () => {
    if (input.value !== state.q) input.value = state.q;
    collection.value = String(state.filters.collection ?? '');
    from.value = String(state.filters.from ?? '');
    to.value = String(state.filters.to ?? '');
    sort.value = state.sort;
    drawChips();
  };
  const drawChips = () => {
    /** @param {string} field @param {string} label */
    const chip = (field, label) =>
      element(
        'button',
        {
          type: 'button',
          class: 'chip',
          'aria-label': say('remove', { what: label }),
          onclick: () => {
            choose(field, undefined);
            input.focus();
          },
        },
        element('bdi', {}, label),
        element('span', { 'aria-hidden': 'true' }, '\u00D7'),
      );
    const made = Object.entries(state.filters)
      .filter(([, value]) => value !== undefined)
      .map(([field, value]) => {
        const text = typeof value === 'number' ? sitegen.number(value) : String(value);
        const name = say(`filter-${field}`);
        const button = chip(field, `${name} ${text}`);
        if (typeof value === 'string') {
          engine.label(field, value).then(
            (label) => button.isConnected && button.replaceWith(chip(field, `${name} ${label}`)),
            () => {},
          );
        }
        return button;
      });
    chips.replaceChildren(...made);
    chips.hidden = !made.length;
  };
  /** @param {string} field @param {string|number|undefined} value */
  const choose = (field, value) => {
    state.filters[field] = value;
    if (value === undefined) delete state.filters[field];
    showState();
    ask();
  };

  /* ---- asking ---- */

  const ask = async (isTyping = false) => {
    clearTimeout(typing);
    shown = PAGE;
    writeState();
    await draw(isTyping);
  };
  const grow = async () => {
    shown += PAGE;
    const before = list.children.length;
    await draw();
    /** @type {HTMLElement|null} */ (list.children[before]?.querySelector('a'))?.focus();
  };
  const draw = async (isTyping = false) => {
    const mine = ++asked;
    clearTimeout(idle);
    const slow = setTimeout(() => mine === asked && (status.textContent = say('searching')), 300);
    results.setAttribute('aria-busy', 'true');
    try {
      const answer = await engine.search(state.q, { k: shown, sort: state.sort, filters: state.filters });
      if (isTyping && !answer.total && state.q.trim()) await new Promise((resolve) => setTimeout(resolve, HALFWAY));
      if (mine !== asked) return;
      await show(answer, () => mine === asked);
    } catch (error) {
      if (mine === asked) fail(error);
    } finally {
      clearTimeout(slow);
      if (mine === asked) results.removeAttribute('aria-busy');
    }
  };
  /** @param {unknown} error */
  const fail = (error) => {
    const code = error instanceof sitegen.Fault ? error.code : 'damaged';
    const isOld = code === 'format' || code === 'stale';
    status.textContent = say(isOld ? `fault-${code}` : 'no-index');
    notes.replaceChildren();
    list.replaceChildren();
    more.hidden = true;
    advice.replaceChildren(...indices());
  };

  /* ---- showing ---- */

  /** @param {Answer} answer @param {() => boolean} current */
  const show = async (answer, current) => {
    const items = answer.hits.map(() =>
      element('li', { class: 'hit pending' }, element('span', { class: 'wait' }, '\u2026')),
    );
    const first = answer.hits.slice(0, DRAWN).map((hit, i) => fill(items[i], hit, answer));
    await Promise.all(first);
    if (!current()) return;
    const blank = !state.q.trim() && !answer.total;
    status.textContent = blank ? '' : say('results', { n: answer.total });
    notes.replaceChildren(...notesOf(answer).map((note) => element('li', {}, note)));
    list.replaceChildren(...items);
    advice.replaceChildren(...(answer.total || blank ? [] : adviceFor(answer)));
    more.hidden = answer.hits.length >= answer.total;
    more.textContent = say('more', { n: Math.min(PAGE, answer.total - answer.hits.length) });
    later(items.slice(DRAWN), answer.hits.slice(DRAWN), answer, current);
  };

  /** Draw the others when they come into sight, or when nothing else is to do.
   * @param {HTMLElement[]} items @param {Hit[]} hits @param {Answer} answer
   * @param {() => boolean} current */
  const later = (items, hits, answer, current) => {
    const observer = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        observer.unobserve(target);
        const at = items.indexOf(/** @type {HTMLElement} */ (target));
        fill(items[at], hits[at], answer);
      }
    });
    items.forEach((item) => observer.observe(item));
    idle = window.setTimeout(async () => {
      for (const [at, item] of items.entries()) {
        if (!current()) return;
        observer.unobserve(item);
        await fill(item, hits[at], answer);
      }
    }, IDLE);
  };

  /** Fill an item with its result, once.
   * @param {HTMLElement} item @param {Hit} hit @param {Answer} answer */
  const fill = async (item, hit, answer) => {
    if (begun.has(item)) return;
    begun.add(item);
    const text = await answer.text(hit.number);
    item.replaceChildren(
      ...(text ? await drawn(text, answer) : [element('p', { class: 'fault' }, say('fault-missing'))]),
    );
    item.classList.remove('pending');
  };
  /** @type {WeakSet<HTMLElement>} */
  const begun = new WeakSet();

  /** @param {ArchiveText} text @param {Answer} answer */
  const drawn = async (text, answer) => {
    const { analyzer, manifest } = await engine.open();
    const forms = answer.formsIn(text.number);
    const words = answer.words.map(({ idf }, i) => ({ idf, forms: forms[i] }));
    const titleParts = sitegen.marked(text.title, new Set(forms.flatMap((set) => [...set])), analyzer);
    let [passage] = sitegen.passages(text.blocks, words, analyzer);
    // a title says why a text was found: then its opening will do, and no part is loaded
    const told = titleParts.some(({ mark }) => mark);
    for (let part = 1; !passage && !told && part <= text.parts; part++) {
      [passage] = sitegen.passages(await text.part(part), words, analyzer);
    }
    return resultOf(text, titleParts, passage, manifest);
  };

  /** @param {Part[]} parts */
  const markedParts = (parts) =>
    parts.map(({ text, mark }) => (mark ? element('mark', {}, text) : text));

  /** @param {ArchiveText} text @param {Part[]} titleParts @param {Passage|undefined} passage
   * @param {Manifest} manifest */
  const resultOf = (text, titleParts, passage, manifest) => {
    const query = state.q.trim() && `&q=${encodeURIComponent(state.q.trim())}`;
    const fragment = (passage?.anchor ?? '') + query;
    const link = element(
      'a',
      { href: text.url + (fragment && `#${fragment}`) },
      ...markedParts(titleParts),
    );
    const [, name = text.collection] = manifest.collections.find(([id]) => id === text.collection) ?? [];
    /** @param {string} id @param {string} what a number as the source gives it */
    const part = (id, what) =>
      what && say(id, { what: /^[0-9]+$/.test(what) ? Number(what) : what });
    const place = [name, part('volume', text.volume), part('issue', text.issue)];
    const meta = [
      text.authors.join(say('comma')),
      place.filter(Boolean).join(say('comma')),
    ].filter(Boolean).map((part) => element('bdi', {}, part));
    if (text.date) meta.push(element('time', { datetime: text.date }, sitegen.date(text.date)));
    const children = [
      element('h2', {}, link),
      element('p', { class: 'meta' }, ...meta.flatMap((part, i) => (i ? [' \u00B7 ', part] : [part]))),
    ];
    if (passage) {
      const { before, after, parts } = passage;
      const shownParts = [before ? '\u2026 ' : '', ...markedParts(parts), after ? ' \u2026' : ''];
      children.push(element('p', { class: 'passage' }, ...shownParts));
    } else if (text.blocks.length) {
      const opening = text.blocks[0].text.split(/\s+/);
      const cut = opening.length > 36 ? ' \u2026' : '';
      children.push(element('p', { class: 'passage' }, opening.slice(0, 36).join(' ') + cut));
    }
    return children;
  };

  /** What the reader should know of an answer.
   * @param {Answer} answer */
  const notesOf = (answer) => {
    const said = answer.problems
      .filter((code) => code !== 'empty')
      .map((code) => say(`problem-${code}`));
    said.push(...answer.faults.map((code) => say(`fault-${code}`)));
    if (answer.cut) said.push(say('cut', { n: 50 }));
    if (answer.undated) said.push(say('undated', { n: answer.undated }));
    const unknown = answer.faults.length ? [] : answer.words.filter(({ df }) => !df);
    if (unknown.length && answer.total) {
      said.push(say('unknown-words', { what: unknown.map(({ form }) => form).join(say('comma')) }));
    }
    return said;
  };

  /** @param {string} label @param {() => void} act */
  const suggestion = (label, act) =>
    element('li', {}, element('button', { type: 'button', onclick: act }, label));
  /** @param {string} q */
  const retype = (q) => {
    state.q = q;
    showState();
    ask();
    input.focus();
  };
  /** What to try where nothing was found.
   * @param {Answer} answer */
  const adviceFor = (answer) => {
    const tries = [];
    if (Object.keys(state.filters).length) {
      tries.push(suggestion(say('try-filters'), () => {
        state.filters = {};
        showState();
        ask();
      }));
    }
    const bare = state.q.replace(/["\u201C\u201D\u201E\u00AB\u00BB]/g, ' ').replace(/\s+/g, ' ').trim();
    if (bare !== state.q.trim() && bare) tries.push(suggestion(say('try-quotes'), () => retype(bare)));
    const plain = answer.words.map(({ form }) => form).join(' ');
    if (plain && plain !== bare && /[=:()|&]|\b(AND|OR|NOT)\b/.test(state.q)) {
      tries.push(suggestion(say('try-plain', { what: plain }), () => retype(plain)));
    }
    const heading = element('p', {}, say('nothing'));
    return [heading, ...(tries.length ? [element('ul', {}, ...tries)] : []), element('p', {}, say('try-spelling')), ...indices()];
  };
  /** The way in without a search. */
  const indices = () => {
    const href = results.dataset.letters ?? 'letter/index.html';
    return [element('p', {}, element('a', { href }, say('indices')))];
  };

  /* ---- keys ---- */

  const links = () => /** @type {HTMLElement[]} */ ([...list.querySelectorAll('h2 a')]);
  /** @param {number} step */
  const walk = (step) => {
    const all = links();
    const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    if (at + step < 0) input.focus();
    else if (at + step >= all.length) {
      if (!more.hidden) more.focus();
    } else all[at + step].focus();
  };
  main.addEventListener('keydown', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const inList = list.contains(target) || target === more;
    const key = sitegen.singleKey(event);
    if (target === input && event.key === 'ArrowDown' && links().length) walk(1);
    else if (inList && (event.key === 'ArrowDown' || key === 'j')) walk(1);
    else if (inList && (event.key === 'ArrowUp' || key === 'k')) {
      if (target === more) links().pop()?.focus();
      else walk(-1);
    } else if (inList && event.key === 'Escape') input.focus();
    else return;
    event.preventDefault();
  });

  input.addEventListener('input', () => {
    state.q = input.value;
    clearTimeout(typing);
    typing = window.setTimeout(() => ask(true), TYPING);
  });
  input.form?.addEventListener('submit', (event) => {
    event.preventDefault();
    state.q = input.value;
    ask();
  });
  const again = () => {
    const before = JSON.stringify(state);
    state = readState();
    if (JSON.stringify(state) === before) return;
    showState();
    ask();
  };
  window.addEventListener('hashchange', again);
  window.addEventListener('popstate', again);

  const start = async () => {
    showState();
    if (!state.q) input.focus();
    const drawn = state.q || Object.keys(state.filters).length ? ask() : Promise.resolve();
    try {
      drawFilters((await engine.open()).manifest);
    } catch (error) {
      fail(error);
    }
    await drawn;
  };
  start();
})();
