'use strict';
/* Pages with a text to read: what its reader may ask for is loaded when it is asked for. */
(() => {
  const sitegen = globalThis.sitegen;
  const main = /** @type {HTMLElement} */ (document.querySelector('main') ?? document.body);
  const ROOM = '(min-width: 75rem)'; // for notes beside the text, as in components.css

  /* ---- a card beside a link to an entity: its script is loaded by the first one ---- */

  /** @param {PointerEvent|FocusEvent} event */
  const summon = async (event) => {
    const at = /** @type {Element} */ (event.target);
    if (!at.closest?.('a.e') || ('pointerType' in event && event.pointerType === 'touch')) return;
    for (const kind of SUMMONS) main.removeEventListener(kind, summon);
    try {
      await sitegen.demand('card');
      sitegen.summon?.(event);
    } catch {
      // links lead on without
    }
  };
  const SUMMONS = /** @type {const} */ (['pointerover', 'focusin']);
  for (const kind of SUMMONS) main.addEventListener(kind, summon);

  /* ---- a paragraph is cited, its address copied, its slip told ---- */

  main.addEventListener('click', (event) => {
    const pin = /** @type {HTMLAnchorElement|null} */ (/** @type {Element} */ (event.target).closest('a.pin'));
    if (!pin || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const lead = () => {
      location.hash = pin.hash; // as the link itself does
    };
    sitegen.demand('pin').then(() => sitegen.pin?.(pin), lead);
  });

  /* ---- of a long text, the address may name a passage of another part ---- */

  const seek = async () => {
    try {
      const anchor = decodeURIComponent(location.hash.slice(1).replace(/&.*/, ''));
      if (!anchor || document.getElementById(anchor)) return;
      await sitegen.demand('parts');
      await sitegen.seekPart?.(anchor);
    } catch {
      // its contents lead there
    }
  };
  if (Number(main.querySelector('article')?.dataset.files)) {
    addEventListener('hashchange', seek);
    seek();
  }

  /* ---- notes stand beside the text where there is room ---- */

  const wide = matchMedia(ROOM);
  const beside = () => {
    if (!wide.matches || !main.querySelector('.noteref')) return;
    wide.removeEventListener('change', beside);
    sitegen.demand('notes').catch(() => {}); // they stand below
  };
  wide.addEventListener('change', beside);
  beside();

  /* ---- the bold face, which weighs as much as all else of a page, is fetched when the reader first
     moves, and used from the next page on: until then bold is made of the regular one ---- */

  const { dataset } = document.documentElement;
  if (!('bold' in dataset) && !dataset.line && main.querySelector('.body :is(b, strong, th)')) {
    const MOVES = /** @type {const} */ (['pointermove', 'pointerdown', 'keydown', 'scroll']);
    const fetchBold = async () => {
      for (const kind of MOVES) removeEventListener(kind, fetchBold);
      try {
        const faces = await document.fonts.load('700 1em "Amiri Bold"', 'ا');
        if (!faces.length) return;
        localStorage.setItem('sitegen', JSON.stringify({ ...sitegen.choices(), bold: 'here' }));
      } catch {
        // bold stays as it is
      }
    };
    for (const kind of MOVES) addEventListener(kind, fetchBold, { passive: true });
  }

  /* ---- a text leaves its page; the printed page comes beside it ---- */

  for (const name of /** @type {const} */ (['take', 'scans'])) {
    const button = /** @type {HTMLElement|null} */ (main.querySelector(`button[data-${name}]`));
    if (!button) continue;
    button.hidden = false;
    button.addEventListener('click', async () => {
      try {
        await sitegen.demand(name);
        sitegen[name]?.(button);
      } catch (error) {
        button.textContent = error instanceof Error ? error.message : '';
      }
    });
  }
})();
