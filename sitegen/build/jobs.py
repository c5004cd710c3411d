"""Into which jobs does stage three fall? The heaviest first, so that the cores end together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import count

from sitegen.build.kinds import (
    DocumentsJob,
    EntitiesJob,
    FacetsJob,
    Job,
    ListsJob,
    NamesJob,
    PhrasesJob,
    PictureJob,
    PostingsJob,
    TeiJob,
    WordsJob,
)
from sitegen.build.linking import bucket_of
from sitegen.build.merge import Corpus
from sitegen.build.pictures import font_files, pictured
from sitegen.index.citations import CITED
from sitegen.index.texts import TOGETHER
from sitegen.model import EntityId
from sitegen.pages.site import GROUPS

_DOCUMENTS = CITED  # in one job: whole shards of citations, and of texts
_SHARES = 8  # of the list pages


def jobs_of(corpus: Corpus) -> list[Job]:
    """List the jobs, always the same for the same corpus."""
    jobs: list[Job] = [
        WordsJob(path, listing.prefixes, listing.least, listing.full)
        for path, listing in corpus.lists.items()
    ]
    for path, plan in corpus.room.segments.items():
        jobs += [
            PostingsJob(path, letter) for letter in sorted({piece[:-1] for piece in plan.pieces})
        ]
        jobs.append(FacetsJob(path))
    jobs += [PhrasesJob(), NamesJob()]
    jobs += _documents(corpus)
    jobs += _entities(corpus)
    for language in ("", *corpus.archive.site.others):
        jobs += [ListsJob(share, _SHARES, GROUPS, language) for share in range(_SHARES)]
    fonts = tuple(font_files(corpus.archive.root, corpus.archive.site.theme))
    jobs += [PictureJob(name, fonts) for name in pictured(corpus.catalogue)]
    root = str(corpus.archive.root)
    jobs += [TeiJob(root, one.source, one.path, one.shown) for one in corpus.tei]
    return jobs


def _documents(corpus: Corpus) -> Iterator[Job]:
    number = count()
    for year, first, n_documents in corpus.years:
        of_year = corpus.listed[first : first + n_documents]
        for start in range(0, n_documents, _DOCUMENTS):
            names = of_year[start : start + _DOCUMENTS]
            texts = frozenset(range(start, start + len(names), TOGETHER))
            yield DocumentsJob(
                next(number), year, start, names, frozenset(names), texts, cites=True
            )
    if corpus.withdrawn:
        names = corpus.withdrawn
        nothing: frozenset[int] = frozenset()
        yield DocumentsJob(next(number), 0, -1, names, frozenset(names), nothing, cites=False)


def _entities(corpus: Corpus) -> Iterator[Job]:
    buckets: defaultdict[int, list[EntityId]] = defaultdict(list)
    for name in corpus.catalogue.entities:
        buckets[bucket_of(name)].append(name)
    for bucket in sorted(buckets):
        yield EntitiesJob(tuple(buckets[bucket]))


def weight_of(jobs: Iterable[Job]) -> float:
    """Guess how many seconds of CPU some jobs take, within a factor of two.

    >>> weight_of([NamesJob()])
    0.07
    """
    return sum(map(_weight, jobs))


def _weight(job: Job) -> float:
    if isinstance(job, DocumentsJob):
        return 0.001 * len(job.pages) + 0.0003 * TOGETHER * len(job.texts) + 0.03 * job.cites
    if isinstance(job, EntitiesJob):
        whole = len(job.names) - len(job.some)
        return 0.007 * whole + 0.001 * sum(len(one.parts) for one in job.some.values())
    if isinstance(job, PostingsJob):
        return 0.07 if job.shards is None else 0.007
    if isinstance(job, PhrasesJob) and job.last:
        return 0.007
    if isinstance(job, WordsJob):
        return 0.07 if job.amended else 0.7
    if isinstance(job, ListsJob):
        return 0.2
    return 0.07
