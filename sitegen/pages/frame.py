"""What is around a page: head, header, footer?"""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup

from sitegen.config import MenuItem
from sitegen.pages import urls
from sitegen.pages.edition import Edition
from sitegen.pages.html import Renderer
from sitegen.pages.i18n import msgid
from sitegen.pages.views import Frame, Link, Meta
from sitegen.pages.written import as_html

_WAYS = {
    "collections": (msgid("Collections"), urls.COLLECTIONS),
    "years": (msgid("Years"), urls.YEARS),
    "authors": (msgid("Authors"), urls.AUTHORS),
    "letters": (msgid("Names"), urls.LETTERS),
    "titles": (msgid("Titles"), urls.Addresses.letters("title")),
    "subjects": (msgid("Subjects"), urls.SUBJECTS),
    "sections": (msgid("Sections"), urls.SECTIONS),
    "words": (msgid("Words"), urls.WORDS),
    "about": (msgid("About"), "about.html"),
    "data": (msgid("Data"), "data.html"),
    "offline": (msgid("Read offline"), "offline.html"),
    "search": (msgid("Search"), "search.html"),
}
_OWN = tuple(
    MenuItem(name=name)
    for name in ("collections", "years", "authors", "letters", "subjects", "words", "about")
)


def navigation(edition: Edition, root: str) -> tuple[Link, ...]:
    """List the ways in, the same on every page: nothing here depends on what the archive holds."""
    said = edition.words
    links = []
    for item in edition.site.menu or _OWN:
        if item.name:
            title, path = _WAYS[item.name]
            links.append(Link(said.text(title), root + path, item.name))
        else:
            href = item.href if "://" in item.href else root + item.href
            links.append(Link(item.title, href))
    return tuple(links)


# What a language is called in itself.
LANGUAGE_NAMES = {"ar": "العربية", "en": "English", "fr": "Français"}


def languages(edition: Edition, place: str, root: str) -> tuple[Link, ...]:
    """Lead to the list at *place* in the other languages; "": to their home.

    A link's note is the language.

    >>> from sitegen.config import Site
    >>> two = Edition(Site(title="x", languages=("ar", "en")))
    >>> [languages(two, place, "../")[0].href for place in ("c/m/v1/n2.html", "")]
    ['../en/c/m/v1/n2.html', '../en/index.html']
    """
    site = edition.site
    main = edition.main or site.language
    up = root + "../" if edition.folder else root
    here = place or "index.html"
    return tuple(
        Link(LANGUAGE_NAMES[one], f"{up}{'' if one == main else f'{one}/'}{here}", one)
        for one in site.languages
        if one != site.language
    )


def alternates(edition: Edition, path: str, root: str, base: str) -> tuple[Link, ...]:
    """Name the page at *path* in every language, its own included, for those that index pages."""
    site = edition.site
    if not site.languages or not urls.is_parallel(path):
        return ()
    main = edition.main or site.language
    top = base or (root + "../" if edition.folder else root)
    pairs = [(one, "" if one == main else f"{one}/") for one in site.languages]
    pairs.append(("x-default", ""))
    return tuple(Link("", f"{top}{folder}{path}", one) for one, folder in pairs)


@lru_cache(maxsize=256)
def _chrome(render: Renderer, root: str, active: str, place: str) -> tuple[Markup, Markup]:
    """Set header and footer, the same on all pages of a place: where the switch leads to."""
    return _header(render, root, active, place), _footer(render, root)


def _header(render: Renderer, root: str, active: str, place: str) -> Markup:
    edition = render.edition
    logo = edition.site.theme.logo
    return render.part(
        "header.html",
        root=root,
        nav=navigation(edition, root),
        active=active,
        logo=root + logo if logo else "",
        languages=languages(edition, place, root),
    )


