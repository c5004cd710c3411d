"""Which persons, places and organizations does a TEI list describe?

Read with expat, so that every record knows its line; entity declarations are refused, for they
can expand without end.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from sitegen.entities.records import Record
from sitegen.errors import Place, Problem

_KINDS = {
    "person": ("person", "persName", "pers"),
    "place": ("place", "placeName", "place"),
    "org": ("organization", "orgName", "org"),
}
_CATALOGUES = {
    "viaf": "viaf", "wiki": "wikidata", "wikidata": "wikidata", "geon": "geonames",
    "geonames": "geonames",
}  # fmt: skip
_ARABIC = re.compile("[\N{ARABIC LETTER HAMZA}-\N{ARABIC LETTER YEH}]")
_GEO = re.compile(r"\s*(-?\d+(?:\.\d+)?)[\s,;]+(-?\d+(?:\.\d+)?)\s*")
_OWN = "sitegen"  # the type of the idno that says that we wrote the record
_SPAN = (("start", "from"), ("end", "to"))
_MOST_DEPTH = 500


@dataclass(slots=True)
class Node:
    """An element: its name without namespace, attributes, children and the texts between."""

    name: str
    attributes: dict[str, str]
    line: int
    content: list[Node | str] = field(default_factory=list)

    def children(self, *names: str) -> Iterator[Node]:
        """Give the child elements of these names."""
        return (c for c in self.content if isinstance(c, Node) and c.name in names)

    def walk(self) -> Iterator[Node]:
        """Give all elements below, in order."""
        for child in self.content:
            if isinstance(child, Node):
                yield child
                yield from child.walk()


def read_tei(path: str, raw: bytes, problems: list[Problem]) -> list[Record]:
    """Read every person, place and org of a TEI file that has an id.

    The id is the project's own number with prefix and kind (``oape:pers:2880``), else
    ``xml:id``; further own numbers are former ids. Names flattened for a machine are passed over.

    >>> source = '''<TEI xmlns="http://www.tei-c.org/ns/1.0"><person xml:id="p_1">
    ... <persName xml:lang="ar">الجاحظ</persName><idno type="oape">68</idno></person></TEI>'''
    >>> dict(read_tei("p.xml", source.encode(), [])[0].values)
    {'id': 'oape:pers:68', 'type': 'person', 'names': ['الجاحظ']}
    """
    root = _parse(path, raw, problems)
    if root is None:
        return []
    records = []
    for node in root.walk():
        if node.name in _KINDS and any(node.children(_KINDS[node.name][1])):
            values = _values(node)
            if values["id"]:
                lines = dict.fromkeys(values, node.line)
                records.append(Record(path, node.line, values, lines))
            else:
                what = f"a {node.name} has no id"
                fix = 'give it an xml:id or <idno type="...">'
                problems.append(Problem(Place(path, node.line), what, fix=fix))
    if not records and not problems:
        why = "it has no person, place or org with a name"
        problems.append(Problem(Place(path), "no list of persons, places or organizations", why))
    return records


def _parse(path: str, raw: bytes, problems: list[Problem]) -> Node | None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    stack = [Node("", {}, 0)]

    def start(name: str, attributes: dict[str, str]) -> None:
        node = Node(_local(name), {_local(k): v for k, v in attributes.items()},
                    parser.CurrentLineNumber)  # fmt: skip
        if len(stack) > _MOST_DEPTH:
            raise ValueError("elements are nested too deep")
        stack[-1].content.append(node)
        stack.append(node)

    def end(_name: str) -> None:
        stack.pop()

    def text(data: str) -> None:
        stack[-1].content.append(data)

    def declared(*_args: object) -> None:
        raise ValueError("it declares entities, which can expand without end")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.EntityDeclHandler = declared
    try:
        parser.Parse(raw, True)  # noqa: FBT003 - expat's own signature
    except (expat.ExpatError, ValueError) as error:
        place = Place(path, parser.ErrorLineNumber or parser.CurrentLineNumber)
        problems.append(Problem(place, "ill-formed XML", str(error), "mend the file here"))
        return None
    return stack[0]


def _local(name: str) -> str:
    uri, space, local = name.rpartition(" ")
    if space and uri.endswith("XML/1998/namespace"):
        return f"xml:{local}"
    return local


def _values(node: Node) -> dict[str, Any]:
    kind, name_element, prefix = _KINDS[node.name]
    for idno in node.children("idno"):
        if idno.attributes.get("type") == _OWN and _text(idno):
            return _own_values(node, kind, name_element)
    own: list[str] = []
    other: dict[str, list[str]] = {}
    for idno in node.children("idno"):
        catalogue, value = idno.attributes.get("type", "").lower(), _text(idno)
        if not value or catalogue in ("url", "uri", ""):
            continue
        if catalogue == "oape":
            own.append(f"oape:{prefix}:{value}")
        else:
            other.setdefault(_CATALOGUES.get(catalogue, catalogue), []).append(value)
    values: dict[str, Any] = {
        "id": own[0] if own else node.attributes.get("xml:id", ""),
        "type": kind,
        "names": _names(node, name_element),
    }
    if own[1:]:
        values["same_as"] = own[1:]
    if other:
        values["other_ids"] = other
    for element, key in (("birth", "birth"), ("death", "death")):
        dates = [_date(found) for found in node.children(element)]
        if any(dates):
            values[key] = next(filter(None, dates))
    values |= _position(node)
    if node.attributes.get("type"):
        values["subtype"] = node.attributes["type"]
    descriptions = [_text(found) for found in node.children("note", "desc") if _text(found)]
    if descriptions:
        values["description"] = " ".join(descriptions)
    return values


def _own_values(node: Node, kind: str, element: str) -> dict[str, Any]:
    """Read a record that :mod:`sitegen.entities.tei_write` wrote, as it was."""
    values: dict[str, Any] = {"type": kind}
    same_as: dict[str, str] = {}
    for idno in node.children("idno"):
        catalogue = idno.attributes.get("type", "")
        if catalogue == _OWN:
            values["id"] = _text(idno)
        else:
            same_as[catalogue] = _text(idno)
    names = [(name.attributes.get("type", ""), _text(name)) for name in node.children(element)]
    notes = [(note.attributes.get("type", ""), _note(note)) for note in node.children("note")]
    lists = {
        "variants": [text for type_, text in names if type_ == "variant"],
        "short_names": [text for type_, text in names if type_ == "short"],
        "never_link": [text for type_, text in notes if type_ == "never_link"],
        "cues": [text for type_, text in notes if type_ == "cues"],
    }
    values |= {key: found for key, found in lists.items() if found}
    values["heading"] = next((text for type_, text in names if type_ == "main"), "")
    values["description"] = next((text for type_, text in notes if type_ == "description"), "")
    for born in node.children("birth", "death"):
        values[born.name] = _date(born)
    for state in node.children("state"):
        values |= {k: state.attributes[a] for k, a in _SPAN if a in state.attributes}
    extra = next((text for type_, text in notes if type_ == "extra"), "")
    try:
        values["extra"] = json.loads(extra) if extra else {}
    except ValueError:
        values["extra"] = {"note": extra}
    return values | {"same_as": same_as} | _position(node)


def _note(node: Node) -> str:
    return "".join(_texts(node, ""))


def _names(node: Node, element: str) -> list[str]:
    """List the names, Arabic ones first; of a correction what was corrected stays a name too."""
    found: list[str] = []
    for name in node.children(element):
        if name.attributes.get("type") == "flattened":
            continue
        found += [_text(name, skip="orig"), _text(name, skip="corr")]
    unique = [name for name in dict.fromkeys(found) if name]
    return sorted(unique, key=lambda name: not _ARABIC.search(name))


def _text(node: Node, skip: str = "") -> str:
    """Give the text of an element, spaces settled; a title is a word of its own."""
    return " ".join("".join(_texts(node, skip)).split())


def _texts(node: Node, skip: str) -> Iterator[str]:
    skipped = {"note", skip} if skip else {"note"}
    for child in node.content:
        if isinstance(child, str):
            yield child
        elif child.name not in skipped:
            yield from _texts(child, skip)
            if child.name == "roleName":
                yield " "


def _date(node: Node) -> str:
    for key in ("when", "notBefore", "from"):
        if node.attributes.get(key):
            return node.attributes[key]
    return _text(node)


def _position(node: Node) -> dict[str, str]:
    for location in node.children("location"):
        for geo in location.children("geo"):
            found = _GEO.fullmatch(_text(geo))
            if found:
                return {"lat": found[1], "lon": found[2]}
    return {}
