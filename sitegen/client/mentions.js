'use strict';
/* Pages of entities: of the mentions listed, those whose text, title or date has what is typed. */
(() => {
  const sitegen = globalThis.sitegen;
  const { element, say } = sitegen;
  const place = document.querySelector('.mentions .sorting'); // the page keeps room for it
  if (!place) return;
  /** What is compared: no marks, one alef, one yeh, one heh, one kind of digits.
   * @param {string} text */
  const folded = (text) =>
    text
      .normalize('NFC')
      .replace(/[\u064B-\u065F\u0670\u0640]/g, '')
      .replace(/[\u0622\u0623\u0625\u0671]/g, '\u0627')
      .replace(/\u0649/g, '\u064A')
      .replace(/\u0629/g, '\u0647')
      .replace(/[\u0660-\u0669]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0x630))
      .toLowerCase();
  /** @param {Element} of with the text as published, whatever of it the reader has hidden */
  const textOf = (of) =>
    folded(sitegen.textNodes(of, '.none').map((node) => sitegen.published?.(node) ?? node.data).join(''));

  const passages = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('.mentions section.passage')]).map(
    (section) => {
      const lines = /** @type {HTMLElement[]} */ ([...section.querySelectorAll('.kwic li')]);
      const heads = [...section.children].filter((child) => !child.matches('.kwic'));
      return { section, head: heads.map(textOf).join(' '), lines: lines.map((line) => ({ line, text: textOf(line) })) };
    },
  );
  const told = element('span', { class: 'note', role: 'status' });
  const narrow = () => {
    const wanted = folded(box.value.trim()).split(/\s+/).filter(Boolean);
    const has = (/** @type {string} */ text) => wanted.every((word) => text.includes(word));
    let n = 0;
    for (const { section, head, lines } of passages) {
      let here = 0;
      for (const { line, text } of lines) {
        line.hidden = !has(`${head} ${text}`);
        if (!line.hidden) here++;
      }
      section.hidden = !here;
      n += here;
    }
    told.textContent = wanted.length ? say('mentions-shown', { n }) : '';
  };
  const isPart = document.querySelector('.mentions .pager') !== null;
  const box = /** @type {HTMLInputElement} */ (
    element('input', { type: 'text', autocomplete: 'off', oninput: narrow })
  );
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !box.value) return;
    box.value = '';
    narrow();
  });
  place.append(element('label', {}, say(isPart ? 'mentions-part' : 'mentions-narrow'), ' ', box), ' ', told);
})();
