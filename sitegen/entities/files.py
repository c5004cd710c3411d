"""Which authority files does an archive's folder hold, and what do they say?"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from sitegen.config import Site
from sitegen.content.encoding import decode
from sitegen.entities.authority import Authority, read_authority
from sitegen.entities.records import SUFFIXES
from sitegen.errors import Place, Problem

FOLDER = "entities"
_MOST = 2_000_000_000  # bytes of an opened archive: more is a fault, or an attack

AnyPath = Path  # so that pure modules can name it


def load_authority(root: Path, site: Site | None = None) -> tuple[Authority, tuple[Problem, ...]]:
    """Read ``entities/`` of an archive: every YAML, CSV and JSONL file, sorted by path."""
    problems: list[Problem] = []
    files = list(read_texts(root, problems))
    authority, more = read_authority(files, site)
    return authority, tuple(sorted({*problems, *more}))


def read_texts(root: Path, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    """Give (path in the archive, text) of every authority file; collect what is unreadable."""
    folder = root / FOLDER
    for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
        name = path.relative_to(root).as_posix()
        if path.suffix.lower() not in SUFFIXES or not path.is_file() or "/." in name:
            continue
        try:
            raw = path.read_bytes()
        except OSError as error:
            problems.append(_unreadable(name, error))
            continue
        decoded, faults = decode(raw, name)
        problems += faults
        if not faults:
            yield name, decoded.text


def read_sources(paths: Iterable[Path], problems: list[Problem]) -> Iterator[tuple[str, bytes]]:
    """Give (name without .gz, bytes) of sources; of a folder the files in it, sorted."""
    for path in paths:
        if not path.exists():
            what = f"there is no '{path.name}'"
            problems.append(Problem(Place(str(path)), what, fix="check the path"))
            continue
        inside = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for one in inside:
            try:
                raw = one.read_bytes()
                if one.suffix.lower() == ".gz":
                    with gzip.open(one) as opened:
                        raw = opened.read(_MOST)
                yield str(one)[: -len(one.suffix)] if one.suffix.lower() == ".gz" else str(one), raw
            except (OSError, EOFError, zlib.error) as error:
                problems.append(_unreadable(str(one), error))


def append_text(path: Path, text: str) -> None:
    """Write *text* at the end of a file, all or nothing: aside, then renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_bytes() if path.exists() else b""
    if before and not before.endswith(b"\n"):
        before += b"\n"
    aside = path.with_name(f".{path.name}.new")
    try:
        aside.write_bytes(before + text.encode())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def _unreadable(name: str, error: Exception) -> Problem:
    why = getattr(error, "strerror", None) or str(error)
    return Problem(Place(name), "cannot be read", why, "check the file and its rights")
