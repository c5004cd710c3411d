"""Where do the rules cut many words at once?

What the functions of one word in :mod:`sitegen.arabic.stem` say of each, found for all together:
letters stand as bits in one column, a word is where it starts and ends there, and a cut moves
these. Nothing here knows a count. Tests hold both ways to the same words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.arabic.chars import ALEF, ARTICLE, HAMZA, LAM, WAW
from sitegen.arabic.rules import (
    CARRIERS,
    CONJUNCTIONS,
    LEFT,
    NOT_AFTER_ARTICLE,
    PLURAL,
    PREPOSITIONS,
    PRONOUNS,
    REOPENED,
    RIGHT,
    RIGHT_PAIRS,
    SHORTEST,
    SHORTEST_AFTER_ARTICLE,
    SHORTEST_AFTER_WAW,
    SINGULAR,
    SUFFIXES,
    UNSURE_LETTERS,
)

Bits = NDArray[np.uint16]
Codes = NDArray[np.uint32]
Flags = NDArray[np.bool_]
Places = NDArray[np.int64]

_MARGIN = " " * 5  # no rule looks further beyond a word
_REACH = 4  # letters that article and proclitics have together
_TOLD = 5  # last letters by which a name is told from others of its length
_ODD = np.uint64(0x9E3779B97F4A7C15)  # spreads numbers that are near each other
_LETTERS = sorted({*LEFT, *RIGHT, *ARTICLE, *"".join((*SUFFIXES, *PRONOUNS, *RIGHT_PAIRS))})
_BIT = {letter: 1 << n for n, letter in enumerate(_LETTERS)}


def _any_of(letters: Iterable[str]) -> np.uint16:
    return np.uint16(sum({_BIT[letter] for letter in letters}))


_ALEF, _LAM, _WAW = map(_any_of, (ALEF, LAM, WAW))
_CONJUNCTION, _PREPOSITION, _LEFT, _RIGHT, _REOPENED = map(
    _any_of, (CONJUNCTIONS, PREPOSITIONS, LEFT, RIGHT, REOPENED)
)


@cache
def _table(*, is_folded: bool) -> Bits:
    """Give the bit of each letter; a carrier of hamza has that of the letter it is folded to."""
    table = np.zeros(max(map(ord, (*_LETTERS, *CARRIERS))) + 2, np.uint16)  # the last: all others
    for letter, bit in _BIT.items():
        table[ord(letter)] = bit
    for carrier, letter in CARRIERS.items() if is_folded else ():
        table[ord(carrier)] = _BIT[letter]
    return table


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Some words in one text, none with a space: where each starts and ends, each letter's bit.

    ``letters`` are folded as stems are, ``written`` are not.
    """

    text: str
    starts: Places
    ends: Places
    codes: Codes
    letters: Bits
    written: Bits

    @classmethod
    def of(cls, words: Collection[str]) -> Words:
        """Lay words out.

        >>> words = Words.of(["قلم", "لغته"])
        >>> words.starts.tolist(), words.ends.tolist(), words.slices(words.text)
        ([5, 9], [8, 13], ['قلم', 'لغته'])
        """
        text = f"{_MARGIN}{' '.join(words)}{_MARGIN}"
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        sizes = np.fromiter(map(len, words), np.int64, len(words))
        ends = np.cumsum(sizes + 1) + (len(_MARGIN) - 1)
        letters, written = (
            _table(is_folded=is_folded).take(codes, mode="clip") for is_folded in (True, False)
        )
        return cls(text, ends - sizes, ends, codes, letters, written)

    def slices(self, text: str) -> list[str]:
        """Cut the words out of a text that is as long as the one in which they were laid out."""
        return [text[a:b] for a, b in zip(self.starts.tolist(), self.ends.tolist(), strict=True)]


def _without_left(words: Words) -> Places:
    """Say where the letters end that a key strips from the left."""
    letters, at = words.letters, words.starts.copy()
    going = np.arange(len(at))
    while len(going):
        here = at[going]
        first = letters[here]
        step = 2 * ((first == _ALEF) & (letters[here + 1] == _LAM)) + ((first & _LEFT) != 0)
        at[going] += step
        going = going[step > 0]
    return at


def _core_ends(words: Words) -> Places:
    """Say where the letters end that no cut may reach."""
    left = _without_left(words)
    is_unsure = (left == words.ends) | ((words.letters[left] & _RIGHT) != 0)
    return np.asarray(left + UNSURE_LETTERS * is_unsure)


