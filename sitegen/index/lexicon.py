"""Which forms begin like this, also after the article and proclitics? (docs/index-format.md, 10)"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from sitegen.arabic.chars import ALEF, LAM
from sitegen.arabic.rules import CONJUNCTIONS, PREPOSITIONS
from sitegen.index.format import File, put_file, shard_name
from sitegen.index.plan import Segment
from sitegen.index.shards import borders
from sitegen.index.spelling import ARTICLE
from sitegen.index.varint import encode_array

SHORTEST = 2
FULL_LEXICON = 48_000  # characters
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


def encode_lexicon(segment: Segment, dfs: Mapping[str, int]) -> Lexicon:
    """Write the lexicon of a segment; *dfs* are its forms' document frequencies.

    One first letter at a time, for all readings together are thrice what the forms are.
    """
    shorter = _shorter_readings(dfs)
    hidden = {line[line.index(" ") + 1 :] for lines in shorter.values() for line in lines}
    prefixes = sorted(hidden | {""}) if dfs else []
    starts = dict(zip(prefixes, _codes(range(len(prefixes))), strict=True))
    by_df = sorted(set(dfs.values()))
    ends = dict(zip(by_df, _codes([df - 1 for df in by_df]), strict=True))
    ends_whole = {df: starts[""] + end for df, end in ends.items()}
    whole = _by_first_letter(dfs)
    files, firsts = [], []
    for letter in sorted(whole.keys() | shorter.keys()):
        forms = whole.pop(letter, [])
        rows = {form: ends_whole[dfs[form]] for form in forms}
        for line in sorted(shorter.pop(letter, [])):
            reading, _, prefix = line.partition(" ")
            code = starts[prefix] + ends[dfs[prefix + reading]]
            rows[reading] = rows[reading] + code if reading in rows else code
        readings = sorted(rows)
        texts = [f'"{reading}","{rows[reading]}"' for reading in readings]
        for first, end in borders(readings, list(map(len, texts)), FULL_LEXICON):
            firsts.append(readings[first])
            path = f"{segment.path}lex/{shard_name(readings[first])}"
            files.append(put_file(path, "", f"[{','.join(texts[first:end])}]"))
    return Lexicon(files, firsts, prefixes)


def _by_first_letter(forms: Iterable[str]) -> defaultdict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for form in forms:
        found[form[0]].append(form)
    return found


def _shorter_readings(dfs: Mapping[str, int]) -> defaultdict[str, list[str]]:
    """Give lines of a reading and what stands before it, by the reading's first letter.

    Lines sort by reading, then prefix, for a space sorts below any letter.
    """
    return _by_first_letter(
        f"{form[len(prefix) :]} {prefix}"
        for form in dfs
        if form[0] in _FIRST
        for prefix in prefixes_of(form, dfs)
    )


def _codes(numbers: Sequence[int] | range) -> list[str]:
    """Give each number's writing."""
    encoded, bounds = encode_array(np.array(numbers, np.int64))
    text = encoded.decode("ascii")
    return [text[start:end] for start, end in pairwise(bounds.tolist())]
