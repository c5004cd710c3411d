'use strict';
/* The page offline.html: what is kept in this browser, and does the reader want all of it? */
(() => {
  const { say, element } = sitegen;
  const place = /** @type {HTMLElement} */ (document.getElementById('keeping'));
  const status = element('p', { class: 'status', role: 'status' });
  const bar = /** @type {HTMLProgressElement} */ (element('progress', { 'aria-label': say('keep-bar') }));
  const buttons = element('p', { class: 'buttons' });
  const advice = element('p', { class: 'advice' });
  const seen = element('div');
  place.append(status, bar, buttons, advice, seen);
  bar.hidden = true;

  /** @param {number} bytes */
  const size = (bytes) => {
    const units = ['keep-kb', 'keep-mb', 'keep-gb'];
    let value = bytes / 1000;
    let unit = 0;
    for (; value >= 1000 && unit < 2; unit++) value /= 1000;
    return say(units[unit], { n: value < 10 && unit ? Math.round(value * 10) / 10 : Math.ceil(value) });
  };
  /** @param {number} n */
  const files = (n) => say('keep-files', { n });
  /** @param {string} id @param {() => void} act */
  const button = (id, act) => element('button', { type: 'button', onclick: act }, say(id));

  /** Bytes that this browser would still give; undefined where it does not say. */
  const room = async () => {
    const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
    return quota === undefined ? undefined : quota - (usage ?? 0);
  };
  let isDriving = false;
  let last = '';
  /** @param {KeepingReport} report */
  const show = async (report) => {
    const { on, paused, complete, isCurrent, fault, bytes, doneFiles, doneBytes } = report;
    const all = { files: files(report.files), size: size(bytes) };
    const left = Math.max(0, bytes - doneBytes);
    const free = on && isCurrent ? undefined : await room();
    const fits = free === undefined || free > left;
    bar.hidden = !on || isCurrent || !bytes;
    bar.max = bytes || 1;
    bar.value = doneBytes;
    const made = [];
    let told;
    if (!bytes) told = '';
    else if (!on) {
      told = say('keep-offer', all);
      if (fits) made.push(button('keep-now', keep));
    } else if (isCurrent) told = say('keep-all', all);
    else {
      const done = { done: files(doneFiles), part: size(doneBytes), ...all };
      told = say(complete ? 'keep-renewing' : 'keep-progress', done);
      made.push(isDriving && !fault && !paused ? button('keep-pause', pause) : button('keep-on', keep));
    }
    if (on || doneFiles) made.push(button('keep-forget', forget));
    const said = [];
    if (fault) said.push(say(`keep-fault-${fault}`));
    else if (!fits) said.push(say('keep-no-room', { size: size(left) }));
    if (free !== undefined && bytes && fault !== 'quota') said.push(say('keep-room', { size: size(free) }));
    if (status.textContent !== told) status.textContent = told;
    advice.textContent = said.join(' ');
    const now = made.map((one) => one.textContent).join();
    if (now !== last) buttons.replaceChildren(...made);
    last = now;
  };

  const keep = async () => {
    if (isDriving) return;
    isDriving = true;
    try {
      navigator.storage?.persist?.().catch(() => {}); // else a browser short of room may forget it
      await show(await sitegen.offline.talk('keep'));
      const report = await sitegen.offline.drive(show, true);
      isDriving = false;
      await show(report);
    } catch {
      fail('network');
    }
    isDriving = false;
  };
  const pause = async () => {
    isDriving = false;
    await ask('pause');
  };
  const forget = async () => {
    isDriving = false;
    await ask('forget');
  };
  /** @param {string} what */
  const ask = async (what) => {
    try {
      await show(await sitegen.offline.talk(what));
    } catch {
      fail('network');
    }
  };
  /** @param {string} fault */
  const fail = (fault) => {
    advice.textContent = say(`keep-fault-${fault}`);
  };

  /** Where the page that was asked for is not here. */
  const tellMissing = () => {
    const path = new URLSearchParams(location.hash.slice(1)).get('missing');
    if (!path) return;
    const href = sitegen.root + path.split('/').map(encodeURIComponent).join('/');
    place.before(
      element(
        'p',
        { class: 'withheld', id: 'missing' },
        `${say('keep-missing')} `,
        element('a', { href }, say('keep-again')),
      ),
    );
  };
  const showSeen = async () => {
    const pages = /** @type {{url: string, title: string}[]} */ (await sitegen.offline.talk('pages'));
    const plain = (/** @type {string} */ html) => new DOMParser().parseFromString(html, 'text/html').body.textContent ?? '';
    const site = / \u00B7 [^\u00B7]*$/; // behind the title of every page
    const items = pages
      .filter(({ url }) => !url.endsWith('/offline.html'))
      .map(({ url, title }) => element('li', {}, element('a', { href: url }, plain(title).replace(site, ''))));
    if (!items.length) return;
    seen.replaceChildren(element('h2', {}, say('keep-seen')), element('ul', { class: 'seen' }, ...items));
  };

  /** Show how far it is, and go on with what was asked for. */
  const goOn = async () => {
    const report = /** @type {KeepingReport} */ (await sitegen.offline.talk('report'));
    if (isDriving) return report;
    await show(report);
    if (report.on && !report.paused && !report.isCurrent && !report.fault) keep();
    return report;
  };
  const start = async () => {
    tellMissing();
    try {
      await sitegen.demand('offline');
      const { isPossible, reason, greeted } = sitegen.offline;
      if (!isPossible) {
        status.textContent = say(`keep-${reason}`);
        return;
      }
      const report = await goOn();
      navigator.serviceWorker.addEventListener('controllerchange', () => goOn().catch(() => {}));
      await greeted; // by then what was seen is up to date
      if (!report.isCurrent) await showSeen();
    } catch {
      status.textContent = say('keep-unable');
    }
  };
  start();
})();
