"""Where does every page live?

Addresses are relative to the site's root, with explicit file names, made by rule from ids and
counts alone. Parts of a long list are files of a folder that bears the page's name.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import quote

from sitegen.model import LONGEST_NAME, EntityType, Slug, slug_of

FOLDER_LIMIT = 1_000
DOCUMENTS = "d/"  # where their pages are
SINCE = "_since"  # ends the names of files that have what came since the seal; no slug has a "_"
_TAKEN = {"index", "part", "undated"}
_SAFE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def fanout(slug: str, count: int) -> str:
    """Give the sub-folders, each with its slash, that keep a folder of *count* files small.

    Two hex digits of a hash of the slug beyond 1,000 files, two more beyond 200,000.

    >>> fanout("a", 1000), fanout("a", 1001), fanout("a", 200_001)
    ('', 'ca/', 'ca/97/')
    """
    if count <= FOLDER_LIMIT:
        return ""
    digest = hashlib.sha256(slug.encode()).hexdigest()
    return f"{digest[:2]}/" if count <= 200 * FOLDER_LIMIT else f"{digest[:2]}/{digest[2:4]}/"


@lru_cache(maxsize=65536)
def text_slug(text: str) -> str:
    """Give the part of an address for any text; different texts get different slugs.

    What is not plain lower-case ASCII, or too long for a file's name, keeps what it can and takes
    letters of a hash.

    >>> text_slug("3-4"), text_slug("خاص"), text_slug("Nr. 5")
    ('3-4', 'x-zh3adill', 'nr-5-2o5to57u')
    >>> len(text_slug("nashra" * 50))
    49
    """
    slug = slug_of(text)
    plain = slug == text and len(text) <= LONGEST_NAME and text not in _TAKEN
    if plain and _SAFE.fullmatch(text):
        return slug
    letters = b32encode(hashlib.sha256(text.encode()).digest())[:8].decode().lower()
    kept = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40]
    return f"{kept or 'x'}-{letters}"


def root_of(path: str) -> str:
    """Give the way from the page at *path* up to the site's root.

    >>> root_of("index.html"), root_of("d/ca/x.html")
    ('', '../../')
    """
    return "../" * path.count("/")


def relative(source: str, target: str) -> str:
    """Give the shortest link from the page *source* to *target*, fragment and query kept.

    >>> relative("d/a.html", "d/b.html#p-x"), relative("d/a.html", "index.html")
    ('b.html#p-x', '../index.html')
    """
    here, there = source.split("/")[:-1], target.split("/")
    same = 0
    while same < len(here) and same < len(there) - 1 and here[same] == there[same]:
        same += 1
    return "../" * (len(here) - same) + "/".join(there[same:])


def part(path: str, number: int) -> str:
    """Give the address of part *number* (from 1) of the list at *path*.

    >>> part("letter/person/ba.html", 1), part("letter/person/ba.html", 2)
    ('letter/person/ba.html', 'letter/person/ba/2.html')
    >>> part("year/1908/index.html", 2)
    'year/1908/part/2.html'
    """
    if number == 1:
        return path
    stem = path.removesuffix(".html")
    stem = stem.removesuffix("index") + "part" if stem.endswith("index") else stem
    return f"{stem}/{number}.html"


def parts_folder(path: str) -> str:
    """Name the folder beside a document's page that has the parts of a long text.

    No slug has a "_": no document's page lies there.

    >>> parts_folder("d/ca/a-1.html")
    'd/ca/a-1_/'
    """
    return f"{path.removesuffix('.html')}_/"


def text_part(path: str, number: int) -> str:
    """Give part *number* (from 1) of the text at *path*; the first is the document's own page.

    >>> [text_part("d/a.html", number) for number in (1, 2, 2048)]
    ['d/a.html', 'd/a_/2.html', 'd/a_/2/2048.html']
    """
    if number == 1:
        return path
    thousands = f"{number // FOLDER_LIMIT}/" if number >= FOLDER_LIMIT else ""
    return f"{parts_folder(path)}{thousands}{number}.html"


def whole_text(path: str) -> str:
    """Give the page that has all of a long text.

    >>> whole_text("d/a.html")
    'd/a_/whole.html'
    """
    return f"{parts_folder(path)}whole.html"


def home_of_part(path: str) -> str:
    """Give the document's own page for any file of its folder of parts; "" for other files.

    >>> home_of_part("d/ca/a-1_/2.html"), home_of_part("d/a_/at/0.js"), home_of_part("d/a.html")
    ('d/ca/a-1.html', 'd/a.html', '')
    """
    home, parted, _ = path.partition("_/")
    return f"{home}.html" if parted and path.startswith("d/") else ""


def is_whole_text(path: str) -> bool:
    """Say whether a page has all of a text that is read in parts.

    >>> is_whole_text("d/a_/whole.html"), is_whole_text("d/whole.html")
    (True, False)
    """
    return bool(home_of_part(path)) and path == whole_text(home_of_part(path))


def search_address(**state: str) -> str:
    """Give the address of the search page in the state given; empty values are left out.

    >>> search_address(q="المنار", collection="")
    'search.html#q=%D8%A7%D9%84%D9%85%D9%86%D8%A7%D8%B1'
    """
    written = "&".join(f"{key}={quote(value, safe='')}" for key, value in state.items() if value)
    return f"search.html#{written}" if written else "search.html"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Every address of a site; the counts say where folders fan out.

    >>> Addresses(documents=5).document("a-1"), Addresses(documents=5_000).document("a-1")
    ('d/a-1.html', 'd/2f/a-1.html')
    """

    documents: int = 0
    entities: Mapping[EntityType, int] = field(default_factory=dict)
    authors: int = 0  # those without a record
    subjects: int = 0

    def document(self, slug: Slug | str) -> str:
        """Give the page of a document."""
        return f"{DOCUMENTS}{fanout(slug, self.documents)}{slug}.html"

    def entity(self, kind: EntityType, slug: Slug | str) -> str:
        """Give the page of an entity."""
        return f"{kind.value}/{fanout(slug, self.entities.get(kind, 0))}{slug}.html"

    def author(self, name: str) -> str:
        """Give the page of an author without a record."""
        slug = text_slug(name)
        return f"author/{fanout(slug, self.authors)}{slug}.html"

    def subject(self, subject: str) -> str:
        """Give the list of a subject."""
        slug = text_slug(subject)
        return f"subject/{fanout(slug, self.subjects)}{slug}.html"

    @staticmethod
    def section(section: str) -> str:
        """Give the list of a section."""
        return f"section/{text_slug(section)}.html"

    @staticmethod
    def collection(collection: str) -> str:
        """Give the page of a collection."""
        return f"c/{slug_of(collection)}/index.html"

    @staticmethod
    def zip(collection: str, *, since: bool = False) -> str:
        """Give the zip of a collection; "": of the documents that are in none.

        *since* has what came after the sealed part of the archive.

        >>> Addresses.zip("al-Manar"), Addresses.zip("", since=True)
        ('data/al-manar.zip', 'data/no_collection_since.zip')
        """
        name = slug_of(collection) if collection else "no_collection"
        return f"data/{name}{SINCE if since else ''}.zip"

    @staticmethod
    def rows(kind: str, year: int) -> str:
        """Give the rows of the documents of a year, or of their mentions; 0: of those undated.

        >>> Addresses.rows("documents", 1908), Addresses.rows("mentions", 0)
        ('data/documents/1908.jsonl', 'data/mentions/undated.jsonl')
        """
        return f"data/{kind}/{f'{year:04}' if year else 'undated'}.jsonl"

    @staticmethod
    def volume(collection: str, volume: str) -> str:
        """Give the contents of a volume."""
        return f"c/{slug_of(collection)}/v{text_slug(volume)}/index.html"

    @staticmethod
    def issue(collection: str, volume: str, issue: str) -> str:
        """Give the contents of an issue."""
        folder = f"c/{slug_of(collection)}/" + (f"v{text_slug(volume)}/" if volume else "")
        return f"{folder}n{text_slug(issue)}.html"

    @staticmethod
    def year(year: int) -> str:
        """Give the page of a year."""
        return f"year/{year:04}/index.html"

    @staticmethod
    def month(year: int, month: int) -> str:
        """Give the documents of a month; month 0 has those whose month is not known."""
        return f"year/{year:04}/{month:02}.html"

    @staticmethod
    def hijri_year(year: int) -> str:
        """Give the page of a Hijri year."""
        return f"hijri/{year:04}.html"

    @staticmethod
    def letters(kind: str) -> str:
        """Give the letters of one kind of heading: person, place ..., or title."""
        return f"letter/{kind}/index.html"

    @staticmethod
    def letter(kind: str, letter: str) -> str:
        """Give the headings that begin with *letter*, named by its code point."""
        code = "-".join(f"{ord(char):04x}" for char in letter) or "other"
        return f"letter/{kind}/{code}.html"

    @staticmethod
    def page(slug: str) -> str:
        """Give a free page."""
        return "about.html" if slug == "about" else f"pages/{text_slug(slug)}.html"


