"""What did the last build of this site read, and what did it leave in the output folder?"""

from __future__ import annotations

import hashlib
import os
import time
from array import array
from dataclasses import dataclass, replace
from itertools import compress, repeat
from pathlib import Path

from sitegen.build.files import NOTHING, WIDTH, Files, Stands
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

    def written(self) -> Stands:
        """Give the outputs by their paths."""
        return Stands.all_of(self.outputs, self.digests)

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


def standing(record: Record, output: Path, now: Lay) -> Stands:
    """Give the files of the site that stand as the last build left them, in the order of *now*."""
    left = record.outputs
    stands = record.written() if now.is_same(left) else _found(record, now)
    for path in left.changed_since(left.at - LATELY):
        if path in stands and _is_other(output, stands[path]):
            stands.drop(path)
    return stands


def _found(record: Record, now: Lay) -> Stands:
    """Find the files again that were left, wherever they stand in the columns of a look."""
    import numpy as np  # noqa: PLC0415 - where nothing has changed nobody needs it

    was, names = record.written(), now.names
    if not len(was):
        return NOTHING
    places = np.fromiter(map(was.places.get, names, repeat(-1)), np.int64, len(names))
    left, here = (
        np.frombuffer(one.numbers, np.int64).reshape(-1, 3) for one in (record.outputs, now)
    )
    stand = (places >= 0) & (left[places] == here).all(axis=1)
    digests = np.frombuffer(record.digests.encode(), f"S{WIDTH}")[places]
    found = dict(zip(compress(names, stand), np.flatnonzero(stand).tolist(), strict=True))
    return Stands(found, now, digests.tobytes().decode())


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


def left_by(output: Path, files: Files) -> tuple[Lay, str]:
    """Say how the files of a site just published lie there, and their digests.

    What was written is put into the look before that, where there was one, so that the next look
    mostly finds the same order.
    """
    at = time.time_ns()
    stands = files.stands
    lay, places = stands.lay, stands.places
    numbers, digests = array("q", lay.numbers), bytearray(stands.digests.encode())
    new = []
    for path, file in files.named.items():
        n = places.get(path)
        if n is None:
            new.append(file)
        elif file.changed:
            numbers[3 * n : 3 * n + 3] = array("q", _numbers_of(output, file))
            digests[WIDTH * n : WIDTH * n + WIDTH] = file.digest.encode()
    gone = files.gone()
    paths = lay.paths
    if gone or len(places) < len(lay):
        paths, numbers, digests = _without(stands, gone, numbers, digests)
    for file in new:
        numbers.extend(_numbers_of(output, file))
    paths += "".join(f"{file.path}\0" for file in new)
    return Lay(paths, numbers, at), digests.decode() + "".join(file.digest for file in new)


def _without(
    stands: Stands, gone: set[str], numbers: array[int], digests: bytearray
) -> tuple[str, array[int], bytearray]:
    """Take out of columns along a look what does not stand, and what has *gone*."""
    import numpy as np  # noqa: PLC0415 - as above

    places = stands.places
    stays = np.zeros(len(stands.lay), bool)
    stays[np.fromiter(places.values(), np.int64, len(places))] = True
    stays[[places[path] for path in gone]] = False
    kept = np.frombuffer(numbers, np.int64).reshape(-1, 3)[stays]
    said = np.frombuffer(digests, f"S{WIDTH}")[stays]
    paths = "".join(f"{path}\0" for path in compress(stands.lay.names, stays.tolist()))
    return paths, array("q", kept.tobytes()), bytearray(said.tobytes())


def _numbers_of(output: Path, file: Written) -> tuple[int, int, int]:
    return numbers_of(os.stat(f"{output}/{file.path}"))  # noqa: PTH116 - hot
