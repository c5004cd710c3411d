'use strict';
/* How does a page come by its service worker, and speak with it? Loaded when all else is at rest. */
(() => {
  const { root, stamp, element } = sitegen;
  const PATIENCE = 60_000; // milliseconds for one answer
  const SUCCESSION = 40_000; // milliseconds
  const LONG = 3_600_000; // milliseconds for which an open page looks for no new build
  const UNASKED = 20_000_000; // bytes of an update that nobody has asked for
  const container = navigator.serviceWorker;
  // `sitegen serve` shows every change at once, and many archives at one address
  const isLive = document.querySelector('script[src^="/-/"]') !== null;
  const reason = location.protocol === 'file:' ? 'file' : !window.isSecureContext ? 'insecure' : 'unable';
  const isPossible = location.protocol !== 'file:' && container !== undefined && !isLive;
  const wasSeen = isPossible && container.controller !== null;

  /** What workers are being asked. @type {Set<Promise<any>>} */
  const talks = new Set();
  /** Let the worker of a new build take the place of the one before, when that one has said all.
   * @param {ServiceWorkerRegistration} registration */
  const heedNext = (registration) => {
    /** @param {ServiceWorker|null} next */
    const heed = async (next) => {
      if (next?.state !== 'installed' || !registration.active) return;
      await Promise.allSettled(talks);
      next.postMessage({ ask: 'succeed' });
    };
    const begin = () => {
      const next = registration.installing;
      next?.addEventListener('statechange', () => heed(next));
    };
    registration.addEventListener('updatefound', begin);
    begin();
    heed(registration.waiting);
  };
  /** Wait until the worker of a new build, where there is one, has taken its place. The one before is
   * left in peace: who speaks to it as it ends makes Chromium start it again, and the new one wait
   * until the old one has been idle for half a minute.
   * @param {ServiceWorkerRegistration} registration */
  const succession = (registration) => {
    const next = registration.active && (registration.installing ?? registration.waiting);
    return next && new Promise((resolve) => {
      next.addEventListener('statechange', () => next.state !== 'installed' && resolve(null));
      setTimeout(resolve, SUCCESSION);
    });
  };

  /** @type {Promise<ServiceWorkerRegistration>|null} */
  let registering = null;
  const registered = () => {
    registering ??= container.register(`${root}sw.js`, { scope: root }).then(async (registration) => {
      const starting = registration.installing ?? registration.waiting;
      if (!registration.active && starting) {
        await new Promise((resolve) => {
          starting.addEventListener('statechange', () => starting.state === 'activated' && resolve(null));
          setTimeout(resolve, PATIENCE);
        });
      }
      heedNext(registration);
      return registration;
    });
    registering.catch(() => (registering = null));
    return registering;
  };

  /** Ask the worker, and the next one where a new build's has taken its place: what the first was
   * asked may be lost. Fails where no answer comes in time.
   * @param {string} ask @param {object} [more] @returns {Promise<any>} */
  const talk = async (ask, more = {}) => {
    const registration = await registered();
    await succession(registration);
    const answer = put(registration, ask, more);
    talks.add(answer);
    return answer.finally(() => talks.delete(answer));
  };
  /** @param {ServiceWorkerRegistration} registration @param {string} ask @param {object} more */
  const put = async (registration, ask, more) => {
    const { active } = registration;
    if (!active) throw new Error(ask);
    const { port1, port2 } = new MessageChannel();
    let watching = 0;
    let late = 0;
    try {
      return await new Promise((resolve, reject) => {
        port1.onmessage = ({ data }) => resolve(data);
        late = window.setTimeout(() => reject(new Error(ask)), PATIENCE);
        watching = window.setInterval(() => {
          if (registration.active && registration.active !== active) resolve(talk(ask, more));
        }, 500);
        active.postMessage({ ask, ...more }, [port2]);
      });
    } finally {
      clearTimeout(late);
      clearInterval(watching);
      port1.close();
    }
  };

  /** Let the worker go on, step by step, until there is nothing to do or something stands in the way.
   * @param {(report: KeepingReport) => void} tell @param {boolean} isAsked by the reader, now
   * @returns {Promise<KeepingReport>} */
  const drive = async (tell, isAsked) => {
    for (;;) {
      const report = await talk('step');
      tell(report);
      if (report.fault || report.paused || report.isCurrent || !report.on) return report;
      if (!isAsked && report.complete && report.spent > UNASKED) return report;
    }
  };

  /** What this page has loaded: where the worker is new, it has not seen it. */
  const loaded = () => {
    const own = ['offline.html', `assets/keep.js${stamp}`].map((path) => root + path);
    const here = performance.getEntriesByType('resource').map(({ name }) => name);
    return wasSeen ? own : [location.href.replace(/#.*$/, ''), ...here.slice(0, 200), ...own];
  };
  const greet = async () => {
    const report = await talk('hello', { loaded: loaded() });
    if (!report.on) return;
    await lookForNext();
    const { saveData } = /** @type {any} */ (navigator).connection ?? {};
    if (!saveData && !document.body.matches('.offline')) await drive(() => {}, false);
  };
  /** Browsers look for a new build when they like; who keeps the archive is to know what was withdrawn. */
  const lookForNext = async () => {
    lookedAt = Date.now();
    await (await registered()).update().catch(() => {}); // no connection
  };
  let lookedAt = 0;

  sitegen.offline = { isPossible, reason, talk, drive };
  if (!isPossible) return;
  document.head.append(element('link', { rel: 'manifest', href: `${root}site.webmanifest` }));
  const again = () => greet().catch(() => {}); // the next page tries again
  let { controller } = container;
  container.addEventListener('controllerchange', () => {
    if (controller) again(); // a new build is there
    controller = container.controller;
  });
  document.addEventListener('visibilitychange', () => {
    const isLong = lookedAt > 0 && Date.now() - lookedAt > LONG;
    if (isLong && document.visibilityState === 'visible') lookForNext();
  });
  sitegen.offline.greeted = again();
})();
