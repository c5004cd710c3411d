"""Which files does every page of a site need: style sheet, fonts, scripts?"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from sitegen.build.load import Archive
from sitegen.client.bundles import scripts
from sitegen.pages.edition import KIND_NAMES, Edition
from sitegen.pages.html import theme_folder
from sitegen.pages.style import first_faces, sheets_apart, stylesheet
from sitegen.pages.style import theme_files as pictures_and_fonts

ICON = "images/icon.svg"
_SMALL = 1_000  # bytes of an icon that may stand in a page


@dataclass(frozen=True, slots=True)
class ThemeFiles:
    """The theme's files by their path in the site, and what a page asks for."""

    files: Mapping[str, bytes]
    scripts: tuple[str, ...]
    search_scripts: tuple[str, ...]
    stamp: str  # of style sheet and scripts: behind their addresses


def icon_of(archive: Archive, theme: ThemeFiles) -> str:
    """Give the site's icon as a data: address, the archive's own before the theme's.

    "" where there is none, or where it is not small.
    """
    if ICON in archive.assets:
        content = (archive.root / "assets" / ICON).read_bytes()
    else:
        content = theme.files.get(f"assets/{ICON}", b"")
    small = 0 < len(content) <= _SMALL
    return f"data:image/svg+xml,{quote(content)}" if small else ""


def theme_files(archive: Archive) -> ThemeFiles:
    """Gather the theme: what the archive's ``templates/`` has goes before our own."""
    site = archive.site
    folders = [folder for folder in (archive.root / "templates", theme_folder()) if folder.is_dir()]
    files = {path: source.read_bytes() for path, source in sorted(pictures_and_fonts(folders))}
    sheet = stylesheet(site, folders)
    files["assets/site.css"] = sheet.encode()
    files |= {path: text.encode() for path, text in sheets_apart(folders)}
    faces = first_faces(site.theme, sheet)
    files |= scripts(site.language, Edition(site).words.numerals, site.months, faces)
    for language in site.others:
        said = Edition(site).spoken(language, ())
        kinds = {kind: said.kind_name(kind) for kind in (*KIND_NAMES, *said.site.kinds)}
        numerals = said.words.numerals
        for path, script in scripts(language, numerals, site.months, faces, kinds).items():
            if path != "assets/boot.js":
                files[path.replace("assets/", f"assets/{language}/")] = script
    digest = hashlib.sha256()
    for name in sorted(files):
        if name.endswith((".css", ".js")):
            digest.update(files[name])
    return ThemeFiles(
        files,
        scripts=("assets/reader.js",),
        search_scripts=("assets/engine.js", "assets/search.js"),
        stamp=digest.hexdigest()[:8],
    )
