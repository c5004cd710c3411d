"""What do the pages show of which there is one: home, about, data, search, 404, free pages?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from urllib.parse import urlsplit

from markupsafe import Markup

from sitegen.model import Card
from sitegen.pages import cite, urls
from sitegen.pages.body import settle
from sitegen.pages.catalogue import Catalogue, FreePage
from sitegen.pages.edition import TYPE_COUNTS, TYPE_NAMES, TYPES
from sitegen.pages.entries import collection_card, entry, marked
from sitegen.pages.frame import frame
from sitegen.pages.html import Renderer
from sitegen.pages.i18n import direction, msgid
from sitegen.pages.letters import mentioned_most
from sitegen.pages.listing import chart_of_years
from sitegen.pages.lists import chosen
from sitegen.pages.offered import ROWS, Shelf
from sitegen.pages.output import Page
from sitegen.pages.views import (
    DataView,
    Download,
    HomeView,
    Link,
    LinkGroup,
    NotFoundView,
    OfflineView,
    PageView,
    SearchView,
)

MOST_COLLECTIONS = 24
MOST_NAMED = 18
CHOSEN = 4
NEWEST = 3
MOST_HARVESTED = 5_000  # records of a static repository, say the guidelines of OAI-PMH


def single_pages(catalogue: Catalogue, render: Renderer) -> Iterator[Page]:
    """Give home, about, data, search, 404 and the free pages."""
    yield Page("index.html", partial(home_view, catalogue, render))
    about = next((page for page in catalogue.pages if page.slug == "about"), None)
    title = catalogue.edition.words.text("About")
    page = about or FreePage("about", title, "", catalogue.edition.site.language)
    yield Page("about.html", partial(page_view, page, catalogue, render))
    for free in catalogue.pages:
        if free.slug != "about":
            path = urls.Addresses.page(free.slug)
            yield Page(path, partial(page_view, free, catalogue, render))
    yield Page("data.html", partial(data_view, catalogue, render))
    yield Page("search.html", partial(search_view, catalogue, render))
    yield Page("offline.html", partial(offline_view, catalogue, render))
    yield Page("404.html", partial(not_found_view, catalogue, render))


def totals(catalogue: Catalogue, root: str) -> tuple[Link, ...]:
    """Say how much the archive holds, each with the way to it."""
    said, places = catalogue.edition.words, catalogue.edition.addresses
    words = catalogue.listed.where("access", lambda access: access == "public").n_words
    told = [
        Link(said.count("{n} document", "{n} documents", len(catalogue.listed)),
             root + places.letters("title")),
    ]  # fmt: skip
    if words:
        told.append(Link(said.count("{n} word", "{n} words", words), f"{root}search.html"))
    for kind in TYPES:
        count = sum(entity.type is kind for entity in catalogue.entities.values())
        if count:
            told.append(
                Link(said.count(*TYPE_COUNTS[kind], count), root + places.letters(kind.value))
            )
    links = sum(catalogue.mentions.values())
    if links:
        told.append(Link(said.count("{n} mention", "{n} mentions", links), root + urls.LETTERS))
    return tuple(told)


def home_view(catalogue: Catalogue, render: Renderer) -> HomeView:
    """Show what the archive holds."""
    edition = catalogue.edition
    site, said, places = edition.site, edition.words, edition.addresses
    names = list(catalogue.by_collection)

    def most(kind: str) -> tuple[Link, ...]:
        return tuple(
            Link(
                catalogue.entities[name].heading,
                catalogue.entity_path(name),
                said.number(catalogue.mentions[name]),
            )
            for name in mentioned_most(catalogue, kind, MOST_NAMED)
        )

    return HomeView(
        frame=frame(render, "index.html", site.title, "home", description=site.description,
                    image=site.theme.logo,
                    json_ld=_site_json(catalogue),
                    scripts=(*edition.scripts, "assets/today.js") if catalogue.by_day else None),
        title=site.title,
        subtitle=site.subtitle,
        description=site.description,
        logo=site.theme.logo,
        totals=totals(catalogue, ""),
        chart=chart_of_years(catalogue.listed, catalogue, places.year),
        collections=tuple(
            collection_card(name, catalogue, "") for name in names[:MOST_COLLECTIONS]
        ),
        people=most("person"),
        places=most("place"),
        organizations=most("organization"),
        chosen=tuple(entry(card, catalogue, "") for card in chosen(catalogue.listed, CHOSEN)),
        newest=tuple(entry(card, catalogue, "") for card in _newest(catalogue)),
        today=Link(said.text("On this day"), urls.DAYS, _months(catalogue))
        if catalogue.by_day
        else None,
        more=(
            Link(said.text("Collections"), urls.COLLECTIONS, said.number(len(names))),
            Link(said.text("People"), places.letters("person")),
            Link(said.text("Places"), places.letters("place")),
            Link(said.text("Titles"), places.letters("title")),
            Link(said.text("Words over time"), urls.WORDS),
        ),
        build=catalogue.build,
        moved=catalogue.has_moved,
    )  # fmt: skip


def _newest(catalogue: Catalogue) -> list[Card]:
    """Give the latest by date, where there are more than a few."""
    public = catalogue.listed.where("access", lambda access: access == "public")
    dated = public.where("date", bool)
    return list(dated[: -NEWEST - 1 : -1]) if len(dated) > 4 * NEWEST else []


def _months(catalogue: Catalogue) -> str:
    return " ".join(sorted({f"{month:02}" for month, _ in catalogue.by_day}))


def _site_json(catalogue: Catalogue) -> str:
    site = catalogue.edition.site
    base = site.base_url.rstrip("/") + "/" if site.base_url else ""
    item = {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": site.title,
        "description": site.description,
        "inLanguage": site.language,
        "url": base,
        "publisher": {"@type": "Organization", "name": site.publisher} if site.publisher else "",
        "license": site.rights,
    }
    return cite.script_json({key: value for key, value in item.items() if value})


def method(catalogue: Catalogue) -> tuple[str, ...]:
    """Say how texts and links were made, from the configuration."""
    site, said = catalogue.edition.site, catalogue.edition.words
    tatweel = {
        "keep": msgid(
            "Texts are shown as they were received, repaired only where their encoding was "
            "broken; the stretching of letters is kept."
        ),
        "drop": msgid(
            "Texts are shown as they were received, repaired only where their encoding was "
            "broken; the stretching of letters is left out."
        ),
    }
    mark = {
        "section": msgid(
            "The first mention of a name in each section is linked to its page; all "
            "mentions are counted."
        ),
        "document": msgid(
            "The first mention of a name in each document is linked to its page; all "
            "mentions are counted."
        ),
        "all": msgid("Every mention of a name is linked to its page."),
    }
    return (
        said.text(tatweel[site.tatweel]),
        said.text(
            "Names of people, places, organizations, works and events were recognised by "
            "machine, by rules and from curated records; what was not certain was not linked."
        ),
        said.text(
            "A name is known with the particles written before it, too; a short name only after "
            "its full name in the same text. Of namesakes, dates and the words around decide; "
            "where they do not, nothing is linked."
        ),
        said.text(mark[site.mark]),
        said.text(
            "For searching, never for showing, words are compared without vowel marks and "
            "stretching, and without telling apart the kinds of alef, of yeh, of teh marbuta "
            "and heh."
        ),
        said.text("Hijri dates marked as computed were reckoned from the Gregorian date."),
        _asked(catalogue),
    )


def colophon(catalogue: Catalogue) -> tuple[str, ...]:
    """Say what the pages are set in, and what made them."""
    site, said = catalogue.edition.site, catalogue.edition.words
    faces = (
        msgid("Set in faces of the archive's own, with Amiri (SIL Open Font License) behind them.")
        if site.theme.serif or site.theme.sans
        else msgid(
            "Texts are set in Amiri, the interface in a cut of IBM Plex Sans Arabic; both are "
            "under the SIL Open Font License."
        )
    )
    made = msgid(
        "These pages are static files, made by {program}: the same texts give the same files."
    )
    program = said.text(", ").join(catalogue.build) or "sitegen"
    return said.text(faces), said.fill(made, program=program)


def _asked(catalogue: Catalogue) -> str:
    """Say which hosts a reader's browser asks."""
    site, said = catalogue.edition.site, catalogue.edition.words
    if not site.image_hosts:
        return said.text("This site asks nothing of any other host and sets no cookie.")
    hosts = said.text(", ").join(host.removeprefix("https://") for host in site.image_hosts)
    told = msgid(
        "Pictures come from {hosts}, too; else this site asks nothing of any other host and "
        "sets no cookie."
    )
    return said.fill(told, hosts=hosts)


