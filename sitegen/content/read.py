"""Which documents does this archive hold?

`list_sources` is cheap and says what there is; `split` shares big files out; `read_source` reads
one share, alone, wherever it runs; `check_documents` sees them all together.
"""

from __future__ import annotations

import csv
import re
from base64 import b32encode
from collections.abc import Collection as Ids
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from sitegen.config import Site
from sitegen.content import files
from sitegen.content.encoding import decode
from sitegen.content.frontmatter import FrontMatter, parse_toml, parse_yaml, read_front_matter
from sitegen.content.keys import read_fields, title_of
from sitegen.content.rows import read_rows
from sitegen.content.text import read_plain
from sitegen.errors import Place, Problem, did_you_mean
from sitegen.model import Body, DocId, Document, Title, slug_of


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
    root = Path(source.root)
    if source.kind == "tei":
        raw, problems = files.read_bytes(root, source.path)
        if problems:
            return [], problems
        from sitegen.content.tei import read_tei  # noqa: PLC0415 - lxml costs start-up

        documents, problems = read_tei(raw, source.path, site)
        return _with_sidecar(root, source.path, site, documents, problems)
    if source.kind in ("jsonl", "csv"):
        return _read_row_file(root, source, site)
    decoded, problems = files.read_text(root, source.path)
    if problems:
        return [], problems
    read = _read_markdown_file if source.kind == "markdown" else _read_text_file
    document, problems = read(root, source.path, decoded.text, site, headings or {})
    return [document] if document else [], problems


def _read_row_file(root: Path, source: Source, site: Site) -> tuple[list[Document], list[Problem]]:
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
        decoded.text, source.path, source.kind, site, first_line=source.line, header=header
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
        headings=headings,
    )
    problems += [*more, *_missing_files(root, path, body, fields, front)]
    if problems:
        return None, problems
    return Document(place=Place(path, front.lines.get("id", 1)), body=body, **fields), []


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
        where, front, problems = _sidecar(root, path, front)
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
    problems += _missing_files(root, where, body, fields, front)
    if problems:
        return None, problems
    return Document(place=Place(path), body=body, **fields), []


def _sidecar(root: Path, path: str, none: FrontMatter) -> tuple[str, FrontMatter, list[Problem]]:
    """Read the metadata that stand beside a text: ``letter.yml`` for ``letter.txt``."""
    stem = path[: -len(files.ending_of(path))]
    for ending in files.SIDECARS:
        if not files.exists(root, stem + ending):
            continue
        where = stem + ending
        decoded, problems = files.read_text(root, where)
        parse = parse_toml if ending == ".toml" else parse_yaml
        values, lines, more = parse(decoded.text, where)
        return where, FrontMatter(values, lines), [*problems, *more]
    return path, none, []


_OF_FILES = ("collection", "rights", "access", "source", "subjects", "withdrawn", "extra", "lang")


def _with_sidecar(
    root: Path, path: str, site: Site, documents: list[Document], problems: list[Problem]
) -> tuple[list[Document], list[Problem]]:
    """Let the sidecar of a TEI file speak for all documents in it."""
    where, front, more = _sidecar(root, path, FrontMatter())
    fields, found = read_fields(
        front.values, lambda key: Place(where, front.lines.get(key, 1)), site
    )
    found += [
        Problem(
            Place(where, front.lines.get(key, 1)),
            f"'{key}' cannot be said of all documents of a file",
            fix=f"legal: {', '.join(_OF_FILES)}",
        )
        for key in fields
        if key not in _OF_FILES
    ]
    problems = [*problems, *more, *found]
    if not fields or problems:
        return ([] if problems else documents), problems
    extra = fields.pop("extra", {})
    return [replace(one, **fields, extra={**one.extra, **extra}) for one in documents], []


def _title_from_name(path: str, site: Site) -> Title:
    name = path.rpartition("/")[2]
    stem = name[: -len(files.ending_of(name))]
    return title_of(re.sub(r"[-_]+", " ", stem).strip() or stem, site.tatweel)


_LINKED = re.compile(r'<(?:img src|a href)="(assets/[^"#?]*)')


def _missing_files(
    root: Path, path: str, body: Body, fields: Mapping[str, Any], front: FrontMatter
) -> list[Problem]:
    """Find what a document shows or links to under assets/ that is not there."""
    wanted: dict[str, Place] = {}
    for n, part in enumerate(body.layout):
        html = body.blocks[part].html if isinstance(part, int) else part
        for found in _LINKED.findall(html):
            wanted.setdefault(found, Place(path, _line_near(body, n)))
    for key in ("image", "facsimile"):
        value = fields.get(key, "")
        if value.startswith("assets/"):
            wanted.setdefault(value.partition("#")[0], Place(path, front.lines.get(key, 1)))
    missing = {name: place for name, place in wanted.items() if not files.exists(root, name)}
    if not missing:
        return []
    there = files.names_in(root, "assets")
    return [
        Problem(
            place, f"there is no file '{name}'", fix=did_you_mean(name, there, "add it to assets/")
        )
        for name, place in missing.items()
    ]


