'use strict';
/* How does a table leave for a spreadsheet? Equal to export/spreadsheet.py, by vectors. */
(() => {
  const sitegen = globalThis.sitegen;
  /** What a spreadsheet may take for a formula, behind what it does not show. */
  const FORMULA = /^[\s\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/;
  const QUOTED = /[",;\r\n\t]|^\s|\s$/;

  /** @param {string|number} value */
  const cell = (value) => {
    const text = typeof value === 'string' && FORMULA.test(value) ? `'${value}` : String(value);
    return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };

  /** Rows as CSV: UTF-8 with a mark, so that a spreadsheet reads Arabic; no cell is a formula.
   * @param {(string|number)[][]} rows */
  sitegen.csv = (rows) => '\uFEFF' + rows.map((row) => row.map(cell).join(',') + '\r\n').join('');
})();
