"""Is there anything to build? The answer costs a look at every file, and no library.

Only where something has changed is the pipeline imported.
"""

from __future__ import annotations

import dataclasses
import os
import time
from collections.abc import Callable
from pathlib import Path

from sitegen.build.cache import DROPPED, Cache, DamagedError, Session, open_cache
from sitegen.build.collector import collector_at_rest, grow_old
from sitegen.build.early import Early
from sitegen.build.lock import only_build
from sitegen.build.look import Look, look_over
from sitegen.build.memory import hold_freed
from sitegen.build.options import Options
from sitegen.build.publish import Changes, check_output, tell
from sitegen.build.record import (
    Record,
    all_stand,
    changed_inputs,
    look_at_archive,
    name_of,
    settled,
)
from sitegen.build.report import Report
from sitegen.build.stamp import theme_stamp

Progress = Callable[[str, int, int], None]


def _no_progress(_stage: str, _done: int, _total: int) -> None:
    pass


def build(
    archive: Path,
    output: Path,
    options: Options | None = None,
    progress: Progress = _no_progress,
    session: Session | None = None,
    early: Early | None = None,
    left: list[object] | None = None,
) -> Report:
    """Build the site of *archive* into *output*, doing again only what a change made necessary.

    Who builds again and again gives a *session*, and flushes it after each build; *early* shows
    pages of documents that were edited before the build has ended. Whose process then ends gives
    a list for what is *left*: the system is rid of it sooner than it is let go piece by piece.

    The site is, byte for byte, what a clean build of the archive makes. Raises CorpusError with
    every problem found; the output folder is then as it was.
    """
    options = options or Options()
    begin = time.monotonic()
    check_output(output, archive)
    if not (archive / "site.toml").is_file():
        from sitegen.build.load import load_archive  # noqa: PLC0415 - it says what is wrong

        load_archive(archive)
    with only_build(archive, output, options.patience):
        inputs = look_at_archive(archive, output)
        opened = session.open if session else open_cache
        cache, note = opened(archive, clean=options.clean)
        try:
            report = _built(archive, output, options, progress, cache, inputs, early, left)
        except DamagedError:
            cache, note = opened(archive, clean=True)[0], f"{DROPPED}: it is damaged"
            report = _built(archive, output, options, progress, cache, inputs, early, left)
    if cache and cache.fault:
        note = f"what this build knows is not kept: {cache.fault}"
    notes = (note, *report.notes) if note else report.notes
    seconds = round(time.monotonic() - begin, 2)
    return dataclasses.replace(report, notes=notes, wall_seconds=seconds)


def _built(
    archive: Path,
    output: Path,
    options: Options,
    progress: Progress,
    cache: Cache | None,
    inputs: Look,
    early: Early | None,
    left: list[object] | None,
) -> Report:
    try:
        report = _unchanged(archive, output, options, cache, inputs) if cache else None
        if report is None:
            if cache and cache.look_up(name_of(output)):  # most stands: many short-lived columns
                hold_freed()
            with collector_at_rest():  # what a build makes lasts until its end, or is no cycle
                from sitegen.build.pipeline import build_site  # noqa: PLC0415 - heavy

                report = build_site(archive, output, options, progress, cache, inputs, early, left)
                grow_old()
        return report
    finally:
        if cache:
            cache.close()


def _unchanged(
    archive: Path, output: Path, options: Options, cache: Cache, inputs: Look
) -> Report | None:
    """Give a report where the archive and its site are as the last build left them."""
    name = name_of(output)
    record: Record | None = cache.look_up(name)
    if record is None or record.theme != theme_stamp() or record.options != settled(options):
        return None
    if changed_inputs(record, inputs, archive):
        return None
    found = look_over(output)
    outputs = all_stand(record, output, found)
    if outputs is None:
        return None
    if record.is_late() or outputs.paths != record.outputs.paths:  # now their times are proof
        cache.put(name, record.seen_again(inputs, outputs))
        cache.commit()
    tell(archive / ".sitegen", Changes((), ()))
    used = sum(os.times()[:2])
    return dataclasses.replace(
        record.report,
        changed=0,
        removed=0,
        reasons=(),
        cpu_seconds=round(used, 2),
    )
