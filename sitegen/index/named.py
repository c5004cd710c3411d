"""Which records have a name like this? (docs/index-format.md, 15)

For names begun in the language they are written in, and for Arabic names in Latin letters. The
browser does the same in ``client/named.js``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from sitegen.arabic.confusion import distance, farthest
from sitegen.arabic.romanise import (
    arabic_words,
    farthest_reading,
    first_letters,
    latin_words,
    unlikeness,
)
from sitegen.arabic.tokens import forms_of
from sitegen.index.format import shard_name
from sitegen.index.letters import swap
from sitegen.index.names import SHORTEST_WORD, TOGETHER, record_path
from sitegen.index.varint import decode
from sitegen.index.wordlist import span

OFFERED = 5
MOST_WORDS = 6  # of a query
MOST_FILES = 24  # of words, read for one word of a query
AHEAD_FILES = 2
ALIKE = 64  # the likeness of what is the same
CERTAIN = ALIKE * ALIKE * 100  # the score of a name that has all words, and no other
LEAST = CERTAIN // 4  # the score of a record that is offered
SURE = CERTAIN * 3 // 4  # where the text was not typed so
_LAST_LATIN = "zz"

Rows = Callable[[str, str | None], Sequence[Any]]  # of a file below names/, of a stamp


class Record(NamedTuple):
    """Where a name leads."""

    id: str
    kind: str
    heading: str
    url: str


def is_latin(word: str) -> bool:
    """Say whether a folded word is of Latin letters and digits.

    >>> is_latin("kurd"), is_latin("كرد")
    (True, False)
    """
    return word < _LAST_LATIN


def likeness(latin: str, word: str) -> int:
    """Give how well a folded Latin word fits a word of a name: 0 to ALIKE.

    >>> likeness("dimashq", "دمشق"), likeness("elkader", "قادر"), likeness("paris", "parish")
    (64, 54, 40)
    """
    if is_latin(word):
        limit = farthest(latin)
        weight = distance(latin, word, limit)
    else:
        limit = farthest_reading(latin)
        weight = unlikeness(latin, word, limit)
        if latin[:2] in ("al", "el") and len(latin) > SHORTEST_WORD + 2:
            weight = min(weight, 1 + unlikeness(latin[2:].lstrip("l"), word, limit - 1))
    return ALIKE * max(0, limit + 1 - weight) // (limit + 1)


class NameList:
    """The names of an archive's entities."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self.stamp, firsts, lengths, levels = rows("list", None)
        self.firsts = firsts.split(" ") if firsts else []
        self.lengths, self.levels = decode(lengths), decode(levels)

    def like(self, text: str, least: int = LEAST) -> list[Record]:
        """Give the records that a text in Latin letters may name, the likeliest first.

        None with a score below *least*, or below half of the best.
        """
        asked = [word for word in latin_words(forms_of(text)) if len(word) >= SHORTEST_WORD]
        asked = [word for word in asked if is_latin(word)][:MOST_WORDS]
        totals: dict[int, int] = {}
        for word in asked:
            for number, fit in self._fits(word).items():
                totals[number] = totals.get(number, 0) + fit * fit * len(word)
        letters = sum(map(len, asked))
        scores = {
            number: 200 * len(asked) * total // (letters * (len(asked) + self.lengths[number]))
            for number, total in totals.items()
        }
        least = max([least, *(score // 2 for score in scores.values())])
        good = [number for number, score in scores.items() if score >= least]
        good.sort(key=lambda number: (-scores[number], -self.levels[number], number))
        return [self.record(number) for number in good[:OFFERED]]

    def _fits(self, latin: str) -> dict[int, int]:
        best: dict[int, int] = {}
        for at in self._files(latin):
            for word, numbers in self._words(at):
                fit = likeness(latin, word)
                for number in numbers if fit else ():
                    best[number] = max(fit, best.get(number, 0))
        return best

    def _files(self, latin: str) -> list[int]:
        starts = [latin[:1], *first_letters(latin)]
        if latin[:2] in ("al", "el"):
            starts += first_letters(latin[2:])
        found = {at for start in starts for at in span(self.firsts, start)}
        return sorted(found)[:MOST_FILES]

    def beginning_with(self, text: str) -> list[Record]:
        """Give the records with a name of whose words the last begins as the text's last does."""
        forms = forms_of(text)
        words = latin_words(forms) if forms and is_latin(forms[-1]) else arabic_words(forms)
        if not words or (len(words) == 1 and len(words[0]) < SHORTEST_WORD):
            return []
        numbers = self._holders(words[-1], whole=False)
        for word in words[:-1]:
            numbers &= self._holders(word, whole=True)
        found = sorted(numbers, key=lambda n: (-self.levels[n], self.lengths[n], n))
        return [self.record(number) for number in found[:OFFERED]]

    def _holders(self, start: str, *, whole: bool) -> set[int]:
        files = span(self.firsts, start)[: 1 if whole else AHEAD_FILES]
        return {
            number
            for at in files
            for word, numbers in self._words(at)
            if (word == start if whole else word.startswith(start))
            for number in numbers
        }

    def _words(self, at: int) -> Iterator[tuple[str, Sequence[int]]]:
        words, lists = self._rows(f"w/{shard_name(self.firsts[at])}", self.stamp)
        values = iter(decode(lists))
        for word in swap(words).split(" "):
            count, number = next(values) + 1, next(values)
            numbers = [number]
            for _ in range(count - 1):
                number += next(values) + 1
                numbers.append(number)
            yield word, numbers

    def record(self, number: int) -> Record:
        """Give the record of a number."""
        rows = self._rows(record_path(number), self.stamp)
        name, kind, heading, url = rows[number % TOGETHER]
        return Record(name, kind, swap(heading), url)
