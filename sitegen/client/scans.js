'use strict';
/* The printed page beside the text: the one that is being read, turned with it or by hand. */
(() => {
  const sitegen = globalThis.sitegen;
  const { say, element } = sitegen;
  const LINE = 0.3; // of the window's height: the page of what stands there is shown
  const main = /** @type {HTMLElement} */ (document.querySelector('main'));

  /** @param {HTMLElement} button the one that asked for it */
  sitegen.scans = (button) => {
    const links = /** @type {HTMLAnchorElement[]} */ ([...main.querySelectorAll('[data-scans] a')]);
    const picture = /** @type {HTMLImageElement} */ (element('img', { alt: '' }));
    const told = element('span', { role: 'status' });
    const frame = element('div', { class: 'scan', tabindex: '0', role: 'group', 'aria-label': button.textContent ?? '' }, picture);
    let at = -1;
    /** @param {number} n */
    const show = (n) => {
      if (n === at || !links[n]) return;
      at = n;
      picture.src = links[n].href;
      picture.alt = told.textContent = links[n].textContent ?? '';
      before.disabled = n === 0;
      after.disabled = n === links.length - 1;
    };
    /** @param {string} id @param {number} step */
    const turner = (id, step) =>
      /** @type {HTMLButtonElement} */ (element('button', { type: 'button', onclick: () => turn(at + step) }, say(id)));
    /** By hand: the text follows, where a break says where the page begins.
     * @param {number} n */
    const turn = (n) => {
      show(n);
      const page = links[n]?.dataset.page;
      const broken = page && main.querySelector(`.page-break[title="${CSS.escape(page)}"]`);
      if (broken) broken.scrollIntoView({ block: 'start' });
    };
    const before = turner('scan-before', -1);
    const after = turner('scan-after', 1);
    const zoom = element('button', { type: 'button', 'aria-pressed': 'false' }, say('scan-larger'));
    zoom.addEventListener('click', () => {
      const large = frame.classList.toggle('large');
      zoom.setAttribute('aria-pressed', String(large));
    });
    const close = element('button', { type: 'button' }, say('scan-close'));
    const panel = element(
      'section',
      { class: 'beside', 'aria-label': button.textContent ?? '' },
      element('p', { class: 'turning' }, before, told, after, zoom, close),
      frame,
    );
    /** The page of what is being read; nothing moves where no break says it. */
    const follow = () => {
      const { bottom } = panel.getBoundingClientRect(); // on narrow screens it covers the top
      const height = innerHeight * LINE + (bottom < innerHeight * 0.8 ? bottom : 0);
      const passed = [...main.querySelectorAll('.page-break')].filter((one) => one.getBoundingClientRect().top < height);
      const page = passed.at(-1)?.getAttribute('title');
      const n = links.findIndex((link) => link.dataset.page === page);
      if (n >= 0) show(n);
    };
    /** @param {KeyboardEvent} event */
    const onKey = ({ key }) => {
      if (key === 'Escape') leave();
    };
    const leave = () => {
      panel.remove();
      document.body.classList.remove('with-scan');
      removeEventListener('scroll', follow);
      document.removeEventListener('keydown', onKey);
      button.hidden = false;
      button.focus();
    };
    close.addEventListener('click', leave);
    document.addEventListener('keydown', onKey);
    button.hidden = true;
    document.body.classList.add('with-scan');
    main.prepend(panel);
    show(0);
    const text = main.querySelector('.body'); // its button may stand far below it
    if (text && text.getBoundingClientRect().bottom < innerHeight / 2) text.scrollIntoView();
    follow();
    addEventListener('scroll', follow, { passive: true });
    frame.focus({ preventScroll: true });
  };
})();
