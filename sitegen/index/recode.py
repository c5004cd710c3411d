"""Which shards of words, postings and positions are others, where few documents changed?

The shards of the last build say all that is needed of the documents that stayed, so only those
shards are read into which words fall that changed documents have or had, and written again from
what they held. Where documents were renumbered, postings are (``renumber``).
(docs/index-format.md, sections 6 and 7)
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.arabic.stem import key
from sitegen.index.encode import LEVELS, Slab, gathered, path_of, row_files, slab_rows
from sitegen.index.format import Numbering, shard_name
from sitegen.index.invert import Run
from sitegen.index.letters import swap
from sitegen.index.plan import Segment
from sitegen.index.renumber import (
    AT_A_TIME,
    Integers,
    Rows,
    Shard,
    Standing,
    decoded,
    heads,
    postings_text,
    renumbered_rows,
    renumbered_shards,
    staying,
    summed,
    with_names,
)
from sitegen.index.scores import levels_of
from sitegen.index.shards import Row, repack, touched_files
from sitegen.index.stream import Stream
from sitegen.index.usage import UsageRow, Watched
from sitegen.index.varint import decode_each

_BY_FAMILY = attrgetter("key", "family")


class Dated(NamedTuple):
    """Postings of some documents, and the year of each; and their words in order."""

    run: Run
    years: Sequence[int]
    stream: Stream | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """What changed of the words that are counted by year.

    ``before`` and ``now`` are the years of their slots, ``lost`` and ``new`` the documents that
    went and came, ``families`` those that lost or gained forms, ``watched`` the words that each
    family stood for.
    """

    before: tuple[int, ...]
    now: tuple[int, ...]
    lost: Dated
    new: Dated
    families: frozenset[str]
    watched: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Delta:
    """What changed in a segment since its shards were written.

    Rows of ``keys`` lose the documents ``gone`` (numbers as they were) and have those of ``run``
    besides, whose ``numbers`` are as they are now; ``renumber`` gives each old number's new one,
    None where all stay. ``names`` are those that the numbering had. ``counted`` is what changed of
    the words that are counted by year.
    """

    keys: frozenset[str]
    gone: Integers
    renumber: Integers | None
    run: Run
    numbers: Integers
    names: Numbering
    counted: Counted


class _Held(NamedTuple):
    """A family as the shards have it."""

    key: str
    family: str
    text: str
    forms: list[str]
    postings: list[Any]
    positions: list[str]


def recode(
    segment: Segment, letter: str, standing: Sequence[Standing], delta: Delta, rows_of: Rows
) -> Iterator[Shard]:
    """Write those shards of one first letter that are others now, from those *standing*.

    Gives all in order. Where documents have other numbers, postings are written that have such;
    of words and positions those in which something else changed.
    """
    firsts = [one.first for one in standing]
    keys = sorted(one for one in delta.keys if one[:1] == letter)
    touched = touched_files(firsts, keys, delta.keys)
    ready: dict[int, list[Row]] = {}
    stay: dict[int, Shard] = {}
    if delta.renumber is not None:
        others = [n for n in range(len(standing)) if n not in touched]
        stay = renumbered_shards(segment, standing, others, delta.renumber, rows_of)
        touched.update(n for n in others if n not in stay)

    def rows(at: int) -> list[Row]:
        if at not in ready:  # it may be one that is not touched, but whose border moved
            later = sorted(n for n in touched if n > at and n not in ready)
            some = _some_files(segment, firsts, (at, *later), rows_of)
            ready.update(_rows(segment, firsts, some, keys, delta))
        return ready.pop(at)

    for some in repack(firsts, touched, rows):
        if isinstance(some, int):
            shard = stay.get(some) or Shard(firsts[some], tuple(staying(standing[some])))
            yield with_names(shard, delta.names, segment.names)
        else:
            yield Shard(some[0].key, tuple(row_files(segment, some)))


def recounted(
    segment: Segment,
    watched: Watched,
    changed: Counted,
    letter: str,
    last: Mapping[str, Sequence[int]],
    anew: Callable[[Watched], Iterable[UsageRow]],
) -> tuple[UsageRow, ...]:
    """Give what the words of a first letter count now, from what they counted *last*.

    Of a word that was not watched, or whose family has other forms now, all is counted *anew*.
    """
    mine = watched.of_letter(letter)
    fresh = {
        name: forms
        for name, forms in mine.items()
        if name in changed.families or changed.watched.get(name) != forms or forms[0] not in last
    }
    sums = {
        name: Counter(dict(zip(changed.before, last[forms[0]], strict=True)))
        for name, forms in mine.items()
        if name not in fresh
    }
    for dated, sign in ((changed.lost, -1), (changed.new, 1)):
        run = dated.run
        begin, end = (bisect_left(run.keys, one) for one in (letter, _after(letter)))
        for n, form in enumerate(run.forms[begin:end], begin):
            sum_ = sums.get(segment.families.family(form))
            if sum_ is not None:
                for at in range(int(run.bounds[n]), int(run.bounds[n + 1])):
                    sum_[dated.years[run.documents[at]]] += sign * int(run.counts[at])
    rows = [
        (form, tuple(sum_[year] for year in changed.now))
        for name, sum_ in sums.items()
        for form in mine[name]
    ]
    if fresh:
        rows += anew(replace(watched, families=fresh))
    return tuple(sorted(rows))


def _after(letter: str) -> str:
    """Give what is above all keys of a first letter, and of the keys of others only the higher."""
    return chr(ord(letter) + 1) if letter else "\0"


def _held(segment: Segment, first: str, rows_of: Rows) -> Iterator[_Held]:
    """Read the families of a file of words, with their postings and positions."""
    rows = rows_of(path_of(segment, "w", shard_name(first)))
    words = swap("\0".join(row[0] for row in rows)).split("\0")
    lists: Iterator[tuple[list[Any], list[str]]] = iter(())
    for row, said in zip(rows, words, strict=True):
        family, *forms = said.split(" ")
        if len(row) > 2:  # a file of postings begins
            both = (rows_of(path_of(segment, kind, shard_name(family))) for kind in "px")
            lists = zip(*both, strict=True)
        postings, positions = next(lists)
        yield _Held(key(forms[0]), family, f'["{row[0]}","{row[1]}"]', forms, postings, positions)


def _some_files(
    segment: Segment, firsts: Sequence[str], wanted: Iterable[int], rows_of: Rows
) -> dict[int, list[_Held]]:
    """Read some of the files *wanted*, as many as are worked on at once."""
    found: dict[int, list[_Held]] = {}
    size = 0
    for at in wanted:
        found[at] = list(_held(segment, firsts[at], rows_of))
        size += len(found[at])
        if size > AT_A_TIME:
            break
    return found


def _rows(
    segment: Segment,
    firsts: Sequence[str],
    files: Mapping[int, Sequence[_Held]],
    keys: Sequence[str],
    delta: Delta,
) -> dict[int, list[Row]]:
    """Give what the rows of some files are now; *keys* are those of which documents changed."""
    here = {own for own in keys if _file_of(firsts, own) in files}
    stay = [(at, one) for at, held in files.items() for one in held if one.key not in here]
    lists, lasts = renumbered_rows([one.postings for _, one in stay], delta.renumber)
    found: dict[int, list[Row]] = {at: [] for at in files}
    for (at, one), some, last in zip(stay, lists, lasts, strict=True):
        texts = postings_text(some), _positions_text(one.positions)
        found[at].append(Row(one.key, one.text, one.family, *texts, last))
    if here:
        others = [one for held in files.values() for one in held if one.key in here]
        for row in slab_rows(_slab(segment, others, here, delta), segment.title_lengths):
            found[_file_of(firsts, row.key)].append(row)
    for rows in found.values():
        rows.sort(key=_BY_FAMILY)
    return found


def _file_of(firsts: Sequence[str], own: str) -> int:
    """Say which file a key falls into."""
    return max(0, bisect_right(firsts, own) - 1)


def _positions_text(strings: Sequence[str]) -> str:
    between = '","'
    return f'["{between.join(strings)}"]'


class _Part(NamedTuple):
    """Postings of forms, numbered in a list of them, in any order."""

    forms: Integers
    levels: Integers
    documents: Integers
    counts: Integers
    in_title: NDArray[np.bool_]
    positions: Integers


def _slab(segment: Segment, held: Sequence[_Held], keys: set[str], delta: Delta) -> Slab:
    """Gather what rows of *keys* are to hold: what they held, less what went, and what is new."""
    key_of = {form: one.key for one in held for form in one.forms}
    at = [n for n, own in enumerate(delta.run.keys) if own in keys]
    key_of |= {delta.run.forms[n]: delta.run.keys[n] for n in at}
    place = {form: n for n, form in enumerate(key_of)}
    parts = [_old_part(held, delta), _new_part(segment, delta, at, place)]
    forms, levels, documents, counts, in_title, positions = map(
        np.concatenate, zip(*parts, strict=True)
    )
    present = np.bincount(forms, minlength=len(place)) > 0
    named = [form for form, n in place.items() if present[n]]
    family_of = dict(zip(named, map(segment.families.family, named), strict=True))
    lines = sorted(f"{key_of[form]} {family_of[form]} {form}" for form in named)
    ordered = [line[line.rindex(" ") + 1 :] for line in lines]
    rank = np.zeros(len(place), np.int64)
    rank[[place[form] for form in ordered]] = np.arange(len(ordered))
    ranks = rank[forms]
    sorting = np.argsort((ranks << 36) | (LEVELS - 1 - levels << 32) | documents)
    return Slab(
        forms=ordered,
        keys=[key_of[form] for form in ordered],
        families=[family_of[form] for form in ordered],
        ranks=ranks[sorting],
        levels=levels[sorting],
        documents=documents[sorting],
        counts=counts[sorting],
        in_title=in_title[sorting],
        positions=gathered(positions, counts, sorting),
    )


def _old_part(held: Sequence[_Held], delta: Delta) -> _Part:
    """Read what rows held of the documents that stay."""
    entries = [entry for one in held for entry in one.postings]
    plain = [entry if isinstance(entry, str) else entry[0] for entry in entries]
    _, _, _, found = decoded(plain)
    titled = [n for n, entry in enumerate(entries) if not isinstance(entry, str)]
    _, _, _, titles = decoded([entries[n][1] for n in titled])
    lists = np.array(titled, np.int64)[titles.lists]
    in_title = np.isin(
        found.lists << 32 | found.documents, lists << 32 | titles.documents, kind="sort"
    )
    counts, positions = _places([string for one in held for string in one.positions])
    stay = ~np.isin(found.documents, delta.gone)
    documents = found.documents[stay]
    return _Part(
        found.lists[stay],
        found.levels[stay],
        documents if delta.renumber is None else np.take(delta.renumber, documents),
        counts[stay],
        in_title[stay],
        positions[np.repeat(stay, counts)],
    )


def _places(strings: Sequence[str]) -> tuple[Integers, Integers]:
    """Read positions: how many each posting has, and all of them."""
    values, _ = decode_each(strings)
    head = heads(values + 2)
    counts = values[head] + 1
    return counts, summed(np.delete(values, head), counts)


def _new_part(segment: Segment, delta: Delta, at: Sequence[int], place: Mapping[str, int]) -> _Part:
    """Take what the new documents give to some forms."""
    run = delta.run
    some = np.array(at, np.int64)
    sizes = np.diff(run.bounds)[some] if len(some) else np.empty(0, np.int64)
    starts = run.bounds[some] if len(some) else np.empty(0, np.int64)
    firsts = np.cumsum(sizes) - sizes
    picked = np.repeat(starts - firsts, sizes) + np.arange(int(sizes.sum()))
    counts = run.counts[picked].astype(np.int64)
    documents = delta.numbers[run.documents[picked]]
    weights = counts + run.heavy[picked].astype(np.int64) * (segment.ranking.title_count - 1)
    before = np.concatenate([[0], np.cumsum(run.counts, dtype=np.int64)])
    within = np.cumsum(counts) - counts
    places = np.repeat(before[picked] - within, counts) + np.arange(int(counts.sum()))
    forms = np.array([place[run.forms[n]] for n in at], np.int64)
    return _Part(
        np.repeat(forms, sizes),
        levels_of(weights, segment.lengths[documents], segment.mean, segment.ranking.levels),
        documents,
        counts,
        run.in_title[picked].astype(bool),
        run.positions[places].astype(np.int64),
    )
