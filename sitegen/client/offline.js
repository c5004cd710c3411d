'use strict';
/* How does a page come by its service worker, and speak with it? Loaded when all else is at rest. */
(() => {
  const { root, stamp, element } = sitegen;
  const PATIENCE = 60_000; // milliseconds for one answer
  const UNASKED = 20_000_000; // bytes of an update that nobody has asked for
  const container = navigator.serviceWorker;
  // `sitegen serve` shows every change at once, and many archives at one address
  const isLive = document.querySelector('script[src^="/-/"]') !== null;
  const reason = location.protocol === 'file:' ? 'file' : !window.isSecureContext ? 'insecure' : 'unable';
  const isPossible = location.protocol !== 'file:' && container !== undefined && !isLive;
  const wasSeen = isPossible && container.controller !== null;

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
    const { saveData } = /** @type {any} */ (navigator).connection ?? {};
    if (report.on && !saveData && !document.body.matches('.offline')) await drive(() => {}, false);
  };

  sitegen.offline = { isPossible, reason, talk, drive };
  if (!isPossible) return;
  document.head.append(element('link', { rel: 'manifest', href: `${root}site.webmanifest` }));
  const again = () => greet().catch(() => {}); // the next page tries again
  if (wasSeen) container.addEventListener('controllerchange', again); // a new build is there
  sitegen.offline.greeted = again();
})();
