'use strict';
/* How would the reader have the page? The controls of the bar, loaded when it is opened. */
(() => {
  const sitegen = globalThis.sitegen;
  const { say, element, choose } = sitegen;
  const SIZES = 4; // steps up and down from the page's own size
  const choices = sitegen.choices();

  /** @param {string} name @param {string} id */
  const checkbox = (name, id) => {
    const box = /** @type {HTMLInputElement} */ (
      element('input', {
        type: 'checkbox',
        onchange: (event) => choose(name, event.target.checked ? '' : 'off'),
      })
    );
    box.checked = choices[name] !== 'off';
    return element('label', {}, box, ' ', say(id));
  };
  /** @param {string} name @param {string} id @param {[string, string][]} options */
  const select = (name, id, options) => {
    const made = options.map(([value, label]) =>
      element('option', { value, selected: (choices[name] ?? '') === value }, say(label)),
    );
    const list = element('select', { onchange: (event) => choose(name, event.target.value) }, ...made);
    return element('label', {}, say(id), ' ', list);
  };
  /** @param {number} step @param {string} label @param {string} id */
  const sizer = (step, label, id) =>
    element(
      'button',
      {
        type: 'button',
        'aria-label': say(id),
        title: say(id),
        onclick: () => {
          const size = Math.max(-SIZES, Math.min(SIZES, Number(choices.size ?? 0) + step));
          choose('size', size ? String(size) : '');
        },
      },
      label,
    );
  /** The controls of the bar, and Escape closes it.
   * @param {HTMLElement} details */
  sitegen.readerControls = (details) => {
    const size = element(
      'span',
      { role: 'group', 'aria-label': say('bar-size') },
      say('bar-size'),
      ' ',
      sizer(-1, '\u2212', 'bar-smaller'),
      sizer(1, '+', 'bar-larger'),
    );
    const controls = element(
      'div',
      { class: 'reader-controls' },
      checkbox('tashkeel', 'bar-tashkeel'),
      size,
      select('face', 'bar-face', [
        ['', 'face-site'],
        ['naskh', 'face-naskh'],
        ['sans', 'face-sans'],
      ]),
      select('measure', 'bar-measure', [
        ['narrow', 'measure-narrow'],
        ['', 'measure-site'],
        ['wide', 'measure-wide'],
      ]),
      select('theme', 'bar-theme', [
        ['', 'theme-auto'],
        ['light', 'theme-light'],
        ['dark', 'theme-dark'],
        ['sepia', 'theme-sepia'],
      ]),
      select('digits', 'bar-digits', [
        ['', 'digits-site'],
        ['arab', 'digits-arab'],
        ['latn', 'digits-latn'],
      ]),
      ...(sitegen.speech?.lang === 'ar'
        ? [
            select('months', 'bar-months', [
              ['', 'digits-site'],
              ['levant', 'months-levant'],
              ['egypt', 'months-egypt'],
              ['maghrib', 'months-maghrib'],
            ]),
          ]
        : []),
      select('calendar', 'bar-calendar', [
        ['', 'calendar-both'],
        ['first', 'calendar-first'],
        ['gregorian', 'calendar-gregorian'],
        ['hijri', 'calendar-hijri'],
      ]),
      select('images', 'bar-images', [
        ['', 'images-line'],
        ['ask', 'images-ask'],
        ['all', 'images-all'],
      ]),
      checkbox('links', 'bar-links'),
      checkbox('keys', 'bar-keys'),
    );
    details.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !details.hasAttribute('open')) return;
      details.removeAttribute('open');
      details.querySelector('summary')?.focus();
    });
    return controls;
  };
})();
