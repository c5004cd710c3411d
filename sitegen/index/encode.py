"""How are a segment's words, postings, positions written? (docs/index-format.md, sections 6, 7)

The writer of one first letter of keys takes that letter's runs and nothing else but the plan,
so letters may be written in any process and in any order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.index.format import File, folder_of, put_file, shard_name
from sitegen.index.invert import LONGEST_TITLE
from sitegen.index.letters import swap_all
from sitegen.index.plan import Segment
from sitegen.index.shards import Row, bundles, pack
from sitegen.index.slab import LEVELS, Part, Slab, slabs
from sitegen.index.usage import NOTHING, Tally, Watched
from sitegen.index.varint import BETWEEN, encode_array, encode_lists

Integers = NDArray[np.int64]


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
        for slab in slabs(segment, parts):
            tally.add(slab.families, slab.ranks, slab.documents, slab.counts)
            yield from slab_rows(slab, segment.title_lengths)


def slab_rows(slab: Slab, title_lengths: Integers) -> Iterator[Row]:
    """Give the rows of a slab's families."""
    n = len(slab.forms)
    starts = [i for i in range(n) if not i or slab.families[i] != slab.families[i - 1]]
    spans = list(pairwise([*starts, n]))
    words = swap_all(" ".join([slab.families[a], *slab.forms[a:b]]) for a, b in spans)
    postings = _postings(slab, title_lengths, spans)
    positions = _rows_of(*_position_values(slab.ranks, slab.counts, slab.positions, n), starts)
    lasts = _lasts(slab, starts)
    columns = zip(starts, words, _dfs(slab, starts), postings, positions, lasts, strict=True)
    for start, said, dfs, posted, placed, last in columns:
        key, family = slab.keys[start], slab.families[start]
        yield Row(key, f'["{said}","{dfs}"]', family, posted, placed, last)


def _postings(slab: Slab, title_lengths: Integers, spans: Sequence[tuple[int, int]]) -> list[str]:
    """Write the postings of families, each from a form to another; few have any in titles."""
    values, firsts = _leveled_values(slab.ranks, slab.levels, slab.documents, len(slab.forms))
    starts = [start for start, _ in spans]
    rows = _rows_of(values, firsts, starts)
    ranks, documents = slab.ranks[slab.in_title], slab.documents[slab.in_title]
    in_titles = _title_lists(title_lengths, ranks, documents)
    family = np.searchsorted(starts, list(in_titles), "right") - 1
    for at in dict.fromkeys(family.tolist()):
        lists = zip(
            rows[at][2:-2].split(BETWEEN), map(in_titles.get, range(*spans[at])), strict=True
        )
        entries = (entry_of((own, titled) if titled else (own,)) for own, titled in lists)
        rows[at] = f"[{','.join(entries)}]"
    return rows


def _rows_of(values: Integers, firsts: Integers, starts: Sequence[int]) -> list[str]:
    """Write the lists of forms, those of a family together; *starts* are the first forms' places.

    >>> _rows_of(np.array([0, 61, 62, 1]), np.array([0, 1, 3, 4]), [0, 2])
    ['[" ","_` "]', '["!"]']
    """
    text, edges = encode_lists(values, firsts[:-1])
    cuts = edges[[*starts, len(firsts) - 1]].tolist()
    first = len(BETWEEN)
    return [f'["{text[start + first : end]}"]' for start, end in pairwise(cuts)]


def form_lists(
    ranks: Integers, levels: Integers, documents: Integers, titles: tuple[Integers, ...], n: int
) -> Iterator[tuple[str, ...]]:
    """Write the postings of each of *n* forms, and those in *titles* beside, if any.

    Postings come sorted by (form, level descending, document); titles are the forms, the documents
    that have them in their titles, and the length of each document's title.
    """
    in_titles, numbers, lengths = titles
    titled = _title_lists(lengths, in_titles, numbers)
    for form, own in enumerate(leveled_lists(ranks, levels, documents, n)):
        yield (own, titled[form]) if form in titled else (own,)


def entry_of(lists: Sequence[str]) -> str:
    """Write the postings of a form as JSON.

    >>> entry_of(["!#"]), entry_of(["!#", "1#"])
    ('"!#"', '["!#","1#"]')
    """
    return f'["{BETWEEN.join(lists)}"]' if len(lists) > 1 else f'"{lists[0]}"'


