"""Claims about order, neighbours and relations."""

from __future__ import annotations

import pickle

from hypothesis import given
from hypothesis import strategies as st

from sitegen.model import Card, DocId, PartialDate, slug_of
from sitegen.pages.deck import Deck
from sitegen.pages.lists import (
    chosen,
    in_order,
    in_print_order,
    natural,
    neighbours,
    order,
    parts,
    print_order,
    renumbered,
)


def card(name: str, **more) -> Card:
    return Card(id=DocId(name), slug=slug_of(name), title=name, **more)


def names(cards) -> list[str]:
    return [one.id for one in sorted(cards, key=order)]


def test_numbers_of_both_scripts_compare_as_numbers():
    assert sorted(["10", "٩", "2", "3-4", ""], key=natural) == ["", "2", "3-4", "٩", "10"]


def test_documents_stand_by_date_then_as_printed_and_undated_ones_last():
    cards = [
        card("undated"),
        card("year", date=PartialDate(1908)),
        card("month", date=PartialDate(1908, 1)),
        card("p10", date=PartialDate(1908, 2, 1), collection="a", issue="2", pages="10"),
        card("p9", date=PartialDate(1908, 2, 1), collection="a", issue="2", pages="9"),
        card("issue10", date=PartialDate(1908, 2, 1), collection="a", issue="10"),
    ]
    assert names(cards) == ["month", "year", "p9", "p10", "issue10", "undated"]


def test_neighbours_are_those_of_the_issue_in_print_order():
    cards = [
        card("b", collection="m", issue="1", pages="9"),
        card("a", collection="m", issue="1", pages="10"),
        card("gone", collection="m", issue="1", pages="9", withdrawn="x"),
        card("c", collection="m", issue="2", pages="1"),
        card("other", collection="m", volume="2", issue="2", pages="2"),
        card("alone"),
    ]
    of_m = [one for one in cards if one.collection and not one.withdrawn]
    printed = in_print_order(Deck.of(of_m))
    ones, others = neighbours(printed)
    assert [(of_m[a].id, of_m[b].id) for a, b in zip(ones, others, strict=True)] == [("b", "a")]


FEW = st.sampled_from(["", "1", "١", "10", "9", "خاص", "2-3"])
DATES = st.none() | st.builds(PartialDate, st.integers(1907, 1909), st.integers(0, 2))


@given(st.lists(st.tuples(DATES, FEW, FEW, FEW, st.sampled_from(["", "a", "ب"])), max_size=30))
def test_columns_are_sorted_as_cards_are(made):
    cards = [
        card(f"n{97 * n % 31}", date=date, volume=volume, issue=issue, pages=pages, collection=of)
        for n, (date, volume, issue, pages, of) in enumerate(made)
    ]
    deck = pickle.loads(pickle.dumps(Deck.joined([Deck.of(cards[:7]), Deck.of(cards[7:])])))
    assert in_order(deck) == sorted(cards, key=order)
    assert in_print_order(deck) == sorted(cards, key=print_order)


@given(st.lists(st.integers()), st.integers(1, 9), st.integers())
def test_a_new_item_at_the_end_touches_the_last_part_only(items, size, new):
    before, after = parts(items, size), parts([*items, new], size)
    assert before[:-1] == after[: len(before) - 1]
    assert [item for part in before for item in part] == items


def test_chosen_documents_are_shown_ones_spread_over_time():
    cards = [card(f"n{n}", words=n) for n in range(9)] + [card("x", access="metadata", words=99)]
    assert [one.id for one in chosen(cards, 3)] == ["n2", "n5", "n8"]


@given(*[st.lists(st.sampled_from("ابتثجح"), unique=True)] * 2)
def test_documents_are_found_where_they_stand_now_and_those_that_came_are_named(last, now):
    numbers, come = renumbered(last, now)
    assert numbers.tolist() == [now.index(name) if name in now else -1 for name in last]
    assert come == {*now} - {*last}
