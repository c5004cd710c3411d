"""Which day do other programs mean by what they wrote in a column of dates?

Formats that a map names come first (as in C's strptime, ``excel`` for day numbers, ``unix`` for
seconds). Without one: what databases write, zeros for what is unknown; what stays is left to
`keys`, which reads ISO and Arabic dates and knows what is none.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from email.utils import parsedate_to_datetime

_ISO_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z| ?[+-]\d\d:?\d\d)?")
_MAIL = re.compile(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d.*")
_ZEROS = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_ENGLISH = re.compile(
    r"(?:[A-Z][a-z]+, )?(?:(?P<month>[A-Za-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,?|"
    r"(?P<first>\d{1,2})(?:st|nd|rd|th)? (?P<then>[A-Za-z]{3,9})\.?,?) (?P<year>\d{4})(?: .*)?"
)
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_SPREADSHEET_DAY_0 = datetime.date(1899, 12, 30)


def foreign_date(value: str, formats: Iterable[str] = ()) -> str:
    """Give a date as we write it, what is no date as it is, "" where it says only zeros.

    >>> foreign_date("2004-01-31 10:22:00"), foreign_date("0000-00-00"), foreign_date("1908-05-00")
    ('2004-01-31', '', '1908-05')
    >>> foreign_date("٣١/١٢/١٩٠٨", ["%d/%m/%Y"]), foreign_date("38017", ["excel"])
    ('1908-12-31', '2004-01-31')
    >>> foreign_date("٣ أيار ١٩٠٨"), foreign_date("May 3rd, 1908"), foreign_date("3 May 1908")
    ('٣ أيار ١٩٠٨', '1908-05-03', '1908-05-03')
    """
    text = value.strip()
    plain = text.translate(_DIGITS)
    for one in formats:
        found = _as_format(plain, one)
        if found:
            return found
    timed = _ISO_TIME.fullmatch(plain)
    if timed:
        plain = timed[1]
    zeros = _ZEROS.fullmatch(plain)
    if zeros:
        year, month, day = zeros.groups()
        if year == "0000":
            return ""
        known = [year] if month in (None, "00") else [year, month]
        return "-".join([*known, day] if len(known) == 2 and day not in (None, "00") else known)
    if _MAIL.fullmatch(plain):
        try:
            return parsedate_to_datetime(plain).date().isoformat()
        except ValueError:
            return text
    english = _ENGLISH.fullmatch(plain)
    return (_of_english(english) if english else "") or text


def _of_english(found: re.Match[str]) -> str:
    """Give a day with its month in English, whole or by three letters; "" where it is none."""
    name = (found["month"] or found["then"]).lower()
    named = [n for n, month in enumerate(_MONTHS, 1) if name in (month, month[:3], month[:4])]
    try:
        day = datetime.date(int(found["year"]), named[0], int(found["day"] or found["first"]))
    except (IndexError, ValueError):
        return ""
    return day.isoformat()


def _as_format(text: str, one: str) -> str:
    try:
        if one == "excel":
            return (_SPREADSHEET_DAY_0 + datetime.timedelta(days=int(float(text)))).isoformat()
        if one == "unix":
            seconds = datetime.timedelta(seconds=int(text))
            return (datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC) + seconds).date().isoformat()
        found = datetime.datetime.strptime(text, one).date()  # noqa: DTZ007 - a date has no zone
    except (ValueError, OverflowError):
        return ""
    if "%d" in one or "%j" in one:
        return found.isoformat()
    return found.strftime("%Y-%m") if re.search("%[mbB]", one) else f"{found.year:04}"
