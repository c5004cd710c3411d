"""Which files does this archive hold, and what is in them?

The one module of the room that touches the disk. Paths are the archive's, with ``/``, sorted by
their bytes; dotfiles and the names below are none of ours.
"""

from __future__ import annotations

import filecmp
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sitegen.content.encoding import Decoded, decode
from sitegen.errors import Place, Problem, did_you_mean

RESERVED_FOLDERS = ("entities", "pages", "assets", "templates", "vendor")
RESERVED_FILES = ("site.toml", "collections.toml", "anchors.tsv", "imported.tsv")
KINDS = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".jsonl": "jsonl",
    ".csv": "csv",
    ".xml": "tei",
    ".xml.gz": "tei",
}
_SITE = ".sitegen"  # a file of this name marks a folder as a site, build/publish says
_IMPORTED = {".docx": "docx", ".html": "html", ".htm": "html", ".json": "json"}  # by its kind
_OF_WINDOWS = ("thumbs.db", "desktop.ini")  # which it puts anywhere
SIDECARS = (".yml", ".yaml", ".toml")
_MAX_UNPACKED = 1 << 30
Content = bytes | Path | Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Found:
    """A file of documents: its path in the archive, its kind, its size in bytes."""

    path: str
    kind: str
    size: int


def ending_of(name: str) -> str:
    """Give the ending that says a file's kind, the ``.gz`` with what is under it.

    >>> ending_of("i_1.TEIP5.xml.gz"), ending_of("رسالة.TXT")
    ('.xml.gz', '.txt')
    """
    lower = name.lower()
    if lower.endswith(".xml.gz"):
        return ".xml.gz"
    return os.path.splitext(lower)[1]  # noqa: PTH122 - a name, not a path


def walk(root: Path) -> tuple[list[Found], list[Problem]]:
    """List the archive's files of documents, and what cannot be one."""
    problems: list[Problem] = []
    if not root.is_dir():
        what = "there is no such folder" if not root.exists() else "this is no folder"
        return [], [Problem(Place(root.name), what, fix="name the folder of the archive")]
    real_root = os.path.realpath(root)
    files: list[Found] = []
    seen: set[str] = {real_root}
    pending = [""]
    while pending:
        folder = pending.pop()
        try:
            entries = list(os.scandir(root / folder))
        except OSError as error:
            problems.append(_unreadable(folder or root.name, error))
            continue
        if folder and any(entry.name == _SITE and entry.is_file() for entry in entries):
            continue  # a built site, put inside the archive
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if entry.name.startswith(".") or (not folder and _is_reserved(entry.name)):
                continue
            if entry.is_symlink():
                target = os.path.realpath(entry.path)
                if not _is_inside(target, real_root):
                    problems.append(_climbs(path))
                    continue
                if os.path.isdir(target):  # noqa: PTH112
                    if target in seen:
                        continue
                    seen.add(target)
            if entry.is_dir():
                pending.append(path)
            elif entry.is_file():
                _sort_file(path, entry, files, problems)
            else:
                problems.append(Problem(Place(path), "this is no file that can be read"))
    files.sort(key=lambda found: os.fsencode(found.path))
    return files, sorted(problems)


def _sort_file(
    path: str, entry: os.DirEntry[str], files: list[Found], problems: list[Problem]
) -> None:
    ending = ending_of(entry.name)
    kind = KINDS.get(ending)
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        shown = path.encode("utf-8", "replace").decode()
        problems.append(
            Problem(Place(shown), "the file's name is not UTF-8", fix="rename the file")
        )
        return
    if kind:
        files.append(Found(path, kind, entry.stat().st_size))
    elif entry.name.lower() in _OF_WINDOWS:
        return
    elif ending in _IMPORTED:
        what, why = "sitegen reads no such file", f"documents are {', '.join(sorted(KINDS))}"
        fix = f"take it out of the archive, then: sitegen import {_IMPORTED[ending]}"
        problems.append(Problem(Place(path), what, why, fix))
    elif ending not in SIDECARS:
        legal = sorted(KINDS)
        problems.append(
            Problem(
                Place(path),
                "sitegen reads no such file" if ending else "the file's name has no ending",
                f"documents are {', '.join(legal)}",
                did_you_mean(ending, legal, "move pictures and other files into assets/"),
            )
        )


def _is_reserved(name: str) -> bool:
    return name in RESERVED_FOLDERS or name in RESERVED_FILES or _is_about_the_archive(name)


def _is_about_the_archive(name: str) -> bool:
    """Say whether a file at the top is about the archive and not of it, as README and LICENSE."""
    stem = name.partition(".")[0].upper()
    return stem in (
        "README", "LICENSE", "LICENCE", "CHANGELOG", "COPYING", "CITATION", "MAKEFILE",
        "REQUIREMENTS",
    )  # fmt: skip


def _is_inside(target: str, root: str) -> bool:
    try:
        return os.path.commonpath([target, root]) == root
    except ValueError:  # another drive
        return False


def _climbs(path: str) -> Problem:
    return Problem(
        Place(path),
        "this link leads out of the archive",
        "an archive is one folder, whole wherever it is copied",
        "copy what it leads to into the archive",
    )


def _unreadable(path: str, error: OSError) -> Problem:
    fix = "give your user the right to read it" if isinstance(error, PermissionError) else ""
    return Problem(Place(path), "this cannot be read", error.strerror or str(error), fix)