def key_cuts(words: Words) -> tuple[Words, Flags]:
    """Leave of each word what its key has, and say of which the last letter is reopened."""
    letters = words.letters
    left = replace(words, starts=_without_left(words))
    least, ends = _core_ends(left), words.ends.copy()
    going = np.flatnonzero(ends > least)
    while len(going):
        end, least_of = ends[going], least[going]
        step = ((letters[end - 1] & _RIGHT) != 0).astype(np.int64)
        for pair in RIGHT_PAIRS:
            step += len(pair) * (_ends_with(letters, end, pair) & (end - len(pair) >= least_of))
        ends[going] -= step
        going = going[(step > 0) & (ends[going] > least_of)]
    core = replace(left, ends=ends)
    return core, (ends > core.starts) & ((letters[ends - 1] & _REOPENED) != 0)


def rule_cuts(words: Words) -> Words:
    """Leave of each word its rule stem."""
    letters = words.letters
    left = replace(words, starts=words.starts + _prefixes(words))
    least, ends = np.maximum(_core_ends(left), left.starts + SHORTEST), words.ends.copy()
    going = np.flatnonzero(ends > least)
    last = letters[ends[going] - 1]
    for suffix in SUFFIXES:
        here = np.flatnonzero(last == _any_of(suffix[-1]))
        at = going[here]
        is_cut = _ends_with(letters, ends[at], suffix) & (ends[at] - len(suffix) >= least[at])
        ends[at[is_cut]] -= len(suffix)
        last[here[is_cut]] = letters[ends[at[is_cut]] - 1]
    return replace(left, ends=ends)


def _ends_with(letters: Bits, ends: Places, ending: str) -> Flags:
    found = np.ones(len(ends), bool)
    for n, letter in enumerate(reversed(ending), 1):
        found &= letters[ends - n] == _any_of(letter)
    return found


def _prefixes(words: Words) -> Places:
    """Count the letters of the prefix that a rule stem loses: the article and what clings to it.

    At most one of the ways in which a prefix is written fits the letters.
    """
    letters, starts = words.letters, words.starts
    one, two, three, four = (letters[starts + n] for n in range(_REACH))
    conjunction = (one & _CONJUNCTION) != 0
    second = (two == _ALEF) & (three == _LAM)
    found = 2 * ((two == _LAM) & ((one == _ALEF) | (one == _LAM)))
    found += 3 * (second & (conjunction | ((one & _PREPOSITION) != 0)))
    found += 3 * (conjunction & (two == _LAM) & (three == _LAM))
    before_article = conjunction & ((two & _PREPOSITION) != 0)
    found += 4 * (before_article & (three == _ALEF) & (four == _LAM))
    rest = words.ends - starts - found
    is_whole = (rest == len(NOT_AFTER_ARTICLE)) & _ends_with(letters, words.ends, NOT_AFTER_ARTICLE)
    found[(rest < SHORTEST_AFTER_ARTICLE) | is_whole] = 0
    found += (found == 0) & (one == _WAW) & (words.ends - starts > SHORTEST_AFTER_WAW)
    return np.asarray(found)


_ENDINGS = ("", *dict.fromkeys((*REOPENED.values(), SINGULAR, HAMZA)))  # put behind a cut


class Readings(NamedTuple):
    """What optional cuts leave: of which word, from where to where, and what is put behind."""

    words: Places
    starts: Places
    ends: Places
    endings: NDArray[np.int8]

    def written(self, text: str) -> list[str]:
        """Write them down; *text* is that in which the words stand."""
        spans = zip(self.starts.tolist(), self.ends.tolist(), self.endings.tolist(), strict=True)
        return [text[a:b] + _ENDINGS[n] for a, b, n in spans]

    def sizes(self) -> Places:
        """Count their letters."""
        return self.ends - self.starts + (self.endings > 0)

    def are_restored(self) -> Flags:
        """Say which have a hamza that the word has not."""
        return np.asarray(self.endings == _ENDINGS.index(HAMZA))


def vouched(words: Words) -> Readings:
    """Give what optional cuts leave of each word: single proclitics, pronouns, alef, a plural.

    And each with the hamza that many leave out after a last alef.

    >>> words = Words.of(["لغته", "قلم", "بقا"])
    >>> found = vouched(words)
    >>> found.words.tolist(), found.written(words.text)
    ([0, 0, 2, 0], ['لغت', 'لغه', 'بقاء', 'غته'])
    """
    parts = [*_vouched(words)]
    at, starts, ends = (np.concatenate([part[n] for part in parts]) for n in range(3))
    endings = [np.full(len(part[0]), _ENDINGS.index(part[3]), np.int8) for part in parts]
    return Readings(at, starts, ends, np.concatenate(endings))


