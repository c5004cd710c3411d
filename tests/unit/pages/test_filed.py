"""Claims about the letters of titles: from the last build's as from nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sitegen.arabic.sort import sort_key
from sitegen.config import Site
from sitegen.model import Card, DocId, PartialDate, slug_of
from sitegen.pages import filed as module
from sitegen.pages.filed import filed
from sitegen.pages.letters import by_letter
from sitegen.pages.titles import Heading, titles_by_letter
from tests.unit.pages.conftest import archive_of

TITLE = st.one_of(
    st.sampled_from(
        ["المنار", "منار", "إلى القارئ", "أخبار", "اخبار", "Émile", "emile", "١٩٠٨", "«باب»", ""]
    ),
    st.text("ابتأإآءى ل١9zZ«\n", max_size=6),
)  # fmt: skip
TITLES = st.lists(TITLE, max_size=20)


@given(TITLES, TITLES, st.integers(0, 4))
def test_from_another_order_comes_what_comes_from_none(before, after, few):
    last, module._FEW = module._FEW, few
    try:
        found = filed(after, filed(before))
    finally:
        module._FEW = last
    assert list(found.items()) == list(filed(after).items())


@given(TITLES)
def test_each_title_stands_once_and_in_order(titles):
    found = filed(titles)
    assert sorted(one for some in found.values() for one in some) == sorted(set(titles))
    assert all(list(some) == sorted(some, key=sort_key) for some in found.values())


@given(st.lists(TITLE.filter(bool), min_size=1, max_size=20))
def test_titles_in_columns_stand_as_headings_do_that_are_sorted_one_by_one(titles):
    cards = tuple(
        Card(id=DocId(f"n{n}"), slug=slug_of(f"n{len(titles) - n}"), title=title,
             date=PartialDate(1900 + n) if n % 3 else None)
        for n, title in enumerate(titles)
    )  # fmt: skip
    catalogue = archive_of(Site(title="x"), cards).catalogue
    said = catalogue.edition.words
    headings = [
        Heading(card.title, catalogue.document_path(card.id),
                said.digits(str(card.date.year)) if card.date else "")
        for card in cards
    ]  # fmt: skip
    found = {letter: list(some) for letter, some in titles_by_letter(catalogue).items()}
    assert list(found.items()) == list(by_letter(headings).items())
