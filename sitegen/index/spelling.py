"""Which words does a segment have often enough to offer them? (docs/index-format.md, 14)

Two lists of the same words, in files of their own that nobody loads who does not need them: one
in the order of their beginnings, for typing ahead, and one in the order of their ends. A word
typed with one slip has its first or its second half right: the words that begin, or end, as it
does are all that need be weighed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from sitegen.arabic.chars import ALEF, LAM
from sitegen.arabic.rules import CONJUNCTIONS, PREPOSITIONS
from sitegen.index.format import File, put_file, shard_name, to_json
from sitegen.index.letters import swap
from sitegen.index.plan import Counts, Segment
from sitegen.index.scores import log2
from sitegen.index.shards import Row, pack
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
_Listed = tuple[str, int]  # a word as it is shown, its level


def bare(form: str) -> str:
    """Give what remains of a form after ال and what clings before it.

    >>> bare("والمدرسه"), bare("للكتاب"), bare("وكتاب"), bare("ال")
    ('مدرسه', 'كتاب', 'وكتاب', 'ال')
    """
    article = ARTICLE.match(form)
    rest = len(form) - article.end() if article else 0
    return form[-rest:] if rest >= SHORTEST else form


def level_of(df: int) -> int:
    """Give the level of a word that *df* documents have.

    >>> [level_of(df) for df in (1, 2, 3, 100, 100_000)]
    [0, 2, 3, 13, 33]
    """
    return (2 * log2(df) + 512) >> 10


def encode_spelling(segment: Segment, counts: Counts) -> list[File]:
    """Write the words of a segment that occur often enough, by beginnings and by ends."""
    forms = _often(counts.occurrences)
    listed = {
        form: (respelled(form, counts.spellings.get(form, 0)), level_of(counts.documents[form]))
        for form in forms
    }
    path = f"{segment.path}spell/"
    files: list[File] = []
    firsts = []
    for side, key in (("b", bare), ("e", _backwards)):
        keys = []
        for first, text in _lists(listed, key):
            keys.append(first)
            files.append(put_file(f"{path}{side}/{shard_name(first)}", "", text))
        firsts.append(" ".join(keys))
    top = sorted(forms, key=lambda form: (-listed[form][1], form))[:TOP_WORDS]
    directory = [*firsts, *_columns(map(listed.__getitem__, top))]
    return [*files, put_file(f"{path}list", "", to_json(directory))]


def _backwards(form: str) -> str:
    return form[::-1]


def _often(occurrences: Mapping[str, int]) -> list[str]:
    """Choose the words: those that occur thrice; in a small archive also rarer ones."""
    for least in range(OFTEN, 0, -1):
        found = [
            form
            for form, count in occurrences.items()
            if count >= least and SHORTEST <= len(form) <= LONGEST and not form.isdecimal()
        ]
        if len(found) >= ENOUGH_WORDS:
            break
    return found


def _lists(listed: Mapping[str, _Listed], key: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Give the first key and the JSON of each file."""
    lines = sorted(f"{key(form)} {form}" for form in listed)
    full = FULL_LIST << (max(0, len(lines) - 1) // MANY_WORDS).bit_length()
    parted = (line.split(" ") for line in lines)
    for shard in pack((Row(first, form) for first, form in parted), full):
        yield shard[0].key, to_json(_columns(listed[row.text] for row in shard))


def _columns(rows: Iterable[_Listed]) -> list[str]:
    words, levels = zip(*rows, strict=True) if (rows := list(rows)) else ((), ())
    return [swap(" ".join(words)), "".join(_LEVELS[level] for level in levels)]
