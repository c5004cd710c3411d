"""Of which documents' parts do files of data/ consist, and where do those lie that stand?

The rows of a year, the members of a zip, the lines of a table: each document has a part in such a
file. What is made anew is put between what lies in the file of the last build.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from pathlib import Path
from typing import NamedTuple, cast

import numpy as np

from sitegen.build.spill import Blob
from sitegen.model import Card, DocId, EntityId
from sitegen.pages.columns import Places
from sitegen.pages.deck import Deck
from sitegen.pages.lists import renumbered

_NO_ROW = -2  # none follows it


class Lies(NamedTuple):
    """The documents that have a part in a file, in their order, and how long each part is."""

    joined: str
    lengths: bytes

    @classmethod
    def along(cls, names: Iterable[str], lengths: Iterable[int]) -> Lies:
        """Say how parts of these *lengths* lie."""
        return cls("\0".join(names), array("q", lengths).tobytes())

    @classmethod
    def of(cls, parts: Mapping[DocId, Blob]) -> Lies:
        """Say how *parts* lie when they are written one behind the other.

        >>> made = Lies.of({DocId("a"): Blob("", 7, 3), DocId("b"): Blob("", 0, 4)})
        >>> made.names, [(blob.offset, blob.length) for blob in made.blobs("file").values()]
        (['a', 'b'], [(0, 3), (3, 4)])
        """
        return cls.along(parts, (blob.length for blob in parts.values()))

    @property
    def names(self) -> list[DocId]:
        """The documents."""
        return cast("list[DocId]", self.joined.split("\0")) if self.lengths else []

    @property
    def _places(self) -> Iterator[tuple[DocId, int, int]]:
        lengths = array("q")
        lengths.frombytes(self.lengths)
        return zip(self.names, accumulate(lengths, initial=0), lengths, strict=False)

    def blobs(self, path: str) -> dict[DocId, Blob]:
        """Say where each part lies in the file at *path*."""
        return {name: Blob(path, start, length) for name, start, length in self._places}


Lying = Mapping[str, Lies]  # by the paths of files


def still(lying: Lying, stands: Container[str]) -> Lying:
    """Leave the files that stand."""
    return {path: lies for path, lies in lying.items() if path in stands}


class Parts:
    """Gives the parts of files: those made *fresh*, and those that *lie* in the site at *output*.

    *names* says which documents have a part in a file. A part may lie in another file than it will
    be in.
    """

    def __init__(
        self,
        fresh: Mapping[DocId, Blob],
        lying: Lying,
        output: str,
        names: Callable[[str], Iterable[DocId]],
    ) -> None:
        self._fresh, self._lying, self._output, self._names = fresh, lying, output, names
        self._made: dict[str, Lies] = {}

    def of(self, path: str) -> dict[DocId, Blob]:
        """Give the parts of the file at *path*, which is to be made."""
        here = self._lain(path)
        found: dict[DocId, Blob] = {}
        for name in sorted(self._names(path), key=str.encode):
            blob = self._fresh.get(name) or here.get(name)
            found[name] = blob or self._everywhere[name]
        self._made[path] = Lies.of(found)
        return found

    def left(self, paths: Iterable[str]) -> dict[str, Lies]:
        """Say how parts lie in files now: as they lay, where a file was not made."""
        return {path: self._made.get(path) or self._lying[path] for path in paths}

    def _lain(self, path: str) -> dict[DocId, Blob]:
        return self._lying[path].blobs(f"{self._output}/{path}") if path in self._lying else {}

    @cached_property
    def _everywhere(self) -> dict[DocId, Blob]:
        return {name: blob for path in self._lying for name, blob in self._lain(path).items()}


class _Lain(NamedTuple):
    """Lines of tables: where each begins, and the bytes of all.

    The first line of a table is no document's: *names* are those of the *rows*.
    """

    names: Sequence[DocId]
    rows: Places
    starts: Places  # and the end of the last
    content: bytes

    @classmethod
    def of(cls, lying: Lying, output: str) -> _Lain:
        """Read the tables, one behind the other."""
        lengths = [np.frombuffer(lies.lengths, np.int64) for lies in lying.values()]
        names = [name for lies in lying.values() for name in lies.names[1:]]
        starts = np.cumsum(np.concatenate([np.zeros(1, np.int64), *lengths]))
        heads = np.cumsum([0, *map(len, lengths)])
        rows = np.delete(np.arange(heads[-1]), heads[:-1])
        content = b"".join(Path(output, path).read_bytes() for path in lying)
        return cls(names, rows, starts, content)

    def rows_of(self, names: Sequence[DocId], stale: Container[DocId]) -> Places:
        """Say in which row each document's line is; in none that of a *stale* one."""
        stands, _ = renumbered(self.names, names)
        stays = np.flatnonzero(stands >= 0)
        rows = np.full(len(names), _NO_ROW)
        rows[stands[stays]] = self.rows[stays]
        rows[np.fromiter(map(stale.__contains__, names), bool, len(names))] = _NO_ROW
        return rows


