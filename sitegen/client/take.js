'use strict';
/* How does a text leave its page? As plain text, Markdown, JSON, TEI, or as a citation. */
(() => {
  const sitegen = globalThis.sitegen;
  const { say, element } = sitegen;
  const IDLE = 'a.pin, a.backref, .page-break, script';
  const XML = /[&<>"]/g;
  /** @type {Record<string, string>} */
  const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

  /** @param {string} text */
  const xml = (text) => text.replace(XML, (sign) => ENTITIES[sign]);
  /** The text as it was published, whatever the reader has made of marks and digits.
   * @param {Node} node @returns {string} */
  const textOf = (node) => {
    if (node instanceof Text) return sitegen.published(node) ?? node.data;
    if (node instanceof Element && (node.matches(IDLE) || node.tagName === 'BR')) return node.tagName === 'BR' ? '\n' : '';
    if (node instanceof Element && node.matches('a.noteref')) return `[${node.getAttribute('data-note') ?? node.textContent}]`;
    return [...node.childNodes].map(textOf).join('');
  };
  /** @param {Node} node */
  const tidy = (node) => textOf(node).replace(/[ \t]*\n[ \t]*/g, '\n').trim();
  /** @param {Element} within @param {string} selector */
  const all = (within, selector) => [...within.querySelectorAll(selector)];

  /** The parts of a text in their order: what they are, their anchor, their element.
   * @typedef {{kind: string, anchor: string, of: Element}} Part */
  /** @param {Element} within @returns {Part[]} */
  const partsOf = (within) =>
    [...within.children].flatMap((child) => {
      const kind = child.matches('.verse') ? 'verse' : child.tagName.toLowerCase();
      const leaf = /^(p|h[1-6]|verse|ul|ol|table|pre|figure|dl)$/.test(kind);
      if (leaf) return [{ kind, anchor: child.id, of: child }];
      return child.matches('.page-break') ? [] : partsOf(child);
    });

  /** @param {Element} verse lines of their hemistichs */
  const lines = (verse) =>
    all(verse, '.line').map((line) => {
      const halves = all(line, '.hemistich');
      return (halves.length ? halves : [line]).map(tidy);
    });
  /** @param {Element} table */
  const cells = (table) => all(table, 'tr').map((row) => all(row, 'th, td').map(tidy));

  /** @param {Part} part @param {boolean} md whether as Markdown */
  const written = ({ kind, of }, md) => {
    if (kind === 'verse') {
      const text = lines(of).map((halves) => halves.join(md ? ' *** ' : '   ')).join('\n');
      return md ? `::: verse\n${text}\n:::` : text;
    }
    if (kind === 'table') {
      const rows = cells(of);
      if (!md) return rows.map((row) => row.join('\t')).join('\n');
      const rule = `|${' --- |'.repeat(rows[0]?.length ?? 0)}`;
      const set = rows.map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`);
      return [set[0], rule, ...set.slice(1)].join('\n');
    }
    if (kind === 'ul' || kind === 'ol') {
      return all(of, ':scope > li').map((item, n) => (kind === 'ol' ? `${n + 1}. ` : '- ') + tidy(item)).join('\n');
    }
    const text = tidy(of);
    if (!md) return text;
    if (/^h/.test(kind)) return `${'#'.repeat(Number(kind[1]))} ${text}`;
    return of.closest('blockquote') ? text.replace(/^/gm, '> ') : text;
  };

  /** @param {Part} part */
  const asTei = ({ kind, anchor, of }) => {
    const id = anchor ? ` xml:id="${xml(anchor)}"` : '';
    if (kind === 'verse') {
      const lg = lines(of).map((halves) => `<l>${halves.map((half) => `<seg>${xml(half)}</seg>`).join('')}</l>`);
      return `<lg${id}>${lg.join('\n')}</lg>`;
    }
    if (kind === 'table') {
      const rows = cells(of).map((row) => `<row>${row.map((cell) => `<cell>${xml(cell)}</cell>`).join('')}</row>`);
      return `<table${id}>${rows.join('\n')}</table>`;
    }
    if (of.closest('.notes')) {
      return all(of, ':scope > li').map((item) => `<note place="bottom">${xml(tidy(item))}</note>`).join('\n');
    }
    if (kind === 'ul' || kind === 'ol') {
      return `<list${id}>${all(of, ':scope > li').map((item) => `<item>${xml(tidy(item))}</item>`).join('\n')}</list>`;
    }
    return /^h/.test(kind) ? `<ab type="head"${id}>${inline(of)}</ab>` : `<p${id}>${inline(of)}</p>`;
  };
  const NAMES = { person: 'persName', place: 'placeName', organization: 'orgName', work: 'title', event: 'name' };
  /** Text with its names tagged.
   * @param {Node} node @returns {string} */
  const inline = (node) => {
    if (!(node instanceof Element) || node.matches(IDLE)) return xml(textOf(node));
    const inner = [...node.childNodes].map(inline).join('');
    if (node.tagName === 'BR') return '<lb/>';
    const found = Object.entries(NAMES).find(([type]) => node.matches(`a.e-${type}`));
    return found ? `<${found[1]} ref="${xml(address(node.getAttribute('href') ?? ''))}">${inner}</${found[1]}>` : inner;
  };

  /** An address on the web; on a disk, as the page has it: never one of a file.
   * @param {string} href */
  const address = (href) => (/^https?:/.test(location.protocol) ? new URL(href, location.href).href : href);

  const describe = () => {
    const article = /** @type {HTMLElement} */ (document.querySelector('article.text'));
    const canonical = document.querySelector('link[rel=canonical]')?.getAttribute('href') ?? '';
    const body = article.querySelector('.body');
    return {
      id: article.dataset.id ?? '',
      title: tidy(/** @type {Element} */ (article.querySelector('h1'))),
      authors: all(article, '.byline a').map(tidy),
      date: article.querySelector('.dating time')?.getAttribute('datetime') ?? '',
      lang: article.lang,
      url: canonical || (/^https?:/.test(location.protocol) ? location.href.replace(/[?#].*$/, '') : ''),
      citation: tidy(/** @type {Element} */ (document.getElementById('citation'))),
      parts: body ? partsOf(body) : [],
    };
  };
  /** @typedef {ReturnType<typeof describe>} Described */

  /** @param {Described} text */
  const tei = ({ title, authors, date, lang, url, citation, parts }) => `<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="${xml(lang)}">
<teiHeader><fileDesc>
<titleStmt><title>${xml(title)}</title>${authors.map((name) => `<author>${xml(name)}</author>`).join('')}</titleStmt>
<publicationStmt><p>${xml(url || citation)}</p></publicationStmt>
<sourceDesc><bibl>${xml(citation)}${date && `<date when="${xml(date)}"/>`}</bibl></sourceDesc>
</fileDesc></teiHeader>
<text><body>
${parts.map(asTei).join('\n')}
</body></text>
</TEI>
`;
  /** @param {Described} text @param {boolean} md */
  const plain = ({ title, authors, citation, parts }, md) =>
    [md ? `# ${title}` : title, authors.join(say('take-comma')), ...parts.map((part) => written(part, md)), citation]
      .filter(Boolean)
      .join('\n\n') + '\n';
  /** @param {Described} text */
  const json = ({ parts, ...rest }) => {
    const paragraphs = parts.map((part) => ({ anchor: part.anchor, kind: part.kind, text: written(part, false) }));
    return JSON.stringify({ ...rest, paragraphs }, null, 1) + '\n';
  };

  /** @type {[ending: string, label: string, type: string, make: (text: Described) => string][]} */
  const KINDS = [
    ['txt', 'take-txt', 'text/plain', (text) => plain(text, false)],
    ['md', 'Markdown', 'text/markdown', (text) => plain(text, true)],
    ['tei.xml', 'TEI', 'application/xml', tei],
    ['json', 'JSON', 'application/json', json],
  ];

  /** Put the ways out in the place of the button that asked for them.
   * @param {HTMLElement} button */
  sitegen.take = (button) => {
    const told = element('span', { role: 'status', class: 'note' });
    const save = async (/** @type {typeof KINDS[number]} */ [ending, , type, make]) => {
      try {
        await sitegen.demand('export');
        const text = describe();
        sitegen.download(`${text.id.replace(/[^\w.-]+/g, '-')}.${ending}`, type, make(text));
      } catch (error) {
        told.textContent = error instanceof Error ? error.message : '';
      }
    };
    const buttons = KINDS.map((kind) =>
      element('button', { type: 'button', onclick: () => save(kind) }, /^take/.test(kind[1]) ? say(kind[1]) : kind[1]),
    );
    /** @param {string} content @param {HTMLElement} by */
    const copy = async (content, by) => {
      await navigator.clipboard.writeText(content);
      told.textContent = say('take-copied', { what: by.textContent ?? '' });
    };
    const cite = element('button', { type: 'button', onclick: () => copy(describe().citation, cite) }, say('take-citation'));
    const { url } = describe();
    const link = element('button', { type: 'button', onclick: () => copy(url, link) }, say('take-link'));
    const place = element('div', { class: 'take', role: 'group', 'aria-label': button.textContent ?? '' });
    place.append(...buttons, cite, ...(url ? [link] : []), told);
    button.replaceWith(place);
    buttons[0].focus();
  };
})();
