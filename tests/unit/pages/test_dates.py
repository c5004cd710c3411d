"""Claims about dates as pages show them."""

from __future__ import annotations

from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.arabic.dates import hijri_of
from sitegen.model import PartialDate
from sitegen.pages.dates import hijri_year


@given(st.dates(date(622, 7, 19), date(2070, 12, 31)))
@example(date(1924, 7, 31))
@example(date(1924, 8, 1))  # from here on another calendar computes
def test_the_hijri_year_of_a_day_is_that_of_its_hijri_date(day):
    known = PartialDate(day.year, day.month, day.day)
    found = hijri_of(known)
    assert hijri_year(known, "") == (found.year if found else 0)
