"""What do the pages show on which many documents are listed?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sitegen.pages.views.drawings import Chart
from sitegen.pages.views.parts import Entry, Fact, Frame, Group, Link, LinkGroup, Pager


@dataclass(frozen=True, slots=True)
class CollectionCard:
    """A collection on the home page and in the list of collections: a set title."""

    title: str
    subtitle: str
    href: str
    image: str
    span: str
    count: str
    kind: str


class HomeView(NamedTuple):
    """home.html."""

    frame: Frame
    title: str
    subtitle: str
    description: str
    logo: str
    totals: tuple[Link, ...]
    chart: Chart | None
    collections: tuple[CollectionCard, ...]
    people: tuple[Link, ...]
    places: tuple[Link, ...]
    organizations: tuple[Link, ...]
    chosen: tuple[Entry, ...]
    newest: tuple[Entry, ...]  # by their dates
    today: Link | None  # to the days of the year; its note names the months that have any
    more: tuple[Link, ...]
    build: tuple[str, ...]
    moved: bool  # whether documents have old addresses, to which this page leads on


class CollectionsView(NamedTuple):
    """collections.html."""

    frame: Frame
    title: str
    collections: tuple[CollectionCard, ...]
    pager: Pager | None


@dataclass(frozen=True, slots=True)
class Contents:
    """Documents of a collection that stand under the same headings of a book.

    ``headings`` are those that begin here: (level 3 to 6, text); none where it is no book.
    ``level`` is that of the documents' own titles.
    """

    headings: tuple[tuple[int, str], ...]
    level: int
    entries: tuple[Entry, ...]


class CollectionView(NamedTuple):
    """collection.html: a collection's own page."""

    frame: Frame
    crumbs: tuple[Link, ...]
    title: str
    subtitle: str
    description: str
    image: str
    lang: str
    facts: tuple[Fact, ...]
    chart: Chart | None
    volumes: tuple[LinkGroup, ...]
    contents: tuple[Contents, ...]
    pager: Pager | None


class ListView(NamedTuple):
    """list.html: documents under a heading; an issue, a month, a section, a subject ..."""

    frame: Frame
    crumbs: tuple[Link, ...]
    title: str
    subtitle: str
    note: str
    more: Link | None  # another way to the same
    sortable: bool  # whether there is enough to be put into another order, by a script
    groups: tuple[Group, ...]
    pager: Pager | None
    previous: Link | None
    next: Link | None


class IndexView(NamedTuple):
    """index.html: links with counts; letters, headings, years, sections ..."""

    frame: Frame
    crumbs: tuple[Link, ...]
    title: str
    note: str
    letters: tuple[Link, ...]
    chart: Chart | None
    groups: tuple[LinkGroup, ...]
    pager: Pager | None
    more: tuple[Link, ...] = ()  # other ways to the same
    style: str = ""  # "letters": short links set as a table of letters; "columns": headings


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a calendar; on one without an address nothing was printed; "" is no day."""

    text: str
    href: str
    note: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a calendar, week by week."""

    title: str
    href: str
    weeks: tuple[tuple[Day, ...], ...]


class CalendarView(NamedTuple):
    """calendar.html: a year's days, or those of all years."""

    frame: Frame
    crumbs: tuple[Link, ...]
    title: str
    note: str
    weekdays: tuple[str, ...]  # empty where days of several years stand together
    months: tuple[Month, ...]
    previous: Link | None
    next: Link | None
