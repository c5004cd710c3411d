"""Is a record of ours what the standard decorator would have made of it?"""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from dataclasses import field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.nouns import dataclass


def _plain(make: Callable, **how: bool) -> type:
    @make(**how)
    class Card:
        """A text in a list."""

        id: str
        words: int = 0
        names: tuple[str, ...] = field(default_factory=tuple, repr=False)
        key: bytes = field(default=b"", compare=False)
        seen: list[str] = field(default_factory=list, init=False, compare=False)

        def told(self) -> str:
            return f"{self.id}: {self.words}"

    return Card


def _checked(make: Callable, **how: bool) -> type:
    base = _plain(make, **how)

    @make(**how)
    class Checked(base):
        """One that says no."""

        most: int = field(default=9, kw_only=True)

        def __post_init__(self) -> None:
            if self.words > self.most:
                raise ValueError(self.words)

        def __repr__(self) -> str:
            return f"<{self.told()}>"

    return Checked


def _alone(make: Callable, **how: bool) -> type:
    @make(**how)
    class Alone:  # noqa: PLW1641 - what it hashes is asked below
        value: int

        def __eq__(self, other: object) -> bool:
            return isinstance(other, type(self)) and self.value % 10 == other.value % 10

    return Alone


HOW = [
    {"frozen": True, "slots": True},
    {"frozen": True},
    {"slots": True},
    {"frozen": True, "slots": True, "order": True},
    {"frozen": True, "slots": True, "eq": False},
    {"frozen": True, "eq": False},
    {"frozen": True, "slots": True, "kw_only": True},
]
MADE = [_plain, _checked, _alone]


@pytest.fixture(params=HOW, ids="-".join)
def how(request):
    return request.param


@pytest.fixture(params=MADE, ids=lambda made: made.__name__)
def pair(request, how):
    return request.param(dataclass, **how), request.param(dataclasses.dataclass, **how)


CALLS = [
    ((), {"id": "نجمة"}),
    (("نجمة",), {}),
    (("نجمة", 3), {}),
    (("نجمة", 3, ("ليلى",)), {"key": b"1"}),
    ((), {"id": "نجمة", "words": 12, "most": 10}),
    ((), {"id": "نجمة", "words": 12, "most": 20}),
    ((), {"value": 13}),
    ((3,), {}),
    ((), {}),
    ((), {"id": "نجمة", "seen": []}),
]


def _told(make):
    """What a call gives: the record as it shows itself, or the kind of error."""
    try:
        made = make()
    except (TypeError, ValueError, AttributeError) as error:
        return type(error)
    is_default = type(made).__repr__ is object.__repr__
    return "" if is_default else repr(made), [
        getattr(made, one.name) for one in dataclasses.fields(made)
    ]


@pytest.mark.parametrize(("given_", "named"), CALLS)
def test_records_are_made_shown_and_refused_alike(pair, given_, named):
    ours, theirs = (_told(lambda one=one: one(*given_, **named)) for one in pair)
    assert ours == theirs


def test_fields_names_and_parameters_are_alike(pair):
    ours, theirs = pair
    for one in (ours, theirs):
        with pytest.raises((TypeError, ValueError)):
            one(1, 2, 3, 4, 5, 6, 7)
        one(**({"value": 1} if "value" in one.__annotations__ else {"id": "a"}))
    assert list(inspect.signature(ours).parameters) == list(inspect.signature(theirs).parameters)
    named = [[(f.name, f.type, f.kw_only) for f in dataclasses.fields(one)] for one in pair]
    assert named[0] == named[1]
    assert ours.__match_args__ == theirs.__match_args__
    assert ours.__qualname__ == theirs.__qualname__
    assert getattr(ours, "__slots__", None) == getattr(theirs, "__slots__", None)


VALUES = st.lists(st.tuples(st.sampled_from(["أ", "ب"]), st.integers(0, 2)), min_size=2, max_size=2)


@pytest.mark.parametrize("how", HOW)
@given(values=VALUES)
def test_comparing_and_hashing_are_alike(how, values):
    def compared(make):
        kind = _plain(make, **how)
        one, other = (kind(id=name, words=words) for name, words in values)
        found = [one == other, one != other, one == values, values == one]
        for ask in (lambda: one < other, lambda: one >= other, lambda: one < values):
            try:
                found.append(ask())
            except TypeError:
                found.append(TypeError)
        if how.get("eq", True):
            found.append(hash(one) if how.get("frozen") else kind.__hash__)
        return found

    assert compared(dataclass) == compared(dataclasses.dataclass)


def test_a_comparison_of_its_own_stays_and_its_hash_is_that_of_the_fields(how):
    ours, theirs = (_alone(make, **how) for make in (dataclass, dataclasses.dataclass))
    assert ours(value=3) == ours(value=13)
    assert (ours.__hash__ is None) == (theirs.__hash__ is None)
    if ours.__hash__ and how.get("eq", True):
        assert hash(ours(value=3)) == hash(theirs(value=3))


def test_what_is_frozen_does_not_change(how):
    ours, theirs = (_plain(make, **how)(id="أ") for make in (dataclass, dataclasses.dataclass))
    for change in (
        lambda one: setattr(one, "id", "ب"),
        lambda one: setattr(one, "words", 2),
        lambda one: setattr(one, "nothing", 2),
        lambda one: delattr(one, "id"),
    ):
        told = []
        for one in (ours, theirs):
            try:
                change(one)
            except AttributeError as error:
                told.append((type(error), str(error)))
            except TypeError:  # what the standard one says in some versions of a frozen one
                told.append((AttributeError, ""))
            else:
                told.append(None)
        assert (told[0] is None) == (told[1] is None)
        if told[0] and "field" in told[1][1]:
            assert told[0] == told[1]


def test_a_copy_is_equal_and_a_replaced_one_is_not(how):
    one = _plain(dataclass, **how)(id="أ", words=2)
    assert copy.copy(one).words == 2
    other = dataclasses.replace(one, words=3)
    assert (other.id, other.words) == ("أ", 3)


@dataclass(frozen=True, slots=True)
class Kept:
    """At the module's top, that it can be pickled."""

    id: str
    words: tuple[int, ...] = ()


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_a_frozen_record_with_slots_comes_back(protocol):
    assert pickle.loads(pickle.dumps(Kept("أ", (1, 2)), protocol)) == Kept("أ", (1, 2))


def test_a_record_that_holds_itself_shows_where():
    @dataclass(slots=True)
    class Knot:
        end: list

    knot = Knot([])
    knot.end.append(knot)
    assert repr(knot).endswith("Knot(end=[...])")
