"""What can be done with a folder behind a URL? The one door to fsspec (extra ``remote``).

Paths are posix, below the folder. A fault of the store, of the network, of credentials is a
CorpusError that says at which URL, and what the store's library said.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sitegen.errors import CorpusError, Place, Problem
from sitegen.remote.urls import shown

_EXTRA = "pip install 'sitegen[remote]'"
# What tells one state of an object from another; times of access do not.
_STATES = (
    "ETag", "etag", "md5Hash", "content_md5", "generation", "checksum", "sha", "size", "mtime",
    "LastModified", "last_modified", "updated", "modified", "created",
)  # fmt: skip


class Seen(NamedTuple):
    """An object as a listing shows it: its size, and what is other when its bytes are."""

    size: int
    state: str


class Store:
    """The folder at *url*; whether it is there is not asked yet.

    Raises CorpusError where fsspec, or the library that it needs for this kind of URL, is missing.
    """

    def __init__(self, url: str) -> None:
        self.url = shown(url)
        self._fs, path = _file_system(url)
        self._root = path.rstrip("/")

    def seen(self) -> dict[str, Seen]:
        """List all objects of the folder, by path; none where it is not there."""
        with self._told("it cannot be listed"):
            self._fs.invalidate_cache()
            try:
                found: Mapping[str, Mapping[str, Any]] = self._fs.find(self._root, detail=True)
            except FileNotFoundError:
                return {}
        start = len(self._root) + 1
        return {
            name[start:]: _seen(info)
            for name, info in found.items()
            if name[start:] and not name.endswith("/")  # consoles make folders of such objects
        }

    def read(self, path: str) -> bytes | None:
        """Read an object; None where it is not there."""
        with self._told(f"'{path}' cannot be read"):
            try:
                content: bytes = self._fs.cat_file(self._at(path))
            except FileNotFoundError:
                return None
        return content

    def write(self, path: str, content: bytes) -> None:
        """Write an object, whatever was there."""
        with self._told(f"'{path}' cannot be written"):
            self._fs.makedirs(self._parent(path), exist_ok=True)
            self._fs.pipe_file(self._at(path), content)

    def create(self, path: str, content: bytes) -> bool:
        """Write an object where there is none; say whether it was so.

        Of two programs that try at once one gets True, where the store can tell them apart: S3,
        Google Cloud Storage, Azure and disks can.
        """
        with self._told(f"'{path}' cannot be written"):
            self._fs.makedirs(self._parent(path), exist_ok=True)
            try:
                if "file" in self._fs.protocol:  # else it would look first, then write
                    with self._fs.open(self._at(path), "xb") as file:
                        file.write(content)
                else:
                    self._fs.pipe_file(self._at(path), content, mode="create")
            except FileExistsError:
                return False
            except OSError as error:  # as s3fs tells it
                if "precondition" in str(error).lower():
                    return False
                raise
        return True

    def put(self, folder: Path, paths: Sequence[str]) -> None:
        """Send files of *folder*, as many at a time as the store's library sees fit."""
        with self._told("not all could be sent"):
            for parent in sorted({self._parent(path) for path in paths}):
                self._fs.makedirs(parent, exist_ok=True)
            self._fs.put([str(folder / path) for path in paths], list(map(self._at, paths)))

    def fetch(self, paths: Sequence[str], targets: Sequence[Path]) -> None:
        """Fetch objects into files, whose folders are made."""
        for folder in {target.parent for target in targets}:
            folder.mkdir(parents=True, exist_ok=True)
        with self._told("not all could be fetched"):
            self._fs.get(list(map(self._at, paths)), list(map(str, targets)))

    def remove(self, paths: Sequence[str]) -> None:
        """Remove objects; one that is not there is no fault."""
        with self._told("not all could be removed"):
            try:
                self._fs.rm(list(map(self._at, paths)))
            except FileNotFoundError:
                for path in paths:
                    with contextlib.suppress(FileNotFoundError):
                        self._fs.rm_file(self._at(path))

    def problem(self, what: str, why: str = "", fix: str = "") -> CorpusError:
        """Say what is wrong with this folder."""
        return CorpusError([Problem(Place(self.url), what, why, fix)])

    def _at(self, path: str) -> str:
        return f"{self._root}/{path}"

    def _parent(self, path: str) -> str:
        return self._at(path).rpartition("/")[0]

    @contextlib.contextmanager
    def _told(self, what: str) -> Iterator[None]:
        try:
            yield
        except (CorpusError, FileNotFoundError, FileExistsError):
            raise
        except Exception as error:  # each store's library has errors of its own
            raise self.problem(
                what,
                f"{type(error).__name__}: {error}".strip(": "),
                "look at the address, the credentials and the network, and try again",
            ) from error


def _seen(info: Mapping[str, Any]) -> Seen:
    state = "|".join(f"{key}={info[key]}" for key in _STATES if info.get(key) is not None)
    return Seen(int(info.get("size") or 0), state)


def _file_system(url: str) -> tuple[Any, str]:
    place = Place(shown(url))
    try:
        import fsspec  # noqa: PLC0415 - an extra
    except ImportError:
        why = "URLs of archives and sites are read and written by it"
        problem = Problem(place, "fsspec is not installed", why, f"install it: {_EXTRA}")
        raise CorpusError([problem]) from None
    try:
        system, path = fsspec.core.url_to_fs(url)
    except ImportError as error:
        fix = "install what is named here, beside sitegen"
        raise CorpusError([Problem(place, "a library is missing", str(error), fix)]) from error
    except OSError as error:
        what, why = "this host or folder cannot be reached", error.strerror or str(error)
        raise CorpusError([Problem(place, what, why, "mend the URL, or connect")]) from error
    except Exception as error:
        fix = "give a path, or a URL such as s3://bucket/folder"
        raise CorpusError([Problem(place, "no such kind of URL", str(error), fix)]) from error
    return system, str(path)
