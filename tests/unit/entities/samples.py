"""Small authorities and documents for the tests of this room."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sitegen.entities.authority import Authority, read_authority
from sitegen.entities.reading import parse_span_date
from sitegen.errors import Place
from sitegen.model import (
    Alignment,
    Block,
    BlockKind,
    Body,
    DocId,
    Document,
    EntityRules,
    Mention,
    Tagged,
    Title,
)


def authority_of(*records: Mapping[str, Any]) -> Authority:
    text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    authority, problems = read_authority([("entities/a.jsonl", text)])
    assert not problems, problems
    return authority


def person(identifier: str, heading: str, **more: Any) -> dict[str, Any]:
    return {"id": identifier, "type": "person", "heading": heading, **more}


def place(identifier: str, heading: str, **more: Any) -> dict[str, Any]:
    return {"id": identifier, "type": "place", "heading": heading, **more}


def document(
    *texts: str,
    title: str = "",
    date: str = "",
    rules: EntityRules | None = None,
    kinds: Iterable[BlockKind] = (),
    tagged: Mapping[int, tuple[Tagged, ...]] | None = None,
    **more: Any,
) -> Document:
    """A document whose blocks' texts are its source, parted by a blank line."""
    blocks, at = [], 0
    chosen = list(kinds) or [BlockKind.PARAGRAPH] * len(texts)
    for number, (text, kind) in enumerate(zip(texts, chosen, strict=True)):
        blocks.append(
            Block(
                kind,
                f"p-{number}",
                text,
                text,
                alignment=Alignment(((0, at),)),
                tagged=(tagged or {}).get(number, ()),
                line=number + 1,
            )
        )
        at += len(text) + 2
    return Document(
        id=DocId("d-1"),
        place=Place("texts/d-1.md", 1),
        title=Title(title, title),
        body=Body("\n\n".join(texts), tuple(blocks), tuple(range(len(texts)))),
        date=parse_span_date(date) if date else None,
        entities=rules or EntityRules(),
        **more,
    )


def surface(of: Document, mention: Mention) -> str:
    text = of.title.text if mention.block < 0 else of.body.blocks[mention.block].text
    return text[mention.start : mention.end]


def answers(of: Document, mentions: Iterable[Mention]) -> list[list[str | None]]:
    return [[surface(of, m), m.entity, m.rule] for m in mentions]
