"""In which order does an archive become a site?

    read -> (counts) -> link -> (catalogue, families) -> render -> publish

Each stage maps batches over processes; between stages the parent merges what must be known of
all. Everything up to publishing is a pure function of the archive, the theme and the code.
"""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from sitegen.build.assets import theme_files
from sitegen.build.cache import Cache
from sitegen.build.executor import Crew
from sitegen.build.jobs import jobs_of
from sitegen.build.linking import LinkingRoom, LinkJob, link_batch
from sitegen.build.load import Archive, headings_of, load_archive
from sitegen.build.look import Look
from sitegen.build.merge import Corpus, Survey, common_of, counts_of, merge, spill_counts
from sitegen.build.options import Options
from sitegen.build.outcome import finish
from sitegen.build.publish import (
    Changes,
    Stage,
    Written,
    explain_os_error,
    publish,
)
from sitegen.build.reading import Reading, ReadingRoom, ReadJob, read_batch
from sitegen.build.record import Record, left_by, look_at_archive, name_of, settled
from sitegen.build.rendering import render_job
from sitegen.build.report import Report
from sitegen.build.stamp import theme_stamp
from sitegen.content.read import check_documents
from sitegen.entities.names import gather_names
from sitegen.entities.resolve import Linker
from sitegen.errors import CorpusError, Place, Problem
from sitegen.model import DocId

Progress = Callable[[str, int, int], None]
Job = TypeVar("Job")
Result = TypeVar("Result")
Shared = TypeVar("Shared")


def _no_progress(_stage: str, _done: int, _total: int) -> None:
    pass


def build_site(
    root: Path,
    output: Path,
    options: Options,
    progress: Progress,
    cache: Cache | None,
    inputs: Look,
) -> Report:
    """Build the site of the archive *root*; *inputs* are its files as they are now.

    Raises CorpusError with every problem found; the output folder is then as it was.
    """
    crew = Crew(options.jobs or os.cpu_count() or 1)
    archive = load_archive(root)
    private = root / ".sitegen"
    for left in private.glob("work-*"):  # by a build that was killed: the lock is ours
        shutil.rmtree(left, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix="work-", dir=private))
    stage = Stage(output)
    stage.clear()
    try:
        corpus = merge(  # what the survey knows of words is not held while pages are rendered
            archive,
            survey(archive, crew, work, drafts=options.drafts, progress=progress),
            theme_files(archive),
            stage,
            work,
            explain=options.explain,
        )
        jobs = jobs_of(corpus)
        done = list(_watched("render", crew, render_job, corpus.room, jobs, progress))
        written = finish(corpus, jobs, done)
        changes = publish(output, written)
    except OSError as error:
        explained = explain_os_error(error, output)
        if explained is None:
            raise
        raise explained from error
    finally:
        gc.unfreeze()  # what the crew's stages froze
        stage.clear()
        shutil.rmtree(work, ignore_errors=True)
        progress("done", 1, 1)
    report = _report(output, corpus, written, changes, crew)
    if cache:
        record(cache, root, output, options, inputs, written, report)
    return report


def record(
    cache: Cache,
    root: Path,
    output: Path,
    options: Options,
    inputs: Look,
    written: Sequence[Written],
    report: Report,
) -> None:
    """Keep what this build has read and left, for the next one."""
    now = look_at_archive(root, output)
    still = {path: seen for path, seen in inputs.files.items() if now.files.get(path) == seen}
    outputs = left_by(output, written)
    digests = {file.path: file.digest for file in written}
    as_read = Look(still, inputs.at, {p: d for p, d in inputs.digests.items() if p in still})
    left = Record(as_read, theme_stamp(), settled(options), outputs, digests, report)
    cache.put(name_of(output), left)
    cache.commit()


def survey(
    archive: Archive,
    crew: Crew,
    work: Path,
    *,
    drafts: bool = False,
    progress: Progress = _no_progress,
) -> Survey:
    """Read and link every document.

    Raises CorpusError with the problems of the whole archive.
    """
    room = ReadingRoom(
        archive.site, archive.collections, headings_of(archive.authority), work, drafts
    )
    jobs = [ReadJob(n, sources) for n, sources in enumerate(archive.batches)]
    readings = list(_watched("read", crew, read_batch, room, jobs, progress))
    summed = counts_of(readings)
    names = gather_names(archive.authority.values())
    common = common_of(archive, names, summed)
    counts = spill_counts(summed, work)
    del summed
    linker = Linker(archive.authority, common=common, names=names)
    linking = LinkingRoom(archive.authority, linker, work)
    more = [LinkJob(n, one.documents, one.cards) for n, one in enumerate(readings)]
    links = list(_watched("link", crew, link_batch, linking, more, progress))
    problems = [*archive.problems, *_problems(archive, readings)]
    problems += [problem for linked in links for problem in linked.problems]
    if problems:
        raise CorpusError(problems)
    return Survey(readings, links, common, counts)


@dataclass(frozen=True, slots=True)
class _Placed:
    id: DocId
    place: Place
    collection: str
    aliases: tuple[str, ...]


def _problems(archive: Archive, readings: Sequence[Reading]) -> list[Problem]:
    problems = [problem for reading in readings for problem in reading.problems]
    placed = [
        _Placed(card.id, place, card.collection, card.aliases)
        for reading in readings
        for card, place in zip(reading.cards, reading.places, strict=True)
    ]
    return problems + check_documents(placed, archive.collections)


def _watched(
    stage: str,
    crew: Crew,
    work: Callable[[Shared, Job], Result],
    shared: Shared,
    jobs: Sequence[Job],
    progress: Progress,
) -> Iterator[Result]:
    for n, result in enumerate(crew.map(work, shared, jobs), 1):
        progress(stage, n, len(jobs))
        yield result


def _report(
    output: Path, corpus: Corpus, written: Sequence[Written], changes: Changes, crew: Crew
) -> Report:
    return Report(
        output=str(output),
        documents=len(corpus.catalogue.listed),
        entities=len(corpus.catalogue.entities),
        mentions=corpus.n_mentions,
        links=sum(corpus.catalogue.mentions.values()),
        files=len(written),
        changed=len(changes.changed),
        removed=len(changes.removed),
        bytes=sum(file.size for file in written),
        cpu_seconds=round(crew.cpu, 2),
        wall_seconds=0.0,  # the door's to say
        peak_memory=crew.peak,
        notes=corpus.notes,
    )
