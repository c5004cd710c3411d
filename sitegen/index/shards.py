"""Which rows share a file? (docs/index-format.md, section 6)

Rows come in the order of their keys. A file of words ends where it is full, at a key that is a
mark (so that an edit moves few borders), and before each new first letter; rows of one key stay
together. The postings of a file of words are parted likewise, but between any two families.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from hashlib import sha256
from operator import add
from typing import NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

FULL_WORDS = 6_000  # characters: two words' take 4 kB gzipped
FULL_POSTINGS = 12_000
_MARK_EVERY = 16

Integers = NDArray[np.int64]


class Row(NamedTuple):
    """A family: its key, its JSON in the three kinds of files (words, postings, positions).

    ``last`` is the highest number of a document in its postings.
    """

    key: str
    text: str
    family: str = ""
    postings: str = ""
    positions: str = ""
    last: int = -1


class Keyed(Protocol):
    """What files of words are parted by."""

    @property
    def key(self) -> str:
        """The key of a family."""

    @property
    def text(self) -> str:
        """Its row."""


KeyedRow = TypeVar("KeyedRow", bound=Keyed)


def pack(rows: Iterable[Row], full: int = FULL_WORDS) -> Iterator[list[Row]]:
    """Part rows, ascending by key, into files.

    >>> rows = [Row("اب", "1"), Row("اج", "2"), Row("ب", "3")]
    >>> [[row.key for row in shard] for shard in pack(rows)]
    [['اب', 'اج'], ['ب']]
    """
    shard: list[Row] = []
    size = 0
    for row in rows:
        key = row.key
        if shard and key != shard[-1].key and _ends_before(key, shard[0].key, size, full):
            yield shard
            shard, size = [], 0
        shard.append(row)
        size += len(row.text) + 1
    if shard:
        yield shard


def _ends_before(key: str, first: str, size: int, full: int) -> bool:
    if size > full or key[:1] != first[:1]:
        return True
    return size > full // 2 and is_mark(key)


def repack(
    firsts: Sequence[str],
    touched: Collection[int],
    rows_of: Callable[[int], Iterable[KeyedRow]],
    full: int = FULL_WORDS,
) -> Iterator[int | list[KeyedRow]]:
    """Part rows of one first letter as :func:`pack` does, where most files are known to stand.

    *firsts* are the first keys of the files as they are, *touched* the numbers of those whose
    rows, or whose end, may be others now, and *rows_of* gives what a file is to hold. Gives the
    number of each file that stays, and the rows of each that is new: from a touched file on, until
    a border is again where one was.

    >>> rows = {0: [Row("اب", "x" * 9)], 1: [Row("اج", "1"), Row("اد", "x" * 9)]}
    >>> [some if isinstance(some, int) else [row.key for row in some]
    ...  for some in repack(["اب", "اج", "اه"], {1}, rows.__getitem__, full=8)]
    [0, ['اج', 'اد'], 2]
    """
    shard: list[KeyedRow] = []
    size = 0
    for at, first in enumerate(firsts):
        if at not in touched:
            if shard and _ends_before(first, shard[0].key, size, full):
                yield shard
                shard, size = [], 0
            if not shard:
                yield at
                continue
        for row in rows_of(at):
            is_new = shard and row.key != shard[-1].key
            if is_new and _ends_before(row.key, shard[0].key, size, full):
                yield shard
                shard, size = [], 0
            shard.append(row)
            size += len(row.text) + 1
    if shard:
        yield shard


def touched_files(firsts: Sequence[str], keys: Iterable[str], gone: Collection[str]) -> set[int]:
    """Say which files *keys* fall into; where a first key is *gone*, the one before is, too.

    >>> touched_files(["اب", "اج"], ["اد", "اا"], ()), touched_files(["اب", "اج"], ["اج"], {"اج"})
    ({0, 1}, {0, 1})
    """
    found: set[int] = set()
    for key in keys:
        at = max(0, bisect_right(firsts, key) - 1)
        found.add(at)
        if at and key == firsts[at] and key in gone:
            found.add(at - 1)
    return found


def bundles(shard: Iterable[Row], full: int = FULL_POSTINGS) -> Iterator[list[Row]]:
    """Part a file's families by the size of their postings; one that fills a file has its own.

    >>> shard = [Row("ك", "", name, "x" * size) for name, size in (("كتب", 9), ("كتاب", 99))]
    >>> [[row.family for row in some] for some in bundles(shard, full=40)]
    [['كتب'], ['كتاب']]
    """
    some: list[Row] = []
    size = 0
    for row in shard:
        if some and ends_bundle(size, row, full):
            yield some
            some, size = [], 0
        some.append(row)
        size += len(row.postings) + 1
    if some:
        yield some


def ends_bundle(size: int, row: Row, full: int = FULL_POSTINGS) -> bool:
    """Say whether a file of postings that has *size* characters ends before a row.

    >>> ends_bundle(30, Row("ك", "", "كتب", "x" * 9), full=40)
    False
    """
    if size + len(row.postings) + 1 > full:
        return True
    return size > full // 2 and is_mark(row.family)


def rebundle(
    count: int,
    touched: Collection[int],
    rows_of: Callable[[int], Sequence[Row]],
    first_of: Callable[[int], Row],
    full: int = FULL_POSTINGS,
) -> Iterator[int | list[Row]]:
    """Part the families of a file of words as :func:`bundles` does, where most are known to stay.

    They were parted into *count* files; of those *touched* the families, or what comes next, may
    be others now. *rows_of* gives the rows of each, *first_of* the first one. Gives the number of
    each that stays, and the rows of each that is new.

    >>> rows = {0: [Row("ك", "", "كتب", "x" * 9)], 1: [Row("ك", "", "كتاب", "x" * 99)]}
    >>> [some if isinstance(some, int) else [row.family for row in some]
    ...  for some in rebundle(3, {0}, rows.__getitem__, lambda n: rows[n][0], full=40)]
    [['كتب'], 1, 2]
    """
    some: list[Row] = []
    size = 0
    for at in range(count):
        if at not in touched:
            if some and ends_bundle(size, first_of(at), full):
                yield some
                some, size = [], 0
            if not some:
                yield at
                continue
        for row in rows_of(at):
            if some and ends_bundle(size, row, full):
                yield some
                some, size = [], 0
            some.append(row)
            size += len(row.postings) + 1
    if some:
        yield some


def parted_alike(
    before: Integers,
    after: Integers,
    files: Integers,
    ends: NDArray[np.bool_],
    full: int = FULL_POSTINGS,
) -> NDArray[np.bool_]:
    """Say of files whether families are sure to be parted as they are, where lengths change.

    *before* and *after* are the lengths of families, those of file i ``files[i]:files[i + 1]``;
    *ends* say which files are the last of their shards. A border to the next file is one, too.

    >>> sizes, more, less = (np.array(some) for some in ([9, 9, 40], [9, 10, 41], [9, 9, 20]))
    >>> files, ends = np.array([0, 2, 3]), np.array([False, True])
    >>> parted_alike(sizes, more, files, ends, full=50).tolist()
    [True, True]
    >>> parted_alike(sizes, less, files, ends, full=50).tolist()
    [False, True]
    """
    was, now = (_asked(lengths + 1, files, full) for lengths in (before, after))
    differs = (was != now).any(axis=0)
    differs[files[1:][ends] - 1] = False
    return ~np.logical_or.reduceat(differs, files[:-1])


def _asked(sizes: Integers, files: Integers, full: int) -> NDArray[np.bool_]:
    """Say what :func:`bundles` asks after each family, when its file began where it does."""
    sums = np.cumsum(sizes)
    held = sums - np.repeat(sums[files[:-1]] - sizes[files[:-1]], np.diff(files))
    return np.array([held + np.append(sizes[1:], 0) > full, held > full // 2])


def borders(
    keys: Sequence[str], sizes: Sequence[int] | Integers, full: int
) -> Iterator[tuple[int, int]]:
    """Part rows of one first letter as :func:`pack` does.

    >>> list(borders(["اب", "اج", "اد"], [9, 9, 9], full=15))
    [(0, 2), (2, 3)]
    >>> list(borders(["اب", "اب", "اب"], [9, 9, 9], full=15))
    [(0, 3)]
    """
    ends = np.cumsum(np.array(sizes, np.int64) + 1).tolist()
    start, before = 0, 0
    while start < len(keys):
        end = bisect_right(ends, before + full // 2, start) + 1
        while end < len(keys) and (
            keys[end] == keys[end - 1]
            or (ends[end - 1] - before <= full and not is_mark(keys[end]))
        ):
            end += 1
        end = min(end, len(keys))
        yield start, end
        start, before = end, ends[end - 1]


class Columns(NamedTuple):
    """Rows in the order of their keys, each with one of its own, as columns: keys, and values."""

    keys: list[str]
    values: list[str]


def repack_columns(
    firsts: Sequence[str],
    touched: Collection[int],
    columns_of: Callable[[int], Columns],
    more: int,
    full: int = FULL_WORDS,
) -> Iterator[int | Columns]:
    """Part rows of one first letter as :func:`repack` does, without an object for each.

    A row's text is *more* characters longer than key and value.

    >>> made = {1: Columns(["اج", "اد"], ["1", "x" * 9])}
    >>> [*repack_columns(["اب", "اج", "اه"], {1}, made.__getitem__, 0, full=8)]
    [0, Columns(keys=['اج', 'اد'], values=['1', 'xxxxxxxxx']), 2]
    """
    held = Columns([], [])
    for at, first in enumerate(firsts):
        if at not in touched:
            if not held.keys:
                yield at
                continue
            parts = [*_parts(held, more, full)]
            yield from parts[:-1]
            held = parts[-1]
            size = sum(map(len, held.keys + held.values)) + (more + 1) * len(held.keys)
            if _ends_before(first, held.keys[0], size, full):
                yield held
                held = Columns([], [])
                yield at
                continue
        some = columns_of(at)
        held = Columns(held.keys + some.keys, held.values + some.values)
    yield from _parts(held, more, full)


def _parts(rows: Columns, more: int, full: int) -> Iterator[Columns]:
    sizes = [*map(add, map(len, rows.keys), map(len, rows.values))]
    for start, end in borders(rows.keys, np.array(sizes, np.int64) + more, full):
        yield Columns(rows.keys[start:end], rows.values[start:end])


def is_mark(key: str) -> bool:
    """Say whether a file may end before *key* already; true of one key in sixteen.

    A checksum would not do: of keys in order it is too regular for borders to meet again.
    """
    return sha256(key.encode()).digest()[0] % _MARK_EVERY == 0
