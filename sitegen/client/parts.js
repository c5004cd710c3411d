'use strict';
/* A long text stands on several pages: on which of them is the passage that the address names? */
(() => {
  const sitegen = globalThis.sitegen;
  const article = /** @type {HTMLElement} */ (document.querySelector('article[data-parts]'));
  const folder = article.dataset.parts ?? '';
  const many = Number(article.dataset.files);
  /** @type {Map<number, Record<string, string>>} by number: part, its anchors */
  const files = new Map();
  sitegen.parts = (number, table) => files.set(number, table);

  /** In which file an anchor stands; pages/long_text.py says the same.
   * @param {string} anchor */
  const fileOf = (anchor) => {
    let hash = 0;
    for (const byte of new TextEncoder().encode(anchor)) hash = (hash * 1009 + byte) % 65521;
    return hash % many;
  };
  /** The page of a part, as pages/urls.py names it.
   * @param {number} number */
  const pageOf = (number) => {
    if (number === 1) return sitegen.root + folder.replace(/_\/$/, '.html');
    return `${sitegen.root}${folder}${number < 1000 ? '' : `${Math.floor(number / 1000)}/`}${number}.html`;
  };

  /** Go to the part that has *anchor*; where none has it, the page stays.
   * @param {string} anchor */
  sitegen.seekPart = async (anchor) => {
    const number = fileOf(anchor);
    if (!files.has(number)) await sitegen.demand(`${folder}at/${number}.js`);
    const found = Object.entries(files.get(number) ?? {}).find(([, anchors]) => anchors.split(' ').includes(anchor));
    if (found) location.replace(pageOf(Number(found[0])) + location.hash);
  };
})();
