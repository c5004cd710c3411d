"""How is a document written as TEI P5, so that any edition's tools, and we, read it?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from sitegen.content.bidi import escape
from sitegen.content.verse import GAP
from sitegen.export.blocks import Part, Run, is_plain, parts_of
from sitegen.model import Block, BlockKind, Body, Document, slug_of

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<TEI xmlns="http://www.tei-c.org/ns/1.0"'
_BARE = re.compile(r"[a-zA-Z0-9:_.-]+")  # what needs no quoting
_REND = {"em": "italic", "strong": "bold", "sup": "superscript", "sub": "subscript"}


def _quoted(value: str) -> str:
    """Quote the value of an attribute.

    >>> print(_quoted("p-1"), _quoted('a"b'))
    "p-1" 'a"b'
    """
    if _BARE.fullmatch(value):
        return f'"{value}"'
    from xml.sax.saxutils import quoteattr  # noqa: PLC0415 - it brings what speaks with hosts

    return quoteattr(value)


def tei_file(document: Document, collection: str, *, text: bool = True) -> str:
    """Write a document as a TEI file; *collection* is its collection's title.

    Parts have their anchors as ``xml:id``; names that a hand tagged lead to records by ``ref``;
    notes stand where they are called.
    """
    body = _body(document.body) if text else ""
    lang = _quoted(document.lang)
    return (
        f"{_HEAD} xml:id={_quoted(_name(document.id))}>\n{_header(document, collection)}"
        f"<text xml:lang={lang}>\n<body>\n<div type={_quoted(document.kind)} xml:id='text'>\n"
        f"<head>{escape(document.title.source)}</head>\n{body}</div>\n</body>\n</text>\n</TEI>\n"
    )


def _body(body: Body) -> str:
    if is_plain(body):  # most are
        return "".join([_paragraph(body.blocks[n]) for n in body.layout if isinstance(n, int)])
    return _parted(body)


def _paragraph(block: Block) -> str:
    """Write a block whose HTML is its text, with an element for each break of lines or none."""
    html = block.html
    inner = html.replace("<br>", "<lb/>") if "<" in html else html
    return f"<p{_id(block)}>{inner}</p>\n"


def _parted(body: Body) -> str:
    """Write a body whatever stands in it."""
    parts = list(parts_of(body))
    notes = {
        label: [part.runs for part in found]
        for label, found in groupby((one for one in parts if one.note), key=lambda one: one.note)
    }
    return "".join(_flow([one for one in parts if not one.note], notes))


def _name(identifier: str) -> str:
    """Make an id one that XML takes.

    >>> _name("7-a"), _name("oape:1")
    ('d-7-a', 'oape-1')
    """
    slug = str(slug_of(identifier))
    return slug if slug[:1].isalpha() else f"d-{slug}"


def _header(document: Document, collection: str) -> str:
    people = "".join(
        f"<{tag}>{escape(one)}</{tag}>\n"
        for tag, names in (("author", document.authors), ("editor", document.editors))
        for one in names
    )
    scopes = "".join(
        f"<biblScope unit={_quoted(unit)}>{escape(value)}</biblScope>\n"
        for unit, value in (
            ("volume", document.volume), ("issue", document.issue), ("page", document.pages),
        )
        if value
    )  # fmt: skip
    when = document.date.iso if document.date else ""
    printed = document.date_printed or when
    date = f"<date when={_quoted(when)}>{escape(printed)}</date>\n" if when else ""
    date = date or "<publisher/>\n"  # an imprint says something
    title = f'<title level="j">{escape(collection)}</title>\n' if collection else ""
    if people and not title:  # who wrote it stands beside a title; of level "a" none is a journal's
        title = f'<title level="a">{escape(document.title.source)}</title>\n'
    terms = "".join(f"<term>{escape(one)}</term>" for one in document.subjects)
    keywords = f"<profileDesc><textClass><keywords>{terms}</keywords></textClass></profileDesc>\n"
    rights = document.rights
    licence = (
        f"<authority/><availability><licence>{escape(rights)}</licence></availability>"
        if rights
        else ""
    )
    return (
        f"<teiHeader>\n<fileDesc>\n<titleStmt>\n<title>{escape(document.title.source)}</title>\n"
        f"{people}</titleStmt>\n<publicationStmt>{licence or '<p/>'}</publicationStmt>\n"
        f"<sourceDesc>\n<biblStruct>\n<monogr>\n{title}{people}<imprint>\n{date}</imprint>\n"
        f"{scopes}</monogr>\n<idno>{escape(document.id)}</idno>\n</biblStruct>\n</sourceDesc>\n"
        f"</fileDesc>\n{keywords if terms else ''}</teiHeader>\n"
    )


Notes = dict[str, list[tuple[Run, ...]]]


def _flow(parts: list[Part], notes: Notes) -> Iterator[str]:
    """Write parts; what follows a heading is in a division of its own."""
    levels: list[int] = []  # of the divisions that are open
    for kind, group in groupby(parts, key=lambda part: part.block.kind):
        found = list(group)
        if kind is BlockKind.ITEM:
            items = "".join(
                f"<item{_id(one.block)}>{_runs(one.runs, notes)}</item>\n" for one in found
            )
            rend = ' rend="numbered"' if found[0].ordered else ""
            yield f"{_breaks(found)}<list{rend}>\n{items}</list>\n"
        elif kind is BlockKind.CELL:
            rows = (list(cells) for _, cells in groupby(found, key=lambda one: one.row))
            yield f"<table>\n{''.join(_row(cells, notes) for cells in rows)}</table>\n"
        else:
            for part in found:
                if kind is BlockKind.HEADING:
                    level = part.block.level
                    shut = sum(one >= level for one in levels)
                    levels = [*(one for one in levels if one < level), level]
                    yield "</div>\n" * shut + "<div>\n"
                yield _breaks([part]) + _block(part, notes)
    yield "</div>\n" * len(levels)


def _row(cells: list[Part], notes: Notes) -> str:
    return f"<row>{''.join(f'<cell>{_runs(one.runs, notes)}</cell>' for one in cells)}</row>\n"


def _breaks(parts: Iterable[Part]) -> str:
    pages = (page for part in parts for page in part.pages)
    return "".join(f"<pb n={_quoted(page)}/>\n" for page in pages)


def _id(block: Block) -> str:
    anchor = block.anchor
    return f" xml:id={_quoted(anchor)}" if anchor else ""


def _block(part: Part, notes: Notes) -> str:
    figures = "".join(
        f"<figure><graphic url={_quoted(source)}/><figDesc>{escape(alt)}</figDesc></figure>\n"
        for source, alt in part.pictures
    )
    words = _runs(part.runs, notes)
    kind = part.block.kind
    if kind is BlockKind.VERSE:
        lines = (_line(line, notes) for line in _lines(part.runs))
        return f"{figures}<lg{_id(part.block)}>\n{''.join(lines)}</lg>\n"
    if kind is BlockKind.QUOTATION:
        return f"{figures}<quote><p{_id(part.block)}>{words}</p></quote>\n"
    tag = {BlockKind.HEADING: "head", BlockKind.BYLINE: "byline", BlockKind.DATELINE: "dateline"}
    name = tag.get(kind, "p")
    return f"{figures}<{name}{_id(part.block)}>{words}</{name}>\n"


def _lines(runs: tuple[Run, ...]) -> Iterator[tuple[Run, ...]]:
    """Part verse into its lines."""
    for is_break, line in groupby(runs, key=lambda run: run.kind == "break"):
        if not is_break:
            yield tuple(line)


def _line(line: tuple[Run, ...], notes: Notes) -> str:
    """Write a line of verse, each hemistich as a segment."""
    halves: list[list[Run]] = [[]]
    for run in line:
        for n, text in enumerate(run.text.split(GAP) if run.kind == "text" else [run.text]):
            if n:
                halves.append([])
            halves[-1].append(run._replace(text=text))
    told = [_runs(tuple(half), notes).strip() for half in halves]
    inner = "".join(f"<seg>{half}</seg>" for half in told) if len(told) > 1 else told[0]
    return f"<l>{inner}</l>\n"


def _runs(runs: tuple[Run, ...], notes: Notes) -> str:
    return "".join(_run(run, notes) for run in runs)


def _run(run: Run, notes: Notes) -> str:
    if run.kind == "break":
        return "<lb/>"
    if run.kind == "page":
        return f"<pb n={_quoted(run.text)}/>"
    if run.kind == "note":
        inner = "".join(f"<p>{_runs(one, {})}</p>" for one in notes.get(run.text, []))
        return f'<note place="bottom" n={_quoted(run.text)}>{inner}</note>'
    if run.kind == "image":
        return f"<graphic url={_quoted(run.link)}/>"
    words = escape(run.text)
    for style in run.styles:
        words = f'<hi rend="{_REND[style]}">{words}</hi>'
    if run.name:
        words = f"<rs ref={_quoted(run.name)}>{words}</rs>"
    return f"<ref target={_quoted(run.link)}>{words}</ref>" if run.link else words
