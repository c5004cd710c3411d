"""In which order does an archive become a site?

    read -> (counts) -> link -> (catalogue, families) -> render -> publish

Each stage maps batches over processes; between stages the parent merges what must be known of
all. Everything up to publishing is a pure function of the archive, the theme and the code.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from sitegen.build.assets import theme_files
from sitegen.build.executor import Crew
from sitegen.build.jobs import jobs_of
from sitegen.build.linking import LinkingRoom, LinkJob, link_batch
from sitegen.build.load import Archive, headings_of, load_archive
from sitegen.build.lock import only_build
from sitegen.build.merge import Corpus, Survey, common_of, counts_of, merge, spill_counts
from sitegen.build.outcome import finish
from sitegen.build.publish import (
    Changes,
    Stage,
    Written,
    check_output,
    explain_os_error,
    publish,
)
from sitegen.build.reading import Reading, ReadingRoom, ReadJob, read_batch
from sitegen.build.rendering import render_job
from sitegen.build.report import Report
from sitegen.content.read import check_documents
from sitegen.entities.names import gather_names
from sitegen.entities.resolve import Linker
from sitegen.errors import CorpusError, Place, Problem
from sitegen.model import DocId

Progress = Callable[[str, int, int], None]
Job = TypeVar("Job")
Result = TypeVar("Result")
Shared = TypeVar("Shared")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to build: ``jobs`` processes (0: one a core); ``clean`` trusts no cache.

    With ``explain`` each link says by which rule it was made: for editors, not for readers.
    """

    jobs: int = 0
    clean: bool = False
    drafts: bool = False
    explain: bool = False


def _no_progress(_stage: str, _done: int, _total: int) -> None:
    pass


def build(
    archive: Path,
    output: Path,
    options: Options | None = None,
    progress: Progress = _no_progress,
) -> Report:
    """Build the site of *archive* into *output*.

    Raises CorpusError with every problem found; the output folder is then as it was.
    """
    options = options or Options()
    begin = time.monotonic()
    check_output(output, archive)
    loaded = load_archive(archive)
    with only_build(archive, output):
        try:
            return _build(loaded, output, options, progress, begin)
        except OSError as error:
            explained = explain_os_error(error, output)
            if explained is None:
                raise
            raise explained from error
        finally:
            Stage(output).clear()


def _build(
    archive: Archive, output: Path, options: Options, progress: Progress, begin: float
) -> Report:
    crew = Crew(options.jobs or os.cpu_count() or 1)
    private = archive.root / ".sitegen"
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
    finally:
        shutil.rmtree(work, ignore_errors=True)
        progress("done", 1, 1)
    return _report(output, corpus, written, changes, crew, begin)


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
    output: Path,
    corpus: Corpus,
    written: Sequence[Written],
    changes: Changes,
    crew: Crew,
    begin: float,
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
        wall_seconds=round(time.monotonic() - begin, 2),
        peak_memory=crew.peak,
        notes=corpus.notes,
    )
