"""Which documents does this archive hold?

`list_sources` is cheap and says what there is; `split` shares big files out; `read_source` reads
one share, alone, wherever it runs; `check_documents` sees them all together.
"""

from __future__ import annotations

import csv
import re
from base64 import b32encode
from collections.abc import Collection as Ids
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

from sitegen.config import Site
from sitegen.content import files
from sitegen.content.check import check_documents, missing_files
from sitegen.content.encoding import decode
from sitegen.content.frontmatter import FrontMatter, read_front_matter
from sitegen.content.iiif import is_manifest, with_leaves
from sitegen.content.keys import read_fields, title_of
from sitegen.content.pages import Page, read_page, read_pages
from sitegen.content.rows import read_rows
from sitegen.content.sidecars import beside, with_sidecar
from sitegen.content.text import read_plain
from sitegen.errors import Place, Problem
from sitegen.model import DocId, Document, Title

__all__ = [
    "Contents",
    "Page",
    "Source",
    "check_documents",
    "list_sources",
    "path_id",
    "read_archive",
    "read_page",
    "read_pages",
    "read_source",
    "split",
]


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A file of documents, or some of its lines: what one worker reads."""

    path: str
    start: int = 0  # bytes
    end: int = 0  # 0: to the end
    kind: str = ""
    size: int = 0
    line: int = 1  # of the first byte
    root: str = field(default="", compare=False)


class Contents(NamedTuple):
    """All documents of an archive, file by file, and all problems."""

    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]


def list_sources(root: Path | str) -> tuple[list[Source], list[Problem]]:
    """List the files that hold documents, in the order of their paths' bytes."""
    found, problems = files.walk(Path(root))
    sources = [Source(path=one.path, kind=one.kind, size=one.size, root=str(root)) for one in found]
    return sources, problems


