'use strict';
/* What does the address of the search page say? All of the state, so that a link repeats a search. */
(() => {
  const sitegen = globalThis.sitegen;
  const FIELDS = ['collection', 'section', 'author', 'entity'];
  /** @type {SearchState['sort'][]} */
  const SORTS = ['relevance', 'newest', 'oldest'];
  const title = globalThis.document?.title;

  /** The state that a fragment says; what it leaves out, a form's `?q=` may say.
   * @param {string} fragment without its # @param {string} query with its ?
   * @returns {SearchState} */
  const read = (fragment, query) => {
    const said = new URLSearchParams(fragment);
    const asked = new URLSearchParams(query);
    const get = (/** @type {string} */ name) => said.get(name) ?? asked.get(name) ?? '';
    /** @type {Filters} */
    const filters = {};
    for (const field of FIELDS) if (get(field)) filters[field] = get(field);
    for (const end of ['from', 'to']) {
      if (/^-?\d{1,4}$/.test(get(end))) filters[end] = Number(get(end));
    }
    const sort = SORTS.find((name) => name === get('sort')) ?? 'relevance';
    return { q: get('q'), sort, filters };
  };

  /** The fragment that says a state; what is as ever is left out.
   * @param {SearchState} state @param {boolean} [blank] whether no words are said, too */
  const write = ({ q, sort, filters }, blank = false) => {
    const said = new URLSearchParams();
    if (q.trim() || blank) said.set('q', q.trim());
    for (const [name, value] of Object.entries(filters)) {
      if (value !== undefined) said.set(name, String(value));
    }
    if (sort !== 'relevance') said.set('sort', sort);
    return said.toString();
  };

  sitegen.address = {
    sorts: SORTS,
    read,
    write,
    here: () => read(location.hash.slice(1), location.search),
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
