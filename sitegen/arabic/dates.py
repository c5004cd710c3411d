"""Which day does a written date mean, and how is a day written?

Gregorian dates as ISO or with the month names of the Arab countries, Hijri dates, partial ones
of both. Rumi (Ottoman financial) dates are kept as printed and never computed. A ValueError is
one sentence for the editor, the nearest month name in it.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sitegen.arabic.fold import fold
from sitegen.arabic.months import (
    ALGERIA,
    EGYPT,
    HIJRI,
    HIJRI_SPELLINGS,
    LEVANT,
    MOROCCO,
    SPELLINGS,
    STYLES,
)
from sitegen.arabic.tokens import forms_of
from sitegen.errors import nearest
from sitegen.model import PartialDate

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_SLASHED = re.compile(r"(\d{1,4})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{1,4})")
_SHORT_YEAR = re.compile(r"\d{1,2}(\s*[/.-]\s*\d{1,2}){2}")
_ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_FILLING_WORDS = "في سنه عام من شهر يوم م ميلاديه ميلادي الموافق ه هجريه هجري لسنه"
_DAYS = "الاحد الاثنين الاثنان الثلاثاء الثلاثا الثلثاء الاربعاء الاربعا الخميس الجمعه السبت"
_FILLERS = frozenset(_FILLING_WORDS.split()) | frozenset(_DAYS.split())
_RUMI = frozenset({"روميه", "رومي", "الروميه", "الرومي", "ماليه", "شرقيه"})
_HIJRI = frozenset({"هجريه", "هجري", "ه"})
_UMM_AL_QURA = (1343, 1500)  # the years that hijridate knows from the printed almanacs
_ALMANACS_BEGIN = datetime.date(1924, 8, 1).toordinal()
_HIJRA = datetime.date(622, 7, 19).toordinal()  # 1 Muharram 1, by the arithmetic calendar
_LAST_HIJRI_YEAR = 9000


@dataclass(frozen=True, slots=True, order=True)
class Hijri:
    """A Hijri date known to the year, the month or the day (0 = unknown).

    ``estimate``: computed by the arithmetic calendar; the day that was lived may be one off.

    >>> Hijri(1326, 4, 1).iso, Hijri(1326).iso
    ('1326-04-01', '1326')
    """

    year: int
    month: int = 0
    day: int = 0
    estimate: bool = False

    @property
    def iso(self) -> str:
        """The date in the order of ISO 8601, with the precision that it has."""
        parts = [f"{self.year:04}"]
        parts += [f"{self.month:02}"] if self.month else []
        parts += [f"{self.day:02}"] if self.day else []
        return "-".join(parts)


def month_names(months: str = "levant") -> tuple[str, ...]:
    """Give the month names of a style, January first.

    >>> month_names("egypt")[4], month_names("levant")[4]
    ('مايو', 'أيار')
    """
    return STYLES[months]


def parse_date(text: str) -> PartialDate:
    """Read a Gregorian date: ISO, Arabic with a month name, day/month/year, or a year alone.

    >>> parse_date("1908-05").iso, parse_date("الجمعة ١٥ أيار ١٩٠٨م").iso
    ('1908-05', '1908-05-15')
    >>> parse_date("1/2/1910").iso
    '1910-02-01'
    >>> parse_date("5 تموذ 1910")
    Traceback (most recent call last):
    ...
    ValueError: '5 تموذ 1910' has the unknown month 'تموذ'; did you mean 'تموز'?
    """
    if _SHORT_YEAR.fullmatch(text.strip()):
        raise ValueError(f"'{text}' has a year of two digits; write all four")
    year, month, day = _parse(text, _gregorian_months(), _refuse_other_calendars)
    try:
        datetime.date(year, month or 1, day or 1)
    except ValueError:
        raise ValueError(_no_such_day(text, year, month)) from None
    return PartialDate(year, month, day)


def _no_such_day(text: str, year: int, month: int) -> str:
    if not 1 <= year <= datetime.MAXYEAR:
        return f"'{text}' has no year between 1 and {datetime.MAXYEAR}"
    if not 1 <= month <= 12:
        return f"'{text}' has the month {month}; a year has 12"
    days = calendar.monthrange(year, month)[1]
    return f"'{text}' is no day: {year:04}-{month:02} has {days} days"


def parse_hijri(text: str) -> Hijri:
    """Read a Hijri date: year-month-day in digits, or with a month name.

    >>> parse_hijri("١ ربيع الآخر ١٣٢٦ هـ").iso, parse_hijri("1326-04").iso
    ('1326-04-01', '1326-04')
    >>> parse_hijri("غرة رجب 1340").iso
    '1340-07-01'
    """
    written = re.sub("غر[ةه]", "1 ", text)
    year, month, day = _parse(written, _hijri_months(), _refuse_rumi)
    if not 1 <= year <= _LAST_HIJRI_YEAR:
        raise ValueError(f"'{text}' has no Hijri year between 1 and {_LAST_HIJRI_YEAR}")
    if not 0 <= month <= 12:
        raise ValueError(f"'{text}' has the month {month}; a year has 12")
    if not 0 <= day <= 30:
        raise ValueError(f"'{text}' has the day {day}; a Hijri month has 29 or 30")
    return Hijri(year, month, day)


def _parse(
    text: str, months: Mapping[tuple[str, ...], int], refuse: Callable[[str, list[str]], None]
) -> tuple[int, int, int]:
    folded = fold(text).text.strip()
    words = forms_of(text)
    refuse(text, words)
    if found := _ISO.fullmatch(folded):
        parts = [int(part) for part in found.groups(default="-1")]
        if 0 in parts[1:]:
            raise ValueError(f"'{text}' has a month or a day 00; leave out what is not known")
        return parts[0], max(parts[1], 0), max(parts[2], 0)
    if found := _SLASHED.fullmatch(folded):
        first, month, last = (int(part) for part in found.groups())
        return (first, month, last) if len(found[1]) > 2 else (last, month, first)
    numbers, found_months = _sorted_out(text, words, months)
    if len(set(found_months)) > 1:
        raise ValueError(f"'{text}' names two months")
    month = found_months[0] if found_months else 0
    day, year = _day_and_year(text, numbers, month)
    return year, month, day


def _sorted_out(
    text: str, words: Sequence[str], months: Mapping[tuple[str, ...], int]
) -> tuple[list[str], list[int]]:
    numbers: list[str] = []
    found: list[int] = []
    at = 0
    while at < len(words):
        size = next((n for n in (2, 1) if tuple(words[at : at + n]) in months), 0)
        word = words[at]
        if size:
            found.append(months[tuple(words[at : at + size])])
        elif word.isdecimal():
            numbers.append(word)
        elif word not in _FILLERS:
            raise ValueError(_unknown_month(text, word))
        at += size or 1
    return numbers, found


def _unknown_month(text: str, word: str) -> str:
    shown = {fold(name).text: name for name in (*LEVANT, *EGYPT, *MOROCCO, *ALGERIA, *HIJRI)}
    near = nearest(word, shown)
    hint = f"did you mean '{shown[near]}'?" if near else "write it as 1908-05-15"
    return f"'{text}' has the unknown month '{word}'; {hint}"


def _day_and_year(text: str, numbers: Sequence[str], month: int) -> tuple[int, int]:
    if len(numbers) == 1 and len(numbers[0]) in (3, 4):
        return 0, int(numbers[0])
    if len(numbers) == 2 and month:
        small, large = sorted(numbers, key=lambda number: (len(number), int(number)))
        if len(small) <= 2 < len(large) <= 4:
            return int(small), int(large)
    raise ValueError(f"'{text}' is no date; write it as 1908, 1908-05 or 1908-05-15")


def _refuse_other_calendars(text: str, words: list[str]) -> None:
    _refuse_rumi(text, words)
    pairs = [tuple(words[at : at + 2]) for at in range(len(words))]
    hijri = _hijri_months()
    is_hijri = any((pair in hijri) or (pair[:1] in hijri) for pair in pairs)
    if is_hijri or not _HIJRI.isdisjoint(words):
        raise ValueError(f"'{text}' is a Hijri date; give it as date_hijri")


def _refuse_rumi(text: str, words: list[str]) -> None:
    if not _RUMI.isdisjoint(words):
        raise ValueError(f"'{text}' is a Rumi date, which is not computed; give it as date_printed")


@cache
def _gregorian_months() -> Mapping[tuple[str, ...], int]:
    found = _spelled(SPELLINGS)
    for names in (LEVANT, EGYPT, MOROCCO, ALGERIA):
        found |= {tuple(forms_of(name)): number for number, name in enumerate(names, 1)}
    return found


@cache
def _hijri_months() -> Mapping[tuple[str, ...], int]:
    found = _spelled(HIJRI_SPELLINGS)
    return found | {tuple(forms_of(name)): number for number, name in enumerate(HIJRI, 1)}


def _spelled(spellings: Mapping[int, str]) -> dict[tuple[str, ...], int]:
    return {
        tuple(forms_of(name)): number
        for number, names in spellings.items()
        for name in names.split("|")
    }


def format_date(date: PartialDate, *, months: str = "levant", digits: str = "arab") -> str:
    """Write a date in Arabic, with the precision that it has.

    >>> format_date(PartialDate(1908, 5, 15)), format_date(PartialDate(1908, 5), months="egypt")
    ('١٥ أيار ١٩٠٨', 'مايو ١٩٠٨')
    >>> format_date(PartialDate(1908), digits="latn")
    '1908'
    """
    parts = [str(date.day)] if date.day else []
    parts += [STYLES[months][date.month - 1]] if date.month else []
    text = " ".join((*parts, str(date.year)))
    return text.translate(_ARABIC_DIGITS) if digits == "arab" else text


def hijri_of(date: PartialDate) -> Hijri | None:
    """Give the Hijri day of a Gregorian day; None for a partial date and before the Hijra.

    From 1 August 1924 on by the almanacs of Umm al-Qura, before by the arithmetic calendar,
    which is an estimate.

    >>> hijri_of(PartialDate(1908, 5, 3))
    Hijri(year=1326, month=4, day=1, estimate=True)
    >>> hijri_of(PartialDate(1930, 5, 3))
    Hijri(year=1348, month=12, day=4, estimate=False)
    """
    if not date.day:
        return None
    day = datetime.date(date.year, date.month, date.day).toordinal()
    if day < _ALMANACS_BEGIN:
        return _estimated(day)
    from hijridate import Gregorian  # noqa: PLC0415 - loaded where a date is converted

    try:
        known = Gregorian(date.year, date.month, date.day).to_hijri()
    except OverflowError:
        return _estimated(day)
    return Hijri(known.year, known.month, known.day)


def _estimated(day: int) -> Hijri | None:
    """Give the Hijri day of an ordinal one by the arithmetic calendar.

    Of 30 years those have 355 days for which (11 year + 14) mod 30 < 11, all others 354; months
    have 30 and 29 days in turn (Dershowitz and Reingold, Calendrical Calculations, chapter 7).
    """
    year = (30 * (day - _HIJRA) + 10_646) // 10_631
    if year < 1:
        return None
    of_year = day - _beginning(year, 1)
    month = min(12, -(2 * (29 - of_year) // 59) + 1)
    return Hijri(year, month, day - _beginning(year, month) + 1, estimate=True)


def _beginning(year: int, month: int) -> int:
    """Give the ordinal day with which a Hijri month begins by the arithmetic calendar."""
    return _HIJRA + 354 * (year - 1) + (3 + 11 * year) // 30 + (59 * (month - 1) + 1) // 2


def gregorian_of(date: Hijri | str) -> PartialDate | None:
    """Give the Gregorian date of a Hijri one; None where it cannot be read.

    A Hijri month or year lies in two Gregorian ones: the one that has more of its days stands
    for it.

    >>> [gregorian_of(date).iso for date in ("1326-04-01", "1326-04", "1326")]
    ['1908-05-03', '1908-05', '1908']
    """
    if isinstance(date, str):
        try:
            date = parse_hijri(date)
        except ValueError:
            return None
    if date.day:
        day = _gregorian_day(date.year, date.month, date.day)
        return PartialDate(day.year, day.month, day.day)
    if date.month:
        middle = _gregorian_day(date.year, date.month, 15)
        return PartialDate(middle.year, middle.month)
    return PartialDate(_gregorian_day(date.year, 6, 30 - 1).year)


def _gregorian_day(year: int, month: int, day: int) -> datetime.date:
    first, last = _UMM_AL_QURA
    if first <= year <= last:
        from hijridate import Hijri as Almanac  # noqa: PLC0415 - loaded where a date is converted

        beginning = Almanac(year, month, 1).to_gregorian()
        start = datetime.date(beginning.year, beginning.month, beginning.day)
    else:
        start = datetime.date.fromordinal(_beginning(year, month))
    return start + datetime.timedelta(days=day - 1)
