"""How do batches hand on what is too big to hold: blobs in a file, found again by their place?"""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from sitegen.compact import compact


@compact
@dataclass(frozen=True, slots=True)
class Blob:
    """Where a spilled value lies."""

    path: str
    offset: int
    length: int


class SpillWriter:
    """Appends values to one file of the work folder; of one process, for one batch."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: BinaryIO = path.open("wb")
        self._offset = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def put_bytes(self, content: bytes) -> Blob:
        """Append *content* and say where it lies."""
        blob = Blob(str(self.path), self._offset, len(content))
        self._file.write(content)
        self._offset += len(content)
        return blob

    def put_known(self, value: Any) -> tuple[Blob, bytes]:
        """Append a picklable value; say where it lies, and what it is known by again."""
        pickled = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
        return self.put_bytes(pickled), blake2b(pickled, digest_size=8).digest()

    def put(self, value: Any) -> Blob:
        """Append a picklable value and say where it lies."""
        return self.put_bytes(pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL))


class SpillReader:
    """Reads blobs back; keeps its files open while it lives."""

    def __init__(self) -> None:
        self._files: dict[str, BinaryIO] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for file in self._files.values():
            file.close()

    def bytes_of(self, blob: Blob) -> bytes:
        """Read a blob's bytes."""
        file = self._files.get(blob.path)
        if file is None:
            file = self._files[blob.path] = Path(blob.path).open("rb")  # noqa: SIM115
        file.seek(blob.offset)
        return file.read(blob.length)

    def get(self, blob: Blob) -> Any:
        """Read a value back; only files of this build's own work folder are ever read."""
        return pickle.loads(self.bytes_of(blob))  # noqa: S301
