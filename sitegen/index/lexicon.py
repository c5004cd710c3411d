"""Which forms begin like this, also after the article and proclitics? (docs/index-format.md, 10)"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from sitegen.arabic.chars import ALEF, LAM
from sitegen.arabic.rules import CONJUNCTIONS, PREPOSITIONS
from sitegen.index.format import File, put_file, shard_name
from sitegen.index.plan import Segment
from sitegen.index.shards import Row, pack
from sitegen.index.varint import encode_array

SHORTEST = 2
FULL_LEXICON = 48_000  # characters
_ARTICLE = re.compile(f"[{CONJUNCTIONS}]?(?:[{PREPOSITIONS}]?{ALEF}{LAM}|{LAM}{LAM})")
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
    article = _ARTICLE.match(form)
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


def encode_lexicon(segment: Segment, dfs: Mapping[str, int]) -> Lexicon:
    """Write the lexicon of a segment; *dfs* are its forms' document frequencies."""
    lines = [f"{form} " for form in dfs]
    lines += [
        f"{form[len(prefix) :]} {prefix}" for form in dfs for prefix in prefixes_of(form, dfs)
    ]
    lines.sort()  # by reading, then prefix, for a space sorts below any letter
    prefixes = sorted({line[line.index(" ") + 1 :] for line in lines})
    files, firsts = [], []
    for shard in pack(_rows(lines, prefixes, dfs), full=FULL_LEXICON):
        firsts.append(shard[0].key)
        path = f"{segment.path}lex/{shard_name(shard[0].key)}"
        files.append(put_file(path, "", f"[{','.join(row.text for row in shard)}]"))
    return Lexicon(files, firsts, prefixes)


def _rows(lines: list[str], prefixes: list[str], dfs: Mapping[str, int]) -> Iterator[Row]:
    number = {prefix: i for i, prefix in enumerate(prefixes)}
    readings = [line[: line.index(" ")] for line in lines]
    before = [line[line.index(" ") + 1 :] for line in lines]
    values = np.empty(2 * len(lines), np.int64)
    values[::2] = list(map(number.__getitem__, before))
    values[1::2] = [dfs[a + b] - 1 for a, b in zip(before, readings, strict=True)]
    encoded, offsets = encode_array(values)
    text, bounds = encoded.decode("ascii"), offsets[::2].tolist()
    starts = [i for i, reading in enumerate(readings) if not i or reading != readings[i - 1]]
    for start, end in pairwise([*starts, len(readings)]):
        reading = readings[start]
        yield Row(reading, f'"{reading}","{text[bounds[start] : bounds[end]]}"')
