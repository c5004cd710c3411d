"""Which rows share a file? (docs/index-format.md, section 6)

Rows come in the order of their keys. A file ends where it is full, at a key that is a mark
(so that an edit moves few borders), and before each new first letter; rows of one key stay
together.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import accumulate
from typing import NamedTuple

FULL_SHARD = 14_000  # characters: of two words a reader loads 14 kB gzipped
OWN_FILE = 10_000
_MARK_EVERY = 16


class Row(NamedTuple):
    """A row's key, its JSON, and the JSON of the row that answers to it in a sister file."""

    key: str
    text: str
    sister: str = ""


def pack(rows: Iterable[Row], full: int = FULL_SHARD) -> Iterator[list[Row]]:
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


def borders(
    keys: Sequence[str], sizes: Sequence[int], full: int = FULL_SHARD
) -> Iterator[tuple[int, int]]:
    """Part rows of one first letter as :func:`pack` does, each with a key of its own.

    >>> list(borders(["اب", "اج", "اد"], [9, 9, 9], full=15))
    [(0, 2), (2, 3)]
    """
    ends = list(accumulate(size + 1 for size in sizes))
    start, before = 0, 0
    while start < len(keys):
        end = bisect_right(ends, before + full // 2, start) + 1
        while end < len(keys) and ends[end - 1] - before <= full and not is_mark(keys[end]):
            end += 1
        end = min(end, len(keys))
        yield start, end
        start, before = end, ends[end - 1]


def is_mark(key: str) -> bool:
    """Say whether a file may end before *key* already; true of one key in sixteen.

    A checksum would not do: of keys in order it is too regular for borders to meet again.
    """
    return sha256(key.encode()).digest()[0] % _MARK_EVERY == 0
