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
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, groupby
from pathlib import Path

from sitegen.build.cache import Cache
from sitegen.build.deltas import letters_of, with_deltas
from sitegen.build.early import Early
from sitegen.build.executor import Crew, default_start
from sitegen.build.files import NOTHING, Files, Stands
from sitegen.build.jobs import jobs_of, weight_of
from sitegen.build.kept import INPUTS, MANY, WORDS, Known, keep
from sitegen.build.keys import keys_of
from sitegen.build.kinds import INDEX_JOBS, ListsJob
from sitegen.build.kinds import Job as RenderJob
from sitegen.build.letters import Letters
from sitegen.build.load import load_archive
from sitegen.build.look import Lay, Look, look_over
from sitegen.build.lore import Lore
from sitegen.build.merge import Corpus, Survey, merge
from sitegen.build.offered import Data, Offer
from sitegen.build.options import Options
from sitegen.build.outcome import finish
from sitegen.build.parts import still
from sitegen.build.publish import Changes, Stage, explain_os_error, publish, tell
from sitegen.build.reasons import reasons_of, told
from sitegen.build.record import Record, left_by, look_at_archive, name_of, settled, standing
from sitegen.build.rendering import render_job
from sitegen.build.report import Report
from sitegen.build.room import Rendered
from sitegen.build.spill import SpillReader
from sitegen.build.stamp import theme_stamp
from sitegen.build.survey import Progress, made_of, surveyed
from sitegen.build.todo import (
    Made,
    all_done,
    changed_documents,
    made_by,
    plan,
    records_of,
    with_lists,
)
from sitegen.model import Document
from sitegen.pages.costs import costliest

_LITTLE = {"fork": 3.0}  # seconds: what starting others costs, and what they must read again
_LITTLE_ELSE = 4.0  # where they begin with nothing
_MANY = 32  # jobs of rendering; then it pays to make at once what each process would make


def build_site(  # noqa: PLR0915 - the build is one readable function
    root: Path,
    output: Path,
    options: Options,
    progress: Progress,
    cache: Cache | None,
    inputs: Look,
    early: Early | None = None,
    left: list[object] | None = None,
) -> Report:
    """Build the site of the archive *root*; *inputs* are its files as they are now.

    *early* shows pages of edited documents as soon as these have been read and linked. What was
    made is put into *left*, if somebody wants that it stays.

    Raises CorpusError with every problem found; the output folder is then as it was.
    """
    if options.cluster:  # workers stand in other folders
        root, output = root.resolve(), output.resolve()
    lore = Lore(cache, root, inputs)
    archive = load_archive(root, lore.authority)
    archive = replace(archive, site=replace(archive.site, access=options.access))
    private = root / ".sitegen"
    work = _work_folder(private)
    stage = Stage(output)
    stage.clear()
    crew: Crew | None = None
    try:
        crew = _crew_of(options, work)
        crew.end("start, archive")
        found, known = surveyed(archive, crew, work, cache, lore, options, progress)
        theme = lore.theme(archive)
        if early:
            early.show(archive, theme, found, len(known.batches))
        if cache:
            keep(cache, archive, known, made_of(found), found.linked_with, drafts=options.drafts)
        corpus = merge(  # what the survey knows of words is not held while pages are rendered
            archive,
            found,
            theme,
            stage,
            work,
            explain=options.explain,
            words=known.words,
            keep=partial(cache.put, WORDS) if cache else lambda _: None,
            relate=lore.related,
            records=lore.files("entities", archive.site),
        )
        templates = lore.templates(archive)
        corpus.room.compiled.update(templates.code)
        corpus = replace(corpus, room=replace(corpus.room, timed=options.profile))
        before = Letters.kept_in(cache)
        corpus = with_deltas(corpus, before, known.lost, _new_documents(found, known))
        letters = letters_of(before, corpus)
        letters.keep(cache, before)
        del found
        crew.end("merge, plan")
        keys = keys_of(corpus, letters, before)
        made, stands, lay, was = _last(cache, output)
        whole = 0 < len(was) == len(stands)
        corpus = with_lists(corpus, keys, made, stands)
        if made.lists.get("letters", (b"",))[0] != keys.lists["letters"]:
            lore.file_titles(corpus.catalogue)
        todo = plan(corpus, keys, jobs_of(corpus), made, stands, whole=whole)
        fresh = list(_rendered(crew, corpus, todo.jobs, progress))
        crew.end("render")
        jobs, done = all_done(todo, fresh, stands)
        offer = Offer(stage, keys.data, made.data, stands)
        lying = [still(some, stands) for some in (made.rows, made.members, made.tables)]
        edited = changed_documents(keys, made)
        parts = Data.of(corpus, done, lying, edited, records_of(keys, made, stands, stage.output))
        files = Files(stands, todo.claims)
        finish(corpus, jobs, done, offer, parts, files, edited if whole else None)
        changes = publish(output, files.changed, files, files.over(lay) if lay else None)
        tell(private, changes)
        lore.keep_templates(templates, corpus.room.compiled)
        lore.keep_titles(corpus.catalogue)
        crew.end("publish")
        if early:
            early.keep(corpus)
    except OSError as error:
        explained = explain_os_error(error, output)
        if explained is None:
            raise
        raise explained from error
    finally:
        if crew:
            crew.close()
        gc.unfreeze()  # what the crew's stages froze
        stage.clear()
        shutil.rmtree(work, ignore_errors=True)
        progress("done", 1, 1)
    report = _report(output, corpus, files, changes, crew)
    if cache:
        lies = parts.left(corpus.catalogue)
        cache.put(f"{name_of(output)}/made", made_by(keys, jobs, done, lies, offer.made))
        outputs = left_by(output, files)
        record(cache, root, output, options, inputs, outputs, report)
        crew.end("keep what is known")
    if left is not None:
        left += corpus, known, keys, letters, made, todo, done, stands, files
    if options.why:
        why = reasons_of(todo, fresh, corpus.catalogue)
        settled = made.settings == keys.settings
        left_then = frozenset(was.names)
        reasons = told(changes.changed, why, left_then, stands, settled=settled)
        report = replace(report, reasons=reasons)
    return _profiled(report, fresh, corpus, crew) if options.profile else report


