"""How does a list page stand in a second language, beside the first?

All list pages are there again in a folder named for the language (``en/``), made by the same
code: so links between them hold as they are. What is there once, documents, pages of entities,
data, pictures, is one folder further up; scripts speak, and so each language has its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache, partial
from posixpath import dirname, join, normpath

from sitegen.config import Site
from sitegen.pages import urls
from sitegen.pages.catalogue import Catalogue, FreePage
from sitegen.pages.html import Renderer
from sitegen.pages.output import Page

_ADDRESS = re.compile(r' (href|src|action|data-root)="([^"]*)"')
_ELSEWHERE = re.compile(r"#|/|[a-z][a-z0-9+.-]*:")


def in_folder(html: str, path: str, language: str) -> str:
    """Fit the page of *path* to where it stands in the folder of its *language*.

    >>> in_folder('<a href="../c/index.html">', "year/index.html", "en")
    '<a href="../c/index.html">'
    >>> in_folder('<a href="../d/a.html#p">', "year/index.html", "en")
    '<a href="../../d/a.html#p">'
    >>> in_folder('<script src="../assets/reader.js?v=1">', "year/index.html", "en")
    '<script src="../../assets/en/reader.js?v=1">'
    """
    return _ADDRESS.sub(partial(_fitted, dirname(path), language), html)


def _fitted(folder: str, language: str, found: re.Match[str]) -> str:
    name, address = found[1], found[2]
    if name == "data-root":
        return f' data-root="../{address}"'
    return f' {name}="{_moved(folder, language, address)}"'


@lru_cache(maxsize=4096)
def _moved(folder: str, language: str, address: str) -> str:
    if not address or _ELSEWHERE.match(address):
        return address
    path = re.split("[?#]", address, maxsplit=1)[0]
    target = normpath(join(folder, path)) if path else ""
    if not path or urls.is_parallel(target) or target.startswith("../"):
        return address
    script = re.fullmatch(r"assets/([a-z]+\.js)", target)
    if script and script[1] != "boot.js":
        address = address.replace("assets/", f"assets/{language}/", 1)
    return f"../{address}"


def printed(page: Page, render: Renderer) -> tuple[str, str]:
    """Render a list page in the renderer's language: its path in the site, its HTML."""
    edition = render.edition
    html = page.html(render)
    if not edition.folder:
        return page.path, html
    return edition.folder + page.path, in_folder(html, page.path, edition.site.language)


def pages_in(pages: tuple[FreePage, ...], language: str, site: Site) -> tuple[FreePage, ...]:
    """Choose the free pages of a language: about.en.md stands for about.md in English.

    >>> two = (FreePage("about", "عن", ""), FreePage("about.en", "About", "", "en"))
    >>> site = Site(title="x", languages=("ar", "en"))
    >>> [[page.title for page in pages_in(two, lang, site)] for lang in ("ar", "en")]
    [['عن'], ['About']]
    """
    return tuple(_pages_in(pages, language, site))


def _pages_in(pages: tuple[FreePage, ...], language: str, site: Site) -> Iterator[FreePage]:
    by_slug = {page.slug: page for page in pages}
    for page in pages:
        base, _, ending = page.slug.rpartition(".")
        if base in by_slug and ending in site.others:
            continue
        said = by_slug.get(f"{page.slug}.{language}", page)
        yield FreePage(page.slug, said.title, said.html, said.lang)


def spoken(catalogue: Catalogue, language: str) -> Catalogue:
    """Give the same catalogue with its interface in another language."""
    site = catalogue.edition.site
    pages = pages_in(catalogue.translated, language, site)
    titles = tuple((page.slug, page.title) for page in pages)
    return catalogue.spoken(catalogue.edition.spoken(language, titles), pages)
