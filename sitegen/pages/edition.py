"""What do all pages of a site share: how it speaks, and where things live?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from sitegen.config import Site, Translation
from sitegen.model import EntityType, slug_of
from sitegen.pages.i18n import Words, words
from sitegen.pages.urls import Addresses


@dataclass(frozen=True, slots=True)
class Edition:
    """A site's settings, its words, its addresses; picklable.

    ``scripts`` are the scripts of every page and ``search_scripts`` those of the search page,
    addresses from the root. ``stamp`` is put behind them and the style sheet (``?v=``), so that
    a browser takes new ones when they have changed. ``icon`` is the site's as a data: address,
    for the search page, which asks for as few files as it can; "" where it is too large.
    """

    site: Site
    addresses: Addresses = field(default_factory=Addresses)
    scripts: tuple[str, ...] = ("assets/reader.js",)
    search_scripts: tuple[str, ...] = ()
    text_scripts: tuple[str, ...] = ()  # of pages with a text to read
    free_pages: tuple[tuple[str, str], ...] = ()  # slug, title
    stamp: str = ""
    sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # of pictures in assets/
    icon: str = ""
    pictures: bool = False  # site and collections have one, for where links are shown
    folder: str = ""  # of the list pages: "en/"; those of the main language stand at the root
    main: str = ""  # language
    explain: bool = False  # each link says by which rule it was made
    words: Words = field(init=False, repr=False, compare=False)  # the interface's catalogue

    def __post_init__(self) -> None:
        """Take the words once: every part of a page asks for them."""
        object.__setattr__(self, "words", words(self.site.language, self.site.numerals))

    def spoken(self, language: str, free_pages: tuple[tuple[str, str], ...]) -> Edition:
        """Give the edition of the list pages in another *language*.

        >>> said = {"en": Translation(title="A")}
        >>> site = Site(title="أرشيف", languages=("ar", "en"), translations=said)
        >>> other = Edition(site).spoken("en", ())
        >>> other.site.title, other.words.text("Search"), other.folder
        ('A', 'Search', 'en/')
        """
        said = self.site.translations.get(language, Translation())
        own = self.site
        site = replace(
            own,
            language=language,
            title=said.title or own.title,
            subtitle=said.subtitle or own.subtitle,
            description=said.description or own.description,
            publisher=said.publisher or own.publisher,
            fields=tuple(
                replace(one, label=said.fields.get(one.name, one.label)) for one in own.fields
            ),
            menu=tuple(replace(one, title=said.menu.get(one.title, one.title)) for one in own.menu),
            kinds={k: v for k, v in own.kinds.items() if k not in KIND_NAMES} | dict(said.kinds),
        )
        return replace(
            self, site=site, folder=f"{language}/", main=self.site.language, free_pages=free_pages
        )

    def size_of(self, href: str) -> Markup:
        """Write the width and height of the picture at *href*, where they are known.

        >>> edition = Edition(Site(title="x"), sizes={"assets/a.png": (300, 200)})
        >>> edition.size_of("../assets/a.png"), edition.size_of("assets/b.png")
        (Markup(' width="300" height="200"'), Markup(''))
        """
        size = self.sizes.get(href.removeprefix("../" * href.count("../")))
        return Markup(f' width="{size[0]}" height="{size[1]}"' if size else "")  # noqa: S704 - numbers

    def picture(self, collection: str = "") -> str:
        """Give the picture of a collection, or of the site; "" where there is none.

        >>> edition = Edition(Site(title="x"), pictures=True)
        >>> edition.picture("al-Manar"), edition.picture()
        ('shared/c/al-manar.png', 'shared/site.png')
        """
        if not self.pictures:
            return ""
        return f"shared/c/{slug_of(collection)}.png" if collection else "shared/site.png"

    def kind_name(self, kind: str) -> str:
        """Say what a kind of documents is called; one that nobody named as it is.

        >>> edition = Edition(Site(title="x", kinds={"maqama": "مقامة"}))
        >>> [edition.kind_name(kind) for kind in ("poem", "maqama", "hymn")]
        ['قصيدة', 'مقامة', 'hymn']
        """
        return self.site.kinds.get(kind) or self.words.text(KIND_NAMES.get(kind, kind))


TYPES = tuple(EntityType)

# msgids: the singular and the plural name of each type
TYPE_NAMES = {
    EntityType.PERSON: ("Person", "People"),
    EntityType.PLACE: ("Place", "Places"),
    EntityType.ORGANIZATION: ("Organization", "Organizations"),
    EntityType.WORK: ("Work", "Works"),
    EntityType.EVENT: ("Event", "Events"),
}
TYPE_COUNTS = {
    EntityType.PERSON: ("{n} person", "{n} people"),
    EntityType.PLACE: ("{n} place", "{n} places"),
    EntityType.ORGANIZATION: ("{n} organization", "{n} organizations"),
    EntityType.WORK: ("{n} work", "{n} works"),
    EntityType.EVENT: ("{n} event", "{n} events"),
}
KIND_NAMES = {
    "article": "Article", "poem": "Poem", "letter": "Letter", "chapter": "Chapter",
    "notice": "Notice", "interview": "Interview", "speech": "Speech", "review": "Review",
    "biography": "Biography", "editorial": "Editorial", "chronology": "Chronology",
    "glossary": "Glossary", "translation": "Translation", "obituary": "Obituary",
    "story": "Story", "essay": "Essay", "news": "News", "advertisement": "Advertisement",
    "periodical": "Periodical", "book": "Book", "dossier": "Dossier",
}  # fmt: skip
