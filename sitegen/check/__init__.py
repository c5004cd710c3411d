"""What is wrong with an archive? Everything that a build would refuse, and nothing is written."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sitegen.arabic.normalize import Tatweel, normalize
from sitegen.build.executor import Crew
from sitegen.build.load import load_archive
from sitegen.build.reading import Reading
from sitegen.build.spill import SpillReader
from sitegen.build.survey import survey
from sitegen.check.hosts import Size, refused_by, size_of
from sitegen.check.links import broken_links, broken_markup, read
from sitegen.check.texts import DamagedText, damaged_texts
from sitegen.content.check import Leading, anchors_in, lacks_text, links_of, no_anchor, no_document
from sitegen.errors import CorpusError, Place, Problem
from sitegen.model import Document


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was checked, every problem, and on request every repair of the text."""

    documents: int
    entities: int
    problems: tuple[Problem, ...]
    repairs: tuple[str, ...] = ()
    damage: tuple[DamagedText, ...] = ()
    silent: tuple[Place, ...] = ()  # documents without any text

    def as_dict(self) -> dict[str, Any]:
        """Give the report for ``--json``."""
        return asdict(self)

    def text(self) -> str:
        """Write the report for a terminal; where reading ended at problems, nothing is counted.

        >>> print(CheckReport(0, 4, (Problem(Place("texts/a.md", 2), "no title"),)).text())
        texts/a.md:2: no title
        1 problem
        """
        n = len(self.problems)
        counted = f"{n} problem{'s' if n != 1 else ''}"
        read = f"{self.documents:,} documents, {self.entities:,} authority records: "
        total = counted if self.problems and not self.documents else f"{read}{counted}"
        silent = [f"{place}: warning: the document has no text" for place in self.silent]
        damaged = [f"{len(self.damage):,} texts look damaged"] if self.damage else []
        return "\n".join(
            [
                *map(str, self.problems),
                *silent,
                *self.repairs,
                *map(str, self.damage),
                *damaged,
                total,
            ]
        )


@dataclass(frozen=True, slots=True)
class SiteReport:
    """What is wrong with a built site, how large it is, and which hosts do not take it."""

    pages: int
    links: int
    anchors: int
    size: Size
    refused: tuple[str, ...]
    problems: tuple[Problem, ...]

    def as_dict(self) -> dict[str, Any]:
        """Give the report for ``--json``."""
        return asdict(self)

    def text(self) -> str:
        """Write the report for a terminal."""
        n = len(self.problems)
        counted = f"{n} problem{'s' if n != 1 else ''}"
        total = f"{self.pages:,} pages, {self.links:,} links, {self.anchors:,} anchors: {counted}"
        return "\n".join([*map(str, self.problems), self.size.text(), *self.refused, total])


def check_site(site: Path, *, links: bool = True, markup: bool = True) -> SiteReport:
    """Check a built site, without a browser: every link and anchor, the mark-up, the size."""
    if not (site / "index.html").is_file():
        what, fix = "this is no built site: it has no index.html", "name the folder of a build"
        raise CorpusError([Problem(Place(site.name), what, fix=fix)])
    problems = list(broken_links(site)) if links else []
    problems += broken_markup(site) if markup else []
    pages = [read(path) for path in sorted(site.rglob("*.html"))]
    size = size_of(site)
    return SiteReport(
        pages=len(pages),
        links=sum(len(page.links) for page in pages),
        anchors=sum(len(page.anchors) for page in pages),
        size=size,
        refused=tuple(refused_by(size)) if markup else (),
        problems=tuple(sorted(set(problems))),
    )


def check_archive(
    root: Path, *, jobs: int = 0, normalization: bool = False, text: bool = False
) -> CheckReport:
    """Read and link the whole archive as a build does, and gather its problems.

    With *normalization*, every repair that a build makes in the texts is told, with its place;
    with *text*, what was damaged on the way into the archive.
    """
    try:
        archive = load_archive(root)
    except CorpusError as error:
        return CheckReport(0, 0, error.problems)
    n_entities = len(archive.authority)
    with tempfile.TemporaryDirectory(prefix="sitegen-check-") as work:
        crew = Crew(jobs or os.cpu_count() or 1)
        try:
            readings = survey(archive, crew, Path(work), drafts=True).readings
        except CorpusError as error:
            return CheckReport(0, n_entities, error.problems)
        problems = tuple(_lost_links(readings))
        silent = tuple(one.place for one in _documents(readings) if lacks_text(one))
        repairs = tuple(_repairs(readings, archive.site.tatweel)) if normalization else ()
    n_documents = sum(len(reading.cards) for reading in readings)
    damage = tuple(damaged_texts(root, archive.site)) if text else ()
    return CheckReport(n_documents, n_entities, problems, repairs, damage, silent)


def _lost_links(readings: Iterable[Reading]) -> Iterator[Problem]:
    ids = {card.id for reading in readings for card in reading.cards}
    asked: dict[str, list[Leading]] = {}
    for document in _documents(readings):
        for link in links_of(document):
            if link.document not in ids:
                yield no_document(link, ids)
            elif link.anchor:
                asked.setdefault(link.document, []).append(link)
    for document in _documents(readings) if asked else ():
        if document.id in asked:
            anchors = anchors_in(document.body)
            yield from (no_anchor(one, anchors) for one in asked[document.id]
                        if one.anchor not in anchors)  # fmt: skip


def _documents(readings: Iterable[Reading]) -> Iterator[Document]:
    with SpillReader() as spilled:
        for reading in readings:
            for blob in reading.documents:
                yield spilled.get(blob)


def _repairs(readings: Iterable[Reading], tatweel: Tatweel) -> Iterator[str]:
    for document in _documents(readings):
        yield from repairs_of(document, tatweel)


def repairs_of(document: Document, tatweel: Tatweel) -> Iterator[str]:
    """List the repairs of one document: where it stands, its id, what became what, and why."""
    for field, source in (("title", document.title.source), ("body", document.body.source)):
        for change in normalize(source, tatweel=tatweel).changes:
            yield (
                f"{document.place}: {document.id}, {field} at {change.start}: "
                f"{_named(change.before)} -> {_named(change.after)} ({change.why})"
            )


def _named(text: str) -> str:
    """Show a text with its code points, since what is repaired is often invisible.

    >>> _named("\\ufefb"), _named("")
    ("'\ufefb' U+FEFB", 'nothing')
    """
    points = " ".join(f"U+{ord(char):04X}" for char in text[:8])
    return f"'{text[:8]}' {points}" if text else "nothing"
