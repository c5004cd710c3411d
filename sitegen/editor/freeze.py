"""Which anchors are promised for good, and where in the files does one stand?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sitegen.build.load import headings_of, load_archive
from sitegen.content.frozen import FILE, pins_of, thaw, write_pins
from sitegen.content.read import list_sources, read_source
from sitegen.editor.apply import write_file
from sitegen.errors import CorpusError, Place, Problem, did_you_mean
from sitegen.model import Document


def freeze(root: Path) -> tuple[int, int]:
    """Write the present anchors into anchors.tsv; give how many documents and anchors it has.

    An anchor that was frozen before stays with its paragraph, as in a build.
    Raises CorpusError where the archive cannot be read.
    """
    rows = sorted((str(one.id), pins_of(one.body)) for one in _documents(root))
    write_file(root / FILE, write_pins(rows))
    return len(rows), sum(len(pins) for _, pins in rows)


def where(root: Path, address: str) -> tuple[Place, str]:
    """Give the place of a document, or of the paragraph behind a ``#``, and how it begins.

    Raises CorpusError where there is none.
    """
    name, _, anchor = address.partition("#")
    names = []
    for document in _documents(root):
        names.append(str(document.id))
        if document.id == name:
            return _place(document, anchor)
    raise CorpusError(
        [Problem(Place(str(root)), f"no document '{name}'", fix=did_you_mean(name, names))]
    )


def _place(document: Document, anchor: str) -> tuple[Place, str]:
    if not anchor:
        return document.place, document.title.text
    for block in document.body.blocks:
        if block.anchor == anchor:
            line = block.line or document.place.line
            return replace(document.place, line=line), " ".join(block.text.split())
    anchors = [block.anchor for block in document.body.blocks]
    what = f"'{document.id}' has no paragraph '{anchor}'"
    raise CorpusError([Problem(document.place, what, fix=did_you_mean(anchor, anchors))])


def _documents(root: Path) -> Iterator[Document]:
    """Read the documents one file after the other, with the anchors that a build gives."""
    archive = load_archive(root)
    headings = headings_of(archive.authority)
    problems: list[Problem] = [*archive.problems]
    for source in list_sources(root)[0]:
        found, faults = read_source(source, archive.site, headings)
        problems += faults
        for one in found:
            yield replace(one, body=thaw(one.body, archive.frozen.get(one.id, ())))
    if problems:
        raise CorpusError(problems)
