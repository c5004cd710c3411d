"""When does the collector of cycles rest? It walks all records of a corpus, again and again."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def collector_at_rest() -> Iterator[None]:
    """Keep the collector of cycles from running by itself, and leave it as it was found."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def grow_old() -> None:
    """Let all that there is count as old: else who wakes the collector has it walked at once.

    >>> was = len(gc.get_objects(generation=0))
    >>> grow_old()
    >>> was > 0, len(gc.get_objects(generation=0)) < was
    (True, True)
    """
    gc.freeze()
    gc.unfreeze()
