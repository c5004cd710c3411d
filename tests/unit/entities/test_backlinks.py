"""Do an entity's lists hold what the links say, in a stable order?"""

from __future__ import annotations

from itertools import permutations

import pytest

from sitegen.entities.backlinks import backlinks, kwic, namesakes, together
from sitegen.model import Card, DocId, EntityId, Mention, PartialDate, slug_of

from .samples import authority_of, person

RIDA, ABDUH = EntityId("p-rida"), EntityId("p-abduh")


def card(name: str, date: PartialDate | None) -> Card:
    return Card(id=DocId(name), slug=slug_of(name), title=name, date=date)


def mention(start: int, entity: EntityId | None, block: int = 0) -> Mention:
    return Mention(block, start, start + 3, entity, "heading")


DOCUMENTS = [
    (card("c", None), (mention(0, RIDA),)),
    (card("b", PartialDate(1911, 3)), (mention(0, ABDUH), mention(9, RIDA), mention(20, None))),
    (card("a", PartialDate(1908)), (mention(5, RIDA, 1), mention(7, RIDA, -1))),
]


@pytest.mark.parametrize("order", list(permutations(DOCUMENTS)))
def test_backlinks_do_not_depend_on_the_order_of_documents(order: tuple) -> None:
    found = backlinks(order)
    rida = found[RIDA]
    assert [(b.document, b.mention.block) for b in rida.links] == [
        ("a", -1),
        ("a", 1),
        ("b", 0),
        ("c", 0),
    ]
    assert rida.years == ((0, 1), (1908, 2), (1911, 1))
    assert rida.together == ((ABDUH, 1),)
    assert list(found) == [ABDUH, RIDA]


def test_every_link_has_its_backlink_and_no_other() -> None:
    linked = [(c.id, m) for c, ms in DOCUMENTS for m in ms if m.entity]
    found = [
        (b.document, b.mention) for links in backlinks(DOCUMENTS).values() for b in links.links
    ]
    assert sorted(map(str, linked)) == sorted(map(str, found))


def test_a_list_of_names_puts_nobody_together() -> None:
    assert together([[EntityId(str(n)) for n in range(61)]]) == {}


def test_namesakes_bear_one_folded_name() -> None:
    records = authority_of(
        person("p-1", "أحمد رضا"),
        person("p-2", "الشيخ أحمد رضا", variants=["احمد رضى", "احمد رضا"]),
        person("p-3", "أحمد أمين"),
    )
    assert namesakes(records.values()) == {"p-1": ("p-2",), "p-2": ("p-1",)}


@pytest.mark.parametrize(
    ("text", "start", "end", "width", "expected"),
    [
        ("بيروت", 0, 5, 9, ("", "بيروت", "")),
        ("في بيروت الآن", 3, 8, 9, ("في ", "بيروت", " الآن")),
        ("في\nبيروت\nالآن", 3, 8, 9, ("في ", "بيروت", " الآن")),
        ("وصل أمس إلى بيروت قادمًا", 12, 17, 6, ("… إلى ", "بيروت", " …")),
        ("والصحافةوبيروت", 9, 14, 4, ("… ", "بيروت", "")),
    ],
)
def test_context_is_cut_at_words(
    text: str, start: int, end: int, width: int, expected: tuple[str, str, str]
) -> None:
    assert kwic(text, start, end, width) == expected
