"""Which forms begin like this, also after the article and proclitics? (docs/index-format.md, 10)"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from sitegen.arabic.chars import ALEF, LAM
from sitegen.arabic.rules import CONJUNCTIONS, PREPOSITIONS
from sitegen.index.format import File, put_file, shard_name
from sitegen.index.plan import Segment
from sitegen.index.shards import FULL_SHARD, Row, pack
from sitegen.index.varint import encode_array

SHORTEST = 2
FULL_LEXICON = 2 * FULL_SHARD
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
    entries = [(form, "", df) for form, df in dfs.items()]
    entries += [
        (form[len(prefix) :], prefix, df)
        for form, df in dfs.items()
        for prefix in prefixes_of(form, dfs)
    ]
    entries.sort()
    prefixes = sorted({"", *(prefix for _, prefix, _ in entries)})
    files, firsts = [], []
    for shard in pack(_rows(entries, prefixes), full=FULL_LEXICON):
        firsts.append(shard[0].key)
        path = f"{segment.path}lex/{shard_name(shard[0].key)}"
        files.append(put_file(path, "", f"[{','.join(row.text for row in shard)}]"))
    return Lexicon(files, firsts, prefixes)


def _rows(entries: list[tuple[str, str, int]], prefixes: list[str]) -> Iterator[Row]:
    number = {prefix: i for i, prefix in enumerate(prefixes)}
    values = np.empty(2 * len(entries), np.int64)
    values[::2] = [number[prefix] for _, prefix, _ in entries]
    values[1::2] = [df - 1 for _, _, df in entries]
    encoded, offsets = encode_array(values)
    text, bounds = encoded.decode("ascii"), offsets[::2].tolist()
    start = 0
    for reading, same in groupby(entries, itemgetter(0)):
        end = start + len(list(same))
        yield Row(reading, f'"{reading}","{text[bounds[start] : bounds[end]]}"')
        start = end
