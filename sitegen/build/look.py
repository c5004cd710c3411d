"""Which files does a folder hold, and are they as they were?

A file is as it was when path, size, time of change (in nanoseconds) and inode are; unless it was
changed so shortly before it was looked at that a second change might show in none of them: then
its bytes are compared, as git does.
"""

from __future__ import annotations

import os
import time
from array import array
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

LATELY = 2_000_000_000  # nanoseconds


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


def look_at(
    root: Path, *, hidden: bool = False, but: Container[str] = (), digests: bool = True
) -> Look:
    """Look at every file below *root*, those of folders that links lead to included.

    *hidden* ones are those whose names begin with a full stop; *but* are paths to pass over.
    """
    at = time.time_ns()
    found: dict[str, Seen] = {}
    entered = {os.path.realpath(root)}
    pending = [""]
    while pending:
        folder = pending.pop()
        try:
            entries = list(os.scandir(f"{root}/{folder}"))
        except OSError:
            continue  # whoever needs it will say so
        for entry in entries:
            path = folder + entry.name
            if (entry.name[0] == "." and not hidden) or path in but:
                continue
            try:
                if entry.is_dir():
                    if not entry.is_symlink() or _is_new(entry.path, entered):
                        pending.append(f"{path}/")
                    continue
                stat = entry.stat()
            except OSError:
                stat = os.lstat(entry.path)  # a link that leads nowhere
            found[path] = Seen(stat.st_size, stat.st_mtime_ns, stat.st_ino)
    seen = Look(found, at)
    late = [path for path in found if seen.is_late(path)] if digests else []
    return Look(found, at, {path: digest_of_file(f"{root}/{path}") for path in late})


def _is_new(path: str, entered: set[str]) -> bool:
    real = os.path.realpath(path)
    if real in entered:
        return False
    entered.add(real)
    return True


def digest_of_file(path: str) -> bytes:
    """Hash a file's bytes; what cannot be read has no digest."""
    digest = blake2b(digest_size=16)
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    except OSError:
        return b""
    return digest.digest()


def changed_since(then: Look, now: Look, digest: Callable[[str], bytes]) -> set[str]:
    """Name the files that are new, gone, or not sure to be as they were.

    *digest* hashes a file as it is now; it is asked only of those changed lately *then*.
    """
    changed = {path for path, _ in then.files.items() ^ now.files.items()}
    late = (path for path in then.digests if path not in changed)
    changed.update(path for path in late if digest(path) != then.digests[path] or not digest(path))
    return changed
