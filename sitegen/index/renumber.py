"""Which numbers do postings have, where documents came, went or moved in the order?

Where no word of a shard is another, its words and positions stay as they are; so do postings of
documents whose numbers stay, but for the name of the numbering that they bear. In others numbers
are written anew, in the order that they had. (docs/index-format.md, sections 1 and 6)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice, pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.index.encode import LEVELS, ShardFile, postings_file
from sitegen.index.format import Numbering
from sitegen.index.plan import Segment
from sitegen.index.shards import parted_alike
from sitegen.index.varint import decode_each, encode_array

Integers = NDArray[np.int64]
Rows = Callable[[str], list[Any]]  # of the file with this path below search/, without its ending
AT_A_TIME = 8_192  # families that are worked on at once
_DOUBLED = 4


class Standing(NamedTuple):
    """A file of words as it stands: its first key; its files and those of its postings.

    Paths are those in the site; ``lasts`` are the highest documents in postings, -1 in others.
    """

    first: str
    paths: tuple[str, ...]
    lasts: tuple[int, ...]


class Stays(NamedTuple):
    """A file that stays, but for the ``name`` of its numbering where that is another now."""

    path: str
    last: int
    name: str = ""


class Shard(NamedTuple):
    """A file of words as it is to be: its first key, and its files."""

    first: str
    files: tuple[ShardFile | Stays, ...] = ()


class Leveled(NamedTuple):
    """Postings in the order of their lists: the number of the list, the level, the document."""

    lists: Integers
    levels: Integers
    documents: Integers


def staying(shard: Standing) -> Iterator[Stays]:
    """Give the files of a shard as they stand.

    >>> list(staying(Standing("كتب", ("search/p/a.js", "search/w/a.js"), (7, -1))))[0]
    Stays(path='search/p/a.js', last=7, name='')
    """
    return (Stays(path, last) for path, last in zip(shard.paths, shard.lasts, strict=True))


def with_names(shard: Shard, before: Numbering, now: Numbering) -> Shard:
    """Give the postings that stay in a shard the name that their documents' numbering has now."""

    def named(file: ShardFile | Stays) -> ShardFile | Stays:
        if isinstance(file, Stays) and file.last >= 0:
            name = now.up_to(file.last)
            return file if name == before.up_to(file.last) else file._replace(name=name)
        return file

    return shard._replace(files=tuple(map(named, shard.files)))


def renumbered_shards(
    segment: Segment,
    standing: Sequence[Standing],
    others: Iterable[int],
    renumber: Integers,
    rows_of: Rows,
) -> dict[int, Shard]:
    """Give shards in which no words changed the numbers that their documents have now.

    Those are left out whose files are parted otherwise, now that numbers are longer or shorter.
    """
    least = int(np.flatnonzero(renumber != np.arange(len(renumber)))[0])
    found: dict[int, Shard] = {}
    some: list[tuple[int, list[list[Any]]]] = []
    size = 0
    for at in others:
        shard = standing[at]
        if max(shard.lasts) < least:
            found[at] = Shard(shard.first, tuple(staying(shard)))
            continue
        files = [rows_of(path) for path in _postings_of(shard)]
        some.append((at, files))
        size += sum(map(len, files))
        if size > AT_A_TIME:
            found |= _renumbered(segment, standing, some, renumber)
            some, size = [], 0
    return found | _renumbered(segment, standing, some, renumber)


def _postings_of(shard: Standing) -> list[str]:
    """Name a shard's files of postings as readers do."""
    parts = zip(shard.paths, shard.lasts, strict=True)
    return [path.removeprefix("search/").removesuffix(".js") for path, last in parts if last >= 0]


def _renumbered(
    segment: Segment,
    standing: Sequence[Standing],
    some: Sequence[tuple[int, list[list[Any]]]],
    renumber: Integers,
) -> dict[int, Shard]:
    lists, lasts = renumbered_rows(
        [row for _, files in some for rows in files for row in rows], renumber
    )
    texts = iter(zip(map(postings_text, lists), lasts, strict=True))
    found = {}
    for at, files in some:
        made = [list(islice(texts, len(rows))) for rows in files]
        before = [list(map(_length, rows)) for rows in files]
        if not parted_alike(before, [[len(text) for text, _ in rows] for rows in made]):
            continue
        paths, new = iter(_postings_of(standing[at])), iter(made)
        parts: list[ShardFile | Stays] = []
        for file in staying(standing[at]):
            if file.last < 0:
                parts.append(file)
            else:
                rows = next(new)
                last = max(last for _, last in rows)
                parts.append(postings_file(segment, next(paths), (text for text, _ in rows), last))
        found[at] = Shard(standing[at].first, tuple(parts))
    return found