def split(source: Source, n_bytes: int) -> list[Source]:
    """Share a file of rows out in ranges of whole rows of about *n_bytes*; other files are one."""
    if source.kind not in ("jsonl", "csv") or source.size <= n_bytes or source.end:
        return [source]
    raw, problems = files.read_bytes(Path(source.root), source.path)
    if problems or raw[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in raw[:64]:
        return [source]  # UTF-16: line ends are no single bytes
    shares, start, line = [], 0, 1
    while start < len(raw):
        end = _row_end(raw, start, start + n_bytes, csv_rows=source.kind == "csv")
        shares.append(replace(source, start=start, end=end, size=end - start, line=line))
        line += raw.count(b"\n", start, end)
        start = end
    return shares


def _row_end(raw: bytes, start: int, wanted: int, *, csv_rows: bool) -> int:
    """Find the first end of a row at or after *wanted*."""
    end = raw.find(b"\n", wanted)
    quotes = raw.count(b'"', start, end) if csv_rows and end >= 0 else 0
    while quotes % 2 and end >= 0:  # inside a quoted cell
        begin, end = end, raw.find(b"\n", end + 1)
        quotes += raw.count(b'"', begin, end) if end >= 0 else 0
    return len(raw) if end < 0 else end + 1


def read_source(
    source: Source, site: Site, headings: Mapping[str, str] | None = None
) -> tuple[list[Document], list[Problem]]:
    """Read the documents of one source, and every problem in it.

    *headings* (entity id -> heading) gives the text of ``[[id]]`` in Markdown and plain text.
    """
    documents, problems = _read_source(source, site, headings or {})
    for at, document in enumerate(documents):
        if is_manifest(document.facsimile):
            documents[at], more = with_leaves(document, source.root)
            problems = [*problems, *more]
    return documents, problems


def _read_source(
    source: Source, site: Site, headings: Mapping[str, str]
) -> tuple[list[Document], list[Problem]]:
    root = Path(source.root)
    if source.kind == "tei":
        raw, problems = files.read_bytes(root, source.path)
        if problems:
            return [], problems
        from sitegen.content.tei import read_tei  # noqa: PLC0415 - lxml costs start-up

        documents, problems = read_tei(raw, source.path, site)
        return with_sidecar(root, source.path, site, documents, problems)
    if source.kind in ("jsonl", "csv"):
        return _read_row_file(root, source, site, headings)
    decoded, problems = files.read_text(root, source.path)
    if problems:
        return [], problems
    read = _read_markdown_file if source.kind == "markdown" else _read_text_file
    document, problems = read(root, source.path, decoded.text, site, headings)
    return [document] if document else [], problems


def _read_row_file(
    root: Path, source: Source, site: Site, headings: Mapping[str, str]
) -> tuple[list[Document], list[Problem]]:
    raw, problems = files.read_bytes(root, source.path, source.start, source.end or None)
    decoded, more = decode(raw, source.path)
    problems += [_moved(problem, source) for problem in more]
    header = ""
    if source.start and source.kind == "csv":
        head = files.read_bytes(root, source.path, 0, 1 << 16)[0]
        header = _first_record(decode(head, source.path)[0].text)
    if problems:
        return [], problems
    return read_rows(
        decoded.text,
        source.path,
        source.kind,
        site,
        first_line=source.line,
        header=header,
        headings=headings,
    )


def _moved(problem: Problem, source: Source) -> Problem:
    place = Place(problem.place.path, problem.place.line + source.line - 1)
    return replace(problem, place=place)


def _first_record(text: str) -> str:
    out = StringIO(newline="")
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    csv.writer(out, delimiter=delimiter).writerow(
        next(csv.reader(StringIO(text, newline=""), delimiter=delimiter), [])
    )
    return out.getvalue()


def path_id(path: str) -> DocId:
    """Derive an id from a file's path: without its ending, ``/`` and spaces as ``-``.

    Names in other scripts give letters of a hash, so that they stay apart.

    >>> path_id("letters/1908/014.md"), path_id("letters/رسالة 1.txt")
    ('letters-1908-014', 'letters-1-rsw2wlxa')
    """
    ending = files.ending_of(path)
    stem = path[: len(path) - len(ending)] if ending in files.KINDS else path
    kept = re.sub(r"[^!-~]+", "-", stem.replace("/", "-"))
    kept = re.sub(r"-{2,}", "-", kept).strip("-")
    if not stem.replace(" ", "").isascii():
        digest = blake2b(stem.encode("utf-8"), digest_size=5).digest()
        kept = f"{kept}-{b32encode(digest).decode('ascii').lower()}".strip("-")
    return DocId(kept)


def _read_markdown_file(
    root: Path, path: str, text: str, site: Site, headings: Mapping[str, str]
) -> tuple[Document | None, list[Problem]]:
    front, problems = read_front_matter(text, path)
    fields, more = _file_fields(front, path, site, Place(path, 1))
    problems += more
    if "title" not in fields and not problems:
        what, fix = "the document has no 'title'", "write title: ... between --- lines at the top"
        problems.append(Problem(Place(path, 1), what, fix=fix))
    from sitegen.content.markdown import read_markdown  # noqa: PLC0415 - heavy where not needed

    body, more = read_markdown(
        text[front.begin :],
        path=path,
        tatweel=site.tatweel,
        lang=fields.get("lang", "ar"),
        line=front.line,
        trusted=site.trusted_html,
        hosts=site.image_hosts,
        headings=headings,
    )
    problems += [*more, *missing_files(root, path, body, fields, front)]
    if problems:
        return None, problems
    place = Place(path, front.lines.get("id", 1))
    return Document(place=place, body=body, markup="markdown", **fields), []


def _file_fields(
    front: FrontMatter, path: str, site: Site, place: Place
) -> tuple[dict[str, Any], list[Problem]]:
    fields, problems = read_fields(
        front.values, lambda key: Place(place.path, front.lines.get(key, 1)), site
    )
    fields.setdefault("id", path_id(path))
    return fields, problems


def _read_text_file(
    root: Path, path: str, text: str, site: Site, headings: Mapping[str, str]
) -> tuple[Document | None, list[Problem]]:
    front, problems = read_front_matter(text, path)
    where = path
    if not front.begin:
        where, front, problems = beside(root, path, front)
    fields, more = _file_fields(front, path, site, Place(where))
    problems += more
    fields.setdefault("title", _title_from_name(path, site))
    body = read_plain(
        text[front.begin :],
        tatweel=site.tatweel,
        lang=fields.get("lang", "ar"),
        line=front.line,
        headings=headings,
    )
    problems += missing_files(root, where, body, fields, front)
    if problems:
        return None, problems
    return Document(place=Place(path), body=body, **fields), []


def _title_from_name(path: str, site: Site) -> Title:
    name = path.rpartition("/")[2]
    stem = name[: -len(files.ending_of(name))]
    return title_of(re.sub(r"[-_]+", " ", stem).strip() or stem, site.tatweel)


def read_archive(
    root: Path | str,
    site: Site,
    collections: Ids[str] = (),
    headings: Mapping[str, str] | None = None,
) -> Contents:
    """Read every document of an archive, in one process; for checks, tests and small archives."""
    sources, problems = list_sources(root)
    documents: list[Document] = []
    for source in sources:
        found, more = read_source(source, site, headings)
        documents += found
        problems += more
    problems += check_documents(documents, collections)
    if not sources and not problems:
        problems.append(
            Problem(
                Place(Path(root).name or "."),
                "the archive has no documents",
                "no .md, .txt, .jsonl, .csv or .xml file is in it",
                "write one, or run: sitegen import",
            )
        )
    return Contents(tuple(documents), tuple(sorted(set(problems))))
