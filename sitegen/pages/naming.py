"""How are documents and entities named on others' pages? In the words of one edition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from markupsafe import Markup

from sitegen.content.bidi import isolate
from sitegen.model import Card, DocId, Entity, EntityId
from sitegen.pages.dates import gregorian, life
from sitegen.pages.edition import Edition
from sitegen.pages.i18n import direction
from sitegen.pages.surroundings import EntityRef, Ref
from sitegen.pages.views import Entry, Link
from sitegen.pages.written import as_html


class CardText(NamedTuple):
    """What all lists tell of a document, wherever they stand."""

    title: Markup
    lang: str  # "": the interface's
    iso: str
    date: str
    pages: str


@dataclass(frozen=True, eq=False)
class Naming:
    """What is said of a document or an entity wherever it is named: once, when it is asked for.

    ``entries`` are documents as pages of names set them, by their id and the way to the site's
    root; those pages put them there.
    """

    edition: Edition
    by_id: Mapping[DocId, Card]
    document_paths: Mapping[DocId, str]
    entities: Mapping[EntityId, Entity]
    entity_paths: Mapping[EntityId, str]
    entries: dict[tuple[DocId, str], Entry] = field(default_factory=dict)
    _refs: dict[DocId, Ref] = field(default_factory=dict)
    _texts: dict[DocId, CardText] = field(default_factory=dict)
    _entity_refs: dict[EntityId, EntityRef] = field(default_factory=dict)

    def ref(self, name: DocId) -> Ref:
        """Name a document on another's page; half a dozen name the same."""
        found = self._refs.get(name)
        if found is None:
            card = self.by_id[name]
            text = self.text_of(card)
            found = self._refs[name] = Ref(
                card.title,
                self.document_paths[name],
                text.lang,
                tuple([Link(agent.name, "") for agent in card.authors]),
                text.iso,
                text.date,
            )
        return found

    def text_of(self, card: Card) -> CardText:
        """Say what each list that a document is in tells of it."""
        found = self._texts.get(card.id)
        if found is None:
            edition, date, lang = self.edition, card.date, card.lang
            found = self._texts[card.id] = CardText(
                as_html(isolate(card.title, rtl=direction(lang) == "rtl")),
                lang if lang != edition.words.language else "",
                date.iso if date else "",
                gregorian(date, edition) if date else "",
                edition.words.digits(card.pages) if card.pages else "",
            )
        return found

    def entity_ref(self, name: EntityId) -> EntityRef:
        """Name an entity on a document's page."""
        found = self._entity_refs.get(name)
        if found is None:
            entity = self.entities[name]
            found = self._entity_refs[name] = EntityRef(
                entity.type, entity.heading, self.entity_paths[name],
                life(entity, self.edition.words),
            )  # fmt: skip
        return found
