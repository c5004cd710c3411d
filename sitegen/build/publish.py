"""How do finished files reach the output folder, so that readers never meet half a site?

Files are written aside, in a folder beside the output, by whoever makes them, and only where
their bytes differ from what stands there. When everything is made, they are renamed into their
places and stale files go. A build that fails or is killed before that leaves the site as it was.
"""

from __future__ import annotations

import contextlib
import errno
import filecmp
import hashlib
import os
import shutil
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from stat import S_ISREG
from typing import NamedTuple

from sitegen.errors import CorpusError, Place, Problem
from sitegen.export.offline import digest_of, short
from sitegen.index.format import rename

MARK = ".sitegen"  # at the site's root: this folder is ours to rewrite
MARK_TEXT = b"sitegen 1\n"
TWINS = (".gz", ".br")  # what `sitegen compress` puts beside files
_FLAT = ".waiting"  # in the folder of a site that stands already
_TOGETHER = 1 << 16  # bytes that are written at once
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


class Written(NamedTuple):
    """One file of the site: its path, its size, whether its bytes are new, their digest."""

    path: str
    size: int
    changed: bool
    digest: str


def stage_of(output: Path) -> Path:
    """Name the folder beside *output* in which files wait."""
    return output.parent / f".{output.name}.sitegen-new"


def check_output(output: Path, archive: Path) -> None:
    """Refuse an output folder that is not ours, or that holds the archive.

    Raises CorpusError.
    """
    place = Place(str(output))
    inside = archive.resolve().is_relative_to(output.resolve())
    if inside or output.resolve() in {Path.home().resolve(), Path(output.anchor).resolve()}:
        raise CorpusError(
            [
                Problem(
                    place,
                    "the output folder holds the archive itself or a whole disk",
                    "a build removes files of the output folder that it did not make",
                    "name another folder with -o, such as public",
                )
            ]
        )
    if output.is_file():
        raise CorpusError([Problem(place, "the output is a file", fix="name a folder with -o")])
    if output.is_symlink() and not output.exists():
        what, fix = "the output is a link that leads nowhere", "make the folder that it leads to"
        raise CorpusError([Problem(place, what, fix=fix)])
    if output.is_dir() and any(output.iterdir()) and not (output / MARK).is_file():
        raise CorpusError(
            [
                Problem(
                    place,
                    "the output folder is not empty and not a site of ours",
                    f"it has no file '{MARK}', and a build removes what it did not make",
                    "name another folder with -o, or empty this one",
                )
            ]
        )


def waiting(stage: str, path: str) -> str:
    """Name the file that waits for *path*: in one of sixteen folders, for theirs may be many.

    In a single one processes would wait for each other at every file, each turning on its core.
    """
    name = hashlib.sha256(path.encode()).hexdigest()[:32]
    return f"{stage}/{_FLAT}/{name[0]}/{name[1:]}"


