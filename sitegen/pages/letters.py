"""Which headings begin with which letter? Indices of entities, authors, titles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from itertools import chain
from operator import attrgetter
from zlib import crc32

from sitegen.arabic.sort import letter_name
from sitegen.model import Card, EntityId
from sitegen.pages import urls
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.dates import life
from sitegen.pages.edition import TYPE_COUNTS, TYPE_NAMES, TYPES, Edition
from sitegen.pages.entries import home_crumb, pager, year_span
from sitegen.pages.filed import filed
from sitegen.pages.frame import frame
from sitegen.pages.html import Renderer
from sitegen.pages.i18n import msgid
from sitegen.pages.output import Bundle, Listed, Page, Told
from sitegen.pages.titles import Heading, Letters, Titles, titles_by_letter
from sitegen.pages.views import IndexView, Link, LinkGroup

SHORT_INDEX = 200  # up to so many headings, the page of the letters lists them all
LEAST, MOST = 50, 200  # headings of a part
OPENING = 75  # beyond the least, one heading in so many opens the next part


def by_letter(headings: Sequence[Heading]) -> Letters:
    """Sort headings by their letters, those alike by their addresses."""
    found: dict[str, list[Heading]] = defaultdict(list)
    for heading in headings:
        found[heading.text].append(heading)
    for some in found.values():
        some.sort(key=attrgetter("path"))
    return {
        letter: list(chain.from_iterable(map(found.__getitem__, texts)))
        for letter, texts in filed(found).items()
    }


def headings_of(kind: str, catalogue: Catalogue) -> list[Heading]:
    """List the headings of one index: person, place, organization, work, event, author."""
    said = catalogue.edition.words
    if kind == "author":
        places = catalogue.edition.addresses
        known = [
            Heading(catalogue.entities[name].heading, catalogue.entity_path(name),
                    _works(cards, catalogue.edition))
            for name, cards in catalogue.by_author.items() if name in catalogue.entities
        ]  # fmt: skip
        return known + [
            Heading(name, places.author(name), _works(cards, catalogue.edition))
            for name, cards in catalogue.by_name.items()
        ]
    return [
        Heading(entity.heading, catalogue.entity_path(entity.id), life(entity, said))
        for entity in catalogue.entities.values()
        if entity.type.value == kind
    ]


def _works(cards: Sequence[Card], edition: Edition) -> str:
    """Say how many documents an author has, and from which years.

    >>> from sitegen.config import Site
    >>> from sitegen.model import DocId, PartialDate, Slug
    >>> one = Card(id=DocId("a"), slug=Slug("a"), title="x", date=PartialDate(1908))
    >>> _works([one], Edition(Site(title="x")))
    'وثيقة واحدة، ١٩٠٨'
    """
    said = edition.words
    told = (said.count("{n} document", "{n} documents", len(cards)), year_span(cards, edition))
    return said.text(", ").join(filter(None, told))


def kind_name(kind: str, edition: Edition) -> str:
    """Name an index."""
    said = edition.words
    if kind in ("author", "title"):
        return said.text("Authors" if kind == "author" else "Titles")
    return said.text(next(TYPE_NAMES[one][1] for one in TYPES if one.value == kind))


_ALWAYS = ("person", "place", "author", "title")  # what other pages lead to, empty or not
KINDS = (*(kind.value for kind in TYPES), "author", "title")


def shown_letter(letter: str, edition: Edition) -> str:
    """Show a letter; what begins with none has a name."""
    return letter or edition.words.text("Other")


def headed_letter(letter: str, edition: Edition) -> str:
    """Head the page of a letter; Arabic indices call it by its name: حرف الباء."""
    name = letter_name(letter) if edition.site.language == "ar" else ""
    if name:
        return edition.words.fill("Letter {name}", name=name)
    return shown_letter(letter, edition)


def names_page(more: tuple[Link, ...], catalogue: Catalogue, render: Renderer) -> Page:
    """Give the index of indices.

    *more* are other ways to the entities; their addresses count from the root.
    """
    view = partial(_overview, more, catalogue, render)
    return Page(urls.LETTERS, view, partial(Told, (), more, ("letters",)))


def letter_pages(catalogue: Catalogue, render: Renderer) -> Iterator[Listed]:
    """Give the letters of each kind, and each letter's headings."""
    for kind, letters in letters_of(catalogue).items():
        if not letters and kind not in _ALWAYS:
            continue
        yield Page(
            catalogue.edition.addresses.letters(kind),
            partial(_letters_view, kind, letters, catalogue, render),
            partial(_letters_told, letters),
        )
        for letter, headings in letters.items():
            yield Bundle(
                repr((kind, letter)),
                partial(_letter_told, letters, headings),
                partial(_parts, kind, letter, letters, catalogue, render),
            )


def _parts(
    kind: str, letter: str, letters: Letters, catalogue: Catalogue, render: Renderer
) -> Iterator[Page]:
    """List a letter's headings, in parts."""
    path = catalogue.edition.addresses.letter(kind, letter)
    held = parts_by_heading(letters[letter])
    for number, some in enumerate(held, 1):
        yield Page(
            urls.part(path, number),
            partial(
                _letter_view, kind, letter, letters, some, number, len(held), catalogue, render
            ),
            partial(_letter_told, letters, some, number, len(held)),
        )


def _letters_told(letters: Letters) -> Told:
    counts = {letter: len(headings) for letter, headings in letters.items()}
    is_short = sum(counts.values()) <= SHORT_INDEX
    shown = chain.from_iterable(letters.values()) if is_short else ()
    return Told((), (counts, *chain.from_iterable(shown)))


