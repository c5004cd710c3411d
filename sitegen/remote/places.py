"""Where on this disk does a build read, and write, what a URL names?"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sitegen.build.lock import only_output
from sitegen.errors import CorpusError, Place, Problem
from sitegen.remote.urls import folder_of, is_url, local_path, shown

Progress = Callable[[str, int, int], None]


@contextmanager
def archive_here(
    place: str, folder: Path | None, progress: Progress, *, is_shared: bool = False
) -> Iterator[Path]:
    """Give the folder of an archive; one behind a URL is fetched into *folder*, and held.

    Without a *folder* it is kept with this user's caches. Where others read it too (*is_shared*)
    somebody must say where: they must see it under the same path. Raises CorpusError.
    """
    if not is_url(place):
        yield local_path(place)
        return
    if is_shared and folder is None:
        raise CorpusError([_nowhere(place)])
    from sitegen.remote.mirror import mirror  # noqa: PLC0415 - few need it

    folder = folder or _cache_folder() / "sitegen" / "archives" / folder_of(place)
    with only_output(folder):
        mirror(place, folder, progress)
        yield folder


def _nowhere(url: str) -> Problem:
    return Problem(
        Place(shown(url)),
        "the cluster's workers do not know where to read this archive",
        "it is fetched once, into a folder that all of them see",
        "name one on a shared file system: --mirror FOLDER",
    )


def site_here(root: Path, output: str) -> Path:
    """Give the folder into which the site of the archive *root* is built.

    A site that is sent to a URL is kept in the archive's ``.sitegen``, so that the next build, and
    the next sending, do only what is new.

    >>> site_here(Path("archive"), "s3://bucket/site").as_posix()
    'archive/.sitegen/sites/s3-bucket-site-e9f7cb89'
    >>> site_here(Path("archive"), "public").as_posix()
    'public'
    """
    if not is_url(output):
        return local_path(output)
    return root / ".sitegen" / "sites" / folder_of(output)


def _cache_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
