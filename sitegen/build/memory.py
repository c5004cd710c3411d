"""How does a process take memory from the system, and when does it give it back?"""

from __future__ import annotations

import sys
from contextlib import suppress

_TRIM, _MAPPED = -1, -3  # M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of glibc's malloc.h
_AT_MOST = 32 << 20  # bytes: the most that glibc takes for the second


def hold_freed(spare: int = 2 * _AT_MOST) -> bool:
    """Keep what is freed, up to *spare* bytes, to be used again, instead of giving it back.

    Else each column of some hundred thousand numbers is new memory, every page of which the
    system clears when it is first touched. Say whether the C library could be told so.
    """
    if sys.platform != "linux":
        return False
    with suppress(ImportError, OSError, AttributeError):
        import ctypes  # noqa: PLC0415 - not every Python has it, and few builds need it

        adjust = ctypes.CDLL(None).mallopt
        return bool(adjust(_MAPPED, _AT_MOST) and adjust(_TRIM, spare))
    return False
