"""In which letters do shards of texts hold a text? (docs/index-format.md, section 8)

Each of 52 signs of Arabic writing changes places with a Latin letter. In UTF-8 the one has two
bytes, the other one: three articles of 350 words become a fifth smaller, gzipped, and lie on the
disk in little more than half the bytes. What is swapped twice is as it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from json.encoder import encode_basestring
from typing import Final

import numpy as np

LETTERS: Final = (  # pairs: the sign, its letter; the manifest hands them to readers
    "اAبbتtثvجjحHخxدdذVرrزzسsشXصSضDطTظZعEغgفfقqكkلlمmنnهhوwيyىYةpءcأOإIآMؤWئQٱR"
    "\N{ARABIC FATHA}a\N{ARABIC DAMMA}u\N{ARABIC KASRA}i\N{ARABIC SUKUN}o\N{ARABIC SHADDA}G"
    "\N{ARABIC FATHATAN}F\N{ARABIC DAMMATAN}N\N{ARABIC KASRATAN}K"
    "\N{ARABIC LETTER SUPERSCRIPT ALEF}e\N{ARABIC TATWEEL}B"
    "\N{ARABIC COMMA}C\N{ARABIC SEMICOLON}L\N{ARABIC QUESTION MARK}J"
    "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}P\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}U"
)
_BETWEEN = "\0"
_FIRST_SEEN = 0x20  # what is below, JSON escapes

_TABLE = np.arange(1 << 16, dtype="<u2")
_SIGNS, _LATIN = (np.array([ord(sign) for sign in LETTERS[at::2]], "<u2") for at in (0, 1))
_TABLE[_SIGNS], _TABLE[_LATIN] = _LATIN, _SIGNS


def swap(text: str) -> str:
    """Let the signs of *text* change places; all others stay.

    >>> swap("كِتَاب، page 3"), swap(swap("كِتَاب، page 3"))
    ('kitaAbC ةَغ\\u0670 3', 'كِتَاب، page 3')
    """
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2")
    swapped: bytes = _TABLE.take(units).tobytes()
    return swapped.decode("utf-16-le", "surrogatepass")


def swap_quoted(texts: Iterable[str]) -> list[str]:
    r"""Swap many texts, and give each as JSON has it, for JavaScript to read.

    What must be escaped is looked for in all at once; where that is more than marks of quotation,
    backslashes and ends of lines, each text is encoded by itself.

    >>> swap_quoted(["باب", "قال \"نعم\"\n"])
    ['"bAb"', '"qAl \\"nEm\\"\\n"']
    """
    together = list(texts)
    text = _BETWEEN.join(together)
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2")
    n_plain = len(together) - 1 + text.count("\n")  # what is between texts, and ends of lines
    if np.count_nonzero(units < _FIRST_SEEN) != n_plain or text.count(_BETWEEN) >= len(together):
        return [encode_basestring(swap(text)) for text in together]
    swapped = _TABLE.take(units).tobytes().decode("utf-16-le", "surrogatepass")
    escaped = swapped.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return [f'"{one}"' for one in escaped.split(_BETWEEN)]


def swap_all(texts: Iterable[str]) -> list[str]:
    """Swap many texts at one go, for a short one costs as much as a long one.

    >>> swap_all(["باب", "", "نعم"])
    ['bAb', '', 'nEm']
    """
    together = list(texts)
    parts = swap(_BETWEEN.join(together)).split(_BETWEEN)
    return parts if len(parts) == len(together) else [swap(text) for text in together]