class Lines:
    """Gives the lines of tables: of *stale* documents as *make* makes them, others as they lie."""

    def __init__(
        self,
        make: Callable[[Card], str],
        lying: Lying,
        output: str,
        stale: Iterable[DocId],
    ) -> None:
        self._make, self._lying, self._output, self._stale = make, lying, output, {*stale}
        self._made: dict[str, Lies] = {}
        self._new: dict[DocId, bytes] = {}  # most lines stand in a table and in a zip

    @cached_property
    def _lain(self) -> _Lain:
        return _Lain.of(self._lying, self._output)

    def of(self, cards: Deck) -> list[bytes]:
        """Give the lines of documents, those that lie one behind the other as one."""
        return self._lines(cards)[0]

    def _lines(self, cards: Deck) -> tuple[list[bytes], Places]:
        """Give the lines of documents, and how long each is."""
        lain, ids = self._lain, cards.ids
        of_each, starts, content = lain.rows_of(ids, self._stale), lain.starts, lain.content
        lengths = np.append(np.diff(starts), (0, 0))[of_each]
        begins = np.flatnonzero(np.diff(of_each, prepend=_NO_ROW) != 1)
        lines = []
        for row, (begin, end) in zip(
            of_each[begins].tolist(), pairwise([*begins.tolist(), len(cards)]), strict=True
        ):
            if row == _NO_ROW:
                lines.append(self._new.get(ids[begin]) or self._line(cards[begin]))
                lengths[begin] = len(lines[-1])
            else:
                lines.append(content[starts[row] : starts[row + end - begin]])
        return lines, lengths

    def _line(self, card: Card) -> bytes:
        line = self._new[card.id] = self._make(card).encode()
        return line

    def table(self, path: str, head: bytes, cards: Deck) -> list[bytes]:
        """Give the table at *path*, which is to be made: its *head* and its lines."""
        lines, lengths = self._lines(cards)
        every = np.append(len(head), lengths).astype(np.int64)
        self._made[path] = Lies("\0".join(["", *cards.ids]), every.tobytes())
        return [head, *lines]

    def left(self, paths: Iterable[str]) -> dict[str, Lies]:
        """Say how lines lie in tables now."""
        return {path: self._made.get(path) or self._lying[path] for path in paths}


class Rows:
    """Gives rows of entities: of those that are the *same* as they lie in the site at *output*.

    *were* are the entities of which the files there have a row, in their order.
    """

    def __init__(self, were: Sequence[EntityId], same: Collection[EntityId], output: str) -> None:
        self._were, self._same, self._output = were, same, output

    def of(
        self,
        path: str,
        names: Iterable[EntityId],
        make: Callable[[EntityId], bytes],
        end: bytes,
        head: bytes = b"",
    ) -> bytes:
        """Give the file at *path*: its *head*, and the rows of *names*, each with its *end*."""
        lain = self._lain(path, head, end) if self._same else {}
        return head + b"".join([lain.get(name) or make(name) for name in names])

    def _lain(self, path: str, head: bytes, end: bytes) -> dict[EntityId, bytes]:
        """Take a file apart; one that does not part into as many rows gives none."""
        content = Path(self._output, path).read_bytes()
        rows = content[len(head) :].split(end)
        if len(rows) != len(self._were) + 1:
            return {}
        return {
            name: row + end
            for name, row in zip(self._were, rows, strict=False)
            if name in self._same
        }
