'use strict';
/* How does this reader want the page? Set before anything is painted; reader.js sets it anew. */
(() => {
  const root = document.documentElement;
  root.classList.add('js');
  /** @type {Record<string, string>} */
  let choices = {};
  try {
    choices = JSON.parse(localStorage.getItem('sitegen') ?? '{}');
  } catch {
    // no storage, or not ours: the page as it is
  }
  for (const name of ['theme', 'size', 'face', 'measure', 'tashkeel', 'digits', 'months', 'calendar', 'links']) {
    if (choices[name]) root.dataset[name] = choices[name];
  }
  // a page that comes with a query does not open what one without would
  if (/[#&]q=./.test(location.hash)) root.classList.add('asked');
  // what reader.js is to spell otherwise is not painted before
  if (choices.tashkeel || choices.digits || choices.months) root.classList.add('respelling');
})();
