"""How do an archive's texts leave it: as Markdown, TEI, a table, books?

Only what readers may see leaves: of `access: metadata` no text, of closed, withdrawn and draft
documents nothing. The same archive gives the same files.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sitegen.build.load import Archive, headings_of, load_archive
from sitegen.content import read_source
from sitegen.content.keys import KEYS, LISTS
from sitegen.errors import CorpusError, Place, Problem
from sitegen.export.epub import Book, Chapter, assets_in, encode_book, xhtml
from sitegen.export.markdown import markdown_file, metadata_of
from sitegen.export.tei import tei_file
from sitegen.exporting.package import describe_package
from sitegen.model import Collection, DocId, Document, EntityId, slug_of
from sitegen.pages.body import body_html
from sitegen.pages.dates import gregorian
from sitegen.pages.edition import Edition
from sitegen.pages.lists import natural

KINDS = ("markdown", "tei", "csv", "epub", "package")
_STRICT = ("public", "metadata", "closed")
_CONTENTS = {"ar": "المحتويات", "fr": "Table des matières", "en": "Contents"}


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What left the archive."""

    documents: int
    files: int
    without_text: int = 0  # documents whose access is metadata

    def text(self) -> str:
        """Write it for a terminal."""
        told = f"{self.documents:,} documents in {self.files:,} file{'s' * (self.files != 1)}"
        return told + (f"; {self.without_text:,} without their text" if self.without_text else "")


def export_archive(
    kind: str, root: Path, target: Path, collection: str = "", date: str = ""
) -> ExportReport:
    """Export an archive, or one *collection* of it, to *target*.

    *date* (2026-11-28) stands in books as the day of this edition. A folder must be new or empty:
    of what was withdrawn since the last export nothing may stay.
    """
    archive = load_archive(root)
    inside = (target.resolve(), root.resolve())
    if inside[0] == inside[1] or inside[1] in inside[0].parents:
        what, fix = "this would be written into the archive itself", "name another folder"
        raise CorpusError([Problem(Place(str(target)), what, fix=fix)])
    if kind != "csv" and target.is_dir() and any(target.iterdir()):
        why = "what an earlier export left there would pass for a part of this one"
        fix = "empty it, or name another"
        raise CorpusError([Problem(Place(str(target)), "this folder is not empty", why, fix)])
    if archive.problems:
        raise CorpusError(archive.problems)
    if collection and collection not in archive.collections:
        raise CorpusError([Problem(Place("--collection"), f"there is no '{collection}'")])
    documents = [
        document
        for document in _documents(archive)
        if not collection or document.collection == collection
    ]
    write: dict[str, Callable[[Archive, list[Document], Path, str], int]] = {
        "markdown": _markdown, "tei": _tei, "csv": _csv, "epub": _epub, "package": _package,
    }  # fmt: skip
    n_files = write[kind](archive, documents, target, date)
    bare = sum(document.access != "public" for document in documents)
    return ExportReport(len(documents), n_files, bare)


def _documents(archive: Archive) -> Iterator[Document]:
    """Give the documents that readers see, in the order of their collections."""
    problems: list[Problem] = []
    found: list[Document] = []
    for source in archive.sources:
        documents, faults = read_source(source, archive.site, headings_of(archive.authority))
        problems += faults
        found += [one for one in documents if _access(one, archive) != "closed"]
    if problems:
        raise CorpusError(problems)
    found = [one for one in found if not one.draft and not one.withdrawn]
    yield from sorted(found, key=_order)


def _access(document: Document, archive: Archive) -> str:
    collection = archive.collections.get(document.collection)
    said = (document.access, collection.access if collection else "public")
    return max(said, key=_STRICT.index)


def _order(document: Document) -> tuple[object, ...]:
    first = document.date.first if document.date else 0
    numbers = (natural(document.volume), natural(document.issue), natural(document.pages))
    return (document.collection, *numbers, first, document.id.encode())


def _folder(document: Document) -> str:
    return str(slug_of(document.collection)) if document.collection else "texts"


def _write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def _markdown(archive: Archive, documents: list[Document], target: Path, _date: str) -> int:
    """Write an archive of Markdown files: each document one, all else as it is."""
    for document in documents:
        shown = _access(document, archive) == "public"
        path = target / "texts" / _folder(document) / f"{document.slug}.md"
        _write(path, markdown_file(document, text=shown))
    for name in ("site.toml", "collections.toml"):
        if (archive.root / name).is_file():
            shutil.copyfile(archive.root / name, target / name)
    if (archive.root / "anchors.tsv").is_file():
        public = {one.id for one in documents if _access(one, archive) == "public"}
        _write(target / "anchors.tsv", _promised(archive.root / "anchors.tsv", public))
    for name in ("entities", "pages", "assets", "templates"):
        if (archive.root / name).is_dir():
            shutil.copytree(archive.root / name, target / name, dirs_exist_ok=True)
    return sum(1 for path in target.rglob("*") if path.is_file())


