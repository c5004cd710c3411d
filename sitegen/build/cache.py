"""What do earlier builds leave for the next one? Values by name, in an SQLite file.

The folder ``.sitegen/cache`` may go at any time: nothing is lost but time. A cache comes back
only to the user who made it, made by the same code: every value is sealed with a key that lies
outside of archives, for values are pickled, and what strangers pickled must never be read.
"""

from __future__ import annotations

import os
import pickle
import secrets
import shutil
import sqlite3
import sys
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import Any

from sitegen.build.stamp import code_stamp

FOLDER = ".sitegen/cache"
DROPPED = "the cache was dropped, all is built anew"
_FILE = "cache.db"
_SEAL = 16
_ABOUT = "about"
_SCHEMA = "CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, seal BLOB, value BLOB)"


class DamagedError(Exception):
    """The cache is not what this program wrote."""


class Cache:
    """Values by name; what is put counts once it is committed, all of it or nothing."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self.folder = folder
        self.fault = ""  # why nothing more is kept: a full disk, above all
        self._key = key
        folder.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(folder / _FILE)
        self._db.execute("PRAGMA synchronous=OFF")  # a torn file is noticed, and dropped
        self._db.execute(_SCHEMA)

    def get(self, name: str) -> Any:
        """Give the value called *name*, or None; raises DamagedError where its seal is broken."""
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
        pickled = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
        row = (name, self._seal(name, pickled), pickled)
        self._change("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", [row])

    def names(self) -> list[str]:
        """List the names of all values."""
        try:
            return [name for (name,) in self._db.execute("SELECT name FROM kept ORDER BY name")]
        except sqlite3.Error as error:
            raise DamagedError(str(error)) from None

    def drop(self, names: Iterable[str]) -> None:
        """Forget values."""
        self._change("DELETE FROM kept WHERE name=?", [(name,) for name in names])

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
            if self.fault:
                self._db.rollback()
            else:
                self._db.commit()
        except sqlite3.Error as error:
            self.fault = str(error)

    def close(self) -> None:
        """Leave the file; what was not committed is as if it had never been put."""
        self._db.close()

    def _seal(self, name: str, value: bytes) -> bytes:
        digest = blake2b(name.encode() + b"\0", key=self._key, digest_size=_SEAL)
        digest.update(value)
        return digest.digest()


def open_cache(archive: Path, *, clean: bool = False) -> tuple[Cache | None, str]:
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
        cache = Cache(folder, key)
        if cache.get(_ABOUT) is None:
            cache.put(_ABOUT, code_stamp())
            cache.commit()
    except (OSError, sqlite3.Error) as error:
        return None, f"no cache is kept: {error}"
    return cache, f"{DROPPED}: {why}" if why else ""


def _fault(folder: Path, key: bytes) -> str:
    """Say what speaks against a cache, or nothing."""
    try:
        cache = Cache(folder, key)
        stamp = cache.get(_ABOUT)
        names = cache.names()
        cache.close()
    except sqlite3.Error:
        return "it is damaged"
    except DamagedError:
        return "it is damaged, or was made by another user or on another machine"
    if stamp is None and not names:
        return ""
    return "" if stamp == code_stamp() else "it was made by another version of sitegen"


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
