"""How are a segment's words, postings, positions written? (docs/index-format.md, sections 6, 7)

The writer of one first letter of keys takes that letter's runs and nothing else but the plan,
so letters may be written in any process and in any order. Inside, it works on some hundred
thousand words at a time, whole keys together.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.index.format import File, folder_of, put_file, shard_name
from sitegen.index.invert import LONGEST_TITLE, Run
from sitegen.index.letters import swap_all
from sitegen.index.plan import Segment
from sitegen.index.scores import levels_of
from sitegen.index.shards import Row, bundles, pack
from sitegen.index.usage import NOTHING, Tally, Watched
from sitegen.index.varint import encode_array

LEVELS = 16
_AT_A_TIME = 1 << 18  # words
_BETWEEN = '","'

Integers = NDArray[np.int64]
Part = tuple[Run, Integers]  # a run, and the number in the segment of each of its documents


class ShardFile(NamedTuple):
    """A file of words, postings or positions; ``last`` is the highest document in postings."""

    path: str
    content: bytes
    last: int = -1


class Postings(NamedTuple):
    """The files of a first letter by shards of words, the first keys of these, what was counted."""

    shards: list[list[ShardFile]]
    first_keys: list[str]
    usage: tuple[tuple[str, tuple[int, ...]], ...] = ()  # of words that are watched, by slot

    @property
    def files(self) -> list[File]:
        """All files."""
        return [File(path, content) for shard in self.shards for path, content, _ in shard]


@dataclass(frozen=True, slots=True, eq=False)
class Slab:
    """Postings of some forms, sorted by (form, level descending, document)."""

    forms: list[str]
    keys: list[str]
    families: list[str]
    ranks: Integers
    levels: Integers
    documents: Integers
    counts: Integers
    in_title: NDArray[np.bool_]
    positions: Integers  # of all postings, in their order


def encode_postings(
    segment: Segment, pieces: Iterable[Sequence[Part]], watched: Watched = NOTHING
) -> Postings:
    """Write the words, postings and positions of one first letter of keys; count some by year.

    *pieces* are ranges of keys, ascending, and of each the runs of all batches; none is held when
    the next is asked for. The bytes depend on the documents, not on how they are parted.
    """
    tally = Tally(watched)
    shards = [
        (shard[0].key, list(shard_files(segment, shard)))
        for shard in pack(_rows(segment, pieces, tally))
    ]
    files, firsts = [files for _, files in shards], [first for first, _ in shards]
    return Postings(files, firsts, tally.rows())


def shard_files(segment: Segment, shard: Sequence[Row]) -> Iterator[ShardFile]:
    """Write the files of some families: their postings and positions, then their words."""
    words: list[str] = []
    for some in bundles(shard):
        yield from row_files(segment, some)
        words += opened([row.text for row in some])
    yield other_file(path_of(segment, "w", shard_name(shard[0].key)), words)


def row_files(segment: Segment, rows: Sequence[Row]) -> Iterator[ShardFile]:
    """Write a file of postings, and that of their positions."""
    name = shard_name(rows[0].family)
    last = max(row.last for row in rows)
    path = path_of(segment, "p", name)
    yield postings_file(segment, path, (row.postings for row in rows), last)
    yield other_file(path_of(segment, "x", name), (row.positions for row in rows))


def opened(texts: Sequence[str]) -> list[str]:
    """Mark the first of some rows of words, whose postings begin a file.

    >>> opened(['["ktb ktAb","! "]', '["qlm qlm","! "]'])
    ['["ktb ktAb","! ",1]', '["qlm qlm","! "]']
    """
    opens, *others = texts
    return [f"{opens[:-1]},1]", *others]


def path_of(segment: Segment, kind: str, name: str) -> str:
    """Give the path of a file of words (w), postings (p) or positions (x), without its ending."""
    return f"{segment.path}{kind}/{folder_of(name, segment.folders)}{name}"


def postings_file(segment: Segment, path: str, rows: Iterable[str], last: int) -> ShardFile:
    """Frame postings, of which document *last* is the highest: only they have numbers in them."""
    return ShardFile(*put_file(path, segment.names.up_to(last), f"[{','.join(rows)}]"), last)


def other_file(path: str, rows: Iterable[str]) -> ShardFile:
    """Frame words, or positions."""
    return ShardFile(*put_file(path, "", f"[{','.join(rows)}]"))


def _rows(segment: Segment, pieces: Iterable[Sequence[Part]], tally: Tally) -> Iterator[Row]:
    """Give the families' rows in order."""
    for parts in pieces:
        for start, end in _key_ranges(parts):
            slab = _slab(segment, parts, start, end)
            tally.add(slab.families, slab.ranks, slab.documents, slab.counts)
            yield from slab_rows(slab, segment.title_lengths)