def positions_text(strings: Sequence[str]) -> str:
    """Write the positions of a family's forms as JSON.

    >>> positions_text(["!#", "$"])
    '["!#","$"]'
    """
    return f'["{BETWEEN.join(strings)}"]'


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
    family = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(slab.forms)))
    pairs = family.take(slab.ranks) << 32 | slab.documents
    pairs.sort()  # faster than numpy's unique, which hashes
    return np.bincount(pairs[_heads(pairs)] >> 32, minlength=len(starts))


def _title_lists(lengths: Integers, ranks: Integers, documents: Integers) -> dict[int, str]:
    """Write the postings in titles of those forms that have any."""
    levels = LONGEST_TITLE - lengths[documents]
    packed = np.sort((ranks << 36) | (LEVELS - 1 - levels << 32) | documents)
    ranks, levels = packed >> 36, LEVELS - 1 - (packed >> 32 & LEVELS - 1)
    forms = ranks[_heads(ranks)]
    lists = leveled_lists(np.searchsorted(forms, ranks), levels, packed & 0xFFFFFFFF, len(forms))
    return dict(zip(forms.tolist(), lists, strict=True))


def leveled_lists(ranks: Integers, levels: Integers, documents: Integers, n: int) -> list[str]:
    """Write the lists of forms 0 to n - 1; postings come sorted by (form, -level, document)."""
    return _slices(*_leveled_values(ranks, levels, documents, n))


def _leveled_values(
    ranks: Integers, levels: Integers, documents: Integers, n: int
) -> tuple[Integers, Integers]:
    """Give the numbers of the lists of forms, and the first of each; and where all end."""
    size = len(ranks)
    heads = _heads(ranks << 4 | levels)
    sizes = np.diff(heads, append=size)
    steps = _steps(documents, heads)
    values = _behind(levels[heads] + LEVELS * (sizes - 1), heads, steps)
    firsts = np.searchsorted(ranks, np.arange(n + 1))  # the first posting of each form
    return values, firsts + np.searchsorted(heads, firsts)


def position_lists(ranks: Integers, counts: Integers, positions: Integers, n: int) -> list[str]:
    """Write the positions of forms 0 to n - 1; postings come sorted by form.

    >>> position_lists(np.array([0, 0, 1]), np.array([1, 2, 1]), np.array([2, 2, 9, 5]), 2)
    [" #!#'", ' &']
    """
    return _slices(*_position_values(ranks, counts, positions, n))


def _position_values(
    ranks: Integers, counts: Integers, positions: Integers, n: int
) -> tuple[Integers, Integers]:
    """Give the numbers of the lists of forms, and the first of each; and where all end."""
    ends = np.cumsum(counts)
    heads = ends - counts
    values = _behind(counts - 1, heads, _steps(positions, heads))
    firsts = np.searchsorted(ranks, np.arange(n + 1))
    return values, np.append(heads, len(positions))[firsts] + firsts


def _heads(groups: Integers) -> Integers:
    """Say where groups begin.

    >>> _heads(np.array([5, 5, 2])).tolist()
    [0, 2]
    """
    new = np.ones(len(groups), bool)
    np.not_equal(groups[1:], groups[:-1], out=new[1:])
    return np.flatnonzero(new)


def _steps(numbers: Integers, heads: Integers) -> Integers:
    """Give numbers that ascend from each of the places *heads* as the first, then differences - 1.

    >>> _steps(np.array([3, 4, 9, 2]), np.array([0, 3])).tolist()
    [3, 0, 4, 2]
    """
    steps = numbers.copy()
    steps[1:] -= numbers[:-1] + 1
    steps[heads] = numbers[heads]
    return steps


def _behind(first: Integers, heads: Integers, steps: Integers) -> Integers:
    """Put a *first* number before the steps that begin at each of the places *heads*.

    >>> _behind(np.array([7, 8]), np.array([0, 3]), np.array([3, 0, 4, 2])).tolist()
    [7, 3, 0, 4, 8, 2]
    """
    is_first = np.zeros(len(first) + len(steps), bool)
    places = heads + np.arange(len(heads))
    is_first[places] = True
    values = np.empty(len(is_first), np.int64)
    values[places] = first
    values[~is_first] = steps
    return values


def _slices(values: Integers, bounds: Integers) -> list[str]:
    """Encode *values*, and cut the text at the values *bounds*."""
    encoded, offsets = encode_array(values)
    text = encoded.decode("ascii")
    return [text[a:b] for a, b in pairwise(offsets[bounds].tolist())]