def _work_folder(private: Path) -> Path:
    """Make a folder for what a build spills; those of builds that were killed go."""
    for left in private.glob("work-*"):  # the lock is ours
        shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix="work-", dir=private))


def _profiled(report: Report, done: Sequence[Rendered], corpus: Corpus, crew: Crew) -> Report:
    """Say what stages took, and templates: in all processes, and here beside their jobs."""
    taken = chain(corpus.room.times.take(), *(one.templates for one in done))
    return replace(report, templates=costliest(taken), stages=tuple(crew.stages))


def _new_documents(survey: Survey, known: Known) -> list[Document] | None:
    """Give the documents that were read; None where they are many."""
    blobs = [b for one in survey.readings[len(known.batches) :] for b in one.documents]
    if not known.batches or len(blobs) > MANY:
        return None
    with SpillReader() as spilled:
        return [spilled.get(blob) for blob in blobs]


def _last(cache: Cache | None, output: Path) -> tuple[Made, Stands, Lay | None, Lay]:
    """Give what the last build made of this site, which of its files stand, and what lies there.

    The last is what it left.
    """
    last: Record | None = cache.get(name_of(output)) if cache else None
    made: Made | None = cache.get(f"{name_of(output)}/made") if cache else None
    if last is None or made is None:
        return Made(), NOTHING, None, NOTHING.lay
    now = look_over(output)
    stands = standing(last, output, now)
    return made, stands, now, last.outputs


def record(
    cache: Cache,
    root: Path,
    output: Path,
    options: Options,
    inputs: Look,
    outputs: tuple[Lay, str],
    report: Report,
) -> None:
    """Keep what this build has read and left, for the next one."""
    now = look_at_archive(root, output, digests=False)
    still = {path: seen for path, seen in inputs.files.items() if now.files.get(path) == seen}
    as_read = Look(still, inputs.at, {p: d for p, d in inputs.digests.items() if p in still})
    cache.put(INPUTS, as_read)
    left = Record(as_read, theme_stamp(), settled(options), *outputs, report)
    cache.put(name_of(output), left)
    cache.commit()


def _crew_of(options: Options, work: Path) -> Crew:
    if not options.cluster:
        return Crew(options.jobs or os.cpu_count() or 1)
    from sitegen.build.cluster import ClusterCrew  # noqa: PLC0415 - an extra, and heavy

    return ClusterCrew(options.cluster, work)


def _rendered(
    crew: Crew, corpus: Corpus, jobs: Sequence[RenderJob], progress: Progress
) -> Iterator[Rendered]:
    """Do the jobs, those of the index first and by themselves.

    A process never gives back what its greatest letter took; pages are not rendered beside that.
    """
    is_little = weight_of(jobs) < _LITTLE.get(default_start(), _LITTLE_ELSE)
    if (crew.n_workers > 1 and not is_little) or corpus.archive.site.others:
        corpus.catalogue.prepare()
    is_shared = len(jobs) > _MANY and crew.n_workers > 1 and not is_little
    warm = partial(_warm, corpus, jobs) if is_shared else int

    def parts() -> Iterator[Iterator[Rendered]]:
        for is_index, some in groupby(jobs, key=lambda job: isinstance(job, INDEX_JOBS)):
            if not is_index:
                warm()  # what was made while others wrote the index is there
            yield crew.map(
                render_job, corpus.room, some, alone=is_little, tidy=True, meanwhile=warm
            )

    for n, result in enumerate(chain.from_iterable(parts()), 1):
        progress("render", n, len(jobs))
        yield result


def _warm(corpus: Corpus, jobs: Sequence[RenderJob]) -> None:
    """Make what each process would make for itself, before those part that render pages."""
    corpus.room.warm()
    for job in [job for job in jobs if isinstance(job, ListsJob)][:1]:
        corpus.room.list_pages(job.language, job.groups)


def _report(output: Path, corpus: Corpus, files: Files, changes: Changes, crew: Crew) -> Report:
    return Report(
        output=str(output),
        documents=len(corpus.catalogue.listed),
        entities=len(corpus.catalogue.entities),
        mentions=corpus.n_mentions,
        links=sum(corpus.catalogue.mentions.values()),
        files=len(files),
        changed=len(changes.changed),
        removed=len(changes.removed),
        bytes=files.bytes,
        cpu_seconds=round(crew.cpu, 2),
        wall_seconds=0.0,  # the door's to say
        peak_memory=crew.peak,
        notes=corpus.notes,
    )