def page_view(page: FreePage, catalogue: Catalogue, render: Renderer) -> PageView:
    """Show a free page; About also tells the method and the build."""
    path = urls.Addresses.page(page.slug)
    about = page.slug == "about"
    said = catalogue.edition.words
    return PageView(
        frame=frame(
            render,
            path,
            page.title,
            "page",
            active="about" if about else "",
            scripts=catalogue.edition.scripts + catalogue.edition.text_scripts,
        ),
        title=marked(page.title, page.lang),
        lang=page.lang,
        dir=direction(page.lang),
        body=Markup(  # noqa: S704 - the content room sanitised it
            settle(
                page.html,
                urls.root_of(path),
                said.digits if said.numerals == "arab" else None,
                catalogue.edition.size_of,
                catalogue.path_of,
            )
        ),
        method=method(catalogue) if about else (),
        colophon=colophon(catalogue) if about else (),
    )


def _size(size: int, catalogue: Catalogue) -> str:
    said = catalogue.edition.words
    if size < 1024:
        return said.count("{n} byte", "{n} bytes", size)
    if size < 1024 * 1024:
        return said.fill("{n} kB", n=said.number(round(size / 1024)))
    return said.fill("{n} MB", n=said.number(round(size / 1024 / 1024)))


def data_page(catalogue: Catalogue, render: Renderer, sizes: Mapping[str, int]) -> Page:
    """Give the data page with the sizes of its files, in bytes, once they are written."""
    return Page("data.html", partial(data_view, catalogue, render, sizes))


