'use strict';
/* How does this reader want the page, and in which faces? Set before anything is painted; reader.js
   sets it anew. */
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
  for (const name of ['theme', 'size', 'face', 'measure', 'tashkeel', 'digits', 'months', 'calendar', 'links', 'images', 'bold']) {
    if (choices[name]) root.dataset[name] = choices[name];
  }
  const { saveData, effectiveType = '' } = /** @type {any} */ (navigator).connection ?? {};
  if (saveData || /2g/.test(effectiveType)) root.dataset.line = 'slow'; // pictures are asked for
  // A face that comes after the first paint is not used on this page (font-display: optional). Where
  // page and style sheet came quickly, the faces of the first words are asked for before the layout
  // asks for them, and come in time; elsewhere they would only keep back what is needed first.
  const [visit] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType('navigation'));
  if (visit && performance.now() - visit.requestStart < 250) {
    const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);
    for (const face of sitegen.faces) {
      new FontFace('first', `url("${new URL(face, src)}")`).load().catch(() => {});
    }
  }
  // a page that comes with a query does not open what one without would
  if (/[#&]q=./.test(location.hash)) root.classList.add('asked');
  // what reader.js is to spell otherwise is not painted before
  if (choices.tashkeel || choices.digits || choices.months) root.classList.add('respelling');
})();
