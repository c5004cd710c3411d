"""What do earlier builds leave for the next one? Values by name, in an SQLite file.

The folder ``.sitegen/cache`` may go at any time: nothing is lost but time. A cache comes back
only to the user who made it, made by the same code: every value is sealed with a key that lies
outside of archives, for values are pickled, and what strangers pickled must never be read.
"""

from __future__ import annotations

import hmac
import os
import pickle
import secrets
import shutil
import sqlite3
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from sitegen.build.stamp import code_stamp

FOLDER = ".sitegen/cache"
DROPPED = "the cache was dropped, all is built anew"
_FILE = "cache.db"
_SEAL = 16
_ABOUT = "about"
_CONTENTS = "contents"  # the seals of all values: none is missing, none is of another build
_GONE = object()
_SCHEMA = "CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, seal BLOB, value BLOB)"


class DamagedError(Exception):
    """The cache is not what this program wrote."""


class Cache:
    """Values by name; what is put counts once it is committed, all of it or nothing."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self.folder = folder
        self.fault = ""  # why nothing more is kept: a full disk, above all
        self._at_hand: dict[str, Any] = {}
        self._key = key
        folder.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(folder / _FILE)
        try:
            self._db.execute("PRAGMA page_size=65536")  # of a new file: values have megabytes
            self._db.execute("PRAGMA synchronous=OFF")  # a torn file is noticed, and dropped
            self._db.execute(_SCHEMA)
        except sqlite3.Error:
            self._db.close()  # an open file cannot be removed everywhere
            raise

    def get(self, name: str) -> Any:
        """Give the value called *name*, or None; raises DamagedError where its seal is broken."""
        if name in self._at_hand:
            return self._at_hand.pop(name)
        return self._read(name)

    def look_up(self, name: str) -> Any:
        """Give the same; it stays at hand for who gets it."""
        found = self._at_hand[name] = self.get(name)
        return found

    def _read(self, name: str) -> Any:
        try:
            found = self._db.execute("SELECT seal, value FROM kept WHERE name=?", (name,))
            row = found.fetchone()
        except sqlite3.Error as error:
            raise DamagedError(str(error)) from None
        if row is None:
            return None
        seal, value = row
        if not isinstance(value, bytes) or not secrets.compare_digest(
            seal, self._seal(name, value)
        ):
            raise DamagedError(f"'{name}' is not as it was written")
        return pickle.loads(value)  # noqa: S301 - sealed by this user

    def put(self, name: str, value: Any) -> None:
        """Keep a value that can be pickled."""
        self._at_hand.pop(name, None)
        self._write(name, pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL))

    def _write(self, name: str, value: bytes) -> None:
        row = (name, self._seal(name, value), value)
        self._change("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", [row])

    def names(self) -> list[str]:
        """List the names of all values."""
        return [name for name, _ in self._seals()]

    def is_whole(self) -> bool:
        """Say whether the values are those that were committed together."""
        return bool(self._read(_CONTENTS) == self._seals())

    def _seals(self) -> list[tuple[str, bytes]]:
        query = "SELECT name, seal FROM kept WHERE name<>? ORDER BY name"
        try:
            return self._db.execute(query, (_CONTENTS,)).fetchall()
        except sqlite3.Error as error:
            raise DamagedError(str(error)) from None

    def drop(self, names: Iterable[str]) -> None:
        """Forget values."""
        gone = list(names)
        for name in gone:
            self._at_hand.pop(name, None)
        self._change("DELETE FROM kept WHERE name=?", [(name,) for name in gone])

    def _change(self, statement: str, rows: Iterable[tuple[str | bytes, ...]]) -> None:
        """Change the file; where that fails, nothing of this build is kept."""
        try:
            if not self.fault:
                self._db.executemany(statement, rows)
        except sqlite3.Error as error:
            self.fault = str(error)

    def commit(self) -> None:
        """Let what was put and dropped since the last commit count."""
        try:
            if not self.fault:
                self._write(_CONTENTS, pickle.dumps(self._seals()))
            if self.fault:
                self._db.rollback()
            else:
                self._db.commit()
        except (sqlite3.Error, DamagedError) as error:
            self.fault = str(error)

    def close(self) -> None:
        """Leave the file; what was not committed is as if it had never been put."""
        self._db.close()

    def _seal(self, name: str, value: bytes) -> bytes:
        digest = hmac.new(self._key, name.encode() + b"\0", "sha256")  # processors have it built in
        digest.update(value)
        return digest.digest()[:_SEAL]


class HeldCache(Cache):
    """The cache of a process that builds again and again: what it knows stays in its memory.

    What is committed counts for this process at once, and for others when it is flushed.
    """

    def __init__(self, folder: Path, key: bytes) -> None:
        super().__init__(folder, key)
        self._values: dict[str, Any] = {}
        self._new: dict[str, Any] = {}  # not committed yet; _GONE where it is to be dropped
        self._waiting: dict[str, Any] = {}  # committed, not flushed yet

    def get(self, name: str) -> Any:
        """Give the value called *name*, or None."""
        for held in (self._new, self._waiting, self._values):
            if name in held:
                found = held[name]
                return None if found is _GONE else found
        found = self._values[name] = self._read(name)
        return found

    def look_up(self, name: str) -> Any:
        """Give the same: all stays at hand."""
        return self.get(name)

    def put(self, name: str, value: Any) -> None:
        """Keep a value."""
        self._new[name] = value

    def drop(self, names: Iterable[str]) -> None:
        """Forget values."""
        self._new.update(dict.fromkeys(names, _GONE))

    def names(self) -> list[str]:
        """List the names of all values."""
        found = set(super().names())
        for held in (self._waiting, self._new):
            found |= held.keys()
            found -= {name for name, value in held.items() if value is _GONE}
        return sorted(found)

    def commit(self) -> None:
        """Let what was put and dropped since the last commit count in this process."""
        self._waiting |= self._new
        self._new = {}

    def close(self) -> None:
        """Leave the file, until the next build; what was not committed never was."""
        self._new = {}

    def end(self) -> None:
        """Leave the file for good."""
        super().close()

    def flush(self) -> None:
        """Write what was committed."""
        waiting, self._waiting = self._waiting, {}
        self._values |= waiting
        super().drop(name for name, value in waiting.items() if value is _GONE)
        for name, value in waiting.items():
            if value is not _GONE:
                super().put(name, value)
        super().commit()


class Session:
    """Hands the cache of an archive from one build of a process to the next."""

    def __init__(self) -> None:
        self._cache: HeldCache | None = None
        self._seen: tuple[int, ...] = ()

    def open(self, archive: Path, *, clean: bool = False) -> tuple[Cache | None, str]:
        """Open the cache as :func:`open_cache` does, or go on with it if nobody else wrote it."""
        if self._cache and not clean and not self._cache.fault and self._seen == self._look():
            return self._cache, ""
        self.close()
        cache, note = open_cache(archive, clean=clean, kind=HeldCache)
        if isinstance(cache, HeldCache):
            self._cache = cache
            self._seen = self._look()
        return cache, note

    def flush(self) -> None:
        """Write what the last build has left to be known; nothing where others have built since."""
        if self._cache and self._seen == self._look():
            self._cache.flush()
            self._seen = self._look()
        else:
            self.close()

    def close(self) -> None:
        """Forget what is known and was not flushed; the next build reads it again."""
        if self._cache:
            self._cache.end()
        self._cache = None

    def _look(self) -> tuple[int, ...]:
        try:
            stat = os.stat(self._cache.folder / _FILE) if self._cache else None  # noqa: PTH116
        except OSError:
            return ()
        return (stat.st_size, stat.st_mtime_ns, stat.st_ino) if stat else ()


def open_cache(
    archive: Path, *, clean: bool = False, kind: type[Cache] = Cache
) -> tuple[Cache | None, str]:
    """Open the cache of *archive*, an empty one where there is none to trust.

    Gives a sentence, too, where a cache was dropped or cannot be kept. *clean* drops it silently.
    """
    folder = (archive / FOLDER).resolve()  # the next build may stand in another folder
    key = _key()
    if key is None:
        return None, "no cache is kept: there is no folder for the key that seals it"
    try:
        if clean:
            shutil.rmtree(folder, ignore_errors=True)
        why = _fault(folder, key) if (folder / _FILE).exists() else ""
        if why:
            shutil.rmtree(folder, ignore_errors=True)
        first = Cache(folder, key)
        if first.get(_ABOUT) is None:
            first.put(_ABOUT, code_stamp())
            first.commit()
        cache = first
        if kind is not Cache:
            first.close()
            cache = kind(folder, key)
    except (OSError, sqlite3.Error) as error:
        return None, f"no cache is kept: {error}"
    return cache, f"{DROPPED}: {why}" if why else ""


def _fault(folder: Path, key: bytes) -> str:
    """Say what speaks against a cache, or nothing."""
    try:
        with closing(Cache(folder, key)) as cache:
            stamp = cache.get(_ABOUT)
            names = cache.names()
            is_whole = cache.is_whole()
    except sqlite3.Error:
        return "it is damaged"
    except DamagedError:
        return "it is damaged, or was made by another user or on another machine"
    if stamp is None and not names:
        return ""
    if stamp is not None and stamp != code_stamp():
        return "it was made by another version of sitegen"
    return "" if is_whole else "it is damaged"


def _key() -> bytes | None:
    """Give this user's key, made at the first build; None where it cannot be kept."""
    path = _state_folder() / "sitegen" / "cache-key"
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            aside = path.with_name(f"{path.name}.{os.getpid()}")
            with open(os.open(aside, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as file:  # noqa: PTH123
                file.write(secrets.token_bytes(32))
            aside.replace(path)
        key = path.read_bytes()
    except (OSError, RuntimeError):
        return None
    return key if len(key) == 32 else None


def _state_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
