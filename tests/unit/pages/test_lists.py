"""Claims about order, neighbours and relations."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from sitegen.model import Card, DocId, EntityId, PartialDate, slug_of
from sitegen.pages.lists import (
    MOST_SHARED,
    Near,
    about_of,
    chosen,
    natural,
    neighbours,
    order,
    parts,
    print_order,
    related,
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
    assert list(neighbours(sorted(of_m, key=print_order))) == [("b", "a")]


def test_rare_topics_weigh_more_and_the_nearer_day_decides():
    def told(name, *about, day):
        return card(name, entities=tuple(map(EntityId, about)), date=PartialDate(1908, 1, day))

    cards = [told("a", "x", "y", day=10), told("b", "x", day=20), told("c", "y", day=11),
             *(told(f"n{n}", "y", day=28) for n in range(4))]  # fmt: skip
    found = related(cards)["a"]
    assert [one.id for one in found] == ["b", "c", "n0", "n1", "n2"]
    assert (found[0].score, found[1].score) == (7, 6)
    assert found[0].shared == ("x",)


def test_what_nearly_all_share_relates_nothing():
    cards = [card(f"n{n}", subjects=("الطباعة",)) for n in range(MOST_SHARED + 1)]
    assert related(cards) == {}


def test_entities_of_a_text_that_is_not_shown_relate_nothing():
    about = (EntityId("x"),)
    cards = [card("a", entities=about), card("b", entities=about, access="metadata")]
    assert related(cards) == {}


CARDS = st.lists(
    st.tuples(st.frozensets(st.sampled_from("stuvwxyz")), st.integers(1, 28) | st.none()),
    max_size=20,
)


def told(made):
    return [
        card(f"n{n:02}", subjects=tuple(sorted(about)), date=day and PartialDate(1908, 1, day))
        for n, (about, day) in made
    ]


@given(CARDS, CARDS, st.sets(st.integers(0, 19)), st.integers(0, 70))
def test_relations_found_from_what_was_known_are_those_found_anew(made, edits, gone, many):
    crowd = [(n, (frozenset("s"), None)) for n in range(20, 20 + many)]
    before = told([*enumerate(made), *crowd])
    after = dict(enumerate(made)) | {n: one for n, one in enumerate(edits) if n % 3 == 0}
    cards = told([*((n, one) for n, one in after.items() if n not in gone), *crowd])
    last = Near(about_of(before), related(before))
    assert related(cards, last) == related(cards)


@given(CARDS)
def test_relations_are_those_that_counting_pairs_finds(made):
    cards = [
        card(f"n{n:02}", subjects=tuple(sorted(about)), date=day and PartialDate(1908, 1, day))
        for n, (about, day) in enumerate(made)
    ]
    df = Counter(subject for about, _ in made for subject in about)
    for n, (about, day) in enumerate(made):
        scores = []
        for m, (other, that) in enumerate(made):
            shared = [s for s in about & other if 2 <= df[s] <= MOST_SHARED]
            score = sum(8 - (df[s].bit_length() - 1) for s in shared)
            if m != n and shared:
                gap = abs(day - that) if day and that else 10**7
                scores.append((-score, gap, f"n{m:02}"))
        got = related(cards).get(DocId(f"n{n:02}"), ())
        assert [one.id for one in got] == [name for _, _, name in sorted(scores)[:5]]


@given(st.lists(st.integers()), st.integers(1, 9), st.integers())
def test_a_new_item_at_the_end_touches_the_last_part_only(items, size, new):
    before, after = parts(items, size), parts([*items, new], size)
    assert before[:-1] == after[: len(before) - 1]
    assert [item for part in before for item in part] == items


def test_chosen_documents_are_shown_ones_spread_over_time():
    cards = [card(f"n{n}", words=n) for n in range(9)] + [card("x", access="metadata", words=99)]
    assert [one.id for one in chosen(cards, 3)] == ["n2", "n5", "n8"]
