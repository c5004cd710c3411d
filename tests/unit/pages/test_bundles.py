"""What a bundle of list pages tells is all that its pages depend on; so it is with single pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from sitegen.config import Site
from sitegen.model import Agent, Card, DocId, PartialDate, slug_of
from sitegen.pages.output import pages_of
from sitegen.pages.site import GROUPS, grouped_pages
from tests.unit.pages.conftest import RIDA, archive_of

if TYPE_CHECKING:
    from sitegen.pages.output import Listed
    from tests.unit.pages.conftest import Archive

SITE = Site(title="أرشيف")
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)  # each step makes two sites
DATES = (None, PartialDate(1908), PartialDate(1908, 5), PartialDate(1908, 5, 3),
         PartialDate(1909, 2, 1), PartialDate(1910, 11, 30))  # fmt: skip
CARD = st.builds(
    lambda n, title, date, place, topic, author: Card(
        id=DocId(f"n{n}"), slug=slug_of(f"n{n}"), title=title, date=date, collection=place[0],
        volume=place[1], issue=place[2], section=topic, subjects=(topic,) if topic else (),
        authors=(author,) if author else (), entities=(RIDA,) if author else (),
    ),
    st.integers(0, 9),
    st.sampled_from(["المطبعة", "الحروف", "في بولاق", "Press", "١٩٠٨"]),
    st.sampled_from(DATES),
    st.sampled_from([("", "", ""), ("al-kitab", "", ""), ("al-matbaa", "1", ""),
                     ("al-matbaa", "1", "2"), ("al-matbaa", "2", "1"), ("al-matbaa", "", "7"),
                     ("al-matbaa", "2", "3")]),
    st.sampled_from(["", "أخبار", "نقد"]),
    st.sampled_from([None, Agent("محمد رشيد رضا", RIDA), Agent("جرجي زيدان")]),
)  # fmt: skip
CARDS = st.lists(CARD, min_size=1, max_size=12, unique_by=lambda card: card.id)


def listed(archive: Archive) -> dict[tuple[str, str], Listed]:
    """Give the bundles and the pages that say what they depend on, by group and name."""
    found = grouped_pages(archive.catalogue, archive.render, GROUPS)
    return {
        (group, getattr(one, "name", "") or pages_paths(one)[0]): one
        for group, one in found
        if one.told
    }


def pages_paths(one: Listed) -> list[str]:
    return [page.path for page in pages_of([one])]


def told(one: Listed) -> tuple[object, ...]:
    """Say all that a page or bundle does; what the records say is the same in every archive."""
    assert one.told
    cards, values, groups = one.told()
    return list(cards), repr(tuple(values)), groups


def printed(number: int, volume: str, issue: str = "") -> Card:
    return Card(id=DocId(f"n{number}"), slug=slug_of(f"n{number}"), title="بولاق",
                collection="al-matbaa", volume=volume, issue=issue)  # fmt: skip


@example([printed(1, "1")], [printed(2, "2")])  # a volume, an issue comes beside another
@example([printed(1, "1", "1")], [printed(2, "2", "1")])
@settings(deadline=None, max_examples=60, phases=NO_SHRINKING)
@given(CARDS, st.lists(CARD, min_size=1, max_size=2, unique_by=lambda card: card.id))
def test_where_what_is_told_is_the_same_so_are_the_pages(before, new):
    ids = {card.id for card in new}
    after = [*(card for card in before if card.id not in ids), *new]
    one, two = (archive_of(SITE, tuple(cards)) for cards in (before, after))
    were, are = listed(one), listed(two)
    for name in were.keys() & are.keys():
        if "letters" in told(were[name])[2] or told(were[name]) != told(are[name]):
            continue  # that of all letters tells of them, which tell of the titles
        pages = [
            {page.path: page.html(archive.render) for page in pages_of([some[name]])}
            for archive, some in ((one, were), (two, are))
        ]
        assert pages[0] == pages[1], name


@settings(deadline=None, max_examples=40)
@given(CARDS)
def test_no_two_bundles_have_one_name_and_no_two_pages_one_address(cards):
    archive = archive_of(SITE, tuple(cards))
    found = list(grouped_pages(archive.catalogue, archive.render, GROUPS))
    names = [(group, one.name) for group, one in found if hasattr(one, "name")]
    paths = [path for _, one in found for path in pages_paths(one)]
    assert len(names) == len(set(names))
    assert len(paths) == len(set(paths))


@pytest.mark.parametrize("group", ["cards", "letters"])
def test_a_bundle_has_pages(group):
    cards = (Card(id=DocId("n1"), slug=slug_of("n1"), title="بولاق", date=DATES[3],
                  collection="al-matbaa", volume="1", issue="2"),)  # fmt: skip
    archive = archive_of(SITE, cards)
    bundles = [
        one
        for _, one in grouped_pages(archive.catalogue, archive.render, {group})
        if hasattr(one, "name")
    ]
    assert bundles
    assert all(map(pages_paths, bundles))
