"""By which name does a link reach one paragraph, today and after the next edit?

A part without an id of its own is named by a hash of its text, so that what is inserted, moved or
mended elsewhere changes nothing. The fold below is private and frozen: the analyzer may change,
the names of paragraphs may not. ``sitegen freeze`` pins names in ``anchors.tsv`` (`frozen`).
"""

from __future__ import annotations

import re
from hashlib import blake2b
from struct import Struct

# Arabic marks (0610-061A, 064B-065F, 0670, 06D6-06ED) and the tatweel; never to be changed.
_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]+")
_EACH_MARK = tuple(char for char in map(chr, range(0x0610, 0x06EE)) if _MARKS.match(char))
_BASE32 = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = [a + b for a in _BASE32 for b in _BASE32]
_first_four = Struct(">I").unpack_from
_LEGAL = re.compile(r"[A-Za-z_\u0600-\u06ff][^\s\"'<>&#%]*")


def unmarked(text: str) -> str:
    """Leave out marks and tatweel: what a text has of them mostly is of a few kinds.

    >>> unmarked("كِتَابٌ جديـد")
    'كتاب جديد'
    """
    for mark in _EACH_MARK:
        if mark in text:
            text = text.replace(mark, "")
    return text


def bare(text: str) -> str:
    """Leave out what does not count in a text's name: marks, tatweel, how many spaces there are."""
    return _spaced(_MARKS.sub("", text))


def hashed(text: str) -> str:
    """Give ``p-`` and five base32 letters for a text; marks, tatweel, spaces do not count.

    >>> hashed("كِتَابٌ جديد") == hashed("كتـاب  جديد"), hashed("كتاب")
    (True, 'p-sx6ms')
    """
    return _hashed(_MARKS.sub("", text))


def _spaced(text: str, *, has_gaps: bool = True) -> str:
    """Leave of white space one space between words."""
    text = text.strip(" ")
    # White space but the space is not printable.
    if (has_gaps and "  " in text) or not text.isprintable():
        text = " ".join(text.split())
    return text


def _hashed(unmarked: str, *, has_gaps: bool = True) -> str:
    content = _spaced(unmarked, has_gaps=has_gaps).encode("utf-8", "surrogatepass")
    bits = _first_four(blake2b(content, digest_size=5).digest())[0] >> 7
    return f"p-{_PAIRS[bits >> 15]}{_PAIRS[bits >> 5 & 1023]}{_BASE32[bits & 31]}"


def is_legal(identifier: str) -> bool:
    """Say whether *identifier* may stand in an address after the ``#``.

    >>> is_legal("khatima"), is_legal("1 2")
    (True, False)
    """
    return _LEGAL.fullmatch(identifier) is not None


class Anchors:
    """Gives out the anchors of one document, each once.

    >>> anchors = Anchors({"khatima"})
    >>> anchors.of("نعم"), anchors.of("نعم"), anchors.named("khatima")
    ('p-5l4yu', 'p-5l4yu-2', 'khatima')
    """

    def __init__(self, reserved: set[str] | frozenset[str] = frozenset()) -> None:
        self._taken = set(reserved)
        self._last: dict[str, int] = {}  # the number of the last repeat of a name
        self.given: set[str] = set()  # by name

    def of(self, text: str) -> str:
        """Name a part by its text."""
        return self._free(hashed(text))

    def of_bare(self, text: str, *, has_gaps: bool = True) -> str:
        """Name a part by its text, which is :func:`unmarked` already.

        *has_gaps* off says that no two spaces stand beside each other in it.
        """
        name = _hashed(text, has_gaps=has_gaps)
        if name in self._taken:
            return self._free(name)
        self._taken.add(name)
        return name

    def named(self, identifier: str) -> str:
        """Give a part the id that its author wrote; the second bearer of one gets a number."""
        if identifier in self.given:
            return self._free(identifier)
        self.given.add(identifier)
        self._taken.add(identifier)
        return identifier

    def _free(self, base: str) -> str:
        if base not in self._taken:
            self._taken.add(base)
            return base
        name, n = base, self._last.get(base, 1)
        while name in self._taken:
            n += 1
            name = f"{base}-{n}"
        self._taken.add(name)
        self._last[base] = n
        return name
