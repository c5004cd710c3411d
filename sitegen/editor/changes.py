"""What can a decision change? Records and their names, the rules of documents, the passed-over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sitegen.errors import Place
from sitegen.model import EntityId


@dataclass(frozen=True, slots=True)
class AddRecord:
    """Add a record to the authority."""

    place: Place  # of the row that says so
    record: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AddName:
    """Add a text to a list of a record: variants, short_names, never_link, cues."""

    place: Place
    record: EntityId
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class AddRule:
    """Add a rule to a document: *key* is link or not, or as with the *surface* that it is for."""

    place: Place
    document: str
    key: str
    record: EntityId
    surface: str = ""


@dataclass(frozen=True, slots=True)
class PassOver:
    """Never suggest a name again."""

    place: Place
    name: str


Change = AddRecord | AddName | AddRule | PassOver
