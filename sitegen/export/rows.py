"""What do the rows of data/*.jsonl hold?

One JSON object a line, keys in a fixed order, empty values left out, UTF-8, U+000A at the end.
Offsets are code points of the document's ``body`` (or title), half-open.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sitegen.model import BlockKind, Card, Document, Entity, Mention

_quoted = json.encoder.encode_basestring  # as _ENCODE writes a text, but for the call
_NUMBERS = (int, float)  # 0 is told
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def row(values: Mapping[str, Any]) -> bytes:
    """Write one row; what is empty is left out.

    >>> row({"id": "a", "title": "المنار", "authors": []}).decode()
    '{"id":"a","title":"المنار"}\\n'
    """
    told = [
        f'"{key}":{_quoted(value) if value.__class__ is str else _ENCODE(value)}'
        for key, value in values.items()
        if value or isinstance(value, _NUMBERS)
    ]
    return f"{{{','.join(told)}}}\n".encode()


def document_row(document: Document, card: Card, url: str) -> bytes:
    """Write a document with all its metadata; its text only where access is public."""
    told = row(
        {
            "id": document.id,
            "title": document.title.source,
            "subtitle": document.subtitle,
            "authors": list(document.authors),
            "author_names": [agent.name for agent in card.authors],
            "editors": list(document.editors),
            "translators": list(document.translators),
            "collection": document.collection,
            "volume": document.volume,
            "issue": document.issue,
            "pages": document.pages,
            "date": document.date.iso if document.date else "",
            "date_hijri": document.date_hijri,
            "date_printed": document.date_printed,
            "lang": document.lang,
            "kind": document.kind,
            "section": document.section,
            "subjects": list(document.subjects),
            "summary": document.summary,
            "image": document.image,
            "facsimile": document.facsimile,
            "source": document.source,
            "source_id": document.source_id,
            "identifiers": dict(document.identifiers),
            "rights": document.rights,
            "access": document.access,
            "withdrawn": document.withdrawn,
            "ocr": dict(document.ocr),
            "corrections": [
                {"date": c.date, "by": c.by, "note": c.note} for c in document.corrections
            ],
            "entities": _rules(document),
            "aliases": list(document.aliases),
            "extra": dict(document.extra),
            "words": card.words,
            "url": url,
            "markup": "markdown" if document.markup == "markdown" else "",
        }
    )
    shown = document.access == "public" and not document.withdrawn
    if not (shown and document.body.source):
        return told
    return b'%b,"body":%b}\n' % (told.removesuffix(b"}\n"), quoted_text(document.body.source))


_RARE = bytes(code for code in range(32) if code != ord("\n"))  # what JSON escapes, too


def quoted_text(text: str) -> bytes:
    """Write a long text as JSON: little but ends of lines is to be escaped in it.

    >>> quoted_text('قال:\\n"نعم"').decode() == _quoted('قال:\\n"نعم"')
    True
    """
    content = text.encode()
    if len(content.translate(None, _RARE)) != len(content):
        return _quoted(text).encode()
    escaped = content.replace(b"\\", rb"\\").replace(b'"', rb"\"").replace(b"\n", rb"\n")
    return b'"%b"' % escaped


def _rules(document: Document) -> dict[str, Any]:
    """Give what a document says of its entities, as front matter has it."""
    rules = document.entities
    told = {"link": list(rules.link), "not": list(rules.never), "as": dict(rules.as_)}
    return {key: value for key, value in told.items() if value}


def entity_row(entity: Entity, n_mentions: int, n_documents: int, url: str) -> bytes:
    """Write an authority record with what the archive says of it."""
    return row(
        {
            "id": entity.id,
            "type": entity.type.value,
            "heading": entity.heading,
            "variants": list(entity.variants),
            "short_names": list(entity.short_names),
            "description": entity.description,
            "start": entity.start.iso if entity.start else "",
            "end": entity.end.iso if entity.end else "",
            "lat": entity.lat,
            "lon": entity.lon,
            "same_as": dict(entity.same_as),
            "author": entity.author,
            "extra": dict(entity.extra),
            "mentions": n_mentions,
            "documents": n_documents,
            "url": url,
        }
    )


ENTITY_COLUMNS = (
    "id", "type", "heading", "variants", "description", "start", "end", "lat", "lon", "same_as",
    "mentions", "documents", "url",
)  # fmt: skip


def entity_cells(entity: Entity, n_mentions: int, n_documents: int, url: str) -> tuple[str, ...]:
    """Write a record as the cells of a table: several values of one cell are parted by ``|``."""
    return (
        entity.id,
        entity.type.value,
        entity.heading,
        "|".join(entity.variants),
        entity.description,
        entity.start.iso if entity.start else "",
        entity.end.iso if entity.end else "",
        "" if entity.lat is None else str(entity.lat),
        "" if entity.lon is None else str(entity.lon),
        "|".join(f"{name}:{value}" for name, value in entity.same_as.items()),
        str(n_mentions),
        str(n_documents),
        url,
    )


def mention_rows(
    document: Document,
    mentions: Iterable[Mention],
    in_source: Callable[[Document, Mention], tuple[int, int, str]],
) -> bytes:
    """Write the linked mentions of a document, sorted by field, then place.

    They are what :func:`row` writes, of which an archive has ten for every document.
    """
    rows = []
    doc = _quoted(document.id)
    for mention in mentions:
        if mention.entity is None:
            continue
        start, end, surface = in_source(document, mention)
        block = document.body.blocks[mention.block] if mention.block >= 0 else None
        field = "title" if block is None else "note" if block.kind is BlockKind.NOTE else "body"
        paragraph = f',"paragraph":{_quoted(block.anchor)}' if block and block.anchor else ""
        line = (
            f'{{"doc":{doc},"field":"{field}","start":{start},"end":{end},'
            f'"entity":{_quoted(mention.entity)},"surface":{_quoted(surface)},'
            f'"rule":"{mention.rule}"{paragraph}}}\n'
        )
        rows.append((field, start, end, line))
    return "".join(line for *_, line in sorted(rows)).encode()


DOCUMENT_COLUMNS = (
    "id", "title", "subtitle", "authors", "collection", "volume", "issue", "pages", "date",
    "date_hijri", "lang", "kind", "section", "subjects", "words", "access", "url",
)  # fmt: skip


def document_cells(card: Card, url: str) -> list[str | int]:
    """Set a document's metadata as a row of a table; lists are parted by ``|``.

    >>> from sitegen.model import Agent, DocId, slug_of
    >>> card = Card(id=DocId("a"), slug=slug_of("a"), title="نداء", authors=(Agent("زيدان"),),
    ...             subjects=("أدب", "نقد"))
    >>> document_cells(card, "d/a.html")[:4], document_cells(card, "d/a.html")[13]
    (['a', 'نداء', '', 'زيدان'], 'أدب|نقد')
    """
    return [
        card.id, card.title, card.subtitle, "|".join(agent.name for agent in card.authors),
        card.collection, card.volume, card.issue, card.pages, card.date.iso if card.date else "",
        card.date_hijri, card.lang, card.kind, card.section, "|".join(card.subjects), card.words,
        card.access, url,
    ]  # fmt: skip
