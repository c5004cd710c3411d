"""Where do the files of an index come from, and may they be trusted?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from sitegen.errors import CorpusError, Place, Problem
from sitegen.index.format import FORMAT, DamagedError, File, Parcel, parse_file
from sitegen.index.scores import Ranking

KEPT = 1024  # files in memory
_NEEDED = {"ranking", "documents", "segments", "years", "collections"}

Read = Callable[[str], bytes]


class Store:
    """The files of an index, each read and checked when it is asked for, the last ones kept.

    *read* gives the bytes of a path below ``search/``, or raises OSError.
    """

    def __init__(self, read: Read) -> None:
        self._read = read
        self.manifest: dict[str, Any] = self._opened("manifest", dict)
        if self.manifest.get("format") != FORMAT:
            raise _fault("manifest", f"it has format {self.manifest.get('format')}, not {FORMAT}")
        if missing := sorted(_NEEDED - self.manifest.keys()):
            raise _fault("manifest", f"it does not say {missing[0]}")
        self.ranking = Ranking.of_table(self.manifest["ranking"])
        self.documents: int = self.manifest["documents"]
        self.rows = lru_cache(KEPT)(self._rows)

    def _rows(self, path: str, numbering: str | None) -> list[Any]:
        parcel: Parcel = self._opened(path, Parcel)
        if parcel.format != FORMAT or parcel.path != path:
            raise _fault(path, f"it is '{parcel.path}' in format {parcel.format}")
        if numbering is not None and parcel.numbering not in numbering.split(" "):
            raise _fault(path, f"it is of numbering '{parcel.numbering}', not '{numbering[-5:]}'")
        return parcel.rows

    def _opened(self, path: str, kind: type) -> Any:
        try:
            found = parse_file(self._read(f"{path}.js"))
        except OSError as error:
            raise _fault(path, f"it cannot be opened ({error.strerror or error})") from None
        except DamagedError as error:
            raise _fault(path, str(error)) from None
        if not isinstance(found, kind):
            raise _fault(path, "it holds something else")
        return found


def _fault(path: str, why: str) -> CorpusError:
    what = "a file of the search index cannot be used"
    fix = "build the site again"
    return CorpusError([Problem(Place(f"search/{path}.js"), what, why, fix)])


def store_of(files: Iterable[File]) -> Store:
    """Open an index that is still in memory."""
    contents = {file.path: file.content for file in files}

    def read(path: str) -> bytes:
        if path not in contents:
            raise FileNotFoundError(2, "no such file", path)
        return contents[path]

    return Store(read)


def open_store(site: Path) -> Store:
    """Open the index of a built site, or the folder ``search`` itself."""
    folder = site / "search"
    folder = folder if (folder / "manifest.js").is_file() else site
    return Store(lambda path: (folder / path).read_bytes())
