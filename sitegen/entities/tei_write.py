"""How are persons, places and organizations told in TEI P5, so that our reader finds all again?"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

_KINDS = {
    "person": ("listPerson", "person", "persName"),
    "place": ("listPlace", "place", "placeName"),
    "organization": ("listOrg", "org", "orgName"),
}
_NCNAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOTES = ("never_link", "cues")
_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0">
 <teiHeader>
  <fileDesc>
   <titleStmt><title>Authority records</title></titleStmt>
   <publicationStmt><p>Written by sitegen entities export.</p></publicationStmt>
   <sourceDesc><p>The authority files of an archive.</p></sourceDesc>
  </fileDesc>
 </teiHeader>
 <standOff>
"""
_FOOT = " </standOff>\n</TEI>\n"


def encode_tei(rows: Iterable[Mapping[str, Any]]) -> str:
    """Write the persons, places and organizations among records as lists in a ``standOff``.

    The id is ``<idno type="sitegen">``, and ``xml:id`` too where XML allows it; cues, surfaces that
    never link and ``extra`` are typed notes.
    """
    rows = list(rows)
    parts = [_HEAD]
    for kind, (around, element, name) in _KINDS.items():
        of_kind = [row for row in rows if row["type"] == kind]
        if of_kind:
            parts.append(f"  <{around}>\n")
            parts += ["".join(_lines(row, element, name)) for row in of_kind]
            parts.append(f"  </{around}>\n")
    return "".join([*parts, _FOOT])


def unfit_for_tei(row: Mapping[str, Any]) -> list[str]:
    """List what of a record our TEI cannot hold."""
    if row["type"] not in _KINDS:
        return [f"record of type {row['type']}"]
    texts = json.dumps(row, ensure_ascii=False)
    return ["a character that XML forbids"] if _ILLEGAL.search(texts) else []


def _lines(row: Mapping[str, Any], element: str, name: str) -> Iterator[str]:
    xml_id = f" xml:id={_quoted(row['id'])}" if _NCNAME.fullmatch(row["id"]) else ""
    yield f"   <{element}{xml_id}>\n"
    yield _tag(name, row["heading"], "main")
    for key, kind in (("variants", "variant"), ("short_names", "short")):
        for text in row.get(key, ()):
            yield _tag(name, text, kind)
    yield _tag("idno", row["id"], "sitegen")
    for catalogue, value in row.get("same_as", {}).items():
        yield _tag("idno", value, catalogue)
    for key in ("birth", "death"):
        if key in row:
            yield f"    <{key} when={_quoted(row[key])}/>\n"
    span = [f" {a}={_quoted(row[k])}" for k, a in (("start", "from"), ("end", "to")) if k in row]
    if span:
        yield f'    <state type="existence"{"".join(span)}><p/></state>\n'
    if "lat" in row:
        spot = " ".join(format(Decimal(repr(row[key])), "f") for key in ("lat", "lon"))
        yield f"    <location><geo>{spot}</geo></location>\n"
    if "description" in row:
        yield _tag("note", row["description"], "description")
    for key in _NOTES:
        for text in row.get(key, ()):
            yield _tag("note", text, key)
    if "extra" in row:
        yield _tag("note", json.dumps(row["extra"], ensure_ascii=False), "extra")
    yield f"   </{element}>\n"


def _tag(name: str, text: str, kind: str) -> str:
    return f"    <{name} type={_quoted(kind)}>{html.escape(text, quote=False)}</{name}>\n"


def _quoted(value: str) -> str:
    from xml.sax.saxutils import quoteattr  # noqa: PLC0415 - it brings what speaks with hosts

    return quoteattr(value)
