'use strict';
/* The 404 page: which words does its address have? They are offered as a query. */
(() => {
  const box = /** @type {HTMLInputElement|null} */ (document.querySelector('main input[type=search]'));
  const NOISE = /^(index|html?|php|aspx?|www|.|\d{1,3}|[0-9a-f]{2})$/i; // no words of a text

  /** @param {string} address */
  const wordsOf = (address) => {
    const { pathname, search } = new URL(address);
    const last = pathname.split('/').filter(Boolean).pop() ?? '';
    const values = [...new URLSearchParams(search).values()];
    let path = last;
    try {
      path = decodeURIComponent(last);
    } catch {
      // a bare %: as it stands
    }
    const words = [path, ...values].join(' ').split(/[\s\-_.,:;!?=&/\\|"'()[\]{}<>%+~#]+/);
    return words.filter((word) => word && !NOISE.test(word)).slice(0, 8).join(' ');
  };
  if (box && !box.value) box.value = wordsOf(location.href);
})();
