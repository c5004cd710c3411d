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
LONGEST = 9  # letters of a word that is a number: 85 classes of letters to the 9 are below 2**63
_ALPHABETS = (
    (" ", " "), ("0", "9"), ("a", "z"), ("\N{ARABIC LETTER HAMZA}", "\N{ARABIC LETTER YEH}"),
)  # fmt: skip
_WIDEST = 0x10000
_SPACE = 0x20

Integers = NDArray[np.int64]
Classes = NDArray[np.uint8]


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
    """Give each letter a number in its order from 1; those between two alphabets share one."""
    classes = np.ones(_WIDEST, np.uint8)
    for first, last in _ALPHABETS:
        classes[ord(first) :] += 1
        inner = np.arange(1, ord(last) - ord(first) + 1, dtype=np.uint8)
        classes[ord(first) + 1 : ord(last) + 1] += inner
        classes[ord(last) + 1 :] += ord(last) - ord(first) + 1
    return classes


@cache
def _is_strange() -> NDArray[np.bool_]:
    """Say of each class whether it is of letters that no alphabet here has."""
    return np.asarray(np.bincount(_classes()) > 1)


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
    strange = np.flatnonzero(_is_strange().take(letters))
    if len(strange):  # what follows one that is not told from its like must not count
        at = np.searchsorted(ends, strange, "right")  # no space is strange: all are in words
        np.minimum.at(sizes, at, strange - starts[at] + 1)
        exact[at] = False
    base = len(_is_strange())
    found = np.zeros(len(sizes), np.int64)
    for place in range(LONGEST if len(letters) else 0):
        letter = letters.take(starts + place, mode="clip")
        letter *= sizes > place
        found *= base
        found += letter
    return Numbered(found, exact)


def together(words: Sequence[str]) -> tuple[str, int]:
    """Write words as one text and their number: it is pickled, and read back, as one thing.

    >>> apart(*together(["كتاب", "قلم"])), apart(*together([]))
    (['كتاب', 'قلم'], [])
    """
    return " ".join(words), len(words)


def apart(text: str, size: int) -> list[str]:
    """Give the words of such a text."""
    return text.split(" ") if size else []


def lean(column: Integers) -> NDArray[Any]:
    """Give numbers in as few bytes each as they need: half of what is kept, and less to read back.

    >>> lean(np.array([3, 300])).dtype, lean(np.array([-1, 1 << 40])).dtype
    (dtype('uint16'), dtype('int64'))
    """
    if not len(column) or column.min() < 0:
        return column
    return column.astype(np.min_scalar_type(column.max()))


class Register:
    """Numbers words in the order in which they are met.

    >>> met = Register()
    >>> numbers, new = met.numbers(np.array([3, 8]))
    >>> numbers.tolist(), new.tolist(), met.numbers(np.array([5, 8]))[0].tolist(), len(met)
    ([0, 1], [0, 1], [2, 1], 3)
    """

    def __init__(self) -> None:
        self._names = np.empty(0, np.int64)  # ascending
        self._numbers = np.empty(0, np.int64)  # of the words that have these names
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
        """Give the numbers of the words that have some ascending names; say which are new."""
        at = np.searchsorted(self._names, names)
        known = np.zeros(len(names), bool)
        inside = at < len(self._names)
        known[inside] = self._names[at[inside]] == names[inside]
        found = np.empty(len(names), np.int64)
        found[known] = self._numbers[at[known]]
        new = np.flatnonzero(~known)
        found[new] = np.arange(len(self), len(self) + len(new))
        self._numbers = np.insert(self._numbers, at[new], found[new])
        self._names = np.insert(self._names, at[new], names[new])
        return found, new


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
        order = np.argsort(names)
        new = np.ones(len(names), bool)
        new[1:] = names[order[1:]] != names[order[:-1]]
        firsts = order[new]
        here = self._numbers(names[firsts], text, starts[firsts], ends[firsts])
        sorting = self._sorted(here)
        place = np.empty(len(here), np.int64)
        place[sorting] = np.arange(len(here))
        ranks = np.empty(len(names), np.int64)
        ranks[order] = place[np.cumsum(new) - 1]
        chosen = here[sorting].tolist()
        return Ranked(
            list(map(self._forms.__getitem__, chosen)),
            list(map(self._keys.__getitem__, chosen)),
            ranks,
            self._told[3, here[sorting]],
        )

    def _numbers(self, names: Integers, text: str, starts: Integers, ends: Integers) -> Integers:
        """Give the words of ascending *names*; those that are new are learnt."""
        found, new = self._register.numbers(names)
        if len(new):
            spans = zip(starts[new].tolist(), ends[new].tolist(), strict=True)
            self._learn([text[a:b] for a, b in spans])
        return found

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
