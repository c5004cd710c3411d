"""What is a document worth for a query? Integers only. (docs/index-format.md, sections 6 and 11)

Every reader computes the same integers, below 2^53 so that a browser's numbers hold them; the
vectors of tests/vectors/scores.jsonl hold both to it. numpy's int64 arrays give the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from math import isqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

UNIT = 1024  # of levels, logarithms and weights
FULL = 65536  # of saturation, powers and shares
_MANTISSA = 24
_HALVES = (  # round(2^24 * 2^(-2^-i)), i from 1
    11863283, 14107901, 15384775, 16065917, 16417715,
    16596492, 16686609, 16731851, 16754518, 16765863,
)  # fmt: skip

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The recipe's numbers, as the manifest gives them to every reader."""

    title_count: int = 1
    unit: int = UNIT
    levels: tuple[int, ...] = (
        154, 196, 251, 321, 411, 525, 672, 859, 1099, 1405, 1797, 2297, 2938, 3757, 4804, 6144,
    )  # fmt: skip
    form: int = 410
    title: int = 819
    proximity: int = 512
    window: int = 8
    rerank: int = 5
    marks: int = 1536
    marked: int = 10
    words: int = 32

    def as_table(self) -> dict[str, Any]:
        """Give the manifest's table."""
        return asdict(self) | {"levels": list(self.levels)}

    @classmethod
    def of_table(cls, table: dict[str, Any]) -> Ranking:
        """Read the manifest's table; keys of a later recipe are left aside."""
        known = {name: table[name] for name in cls.__slots__ if name in table}
        return cls(**known | {"levels": tuple(table["levels"])})


def log2(value: int) -> int:
    """Give the binary logarithm of *value*, 1 or more, in units of 2^-10.

    >>> log2(1), log2(2), log2(3), log2(1024)
    (0, 1024, 1623, 10240)
    """
    whole = value.bit_length() - 1
    shift = _MANTISSA - whole
    mantissa = value << shift if shift >= 0 else value >> -shift
    result = whole
    for _ in range(10):
        mantissa = mantissa * mantissa >> _MANTISSA
        result *= 2
        if mantissa >> (_MANTISSA + 1):
            mantissa >>= 1
            result += 1
    return result


def exp2(steps: int) -> int:
    """Give 65536 * 2^(-steps/1024), *steps* 0 or more.

    >>> exp2(0), exp2(1024), exp2(512), exp2(40000)
    (65536, 32768, 46340, 0)
    """
    mantissa = 1 << _MANTISSA
    for place, half in enumerate(_HALVES, 1):
        if steps >> (10 - place) & 1:
            mantissa = mantissa * half >> _MANTISSA
    return mantissa >> (_MANTISSA - 16 + (steps >> 10))


def idf(documents: int, df: int) -> int:
    """Weigh a word that *df* of all *documents* have, in units of 2^-10; never below 1.

    >>> idf(1000, 1), idf(1000, 1000), idf(0, 0)
    (9607, 1, 1024)
    """
    return max(1, log2(2 * documents + 2) - log2(2 * df + 1))


def saturate(x: Integers, unit: int) -> Integers:
    """Give 65536 * x / (unit + x): many occurrences are worth little more than some."""
    return FULL * x // (unit + x)


def coverage_powers(n_words: int) -> Integers:
    """Give, for shares of 0 to 1024, 65536 * share^min(3/2, 2/n).

    >>> coverage_powers(2)[[0, 256, 512, 1024]].tolist()
    [0, 16384, 32768, 65536]
    """
    above, below = (3, 2) if n_words == 1 else (2, n_words)
    powers = [exp2((10240 - log2(share)) * above // below) for share in range(1, UNIT + 1)]
    return np.array([0, *powers], np.int64)


def rounded_mean(words: int, documents: int) -> int:
    """Round a mean length to the nearest power of 2^(1/4), so that few edits change it.

    >>> rounded_mean(1_940_000, 2806), rounded_mean(0, 0)
    (724, 1)
    """
    if words <= documents:
        return 1
    quarters = 0  # mean >= 2^((2 quarters + 1) / 8): nearer to the next
    while words**8 >= 2 ** (2 * quarters + 1) * documents**8:
        quarters += 1
    return (isqrt(isqrt(1 << (quarters + 80))) + (1 << 19)) >> 20


def thresholds(levels: Sequence[int]) -> Integers:
    """Give the least x of each level but the lowest: levels part at their geometric means."""
    return np.array([isqrt(a * b - 1) + 1 for a, b in pairwise(levels)], np.int64)


def levels_of(tf: Integers, lengths: Integers, mean: int, levels: Sequence[int]) -> Integers:
    """Give the level of each (weighted count, length of document).

    x = tf / (k1 (1 - b + b length / mean)) with k1 = 9/10, b = 3/4.

    >>> levels_of(np.array([1, 1, 30]), np.array([512, 5120, 512]), 512, Ranking().levels).tolist()
    [8, 0, 15]
    """
    x = tf * (UNIT * 40 * mean) // (9 * (mean + 3 * lengths))
    return np.searchsorted(thresholds(levels), x, side="right")
