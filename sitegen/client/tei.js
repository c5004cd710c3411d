'use strict';
/* How is a text of a page written as TEI P5? As the archive's own export writes it: export/tei.py. */
(() => {
  const sitegen = globalThis.sitegen;
  const { IDLE, holdsBlocks, blocksOf, ownOf, all, onTheWeb, inArchive, noteOf } = sitegen.described;
  const ROLES = ['pullquote', 'dateline', 'byline', 'signature'];
  const NAMES = { person: 'persName', place: 'placeName', organization: 'orgName', work: 'title', event: 'name' };
  /** @type {Record<string, string>} */
  const RENDS = { EM: 'italic', I: 'italic', STRONG: 'bold', B: 'bold', SUP: 'superscript', SUB: 'subscript' };
  /** @type {Record<string, string>} */
  const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

  /** @param {string} text */
  const xml = (text) => text.replace(/[\0-\x08\v\f\x0E-\x1F]/g, '').replace(/[&<>"]/g, (sign) => ENTITIES[sign]);
  /** An id of XML: a name without colon.
   * @param {Element} node */
  const idOf = ({ id }) => (/^[\p{L}_][\p{L}\p{Nd}_.-]*$/u.test(id) ? ` xml:id="${id}"` : '');
  /** @param {Element} node */
  const pageBreak = (node) => `<pb n="${xml(node.getAttribute('title') ?? '')}"/>`;
  /** @param {Element} image */
  const graphic = (image) => `<graphic url="${xml(inArchive(image.getAttribute('src') ?? ''))}"/>`;

  /** @param {Node} node @returns {string} */
  const inline = (node) => {
    if (!(node instanceof Element)) return xml((node.textContent ?? '').replace(/\s+/g, ' '));
    if (node.matches(IDLE)) return '';
    if (node.matches('.page-break')) return pageBreak(node);
    if (node.matches('a.noteref')) {
      const note = noteOf(node);
      const parts = note ? flow(note.item) : [];
      return note ? `<note place="bottom" n="${note.label}">${parts.join('') || `<p>${words(note.item)}</p>`}</note>` : '';
    }
    if (node.tagName === 'BR') return '<lb/>';
    if (node.tagName === 'IMG') return graphic(node);
    const inner = [...node.childNodes].map(inline).join('');
    const href = node.tagName === 'A' ? (node.getAttribute('href') ?? '') : '';
    const [, name = ''] = Object.entries(NAMES).find(([type]) => node.matches(`a.e-${type}`)) ?? [];
    if (name) return `<${name} ref="${xml(onTheWeb(href) || inArchive(href))}">${inner}</${name}>`;
    if (href) return `<ref target="${xml(href.startsWith('#') ? href : onTheWeb(href) || inArchive(href))}">${inner}</ref>`;
    const rend = RENDS[node.tagName];
    if (rend) return `<hi rend="${rend}">${inner}</hi>`;
    const lang = node.getAttribute('lang');
    return lang ? `<foreign xml:lang="${xml(lang)}">${inner}</foreign>` : inner;
  };
  /** The words of an element, without the blocks in it.
   * @param {Element} node @returns {string} */
  const words = (node) =>
    ownOf(node)
      .map(inline)
      .join('')
      .trim();

  /** @param {Element} verse */
  const lines = (verse) =>
    all(verse, '.line').map((one) => {
      const halves = all(one, '.hemistich');
      const inner = halves.map((half) => `<seg>${words(half)}</seg>`).join('');
      return `<l>${halves.length > 1 ? inner : words(halves[0] ?? one)}</l>\n`;
    });
  /** @param {Element} table */
  const rows = (table) =>
    all(table, 'tr').map((row) => {
      const role = row.closest('thead') ? ' role="label"' : '';
      return `<row${role}>${all(row, 'th, td').map((cell) => `<cell>${words(cell)}</cell>`).join('')}</row>\n`;
    });

  /** @param {Element} node @returns {string[]} */
  const block = (node) => {
    const tag = node.tagName;
    const id = idOf(node);
    if (node.matches('.page-break')) return [pageBreak(node) + '\n'];
    if (node.matches('.notes')) return []; // each stands where it is called
    if (node.matches('.verse')) return [`<lg${id}>\n${lines(node).join('')}</lg>\n`];
    if (tag === 'UL' || tag === 'OL') {
      const items = all(node, ':scope > li').map((item) => `<item${idOf(item)}>${words(item)}${flow(item).join('')}</item>\n`);
      return [`<list${tag === 'OL' ? ' rend="numbered"' : ''}>\n${items.join('')}</list>\n`];
    }
    if (tag === 'BLOCKQUOTE') {
      const type = node.matches('.epigraph') ? ' type="epigraph"' : '';
      return [`<quote${type}>${flow(node).join('') || `<p>${words(node)}</p>`}</quote>\n`];
    }
    if (tag === 'TABLE') return [`<table>\n${rows(node).join('')}</table>\n`];
    if (tag === 'FIGURE') {
      const caption = node.querySelector('figcaption');
      return all(node, 'img').map((image) => {
        const alt = xml(image.getAttribute('alt') ?? '');
        const head = caption ? `<head>${words(caption)}</head>` : '';
        return `<figure>${graphic(image)}${head}<figDesc>${alt}</figDesc></figure>\n`;
      });
    }
    if (tag === 'HR') return ['<ab>* * *</ab>\n'];
    if (holdsBlocks(node)) return flow(node);
    const inner = words(node);
    const role = ROLES.find((name) => node.closest(`.${name}`));
    const rend = role ? ` rend="${role}"` : '';
    return inner ? [`<p${id}${rend}>${inner}</p>\n`] : [];
  };
  /** The blocks inside of an element, in their order.
   * @param {Element} within @returns {string[]} */
  const flow = (within) => blocksOf(within).flatMap(block);

  /** A text's divisions: what follows a heading is in one of its own.
   * @param {Element} body */
  const divisions = (body) => {
    /** @type {number[]} */
    let open = [];
    const parts = blocksOf(body).map((child) => {
      if (!/^H[1-6]$/.test(child.tagName)) return block(child).join('');
      const level = Number(child.tagName[1]);
      const shut = '</div>\n'.repeat(open.filter((one) => one >= level).length);
      open = [...open.filter((one) => one < level), level];
      return `${shut}<div>\n<head${idOf(child)}>${words(child)}</head>\n`;
    });
    return parts.join('') + '</div>\n'.repeat(open.length);
  };

  /** @param {Described} text */
  const header = (text) => {
    const people = [
      ...text.authors.map((name) => `<author>${xml(name)}</author>`),
      ...text.editors.map((name) => `<editor>${xml(name)}</editor>`),
      ...text.translators.map((name) => `<editor role="translator">${xml(name)}</editor>`),
    ].join('');
    const level = text.csl.type === 'chapter' ? 'm' : 'j';
    const title = text.container && `<title level="${level}">${xml(text.container)}</title>`;
    const { publisher = '', 'publisher-place': place = '' } = text.csl;
    const imprint = [
      place && `<pubPlace>${xml(place)}</pubPlace>`,
      publisher && `<publisher>${xml(publisher)}</publisher>`,
      text.date ? `<date when="${xml(text.date)}">${xml(text.date_printed || text.date)}</date>` : '<date/>',
    ].join('');
    const scopes = Object.entries({ volume: text.volume, issue: text.issue, page: text.pages })
      .map(([unit, value]) => value && `<biblScope unit="${unit}">${xml(value)}</biblScope>`)
      .join('');
    const terms = text.subjects.map((one) => `<term>${xml(one)}</term>`).join('');
    const keywords = terms && `<profileDesc><textClass><keywords>${terms}</keywords></textClass></profileDesc>\n`;
    return `<teiHeader>
<fileDesc>
<titleStmt><title>${xml(text.title)}</title>${people}</titleStmt>
<publicationStmt><p>${xml(text.url || text.citation)}</p></publicationStmt>
<sourceDesc>
<biblStruct>
<analytic><title level="a">${xml(text.title)}</title>${people}</analytic>
<monogr>${title}<imprint>${imprint}</imprint>${scopes}</monogr>
<idno>${xml(text.id)}</idno>
</biblStruct>
<bibl>${xml(text.citation)}</bibl>
</sourceDesc>
</fileDesc>
${keywords}</teiHeader>`;
  };

  sitegen.asTei = (text) => `<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="${sitegen.citeKey(text.id).replace(/^(?=\d|-)/, 'd-').replace(/:/g, '-')}">
${header(text)}
<text xml:lang="${xml(text.lang)}">
<body>
<div type="article" xml:id="text">
<head>${xml(text.title)}</head>
${text.body ? divisions(text.body) : ''}</div>
</body>
</text>
</TEI>
`;
})();
