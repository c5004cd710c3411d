"""Which nouns does every room share?

Frozen dataclasses only; they know no file, no template, no language rule. Those of which an
archive has a hundred thousand are compact: cheap to pickle.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter
from sys import intern
from typing import Any, NamedTuple, NewType, cast

from sitegen.compact import compact, draft_of
from sitegen.errors import Place

DocId = NewType("DocId", str)
EntityId = NewType("EntityId", str)
Slug = NewType("Slug", str)
STRICTNESS = {"public": 0, "metadata": 1, "closed": 2}  # of access

_NO_SLUG = re.compile(r"[^a-z0-9-]+")
_DOS_NAMES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{n}{i}" for n in ("com", "lpt") for i in range(1, 10)),
}


LONGEST_NAME = 240  # bytes of an id, and so of a file: file systems take 255, with its endings


@lru_cache(maxsize=4096)  # what is made of a document names it half a dozen times
def slug_of(identifier: str) -> Slug:
    """Give the part of URL and file name that stands for an id.

    Lower-cased, each run outside [a-z0-9-] as one hyphen; legal on NTFS, exFAT and FAT32.

    >>> slug_of("oape:pers:1159"), slug_of("CON"), slug_of("al-Muqtabas_1.2")
    ('oape-pers-1159', 'con-', 'al-muqtabas-1-2')
    """
    slug = _NO_SLUG.sub("-", identifier.lower())
    return Slug(slug + "-" if slug in _DOS_NAMES or not slug else slug)


@lru_cache(maxsize=1 << 15)  # what is told of a document has its date a dozen times
def _iso(year: int, month: int, day: int) -> str:
    if day:
        return f"{year:04}-{month:02}-{day:02}"
    return f"{year:04}-{month:02}" if month else f"{year:04}"


@compact
@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A proleptic Gregorian date known to the year, the month or the day (0 = unknown).

    >>> PartialDate(1908, 5).iso, PartialDate(1908).last - PartialDate(1908).first
    ('1908-05', 365)
    """

    year: int
    month: int = 0
    day: int = 0

    @property
    def iso(self) -> str:
        """The date as ISO 8601 with the precision that it has."""
        return _iso(self.year, self.month, self.day)

    @property
    def first(self) -> int:
        """The first day of the span, as datetime.date.toordinal counts."""
        return datetime.date(self.year, self.month or 1, self.day or 1).toordinal()

    @property
    def last(self) -> int:
        """The last day of the span."""
        month = self.month or 12
        day = self.day or calendar.monthrange(self.year, month)[1]
        return datetime.date(self.year, month, day).toordinal()


def is_sealed(date: PartialDate | None, until: str) -> bool:
    """Say whether a document of *date* is of the part of an archive that is finished.

    *until* is the setting ``sealed``, empty where there is none: documents whose first day is not
    after it are. What has no date is not.

    >>> is_sealed(PartialDate(1945), "1945-06-30"), is_sealed(None, "1945-06-30")
    (True, False)
    """
    if not until or date is None:
        return False
    year, month, day = map(int, until.split("-"))
    return date.first <= PartialDate(year, month, day).last


@compact
@dataclass(frozen=True, slots=True)
class Alignment:
    """The way back from a derived text to the text it came from.

    ``runs`` holds (derived offset, source offset) pairs, ascending, each opening a stretch in
    which both count on by one; code points throughout. Derived characters that stand for several
    source characters, and source characters that vanished, fall between two runs.

    >>> Alignment(((0, 0), (2, 3))).source_span(1, 3)   # one source character vanished at 2
    (1, 4)
    """

    runs: tuple[tuple[int, int], ...] = ((0, 0),)

    def source_at(self, offset: int) -> int:
        """Give the source offset of the derived character at *offset*."""
        low, high = 0, len(self.runs)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.runs[middle][0] <= offset else (low, middle)
        derived, source = self.runs[low]
        return source + offset - derived

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Give the half-open source span of the derived span *start* to *end*."""
        if end <= start:
            at = self.source_at(start)
            return at, at
        return self.source_at(start), self.source_at(end - 1) + 1


class BlockKind(StrEnum):
    """The kinds of citable parts."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    VERSE = "verse"
    QUOTATION = "quotation"
    NOTE = "note"
    ITEM = "item"
    CELL = "cell"
    CAPTION = "caption"
    CODE = "code"
    PULL_QUOTE = "pullquote"  # repeats the text: not indexed, not linked twice
    DATELINE = "dateline"
    BYLINE = "byline"


