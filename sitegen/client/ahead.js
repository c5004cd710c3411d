'use strict';
/* What does a reader choose from while typing, and instead of a query that found little?
   A combobox with a listbox (ARIA 1.2): the focus stays in the field. */
(() => {
  const sitegen = globalThis.sitegen;
  const { say, element, address } = sitegen;
  const WORDS = 5;
  const NAMES = 3;
  const READ = 5; // texts: those whose passages are shown
  const SHORTEST = 2; // letters of a word that is worth completing
  const KEYS = ['ArrowDown', 'ArrowUp', 'Enter', 'Escape'];

  /** @type {WeakMap<SearchPage, Suggesting>} */
  const made = new WeakMap();

  /** @param {SearchPage} page @returns {Suggesting} */
  const make = (page) => {
    const { input, engine } = page;
    const library = sitegen.library(sitegen.scripts(sitegen.root + 'search/'));
    /** @type {Promise<Mender>|undefined} */
    let opening;
    const mender = () => (opening ??= engine.open().then((archive) => sitegen.mender(library, archive)));
    const list = element('div', { class: 'ahead', id: 'ahead', role: 'listbox', 'aria-label': say('ahead') });
    list.hidden = true;
    input.after(list);
    /** What choosing each option does. @type {WeakMap<Element, () => void>} */
    const acts = new WeakMap();
    let asked = 0;

    const options = () => /** @type {HTMLElement[]} */ ([...list.querySelectorAll('[role=option]')]);
    /** @param {HTMLElement|undefined} option */
    const point = (option) => {
      for (const other of options()) other.setAttribute('aria-selected', String(other === option));
      if (option) input.setAttribute('aria-activedescendant', option.id);
      else input.removeAttribute('aria-activedescendant');
      option?.scrollIntoView({ block: 'nearest' });
    };
    const close = () => {
      asked++;
      list.hidden = true;
      point(undefined);
      input.setAttribute('aria-expanded', 'false');
    };
    /** @param {() => void} act @param {(Node|string)[]} parts */
    const option = (act, ...parts) => {
      const item = element('div', { role: 'option', id: `ahead-${options().length}`, 'aria-selected': 'false' }, ...parts);
      acts.set(item, () => (close(), act()));
      return item;
    };
    /** The last word of the field where the caret stands at its end, and what stands before it. */
    const typed = async () => {
      const { analyzer } = await engine.open();
      const tokens = analyzer.tokenize(analyzer.fold(input.value));
      const last = tokens.forms.length - 1;
      const [start, end] = last < 0 ? [0, 0] : tokens.sourceSpan(last);
      const isThere = last >= 0 && end === input.value.length && input.selectionEnd === end;
      return isThere ? { form: tokens.forms[last], before: input.value.slice(0, start) } : undefined;
    };
    /** Whether texts that mention somebody can be asked for. */
    const canNarrow = async () => (await engine.open()).manifest.segments.some(({ facets }) => facets.entity);

    /** @param {ListedWord} word @param {string} before */
    const wordItem = ({ shown }, before) => {
      const act = () => {
        page.change({ q: before + shown });
        input.focus();
      };
      return option(act, element('bdi', {}, shown));
    };
    /** Two ways: the texts that mention it, and its page.
     * @param {NamedRecord} record @param {string} before @param {boolean} narrow */
    const recordItems = ({ id, kind, heading, url, level }, before, narrow) => {
      const name = element('bdi', {}, heading);
      const sort = element('span', { class: 'sort' }, say(`kind-${kind}`));
      const { pick } = page;
      if (pick) {
        if (level && kind !== 'collection') list.append(option(() => pick({ id, kind, heading, url, level }), name, ' ', sort));
        return;
      }
      const group = element('div', { role: 'group', 'aria-label': heading });
      list.append(group);
      const isField = kind === 'collection';
      if (isField || (narrow && level)) {
        const filter = () => {
          page.change({ q: '' });
          page.choose(isField ? 'collection' : 'entity', id, true);
          input.focus();
        };
        group.append(option(filter, name, ' ', sort, ' ', element('span', { class: 'how' }, say(isField ? 'ahead-within' : 'ahead-texts'))));
      } else group.append(element('div', {}, name, ' ', sort));
      const open = () => location.assign(sitegen.root + url);
      const label = element('span', { class: 'hidden' }, ` ${heading}`);
      group.append(option(open, say('ahead-page'), label));
    };

    const ahead = async () => {
      const mine = ++asked;
      const last = await typed();
      if (!last || last.form.length < SHORTEST) return close();
      const help = await mender();
      const [words, records, narrow] = await Promise.all([
        help.words(last.form), help.records(input.value), canNarrow(),
      ]);
      if (mine !== asked || document.activeElement !== input) return;
      list.replaceChildren();
      const others = words.filter(({ form }) => form !== last.form).slice(0, WORDS);
      for (const word of others) list.append(wordItem(word, last.before));
      for (const record of records.slice(0, NAMES)) recordItems(record, last.before, narrow);
      point(undefined);
      list.hidden = !list.childElementCount;
      input.setAttribute('aria-expanded', String(!list.hidden));
    };

    input.setAttribute('role', 'combobox');
    input.setAttribute('aria-autocomplete', 'list');
    input.setAttribute('aria-controls', list.id);
    close();
    input.addEventListener('keydown', (event) => {
      if (list.hidden || !KEYS.includes(event.key) || event.isComposing) return;
      const all = options();
      const at = all.findIndex(({ id }) => id === input.getAttribute('aria-activedescendant'));
      if (event.key === 'Escape') close();
      else if (event.key === 'Enter') {
        if (at < 0) return close();
        acts.get(all[at])?.();
      } else point(all[(at + (event.key === 'ArrowDown' ? 2 : all.length + 1)) % (all.length + 1) - 1]);
      event.preventDefault();
      event.stopPropagation();
    });
    input.addEventListener('input', () => point(undefined));
    input.addEventListener('blur', close);
    list.addEventListener('pointerdown', (event) => event.preventDefault()); // the field keeps the focus
    list.addEventListener('click', (event) => {
      const chosen = /** @type {Element} */ (event.target).closest('[role=option]');
      if (chosen) acts.get(chosen)?.();
    });

    /** @param {string} q */
    const queryItem = (q) => {
      const href = `#${address.write({ ...page.state, q })}`;
      return element('li', {}, element('a', { href }, element('bdi', {}, q)));
    };
    /** @param {NamedRecord} record */
    const pageItem = ({ kind, heading, url }) => {
      const link = element('a', { href: sitegen.root + url }, element('bdi', {}, heading));
      return element('li', {}, link, ' ', element('span', { class: 'sort' }, say(`kind-${kind}`)));
    };
    const instead = async (/** @type {Answer} */ answer) => {
      const words = answer.words.filter(({ kind }) => kind !== 'prefix');
      // texts whose passages are shown: they are here
      const near = page.state.view.view ? [] : answer.hits.slice(0, READ);
      const texts = await Promise.all(near.map(({ number }) => answer.text(number)));
      const said = texts.flatMap((text) => (text ? [text.title, ...text.blocks.map((block) => block.text)] : []));
      const { queries, records } = await (await mender()).meant(page.state.q, words, said);
      const items = [...queries.map(queryItem), ...records.map(pageItem)];
      return items.length ? [element('p', {}, say('did-you-mean')), element('ul', { role: 'list' }, ...items)] : [];
    };
    return { ahead, close, instead };
  };

  sitegen.suggesting = (page) => {
    const known = made.get(page) ?? make(page);
    made.set(page, known);
    return known;
  };
})();
