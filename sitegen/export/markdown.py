"""How is a document written as Markdown with front matter, for any editor and for us?

What was written as Markdown is given as it was; plain text and TEI are written so that the
Markdown reader makes the same parts of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import groupby, takewhile
from typing import Any

from sitegen.content.frontmatter import quoted
from sitegen.content.imports.html_markdown import LINE_START, escaped, guarded
from sitegen.content.verse import GAP
from sitegen.export.blocks import Part, Run, parts_of
from sitegen.model import BlockKind, Document

_FENCES = {
    BlockKind.PULL_QUOTE: "pullquote",
    BlockKind.DATELINE: "dateline",
    BlockKind.BYLINE: "byline",
}
_SIGNS = {"em": "*", "strong": "**"}


def metadata_of(document: Document) -> dict[str, Any]:
    """Give a document's metadata under our keys, in their order; what is empty is left out."""
    found: dict[str, Any] = {
        "id": document.id, "title": document.title.source, "subtitle": document.subtitle,
        "authors": list(document.authors), "editors": list(document.editors),
        "translators": list(document.translators), "collection": document.collection,
        "volume": document.volume, "issue": document.issue, "pages": document.pages,
        "date": document.date.iso if document.date else "", "date_hijri": document.date_hijri,
        "date_printed": document.date_printed,
        "lang": document.lang if document.lang != "ar" else "",
        "kind": document.kind if document.kind != "article" else "",
        "section": document.section, "subjects": list(document.subjects),
        "summary": document.summary, "image": document.image, "facsimile": document.facsimile,
        "source": document.source, "source_id": document.source_id,
        "identifiers": dict(document.identifiers), "rights": document.rights,
        "access": document.access if document.access != "public" else "",
        "withdrawn": document.withdrawn, "ocr": dict(document.ocr),
        "corrections": [
            {"date": one.date, "by": one.by, "note": one.note} for one in document.corrections
        ],
        "entities": {
            key: value
            for key, value in (
                ("link", list(document.entities.link)), ("not", list(document.entities.never)),
                ("as", dict(document.entities.as_)),
            )
            if value
        },
        "aliases": list(document.aliases), "draft": "true" if document.draft else "",
        "extra": dict(document.extra),
    }  # fmt: skip
    return {key: value for key, value in found.items() if value not in ("", [], {}, None)}


def markdown_file(document: Document, *, text: bool = True) -> str:
    """Write a document as one file; *text* false leaves its text out.

    >>> from sitegen.content.text import read_plain
    >>> from sitegen.errors import Place
    >>> from sitegen.model import Title, DocId
    >>> body = read_plain("قال [[p-rida|رشيد]]:\\n\\n1. نعم")
    >>> document = Document(id=DocId("a"), place=Place("a.txt"), title=Title("ت", "ت"), body=body)
    >>> print(markdown_file(document), end="")
    ---
    id: "a"
    title: "ت"
    ---
    قال [[p-rida|رشيد]]:
    <BLANKLINE>
    1\\. نعم
    """
    head = "".join(_lines(metadata_of(document)))
    body = ""
    if text:
        is_ours = document.markup == "markdown"
        body = document.body.source.strip("\n") if is_ours else markdown_of(document)
    return f"---\n{head}---\n{body}\n"