@compact
@dataclass(frozen=True, slots=True)
class Tagged:
    """A name marked up in the source itself: ``[[id|text]]``, or TEI persName and its kin.

    ``refs`` are the ids as the source gives them, best first; empty where it gives none.
    """

    start: int
    end: int
    refs: tuple[str, ...]
    type: str = ""  # person, place, organization, work, event; "" where unsaid
    explicit: bool = False  # written by hand as [[id|text]]: a missing record is a Problem


@compact
@dataclass(frozen=True, slots=True)
class Block:
    """A citable part of a document.

    ``text`` is what the reader sees, normalized, without mark-up (line breaks as U+000A);
    ``html`` is the same with inline mark-up, its text escaped with &amp; &lt; &gt; only, so that
    the characters of ``html`` outside tags are those of ``text``, one for one (<br> stands for
    U+000A). ``alignment`` leads from ``text`` to the body's source.
    """

    kind: BlockKind
    anchor: str
    text: str
    html: str
    alignment: Alignment = Alignment()
    level: int = 0  # of a heading: 2 to 6
    tagged: tuple[Tagged, ...] = ()
    line: int = 0  # in the file, for messages
    page: str = ""  # of the printed source, where known


@dataclass(frozen=True, slots=True)
class Body:
    """A document's text: blocks, and the HTML around them.

    ``layout`` is HTML text with, between its strings, block numbers: there the inner HTML of
    that block goes. Each block stands in it exactly once.
    """

    source: str
    blocks: tuple[Block, ...]
    layout: tuple[str | int, ...]

    def __reduce__(self) -> tuple[object, ...]:
        """Hand on each text once: a block that stands in the source as it is becomes its place."""
        return _unpacked, (self.source, [_packed(self.source, b) for b in self.blocks], self.layout)


_KINDS = {kind.value: kind for kind in BlockKind}
_DraftAlignment: Any = draft_of(Alignment)  # blocks are made more often than anything else
_DraftBlock: Any = draft_of(Block)


def _packed(source: str, block: Block) -> tuple[object, ...]:
    """Give a block's values: a text that stands in *source* as it is by its place there."""
    runs, text = block.alignment.runs, block.text
    derived, start = runs[0]
    in_source = len(runs) == 1 and not derived and source.startswith(text, start)
    html = None if block.html == text else block.html
    return (
        start if in_source else runs, start + len(text) if in_source else text,
        block.kind._value_, block.anchor, html, block.level, block.tagged, block.line, block.page,
    )  # fmt: skip


def _unpacked(source: str, packed: list[Any], layout: tuple[str | int, ...]) -> Body:
    blocks = []
    for start, text, kind, anchor, html, level, tagged, line, page in packed:
        runs = start
        if start.__class__ is int:
            text, runs = source[start:text], ((0, start),)  # noqa: PLW2901 - it was its end
        way = _DraftAlignment(runs)
        way.__class__ = Alignment
        inner = text if html is None else html
        block = _DraftBlock(_KINDS[kind], anchor, text, inner, way, level, tagged, line, page)
        block.__class__ = Block
        blocks.append(block)
    return Body(source, tuple(blocks), layout)


@compact
@dataclass(frozen=True, slots=True)
class Title:
    """A title as shown, as it stands in the source, and the way back."""

    text: str
    source: str
    alignment: Alignment = Alignment()


@compact
@dataclass(frozen=True, slots=True)
class EntityRules:
    """What a document's front matter says of its entities."""

    link: tuple[str, ...] = ()  # entity ids that the document is about: short names link at once
    never: tuple[str, ...] = ()  # key "not": entity ids that do not link here
    as_: Mapping[str, str] = field(default_factory=dict)  # key "as": surface -> entity id


@dataclass(frozen=True, slots=True)
class Correction:
    """A change made to a text after its first publication."""

    date: str
    by: str = ""
    note: str = ""