def read_bytes(
    root: Path, path: str, start: int = 0, end: int | None = None, most: int = _MAX_UNPACKED
) -> tuple[bytes, list[Problem]]:
    """Read a file, or its bytes from *start* to *end*; what is gzipped is unpacked, to *most*."""
    try:
        with (root / path).open("rb") as file:
            file.seek(start)
            raw = file.read() if end is None else file.read(end - start)
    except OSError as error:
        return b"", [_unreadable(path, error)]
    return unpack(raw, path, most) if path.lower().endswith(".gz") else (raw, [])


def unpack(raw: bytes, path: str, most: int = _MAX_UNPACKED) -> tuple[bytes, list[Problem]]:
    """Unpack gzip, refusing what is broken or grows without measure."""
    found, left = b"", raw
    try:
        while True:  # a file may have several members
            decompressor = zlib.decompressobj(wbits=31)
            found += decompressor.decompress(left, most + 1 - len(found))
            if len(found) > most:
                what = f"this unpacks to more than {most >> 20:,} MB"
                return b"", [Problem(Place(path), what, fix="divide it")]
            if not decompressor.eof:
                what = "this gzip file is cut short"
                return b"", [Problem(Place(path), what, fix="fetch it anew")]
            left = decompressor.unused_data.lstrip(b"\0")  # tapes and disks pad
            if not left:
                return found, []
    except zlib.error as error:
        return b"", [Problem(Place(path), "this gzip file is broken", str(error), "fetch it anew")]


def read_text(root: Path, path: str) -> tuple[Decoded, list[Problem]]:
    """Read a file as text, in whatever encoding it is."""
    raw, problems = read_bytes(root, path)
    return (Decoded(""), problems) if problems else decode(raw, path)


def exists(root: Path, path: str) -> bool:
    """Say whether the archive holds *path*, letter by letter (a disk may not care for case)."""
    target = root / path
    try:
        if not target.is_file() or not _is_inside(os.path.realpath(target), os.path.realpath(root)):
            return False
        return target.name in os.listdir(target.parent)  # noqa: PTH208
    except (OSError, ValueError):
        return False


def names_in(root: Path, folder: str) -> list[str]:
    """List the paths of the files under *folder*, sorted; none where there is no such folder."""
    base = root / folder
    found = [
        path.relative_to(root).as_posix()
        for path in base.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(base).parts)
    ]
    return sorted(found, key=os.fsencode)


def _nobody(_stage: str, _done: int, _total: int) -> None:
    pass


def write_all(
    root: Path, contents: Mapping[str, Content], told: Callable[[str, int, int], None] = _nobody
) -> list[Problem]:
    """Write files, all or none: aside first, then renamed; what has its bytes already stays.

    A path stands for a copy of what lies there; what is given piece by piece is never whole in
    memory. Folders that were made for nothing go again.
    """
    aside: list[tuple[Path, Path]] = []
    made: list[Path] = []
    try:
        for n, path in enumerate(sorted(contents)):
            target = root / path
            _make_folder(target.parent, made)
            temporary = target.with_name(f".sitegen-import-{n}.part")
            aside.append((temporary, target))
            with temporary.open("wb") as file:
                file.writelines(_pieces(contents[path]))
            told("write", n + 1, len(contents))
        changed = [pair for pair in aside if not _has_bytes_of(*pair)]
        for temporary, target in changed:
            temporary.replace(target)
    except OSError as error:
        _clear(aside, made)
        where = Path(error.filename).name if error.filename else root.name
        why = error.strerror or str(error)
        return [Problem(Place(where), "this cannot be written", why, "nothing was imported")]
    except BaseException:
        _clear(aside, made)
        raise
    _clear(aside, made)
    return []


def _make_folder(folder: Path, made: list[Path]) -> None:
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for one in reversed(missing):
        one.mkdir()
        made.append(one)


def _pieces(content: Content) -> Iterable[bytes]:
    if isinstance(content, bytes):
        return [content]
    return _blocks(content) if isinstance(content, Path) else content


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from iter(lambda: file.read(1 << 20), b"")


def _has_bytes_of(temporary: Path, target: Path) -> bool:
    return target.is_file() and filecmp.cmp(temporary, target, shallow=False)


def _clear(aside: list[tuple[Path, Path]], made: list[Path]) -> None:
    for temporary, _ in aside:
        temporary.unlink(missing_ok=True)
    for folder in reversed(made):
        if not any(folder.iterdir()):
            folder.rmdir()


def sources_in(
    sources: Iterable[str | Path], endings: tuple[str, ...]
) -> tuple[list[tuple[Path, str]], list[Problem]]:
    """List the files that *sources* name, each with its path below the folder that was named."""
    found: list[tuple[Path, str]] = []
    problems = []
    for source in map(Path, sources):
        if source.is_dir():
            inner = [
                path
                for path in source.rglob("*")
                if path.is_file()
                and path.name.lower().endswith(endings)
                and not any(part.startswith(".") for part in path.relative_to(source).parts)
            ]
            inner.sort(key=os.fsencode)
            found += [(path, path.relative_to(source).as_posix()) for path in inner]
            if not inner:
                what = f"no file in this folder ends in {' or '.join(endings)}"
                problems.append(Problem(Place(source.name), what))
        elif source.is_file():
            found.append((source, source.name))
        else:
            problems.append(Problem(Place(str(source)), "there is no such file"))
    return found, problems


def read_packed(path: Path) -> bytes:
    """Read a file as it lies on the disk, gzip and all."""
    return path.read_bytes()
