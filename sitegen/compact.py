"""How do records cross from one process to another? As their values, in their order.

Dataclasses with slots are pickled by a way of their own that looks up their fields each time. An
archive hands on hundreds of thousands of records; this way costs a third.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, make_dataclass
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

T = TypeVar("T")


def compact(record: type[T]) -> type[T]:
    """Let the records of a frozen dataclass with slots be pickled as their values.

    >>> import pickle
    >>> from sitegen.model import PartialDate
    >>> pickle.loads(pickle.dumps(PartialDate(1908, 5)))
    PartialDate(year=1908, month=5, day=0)
    """
    values = _values_of(record)

    def reduced(self: T) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return restored, (record, *values(self))

    record.__reduce__ = reduced  # type: ignore[assignment, method-assign]
    return record


def _values_of(record: type) -> Callable[[Any], tuple[Any, ...]]:
    names = [field.name for field in fields(record)]
    if len(names) > 1:
        return attrgetter(*names)
    value = attrgetter(*names)
    return lambda one: (value(one),)


def restored(record: Any, *values: Any) -> Any:
    """Make a record of its values again, none checked or filled in."""
    made = draft_of(record)(*values)
    made.__class__ = record
    return made


@cache
def draft_of(record: type, names: tuple[str, ...] = ()) -> type:
    """Give a class that lies in memory as a record's does, and takes its values, as *names* stand.

    A frozen record sets each field by a call; a draft is written in a quarter of the time, and is
    the record as soon as that is its class.

    >>> from sitegen.model import PartialDate
    >>> made = draft_of(PartialDate, ("day", "month", "year"))(1, 5, 1908)
    >>> made.__class__ = PartialDate
    >>> made
    PartialDate(year=1908, month=5, day=1)
    """
    order = names or tuple(field.name for field in fields(record))
    return make_dataclass("Draft", order, slots=True, repr=False, eq=False, match_args=False)