class Leaf(NamedTuple):
    """Where a printed page is shown elsewhere: on a page for people, as a picture; "" unknown."""

    page: str
    link: str
    picture: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One item of the archive: an article, a poem, a letter, a chapter."""

    id: DocId
    place: Place
    title: Title
    body: Body
    subtitle: str = ""
    authors: tuple[str, ...] = ()  # entity ids or plain names
    editors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    collection: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    date: PartialDate | None = None
    date_hijri: str = ""
    date_printed: str = ""
    lang: str = "ar"
    kind: str = "article"
    section: str = ""
    subjects: tuple[str, ...] = ()
    summary: str = ""
    image: str = ""
    facsimile: str = ""
    source: str = ""
    source_id: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict)
    rights: str = ""
    access: str = "public"
    withdrawn: str = ""  # the reason, shown on the tombstone
    ocr: Mapping[str, Any] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    entities: EntityRules = field(default_factory=EntityRules)
    aliases: tuple[str, ...] = ()
    draft: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)
    leaves: tuple[Leaf, ...] = ()  # of the facsimile, where it is a IIIF manifest
    publish_source: bool = False  # TEI: mentions count in our linear text, which is published
    markup: str = "text"  # of the body's source: text, markdown, tei

    @property
    def slug(self) -> Slug:
        """The id's slug."""
        return slug_of(self.id)

    def __reduce__(self) -> tuple[object, ...]:
        """Hand on plain values: each class that a pickle names is looked up anew."""
        body, title, date, rules = self.body, self.title, self.date, self.entities
        return _document, (
            (self.place.path, self.place.line),
            (title.text, title.source, title.alignment.runs),
            (body.source, [_packed(body.source, block) for block in body.blocks], body.layout),
            date and (date.year, date.month, date.day),
            None if rules == _NO_RULES else rules,
            _others_of(self),
        )


_NO_RULES = EntityRules()
_APART = ("place", "title", "body", "date", "entities")
_OTHERS = tuple(one.name for one in fields(Document) if one.name not in _APART)
_others_of = attrgetter(*_OTHERS)
_DraftDocument: Any = draft_of(Document, (*_APART, *_OTHERS))


def _document(
    place: tuple[str, int],
    title: tuple[str, str, tuple[tuple[int, int], ...]],
    body: tuple[str, list[Any], tuple[str | int, ...]],
    date: tuple[int, int, int] | None,
    rules: EntityRules | None,
    others: tuple[Any, ...],
) -> Document:
    text, source, runs = title
    made = _DraftDocument(
        Place(*place),
        Title(text, source, Alignment(runs)),
        _unpacked(*body),
        date and PartialDate(*date),
        _NO_RULES if rules is None else rules,
        *others,
    )
    made.__class__ = Document
    return cast("Document", made)


class EntityType(StrEnum):
    """The kinds of authority records."""

    PERSON = "person"
    PLACE = "place"
    ORGANIZATION = "organization"
    WORK = "work"
    EVENT = "event"


@compact
@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """An authority record: the curated description of a person, place, organization ..."""

    id: EntityId
    type: EntityType
    heading: str
    place: Place
    variants: tuple[str, ...] = ()
    short_names: tuple[str, ...] = ()
    description: str = ""
    start: PartialDate | None = None  # birth, founding, publication
    end: PartialDate | None = None  # death, end
    lat: float | None = None
    lon: float | None = None
    same_as: Mapping[str, str] = field(default_factory=dict)  # wikidata, viaf, geonames, ... -> id
    never_link: tuple[str, ...] = ()  # surfaces that never link to this record
    cues: tuple[str, ...] = ()
    author: str = ""  # of a work: entity id or name
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def slug(self) -> Slug:
        """The id's slug."""
        return slug_of(self.id)


class Mention(NamedTuple):
    """A span of a document that names something; ``entity`` None is NIL, seen but unresolved.

    Offsets are code points of the block's text (block -1: the title's), half-open, the
    proclitic excluded. ``rule`` says why it was linked, or left.
    """

    block: int
    start: int
    end: int
    entity: EntityId | None
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A periodical, book or dossier of the archive, as collections.toml describes it."""

    id: str
    title: str
    subtitle: str = ""
    kind: str = "periodical"
    description: str = ""
    editors: tuple[str, ...] = ()
    publisher: str = ""
    place: str = ""
    issn: str = ""
    lang: str = "ar"
    rights: str = ""
    access: str = "public"
    image: str = ""
    same_as: Mapping[str, str] = field(default_factory=dict)

    @property
    def slug(self) -> Slug:
        """The id's slug."""
        return slug_of(self.id)