_Part = tuple[Places, Places, Places, str]


def _vouched(words: Words) -> Iterator[_Part]:
    cores, sizes = _core_ends(words), words.ends - words.starts
    first, second = words.written[words.starts], words.written[words.starts + 1]
    is_conjunction = (first & _CONJUNCTION) != 0
    is_short = sizes <= SHORTEST
    is_one = ~is_short & (is_conjunction | ((first & _PREPOSITION) != 0))
    is_two = is_conjunction & (sizes > SHORTEST + 1) & ((second & _PREPOSITION) != 0)
    for begin, may in enumerate((None, is_one, is_two)):
        at = np.arange(len(sizes)) if may is None else np.flatnonzero(may)
        starts, ends, core = words.starts[at] + begin, words.ends[at], cores[at]
        if begin:
            yield at, starts, ends, ""
        for part in _endings(words.written, starts, ends, core):
            yield (at[part[0]], *part[1:])


def _endings(letters: Bits, starts: Places, ends: Places, cores: Places) -> Iterator[_Part]:
    """Cut pronouns, an alef, a plural; put a hamza behind an alef. Places are of these words."""
    least = np.maximum(cores, starts + SHORTEST)
    for pronoun in PRONOUNS:
        fits = _ends_with(letters, ends, pronoun) & (ends - len(pronoun) >= least)
        yield from _opened(letters, np.flatnonzero(fits), starts, ends - len(pronoun), least)
    last = letters[ends - 1] == _ALEF
    at = np.flatnonzero(last & (ends > least))
    yield at, starts[at], ends[at] - 1, ""
    cut = ends - len(PLURAL)
    fits = _ends_with(letters, ends, PLURAL) & (cut >= cores) & (ends - starts > SHORTEST)
    at = np.flatnonzero(fits)
    yield at, starts[at], cut[at], SINGULAR
    at = np.flatnonzero(last & (cores < ends) & (ends - starts >= SHORTEST))
    yield at, starts[at], ends[at], HAMZA


def _opened(
    letters: Bits, at: Places, starts: Places, ends: Places, least: Places
) -> Iterator[_Part]:
    """Give what a pronoun was behind, and its last letter as it is where nothing follows."""
    starts, ends, least = starts[at], ends[at], least[at]
    yield at, starts, ends, ""
    last = letters[ends - 1]
    for letter, closed in REOPENED.items():
        here = last == _any_of(letter)
        yield at[here], starts[here], ends[here] - 1, closed
    here = (last == _ALEF) & (ends > least)
    yield at[here], starts[here], ends[here] - 1, ""


class Hidden:
    """Tells which words may be a name behind article and proclitics; not surely, but nearly.

    >>> Hidden(["بيروت", "علي"]).among(Words.of(["وبيروت", "قلم", "فعلي", "روت"])).tolist()
    [True, False, True, False]
    """

    def __init__(self, names: Collection[str]) -> None:
        self._bits = max(16, len(names).bit_length() + 8)
        self._is_met = np.zeros(1 << self._bits, bool)
        words = Words.of(names)
        self._is_met[self._marks(words, words.ends - words.starts)] = True

    def among(self, words: Words) -> Flags:
        """Say so of each word."""
        sizes = words.ends - words.starts
        found = np.zeros(len(sizes), bool)
        for hidden in range(_REACH + 1):
            rest = sizes - hidden
            found |= (rest > 0) & self._is_met[self._marks(words, rest)]
        return found

    def _marks(self, words: Words, sizes: Places) -> Places:
        """Give a number below the table's size for the last letters of each, and its size."""
        marks = sizes.astype(np.uint64)
        for n in range(1, _TOLD + 1):
            codes = _folded(words.codes[words.ends - n]).astype(np.uint64)
            marks = (marks * _ODD) ^ (codes * (sizes >= n))
        return ((marks * _ODD) >> np.uint64(64 - self._bits)).astype(np.int64)


def _folded(codes: Codes) -> Codes:
    for carrier, letter in CARRIERS.items():
        codes = np.where(codes == ord(carrier), np.uint32(ord(letter)), codes)
    return codes
