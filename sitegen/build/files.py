"""Which files has a site, where most are those of the last build?

What stands is held in columns, and most of it is claimed by count: where all counts together are
as many as there are, nothing has gone, and nobody need name a hundred thousand files.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, KeysView, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from sitegen.build.look import Lay
from sitegen.build.publish import Written

WIDTH = 8  # letters of a digest


class Stands(Mapping[str, Written]):
    """Files that stand as the last build left them; each is told when it is asked for.

    *places* say in which row of the columns a path is; other rows are of files that do not stand.

    >>> lay = Lay("d/a-1.html\\0قائمة.html\\0", array("q", [5, 10, 7, 6, 20, 8]), 99)
    >>> stands = Stands({"قائمة.html": 1}, lay, "Xqu2DyA8V43fRaFR")
    >>> stands["قائمة.html"], "d/a-1.html" in stands, len(stands)
    (Written(path='قائمة.html', size=6, changed=False, digest='V43fRaFR'), False, 1)
    """

    def __init__(self, places: dict[str, int], lay: Lay, digests: str) -> None:
        self.places, self.lay, self.digests = places, lay, digests

    @classmethod
    def all_of(cls, lay: Lay, digests: str) -> Stands:
        """Say that all files stand."""
        return cls(dict(zip(lay.names, range(len(lay)), strict=True)), lay, digests)

    def __getitem__(self, path: str) -> Written:
        n = self.places[path]
        digest = self.digests[WIDTH * n : WIDTH * n + WIDTH]
        return Written(path, self.lay.numbers[3 * n], changed=False, digest=digest)

    def __contains__(self, path: object) -> bool:
        return path in self.places

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)

    def keys(self) -> KeysView[str]:
        """Give the paths."""
        return self.places.keys()

    def count(self, folder: str) -> int:
        """Say how many of them begin with the name of a folder."""
        if len(self) < len(self.lay):
            return sum(path.startswith(folder) for path in self)
        paths = self.lay.paths
        return paths.count(f"\0{folder}") + paths.startswith(folder)

    def drop(self, path: str) -> None:
        """Say that a file does not stand."""
        del self.places[path]


NOTHING = Stands({}, Lay("", array("q"), 0), "")


class Claim(NamedTuple):
    """Files that stand and are of the site: how many, and which, for who must know.

    Where naming them is dear, *folder* says what all of their paths begin with: so long as as many
    stand there as there are to be, none is named.
    """

    n_files: int
    paths: Callable[[], Iterable[str]]
    folder: str = ""


def _paths_of(claims: Iterable[Claim]) -> Iterator[str]:
    return chain.from_iterable(claim.paths() for claim in claims)


class Files:
    """The files of a site: those that are named, and those of the last build that are claimed.

    No file is claimed twice, or claimed and named.

    >>> lay = Lay("a.html\\0b.html\\0c.html\\0", array("q", [5, 0, 1, 6, 0, 2, 7, 0, 3]), 99)
    >>> stands = Stands.all_of(lay, "a" * 8 + "b" * 8 + "c" * 8)
    >>> files = Files(stands, [Claim(1, lambda: ["a.html"])])
    >>> files.add([Written("b.html", 16, changed=True, digest="d" * 8)])
    >>> len(files), files.bytes, files.changed, files.gone(), "a.html" in files, "c.html" in files
    (2, 21, ('b.html',), {'c.html'}, True, False)
    """

    def __init__(self, stands: Stands, claims: Sequence[Claim] = ()) -> None:
        self.stands, self.claims = stands, claims
        self.named: dict[str, Written] = {}

    def add(self, files: Iterable[Written]) -> None:
        """Name files."""
        self.named.update((file.path, file) for file in files)

    def paths(self) -> Iterator[str]:
        """Give the paths of all files."""
        return chain(self.named, _paths_of(self.claims))

    def every(self) -> list[Written]:
        """Name all files."""
        return [self.named.get(path) or self.stands[path] for path in self.paths()]

    def gone(self, later: Iterable[str] = ()) -> set[str]:
        """Give what the last build left and the site has no more; *later* files are yet to come."""
        stands = self.stands
        known = self.named.keys() & stands.keys()
        known.update(path for path in later if path in stands)
        if len(known) + self._n_claimed == len(stands):
            return set()
        return self._unclaimed - known

    @cached_property
    def _unclaimed(self) -> set[str]:
        """What the last build left, but for what was claimed, or named when this was asked first.

        A folder with as many files as are claimed or named there is passed over.
        """
        known = self.named.keys() & self.stands.keys()
        by_folder: defaultdict[str, list[Claim]] = defaultdict(list)
        for claim in self.claims:
            by_folder[claim.folder].append(claim)
        known.update(_paths_of(by_folder.pop("", [])))
        full: list[str] = []
        for folder, claims in by_folder.items():
            n_files = sum(claim.n_files for claim in claims)
            named = sum(path.startswith(folder) for path in known)
            if n_files + named == self.stands.count(folder):
                full.append(folder)
            else:
                known.update(_paths_of(claims))
        passed = tuple(full)
        return {path for path in self.stands if not path.startswith(passed)} - known

    @property
    def _n_claimed(self) -> int:
        return sum(claim.n_files for claim in self.claims)

    @cached_property
    def _gone(self) -> set[str]:
        return self.gone()

    def __len__(self) -> int:
        return len(self.named) + self._n_claimed

    def __contains__(self, path: object) -> bool:
        return path in self.named or (path in self.stands and path not in self._gone)

    @property
    def bytes(self) -> int:
        """How many they have together."""
        made = sum(file.size for file in self.named.values())
        if not self.claims:
            return made
        stands = self.stands
        sizes = stands.lay.sizes
        all_stand = len(stands) == len(stands.lay)
        every = sum(sizes if all_stand else map(sizes.__getitem__, stands.places.values()))
        places = map(stands.places.get, chain(self.named, self._gone))
        return made + every - sum(sizes[n] for n in places if n is not None)

    @property
    def changed(self) -> tuple[str, ...]:
        """The paths of those with other bytes, sorted."""
        return tuple(sorted(path for path, file in self.named.items() if file.changed))

    def over(self, lay: Lay) -> set[str]:
        """Give the paths of what lies there and is not of the site."""
        stands = self.stands
        if len(lay) == len(stands):
            return set(self._gone)
        return {*lay.names} - stands.keys() - self.named.keys() | self._gone
