"""Which pages list documents by section, subject, author without a record?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from sitegen.model import Card
from sitegen.pages import urls
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.deck import Deck
from sitegen.pages.entries import home_crumb, pager, year_span
from sitegen.pages.frame import frame
from sitegen.pages.html import Renderer
from sitegen.pages.i18n import msgid
from sitegen.pages.listing import (
    count_of,
    document_list,
    numbered,
    single_crumb,
)
from sitegen.pages.lists import natural, parts
from sitegen.pages.output import Bundle, Listed, Page, Told
from sitegen.pages.views import (
    IndexView,
    Link,
    LinkGroup,
)


def topic_pages(catalogue: Catalogue, render: Renderer) -> Iterator[Listed]:
    """List sections and subjects, and the documents of each; and of authors without a record."""
    said, places = catalogue.edition.words, catalogue.edition.addresses
    kinds = (
        (msgid("Sections"), urls.SECTIONS, catalogue.by_section, places.section),
        (msgid("Subjects"), urls.SUBJECTS, catalogue.by_subject, places.subject),
    )
    for label, index, held, address in kinds:
        yield from _topic_index(said.text(label), index, held, address, catalogue, render)
        for name in sorted(held, key=natural):
            yield Bundle(
                repr((index, name)),
                partial(Told, held[name], ()),
                partial(_topic, label, index, address(name), name, held[name], catalogue, render),
            )
    for name in sorted(catalogue.by_name, key=natural):
        cards = catalogue.by_name[name]
        pages = partial(_author, name, cards, catalogue, render)
        yield Bundle(repr((urls.AUTHORS, name)), partial(Told, cards, ()), pages)


def _topic(
    label: str,
    index: str,
    path: str,
    name: str,
    cards: Deck,
    catalogue: Catalogue,
    render: Renderer,
) -> Iterator[Page]:
    """List the documents of a section or a subject; *label* names all such, whose page *index* is.

    The label is a message of the interface.
    """
    return document_list(
        path,
        name,
        cards,
        catalogue,
        render,
        active=label.lower(),
        crumbs=partial(single_crumb, catalogue.edition.words.text(label), index),
        subtitle=count_of(len(cards), catalogue),
    )


def _author(name: str, cards: Deck, catalogue: Catalogue, render: Renderer) -> Iterator[Page]:
    edition = catalogue.edition
    return document_list(
        edition.addresses.author(name),
        name,
        cards,
        catalogue,
        render,
        active="authors",
        crumbs=partial(single_crumb, edition.words.text("Authors"), urls.AUTHORS),
        subtitle=count_of(len(cards), catalogue),
        note=year_span(cards, edition),
    )


def _topic_index(
    title: str,
    path: str,
    held: Mapping[str, Sequence[Card]],
    address: Callable[[str], str],
    catalogue: Catalogue,
    render: Renderer,
) -> Iterator[Page]:
    from sitegen.arabic.sort import sort_key  # noqa: PLC0415 - the alphabet, where it is needed

    edition = catalogue.edition
    names = sorted(held, key=sort_key)
    split = parts(names, 400)
    counts = tuple((name, len(held[name])) for name in names)

    def view(number: int) -> IndexView:
        here = urls.part(path, number)
        root = urls.root_of(here)
        links = tuple(
            Link(name, root + address(name), edition.words.number(len(held[name])))
            for name in split[number - 1]
        )
        return IndexView(
            frame=frame(render, here, numbered(title, number, catalogue), "index",
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
        told = partial(Told, (), (number, len(split), counts))
        yield Page(urls.part(path, number), partial(view, number), told)
