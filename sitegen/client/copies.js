'use strict';
/* The service worker, 1: where is a copy of what was read? By path: an address's `?v=` does not count.
 *
 * The network goes first, a copy where it fails or takes long. What was seen is kept as it was last
 * seen; the whole archive, on request, by keeping.js.
 */
(() => {
  const sitegen = (globalThis.sitegen ??= /** @type {any} */ ({}));
  const worker = /** @type {WorkerScope} */ (/** @type {unknown} */ (globalThis));
  const SCOPE = worker.registration.scope;
  const LIMIT = 4000; // milliseconds that the network has where a copy is at hand
  const SLOW = 30_000; // milliseconds for which copies go first, after a network that failed
  const MOST_SEEN = 400; // files
  const LARGEST_SEEN = 8_000_000; // bytes
  const MOST_TOLD = 60; // pages of a list
  const FROM = 'Sitegen-From'; // the address that a copy answered, `?v=` and all

  /** The caches of this site: one host may have several, in folders.
   * `coming` has the next build's search/ until all of it is there. */
  const names = {
    seen: `sitegen seen ${SCOPE}`,
    kept: `sitegen kept ${SCOPE}`,
    coming: `sitegen coming ${SCOPE}`,
    state: `sitegen state ${SCOPE}`,
  };
  /** @typedef {keyof typeof names} Name */

  /** The path below the site's root that an address asks for; null where it is none of ours.
   * @param {string} address */
  const pathOf = (address) => {
    const [url, root] = [new URL(address), new URL(SCOPE)];
    if (url.origin !== root.origin) return null;
    try {
      const [path, folder] = [url.pathname, root.pathname].map(decodeURIComponent);
      if (!path.startsWith(folder)) return null;
      const below = path.slice(folder.length);
      return below === '' || below.endsWith('/') ? `${below}index.html` : below;
    } catch {
      return null; // a bare %
    }
  };
  /** @param {string} path */
  const addressOf = (path) => SCOPE + path.split('/').map(encodeURIComponent).join('/');

  /** @param {Name} name @param {string} path */
  const take = (name, path) =>
    caches.match(addressOf(path), { cacheName: names[name], ignoreVary: true });
  /** @param {Name} name @param {string} path @param {Response} response */
  const put = async (name, path, response) =>
    (await caches.open(names[name])).put(addressOf(path), response);
  /** @param {Name} name @param {string} path */
  const drop = async (name, path) =>
    (await caches.has(names[name])) &&
    (await caches.open(names[name])).delete(addressOf(path), { ignoreVary: true });

  /** A response that may answer any request: no word of redirects, nor of how it was packed.
   * @param {Response} response @param {BodyInit} body */
  const plain = (response, body) =>
    new Response(body, {
      headers: {
        'Content-Type': response.headers.get('Content-Type') ?? 'application/octet-stream',
        [FROM]: response.url,
      },
    });

  /** The copy of a page, also where a host leaves `.html` or `index.html` out of addresses.
   * @param {string} path */
  const copyOf = async (path) => {
    const { complete } = await sitegen.keeping.state();
    /** @type {Name[]} */
    const order = complete ? ['kept', 'seen'] : ['seen', 'kept'];
    const spellings = /\.\w+$/.test(path) ? [path] : [path, `${path}.html`, `${path}/index.html`];
    for (const name of order) {
      for (const one of spellings) {
        const copy = await take(name, one);
        if (copy) return copy;
      }
    }
    return undefined;
  };

  let puts = 0;
  /** Keep a response that was seen.
   * @param {string} path @param {Response} response */
  const remember = async (path, response) => {
    const size = Number(response.headers.get('Content-Length') ?? 0);
    if (size > LARGEST_SEEN || (await take('kept', path))) return;
    try {
      await put('seen', path, plain(response, await response.blob()));
      if (++puts % 20 === 0) await thin(MOST_SEEN);
    } catch {
      await thin(MOST_SEEN / 2); // no room: the older half goes
    }
  };
  /** Forget what was seen first, beyond *most*.
   * @param {number} most */
  const thin = async (most) => {
    const seen = await caches.open(names.seen);
    const keys = await seen.keys();
    for (const key of keys.slice(0, Math.max(0, keys.length - most))) await seen.delete(key);
  };

  /** Keep what a page has loaded before this worker was there to see.
   * @param {string[]} addresses */
  const catchUp = async (addresses) => {
    for (const address of addresses) {
      const path = pathOf(address);
      if (!path || sitegen.copies.isApart(path) || (await copyOf(path))) continue;
      try {
        const response = await fetch(address, { cache: 'force-cache' });
        if (response.status === 200) await remember(path, response);
      } catch {
        return; // the next page will say it again
      }
    }
  };

  /** After a new build: ask again for everything seen; what is no more is forgotten.
   * @returns {Promise<boolean>} whether all was asked */
  const refresh = async () => {
    const seen = await caches.open(names.seen);
    const keys = [...(await seen.keys())];
    const next = async () => {
      for (let key = keys.shift(); key; key = keys.shift()) {
        const from = (await seen.match(key))?.headers.get(FROM) || key.url;
        const response = await fetch(from, { cache: 'no-cache' });
        if (response.status === 200) await seen.put(key, plain(response, await response.blob()));
        else if (response.status < 500) await seen.delete(key);
      }
    };
    try {
      await Promise.all([next(), next(), next(), next()]);
      return true;
    } catch {
      return false;
    }
  };

  let slowUntil = 0;
  /** @param {FetchEvent} event @param {string} path */
  const answer = async (event, path) => {
    const { request } = event;
    const asked = fetch(request);
    event.waitUntil(
      asked.then(
        async (response) => {
          if (response.status === 200 && response.type === 'basic') await remember(path, response.clone());
          else if (response.status === 404 || response.status === 410) await drop('seen', path);
        },
        () => {},
      ),
    );
    const copy = await copyOf(path);
    if (!copy) return asked.catch(() => without(request, path));
    if (Date.now() < slowUntil) return copy;
    /** @type {Promise<Response|null>} */
    const late = new Promise((resolve) => setTimeout(() => resolve(null), LIMIT));
    const response = await Promise.race([asked.catch(() => null), late]);
    if (response && response.status < 500) return response;
    slowUntil = Date.now() + SLOW;
    return copy;
  };
  /** What stands for a page that is neither to be had nor kept.
   * @param {Request} request @param {string} path */
  const without = async (request, path) => {
    if (request.mode !== 'navigate' || !(await copyOf('offline.html'))) return Response.error();
    return Response.redirect(`${SCOPE}offline.html#missing=${encodeURIComponent(path)}`);
  };

  /** The pages that are at hand as they were seen, the last first; titles as HTML has them.
   * @returns {Promise<{url: string, title: string}[]>} */
  const pages = async () => {
    const seen = await caches.open(names.seen);
    const found = [];
    for (const key of [...(await seen.keys())].reverse()) {
      const html = key.url.endsWith('.html') ? await (await seen.match(key))?.text() : '';
      const title = /<title>([^<]*)</.exec(html ?? '')?.[1];
      if (title) found.push({ url: key.url, title });
      if (found.length === MOST_TOLD) break;
    }
    return found;
  };

  sitegen.copies = {
    names, pathOf, addressOf, take, put, drop, plain, catchUp, refresh, answer, pages,
    /** Paths that no copy answers: the worker's own, and downloads. */
    isApart: (path) => /^(sw\.js$|offline\/|data\/)/.test(path),
  };
})();
