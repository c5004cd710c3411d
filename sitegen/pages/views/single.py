"""What do the pages show that a site has one of?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup as Html

from sitegen.pages.views.parts import Frame, Link, LinkGroup, Pager


@dataclass(frozen=True, slots=True)
class UsageRow:
    """A word, phrase or name, drawn small over the years."""

    text: str
    href: str
    key: str  # by which the script knows it
    path: str  # of the line, in 96 by 20
    total: str
    most: str  # the year that has most of it for its size


class UsageView(NamedTuple):
    """usage.html: how often words, phrases, names occur in each year."""

    frame: Frame
    crumbs: tuple[Link, ...]
    title: str
    note: str
    tabs: tuple[Link, ...]  # the other kinds; the one shown leads nowhere
    kind: str  # words, phrases, names
    column: str  # what the rows are
    span: str  # the years that are drawn
    rows: tuple[UsageRow, ...]
    pager: Pager | None


class PageView(NamedTuple):
    """page.html: a free page; about.html is one."""

    frame: Frame
    title: Html
    lang: str
    dir: str
    body: Html
    method: tuple[str, ...]  # how texts and links were made, from the configuration
    colophon: tuple[str, ...]  # what the pages are set in, and made by


class OfflineView(NamedTuple):
    """offline.html: the frame that its script fills."""

    frame: Frame
    title: str


@dataclass(frozen=True, slots=True)
class Download:
    """A file of the data page."""

    name: str
    href: str
    description: str
    size: str


class DataView(NamedTuple):
    """data.html."""

    frame: Frame
    title: str
    downloads: tuple[Download, ...]
    years: tuple[LinkGroup, ...]  # rows of documents and of mentions, a file for each year
    zips: tuple[Download, ...]  # a collection each
    harvest: tuple[Link, ...]  # feeds, sitemap, static repository
    rights: str
    totals: tuple[Link, ...]
    build: tuple[str, ...]


class NotFoundView(NamedTuple):
    """404.html."""

    frame: Frame
    title: str
    moved: bool
    links: tuple[Link, ...]


class SearchView(NamedTuple):
    """search.html: the frame that the search page's script fills."""

    frame: Frame
    icon: str  # its address, for it to come with the page
    title: str
    facets: tuple[tuple[str, str], ...]  # a field, its label; the years under ""
    help: tuple[tuple[str, str], ...]  # an example, what it finds
    letters: tuple[Link, ...]
