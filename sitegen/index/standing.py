"""What do the shards of one first letter hold, as they stand, where documents may be renumbered?"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, islice, pairwise
from json import loads
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.index.cut import IN_FRAME, Cut
from sitegen.index.letters import swap_all
from sitegen.index.renumber import Read, Standing, renumbered, row_texts
from sitegen.index.shards import Row
from sitegen.index.spliced import Listed
from sitegen.index.varint import decode

Integers = NDArray[np.int64]
File = tuple[int, int]  # of postings: the number of its file of words, its own in that
Place = tuple[int, int]  # of a family: the number of its file of words, its line in that
Contents = Callable[[str], bytes]  # of the file with this path below search/, without its ending
_AROUND = len('["",""]')
_AT_A_TIME = 12  # files of postings that are renumbered at once: what caches hold


@dataclass(frozen=True, eq=False)
class Words:
    """A file of words by families; ``parts`` is its text, cut where strings begin and end.

    Only what is asked for is read of it: most lines of a file are nobody's business.
    """

    parts: list[str]

    @cached_property
    def said(self) -> list[str]:
        """The families and their forms, letters swapped."""
        return self.parts[IN_FRAME::4]

    @cached_property
    def dfs(self) -> list[str]:
        """The document frequencies, encoded."""
        return self.parts[IN_FRAME + 2 :: 4]

    @cached_property
    def _together(self) -> str:
        return "\n".join(("", *self.said))

    def line_of(self, family: str) -> int | None:
        """Give the line of a family, its letters swapped; None where it is not here.

        >>> file = '"w/a43",1,"",[["ktb ktAb","! ",1],["ktAbh ktAbh","! "]]'
        >>> words = Words(file.split('"'))
        >>> words.line_of("ktAbh"), words.line_of("ktA")
        (1, None)
        """
        at = self._together.find(f"\n{family} ")
        return None if at < 0 else self._together.count("\n", 0, at)

    @cached_property
    def opens(self) -> list[int]:
        """The families with which files of postings begin."""
        return [n for n, mark in enumerate(self.parts[IN_FRAME + 3 :: 4]) if mark[0] == ","]

    @cached_property
    def _unswapped(self) -> list[list[str]]:
        return [one.split(" ") for one in swap_all(self.said)]

    @cached_property
    def families(self) -> list[str]:
        """All families."""
        return [one[0] for one in self._unswapped]

    @cached_property
    def forms(self) -> list[list[str]]:
        """The forms of each family."""
        return [one[1:] for one in self._unswapped]

    def families_at(self, lines: Iterable[int]) -> list[str]:
        """Give some families."""
        return swap_all([(said := self.said[n])[: said.index(" ")] for n in lines])

    @cached_property
    def texts(self) -> list[str]:
        """The rows, but for the mark of those with which files of postings begin."""
        return [f'["{said}","{df}"]' for said, df in zip(self.said, self.dfs, strict=True)]

    def length(self, line: int) -> int:
        """Say how long a row is, but for such a mark."""
        return len(self.said[line]) + len(self.dfs[line]) + _AROUND

    def file_of(self, line: int) -> int:
        """Say in which file of postings a family stands."""
        return bisect_right(self.opens, line) - 1

    def lines(self, file: int) -> range:
        """Give the numbers of the families of a file of postings."""
        return range(self.opens[file], [*self.opens, len(self.said)][file + 1])


class Lists(NamedTuple):
    """The families of a file of postings as documents are numbered now, and their positions.

    As JSON; ``lasts`` are the highest documents of all lists.
    """

    postings: list[str]
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
    _cuts: dict[File, Cut] = field(default_factory=dict)

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
            content = self.content_of(bare(self.shards[at].paths[-1]))
            self._words[at] = Words(content.decode().split('"'))
        return self._words[at]

    def path(self, at: int, file: int, kind: str) -> str:
        """Name a file of postings (p) or positions (x) as readers do."""
        return bare(self.shards[at].paths[2 * file + (kind == "x")])

    def last(self, at: int, file: int) -> int:
        """Give the highest document in a file of postings, as it was numbered."""
        return self.shards[at].lasts[2 * file]

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
        reads = self.reads(some)
        places = [self.content_of(self.path(*one, "x")) for one in some]
        rows = iter(row_texts([*(read.content for read in reads), *places]))
        postings, positions = (list(islice(rows, len(some))) for _ in range(2))
        for one, read, now, where in zip(some, reads, postings, positions, strict=True):
            sizes = (row.count('"') // 2 for row in now)
            lists = list(accumulate(sizes, initial=0))
            self._lists[one] = Lists(now, where, read.lasts.tolist(), lists)

    def reads(self, files: Sequence[File]) -> list[Read]:
        """Read some files of postings, with the numbers of now."""
        known = [self.shifted.get(one) for one in files]
        plain = [one for one, read in zip(files, known, strict=True) if not read]
        contents = [self.content_of(self.path(*one, "p")) for one in plain]
        fresh = iter(renumbered(contents, [True] * len(plain)))
        return [read or next(fresh) for read in known]

    def lists(self, at: int, file: int) -> Lists:
        """Give what stands in a file of postings, and in that of positions."""
        if (at, file) not in self._lists:
            self.read([(at, file)])
        return self._lists[at, file]

    def cut(self, at: int, file: int) -> Cut:
        """Cut a file of postings, and that of their positions, as they stand."""
        if (at, file) not in self._cuts:
            words = self.words(at)
            lines = words.lines(file)
            postings, positions = (self.content_of(self.path(at, file, kind)) for kind in "px")
            sizes = [said.count(" ") for said in words.said[lines.start : lines.stop]]
            self._cuts[at, file] = Cut.of(postings.decode("ascii"), positions, sizes)
        return self._cuts[at, file]

    def place(self, place: Place) -> tuple[File, int]:
        """Say in which file of postings a family stands, and which of its lines it is."""
        at, line = place
        words = self.words(at)
        file = words.file_of(line)
        return (at, file), line - words.opens[file]

    def listed(self, place: Place) -> Iterator[Listed]:
        """Give the lists of a family's forms, with the numbers of now."""
        file, line = self.place(place)
        lists = self.lists(*file)
        at = lists.before[line]
        words = self.words(place[0])
        _, *dfs = decode(words.dfs[place[1]])
        positions = loads(lists.positions[line])
        for entry, where, df in zip(loads(lists.postings[line]), positions, dfs, strict=True):
            both = (entry,) if isinstance(entry, str) else tuple(entry)
            yield Listed(both, where, df + 1, lists.lasts[at])
            at += len(both)

    def content(self, at: int, file: int) -> bytes:
        """Give a file of postings with the numbers of now."""
        read = self.shifted.get((at, file))
        return read.content if read else self.content_of(self.path(at, file, "p"))


def bare(path: str) -> str:
    """Name a file of the site as readers of the index do.

    >>> bare("search/p/a43.js")
    'p/a43'
    """
    return path.removeprefix("search/").removesuffix(".js")
