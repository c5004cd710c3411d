"""How is a list of documents set, parted by hundreds?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import TypeVar

import numpy as np

from sitegen.model import Card
from sitegen.pages import urls
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.charts import years_chart
from sitegen.pages.deck import Deck, years_of
from sitegen.pages.entries import entries, pager, year_span
from sitegen.pages.frame import frame
from sitegen.pages.html import Renderer
from sitegen.pages.lists import PART
from sitegen.pages.output import Page, Told
from sitegen.pages.views import (
    Chart,
    Group,
    Link,
    ListView,
)

K = TypeVar("K")
SORTED = 5  # so many documents can be put into another order
Grouping = Callable[[Card, str], tuple[str, str]]  # card, root -> heading, href


def ungrouped(_card: Card, _root: str) -> tuple[str, str]:
    """Put all documents under no heading."""
    return "", ""


def document_list(
    path: str,
    title: str,
    cards: Deck,
    catalogue: Catalogue,
    render: Renderer,
    *,
    active: str,
    crumbs: Callable[[str], tuple[Link, ...]],
    grouping: Grouping = ungrouped,
    anchored: Callable[[Card], str] = lambda _: "",
    subtitle: str = "",
    note: str = "",
    collection: str = "",
    more: Callable[[str], Link] | None = None,
    json_ld: str = "",
    where: bool = True,
    dated: bool = True,
    before: tuple[str, str] | None = None,
    after: tuple[str, str] | None = None,
) -> Iterator[Page]:
    """List documents, by hundreds. *before* and *after* are (title, path) of the lists beside.

    *grouping* says under which heading a document stands, by what lists tell of it alone;
    *anchored* names each group by its first document; *collection* is the one that all are of.
    """
    held = [cards[at : at + PART] for at in range(0, max(1, len(cards)), PART)]

    def view(number: int) -> ListView:
        here = urls.part(path, number)
        root = urls.root_of(here)
        edition = catalogue.edition
        grouped = [
            (heading, href, list(inside))
            for (heading, href), inside in groupby(
                held[number - 1], key=lambda card: grouping(card, root)
            )
        ]
        groups = tuple(
            Group(
                heading,
                entries(inside, catalogue, root, where=where, dated=dated),
                href,
                anchored(inside[0]) if heading else "",
            )
            for heading, href, inside in grouped
            if inside
        )
        return ListView(
            frame=frame(
                render,
                here,
                numbered(title, number, catalogue),
                "list",
                active=active,
                json_ld=json_ld if number == 1 else "",
                collection=collection,
                scripts=(*edition.scripts, "assets/lists.js"),
            ),
            crumbs=crumbs(root),
            title=title,
            subtitle=subtitle,
            note=note,
            more=more(root) if more else None,
            sortable=len(held[number - 1]) >= SORTED,
            groups=groups,
            pager=pager(path, number, len(held), edition),
            previous=Link(before[0], root + before[1]) if before else None,
            next=Link(after[0], root + after[1]) if after else None,
        )

    def told(number: int) -> Told:
        root = urls.root_of(urls.part(path, number))
        some = held[number - 1]
        values = (
            title, active, crumbs(root), subtitle, note, more and more(root), json_ld, where, dated,
            before, after, number, len(held), grouping is ungrouped,
        )  # fmt: skip
        return Told(some, values)

    for number in range(1, len(held) + 1):
        yield Page(urls.part(path, number), partial(view, number), partial(told, number))


def numbered(title: str, number: int, catalogue: Catalogue) -> str:
    """Name a part of a list."""
    said = catalogue.edition.words
    return title if number == 1 else said.fill(
        "{title}, part {n}", title=title, n=said.number(number)
    )  # fmt: skip


def chart_of_years(
    cards: Sequence[Card], catalogue: Catalogue, href: Callable[[int], str]
) -> Chart | None:
    """Draw how many documents there are of each year."""
    said = catalogue.edition.words
    counts = years_of(cards)
    return years_chart(
        counts,
        said.text("Documents by year"),
        said.fill("{count}, {span}", count=count_of(sum(counts.values()), catalogue),
                  span=year_span(cards, catalogue.edition)),
        said,
        href,
        ("{n} document", "{n} documents"),
    )  # fmt: skip


def count_of(number: int, catalogue: Catalogue) -> str:
    """Say how many documents."""
    return catalogue.edition.words.count("{n} document", "{n} documents", number)


def runs(deck: Deck, key: Callable[..., K], *names: str) -> list[tuple[K, Deck]]:
    """Part documents where the *key* changes of what they tell of some things.

    >>> from sitegen.model import DocId, Slug
    >>> told = (("أ", "1"), ("ب", "1"), ("ج", ""), ("د", "1"))
    >>> cards = (Card(id=DocId(n), slug=Slug(n), title="", volume=volume) for n, volume in told)
    >>> deck = Deck.of(cards)
    >>> [(volume, inside.ids) for volume, inside in runs(deck, str, "volume")]
    [('1', ['أ', 'ب']), ('', ['ج']), ('1', ['د'])]
    """
    columns = list(map(deck.column, names))
    is_first = np.zeros(len(deck), bool)
    is_first[:1] = True
    for column in columns:
        is_first[1:] |= column.codes[1:] != column.codes[:-1]
    starts = np.flatnonzero(is_first)
    told = [map(column.values.__getitem__, column.codes[starts].tolist()) for column in columns]
    every = zip(map(key, *told), starts.tolist(), strict=True)
    alike = [next(some) for _, some in groupby(every, key=itemgetter(0))]
    ends = [*(start for _, start in alike[1:]), len(deck)]
    return [(value, deck[start:end]) for (value, start), end in zip(alike, ends, strict=True)]


def single_crumb(title: str, path: str, root: str) -> tuple[Link, ...]:
    """Lead up to the one page above."""
    return (Link(title, root + path),)