def data_view(
    catalogue: Catalogue, render: Renderer, sizes: Mapping[str, int] | None = None
) -> DataView:
    """Offer the archive as data."""
    said, offers = catalogue.edition.words, catalogue.offers

    def offer(path: str, description: str, size: int = 0) -> Download:
        size = (sizes or {}).get(path, size)
        name = path.rsplit("/", 1)[-1]
        return Download(name, path, description, _size(size, catalogue) if size else "")

    return DataView(
        frame=frame(render, "data.html", said.text("Data"), "data"),
        title=said.text("Data"),
        downloads=tuple(
            offer(one.path, said.text(one.description), one.size) for one in offers.files
        ),
        years=tuple(
            LinkGroup(
                said.text(ROWS[kind]),
                tuple(
                    Link(
                        said.digits(str(year)) if year else said.text("Without a date"),
                        path,
                        _size(size, catalogue) if (size := (sizes or {}).get(path, 0)) else "",
                    )
                    for year, path in files.items()
                ),
            )
            for kind, files in offers.rows.items()
            if files
        ),
        zips=tuple(offer(path, _title_of(shelf, catalogue)) for shelf, path in offers.zips.items()),
        rights=catalogue.edition.site.rights,
        harvest=_harvest(catalogue),
        totals=totals(catalogue, ""),
        build=catalogue.build,
    )


