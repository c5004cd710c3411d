'use strict';
/* Where there is room, a note stands beside the line that calls it; below the text it stays too.
 * What stands beside is a copy for the eye: readers by ear and by keyboard have the notes below. */
(() => {
  const body = document.querySelector('article.text .body');
  if (!(body instanceof HTMLElement)) return;
  const { element } = globalThis.sitegen;
  const GAP = 12; // pixels between two notes

  /** The note that a reference calls, as a copy without ids and stops for the keyboard.
   * @param {HTMLAnchorElement} ref */
  const copied = (ref) => {
    const note = document.getElementById(decodeURIComponent(ref.hash.slice(1)));
    if (!note) return null;
    const copy = /** @type {HTMLElement} */ ((note.closest('li') ?? note).cloneNode(true));
    for (const back of copy.querySelectorAll('.backref, .pin')) back.remove();
    for (const found of copy.querySelectorAll('mark')) found.replaceWith(...found.childNodes); // by a search
    for (const named of [copy, ...copy.querySelectorAll('[id]')]) named.removeAttribute('id');
    for (const link of copy.querySelectorAll('a')) link.tabIndex = -1;
    const mark = element('b', {}, `${ref.dataset.note ?? ref.textContent ?? ''} `);
    // on the page's own side, whichever way the text runs
    const { dir } = document.documentElement;
    const inner = element('div', { dir: getComputedStyle(body).direction }, mark, ...copy.childNodes);
    return element('div', { class: 'sidenote', dir, 'aria-hidden': 'true' }, inner);
  };

  /** @type {{ref: HTMLAnchorElement, side: HTMLElement}[]} */
  const pairs = [];
  for (const ref of /** @type {NodeListOf<HTMLAnchorElement>} */ (body.querySelectorAll('a.noteref'))) {
    const side = copied(ref);
    if (side) pairs.push({ ref, side });
  }
  body.append(...pairs.map(({ side }) => side));

  /** Each note at the height of its reference, or below the note before it. */
  const place = () => {
    const top = body.getBoundingClientRect().top;
    const wanted = pairs.map(({ ref }) => ref.getBoundingClientRect().top - top - 4);
    const heights = pairs.map(({ side }) => side.offsetHeight);
    let free = 0;
    pairs.forEach(({ side }, n) => {
      const at = Math.max(wanted[n], free);
      side.style.insetBlockStart = `${at}px`;
      free = at + heights[n] + GAP;
    });
  };
  place();
  new ResizeObserver(place).observe(body);

  /** @param {Event} event */
  const point = (event) => {
    const ref = /** @type {Element} */ (event.target).closest?.('a.noteref');
    const pair = pairs.find((one) => one.ref === ref);
    pair?.side.classList.toggle('called', event.type === 'pointerover' || event.type === 'focusin');
  };
  for (const kind of ['pointerover', 'pointerout', 'focusin', 'focusout']) body.addEventListener(kind, point);
})();