def _lines(values: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    """Write YAML whose scalars no reader can mistake: JSON's strings are YAML's."""
    for key, value in values.items():
        if isinstance(value, Mapping) and value:
            yield f"{indent}{_key(key)}:\n"
            yield from _lines(value, f"{indent}  ")
        else:
            told = value if isinstance(value, list | tuple | Mapping) else str(value)
            yield f"{indent}{_key(key)}: {quoted(told)}\n"


def _key(key: str) -> str:
    return key if re.fullmatch("[a-z_]+", key) else json.dumps(key, ensure_ascii=False)


def markdown_of(document: Document) -> str:
    """Write a body of any markup as Markdown."""
    blocks: list[str] = []
    parts = list(parts_of(document.body))
    for n, part in enumerate(parts):
        blocks += [f"{{{{page {page}}}}}" for page in part.pages]
        kind = part.block.kind
        if kind is BlockKind.CELL:
            if n == 0 or parts[n - 1].block.kind is not BlockKind.CELL:
                cells = takewhile(lambda one: one.block.kind is BlockKind.CELL, parts[n:])
                blocks.append(_table(list(cells)))
            continue
        caption = part.block.text if kind is BlockKind.CAPTION else ""
        blocks += [_picture(source, alt, caption) for source, alt in part.pictures]
        if not caption:
            blocks.append(_block(part, blocks))
    return "\n\n".join(blocks)


def _table(cells: list[Part]) -> str:
    rows = [
        [_written(one.runs).replace("\n", " ") for one in row]
        for _, row in groupby(cells, key=lambda one: one.row)
    ]
    width = max(map(len, rows))
    head = [[""] * width, ["---"] * width]
    return "\n".join(_row(row + [""] * (width - len(row))) for row in [*head, *rows])


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _picture(source: str, alt: str, caption: str) -> str:
    title = ' "' + caption.replace('"', "”") + '"' if caption else ""
    return f"![{escaped(alt)}]({source}{title})"


def _block(part: Part, before: list[str]) -> str:
    kind, block = part.block.kind, part.block
    if kind is BlockKind.CODE:
        return "```\n" + block.text + "\n```"
    if kind is BlockKind.VERSE:
        return "::: verse\n" + _verse(part.runs) + "\n:::"
    text = "  \n".join(_written(part.runs).split("\n"))
    if kind is BlockKind.HEADING:
        return f"{'#' * block.level} {text}{_anchor(part)}"
    if kind is BlockKind.NOTE:
        label = part.note or "n"
        is_first = not any(one.startswith(f"[^{label}]: ") for one in before)
        return f"[^{label}]: {text}" if is_first else f"    {text}"
    text = LINE_START.sub(guarded, text)
    if kind is BlockKind.QUOTATION:
        return "> " + text.replace("\n", "\n> ")
    if kind is BlockKind.ITEM:
        return ("1.  " if part.ordered else "-   ") + text.replace("\n", "\n    ")
    if kind in _FENCES:
        return f"::: {_FENCES[kind]}\n{text}\n:::"
    return text + _anchor(part)


def _anchor(part: Part) -> str:
    """Give the anchor that an author wrote; those made of the text are made again."""
    anchor = part.block.anchor
    return "" if re.match(r"p-[a-z2-7]{5}(-\d+)?$", anchor) else f" {{#{anchor}}}"


def _written(runs: tuple[Run, ...]) -> str:
    return "".join(map(_run, runs)).strip()


def _run(run: Run) -> str:
    if run.kind == "break":
        return "\n"
    if run.kind == "page":
        return f"{{{{page {run.text}}}}}"
    if run.kind == "note":
        return f"[^{run.text}]"
    if run.kind == "image":
        return f"![{escaped(run.text)}]({run.link})"
    text = escaped(run.text)
    if run.by_hand and not re.search(r"[\[\]\n|]", run.text):
        text = f"[[{run.name}|{run.text}]]"
    bare = text.strip()
    if not bare:
        return text
    at = text.index(bare)
    for style in run.styles:
        begin, end = (_SIGNS[style],) * 2 if style in _SIGNS else (f"<{style}>", f"</{style}>")
        bare = f"{begin}{bare}{end}"
    if run.link:
        bare = f"[{bare}]({run.link})"
    return text[:at] + bare + text[at + len(text.strip()) :]


def _verse(runs: tuple[Run, ...]) -> str:
    text = "".join(_run(Run(run.kind, run.text, (), "", run.name)) for run in runs)
    return "\n".join(line.replace(GAP, " *** ").strip() for line in text.split("\n"))