def _harvest(catalogue: Catalogue) -> tuple[Link, ...]:
    """Lead to what machines follow: feeds, sitemap, static repository."""
    site, said = catalogue.edition.site, catalogue.edition.words
    if not site.base_url:
        return ()
    links = [
        Link(said.text("The newest documents, as a feed (Atom)"), "feed.xml"),
        Link(said.text("The same as a JSON feed"), "feed.json"),
        Link(said.text("All addresses (sitemap)"), "sitemap.xml"),
    ]
    if site.oai and len(catalogue.listed) <= MOST_HARVESTED:
        links.append(Link(said.text("For harvesters (OAI-PMH static repository)"), "oai.xml"))
    return tuple(links)


def _title_of(shelf: Shelf, catalogue: Catalogue) -> str:
    said = catalogue.edition.words
    known = catalogue.collections.get(shelf.collection)
    title = shelf.collection or said.text("Documents that are in no collection")
    title = known.title if known else title
    return (
        said.fill("{title}, since the archive was sealed", title=title) if shelf.is_since else title
    )


def search_view(catalogue: Catalogue, render: Renderer) -> SearchView:
    """Give the frame of the search page."""
    edition = catalogue.edition
    said, places = edition.words, edition.addresses
    examples = (
        (
            "مطبعة بولاق",
            msgid("documents with these words in any form, those with all of them first"),
        ),
        ('"مطبعة بولاق"', msgid("the words side by side, as a phrase")),
        ("=كتاب", msgid("this form only")),
        ("مطبعة -بولاق", msgid("without a word")),
        ("جريدة OR مجلة", msgid("one or the other")),
        ("طبع*", msgid("words that begin so")),
        ("title:مطبعة", msgid("in titles only")),
        ("after:1900 before:1910", msgid("in a span of years")),
    )
    return SearchView(
        frame=frame(
            render,
            "search.html",
            said.text("Search"),
            "search",
            active="search",
            scripts=edition.scripts + edition.search_scripts,
        ),
        icon=edition.icon or "assets/images/icon.svg",
        title=said.text("Search"),
        facets=(
            ("", said.text("Year")),
            ("collection", said.text("Collection")),
            ("section", said.text("Section")),
            ("author", said.text("Writer")),
            ("entity", said.text("Name mentioned")),
            ("kind", said.text("Kind")),
            ("subject", said.text("Subject")),
            ("lang", said.text("Language")),
            *((one.name, one.label) for one in edition.site.fields if one.facet),
        ),
        help=tuple((example, said.text(meaning)) for example, meaning in examples),
        letters=(
            *(
                Link(said.text(TYPE_NAMES[kind][1]), places.letters(kind.value))
                for kind in TYPES
                if any(entity.type is kind for entity in catalogue.entities.values())
            ),
            Link(said.text("Authors"), urls.AUTHORS),
            Link(said.text("Titles"), places.letters("title")),
            Link(said.text("Years"), urls.YEARS),
            Link(said.text("Subjects"), urls.SUBJECTS),
        ),
    )


def offline_view(catalogue: Catalogue, render: Renderer) -> OfflineView:
    """Give the frame of the page on which the archive is kept for reading offline."""
    edition = catalogue.edition
    title = edition.words.text("Read offline")
    scripts = (*edition.scripts, "assets/keep.js")
    return OfflineView(
        frame=frame(render, "offline.html", title, "offline", scripts=scripts), title=title
    )


def not_found_view(catalogue: Catalogue, render: Renderer) -> NotFoundView:
    """Help whoever followed a wrong link; served from any folder, so its links start at the top."""
    edition = catalogue.edition
    said = edition.words
    base = edition.site.base_url
    root = urlsplit(base).path.rstrip("/") + "/" if base else ""
    title = said.text("This page is not here")
    scripts = (*edition.scripts, "assets/missing.js")
    return NotFoundView(
        frame=frame(
            render, "404.html", title, "missing", active="search", root=root, scripts=scripts
        ),
        title=title,
        moved=catalogue.has_moved,
        links=(
            Link(said.text("Home"), f"{root}index.html"),
            Link(said.text("Search"), f"{root}search.html"),
            Link(said.text("Collections"), root + urls.COLLECTIONS),
            Link(said.text("Names"), root + urls.LETTERS),
        ),
    )
