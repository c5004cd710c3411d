'use strict';
/* Could this Latin spelling stand for this Arabic word? Equal to sitegen/arabic/romanise. */
(() => {
  const sitegen = globalThis.sitegen;
  const { units, unsaid, lost, mute, silent, vowels, longest, articles, servant, article } =
    sitegen.mending.romanise;
  const ARTICLES = new Set(articles.split(' '));
  const SERVANT = /^abd[aeiou]?(?:l(?!lah)|([rnsztd])(?=\1))?(?=...)/;
  /** What Latin letters stand for, and the weight of that.
   * @type {Map<string, [string, number][]>} */
  const table = new Map();
  for (const unit of units.split(' ')) {
    const [latin, said] = unit.split(':');
    const meant = table.get(latin) ?? [];
    table.set(latin, meant);
    meant.push([said.slice(0, -1), Number(said.slice(-1))]);
  }

  /** @param {string} latin */
  sitegen.farthestReading = (latin) => 2 + Math.floor((latin.length * 2) / 3);

  /** Part folded Latin words as names are parted: no article, and Abd by itself.
   * @param {string[]} forms */
  sitegen.latinWords = (forms) =>
    forms.flatMap((form, at) => {
      if (ARTICLES.has(form) && at + 1 < forms.length) return [];
      const found = SERVANT.exec(form);
      return found ? ['abd', form.slice(found[0].length)] : [form];
    });

  /** Part the folded words of an Arabic name: without the article, Abd by itself.
   * @param {string[]} forms */
  sitegen.arabicWords = (forms) =>
    forms.flatMap((form) => {
      const joined = servant + article;
      const isServant = form.startsWith(joined) && form.length > joined.length + 1;
      const rest = isServant ? form.slice(servant.length) : form;
      const has = rest.startsWith(article) && rest.length > article.length + 1;
      const word = has ? rest.slice(article.length) : rest;
      return isServant ? [servant, word] : [word];
    });

  /** The letters with which Arabic words begin that *latin* may stand for.
   * @param {string} latin */
  sitegen.firstLetters = (latin) => {
    const meant = new Set(vowels.includes(latin[0] ?? '-') ? silent : '');
    for (let size = 1; size <= Math.min(longest, latin.length); size++) {
      for (const [arabic] of table.get(latin.slice(0, size)) ?? []) meant.add(arabic[0]);
    }
    return [...meant];
  };

  /** Weigh the cheapest reading of *latin* as *arabic*; `limit + 1` where it weighs more.
   * @param {string} latin @param {string} arabic @param {number} limit */
  sitegen.unlikeness = (latin, arabic, limit) => {
    const rows = Array.from({ length: latin.length + 1 }, () =>
      new Array(arabic.length + 1).fill(limit + 1),
    );
    rows[0][0] = 0;
    for (let i = 0; i <= latin.length; i++) {
      const row = rows[i];
      const letter = latin[i];
      for (let j = 0; j <= arabic.length; j++) {
        const cost = row[j];
        if (cost > limit) continue;
        if (j < arabic.length) {
          row[j + 1] = Math.min(row[j + 1], cost + (silent.includes(arabic[j]) ? unsaid : lost));
        }
        if (letter === undefined) continue;
        const free = vowels.includes(letter) || (i && latin[i - 1] === letter);
        const step = free ? 0 : i + 1 === latin.length ? mute : lost;
        rows[i + 1][j] = Math.min(rows[i + 1][j], cost + step);
        for (let size = 1; size <= Math.min(longest, latin.length - i); size++) {
          for (const [meant, weight] of table.get(latin.slice(i, i + size)) ?? []) {
            if (!arabic.startsWith(meant, j)) continue;
            const at = j + meant.length;
            rows[i + size][at] = Math.min(rows[i + size][at], cost + weight);
          }
        }
      }
    }
    return Math.min(rows[latin.length][arabic.length], limit + 1);
  };
})();