def _key_ranges(parts: Sequence[Part]) -> Iterator[tuple[str, str | None]]:
    """Part the keys into ranges of a bounded number of words; the last has no end."""
    if sum(len(run.positions) for run, _ in parts) <= _AT_A_TIME:
        yield "", None
        return
    words: dict[str, int] = {}
    for run, _ in parts:
        occurrences = run.totals()[0].tolist()
        for key, count in zip(run.keys, occurrences, strict=True):
            words[key] = words.get(key, 0) + count
    first, size = None, 0
    for key in sorted(words):
        if first is not None and size + words[key] > _AT_A_TIME:
            yield first, key
            first, size = None, 0
        first = key if first is None else first
        size += words[key]
    if first is not None:
        yield first, None


def _slab(segment: Segment, parts: Sequence[Part], start: str, end: str | None) -> Slab:
    """Gather the postings of a range of keys from all runs, and sort them."""
    cuts = [(_between(run, start, end), numbers) for run, numbers in parts]
    key_of: dict[str, str] = {}
    for run, _ in cuts:
        key_of.update(zip(run.forms, run.keys, strict=True))
    families = segment.families.of_each(key_of)
    rows = sorted(zip(key_of.values(), families, key_of, strict=True))
    keys, families, forms = map(list, zip(*rows, strict=True)) if rows else ([], [], [])
    rank_of = dict(zip(forms, range(len(forms)), strict=True))
    ranks = _joined(
        np.repeat(
            np.fromiter(map(rank_of.__getitem__, run.forms), np.int64, len(run.forms)),
            np.diff(run.bounds),
        )
        for run, _ in cuts
    )
    documents = _joined(numbers[run.documents] for run, numbers in cuts)
    counts = _joined(run.counts for run, _ in cuts)
    heavy = _joined(run.heavy for run, _ in cuts)
    positions = _joined(run.positions for run, _ in cuts)
    levels = levels_of(
        counts + heavy * (segment.ranking.title_count - 1),
        segment.lengths[documents],
        segment.mean,
        segment.ranking.levels,
    )
    sorting = np.argsort((ranks << 36) | (LEVELS - 1 - levels << 32) | documents)
    return Slab(
        forms=forms,
        keys=keys,
        families=families,
        ranks=ranks[sorting],
        levels=levels[sorting],
        documents=documents[sorting],
        counts=counts[sorting],
        in_title=_joined(run.in_title for run, _ in cuts)[sorting].astype(bool),
        positions=gathered(positions, counts, sorting),
    )


def _between(run: Run, start: str, end: str | None) -> Run:
    first = bisect_left(run.keys, start)
    last = len(run.keys) if end is None else bisect_left(run.keys, end)
    return run if last - first == len(run.keys) else run.cut(first, last)


def _joined(arrays: Iterable[NDArray[np.generic]]) -> Integers:
    return np.concatenate([np.empty(0, np.int64), *arrays]).astype(np.int64)


def gathered(values: Integers, counts: Integers, order: Integers) -> Integers:
    """Reorder runs of *values*, run i of length ``counts[i]``, by *order*."""
    starts = np.cumsum(counts) - counts
    sizes = counts[order]
    return values[np.repeat(starts[order] - (np.cumsum(sizes) - sizes), sizes) + _upto(sizes)]


def _upto(sizes: Integers) -> Integers:
    return np.arange(int(sizes.sum()))


def slab_rows(slab: Slab, title_lengths: Integers) -> Iterator[Row]:
    """Give the rows of a slab's families."""
    n = len(slab.forms)
    titles = slab.ranks[slab.in_title], slab.documents[slab.in_title], title_lengths
    lists = form_lists(slab.ranks, slab.levels, slab.documents, titles, n)
    entries = list(map(entry_of, lists))
    places = position_lists(slab.ranks, slab.counts, slab.positions, n)
    starts = [i for i in range(n) if not i or slab.families[i] != slab.families[i - 1]]
    spans = list(pairwise([*starts, n]))
    words = swap_all(" ".join([slab.families[a], *slab.forms[a:b]]) for a, b in spans)
    lasts = _lasts(slab, starts)
    for (start, end), said, dfs, last in zip(spans, words, _dfs(slab, starts), lasts, strict=True):
        yield Row(
            slab.keys[start],
            f'["{said}","{dfs}"]',
            slab.families[start],
            f"[{','.join(entries[start:end])}]",
            positions_text(places[start:end]),
            last,
        )


def form_lists(
    ranks: Integers, levels: Integers, documents: Integers, titles: tuple[Integers, ...], n: int
) -> Iterator[tuple[str, ...]]:
    """Write the postings of each of *n* forms, and those in *titles* beside, if any.

    Postings come sorted by (form, level descending, document); titles are the forms, the documents
    that have them in their titles, and the length of each document's title.
    """
    postings = leveled_lists(ranks, levels, documents, n)
    in_titles, numbers, lengths = titles
    both = zip(postings, _title_lists(lengths, in_titles, numbers, n), strict=True)
    return (pair if pair[1] else pair[:1] for pair in both)


