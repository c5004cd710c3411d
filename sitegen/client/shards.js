'use strict';
/* Where does a shard come from, and may it be trusted? docs/index-format.md, sections 1 to 3. */
(() => {
  const FORMAT = 1;
  const sitegen = (globalThis.sitegen ??= /** @type {any} */ ({}));

  /** A file of the index that is not there, is broken, or belongs to another build. */
  class Fault extends Error {
    /**
     * @param {'missing'|'damaged'|'format'|'stale'|'slow'} code names the sentence for the reader
     * @param {string} file
     */
    constructor(code, file) {
      super(`search/${file}.js: ${code}`);
      this.code = code;
      this.file = file;
    }
  }

  /** What the scripts of the index have handed over, by path below search/.
   * @type {Map<string, Delivery>} */
  const delivered = new Map();
  sitegen.put = (path, format, numbering, rows) => {
    delivered.set(path, { format, numbering, rows });
  };
  sitegen.manifest = (manifest) => {
    delivered.set('manifest', { format: manifest.format, numbering: '', rows: manifest });
  };

  /** zlib's crc32 of the UTF-8.
   * @param {string} text */
  sitegen.crc32 = (text) => {
    let crc = -1;
    for (const byte of new TextEncoder().encode(text)) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc >>> 0;
  };

  /** *value* in *width* hexadecimal digits.
   * @param {number} value @param {number} width */
  const hex = (value, width) => value.toString(16).padStart(width, '0');

  /** The name of the shard that begins with *key*: ASCII, legal on every file system.
   * @param {string} key */
  sitegen.shardName = (key) => {
    const codes = [...key].map((letter) => /** @type {number} */ (letter.codePointAt(0)));
    let name = 'n' + key;
    if (!/^[0-9a-z]+$/.test(key)) {
      const arabic = codes.every((code) => code >= 0x600 && code <= 0x6ff);
      name = arabic ? 'a' : 'u';
      name += codes.map((code) => (arabic ? hex(code & 0xff, 2) : hex(code, 4))).join('');
    }
    return name.length > 60 ? `${name.slice(0, 48)}-${hex(sitegen.crc32(name), 8)}` : name;
  };

  /** The path of a shard of words, postings or positions, in its folder where the segment has folders.
   * @param {'w'|'p'|'x'} kind @param {string} name @param {Segment} segment */
  sitegen.shardPath = (kind, name, segment) => {
    const { folders } = segment;
    return `${kind}/${folders ? hex(sitegen.crc32(name) % folders, 2) + '/' : ''}${name}`;
  };

  /** What lets letters of words and texts change places, as the manifest pairs them.
   * @param {Manifest} manifest */
  sitegen.swapOf = ({ letters }) => {
    const other = new Map(Array.from(letters, (sign, i) => [sign, letters[i ^ 1]]));
    return (text) => {
      let swapped = '';
      for (const sign of text) swapped += other.get(sign) ?? sign;
      return swapped;
    };
  };

  /** The index of the last of *keys*, ascending, that is not above *key*; -1 where all are.
   * @param {string[]} keys @param {string} key */
  sitegen.lastNotAbove = (keys, key) => {
    let [low, high] = [-1, keys.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (keys[middle] <= key) low = middle;
      else high = middle;
    }
    return low;
  };

  const DIGITS = new Int8Array(128).fill(-1);
  for (let code = 0x20, digit = 0; code <= 0x7e; code++) {
    if (code !== 0x22 && code !== 0x5c) DIGITS[code] = digit++;
  }

  /** The integers of a string, one after the other. */
  class Integers {
    /** @param {string} text */
    constructor(text) {
      this.text = text;
      this.at = 0;
    }
    get more() {
      return this.at < this.text.length;
    }
    next() {
      const { text } = this;
      for (let high = 0; ; ) {
        const code = text.charCodeAt(this.at++);
        const digit = code < 128 ? DIGITS[code] : -1; // NaN at the end: not below 128
        if (digit < 0) throw new Fault('damaged', 'integers');
        if (digit < 62) return high * 62 + digit;
        high = high * 31 + digit - 61;
      }
    }
  }

  /**
   * Open the folder of shards.
   *
   * Each file is asked for once; one that failed is asked for again the next time.
   * @param {Run} run runs a file of the folder, and fails where it cannot
   * @returns {Library}
   */
  sitegen.library = (run) => {
    /** @type {Map<string, Promise<any>>} */
    const open = new Map();
    /** @param {string} path @param {string} version @param {string|null} numbering */
    const fetched = async (path, version, numbering) => {
      const failed = await run(`${path}.js${version && '?v=' + version}`).then(
        () => null,
        (error) => (error instanceof Fault ? error : new Fault('missing', path)),
      );
      const parcel = delivered.get(path);
      delivered.delete(path);
      if (failed) throw failed;
      if (!parcel) throw new Fault('damaged', path);
      if (parcel.format !== FORMAT) throw new Fault('format', path);
      if (numbering !== null && !numbering.includes(parcel.numbering)) throw new Fault('stale', path);
      return parcel.rows;
    };
    /** @param {string} path @param {() => Promise<any>} make */
    const once = (path, make) => {
      const known = open.get(path);
      if (known) return known;
      const promise = make();
      open.set(path, promise);
      promise.catch(() => open.delete(path));
      return promise;
    };
    return {
      /** The manifest; *again* names a new version of it, and forgets every shard. */
      manifest(again = '') {
        if (again) open.clear();
        const here = delivered.get('manifest'); // the page's own script has run already
        if (!again && here?.format === FORMAT) return once('manifest', async () => here.rows);
        return once('manifest', () => fetched('manifest', again, null));
      },
      shard: (segment, path) =>
        once(segment.path + path, () =>
          // postings bear the name of a numbering's beginning, what has no numbers in it none
          fetched(segment.path + path, segment.numbering, segment[path[0] === 'p' ? 'numberings' : 'numbering']),
        ),
      plain: (path, version) => once(path, () => fetched(path, version, null)),
    };
  };

  const PATIENCE = 30_000; // milliseconds
  let running = 0;

  /** A runner for browsers: script elements, which work from file:// and under script-src 'self'.
   * @param {string} folder the URL of search/
   * @returns {Run} */
  sitegen.scripts = (folder) => (file) =>
    new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = folder + file;
      running++;
      /** @param {Fault} [fault] */
      const end = (fault) => {
        clearTimeout(late);
        script.onload = script.onerror = null;
        script.remove();
        running--;
        if (fault) reject(fault);
        else resolve();
      };
      const late = setTimeout(() => end(new Fault('slow', file)), PATIENCE);
      script.onload = () => end();
      script.onerror = () => end(new Fault('missing', file));
      document.head.append(script);
    });
  // a broken shard is told to the reader: as an error of the page it would say nothing more
  globalThis.addEventListener?.('error', (event) => {
    const { filename = '' } = event;
    if (running && (!filename || filename.includes('/search/'))) event.preventDefault();
  });

  sitegen.Fault = Fault;
  sitegen.Integers = Integers;
})();