def _line_near(body: Body, n: int) -> int:
    numbers = [part for part in body.layout[: n + 2] if isinstance(part, int)]
    return body.blocks[numbers[-1]].line if numbers else 0


class Placed(Protocol):
    """What `check_documents` needs to know of a document; model.Document has it."""

    @property
    def id(self) -> DocId:
        """Its id."""

    @property
    def place(self) -> Place:
        """Where it stands."""

    @property
    def collection(self) -> str:
        """Its collection's id."""


def check_documents(documents: Iterable[Placed], collections: Ids[str]) -> list[Problem]:
    r"""Check what no document shows alone: ids, slugs, collections.

    >>> from typing import NamedTuple
    >>> One = NamedTuple("One", [("id", str), ("place", Place), ("collection", str)])
    >>> two = [One("a", Place("1.md"), ""), One("a", Place("2.md"), "x")]
    >>> print(*check_documents(two, ["xy"]), sep="\n")
    2.md: the id 'a' is taken
      why: 1.md has it too
      fix: give one of them another id
    2.md: there is no collection 'x'
      fix: did you mean 'xy'?
    """
    problems = []
    ids: dict[str, Place] = {}
    slugs: dict[str, tuple[str, Place]] = {}
    for document in sorted(documents, key=lambda one: one.place):
        known = ids.get(document.id)
        if known is not None:
            problems.append(
                Problem(
                    document.place,
                    f"the id '{document.id}' is taken",
                    f"{known} has it too",
                    "give one of them another id",
                )
            )
        ids.setdefault(document.id, document.place)
        slug = slug_of(document.id)
        other, where = slugs.setdefault(slug, (document.id, document.place))
        if other != document.id:
            problems.append(
                Problem(
                    document.place,
                    f"the ids '{document.id}' and '{other}' have one slug, '{slug}'",
                    f"addresses are made from slugs; '{other}' is in {where}",
                    "change one of the ids",
                )
            )
        if document.collection and document.collection not in collections:
            otherwise = "add a table to collections.toml"
            problems.append(
                Problem(
                    document.place,
                    f"there is no collection '{document.collection}'",
                    fix=did_you_mean(document.collection, collections, otherwise),
                )
            )
    return problems


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


@dataclass(frozen=True, slots=True)
class Page:
    """A free page of the archive, as About."""

    name: str  # about, for pages/about.md
    place: Place
    title: Title
    body: Body
    lang: str = "ar"
    summary: str = ""
    order: int = 0  # in the menu
    extra: Mapping[str, Any] = field(default_factory=dict)


_PAGE_KEYS = ("title", "lang", "summary", "extra", "order")


def read_pages(
    root: Path | str, site: Site, headings: Mapping[str, str] | None = None
) -> tuple[list[Page], list[Problem]]:
    """Read every free page of the archive, ``pages/*.md``, by name."""
    pages, problems = [], []
    for path in files.names_in(Path(root), "pages"):
        if path.endswith(".md"):
            page, more = read_page(root, path, site, headings)
            problems += more
            pages += [page] if page else []
    return pages, problems


def read_page(
    root: Path | str, path: str, site: Site, headings: Mapping[str, str] | None = None
) -> tuple[Page | None, list[Problem]]:
    """Read a free page: front matter with a title, and Markdown."""
    from sitegen.content.markdown import read_markdown  # noqa: PLC0415 - heavy where not needed

    decoded, problems = files.read_text(Path(root), path)
    if problems:
        return None, problems
    front, problems = read_front_matter(decoded.text, path)

    def at(key: str) -> Place:
        return Place(path, front.lines.get(key, 1))

    fields, more = read_fields(front.values, at, site, ("order",))
    problems += more
    problems += [
        Problem(at(key), f"a page has no '{key}'", fix=f"legal: {', '.join(_PAGE_KEYS)}")
        for key in front.values
        if key not in _PAGE_KEYS and key in fields
    ]
    order = str(front.values.get("order") or 0)
    if not re.fullmatch(r"-?[0-9]{1,6}", order):
        problems.append(Problem(at("order"), f"'order': '{order}' is no number", fix="write 1"))
        order = "0"
    body, more = read_markdown(
        decoded.text[front.begin :],
        path=path,
        tatweel=site.tatweel,
        lang=fields.get("lang", site.language),
        line=front.line,
        trusted=site.trusted_html,
        headings=headings or {},
    )
    problems += [*more, *_missing_files(Path(root), path, body, fields, front)]
    if "title" not in fields and not problems:
        problems.append(Problem(Place(path, 1), "the page has no 'title'", fix="write title: ..."))
    if problems:
        return None, problems
    page = Page(
        name=path.removeprefix("pages/").removesuffix(".md"),
        place=Place(path, 1),
        title=fields["title"],
        body=body,
        lang=fields.get("lang", site.language),
        summary=fields.get("summary", ""),
        order=int(order),
        extra=fields.get("extra", {}),
    )
    return page, []
