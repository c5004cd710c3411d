"""How is a word, and a run of words, one number that arrays can look up?

A word of up to eight letters is its own bytes, so two such words never share a code; longer ones
and runs of words are mixed. Who finds a code compares the letters before believing it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.integer]
    Flags = NDArray[np.bool_]
    Codes = NDArray[np.uint64]

_EIGHT = 8
_MASKS = np.array([(1 << 8 * n) - 1 for n in range(_EIGHT + 1)], np.uint64)
_ODD = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio, as in Knuth's hashing
_OTHER = np.uint64(0xC2B2AE3D27D4EB4F)
_WORD_BITS = 64
_BITS = np.array([1 << n for n in range(8)], np.uint8)
_ROOM = 16  # cells of a filter for each code: one in so many strangers passes


def eights(data: bytes) -> Codes:
    """Read eight bytes from every place of *data*, the first lowest; none is copied."""
    return np.ndarray((len(data) + 1,), "<u8", data + bytes(_EIGHT), strides=(1,))


def word_codes(letters: Codes, starts: Ints, lengths: Ints) -> Codes:
    """Give the codes of words: *letters* are the :func:`eights` of the bytes they stand in.

    >>> data = b"beirut ebeirut"
    >>> one, other = word_codes(eights(data), np.array([0, 8]), np.array([6, 6]))
    >>> bool(one == other)
    True
    """
    codes: Codes = letters[starts] & _MASKS[np.minimum(lengths, _EIGHT)]
    at, longer = _EIGHT, (lengths > _EIGHT).nonzero()[0]
    while len(longer):
        rest = lengths[longer] - at
        more = letters[starts[longer] + at] & _MASKS[np.minimum(rest, _EIGHT)]
        codes[longer] = codes[longer] * _ODD + more
        longer, at = longer[rest > _EIGHT], at + _EIGHT
    return codes


def joined(before: Codes, after: Codes) -> Codes:
    """Give the codes of runs of words by those of what stands before the last, and of the last."""
    return before * _OTHER + after


class Filter:
    """Says of codes that they may be among those it was made of, or surely are not."""

    def __init__(self, codes: Codes) -> None:
        bits = max(10, (_ROOM * len(codes)).bit_length())
        self._shift = np.uint64(_WORD_BITS - bits)
        cells = np.zeros(1 << bits, np.bool_)
        cells[self._cell(codes)] = True
        self._bits = np.packbits(cells, bitorder="little")

    def _cell(self, codes: Codes) -> Ints:
        return ((codes * _ODD) >> self._shift).astype(np.int64)

    def may_hold(self, codes: Codes) -> Flags:
        """Say of each code whether it may be there: never no for one that is."""
        cells = self._cell(codes)
        found: Flags = (self._bits.take(cells >> 3) & _BITS.take(cells & 7)) != 0
        return found


class Numbered:
    """Leads from codes to the numbers of those who have them, several perhaps."""

    def __init__(self, codes: Codes) -> None:
        bits = max(10, len(codes).bit_length())
        self._shift = np.uint64(_WORD_BITS - bits)
        mixed = codes * _ODD
        self._order = np.argsort(mixed, kind="stable").astype(np.int32)
        self._codes = codes[self._order]
        cells = (mixed[self._order] >> self._shift).astype(np.int32)
        self._firsts = np.searchsorted(cells, np.arange((1 << bits) + 1)).astype(np.int32)
        self._filter = Filter(codes)

    def find(self, codes: Codes) -> tuple[Ints, Ints]:
        """Give pairs: the place of a code in *codes*, and the number of one who has it."""
        rows = self._filter.may_hold(codes).nonzero()[0]
        asked = codes[rows]
        cells = ((asked * _ODD) >> self._shift).astype(np.int64)
        firsts = self._firsts[cells].astype(np.int64)
        counts = self._firsts[cells + 1] - firsts
        places = ranges(firsts, counts)
        same = self._codes[places] == np.repeat(asked, counts)
        return np.repeat(rows, counts)[same], self._order[places[same]]


def ranges(firsts: Ints, counts: Ints) -> Ints:
    """Give runs of numbers, one behind the other, each from its first on.

    >>> ranges(np.array([5, 0, 7]), np.array([2, 0, 3])).tolist()
    [5, 6, 7, 8, 9]
    """
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(firsts - ends + counts, counts)


def are_alike(one: Codes, starts: Ints, other: Codes, others: Ints, lengths: Ints) -> Flags:
    """Say of each pair of spans whether their letters are the same."""
    alike = np.ones(len(starts), np.bool_)
    for at in range(0, int(lengths.max(initial=0)), _EIGHT):
        mask = _MASKS[np.minimum(np.maximum(lengths - at, 0), _EIGHT)]
        near = np.minimum(starts + at, len(one) - 1)
        far = np.minimum(others + at, len(other) - 1)
        alike &= (one[near] & mask) == (other[far] & mask)
    return alike
