"""Which numbers do postings have, where documents came, went or moved in the order?

Where no word of a shard is another, its words and positions stay as they are; so do postings of
documents whose numbers stay, but for the name of the numbering that they bear. In others few
numbers are others: a list names its first document, and of each further one how far it is from
the one before. So the bytes of many files are looked at as one array, and only such numbers are
written anew, in their places. (docs/index-format.md, sections 1 and 6)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.index.encode import ShardFile
from sitegen.index.format import Numbering
from sitegen.index.shards import parted_alike
from sitegen.index.slab import LEVELS
from sitegen.index.varint import (
    CHARACTERS,
    ENDING,
    decode_each,
    digits_in,
    encode_array,
    numbers_in,
)

Integers = NDArray[np.int64]
Bytes = NDArray[np.uint8]
_QUOTE, _OPENS, _CLOSES = b'"[]'
_IN_FRAME = 2  # strings before the rows of a file: its path, the name of its numbering


class Standing(NamedTuple):
    """A file of words as it stands: its first key; its files and those of its postings.

    Paths are those in the site; ``lasts`` are the highest documents in postings, -1 in others.
    """

    first: str
    paths: tuple[str, ...]
    lasts: tuple[int, ...]

    def stays(self, number: int) -> Stays:
        """Give one of its files as it stands; -1 is the one of words.

        >>> Standing("كتب", ("search/p/a.js", "search/w/a.js"), (7, -1)).stays(0)
        Stays(path='search/p/a.js', last=7, name='')
        """
        return Stays(self.paths[number], self.lasts[number])


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


def with_names(shard: Shard, before: Numbering, now: Numbering) -> Shard:
    """Give the postings that stay in a shard the name that their documents' numbering has now."""

    def named(file: ShardFile | Stays) -> ShardFile | Stays:
        if isinstance(file, Stays) and file.last >= 0:
            name = now.up_to(file.last)
            return file if name == before.up_to(file.last) else file._replace(name=name)
        return file

    return shard._replace(files=tuple(map(named, shard.files)))


class Read(NamedTuple):
    """A file of postings as documents are numbered now, but for the name of the numbering.

    ``lasts`` are the highest documents of each list; families ``alike`` are sure to be parted from
    one another, and from the next file's, as they are.
    """

    content: bytes
    lasts: Integers
    changed: bool = False
    alike: bool = True


def renumbered(
    contents: Sequence[bytes], ends: Sequence[bool], shift: Integers | None = None
) -> list[Read]:
    """Read files of postings, and *shift* the numbers of their documents.

    Files of one shard follow one another; *ends* say which is the last of its shard. In each list
    numbers ascend after the shift as they did, or nobody asks for it any more.

    >>> from sitegen.index.format import put_file
    >>> file = put_file("p/a43", "kqzpa", '[["1#$"]]').content  # level 0, documents 2 and 6
    >>> read = renumbered([file], [True], np.array([0, 0, 0, 1, 1, 1, 1]))[0]
    >>> read.content, read.lasts
    (b'sitegen.put("p/a43",1,"kqzpa",[["1#%"]]);\\n', array([7]))
    """
    if not contents:
        return []
    lists = _Lists.of(contents)
    postings = lists.postings
    if shift is None:
        lasts = np.maximum.reduceat(postings.documents, postings.firsts)
        cut = np.searchsorted(lists.starts, lists.files).tolist()
        found = zip(contents, pairwise(cut), strict=True)
        return [Read(content, lasts[a:b]) for content, (a, b) in found]
    moves = shift[postings.documents]
    moves[postings.heads] = 0
    lasts = np.maximum.reduceat(postings.documents + moves, postings.firsts)
    moves[1:] -= moves[:-1].copy()
    moves[postings.heads] = 0
    return list(_patched(lists, moves, lasts, np.array(ends, bool)))


