"""Does every link and anchor of a built site lead somewhere, and does no page ask another host?"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sitegen.errors import Place, Problem
from sitegen.pages.urls import parts_folder

LEADS = {("a", "href"), ("area", "href"), ("form", "action")}
LOADS = {"src", "poster", "data"}  # of any element; href of link and of SVG's use and image
HARMLESS = {"alternate", "author", "canonical", "license"}  # rels of <link> that load nothing
VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "circle",
        "path",
        "rect",
        "line",
        "polyline",
        "polygon",
        "use",
        "image",
        "ellipse",
        "stop",
    ]
)
_MAY_STAY_OPEN = frozenset(
    [
        "p",
        "li",
        "dt",
        "dd",
        "td",
        "th",
        "tr",
        "thead",
        "tbody",
        "tfoot",
        "option",
        "body",
        "html",
        "head",
    ]
)

MISSING = "404.html"  # hosts show it in any folder: its links begin at the top


@dataclass
class Content:
    """What a page links to, loads, and offers as anchors; what is wrong with its mark-up."""

    kind: str = ""  # the first class of body
    anchors: list[str] = field(default_factory=list)
    links: list[tuple[int, str]] = field(default_factory=list)  # line, address
    loads: list[tuple[int, str]] = field(default_factory=list)
    inline: list[tuple[int, str]] = field(default_factory=list)  # what a strict policy forbids
    faults: list[tuple[int, str]] = field(default_factory=list)  # of mark-up


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.content = Content()
        self.open: list[tuple[str, int]] = []
        self.doctype = self.lang = self.title = False
        self.h1 = self.main = 0

    def handle_decl(self, decl: str) -> None:
        self.doctype = decl.lower() == "doctype html"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._element(tag, attrs)
        if tag not in VOID:
            self.open.append((tag, self.getpos()[0]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._element(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        line = self.getpos()[0]
        while self.open and self.open[-1][0] != tag and self.open[-1][0] in _MAY_STAY_OPEN:
            self.open.pop()
        if self.open and self.open[-1][0] == tag:
            self.open.pop()
        elif tag not in VOID:
            inside = f" inside <{self.open[-1][0]}>" if self.open else ""
            self.content.faults.append((line, f"</{tag}> closes nothing{inside}"))

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][0] == "title" and data.strip():
            self.title = True

    def _element(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        line, found = self.getpos()[0], self.content
        if len(given) != len(attributes):
            found.faults.append((line, f"<{tag}> has an attribute twice"))
        self.lang = self.lang or (tag == "html" and bool(given.get("lang")))
        self.h1 += tag == "h1"
        self.main += tag == "main"
        if tag == "img" and "alt" not in given:
            found.faults.append((line, "<img> has no alt"))
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

    def ended(self) -> Content:
        """Give what was read, with what only the end of a page shows."""
        faults = self.content.faults
        faults += [
            (line, f"<{tag}> has no end") for tag, line in self.open if tag not in _MAY_STAY_OPEN
        ]
        whole = (
            (self.doctype, "the page does not begin with <!doctype html>"),
            (self.lang, "<html> has no lang"),
            (self.title, "the page has no title"),
            (self.h1 <= 1, f"the page has {self.h1} h1"),
            (self.main <= 1, f"the page has {self.main} main"),
        )
        faults += [(0, what) for is_right, what in whole if not is_right]
        return self.content


@lru_cache(maxsize=100_000)
def read(path: Path) -> Content:
    """Read a page; what it says is small beside it."""
    reader = _Reader()
    reader.feed(path.read_text("utf-8", "replace"))
    reader.close()
    return reader.ended()


def broken_links(site: Path) -> Iterator[Problem]:
    """Give every link and anchor that leads nowhere, and everything that asks another host.

    Names are compared letter by letter, as hosts do whose file systems know upper case.
    """
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    for name in sorted(file for file in files if file.endswith(".html")):
        found = read(site / name)
        twice = {anchor for anchor in found.anchors if found.anchors.count(anchor) > 1}
        for anchor in sorted(twice):
            yield Problem(Place(name), f"the id '{anchor}' is there twice")
        for line, what in found.inline:
            why = "pages run under a policy that forbids it"
            yield Problem(Place(name, line), f"this is written in the page: {what}", why)
        for line, address in found.loads:
            if urlsplit(address).scheme not in ("", "data"):
                yield Problem(Place(name, line), f"this loads {address}", "it is another host's")
        for line, address in found.links + found.loads:
            why = why_broken(site, files, name, address)
            if why:
                yield Problem(Place(name, line), f"'{address}' leads nowhere", why)


def broken_markup(site: Path) -> Iterator[Problem]:
    """Give what is wrong with the mark-up of pages: ends, ids, titles, languages, alternatives."""
    for path in sorted(site.rglob("*.html")):
        for line, what in read(path).faults:
            yield Problem(Place(path.relative_to(site).as_posix(), line), what)


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


def _is_below_some(path: str, files: set[str]) -> bool:
    """Say whether an address from the top of a host is a file of the site, in whatever folder.

    >>> _is_below_some("/archive/search.html", {"search.html"}), _is_below_some("/a.html", set())
    (True, False)
    """
    parts = path.strip("/").split("/")
    return any("/".join(parts[at:]) in files for at in range(len(parts)))


def why_broken(site: Path, files: set[str], page: str, address: str) -> str:
    """Say what is wrong with an address on a page; nothing where it leads to another host."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return "" if parts.scheme in ("http", "https", "mailto", "data") else "an odd address"
    if parts.path.startswith("/"):
        is_right = page == MISSING and _is_below_some(unquote(parts.path), files)
        return "" if is_right else "it does not work in a subfolder"
    target = target_of(page, address)
    if target not in files:
        return "it leads out of the site" if target.startswith("..") else "there is no such file"
    state = "=" in parts.fragment  # search.html#q=...: a state, for its script
    if parts.fragment and not state and target.endswith(".html"):
        anchor = unquote(parts.fragment)
        if anchor not in read(site / target).anchors and anchor not in _of_parts(site, target):
            return "there is no such anchor"
    return ""


@lru_cache(maxsize=64)
def _of_parts(site: Path, page: str) -> frozenset[str]:
    """Give the anchors of a long text's other parts: its first page leads on to them."""
    folder = site / parts_folder(page)
    found = (read(path).anchors for path in folder.rglob("*.html") if path.stem != "whole")
    return frozenset(anchor for anchors in found for anchor in anchors)
