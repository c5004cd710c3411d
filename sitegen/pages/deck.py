"""How are the cards of a hundred thousand documents held? In columns; one is made when asked for.

A column has each of its values once, and for each card the number of one. So what is asked of all
cards at once (their order, who has which) is asked of values, which are few, and of numbers.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cached_property
from itertools import accumulate, chain
from operator import attrgetter
from sys import intern
from typing import Any, TypeVar, cast, overload

import numpy as np

from sitegen.compact import draft_of
from sitegen.model import Card, DocId, EntityId, PartialDate
from sitegen.pages.columns import Codes, Column, Lists, Places

K = TypeVar("K")

_PLAIN = ("id", "slug", "title")  # nearly all are different
_LISTS = "entities"
_CODED = tuple(f.name for f in fields(Card) if f.name not in (*_PLAIN, _LISTS))
_FIELDS = (*_PLAIN, *_CODED, _LISTS)
_FEW = 16  # cards of a batch that are made one by one
_FEW_YEARS = 64  # then plain counting is quicker
_told = attrgetter(*_FIELDS)
_DraftCard: Any = draft_of(Card, _FIELDS)
_OWN = _CODED.index("own")  # as items in the column, for a mapping is no value
_DATE = _CODED.index("date")  # as a number in a batch: read, hashed and compared in no time
_NOTHING: Mapping[str, tuple[str, ...]] = {}
_DraftDate: Any = draft_of(PartialDate)


def _number_of(date: PartialDate | None) -> int | None:
    return (date.year * 16 + date.month) * 32 + date.day if date else None


def _date_of(number: int | None) -> PartialDate | None:
    """Make a date of its number.

    >>> _date_of(_number_of(PartialDate(1908, 5))), _date_of(None)
    (PartialDate(year=1908, month=5, day=0), None)
    """
    if number is None:
        return None
    made = _DraftDate(number >> 9, number >> 5 & 15, number & 31)
    made.__class__ = PartialDate
    return cast("PartialDate", made)


def _coded(told: Iterable[Any]) -> tuple[tuple[Any, ...], list[int]]:
    number: dict[Any, int] = {}
    codes = [number.setdefault(one, len(number)) for one in told]
    return tuple(number), codes


class _Batch:
    """The columns of some cards, as they are pickled."""

    def __init__(
        self,
        plain: tuple[tuple[str, ...], ...],
        values: tuple[tuple[Any, ...], ...],
        codes: bytes,
        entities: tuple[tuple[EntityId, ...], bytes, bytes],
    ) -> None:
        self.plain, self.values, self._codes, self._entities = plain, values, codes, entities
        self._asked = 0

    @classmethod
    def of(cls, cards: Iterable[Card]) -> _Batch:
        told = list(zip(*map(_told, cards), strict=True)) or [()] * len(_FIELDS)
        plain, coded = tuple(map(tuple, told[: len(_PLAIN)])), told[len(_PLAIN) : -1]
        ids, slugs, titles = plain
        slugs = tuple(a if a == b else b for a, b in zip(ids, slugs, strict=True))
        own = [tuple(one.items()) for one in coded[_OWN]]
        coded[_OWN] = tuple(own)
        coded[_DATE] = tuple(map(_number_of, coded[_DATE]))
        columns = [_coded(one) for one in coded]
        entities, named = _coded(chain.from_iterable(told[-1]))
        return cls(
            (ids, slugs, titles),
            tuple(values for values, _ in columns),
            _packed(chain.from_iterable(codes for _, codes in columns)),
            (entities, _packed(named), _packed(map(len, told[-1]))),
        )

    def __reduce__(self) -> tuple[type[_Batch], tuple[Any, ...]]:
        return _Batch, (self.plain, self.values, self._codes, self._entities)

    def __len__(self) -> int:
        return len(self.plain[0])

    @cached_property
    def codes(self) -> Codes:
        """For each column, and for each card, which value it has."""
        return _unpacked(self._codes).reshape(len(_CODED), len(self))

    @cached_property
    def lists(self) -> Lists:
        values, codes, lengths = self._entities
        return Lists(values, _unpacked(codes), _unpacked(lengths).astype(np.int64))

    @cached_property
    def _rows(self) -> list[tuple[int, ...]]:
        return list(zip(*self.codes.tolist(), strict=True))

    @cached_property
    def _ends(self) -> list[int]:
        ends: list[int] = np.cumsum(self.lists.lengths).tolist()
        return ends

    def _called(self, named: slice) -> list[EntityId]:
        values, codes, _ = self.lists
        return [EntityId(intern(values[code])) for code in codes[named].tolist()]

    @cached_property
    def _named(self) -> list[EntityId]:
        return [EntityId(intern(name)) for name in self.lists.told()]

    def card(self, n: int) -> Card:
        """Make a card."""
        self._asked += 1
        is_one_of_few = self._asked <= _FEW  # else it pays to unpack all
        codes = self.codes[:, n].tolist() if is_one_of_few else self._rows[n]
        told: list[Any] = [column[n] for column in self.plain]
        told += [values[code] for values, code in zip(self.values, codes, strict=True)]
        own = told[len(_PLAIN) + _OWN]
        told[len(_PLAIN) + _OWN] = dict(own) if own else _NOTHING
        told[len(_PLAIN) + _DATE] = _date_of(told[len(_PLAIN) + _DATE])
        end = self._ends[n]
        named = slice(end - int(self.lists.lengths[n]), end)
        told.append(tuple(self._called(named) if is_one_of_few else self._named[named]))
        card = _DraftCard(*told)
        card.__class__ = Card
        return cast("Card", card)


def _packed(numbers: Iterable[int]) -> bytes:
    made = np.fromiter(numbers, np.uint32)
    return (
        b"\2" + made.astype("<u2").tobytes() if not (made >> 16).any() else b"\4" + made.tobytes()
    )


def _unpacked(packed: bytes) -> Codes:
    return np.frombuffer(packed, f"<u{packed[0]}", offset=1).astype(np.uint32)


class _Store:
    """Batches of cards, one behind the other; columns of all, where they are asked for."""

    def __init__(self, batches: Sequence[_Batch]) -> None:
        self.batches = tuple(batches)
        self.ends = list(accumulate(map(len, self.batches)))
        self._columns: dict[str, Column] = {}
        self._ranks: dict[tuple[str, Callable[[Any], Any]], tuple[Places, int]] = {}
        self._made: list[Card | None] = [None] * len(self)

    def __reduce__(self) -> tuple[type[_Store], tuple[Any, ...]]:
        return _Store, (self.batches,)

    def __len__(self) -> int:
        return self.ends[-1] if self.ends else 0

    def card(self, n: int) -> Card:
        """Give a card, always the same."""
        found = self._made[n]
        if found is None:
            number = bisect_right(self.ends, n)
            found = self.batches[number].card(n - self.ends[number])  # counted from its end
            self._made[n] = found
        return found

    def plain(self, name: str) -> list[Any]:
        at = _PLAIN.index(name)
        return list(chain.from_iterable(batch.plain[at] for batch in self.batches))

    @cached_property
    def ids(self) -> list[DocId]:
        return self.plain("id")

    @cached_property
    def place_of(self) -> dict[DocId, int]:
        return dict(zip(self.ids, range(len(self)), strict=True))

    def column(self, name: str) -> Column:
        found = self._columns.get(name)
        if found is None:
            at = _CODED.index(name)
            some = ((batch.values[at], batch.codes[at]) for batch in self.batches)
            values, codes = _joined(some)
            if at == _DATE:
                values = tuple(map(_date_of, values))
            found = self._columns[name] = Column(values, codes)
        return found

    def ranks(self, name: str, key: Callable[[Any], Any]) -> tuple[Places, int]:
        """Give the rank of each value of a column: two orders begin with the days."""
        found = self._ranks.get((name, key))
        if found is None:
            found = self._ranks[name, key] = self.column(name).ranks(key)
        return found

    @cached_property
    def alphabet(self) -> Places:
        """The rank of each card by its id: strings compare as the bytes of their UTF-8 do.

        Most stand as they were read, in order: then that is seen in one pass.
        """
        order = sorted(range(len(self)), key=self.ids.__getitem__)
        ranks = np.empty(len(self), np.int64)
        ranks[order] = np.arange(len(self))
        return ranks

    @cached_property
    def years(self) -> Places:
        return self.column("date").of_each(lambda date: date.year if date else 0)

    @cached_property
    def lists(self) -> Lists:
        some = ((batch.lists.values, batch.lists.codes) for batch in self.batches)
        lengths = [batch.lists.lengths for batch in self.batches]
        return Lists(*_joined(some), np.concatenate([np.zeros(0, np.int64), *lengths]))

    @cached_property
    def starts(self) -> Places:  # of the lists: pages of entities ask for those of a few cards
        return self.lists.starts()


def _joined(some: Iterable[tuple[Sequence[Any], Codes]]) -> tuple[tuple[Any, ...], Codes]:
    number: dict[Any, int] = {}
    codes = [np.zeros(0, np.uint32)]
    for values, own in some:
        here = [number.setdefault(one, len(number)) for one in values]
        codes.append(np.array(here or [0], np.uint32)[own])
    return tuple(number), np.concatenate(codes)


class Deck(Sequence[Card]):
    """Cards in some order, in columns; each is made once, when it is asked for.

    >>> from sitegen.model import Slug
    >>> one, other = (Card(id=DocId(n), slug=Slug(n), title="الشعر", kind="poem") for n in "ab")
    >>> deck = Deck.of([one, other])
    >>> deck[1] == other, deck.ids, deck.column("kind").told()
    (True, ['a', 'b'], ['poem', 'poem'])
    >>> deck.only(np.array([1, 0])) == [other, one]
    True
    """

    __slots__ = ("_ids", "_lists", "_place_list", "_store", "places")

    def __init__(self, store: _Store, places: Places) -> None:
        self._store, self.places = store, places
        self._place_list: list[int] | None = None
        self._ids: list[DocId] | None = None
        self._lists: Lists | None = None

    def __reduce__(self) -> tuple[type[Deck], tuple[Any, ...]]:
        return Deck, (self._store, self.places)

    @classmethod
    def of(cls, cards: Iterable[Card]) -> Deck:
        """Put cards into columns; a deck is given as it is."""
        return cards if isinstance(cards, Deck) else cls._whole([_Batch.of(cards)])

    @classmethod
    def joined(cls, decks: Iterable[Deck]) -> Deck:
        """Put decks one behind the other."""
        return cls._whole([batch for deck in decks for batch in deck._batches()])  # noqa: SLF001

    @classmethod
    def _whole(cls, batches: Sequence[_Batch]) -> Deck:
        store = _Store(batches)
        return cls(store, np.arange(len(store)))

    def _batches(self) -> Sequence[_Batch]:
        if np.array_equal(self.places, np.arange(len(self._store))):
            return self._store.batches
        return [_Batch.of(self)]

    def __len__(self) -> int:
        return len(self.places)

    @property
    def _list(self) -> list[int]:
        if self._place_list is None:
            self._place_list = self.places.tolist()
        return self._place_list

    @overload
    def __getitem__(self, n: int) -> Card: ...

    @overload
    def __getitem__(self, n: slice) -> Deck: ...

    def __getitem__(self, n: int | slice) -> Card | Deck:
        if isinstance(n, slice):
            return Deck(self._store, self.places[n])
        return self._store.card(self._list[n])

    def __iter__(self) -> Iterator[Card]:
        return map(self._store.card, self._list)

    def __eq__(self, other: object) -> bool:
        """Say whether this and another sequence have the same cards."""
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def only(self, places: Places) -> Deck:
        """Give the cards in some places of this deck, in their order."""
        return Deck(self._store, self.places[places])

    def place_of(self) -> Mapping[DocId, int]:
        """Give the place of each document in this deck."""
        if np.array_equal(self.places, np.arange(len(self._store))):
            return self._store.place_of
        return _PlaceOf(self._store.place_of, self.places)

    def named(self, ids: Iterable[DocId]) -> Deck:
        """Give the cards of some documents, which must be among those that this one came from."""
        return Deck(self._store, np.array([*map(self._store.place_of.__getitem__, ids)], np.int64))

    def left(self, places: Sequence[int]) -> Deck:
        """Give the cards in some places as a deck of their own, which holds no others."""
        return Deck.joined([self.only(np.array(places, np.int64))])

    @classmethod
    def behind(cls, decks: Sequence[Deck]) -> Deck:
        """Put parts of one deck one behind the other."""
        store = decks[0]._store  # noqa: SLF001
        return cls(store, np.concatenate([deck.places for deck in decks]))

    def where(self, name: str, holds: Callable[[Any], bool]) -> Deck:
        """Give the cards that tell something of which *holds* is true."""
        of_each = self.column(name).of_each(holds)
        return self if of_each.all() else self.only(np.flatnonzero(of_each))

    def plain(self, name: str) -> list[Any]:
        """Give the ids, slugs or titles of the cards."""
        every = self._store.ids if name == "id" else self._store.plain(name)
        return list(map(every.__getitem__, self._list))

    @property
    def ids(self) -> list[DocId]:
        """The ids of the cards: whoever asks gets the same list."""
        if self._ids is None:
            self._ids = self.plain("id")
        return self._ids

    def column(self, name: str) -> Column:
        """Give what the cards tell of one thing; values may be there that none has."""
        values, codes = self._store.column(name)
        return Column(values, codes[self.places])

    def said(self, *names: str) -> Column:
        """Give what the cards tell of two or more things together, those that they do tell."""
        columns = [self.column(name) for name in names]
        both = _numbered(
            [(column.codes.astype(np.int64), len(column.values)) for column in columns]
        )
        _, first, codes = np.unique(both, return_index=True, return_inverse=True)
        told = (map(column.values.__getitem__, column.codes[first].tolist()) for column in columns)
        return Column(list(zip(*told, strict=True)), codes.astype(np.uint32))

    def told(self, name: str) -> list[Any]:
        """Give what each card tells of one thing."""
        return self.column(name).told()

    @property
    def lists(self) -> Lists:
        """The entities of the cards."""
        if self._lists is None:
            store = self._store
            is_whole = np.array_equal(self.places, np.arange(len(store)))
            self._lists = store.lists if is_whole else store.lists.at(self.places, store.starts)
        return self._lists

    def entities(self) -> Iterator[tuple[EntityId, ...]]:
        """Give the entities of each card."""
        lists = self.lists
        every, end = list(lists.told()), 0
        for length in lists.lengths.tolist():
            yield tuple(every[end : end + length])
            end += length

    @property
    def years(self) -> Places:
        """The years of the cards, 0 of one without a date."""
        return self._store.years[self.places]

    @property
    def n_words(self) -> int:
        """The words of all cards together."""
        return int(self.column("words").of_each(int).sum())

    def sorted_by(self, *keys: tuple[str, Callable[[Any], Any]]) -> Deck:
        """Sort the cards by *keys* of what they tell, then by the bytes of their ids."""
        ranks = []
        for name, key in keys:
            rank, n_ranks = self._store.ranks(name, key)
            ranks.append((rank[self._store.column(name).codes[self.places]], n_ranks))
        ranks.append((self._store.alphabet[self.places], len(self._store)))
        return self.only(np.argsort(_numbered(ranks)))

    def gathered(self, column: Column, keys: Callable[[Any], Iterable[K]]) -> dict[K, Deck]:
        """Gather the cards by *keys* of what a column tells; first met, first in order."""
        number: dict[K, int] = {}
        every = [[number.setdefault(key, len(number)) for key in keys(v)] for v in column.values]
        flat = np.fromiter(chain.from_iterable(every), np.int64)
        lengths = np.array([len(one) for one in every] or [0], np.int64)
        lists = Lists((), flat.astype(np.uint32), lengths).at(column.codes.astype(np.int64))
        return self.shared_out(list(number), lists)

    def shared_out(self, names: Sequence[K], lists: Lists) -> dict[K, Deck]:
        """Share the cards out by numbers of *names*: each may have several."""
        if not len(lists.codes):
            return {}
        rows = np.repeat(np.arange(len(self)), lists.lengths)
        short = np.uint16 if len(names) < 1 << 16 else np.uint32  # small numbers are sorted at once
        by_code = np.argsort(lists.codes.astype(short), kind="stable")
        codes = lists.codes[by_code]
        starts = np.flatnonzero(np.append(True, codes[1:] != codes[:-1]))
        ends = np.append(starts[1:], len(codes))
        met = np.argsort(by_code[starts], kind="stable").tolist()
        spans = list(zip(starts.tolist(), ends.tolist(), strict=True))
        places = self.places[rows[by_code]]
        return {
            names[int(codes[spans[n][0]])]: Deck(self._store, places[slice(*spans[n])]) for n in met
        }

    def made(self) -> None:
        """Make all cards now, that processes which part after this have them."""
        for _ in self:
            pass


class _PlaceOf(Mapping[DocId, int]):
    """The place of each document in a deck that has only some, or in another order."""

    def __init__(self, everywhere: Mapping[DocId, int], places: Places) -> None:
        self._everywhere, self._places = everywhere, places

    @cached_property
    def _here(self) -> list[int]:
        here = np.full(len(self._everywhere), -1)
        here[self._places] = np.arange(len(self._places))
        return cast("list[int]", here.tolist())

    def __getitem__(self, name: DocId) -> int:
        place = self._here[self._everywhere[name]]
        if place < 0:
            raise KeyError(name)
        return place

    def __iter__(self) -> Iterator[DocId]:
        return map(list(self._everywhere).__getitem__, self._places.tolist())

    def __len__(self) -> int:
        return len(self._places)


def _numbered(ranks: Sequence[tuple[Places, int]]) -> Places:
    """Make one number of several ranks, each below the number beside it: they sort alike."""
    (numbers, most), *rest = ranks
    for rank, n_ranks in rest:
        if most * max(n_ranks, 1) >= 1 << 62:
            _, numbers = np.unique(numbers, return_inverse=True)
            most = len(numbers)
        numbers = numbers * n_ranks + rank
        most *= max(n_ranks, 1)
    return numbers


def years_of(cards: Sequence[Card]) -> Mapping[int, int]:
    """Give the years of cards that have a date, and how many are of each.

    >>> from sitegen.model import PartialDate, Slug
    >>> one = Card(id=DocId("a"), slug=Slug("a"), title="x", date=PartialDate(1908, 5))
    >>> years_of([one]), years_of(Deck.of([one, one]))
    ({1908: 1}, {1908: 2})
    """
    if not isinstance(cards, Deck):
        return dict(Counter(card.date.year for card in cards if card.date))
    years = cards.years
    if len(years) < _FEW_YEARS:
        return dict(Counter(filter(None, years.tolist())))
    found, counts = np.unique(years[years != 0], return_counts=True)
    return dict(zip(found.tolist(), counts.tolist(), strict=True))


class ById(dict[DocId, Card]):
    """The cards of a deck by their ids; each is there once it was asked for."""

    def __init__(self, deck: Deck) -> None:
        super().__init__()
        self._deck = deck

    @cached_property
    def _place(self) -> Mapping[DocId, int]:
        return self._deck.place_of()

    def __missing__(self, name: DocId) -> Card:
        found = self[name] = self._deck[self._place[name]]
        return found

    def get(self, name: DocId, default: Any = None) -> Any:
        """Give the card of a document, where it is there."""
        return self[name] if name in self._place else default

    def __contains__(self, name: object) -> bool:
        return name in self._place

    def __iter__(self) -> Iterator[DocId]:
        return iter(self._place)

    def __len__(self) -> int:
        return len(self._deck)

    def __reduce__(self) -> tuple[type[ById], tuple[Deck]]:
        return ById, (self._deck,)