def row_texts(contents: Sequence[bytes]) -> list[list[str]]:
    """Cut files of postings, or of positions, into the rows of families.

    >>> from sitegen.index.format import put_file
    >>> row_texts([put_file("p/a43", "kqzpa", '[["!",["#","$"]],["],["]]').content])
    [['["!",["#","$"]]', '["],["]']]
    """
    if not contents:
        return []
    lists = _Lists.of(contents)
    begins, ends = lists.rows
    spans = list(zip(begins.tolist(), ends.tolist(), strict=True))
    text = lists.text.tobytes().decode("ascii")
    cuts = np.searchsorted(begins, lists.files).tolist()
    return [[text[begin:end] for begin, end in spans[a:b]] for a, b in pairwise(cuts)]


class _Postings(NamedTuple):
    """Numbers of lists: where each list begins, where heads are; documents, 0 for heads."""

    values: Integers
    at: Integers  # where the last digit of each stands, among those of all lists
    firsts: Integers
    heads: Integers
    documents: Integers


@dataclass(frozen=True, eq=False)
class _Lists:
    """The lists in the bytes of some files."""

    text: Bytes
    files: Integers  # bounds
    starts: Integers  # of each list
    ends: Integers

    @classmethod
    def of(cls, contents: Sequence[bytes]) -> _Lists:
        text = np.frombuffer(b"".join(contents), np.uint8)
        files = np.cumsum([0, *map(len, contents)])
        quotes = np.flatnonzero(text == _QUOTE)
        starts, ends = quotes[::2] + 1, quotes[1::2]
        is_list = np.ones(len(starts), bool)
        first = np.searchsorted(starts, files[:-1])
        for n in range(_IN_FRAME):
            is_list[first + n] = False
        return cls(text, files, starts[is_list], ends[is_list])

    @cached_property
    def inside(self) -> NDArray[np.bool_]:
        """Which bytes are digits."""
        steps = np.zeros(len(self.text), np.int8)
        steps[self.starts] = 1
        steps[self.ends] = -1  # no list is empty
        found: NDArray[np.bool_] = np.cumsum(steps, dtype=np.int8).view(bool)
        return found

    @cached_property
    def before(self) -> Integers:
        """How many digits stand before each list."""
        sizes = self.ends - self.starts
        found: Integers = np.cumsum(sizes) - sizes
        return found

    @cached_property
    def postings(self) -> _Postings:
        """All numbers."""
        values, at = numbers_in(digits_in(self.text[self.inside].tobytes()))
        firsts = np.searchsorted(at, self.before)
        head = level_heads(values, firsts)
        return _Postings(values, at, firsts, head, _documents(values, head))

    @cached_property
    def rows(self) -> tuple[Integers, Integers]:
        """Where the row of each family begins and ends."""
        text = self.text
        at = np.flatnonzero(~self.inside & ((text == _OPENS) | (text == _CLOSES)))
        opens = text[at] == _OPENS
        depth = np.cumsum(np.where(opens, 1, -1))
        return at[opens & (depth == _IN_FRAME)], at[~opens & (depth == 1)] + 1


def level_heads(values: Integers, firsts: Integers) -> Integers:
    """Give where levels begin: each with a number that says how many documents follow.

    All lists are gone through at once, level by level; *firsts* are where they begin.

    >>> level_heads(np.array([16, 3, 9, 0, 7, 32, 1, 2, 3]), np.array([0, 5])).tolist()
    [0, 3, 5]
    """
    is_head = np.zeros(len(values), bool)
    at, stops = firsts, np.append(firsts[1:], len(values))
    while len(at):
        is_head[at] = True
        following = at + values[at] // LEVELS + 2
        goes_on = following < stops
        at, stops = following[goes_on], stops[goes_on]
    found: Integers = np.flatnonzero(is_head)
    return found


def _documents(values: Integers, head: Integers) -> Integers:
    """Give the document that each number stands for; 0 for heads."""
    steps = values + 1
    steps[head] = 0
    steps[head + 1] -= 1
    sums = np.cumsum(steps)
    found: Integers = sums - np.repeat(sums[head], np.diff(head, append=len(values)))
    return found


