"""What of its archive does a site carry, so that the archive can come back from it?

Texts are in ``data/documents/``. TEI says more than that: a file of TEI goes along, less the text
of what is not shown in full. So do templates, and whatever else ``templates/`` holds.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sitegen.build.load import list_files
from sitegen.build.reading import Reading
from sitegen.build.units import key_of
from sitegen.content.files import ending_of
from sitegen.model import DocId
from sitegen.pages.urls import fanout, text_slug

_TEI = (".xml", ".xml.gz")


class Tei(NamedTuple):
    """A file of TEI that goes along: where it lies, where it will lie in either, its key."""

    source: str  # in this archive
    path: str  # in the site
    back: str  # in an archive that is made of the site
    key: bytes
    shown: tuple[DocId, ...] | None  # where that is not all of it


def open_tei(readings: Iterable[Reading]) -> list[Tei]:
    """List the files of TEI of which some document is shown in full."""
    found = dict(_open_units(readings))
    return [_tei(path, found) for path in sorted(found, key=str.encode)]


_Open = tuple[bytes, tuple[DocId, ...] | None]  # a file's key, what of it is shown


def _open_units(readings: Iterable[Reading]) -> Iterator[tuple[str, _Open]]:
    readings = list(readings)
    paths = {path for reading in readings for path, _ in reading.units.files}
    tei = {path for path in paths if ending_of(path) in _TEI}
    for reading in readings:
        if tei.isdisjoint(path for path, _ in reading.units.files):
            continue
        first = 0
        for unit in reading.units:
            cards = reading.cards[first : first + unit.documents]
            first += unit.documents
            if unit.path not in tei:
                continue
            shown = tuple(one.id for one in cards if one.access == "public" and not one.withdrawn)
            if shown:
                is_all = len(shown) == len(cards) and not unit.hidden
                yield unit.path, (unit.key, None if is_all else shown)


def _tei(path: str, found: Mapping[str, _Open]) -> Tei:
    back = path[:-3] if path.lower().endswith(".gz") else path
    if back != path and back in found:
        back = f"{back[:-4]}-gz.xml"
    slug = text_slug(back[:-4])
    key, shown = found[path]
    key = key_of(key, repr(shown).encode()) if shown is not None else key
    return Tei(path, f"data/tei/{fanout(slug, len(found))}{slug}.xml", back, key, shown)


def carried_templates(
    root: Path, theme: Mapping[str, bytes], assets: Iterable[str]
) -> dict[str, Any]:
    """Give what ``templates/`` holds: text as it is, other files by where the site has them.

    *assets* go before what the theme has under their names.
    """
    found: dict[str, Any] = {}
    own = {*assets}
    for path in list_files(root / "templates")[0]:
        raw = (root / "templates" / path).read_bytes()
        if path not in own and theme.get(f"assets/{path}") == raw:
            found[path] = {"asset": f"assets/{path}"}
            continue
        try:
            found[path] = raw.decode("utf-8")
        except UnicodeDecodeError:
            found[path] = {"base64": b64encode(raw).decode("ascii")}
    return found
