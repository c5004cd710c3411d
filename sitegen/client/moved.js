'use strict';
/* Home and the 404 page: is the address one of the old site's? Then it leads on. */
(() => {
  const sitegen = globalThis.sitegen;
  let count = 0;
  /** @type {Map<number, Record<string, string>>} */
  const files = new Map();
  sitegen.moved = (number, table) => {
    if (table) files.set(number, table);
    else count = number;
  };

  /** In which of *many* files a key stands; export/redirects.py says the same.
   * @param {string} key @param {number} many */
  sitegen.movedFile = (key, many) => {
    let hash = 0;
    for (const byte of new TextEncoder().encode(key)) hash = (hash * 1009 + byte) % 65521;
    return hash % many;
  };

  /** @param {string} text */
  const decoded = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };

  /** The page that an old address leads to, from the site's root; '' where none is known.
   * @param {string} href @returns {Promise<string>} */
  sitegen.movedTo = async (href) => {
    const { pathname, search } = new URL(href);
    const { pathname: root } = new URL(sitegen.root || './', href);
    const path = decoded(pathname).slice(pathname.startsWith(root) ? decoded(root).length : 1);
    const asked = search && '?' + decoded(search.slice(1).replace(/\+/g, ' '));
    const keys = [path.replace(/^index\.html$/, '') + asked];
    if (asked) keys.push(asked, path);
    await sitegen.demand('data/moved/index.js');
    for (const key of keys) {
      const number = sitegen.movedFile(key, count);
      if (!files.has(number)) await sitegen.demand(`data/moved/${number}.js`);
      const target = files.get(number)?.[key];
      if (target) return target;
    }
    return '';
  };

  sitegen.movedTo(location.href).then(
    (target) => target && location.replace(sitegen.root + target.split('/').map(encodeURIComponent).join('/')),
    () => {}, // the page as it is
  );
})();
