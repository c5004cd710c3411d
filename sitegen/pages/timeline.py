"""When did they live? People, organizations, works and events in the order of their years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby

from sitegen.model import Entity, PartialDate
from sitegen.pages import urls
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.charts import years_chart
from sitegen.pages.dates import life
from sitegen.pages.entries import home_crumb, pager
from sitegen.pages.frame import frame
from sitegen.pages.html import Renderer
from sitegen.pages.i18n import msgid
from sitegen.pages.lists import parts
from sitegen.pages.output import Page, Told
from sitegen.pages.views import IndexView, Link, LinkGroup

MOST_SHOWN = 18  # of a century, on the page of all
LONG_PART = 200

Centuries = Mapping[int, Sequence[Entity]]


def timeline_pages(catalogue: Catalogue, render: Renderer) -> Iterator[Page]:
    """Give the timeline and a page for each century, where an entity's years are known."""
    centuries = by_century(catalogue)
    if not centuries:
        return
    yield Page(urls.TIMELINE, partial(_overview, centuries, catalogue, render))
    for century, entities in centuries.items():
        held = parts(entities, LONG_PART)
        path = urls.century(century)
        for number in range(1, len(held) + 1):
            yield Page(
                urls.part(path, number),
                partial(
                    _century_view, century, held[number - 1], number, len(held), catalogue, render
                ),
                partial(Told, (), (), ("records",)),
            )  # fmt: skip


def first_date(entity: Entity) -> PartialDate | None:
    """Give the date by which an entity is ordered: its beginning, else its end."""
    return entity.start or entity.end


def _year(entity: Entity) -> int:
    date = first_date(entity)
    return date.year if date else 0


def by_century(catalogue: Catalogue) -> Centuries:
    """Part the entities whose years are known by hundreds of years, in order."""
    dated = sorted(
        (entity for entity in catalogue.entities.values() if first_date(entity)),
        key=lambda entity: (_order(entity), entity.id.encode()),
    )
    return {
        century: tuple(held) for century, held in groupby(dated, lambda one: _year(one) // 100)
    }  # fmt: skip


def _order(entity: Entity) -> int:
    date = first_date(entity)
    return date.first if date else 0


def _span(century: int, catalogue: Catalogue) -> str:
    return catalogue.edition.words.digits(f"{century * 100 or 1}-{century * 100 + 99}")


def _links(entities: Sequence[Entity], catalogue: Catalogue, root: str) -> tuple[Link, ...]:
    said = catalogue.edition.words
    return tuple(
        Link(one.heading, root + catalogue.entity_path(one.id), life(one, said))
        for one in entities
    )  # fmt: skip


def _overview(centuries: Centuries, catalogue: Catalogue, render: Renderer) -> IndexView:
    edition = catalogue.edition
    said = edition.words
    title = said.text("Timeline")
    years = Counter(_year(entity) for held in centuries.values() for entity in held)
    total = sum(years.values())
    groups = []
    for century, held in centuries.items():
        most = sorted(held, key=lambda one: (-catalogue.mentions.get(one.id, 0), one.id.encode()))
        shown = {one.id for one in most[:MOST_SHOWN]}
        groups.append(
            LinkGroup(
                _span(century, catalogue),
                _links([one for one in held if one.id in shown], catalogue, ""),
                urls.century(century),
                said.number(len(held)),
            )
        )
    return IndexView(
        frame=frame(render, urls.TIMELINE, title, "index", active="letters"),
        crumbs=(home_crumb(edition, ""), Link(said.text("Names"), urls.LETTERS)),
        title=title,
        note=said.text(
            "People by their birth, organizations by their foundation, works and events by their "
            "date; of each century those that are named most."
        ),
        letters=(),
        chart=years_chart(
            years,
            said.text("Births, foundations, dates by year"),
            said.count(*_COUNTED, total),
            said,
            lambda year: urls.century(year // 100),
            _COUNTED,
        ),
        groups=tuple(groups),
        pager=None,
        style="columns",
    )


_COUNTED = (msgid("{n} name"), "{n} names")


def _century_view(
    century: int,
    held: Sequence[Entity],
    number: int,
    count: int,
    catalogue: Catalogue,
    render: Renderer,
) -> IndexView:
    edition = catalogue.edition
    said = edition.words
    path = urls.century(century)
    here = urls.part(path, number)
    root = urls.root_of(here)
    title = f"{said.text('Timeline')}: {_span(century, catalogue)}"
    return IndexView(
        frame=frame(render, here, title, "index", active="letters"),
        crumbs=(
            Link(said.text("Names"), root + urls.LETTERS),
            Link(said.text("Timeline"), root + urls.TIMELINE),
        ),
        title=title,
        note="",
        letters=(),
        chart=None,
        groups=tuple(
            LinkGroup(
                said.digits(f"{decade * 10 or 1}-{decade * 10 + 9}"),
                _links(list(among), catalogue, root),
            )
            for decade, among in groupby(held, lambda one: _year(one) // 10)
        ),
        pager=pager(path, number, count, edition),
        style="columns",
    )
