"""What do the shards of one first letter hold, as they stand, where documents may be renumbered?"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, islice, pairwise
from json import JSONDecoder
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.index.format import rows_in
from sitegen.index.letters import swap
from sitegen.index.renumber import Read, Standing, renumbered, row_texts
from sitegen.index.shards import Row

Integers = NDArray[np.int64]
File = tuple[int, int]  # of postings: the number of its file of words, its own in that
Contents = Callable[[str], bytes]  # of the file with this path below search/, without its ending
_AT_A_TIME = 12  # files of postings that are renumbered at once: what caches hold
_WITH_MARK = 3
_SCAN = JSONDecoder().raw_decode


class Words(NamedTuple):
    """A file of words by families; ``opens`` are those with which files of postings begin."""

    families: list[str]
    forms: list[list[str]]
    texts: list[str]
    dfs: list[str]
    opens: list[int]

    def file_of(self, line: int) -> int:
        """Say in which file of postings a family stands."""
        return bisect_right(self.opens, line) - 1

    def lines(self, file: int) -> range:
        """Give the numbers of the families of a file of postings."""
        return range(self.opens[file], [*self.opens, len(self.families)][file + 1])


class Lists(NamedTuple):
    """The families of a file of postings as documents are numbered now, and their positions.

    As JSON; ``lasts`` are the highest documents of all lists, ``stood`` the postings as documents
    were numbered.
    """

    postings: list[str]
    stood: list[str]
    positions: list[str]
    lasts: list[int]
    before: list[int]  # lists before each family

    def row(self, n: int, text: str, family: str) -> Row:
        """Give the row of a family."""
        last = max(self.lasts[self.before[n] : self.before[n + 1]])
        return Row("", text, family, self.postings[n], self.positions[n], last)


@dataclass(frozen=True, eq=False)
class StandingLetter:
    """The shards of one first letter; *shift* is how much higher each document's number is now."""

    shards: Sequence[Standing]
    shift: Integers | None
    content_of: Contents
    _words: dict[int, Words] = field(default_factory=dict)
    _lists: dict[File, Lists] = field(default_factory=dict)

    @cached_property
    def firsts(self) -> list[str]:
        """The first keys of files of words."""
        return [one.first for one in self.shards]

    def file_of(self, key: str) -> int:
        """Say which file of words a key falls into."""
        return max(0, bisect_right(self.firsts, key) - 1)

    def words(self, at: int) -> Words:
        """Read a file of words."""
        if at not in self._words:
            rows = rows_in(self.content_of(bare(self.shards[at].paths[-1])))
            said = [one.split(" ") for one in swap("\0".join(row[0] for row in rows)).split("\0")]
            self._words[at] = Words(
                [one[0] for one in said],
                [one[1:] for one in said],
                [f'["{row[0]}","{row[1]}"]' for row in rows],
                [row[1] for row in rows],
                [n for n, row in enumerate(rows) if len(row) == _WITH_MARK],
            )
        return self._words[at]

    def path(self, at: int, file: int, kind: str) -> str:
        """Name a file of postings (p) or positions (x) as readers do."""
        return bare(self.shards[at].paths[2 * file + (kind == "x")])

    @cached_property
    def shifted(self) -> Mapping[File, Read]:
        """All files of postings of the shards in which documents have other numbers."""
        if self.shift is None or not self.shift.any():
            return {}
        least = int(np.flatnonzero(self.shift)[0])
        files = [
            (at, file)
            for at, shard in enumerate(self.shards)
            if max(shard.lasts) >= least
            for file in range(len(shard.paths) // 2)
        ]
        return {one: read for some in self._parted(files) for one, read in self._shifted(some)}

    def _parted(self, files: Sequence[File]) -> Iterator[list[File]]:
        """Give as many files as are renumbered at once, whole shards together."""
        some: list[File] = []
        for one, after in pairwise([*files, (-1, -1)]):
            some.append(one)
            if one[0] != after[0] and (len(some) >= _AT_A_TIME or after[0] < 0):
                yield some
                some = []

    def _shifted(self, files: Sequence[File]) -> Iterator[tuple[File, Read]]:
        ends = [one[0] != after[0] for one, after in pairwise([*files, (-1, -1)])]
        contents = [self.content_of(self.path(*one, "p")) for one in files]
        return zip(files, renumbered(contents, ends, self.shift), strict=True)

    def read(self, files: Sequence[File]) -> None:
        """Read some files of postings, and those of their positions, at one go."""
        some = [one for one in files if one not in self._lists]
        stood = [self.content_of(self.path(*one, "p")) for one in some]
        known = [self.shifted.get(one) for one in some]
        plain = [text for text, read in zip(stood, known, strict=True) if not read]
        fresh = iter(renumbered(plain, [True] * len(plain)))
        reads = [read or next(fresh) for read in known]
        places = [self.content_of(self.path(*one, "x")) for one in some]
        others = [read.content for read in reads if read.changed]
        rows = iter(row_texts([*stood, *places, *others]))
        as_stood, positions = (list(islice(rows, len(some))) for _ in range(2))
        for one, read, before, where in zip(some, reads, as_stood, positions, strict=True):
            now = next(rows) if read.changed else before
            sizes = (row.count('"') // 2 for row in now)
            lists = list(accumulate(sizes, initial=0))
            self._lists[one] = Lists(now, before, where, read.lasts.tolist(), lists)

    def lists(self, at: int, file: int) -> Lists:
        """Give what stands in a file of postings, and in that of positions."""
        if (at, file) not in self._lists:
            self.read([(at, file)])
        return self._lists[at, file]

    def first(self, at: int, file: int) -> Row:
        """Give the first row of a file of postings, without all else."""
        words = self.words(at)
        family = words.families[words.opens[file]]
        text = self._content(at, file).decode("ascii")
        begin = text.index("[[") + 1
        return Row("", "", family, text[begin : _SCAN(text, begin)[1]])

    def size(self, at: int, file: int) -> int:
        """Say how long the rows of a file of postings are, with a comma each."""
        content = self._content(at, file)
        return content.rindex(b"]") - content.index(b"[[")

    def _content(self, at: int, file: int) -> bytes:
        read = self.shifted.get((at, file))
        return read.content if read else self.content_of(self.path(at, file, "p"))


def bare(path: str) -> str:
    """Name a file of the site as readers of the index do.

    >>> bare("search/p/a43.js")
    'p/a43'
    """
    return path.removeprefix("search/").removesuffix(".js")
