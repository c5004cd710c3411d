'use strict';
/* Which words of this page were searched for? Loaded where the address says `#anchor&q=query`. */
(() => {
  const sitegen = globalThis.sitegen;
  const { say, element } = sitegen;
  const main = /** @type {HTMLElement} */ (document.querySelector('main') ?? document.body);
  const UNMARKED = 'script, style, nav, aside, button, select, textarea, .hidden, [hidden], .sidenote';

  /** @type {{query: string, exact: boolean, marks: HTMLElement[][], at: number}} */
  const matches = { query: '', exact: false, marks: [], at: -1 };
  const count = element('span', { class: 'count', role: 'status' });
  /** @param {string} id @param {string} sign @param {() => void} act */
  const button = (id, sign, act) =>
    element('button', { type: 'button', 'aria-label': say(id), title: say(id), onclick: act }, sign);
  const results = element('a', {}, say('back-to-results'));
  const toolbar = element(
    'div',
    { class: 'matches', role: 'region', 'aria-label': say('matches-bar') },
    count,
    button('previous-match', '\u2191', () => walk(-1)),
    button('next-match', '\u2193', () => walk(1)),
    results,
    button('close-matches', '\u00D7', () => close()),
  );

  const unmark = () => {
    for (const marks of matches.marks) {
      for (const made of marks) {
        const parent = made.parentNode;
        made.replaceWith(...made.childNodes);
        parent?.normalize();
      }
    }
    matches.marks = [];
    matches.at = -1;
    matches.query = '';
  };
  const close = () => {
    unmark();
    toolbar.remove();
    const [anchor] = location.hash.split('&');
    const bare = location.href.replace(/#.*$/, '');
    history.replaceState(null, '', anchor === '#' ? bare : bare + anchor);
  };
  /** @param {number} step */
  const walk = (step) => {
    const { marks } = matches;
    if (!marks.length) return;
    if (matches.at < 0) {
      // from where the reader is
      const below = marks.findIndex(([made]) => made.getBoundingClientRect().top >= 0);
      show(step > 0 ? Math.max(0, below) : ((below < 0 ? marks.length : below) || marks.length) - 1);
    } else show((matches.at + step + marks.length) % marks.length);
  };
  /** @param {number} at */
  const show = (at) => {
    const { marks } = matches;
    for (const made of marks[matches.at] ?? []) made.classList.remove('current');
    matches.at = at;
    for (const made of marks[at]) made.classList.add('current');
    marks[at][0].closest('details')?.setAttribute('open', '');
    marks[at][0].scrollIntoView({ block: 'center' });
    count.textContent = say('match-of', { n: at + 1, of: marks.length });
  };

  /** @type {Engine|null} */
  let engine = null;

  /** Wrap a stretch of a run of text nodes into mark elements, one a node.
   * @param {globalThis.Text[]} nodes side by side @param {number} start @param {number} end */
  const wrap = (nodes, start, end) => {
    const made = [];
    let before = 0;
    for (const node of nodes) {
      const { length } = node;
      const [from, to] = [Math.max(start - before, 0), Math.min(end - before, length)];
      before += length;
      if (from >= to) continue;
      const word = from ? node.splitText(from) : node;
      if (to - from < word.length) word.splitText(to - from);
      const box = element('mark');
      word.replaceWith(box);
      box.append(word);
      made.push(box);
    }
    return made;
  };
  /** The runs of text nodes that words do not cross: parted at blocks, line breaks and notes. */
  const runs = () => {
    /** @type {Map<Element, Element>} */
    const known = new Map();
    /** @param {Element} parent @returns {Element} */
    const blockOf = (parent) => {
      const inline = parent !== main && getComputedStyle(parent).display === 'inline';
      const apart = !inline || parent.matches('sup');
      const block = apart ? parent : (known.get(parent) ?? blockOf(/** @type {Element} */ (parent.parentElement)));
      known.set(parent, block);
      return block;
    };
    /** @type {globalThis.Text[][]} */
    const found = [];
    let last = null;
    for (const node of sitegen.textNodes(main, UNMARKED)) {
      const block = blockOf(/** @type {Element} */ (node.parentElement));
      const run = found[found.length - 1];
      if (block === last && node.previousSibling?.nodeName !== 'BR') run.push(node);
      else found.push([node]);
      last = block;
    }
    return found;
  };
  /** The text of a run as published (words may be known by marks that are hidden now), and where
   * each of its characters is shown.
   * @param {globalThis.Text[]} nodes */
  const asPublished = (nodes) => {
    let text = '';
    let shown = 0;
    const places = [];
    for (const node of nodes) {
      const source = sitegen.published(node) ?? node.data;
      text += source;
      for (const char of source) {
        for (let i = 0; i < char.length; i++) places.push(shown);
        shown += source.length === node.length ? char.length : sitegen.spelled(char).length;
      }
    }
    return { text, places: [...places, shown] };
  };
  /** @param {string} query @param {boolean} exact only the very forms @returns {Promise<boolean>} */
  const find = async (query, exact) => {
    engine ??= sitegen.engine(
      sitegen.library(sitegen.scripts(sitegen.root + 'search/')),
      sitegen.analyzer,
    );
    const sight = await sitegen.sight(engine, query, exact);
    const { analyzer } = await engine.open();
    if (!sight || matches.query !== query) return sight !== null;
    for (const nodes of runs()) {
      const { text, places } = asPublished(nodes);
      const isTitle = nodes[0].parentElement?.closest('h1') !== null;
      const spans = sitegen.spans(text, sight, analyzer, isTitle);
      // from the end, so that the offsets before stay right
      const made = spans.reverse().map(([start, end]) => wrap(nodes, places[start], places[end]));
      matches.marks.push(...made.reverse().filter((marks) => marks.length));
    }
    return true;
  };
  /** Mark what *query* looks for, count it, and offer to walk it.
   * @param {string} query @param {boolean} exact */
  const mark = async (query, exact) => {
    Object.assign(matches, { query, exact });
    const forms = exact ? '&forms=exact' : '';
    results.setAttribute('href', `${sitegen.home}search.html#q=${encodeURIComponent(query)}${forms}`);
    if (!toolbar.isConnected) document.body.append(toolbar); // before it speaks, so that it is heard
    let said = '';
    try {
      if (!(await find(query, exact))) toolbar.remove();
      said = say('matches', { n: matches.marks.length });
    } catch {
      said = say('fault-missing');
    }
    if (matches.query === query) count.textContent = said;
  };

  /** Go where the address says: `#anchor&q=query`. */
  const arrive = async () => {
    const [anchor, ...rest] = location.hash.slice(1).split('&');
    const asked = new URLSearchParams(rest.join('&'));
    const query = asked.get('q') ?? '';
    if (!query) return;
    let id = anchor;
    try {
      id = decodeURIComponent(anchor);
    } catch {
      // an anchor with a bare %
    }
    const target = id ? document.getElementById(id) : null;
    document.querySelector('.target')?.classList.remove('target');
    target?.classList.add('target');
    target?.scrollIntoView({ block: 'center' });
    unmark();
    await mark(query, asked.get('forms') === 'exact');
    const inside = matches.marks.findIndex(([made]) => target?.contains(made));
    if (inside >= 0 && matches.query === query) show(inside);
  };

  document.addEventListener('keydown', (event) => {
    const key = sitegen.singleKey(event);
    if ((key === 'n' || key === 'p') && matches.marks.length) walk(key === 'n' ? 1 : -1);
    else if (event.key === 'Escape' && toolbar.contains(document.activeElement)) close();
    else return;
    event.preventDefault();
  });

  sitegen.marks = {
    arrive,
    /** Take the marks away; the answer puts them back. */
    suspend: () => {
      const { query, exact } = matches;
      unmark();
      return () => void (query && mark(query, exact));
    },
  };
})();
