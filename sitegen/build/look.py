"""Which files does a folder hold, and are they as they were?

A file is as it was when path, size, time of change (in nanoseconds) and inode are; unless it was
changed so shortly before it was looked at that a second change might show in none of them: then
its bytes are compared, as git does. Of a file of the archive the time is the system's own, which
nobody sets back; of one of the site its content's, so that a copy of the site stands as it is.
"""

from __future__ import annotations

import os
import time
from array import array
from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from itertools import chain
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

LATELY = 2_000_000_000  # nanoseconds
_DIGEST = 16
_INODE = (1 << 63) - 1  # some file systems use the bit above, too
_OWN_TIME = "st_mtime_ns" if os.name == "nt" else "st_ctime_ns"


class Seen(NamedTuple):
    """What the file system says of a file."""

    size: int
    changed: int  # nanoseconds
    inode: int


@dataclass(frozen=True, slots=True)
class Look:
    """The files of a folder by path (with ``/``), when they were looked at; digests of some."""

    files: Mapping[str, Seen]
    at: int
    digests: Mapping[str, bytes] = field(default_factory=dict)  # of those changed just before

    def __reduce__(self) -> tuple[object, ...]:
        """Hand on columns: an archive has a hundred thousand files."""
        columns = [
            array("q", column).tobytes() for column in zip(*self.files.values(), strict=True)
        ]
        return _unpacked, ("\0".join(self.files), columns, self.at, self.digests)

    def is_late(self, path: str) -> bool:
        """Say whether a file was changed so lately that only its bytes are proof."""
        return self.files[path].changed >= self.at - LATELY


def _unpacked(paths: str, columns: list[bytes], at: int, digests: Mapping[str, bytes]) -> Look:
    numbers: list[array[int]] = []
    for column in columns:
        numbers.append(array("q"))
        numbers[-1].frombytes(column)
    seen = map(partial(tuple.__new__, Seen), zip(*numbers, strict=True))
    files = dict(zip(paths.split("\0"), seen, strict=True)) if columns else {}
    return Look(files, at, digests)


@dataclass(frozen=True, slots=True)
class Lay:
    """The files of a site, in columns: it has more of them than an archive.

    Of each file *paths* has its path and a zero byte, *numbers* what the file system says of it.
    Two of them are mostly equal, and to see that takes no object a file.

    >>> lay = Lay.of({"d/a-1.html": Seen(5, 10, 7), "قائمة.html": Seen(6, 20, 8)}, 99)
    >>> lay.names, lay.newest, lay.is_same(Lay(lay.paths, array("q", lay.numbers), 100))
    (['d/a-1.html', 'قائمة.html'], 20, True)
    """

    paths: str
    numbers: array[int]
    at: int

    @classmethod
    def of(cls, files: Mapping[str, Seen], at: int) -> Lay:
        """Put files in columns."""
        numbers = array("q", chain.from_iterable(files.values()))
        return cls("".join(f"{path}\0" for path in files), numbers, at)

    @property
    def names(self) -> list[str]:
        """Their paths."""
        return self.paths.split("\0")[:-1]

    @property
    def files(self) -> dict[str, Seen]:
        """What the file system said of each."""
        return dict(zip(self.names, _seen(self.numbers), strict=True))

    @property
    def sizes(self) -> array[int]:
        """Their sizes."""
        return self.numbers[0::3]

    @property
    def newest(self) -> int:
        """When the last of them was changed."""
        return max(self.numbers[1::3], default=0)

    def __len__(self) -> int:
        """Give the number of files."""
        return len(self.numbers) // 3

    def is_same(self, other: Lay) -> bool:
        """Say whether the same files lie there, in the order in which they were found."""
        return self.paths == other.paths and self.numbers == other.numbers

    def changed_since(self, moment: int) -> list[str]:
        """Name those that were changed at *moment* or later."""
        if self.newest < moment:
            return []
        changed = zip(self.names, self.numbers[1::3], strict=True)
        return [path for path, when in changed if when >= moment]


def numbers_of(stat: os.stat_result) -> tuple[int, int, int]:
    """Give what a file of a site is known by: size, time of change, inode."""
    return stat.st_size, stat.st_mtime_ns, stat.st_ino & _INODE


