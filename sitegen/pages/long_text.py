"""On which pages does a long text stand, and how does a reader find a place in it?

The first part is the document's page, to which every permalink leads; the others lie in a folder
beside it, ``d/ID_/2.html`` ..., with ``whole.html`` to print or to take away. Which part has an
anchor stand in ``d/ID_/at/N.js``, which client/parts.js asks where an address names one that its
page lacks: so an edit that moves a paragraph to the next part changes no other document's page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import unescape

from markupsafe import Markup as Html

from sitegen.content.bidi import isolate
from sitegen.model import Body
from sitegen.pages import urls
from sitegen.pages.i18n import Words
from sitegen.pages.parting import Part, anchors_in
from sitegen.pages.views import Link, Pager, PartEntry, PartsView

WHOLE = 3_000_000  # characters of HTML: a text that has more is never set on one page
_TOGETHER = 2_000  # anchors in a file, about
_LISTED = 120  # lines of the contents on each part
_GROUP = 100  # parts that a longer text's contents take together
_WITHIN = re.compile(r'( href=")#([^"]*)(")')


def bucket(anchor: str, count: int) -> int:
    """Say in which of *count* files an anchor stands; client/parts.js says the same.

    >>> bucket("p-sx6ms", 4), bucket("خاتمة", 4)
    (3, 1)
    """
    found = 0
    for byte in anchor.encode():
        found = (found * 1009 + byte) % 65521
    return found % count


def n_files(parts: Sequence[Part]) -> int:
    """Say in how many files the anchors stand: a power of two."""
    return 1 << (sum(len(part.anchors) for part in parts) // _TOGETHER).bit_length()


def anchor_files(path: str, parts: Sequence[Part]) -> Iterator[tuple[str, str]]:
    """Give the files that say in which part an anchor stands, of the document at *path*."""
    count = n_files(parts)
    held: list[dict[int, list[str]]] = [{} for _ in range(count)]
    for number, part in enumerate(parts, 1):
        for anchor in part.anchors:
            held[bucket(anchor, count)].setdefault(number, []).append(anchor)
    for n, table in enumerate(held):
        rows = {number: " ".join(anchors) for number, anchors in table.items()}
        written = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
        yield f"{urls.parts_folder(path)}at/{n}.js", f"sitegen.parts({n},{written});\n"


class Places:
    """Where each anchor of a parted text stands, as a link from one of its parts."""

    def __init__(self, path: str, parts: Sequence[Part]) -> None:
        self.path = path
        self.part_of: Mapping[str, int] = {
            anchor: number for number, part in enumerate(parts, 1) for anchor in part.anchors
        }

    def settle(self, html: str, number: int, body: Body) -> str:
        """Lead what part *number* links to within the text to where it stands."""
        here = set(anchors_in(body))
        page = urls.text_part(self.path, number)

        def lead(found: re.Match[str]) -> str:
            anchor = unescape(found[2])
            if anchor in here or anchor not in self.part_of:
                return found[0]
            there = urls.text_part(self.path, self.part_of[anchor])
            return f"{found[1]}{urls.relative(page, there)}#{found[2]}{found[3]}"

        return _WITHIN.sub(lead, html)


def whole_view(path: str, said: Words) -> PartsView:
    """Say of the page with the whole text how the text is read in parts."""
    here = urls.whole_text(path)
    back = Link(said.text("In parts"), urls.relative(here, path))
    return PartsView(said.text("The whole text"), urls.parts_folder(path), 0, None, (), back)


def parts_view(
    path: str,
    number: int,
    parts: Sequence[Part],
    said: Words,
    where: Mapping[str, int],
    *,
    has_whole: bool,
    rtl: bool,
) -> PartsView:
    """Say on part *number* where it stands, and what the others hold; *where* has their anchors."""
    here = urls.text_part(path, number)

    def href(other: int, anchor: str = "") -> str:
        address = urls.relative(here, urls.text_part(path, other)) if other != number else ""
        return f"{address}#{anchor}" if anchor else address

    whole = urls.relative(here, urls.whole_text(path))
    name = said.text("The whole text on one page, to print or to download")
    return PartsView(
        said.fill("Part {n} of {total}", n=said.number(number), total=said.number(len(parts))),
        urls.parts_folder(path),
        n_files(parts),
        _pager(number, len(parts), said, href),
        tuple(_contents(number, parts, said, href, rtl=rtl)),
        Link(name, whole) if has_whole else None,
        number == 1,
        tuple(
            Link(_set(one.text, rtl=rtl), href(where[one.anchor], one.anchor), str(one.level))
            for one in parts[number - 1].within
        ),
    )


def _pager(number: int, count: int, said: Words, href: Callable[[int], str]) -> Pager:
    near = range(max(1, number - 3), min(count, number + 3) + 1)
    links: list[Link] = []
    last = 0
    for n in sorted({1, *near, count}):
        if n - last > 1:
            links.append(Link("…", "", "gap"))
        text = said.number(n)
        links.append(Link(text, "", "here") if n == number else Link(text, href(n)))
        last = n
    return Pager(
        said.text("Parts of this text"),
        tuple(links),
        Link(said.text("Previous"), href(number - 1)) if number > 1 else None,
        Link(said.text("Next"), href(number + 1)) if number < count else None,
    )


def _contents(
    number: int,
    parts: Sequence[Part],
    said: Words,
    href: Callable[..., str],
    *,
    rtl: bool,
) -> Iterator[PartEntry]:
    """List the parts with their headings; of a very long text, those around this part."""
    lines = sum(1 + len(part.headings) for part in parts)
    group = (number - 1) // _GROUP
    for n, part in enumerate(parts, 1):
        its_group = (n - 1) // _GROUP
        if len(parts) > _LISTED and its_group != group:
            if n % _GROUP == 1:
                last = min(n + _GROUP - 1, len(parts))
                label = f"{said.number(n)}\N{EN DASH}{said.number(last)}"
                yield PartEntry(label, _label(part, said, rtl=rtl), href(n), ())
            continue
        shown = part.headings if lines <= _LISTED or n == number else part.headings[:1]
        headings = tuple(
            Link(_set(one.text, rtl=rtl), href(n, one.anchor), str(one.level)) for one in shown
        )
        label = "" if headings else _label(part, said, rtl=rtl)
        yield PartEntry(said.number(n), label, href(n), headings, "here" if n == number else "")


def _label(part: Part, said: Words, *, rtl: bool) -> Html | str:
    """Name a part without a heading of its own: by its printed pages, else its first words."""
    if part.headings:
        return _set(part.headings[0].text, rtl=rtl)
    if part.pages:
        ends = dict.fromkeys((part.pages[0], part.pages[-1]))
        return said.fill("p. {n}", n=said.digits("\N{EN DASH}".join(ends)))
    return _set(f"{part.opening} …" if part.opening else "…", rtl=rtl)


def _set(text: str, *, rtl: bool) -> Html:
    return Html(isolate(" ".join(text.split()), rtl=rtl))  # noqa: S704 - isolate escapes


def scans_here(scans: Iterable[Link], part: Part, *, first: bool) -> tuple[Link, ...]:
    """Give those printed pages that a part shows; those of unknown place go with the first."""
    many = tuple(scans)
    pages = set(part.pages)
    if not any(one.note in pages for one in many):
        return many if first else ()
    return tuple(one for one in many if one.note in pages)
