"""Which pages does a collection have: its own, its volumes, its issues?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby, takewhile
from operator import not_

from sitegen.model import Card, Collection, EntityId
from sitegen.pages import cite, urls
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.crumbs import breadcrumb, issue_name, volume_name
from sitegen.pages.dates import gregorian
from sitegen.pages.deck import Deck
from sitegen.pages.edition import Edition
from sitegen.pages.entries import collection_card, entries, pager, year_span
from sitegen.pages.facts import rights_name
from sitegen.pages.frame import frame
from sitegen.pages.html import Renderer
from sitegen.pages.i18n import heading_for, msgid
from sitegen.pages.listing import (
    chart_of_years,
    count_of,
    document_list,
    numbered,
    runs,
)
from sitegen.pages.lists import parts
from sitegen.pages.offered import Shelf
from sitegen.pages.output import Bundle, Listed, Page, Told
from sitegen.pages.views import (
    CollectionCard,
    CollectionsView,
    CollectionView,
    Contents,
    Fact,
    Link,
    LinkGroup,
)

PARTING = " / "  # between the headings that `section` names
_SHELF = 200  # collections of a page
_TOGETHER = 50  # issues of a bundle

Issue = tuple[str, str]  # volume, issue


def collection_pages(catalogue: Catalogue, render: Renderer) -> Iterator[Listed]:
    """List the collections; each with its volumes and issues."""
    held = parts([*catalogue.by_collection], _SHELF)
    for number, names in enumerate(held, 1):
        view = partial(_overview, names, number, len(held), catalogue, render)
        told = partial(_overview_told, names, len(held) if number == 1 else 0, catalogue)
        yield Page(urls.part(urls.COLLECTIONS, number), view, told)
    for name, cards in catalogue.by_collection.items():
        yield from _collection(name, cards, catalogue, render)


def _overview(
    names: Sequence[str], number: int, count: int, catalogue: Catalogue, render: Renderer
) -> CollectionsView:
    here = urls.part(urls.COLLECTIONS, number)
    title = catalogue.edition.words.text("Collections")
    return CollectionsView(
        frame=frame(render, here, numbered(title, number, catalogue), "collections",
                    active="collections"),
        title=title,
        collections=_cards(names, catalogue, urls.root_of(here)),
        pager=pager(urls.COLLECTIONS, number, count, catalogue.edition),
    )  # fmt: skip


def _overview_told(names: Sequence[str], count: int, catalogue: Catalogue) -> Told:
    return Told((), (count, _cards(names, catalogue, "")))


def _cards(names: Sequence[str], catalogue: Catalogue, root: str) -> tuple[CollectionCard, ...]:
    return tuple(collection_card(name, catalogue, root) for name in names)


def _collection(name: str, cards: Deck, catalogue: Catalogue, render: Renderer) -> Iterator[Listed]:
    places = catalogue.edition.addresses
    collection = catalogue.collections.get(name) or Collection(id=name, title=name)
    loose = cards.where("volume", not_).where("issue", not_)
    path = places.collection(name)
    held = parts(loose)
    zips = _zips(name, catalogue)
    for number in range(1, len(held) + 1):
        yield Page(
            urls.part(path, number),
            partial(
                _collection_view, collection, cards, held[number - 1], number, len(held),
                catalogue, render,
            ),
            partial(Told, cards, (number, zips), ("records",)),
        )  # fmt: skip
    volumes = runs(cards, str, "volume")
    names = ["", *(volume for volume, _ in volumes), ""]
    for (volume, inside), sides in zip(volumes, zip(names, names[2:], strict=False), strict=True):
        if volume:
            yield Bundle(
                places.volume(name, volume),
                partial(Told, inside, sides),
                partial(_volume, collection, volume, inside, sides, catalogue, render),
            )
    yield from _issues(collection, cards, catalogue, render)


def _volume(
    collection: Collection,
    volume: str,
    inside: Deck,
    sides: tuple[str, str],
    catalogue: Catalogue,
    render: Renderer,
) -> Iterator[Page]:
    """List the documents of a volume; *sides* are the volumes before and after."""
    edition = catalogue.edition
    place = partial(edition.addresses.volume, collection.id)
    before, after = ((volume_name(one, edition), place(one)) if one else None for one in sides)
    return document_list(
        place(volume),
        _within(collection, volume_name(volume, edition), edition),
        inside,
        catalogue,
        render,
        active="collections",
        collection=collection.id,
        crumbs=partial(breadcrumb, collection, collection.id, "", "", edition),
        grouping=_section_heading
        if collection.kind == "book"
        else partial(_issue_heading, catalogue=catalogue),
        subtitle=year_span(inside, edition),
        where=False,
        before=before,
        after=after,
    )


def _issue_heading(card: Card, root: str, catalogue: Catalogue) -> tuple[str, str]:
    if not card.issue:
        return "", ""
    collection = catalogue.collections.get(card.collection)
    *_, here = breadcrumb(
        collection, card.collection, card.volume, card.issue, catalogue.edition, root
    )
    return str(here.text), here.href


def _issues(
    collection: Collection, cards: Deck, catalogue: Catalogue, render: Renderer
) -> Iterator[Bundle]:
    """Bundle the issues of a volume, so many of them together as stand one behind the other."""
    every: list[tuple[Issue, Deck]] = runs(cards, lambda *one: one, "volume", "issue")
    issues = [run for run in every if run[0][1]]
    names = [None, *(name for name, _ in issues), None]
    first = 0
    for _, inside in groupby(name[0] for name, _ in issues):
        last = first + len(list(inside))
        for start in range(first, last, _TOGETHER):
            end = min(start + _TOGETHER, last)
            beside = names[start : end + 2]  # with the one before, and the one after
            yield Bundle(
                repr((collection.id, *issues[start][0])),
                partial(_issues_told, [held for _, held in issues[start:end]], beside),
                partial(_issue_pages, collection, issues[start:end], beside, catalogue, render),
            )
        first = last


def _issues_told(held: Sequence[Deck], beside: Sequence[Issue | None]) -> Told:
    return Told(Deck.behind(held), (beside[0], beside[-1]))


def _issue_pages(
    collection: Collection,
    issues: Sequence[tuple[Issue, Deck]],
    beside: Sequence[Issue | None],
    catalogue: Catalogue,
    render: Renderer,
) -> Iterator[Page]:
    """List the documents of issues, each between those that stand *beside* it."""
    edition = catalogue.edition
    names = [
        (_issue_title(*one, catalogue), edition.addresses.issue(collection.id, *one))
        if one
        else None
        for one in beside
    ]
    for ((volume, issue), inside), before, here, after in zip(
        issues, names, names[1:], names[2:], strict=False
    ):
        title, path = here or ("", "")
        dates = sorted(filter(None, set(inside.told("date"))))
        yield from document_list(
            path,
            _within(collection, title, edition),
            inside,
            catalogue,
            render,
            active="collections",
            collection=collection.id,
            crumbs=partial(_issue_crumbs, collection, volume, catalogue),
            grouping=_section_heading,
            subtitle=gregorian(dates[0], edition) if dates else "",
            json_ld=cite.collection_json_ld(
                collection,
                _url(path, edition),
                volume,
                issue,
                dates[0].iso if dates else "",
            ),
            where=False,
            dated=len(dates) > 1,
            before=before,
            after=after,
        )


def _issue_crumbs(
    collection: Collection, volume: str, catalogue: Catalogue, root: str
) -> tuple[Link, ...]:
    return breadcrumb(collection, collection.id, volume, "", catalogue.edition, root)


def _issue_title(volume: str, issue: str, catalogue: Catalogue) -> str:
    edition = catalogue.edition
    names = [volume_name(volume, edition)] if volume else []
    return edition.words.text(", ").join([*names, issue_name(issue, edition)])


def _within(collection: Collection, name: str, edition: Edition) -> str:
    """Name a part of a collection, whose title may run against the interface's direction.

    >>> from sitegen.config import Site
    >>> manar = Collection(id="m", title="المنار")
    >>> ascii(_within(manar, "Volume 1", Edition(Site(title="x", language="en"))))
    "'\\\\u200e\\\\u2068\\\\u0627\\\\u0644\\\\u0645\\\\u0646\\\\u0627\\\\u0631\\\\u2069, Volume 1'"
    """
    said = edition.words
    title = collection.title
    if heading_for(title) not in ("", said.direction):
        # browsers go by the first letter, isolated or not: a mark of the direction goes before it
        mark = "\N{RIGHT-TO-LEFT MARK}" if said.direction == "rtl" else "\N{LEFT-TO-RIGHT MARK}"
        title = f"{mark}\N{FIRST STRONG ISOLATE}{title}\N{POP DIRECTIONAL ISOLATE}"
    return f"{title}{said.text(', ')}{name}"


def _section_heading(card: Card, _root: str) -> tuple[str, str]:
    return card.section, ""


def _collection_view(
    collection: Collection,
    cards: Deck,
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
        frame=frame(render, here, numbered(collection.title, number, catalogue), "collection",
                    active="collections", description=collection.description,
                    image=collection.image, collection=collection.id,
                    json_ld=cite.collection_json_ld(collection, _url(path, edition))
                    if first else ""),
        crumbs=(Link(edition.words.text("Collections"), root + urls.COLLECTIONS),),
        title=collection.title,
        subtitle=collection.subtitle,
        description=collection.description,
        image=root + collection.image if collection.image else "",
        lang=collection.lang,
        facts=_collection_facts(collection, cards, catalogue, root),
        chart=chart_of_years(cards, catalogue, lambda _year: "") if first else None,
        volumes=_volumes(collection, cards, catalogue, root) if first else (),
        contents=tuple(_contents(collection, loose, catalogue, root)),
        pager=pager(path, number, count, edition),
    )  # fmt: skip


def _contents(
    collection: Collection, cards: Sequence[Card], catalogue: Catalogue, root: str
) -> Iterator[Contents]:
    """List a collection's documents; those of a book under the headings of its parts.

    ``section`` names them from the highest on, parted by `PARTING`. One that only repeats the
    title of its one document is left out.
    """
    if not cards:
        return
    if collection.kind != "book":
        yield Contents((), 3, entries(cards, catalogue, root, where=False))
        return
    last: tuple[str, ...] = ()
    for section, run in groupby(cards, key=lambda card: card.section):
        inside = list(run)
        repeats = len(inside) == 1 and inside[0].title == section
        path = tuple(section.split(PARTING)) if section and not repeats else ()
        same = sum(
            1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(path, last, strict=False))
        )
        headings = tuple((min(3 + n, 6), path[n]) for n in range(same, len(path)))
        last = path
        level = min(3 + len(path), 6)
        yield Contents(headings, level, entries(inside, catalogue, root, where=False))


def _volumes(
    collection: Collection, cards: Deck, catalogue: Catalogue, root: str
) -> tuple[LinkGroup, ...]:
    """List volumes, each with its issues and their dates."""
    edition = catalogue.edition
    places = edition.addresses
    groups = []
    for volume, inside in runs(cards, str, "volume"):
        links = []
        for issue, held in runs(inside, str, "issue"):
            if issue:
                dates = sorted(filter(None, set(held.told("date"))))
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
    collection: Collection, cards: Deck, catalogue: Catalogue, root: str
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
        (msgid("Documents"), _one(count_of(len(cards), catalogue))),
        (msgid("Rights"), _rights(collection.rights)),
        (msgid("Download"), _zip(collection.id, catalogue, root)),
    )
    return tuple(Fact(said.text(label), links) for label, links in pairs if links)


def _url(path: str, edition: Edition) -> str:
    base = edition.site.base_url
    return base.rstrip("/") + "/" + path if base else ""


def _rights(rights: str) -> tuple[Link, ...]:
    href = rights if rights.startswith(("https://", "http://")) else ""
    return (Link(rights_name(rights), href),) if rights else ()


def _zip(collection: str, catalogue: Catalogue, root: str) -> tuple[Link, ...]:
    paths = _zips(collection, catalogue)
    return tuple(Link(path.rpartition("/")[2], root + path) for path in paths)


def _zips(collection: str, catalogue: Catalogue) -> tuple[str, ...]:
    paths = (catalogue.offers.zips.get(Shelf(collection, since)) for since in (False, True))
    return tuple(filter(None, paths))


def _one(text: str) -> tuple[Link, ...]:
    return (Link(text, ""),) if text else ()