@lru_cache(maxsize=16)  # who builds again and again has a renderer for each time
def _footer(render: Renderer, root: str) -> Markup:
    edition = render.edition
    said = edition.words
    links = (
        Link(said.text("Sections"), root + urls.SECTIONS),
        Link(said.text("Data"), root + "data.html"),
        Link(said.text("Read offline"), root + "offline.html"),
        *(Link(title, root + urls.Addresses.page(slug)) for slug, title in edition.free_pages
          if slug != "about"),
    )  # fmt: skip
    return render.part("footer.html", root=root, links=links)


def frame(
    render: Renderer,
    path: str,
    title: str,
    kind: str,
    *,
    active: str = "",
    description: str = "",
    metas: tuple[Meta, ...] = (),
    properties: tuple[Meta, ...] = (),
    json_ld: str = "",
    scripts: tuple[str, ...] | None = None,
    root: str | None = None,
    image: str = "",
    collection: str = "",
    near: str = "",
) -> Frame:
    """Make the frame of the page at *path*; *near* is the list that a text or a name stands in."""
    edition = render.edition
    site, said = edition.site, edition.words
    root = urls.root_of(path) if root is None else root
    place = next(filter(urls.is_parallel, (path, near)), "") if site.languages else ""
    header, footer = _chrome(render, root, active, place)
    full = title if title == site.title else f"{title} \N{MIDDLE DOT} {site.title}"
    base = site.base_url.rstrip("/") + "/" if site.base_url else ""
    if base and not properties:
        properties = open_graph(
            edition, path, title, description, image=image, collection=collection
        )
    return Frame(
        title=full,
        lang=said.language,
        dir=said.direction,
        root=root,
        numerals=said.numerals,
        kind=kind,
        description=" ".join(description.split())[:300],
        scripts=_from(root, scripts or edition.scripts),
        metas=metas,
        properties=properties,
        canonical=base + edition.folder + path if base else "",
        languages=alternates(edition, path, root, base),
        json_ld=as_html(json_ld),  # script_json escapes
        feed=f"{root}feed.xml" if base else "",
        header=header,
        footer=footer,
        stamp=f"?v={edition.stamp}" if edition.stamp else "",
    )


@lru_cache(maxsize=256)
def _from(root: str, paths: tuple[str, ...]) -> tuple[str, ...]:
    """Lead to files from a page, many of which have the same."""
    return tuple(root + path for path in paths)


# OpenGraph names a language by a territory, whichever it is spoken in.
_LOCALES = {
    "ar": "ar_AR",
    "en": "en_US",
    "fr": "fr_FR",
    "fa": "fa_IR",
    "tr": "tr_TR",
    "de": "de_DE",
}
_SHOWN = (".png", ".jpg", ".jpeg", ".webp", ".gif")  # drawings are shown nowhere that asks


def open_graph(
    edition: Edition, path: str, title: str, description: str, kind: str = "website",
    image: str = "", collection: str = "",
) -> tuple[Meta, ...]:  # fmt: skip
    """List the OpenGraph properties; none without an address of the site.

    *image* is the page's own picture; else the collection's stands for it, else the site's.
    """
    site = edition.site
    if not site.base_url:
        return ()
    base = site.base_url.rstrip("/") + "/"
    pairs = (
        ("og:type", kind),
        ("og:site_name", site.title),
        ("og:title", title),
        ("og:description", " ".join(description.split())[:300]),
        ("og:url", base + edition.folder + path),
        *_picture(edition, base, image, collection),
        ("og:locale", _LOCALES.get(edition.words.language, "")),
    )
    return tuple(Meta(name, content) for name, content in pairs if content)


def _picture(
    edition: Edition, base: str, image: str, collection: str
) -> tuple[tuple[str, str], ...]:
    if image.lower().endswith(_SHOWN):
        return (("og:image", image if "://" in image else base + image),)
    drawn = edition.picture(collection)
    if not drawn:
        return ()
    return (
        ("og:image", base + drawn),
        ("og:image:width", "1200"),
        ("og:image:height", "630"),
        ("twitter:card", "summary_large_image"),
    )
