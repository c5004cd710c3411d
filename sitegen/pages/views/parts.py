"""What do several views hold? Links, dates, entries, the frame around every page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup as Html


class Link(NamedTuple):
    """Something to follow: what it is called, where it leads, a word beside it."""

    text: str | Html
    href: str
    note: str = ""


class Meta(NamedTuple):
    """A ``meta`` element: ``name`` or, for OpenGraph, ``property``."""

    name: str
    content: str


class Frame(NamedTuple):
    """What is around every page: its head, its place, its scripts."""

    title: str
    lang: str
    dir: str
    root: str  # the way up to the site's root: "", "../", "../../"
    numerals: str  # arab or latn
    kind: str  # of the page: home, document, entity ...: a class of body
    description: str = ""
    scripts: tuple[str, ...] = ()  # addresses, deferred
    metas: tuple[Meta, ...] = ()
    properties: tuple[Meta, ...] = ()
    canonical: str = ""
    languages: tuple[Link, ...] = ()  # the same page in each language (its note)
    json_ld: Html | str = ""
    feed: str = ""
    header: Html | str = ""
    footer: Html | str = ""
    stamp: str = ""  # of style sheet and scripts: changes when they do


class Dating(NamedTuple):
    """A date as a reader wants it: as printed, Gregorian, Hijri."""

    iso: str = ""
    gregorian: str = ""
    hijri: str = ""
    hijri_computed: str = ""  # says so, where the Hijri date was computed
    printed: str = ""
    href: str = ""  # the month's or the year's page
    hijri_href: str = ""  # the Hijri year's page


class Entry(NamedTuple):
    """A document in a list."""

    title: str | Html
    href: str
    lang: str = ""  # where it is not the interface's
    authors: tuple[Link, ...] = ()
    iso: str = ""
    date: str = ""
    where: tuple[Link, ...] = ()  # collection, issue
    pages: str = ""
    summary: str = ""
    kind: str = ""
    note: str = ""  # withdrawn, catalogue entry only; or why it stands here


class Group(NamedTuple):
    """Entries under one heading."""

    heading: str | Html
    entries: tuple[Entry, ...]
    href: str = ""
    anchor: str = ""


class LinkGroup(NamedTuple):
    """Links under one heading."""

    heading: str
    links: tuple[Link, ...]
    href: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pager:
    """The parts of a long list."""

    label: str
    parts: tuple[Link, ...] = ()  # empty href: the part that is shown
    previous: Link | None = None
    next: Link | None = None


class Citation(NamedTuple):
    """One way to cite: its name, and the text."""

    name: str
    text: str | Html
    file: str = ""  # the ending that a download would have


class Fact(NamedTuple):
    """A line of metadata."""

    label: str
    links: tuple[Link, ...]


class EntityGroup(NamedTuple):
    """The entities of one type that a document names."""

    heading: str
    type: str
    links: tuple[Link, ...]


class Line(NamedTuple):
    """A mention in its context: the words before it, it, and the words after it."""

    left: str
    surface: str
    right: str
    href: str


class Passage(NamedTuple):
    """A document with its mentions of an entity."""

    entry: Entry
    lines: tuple[Line, ...]
