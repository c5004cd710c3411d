"""What did the last build of this site read, and what did it leave in the output folder?"""

from __future__ import annotations

import hashlib
import os
import time
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, repeat
from pathlib import Path

from sitegen.build.look import LATELY, Lay, Look, changed_since, digest_of_file, look_at, numbers_of
from sitegen.build.options import Options
from sitegen.build.publish import Written, twin_of
from sitegen.build.report import Report
from sitegen.export.offline import short

Settled = tuple[object, ...]  # of options: what the bytes of a site depend on


@dataclass(frozen=True, slots=True)
class Record:
    """A build that went well: the archive as it was read, the site as it was left."""

    inputs: Look
    theme: bytes
    options: Settled
    outputs: Lay
    digests: str  # of the outputs, as Written has them, one after another
    report: Report

    def is_late(self) -> bool:
        """Say whether a file was changed so lately then that only its bytes are proof."""
        return bool(self.inputs.digests) or self.outputs.newest >= self.outputs.at - LATELY

    def written(self) -> dict[str, Written]:
        """Give the outputs by their paths."""
        names = self.outputs.names
        width = len(self.digests) // max(1, len(names))
        digests = (self.digests[at : at + width] for at in range(0, len(self.digests), width or 1))
        rows = zip(names, self.outputs.sizes, repeat(False), digests)  # noqa: FBT003
        return dict(zip(names, map(partial(tuple.__new__, Written), rows), strict=True))

    def seen_again(self, inputs: Look, now: Lay) -> Record:
        """Give the record of the same files, as somebody has found them since."""
        known = self.written()
        digests = "".join(known[path].digest for path in now.names)
        return replace(self, inputs=inputs, outputs=now, digests=digests)


def name_of(output: Path) -> str:
    """Name the record of a site in the cache."""
    return f"site/{hashlib.sha256(str(output.resolve()).encode()).hexdigest()[:16]}"


def settled(options: Options) -> Settled:
    """Give of the options what the bytes of a site depend on."""
    return (options.drafts, options.explain, options.access)


def look_at_archive(archive: Path, output: Path, *, digests: bool = True) -> Look:
    """Look at an archive; a site inside it is none of it."""
    root, site = os.path.realpath(archive), os.path.realpath(output)
    inside = os.path.relpath(site, root).replace(os.sep, "/") if site.startswith(root) else ""
    return look_at(archive, but=frozenset([inside]), digests=digests)


def changed_inputs(record: Record, now: Look, archive: Path) -> set[str]:
    """Name the files of the archive that are not sure to be as they were read."""
    known = now.digests

    def digest(path: str) -> bytes:
        return known[path] if path in known else digest_of_file(f"{archive}/{path}")

    return changed_since(record.inputs, now, digest)


def standing(record: Record, output: Path, now: Lay) -> dict[str, Written]:
    """Give the files of the site that stand as the last build left them."""
    left, stands = record.outputs, record.written()
    if not now.is_same(left):
        as_left, found = left.files, now.files
        stands = {path: one for path, one in stands.items() if found.get(path) == as_left[path]}
    for path in left.changed_since(left.at - LATELY):
        if path in stands and _is_other(output, stands[path]):
            del stands[path]
    return stands


def all_stand(record: Record, output: Path, now: Lay) -> Lay | None:
    """Give the files of the site, where they are what the last build left and nothing else is.

    What others have compressed beside a file is passed over.
    """
    left = record.outputs
    if not now.is_same(left):
        found, as_left = now.files, left.files
        twins = [path for path in found if path not in as_left and twin_of(path) in as_left]
        for path in twins:
            del found[path]
        if found != as_left:
            return None
        now = Lay.of(found, now.at)
    late = left.changed_since(left.at - LATELY)
    if late:
        known = record.written()
        if any(_is_other(output, known[path]) for path in late):
            return None
    return now


def _is_other(output: Path, file: Written) -> bool:
    return _short_digest(output, file.path) != file.digest


def _short_digest(output: Path, path: str) -> str:
    try:
        return short(hashlib.sha256((output / path).read_bytes()).digest())
    except OSError:
        return ""


def left_by(output: Path, written: Iterable[Written], before: Lay | None) -> tuple[Lay, str]:
    """Say how the files of a site just published lie there, and their digests.

    *before* is a look just before that, where there was one: what was written is put into it, so
    that the next look mostly finds the same order.
    """
    at = time.time_ns()
    by_path = {file.path: file for file in written}
    names = before.names if before else []
    there = list(map(by_path.pop, names, repeat(None)))
    numbers = array("q", before.numbers if before else ())
    if None in there:
        still = [n for n, file in enumerate(there) if file is not None]
        numbers = array("q", chain.from_iterable(numbers[3 * n : 3 * n + 3] for n in still))
    kept = [file for file in there if file is not None]
    for n, file in enumerate(kept):
        if file.changed:
            numbers[3 * n : 3 * n + 3] = array("q", _numbers_of(output, file))
    for file in by_path.values():
        numbers.extend(_numbers_of(output, file))
        kept.append(file)
    paths = "".join(f"{file.path}\0" for file in kept)
    return Lay(paths, numbers, at), "".join(file.digest for file in kept)


def _numbers_of(output: Path, file: Written) -> tuple[int, int, int]:
    return numbers_of(os.stat(f"{output}/{file.path}"))  # noqa: PTH116 - hot
