"""Claims about which documents are related."""

from __future__ import annotations

import pickle
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from sitegen.model import Card, DocId, EntityId, PartialDate, slug_of
from sitegen.pages.deck import Deck
from sitegen.pages.near import MOST_SHARED, related


def card(name: str, **more) -> Card:
    return Card(id=DocId(name), slug=slug_of(name), title=name, **more)


def test_rare_topics_weigh_more_and_the_nearer_day_decides():
    def told(name, *about, day):
        return card(name, entities=tuple(map(EntityId, about)), date=PartialDate(1908, 1, day))

    cards = [told("a", "x", "y", day=10), told("b", "x", day=20), told("c", "y", day=11),
             *(told(f"n{n}", "y", day=28) for n in range(4))]  # fmt: skip
    found = related(Deck.of(cards))["a"]
    assert [one.id for one in found] == ["b", "c", "n0", "n1", "n2"]
    assert (found[0].score, found[1].score) == (7, 6)
    assert found[0].shared == ("x",)


def test_what_nearly_all_share_relates_nothing():
    cards = [card(f"n{n}", subjects=("الطباعة",)) for n in range(MOST_SHARED + 1)]
    assert related(Deck.of(cards)) == {}


def test_entities_of_a_text_that_is_not_shown_relate_nothing():
    about = (EntityId("x"),)
    cards = [card("a", entities=about), card("b", entities=about, access="metadata")]
    assert related(Deck.of(cards)) == {}


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
    last = pickle.loads(pickle.dumps(related(Deck.of(before))))
    assert dict(related(Deck.of(cards), last)) == dict(related(Deck.of(cards)))


@given(CARDS, st.lists(st.tuples(CARDS, st.sets(st.integers(0, 19))), max_size=4))
def test_relations_kept_through_many_edits_are_those_found_anew(made, edits):
    known = dict(enumerate(made))
    last = related(Deck.of(told(known.items())))
    for more, gone in edits:
        known |= {7 * n % 25: one for n, one in enumerate(more) if n % 2}
        known = dict(sorted(known.items(), key=lambda one: one[0] * 11 % 25))
        known = {n: one for n, one in known.items() if n not in gone}
        cards = told(known.items())
        half = len(cards) // 2
        deck = Deck.joined([Deck.of(cards[half:]), Deck.of(cards[:half])])
        last = related(deck, last)
        assert dict(last) == dict(related(deck))


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
        got = related(Deck.of(cards)).get(DocId(f"n{n:02}"), ())
        assert [one.id for one in got] == [name for _, _, name in sorted(scores)[:5]]
