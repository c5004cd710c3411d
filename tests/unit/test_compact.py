from __future__ import annotations

import pickle
from dataclasses import dataclass, replace

import pytest

from sitegen.compact import compact
from sitegen.errors import Place
from sitegen.model import Card, DocId, Entity, EntityId, EntityType, PartialDate, Slug

CARD = Card(id=DocId("a"), slug=Slug("a"), title="كتاب", date=PartialDate(1908, 5), words=7)
ENTITY = Entity(id=EntityId("p-1"), type=EntityType.PERSON, heading="أحمد", place=Place("e.yml", 3))


@compact
@dataclass(frozen=True, slots=True)
class One:
    alone: tuple[str, ...]


@pytest.mark.parametrize("record", [CARD, ENTITY, PartialDate(1908), One(("نعم",))])
@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_a_record_comes_back_as_it_was(record, protocol):
    back = pickle.loads(pickle.dumps(record, protocol))
    assert back == record
    assert type(back) is type(record)


def test_a_record_that_came_back_can_be_replaced_and_not_changed():
    back = pickle.loads(pickle.dumps(CARD))
    assert replace(back, words=8).words == 8
    with pytest.raises(AttributeError):
        back.words = 8


def test_no_field_is_named_in_what_is_written():
    written = pickle.dumps(CARD)
    assert b"date_hijri" not in written
