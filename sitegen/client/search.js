'use strict';
/* The search page: what is typed becomes results, and the address says all of it. */
(() => {
  const sitegen = globalThis.sitegen;
  const { say, element, address } = sitegen;
  const PAGE = 20;
  const TYPING = 120; // milliseconds without a key before an answer is sought
  const HALFWAY = 500; // a word half typed finds nothing: before that is said
  const SLOW = 300; // before it is said that the search goes on

  const main = /** @type {HTMLElement} */ (document.querySelector('main'));
  const found = main?.querySelector('input[type=search]');
  if (!found) return;
  const input = /** @type {HTMLInputElement} */ (found);
  const status = /** @type {HTMLElement} */ (document.getElementById('status'));
  const results = /** @type {HTMLElement} */ (document.getElementById('results'));
  const letters = results.dataset.letters ?? 'letter/index.html';
  const list = element('ol', { class: 'hits', role: 'list' });
  const notes = element('ul', { class: 'notes' });
  const advice = element('div', { class: 'advice' });
  const more = element('button', { type: 'button', class: 'more', onclick: () => grow() });
  results.append(notes, list, advice, more);
  more.hidden = true;

  const engine = sitegen.engine(
    sitegen.library(sitegen.scripts(sitegen.root + 'search/')),
    sitegen.analyzer,
  );

  /** @type {SearchPage} */
  const page = {
    engine,
    input,
    state: address.here(),
    change: (changes) => {
      Object.assign(page.state, changes);
      showState();
      ask();
    },
    filter: (field, value) => {
      const filters = { ...page.state.filters, [field]: value };
      if (value === undefined) delete filters[field];
      page.change({ filters });
    },
  };
  const filters = sitegen.filterControls(
    page,
    /** @type {HTMLElement} */ (document.getElementById('filters')),
  );
  let shown = PAGE;
  let asked = 0; // the number of the newest question: older answers are dropped
  let typing = 0;
  let idle = 0;

  /** Put the state into the controls. */
  const showState = () => {
    if (input.value !== page.state.q) input.value = page.state.q;
    filters.show();
  };

  /* ---- asking ---- */

  const ask = async (isTyping = false) => {
    clearTimeout(typing);
    shown = PAGE;
    address.show(page.state);
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
    const current = () => mine === asked;
    clearTimeout(idle);
    const slow = setTimeout(() => current() && (status.textContent = say('searching')), SLOW);
    results.setAttribute('aria-busy', 'true');
    try {
      const { q, sort, filters } = page.state;
      const answer = await engine.search(q, { k: shown, sort, filters });
      if (isTyping && !answer.total && q.trim()) await new Promise((resolve) => setTimeout(resolve, HALFWAY));
      if (current()) await show(answer, current);
    } catch (error) {
      if (current()) fail(error);
    } finally {
      clearTimeout(slow);
      if (current()) results.removeAttribute('aria-busy');
    }
  };
  /** @param {Answer} answer @param {() => boolean} current */
  const show = async (answer, current) => {
    const { items, later } = await sitegen.hitItems(answer, page, current);
    if (!current()) return;
    const { total, hits } = answer;
    const blank = !page.state.q.trim() && !total;
    status.textContent = blank ? '' : say('results', { n: total });
    notes.replaceChildren(...sitegen.notesOf(answer).map((note) => element('li', {}, note)));
    list.replaceChildren(...items);
    advice.replaceChildren(...(total || blank ? [] : sitegen.adviceFor(answer, page, letters)));
    more.hidden = hits.length >= total;
    more.textContent = say('more', { n: Math.min(PAGE, total - hits.length) });
    idle = later();
  };
  /** @param {unknown} error */
  const fail = (error) => {
    const code = error instanceof sitegen.Fault ? error.code : 'damaged';
    const isOld = code === 'format' || code === 'stale';
    status.textContent = say(isOld ? `fault-${code}` : 'no-index');
    notes.replaceChildren();
    list.replaceChildren();
    more.hidden = true;
    advice.replaceChildren(sitegen.indices(letters));
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
    page.state.q = input.value;
    clearTimeout(typing);
    typing = window.setTimeout(() => ask(true), TYPING);
  });
  input.form?.addEventListener('submit', (event) => {
    event.preventDefault();
    page.state.q = input.value;
    ask();
  });
  const again = () => {
    const state = address.here();
    if (address.write(state) !== address.write(page.state)) page.change(state);
  };
  window.addEventListener('hashchange', again);
  window.addEventListener('popstate', again);

  const start = async () => {
    const { q, filters: chosen } = page.state;
    showState();
    if (!q) input.focus();
    const drawn = q || Object.keys(chosen).length ? ask() : Promise.resolve();
    try {
      filters.draw((await engine.open()).manifest);
    } catch (error) {
      fail(error);
    }
    await drawn;
  };
  start();
})();