def _letter_told(
    letters: Letters, held: Sequence[Heading], number: int = 0, count: int = 0
) -> Told:
    if isinstance(held, Titles):
        return Told(held.deck, (tuple(letters), number, count))
    return Told((), (tuple(letters), number, count, *chain.from_iterable(held)))


@lru_cache(maxsize=1)
def letters_of(catalogue: Catalogue) -> dict[str, Letters]:
    """Give the headings of each index by their letters; found once in a process."""
    return {
        kind: titles_by_letter(catalogue)
        if kind == "title"
        else by_letter(headings_of(kind, catalogue))
        for kind in KINDS
    }


def parts_by_heading(headings: Sequence[Heading]) -> list[Sequence[Heading]]:
    """Part a letter's headings where one of them says so, by a hash of its address.

    A heading that comes in between moves no other part's ends; parts have 50 to 200 headings.

    >>> many = [Heading(f"ع{n:04}", f"d/{n}.html") for n in range(2000)]
    >>> before, after = parts_by_heading(many[1:]), parts_by_heading(many)
    >>> before[1:] == after[1:], all(len(part) <= MOST for part in after)
    (True, True)
    """
    found: list[list[Heading]] = [[]]
    for heading in headings:
        size = len(found[-1])
        opens = crc32(heading.path.encode()) % OPENING == 0
        if size >= MOST or (size >= LEAST and opens):
            found.append([])
        found[-1].append(heading)
    return list(found)


def _active(kind: str) -> str:
    return "authors" if kind == "author" else "letters"


def _letter_links(
    kind: str, letters: Letters, edition: Edition, root: str, here: str | None = None
) -> tuple[Link, ...]:
    """Lead to each letter; how many it has stands where all are listed, not on pages of letters."""
    return tuple(
        Link(
            shown_letter(letter, edition),
            "" if letter == here else root + edition.addresses.letter(kind, letter),
            edition.words.number(len(headings)) if here is None else "",
        )
        for letter, headings in letters.items()
    )


def _overview(
    more: tuple[Link, ...],
    catalogue: Catalogue,
    render: Renderer,
) -> IndexView:
    edition = catalogue.edition
    said = edition.words
    root = urls.root_of(urls.LETTERS)
    groups = tuple(
        LinkGroup(
            kind_name(kind, edition),
            _letter_links(kind, letters, edition, root),
            root + edition.addresses.letters(kind),
            said.number(sum(map(len, letters.values()))),
        )
        for kind, letters in letters_of(catalogue).items()
        if letters
    )
    return IndexView(
        frame=frame(render, urls.LETTERS, said.text("Names"), "index", active="letters"),
        crumbs=(home_crumb(edition, root),),
        title=said.text("Names"),
        note="" if groups else said.text("There is nothing here yet."),
        letters=(),
        chart=None,
        groups=groups,
        pager=None,
        more=tuple(Link(one.text, root + one.href) for one in more),
        style="letters",
    )


def _letters_view(kind: str, letters: Letters, catalogue: Catalogue, render: Renderer) -> IndexView:
    edition = catalogue.edition
    said = edition.words
    path = edition.addresses.letters(kind)
    root = urls.root_of(path)
    total = sum(map(len, letters.values()))
    note = said.count(*_counted(kind), total) if total else said.text("There is nothing here yet.")
    groups = (
        tuple(
            LinkGroup(shown_letter(letter, edition), _links(headings, root))
            for letter, headings in letters.items()
        )
        if total <= SHORT_INDEX
        else ()
    )
    title = kind_name(kind, edition)
    return IndexView(
        frame=frame(render, path, title, "index", active=_active(kind)),
        crumbs=(Link(said.text("Names"), root + urls.LETTERS),),
        title=title,
        note=note,
        letters=_letter_links(kind, letters, edition, root),
        chart=None,
        groups=groups,
        pager=None,
        style="columns",
    )


def _counted(kind: str) -> tuple[str, str]:
    if kind == "author":
        return msgid("{n} author"), "{n} authors"
    if kind == "title":
        return "{n} document", "{n} documents"
    return next(TYPE_COUNTS[one] for one in TYPES if one.value == kind)


def _links(headings: Sequence[Heading], root: str) -> tuple[Link, ...]:
    return tuple(Link(one.text, root + one.path, one.note) for one in headings)


def _letter_view(
    kind: str,
    letter: str,
    letters: Letters,
    held: Sequence[Heading],
    number: int,
    count: int,
    catalogue: Catalogue,
    render: Renderer,
) -> IndexView:
    edition = catalogue.edition
    said = edition.words
    path = edition.addresses.letter(kind, letter)
    here = urls.part(path, number)
    root = urls.root_of(here)
    title = f"{kind_name(kind, edition)}: {headed_letter(letter, edition)}"
    return IndexView(
        frame=frame(render, here, title, "index", active=_active(kind)),
        crumbs=(
            Link(said.text("Names"), root + urls.LETTERS),
            Link(kind_name(kind, edition), root + edition.addresses.letters(kind)),
        ),
        title=title,
        note="",
        letters=_letter_links(kind, letters, edition, root, letter),
        chart=None,
        groups=(LinkGroup("", _links(held, root)),),
        pager=pager(path, number, count, edition),
        style="columns",
    )


def mentioned_most(catalogue: Catalogue, kind: str, count: int) -> list[EntityId]:
    """List the entities of one type that most mentions name; ties by id."""
    among = [
        entity.id
        for entity in catalogue.entities.values()
        if entity.type.value == kind and catalogue.mentions.get(entity.id)
    ]
    return sorted(among, key=lambda name: (-catalogue.mentions[name], name.encode()))[:count]