def numbers_of_own(stat: os.stat_result) -> tuple[int, int, int]:
    """Give what a file of an archive is known by: size, the system's time of change, inode."""
    return stat.st_size, getattr(stat, _OWN_TIME), stat.st_ino & _INODE


def _seen(numbers: array[int]) -> Iterator[Seen]:
    columns = (numbers[n::3] for n in range(3))
    return map(partial(tuple.__new__, Seen), zip(*columns, strict=True))


def look_at(root: Path, *, but: Container[str] = (), digests: bool = True) -> Look:
    """Look at every file below *root*, those of folders that links lead to included.

    Files and folders whose names begin with a full stop are none, nor are the paths *but*.
    """
    at = time.time_ns()
    names, numbers = _walked(root, hidden=False, but=but)
    found = dict(zip(names, _seen(numbers), strict=True))
    seen = Look(found, at)
    late = [path for path in found if seen.is_late(path)] if digests else []
    return Look(found, at, {path: digest_of_file(f"{root}/{path}") for path in late})


def look_over(site: Path) -> Lay:
    """Look at every file of a site, hidden ones too; a link is a file, wherever it leads."""
    at = time.time_ns()
    names, numbers = _walked(site, hidden=True, but=())
    return Lay("\0".join([*names, ""]), numbers, at)


def _walked(root: Path, *, hidden: bool, but: Container[str]) -> tuple[list[str], array[int]]:
    """Find files: their paths, and three numbers of each."""
    told = numbers_of if hidden else numbers_of_own
    names: list[str] = []
    numbers: list[int] = []
    entered = {os.path.realpath(root)}
    pending = [""]
    while pending:
        folder = pending.pop()
        with _entries(f"{root}/{folder}") as entries:
            for entry in entries:
                path = folder + entry.name
                if (path in but) or (not hidden and entry.name[0] == "."):
                    continue
                try:
                    if entry.is_dir(follow_symlinks=not hidden):
                        if not entry.is_symlink() or _is_new(f"{root}/{path}", entered):
                            pending.append(f"{path}/")
                        continue
                    stat = entry.stat(follow_symlinks=not hidden)
                except OSError:
                    stat = os.lstat(f"{root}/{path}")  # a link that leads nowhere
                names.append(path)
                numbers += told(stat)
    return names, array("q", numbers)


@contextmanager
def _entries(folder: str) -> Iterator[list[os.DirEntry[str]]]:
    """Give what lies in a folder; nothing of one that cannot be read: who needs it will say so.

    Where the system can, each entry is asked from within the folder: its path is not walked again.
    """
    found: list[os.DirEntry[str]] = []
    opened = -1
    try:
        with suppress(OSError):
            if os.scandir in os.supports_fd:
                opened = os.open(folder, os.O_RDONLY)
            with os.scandir(folder if opened < 0 else opened) as entries:
                found = list(entries)
        yield found
    finally:
        if opened >= 0:
            os.close(opened)


def _is_new(path: str, entered: set[str]) -> bool:
    real = os.path.realpath(path)
    if real in entered:
        return False
    entered.add(real)
    return True


def digest_of_file(path: str) -> bytes:
    """Hash a file's bytes; what cannot be read, or is no file (a pipe), has no digest."""
    digest = sha256()  # of which processors know more than of BLAKE2
    try:
        if not S_ISREG(os.stat(path).st_mode):  # noqa: PTH116
            return b""
        with open(path, "rb") as file:  # noqa: PTH123
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    except OSError:
        return b""
    return digest.digest()[:_DIGEST]


def changed_since(then: Look, now: Look, digest: Callable[[str], bytes]) -> set[str]:
    """Name the files that are new, gone, or not sure to be as they were.

    *digest* hashes a file as it is now; it is asked only of those changed lately *then*.
    """
    changed = {path for path, _ in then.files.items() ^ now.files.items()}
    late = (path for path in then.digests if path not in changed)
    changed.update(path for path in late if digest(path) != then.digests[path] or not digest(path))
    return changed
