"""Who else is building? One build at a time for an archive, and for an output folder."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from sitegen.build.load import no_folder
from sitegen.errors import CorpusError, Place, Problem


@contextlib.contextmanager
def only_build(archive: Path, output: Path, patience: float = 0) -> Iterator[None]:
    """Hold the locks of *archive* and *output*; they fall with the process, however it ends.

    Raises CorpusError where another build holds one of them after *patience* seconds, or where
    a file is in the way.
    """
    private = archive / ".sitegen"
    if private.is_file():
        raise CorpusError([no_folder(private.name)])
    private.mkdir(exist_ok=True)
    with _held(private / "lock", archive, patience), only_output(output, patience):
        yield


@contextlib.contextmanager
def only_output(output: Path, patience: float = 0) -> Iterator[None]:
    """Hold the lock of *output* alone.

    It lies in the system's temporary folder, so that no site has one in it.
    """
    name = hashlib.sha256(str(output.resolve()).encode()).hexdigest()[:16]
    with _held(Path(tempfile.gettempdir()) / f"sitegen-{name}.lock", output, patience):
        yield


@contextlib.contextmanager
def _held(path: Path, place: Path, patience: float) -> Iterator[None]:
    lock = FileLock(path)
    try:
        lock.acquire(timeout=patience)
    except Timeout:
        raise CorpusError(
            [
                Problem(
                    Place(str(place)),
                    "another build is at work here",
                    f"it holds {path}",
                    "wait for it to end, or stop it",
                )
            ]
        ) from None
    try:
        yield
    finally:
        lock.release()
