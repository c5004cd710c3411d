"""Which words does a segment have often enough to offer them? (docs/index-format.md, 14)

Two lists of the same words, in files of their own that nobody loads who does not need them: one
in the order of their beginnings, for typing ahead, and one in the order of their ends. A word
typed with one slip has its first or its second half right: the words that begin, or end, as it
does are all that need be weighed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.arabic.chars import ALEF, LAM
from sitegen.arabic.rules import CONJUNCTIONS, PREPOSITIONS
from sitegen.index.format import File, put_file, shard_name, to_json
from sitegen.index.letters import swap
from sitegen.index.plan import Segment
from sitegen.index.scores import log2
from sitegen.index.shards import borders
from sitegen.index.totals import Counts, Totals
from sitegen.index.varint import ALPHABET
from sitegen.index.written import respelled

FULL_LIST = 12_000  # characters: 6 kB gzipped
MANY_WORDS = 400_000  # beyond, files are twice as large, and so on: no folder has 1,000
ENOUGH_WORDS = 20_000
OFTEN = 3  # occurrences of a word, where there are enough words that have them
SHORTEST, LONGEST = 2, 24
TOP_WORDS = 1_000
ARTICLE = re.compile(f"^[{CONJUNCTIONS}]?(?:[{PREPOSITIONS}]?{ALEF}{LAM}|{LAM}{LAM})")
_LEVELS = tuple(map(chr, ALPHABET))
Listed = tuple[str, int]  # a word as it is shown, its level


def bare(form: str) -> str:
    """Give what remains of a form after ال and what clings before it.

    >>> bare("والمدرسه"), bare("للكتاب"), bare("وكتاب"), bare("ال")
    ('مدرسه', 'كتاب', 'وكتاب', 'ال')
    """
    article = ARTICLE.match(form)
    rest = len(form) - article.end() if article else 0
    return form[-rest:] if rest >= SHORTEST else form


@cache
def level_of(df: int) -> int:
    """Give the level of a word that *df* documents have.

    >>> [level_of(df) for df in (1, 2, 3, 100, 100_000)]
    [0, 2, 3, 13, 33]
    """
    return (2 * log2(df) + 512) >> 10


class Every:
    """The set of all letters."""

    def __contains__(self, letter: object) -> bool:
        return True


EVERY = Every()
Units = Every | frozenset[str]  # of the lists of words: all, or some by side and letter


class Spelling(NamedTuple):
    """The files of some letters, by side and letter, with the first key of each."""

    files: list[File]
    firsts: dict[str, list[str]]  # "b" or "e" and a letter -> first keys


def often(occurrences: Mapping[str, int]) -> tuple[list[str], int]:
    """Choose the words: those that occur thrice; in a small archive also rarer ones.

    Gives the words, and how often the rarest must occur.
    """
    found: list[str] = []
    least = OFTEN
    for least in range(OFTEN, 0, -1):
        found = [form for form, count in occurrences.items() if count >= least and is_listed(form)]
        if len(found) >= ENOUGH_WORDS:
            break
    return found, least


def often_in(fit: NDArray[np.bool_], occurrences: NDArray[np.int64]) -> tuple[int, int]:
    """Say how many words :func:`often` chooses, and how often the rarest must occur.

    >>> often_in(listed_all(["كتب", "1908", "و"]), np.array([5, 9, 9]))
    (1, 1)
    """
    found, least = 0, OFTEN
    for least in range(OFTEN, 0, -1):
        found = int(np.count_nonzero(fit & (occurrences >= least)))
        if found >= ENOUGH_WORDS:
            break
    return found, least


def is_listed(form: str) -> bool:
    """Say whether a form is a word that may be listed, where it occurs often enough."""
    return SHORTEST <= len(form) <= LONGEST and not form.isdecimal()


def listed_all(forms: Sequence[str]) -> NDArray[np.bool_]:
    """Say of many forms what :func:`is_listed` says of each."""
    lengths = np.fromiter(map(len, forms), np.int64, len(forms))
    decimal = np.fromiter(map(str.isdecimal, forms), bool, len(forms))
    listed: NDArray[np.bool_] = (lengths >= SHORTEST) & (lengths <= LONGEST) & ~decimal
    return listed


def full_list(n_words: int) -> int:
    """Say how many characters fill a file where *n_words* are chosen."""
    return FULL_LIST << (max(0, n_words - 1) // MANY_WORDS).bit_length()


def units_of_word(form: str) -> tuple[str, str]:
    """Name the parts of the lists that a word may be in: by its beginning, by its end.

    >>> units_of_word("والمدرسه")
    ('bم', 'eه')
    """
    return f"b{bare(form)[:1]}", f"e{form[-1:]}"


def encode_spelling(segment: Segment, counts: Counts) -> list[File]:
    """Write the words of a segment that occur often enough, by beginnings and by ends."""
    forms, _ = often(counts.occurrences)
    made = encode_letters(segment, counts, forms, EVERY)
    return [*made.files, encode_list(segment, counts, forms, made.firsts)]


def encode_letters(
    segment: Segment, counts: Counts, forms: Sequence[str], units: Units
) -> Spelling:
    """Write the lists of some letters; *units* are they, with their sides, *forms* all words."""
    path = f"{segment.path}spell/"
    files: list[File] = []
    firsts: dict[str, list[str]] = {}
    full = full_list(len(forms))
    words = _Words.of(counts, forms if isinstance(units, Every) else ())
    for side, key in (("b", bare), ("e", backwards)):
        if not isinstance(units, Every):
            words = _Words.of(counts, [*_beginning(side, key, forms, units)])
        for first, text in _lists(words, key, full):
            firsts.setdefault(f"{side}{first[:1]}", []).append(first)
            files.append(put_file(f"{path}{side}/{shard_name(first)}", "", text))
    return Spelling(files, firsts)


def _beginning(
    side: str, key: Callable[[str], str], forms: Iterable[str], units: frozenset[str]
) -> Iterator[str]:
    """Give the words whose key begins with a letter of *units*."""
    letters = {unit[1:] for unit in units if unit[:1] == side}
    for form in forms:
        if not letters.isdisjoint(form) and key(form)[:1] in letters:
            yield form


def encode_list(
    segment: Segment, counts: Counts, forms: Sequence[str], firsts: Mapping[str, Sequence[str]]
) -> File:
    """Write the directory: the first keys of all files, and the words that most documents have."""
    return encode_directory(segment, _top(counts, forms), firsts)


def encode_directory(
    segment: Segment, top: Iterable[Listed], firsts: Mapping[str, Sequence[str]]
) -> File:
    """Write the directory of words whose *top* is known."""
    keys = [
        " ".join(first for unit in sorted(firsts) if unit[0] == side for first in firsts[unit])
        for side in "be"
    ]
    directory = [*keys, *columns(top)]
    return put_file(f"{segment.path}spell/list", "", to_json(directory))


def _top(counts: Counts, forms: Sequence[str]) -> list[Listed]:
    dfs = list(map(counts.documents.__getitem__, forms))
    least = level_of(sorted(dfs)[-min(TOP_WORDS, len(dfs))]) if dfs else 0
    high = {df for df in set(dfs) if level_of(df) >= least}
    among = [form for form, df in zip(forms, dfs, strict=True) if df in high]
    listed = _listed(counts, among)
    top = sorted(among, key=lambda form: (-listed[form][1], form))[:TOP_WORDS]
    return list(map(listed.__getitem__, top))


def top_of(totals: Totals, least: int, place: Mapping[str, int] | None = None) -> list[Listed]:
    """Choose the words that most documents have, of those that occur *least* times.

    *place* says where forms stand, if that is known.
    """
    many = _may_be_top(totals, least)
    among = [form for n in many.tolist() if is_listed(form := totals.forms[n])]
    counts = totals.of_forms(among, place)
    found = [(-level_of(one.documents), form, one.spelling) for form, one in counts.items()]
    return [(respelled(form, said), -level) for level, form, said in sorted(found)[:TOP_WORDS]]


def _may_be_top(totals: Totals, least: int) -> NDArray[np.int64]:
    """Give the places of forms that have the level of the last of the top words, or a higher one.

    Nearly all frequent forms are words: so only as many are looked at as there must be.
    """
    at = np.flatnonzero(totals.occurrences >= least)
    dfs = totals.documents[at]
    wanted = TOP_WORDS
    while wanted < len(at):
        wanted *= 2
        most = at[np.argpartition(-dfs, wanted)[:wanted]] if wanted < len(at) else at
        fit = most[[is_listed(totals.forms[n]) for n in most.tolist()]]
        if len(fit) >= TOP_WORDS:
            lowest = level_of(int(np.sort(totals.documents[fit])[-TOP_WORDS]))
            return at[dfs >= _least_of(lowest)]
    return at


def _least_of(level: int) -> int:
    """Give the least number of documents of a level.

    >>> [(least := _least_of(level), level_of(least - 1), level_of(least)) for level in (2, 13)]
    [(2, 0, 2), (77, 12, 13)]
    """
    low, high = 1, 2
    while level_of(high) < level:
        low, high = high, 2 * high
    return low + bisect_left(range(low, high + 1), level, key=level_of)


def _listed(counts: Counts, forms: Iterable[str]) -> dict[str, Listed]:
    return {
        form: (respelled(form, counts.spellings.get(form, 0)), level_of(counts.documents[form]))
        for form in forms
    }


def backwards(form: str) -> str:
    """Write a form from its end.

    >>> backwards("كتب")
    'بتك'
    """
    return form[::-1]


class _Words(NamedTuple):
    """Words, how each is shown, and the level of each as it is written."""

    forms: Sequence[str]
    shown: Sequence[str]
    levels: Sequence[str]

    @classmethod
    def of(cls, counts: Counts, forms: Sequence[str]) -> _Words:
        """Give those of some words."""
        dfs = list(map(counts.documents.__getitem__, forms))
        text = {df: level_text(level_of(df)) for df in set(dfs)}
        spelled = zip(forms, map(counts.spellings.get, forms), strict=True)
        shown = [respelled(form, number) if number else form for form, number in spelled]
        return cls(forms, shown, list(map(text.__getitem__, dfs)))

    def json(self, places: Sequence[int]) -> str:
        """Write a file of the words at some places."""
        words = swap(" ".join(map(self.shown.__getitem__, places)))
        return to_json([words, "".join(map(self.levels.__getitem__, places))])


def _lists(words: _Words, key: Callable[[str], str], full: int) -> Iterator[tuple[str, str]]:
    """Give the first key and the JSON of each file."""
    own = list(map(key, words.forms))
    lines = list(map("{} {}".format, own, words.forms))
    order = sorted(range(len(lines)), key=lines.__getitem__)
    keys = list(map(own.__getitem__, order))
    sizes = list(map(len, map(words.forms.__getitem__, order)))
    start = 0
    while start < len(keys):
        end = bisect_left(keys, chr(ord(keys[start][0]) + 1), start)
        for first, last in borders(keys[start:end], sizes[start:end], full):
            yield keys[start + first], words.json(order[start + first : start + last])
        start = end


def columns(rows: Iterable[Listed]) -> list[str]:
    """Write words and their levels as a file has them."""
    words, levels = zip(*rows, strict=True) if (rows := list(rows)) else ((), ())
    return [swap(" ".join(words)), "".join(map(_LEVELS.__getitem__, levels))]


def level_text(level: int) -> str:
    """Write a level: no word of any corpus has one of two digits.

    >>> level_text(level_of(3))
    '$'
    """
    return _LEVELS[level]