def postings_text(entries: Sequence[Any]) -> str:
    """Write the lists of a family's forms, of some with those of titles, as JSON.

    >>> postings_text(["!", ["#", "$"]])
    '["!",["#","$"]]'
    """
    some = (
        f'"{entry}"' if isinstance(entry, str) else f'["{entry[0]}","{entry[1]}"]'
        for entry in entries
    )
    return f"[{','.join(some)}]"


def _length(entries: Sequence[Any]) -> int:
    """Give the length of what :func:`postings_text` writes."""
    inside = sum(
        len(entry) + 2 if isinstance(entry, str) else len(entry[0]) + len(entry[1]) + 7
        for entry in entries
    )
    return inside + max(len(entries) - 1, 0) + 2


def decoded(strings: Sequence[str]) -> tuple[Integers, Integers, Integers, Leveled]:
    """Read lists by level: all numbers, where each list ends, where heads are, the postings."""
    values, bounds = decode_each(strings)
    head = heads(values // LEVELS + 2)
    sizes = values[head] // LEVELS + 1
    steps = np.delete(values, head)
    documents = summed(steps, sizes)
    lists = np.searchsorted(bounds[1:], head, "right")
    found = Leveled(np.repeat(lists, sizes), np.repeat(values[head] % LEVELS, sizes), documents)
    return values, bounds, head, found


def heads(lengths: Integers) -> Integers:
    """Give where records begin that follow one another, each as long as its first number says.

    *lengths* say of each number how long a record would be that began with it. Sixteen records
    are gone over at once: the links of all numbers are followed as arrays, four times doubled.

    >>> heads(np.array([2, 9, 1, 3, 9, 9])).tolist()
    [0, 2, 3]
    """
    size = len(lengths)
    following = np.append(np.minimum(np.arange(size) + lengths, size), size)
    leaps = following
    for _ in range(_DOUBLED):
        leaps = leaps[leaps]
    leap, at, found = leaps.data, 0, []
    while at < size:
        found.append(at)
        at = leap[at]
    steps = [np.array(found, np.int64)]
    for _ in range(2**_DOUBLED - 1):
        steps.append(following[steps[-1]])
    every = np.stack(steps, axis=1).reshape(-1)
    return every[every < size]


def summed(steps: Integers, sizes: Integers) -> Integers:
    """Sum differences, of which 1 was taken but from the first, within runs of some sizes."""
    if not len(steps):
        return steps
    firsts = np.cumsum(sizes) - sizes
    whole = steps + 1
    whole[firsts] -= 1
    sums = np.cumsum(whole)
    found: Integers = sums - np.repeat(sums[firsts] - whole[firsts], sizes)
    return found


def renumbered_rows(
    lists: Sequence[list[Any]], renumber: Integers | None
) -> tuple[Sequence[list[Any]], list[int]]:
    """Give the documents of rows other numbers, which ascend as the old ones did.

    Gives the rows, and the highest number in each.
    """
    sizes = [sum(1 if isinstance(entry, str) else 2 for entry in row) for row in lists]
    entries = list(chain.from_iterable(lists))
    strings = [s for entry in entries for s in ((entry,) if isinstance(entry, str) else entry)]
    if not strings:
        return lists, []
    values, bounds, head, found = decoded(strings)
    documents = found.documents if renumber is None else renumber[found.documents]
    starts = np.searchsorted(found.lists, np.cumsum(sizes) - sizes)
    lasts: list[int] = np.maximum.reduceat(documents, starts).tolist()
    if renumber is None:
        return lists, lasts
    steps = np.empty_like(documents)
    steps[:1] = documents[:1]
    steps[1:] = documents[1:] - documents[:-1] - 1
    firsts = head - np.arange(len(head))  # of each level's documents, among all
    steps[firsts] = documents[firsts]
    made = values.copy()
    is_step = np.ones(len(values), bool)
    is_step[head] = False
    made[is_step] = steps
    encoded, offsets = encode_array(made)
    text = encoded.decode("ascii")
    new = iter([text[a:b] for a, b in pairwise(offsets[bounds].tolist())])
    rows = [
        [next(new) if isinstance(one, str) else [next(new), next(new)] for one in some]
        for some in lists
    ]
    return rows, lasts
