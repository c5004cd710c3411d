"""What do TEI elements say, apart from where they stand?"""

from __future__ import annotations

from typing import Any

from sitegen.arabic.normalize import normalize

XML = "{http://www.w3.org/XML/1998/namespace}"
SKIPPED = frozenset({"del", "fw", "cb", "graphic", "figDesc", "milestone", "anchor", "index"})
_PARTS_OF_NAMES = "forename surname addName roleName nameLink genName"
_NAME_PARTS = frozenset(_PARTS_OF_NAMES.split())
_CHOICE = ("corr", "reg", "abbr", "orig", "sic")
_MARKS = {"brackets": ("(", ")"), "quotation-marks": ("«", "»")}


def local(element: Any) -> str:
    """Give an element's name without its namespace; "" for a comment and its kin."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def lang_of(element: Any, otherwise: str = "ar") -> str:
    """Give the language that is in force at an element."""
    while element is not None:
        if element.get(f"{XML}lang"):
            return str(element.get(f"{XML}lang"))
        element = element.getparent()
    return otherwise


def plain(element: Any, skip: tuple[str, ...] = ("note",)) -> str:
    """Give an element's text on one line, notes left out, corrections applied."""
    parts: list[str] = []
    _collect(element, parts, skip)
    return normalize(" ".join("".join(parts).split())).text


def _collect(element: Any, parts: list[str], skip: tuple[str, ...]) -> None:
    name = local(element)
    if name == "choice":
        chosen = chosen_of(element)
        if chosen is not None:
            _collect(chosen, parts, skip)
        return
    before, after = marks_of(element)
    parts.append(before + (element.text or ""))
    for child in element:
        inner = local(child)
        if (inner in ("lb", "pb") and child.get("break") != "no") or is_glued(child):
            parts.append(" ")
        if inner and inner not in skip and inner not in SKIPPED:
            _collect(child, parts, skip)
        parts.append(child.tail or "")
    parts.append(after)


def is_glued(element: Any) -> bool:
    """Say whether a part of a name stands right after another, as no hand would write them."""
    before = element.getprevious()
    return (
        before is not None
        and not before.tail
        and local(element) in _NAME_PARTS
        and local(before) in _NAME_PARTS
    )


def chosen_of(choice: Any) -> Any:
    """Give the reading of a choice that is shown: the corrected one, else the printed one."""
    children = {local(child): child for child in choice if local(child)}
    return next((children[name] for name in _CHOICE if name in children), None)


def marks_of(element: Any) -> tuple[str, str]:
    """Give the signs that the print has around an element, and the transcript has as @rend."""
    rend = element.get("rend") if local(element) != "num" else None
    return _MARKS.get(rend, ("", "")) if rend else ("", "")


def printed_edition(root: Any) -> tuple[str, str]:
    """Say which page breaks are the printed edition's: their @ed, and their @edRef."""
    found: dict[tuple[str, str], int] = {}
    for element in root.iter("{*}pb"):
        if element.get("n"):
            key = (element.get("ed") or "", element.get("edRef") or "")
            found[key] = found.get(key, 0) + 1
    prints = {key: n for key, n in found.items() if "print" in key[0]} or found
    return max(sorted(prints), key=lambda key: prints[key], default=("", ""))
