'use strict';
/* What was published, where the reader has it spelled otherwise: so it is copied, cited, saved.
 * Numbers that the style sheet shows are spelled, too. Loaded where tashkeel is hidden, or digits or names of months are others. */
(() => {
  const sitegen = globalThis.sitegen;

  /** The numbers of notes and printed pages as published. @type {WeakMap<Element, string>} */
  const numbers = new WeakMap();
  const text = sitegen.published;
  sitegen.published = (node) => numbers.get(/** @type {Element} */ (node)) ?? text(node);

  /** Show the numbers of notes and printed pages, which the style sheet writes, in the digits chosen.
   * @param {string} literal what is left as it is */
  sitegen.renumber = (literal) => {
    for (const mark of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.noteref, .page-break'))) {
      if (mark.closest(literal)) continue;
      const name = mark.matches('.noteref') ? 'note' : 'page';
      const number = numbers.get(mark) ?? mark.dataset[name] ?? '';
      numbers.set(mark, number);
      mark.dataset[name] = sitegen.spelled(number);
    }
  };

  /** Where each of *shown*'s places is in the text as published: marks go with their letter.
   * @param {string} source @param {string} shown as `spelled` has it, or a date written anew */
  const placesOf = (source, shown) => {
    const places = [0];
    let passed = 0;
    for (let i = 0; i < source.length; i++) {
      if (sitegen.spelled(source[i])) passed += 1;
      places[passed] = i + 1;
    }
    places[0] = 0;
    const isAligned = places.length === shown.length + 1;
    return isAligned ? places : [0, ...Array(shown.length).fill(source.length)];
  };

  /** A text node, what of its text was published, and where each of its places is in that.
   * @typedef {{node: Text, text: string, places: number[]}} Piece */
  /** The texts as published; one that marks of a search part stands in several nodes.
   * @returns {Piece[]} */
  const pieces = () => {
    /** @type {Text[][]} */
    const groups = [];
    for (const node of sitegen.spelledNodes()) {
      if (sitegen.published(node) !== undefined) groups.push([node]);
      else groups.at(-1)?.push(node);
    }
    return groups.flatMap((nodes) => {
      const source = sitegen.published(nodes[0]) ?? '';
      const places = placesOf(source, nodes.map((node) => node.data).join(''));
      let at = 0;
      return nodes.map((node) => {
        const own = places.slice(at, at + node.length + 1);
        at += node.length;
        return { node, text: source.slice(own[0], own.at(-1)), places: own.map((place) => place - own[0]) };
      });
    });
  };

  /** Do *work* while the page's texts are as published; the selection stays on the same words.
   * @template T @param {() => T} work */
  sitegen.whilePublished = (work) => {
    const selection = /** @type {Selection} */ (getSelection());
    const { anchorNode, anchorOffset, focusNode, focusOffset } = selection;
    const found = pieces().filter(({ node, text }) => node.data !== text);
    const known = new Map(found.map((piece) => [/** @type {Node|null} */ (piece.node), piece]));
    const shown = found.map(({ node }) => node.data);
    /** @param {Node|null} node @param {number} offset */
    const place = (node, offset) => known.get(node)?.places[offset] ?? offset;
    /** @param {number} start @param {number} end */
    const select = (start, end) => {
      if (anchorNode && focusNode) selection.setBaseAndExtent(anchorNode, start, focusNode, end);
    };
    for (const { node, text } of found) node.data = text;
    select(place(anchorNode, anchorOffset), place(focusNode, focusOffset));
    try {
      return work();
    } finally {
      found.forEach(({ node }, n) => (node.data = shown[n]));
      select(anchorOffset, focusOffset);
    }
  };

  /** The selection as HTML without what is the page's own: links, pins.
   * @param {Selection} selection */
  const asHtml = (selection) => {
    const box = document.createElement('div');
    box.dir = getComputedStyle(selection.anchorNode?.parentElement ?? document.body).direction;
    for (let n = 0; n < selection.rangeCount; n++) box.append(selection.getRangeAt(n).cloneContents());
    for (const link of box.querySelectorAll('a')) link.replaceWith(...link.childNodes);
    for (const named of box.querySelectorAll('[id]')) named.removeAttribute('id');
    return box.outerHTML;
  };

  document.addEventListener('copy', (event) => {
    const selection = getSelection();
    const isField = /** @type {Element} */ (event.target).closest?.('input, textarea');
    if (isField || !selection || selection.isCollapsed || !event.clipboardData) return;
    sitegen.whilePublished(() => {
      event.clipboardData?.setData('text/plain', selection.toString());
      event.clipboardData?.setData('text/html', asHtml(selection));
    });
    event.preventDefault();
  });
})();
