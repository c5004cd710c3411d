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

from sitegen.arabic.chars import ARTICLE
from sitegen.entities.common import FUNCTION_WORDS
from sitegen.entities.haystack import SPACE, UNKNOWN, Haystack, encode_words, gap_kind
from sitegen.entities.names import one_letter_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LAM = "ل"
_CONJUNCTIONS = ("", "و", "ف")
_PREPOSITIONS = ("", "ب", "ك", "ل")
_LONGEST_PROCLITIC = 4  # وبال
_WAW = "و"
_OPENERS = frozenset("وفلب")
_FLB = _OPENERS - {_WAW}
_PRONOUNS_AND_CASES = """
    ها هم هما هن نا كم كما يا يه ان ات ين ون وا نحن ني لي يون يين يات يان تان تين تهم تها تنا ليه
"""
_ENDINGS = frozenset(_PRONOUNS_AND_CASES.split())
_UNFINISHED = frozenset(["عبد", "بن", "ابن", "ابو", "ابي", "ابا", "ام", "ال"])
_NOTHING = frozenset([b""])
_LONG = 6  # letters, the article apart, of a one-word name that hardly begins another word
_LEAST = 4  # letters of a one-word name that may be stuck to the next word


def proclitics(*, article: bool) -> frozenset[str]:
    """List what may stand before a name in its word; with the article where it has none.

    One word takes no article: السورية is an adjective, الفأس an axe (of 439 such hits in
    al-Muqtabas, 14 on tagged names, 3 were right). السلطان عبد الحميد does.

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
_LICENCES = (_BARE, _DEFINITE, _BEFORE_LAM, _NOTHING)


def _licence_codes() -> NDArray[np.int64]:
    """List what each licence allows before a name, as :func:`_before` codes it, sorted."""
    return np.array(
        sorted(
            n << 40 | len(before) << 32 | int.from_bytes(before, "big")
            for n, licence in enumerate(_LICENCES)
            for before in licence
        ),
        np.int64,
    )


def _before(
    data: NDArray[np.uint8], starts: NDArray[np.int64], cuts: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Code the bytes of the word before each start: their count, and they, the last lowest."""
    code = cuts << 32
    for n in range(_LONGEST_PROCLITIC):
        letters = data[np.maximum(starts - 1 - n, 0)].astype(np.int64)
        code += np.where(cuts > n, letters << 8 * n, 0)
    return code


class Hit(NamedTuple):
    """A name found: bytes *start* to *end* of the haystack, *cut* bytes of proclitic before."""

    start: int
    end: int
    cut: int
    name: int


class Matcher:
    """Finds folded names; a name's number is its place in the sequence, unless *numbers* say.

    The automaton is the compact one: for 27,000 patterns as fast as the full table (0.2 s for two
    million words), which needs 130 MB.

    Names of one letter are left out: they are never sure; initials need their stops.
    """

    def __init__(
        self, names: Sequence[tuple[str, ...]], numbers: Sequence[int] | None = None
    ) -> None:
        self._names: list[str] = []  # of each pattern
        closed: list[bool] = []
        licences: list[int] = []
        owners: list[int] = []
        for number, words in zip(numbers or range(len(names)), names, strict=True):
            for spelling, licence in _forms(words):
                closed.append(len(words) == 1 and len(spelling) < _LEAST)
                self._names.append(spelling)
                licences.append(_LICENCES.index(licence))
                owners.append(number)
        self._patterns = _encode_all(self._names, closed)
        self._owners = np.array(owners, np.int64)
        self._closed = np.array(closed, np.int64)
        self._licences = np.array(licences, np.int64)
        self._easy = np.array(
            [
                _LICENCES[licence] is not _NOTHING and UNKNOWN not in pattern
                for pattern, licence in zip(self._patterns, licences, strict=True)
            ],
            np.bool_,
        )
        self._automaton = (
            ahocorasick_rs.BytesAhoCorasick(
                self._patterns, implementation=ahocorasick_rs.Implementation.ContiguousNFA
            )
            if self._patterns
            else None
        )

    def find(self, stack: Haystack) -> list[Hit]:
        """Give every valid hit, overlapping ones too, by place, then the longest first."""
        if self._automaton is None:
            return []
        raw = self._automaton.find_matches_as_indexes(stack.data, overlapping=True)
        if not raw:
            return []
        flat = np.fromiter(itertools.chain.from_iterable(raw), np.int64, 3 * len(raw))
        patterns, starts, ends = flat.reshape(-1, 3).T
        ends = ends - self._closed[patterns]
        spaces = np.searchsorted(stack.spaces, starts)
        openings = np.where(spaces > 0, stack.spaces[spaces - 1] + 1, 0)
        cuts = starts - openings
        data = np.frombuffer(stack.data, np.uint8)
        before = (self._licences[patterns] << 40) + _before(data, starts, cuts)
        is_licensed = (cuts <= _LONGEST_PROCLITIC) & np.isin(before, _licence_codes())
        is_smooth = stack.rough[ends] == stack.rough[starts]
        is_sure = is_licensed & is_smooth & (data[ends] == SPACE) & self._easy[patterns]
        for at in (is_licensed & ~is_sure).nonzero()[0].tolist():
            is_sure[at] = self._is_valid(stack, int(patterns[at]), int(starts[at]), int(ends[at]))
        rows = is_sure.nonzero()[0]
        rows = rows[stack.are_whole(starts[rows], ends[rows])]
        columns = (openings[rows], -ends[rows], cuts[rows], self._owners[patterns[rows]])
        rows = rows[np.lexsort(columns[::-1])]
        table = (starts[rows], ends[rows], cuts[rows], self._owners[patterns[rows]])
        return list(map(Hit, *(column.tolist() for column in table)))

    def _is_valid(self, stack: Haystack, pattern: int, start: int, end: int) -> bool:
        """Say whether a name may end, and be written like this."""
        is_end = stack.data[end] == SPACE
        if not is_end and not self._is_stuck(stack, end, pattern):
            return False
        if stack.rough[end] != stack.rough[start] and not _holds_together(stack, start, end):
            return False
        is_initials = _LICENCES[self._licences[pattern]] is _NOTHING
        if is_initials and not (is_end and _has_stops(stack, start, end)):
            return False
        is_lossy = UNKNOWN in self._patterns[pattern]
        return not is_lossy or stack.words(start, end) == self._names[pattern]

    def _is_stuck(self, stack: Haystack, end: int, pattern: int) -> bool:
        """Say whether the rest of the word is the next one, set without a space."""
        rest = stack.words(end, stack.data.find(b" ", end))
        name = self._names[pattern]
        if name.rpartition(" ")[2] in _UNFINISHED or (name[-1] == ARTICLE[0] and rest[0] == _LAM):
            return False
        if " " in name:
            return is_stuck_word(rest, are_many=True)
        is_lam = _LICENCES[self._licences[pattern]] is _BEFORE_LAM
        n_letters = len(name.removeprefix(ARTICLE)) - is_lam
        if n_letters <= _LEAST and rest[0] in _FLB:
            return False
        if n_letters < _LEAST and (len(rest) < _LEAST or rest[0] not in (_WAW, ARTICLE[0])):
            return False
        return is_stuck_word(rest, is_long=n_letters >= _LONG)


