"""Month names and calendars agree with the libraries that know them."""

from __future__ import annotations

import datetime
import subprocess
import sys

import pytest
from babel.dates import get_month_names
from convertdate import islamic
from hypothesis import given
from hypothesis import strategies as st

from sitegen.arabic.dates import (
    Hijri,
    format_date,
    gregorian_of,
    hijri_of,
    month_names,
    parse_date,
    parse_hijri,
)
from sitegen.arabic.months import ALGERIA, HIJRI
from sitegen.model import PartialDate


@pytest.mark.parametrize(
    ("style", "locale"),
    [("levant", "ar_LB"), ("egypt", "ar_EG"), ("iraq", "ar_IQ"), ("maghrib", "ar_MA")],
)
def test_the_names_shown_are_babel_s(style: str, locale: str) -> None:
    assert list(month_names(style)) == list(get_month_names("wide", locale=locale).values())


def test_the_names_of_algeria_are_babel_s() -> None:
    assert list(ALGERIA) == list(get_month_names("wide", locale="ar_DZ").values())


@pytest.mark.parametrize("months", ["levant", "egypt", "iraq", "maghrib"])
@pytest.mark.parametrize("digits", ["arab", "latn"])
def test_a_written_date_is_read_back(months: str, digits: str) -> None:
    for month in range(1, 13):
        for date in (PartialDate(1908, month, 15), PartialDate(1908, month)):
            assert parse_date(format_date(date, months=months, digits=digits)) == date


@pytest.mark.parametrize("text", ["6-7-19", "٦/٧/١٩", "5 / 5 / 19"])
def test_a_year_of_two_digits_is_no_year(text: str) -> None:
    with pytest.raises(ValueError, match="two digits"):
        parse_date(text)


def test_a_written_hijri_date_is_read_back() -> None:
    for month, name in enumerate(HIJRI, 1):
        assert parse_hijri(f"٩ {name} ١٣٢٦") == Hijri(1326, month, 9)


def test_every_day_of_a_century_comes_back_from_the_hijri_calendar() -> None:
    first = datetime.date(1870, 1, 1)
    for days in range(0, 45_000, 37):
        day = first + datetime.timedelta(days=days)
        date = PartialDate(day.year, day.month, day.day)
        hijri = hijri_of(date)
        assert hijri
        assert gregorian_of(hijri) == date
        assert hijri.estimate == (day < datetime.date(1924, 8, 1))


def test_a_partial_date_has_no_hijri_day() -> None:
    assert hijri_of(PartialDate(1908, 5)) is None


def test_before_the_hijra_there_is_no_hijri_day() -> None:
    assert hijri_of(PartialDate(600, 1, 1)) is None


@given(st.dates(datetime.date(600, 1, 1), datetime.date(1924, 7, 31)))
def test_a_hijri_day_before_the_almanacs_is_that_of_the_arithmetic_calendar(day) -> None:
    year, month, number = islamic.from_gregorian(day.year, day.month, day.day)
    known = Hijri(year, month, number, estimate=True) if year > 0 else None
    assert hijri_of(PartialDate(day.year, day.month, day.day)) == known


@given(st.one_of(st.integers(1, 1342), st.integers(1501, 9000)), st.integers(1, 12))
def test_a_hijri_month_outside_the_almanacs_begins_as_the_arithmetic_calendar_says(
    year, month
) -> None:
    found = gregorian_of(Hijri(year, month, 1))
    assert (found.year, found.month, found.day) == islamic.to_gregorian(year, month, 1)


def test_an_unreadable_hijri_date_has_no_gregorian_one() -> None:
    assert gregorian_of("في زمن المأمون") is None


def test_libraries_are_not_loaded_before_they_are_needed() -> None:
    script = (
        "import sys; import sitegen.arabic.dates, sitegen.arabic.sort, sitegen.arabic.tables\n"
        "print({'hijridate', 'pyarabic'} & set(sys.modules))"
    )
    root = sys.modules["sitegen"].__path__[0] + "/.."
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"


def test_pyarabic_loads_with_warnings_as_errors() -> None:
    script = "from sitegen.arabic.sort import letter_name; assert letter_name('ب')"
    root = sys.modules["sitegen"].__path__[0] + "/.."
    subprocess.run([sys.executable, "-B", "-W", "error", "-c", script], cwd=root, check=True)