@compact
@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody who wrote, edited or translated: a name, and the record where there is one."""

    name: str
    entity: EntityId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What lists, neighbours and the search need to know of a document: all but its text."""

    id: DocId
    slug: Slug
    title: str
    subtitle: str = ""
    authors: tuple[Agent, ...] = ()
    collection: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    date: PartialDate | None = None
    date_hijri: str = ""
    lang: str = "ar"
    kind: str = "article"
    section: str = ""
    subjects: tuple[str, ...] = ()
    summary: str = ""
    image: str = ""
    access: str = "public"
    withdrawn: str = ""
    words: int = 0
    aliases: tuple[str, ...] = ()
    entities: tuple[EntityId, ...] = ()  # linked in it, each once, sorted
    own: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # the archive's own facets
    leads: tuple[str, ...] = ()  # ids of documents that its text leads to (doc:ID)

    def __reduce__(self) -> tuple[Callable[..., Card], tuple[Any, ...]]:
        """Hand on plain values; what many cards say alike, they have together again.

        >>> import pickle
        >>> one = Card(id=DocId("a-1"), slug=Slug("a-1"), title="الشعر", section="باب الأدب")
        >>> other = pickle.loads(pickle.dumps(one))
        >>> other == one, other.section is pickle.loads(pickle.dumps(one)).section
        (True, True)
        """
        date = self.date
        return _card, (date and (date.year, date.month, date.day), *_of_card(self))

    def linked(self, authors: tuple[Agent, ...], entities: tuple[EntityId, ...]) -> Card:
        """Give the card of a text that was linked: whose the authors are, whom it names."""
        made = _DraftCard(self.date, *_of_card(self))
        made.authors, made.entities = authors, entities
        made.__class__ = Card
        return cast("Card", made)

    def shared(self) -> Card:
        """Give the card as another process has it: with what many say alike only once."""
        made, values = self.__reduce__()
        return made(*values)


_CARD = tuple(one.name for one in fields(Card) if one.name != "date")
_of_card = attrgetter(*_CARD)
_DraftCard: Any = draft_of(Card, ("date", *_CARD))
_NOTHING_OWN: Mapping[str, tuple[str, ...]] = {}
_date = lru_cache(maxsize=1 << 16)(PartialDate)  # a corpus has few days


def _card(date: tuple[int, int, int] | None, *values: Any) -> Card:
    said = dict(zip(_CARD, values, strict=True))
    for name in _ALIKE:
        said[name] = intern(str(said[name]))  # of lxml's, too
    said["slug"] = said["id"] if said["slug"] == said["id"] else said["slug"]
    said["entities"] = tuple(map(intern, said["entities"]))
    said["own"] = said["own"] or _NOTHING_OWN
    made = _DraftCard(date and _date(*date), *said.values())
    made.__class__ = Card
    return cast("Card", made)


_ALIKE = (
    "collection", "volume", "issue", "pages", "lang", "kind", "section", "access", "withdrawn",
)  # fmt: skip


class Appearance(NamedTuple):
    """One linked mention as an entity's page shows it: where, and the words around it."""

    document: DocId
    anchor: str  # of the paragraph; "" for the title
    left: str
    surface: str
    right: str


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase with its occurrences in each year; those without a year are left out."""

    text: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All of its occurrences that have a year.

        >>> Term("الشام", (2, 0, 3)).total
        5
        """
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Usage:
    """What is written how often in which year, the most frequent first.

    ``years`` are those that have documents, ascending, ``sizes`` the words of each; the counts of
    terms run along them. ``names`` are mentions: (year, count) of each entity, ascending.
    """

    years: tuple[int, ...] = ()
    sizes: tuple[int, ...] = ()
    words: tuple[Term, ...] = ()
    phrases: tuple[Term, ...] = ()
    names: Mapping[EntityId, tuple[tuple[int, int], ...]] = field(default_factory=dict)
