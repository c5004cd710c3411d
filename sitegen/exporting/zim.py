"""How does a built site become one file for Kiwix? The door to libzim (extra ``zim``).

Every file of the site goes in under its own path, so links, styles and the site's own search work
as they do on a disk.
"""

from __future__ import annotations

import mimetypes
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any

from sitegen.errors import CorpusError, Place, Problem

_TYPES = {
    ".js": "text/javascript", ".css": "text/css", ".html": "text/html", ".svg": "image/svg+xml",
    ".woff2": "font/woff2", ".json": "application/json", ".jsonl": "application/x-ndjson",
    ".webmanifest": "application/manifest+json", ".geojson": "application/geo+json",
}  # fmt: skip
_NOT_IN_IT = ("sw.js", "offline.html")  # a ZIM is a copy already
_LANGUAGES = {"ar": "ara", "en": "eng", "fr": "fra", "fa": "fas", "tr": "tur", "ur": "urd"}


def write_zim(site: Path, target: Path, about: dict[str, str]) -> int:
    """Write a built site into a ZIM file; give the number of its entries.

    *about* has Title, Description, Language, Creator, Publisher, Date, Name.
    """
    try:
        from libzim import writer  # noqa: PLC0415 - an extra
    except ImportError:
        fix = "install it: pip install 'sitegen[zim]'"
        raise CorpusError([Problem(Place("zim"), "ZIM files need libzim", fix=fix)]) from None
    if not (site / "index.html").is_file():
        what, fix = "this is no built site: it has no index.html", "name the folder of a build"
        raise CorpusError([Problem(Place(site.name), what, fix=fix)])
    target.unlink(missing_ok=True)
    paths = [
        path
        for path in sorted(site.rglob("*"))
        if path.is_file() and path.relative_to(site).as_posix() not in _NOT_IN_IT
    ]
    item = _items(writer)
    creator = writer.Creator(target).config_indexing(False, "")  # noqa: FBT003 - libzim's
    with _silent(), creator:
        creator.set_mainpath("index.html")
        for path in paths:
            creator.add_item(item(path, path.relative_to(site).as_posix()))
        for name, value in about.items():
            creator.add_metadata(name, value)
    return len(paths)


@contextmanager
def _silent() -> Iterator[None]:
    """Keep what libzim prints by itself, in C++, off the standard output."""
    sys.stdout.flush()
    out = os.dup(1)
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - no path
        os.dup2(nowhere.fileno(), 1)
    try:
        yield
    finally:
        os.dup2(out, 1)
        os.close(out)


def described(site: Path, day: str) -> dict[str, str]:
    """Say what a built site is, by its home page: what `write_zim` is told of it."""
    page = (site / "index.html").read_text("utf-8") if (site / "index.html").is_file() else ""
    title = re.search(r"<title>([^<]*)</title>", page)
    lang = re.search(r'<html[^>]* lang="([a-z]+)', page)
    said = re.search(r'<meta name="description" content="([^"]*)"', page)
    name = unescape(title[1]) if title else site.name
    about = unescape(said[1]) if said else name
    return {
        "Title": name[:30], "Description": about[:80], "Name": site.name,
        "Language": language_code(lang[1] if lang else "ar"), "Date": day,
        "Creator": name, "Publisher": "sitegen",
    }  # fmt: skip


def language_code(lang: str) -> str:
    """Give the code of three letters that ZIM files name languages by.

    >>> language_code("ar"), language_code("fa")
    ('ara', 'fas')
    """
    return _LANGUAGES.get(lang, lang)


def _items(writer: Any) -> Callable[[Path, str], Any]:
    class File(writer.Item):  # type: ignore[misc]
        def __init__(self, path: Path, name: str) -> None:
            super().__init__()
            self.path, self.name = path, name

        def get_path(self) -> str:
            return self.name

        def get_title(self) -> str:
            return self.name

        def get_mimetype(self) -> str:
            ending = self.path.suffix.lower()
            guessed = mimetypes.guess_type(self.name)[0]
            return _TYPES.get(ending) or guessed or "application/octet-stream"

        def get_contentprovider(self) -> Any:
            return writer.FileProvider(self.path)

        def get_hints(self) -> dict[Any, int]:
            return {writer.Hint.FRONT_ARTICLE: self.path.suffix == ".html"}

    return File
