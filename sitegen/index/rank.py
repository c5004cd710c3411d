"""Which documents answer best? (docs/index-format.md, section 11)"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat

import numpy as np
from numpy.typing import NDArray

from sitegen.arabic.fold import fold  # noqa: F401 - for examples
from sitegen.arabic.tokens import Tokens, places, tokenize  # noqa: F401 - tokenize is for examples
from sitegen.arabic.vowels import NEUTRAL, Typed, agreement, typed_of  # noqa: F401 - typed_of too
from sitegen.index.invert import LONGEST_TITLE
from sitegen.index.lookup import Entry, Found, SegmentReader
from sitegen.index.match import Words
from sitegen.index.query import Leaf
from sitegen.index.scores import FULL, UNIT, Ranking, coverage_powers, idf, saturate

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A ranked word: what each segment has of it, its weight, and its very form's."""

    leaf: Leaf
    found: tuple[Found, ...]
    df: int
    idf: int
    own_idf: int

    def forms(self, segment: int) -> frozenset[str]:
        """Give the forms that stand for the word in a segment."""
        return frozenset(entry.form for entry in self.found[segment].entries)


def weigh(words: Words, leaf: Leaf, documents: int, boost: float = 1.0) -> Weighed:
    """Weigh a word by how few of all *documents* have it."""
    found = tuple(words.found(leaf))
    df = sum(one.df for one in found)
    own = sum(e.df for one in found for e in one.entries if e.form == leaf.form)
    weight, own_weight = (int(idf(documents, n) * boost) for n in (df, own))
    return Weighed(leaf, found, df, max(1, weight), own_weight)


def scores(
    words: Sequence[Weighed], index: int, segment: SegmentReader, ranking: Ranking
) -> Integers:
    """Score every document of a segment; 0 where it has no word."""
    count = segment.count
    parts, covered = np.zeros(count, np.int64), np.zeros(count, np.int64)
    in_title, title_lengths = np.zeros(count, np.int64), np.ones(count, np.int64)
    for word in words:
        entries = word.found[index].entries
        x = _summed(entries, count, ranking)
        has = np.flatnonzero(x)
        parts[has] += word.idf * saturate(x[has], ranking.unit)
        covered[has] += word.idf
        own = [e for e in entries if e.form == word.leaf.form and word.leaf.kind != "prefix"]
        x = _summed(own, count, ranking)
        has = np.flatnonzero(x)
        parts[has] += ranking.form * word.own_idf * saturate(x[has], ranking.unit) // UNIT
        in_title += segment.in_title(entries)
        for entry in entries:
            title_lengths[entry.titles.documents] = LONGEST_TITLE - entry.titles.levels
    total = sum(word.idf for word in words)
    if not total:
        return parts
    powers = coverage_powers(len(words))
    found = parts * powers[UNIT * covered // total] // FULL
    dice = np.minimum(FULL, 2 * FULL * in_title // (len(words) + title_lengths))
    gained: Integers = found + ranking.title * total // UNIT * (dice * dice // FULL)
    return gained


def _summed(entries: Iterable[Entry], count: int, ranking: Ranking) -> Integers:
    levels = np.array(ranking.levels, np.int64)
    x = np.zeros(count, np.int64)
    for entry in entries:
        x[entry.postings.documents] += levels[entry.postings.levels]
    return x


def best(numbers: Integers, scored: Integers, k: int, undated: int) -> list[tuple[int, int]]:
    """Give the *k* best as (number, score): the later first among equals, the undated last.

    >>> best(np.array([0, 1, 2, 3]), np.array([5, 5, 9, 5]), 3, undated=3)
    [(2, 9), (1, 5), (0, 5)]
    """
    if len(numbers) > k > 0:
        least = np.partition(scored, len(scored) - k)[len(scored) - k]
        kept = scored >= least
        numbers, scored = numbers[kept], scored[kept]
    order = np.lexsort((-numbers, numbers >= undated, -scored))[:k]
    return list(zip(numbers[order].tolist(), scored[order].tolist(), strict=True))


def proximity(
    weights: Sequence[int],
    forms: Sequence[frozenset[str]],
    blocks: Iterable[Sequence[str]],
    ranking: Ranking,
    alternates: Iterable[Mapping[int, str]] = (),
) -> int:
    """Say what neighbouring words of the query, near each other in a block, add to a score.

    *alternates* are, of each block, the second readings of its words.

    >>> wanted = [frozenset({"دار"}), frozenset({"الكتب"})]
    >>> proximity([1024, 2048], wanted, [["دار", "الكتب"]], Ranking())
    33554432
    """
    least = [ranking.window + 1] * (len(forms) - 1)
    for block, others in zip(blocks, chain(alternates, repeat({})), strict=False):
        found = [places(block, others, wanted) for wanted in forms]
        for pair in range(len(least)):
            least[pair] = min(least[pair], _distance(found[pair], found[pair + 1]))
    gains = sum(
        min(weights[pair], weights[pair + 1]) * FULL // distance
        for pair, distance in enumerate(least)
        if distance <= ranking.window
    )
    return ranking.proximity * gains // UNIT


def vocalised(
    weights: Sequence[int],
    typed: Sequence[Typed | None],
    forms: Sequence[frozenset[str]],
    blocks: Sequence[Tokens],
    ranking: Ranking,
) -> int:
    """Say what the marks of the words in *blocks* add, beside those typed in the query.

    A word counts twice where one of its occurrences agrees, once where the marks say nothing.

    >>> blocks, wanted = [tokenize(fold("عِلْمُ الفلك"))], [frozenset({"علم"})]
    >>> [vocalised([1], typed_of(query, ["علم"]), wanted, blocks, Ranking()) // 98304
    ...  for query in ("عِلْم", "علم", "عَلَم")]
    [2, 0, 0]
    """
    net = 0
    for weight, one, wanted in zip(weights, typed, forms, strict=True):
        if one:
            said = (
                agreement(one, words.forms[at], words.marks_of(at))
                for words in blocks
                for at in places(words.forms, words.alternates(), wanted)
            )
            net += weight * max(said, default=NEUTRAL)
    return ranking.marks * FULL // UNIT * net


def _distance(left: Sequence[int], right: Sequence[int]) -> int:
    """Give the least distance of two different places, of two ascending lists."""
    least, start = 1 << 30, 0
    for at in left:
        while start < len(right) - 1 and right[start + 1] <= at:
            start += 1
        for other in right[max(0, start - 1) : start + 3]:
            if other != at:
                least = min(least, abs(at - other))
    return least
