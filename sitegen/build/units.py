"""Of which parts does a file of documents consist, and by what is each known again?

A row of JSONL is a part, known by its bytes; so is any other file, with the sidecar that speaks
for it, and a stretch of a CSV file with the header. What a part says depends on nothing else in
the archive but the settings and the headings that it asks for, so a part that stands as it was
need not be read again, wherever in its file it stands now.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b, sha256
from pathlib import Path
from typing import NamedTuple, overload

from sitegen.build.look import numbers_of_own
from sitegen.content.files import SIDECARS, ending_of
from sitegen.content.read import Source

_WITH_SIDECAR = ("text", "tei")
_HEADER = 1 << 16
_KEY = 16
_BLOCK = 1 << 18  # bytes: they stay in the processor's cache
_SPACE = 0x20


class Part(NamedTuple):
    """A part of a file: what it is known by, where it stands (line counted from 1)."""

    key: bytes
    start: int
    end: int
    line: int
    is_row: bool = False


class Unit(NamedTuple):
    """A part that was read: how many documents it gave, and how many that are not shown.

    ``assets`` is the listing of the archive's own files where a document shows one, else empty.
    """

    path: str
    key: bytes
    documents: int
    hidden: int
    assets: bytes = b""


@dataclass(frozen=True, slots=True)
class Units(Sequence[Unit]):
    """The units of a batch, in columns: a file of rows has as many as documents.

    >>> one = Unit("a.jsonl", key_of(b"row"), 1, 0)
    >>> units = Units.of([one, Unit("b.md", key_of(b""), 2, 0), one])
    >>> units[2] == one, units.files, [n for n, _ in units.of_file(0)]
    (True, (('a.jsonl', b''), ('b.md', b'')), [0, 2])
    """

    files: tuple[tuple[str, bytes], ...]  # each path and listing of files once
    codes: bytes  # of each unit
    keys: bytes
    counts: bytes  # of documents, then of those that are not shown

    @classmethod
    def of(cls, units: Iterable[Unit]) -> Units:
        """Put units into columns."""
        held = list(units)
        number: dict[tuple[str, bytes], int] = {}
        codes = [number.setdefault((one.path, one.assets), len(number)) for one in held]
        counts = [*(one.documents for one in held), *(one.hidden for one in held)]
        keys = b"".join(one.key for one in held)
        return cls(tuple(number), array("I", codes).tobytes(), keys, array("I", counts).tobytes())

    def __len__(self) -> int:
        return len(self.keys) // _KEY

    @overload
    def __getitem__(self, n: int) -> Unit: ...

    @overload
    def __getitem__(self, n: slice) -> Units: ...

    def __getitem__(self, n: int | slice) -> Unit | Units:
        if isinstance(n, slice):
            return self.only(range(len(self))[n])
        path, assets = self.files[memoryview(self.codes).cast("I")[n]]
        counts = memoryview(self.counts).cast("I")
        key = self.keys[n * _KEY : (n + 1) * _KEY]
        return Unit(path, key, counts[n], counts[len(self) + n], assets)

    def only(self, places: Iterable[int]) -> Units:
        """Leave those in some places."""
        return Units.of(map(self.__getitem__, places))

    def of_file(self, number: int) -> Iterator[tuple[int, bytes]]:
        """Give the places and the keys of the units of one of the files."""
        keys = self.keys
        for n, code in enumerate(memoryview(self.codes).cast("I")):
            if code == number:
                yield n, keys[n * _KEY : (n + 1) * _KEY]


def key_of(*contents: bytes) -> bytes:
    """Hash the bytes of a part."""
    digest = blake2b(digest_size=_KEY)
    for content in contents:
        digest.update(content)
    return digest.digest()


def parts_of(source: Source, known: Container[bytes] = frozenset()) -> list[Part]:
    """Part a source; rows that are empty are no parts.

    Of rows by whose keys others were *known* the encoding is not asked again.
    """
    path = Path(source.root, source.path)
    with path.open("rb") as file:
        file.seek(source.start)
        raw = file.read(source.end - source.start) if source.end else file.read()
    if source.kind == "jsonl":
        rows = list(_rows(raw, len(raw), source.start, source.line))
        if _are_plain(raw, rows, source.start, known) if known else _is_utf8(raw):
            return rows
    end = source.start + len(raw)
    more = [b"", *_header(path, source), *_sidecars(path, source)]
    return [Part(key_of(b"\0".join(more), raw), source.start, end, source.line)]


def unsure_of(source: Source) -> list[Part]:
    """Give the part of a file that changed while it was read: no other has the key."""
    return [Part(bytes(_KEY), source.start, source.end, source.line)]


def state_of(source: Source) -> tuple[int, ...]:
    """Give what a file is known by as it is now; nothing of one that has gone."""
    try:
        return numbers_of_own(os.stat(f"{source.root}/{source.path}"))  # noqa: PTH116 - hot
    except OSError:
        return ()


class Rows(NamedTuple):
    """The rows of a file: the keys of all, and those that are new."""

    keys: set[bytes]
    new: list[Part]


def known_rows(source: Source, known: Container[bytes]) -> Rows | None:
    """Tell the rows of a whole file of which others were *known*, in one pass over its bytes.

    None where a new row is not plain UTF-8, for then the encoding is to be guessed from many; and
    where two are alike.
    """
    keys: list[bytes] = []
    new: list[Part] = []
    line = 1
    for raw, size, offset in _blocks_of(Path(source.root, source.path)):
        own = list(_keys_of_lines(raw, size))
        n_lines = len(own)
        if not all(map(known.__contains__, own)):
            rows = list(_rows(raw, size, offset, line))
            if not _are_plain(raw, rows, offset, known):
                return None
            new += (row for row in rows if row.key not in known)
            own = [row.key for row in rows]
        keys += own
        line += n_lines
    found = set(keys)
    return Rows(found, new) if len(found) == len(keys) else None


def _blocks_of(path: Path) -> Iterator[tuple[bytes, int, int]]:
    """Read a file piece by piece: the bytes, how many are whole lines, and where they begin."""
    offset, rest = 0, b""
    with path.open("rb", buffering=0) as file:
        while block := file.read(_BLOCK):
            raw = rest + block
            whole = raw.rfind(b"\n") + 1
            yield raw, whole, offset
            offset += whole
            rest = raw[whole:]
    yield rest, len(rest), offset


def _keys_of_lines(raw: bytes, size: int) -> Iterator[bytes]:
    """Hash the lines of the first bytes of *raw*, rows or not."""
    view, at = memoryview(raw), 0
    while at < size:
        end = raw.find(b"\n", at, size)
        stop = size if end < 0 else end
        yield _key_of_row(view[at:stop])
        at = stop + 1


def _are_plain(raw: bytes, rows: Iterable[Part], start: int, known: Container[bytes]) -> bool:
    return all(map(_is_utf8, _unknown(raw, rows, start, known)))


def _unknown(
    raw: bytes, rows: Iterable[Part], start: int, known: Container[bytes]
) -> Iterator[bytes]:
    return (raw[row.start - start : row.end - start] for row in rows if row.key not in known)


def _is_utf8(raw: bytes) -> bool:
    """Say whether rows can be read one by one: the encoding of others is guessed from many."""
    if b"\0" in raw:
        return False
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _rows(raw: bytes, size: int, start: int, line: int) -> Iterator[Part]:
    """Give the rows of the first bytes of *raw*, which begin at *start* of a file, on this line."""
    view, at = memoryview(raw), 0
    while at < size:
        end = raw.find(b"\n", at, size)
        stop = size if end < 0 else end
        if at < stop and not (raw[at] <= _SPACE and raw[at:stop].isspace()):
            key = _key_of_row(view[at:stop])
            yield Part(key, start + at, start + min(stop + 1, size), line, is_row=True)
        at, line = stop + 1, line + 1


def _key_of_row(row: bytes | memoryview) -> bytes:
    return sha256(row).digest()[:_KEY]  # of which processors know more than of BLAKE2


def _header(path: Path, source: Source) -> Iterator[bytes]:
    if source.start:
        with path.open("rb") as file:
            head = file.read(_HEADER)
        line = head.partition(b"\n")[0]
        yield head if line.count(b'"') % 2 else line


def sidecars_of(path: str) -> Iterator[str]:
    """Name the files that may speak for the one at *path*."""
    stem = path[: -len(ending_of(path))]
    return (stem + ending for ending in SIDECARS)


def _sidecars(path: Path, source: Source) -> Iterator[bytes]:
    if source.kind in _WITH_SIDECAR:
        for name in sidecars_of(str(path)):
            beside = Path(name)
            if beside.is_file():
                yield beside.suffix.encode() + b"\0" + beside.read_bytes()


def joined(source: Source, parts: Iterable[Part], most: int) -> Iterator[Source]:
    """Give the sources that read *parts* of a file: those that follow each other, together."""
    first: Part | None = None
    end = 0
    for part in parts:
        if first and first.is_row and part.is_row and part.start == end < first.start + most:
            end = part.end
            continue
        if first:
            yield _stretch(source, first, end)
        first, end = part, part.end
    if first:
        yield _stretch(source, first, end)


def _stretch(source: Source, first: Part, end: int) -> Source:
    return replace(source, start=first.start, end=end, size=end - first.start, line=first.line)
