"""Claims about cards in columns: all that is told of them is what the cards themselves tell."""

from __future__ import annotations

import pickle
from dataclasses import fields

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sitegen.model import Agent, Card, DocId, EntityId, PartialDate, slug_of
from sitegen.pages.deck import ById, Deck

SOME = st.sampled_from(["", "الشعر", "b", "خاص"])
NAMES = st.lists(st.sampled_from("stuv"), max_size=3).map(tuple)


@st.composite
def made(draw):
    n = draw(st.integers(0, 12))
    return [
        Card(
            id=DocId(f"N.{k}"),
            slug=slug_of(f"N.{k}"),
            title=draw(SOME),
            authors=tuple(Agent(one, EntityId(one)) for one in draw(NAMES)),
            date=draw(st.none() | st.builds(PartialDate, st.integers(1907, 1909))),
            section=draw(SOME),
            subjects=draw(NAMES),
            withdrawn=draw(SOME),
            words=draw(st.integers(0, 99)),
            entities=tuple(sorted({EntityId(one) for one in draw(NAMES)})),
            own=draw(st.dictionaries(SOME, NAMES, max_size=2)),
        )
        for k in range(n)
    ]


@st.composite
def decks(draw):
    """Give cards, and a deck of the same that has come a long way."""
    cards = draw(made())
    at = draw(st.integers(0, len(cards)))
    deck = Deck.joined([Deck.of(cards[:at]), pickle.loads(pickle.dumps(Deck.of(cards[at:])))])
    order = draw(st.permutations(range(len(cards))))
    return [cards[n] for n in order], deck.only(np.array(order, np.int64))


@given(decks())
def test_cards_come_back_as_they_were(both):
    cards, deck = both
    for one in (deck, pickle.loads(pickle.dumps(deck)), Deck.joined([deck, Deck.of(())])):
        assert list(one) == cards
        assert [[getattr(a, f.name) for f in fields(Card)] for a in one] == [
            [getattr(a, f.name) for f in fields(Card)] for a in cards
        ]
    assert deck[1:] == cards[1:]
    assert [card is again for card, again in zip(deck, deck, strict=True)] == [True] * len(cards)


CODED = [f.name for f in fields(Card) if f.name not in ("id", "slug", "title", "entities")]


@given(decks())
def test_columns_tell_what_cards_tell(both):
    cards, deck = both
    for name in CODED:
        told = [getattr(card, name) for card in cards]
        if name == "own":
            told = [tuple(one.items()) for one in told]
        assert deck.told(name) == told
        assert set(deck.column(name).used()) == set(told)
        those = [card for card, one in zip(cards, told, strict=True) if one]
        assert deck.where(name, bool) == those


@given(decks())
def test_lists_and_numbers_are_those_of_the_cards(both):
    cards, deck = both
    assert deck.ids == [card.id for card in cards]
    assert deck.plain("slug") == [card.slug for card in cards]
    assert list(deck.entities()) == [card.entities for card in cards]
    assert set(deck.lists.used()) == {name for card in cards for name in card.entities}
    assert deck.n_words == sum(card.words for card in cards)
    by_id = ById(deck)
    assert len(by_id) == len(cards)
    assert [(name, by_id[name]) for name in by_id] == [(card.id, card) for card in cards]
    assert by_id.get(DocId("no")) is None
    assert all(card.id in by_id and by_id.get(card.id) is by_id[card.id] for card in cards)
    both_told = [(card.section, card.date) for card in cards]
    assert deck.said("section", "date").told() == both_told


def gathered(cards, keys):
    found = {}
    for card in cards:
        for key in keys(card):
            found.setdefault(key, []).append(card)
    return list(found.items())


@given(decks())
def test_cards_are_gathered_as_one_by_one(both):
    cards, deck = both
    subjects = deck.gathered(deck.column("subjects"), lambda subjects: subjects)
    assert list(subjects.items()) == gathered(cards, lambda card: card.subjects)
    years = deck.gathered(deck.column("date"), lambda date: (date.year,) if date else ())
    assert list(years.items()) == gathered(cards, lambda c: (c.date.year,) if c.date else ())
    named = deck.shared_out(deck.lists.values, deck.lists)
    assert list(named.items()) == gathered(cards, lambda card: card.entities)