@cache
def is_stuck_word(rest: str, *, is_long: bool = False, are_many: bool = False) -> bool:
    """Say whether letters behind a name are surely a word of their own.

    Printers and digitizers lose spaces: the next word is known where it has its article, is a
    function word of three letters or more, a conjunction before either or not, or is long and
    begins with a conjunction or preposition. Behind a name of many letters (*is_long*), which
    hardly begins another word, a function word of two letters does and a shorter one that begins
    so; behind one of several words (*are_many*) any three letters, and a lone و. An ending
    (بيروتي, بيروتيون) is no word.

    >>> rests = ("المتوفي", "وهو", "في", "ي", "ها", "ون", "طبع", "فجعل")
    >>> [is_stuck_word(rest) for rest in rests]
    [True, True, False, False, False, False, False, False]
    >>> [is_stuck_word(rest, is_long=True) for rest in rests]
    [True, True, True, False, False, False, False, True]
    >>> [is_stuck_word(rest, are_many=True) for rest in ("و", "في", "طبع", "يون", "ه")]
    [True, True, True, False, False]
    """
    if rest in _ENDINGS:
        return False
    bare = rest[1:] if rest[:1] in _CONJUNCTIONS[1:] else rest
    if bare.startswith(ARTICLE) and len(bare) > 4:
        return True
    shortest = 2 if is_long or are_many else 3  # الهندام, إيرانيا: two letters end words too
    if bare not in _ENDINGS and any(
        len(word) >= shortest and word in FUNCTION_WORDS for word in (rest, bare)
    ):
        return True
    if are_many:
        return rest == _WAW or len(rest) > 2
    return len(rest) > (3 if is_long else 4) and rest[0] in _OPENERS


def _forms(words: tuple[str, ...]) -> Iterable[tuple[str, frozenset[bytes]]]:
    """Give the spellings to seek, each with the proclitics that license it.

    After ل the alef of ال goes, and of اللـ the first lam too: للولايات, للاذقية.
    """
    name = " ".join(words)
    if len(name) < 2:
        return
    if one_letter_words(words):
        yield name, _NOTHING
        return
    if not name.startswith(ARTICLE):
        yield name, _BARE if len(words) > 1 else _DEFINITE
        return
    yield name, _DEFINITE
    if len(words[0]) > 4:
        rest = name[2:] if name.startswith("اللا") else name[1:]
        yield rest, _BEFORE_LAM


def _encode_all(spellings: Sequence[str], closed: Sequence[bool]) -> list[bytes]:
    """Encode spellings together, the *closed* ones with the space behind; a letter is a byte."""
    joined = encode_words(" ".join([*spellings, ""]))
    ends = itertools.accumulate(len(spelling) + 1 for spelling in spellings)
    return [
        joined[end - len(spelling) - 1 : end if is_closed else end - 1]
        for end, spelling, is_closed in zip(ends, spellings, closed, strict=True)
    ]


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


def select(hits: Iterable[Hit]) -> list[Hit]:
    """Choose among overlapping hits the leftmost, of those the longest.

    Hits come as :meth:`Matcher.find` gives them. Whole words count: two names never share one.
    """
    chosen: list[Hit] = []
    free = 0
    for hit in hits:
        if hit.start - hit.cut >= free:
            chosen.append(hit)
            free = hit.end
    return chosen