def _patched(
    lists: _Lists, moves: Integers, lasts: Integers, ends: NDArray[np.bool_]
) -> Iterator[Read]:
    """Give files in which each number is greater by its move."""
    changed = np.flatnonzero(moves)
    postings, files = lists.postings, lists.files
    digits = postings.at[changed]
    in_list = np.searchsorted(lists.before, digits, "right") - 1
    stops = lists.starts[in_list] + digits - lists.before[in_list] + 1
    touched = np.diff(np.searchsorted(stops, files, "right")) > 0
    last = digits_in(lists.text[stops - 1].tobytes()) + moves[changed]
    is_near = (last >= 0) & (last < ENDING)  # no other digit is another
    text = lists.text.copy()
    text[stops[is_near] - 1] = CHARACTERS[last[is_near]]
    changed, stops = changed[~is_near], stops[~is_near]
    encoded, bounds = encode_array(np.maximum(postings.values[changed] + moves[changed], 0))
    sizes = np.diff(bounds)
    more = sizes - np.diff(postings.at, prepend=-1)[changed]
    grown = np.flatnonzero(more)
    whole = _overwritten(text, stops, np.frombuffer(encoded, np.uint8), bounds, more == 0)
    pieces: list[bytes] = []
    begin = 0
    for n in grown.tolist():
        stop = int(stops[n])
        pieces += whole[begin : stop - int(sizes[n] - more[n])], encoded[bounds[n] : bounds[n + 1]]
        begin = stop
    whole = b"".join((*pieces, whole[begin:]))
    in_file = np.searchsorted(files, stops[grown], "right") - 1
    growth = np.bincount(in_file, more[grown], len(files) - 1).astype(np.int64)
    cuts = (files + np.concatenate([[0], np.cumsum(growth)])).tolist()
    of_lists = np.searchsorted(lists.starts, files).tolist()
    alike = _alike(lists, stops[grown], more[grown], ends)
    for n in range(len(files) - 1):
        content = whole[cuts[n] : cuts[n + 1]]
        own = lasts[of_lists[n] : of_lists[n + 1]]
        yield Read(content, own, bool(touched[n]), bool(alike[n]))


def _overwritten(
    text: Bytes, stops: Integers, encoded: Bytes, bounds: Integers, fits: NDArray[np.bool_]
) -> bytes:
    """Write numbers that have as many digits as before in their places."""
    at, end, left = stops[fits], bounds[1:][fits], np.diff(bounds)[fits]
    while len(at):
        at, end = at - 1, end - 1
        text[at] = encoded[end]
        left = left - 1
        some = left > 0
        at, end, left = at[some], end[some], left[some]
    return text.tobytes()


def _alike(
    lists: _Lists, at: Integers, more: Integers, ends: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Say of each file whether its families are parted as before, where numbers grew."""
    if not len(at):
        return np.ones(len(ends), bool)
    begins, closes = lists.rows
    before = closes - begins
    in_row = np.searchsorted(begins, at, "right") - 1
    after = before + np.bincount(in_row, more, len(begins)).astype(np.int64)
    return parted_alike(before, after, np.searchsorted(begins, lists.files), ends)


def decoded(strings: Sequence[str]) -> Leveled:
    """Read lists by level.

    >>> decoded(["1#$"])
    Leveled(lists=array([0, 0]), levels=array([0, 0]), documents=array([2, 6]))
    """
    values, bounds = decode_each(strings)
    head = level_heads(values, bounds[:-1])
    sizes = values[head] // LEVELS + 1
    is_posting = np.ones(len(values), bool)
    is_posting[head] = False
    lists = np.searchsorted(bounds[1:], head, "right")
    documents = _documents(values, head)[is_posting]
    return Leveled(np.repeat(lists, sizes), np.repeat(values[head] % LEVELS, sizes), documents)
