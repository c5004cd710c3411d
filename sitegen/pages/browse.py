"""Which pages list documents: by collection, volume and issue, by year and month, by subject?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import TypeVar

from sitegen.model import Card, Collection, EntityId
from sitegen.pages import urls
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.charts import years_chart
from sitegen.pages.dates import gregorian, month_name
from sitegen.pages.document import breadcrumb, issue_name, volume_name
from sitegen.pages.entries import collection_card, entries, home_crumb, pager, year_span
from sitegen.pages.frame import frame
from sitegen.pages.html import Renderer
from sitegen.pages.i18n import msgid
from sitegen.pages.lists import natural, parts
from sitegen.pages.output import Page
from sitegen.pages.views import (
    Chart,
    CollectionsView,
    CollectionView,
    Fact,
    Group,
    IndexView,
    Link,
    LinkGroup,
    ListView,
)

K = TypeVar("K")
Grouping = Callable[[Card, str], tuple[str, str]]  # card, root -> heading, href


def _ungrouped(_card: Card, _root: str) -> tuple[str, str]:
    return "", ""


def document_list(
    path: str,
    title: str,
    cards: Sequence[Card],
    catalogue: Catalogue,
    render: Renderer,
    *,
    active: str,
    crumbs: Callable[[str], tuple[Link, ...]],
    grouping: Grouping = _ungrouped,
    subtitle: str = "",
    note: str = "",
    where: bool = True,
    dated: bool = True,
    before: tuple[str, str] | None = None,
    after: tuple[str, str] | None = None,
) -> Iterator[Page]:
    """List documents, by hundreds. *before* and *after* are (title, path) of the lists beside."""
    held = parts(cards)

    def view(number: int) -> ListView:
        here = urls.part(path, number)
        root = urls.root_of(here)
        edition = catalogue.edition
        groups = tuple(
            Group(heading, entries(list(inside), catalogue, root, where=where, dated=dated), href)
            for (heading, href), inside in groupby(
                held[number - 1], key=lambda card: grouping(card, root)
            )
        )
        return ListView(
            frame=frame(render, here, _numbered(title, number, catalogue), "list", active=active),
            crumbs=crumbs(root),
            title=title,
            subtitle=subtitle,
            note=note,
            groups=groups,
            pager=pager(path, number, len(held), edition),
            previous=Link(before[0], root + before[1]) if before else None,
            next=Link(after[0], root + after[1]) if after else None,
        )

    for number in range(1, len(held) + 1):
        yield Page(urls.part(path, number), partial(view, number))


def _numbered(title: str, number: int, catalogue: Catalogue) -> str:
    said = catalogue.edition.words
    return title if number == 1 else said.fill(
        "{title}, part {n}", title=title, n=said.number(number)
    )  # fmt: skip


def chart_of_years(
    cards: Sequence[Card], catalogue: Catalogue, href: Callable[[int], str]
) -> Chart | None:
    """Draw how many documents there are of each year."""
    said = catalogue.edition.words
    counts: dict[int, int] = {}
    for card in cards:
        if card.date:
            counts[card.date.year] = counts.get(card.date.year, 0) + 1
    return years_chart(
        counts,
        said.text("Documents by year"),
        said.fill("{count}, {span}", count=_count(sum(counts.values()), catalogue),
                  span=year_span(cards, catalogue.edition)),
        said,
        href,
        ("{n} document", "{n} documents"),
    )  # fmt: skip


def _count(number: int, catalogue: Catalogue) -> str:
    return catalogue.edition.words.count("{n} document", "{n} documents", number)


# --- collections ---


def collection_pages(catalogue: Catalogue, render: Renderer) -> Iterator[Page]:
    """List the collections; each with its volumes and issues."""
    said = catalogue.edition.words

    def overview() -> CollectionsView:
        return CollectionsView(
            frame=frame(render, urls.COLLECTIONS, said.text("Collections"), "collections",
                        active="collections"),
            title=said.text("Collections"),
            collections=tuple(
                collection_card(name, catalogue, "../") for name in catalogue.by_collection
            ),
        )  # fmt: skip

    yield Page(urls.COLLECTIONS, overview)
    for name, cards in catalogue.by_collection.items():
        yield from _collection(name, cards, catalogue, render)


def _collection(
    name: str, cards: tuple[Card, ...], catalogue: Catalogue, render: Renderer
) -> Iterator[Page]:
    edition = catalogue.edition
    places = edition.addresses
    collection = catalogue.collections.get(name) or Collection(id=name, title=name)
    loose = [card for card in cards if not card.volume and not card.issue]
    path = places.collection(name)
    held = parts(loose)
    for number in range(1, len(held) + 1):
        yield Page(
            urls.part(path, number),
            partial(
                _collection_view, collection, cards, held[number - 1], number, len(held),
                catalogue, render,
            ),
        )  # fmt: skip
    volumes = _runs(cards, lambda card: card.volume)
    for at, (volume, inside) in enumerate(volumes):
        if not volume:
            continue
        sides = [
            (volume_name(v, edition), places.volume(name, v)) if v else None
            for v in (volumes[at - 1][0] if at else "",
                      volumes[at + 1][0] if at + 1 < len(volumes) else "")
        ]  # fmt: skip
        yield from document_list(
            places.volume(name, volume),
            f"{collection.title}{edition.words.text(', ')}{volume_name(volume, edition)}",
            inside,
            catalogue,
            render,
            active="collections",
            crumbs=partial(breadcrumb, collection, name, "", "", edition),
            grouping=partial(_issue_heading, catalogue=catalogue),
            subtitle=year_span(inside, edition),
            where=False,
            before=sides[0],
            after=sides[1],
        )
    yield from _issues(collection, cards, catalogue, render)


def _issue_heading(card: Card, root: str, catalogue: Catalogue) -> tuple[str, str]:
    if not card.issue:
        return "", ""
    target = catalogue.edition.addresses.issue(card.collection, card.volume, card.issue)
    return issue_name(card.issue, catalogue.edition), root + target


def _issues(
    collection: Collection, cards: tuple[Card, ...], catalogue: Catalogue, render: Renderer
) -> Iterator[Page]:
    edition = catalogue.edition
    runs = [run for run in _runs(cards, lambda card: (card.volume, card.issue)) if run[0][1]]
    names = [
        (_issue_title(volume, issue, catalogue), edition.addresses.issue(collection.id, volume,
                                                                         issue))
        for (volume, issue), _ in runs
    ]  # fmt: skip
    for at, ((volume, _issue), inside) in enumerate(runs):
        dates = sorted({card.date for card in inside if card.date})
        yield from document_list(
            names[at][1],
            f"{collection.title}{edition.words.text(', ')}{names[at][0]}",
            inside,
            catalogue,
            render,
            active="collections",
            crumbs=partial(_issue_crumbs, collection, volume, catalogue),
            grouping=_section_heading,
            subtitle=gregorian(dates[0], edition) if dates else "",
            where=False,
            dated=len(dates) > 1,
            before=names[at - 1] if at else None,
            after=names[at + 1] if at + 1 < len(names) else None,
        )


def _issue_crumbs(
    collection: Collection, volume: str, catalogue: Catalogue, root: str
) -> tuple[Link, ...]:
    return breadcrumb(collection, collection.id, volume, "", catalogue.edition, root)


def _issue_title(volume: str, issue: str, catalogue: Catalogue) -> str:
    edition = catalogue.edition
    names = [volume_name(volume, edition)] if volume else []
    return edition.words.text(", ").join([*names, issue_name(issue, edition)])


def _section_heading(card: Card, _root: str) -> tuple[str, str]:
    return card.section, ""


def _runs(cards: Sequence[Card], key: Callable[[Card], K]) -> list[tuple[K, list[Card]]]:
    """Part documents in print order where *key* changes."""
    return [(value, list(inside)) for value, inside in groupby(cards, key=key)]


def _collection_view(
    collection: Collection,
    cards: tuple[Card, ...],
    loose: Sequence[Card],
    number: int,
    count: int,
    catalogue: Catalogue,
    render: Renderer,
) -> CollectionView:
    edition = catalogue.edition
    path = edition.addresses.collection(collection.id)
    here = urls.part(path, number)
    root = urls.root_of(here)
    first = number == 1
    return CollectionView(
        frame=frame(render, here, _numbered(collection.title, number, catalogue), "collection",
                    active="collections", description=collection.description),
        crumbs=(Link(edition.words.text("Collections"), root + urls.COLLECTIONS),),
        title=collection.title,
        subtitle=collection.subtitle,
        description=collection.description,
        image=root + collection.image if collection.image else "",
        lang=collection.lang,
        facts=_collection_facts(collection, cards, catalogue, root),
        chart=chart_of_years(cards, catalogue, lambda _year: "") if first else None,
        volumes=_volumes(collection, cards, catalogue, root) if first else (),
        entries=entries(loose, catalogue, root, where=False),
        pager=pager(path, number, count, edition),
    )  # fmt: skip


def _volumes(
    collection: Collection, cards: tuple[Card, ...], catalogue: Catalogue, root: str
) -> tuple[LinkGroup, ...]:
    """List volumes, each with its issues and their dates."""
    edition = catalogue.edition
    places = edition.addresses
    groups = []
    for volume, inside in _runs(cards, lambda card: card.volume):
        links = []
        for issue, held in _runs(inside, lambda card: card.issue):
            if issue:
                dates = sorted({card.date for card in held if card.date})
                links.append(
                    Link(
                        issue_name(issue, edition),
                        root + places.issue(collection.id, volume, issue),
                        gregorian(dates[0], edition) if dates else "",
                    )
                )
        if volume or links:
            groups.append(
                LinkGroup(
                    volume_name(volume, edition) if volume else "",
                    tuple(links),
                    root + places.volume(collection.id, volume) if volume else "",
                    year_span(inside, edition),
                )
            )
    return tuple(groups)


def _collection_facts(
    collection: Collection, cards: Sequence[Card], catalogue: Catalogue, root: str
) -> tuple[Fact, ...]:
    said = catalogue.edition.words
    editors = tuple(
        Link(entity.heading, root + catalogue.entity_path(entity.id))
        if (entity := catalogue.entities.get(EntityId(editor)))
        else Link(editor, "")
        for editor in collection.editors
    )
    pairs = (
        (msgid("Edited by"), editors),
        (msgid("Publisher"), _one(collection.publisher)),
        (msgid("Published at"), _one(collection.place)),
        (msgid("ISSN"), _one(collection.issn)),
        (msgid("Years"), _one(year_span(cards, catalogue.edition))),
        (msgid("Documents"), _one(_count(len(cards), catalogue))),
        (msgid("Rights"), _one(collection.rights)),
    )
    return tuple(Fact(said.text(label), links) for label, links in pairs if links)


def _one(text: str) -> tuple[Link, ...]:
    return (Link(text, ""),) if text else ()


# --- years ---


def year_pages(catalogue: Catalogue, render: Renderer) -> Iterator[Page]:
    """List the years, their documents by month, each month, and what has no date."""
    edition = catalogue.edition
    said, places = edition.words, edition.addresses
    yield Page(urls.YEARS, partial(_years_view, catalogue, render))
    years = list(catalogue.by_year)
    for at, (year, found) in enumerate(catalogue.by_year.items()):
        cards = sorted(found, key=_month)
        sides = [
            (said.digits(str(y)), places.year(y)) if y else None
            for y in (years[at - 1] if at else 0, years[at + 1] if at + 1 < len(years) else 0)
        ]
        yield from document_list(
            places.year(year),
            said.digits(str(year)),
            cards,
            catalogue,
            render,
            active="years",
            crumbs=lambda root: (Link(said.text("Years"), root + urls.YEARS),),
            grouping=partial(_month_heading, catalogue=catalogue),
            subtitle=_count(len(cards), catalogue),
            before=sides[0],
            after=sides[1],
        )
        for month, inside in _runs(cards, lambda card: _month(card) % 13):
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
                subtitle=_count(len(inside), catalogue),
                note=note,
            )
    if catalogue.undated:
        yield from document_list(
            urls.UNDATED,
            said.text("Without a date"),
            catalogue.undated,
            catalogue,
            render,
            active="years",
            crumbs=lambda root: (Link(said.text("Years"), root + urls.YEARS),),
            subtitle=_count(len(catalogue.undated), catalogue),
        )


def _month(card: Card) -> int:
    """Give the month; 13 where only the year is known."""
    return (card.date.month if card.date else 0) or 13


def hijri_pages(catalogue: Catalogue, render: Renderer) -> Iterator[Page]:
    """List the Hijri years, and the documents of each."""
    said, places = catalogue.edition.words, catalogue.edition.addresses
    if not catalogue.by_hijri:
        return
    yield Page(urls.HIJRI_YEARS, partial(_hijri_view, catalogue, render))
    years = list(catalogue.by_hijri)
    names = [
        (said.fill("{date} AH", date=said.digits(str(year))), places.hijri_year(year))
        for year in years
    ]
    for at, year in enumerate(years):
        cards = catalogue.by_hijri[year]
        yield from document_list(
            names[at][1],
            names[at][0],
            cards,
            catalogue,
            render,
            active="years",
            crumbs=partial(_single_crumb, said.text("Hijri years"), urls.HIJRI_YEARS),
            subtitle=_count(len(cards), catalogue),
            before=names[at - 1] if at else None,
            after=names[at + 1] if at + 1 < len(names) else None,
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
    years: Mapping[int, tuple[Card, ...]],
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


# --- sections, subjects, authors without a record ---


def topic_pages(catalogue: Catalogue, render: Renderer) -> Iterator[Page]:
    """List sections and subjects, and the documents of each; and of authors without a record."""
    said, places = catalogue.edition.words, catalogue.edition.addresses
    kinds = (
        (msgid("Sections"), urls.SECTIONS, catalogue.by_section, places.section),
        (msgid("Subjects"), urls.SUBJECTS, catalogue.by_subject, places.subject),
    )
    for label, index, held, address in kinds:
        yield from _topic_index(said.text(label), index, held, address, catalogue, render)
        for name in sorted(held, key=natural):
            yield from document_list(
                address(name),
                name,
                held[name],
                catalogue,
                render,
                active=label.lower(),
                crumbs=partial(_single_crumb, said.text(label), index),
                subtitle=_count(len(held[name]), catalogue),
            )
    for name in sorted(catalogue.by_name, key=natural):
        cards = catalogue.by_name[name]
        yield from document_list(
            places.author(name),
            name,
            cards,
            catalogue,
            render,
            active="authors",
            crumbs=partial(_single_crumb, said.text("Authors"), urls.AUTHORS),
            subtitle=_count(len(cards), catalogue),
            note=year_span(cards, catalogue.edition),
        )


def _single_crumb(title: str, path: str, root: str) -> tuple[Link, ...]:
    return (Link(title, root + path),)


def _topic_index(
    title: str,
    path: str,
    held: Mapping[str, tuple[Card, ...]],
    address: Callable[[str], str],
    catalogue: Catalogue,
    render: Renderer,
) -> Iterator[Page]:
    from sitegen.arabic.sort import sort_key  # noqa: PLC0415 - the alphabet, where it is needed

    edition = catalogue.edition
    names = sorted(held, key=sort_key)
    split = parts(names, 400)

    def view(number: int) -> IndexView:
        here = urls.part(path, number)
        root = urls.root_of(here)
        links = tuple(
            Link(name, root + address(name), edition.words.number(len(held[name])))
            for name in split[number - 1]
        )
        return IndexView(
            frame=frame(render, here, _numbered(title, number, catalogue), "index",
                        active="subjects"),
            crumbs=(home_crumb(edition, root),),
            title=title,
            note="" if held else edition.words.text("There is nothing here yet."),
            letters=(),
            chart=None,
            groups=(LinkGroup("", links),) if links else (),
            pager=pager(path, number, len(split), edition),
            style="columns",
        )  # fmt: skip

    for number in range(1, len(split) + 1):
        yield Page(urls.part(path, number), partial(view, number))