def _promised(path: Path, public: set[DocId]) -> str:
    """Give what is promised of documents whose text leaves: a row tells of a paragraph's words."""
    head, *rows = path.read_text("utf-8").splitlines(keepends=True) or [""]
    return head + "".join(row for row in rows if row.partition("\t")[0] in public)


def _tei(archive: Archive, documents: list[Document], target: Path, _date: str) -> int:
    for document in documents:
        collection = archive.collections.get(document.collection)
        title = collection.title if collection else ""
        shown = _access(document, archive) == "public"
        path = target / _folder(document) / f"{document.slug}.xml"
        _write(path, tei_file(document, title, text=shown))
    return len(documents)


def _csv(archive: Archive, documents: list[Document], target: Path, _date: str) -> int:
    """Write one table: a row a document, lists parted by ``|``, mappings as JSON."""
    out = io.StringIO(newline="")
    columns = [*KEYS, "markup", "body"]
    table = csv.DictWriter(out, columns, lineterminator="\r\n")
    table.writeheader()
    for document in documents:
        shown = _access(document, archive) == "public"
        values = metadata_of(document)
        row = {
            key: "|".join(value) if key in LISTS else value if isinstance(value, str)
            else json.dumps(value, ensure_ascii=False)
            for key, value in values.items()
        }  # fmt: skip
        row["markup"] = "markdown" if document.markup == "markdown" else "text"
        row["body"] = document.body.source if shown else ""
        table.writerow(row)
    _write(target, "\N{ZERO WIDTH NO-BREAK SPACE}" + out.getvalue())
    return 1


def _package(archive: Archive, documents: list[Document], target: Path, date: str) -> int:
    """Write what a repository keeps: table, TEI, authority, and what describes them."""
    _csv(archive, documents, target / "documents.csv", date)
    _tei(archive, documents, target / "tei", date)
    if (archive.root / "entities").is_dir():
        shutil.copytree(archive.root / "entities", target / "entities", dirs_exist_ok=True)
    if (archive.root / "collections.toml").is_file():
        shutil.copyfile(archive.root / "collections.toml", target / "collections.toml")
    describe_package(target, archive.site, date, len(documents))
    return sum(1 for path in target.rglob("*") if path.is_file())


def _epub(archive: Archive, documents: list[Document], target: Path, date: str) -> int:
    """Write a book for each collection; what has no public text is not in it."""
    books: dict[str, list[Document]] = {}
    for document in documents:
        if _access(document, archive) == "public":
            books.setdefault(document.collection, []).append(document)
    for name, chapters in books.items():
        title = name or archive.site.title
        collection = archive.collections.get(name) or Collection(id=name, title=title)
        book = _book(archive, collection, chapters, date)
        _write(target / f"{slug_of(name or 'texts')}.epub", book)
    return len(books)


def _book(archive: Archive, collection: Collection, found: list[Document], date: str) -> bytes:
    site, authority = archive.site, archive.authority
    names = {document.id: f"{document.slug}.xhtml" for document in found}

    def heading(agent: str) -> str:
        entity = authority.get(EntityId(agent))
        return entity.heading if entity else agent

    chapters, assets, edition = [], set(), Edition(site)
    for document in found:
        html = body_html(document.body, (), {})
        assets |= {path for path in assets_in(html) if path in archive.assets}
        printed = gregorian(document.date, edition) if document.date else ""
        about = " · ".join([*map(heading, document.authors), printed])
        inner = xhtml(html, lambda one: names.get(DocId(one), ""))
        chapters.append(Chapter(names[document.id], document, inner, about.strip(" ·")))
    identifier = f"{site.base_url or 'urn:sitegen:'}{collection.id or 'texts'}"
    book = Book(
        identifier=identifier,
        title=collection.title or site.title,
        lang=collection.lang or site.language,
        contents=_CONTENTS.get(collection.lang or site.language, _CONTENTS["ar"]),
        modified=f"{date}T00:00:00Z",
        creators=tuple(map(heading, collection.editors)),
        publisher=collection.publisher,
        rights=collection.rights or site.rights,
    )
    pictures = {path: (archive.root / "assets" / path).read_bytes() for path in sorted(assets)}
    return encode_book(book, chapters, pictures)
