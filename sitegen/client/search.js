'use strict';
/* The search page: what is typed becomes results, and the address says all of it. */
(() => {
  const sitegen = globalThis.sitegen;
  const { say, element, address } = sitegen;
  const PAGE = 20;
  const TYPING = 120; // milliseconds without a key before an answer is sought
  const HALFWAY = 500; // a word half typed finds nothing: before that is said
  const SLOW = 300; // before it is said that the search goes on
  const FEW = 2; // documents: a query that finds no more may be mistyped
  const PAUSE = 800; // milliseconds after which a word is thought to be whole

  const main = /** @type {HTMLElement} */ (document.querySelector('main'));
  const found = main?.querySelector('input[type=search]');
  if (!found || !sitegen.engine) return; // a script that did not come: reader.js says so
  const input = /** @type {HTMLInputElement} */ (found);
  const status = /** @type {HTMLElement} */ (document.getElementById('status'));
  const results = /** @type {HTMLElement} */ (document.getElementById('results'));
  const panel = /** @type {HTMLDetailsElement} */ (document.getElementById('filters'));
  const help = /** @type {HTMLDetailsElement} */ (document.getElementById('help'));
  const list = element('ol', { class: 'hits', role: 'list' });
  const meant = element('div', { class: 'meant' });
  const notes = element('ul', { class: 'notes' });
  const advice = element('div', { class: 'advice' });
  const more = element('button', { type: 'button', class: 'more', onclick: () => grow() });
  const controls = element('div', { class: 'controls' });
  const chips = element('div', { class: 'chips' });
  status.after(controls, chips);
  const views = /** @type {HTMLElement} */ (document.getElementById('views'));
  const place = element('div', { class: 'view' });
  results.append(meant, notes, place, list, advice, more);
  more.hidden = true;

  const engine = sitegen.engine(
    sitegen.library(sitegen.scripts(sitegen.root + 'search/')),
    sitegen.analyzer,
  );

  /** @type {SearchPage} */
  const page = {
    engine,
    input,
    state: address.here([]), // the fields are known below
    change: (changes) => {
      Object.assign(page.state, changes);
      showState();
      ask();
    },
    choose: (field, value, on) => {
      const { [field]: old, ...filters } = page.state.filters;
      const rest = [old ?? []].flat().filter((other) => other !== value);
      const values = /** @type {string[]} */ (on ? [...rest, value] : rest);
      if (values.length) filters[field] = values;
      page.change({ filters });
    },
    span: (from, to) => {
      const { from: _, to: __, ...filters } = page.state.filters;
      if (from !== undefined) filters.from = from;
      if (to !== undefined) filters.to = to;
      page.change({ filters });
    },
  };
  const filters = sitegen.filterControls(page, { panel, controls, chips });
  Object.assign(page.state, address.here(filters.fields));
  let wasBlank = true; // so the page comes
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
      const { q, ...options } = page.state;
      const answer = await engine.search(q, { k: shown, ...options });
      if (isTyping && !answer.total && q.trim()) await new Promise((resolve) => setTimeout(resolve, HALFWAY));
      if (current()) await show(answer, current);
      if (current()) offerInstead(answer, current, isTyping ? PAUSE : 0);
    } catch (error) {
      if (current()) fail(error);
    } finally {
      clearTimeout(slow);
      if (current()) results.removeAttribute('aria-busy');
    }
  };
  /** Below the field, what begins as it does; not where a whole text was put in at once.
   * @param {InputEvent} event */
  const offerAhead = async ({ inputType, data }) => {
    if (!inputType || inputType === 'insertFromPaste' || (data ?? '').length > 2) return;
    await sitegen.demand('suggest').then(() => sitegen.suggesting(page).ahead()).catch(() => {});
  };
  /** Other queries, where a word of this one is hardly found. What was typed is searched all the same.
   * @param {Answer} answer @param {() => boolean} current @param {number} pause */
  const offerInstead = async (answer, current, pause) => {
    const { words, total, faults } = answer;
    const isDoubtful = words.some(({ kind, df }) => kind !== 'prefix' && (!df || (df <= FEW && total <= FEW)));
    if (faults.length || !isDoubtful) return;
    await new Promise((resolve) => setTimeout(resolve, pause));
    if (!current()) return;
    const offering = sitegen.demand('suggest').then(() => sitegen.suggesting(page).instead(answer));
    const items = await offering.catch(() => []); // an offer less: what is missing else is told
    if (current()) meant.replaceChildren(...items);
  };
  /** The way in without a search. */
  const indices = () =>
    element('p', {}, element('a', { href: `${sitegen.home}letter/index.html` }, say('indices')));
  /** What is to be said of an answer that is not all well, and what may be tried: few need that.
   * @param {Answer} answer @returns {Promise<[notes: HTMLElement[], advice: HTMLElement[]]>} */
  const remarksOn = async (answer) => {
    const { total, problems, faults, cut, undated, words } = answer;
    const isWell = total && !problems.length && !faults.length && !cut && !undated;
    if (isWell && words.every(({ df }) => df)) return [[], []];
    try {
      await sitegen.demand('advice');
    } catch (error) {
      return [[], [element('p', { class: 'fault' }, /** @type {Error} */ (error).message), indices()]];
    }
    const said = sitegen.notesOf(answer, page.state.q).map((note) => element('li', {}, note));
    return [said, total ? [] : [...sitegen.adviceFor(page), indices()]];
  };
  /** @param {Answer} answer @param {() => boolean} current */
  const show = async (answer, current) => {
    const { total } = answer;
    const { view = '' } = page.state.view;
    const hits = view ? [] : answer.hits;
    const isBlank = !page.state.q.trim() && !total && !Object.keys(page.state.filters).length;
    const [{ items, later }, [said, tries]] = await Promise.all([
      sitegen.hitItems({ ...answer, hits }, page, current),
      isBlank ? [[], []] : remarksOn(answer),
    ]);
    if (!current()) return;
    status.textContent = isBlank ? '' : say('results', { n: total });
    document.documentElement.classList.remove('asked');
    if (help.open === wasBlank) help.open = isBlank; // else the reader has opened or closed it
    wasBlank = isBlank;
    meant.replaceChildren();
    notes.replaceChildren(...said);
    list.replaceChildren(...items);
    advice.replaceChildren(...tries);
    more.hidden = !hits.length || hits.length >= total;
    more.textContent = say('more', { n: Math.min(PAGE, total - hits.length) });
    filters.answered(answer);
    idle = later();
    views.hidden = isBlank;
    for (const button of views.querySelectorAll('[data-view]')) {
      button.setAttribute('aria-pressed', String(button.getAttribute('data-view') === view));
    }
    place.replaceChildren();
    if (view && !isBlank) demand(view, () => current() && sitegen.views[view](page, answer, place, current));
  };
  /** Go on with a script of its own, or say that it did not come.
   * @param {string} name @param {() => unknown} act */
  const demand = (name, act) =>
    sitegen.demand(name).then(act).catch((error) => {
      if (error instanceof sitegen.Fault) fail(error);
      else status.textContent = error.message;
    });
  /** @param {unknown} error */
  const fail = (error) => {
    const code = error instanceof sitegen.Fault ? error.code : 'damaged';
    const isOld = code === 'format' || code === 'stale';
    status.textContent = say(isOld ? `fault-${code}` : 'no-index');
    for (const part of [meant, notes, place, list]) part.replaceChildren();
    more.hidden = true;
    advice.replaceChildren(indices());
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

  views.addEventListener('click', (event) => {
    const button = /** @type {HTMLElement} */ (event.target);
    const { view } = button.dataset;
    if (view !== undefined) page.change({ view: { ...page.state.view, view } });
    else if (button.matches('button')) demand('export', () => sitegen.exportPanel(page, button));
  });
  input.addEventListener('input', (event) => {
    page.state.q = input.value;
    clearTimeout(typing);
    typing = window.setTimeout(async () => {
      await ask(true);
      await offerAhead(/** @type {InputEvent} */ (event));
    }, TYPING);
  });
  input.form?.addEventListener('submit', (event) => {
    event.preventDefault();
    page.state.q = input.value;
    ask();
  });
  const again = () => {
    const state = address.here(filters.fields);
    if (address.write(state) !== address.write(page.state)) page.change(state);
  };
  window.addEventListener('hashchange', again);
  window.addEventListener('popstate', again);

  const start = async () => {
    showState();
    if (!page.state.q) input.focus();
    const drawn = ask();
    try {
      filters.draw((await engine.open()).manifest);
    } catch (error) {
      fail(error);
    }
    await drawn;
  };
  start();
})();
