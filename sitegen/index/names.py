"""Who is called by these words? (docs/index-format.md, 15)

The names of the entities that have a page, by the words in them, for typing ahead and for those
who write an Arabic name in Latin letters. Not of a segment: names have no document numbers.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from sitegen.arabic.romanise import arabic_words, latin_words
from sitegen.arabic.tokens import forms_of
from sitegen.index.format import File, put_file, shard_name, to_json
from sitegen.index.letters import swap
from sitegen.index.shards import borders
from sitegen.index.spelling import level_of
from sitegen.index.varint import encode, encode_each

FULL_NAMES = 16_000  # characters: 9 kB gzipped
TOGETHER = 64  # records in a file
FILES_TOGETHER = 256  # such files in a folder
LONGEST_NAME = 15  # words that are counted
SHORTEST_WORD = 2
_LAST_LATIN = "\N{LATIN SMALL LETTER Z}"


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody or something with a page: what kind, its names, where, in how many documents."""

    id: str
    kind: str
    heading: str
    variants: tuple[str, ...]
    url: str
    df: int

    @property
    def level(self) -> int:
        """How many documents have it, as the list tells: 0 where none has."""
        return level_of(self.df) + 1 if self.df else 0


def name_words(name: str) -> list[str]:
    """Part a name into folded words: no article, no initials.

    >>> name_words("محمد كرد علي"), name_words("Kurd ʿAlī, Muḥammad"), name_words("ر. الخالدي")
    (['محمد', 'كرد', 'علي'], ['kurd', 'ali', 'muhammad'], ['خالدي'])
    """
    forms = forms_of(name)
    latin = bool(forms) and all(form <= _LAST_LATIN * 2 for form in forms)
    words = latin_words(forms) if latin else arabic_words(forms)
    return [word for word in words if len(word) >= SHORTEST_WORD]


def encode_names(named: Iterable[Named]) -> list[File]:
    """Write the names, by their words, and the records that they lead to."""
    words_of = cache(name_words)  # each name is asked for again and again
    rows = sorted(named, key=lambda row: (words_of(row.heading), row.id.encode()))
    stamp = stamp_of(rows)
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        names = (row.heading, *row.variants)
        for word in sorted({word for name in names for word in words_of(name)}):
            holders[word].append(number)
    words = sorted(holders)
    lists = encode_each([_steps(holders[word]) for word in words])
    files, firsts = [], []
    sizes = [len(word) + len(text) for word, text in zip(words, lists, strict=True)]
    for start, end in borders(words, sizes, FULL_NAMES):
        firsts.append(words[start])
        content = [swap(" ".join(words[start:end])), "".join(lists[start:end])]
        files.append(put_file(f"names/w/{shard_name(words[start])}", stamp, to_json(content)))
    for start in range(0, len(rows), TOGETHER):
        some = rows[start : start + TOGETHER]
        records = [[row.id, row.kind, swap(row.heading), row.url] for row in some]
        files.append(put_file(f"names/{record_path(start)}", stamp, to_json(records)))
    lengths = encode(min(LONGEST_NAME, max(1, len(words_of(row.heading)))) for row in rows)
    levels = encode(row.level for row in rows)
    directory = [stamp, " ".join(firsts), lengths, levels]
    return [*files, put_file("names/list", stamp, to_json(directory))]


def record_path(number: int) -> str:
    """Give the file of a record, below names/.

    >>> record_path(63), record_path(20_000)
    ('r/0/0', 'r/1/312')
    """
    file = number // TOGETHER
    return f"r/{file // FILES_TOGETHER}/{file}"


def stamp_of(rows: Sequence[Named]) -> str:
    """Give the five letters that say which names a file speaks of."""
    told = [(row.id, row.kind, row.heading, row.variants, row.url, row.level) for row in rows]
    digest = hashlib.sha256(repr(told).encode()).hexdigest()
    return "".join(chr(ord("a") + int(digit, 16)) for digit in digest[:5])


def _steps(numbers: Sequence[int]) -> list[int]:
    steps = [after - before - 1 for before, after in pairwise(numbers)]
    return [len(numbers) - 1, numbers[0], *steps]
