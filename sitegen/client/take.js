'use strict';
/* How does a text leave its page? As plain text, Markdown, TEI, JSON, as citations, as a link.
 * All of it is as it was published, whatever the reader has made of marks and digits. */
(() => {
  const sitegen = globalThis.sitegen;
  const { say, element } = sitegen;
  const { IDLE, all, describe } = sitegen.described;

  /** What a call of a note shows.
   * @param {Element} ref */
  const label = (ref) => sitegen.published(ref) ?? ref.getAttribute('data-note') ?? '';
  /** @param {Node} node @returns {string} */
  const textOf = (node) => {
    if (!(node instanceof Element)) return node.textContent ?? '';
    if (node.tagName === 'BR') return '\n';
    if (node.matches(`${IDLE}, .page-break`)) return '';
    if (node.matches('a.noteref')) return `[${label(node)}]`;
    return [...node.childNodes].map(textOf).join('');
  };
  /** @param {Node} node */
  const tidy = (node) => textOf(node).replace(/[ \t]*\n\s*/g, '\n').trim();

  /** The parts of a text in their order: what they are, their anchor, the printed page they begin
   * on, their element.
   * @typedef {{kind: string, anchor: string, page: string, of: Element}} Part */
  /** @param {Element|null} body @returns {Part[]} */
  const partsOf = (body) => {
    let page = '';
    /** @param {Element} within @returns {Part[]} */
    const walk = (within) =>
      [...within.children].flatMap((child) => {
        if (child.matches(IDLE)) return [];
        const kind = child.matches('.verse') ? 'verse' : child.tagName.toLowerCase();
        const begins = page;
        for (const one of [...(child.matches('.page-break') ? [child] : []), ...all(child, '.page-break')]) {
          page = one.getAttribute('title') ?? '';
        }
        const isLeaf = /^(p|h[1-6]|verse|ul|ol|table|pre|figure|dl)$/.test(kind);
        if (isLeaf) return [{ kind, anchor: child.id, page: begins, of: child }];
        if (child.matches('.page-break')) return [];
        page = begins;
        return walk(child);
      });
    return body ? walk(body) : [];
  };

  /** @param {Part} part */
  const written = ({ kind, of }) => {
    if (kind === 'verse') {
      return all(of, '.line')
        .map((line) => (all(line, '.hemistich').map(tidy).join('   ') || tidy(line)))
        .join('\n');
    }
    if (kind === 'table') {
      return all(of, 'tr').map((row) => all(row, 'th, td').map((cell) => tidy(cell)).join('\t')).join('\n');
    }
    if (of.closest('.notes')) {
      const labels = all(document, 'a.noteref').map(label);
      return all(of, ':scope > li').map((note, n) => `[${labels[n] ?? n + 1}] ${tidy(note)}`).join('\n');
    }
    if (kind === 'ul' || kind === 'ol') {
      return all(of, ':scope > li').map((item, n) => (kind === 'ol' ? `${n + 1}. ` : '- ') + tidy(item)).join('\n');
    }
    return tidy(of);
  };

  /** @param {Described} text */
  const plain = ({ title, authors, citation, body }) =>
    [title, authors.join(say('take-comma')), ...partsOf(body).map(written), citation].filter(Boolean).join('\n\n') + '\n';
  /** @param {Described} text */
  const json = ({ body, ...rest }) => {
    const paragraphs = partsOf(body).map((part) => ({
      anchor: part.anchor, kind: part.kind, page: part.page, text: written(part),
    }));
    return JSON.stringify({ ...rest, paragraphs }, null, 1) + '\n';
  };

  /** @type {[ending: string, label: string, type: string, make: (text: Described) => string][]} */
  const KINDS = [
    ['txt', say('take-txt'), 'text/plain', plain],
    ['md', 'Markdown', 'text/markdown', sitegen.asMarkdown],
    ['tei.xml', 'TEI', 'application/xml', sitegen.asTei],
    ['json', 'JSON', 'application/json', json],
  ];
  const TYPES = { bib: 'application/x-bibtex', ris: 'application/x-research-info-systems', json: 'application/json' };

  /** Put the ways out in the place of the button that asked for them.
   * @param {HTMLElement} button */
  sitegen.take = (button) => {
    const told = element('span', { role: 'status', class: 'note' });
    /** @param {() => Promise<unknown>} work what fails is told */
    const trying = async (work) => {
      try {
        await work();
      } catch (error) {
        if (!(error instanceof DOMException && error.name === 'AbortError')) {
          told.textContent = error instanceof Error ? error.message : '';
        }
      }
    };
    /** @param {string} label @param {() => Promise<unknown>} work */
    const action = (label, work) => element('button', { type: 'button', onclick: () => trying(work) }, label);
    /** @param {string} ending @param {string} type @param {(text: Described) => string} make */
    const save = async (ending, type, make) => {
      await Promise.all(['export', 'published'].map(sitegen.demand));
      const [name, content] = sitegen.whilePublished(() => {
        const text = describe();
        return [text.id.replace(/[^\w.-]+/g, '-'), make(text)];
      });
      sitegen.download(`${name}.${ending}`, type, content);
    };
    const texts = KINDS.map(([ending, label, type, make]) => action(label, () => save(ending, type, make)));
    const citations = all(document, '.cite pre[data-file]').map((pre) => {
      const file = /** @type {keyof typeof TYPES} */ (pre.dataset.file);
      const label = pre.closest('details')?.querySelector('summary')?.textContent ?? '';
      const content = (pre.textContent ?? '') + '\n';
      return action(label, () => save(file === 'json' ? 'csl.json' : file, TYPES[file], () => content));
    });
    /** @param {string} label @param {(text: Described) => string} content */
    const copier = (label, content) =>
      action(label, async () => {
        await sitegen.demand('published');
        await navigator.clipboard.writeText(sitegen.whilePublished(() => content(describe())));
        told.textContent = say('take-copied', { what: label });
      });
    const { title, url } = describe();
    const others = [
      copier(say('take-citation'), (text) => text.citation),
      ...(url ? [copier(say('take-link'), (text) => text.url)] : []),
      ...(url && navigator.share ? [action(say('take-share'), () => navigator.share({ title, url }))] : []),
    ];
    const place = element('div', { class: 'take', role: 'group', 'aria-label': button.textContent ?? '' });
    place.append(...texts, ...citations, ...others, told);
    button.replaceWith(place);
    texts[0].focus();
  };
})();
