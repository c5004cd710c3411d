"""Which words has this process met, and in which order do they stand in the index?

Batches share most of their words. What is costly of a word, its key, is settled once a process; a
batch deals in numbers. Nearly every word is short and of a few alphabets, and so is a number
itself: words are compared, sorted and told apart as numpy sorts integers. What is known of a word
never depends on the batches before: only how soon it is known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from sitegen.arabic.stem import keys as keys_of

MOST = 1 << 20  # words; then it begins anew
LONGEST = 9  # letters of a word that is a number: of each class, of 85, seven bits
_ALPHABETS = (
    (" ", " "), ("0", "9"), ("a", "z"), ("\N{ARABIC LETTER HAMZA}", "\N{ARABIC LETTER YEH}"),
)  # fmt: skip
_WIDEST = 0x10000
_SPACE = 0x20
_STRANGE = np.uint8(0x80)
_EIGHT = 8
_MASKS = np.array([(1 << 8 * n) - 1 for n in range(_EIGHT + 1)], np.uint64)
_STEPS = [  # of two neighbours the upper is moved down to the lower: by one bit, by two, by four
    (np.uint64(upper), np.uint64(upper >> size), np.uint64(gap))
    for upper, size, gap in (
        (0xFF00FF00FF00FF00, 8, 1), (0xFFFF0000FFFF0000, 16, 2), (0xFFFFFFFF00000000, 32, 4),
    )
]  # fmt: skip
_ODD = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio, as in Knuth's hashing
_WORD_BITS = 64
_ROOM = 2  # cells for each word, at least

Integers = NDArray[np.int64]
Classes = NDArray[np.uint8]
Codes = NDArray[np.uint64]


class Ranked(NamedTuple):
    """The different forms of some words and their keys, by (key, form); each word's form.

    ``names`` are those of the forms, as :func:`names_of` gives them.
    """

    forms: list[str]
    keys: list[str]
    ranks: Integers
    names: Integers


class Numbered(NamedTuple):
    """Numbers of words that never ascend where the words descend; where they are no more than so.

    Of words that are not ``exact`` several may have one number.
    """

    numbers: Integers
    exact: NDArray[np.bool_]


@cache
def _classes() -> Classes:
    """Give each letter a number in its order from 1; those between two alphabets share one.

    The numbers of these, which no alphabet here has, bear a sign.
    """
    classes = np.ones(_WIDEST, np.uint8)
    for first, last in _ALPHABETS:
        classes[ord(first) :] += 1
        inner = np.arange(1, ord(last) - ord(first) + 1, dtype=np.uint8)
        classes[ord(first) + 1 : ord(last) + 1] += inner
        classes[ord(last) + 1 :] += ord(last) - ord(first) + 1
    classes[(np.bincount(classes) > 1)[classes]] |= _STRANGE
    return classes


def numbers_of(words: Sequence[str]) -> Numbered:
    """Give words numbers: of their first letters, up to the first that is strange.

    >>> a, b, c = numbers_of(["قلم", "كتاب", "كتب"]).numbers.tolist()
    >>> a < b < c
    True
    """
    sizes = np.fromiter(map(len, words), np.int64, len(words))
    codes = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), np.uint32)
    ends = np.cumsum(sizes)
    return _numbered(_classes().take(codes, mode="clip"), ends - sizes, ends)


def names_of(words: Sequence[str]) -> Integers:
    """Name words by numbers that are the same in every process, and of other words others.

    >>> a, b, c = names_of(["قلم", "والاستقلالية", "قلم"]).tolist()
    >>> a == c, a == b
    (True, False)
    """
    return _named(words, numbers_of(words))


def _named(words: Sequence[str], numbered: Numbered) -> Integers:
    """Name words: by their numbers, or below 0 by two checksums where these are not exact."""
    names = numbered.numbers.copy()
    at = np.flatnonzero(~numbered.exact)
    written = [words[n].encode("utf-8", "surrogatepass") for n in at.tolist()]
    names[at] = [~(crc32(text) << 31 ^ crc32(text[::-1]) >> 1) for text in written]
    return names


def _numbered(letters: Classes, starts: Integers, ends: Integers) -> Numbered:
    """Give numbers to the words that stand from *starts* to *ends* among the classes *letters*."""
    sizes = ends - starts
    exact = sizes <= LONGEST
    strange = np.flatnonzero(letters & _STRANGE)
    if len(strange):  # what follows one that is not told from its like must not count
        letters = letters & ~_STRANGE
        at = np.searchsorted(ends, strange, "right")  # no space is strange: all are in words
        np.minimum.at(sizes, at, strange - starts[at] + 1)
        exact[at] = False
    found = _sevens(letters, starts, np.minimum(sizes, _EIGHT))
    longer = np.flatnonzero(sizes > _EIGHT)
    found[longer] |= letters[starts[longer] + _EIGHT]
    return Numbered(found, exact)


def _sevens(letters: Classes, starts: Integers, sizes: Integers) -> Integers:
    """Put the first letters of words, eight at most, in seven bits each; seven more are free.

    All eight are read as one number, the first highest, and moved together in three steps.
    """
    padded = letters.tobytes() + bytes(_EIGHT)
    eights: Codes = np.ndarray((len(letters) + 1,), "<u8", padded, strides=(1,))
    code = (eights[starts] & _MASKS[sizes]).byteswap()
    for upper, lower, gap in _STEPS:
        code = (code & upper) >> gap | code & lower
    return (code << np.uint64(7)).view(np.int64)


def together(words: Sequence[str]) -> tuple[str, int]:
    """Write words as one text and their number: it is pickled, and read back, as one thing.

    >>> apart(*together(["كتاب", "قلم"])), apart(*together([]))
    (['كتاب', 'قلم'], [])
    """
    return " ".join(words), len(words)


def apart(text: str, size: int) -> list[str]:
    """Give the words of such a text."""
    return text.split(" ") if size else []


def lean(column: NDArray[np.integer]) -> NDArray[Any]:
    """Give numbers in as few bytes each as they need: half of what is kept, and less to read back.

    >>> lean(np.array([3, 300])).dtype, lean(np.array([-1, 1 << 40])).dtype
    (dtype('uint16'), dtype('int64'))
    """
    if not len(column) or column.min() < 0:
        return column
    return column.astype(np.min_scalar_type(column.max()))


class Register:
    """Numbers words in the order in which they are met.

    A table of cells leads from a name to its number: what stands in a name's cell already has the
    next one that is free.

    >>> met = Register()
    >>> numbers, new = met.numbers(np.array([8, 3, 8]))
    >>> numbers.tolist(), new.tolist(), met.numbers(np.array([5, 8]))[0].tolist(), len(met)
    ([1, 0, 1], [1, 0], [2, 1], 3)
    """

    def __init__(self) -> None:
        self._names = np.empty(0, np.int64)  # by number
        self._cells = np.full(1 << 10, -1, np.int32)  # numbers; -1 in those that are free
        self._long: dict[str, int] = {}  # words that are no numbers

    def __len__(self) -> int:
        return len(self._names)

    def names(self, numbered: Numbered, word_at: Callable[[int], str]) -> Integers:
        """Name words: by their numbers where these are exact, else below 0, as they come."""
        names, exact = numbered
        at, long = np.flatnonzero(~exact), self._long
        names[at] = [~long.setdefault(word_at(n), len(long)) for n in at.tolist()]
        return names

    def numbers(self, names: Integers) -> tuple[Integers, Integers]:
        """Give the numbers of the words that have some names.

        Say where each new one stands first; the new ones are numbered as their names ascend.
        """
        found = self._known(names)
        new = np.flatnonzero(found < 0)
        if len(new):
            fresh, firsts, which = np.unique(names[new], return_index=True, return_inverse=True)
            found[new] = len(self) + which
            self._put(fresh)
            new = new[firsts]
        return found, new

    def _cell_of(self, names: Integers) -> Integers:
        shift = np.uint64(_WORD_BITS + 1 - len(self._cells).bit_length())
        return ((names.view(np.uint64) * _ODD) >> shift).astype(np.int64)

    def _known(self, names: Integers) -> Integers:
        """Give the numbers of names, -1 where they have none."""
        at, last = self._cell_of(names), len(self._cells) - 1
        found = self._cells[at].astype(np.int64)
        rows = np.flatnonzero(found >= 0)
        while len(rows := rows[self._names[found[rows]] != names[rows]]):
            at[rows] = at[rows] + 1 & last
            found[rows] = self._cells[at[rows]]
            rows = rows[found[rows] >= 0]
        return found

    def _put(self, names: Integers) -> None:
        """Take in names that are different, and new."""
        self._names = np.concatenate((self._names, names))
        first = len(self) - len(names)
        if _ROOM * len(self) > len(self._cells):
            self._cells = np.full(1 << (2 * _ROOM * len(self) - 1).bit_length(), -1, np.int32)
            first = 0
        numbers = np.arange(first, len(self), dtype=np.int32)
        at, last = self._cell_of(self._names[first:]), len(self._cells) - 1
        while len(numbers):
            is_free = self._cells[at] < 0
            self._cells[at[is_free]] = numbers[is_free]  # of several the last stays
            rows = np.flatnonzero(self._cells[at] != numbers)
            numbers, at = numbers[rows], at[rows] + 1 & last


class Vocabulary:
    """The words that a process has met."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._forms: list[str] = []
        self._keys: list[str] = []
        self._key: dict[str, str] = {}  # each one object however many forms have it
        # of each word: the number of its key, its own, whether the first is exact, its name
        self._told = np.empty((4, 0), np.int64)
        self._register = Register()

    def ranked(self, text: str) -> Ranked:
        """Give the different forms of the words of *text*, in order, and each word's rank there.

        Words are parted by spaces.

        >>> Vocabulary().ranked("والقلم شعر قلم شعر")
        ... # doctest: +NORMALIZE_WHITESPACE, +ELLIPSIS
        Ranked(forms=['شعر', 'قلم', 'والقلم'], keys=['شعر', 'قلم', 'قلم'],
               ranks=array([2, 0, 1, 0]), names=array([...]))
        """
        if len(self._forms) > MOST:
            self._begin()
        units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
        starts, ends = _bounds(units)
        numbered = _numbered(_classes().take(units), starts, ends)
        names = self._register.names(numbered, lambda n: text[starts[n] : ends[n]])
        of_words, new = self._register.numbers(names)
        if len(new):
            spans = zip(starts[new].tolist(), ends[new].tolist(), strict=True)
            self._learn([text[a:b] for a, b in spans])
        place = np.full(len(self._forms), -1)
        place[of_words] = 0
        here = np.flatnonzero(place == 0)
        here = here[self._sorted(here)]
        place[here] = np.arange(len(here))
        chosen = here.tolist()
        return Ranked(
            list(map(self._forms.__getitem__, chosen)),
            list(map(self._keys.__getitem__, chosen)),
            place[of_words],
            self._told[3, here],
        )

    def _learn(self, forms: list[str]) -> None:
        """Find the keys of words that are new."""
        met = keys_of(forms)
        keys = list(map(self._key.setdefault, met, met))
        self._forms += forms
        self._keys += keys
        of_keys, numbered = numbers_of(keys), numbers_of(forms)
        names = _named(forms, numbered)
        told = np.stack((of_keys.numbers, numbered.numbers, of_keys.exact, names))
        self._told = np.concatenate((self._told, told), axis=1)

    def _sorted(self, here: Integers) -> Integers:
        """Sort words by (key, form): by their numbers, then the keys that these leave unsure."""
        keys, forms, exact = self._told[:3, here]
        order = np.lexsort((forms, keys))
        keys, forms, exact = keys[order], forms[order], exact[order]
        alike = keys[1:] == keys[:-1]
        unsure = alike & ((exact[1:] == 0) | (forms[1:] == forms[:-1]))
        for number in dict.fromkeys(keys[1:][unsure].tolist()):
            start, end = np.searchsorted(keys, (number, number + 1))
            lines = {at: self._line(int(here[at])) for at in order[start:end].tolist()}
            order[start:end] = sorted(lines, key=lines.__getitem__)
        return order

    def _line(self, number: int) -> tuple[str, str]:
        return self._keys[number], self._forms[number]


def _bounds(units: NDArray[np.uint16]) -> tuple[Integers, Integers]:
    """Give where the words of a text start and end."""
    edges = np.flatnonzero(np.diff(units == _SPACE, prepend=True, append=True))
    return edges[::2], edges[1::2]
