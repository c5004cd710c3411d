"""Claims about drawings."""

from __future__ import annotations

import pytest

from sitegen.pages.charts import HEIGHT, MAP_HEIGHT, MAP_WIDTH, WIDTH, position_map, years_chart
from sitegen.pages.i18n import words

COUNT = ("{n} document", "{n} documents")


def chart(counts, language="ar"):
    return years_chart(counts, "t", "s", words(language), lambda year: f"y{year}", COUNT)


def test_one_year_is_no_chart():
    assert chart({1908: 3}) is None
    assert chart({}) is None


def test_time_runs_in_the_reading_direction():
    counts = {1908: 1, 1909: 2, 1911: 4}
    arabic = [float(bar.x) for bar in chart(counts).bars]
    latin = [float(bar.x) for bar in chart(counts, "en").bars]
    assert arabic == sorted(arabic, reverse=True)
    assert latin == sorted(latin)


@pytest.mark.parametrize("last", [1901, 1950, 2000, 2400, 9000])
def test_bars_stay_in_the_drawing_and_lose_no_document(last):
    counts = {1900: 5, 1901: 1, last: 7}
    drawn = chart(counts, "en")
    assert len(drawn.bars) <= 240
    for bar in drawn.bars:
        assert 0 <= float(bar.x) <= WIDTH - float(bar.width)
        assert 0 <= float(bar.y) < HEIGHT
    assert sum(int(bar.count.split()[0]) for bar in drawn.bars) == sum(counts.values())
    assert all(bar.href for bar in drawn.bars)


@pytest.mark.parametrize(("lat", "lon"), [(33.9, 35.5), (-33.4, -70.6), (64.1, -21.9), (-89, 10)])
def test_a_place_lies_on_its_map(lat, lon):
    drawn = position_map("x", lat, lon, words("ar"), "../")
    assert 0 <= float(drawn.x) <= MAP_WIDTH
    assert 0 <= float(drawn.y) <= MAP_HEIGHT