def day_of_year(month: int, day: int) -> str:
    """Give what was printed on a day of any year.

    >>> day_of_year(5, 3)
    'day/05-03.html'
    """
    return f"day/{month:02}-{day:02}.html"


def calendar(year: int) -> str:
    """Give a year's calendar.

    >>> calendar(1908)
    'year/1908/days.html'
    """
    return f"year/{year:04}/days.html"


DAYS = "day/index.html"
UNDATED = "year/undated.html"
YEARS = "year/index.html"
HIJRI_YEARS = "hijri/index.html"
COLLECTIONS = "c/index.html"
LETTERS = "letter/index.html"
MAP = "map.html"
NETWORK = "network.html"
TIMELINE = "timeline.html"
AUTHORS = "letter/author/index.html"
SECTIONS = "section/index.html"
SUBJECTS = "subject/index.html"
WORDS = "words/index.html"
PHRASES = "words/phrases.html"
NAMED = "words/names.html"


def century(number: int) -> str:
    """Give the page of the hundred years that begin with year 100 * *number*.

    >>> century(19)
    'timeline/1900.html'
    """
    return f"timeline/{number * 100:04}.html"


_PARALLEL_PAGES = frozenset(
    ("index.html", "about.html", "data.html", "search.html", "offline.html", MAP, NETWORK, TIMELINE)
)
_PARALLEL_FOLDERS = frozenset(
    ("author", "c", "day", "hijri", "letter", "pages", "section", "subject", "timeline", "words",
     "year")
)  # fmt: skip


def is_parallel(path: str) -> bool:
    """Say whether the page at *path* is there in each language: lists are, texts are not.

    >>> is_parallel("c/al-manar/index.html"), is_parallel("d/a.html"), is_parallel("404.html")
    (True, False, False)
    """
    head, slash, _ = path.partition("/")
    return head in (_PARALLEL_FOLDERS if slash else _PARALLEL_PAGES)
