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

  /** Put a button in the place of each picture, or all pictures back. */
  sitegen.pictures = () => {
    for (const button of document.querySelectorAll('button.picture')) button.remove();
    if (!document.documentElement.matches(ASKED)) return;
    for (const picture of document.querySelectorAll('main img[loading]:not(.wanted)')) {
      const shown = /** @type {HTMLImageElement} */ (picture);
      const button = element(
        'button',
        {
          type: 'button',
          class: 'picture',
          onclick: () => {
            shown.classList.add('wanted');
            shown.tabIndex = -1;
            button.remove();
            shown.focus();
          },
        },
        nameOf(shown),
      );
      (shown.closest('a') ?? shown).after(button);
    }
  };
  sitegen.pictures();
})();
