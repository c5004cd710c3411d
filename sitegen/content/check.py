"""What can be wrong with documents that each of them alone does not show?"""

from __future__ import annotations

import re
from collections.abc import Collection as Ids
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from urllib.parse import unquote

from sitegen.content import files
from sitegen.content.frontmatter import FrontMatter
from sitegen.content.scans import scans_of
from sitegen.errors import Place, Problem, did_you_mean
from sitegen.model import LONGEST_NAME, Body, DocId, Document, slug_of

_TO_DOCUMENT = re.compile(r'<a\b[^<>]*? href="doc:([^"#<>]*)(?:#([^"<>]*))?')
_ID = re.compile(r'(?<= id=")[^"]*')
_LINKED = re.compile(r'<(?:img src|a href)="(assets/[^"#?]*)')


def missing_files(
    root: Path, path: str, body: Body, fields: Mapping[str, Any], front: FrontMatter
) -> list[Problem]:
    """Find what a document shows or links to under assets/ that is not there."""
    wanted: dict[str, Place] = {}
    for n, part in enumerate(body.layout):
        html = body.blocks[part].html if isinstance(part, int) else part
        for found in _LINKED.findall(html):
            wanted.setdefault(found, Place(path, _line_near(body, n)))
    named = {"image": [fields.get("image", "")]}
    scans = scans_of(fields.get("facsimile", ""), fields.get("pages", ""), body)
    named["facsimile"] = [scan.file for scan in scans]
    for key, value in ((key, value) for key, values in named.items() for value in values):
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


def links_to_documents(body: Body) -> tuple[str, ...]:
    """Name the documents that a text leads to (``doc:ID``), each once."""
    if "doc:" not in body.source:
        return ()
    htmls = [*(one for one in body.layout if isinstance(one, str)), *(b.html for b in body.blocks)]
    found = [unescape(name) for html in htmls for name, _ in _TO_DOCUMENT.findall(html)]
    return tuple(dict.fromkeys(found))


class Leading(NamedTuple):
    """A link of a text to a document, or to a place in it."""

    place: Place
    document: str
    anchor: str


def links_of(document: Document) -> Iterator[Leading]:
    """Give every link of a text to documents (``doc:ID``, ``doc:ID#anchor``), in order."""
    body = document.body
    if "doc:" not in body.source:
        return
    for n, part in enumerate(body.layout):
        html = body.blocks[part].html if isinstance(part, int) else part
        for name, anchor in _TO_DOCUMENT.findall(html):
            place = Place(document.place.path, _line_near(body, n))
            yield Leading(place, unescape(name), unquote(unescape(anchor)))


def anchors_in(body: Body) -> frozenset[str]:
    """Name everything in a text that a link may lead to."""
    htmls = [*(one for one in body.layout if isinstance(one, str)), *(b.html for b in body.blocks)]
    ids = (unescape(name) for html in htmls for name in _ID.findall(html))
    return frozenset((*ids, *(block.anchor for block in body.blocks)))


def no_document(link: Leading, ids: Ids[str]) -> Problem:
    """Say that the archive has no such document."""
    what = f"a link leads nowhere: there is no document '{link.document}'"
    return Problem(link.place, what, fix=did_you_mean(link.document, ids))


def no_anchor(link: Leading, anchors: Ids[str]) -> Problem:
    """Say that a document has no such place.

    >>> print(no_anchor(Leading(Place("b.md", 5), "a", "khatma"), {"khatima"}))
    b.md:5: a link leads nowhere: there is no anchor '#khatma' in 'a'
      fix: did you mean 'khatima'?
    """
    what = f"a link leads nowhere: there is no anchor '#{link.anchor}' in '{link.document}'"
    otherwise = "write {#name} after the paragraph that is meant"
    return Problem(link.place, what, fix=did_you_mean(link.anchor, anchors, otherwise))


def lacks_text(document: Document) -> bool:
    """Say whether a document that is to be read has nothing to read or to look at."""
    shown = document.access == "public" and not document.withdrawn and not document.draft
    return shown and not (document.body.blocks or document.image or document.facsimile)


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

    @property
    def aliases(self) -> tuple[str, ...]:
        """Its old addresses."""


def too_long(name: str, place: Place) -> Problem:
    """Say that an id is too long for a file's name.

    >>> print(too_long("risala-" * 40, Place("1.md")))
    1.md: the id 'risala-risala-risala-risala-risala-risal...' has 280 characters
      why: files are named for it, and a name may have 240
      fix: write a shorter id
    """
    return Problem(
        place,
        f"the id '{name[:40]}...' has {len(name)} characters",
        f"files are named for it, and a name may have {LONGEST_NAME}",
        "write a shorter id",
    )


def check_documents(documents: Iterable[Placed], collections: Ids[str]) -> list[Problem]:
    r"""Check what no document shows alone: ids, slugs, collections, old addresses.

    >>> from typing import NamedTuple
    >>> One = NamedTuple("One", [("id", str), ("place", Place), ("collection", str),
    ...                          ("aliases", tuple)])
    >>> two = [One("a", Place("1.md"), "", ()), One("a", Place("2.md"), "x", ())]
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
    addresses: dict[str, Place] = {}
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
        if len(document.id) > LONGEST_NAME:
            problems.append(too_long(document.id, document.place))
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
        for alias in document.aliases:
            first = addresses.setdefault(alias, document.place)
            if first != document.place:
                problems.append(
                    Problem(
                        document.place,
                        f"the old address '{alias}' has another document, too",
                        f"{first} names it",
                        "keep it under 'aliases' of one of them",
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
