"""Which pages list documents by time: years, months, Hijri years?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby

import numpy as np

from sitegen.model import Card, PartialDate
from sitegen.pages import urls
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.dates import month_name
from sitegen.pages.days import FEW, calendar_of, day_anchor, day_name
from sitegen.pages.deck import Deck
from sitegen.pages.edition import Edition
from sitegen.pages.entries import home_crumb
from sitegen.pages.frame import frame
from sitegen.pages.html import Renderer
from sitegen.pages.listing import (
    Grouping,
    chart_of_years,
    count_of,
    document_list,
    runs,
    single_crumb,
    ungrouped,
)
from sitegen.pages.output import Bundle, Listed, Page, Told
from sitegen.pages.views import (
    IndexView,
    Link,
    LinkGroup,
)

Beside = Mapping[str, tuple[str, str] | None]  # calendars before and after: title, path


def year_pages(catalogue: Catalogue, render: Renderer) -> Iterator[Listed]:
    """List the years, their documents by month, each month, and what has no date."""
    said = catalogue.edition.words
    yield Page(urls.YEARS, partial(_years_view, catalogue, render), partial(_years_told, catalogue))
    years = [0, *catalogue.by_year, 0]
    calendars = [year for year, found in catalogue.by_year.items() if has_calendar(found)]
    beside = {year: _beside(year, calendars, catalogue.edition) for year in calendars}
    for (year, found), sides in zip(
        catalogue.by_year.items(), zip(years, years[2:], strict=False), strict=True
    ):
        yield Bundle(
            catalogue.edition.addresses.year(year),
            partial(Told, found, (sides, beside.get(year))),
            partial(_year, year, found, sides, beside.get(year), catalogue, render),
        )
    if catalogue.undated:
        yield from document_list(
            urls.UNDATED,
            said.text("Without a date"),
            catalogue.undated,
            catalogue,
            render,
            active="years",
            crumbs=partial(single_crumb, said.text("Years"), urls.YEARS),
            subtitle=count_of(len(catalogue.undated), catalogue),
        )


def _years_told(catalogue: Catalogue) -> Told:
    """Say what the page of all years does: how many documents there are of each."""
    counts = {year: len(cards) for year, cards in catalogue.by_year.items()}
    hijri = {year: len(cards) for year, cards in catalogue.by_hijri.items()}
    return Told((), (counts, len(catalogue.undated), hijri, bool(catalogue.by_day)))


def _year(
    year: int,
    found: Deck,
    sides: tuple[int, int],
    beside: Beside | None,
    catalogue: Catalogue,
    render: Renderer,
) -> Iterator[Page]:
    """List a year's documents by month, as a calendar where it has one, and each month."""
    edition = catalogue.edition
    said, places = edition.words, edition.addresses
    cards = found.only(np.argsort(list(map(_month, found.told("date"))), kind="stable"))
    before, after = ((said.digits(str(one)), places.year(one)) if one else None for one in sides)
    yield from document_list(
        places.year(year),
        said.digits(str(year)),
        cards,
        catalogue,
        render,
        active="years",
        crumbs=partial(single_crumb, said.text("Years"), urls.YEARS),
        grouping=partial(_month_heading, catalogue=catalogue),
        subtitle=count_of(len(cards), catalogue),
        more=partial(_calendar_link, year, catalogue) if beside else None,
        before=before,
        after=after,
    )
    if beside:
        yield Page(
            urls.calendar(year),
            partial(calendar_of, year, cards, beside, catalogue, render),
            partial(Told, cards, (year, beside)),
        )
    for month, inside in runs(cards, lambda date: _month(date) % 13, "date"):
        title = f"{month_name(month, edition)} {year}" if month else f"{year}"
        note = "" if month else said.text("Documents of which only the year is known.")
        yield from document_list(
            places.month(year, month),
            said.digits(title),
            inside,
            catalogue,
            render,
            active="years",
            crumbs=partial(_month_crumbs, year, catalogue),
            grouping=_grouping_by_day(inside, catalogue, always=bool(beside)),
            anchored=day_anchor,
            subtitle=count_of(len(inside), catalogue),
            note=note,
        )


def has_calendar(cards: Deck) -> bool:
    """Say whether a year's documents are of so many days that a calendar leads to them better."""
    return len(_days(cards)) > FEW


def _days(cards: Deck) -> set[PartialDate]:
    return {date for date in cards.column("date").counts() if date and date.day}


def _beside(year: int, calendars: Sequence[int], edition: Edition) -> Beside:
    at = calendars.index(year)

    def side(other: int) -> tuple[str, str] | None:
        if not 0 <= other < len(calendars):
            return None
        return edition.words.digits(str(calendars[other])), urls.calendar(calendars[other])

    return {"before": side(at - 1), "after": side(at + 1)}


def _calendar_link(year: int, catalogue: Catalogue, root: str) -> Link:
    return Link(catalogue.edition.words.text("Day by day"), root + urls.calendar(year))


