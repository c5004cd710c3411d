"""What stands beside each word of the corpus? Counted in batches, summed.

A word with proclitics counts for the word behind them, where the corpus has that more often:
وفرنسا for فرنسا, but وليم for itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sitegen.entities.common import is_function_word
from sitegen.entities.suggest.cues import (
    ALL_TITLES,
    COURTESIES,
    NEVER,
    ORGANIZATION_HEADS,
    PLACE_CUES,
    PLACE_HEADS,
    WORK_HEADS,
)
from sitegen.entities.suggest.running import Running

if TYPE_CHECKING:
    from numpy.typing import NDArray

EDGE, OTHER, GIVEN_NAME, TITLE, PLACE, ORGANIZATION, RANK, PERSON_LINK, OTHER_LINK = range(9)
_CLASSES = 9
_NEIGHBOURS = 250  # frequent words that are contexts by themselves
_MOST_WORDS = 60_000
_LONG, _LONG_WEIGHT = 4, 3  # more letters than these behind و, and what the word then counts
_LEAST = 3
_HELD = 1_000_000  # counts that may wait to be summed
_CONJUNCTIONS, _PREPOSITIONS = ("", "و", "ف"), ("", "ب", "ل", "ك")
_PROCLITICS = tuple(a + b for a in _CONJUNCTIONS for b in _PREPOSITIONS)[1:]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that may be names, by number, and the words that stand beside them.

    ``number_of`` leads from a form, proclitics and all, to its word's number.
    """

    words: tuple[str, ...]
    counts: Mapping[str, int]
    number_of: Mapping[str, int]
    neighbours: Mapping[str, int]

    @property
    def width(self) -> int:
        """How many contexts there are on one side."""
        return _CLASSES + _NEIGHBOURS


def without_proclitics(form: str, counts: Mapping[str, int]) -> str:
    """Give the word behind a form's proclitics, where it is the more frequent one.

    Of a long word behind و a third is enough: journals list countries, and few words begin so.

    >>> counts = {"وفرنسا": 20, "فرنسا": 90, "وليم": 9, "ليم": 1, "للاستانه": 2, "الاستانه": 50}
    >>> [without_proclitics(form, counts) for form in ("وفرنسا", "وليم", "للاستانه")]
    ['فرنسا', 'وليم', 'الاستانه']
    >>> without_proclitics("والبرتغال", {"والبرتغال": 16, "البرتغال": 9})
    'البرتغال'
    """
    best, most = form, counts.get(form, 0)
    for letters in _PROCLITICS:
        if not form.startswith(letters) or len(form) - len(letters) < 3:
            continue
        rest = form[len(letters) :]
        ways = [rest, "ال" + rest[1:]] if letters[-1] == "ل" and rest[0] == "ل" else [rest]
        weight = _LONG_WEIGHT if letters == "و" and len(rest) > _LONG else 1
        for way in ways:
            count = weight * counts.get(way, 0)
            if count > most:
                best, most = way, count
    return best


def make_vocabulary(counts: Mapping[str, int], given: Collection[str]) -> Vocabulary:
    """Choose the words that may be names, and their neighbours, from the corpus's forms."""
    ordered = sorted(counts, key=lambda word: (-counts[word], word))
    frequent = [word for word in ordered if counts[word] >= _LEAST][: 2 * _MOST_WORDS]
    able = [word for word in frequent if _may_be_name(word)]
    bases = {form: without_proclitics(form, counts) for form in able}
    words = [word for word in able if bases[word] == word][:_MOST_WORDS]
    numbers = {word: n for n, word in enumerate(words)}
    number_of = {form: numbers[base] for form, base in bases.items() if base in numbers}
    neighbours = {word: _CLASSES + n for n, word in enumerate(ordered[:_NEIGHBOURS])}
    for group, number in (
        (given, GIVEN_NAME),
        (PLACE_CUES | PLACE_HEADS, PLACE),
        (ORGANIZATION_HEADS | WORK_HEADS, ORGANIZATION),
        (ALL_TITLES, TITLE),
        (COURTESIES, RANK),
    ):
        for word in group:
            for proclitic in ("", "و", "ب", "ل"):
                neighbours[proclitic + word] = number
    return Vocabulary(tuple(words), dict(counts), number_of, neighbours)