class Stage:
    """Takes the files of a site, in any process; keeps only what differs from the output."""

    def __init__(self, output: Path) -> None:
        self.output = str(output)
        self.folder = str(stage_of(output))
        self._made: set[str] = set()
        self._plain: dict[str, bool] = {}  # whether folders of the output are no links
        self._is_first = not output.is_dir()  # then nothing stands there that could be the same

    def clear(self) -> None:
        """Remove what an earlier build left waiting."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def content_of(self, path: str) -> bytes:
        """Give a file of the index (below ``search/``, no ending) as it stands."""
        with open(f"{self.output}/search/{path}.js", "rb", buffering=0) as file:  # noqa: PTH123
            return file.read()

    def standing(self, path: str) -> bytes:
        """Give a file as it stands."""
        with open(f"{self.output}/{path}", "rb") as file:  # noqa: PTH123
            return file.read()

    def renamed(self, path: str, numbering: str) -> Written:
        """Give a file of the index that stands another name of its numbering."""
        with open(f"{self.output}/{path}", "rb") as file:  # noqa: PTH123
            content = rename(file.read(), numbering)
        _put(self._target(path), content)
        return Written(path, len(content), changed=True, digest=digest_of(content))

    def write(self, path: str, content: bytes, standing: bytes | None = None) -> Written:
        """Put *content* in waiting for *path* (posix, relative), unless it stands there already.

        What is *standing* there is read, unless it was.
        """
        if standing is None:
            same = self._is_there(path) and _same(f"{self.output}/{path}", content)
        else:
            same = standing == content
        if not same:
            _put(self._target(path), content)
        return Written(path, len(content), not same, digest_of(content))

    def write_chunks(
        self, path: str, chunks: Iterable[bytes], digest: hashlib._Hash | None = None
    ) -> Written:
        """Do the same for content too big to hold; *digest*, a SHA-256, is brought up to date."""
        target = self._target(path)
        size = 0
        digest = digest or hashlib.sha256()
        with open(target, "wb", buffering=_TOGETHER) as file:  # noqa: PTH123
            for chunk in chunks:
                size += file.write(chunk)
                digest.update(chunk)
        existing = f"{self.output}/{path}"
        same = (
            self._is_there(path)
            and _is_file(existing)
            and filecmp.cmp(target, existing, shallow=False)
        )
        if same:
            os.unlink(target)  # noqa: PTH108
        return Written(path, size, not same, short(digest.digest()))

    def copy(self, path: str, source: Path) -> Written:
        """Put a copy of the file *source* in waiting for *path*."""
        with source.open("rb") as file:
            return self.write_chunks(path, iter(lambda: file.read(1 << 20), b""))

    def _is_there(self, path: str) -> bool:
        """Say whether a file may stand at *path*: what lies behind a link is none of the site."""
        folder = path.rpartition("/")[0]
        plain = self._plain.get(folder)
        if plain is None:
            above = [folder, *map(str, PurePosixPath(folder).parents)] if folder else []
            links = (os.path.islink(f"{self.output}/{one}") for one in above if one != ".")  # noqa: PTH114
            plain = self._plain[folder] = not self._is_first and not any(links)
        return plain

    def _target(self, path: str) -> str:
        target = f"{self.folder}/{path}" if self._is_first else waiting(self.folder, path)
        parent = target.rpartition("/")[0]
        if parent not in self._made:
            os.makedirs(parent, exist_ok=True)  # noqa: PTH103 - hot: a thousand files a second
            self._made.add(parent)
        return target


def _put(path: str, content: bytes) -> None:
    """Write a file without a buffer: a site has more files than anything else."""
    file = os.open(path, _NEW_FILE, 0o666)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(file, left) :]
    finally:
        os.close(file)


def _is_file(path: str) -> bool:
    """Say whether a file lies there, and no link to one."""
    return os.path.isfile(path) and not os.path.islink(path)  # noqa: PTH113, PTH114


def _same(path: str, content: bytes) -> bool:
    try:
        stat = os.lstat(path)
        if stat.st_size != len(content) or not S_ISREG(stat.st_mode):
            return False
        with open(path, "rb") as file:  # noqa: PTH123
            return file.read() == content
    except OSError:
        return False


@dataclass(frozen=True, slots=True)
class Changes:
    """What publishing did to the output folder; paths sorted."""

    changed: tuple[str, ...]
    removed: tuple[str, ...]


CHANGES = "changes.tsv"


def tell(private: Path, changes: Changes) -> None:
    """Write beside the cache what a build changed and removed, for whoever sends the site on.

    A line for each file: ``changed`` or ``removed``, a tab, its path in the site.
    """
    lines = [f"changed\t{path}\n" for path in changes.changed]
    lines += [f"removed\t{path}\n" for path in changes.removed]
    new = private / f"{CHANGES}.new"
    new.write_text("".join(lines), encoding="utf-8", newline="\n")
    new.replace(private / CHANGES)


def publish(
    output: Path, changed: tuple[str, ...], keep: Container[str], over: Iterable[str] | None
) -> Changes:
    """Rename what waits into its place, then remove what the site no longer has.

    *changed* has the paths that wait, sorted, *keep* those of all files, *over* those that lie in
    the output folder and are none of them; where nobody knows what is over, all that lies there is
    looked at. Where there is no site yet, the whole folder takes its place at once, for files wait
    in it as they are to lie.
    """
    stage = stage_of(output)
    if _take_place(stage, output):
        return Changes(changed, ())
    _rename_each(stage, output, changed)
    new = frozenset(changed)

    def is_over(path: str) -> bool:  # what is compressed beside a file that stands is as that is
        of = twin_of(path)
        return not of or of in new or of not in keep

    if over is None:
        removed = _sweep(output, lambda path: path not in keep and is_over(path))
    else:
        removed = _remove(output, filter(is_over, over))
    shutil.rmtree(stage, ignore_errors=True)
    return Changes(changed, removed)


def _take_place(stage: Path, output: Path) -> bool:
    """Make the folder of what waits the output, where there is none; say whether it is."""
    if os.path.lexists(output) or not stage.is_dir() or (stage / _FLAT).is_dir():
        return False
    try:
        stage.rename(output)
    except OSError:
        return False
    return True


def _rename_each(stage: Path, output: Path, changed: Sequence[str]) -> None:
    output.mkdir(parents=True, exist_ok=True)
    is_flat = (stage / _FLAT).is_dir()
    for folder in sorted({path.rpartition("/")[0] for path in changed}):
        _make_folder(output, folder)
    for path in changed:
        target = f"{output}/{path}"
        waits = waiting(str(stage), path) if is_flat else f"{stage}/{path}"
        try:
            os.replace(waits, target)  # noqa: PTH105 - hot
        except OSError:
            if not os.path.isdir(target) or os.path.islink(target):  # noqa: PTH112, PTH114
                raise
            shutil.rmtree(target)
            os.replace(waits, target)  # noqa: PTH105


def _make_folder(output: Path, folder: str) -> None:
    here = output
    for part in PurePosixPath(folder).parts:
        here = here / part
        if here.is_file() or here.is_symlink():
            here.unlink()
    here.mkdir(parents=True, exist_ok=True)


def twin_of(path: str) -> str:
    """Name the file that *path* is the compressed twin of; the empty string for others.

    >>> twin_of("d/a-1.html.gz"), twin_of("d/a-1.html")
    ('d/a-1.html', '')
    """
    return path[: -len(TWINS[0])] if path.endswith(TWINS) else ""


def _sweep(output: Path, is_over: Callable[[str], bool]) -> tuple[str, ...]:
    removed = []
    root = str(output)
    for folder, folders, names in os.walk(root, topdown=False):
        relative = os.path.relpath(folder, root).replace(os.sep, "/")
        prefix = "" if relative == "." else relative + "/"
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]  # noqa: PTH114, PTH118
        for name in sorted([*names, *links]):
            path = prefix + name
            if is_over(path):
                os.unlink(os.path.join(folder, name))  # noqa: PTH108, PTH118
                removed.append(path)
        if prefix and not os.listdir(folder):  # noqa: PTH208
            os.rmdir(folder)  # noqa: PTH106
    return tuple(sorted(removed))


def _remove(output: Path, paths: Iterable[str]) -> tuple[str, ...]:
    removed = []
    for path in sorted(paths):
        over = output / path
        if over.is_dir() and not over.is_symlink():  # it took the place of a link
            continue
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):  # a folder took its place
            over.unlink()
            removed.append(path)
        for folder in (output / path).parents:
            if folder == output or not folder.is_dir() or any(folder.iterdir()):
                break
            folder.rmdir()
    return tuple(removed)


def _is_closed(path: object) -> bool:
    """Say whether a file is there and may not be read."""
    return isinstance(path, str) and os.path.isfile(path) and not os.access(path, os.R_OK)  # noqa: PTH113


def explain_os_error(error: OSError, output: Path) -> CorpusError | None:
    """Say what a full disk, a forbidden folder or file means; None for other errors."""
    place = Place(str(error.filename or output))
    if error.errno in {errno.ENOSPC, getattr(errno, "EDQUOT", -1)}:
        return CorpusError(
            [
                Problem(
                    place,
                    "the disk is full",
                    "the new site is written beside the old one before it takes its place; "
                    "the old one is as it was",
                    "make room, or name an output folder on another disk with -o",
                )
            ]
        )
    if isinstance(error, FileNotFoundError) and error.filename:
        what, why = "this is not there", "it has gone while the build was at work"
        return CorpusError([Problem(place, what, why, "build again")])
    if isinstance(error, PermissionError) and _is_closed(error.filename):
        what, fix = "this cannot be read", "give your user the right to read it"
        return CorpusError([Problem(place, what, error.strerror or "", fix)])
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return CorpusError(
            [
                Problem(
                    place,
                    "this place cannot be written",
                    error.strerror or "",
                    "give it to your user, or name another folder with -o",
                )
            ]
        )
    return None
