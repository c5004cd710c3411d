"""How do records cross from one process to another? As their values, in their order.

Dataclasses with slots are pickled by a way of their own that looks up their fields each time. An
archive hands on hundreds of thousands of records; this way costs a third.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
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
    made = object.__new__(record)
    for put, value in zip(_setters(record), values, strict=True):
        put(made, value)
    return made


@cache
def _setters(record: Any) -> tuple[Callable[[Any, Any], None], ...]:
    return tuple(getattr(record, field.name).__set__ for field in fields(record))
