'use strict';
/* How far has a concordance been read? Texts one after the other, stopped and taken up again. */
(() => {
  const sitegen = globalThis.sitegen;
  const MOST = 1000; // documents at one go
  const AT_ONCE = 6;

  /** The lines of a document, its title first; null where its text cannot be had.
   * @param {Answer} answer @param {number} number
   * @param {{phrases: string[][], words: Set<string>}} sought
   * @returns {Promise<ConcordanceLine[]|null>} */
  const linesOf = async (answer, number, { phrases, words }) => {
    const text = await answer.text(number);
    if (!text) return null;
    const forms = answer.formsIn(number);
    const wanted = new Set(
      answer.words.flatMap(({ kind, form }, i) => (words.has(`${kind} ${form}`) ? [...forms[i]] : [])),
    );
    const blocks = [{ anchor: '', text: text.title }, ...text.blocks];
    for (let part = 1; part <= text.parts; part++) blocks.push(...(await text.part(part)));
    return sitegen
      .contexts(blocks, (form) => wanted.has(form), phrases, answer.lookup.analyzer)
      .map((line, at) => ({ ...line, text, at }));
  };

  class Reading {
    /** @param {Answer} answer @param {QueryNode} tree of its query
     * @param {(k: number) => Promise<Hit[]>} hits gives the first k */
    constructor(answer, tree, hits) {
      this.answer = answer;
      this.sought = sitegen.sought(tree);
      this.hits = hits;
      /** @type {ConcordanceLine[]} */
      this.lines = [];
      this.read = 0;
      this.limit = 0;
      this.missing = 0; // documents whose texts could not be had
      this.running = false;
    }

    get done() {
      return this.read >= this.answer.total;
    }

    /** Whether reading ended where it had to, not where it was stopped. */
    get full() {
      return !this.done && this.read >= this.limit;
    }

    stop() {
      this.running = false;
    }

    /** Read on to the next limit, or until stopped.
     * @param {() => Promise<void>|void} tell after each few documents */
    async go(tell) {
      this.running = true;
      this.limit = this.read + MOST;
      const hits = await this.hits(this.limit);
      while (this.running && this.read < hits.length) {
        const some = hits.slice(this.read, this.read + AT_ONCE);
        const found = await Promise.all(some.map(({ number }) => linesOf(this.answer, number, this.sought)));
        for (const lines of found) {
          if (lines) this.lines.push(...lines);
          else this.missing++;
        }
        this.read += some.length;
        await tell();
      }
      this.running = false;
    }

    /** The lines, sorted by what follows (right) or precedes (left) the keyword, or by date.
     * @param {string} by */
    sorted(by) {
      const dated = [...this.lines].sort((a, b) => a.text.number - b.text.number || a.at - b.at);
      return by === 'date' ? dated : sitegen.byContext(dated, by === 'left' ? 'left' : 'right');
    }
  }
  sitegen.Reading = Reading;
})();
