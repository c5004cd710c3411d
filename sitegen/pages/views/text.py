"""What do the pages of a document show?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup as Html

from sitegen.pages.views.parts import Citation, Dating, EntityGroup, Entry, Fact, Frame, Link, Pager


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
