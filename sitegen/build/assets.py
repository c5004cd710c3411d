"""Which files does every page of a site need: style sheet, fonts, scripts?"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sitegen.build.load import Archive
from sitegen.pages.html import theme_folder
from sitegen.pages.style import stylesheet

_CLIENT = Path(__file__).resolve().parent.parent / "client"
# The page's scripts, each a concatenation: one request each.
_SCRIPTS: Mapping[str, tuple[str, ...]] = {
    "assets/boot.js": ("boot.js",),
    "assets/reader.js": ("reader.js",),
    "assets/engine.js": (
        "analyzer.js",
        "shards.js",
        "query.js",
        "lookup.js",
        "match.js",
        "rank.js",
        "passages.js",
        "engine.js",
    ),
    "assets/search.js": ("search.js",),
}


@dataclass(frozen=True, slots=True)
class ThemeFiles:
    """The theme's files by their path in the site, and what a page asks for."""

    files: Mapping[str, bytes]
    scripts: tuple[str, ...]
    search_scripts: tuple[str, ...]
    stamp: str  # of style sheet and scripts: behind their addresses


def theme_files(archive: Archive) -> ThemeFiles:
    """Gather the theme: what the archive's ``templates/`` has goes before our own."""
    theme = theme_folder()
    files = {
        f"assets/{path.relative_to(theme).as_posix()}": path.read_bytes()
        for folder in ("fonts", "icons")
        for path in sorted((theme / folder).glob("*"))
        if path.is_file()
    }
    files["assets/site.css"] = stylesheet(archive.site).encode()
    for name, parts in _SCRIPTS.items():
        files[name] = b"\n".join((_CLIENT / part).read_bytes() for part in parts)
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
