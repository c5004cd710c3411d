'use strict';
/* The service worker, 2: how is the whole archive kept, and brought up to date? Step by step.
 *
 * The build lists the files in groups, by folder (sitegen/export/offline.py). For each group the
 * worker notes which files it has, under which digest; a new build costs what it changed.
 */
(() => {
  const { sitegen } = globalThis;
  const { copies } = sitegen;
  const { take, put, drop } = copies;
  const BUILD = sitegen.build; // the digest of LIST
  const LIST = 'offline/list.json';
  const STEP = 1500; // milliseconds: a browser stops a worker that is long at one thing
  const AT_ONCE = 6;
  const WITHHELD = '!'; // before the digest of a page whose text readers may not see
  const UNLIKE = `?${BUILD}`; // in place of a digest: the host had something else, or nothing

  /** @param {string} digest */
  const isWithheld = (digest) => digest.startsWith(WITHHELD);
  /** What is noted of a file that the host has otherwise.
   * @param {string} digest the one wanted */
  const unlike = (digest) => (isWithheld(digest) ? WITHHELD : '') + UNLIKE;

  /** A reason why keeping does not go on; its message is the end of a sentence's name. */
  class Halt extends Error {}
  /** @param {any} error @returns {never} */
  const noRoom = (error) => {
    throw new Halt(error?.name === 'QuotaExceededError' ? 'quota' : 'storage');
  };

  /* ---- what is known from step to step ---- */

  /** @returns {KeepingState} */
  const nothing = () => ({
    on: false, paused: false, complete: false, build: '', seenBuild: '', spent: 0, done: {},
    aside: [], swept: { build: '', to: 0, withdrawn: false },
  });
  /** @type {Promise<KeepingState>|null} */
  let reading = null;
  const state = () => {
    reading ??= take('state', 'state').then(async (written) => ({
      ...nothing(),
      ...(written && (await written.json())),
    }));
    return reading;
  };
  /** Change what is known; where there is no room to write it down, this worker knows it at least.
   * @param {Partial<KeepingState>} changes */
  const change = async (changes) => {
    const now = Object.assign(await state(), changes);
    await put('state', 'state', new Response(JSON.stringify(now))).catch(() => {});
  };

  /* ---- the host's files, and its lists ---- */

  /** The eight letters that lists have for these bytes.
   * @param {ArrayBuffer} bytes */
  const digestOf = async (bytes) => {
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).slice(0, 6);
    return btoa(String.fromCharCode(...hash)).replaceAll('+', '-').replaceAll('/', '_');
  };
  /** A file as the host has it now, asked for twice where its digest is not the one wanted.
   * @param {string} path @param {string} digest
   * @returns {Promise<{response: Response, bytes: ArrayBuffer, isRight: boolean}|null>} null: not there */
  const download = async (path, digest) => {
    for (const cache of /** @type {const} */ (['no-cache', 'reload'])) {
      let response;
      let bytes;
      try {
        response = await fetch(copies.addressOf(path), { cache });
        bytes = await response.arrayBuffer();
      } catch {
        throw new Halt('network');
      }
      if (response.status === 404 || response.status === 410) return null;
      if (!response.ok) throw new Halt('network');
      const isRight = (await digestOf(bytes)) === digest.replace(WITHHELD, '');
      // a host may rewrite pages on their way: what it sends the second time is what it has
      if (isRight || cache === 'reload') return { response, bytes, isRight };
    }
    return null;
  };
  /** A list of this build; a host between two builds may have another's.
   * @param {string} path @param {string} digest */
  const list = async (path, digest) => {
    const found = await download(path, digest);
    if (!found?.isRight) throw new Halt('between');
    return JSON.parse(new TextDecoder().decode(found.bytes));
  };
  /** @type {Promise<ArchiveList>|null} */
  let today = null;
  /** The groups of this build, those of the index last; read once, and then without a connection. */
  const overview = () => {
    today ??= readOverview();
    today.catch(() => (today = null));
    return today;
  };
  /** @returns {Promise<ArchiveList>} */
  const readOverview = async () => {
    const before = await (await take('state', 'overview'))?.json();
    const found = before?.build === BUILD ? before.found : await list(LIST, BUILD);
    if (found.format !== 2) throw new Halt('format');
    if (before?.build !== BUILD) {
      await put('state', 'overview', new Response(JSON.stringify({ build: BUILD, found }))).catch(() => {});
    }
    const isIndex = (/** @type {ArchiveGroup} */ [folder]) => Number(folder.startsWith('search/'));
    found.groups.sort((/** @type {ArchiveGroup} */ a, /** @type {ArchiveGroup} */ b) => isIndex(a) - isIndex(b));
    return found;
  };
  /** Digest and size of each file of a group.
   * @param {ArchiveGroup} group @returns {Promise<Map<string, [digest: string, size: number]>>} */
  const wantedIn = async ([folder, , , digest, name]) => {
    if (lastWanted.digest === digest) return lastWanted.files;
    const flat = await list(`offline/${name}.json`, digest);
    const files = new Map();
    for (let at = 0; at < flat.length; at += 3) files.set(folder + flat[at], [flat[at + 1], flat[at + 2]]);
    lastWanted = { digest, files };
    return files;
  };
  let lastWanted = { digest: '', files: new Map() }; // of one group: steps go on with it

  /* ---- what is here ---- */

  /** What a cache has of a group's files: digest by path.
   * @param {'kept'|'coming'} name @param {string} folder @returns {Promise<Map<string, string>>} */
  const filesIn = async (name, folder) => {
    const written = await take(name, `offline/has/${folder}`);
    return new Map(written ? await written.json() : []);
  };
  /** @param {'kept'|'coming'} name @param {string} folder @param {Map<string, string>} files */
  const note = async (name, folder, files) => {
    const path = `offline/has/${folder}`;
    if (files.size) await put(name, path, new Response(JSON.stringify([...files]))).catch(noRoom);
    else await drop(name, path);
  };
  /** Let the files of folders that are no group any more stand with the groups of today.
   * @param {ArchiveList} today */
  const regroup = async ({ groups }) => {
    const now = await state();
    const { done } = now;
    const folders = groups.map(([folder]) => folder).sort((a, b) => b.length - a.length);
    for (const old of Object.keys(done).filter((folder) => !folders.includes(folder))) {
      for (const name of /** @type {const} */ (['kept', 'coming'])) {
        /** @type {Map<string, Map<string, string>>} */
        const parted = new Map();
        for (const [path, digest] of await filesIn(name, old)) {
          const folder = folders.find((one) => path.startsWith(one));
          if (folder === undefined) await drop(name, path);
          else parted.set(folder, (parted.get(folder) ?? new Map()).set(path, digest));
        }
        for (const [folder, files] of parted) {
          await note(name, folder, new Map([...(await filesIn(name, folder)), ...files]));
          delete done[folder];
        }
        await note(name, old, new Map());
      }
      delete done[old];
    }
    now.aside = now.aside.filter((folder) => folders.includes(folder));
  };

  /* ---- a step ---- */

  /** Drop what the archive has no more, before anything is fetched: pages that are gone, and those
   * whose text is withheld now. The index stays as it is until the next is here.
   * @param {ArchiveGroup} group */
  const sweep = async (group) => {
    if (group[0].startsWith('search/')) return;
    const { swept } = await state();
    await dropFrom(group, (path, digest, wanted) => {
      if (wanted === undefined) {
        if (path.startsWith('d/')) swept.withdrawn = true;
        return true;
      }
      const isGone = isWithheld(wanted) && !isWithheld(digest);
      if (isGone && !digest.startsWith('?')) swept.withdrawn = true;
      return isGone;
    });
  };
  /** Where a document was withdrawn, drop what may quote it: lists, pages of names, texts for passages.
   * @param {ArchiveGroup} group */
  const sweepQuotes = (group) =>
    dropFrom(group, (path, digest, wanted) => {
      const isQuoting = path.endsWith('.html') ? !path.startsWith('d/') : path.startsWith('search/text/');
      return isQuoting && digest !== wanted;
    });
  /** Drop the files of a group that *isGone* says yes to, by their digest and the one wanted.
   * @param {ArchiveGroup} group
   * @param {(path: string, digest: string, wanted: string|undefined) => boolean} isGone */
  const dropFrom = async (group, isGone) => {
    const [folder] = group;
    const files = await filesIn('kept', folder);
    if (!files.size) return;
    const wanted = await wantedIn(group);
    const gone = [...files].filter(([path, digest]) => isGone(path, digest, wanted.get(path)?.[0]));
    for (const [path] of gone) {
      await Promise.all([drop('kept', path), drop('seen', path)]);
      files.delete(path);
    }
    if (gone.length) await note('kept', folder, files);
  };

  /** Of the group that is being fetched, what is here. */
  let partial = { folder: '', files: 0, bytes: 0 };

  /** Fetch what a group lacks, until *deadline*; the answer is whether it lacks nothing now.
   * @param {ArchiveGroup} group @param {number} deadline */
  const bring = async (group, deadline) => {
    const now = await state();
    const [folder, count, bytes] = group;
    // a search needs shards of one build: the old stay until the new are all here
    const isAside = now.complete && folder.startsWith('search/');
    const name = isAside ? 'coming' : 'kept';
    const wanted = await wantedIn(group);
    const files = await filesIn(name, folder);
    const here = new Map([...(await filesIn('kept', folder)), ...files]);
    const lacks = [...wanted].filter(
      ([path, [digest]]) => here.get(path) !== digest && here.get(path) !== unlike(digest),
    );
    partial = { folder, files: count - lacks.length, bytes };
    for (const [, [, size]] of lacks) partial.bytes -= size;
    const next = async () => {
      for (let file = lacks.shift(); file; file = lacks.shift()) {
        const [path, [digest, size]] = file;
        const found = await download(path, digest);
        if (found) await put(name, path, copies.plain(found.response, found.bytes)).catch(noRoom);
        files.set(path, found?.isRight ? digest : unlike(digest));
        partial.files++;
        partial.bytes += size;
        now.spent += size;
        if (Date.now() > deadline) return;
      }
    };
    const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, next));
    for (const path of files.keys()) {
      if (wanted.has(path)) continue;
      await drop(name, path);
      files.delete(path);
    }
    await note(name, folder, files);
    const failed = ends.find(({ status }) => status === 'rejected');
    if (failed) throw /** @type {PromiseRejectedResult} */ (failed).reason;
    if (lacks.length) return false;
    now.done[folder] = group[3];
    if (isAside && !now.aside.includes(folder)) now.aside.push(folder);
    return true;
  };

  /** Let the index that has come take the place of the one before.
   * @param {ArchiveGroup} group */
  const settle = async (group) => {
    const [folder] = group;
    const came = await filesIn('coming', folder);
    const wanted = await wantedIn(group);
    const files = await filesIn('kept', folder);
    for (const [path, digest] of came) {
      const response = await take('coming', path);
      if (response) await put('kept', path, response).catch(noRoom);
      files.set(path, digest);
      await drop('coming', path);
    }
    for (const path of files.keys()) {
      if (wanted.has(path)) continue;
      await drop('kept', path);
      files.delete(path);
    }
    await note('kept', folder, files);
    await note('coming', folder, new Map());
  };

  const walk = async () => {
    const deadline = Date.now() + STEP;
    const today = await overview();
    const now = await state();
    const { groups } = today;
    if (now.swept.build !== BUILD) {
      now.swept = { build: BUILD, to: 0, withdrawn: false };
      now.spent = 0;
      await regroup(today);
    }
    for (; now.swept.to < 2 * groups.length; now.swept.to++) {
      if (Date.now() > deadline) return;
      const group = groups[now.swept.to % groups.length];
      if (now.done[group[0]] === group[3]) continue;
      if (now.swept.to < groups.length) await sweep(group);
      else if (now.swept.withdrawn) await sweepQuotes(group);
    }
    if (now.paused) return;
    for (const group of groups) {
      if (now.done[group[0]] === group[3]) continue;
      if (Date.now() > deadline || !(await bring(group, deadline))) return;
    }
    for (const group of groups.filter(([folder]) => now.aside.includes(folder))) {
      if (Date.now() > deadline) return;
      await settle(group);
      now.aside.splice(now.aside.indexOf(group[0]), 1);
    }
    Object.assign(now, { complete: true, build: BUILD, spent: 0 });
    await caches.delete(copies.names.coming);
    await caches.delete(copies.names.seen); // all of it is kept
  };

  /** @type {Promise<void>|null} one walk at a time, whoever asks */
  let walking = null;
  /** Go on for a while with what the reader has asked for; the answer says how far it is. */
  const step = async () => {
    let fault = '';
    if ((await state()).on) {
      walking ??= walk().finally(() => (walking = null));
      try {
        await walking;
      } catch (error) {
        fault = error instanceof Halt ? error.message : 'storage';
      }
      await change({});
    }
    return { ...(await report()), ...(fault && { fault }) };
  };

  /** How far keeping is.
   * @returns {Promise<KeepingReport>} */
  const report = async () => {
    const { on, paused, complete, build, spent, done } = await state();
    const isCurrent = complete && build === BUILD;
    const said = { on, paused, complete, spent, isCurrent, build: BUILD };
    let all;
    try {
      all = await overview();
    } catch (error) {
      const fault = error instanceof Halt ? error.message : 'storage';
      return { ...said, files: 0, bytes: 0, doneFiles: 0, doneBytes: 0, fault };
    }
    const here = { files: 0, bytes: 0 };
    for (const [folder, files, bytes, digest] of all.groups) {
      const part = done[folder] === digest ? { files, bytes } : partial.folder === folder ? partial : null;
      here.files += part?.files ?? 0;
      here.bytes += part?.bytes ?? 0;
    }
    return { ...said, files: all.files, bytes: all.bytes, doneFiles: here.files, doneBytes: here.bytes };
  };

  /** Forget the archive; what was seen stays. */
  const forget = async () => {
    await walking?.catch(() => {});
    partial = { folder: '', files: 0, bytes: 0 };
    for (const name of /** @type {const} */ (['kept', 'coming'])) await caches.delete(copies.names[name]);
    const { seenBuild } = await state();
    await change({ ...nothing(), seenBuild });
  };

  sitegen.keeping = { state, change, step, report, forget };
})();
