"""What do the texts say, and who is named in them? The first two stages: read, count, link.

What the cache knows is not read again; what it knows of links holds as long as names and common
words are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TypeVar

from sitegen.build import faults
from sitegen.build.cache import Cache
from sitegen.build.executor import Crew
from sitegen.build.kept import TOTALS, Batch, Known, known_of, new_name, nothing_known
from sitegen.build.linking import Linked, LinkJob, link_batch
from sitegen.build.load import Archive
from sitegen.build.look import look_at
from sitegen.build.lore import Lore
from sitegen.build.merge import Survey, every_count, spill_counts
from sitegen.build.options import Options
from sitegen.build.reading import Reading, ReadJob, read_batch
from sitegen.build.relinking import Relinking
from sitegen.build.room import totals_in
from sitegen.build.spill import Blob
from sitegen.build.tallies import Sums, Tally, tallies_of
from sitegen.build.words import Foreseen
from sitegen.entities.protected import protected_words
from sitegen.errors import CorpusError
from sitegen.index.totals import Totals

Progress = Callable[[str, int, int], None]
Job = TypeVar("Job")
Result = TypeVar("Result")
Shared = TypeVar("Shared")


def _no_progress(_stage: str, _done: int, _total: int) -> None:
    pass


def made_of(survey: Survey) -> list[Batch]:
    """Give the batches as the cache keeps them."""
    parts = zip(survey.names, survey.readings, survey.links, strict=True)
    return [Batch(name, reading, linked) for name, reading, linked in parts]


def surveyed(
    archive: Archive,
    crew: Crew,
    work: Path,
    cache: Cache | None,
    lore: Lore,
    options: Options,
    progress: Progress,
) -> tuple[Survey, Known]:
    """Survey what is new; where a problem shows, read all, so that each is told with its line."""
    if cache is None:
        alone = survey(archive, crew, work, drafts=options.drafts, progress=progress)
        return alone, nothing_known(archive)
    known = known_of(cache, archive, lore.inputs, drafts=options.drafts)

    def anew(known: Known) -> Survey:
        return survey(
            archive,
            crew,
            work,
            drafts=options.drafts,
            progress=progress,
            known=known,
            folder=cache.folder,
            keep_totals=partial(cache.put, TOTALS),
            lore=lore,
        )

    try:
        return anew(known), known
    except faults.SuspectedError as suspected:
        fresh = suspected.fresh
    problems = faults.told(archive, crew, work, known, fresh, drafts=options.drafts)
    if problems:
        raise CorpusError(problems)
    nothing = nothing_known(archive)  # what is known has a fault that the texts have not
    return anew(nothing), nothing


def survey(
    archive: Archive,
    crew: Crew,
    work: Path,
    *,
    drafts: bool = False,
    progress: Progress = _no_progress,
    known: Known | None = None,
    folder: Path | None = None,
    keep_totals: Callable[[Mapping[str, Totals]], None] = lambda _: None,
    lore: Lore | None = None,
) -> Survey:
    """Read and link every document that is not *known*; spill what lasts into *folder*.

    Raises CorpusError with the problems of the whole archive.
    """
    known, folder = known or nothing_known(archive), folder or work
    lore = lore or Lore(None, archive.root, look_at(archive.root, digests=False))
    # The greatest batches first, that processes end together.
    sources = sorted(known.sources, key=lambda batch: -sum(one.size for one in batch))
    names = [new_name() for _ in sources]
    room = faults.room_of(archive, folder, drafts=drafts)
    jobs = [ReadJob(name, batch) for name, batch in zip(names, sources, strict=True)]
    readings = [batch.reading for batch in known.batches]
    sums = Sums(known.totals, readings)
    for reading in _watched(
        "read", crew, read_batch, room, jobs, progress, partial(lore.foresee, archive)
    ):
        readings.append(reading)
        sums.add(reading)
    crew.end("read")
    fresh = range(len(known.batches), len(readings))
    if faults.may_be_in(archive, readings):
        if known.batches:
            raise faults.SuspectedError(readings[fresh.start :])
        _refuse(archive, readings, crew)
    tallies = tallies_of(readings, fresh, sums, known.gone)
    if tallies.keys() != known.totals.keys() or any(
        tally.totals is not tally.last for tally in tallies.values()
    ):
        keep_totals({path: tally.totals for path, tally in tallies.items()})
    common = lore.common(archive, every_count(tallies), _changed(tallies, known))
    if known.batches and tallies.keys() == known.words.keys():
        counts: Mapping[str, Blob] = {}
    else:
        counts, tallies = spill_counts(tallies, work), {}
    crew.end("count")
    linked_with = lore.linked_with(archive, common)
    names = [*(batch.name for batch in known.batches), *names]
    linking = Relinking(archive, common, linked_with, lore, folder)
    still = linking.still(known, crew, work)
    foreseen: dict[str, Foreseen] = {}
    links = _links(
        crew,
        linking,
        readings,
        [*still, *(None for _ in fresh)],
        progress,
        lambda: foreseen.update(_foreseen(archive, counts, common)),
    )
    crew.end("link")
    problems = [problem for linked in links for problem in linked.problems]
    if problems and known.batches:
        raise faults.SuspectedError(readings[fresh.start :])
    if problems:
        raise CorpusError(problems)
    return Survey(readings, links, common, counts, tallies, tuple(names), linked_with, foreseen)


def _refuse(archive: Archive, readings: Sequence[Reading], crew: Crew) -> None:
    """Raise CorpusError where texts have problems; all of them show without a linker."""
    problems = [*archive.problems, *faults.of_readings(archive, readings)]
    if problems:
        texts = [reading.documents for reading in readings]
        dangling = crew.map(faults.dangling_in, archive.authority, texts)
        raise CorpusError(chain(problems, *dangling))


def _foreseen(
    archive: Archive, counts: Mapping[str, Blob], common: Collection[str]
) -> dict[str, Foreseen]:
    """Put words into families while others link: most protected words are known before."""
    found = {}
    for path, blob in counts.items():
        tally = Tally(totals_in(blob))
        sure = protected_words(archive.authority, tally.occurrences, None, common)
        found[path] = Foreseen.of(tally, sure).with_keys()
    return found


def _changed(tallies: Mapping[str, Tally], known: Known) -> frozenset[str] | None:
    """Name the forms that are counted otherwise than in the last build; None where any may be."""
    if tallies.keys() != known.totals.keys():
        return None
    return frozenset[str]().union(*(tally.changed for tally in tallies.values()))


def _links(
    crew: Crew,
    linking: Relinking,
    readings: list[Reading],
    linked: Sequence[Linked | None],
    progress: Progress,
    meanwhile: Callable[[], object],
) -> list[Linked]:
    """Link the batches that are not *linked*; where all are, no linker is made.

    *meanwhile* is done here while other processes link. The cards of *readings* give way to those
    that are linked as these come, so that none is held twice.
    """
    todo = [n for n, one in enumerate(linked) if one is None]
    found = list(linked)
    for n, one in enumerate(linked):
        if one is not None:
            readings[n] = replace(readings[n], cards=one.cards)  # those of some may say else
    if todo:
        made = _watched(
            "link",
            crew,
            link_batch,
            linking.room,
            [LinkJob(new_name(), readings[n].documents, readings[n].cards) for n in todo],
            progress,
            meanwhile,
            tidy=True,
        )
        for n, one in zip(todo, made, strict=True):
            found[n] = one
            readings[n] = replace(readings[n], cards=one.cards)  # they say more
    return [one for one in found if one is not None]


def _watched(
    stage: str,
    crew: Crew,
    work: Callable[[Shared, Job], Result],
    shared: Shared,
    jobs: Sequence[Job],
    progress: Progress,
    meanwhile: Callable[[], object] = int,
    *,
    tidy: bool = False,
) -> Iterator[Result]:
    n_jobs = len(jobs)
    results = crew.map(work, shared, jobs, tidy=tidy, meanwhile=meanwhile)
    del jobs  # who works on them lets them go one by one
    for n, result in enumerate(results, 1):
        progress(stage, n, n_jobs)
        yield result
