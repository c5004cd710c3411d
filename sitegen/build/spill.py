"""How do batches hand on what is too big to hold: blobs in a file, found again by their place?"""

from __future__ import annotations

import pickle
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from io import FileIO
from itertools import accumulate
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, NamedTuple, Self, overload

from sitegen.model import DocId

_TOGETHER = 1 << 16  # bytes that are written at once


class Blob(NamedTuple):
    """Where a spilled value lies."""

    path: str
    offset: int
    length: int


class Blobs(Sequence[Blob]):
    """Where values lie in one file: in columns, for a batch has as many as it has documents.

    >>> blobs = Blobs([Blob("file", 0, 3), Blob("file", 3, 9)])
    >>> blobs[1], blobs.only([1])[0], len(blobs)
    (Blob(path='file', offset=3, length=9), Blob(path='file', offset=3, length=9), 2)
    """

    __slots__ = ("_lengths", "_offsets", "path")

    def __init__(self, blobs: Iterable[Blob]) -> None:
        held = list(blobs)
        self.path = held[0].path if held else ""
        self._offsets = array("q", [blob.offset for blob in held])
        self._lengths = array("q", [blob.length for blob in held])

    def __len__(self) -> int:
        return len(self._offsets)

    @overload
    def __getitem__(self, n: int) -> Blob: ...

    @overload
    def __getitem__(self, n: slice) -> Sequence[Blob]: ...

    def __getitem__(self, n: int | slice) -> Blob | Sequence[Blob]:
        if isinstance(n, slice):
            return self.only(range(len(self))[n])
        return Blob(self.path, self._offsets[n], self._lengths[n])

    def __iter__(self) -> Iterator[Blob]:
        path = self.path
        for offset, length in zip(self._offsets, self._lengths, strict=True):
            yield Blob(path, offset, length)

    def only(self, places: Iterable[int]) -> Blobs:
        """Leave those in some places."""
        return Blobs(map(self.__getitem__, places))


class ByDocument(Mapping[DocId, Blob]):
    """Where a value of each document lies: *blobs* of batches, *place* of each in all of them."""

    def __init__(self, place: Mapping[DocId, int], blobs: Sequence[Blobs]) -> None:
        self._place, self._blobs = place, blobs
        self._ends = list(accumulate(map(len, blobs)))

    def __getitem__(self, name: DocId) -> Blob:
        place, batch = self._place[name], self.batch_of(name)
        return self._blobs[batch][place - self._ends[batch]]  # counted from the end of the batch

    def batch_of(self, name: DocId) -> int:
        """Say which of the batches has a document."""
        return bisect_right(self._ends, self._place[name])

    def __iter__(self) -> Iterator[DocId]:
        return iter(self._place)

    def __len__(self) -> int:
        return len(self._place)


class SpillWriter:
    """Appends values to one file of the work folder; of one process, for one batch."""

    def __init__(self, path: Path) -> None:
        self._name = str(path)
        self._file: BinaryIO = path.open("wb", buffering=_TOGETHER)
        self._offset = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def put_bytes(self, content: bytes) -> Blob:
        """Append *content* and say where it lies."""
        blob = Blob(self._name, self._offset, len(content))
        self._file.write(content)
        self._offset += len(content)
        return blob

    def put_known(self, value: Any) -> tuple[Blob, bytes]:
        """Append a picklable value; say where it lies, and what it is known by again."""
        pickled = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
        return self.put_bytes(pickled), blake2b(pickled, digest_size=8).digest()

    def put(self, value: Any) -> Blob:
        """Append a picklable value and say where it lies."""
        return self.put_bytes(pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL))


class SpillReader:
    """Reads blobs back; keeps its files open while it lives."""

    def __init__(self) -> None:
        self._files: dict[str, FileIO] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for file in self._files.values():
            file.close()

    def bytes_of(self, blob: Blob) -> bytes:
        """Read a blob's bytes."""
        file = self._files.get(blob.path)
        if file is None:
            file = self._files[blob.path] = FileIO(blob.path)
        file.seek(blob.offset)  # a buffer would be filled for each, and thrown away
        return file.read(blob.length)

    def get(self, blob: Blob) -> Any:
        """Read a value back; only files of this build's own work folder are ever read."""
        return pickle.loads(self.bytes_of(blob))  # noqa: S301
