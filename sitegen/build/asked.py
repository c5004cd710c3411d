"""What was found of many questions, and which forms did each ask for? So that few are asked again.

A question asks for the counts of some forms. When counts change, what was found of the questions
that asked for one of these may be another thing; all others stand. Forms are kept as eight bytes
each, for the names of many records ask for millions: a form that was asked for is always found
again; one in many billions is found that was not, and then something is only worked out anew.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.build.columns import Column, among, spread
from sitegen.entities.codes import ranges

_MANY = 1 << 16  # forms that are held as they are
Question = Callable[[int, Mapping[str, int]], Collection[str]]


def hashes(forms: Collection[str]) -> Column:
    """Hash forms, each to 64 bits, the same in every process; in the order in which they came.

    >>> one, two = hashes(["كتاب", "كتا"]), hashes(["كتا"])
    >>> bool(one[1] == two[0]), bool(one[0] == two[0])
    (True, False)
    """
    if not forms:
        return np.zeros(0, np.uint64)
    letters = np.array(list(forms), np.str_)
    codes = letters.view(np.uint32).reshape(len(letters), -1)
    made = np.zeros(len(letters), np.uint64)
    for column in codes.T.astype(np.uint64):
        made = np.where(column > 0, spread(made + column), made)  # beyond its end a form has zeros
    return made


class Answers(NamedTuple):
    """What was found of each question, by its number, and the forms that it asked for."""

    found: Mapping[int, Collection[str]]  # where anything was
    forms: Column  # hashes, those of a question together, in the order of the questions
    lengths: NDArray[np.int32]  # how many forms each question asked for

    def words(self) -> frozenset[str]:
        """Give all that was found."""
        return frozenset().union(*self.found.values())

    def doubtful(self, forms: Collection[str]) -> list[int]:
        """List the questions that asked for one of these forms, whose counts are others."""
        places = np.flatnonzero(among(self.forms, hashes(forms)))
        numbers = np.searchsorted(np.cumsum(self.lengths), places, side="right")
        return list(dict.fromkeys(numbers.tolist()))  # they ascend

    def moved(self, were: Sequence[int]) -> Answers:
        """Give the answers of questions in another order: which number each had, -1 if none.

        Of a question that had none nothing is found, and it has asked for no form.

        >>> def found(number: int, counts: Mapping[str, int]) -> list[str]:
        ...     return ["كتب"][: counts.get("كتب", 0) * number]
        >>> first = answers([0, 1], found, {"كتب": 1})
        >>> first.moved([1, -1]).found, first.moved([1, -1]).doubtful(["كتب"])
        ({0: ['كتب']}, [0])
        """
        places = np.array(were, np.int64)
        is_known = places >= 0
        firsts = np.cumsum(self.lengths) - self.lengths
        lengths = np.zeros(len(places), np.int32)
        lengths[is_known] = self.lengths[places[is_known]]
        at = ranges(firsts[places[is_known]], lengths[is_known])
        found = {n: self.found[was] for n, was in enumerate(were) if was in self.found}
        return Answers(found, self.forms[at], lengths)

    def renewed(self, numbers: Sequence[int], ask: Question, counts: Mapping[str, int]) -> Answers:
        """Ask some questions again, given in ascending order."""
        new = answers(numbers, ask, counts)
        askers = np.repeat(np.arange(len(self.lengths)), self.lengths)
        stand = ~np.isin(askers, numbers)
        again = np.repeat(np.array(numbers, np.int64), new.lengths)
        order = np.argsort(np.concatenate((askers[stand], again)), kind="stable")
        lengths = self.lengths.copy()
        lengths[list(numbers)] = new.lengths
        asked = frozenset(numbers)
        stood = {n: words for n, words in self.found.items() if n not in asked}
        forms = np.concatenate((self.forms[stand], new.forms))[order]
        return Answers(stood | dict(new.found), forms, lengths)


def answers(numbers: Iterable[int], ask: Question, counts: Mapping[str, int]) -> Answers:
    """Ask questions, and note how many forms each asks for, in this order.

    >>> def forms_of(number: int, counts: Mapping[str, int]) -> list[str]:
    ...     return [form for form in ("كتاب", "كتب")[number:] if counts.get(form, 0)]
    >>> first = answers([0, 1], forms_of, {"كتب": 2})
    >>> first.words(), first.doubtful(["كتاب", "قلم"])
    (frozenset({'كتب'}), [0])
    >>> sorted(first.renewed([0], forms_of, {"كتاب": 1, "كتب": 2}).words())
    ['كتاب', 'كتب']
    """
    asked = _Asked(counts)
    found = {}
    for number in numbers:
        if words := ask(number, asked):
            found[number] = words
        asked.end()
    return Answers(found, *asked.columns())


class _Asked(Mapping[str, int]):
    """Counts of forms, and which of them each question asked for."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self._now: set[str] = set()
        self._held: list[str] = []
        self._lengths: list[int] = []
        self._put_aside: list[Column] = []

    def get(self, form: str, default: Any = None) -> Any:
        """Give the count of a form."""
        self._now.add(form)
        return self._counts.get(form, default)

    def __getitem__(self, form: str) -> int:
        self._now.add(form)
        return self._counts[form]

    def __iter__(self) -> Iterator[str]:
        raise NotImplementedError  # nobody may depend on all of them

    def __len__(self) -> int:
        raise NotImplementedError

    def end(self) -> None:
        """Say that all this was asked by one question."""
        self._held += self._now
        self._lengths.append(len(self._now))
        self._now = set()
        if len(self._held) >= _MANY:
            self._shrink()

    def columns(self) -> tuple[Column, NDArray[np.int32]]:
        """Give the forms' hashes, and how many each question asked for."""
        self._shrink()
        return np.concatenate(self._put_aside), np.array(self._lengths, np.int32)

    def _shrink(self) -> None:
        self._put_aside.append(hashes(self._held))
        self._held = []
