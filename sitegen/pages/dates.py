"""How is a date shown: as printed, Gregorian, Hijri?"""

from __future__ import annotations

import re
from calendar import monthrange
from functools import lru_cache
from typing import TYPE_CHECKING

from sitegen.model import Entity, EntityType, PartialDate
from sitegen.pages.edition import Edition
from sitegen.pages.i18n import Words
from sitegen.pages.lists import natural
from sitegen.pages.urls import Addresses
from sitegen.pages.views import Dating

if TYPE_CHECKING:
    from sitegen.arabic.dates import Hijri

_HIJRA = 622
_DAYS = 1 << 15  # dates: those of ninety years
_GIVEN_YEAR = re.compile(r"\s*(\d{1,4})(?!\d)")

GREGORIAN_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
HIJRI_MONTHS = (
    "Muharram", "Safar", "Rabi I", "Rabi II", "Jumada I", "Jumada II", "Rajab", "Shaaban",
    "Ramadan", "Shawwal", "Dhu al-Qada", "Dhu al-Hijja",
)  # fmt: skip


def gregorian(date: PartialDate, edition: Edition) -> str:
    """Write a Gregorian date in the site's language, month names and digits.

    >>> from sitegen.config import Site
    >>> gregorian(PartialDate(1908, 5), Edition(Site(title="x", language="en")))
    'May 1908'
    """
    return _gregorian(date.year, date.month, date.day, edition.words, edition.site.months)


@lru_cache(maxsize=_DAYS)
def _gregorian(year: int, month: int, day: int, said: Words, months: str) -> str:
    if said.language == "ar":
        from sitegen.arabic.dates import format_date  # noqa: PLC0415 - loads month names

        return format_date(PartialDate(year, month, day), months=months, digits=said.numerals)
    if not month:
        return str(year)
    name = said.text(GREGORIAN_MONTHS[month - 1])
    return f"{day} {name} {year}" if day else f"{name} {year}"


def month_name(month: int, edition: Edition) -> str:
    """Name a Gregorian month.

    >>> from sitegen.config import Site
    >>> month_name(5, Edition(Site(title="x", language="fr")))
    'mai'
    """
    if edition.site.language == "ar":
        from sitegen.arabic.dates import month_names  # noqa: PLC0415 - as above

        return month_names(edition.site.months)[month - 1]
    return edition.words.text(GREGORIAN_MONTHS[month - 1])


def hijri_text(written: str, said: Words) -> str:
    """Write a Hijri date given as ISO (``1326-04-01``, ``1326-04``, ``1326``); else as it is.

    >>> from sitegen.pages.i18n import words
    >>> hijri_text("1326-04-01", words("ar"))
    '١ ربيع الآخر ١٣٢٦'
    """
    numbers = [key[1] for key in natural(written) if key[0] == 0]
    if not numbers or len(numbers) > 3 or not written.replace("-", "").strip().isdigit():
        return said.digits(written)
    year, month, day = (*numbers, 0, 0)[:3]
    return _hijri_text(year, month, day, said)


def _hijri_text(year: int, month: int, day: int, said: Words) -> str:
    if not 1 <= month <= 12:
        return said.digits(str(year))
    name = said.text(HIJRI_MONTHS[month - 1])
    text = f"{day} {name} {year}" if day else f"{name} {year}"
    return said.digits(text)


@lru_cache(maxsize=_DAYS)
def _year_of_month(year: int, month: int) -> int:
    """Give the Hijri year of all days of a month; 0 where there are two, or there is none.

    Hijri years follow one another as days do, whichever calendar computes them.
    """
    first, last = (_hijri_of(year, month, day) for day in (1, monthrange(year, month)[1]))
    return first.year if first and last and first.year == last.year else 0


@lru_cache(maxsize=_DAYS)
def _hijri_of(year: int, month: int, day: int) -> Hijri | None:
    """Convert a day once: its year is asked for, too."""
    from sitegen.arabic.dates import hijri_of  # noqa: PLC0415 - loads the calendars

    return hijri_of(PartialDate(year, month, day))


