"""What lines of metadata does a document have, and how is each written?"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sitegen.model import Document, PartialDate
from sitegen.pages.dates import gregorian
from sitegen.pages.edition import Edition
from sitegen.pages.lasting import resolved, web_address
from sitegen.pages.views import Fact, Link

_LICENCE = re.compile(r"https?://creativecommons\.org/licenses/([a-z-]+)/(\d\.\d)")
_ISO = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?")


def facts_of(document: Document, edition: Edition) -> tuple[Fact, ...]:
    """Gather the lines of metadata that a document has beside its title and its makers."""
    said = edition.words
    facts: list[tuple[str, tuple[Link, ...]]] = []
    if document.source:
        facts.append((said.text("Source"), (Link(document.source, web_address(document.source)),)))
    for name, value in document.identifiers.items():
        facts.append((name.upper(), (Link(value, resolved(name, value)),)))
    if document.rights:
        facts.append(
            (
                said.text("Rights"),
                (Link(rights_name(document.rights), web_address(document.rights)),),
            )
        )
    facts += _ocr(document.ocr, edition)
    made = [Fact(label, links) for label, links in facts]
    fields = {one.name: one for one in edition.site.fields}
    for name, value in document.extra.items():
        if name in fields and value not in (None, ""):
            many = value if isinstance(value, list | tuple) else (value,)
            kind = fields[name].type
            shown = tuple(Link(own_value(str(one), kind, edition), "") for one in many)
            made.append(Fact(fields[name].label, shown))
    return tuple(made)


def own_value(value: str, kind: str, edition: Edition) -> str:
    """Write a value of an archive's own field as the site writes numbers and dates."""
    if kind == "number":
        return edition.words.digits(value)
    iso = _ISO.fullmatch(value) if kind == "date" else None
    if iso:
        return gregorian(PartialDate(int(iso[1]), int(iso[2] or 0), int(iso[3] or 0)), edition)
    return value


def rights_name(rights: str) -> str:
    """Name a licence that is given by its address.

    >>> rights_name("http://creativecommons.org/licenses/by-sa/4.0/"), rights_name("© الدار")
    ('CC BY-SA 4.0', '© الدار')
    """
    found = _LICENCE.match(rights)
    if found:
        return f"CC {found[1].upper()} {found[2]}"
    return "CC0 1.0" if "creativecommons.org/publicdomain/zero" in rights else rights


def _ocr(ocr: Mapping[str, object], edition: Edition) -> list[tuple[str, tuple[Link, ...]]]:
    said = edition.words
    told = []
    if ocr.get("engine"):
        told.append(Link(str(ocr["engine"]), ""))
    confidence = ocr.get("confidence")
    if isinstance(confidence, int | float):
        share = confidence * 100 if confidence <= 1 else confidence
        told.append(Link(said.fill("confidence {n}%", n=said.number(round(share))), ""))
    if ocr.get("corrected"):
        told.append(Link(said.text("corrected by hand"), ""))
    return [(said.text("Machine-read text"), tuple(told))] if told else []
