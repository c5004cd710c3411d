"""What is most likely wrong in an archive's authority? Reads its files, and the texts' words."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from sitegen.editor.reading import Library, open_library
from sitegen.entities.authority import Authority
from sitegen.entities.files import load_authority, read_texts
from sitegen.entities.lint import lint
from sitegen.entities.linted import Linted
from sitegen.entities.names import gather_names
from sitegen.entities.records import read_records
from sitegen.errors import CorpusError, Problem
from sitegen.model import Document, EntityId


def lint_archive(root: Path, *, jobs: int = 0) -> tuple[Problem, ...]:
    """List the faults of the records, those that a build refuses among them, sorted by place.

    Where the texts cannot be read their faults are listed too, and no name is judged by them.
    """
    authority, problems = load_authority(root)
    lines = _lines(root, authority)
    names = gather_names(authority.values())
    looked_at = Linted(authority, names, lines)
    more: tuple[Problem, ...] = ()
    try:
        with open_library(root, jobs or os.cpu_count() or 1) as library:
            looked_at = Linted(
                authority, names, lines, library.counts, library.common, _used(library)
            )
    except CorpusError as error:
        more = error.problems
    return tuple(sorted({*problems, *more, *lint(looked_at)}))


def _lines(root: Path, authority: Authority) -> dict[EntityId, dict[str, int]]:
    """Lead each record and key to its line; of two records with one id to the first's."""
    found: dict[EntityId, dict[str, int]] = {}
    for path, text in read_texts(root, []):
        for record in read_records(path, text)[0]:
            key = EntityId(str(record.values.get("id") or "").strip())
            if key in authority.records:
                found.setdefault(key, dict(record.lines))
    return found


def _used(library: Library) -> frozenset[str]:
    numbers = range(sum(len(batch.documents) for batch in library.batches))
    return frozenset(ref for _, one in library.documents(numbers) for ref in _refs(one))


def _refs(document: Document) -> Iterator[str]:
    """Give every id that a document refers to, of records or not."""
    rules = document.entities
    named: Iterable[str] = (
        *document.authors, *document.editors, *document.translators,
        *rules.link, *rules.never, *rules.as_.values(),
    )  # fmt: skip
    for text in named:
        yield from text.split()
    for block in document.body.blocks:
        for tag in block.tagged:
            yield from tag.refs
