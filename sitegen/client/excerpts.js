'use strict';
/* Where else in a text stand the words? Up to three passages more, each a way to its paragraph. */
(() => {
  const sitegen = globalThis.sitegen;
  const { say, element } = sitegen;
  const MORE = 3;

  sitegen.morePassages = async (button, text, answer, page) => {
    const forms = answer.formsIn(text.number);
    const words = answer.words.map(({ idf }, i) => ({ idf, forms: forms[i] }));
    const blocks = [...text.blocks];
    for (let part = 1; part <= text.parts; part++) blocks.push(...(await text.part(part)));
    const found = sitegen
      .passages(blocks, words, answer.lookup.analyzer, { most: MORE + 1 })
      .filter(({ anchor }) => anchor !== button.dataset.anchor)
      .slice(0, MORE);
    const query = encodeURIComponent(page.state.q.trim());
    const items = found.map(({ anchor, before, parts, after }) =>
      element(
        'li',
        { class: 'passage', dir: 'auto' },
        element(
          'a',
          { href: `${sitegen.up}${text.url}#${anchor}&q=${query}` },
          before ? '\u2026 ' : '',
          ...sitegen.markedParts(parts),
          after ? ' \u2026' : '',
        ),
      ),
    );
    const list = items.length
      ? element('ul', { class: 'passages', 'aria-label': say('further-passages') }, ...items)
      : element('p', { class: 'note', tabindex: '-1' }, say('no-further'));
    button.replaceWith(list);
    /** @type {HTMLElement} */ (list.querySelector('a') ?? list).focus();
  };
})();