@lru_cache(maxsize=_DAYS)
def _computed(year: int, month: int, day: int, said: Words) -> tuple[str, int]:
    """Write the Hijri day of a Gregorian one, and give its year; "" and 0 where it has none."""
    try:
        hijri = _hijri_of(year, month, day)
    except ValueError:
        return "", 0
    if hijri is None:
        return "", 0
    return _hijri_text(hijri.year, hijri.month, hijri.day, said), hijri.year


def hijri_year(date: PartialDate | None, date_hijri: str) -> int:
    """Give the Hijri year of a document, as given or else computed from the day; 0 where unknown.

    >>> hijri_year(PartialDate(1908, 5, 3), ""), hijri_year(PartialDate(1908), "")
    (1326, 0)
    >>> hijri_year(None, "1326-04")
    1326
    """
    given = _GIVEN_YEAR.match(date_hijri) if date_hijri else None
    if given and 1 <= int(given[1]) <= 1999:
        return int(given[1])
    if not date or not date.day:
        return 0
    year = _year_of_month(date.year, date.month)
    if year:
        return year
    found = _hijri_of(date.year, date.month, date.day)
    return found.year if found else 0


def hijri_years(date: PartialDate, said: Words) -> str:
    """Write the Hijri years in which a year or a month falls that is not known to the day.

    >>> from sitegen.pages.i18n import words
    >>> hijri_years(PartialDate(1684), words("ar")), hijri_years(PartialDate(1908, 5), words("en"))
    ('١٠٩٥-١٠٩٦ هـ', '1326 AH')
    >>> hijri_years(PartialDate(500), words("ar"))
    ''
    """
    from sitegen.arabic.dates import hijri_of  # noqa: PLC0415 - loads the calendars

    if date.year <= _HIJRA:
        return ""
    first, last = date.month or 1, date.month or 12
    ends = (
        PartialDate(date.year, first, date.day or 1),
        PartialDate(date.year, last, date.day or monthrange(date.year, last)[1]),
    )
    years = [found.year for found in map(hijri_of, ends) if found]
    span = "-".join(map(str, dict.fromkeys(years)))
    return said.fill("{date} AH", date=said.digits(span)) if span else ""


def dating(
    date: PartialDate | None, date_hijri: str, date_printed: str, edition: Edition, root: str
) -> Dating:
    """Give all that is known of a document's date; a computed Hijri date is marked as such."""
    day = (date.year, date.month, date.day) if date else None
    return _dating(day, date_hijri, date_printed, edition.words, edition.site.months, root)


@lru_cache(maxsize=8192)  # the documents of an issue are of one date
def _dating(
    day: tuple[int, int, int] | None,
    date_hijri: str,
    date_printed: str,
    said: Words,
    months: str,
    root: str,
) -> Dating:
    date = PartialDate(*day) if day else None
    iso = shown = href = ""
    if date:
        iso = date.iso
        shown = _gregorian(date.year, date.month, date.day, said, months)
        month, year = Addresses.month, Addresses.year
        href = root + (month(date.year, date.month) if date.month else year(date.year))
    hijri, computed, hijri_in = hijri_text(date_hijri, said) if date_hijri else "", "", 0
    if hijri:
        hijri_in = hijri_year(date, date_hijri)
    elif date and date.year >= _HIJRA:
        hijri, hijri_in = _computed(date.year, date.month, date.day, said)
        computed = said.text("computed") if hijri else ""
    hijri_href = root + Addresses.hijri_year(hijri_in) if hijri_in else ""
    return Dating(iso, shown, hijri, computed, date_printed, href, hijri_href)


def life(entity: Entity, said: Words) -> str:
    """Write the span of an entity's life in years; empty where nothing is known.

    >>> from sitegen.errors import Place
    >>> from sitegen.model import EntityId
    >>> from sitegen.pages.i18n import words
    >>> rida = Entity(id=EntityId("p"), type=EntityType.PERSON, heading="x", place=Place(""),
    ...               end=PartialDate(1935, 8))
    >>> life(rida, words("ar"))
    'ت ١٩٣٥'
    """
    start = said.digits(str(entity.start.year)) if entity.start else ""
    end = said.digits(str(entity.end.year)) if entity.end else ""
    if start and end:
        return start if start == end else f"{start}-{end}"
    person = entity.type is EntityType.PERSON
    if start:
        return said.fill("b. {year}", year=start) if person else start
    return said.fill("d. {year}" if person else "until {year}", year=end) if end else ""
