'use strict';
/* Pictures on request: in the place of each stands a button that fetches it, while the line is slow
 * or the reader wants it so. What is not displayed is not fetched (loading=lazy, components.css). */
(() => {
  const sitegen = globalThis.sitegen;
  const { say, element } = sitegen;
  const ASKED = '[data-images="ask"], [data-line="slow"]:not([data-images])'; // as in components.css

  /** What a picture is called: its caption, what it says to those who do not see it, its size.
   * @param {HTMLImageElement} picture */
  const nameOf = (picture) => {
    const caption = picture.closest('figure')?.querySelector('figcaption')?.firstChild?.textContent ?? '';
    const [width, height] = [picture.getAttribute('width'), picture.getAttribute('height')].map(Number);
    const size = width && height ? say('picture-size', { width, height }) : '';
    return [say('picture-show'), caption.trim() || picture.alt, size].filter(Boolean).join(say('picture-colon'));
  };

  /** Put a button in the place of each picture, or all pictures back. Covers, which are links, are left
   * out: what they lead to is named beside them. */
  sitegen.pictures = () => {
    for (const button of document.querySelectorAll('button.picture')) button.remove();
    if (!document.documentElement.matches(ASKED)) return;
    const waiting = [...document.querySelectorAll('main :not(a) > img[loading]:not(.wanted)')];
    for (const frame of new Set(waiting.map((one) => /** @type {Element} */ (one.parentElement)))) {
      const pictures = /** @type {HTMLImageElement[]} */ (waiting.filter((one) => one.parentElement === frame));
      const show = () => {
        for (const one of pictures) one.classList.add('wanted');
        button.remove();
        pictures[0].tabIndex = -1;
        pictures[0].focus();
      };
      const button = element('button', { type: 'button', class: 'picture', onclick: show }, nameOf(pictures[0]));
      pictures[0].before(button);
    }
  };
  sitegen.pictures();
})();
