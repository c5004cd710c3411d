"""Does every link and anchor of a site lead somewhere, and does no page ask another host?

``python bench/links.py [SITE] [--json]``; without SITE: al-Muqtabas. Reads files, runs no browser.
"""

from __future__ import annotations

import argparse
import posixpath
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import muqtabas
from measure import show, skip

LEADS = {("a", "href"), ("area", "href"), ("form", "action")}
LOADS = {"src", "poster", "data"}  # of any element; href of link and of SVG's use and image
HARMLESS = {"alternate", "author", "canonical", "license"}  # rels of <link> that load nothing


@dataclass
class Content:
    """What a page links to, loads, and offers as anchors."""

    kind: str = ""  # the first class of body
    anchors: list[str] = field(default_factory=list)
    links: list[tuple[int, str]] = field(default_factory=list)  # line, address
    loads: list[tuple[int, str]] = field(default_factory=list)
    inline: list[tuple[int, str]] = field(default_factory=list)  # what a strict policy forbids


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.content = Content()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        line, found = self.getpos()[0], self.content
        if tag == "body":
            found.kind = (given.get("class", "").split() or [""])[0]
        if "id" in given:
            found.anchors.append(given["id"])
        for name, value in given.items():
            if (tag, name) in LEADS:
                found.links.append((line, value))
            elif name in LOADS or (name == "href" and tag in ("use", "image")):
                found.loads.append((line, value))
            elif name == "srcset":
                found.loads += [(line, part.split()[0]) for part in value.split(",")]
            elif name == "style" or name.startswith("on"):
                found.inline.append((line, f'{name}="{value}"'))
        if tag == "link" and "href" in given:
            harmless = HARMLESS & set(given.get("rel", "").split())
            (found.links if harmless else found.loads).append((line, given["href"]))
        if tag == "script" and "src" not in given and "json" not in given.get("type", ""):
            found.inline.append((line, "<script> without src"))
        if tag == "style":
            found.inline.append((line, "<style>"))

    handle_startendtag = handle_starttag


@cache
def read(path: Path) -> Content:
    """Read a page."""
    reader = _Reader()
    reader.feed(path.read_text("utf-8"))
    reader.close()
    return reader.content


def faults_of(site: Path) -> Iterator[str]:
    """Give every link and anchor that leads nowhere, and everything that asks another host.

    Names are compared letter by letter, as hosts do whose file systems know upper case.
    """
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    for name in sorted(file for file in files if file.endswith(".html")):
        found = read(site / name)
        twice = {anchor for anchor in found.anchors if found.anchors.count(anchor) > 1}
        yield from (f"{name}: the id '{anchor}' is there twice" for anchor in sorted(twice))
        yield from (f"{name}:{line}: {what}" for line, what in found.inline)
        for line, address in found.loads:
            if urlsplit(address).scheme not in ("", "data"):
                yield f"{name}:{line}: loads {address}"
        for line, address in found.links + found.loads:
            why = why_broken(site, files, name, address)
            if why:
                yield f"{name}:{line}: {address}: {why}"


def target_of(page: str, address: str) -> str:
    """Give the file of the site that an address on a page leads to; "" where it leaves the site.

    >>> target_of("d/a.html", "../index.html#top"), target_of("d/a.html", "https://example.org/")
    ('index.html', '')
    """
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return ""
    joined = posixpath.join(posixpath.dirname(page), unquote(parts.path))
    return posixpath.normpath(joined) if parts.path else page


def why_broken(site: Path, files: set[str], page: str, address: str) -> str:
    """Say what is wrong with an address on a page; nothing where it leads to another host."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return "" if parts.scheme in ("http", "https", "mailto", "data") else "an odd address"
    if parts.path.startswith("/"):
        return "does not work in a subfolder"
    target = target_of(page, address)
    if target not in files:
        return "leads out of the site" if target.startswith("..") else "no such file"
    state = "=" in parts.fragment  # search.html#q=...: a state, for its script
    if parts.fragment and not state and target.endswith(".html"):
        anchors = read(site / target).anchors
        if unquote(parts.fragment) not in anchors:
            return "no such anchor"
    return ""


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
    site = asked.site or muqtabas.site()
    faults = list(faults_of(site))
    for fault in faults[:20]:
        print(fault, file=sys.stderr)
    pages = [read(path) for path in site.rglob("*.html")]
    figures = {
        "pages": len(pages),
        "links": sum(len(page.links) for page in pages),
        "anchors": sum(len(page.anchors) for page in pages),
        "faults": len(faults),
    }
    show(figures, [["", "count"], *figures.items()], as_json=asked.json)
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
