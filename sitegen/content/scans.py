"""Which pictures of the printed pages has a document?

``facsimile`` names one file, ``assets/issue.pdf#page=3``; or, with ``{page}`` in its name, one
picture for each printed page; or an address elsewhere, such as that of a viewer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from sitegen.model import Body, Leaf

PLACE = "{page}"
MOST = 400  # pages of one document
_PICTURE = re.compile(r"(?i)\.(?:avif|gif|jpe?g|png|svg|webp)$")
_BREAK = re.compile(r'role="doc-pagebreak" title="([^"]*)"')
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
_RANGE = re.compile(r"\s*(\d{1,5})(?:\s*[-–—]\s*(\d{1,5}))?\s*")


class Scan(NamedTuple):
    """A picture of a printed page, or of several: ``page`` is "" where it is not known."""

    page: str
    file: str

    def is_picture(self, hosts: tuple[str, ...] = ()) -> bool:
        """Say whether a page can show it; those of other hosts than *hosts* it may not load."""
        ours = "://" not in self.file or self.file.startswith(tuple(f"{one}/" for one in hosts))
        return ours and bool(_PICTURE.search(self.file))


def printed_pages(pages: str, body: Body) -> list[str]:
    """List the printed pages of a document: those that ``pages`` spans, else its page breaks.

    >>> printed_pages("٣-٥", Body("", (), ())), printed_pages("غلاف", Body("", (), ()))
    (['3', '4', '5'], [])
    """
    span = _RANGE.fullmatch(pages.translate(_DIGITS))
    if span:
        first, last = int(span[1]), int(span[2] or span[1])
        if first <= last < first + MOST:
            return [str(page) for page in range(first, last + 1)]
    found = (_BREAK.findall(piece) for piece in body.layout if isinstance(piece, str))
    return list(dict.fromkeys(page for some in found for page in some))


def scans_elsewhere(leaves: Sequence[Leaf], hosts: tuple[str, ...]) -> list[Scan]:
    """List what a manifest says: pictures of *hosts*, which pages may show, else links.

    >>> leaf = Leaf("3", "https://a.org/3", "https://i.org/3.jpg")
    >>> [scans_elsewhere([leaf], hosts)[0].file for hosts in ((), ("https://i.org",))]
    ['https://a.org/3', 'https://i.org/3.jpg']
    """
    found = []
    for page, link, picture in leaves:
        shown = Scan(page, picture)
        found.append(shown if shown.is_picture(hosts) else Scan(page, link or picture))
    return found


def scans_of(facsimile: str, pages: str, body: Body) -> list[Scan]:
    """List the scans of a document in the order of their pages.

    >>> scans_of("assets/1908/{page}.jpg", "3-4", Body("", (), ()))
    [Scan(page='3', file='assets/1908/3.jpg'), Scan(page='4', file='assets/1908/4.jpg')]
    >>> scans_of("assets/1908.pdf#page=3", "3-4", Body("", (), ()))[0].is_picture()
    False
    """
    if not facsimile:
        return []
    if PLACE not in facsimile:
        return [Scan("", facsimile)]
    return [Scan(page, facsimile.replace(PLACE, page)) for page in printed_pages(pages, body)]