def entry_of(lists: Sequence[str]) -> str:
    """Write the postings of a form as JSON.

    >>> entry_of(["!#"]), entry_of(["!#", "1#"])
    ('"!#"', '["!#","1#"]')
    """
    return f'["{_BETWEEN.join(lists)}"]' if len(lists) > 1 else f'"{lists[0]}"'


def positions_text(strings: Sequence[str]) -> str:
    """Write the positions of a family's forms as JSON.

    >>> positions_text(["!#", "$"])
    '["!#","$"]'
    """
    return f'["{_BETWEEN.join(strings)}"]'


def _lasts(slab: Slab, starts: list[int]) -> list[int]:
    """Give the highest document of each family; it has one at least."""
    if not starts:
        return []
    lasts: list[int] = np.maximum.reduceat(
        slab.documents, np.searchsorted(slab.ranks, np.array(starts))
    ).tolist()
    return lasts


def _dfs(slab: Slab, starts: list[int]) -> list[str]:
    """Write of each family its document frequency, then those of its forms less 1."""
    n = len(slab.forms)
    of_forms = np.bincount(slab.ranks, minlength=n) - 1
    values = np.insert(of_forms, starts, _family_dfs(slab, starts))
    return _slices(values, np.array([*starts, n]) + np.arange(len(starts) + 1))


def _family_dfs(slab: Slab, starts: list[int]) -> Integers:
    """Count the documents that have any form of each family."""
    family = np.searchsorted(np.array(starts), slab.ranks, side="right") - 1
    pairs = (family << 32) | slab.documents
    pairs.sort()  # faster than numpy's unique, which hashes
    new = np.ones(len(pairs), bool)
    new[1:] = pairs[1:] != pairs[:-1]
    return np.bincount(pairs[new] >> 32, minlength=len(starts))


def _title_lists(lengths: Integers, ranks: Integers, documents: Integers, n: int) -> list[str]:
    levels = LONGEST_TITLE - lengths[documents]
    order = np.argsort((ranks << 36) | (LEVELS - 1 - levels << 32) | documents)
    return leveled_lists(ranks[order], levels[order], documents[order], n)


def leveled_lists(ranks: Integers, levels: Integers, documents: Integers, n: int) -> list[str]:
    """Write the lists of forms 0 to n - 1; postings come sorted by (form, -level, document)."""
    size = len(ranks)
    if not size:
        return [""] * n
    new = np.ones(size, bool)
    new[1:] = (ranks[1:] != ranks[:-1]) | (levels[1:] != levels[:-1])
    heads = np.flatnonzero(new)
    group = np.cumsum(new)  # from 1: how many heads stand before a posting's value
    values = np.empty(size + len(heads), np.int64)
    steps = np.empty(size, np.int64)
    steps[0] = documents[0]
    steps[1:] = np.where(new[1:], documents[1:], documents[1:] - documents[:-1] - 1)
    values[np.arange(size) + group] = steps
    group_sizes = np.diff(heads, append=size)
    values[heads + np.arange(len(heads))] = levels[heads] + LEVELS * (group_sizes - 1)
    at = np.searchsorted(ranks, np.arange(n + 1))  # the first posting of each form
    before = np.concatenate([[0], group])[at]  # heads before it
    return _slices(values, at + before)


def position_lists(ranks: Integers, counts: Integers, positions: Integers, n: int) -> list[str]:
    """Write the positions of forms 0 to n - 1; postings come sorted by form.

    >>> position_lists(np.array([0, 0, 1]), np.array([1, 2, 1]), np.array([2, 2, 9, 5]), 2)
    [" #!#'", ' &']
    """
    size = len(counts)
    values = np.empty(size + len(positions), np.int64)
    firsts = np.cumsum(counts) - counts
    steps = np.empty_like(positions)
    steps[:1] = positions[:1]
    steps[1:] = positions[1:] - positions[:-1] - 1
    steps[firsts] = positions[firsts]
    values[firsts + np.arange(size)] = counts - 1
    values[_upto(counts) + np.repeat(np.arange(size) + 1, counts)] = steps
    at = np.searchsorted(ranks, np.arange(n + 1))
    return _slices(values, np.concatenate([firsts, [len(positions)]])[at] + at)


def _slices(values: Integers, bounds: Integers) -> list[str]:
    """Encode *values*, and cut the text at the values *bounds*."""
    encoded, offsets = encode_array(values)
    text = encoded.decode("ascii")
    return [text[a:b] for a, b in pairwise(offsets[bounds].tolist())]
