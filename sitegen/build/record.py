"""What did the last build of this site read, and what did it leave in the output folder?"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from operator import itemgetter
from pathlib import Path

from sitegen.build.look import LATELY, Look, Seen, changed_since, digest_of_file, look_at
from sitegen.build.options import Options
from sitegen.build.publish import Written
from sitegen.build.report import Report
from sitegen.export.offline import short

Settled = tuple[object, ...]  # of options: what the bytes of a site depend on


@dataclass(frozen=True, slots=True)
class Record:
    """A build that went well: the archive as it was read, the site as it was left."""

    inputs: Look
    theme: bytes
    options: Settled
    outputs: Look
    digests: Mapping[str, str]  # of the outputs, as Written has them
    report: Report

    def is_late(self) -> bool:
        """Say whether a file was changed so lately then that only its bytes are proof."""
        return bool(self.inputs.digests) or any(map(self.outputs.is_late, self.outputs.files))

    def __reduce__(self) -> tuple[object, ...]:
        """Hand on the digests as one text, for there is one for each file."""
        digests = "".join(map(self.digests.__getitem__, self.outputs.files))
        return _unpacked, (
            self.inputs, self.theme, self.options, self.outputs, digests, self.report,
        )  # fmt: skip


def _unpacked(
    inputs: Look, theme: bytes, options: Settled, outputs: Look, digests: str, report: Report
) -> Record:
    size = len(digests) // max(1, len(outputs.files))
    parted = (digests[at : at + size] for at in range(0, len(digests), size or 1))
    found = dict(zip(outputs.files, parted, strict=True))
    return Record(inputs, theme, options, outputs, found, report)


def name_of(output: Path) -> str:
    """Name the record of a site in the cache."""
    return f"site/{hashlib.sha256(str(output.resolve()).encode()).hexdigest()[:16]}"


def settled(options: Options) -> Settled:
    """Give of the options what the bytes of a site depend on."""
    return (options.drafts, options.explain, options.access)


def look_at_archive(archive: Path, output: Path) -> Look:
    """Look at an archive; a site inside it is none of it."""
    root, site = os.path.realpath(archive), os.path.realpath(output)
    inside = os.path.relpath(site, root).replace(os.sep, "/") if site.startswith(root) else ""
    return look_at(archive, but=frozenset([inside]))


def changed_inputs(record: Record, now: Look, archive: Path) -> set[str]:
    """Name the files of the archive that are not sure to be as they were read."""
    known = now.digests

    def digest(path: str) -> bytes:
        return known[path] if path in known else digest_of_file(f"{archive}/{path}")

    return changed_since(record.inputs, now, digest)


def standing(record: Record, output: Path, now: Look) -> dict[str, Written]:
    """Give the files of the site that stand as the last build left them."""
    left, digests = record.outputs.files, record.digests
    least = record.outputs.at - LATELY
    if now.files == left:  # as it mostly is
        same = list(left)
    else:
        same = [path for path, seen in now.files.items() if left.get(path) == seen]
    late = {path for path, (_, changed, _) in left.items() if changed >= least}
    other = {path for path in late.intersection(same) if _is_other(output, path, digests)}
    if other:
        same = [path for path in same if path not in other]
    sizes = map(itemgetter(0), map(left.__getitem__, same))
    files = zip(same, sizes, repeat(False), map(digests.__getitem__, same))  # noqa: FBT003
    return dict(zip(same, map(partial(tuple.__new__, Written), files), strict=True))


def _is_other(output: Path, path: str, digests: Mapping[str, str]) -> bool:
    return _short_digest(output, path) != digests[path]


def _short_digest(output: Path, path: str) -> str:
    try:
        return short(hashlib.sha256((output / path).read_bytes()).digest())
    except OSError:
        return ""


def left_by(output: Path, written: Iterable[Written], before: Look | None) -> Look:
    """Look at the files of a site just published; *before*: a look just before, where there was."""
    at = time.time_ns()
    known = before.files if before else {}
    found = {}
    for file in written:
        seen = None if file.changed else known.get(file.path)
        if seen is None:
            stat = os.stat(f"{output}/{file.path}")  # noqa: PTH116 - hot
            seen = Seen(stat.st_size, stat.st_mtime_ns, stat.st_ino)
        found[file.path] = seen
    return Look(found, at)
