"""What does a document's page know of the rest of the archive?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from sitegen.model import Collection, EntityId, EntityType
from sitegen.pages.views import Link


class Ref(NamedTuple):
    """Another document, as a document's page names it."""

    title: str
    path: str
    lang: str = ""  # where it is not the interface's
    authors: tuple[Link, ...] = ()
    iso: str = ""
    date: str = ""


class EntityRef(NamedTuple):
    """An entity, as a document's page names it."""

    type: EntityType
    heading: str
    path: str
    note: str = ""  # life dates


class Surroundings(NamedTuple):
    """All that a document's page shows of the rest of the archive; small and picklable.

    ``entities`` are those with a page that the document mentions or that wrote it; ``agents``
    leads from each name as the document writes it to who that is.
    """

    path: str
    entities: Mapping[EntityId, EntityRef]
    previous: Ref | None = None
    next: Ref | None = None
    related: tuple[tuple[Ref, tuple[str, ...]], ...] = ()  # and why: headings, subjects
    collection: Collection | None = None
    path_of: Callable[[str], str] | None = None  # of any document, "" where it has no page
