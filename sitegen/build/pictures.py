"""Which pictures stand for the archive and for its collections, where links to them are shown?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.config import Theme
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.i18n import direction
from sitegen.pages.theme import theme_folder

if TYPE_CHECKING:
    from sitegen.export.picture import Card

_FACES = ("amiri-ar", "amiri-arabic-ext", "amiri-latin", "amiri-latin-ext")


def font_files(root: Path, theme: Theme) -> Iterator[Path]:
    """Name the fonts that titles are set in: the archive's own face before those of the theme."""
    if theme.serif and (root / theme.serif).is_file():
        yield root / theme.serif
    for name in _FACES:
        places = (root / "templates", theme_folder())
        files = (place / "fonts" / f"{name}.woff2" for place in places)
        yield from [file for file in files if file.is_file()][:1]


def pictured(catalogue: Catalogue) -> Iterable[str]:
    """Name the collections that have a picture; "" stands for the site."""
    return ("", *catalogue.by_collection) if catalogue.edition.pictures else ()


def card_of(catalogue: Catalogue, collection: str) -> Card:
    """Say what the picture of a collection, or of the site, says."""
    from sitegen.export.picture import Card  # noqa: PLC0415 - few builds draw

    site = catalogue.edition.site
    if not collection:
        lang = site.language
        return Card(site.title, site.subtitle, site.publisher, lang, direction(lang) == "rtl")
    known = catalogue.collections.get(collection)
    if known is None:
        return Card(collection, "", site.title, "en", is_rtl=False)
    is_rtl = direction(known.lang) == "rtl"
    return Card(known.title, known.subtitle, site.title, known.lang, is_rtl)
