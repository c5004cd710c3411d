"""How are all documents of an archive read and linked for an editor, a batch at a time?

As a build does, but nothing is inverted, and a document that nobody may read yet counts too. What
is big lies in a work folder that is gone afterwards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sitegen.arabic.tokens import forms_of
from sitegen.build.collector import collector_at_rest
from sitegen.build.executor import Crew
from sitegen.build.load import Archive, headings_of, load_archive
from sitegen.build.spill import Blob, SpillReader, SpillWriter
from sitegen.config import Site
from sitegen.content.read import Source, read_source
from sitegen.entities.common import common_words
from sitegen.entities.lexicon import Lexicon, build_lexicon
from sitegen.entities.names import gather_names, one_word_names
from sitegen.entities.resolve import Linker, parts_of
from sitegen.errors import CorpusError, Problem
from sitegen.model import Document


@dataclass(frozen=True, slots=True)
class _Shelf:
    site: Site
    headings: Mapping[str, str]
    work: Path


@dataclass(frozen=True, slots=True)
class _Job:
    number: int
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Some documents, spilled; their numbers in the archive count on from *first*."""

    number: int
    first: int
    documents: tuple[Blob, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    documents: tuple[Blob, ...]
    forms: Counter[str]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """An archive read: its documents in batches, the counts of its forms, its linker."""

    archive: Archive
    batches: tuple[Batch, ...]
    counts: Mapping[str, int]
    common: frozenset[str]
    lexicon: Lexicon
    linker: Linker
    crew: Crew
    work: Path

    def all_documents(self) -> Iterator[Document]:
        """Read all documents back, in order."""
        with SpillReader() as spilled:
            for batch in self.batches:
                for blob in batch.documents:
                    document: Document = spilled.get(blob)
                    yield document

    def documents(self, numbers: Sequence[int]) -> Iterator[tuple[int, Document]]:
        """Read documents back by their numbers, ascending."""
        wanted = sorted(set(numbers))
        with SpillReader() as spilled:
            for batch in self.batches:
                for n, blob in enumerate(batch.documents, batch.first):
                    if wanted and n == wanted[0]:
                        wanted.pop(0)
                        yield n, spilled.get(blob)


@contextmanager
def open_library(root: Path, jobs: int) -> Iterator[Library]:
    """Read an archive's documents; CorpusError with the problems that keep one from being read.

    An id that no record has is no such problem here: it wants a record.
    """
    archive = load_archive(root)
    crew = Crew(jobs)
    with TemporaryDirectory(prefix="sitegen-editor-") as folder:
        work = Path(folder)
        shelf = _Shelf(archive.site, headings_of(archive.authority), work)
        queue = [_Job(n, sources) for n, sources in enumerate(archive.batches)]
        counts: Counter[str] = Counter()
        batches: list[Batch] = []
        problems = list(archive.problems)
        first = 0
        for number, read in enumerate(crew.map(_read_batch, shelf, queue)):
            batches.append(Batch(number, first, read.documents))
            first += len(read.documents)
            counts.update(read.forms)
            problems += read.problems
        if problems:
            raise CorpusError(problems)
        with collector_at_rest():
            names = gather_names(archive.authority.values())
            common = common_words(one_word_names(names, archive.authority), counts)
            lexicon = build_lexicon(archive.authority, common, names)
            linker = Linker(archive.authority, common=common, lexicon=lexicon)
        yield Library(archive, tuple(batches), counts, common, lexicon, linker, crew, work)


def _read_batch(shelf: _Shelf, job: _Job) -> _Read:
    forms: Counter[str] = Counter()
    problems: list[Problem] = []
    blobs: list[Blob] = []
    with SpillWriter(shelf.work / f"read-{job.number:05}") as spill:
        for source in job.sources:
            documents, faults = read_source(source, shelf.site, shelf.headings)
            problems += faults
            for document in documents:
                blobs.append(spill.put(document))
                forms.update(forms_of("\n".join(part.text for part in parts_of(document))))
    return _Read(tuple(blobs), forms, tuple(problems))
