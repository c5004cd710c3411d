'use strict';
/* How do results leave the page? As a link, as a table, as citations; never with a file's address. */
(() => {
  const sitegen = globalThis.sitegen;
  const { say, element } = sitegen;
  const MOST = 1000; // results in a file
  const AT_ONCE = 6;
  const CITED = 180; // documents in a shard of citations
  const COLUMNS = ['id', 'title', 'authors', 'date', 'collection', 'volume', 'issue', 'score', 'url', 'passage'];

  /** Where the site is on the web: what site.toml says, else where it is read; '' on a disk.
   * @param {Manifest} manifest */
  const webRoot = ({ base }) => base ?? (/^https?:/.test(sitegen.root) ? sitegen.root : '');

  sitegen.publicAddress = (url, manifest) => webRoot(manifest) + url;

  /** What a table says of a document between its id and the rest.
   * @param {ArchiveText} text @param {Manifest} manifest */
  sitegen.placeCells = ({ title, authors, date, collection, volume, issue }, { collections }) => {
    const [, name = collection] = collections.find(([id]) => id === collection) ?? [];
    return [title, authors.join('\u061B '), date, name, volume, issue];
  };

  sitegen.download = (name, type, content) => {
    const href = URL.createObjectURL(new Blob([content], { type: `${type};charset=utf-8` }));
    const link = element('a', { href, download: name, hidden: true });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  };

  /** A document with its score.
   * @typedef {{text: ArchiveText, score: number}} Saved */

  /** The best passage of a text's head, unmarked.
   * @param {ArchiveText} text @param {Answer} answer */
  const passageOf = (text, answer) => {
    const forms = answer.formsIn(text.number);
    const words = answer.words.map(({ idf }, i) => ({ idf, forms: forms[i] }));
    const [passage] = sitegen.passages(text.blocks, words, answer.lookup.analyzer);
    return passage ? passage.parts.map((part) => part.text).join('').replace(/\s+/g, ' ').trim() : '';
  };

  /** @param {Saved[]} saved @param {Answer} answer @param {Manifest} manifest */
  const asTable = (saved, answer, manifest) => {
    const rows = saved.map(({ text, score }) => [
      text.id, ...sitegen.placeCells(text, manifest), score,
      sitegen.publicAddress(text.url, manifest), passageOf(text, answer),
    ]);
    return sitegen.csv([COLUMNS, ...rows]);
  };

  /** What a citation needs beside the texts: rows of documents, and of collections. What cannot be
   * had is left out.
   * @param {Saved[]} saved @param {Lookup} lookup @returns {Promise<CiteSource[]>} */
  const sources = async (saved, { library, manifest }) => {
    const [{ numbering }] = manifest.segments;
    /** @param {string} path */
    const shard = (path) => library.plain(`cite/${path}`, numbering).catch(() => []);
    /** @type {Map<string, any[]>} */
    const collections = new Map((await shard('collections')).map((row) => [row[0], row]));
    return Promise.all(
      saved.map(async ({ text }) => {
        const [year, first] = [...manifest.years].reverse().find(([, from]) => from <= text.number) ?? [0, 0];
        const at = text.number - first;
        const row = (await shard(`${year}/${Math.floor(at / CITED)}`))[at % CITED] ?? [];
        const [pages = '', lang = 'ar', doi = '', url = '', editors = [], translators = [], keywords = []] = row;
        const [, kind = '', publisher = '', place = '', issn = ''] = collections.get(text.collection) ?? [];
        const [, container = text.collection] =
          manifest.collections.find(([id]) => id === text.collection) ?? [];
        return {
          id: text.id, title: text.title, authors: text.authors, editors, translators, container,
          container_kind: kind, volume: text.volume, issue: text.issue, pages, date: text.date,
          publisher, place, issn, lang, doi, keywords,
          url: url || (webRoot(manifest) && webRoot(manifest) + text.url),
        };
      }),
    );
  };
  sitegen.citeSources = sources;

  /** Entries, each with a key of its own: BibTeX does not tell small letters from capitals.
   * @param {CiteSource[]} cited */
  const asBibtex = (cited) => {
    const taken = new Set();
    return cited
      .map((source) => {
        const key = sitegen.citeKey(source.id);
        let own = key;
        for (let n = 2; taken.has(own.toLowerCase()); n++) own = `${key}-${n}`;
        taken.add(own.toLowerCase());
        return sitegen.bibtex(source, own) + '\n';
      })
      .join('\n');
  };
  sitegen.bibliography = asBibtex;

  /** @type {Record<string, {file: string, type: string,
   *   write(saved: Saved[], answer: Answer): Promise<string>|string}>} */
  const FORMATS = {
    CSV: {
      file: 'results.csv',
      type: 'text/csv',
      write: (saved, answer) => asTable(saved, answer, answer.lookup.manifest),
    },
    BibTeX: {
      file: 'results.bib',
      type: 'application/x-bibtex',
      write: async (saved, { lookup }) => asBibtex(await sources(saved, lookup)),
    },
    RIS: {
      file: 'results.ris',
      type: 'application/x-research-info-systems',
      write: async (saved, { lookup }) =>
        (await sources(saved, lookup)).map((source) => sitegen.ris(source) + '\n\n').join('').replaceAll('\n', '\r\n'),
    },
  };

  /** Read the texts of results; null where it was stopped.
   * @param {Answer} answer @param {() => boolean} going @param {(read: number) => void} tell */
  const read = async (answer, going, tell) => {
    /** @type {Saved[]} */
    const saved = [];
    for (let at = 0; at < answer.hits.length; at += AT_ONCE) {
      const some = answer.hits.slice(at, at + AT_ONCE);
      const texts = await Promise.all(some.map(({ number }) => answer.text(number)));
      texts.forEach((text, i) => text && saved.push({ text, score: some[i].score }));
      if (!going()) return null;
      tell(at + some.length);
    }
    return saved;
  };

  /** The address of this search, for others.
   * @param {Manifest} manifest */
  const shared = ({ base }) =>
    location.protocol === 'file:' && base ? `${base}${sitegen.home.slice(sitegen.root.length)}search.html${location.hash}` : location.href;

  /** @param {SearchPage} page @param {Manifest} manifest @param {HTMLElement} status */
  const linkRow = (page, manifest, status) => {
    const href = shared(manifest);
    const box = /** @type {HTMLInputElement} */ (
      element('input', { id: 'share-link', type: 'text', readonly: true, dir: 'ltr', value: href })
    );
    const copy = async () => {
      box.value = shared(manifest); // the search may be another by now
      box.select();
      const done = navigator.clipboard
        ? await navigator.clipboard.writeText(box.value).then(() => true, () => false)
        : false;
      status.textContent = say(done || document.execCommand('copy') ? 'share-copied' : 'share-by-hand');
    };
    const label = element('label', { for: box.id }, say('share-link'));
    const button = element('button', { type: 'button', onclick: copy }, say('share-copy'));
    const note = href.startsWith('file:') ? [element('p', { class: 'note' }, say('share-disk'))] : [];
    return [element('div', { class: 'row' }, label, box, button), ...note];
  };

  /** @param {SearchPage} page @param {HTMLElement} status */
  const saveRow = (page, status) => {
    let turn = 0;
    const stop = element('button', { type: 'button', onclick: () => finish(say('save-stopped')) }, say('save-stop'));
    stop.hidden = true;
    /** @param {string} told */
    const finish = (told) => {
      turn++;
      stop.hidden = true;
      status.textContent = told;
    };
    /** @param {string} name */
    const save = async (name) => {
      const mine = ++turn;
      stop.hidden = false;
      try {
        const answer = await page.engine.search(page.state.q, { ...page.state, k: MOST });
        const most = answer.hits.length;
        const saved = await read(answer, () => mine === turn, (n) => {
          status.textContent = say('save-reading', { n, of: most });
        });
        if (!saved) return;
        const { file, type, write } = FORMATS[name];
        sitegen.download(file, type, await write(saved, answer));
        finish(say('save-done', { n: saved.length, of: answer.total }));
      } catch {
        if (mine === turn) finish(say('save-failed'));
      }
    };
    const buttons = Object.keys(FORMATS).map((name) =>
      element('button', { type: 'button', lang: 'en', onclick: () => save(name) }, name),
    );
    const label = element('span', { id: 'save-label' }, say('save-as', { n: MOST }));
    return element('div', { class: 'row', role: 'group', 'aria-labelledby': 'save-label' }, label, ...buttons, stop);
  };

  sitegen.exportPanel = async (page, button) => {
    const there = document.getElementById('saving');
    button.setAttribute('aria-expanded', String(!there));
    button.setAttribute('aria-controls', 'saving');
    if (there) return there.remove();
    const { manifest } = await page.engine.open();
    const status = element('p', { role: 'status' });
    const panel = element('section', { id: 'saving', class: 'saving', 'aria-label': button.textContent ?? '' });
    panel.append(...linkRow(page, manifest, status), saveRow(page, status), status);
    button.closest('.views')?.after(panel);
    panel.querySelector('button')?.focus();
  };
})();