def _may_be_name(word: str) -> bool:
    is_arabic = "\N{ARABIC LETTER HAMZA}" <= word[0] <= "\N{ARABIC LETTER YEH}"
    is_common = word in NEVER or is_function_word(word)
    return len(word) > 2 and is_arabic and not is_common


@dataclass(frozen=True, slots=True)
class Contexts:
    """Counts: of each word its neighbours, left then right, and as what it is known.

    ``keys`` are word * 2 * width + neighbour (the right ones behind the left ones), ascending,
    ``counts`` theirs; ``linked`` counts (word, type), "part" where a longer name holds it.
    """

    keys: NDArray[np.int64]
    counts: NDArray[np.int64]
    linked: Counter[tuple[int, str]]


def gather_contexts(texts: Iterable[Running], vocabulary: Vocabulary) -> Contexts:
    """Count what stands beside the words of the vocabulary."""
    linked: Counter[tuple[int, str]] = Counter()
    keys: list[NDArray[np.int64]] = [np.zeros(0, np.int64)]
    for text in texts:
        if not text.forms:
            continue
        numbers = [vocabulary.number_of.get(form, -1) for form in text.forms]
        sides = _sides(text, vocabulary.neighbours)
        touches = np.array([*text.touches, False], np.bool_)
        words = np.array(numbers, np.int64)
        left = np.where(touches[:-1], np.concatenate([[EDGE], sides[:-1]]), EDGE)
        right = np.where(touches[1:], np.concatenate([sides[1:], [EDGE]]), EDGE)
        at = words >= 0
        row = words[at] * (2 * vocabulary.width)
        keys += [row + left[at], row + vocabulary.width + right[at]]
        _note_links(text, numbers, linked)
    unique, counts = np.unique(np.concatenate(keys), return_counts=True)
    return Contexts(unique, counts.astype(np.int64), linked)


def _sides(text: Running, neighbours: Mapping[str, int]) -> NDArray[np.int64]:
    sides = [neighbours.get(form, OTHER) for form in text.forms]
    if any(text.known):
        for n, known in enumerate(text.known):
            if known:
                sides[n] = PERSON_LINK if known == "person" else OTHER_LINK
    return np.array(sides, np.int64)


def _note_links(text: Running, numbers: Sequence[int], linked: Counter[tuple[int, str]]) -> None:
    known, touches = [*text.known, ""], [*text.touches, False]
    for n, kind in enumerate(text.known):
        if kind and numbers[n] >= 0:
            longer = (n and touches[n] and known[n - 1]) or (touches[n + 1] and known[n + 1])
            linked[numbers[n], "part" if longer else kind] += 1


def add_up(batches: Iterable[Contexts]) -> Contexts:
    """Add the counts of all batches.

    What has come is summed when it is as much as the sum so far, so that neither memory nor work
    grows with the number of batches.
    """
    total = Contexts(np.zeros(0, np.int64), np.zeros(0, np.int64), Counter())
    waiting: list[Contexts] = []
    for batch in batches:
        waiting.append(batch)
        if sum(len(one.keys) for one in waiting) > max(len(total.keys), _HELD):
            total, waiting = _sum([total, *waiting]), []
    return _sum([total, *waiting])


def _sum(some: Sequence[Contexts]) -> Contexts:
    keys, places = np.unique(np.concatenate([one.keys for one in some]), return_inverse=True)
    counts = np.zeros(len(keys), np.int64)
    np.add.at(counts, places, np.concatenate([one.counts for one in some]))
    linked: Counter[tuple[int, str]] = Counter()
    for one in some:
        linked.update(one.linked)
    return Contexts(keys, counts, linked)
