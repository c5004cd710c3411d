"""Which forms were asked for? In eight bytes each: the names of many records ask for millions.

A form that was asked for is always found again; one in many billions is found that was not, and
then something is only worked out anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import Any

import numpy as np

from sitegen.build.columns import Column, spread

_MANY = 1 << 16  # forms that are held as they are


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


class Asked(Mapping[str, int]):
    """Counts of forms, and which of them were asked for.

    >>> asked = Asked({"كتاب": 2})
    >>> asked.get("كتاب", 0), asked.get("كتب", 0)
    (2, 0)
    >>> any_of(asked.forms(), ["كتب", "قلم"]), any_of(asked.forms(), ["قلم"])
    (True, False)
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self._held: set[str] = set()
        self._put_aside: list[Column] = []

    def get(self, form: str, default: Any = None) -> Any:
        """Give the count of a form."""
        self._held.add(form)
        if len(self._held) >= _MANY:
            self._shrink()
        return self._counts.get(form, default)

    def __getitem__(self, form: str) -> int:
        self._held.add(form)
        return self._counts[form]

    def __iter__(self) -> Iterator[str]:
        raise NotImplementedError  # nobody may depend on all of them

    def __len__(self) -> int:
        raise NotImplementedError

    def forms(self) -> Column:
        """Give the hashes of all forms that were asked for, ascending, each once."""
        self._shrink()
        return np.unique(np.concatenate(self._put_aside))

    def _shrink(self) -> None:
        self._put_aside.append(hashes(self._held))
        self._held = set()


def any_of(asked: Column, forms: Collection[str]) -> bool:
    """Say whether one of some forms was asked for."""
    some = iter(forms)
    while part := list(islice(some, _MANY)):
        if np.isin(hashes(part), asked).any():
            return True
    return False
