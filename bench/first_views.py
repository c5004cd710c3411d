"""What does each text's page weigh at its first view, fonts included, without pictures?

``python bench/first_views.py [SITE] [--json]``; without SITE: al-Muqtabas. Every page of a text is
counted by its files, gzipped: the page, its style sheet, its scripts, the icon, and the faces that
the letters of its article ask for. Left out is the page that has all of a text which is read in
parts (``whole.html``). Runs no browser: bench/page_costs.py opens a few pages and agrees.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import muqtabas
from measure import show, skip

BAR = 120_000
_NAMED = re.compile(r'<(?:script|link)[^>]* (?:src|href)="([^"?]+\.(?:js|css|svg))')
_IDLE = re.compile(r"<[^>]*>|&\w+;")


@cache
def gzipped(path: Path) -> int:
    """Give the size of a file as hosts send it; fonts are packed already."""
    content = path.read_bytes()
    return len(content if path.suffix == ".woff2" else gzip.compress(content, 6, mtime=0))


def faces(html: str) -> Iterator[str]:
    """Name the faces that an article is set in at first, by its letters; a bold one comes later."""
    yield from ("amiri-ar", "sans-ar")
    article = html[html.index("<article") : html.index("</article>")]
    if re.search("[A-Za-z]", _IDLE.sub("", article)):
        yield "amiri-latin"


def first_view(site: Path, page: Path) -> int:
    """Give the bytes of a first view of a text's *page*."""
    html = page.read_text("utf-8")
    files = {(page.parent / named).resolve() for named in _NAMED.findall(html)}
    files |= {site / f"assets/fonts/{face}.woff2" for face in faces(html)}
    return len(gzip.compress(html.encode(), 6, mtime=0)) + sum(map(gzipped, files))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", nargs="?", type=Path)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if not asked.site and not muqtabas.is_there():
        skip(muqtabas.ABSENT, as_json=asked.json)
        return
    site = (asked.site or muqtabas.site()).resolve()
    pages = sorted(site.glob("d/**/*.html"))
    shown = [page for page in pages if "<article" in page.read_text("utf-8")]
    weights = sorted(first_view(site, page) for page in shown if page.name != "whole.html")
    parts = [page for page in shown if page.stem.isdigit() and page.parent.name.endswith("_")]
    figures = {
        "pages of texts": len(weights),
        "of them parts of a text, not its first": len(parts),
        "texts in parts": sum(page.name == "whole.html" for page in shown),
        "median": weights[len(weights) // 2],
        "heaviest": weights[-1],
        "above 120 kB": sum(weight > BAR for weight in weights),
    }
    show(figures, [["", "count"], *figures.items()], as_json=asked.json)


if __name__ == "__main__":
    main()
