'use strict';
/* The service worker, 3: what does it answer, to requests and to the pages' questions? */
(() => {
  const { copies, keeping, build } = globalThis.sitegen;
  const worker = /** @type {WorkerScope} */ (/** @type {unknown} */ (globalThis));

  /** @type {Promise<void>|null} */
  let refreshing = null;
  /** Bring what was seen up to date, once a build. */
  const refresh = async () => {
    if ((await keeping.state()).seenBuild === build) return;
    refreshing ??= copies.refresh().then(async (isAll) => {
      if (isAll) await keeping.change({ seenBuild: build });
      refreshing = null;
    });
    await refreshing;
  };

  /** What pages may ask. @type {Record<string, (said: any) => Promise<any>>} */
  const ANSWERS = {
    /** A page is here; *loaded* are addresses that this worker has not seen. Whoever has not asked
     * for the archive pays for no list of it. */
    hello: async ({ loaded }) => {
      await refresh();
      await copies.catchUp(loaded);
      const { on } = await keeping.state();
      return on ? keeping.report() : { on };
    },
    report: () => keeping.report(),
    keep: async () => {
      await keeping.change({ on: true, paused: false });
      return keeping.step();
    },
    step: () => keeping.step(),
    pause: async () => {
      await keeping.change({ paused: true });
      return keeping.report();
    },
    forget: async () => {
      await keeping.forget();
      return keeping.report();
    },
    pages: () => copies.pages(),
  };

  // The first worker begins at once. One of a new build takes the old one's place when a page asks
  // (offline.js), and not as it is installed: Chromium may then leave it waiting, and pages with it.
  worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));
  worker.addEventListener('fetch', (event) => {
    const { request } = event;
    const path = request.method === 'GET' ? copies.pathOf(request.url) : null;
    if (path === null || copies.isApart(path) || request.headers.has('Range')) return;
    event.respondWith(copies.answer(event, path));
  });
  worker.addEventListener('message', (event) => {
    if (event.data?.ask === 'succeed') worker.skipWaiting();
    const [port] = event.ports;
    const answer = ANSWERS[event.data?.ask];
    if (!port || !answer) return;
    event.waitUntil(
      answer(event.data).then(
        (said) => port.postMessage(said),
        async () => port.postMessage({ ...(await keeping.report()), fault: 'storage' }),
      ),
    );
  });
})();
