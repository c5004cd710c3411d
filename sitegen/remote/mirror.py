"""How does an archive behind a URL become a folder that a build can read?

It is fetched once; later only what is other. The folder is a cache: deleting it loses nothing, and
what others put into it goes.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from sitegen.errors import CorpusError, Place, Problem
from sitegen.remote.store import Seen, Store

Progress = Callable[[str, int, int], None]
_PRIVATE = ".sitegen"
_BATCH = 200  # files fetched between two words on the progress


@dataclass(frozen=True, slots=True)
class Mirrored:
    """What was done so that *folder* is as the archive behind the URL."""

    folder: Path
    fetched: int
    removed: int
    bytes: int


def mirror(url: str, folder: Path, progress: Progress) -> Mirrored:
    """Make *folder* hold the archive at *url*, as it is listed now.

    An object is fetched where the listing shows another state of it than when it was fetched; one
    that changes in between is therefore fetched again the next time. Files take their places when
    all are there: a failure leaves the folder as it was. Raises CorpusError.
    """
    store = Store(url)
    there = {p: s for p, s in store.seen().items() if p.split("/")[0] != _PRIVATE}
    _check(store, there)
    _claim(store, folder)
    states = folder / _PRIVATE / "mirror.json"
    known = _states_of(states)
    paths = sorted(p for p, seen in there.items() if not _stands(folder / p, seen, known.get(p)))
    waiting = folder / _PRIVATE / "fetched"
    shutil.rmtree(waiting, ignore_errors=True)
    for done, batch in _batches(paths):
        store.fetch(batch, [waiting / path for path in batch])
        progress("fetch", done, len(paths))
    gone = sorted(set(_files_of(folder)) - there.keys())
    states.unlink(missing_ok=True)  # killed from here on, all is fetched again
    for path in gone:
        _remove(folder, path)
    for path in paths:
        _take_place(waiting / path, folder, path)
    shutil.rmtree(waiting, ignore_errors=True)
    aside = states.with_suffix(".new")
    aside.write_text(json.dumps({p: seen.state for p, seen in there.items()}), encoding="utf-8")
    aside.replace(states)
    return Mirrored(folder, len(paths), len(gone), sum(there[path].size for path in paths))


def _claim(store: Store, folder: Path) -> None:
    mark = folder / _PRIVATE / "mirror-of"
    with contextlib.suppress(OSError):
        if mark.read_text(encoding="utf-8") == store.url:
            return
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CorpusError(
            [
                Problem(
                    Place(str(folder)),
                    f"this folder is not empty, and does not keep {store.url}",
                    "what an archive behind a URL does not have is removed from its folder here",
                    "name another folder with --mirror, or empty this one",
                )
            ]
        )
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text(store.url, encoding="utf-8")


def _files_of(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        relative = path.relative_to(folder)
        if relative.parts[0] != _PRIVATE and not path.is_dir():
            yield relative.as_posix()


def _check(store: Store, there: Mapping[str, Seen]) -> None:
    if "site.toml" not in there:
        raise store.problem(
            "there is no archive here",
            "an archive has a file 'site.toml' in its folder",
            "look at the address; or copy the archive there",
        )
    if strange := [path for path in there if not _is_plain(path)]:
        what = "its name cannot be that of a file"
        fix = "give the object another name"
        raise CorpusError(
            [Problem(Place(f"{store.url}/{path}"), what, fix=fix) for path in strange]
        )


def _is_plain(path: str) -> bool:
    parts = path.split("/")
    return not ({"", ".", ".."} & set(parts) or "\\" in path or "\0" in path or ":" in parts[0])


def _states_of(states: Path) -> dict[str, str]:
    with contextlib.suppress(OSError, ValueError):
        found = json.loads(states.read_text(encoding="utf-8"))
        if isinstance(found, dict):
            return {str(path): str(state) for path, state in found.items()}
    return {}


def _stands(path: Path, seen: Seen, known: str | None) -> bool:
    if known != seen.state:
        return False
    with contextlib.suppress(OSError):
        return path.stat().st_size == seen.size
    return False


def _batches(paths: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    for start in range(0, len(paths), _BATCH):
        batch = paths[start : start + _BATCH]
        yield start + len(batch), batch


def _take_place(source: Path, folder: Path, path: str) -> None:
    target = folder / path
    for parent in reversed(PurePosixPath(path).parents[:-1]):
        if (folder / parent).is_file():
            (folder / parent).unlink()
    if target.is_dir():
        shutil.rmtree(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)


def _remove(folder: Path, path: str) -> None:
    (folder / path).unlink(missing_ok=True)
    for parent in (folder / path).parents:
        if parent == folder or not parent.is_dir() or any(parent.iterdir()):
            break
        parent.rmdir()
