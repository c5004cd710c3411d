"""On which days was it printed? Calendars of each year, and of the days of all years."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from sitegen.model import Card
from sitegen.pages import urls
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.dates import month_name
from sitegen.pages.deck import Deck
from sitegen.pages.edition import Edition
from sitegen.pages.frame import frame
from sitegen.pages.html import Renderer
from sitegen.pages.i18n import msgid
from sitegen.pages.listing import count_of, document_list, single_crumb
from sitegen.pages.lists import PART
from sitegen.pages.output import Bundle, Listed, Page, Told
from sitegen.pages.views import CalendarView, Day, Link, Month

FEW = 8  # days of a year that a list shows as well as a calendar
_TOLD = 3  # documents of a day on the home page
WEEKDAYS = (
    msgid("Monday"), msgid("Tuesday"), msgid("Wednesday"), msgid("Thursday"), msgid("Friday"),
    msgid("Saturday"), msgid("Sunday"),
)  # fmt: skip
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def day_name(month: int, day: int, edition: Edition) -> str:
    """Name a day of any year.

    >>> from sitegen.config import Site
    >>> day_name(5, 3, Edition(Site(title="x")))
    '٣ أيار'
    """
    return edition.words.digits(f"{day} {month_name(month, edition)}")


def day_pages(catalogue: Catalogue, render: Renderer) -> Iterator[Listed]:
    """Give the calendar of the year's days, and for each day what was printed on it in any year."""
    if not catalogue.by_day:
        return
    counts = {day: len(cards) for day, cards in catalogue.by_day.items()}
    yield Page(urls.DAYS, partial(_days_view, catalogue, render), partial(Told, (), (counts,)))
    days = [None, *counts, None]
    for (day, cards), sides in zip(
        catalogue.by_day.items(), zip(days, days[2:], strict=False), strict=True
    ):
        yield Bundle(
            urls.day_of_year(*day),
            partial(Told, cards, sides),
            partial(_day, day, cards, sides, catalogue, render),
        )


def _day(
    day: tuple[int, int],
    cards: Deck,
    sides: Sequence[tuple[int, int] | None],
    catalogue: Catalogue,
    render: Renderer,
) -> Iterator[Page]:
    """List what was printed on a day of any year; *sides* are the days before and after."""
    edition = catalogue.edition
    before, after = (
        (day_name(*one, edition), urls.day_of_year(*one)) if one else None for one in sides
    )
    return document_list(
        urls.day_of_year(*day),
        day_name(*day, edition),
        cards,
        catalogue,
        render,
        active="years",
        crumbs=partial(single_crumb, edition.words.text("Days of the year"), urls.DAYS),
        grouping=partial(_year_heading, edition=edition),
        subtitle=count_of(len(cards), catalogue),
        before=before,
        after=after,
    )


def _year_heading(card: Card, root: str, edition: Edition) -> tuple[str, str]:
    year = card.date.year if card.date else 0
    return edition.words.digits(str(year)), root + edition.addresses.year(year)


def _days_view(catalogue: Catalogue, render: Renderer) -> CalendarView:
    edition = catalogue.edition
    said = edition.words
    root = urls.root_of(urls.DAYS)
    title = said.text("Days of the year")
    counts = {key: len(cards) for key, cards in catalogue.by_day.items()}
    months = []
    for month in range(1, 13):
        length = _length(2024, month)  # a leap year: every day has its place
        cells = [
            _cell(day, counts.get((month, day), 0), root + urls.day_of_year(month, day), catalogue)
            for day in range(1, length + 1)
        ]
        months.append(Month(month_name(month, edition), "", _weeks(cells)))
    return CalendarView(
        frame=frame(render, urls.DAYS, title, "calendar", active="years"),
        crumbs=(Link(said.text("Years"), root + urls.YEARS),),
        title=title,
        note=count_of(sum(counts.values()), catalogue),
        weekdays=(),
        months=tuple(months),
        previous=None,
        next=None,
    )


