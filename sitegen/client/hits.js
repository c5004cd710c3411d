'use strict';
/* What does a result look like? Title, place, date and the passage that the words are in. */
(() => {
  const sitegen = globalThis.sitegen;
  const { say, element } = sitegen;
  const DRAWN = 5; // with their passages at once
  const IDLE = 1500; // milliseconds before results out of sight are drawn
  const OPENING = 36; // words of a text in which none is marked

  /** @param {Part[]} parts */
  const markedParts = (parts) =>
    parts.map(({ text, mark }) => (mark ? element('mark', {}, text) : text));

  sitegen.markedParts = markedParts;

  /** Whose it is, where it stands, and when.
   * @param {ArchiveText} text @param {Manifest} manifest */
  const metaOf = (text, { collections }) => {
    const [, name = text.collection] = collections.find(([id]) => id === text.collection) ?? [];
    /** @param {string} id @param {string} what a number as the source gives it */
    const part = (id, what) => what && say(id, { what: /^[0-9]+$/.test(what) ? Number(what) : what });
    const place = [name, part('volume', text.volume), part('issue', text.issue)];
    const meta = [text.authors, place]
      .map((parts) => parts.filter(Boolean).flatMap((one, i) => [i ? say('comma') : '', element('bdi', {}, one)]))
      .filter(({ length }) => length)
      .map((parts) => element('span', {}, ...parts));
    const dates = element('span', { class: 'dates' });
    if (text.date) dates.append(element('time', { datetime: text.date }, sitegen.date(text.date)));
    if (text.hijri) dates.append(' ', element('span', { class: 'hijri' }, say('hijri', { date: sitegen.hijri(text.hijri) })));
    if (dates.firstChild) meta.push(dates);
    // a middle dot beside digits is a zero to an Arabic reader
    const sign = (/** @type {Node} */ one) => (one === dates ? say('comma') : ' \u00B7 ');
    return element('p', { class: 'meta' }, ...meta.flatMap((one, i) => (i ? [sign(one), one] : [one])));
  };

  /** @param {ArchiveText} text @param {Passage|undefined} passage */
  const passageOf = (text, passage) => {
    if (passage) {
      const { before, after, parts } = passage;
      return [before ? '\u2026 ' : '', ...markedParts(parts), after ? ' \u2026' : ''];
    }
    const opening = text.blocks[0]?.text.split(/\s+/) ?? [];
    const cut = opening.length > OPENING ? ' \u2026' : '';
    return opening.length ? [opening.slice(0, OPENING).join(' ') + cut] : [];
  };

  /** What stands in a result.
   * @param {ArchiveText} text @param {Answer} answer @param {SearchPage} page */
  const drawn = async (text, answer, page) => {
    const { engine, state } = page;
    const { analyzer, manifest } = await engine.open();
    const forms = answer.formsIn(text.number);
    const words = answer.words.map(({ idf }, i) => ({ idf, forms: forms[i] }));
    const title = sitegen.marked(text.title, new Set(forms.flatMap((set) => [...set])), analyzer);
    let [passage, other] = sitegen.passages(text.blocks, words, analyzer, { most: 2 });
    // a title says why a text was found: then its opening will do, and no part is loaded
    const told = title.some(({ mark }) => mark);
    for (let part = 1; !passage && !told && part <= text.parts; part++) {
      [passage] = sitegen.passages(await text.part(part), words, analyzer);
    }
    const query = state.q.trim() && `&q=${encodeURIComponent(state.q.trim())}${state.exact ? '&forms=exact' : ''}`;
    const fragment = (passage?.anchor ?? '') + query;
    const href = sitegen.up + text.url + (fragment && `#${fragment}`);
    const shown = passageOf(text, passage);
    return [
      element('h2', { dir: 'auto' }, element('a', { href }, ...markedParts(title))),
      metaOf(text, manifest),
      ...(shown.length ? [element('p', { class: 'passage', dir: 'auto' }, ...shown)] : []),
      ...(passage && (other || text.parts) ? [further(passage.anchor, text, answer, page)] : []),
    ];
  };

  /** The button that fetches further passages.
   * @param {string} anchor of the passage shown @param {ArchiveText} text @param {Answer} answer
   * @param {SearchPage} page */
  const further = (anchor, text, answer, page) => {
    const button = element('button', { type: 'button', class: 'further', 'data-anchor': anchor }, say('further'));
    button.addEventListener('click', () =>
      sitegen.demand('excerpts').then(
        () => sitegen.morePassages(button, text, answer, page),
        ({ message }) => (button.textContent = message),
      ),
    );
    return button;
  };

  /** The items of an answer: the first filled, the others when they come into sight, or when
   * nothing else is to do. */
  sitegen.hitItems = async (answer, page, current) => {
    const items = answer.hits.map(() =>
      element('li', { class: 'hit pending' }, element('span', { class: 'wait' }, '\u2026')),
    );
    const begun = new Set();
    /** @param {number} at */
    const fill = async (at) => {
      if (begun.has(at)) return;
      begun.add(at);
      const text = await answer.text(answer.hits[at].number);
      const parts = text
        ? await drawn(text, answer, page)
        : [element('p', { class: 'fault' }, say('fault-missing'))];
      items[at].replaceChildren(...parts);
      items[at].classList.remove('pending');
    };
    await Promise.all(items.slice(0, DRAWN).map((_, at) => fill(at)));
    return {
      items,
      later: () => {
        const observer = new IntersectionObserver((entries) => {
          for (const { isIntersecting, target } of entries) {
            if (!isIntersecting) continue;
            observer.unobserve(target);
            fill(items.indexOf(/** @type {HTMLElement} */ (target)));
          }
        });
        items.slice(DRAWN).forEach((item) => observer.observe(item));
        return window.setTimeout(async () => {
          for (const [at, item] of items.entries()) {
            if (!current()) return;
            observer.unobserve(item);
            await fill(at);
          }
        }, IDLE);
      },
    };
  };
})();
