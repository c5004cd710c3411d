"""Claims about the letters of titles: from the last build's as from nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sitegen.arabic.sort import sort_key
from sitegen.pages import filed as module
from sitegen.pages.filed import filed

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