def calendar_of(
    year: int,
    cards: Sequence[Card],
    beside: Mapping[str, tuple[str, str] | None],
    catalogue: Catalogue,
    render: Renderer,
) -> CalendarView:
    """Set a year as a calendar: each day that something was printed leads to it.

    *cards* are the year's, months together and in order; *beside* names the calendars of the
    years before and after.
    """
    edition = catalogue.edition
    said, path = edition.words, urls.calendar(year)
    root = urls.root_of(path)
    places = _places(year, cards, edition)
    months = []
    for month in range(1, 13):
        before = _before(year, month, said.language)
        blanks = [Day("", "", "")] * before
        cells = [
            _cell(day, *places.get((month, day), (0, "")), catalogue, root)
            for day in range(1, _length(year, month) + 1)
        ]
        name = month_name(month, edition)
        held = any(key[0] == month for key in places)
        href = root + edition.addresses.month(year, month) if held else ""
        months.append(Month(name, href, _weeks([*blanks, *cells])))
    title = said.fill("{year} day by day", year=said.digits(str(year)))
    sides = {name: Link(side[0], root + side[1]) if side else None for name, side in beside.items()}
    return CalendarView(
        frame=frame(render, path, title, "calendar", active="years"),
        crumbs=(
            Link(said.text("Years"), root + urls.YEARS),
            Link(said.digits(str(year)), root + edition.addresses.year(year)),
        ),
        title=title,
        note=count_of(sum(n for n, _ in places.values()), catalogue),
        weekdays=_weekdays(edition),
        months=tuple(months),
        previous=sides.get("before"),
        next=sides.get("after"),
    )


def _places(
    year: int, cards: Sequence[Card], edition: Edition
) -> dict[tuple[int, int], tuple[int, str]]:
    """Count each day's documents, and say where its first one is listed."""
    found: dict[tuple[int, int], tuple[int, str]] = {}
    at: dict[int, int] = {}
    for card in cards:
        if not card.date or not card.date.month:
            continue
        month, day = card.date.month, card.date.day
        number = at.get(month, 0)
        at[month] = number + 1
        if day:
            page = urls.part(edition.addresses.month(year, month), number // PART + 1)
            counted, where = found.get((month, day), (0, f"{page}#{day_anchor(card)}"))
            found[month, day] = counted + 1, where
    return found


def day_anchor(card: Card) -> str:
    """Name the day of a card in the list of its month.

    >>> from sitegen.model import DocId, PartialDate, slug_of
    >>> day_anchor(Card(id=DocId("a"), slug=slug_of("a"), title="x", date=PartialDate(1908, 5, 3)))
    'day-3'
    """
    return f"day-{card.date.day}" if card.date and card.date.day else ""


def _cell(day: int, count: int, href: str, catalogue: Catalogue, root: str = "") -> Day:
    number = catalogue.edition.words.digits(str(day))
    return Day(number, root + href if count else "", count_of(count, catalogue) if count else "")


def _length(year: int, month: int) -> int:
    after = datetime.date(year + month // 12, month % 12 + 1, 1)
    return (after - datetime.timedelta(days=1)).day


def _before(year: int, month: int, language: str) -> int:
    """Say how many days of its first week a month does not have; weeks begin as readers' do."""
    return (datetime.date(year, month, 1).weekday() - _first_weekday(language)) % 7


def _first_weekday(language: str) -> int:
    return 5 if language == "ar" else 0


def _weekdays(edition: Edition) -> tuple[str, ...]:
    first = _first_weekday(edition.words.language)
    return tuple(edition.words.text(name) for name in (*WEEKDAYS[first:], *WEEKDAYS[:first]))


def _weeks(cells: Sequence[Day]) -> tuple[tuple[Day, ...], ...]:
    filled = [*cells, *[Day("", "", "")] * (-len(cells) % 7)]
    return tuple(tuple(filled[at : at + 7]) for at in range(0, len(filled), 7))


def told_of_days(catalogue: Catalogue) -> dict[int, dict[int, Deck]]:
    """Give the documents of which the home page tells on a day: by month, by day."""
    months: dict[int, dict[int, Deck]] = {}
    for (month, day), cards in catalogue.by_day.items():
        months.setdefault(month, {})[day] = cards[:_TOLD]
    return months


def days_path(month: int) -> str:
    """Name the script of a month.

    >>> days_path(5)
    'data/days/05.js'
    """
    return f"data/days/{month:02}.js"


def days_script(month: int, days: Mapping[int, Deck], catalogue: Catalogue) -> str:
    """Give the script from which the home page tells what was printed on a day of a month.

    A day has up to three documents, the earliest: year, title, address.
    """
    said = catalogue.edition.words
    told = {
        str(day): [
            [said.digits(str(card.date.year)), card.title, catalogue.document_path(card.id)]
            for card in cards
            if card.date
        ]
        for day, cards in days.items()
    }
    said_so = _ENCODE(told).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"sitegen.days({month},{said_so});\n"
