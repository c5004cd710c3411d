'use strict';
/* How is a text of a page written as Markdown, so that sitegen reads the same parts again? */
(() => {
  const sitegen = globalThis.sitegen;
  const { IDLE, holdsBlocks, blocksOf, ownOf, all, line, onTheWeb, inArchive, noteOf } = sitegen.described;
  const FENCES = ['epigraph', 'pullquote', 'dateline', 'byline', 'signature'];
  /** @type {Record<string, string>} */
  const SIGNS = { EM: '*', I: '*', STRONG: '**', B: '**' };
  /** @type {Record<string, string>} */
  const NAMED = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '|': '&#124;' };

  /** Words that Markdown is to read as they are.
   * @param {string} text */
  const escaped = (text) =>
    text
      .replace(/\s+/g, ' ')
      .replace(/[\\*_`[\]{}]/g, '\\$&')
      .replace(/[<>&|]/g, (sign) => NAMED[sign]);
  /** A paragraph whose lines begin with nothing that Markdown would take for a sign.
   * @param {string} text */
  const guarded = (text) =>
    text.replace(/^([-+#=:~])/gmu, '\\$1').replace(/^(\p{Nd}+)\./gmu, '$1\\.').replace(/\n/g, '  \n');

  /** @param {Node} node @returns {string} */
  const inline = (node) => {
    if (!(node instanceof Element)) return escaped(node.textContent ?? '');
    if (node.matches(IDLE)) return '';
    if (node.matches('.page-break')) return pageBreak(node);
    if (node.matches('a.noteref')) return `[^${noteOf(node)?.label ?? ''}]`;
    if (node.tagName === 'BR') return '\n';
    if (node.tagName === 'IMG') return picture(node, '');
    const inner = [...node.childNodes].map(inline).join('');
    const bare = inner.trim();
    if (!bare) return inner;
    /** @param {string} before @param {string} after */
    const around = (before, after) => inner.replace(bare, () => before + bare + after);
    const sign = SIGNS[node.tagName];
    if (sign) return around(sign, sign);
    if (/^SU[BP]$/.test(node.tagName)) return around(`<${node.tagName.toLowerCase()}>`, `</${node.tagName.toLowerCase()}>`);
    const href = node.tagName === 'A' && !node.matches('.e') ? (node.getAttribute('href') ?? '') : '';
    const target = href.startsWith('#') ? href : href && onTheWeb(href);
    return target ? around('[', `](${target})`) : inner;
  };
  /** @param {Element} node */
  const words = (node) =>
    ownOf(node)
      .map(inline)
      .join('')
      .replace(/ *\n */g, '\n')
      .trim();
  /** @param {Element} node */
  const pageBreak = (node) => `{{page ${node.getAttribute('title') ?? ''}}}`;
  /** @param {Element} image @param {string} caption */
  const picture = (image, caption) => {
    const title = caption && ` "${line(caption).replaceAll('"', '”')}"`;
    return `![${escaped(image.getAttribute('alt') ?? '')}](${inArchive(image.getAttribute('src') ?? '')}${title})`;
  };
  /** The anchor that an author wrote; those made of the words are made again.
   * @param {Element} node */
  const anchor = (node) => (node.id && !/^(p-[a-z2-7]{5}(-\d+)?|page-.*|note-.*)$/.test(node.id) ? ` {#${node.id}}` : '');

  /** @param {Element} verse */
  const verse = (verse) =>
    all(verse, '.line')
      .map((one) => {
        const halves = all(one, '.hemistich');
        return (halves.length ? halves : [one]).map((half) => words(half)).join(' *** ');
      })
      .join('\n');
  /** @param {Element} table */
  const grid = (table) => {
    const rows = all(table, 'tr').map((row) => all(row, 'th, td'));
    const [head, ...body] = table.querySelector('thead') ? rows : [[], ...rows];
    const width = Math.max(...rows.map((row) => row.length));
    /** @param {string[]} cells */
    const row = (cells) => `| ${[...cells, ...Array(width - cells.length).fill('')].join(' | ')} |`;
    /** @param {Element} cell */
    const rule = ({ classList }) =>
      classList.contains('align-center') ? ':---:' : classList.contains('align-right') ? '---:' : classList.contains('align-left') ? ':---' : '---';
    /** @param {Element[]} cells */
    const told = (cells) => row(cells.map((cell) => words(cell).replace(/\n/g, ' ')));
    const rules = [...head.map(rule), ...Array(width - head.length).fill('---')];
    return [told(head), row(rules), ...body.map(told)].join('\n');
  };
  /** @param {string} text @param {string} by @param {string} [first] */
  const indented = (text, by, first = by) => first + text.replace(/\n(?=.)/g, `\n${by}`);
  /** @param {Element} list */
  const items = (list) => {
    const loose = list.querySelector(':scope > li > p') !== null;
    const told = all(list, ':scope > li').map((item) => {
      const own = guarded(words(item));
      const parts = [...(own ? [own] : []), ...flow(item)];
      return indented(parts.join(loose ? '\n\n' : '\n'), '    ', list.tagName === 'OL' ? '1.  ' : '-   ');
    });
    return told.join(loose ? '\n\n' : '\n');
  };
  /** @param {Element} notes */
  const footnotes = (notes) =>
    all(notes, ':scope > ol > li, :scope > li').map((item, n) => {
      const parts = flow(item);
      return indented((parts.length ? parts : [words(item)]).join('\n\n'), '    ', `[^${n + 1}]: `);
    });

  /** @param {Element} node @returns {string[]} */
  const block = (node) => {
    const tag = node.tagName;
    if (node.matches('.page-break')) return [pageBreak(node)];
    if (node.matches('.notes')) return footnotes(node);
    if (node.matches('.verse')) return [`::: verse\n${verse(node)}\n:::`];
    const fence = FENCES.find((name) => node.classList.contains(name));
    if (fence) return [`::: ${fence}\n${(node.matches('p') ? [guarded(words(node))] : flow(node)).join('\n\n')}\n:::`];
    if (/^H[1-6]$/.test(tag)) return [`${'#'.repeat(Number(tag[1]))} ${words(node).replace(/\n/g, ' ')}${anchor(node)}`];
    if (tag === 'UL' || tag === 'OL') return [items(node)];
    if (tag === 'BLOCKQUOTE') return [flow(node).join('\n\n').replace(/^/gm, '> ')];
    if (tag === 'TABLE') return [grid(node)];
    if (tag === 'PRE') return ['```\n' + (node.textContent ?? '') + '\n```'];
    if (tag === 'HR') return ['---'];
    if (tag === 'FIGURE') {
      const caption = node.querySelector('figcaption')?.textContent ?? '';
      return all(node, 'img').map((image) => picture(image, caption));
    }
    if (holdsBlocks(node)) return flow(node);
    const text = words(node);
    return text ? [guarded(text) + anchor(node)] : [];
  };
  /** The blocks inside of an element, in their order; its own words are the caller's.
   * @param {Element} within @returns {string[]} */
  const flow = (within) => blocksOf(within).flatMap(block);

  /** Front matter as YAML: JSON's strings and lists are YAML's.
   * @param {Described} text */
  const frontMatter = (text) => {
    const { id, title, subtitle, authors, editors, translators, collection, volume, issue, pages, date } = text;
    const { date_printed, section, subjects, summary, doi, url, citation } = text;
    const lang = text.lang === 'ar' ? '' : text.lang;
    const identifiers = Object.fromEntries(Object.entries({ doi, url }).filter(([, value]) => value));
    const fields = {
      id, title, subtitle, authors, editors, translators, collection, volume, issue, pages, date, date_printed,
      lang, section, subjects, summary, source: citation, identifiers,
    };
    const lines = Object.entries(fields)
      .filter(([, value]) => (typeof value === 'string' ? value : Object.keys(value).length))
      .map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
    return ['---', ...lines, '---', ''].join('\n');
  };

  sitegen.asMarkdown = (text) => `${frontMatter(text)}${text.body ? flow(text.body).join('\n\n') : ''}\n`;
})();
