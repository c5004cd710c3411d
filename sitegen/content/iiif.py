"""Where does a library show the printed pages of a document? Its IIIF manifest says, as a file.

A manifest (https://iiif.io/api/presentation/3.0/, or 2.1) that lies in ``assets/`` and that
``facsimile`` names. It is read when the archive is; nothing is fetched, then or by readers, but
pictures of hosts that ``image_hosts`` names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from sitegen.content import files
from sitegen.content.scans import printed_pages
from sitegen.errors import Place, Problem
from sitegen.model import Document, Leaf

ENDING = ".json"
_SIZE = "full/1200,/0/default.jpg"  # of a picture, where a server makes it: in IIIF Image 2 and 3
_PICTURE = re.compile(r"(?i)\.(?:avif|gif|jpe?g|png|webp)$")
_ADDRESS = re.compile(r"https?://[^\s\"<>]+")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a manifest says: where a person reads it, and its pages in order."""

    link: str
    leaves: tuple[Leaf, ...]


def is_manifest(facsimile: str) -> bool:
    """Say whether ``facsimile`` names a manifest of the archive."""
    return facsimile.startswith("assets/") and facsimile.endswith(ENDING)


def parse_manifest(text: str) -> Manifest | None:
    """Read a manifest of Presentation 2 or 3; None where it is none.

    >>> found = parse_manifest('''{"type": "Manifest", "homepage": [{"id": "https://a.org/1"}],
    ...   "items": [{"type": "Canvas", "label": {"ar": ["ص ٣"]}, "items": [{"items": [{"body":
    ...   {"id": "https://i.org/3.jpg"}}]}]}]}''')
    >>> found.link, found.leaves
    ('https://a.org/1', (Leaf(page='3', link='', picture='https://i.org/3.jpg'),))
    """
    try:
        table = json.loads(text)
    except ValueError:
        return None
    if not isinstance(table, Mapping):
        return None
    canvases = _list(table.get("items")) or [
        one for part in _list(table.get("sequences")) for one in _list(_get(part, "canvases"))
    ]
    kind = table.get("type", table.get("@type"))
    if kind not in ("Manifest", "sc:Manifest"):
        return None
    link = _address(table.get("homepage")) or _address(table.get("related"))
    return Manifest(link, tuple(map(_leaf, canvases)))


def _leaf(canvas: Any) -> Leaf:
    said = _label(_get(canvas, "label")).translate(_DIGITS)
    numbers = re.findall(r"[0-9]+", said)
    page = str(int(numbers[-1])) if numbers else said.strip()
    link = _address(_get(canvas, "homepage")) or _address(_get(canvas, "related"))
    return Leaf(page, link, next(_pictures(canvas), ""))


def _label(label: Any) -> str:
    """Give a label in its first language."""
    while isinstance(label, Mapping | list) and label:
        if isinstance(label, Mapping):
            label = label.get("@value") or next(iter(label.values()))
        else:
            label = label[0]
    return label if isinstance(label, str) else ""


def _pictures(canvas: Any) -> Iterator[str]:
    """Give the addresses of a canvas's pictures, sized where its server sizes them."""
    painted = [one for part in _list(_get(canvas, "items")) for one in _list(_get(part, "items"))]
    bodies = [_get(one, "body") for one in painted]
    bodies += [_get(one, "resource") for one in _list(_get(canvas, "images"))]
    for body in bodies:
        one = next(iter(_list(_get(body, "items"))), body) if _get(body, "items") else body
        service = _address(_get(one, "service"))
        own = _address(one)
        if service:
            yield f"{service.rstrip('/')}/{_SIZE}"
        elif _PICTURE.search(own):
            yield own


def _address(value: Any) -> str:
    """Give the address of a thing, or of the first of several; "" where it is none of the web."""
    first = next(iter(value), None) if isinstance(value, list) else value
    if isinstance(first, Mapping):
        first = first.get("id", first.get("@id"))
    return first if isinstance(first, str) and _ADDRESS.fullmatch(first) else ""


def _get(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, Mapping) else None


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def leaves_of(manifest: Manifest, pages: Sequence[str]) -> tuple[Leaf, ...]:
    """Choose the leaves that bear the numbers of *pages*; without them the whole is led to.

    >>> book = Manifest("https://a.org/1", tuple(Leaf(str(n), "", f"{n}.jpg") for n in (1, 2, 3)))
    >>> [leaf.page for leaf in leaves_of(book, ["2", "3"])], leaves_of(book, ["9"])
    (['2', '3'], (Leaf(page='', link='https://a.org/1', picture=''),))
    """
    by_page: dict[str, Leaf] = {}
    for leaf in manifest.leaves:
        by_page.setdefault(leaf.page, leaf)
    found = (by_page.get(page.translate(_DIGITS).lstrip("0")) for page in pages)
    chosen = tuple(leaf for leaf in found if leaf and (leaf.link or leaf.picture))
    return chosen or ((Leaf("", manifest.link, ""),) if manifest.link else ())


def with_leaves(document: Document, root: str) -> tuple[Document, list[Problem]]:
    """Say of a document whose ``facsimile`` is a manifest where its pages are shown."""
    if not is_manifest(document.facsimile):
        return document, []
    path = Path(root) / document.facsimile
    if not path.is_file():
        return document, []  # which is told with other files that are missing
    manifest = _read(str(path), path.stat().st_mtime_ns)
    if manifest is None:
        problem = Problem(
            Place(document.facsimile),
            "this file is no IIIF manifest",
            f"the facsimile of '{document.id}' names it",
            "save the manifest as the library gives it (Presentation API 2 or 3)",
        )
        return document, [problem]
    leaves = leaves_of(manifest, printed_pages(document.pages, document.body))
    return replace(document, leaves=leaves), []


@lru_cache(maxsize=8)
def _read(path: str, _changed: int) -> Manifest | None:
    decoded, problems = files.read_text(Path(path).parent, Path(path).name)
    return None if problems else parse_manifest(decoded.text)
