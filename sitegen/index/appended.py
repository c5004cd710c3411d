"""What do the lists of some forms hold, where documents came behind all others?

In a list the documents of a level ascend: one that is the last of all stands at the end of its
level. So the level's first number, which counts, is another, and a number is put behind its last;
only levels that get a document are read, and all else is copied as it stands.
(docs/index-format.md, sections 6 and 7)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.index.invert import LONGEST_TITLE
from sitegen.index.levels import Digits, Heads, keys_of
from sitegen.index.plan import Segment
from sitegen.index.renumber import Leveled
from sitegen.index.slab import LEVELS
from sitegen.index.spliced import Delta, Held, Listed, New, new_part, ordered, record_begins
from sitegen.index.varint import encode_array

Integers = NDArray[np.int64]


class Extended(NamedTuple):
    """Lists with more postings; how many each had, and how many of these stand before each new."""

    texts: list[str]
    sizes: Integers
    before: Integers


class _Groups(NamedTuple):
    """New postings by list and level: the first one's place among all, and how many there are.

    ``own`` is the level where the list has it, -1 where not; behind the number ``behind`` they are
    to stand, and so behind so many postings (``before``).
    """

    lists: Integers
    levels: Integers
    firsts: Integers
    sizes: Integers
    own: Integers
    behind: Integers
    before: Integers


def is_behind_all(segment: Segment, delta: Delta) -> bool:
    """Say whether documents only came, behind all that were there."""
    n_before = len(segment.lengths) - len(delta.numbers)
    is_last = delta.numbers.min(initial=n_before) >= n_before
    return bool(is_last and delta.renumber is None and not len(delta.gone))


def appended(
    segment: Segment, forms: Sequence[str], held: Mapping[str, Held], delta: Delta
) -> dict[str, Listed]:
    """Give the lists of *forms* that documents of the run have, which come behind all others.

    What :func:`sitegen.index.spliced.spliced` gives, but for the documents.
    """
    new = new_part(segment, delta, {form: rank for rank, form in enumerate(forms)})
    if not forms:
        return {}
    stood = [held.get(form, Held(("",), "")) for form in forms]
    made = extended([one.lists[0] for one in stood], Leveled(*new[:3]))
    titles = _with_titles(
        [one.lists[1] if len(one.lists) > 1 else "" for one in stood], segment, new
    )
    places = _with_records([one.positions for one in stood], made, new.ranks, new.texts)
    bounds = np.searchsorted(new.ranks, np.arange(len(forms) + 1))
    dfs = (made.sizes + np.diff(bounds)).tolist()
    lasts = np.maximum.reduceat(new.documents, bounds[:-1]).tolist()
    return {
        form: Listed((text, title) if title else (text,), where, df, last)
        for form, text, title, where, df, last in zip(
            forms, made.texts, titles, places, dfs, lasts, strict=True
        )
    }


def extended(texts: Sequence[str], more: Leveled) -> Extended:
    """Put *more* postings into lists: they are sorted as they stand, and behind all of their level.

    >>> extended(["1#$"], Leveled(*map(np.array, ([0, 0], [1, 0], [9, 8]))))
    Extended(texts=['!*A#$!'], sizes=array([2]), before=array([0, 2]))
    """
    read = Digits.of(texts)
    heads = Heads.of(read)
    groups = _groups(read, heads, more)
    steps = np.diff(more.documents, prepend=0) - 1
    steps[groups.firsts] = more.documents[groups.firsts]
    there = np.flatnonzero(groups.own >= 0)
    own = groups.own[there]
    steps[groups.firsts[there]] -= _highest(read, heads.at[own] + 1, heads.sizes[own]) + 1
    sizes = groups.sizes.copy()
    sizes[there] += heads.sizes[own]
    counted = groups.levels + LEVELS * (sizes - 1)
    return Extended(
        list(_texts(read, heads, groups, counted, steps)),
        np.bincount(heads.lists, heads.sizes, len(texts)).astype(np.int64),
        np.repeat(groups.before, groups.sizes),
    )


def _groups(read: Digits, heads: Heads, more: Leveled) -> _Groups:
    keys = keys_of(more.lists, more.levels)
    new = np.ones(len(keys), bool)
    new[1:] = keys[1:] != keys[:-1]
    firsts = np.flatnonzero(new)
    lists, keys = more.lists[firsts], keys[firsts]
    follow = np.searchsorted(heads.keys, keys, "right")
    last = follow - 1  # of levels as high or higher; -1 is none
    own = np.where(np.append(heads.keys, -1)[last] == keys, last, -1)
    is_in_list = np.append(heads.lists, -1)[last] == lists
    ends = np.append(heads.at + heads.sizes + 1, 0)
    sums = np.append(0, np.cumsum(heads.sizes))
    return _Groups(
        lists,
        more.levels[firsts],
        firsts,
        np.diff(firsts, append=len(new)),
        own,
        np.where(is_in_list, ends[last], read.firsts[lists]),
        sums[follow] - sums[np.searchsorted(heads.lists, lists)],
    )


def _highest(read: Digits, at: Integers, sizes: Integers) -> Integers:
    """Give the last documents of levels, of which the first ones stand *at*."""
    if not len(at):
        return at
    values = read.numbers(at, at + sizes)
    found: Integers = np.add.reduceat(values, np.cumsum(sizes) - sizes) + sizes - 1
    return found


def _texts(
    read: Digits, heads: Heads, groups: _Groups, counted: Integers, steps: Integers
) -> Iterator[str]:
    """Write all lists: *counted* are the heads of levels that get postings, with these *steps*."""
    encoded, bounds = encode_array(np.concatenate((counted, steps)))
    written = encoded.decode("ascii")
    edges = bounds[: len(counted) + 1].tolist()
    first = bounds[len(counted) + np.append(groups.firsts, len(steps))].tolist()
    begins = read.begins
    places = begins[groups.behind].tolist()
    own = np.append(heads.at, -1)[groups.own]
    opens = np.where(own < 0, groups.behind, own)
    closes = np.where(own < 0, groups.behind, own + 1)
    spans = zip(begins[opens].tolist(), begins[closes].tolist(), places, strict=True)
    of_list = pairwise(np.searchsorted(groups.lists, np.arange(len(read.firsts))).tolist())
    texts = pairwise(begins[read.firsts].tolist())
    for (a, b), (start, end) in zip(of_list, texts, strict=True):
        pieces: list[str] = []
        done = start
        for n in range(a, b):
            opened, closed, place = next(spans)
            pieces += (
                read.text[done:opened],
                written[edges[n] : edges[n + 1]],
                read.text[closed:place],
                written[first[n] : first[n + 1]],
            )
            done = place
        yield "".join((*pieces, read.text[done:end]))


def _with_titles(texts: list[str], segment: Segment, new: New) -> list[str]:
    """Put the postings of new documents in titles into the lists of such; "" is no list."""
    ranks, documents = new.titles
    if not len(ranks):
        return texts
    levels = LONGEST_TITLE - segment.title_lengths[documents].astype(np.int64)
    order = np.argsort(ordered(ranks, levels, documents))
    some = sorted({*ranks.tolist()})
    lists = np.searchsorted(some, ranks[order])
    made = extended([texts[n] for n in some], Leveled(lists, levels[order], documents[order]))
    changed = dict(zip(some, made.texts, strict=True))
    return [changed.get(n, text) for n, text in enumerate(texts)]


def _with_records(
    texts: Sequence[str], made: Extended, ranks: Integers, records: Sequence[str]
) -> Iterator[str]:
    """Put the positions of new postings into those of lists, each behind so many records."""
    before, sizes = made.before.tolist(), made.sizes.tolist()
    bounds = np.searchsorted(ranks, np.arange(len(texts) + 1)).tolist()
    for n, (a, b) in enumerate(pairwise(bounds)):
        text, done = texts[n], 0
        inside = [at for at in dict.fromkeys(before[a:b]) if 0 < at < sizes[n]]
        found = record_begins(text, inside) if inside else []
        places = {0: 0, sizes[n]: len(text)} | dict(zip(inside, found, strict=True))
        pieces: list[str] = []
        for at, record in zip(before[a:b], records[a:b], strict=True):
            pieces += text[done : places[at]], record
            done = places[at]
        yield "".join((*pieces, text[done:]))
