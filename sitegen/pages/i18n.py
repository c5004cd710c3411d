"""How does the interface say it? Gettext catalogues, compiled beforehand.

``sitegen/locale/<language>.po`` is what translators write; ``make locale`` (tools/catalogues.py)
checks it and writes ``<language>.json`` beside it, which is read here without Babel, whose import
costs more than a hundred pages. English is the language of the message ids.
"""

from __future__ import annotations

import gettext
import json
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

DIRECTIONS = {"ar": "rtl", "fa": "rtl", "ota": "rtl", "ur": "rtl", "he": "rtl", "syr": "rtl",
              "ku": "rtl", "ckb": "rtl", "ps": "rtl", "arc": "rtl", "jrb": "rtl"}  # fmt: skip

_EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@lru_cache(maxsize=256)
def direction(lang: str) -> str:
    """Say in which direction *lang* is written; what names a script goes by it.

    >>> direction("ar-EG"), direction("fr"), direction("ota-Latn")
    ('rtl', 'ltr', 'ltr')
    """
    parts = lang.lower().split("-")
    if "latn" in parts:
        return "ltr"
    return "rtl" if "arab" in parts else DIRECTIONS.get(parts[0], "ltr")


def heading_for(text: str) -> str:
    """Say in which direction *text* sets out, by its first strong letter; "" where it has none.

    >>> heading_for("«المنار»"), heading_for("1. La presse"), heading_for("1908")
    ('rtl', 'ltr', '')
    """
    for kind in map(unicodedata.bidirectional, text):
        if kind in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return ""


def msgid(message: str) -> str:
    """Mark *message* for the catalogues where it stands in a table and is said elsewhere."""
    return message


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The interface in one language, with its digits.

    >>> words("ar").text("Search"), words("en").text("Search")
    ('بحث', 'Search')
    >>> [words("ar").count("{n} document", "{n} documents", n) for n in (1, 2, 3, 11)]
    ['وثيقة واحدة', 'وثيقتان', '٣ وثائق', '١١ وثيقة']
    """

    language: str
    numerals: str
    messages: Mapping[str, str]
    plurals: Mapping[str, tuple[str, ...]]
    form: Callable[[int], int]

    def __reduce__(self) -> tuple[Callable[[str, str], Words], tuple[str, str]]:
        return words, (self.language, self.numerals)

    @property
    def direction(self) -> str:
        """The direction of the interface."""
        return direction(self.language)

    def text(self, message: str) -> str:
        """Say *message*."""
        return self.messages.get(message, message)

    def fill(self, message: str, **values: object) -> str:
        """Say *message* with its places in braces filled."""
        return self.text(message).format(**values)

    def count(self, one: str, many: str, number: int) -> str:
        """Say how many, in the form that the number asks for."""
        forms = self.plurals.get(one)
        chosen = forms[self.form(number)] if forms else (one if number == 1 else many)
        return chosen.format(n=self.number(number))

    def number(self, number: int) -> str:
        """Write *number* in the digits of the site, thousands grouped.

        >>> words("ar").number(12345), words("en").number(12345)
        ('١٢٬٣٤٥', '12,345')
        """
        return _number(number, self.numerals, self.language)

    def decimal(self, number: float) -> str:
        """Write a number with two decimals.

        >>> words("ar").decimal(33.8938), words("fr").decimal(33.8938)
        ('٣٣٫٨٩', '33,89')
        """
        written = f"{number:.2f}"
        if self.numerals == "arab":
            point = "\N{ARABIC DECIMAL SEPARATOR}"
            return written.translate(_EASTERN).replace(".", point)
        return written.replace(".", ",") if self.language == "fr" else written

    def digits(self, text: str) -> str:
        """Write the digits of *text* as the site does: for years, volumes, pages.

        >>> words("ar").digits("1908-05")
        '١٩٠٨-٠٥'
        """
        return text.translate(_EASTERN) if self.numerals == "arab" else text


@lru_cache(maxsize=4096)  # most that pages count are few
def _number(number: int, numerals: str, language: str) -> str:
    grouped = f"{number:,}" if abs(number) >= 10_000 else str(number)
    if numerals == "arab":
        return grouped.translate(_EASTERN).replace(",", "\N{ARABIC THOUSANDS SEPARATOR}")
    return grouped.replace(",", "\N{NARROW NO-BREAK SPACE}") if language == "fr" else grouped


@cache
def words(language: str, numerals: str = "") -> Words:
    """Load the catalogue of *language*; a language without one speaks English."""
    file = resources.files("sitegen") / "locale" / f"{language}.json"
    loaded = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return Words(
        language=language,
        numerals=numerals if language == "ar" and numerals else _default_numerals(language),
        messages=loaded.get("messages", {}),
        plurals={one: tuple(forms) for one, forms in loaded.get("plurals", {}).items()},
        form=gettext.c2py(loaded.get("plural", "n != 1")),
    )


def _default_numerals(language: str) -> str:
    return "arab" if language == "ar" else "latn"
