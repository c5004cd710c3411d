"""What does each template print? One frozen view per template, nothing left to decide.

Every ``href`` is relative to the page that shows it. Text is text: the environment escapes it;
what is HTML already is a ``Html``. Views, and what pages have by the dozen, are named tuples, made
in a quarter of a dataclass's time; views are made by the names of their fields.
"""

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


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart, in the chart's own units."""

    label: str
    count: str
    href: str
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on the axis of a chart."""

    label: str
    x: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars over years, with the same in a table."""

    title: str
    summary: str
    width: str
    height: str
    base: str  # where the axis lies
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    first_column: str
    second_column: str


@dataclass(frozen=True, slots=True)
class MapView:
    """A position on a graticule."""

    title: str
    width: str
    height: str
    lines: tuple[tuple[str, str, str, str, str], ...]  # x1, y1, x2, y2, class
    labels: tuple[tuple[str, str, str, str], ...]  # x, y, text, text-anchor
    x: str
    y: str
    name: str
    coordinates: str
    coast: str  # the drawing of the land under it


@dataclass(frozen=True, slots=True)
class Pin:
    """A place on a map of many; ``r`` grows with its mentions."""

    x: str
    y: str
    r: str
    href: str
    label: str


@dataclass(frozen=True, slots=True)
class Label:
    """A name beside a pin."""

    x: str
    y: str
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Atlas:
    """A map with many places; the biggest pins come first, so that small ones lie on top."""

    title: str
    width: str
    height: str
    coast: str
    pins: tuple[Pin, ...]
    labels: tuple[Label, ...]
    phone_labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two nodes of a network."""

    x1: str
    y1: str
    x2: str
    y2: str
    width: str


@dataclass(frozen=True, slots=True)
class Node:
    """An entity in a network."""

    x: str
    y: str
    label: str
    href: str
    type: str


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


@dataclass(frozen=True, slots=True)
class PartEntry:
    """A part of a long text in its contents: its number, its name where no heading names it."""

    number: str
    name: str | Html
    href: str
    headings: tuple[Link, ...]  # a heading's note is its level
    note: str = ""  # here


@dataclass(frozen=True, slots=True)
class PartsView:
    """Where a page stands in a text that is on several pages."""

    here: str  # which part this is
    folder: str  # of the other parts, from the site's root
    files: int  # that say in which part an anchor stands
    pager: Pager | None
    contents: tuple[PartEntry, ...]
    whole: Link | None  # to all of the text on one page; on that page, back to the parts
    is_first: bool = False
    within: tuple[Link, ...] = ()  # headings under which the part begins; the note is the level


class DocumentView(NamedTuple):
    """document.html."""

    frame: Frame
    id: str
    lang: str
    dir: str
    kind: str
    title: Html
    subtitle: Html | str
    crumbs: tuple[Link, ...]
    authors: tuple[Link, ...]
    contributors: tuple[Fact, ...]  # editors, translators
    dating: Dating
    section: Link | None
    pages: str
    summary: str
    body: Html
    without_text: str  # why there is no text: withdrawn, or rights
    image: str
    scans: tuple[Link, ...]  # of the printed pages; the note is the number of the page
    can_stand_beside: bool  # whether the scans are pictures, which a script sets beside the text
    facts: tuple[Fact, ...]
    subjects: tuple[Link, ...]
    corrections: tuple[str, ...]
    entities: tuple[EntityGroup, ...]
    related: tuple[Entry, ...]
    previous: Link | None
    next: Link | None
    citations: tuple[Citation, ...]
    works: tuple[Link, ...]  # to all that each author has here
    report: Link | None  # where a slip is told; its note is the pattern of the address
    parts: PartsView | None = None  # of a text that is on several pages


class TombstoneView(NamedTuple):
    """tombstone.html: a document that was withdrawn."""

    frame: Frame
    id: str
    crumbs: tuple[Link, ...]
    reason: str


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


class EntityView(NamedTuple):
    """entity.html."""

    frame: Frame
    id: str
    type_name: str
    crumbs: tuple[Link, ...]
    heading: Html
    variants: tuple[str, ...]
    description: str
    dates: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    same_as: tuple[Link, ...]
    position: MapView | None
    chart: Chart | None
    written: tuple[Entry, ...]
    written_more: Link | None
    together: tuple[LinkGroup, ...]
    namesakes: tuple[Link, ...]
    counted: str
    passages: tuple[Passage, ...]
    pager: Pager | None
    search: str
    compare: str = ""  # the chart that sets it beside other names and words
    narrows: bool = False  # whether a script may narrow the mentions


class AtlasView(NamedTuple):
    """atlas.html: the places of the archive on maps, and as lists."""

    frame: Frame
    crumbs: tuple[Link, ...]
    title: str
    note: str
    maps: tuple[Atlas, ...]
    groups: tuple[LinkGroup, ...]
    all_places: Link


class NetworkView(NamedTuple):
    """network.html: who is named together, drawn and as lists."""

    frame: Frame
    crumbs: tuple[Link, ...]
    title: str
    note: str
    width: str
    height: str
    edges: tuple[Edge, ...]
    nodes: tuple[Node, ...]
    labels: tuple[Label, ...]
    phone_labels: tuple[Label, ...]
    groups: tuple[LinkGroup, ...]


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
