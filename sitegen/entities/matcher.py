"""Where does a text hold a name? All of them, with licensed proclitics, found in one pass.

The one module that knows the Aho-Corasick library. It finds every name that ends at a word's
end; where a name may begin is decided here.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import ahocorasick_rs
import numpy as np

from sitegen.entities.common import FUNCTION_WORDS
from sitegen.entities.haystack import SPACE, UNKNOWN, Haystack, encode_words, gap_kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

ARTICLE = "ال"
_LAM = "ل"
_CONJUNCTIONS = ("", "و", "ف")
_PREPOSITIONS = ("", "ب", "ك", "ل")
_LONGEST_PROCLITIC = 4  # وبال
_WAW = "و"
_OPENERS = frozenset("وفلب")
_ENDINGS = frozenset(
    "ها هم هما هن نا كم كما ان ات ين ون وا نحن ني يون يين يات يان تان تين تهم تها تنا".split()
)
_UNFINISHED = frozenset("عبد بن ابن ابو ابي ابا ام ال".split())
_NOTHING = frozenset([b""])
_OPEN = 5  # letters of a one-word name that may be stuck to the next word


def proclitics(*, article: bool) -> frozenset[str]:
    """List what may stand before a name in its word; with the article where it has none.

    >>> sorted(proclitics(article=False))
    ['', 'ب', 'ف', 'فب', 'فك', 'فل', 'ك', 'ل', 'و', 'وب', 'وك', 'ول']
    """
    short = {a + b for a in _CONJUNCTIONS for b in _PREPOSITIONS}
    if not article:
        return frozenset(short)
    long = {p + ARTICLE for p in short if not p.endswith(_LAM)}
    return frozenset(short | long | {p + _LAM for p in short if p.endswith(_LAM)})


_BARE = frozenset(encode_words(p) for p in proclitics(article=True))
_DEFINITE = frozenset(encode_words(p) for p in proclitics(article=False))
_BEFORE_LAM = frozenset(encode_words(c + _LAM) for c in _CONJUNCTIONS)


class Hit(NamedTuple):
    """A name found: bytes *start* to *end* of the haystack, *cut* bytes of proclitic before."""

    start: int
    end: int
    cut: int
    name: int


class Matcher:
    """Finds folded names; a name's number is its place in the sequence given.

    Names of one letter are left out: they are never sure; initials need their stops.
    """

    def __init__(self, names: Sequence[tuple[str, ...]]) -> None:
        patterns: list[bytes] = []
        owners: list[int] = []
        licences: list[frozenset[bytes]] = []
        self._stops: dict[int, bool] = {}
        for number, words in enumerate(names):
            for spelling, licence in _forms(words):
                is_open = len(words) > 1 or len(spelling) >= _OPEN
                patterns.append(encode_words(spelling) + (b"" if is_open else b" "))
                owners.append(number)
                licences.append(licence)
        self.names = [" ".join(words) for words in names]
        self._owners = owners
        self._unfinished = {n for n, words in enumerate(names) if words and words[-1] in _UNFINISHED}
        self._initials = {n for n, words in enumerate(names) if _is_initials(words)}
        self._licences = licences
        self._checked = {n for n, p in enumerate(patterns) if UNKNOWN in p}
        self._patterns = patterns
        self._closed = np.array([p.endswith(b" ") for p in patterns], np.int64)
        self._automaton = (
            ahocorasick_rs.BytesAhoCorasick(patterns, implementation=_implementation(patterns))
            if patterns
            else None
        )

    def find(self, stack: Haystack) -> list[Hit]:
        """Give every valid hit, overlapping ones too, by start, then the longest first."""
        if self._automaton is None:
            return []
        raw = self._automaton.find_matches_as_indexes(stack.data, overlapping=True)
        if not raw:
            return []
        flat = np.fromiter(itertools.chain.from_iterable(raw), np.int64, 3 * len(raw))
        table = flat.reshape(-1, 3)
        starts = table[:, 1]
        ends = table[:, 2] - self._closed[table[:, 0]]
        before = np.searchsorted(stack.spaces, starts)
        openings = np.where(before > 0, stack.spaces[before - 1] + 1, 0)
        cuts = starts - openings
        roughness = stack.rough[ends] - stack.rough[starts]
        near = cuts <= _LONGEST_PROCLITIC
        hits: list[Hit] = []
        data = stack.data
        columns = (table[:, 0], starts, ends, cuts, roughness)
        for pattern, start, end, cut, rough in zip(
            *(column[near].tolist() for column in columns), strict=True
        ):
            licence = self._licences[pattern]
            if (cut or licence is _BEFORE_LAM) and data[start - cut : start] not in licence:
                continue
            if data[end] != SPACE and not self._is_stuck(stack, end, pattern):
                continue
            if rough and not _holds_together(stack, start, end):
                continue
            if self._owners[pattern] in self._initials and not _has_stops(stack, start, end):
                continue
            if pattern in self._checked and not self._is_really(stack, start, end, pattern):
                continue
            hits.append(Hit(start, end, cut, self._owners[pattern]))
        hits.sort(key=lambda hit: (hit.start - hit.cut, -hit.end, hit.cut))
        return hits

    def _is_stuck(self, stack: Haystack, end: int, pattern: int) -> bool:
        """Say whether the rest of the word is the next one, set without a space."""
        rest = stack.words(end, stack.data.find(b" ", end))
        if self._owners[pattern] in self._unfinished:
            return False
        return is_stuck_word(rest, is_long=b" " in self._patterns[pattern])

    def _is_really(self, stack: Haystack, start: int, end: int, pattern: int) -> bool:
        return stack.words(start, end) == self.names[self._owners[pattern]]


@cache
def is_stuck_word(rest: str, *, is_long: bool = False) -> bool:
    """Say whether letters behind a name are surely a word of their own.

    Printers and digitizers lose spaces: the next word is known where it has its article, is a
    function word of two letters or more, a conjunction before either or not, or is long and
    begins with a conjunction or preposition. Behind a name of several words (*is_long*), which
    hardly begins another word, any three letters do, and a lone و. An ending (بيروتي, بيروتيون)
    is no word.

    >>> [is_stuck_word(rest) for rest in ("المتوفي", "وهو", "في", "ي", "ها", "ون", "طبع")]
    [True, True, True, False, False, False, False]
    >>> [is_stuck_word(rest, is_long=True) for rest in ("و", "طبع", "يون", "ه")]
    [True, True, False, False]
    """
    if rest in _ENDINGS:
        return False
    bare = rest[1:] if rest[:1] in _CONJUNCTIONS[1:] else rest
    if bare.startswith(ARTICLE) and len(bare) > 4:
        return True
    if bare not in _ENDINGS and any(len(w) > 1 and w in FUNCTION_WORDS for w in (rest, bare)):
        return True
    if is_long:
        return rest == _WAW or len(rest) > 2
    return len(rest) > 4 and rest[0] in _OPENERS


def _implementation(patterns: Sequence[bytes]) -> ahocorasick_rs.Implementation:
    """Take the fast automaton while it is small; it needs some 250 bytes for each letter."""
    size = sum(map(len, patterns))
    kinds = ahocorasick_rs.Implementation
    return kinds.DFA if size < 2_000_000 else kinds.ContiguousNFA


def _forms(words: tuple[str, ...]) -> Iterable[tuple[str, frozenset[bytes]]]:
    """Give the spellings to seek, each with the proclitics that license it.

    After ل the alef of ال goes, and of اللـ the first lam too: للولايات, للاذقية.
    """
    name = " ".join(words)
    if len(name) < 2:
        return
    if _is_initials(words):
        yield name, _NOTHING
        return
    if not name.startswith(ARTICLE):
        yield name, _BARE
        return
    yield name, _DEFINITE
    if len(words[0]) > 4:
        rest = name[2:] if name.startswith("اللا") else name[1:]
        yield rest, _BEFORE_LAM


def _is_initials(words: Sequence[str]) -> bool:
    return len(words) > 1 and all(len(word) == 1 for word in words)


def _has_stops(stack: Haystack, start: int, end: int) -> bool:
    """Say whether each initial but the last has its stop: م. ي, not م ي."""
    return all("." in stack.gap(at) for at in range(start + 1, end, 2))


def _holds_together(stack: Haystack, start: int, end: int) -> bool:
    """Say whether no sign inside parts the words; an initial may have its stop."""
    at = stack.data.find(b" ", start, end)
    word = start
    while at >= 0:
        kind = gap_kind(stack.gap(at))
        if kind == "!" or (kind == "." and at - word > 1):
            return False
        word = at + 1
        at = stack.data.find(b" ", word, end)
    return True


def select(hits: Iterable[Hit], taken: NDArray[np.bool_] | None = None) -> list[Hit]:
    """Choose among overlapping hits the leftmost, of those the longest.

    Hits come as :meth:`Matcher.find` gives them. Whole words count: two names never share one.
    """
    chosen: list[Hit] = []
    free = 0
    for hit in hits:
        begin = hit.start - hit.cut
        if begin < free or (taken is not None and taken[begin : hit.end].any()):
            continue
        chosen.append(hit)
        free = hit.end
    return chosen
