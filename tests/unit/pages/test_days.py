"""Claims about calendars."""

from __future__ import annotations

import calendar
import json
import re

import pytest

from sitegen.config import Site
from sitegen.model import Card, DocId, PartialDate, slug_of
from sitegen.pages.days import days_path, days_script, told_of_days
from sitegen.pages.lists import PART
from sitegen.pages.site import list_pages

DAYS = [(1908, 2, 29), *((1908, 5, day) for day in range(1, 21)), (1909, 5, 3)]


def card(name, year, month=0, day=0):
    return Card(id=DocId(name), slug=slug_of(name), title=name, date=PartialDate(year, month, day))


@pytest.fixture(scope="module")
def daily(make_archive):
    cards = [card(f"d-{n}", *day) for n, day in enumerate(DAYS)]
    cards += [card(f"e-{n}", 1908, 5, 1) for n in range(PART + 5)]
    cards.append(card("month", 1908, 5))
    return make_archive(Site(title="يومية"), tuple(cards))


@pytest.fixture(scope="module")
def found(daily):
    from sitegen.pages.site import list_pages  # noqa: PLC0415

    return {
        page.path: page.html(daily.render) for page in list_pages(daily.catalogue, daily.render)
    }


def test_each_day_of_the_calendar_leads_to_its_heading(found):
    page = found["year/1908/days.html"]
    links = re.findall(r'<td><a href="\.\./\.\./([^"#]+)#([^"]+)"', page)
    assert len(links) == 21
    for path, anchor in links:
        assert f'<section id="{anchor}">' in found[path], (path, anchor)
    assert ("year/1908/05/2.html", "day-2") in links


@pytest.mark.parametrize("month", [2, 5])
def test_days_stand_below_their_weekday(found, month):
    table = re.findall(r"<tbody>.*?</tbody>", found["year/1908/days.html"], re.DOTALL)[month - 1]
    rows = [
        [re.sub("<[^>]+>", "", cell) for cell in re.findall(r"<td>(.*?)</td>", row)]
        for row in table.split("</tr>")[:-1]
    ]
    for week in rows:
        for place, day in enumerate(week):
            if day:
                number = int(day.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")))
                assert calendar.weekday(1908, month, number) == (place + 5) % 7


def test_a_year_of_few_days_has_no_calendar(found):
    assert "year/1909/days.html" not in found
    assert "../../year/1908/days.html" in found["year/1908/index.html"]


def test_a_day_gathers_all_years_the_earliest_first(found):
    text = found["day/05-03.html"]
    assert text.index("١٩٠٨") < text.index("١٩٠٩")
    assert '<a href="02-29.html"' in found["day/index.html"].replace("../day/", "")


def test_the_scripts_of_days_tell_the_earliest_of_each(daily):
    months = told_of_days(daily.catalogue)
    assert [*map(days_path, months)] == ["data/days/02.js", "data/days/05.js"]
    script = days_script(5, months[5], daily.catalogue)
    told = json.loads(script.split(",", 1)[1].rsplit(")", 1)[0])
    assert [row[0] for row in told["3"]] == ["١٩٠٨", "١٩٠٩"]
    assert len(told["1"]) == 3


def test_an_archive_without_days_has_none_of_it(make_archive):
    archive = make_archive(Site(title="x"), (card("a", 1908, 5), card("b", 1909)))
    assert not told_of_days(archive.catalogue)
    paths = [page.path for page in list_pages(archive.catalogue, archive.render)]
    assert not [path for path in paths if path.startswith("day/")]


def test_the_scripts_tell_of_the_documents_of_which_they_are_said_to_tell(daily):
    for month, days in told_of_days(daily.catalogue).items():
        script = days_script(month, days, daily.catalogue)
        paths = [daily.catalogue.document_path(name) for deck in days.values() for name in deck.ids]
        assert sorted(re.findall(r'"(d/[^"]+)"', script)) == sorted(paths)