def _grouping_by_day(cards: Deck, catalogue: Catalogue, *, always: bool) -> Grouping:
    """Part a month by its days where it has several, or where a calendar leads to them."""
    edition = catalogue.edition
    if not always and len(_days(cards)) < 2:
        return ungrouped

    def heading(card: Card, _root: str) -> tuple[str, str]:
        if not card.date or not card.date.day:
            return edition.words.text("Day not known"), ""
        return day_name(card.date.month, card.date.day, edition), ""

    return heading


def _month(date: PartialDate | None) -> int:
    """Give the month; 13 where only the year is known."""
    return (date.month if date else 0) or 13


def hijri_pages(catalogue: Catalogue, render: Renderer) -> Iterator[Listed]:
    """List the Hijri years, and the documents of each."""
    if not catalogue.by_hijri:
        return
    counts = {year: len(cards) for year, cards in catalogue.by_hijri.items()}
    yield Page(
        urls.HIJRI_YEARS, partial(_hijri_view, catalogue, render), partial(Told, (), (counts,))
    )
    years = [0, *counts, 0]
    for (year, cards), sides in zip(
        catalogue.by_hijri.items(), zip(years, years[2:], strict=False), strict=True
    ):
        yield Bundle(
            catalogue.edition.addresses.hijri_year(year),
            partial(Told, cards, sides),
            partial(_hijri_year, year, cards, sides, catalogue, render),
        )


def _hijri_year(
    year: int, cards: Deck, sides: tuple[int, int], catalogue: Catalogue, render: Renderer
) -> Iterator[Page]:
    """List the documents of a Hijri year; *sides* are the years before and after."""
    said, place = catalogue.edition.words, catalogue.edition.addresses.hijri_year
    before, here, after = (
        (said.fill("{date} AH", date=said.digits(str(one))), place(one)) if one else None
        for one in (sides[0], year, sides[1])
    )
    title, path = here or ("", "")
    return document_list(
        path,
        title,
        cards,
        catalogue,
        render,
        active="years",
        crumbs=partial(single_crumb, said.text("Hijri years"), urls.HIJRI_YEARS),
        subtitle=count_of(len(cards), catalogue),
        before=before,
        after=after,
    )


def _hijri_view(catalogue: Catalogue, render: Renderer) -> IndexView:
    edition = catalogue.edition
    said, places = edition.words, edition.addresses
    root = urls.root_of(urls.HIJRI_YEARS)
    title = said.text("Hijri years")
    return IndexView(
        frame=frame(render, urls.HIJRI_YEARS, title, "index", active="years"),
        crumbs=(Link(said.text("Years"), root + urls.YEARS),),
        title=title,
        note=said.text("Where a source gives no Hijri date, the year is computed from the day."),
        letters=(),
        chart=None,
        groups=_decades(catalogue.by_hijri, places.hijri_year, catalogue, root),
        pager=None,
        style="years",
    )


def _decades(
    years: Mapping[int, Sequence[Card]],
    address: Callable[[int], str],
    catalogue: Catalogue,
    root: str,
) -> tuple[LinkGroup, ...]:
    """Set years by decades, each with its count."""
    said = catalogue.edition.words
    return tuple(
        LinkGroup(
            said.digits(f"{decade}-{decade + 9}"),
            tuple(
                Link(said.digits(str(year)), root + address(year), said.number(len(cards)))
                for year, cards in inside
            ),
        )
        for decade, inside in groupby(years.items(), key=lambda item: item[0] // 10 * 10)
    )


def _month_crumbs(year: int, catalogue: Catalogue, root: str) -> tuple[Link, ...]:
    said, places = catalogue.edition.words, catalogue.edition.addresses
    return (
        Link(said.text("Years"), root + urls.YEARS),
        Link(said.digits(str(year)), root + places.year(year)),
    )


def _month_heading(card: Card, root: str, catalogue: Catalogue) -> tuple[str, str]:
    edition = catalogue.edition
    if not card.date:
        return "", ""
    year, month = card.date.year, card.date.month
    name = month_name(month, edition) if month else edition.words.text("Month not known")
    return name, root + edition.addresses.month(year, month)


def _years_view(catalogue: Catalogue, render: Renderer) -> IndexView:
    edition = catalogue.edition
    said, places = edition.words, edition.addresses
    root = urls.root_of(urls.YEARS)
    groups = list(_decades(catalogue.by_year, places.year, catalogue, root))
    if catalogue.undated:
        link = Link(said.text("Without a date"), root + urls.UNDATED,
                    said.number(len(catalogue.undated)))  # fmt: skip
        groups.append(LinkGroup("", (link,)))
    if catalogue.by_hijri:
        hijri = Link(said.text("Hijri years"), root + urls.HIJRI_YEARS)
        groups.append(LinkGroup("", (hijri,)))
    if catalogue.by_day:
        days = Link(said.text("Days of the year"), root + urls.DAYS)
        groups.append(LinkGroup("", (days,)))
    return IndexView(
        frame=frame(render, urls.YEARS, said.text("Years"), "index", active="years"),
        crumbs=(home_crumb(edition, root),),
        title=said.text("Years"),
        note="",
        letters=(),
        chart=chart_of_years(catalogue.listed, catalogue, lambda year: root + places.year(year)),
        groups=tuple(groups),
        pager=None,
        style="years",
    )
