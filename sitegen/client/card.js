'use strict';
/* A small card beside a link to an entity: who is this? Its texts come from data/cards/. */
(() => {
  const sitegen = globalThis.sitegen;
  const { element } = sitegen;
  const main = /** @type {HTMLElement} */ (document.querySelector('main') ?? document.body);
  const WAIT = 250; // milliseconds of rest on a link before its card shows
  const LEAVE = 200; // before it goes when the pointer has left
  const GAP = 6; // pixels between link and card

  let count = 0; // of the files
  /** @type {Map<number, Record<string, string[]>>} */
  const files = new Map();
  /** A file hands over its cards; the index, how many files there are. */
  sitegen.cards = (number, cards) => {
    if (cards) files.set(number, cards);
    else count = number;
  };

  /** In which of *many* files the card of the page at *address* stands; pages/cards.py says the same.
   * @param {string} address @param {number} many */
  sitegen.cardFile = (address, many) => {
    let hash = 0;
    for (let i = 0; i < address.length; i++) hash = (hash * 1009 + address.charCodeAt(i)) % 65521;
    return hash % many;
  };

  /** What is known of the entity that a link leads to; null where nothing is.
   * @param {HTMLAnchorElement} link @returns {Promise<string[]|null>} */
  const known = async (link) => {
    const href = link.href.replace(/[?#].*$/, '');
    if (!href.startsWith(sitegen.root) || !href.endsWith('.html')) return null;
    const address = href.slice(sitegen.root.length, -5);
    if (!count) await sitegen.demand('data/cards/index.js');
    const number = sitegen.cardFile(address, count);
    if (!files.has(number)) await sitegen.demand(`data/cards/${number}.js`);
    return files.get(number)?.[address] ?? null;
  };

  const card = element('div', { class: 'card', role: 'tooltip', id: 'entity-card', hidden: true });
  main.append(card);
  /** @type {HTMLAnchorElement|null} the link whose card is shown, or is about to be */
  let shown = null;
  let timer = 0;

  const hide = () => {
    clearTimeout(timer);
    shown?.removeAttribute('aria-describedby');
    shown = null;
    card.hidden = true;
  };

  /** Put the card below its link, above where there is no room, inside the window.
   * @param {HTMLAnchorElement} link */
  const place = (link) => {
    const [line] = link.getClientRects();
    const { offsetWidth: wide, offsetHeight: tall } = card;
    const edge = document.documentElement.clientWidth;
    const start = document.documentElement.dir === 'rtl' ? line.right - wide : line.left;
    const left = Math.max(GAP, Math.min(start, edge - wide - GAP));
    const below = line.bottom + GAP;
    const top = below + tall > innerHeight && line.top > tall + GAP ? line.top - tall - GAP : below;
    card.style.setProperty('left', `${left + scrollX}px`);
    card.style.setProperty('top', `${top + scrollY}px`);
  };

  /** @param {HTMLAnchorElement} link */
  const show = async (link) => {
    shown = link;
    let told = null;
    try {
      told = await known(link);
    } catch {
      // without its file there is no card; the link leads on
    }
    if (!told || shown !== link) return;
    const [heading, type, life, description, counted] = told.map((text) => sitegen.spelled(text));
    const line = [type, life, counted].filter(Boolean);
    card.replaceChildren(
      element('p', { class: 'card-name' }, element('bdi', {}, heading)),
      element('p', { class: 'card-line' }, ...line.flatMap((part, i) => [i ? sitegen.say('comma') : '', element('bdi', {}, part)])),
      ...(description ? [element('p', {}, description)] : []),
    );
    card.hidden = false;
    link.setAttribute('aria-describedby', card.id);
    place(link);
  };

  /** The link below a pointer or in focus, where readers have not switched links off.
   * @param {Event} event */
  const linkOf = (event) => {
    const at = /** @type {Element} */ (event.target);
    const off = document.documentElement.dataset.links === 'off';
    return off ? null : /** @type {HTMLAnchorElement|null} */ (at.closest?.('a.e'));
  };
  /** @param {PointerEvent|FocusEvent} event */
  sitegen.summon = (event) => {
    if ('pointerType' in event && event.pointerType === 'touch') return;
    const link = linkOf(event);
    if (link === shown && link) clearTimeout(timer);
    if (!link || link === shown) return;
    hide();
    timer = window.setTimeout(() => show(link), event.type === 'focusin' ? 0 : WAIT);
  };

  main.addEventListener('pointerover', sitegen.summon);
  main.addEventListener('focusin', sitegen.summon);
  main.addEventListener('focusout', hide);
  main.addEventListener('pointerout', (event) => {
    if (!linkOf(event) || document.activeElement === shown) return;
    clearTimeout(timer);
    timer = window.setTimeout(hide, LEAVE);
  });
  card.addEventListener('pointerenter', () => clearTimeout(timer));
  card.addEventListener('pointerleave', hide);
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !card.hidden) hide();
  });
})();
