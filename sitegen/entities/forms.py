"""In which spellings is a name sought, and what may stand before each in its word?

All spellings lie in one string of bytes, a letter a byte, so that arrays can make them: a name of
an authority of 200,000 records takes no object of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sitegen.arabic.chars import ARTICLE
from sitegen.entities.haystack import SPACE, encode_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.integer]
    Flags = NDArray[np.bool_]

LAM = "ل"
_AT_ONCE = 50_000  # names that are encoded together
CONJUNCTIONS = ("", "و", "ف")
_PREPOSITIONS = ("", "ب", "ك", "ل")
_ALEF_LAM = np.frombuffer(encode_words(ARTICLE), np.uint8)
_ALLA = np.frombuffer(encode_words("اللا"), np.uint8)


def proclitics(*, article: bool) -> frozenset[str]:
    """List what may stand before a name in its word; with the article where it has none.

    One word takes no article: السورية is an adjective, الفأس an axe (of 439 such hits in
    al-Muqtabas, 14 on tagged names, 3 were right). السلطان عبد الحميد does.

    >>> sorted(proclitics(article=False))
    ['', 'ب', 'ف', 'فب', 'فك', 'فل', 'ك', 'ل', 'و', 'وب', 'وك', 'ول']
    """
    short = {a + b for a in CONJUNCTIONS for b in _PREPOSITIONS}
    if not article:
        return frozenset(short)
    long = {p + ARTICLE for p in short if not p.endswith(LAM)}
    return frozenset(short | long | {p + LAM for p in short if p.endswith(LAM)})


#: What may stand before a spelling; spellings name theirs by its place here.
LICENCES = (
    frozenset(map(encode_words, proclitics(article=True))),
    frozenset(map(encode_words, proclitics(article=False))),
    frozenset(encode_words(c + LAM) for c in CONJUNCTIONS),
    frozenset([b""]),
)
BARE, DEFINITE, BEFORE_LAM, NOTHING = range(4)
LONGEST_PROCLITIC = max(map(len, LICENCES[BARE]))  # وبال
_LETTERS = sorted({letter for before in LICENCES[BARE] for letter in before})
_KINDS = len(_LETTERS) + 1  # 0 is any other letter


def _pairs() -> NDArray[np.uint8]:
    """Give the kinds of two letters, the first lowest, by their bytes: 0 for other letters."""
    kinds = np.zeros(256, np.uint8)
    kinds[_LETTERS] = np.arange(1, _KINDS)
    return np.where(kinds > 0, kinds + _KINDS * kinds[:, None], np.uint8(0)).reshape(-1)


def _cuts() -> NDArray[np.uint8]:
    """Say for the kinds of four letters which beginnings are proclitics, a bit for each length."""
    found = np.zeros(_KINDS**LONGEST_PROCLITIC, np.uint8)
    for before in filter(None, LICENCES[BARE]):
        kinds = [_LETTERS.index(letter) + 1 for letter in before]
        step = _KINDS ** len(before)  # whatever follows
        found[sum(kind * _KINDS**n for n, kind in enumerate(kinds)) :: step] |= 1 << len(before) - 1
    return found


_PAIRS, _CUTS = _pairs(), _cuts()


def cuts_of(words: NDArray[np.uint64]) -> tuple[Ints, Ints]:
    """Give the places of words that begin as if with a proclitic, and how long it is.

    *words* are their first eight bytes, the first lowest; a word may be there several times.
    """
    opening = _PAIRS.take(words.astype(np.uint16))
    rows = (opening != 0).nonzero()[0]  # of bytes that are no truth values it takes far longer
    following = _PAIRS.take((words[rows] >> np.uint64(16)).astype(np.uint16))
    cuts = _CUTS.take(opening[rows] + following.astype(np.intp) * (_KINDS * _KINDS))
    some = (cuts != 0).nonzero()[0]
    rows, cuts = rows[some], cuts[some]
    found = [(cuts & 1 << n != 0).nonzero()[0] for n in range(LONGEST_PROCLITIC)]
    lengths = np.repeat(np.arange(1, LONGEST_PROCLITIC + 1), [len(one) for one in found])
    return rows[np.concatenate(found)], lengths


@dataclass(frozen=True, slots=True, eq=False)
class Forms:
    """The spellings of names: ``data[starts[k] : ends[k]]`` is the *k*-th, of name ``owners[k]``.

    ``firsts[k]`` is the number of its first word, ``n_words[k]`` how many there are; word *w*
    reaches from ``openings[w]`` to ``closings[w]``, the first of a spelling from its start.
    """

    data: bytes
    openings: Ints
    closings: Ints
    starts: Ints
    ends: Ints
    firsts: Ints
    n_words: Ints
    licences: Ints
    owners: Ints


def forms_of_names(names: Sequence[str]) -> Forms:
    """List the spellings of folded names, whose words are parted by one space.

    After ل the alef of ال goes, and of اللـ the first lam too: للولايات, للاذقية. Names of one
    letter are left out: they are never sure; initials need their stops, and take no proclitic.

    >>> forms = forms_of_names(["العراق", "م ي"])
    >>> forms.owners.tolist(), (forms.ends - forms.starts).tolist()
    ([0, 1, 0], [6, 3, 5])
    """
    data = encoded(names)
    letters = np.frombuffer(data, np.uint8)
    lengths = np.fromiter(map(len, names), np.int32, len(names))
    ends = np.cumsum(lengths + 1, dtype=np.int32) - 1
    starts = ends - lengths
    closings = (letters == SPACE).nonzero()[0].astype(np.int32)
    openings = np.concatenate([closings[:0], [0], closings[:-1] + 1])[: len(closings)]
    openings = openings.astype(np.int32)
    firsts = np.searchsorted(openings, starts).astype(np.int32)
    n_words = (np.searchsorted(closings, ends) - firsts + 1).astype(np.int32)
    are_initials = (n_words > 1) & (lengths == 2 * n_words - 1)
    is_definite = _begin_with(letters, starts, _ALEF_LAM)
    licences = np.where(is_definite | (n_words == 1), DEFINITE, BARE).astype(np.int8)
    licences[are_initials] = NOTHING
    kept = (lengths > 1).nonzero()[0]
    is_joined = is_definite & (lengths > 1) & (closings[firsts] - openings[firsts] > 4)
    joined = is_joined.nonzero()[0]
    cuts = 1 + _begin_with(letters, starts[joined], _ALLA).astype(np.int32)
    both = np.concatenate([kept, joined]).astype(np.int32)
    return Forms(
        data,
        openings,
        closings,
        np.concatenate([starts[kept], starts[joined] + cuts]),
        ends[both],
        firsts[both],
        n_words[both],
        np.concatenate([licences[kept], np.full(len(joined), BEFORE_LAM, np.int8)]),
        both,
    )


def encoded(names: Sequence[str]) -> bytes:
    """Encode names, a space behind each; some at a time, for letters take six times the room.

    >>> encoded(["بيروت", "دمشق"]) == encode_words("بيروت دمشق ")
    True
    """
    return b"".join(
        encode_words(" ".join([*names[at : at + _AT_ONCE], ""]))
        for at in range(0, len(names), _AT_ONCE)
    )


def _begin_with(letters: NDArray[np.uint8], starts: Ints, word: NDArray[np.uint8]) -> Flags:
    """Say of each place whether *word* stands there; a name ends with a space, so none is torn."""
    found = np.ones(len(starts), np.bool_)
    for n, letter in enumerate(word):
        found &= letters[np.minimum(starts + n, len(letters) - 1)] == letter
    return found
