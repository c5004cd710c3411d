'use strict';
/* What does the address of the search page say? All of the state, so that a link repeats a search. */
(() => {
  const sitegen = globalThis.sitegen;
  /** @type {SearchState['sort'][]} */
  const SORTS = ['relevance', 'newest', 'oldest'];
  const ENDS = ['from', 'to'];
  const VIEWS = ['kwic', 'compare'];
  const OF_VIEW = ['by', 'vs', 'scale']; // what a view has chosen: it knows which values are its own
  const TAKEN = ['q', 'sort', 'forms', 'view', ...ENDS, ...OF_VIEW];
  const title = globalThis.document?.title;

  /** The name of a facet in the address: an archive's own field may be called as we call another.
   * @param {string} field */
  const named = (field) => (TAKEN.includes(field) ? `_${field}` : field);

  /** The state that a fragment says; what it leaves out, a form's `?q=` may say.
   * @param {string} fragment without its # @param {string} query with its ?
   * @param {string[]} fields that can be chosen from @returns {SearchState} */
  const read = (fragment, query, fields) => {
    const said = new URLSearchParams(fragment);
    const asked = new URLSearchParams(query);
    const all = (/** @type {string} */ name) => (said.has(name) ? said : asked).getAll(name);
    const get = (/** @type {string} */ name) => all(name)[0] ?? '';
    /** @type {Filters} */
    const filters = {};
    for (const field of fields) {
      const values = [...new Set(all(named(field)).filter(Boolean))];
      if (values.length) filters[field] = values;
    }
    for (const end of ENDS) if (/^-?\d{1,4}$/.test(get(end))) filters[end] = Number(get(end));
    const sort = SORTS.find((name) => name === get('sort')) ?? 'relevance';
    /** @type {SearchState['view']} */
    const view = {};
    if (VIEWS.includes(get('view'))) {
      for (const name of ['view', ...OF_VIEW]) if (get(name)) view[name] = get(name);
    }
    return { q: get('q'), sort, exact: get('forms') === 'exact', filters, view };
  };

  /** The fragment that says a state; what is as ever is left out.
   * @param {SearchState} state @param {boolean} [blank] whether no words are said, too */
  const write = ({ q, sort, exact, filters, view }, blank = false) => {
    const said = new URLSearchParams();
    if (q.trim() || blank) said.set('q', q.trim());
    for (const [name, chosen] of Object.entries(filters)) {
      const key = typeof chosen === 'number' ? name : named(name);
      for (const value of [chosen ?? []].flat()) said.append(key, String(value));
    }
    if (sort !== 'relevance') said.set('sort', sort);
    if (exact) said.set('forms', 'exact');
    if (view.view) for (const [name, value] of Object.entries(view)) if (value) said.set(name, value);
    return said.toString();
  };

  sitegen.address = {
    sorts: SORTS,
    read,
    write,
    here: (fields) => read(location.hash.slice(1), location.search, fields),
    show: (state) => {
      const hash = write(state, location.search !== ''); // else the old ?q= would hold again
      const here = location.href.replace(/[?#].*$/, '');
      try {
        history.replaceState(null, '', hash ? `${here}#${hash}` : here);
      } catch {
        location.hash = hash; // where a browser forbids it on file://
      }
      document.title = (state.q.trim() ? state.q.trim() + ' \u00B7 ' : '') + title;
    },
  };
})();
