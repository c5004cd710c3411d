"""Which forms begin like this, also after the article and proclitics? (docs/index-format.md, 10)"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise
from operator import add
from typing import NamedTuple

import numpy as np

from sitegen.arabic.chars import ALEF, LAM
from sitegen.arabic.rules import CONJUNCTIONS, PREPOSITIONS
from sitegen.index.format import File, put_file, shard_name
from sitegen.index.plan import Segment
from sitegen.index.shards import borders
from sitegen.index.spelling import ARTICLE, EVERY, Every, Units
from sitegen.index.varint import encode_array

SHORTEST = 2
FULL_LEXICON = 48_000  # characters
_AROUND = len('"",""')  # what a row has besides
_BETWEEN = '","'
LONGEST_PREFIX = 4  # letters: وبال
PROCLITICS = (  # that hide a form which stands without them, as the loop of prefixes_of has it
    *CONJUNCTIONS,
    *PREPOSITIONS,
    *(first + second for first in CONJUNCTIONS for second in PREPOSITIONS),
)
_FIRST = frozenset(CONJUNCTIONS + PREPOSITIONS + ALEF)


class Lexicon(NamedTuple):
    """The files of a segment's lexicon, and what the manifest says of them."""

    files: list[File]
    first_readings: list[str]
    prefixes: list[str]


def prefixes_of(form: str, known: Container[str]) -> list[str]:
    """Give what stands before a shorter reading of *form*: the article, proclitics.

    Proclitics without an article count only where the rest is a form itself.

    >>> prefixes_of("وبالكتاب", {}), prefixes_of("وكتاب", {"كتاب"}), prefixes_of("كتاب", {"تاب"})
    (['وبال'], ['و'], ['ك'])
    """
    if form[:1] not in _FIRST:
        return []
    found = []
    article = ARTICLE.match(form) if LAM in form[1:4] else None
    last = len(form) - SHORTEST
    if article and article.end() <= last:
        found.append(article[0])
    single = form[0] != ALEF and last > 0
    if single and form[1:] in known:
        found.append(form[0])
    two = single and last > 1 and form[0] in CONJUNCTIONS and form[1] in PREPOSITIONS
    if two and form[2:] in known:
        found.append(form[:2])
    return found


def units_of_form(form: str) -> set[str]:
    """Name the parts of the lexicon that a form may be in: its letters, and those it hides.

    >>> sorted(units_of_form("وبكم"))
    ['lب', 'lك', 'lم', 'lو']
    """
    return {f"l{letter}" for letter in form[: LONGEST_PREFIX + 1]}


def encode_lexicon(segment: Segment, dfs: Mapping[str, int]) -> Lexicon:
    """Write the lexicon of a segment; *dfs* are its forms' document frequencies."""
    prefixes = sorted(count_prefixes(dfs, dfs))
    files, firsts = encode_readings(segment, dfs, prefixes, EVERY)
    return Lexicon(files, [first for _, some in sorted(firsts.items()) for first in some], prefixes)


def count_prefixes(forms: Iterable[str], known: Container[str]) -> Counter[str]:
    """Count what stands before shorter readings of *forms*; each form is a reading of itself."""
    found: list[str] = []
    for form in forms:
        found.append("")
        if form[:1] in _FIRST:
            found += prefixes_of(form, known)
    return Counter(found)


def encode_readings(
    segment: Segment, dfs: Mapping[str, int], prefixes: Sequence[str], units: Units
) -> tuple[list[File], dict[str, list[str]]]:
    """Write the lexicon's files of some letters, and give the first reading of each, by letter.

    One first letter at a time, for all readings together are thrice what the forms are. *units*
    are the letters, as :func:`units_of_form` names them.
    """
    starts = dict(zip(prefixes, codes_of(range(len(prefixes))), strict=True))
    by_df = sorted(set(dfs.values()))
    ends = dict(zip(by_df, codes_of([df - 1 for df in by_df]), strict=True))
    ends_whole = {df: starts[""] + end for df, end in ends.items()}
    shorter = _shorter_readings(dfs, ends, units)
    whole = _by_first_letter(
        dfs if isinstance(units, Every) else (form for form in dfs if f"l{form[:1]}" in units)
    )
    files: list[File] = []
    firsts: dict[str, list[str]] = {}
    for letter in sorted(whole.keys() | shorter.keys()):
        forms = sorted(whole.pop(letter, []))
        rows = dict(
            zip(forms, map(ends_whole.__getitem__, map(dfs.__getitem__, forms)), strict=True)
        )
        for line in sorted(shorter.pop(letter, [])):
            reading, prefix, code = line.split(" ", 2)
            rows[reading] = rows.get(reading, "") + starts[prefix] + code
        readings = (
            forms if len(rows) == len(forms) else sorted(rows)
        )  # two runs in order: soon done
        codes = list(map(rows.__getitem__, readings))
        sizes = np.array([*map(add, map(len, readings), map(len, codes))], np.int64) + _AROUND
        for first, end in borders(readings, sizes, FULL_LEXICON):
            firsts.setdefault(f"l{letter}", []).append(readings[first])
            path = f"{segment.path}lex/{shard_name(readings[first])}"
            files.append(readings_file(path, readings[first:end], codes[first:end]))
    return files, firsts


def readings_file(path: str, readings: Sequence[str], codes: Sequence[str]) -> File:
    """Write a file of the lexicon: which forms stand under some readings.

    >>> readings_file("lex/a43", ["كتب"], ["!#"]).content.decode()
    'sitegen.put("lex/a43",1,"",["كتب","!#"]);\\n'
    """
    flat = chain.from_iterable(zip(readings, codes, strict=True))
    return put_file(path, "", f'["{_BETWEEN.join(flat)}"]')


def _by_first_letter(forms: Iterable[str]) -> defaultdict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for form in forms:
        found[form[0]].append(form)
    return found


def _shorter_readings(
    dfs: Mapping[str, int], ends: Mapping[int, str], units: Units
) -> defaultdict[str, list[str]]:
    """Give lines of a reading, what stands before it and the end of its code, by first letters.

    Lines sort by reading, then prefix, for a space sorts below any letter.
    """
    letters = None if isinstance(units, Every) else {u[1:] for u in units if u[:1] == "l"}
    return _by_first_letter(
        f"{form[len(prefix) :]} {prefix} {ends[df]}"
        for form, df in dfs.items()
        if form[0] in _FIRST
        and (letters is None or not letters.isdisjoint(form[1 : LONGEST_PREFIX + 1]))
        for prefix in prefixes_of(form, dfs)
        if letters is None or form[len(prefix)] in letters
    )


def may_read(form: str) -> Iterator[str]:
    """Give all that may be a reading of *form*, whatever other forms there are.

    >>> list(may_read("وبالكتاب"))
    ['وبالكتاب', 'كتاب', 'بالكتاب', 'الكتاب']
    """
    yield form
    article = ARTICLE.match(form)
    if article and len(form) - article.end() >= SHORTEST:
        yield form[article.end() :]
    if form[:1] in _FIRST:
        yield from (form[cut:] for cut in (1, 2) if len(form) - cut >= SHORTEST)


def codes_of(numbers: Sequence[int] | range) -> list[str]:
    """Give each number's writing."""
    encoded, bounds = encode_array(np.array(numbers, np.int64))
    text = encoded.decode("ascii")
    return [text[start:end] for start, end in pairwise(bounds.tolist())]
