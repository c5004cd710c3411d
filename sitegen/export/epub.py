"""How does a collection become a book for reading devices?

EPUB 3: one XHTML file a document, a contents list, the style, the pictures; from right to left.
The same input gives the same bytes: *modified* is told, not looked up.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from sitegen.model import Document

_VOID = re.compile(r"<(br|img|hr|wbr)\b([^<>]*?)\s*/?>")
_ASSET = re.compile(r'(?:src|href)="assets/([^"#?]+)')
_DOCUMENT = re.compile(r'(<a\b[^<>]*?) href="doc:([^"#]*)(#[^"]*)?"')
_TYPES = {
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
    ".svg": "image/svg+xml", ".webp": "image/webp",
}  # fmt: skip
_CONTAINER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<container version="1.0" '
    'xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile '
    'full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>\n"
)
_STYLE = """\
body { margin: 5%; line-height: 1.9; text-align: start;
  font-family: Amiri, "Noto Naskh Arabic", "Geeza Pro", serif; }
h1, h2, h3, h4 { line-height: 1.5; text-align: start; }
p { margin: 0 0 .6em; text-align: justify; }
.verse { margin: 1em 0; text-align: center; }
.verse .line { display: block; }
.verse .hemistich { display: inline-block; width: 45%; }
.dateline { font-weight: bold; }
.byline, .about { color: #555; }
.pullquote { display: none; }
a.noteref::before { content: attr(data-note); vertical-align: super; font-size: .7em; }
.page-break::before { content: "[" attr(data-page) "]"; color: #777; font-size: .8em;
  margin-inline: .3em; }
table { border-collapse: collapse; }
td, th { border: 1px solid #999; padding: .2em .5em; }
img { max-width: 100%; }
.notes { border-top: 1px solid #999; margin-top: 2em; font-size: .9em; }
"""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A document of the book: its file's name, and its XHTML body."""

    name: str
    document: Document
    html: str
    about: str = ""  # author, date: as readers see them


@dataclass(frozen=True, slots=True)
class Book:
    """What a book says of itself."""

    identifier: str
    title: str
    lang: str
    contents: str  # the word above the list of contents
    modified: str  # 2026-11-28T00:00:00Z
    creators: tuple[str, ...] = ()
    publisher: str = ""
    rights: str = ""


def encode_book(book: Book, chapters: Iterable[Chapter], assets: Mapping[str, bytes]) -> bytes:
    """Write a book; *assets* are the pictures that its chapters show, by their path in assets/."""
    told = list(chapters)
    files: dict[str, bytes] = {
        "META-INF/container.xml": _CONTAINER.encode(),
        "EPUB/style.css": _STYLE.encode(),
        "EPUB/nav.xhtml": _navigation(book, told).encode(),
        "EPUB/package.opf": _package(book, told, sorted(assets)).encode(),
    }
    for chapter in told:
        files[f"EPUB/{chapter.name}"] = _page(chapter, book).encode()
    for path, content in assets.items():
        files[f"EPUB/assets/{path}"] = content
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        _put(packed, "mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        for name in sorted(files):
            _put(packed, name, files[name], zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _put(packed: zipfile.ZipFile, name: str, content: bytes, way: int) -> None:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = way
    entry.external_attr = 0o644 << 16
    packed.writestr(entry, content)


def assets_in(html: str) -> list[str]:
    """Name the pictures that a body shows, by their path in assets/."""
    return [unescape(path) for path in _ASSET.findall(html) if _type_of(path)]


def _type_of(path: str) -> str:
    return _TYPES.get("." + path.rpartition(".")[2].lower(), "")


def xhtml(html: str, path_of: Callable[[str], str]) -> str:
    """Make a body's HTML well-formed XML; links to documents of the book lead to their files.

    >>> xhtml('<p>أ<br>ب</p><a href="doc:x">ج</a>', {"x": "x.xhtml"}.get)
    '<p>أ<br/>ب</p><a href="x.xhtml">ج</a>'
    """

    def lead(found: re.Match[str]) -> str:
        path = path_of(unescape(found[2]))
        return f'{found[1]} href="{path}{found[3] or ""}"' if path else found[1]

    html = _DOCUMENT.sub(lead, html)
    html = re.sub(r' (?:loading|tabindex|reversed|open)(?:="[^"]*")?(?=[ >])', "", html)
    return _VOID.sub(lambda found: f"<{found[1]}{found[2]}/>", html)


def _document(lang: str, title: str, inner: str) -> str:
    side = "rtl" if lang.partition("-")[0] in ("ar", "fa", "ota", "ur", "he") else "ltr"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n<html '
        'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f'lang="{lang}" xml:lang="{lang}" dir="{side}">\n<head><title>{escape(title)}</title>'
        f'<link rel="stylesheet" href="style.css"/></head>\n<body>\n{inner}</body>\n</html>\n'
    )


def _page(chapter: Chapter, book: Book) -> str:
    document = chapter.document
    title = document.title.text
    about = f'<p class="about">{escape(chapter.about)}</p>\n' if chapter.about else ""
    return _document(
        document.lang or book.lang, title, f"<h1>{escape(title)}</h1>\n{about}{chapter.html}\n"
    )


def _navigation(book: Book, chapters: list[Chapter]) -> str:
    """List the chapters, those of a section under its name."""
    lines, section = [], ""
    for chapter in chapters:
        if chapter.document.section != section:
            lines += ["</ol></li>\n"] if section else []
            section = chapter.document.section
            lines += [f"<li><span>{escape(section)}</span><ol>\n"] if section else []
        title = escape(chapter.document.title.text)
        lines.append(f'<li><a href="{chapter.name}">{title}</a></li>\n')
    lines += ["</ol></li>\n"] if section else []
    inner = (
        f'<nav epub:type="toc" id="toc"><h1>{escape(book.contents)}</h1>\n<ol>\n'
        f"{''.join(lines)}</ol></nav>\n"
    )
    return _document(book.lang, book.title, inner)


def _package(book: Book, chapters: list[Chapter], assets: list[str]) -> str:
    more = "".join(
        f"<dc:{tag}>{escape(value)}</dc:{tag}>\n"
        for tag, value in (
            *(("creator", one) for one in book.creators),
            ("publisher", book.publisher), ("rights", book.rights),
        )
        if value
    )  # fmt: skip
    items = "".join(
        f'<item id="c{n}" href="{one.name}" media-type="application/xhtml+xml"/>\n'
        for n, one in enumerate(chapters)
    ) + "".join(
        f'<item id="a{n}" href={quoteattr("assets/" + path)} media-type="{_type_of(path)}"/>\n'
        for n, path in enumerate(assets)
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    side = "rtl" if book.lang.partition("-")[0] in ("ar", "fa", "ota", "ur", "he") else "ltr"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<package xmlns="http://www.idpf.org/2007/opf" '
        'version="3.0" unique-identifier="id">\n<metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f'<dc:identifier id="id">{escape(book.identifier)}</dc:identifier>\n'
        f"<dc:title>{escape(book.title)}</dc:title>\n<dc:language>{book.lang}</dc:language>\n"
        f'{more}<meta property="dcterms:modified">{book.modified}</meta>\n</metadata>\n<manifest>\n'
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>\n'
        f'<item id="style" href="style.css" media-type="text/css"/>\n{items}</manifest>\n'
        f'<spine page-progression-direction="{side}"><itemref idref="nav"/>{spine}</spine>\n'
        "</package>\n"
    )
