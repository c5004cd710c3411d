"""How does a text with its mentions become HTML?

A block's HTML is walked against its text, one character for one; a link goes around the whole
written word, never across mark-up that it would break, never into another link or into code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from html import escape, unescape

from sitegen.model import Block, BlockKind, Body, EntityId, Mention

_PIECE = re.compile(r"<[^>]*>|&(?:amp|lt|gt);|[^<&]+")
_TAG = re.compile(r"<(/?)([a-zA-Z0-9]+)[^>]*?(/?)>")
_FILE = re.compile(r"""(<(?:img|a|source)\b[^<>]*?\s(?:src|href)=")assets/""")
_UNSIZED = re.compile(
    r"""(<img src="(assets/[^"<>]*)"(?![^<>]* (?:width|height)=)[^<>]*?)( loading="lazy">)"""
)
_TO_DOCUMENT = re.compile(r"""(<a\b[^<>]*?) href="doc:([^"#<>]*)(#[^"<>]*)?\"""")
_SHOWN_NUMBER = re.compile(
    r"""( data-(?:note|page)| role="doc-noteref" aria-label)="([^"<>]*)\""""
)  # seen, or read out
_VOID = {"br", "img", "hr", "wbr"}
_CLOSED = {"a", "code", "pre", "button", "svg"}
_SILENT = {BlockKind.HEADING, BlockKind.CODE, BlockKind.PULL_QUOTE}
_CITABLE = {
    BlockKind.PARAGRAPH,
    BlockKind.HEADING,
    BlockKind.VERSE,
    BlockKind.QUOTATION,
    BlockKind.ITEM,
}
_LETTERS = (
    "A-Za-z\N{LATIN CAPITAL LETTER A WITH GRAVE}-\N{LATIN SMALL LETTER EZH WITH CARON}"
    "\N{MODIFIER LETTER PRIME}-\N{MODIFIER LETTER LEFT HALF RING}"
    "\N{COMBINING GRAVE ACCENT}-\N{COMBINING LATIN SMALL LETTER X}"
    "\N{LATIN CAPITAL LETTER A WITH RING BELOW}-\N{LATIN SMALL LETTER Y WITH LOOP}"
    "\N{ARABIC SIGN SALLALLAHOU ALAYHE WASSALLAM}-\N{ARABIC SMALL KASRA}"
    "\N{ARABIC LETTER KASHMIRI YEH}-\N{ARABIC LETTER YEH BARREE WITH HAMZA ABOVE}"
    "\N{ARABIC LETTER AE}-\N{ARABIC SMALL HIGH SEEN}"
    "\N{ARABIC SMALL HIGH ROUNDED ZERO}-\N{ARABIC SMALL HIGH MADDA}"
    "\N{ARABIC SMALL YEH}\N{ARABIC SMALL HIGH NOON}-\N{ARABIC LETTER REH WITH INVERTED V}"
    "\N{ARABIC LETTER SHEEN WITH DOT BELOW}-\N{ARABIC LETTER HEH WITH INVERTED V}"
    "\N{ARABIC LETTER BEH WITH THREE DOTS HORIZONTALLY BELOW}-"
    "\N{ARABIC LETTER KAF WITH TWO DOTS ABOVE}"
    "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
)
_LETTER = re.compile(f"[{_LETTERS}]")


class _InWord(dict[str, bool]):
    """Says of each character whether it is in a word; asks once."""

    def __missing__(self, char: str) -> bool:
        self[char] = found = _LETTER.match(char) is not None
        return found


_IN_WORD = _InWord()


def written_word(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a span to the whole written word, proclitic and trailing marks included.

    >>> text = "سافر إلى وسُورِيَّةَ أمس"
    >>> text[slice(*written_word(text, text.index("س", 3), text.index("ة")+1))]
    'وسُورِيَّةَ'
    """
    while start and _IN_WORD[text[start - 1]]:
        start -= 1
    length = len(text)
    while end < length and _IN_WORD[text[end]]:
        end += 1
    return start, end


def _closed_spans(html: str) -> list[tuple[int, int]]:
    """List the spans of *html* that no link may touch: other links, code."""
    spans, depth, opened = [], 0, 0
    for tag in _TAG.finditer(html):
        if tag[2].lower() in _CLOSED:
            if not tag[1]:
                opened = opened if depth else tag.start()
                depth += 1
            else:
                depth -= 1
                if not depth:
                    spans.append((opened, tag.end()))
    return spans


def _is_balanced(html: str) -> bool:
    """Say whether every element that *html* touches lies in it as a whole."""
    open_tags: list[str] = []
    for tag in _TAG.finditer(html):
        name = tag[2].lower()
        if name in _VOID or tag[3]:
            continue
        if not tag[1]:
            open_tags.append(name)
        elif not open_tags or open_tags.pop() != name:
            return False
    return not open_tags


class _Walk:
    """A block's HTML with the place of each character of its text."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.starts: list[int] = []
        self.ends: list[int] = []
        for piece in _PIECE.finditer(html):
            found, at = piece[0], piece.start()
            if found[0] == "<":
                if not found.startswith("<br"):
                    continue
                self.starts.append(at)
                self.ends.append(piece.end())
            elif found[0] == "&":
                self.starts.append(at)
                self.ends.append(piece.end())
            else:
                self.starts.extend(range(at, at + len(found)))
                self.ends.extend(range(at + 1, at + len(found) + 1))
        self.closed = _closed_spans(html)

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Give the span of the HTML that a link around text *start* to *end* may take."""
        first, last = self.starts[start], self.ends[end - 1]
        before = self.ends[start - 1] if start else 0
        after = self.starts[end] if end < len(self.starts) else len(self.html)
        for a, b in ((first, last), (before, last), (first, after), (before, after)):
            if _is_balanced(self.html[a:b]):
                return None if any(x < b and a < y for x, y in self.closed) else (a, b)
        return None


def link_block(
    block: Block,
    mentions: Iterable[Mention],
    openings: Mapping[EntityId, str],
    seen: set[EntityId],
    explain: Callable[[str], str] | None = None,
) -> str:
    """Give the block's HTML with links; the entities linked are added to *seen*.

    *openings* holds the start tag of the link to each entity that has a page. An entity in
    *seen* is not linked again; pass a new set each time to link all. *explain* puts a mention's
    rule in words: then the link has them for a tooltip.
    """
    walk: _Walk | None = None
    plain = "<" not in block.html and "&" not in block.html
    pieces: list[str] = []
    done = 0
    for mention in mentions:
        entity = mention.entity
        if entity is None or entity in seen or entity not in openings:
            continue
        start, end = written_word(block.text, mention.start, mention.end)
        span: tuple[int, int] | None = (start, end)
        if not plain:
            walk = walk or _Walk(block.html)
            span = walk.span(start, end)
        if span is None or span[0] < done or span[0] == span[1]:
            continue
        tag = openings[entity]
        if explain:
            tag = f'{tag[:-1]} title="{escape(explain(mention.rule))}">'
        pieces += (block.html[done : span[0]], tag, block.html[slice(*span)], "</a>")
        done = span[1]
        seen.add(entity)
    pieces.append(block.html[done:])
    return "".join(pieces)


@lru_cache(maxsize=8192)  # many pages lead to one
def opening(kind: str, href: str) -> str:
    """Write the start tag of a link to an entity's page."""
    return f'<a class="e e-{kind}" href="{escape(href)}">'


# A heading is called by its words: the pin inside it has a name of its own.
_HEADED = re.compile(r'(<h[1-6]\b[^>]*)(>)<span id="([^":]+):h">')


class _Nothing(set[EntityId]):
    """A set that forgets: every mention is the first."""

    def add(self, element: EntityId) -> None:
        """Forget *element*."""


def body_html(
    body: Body,
    mentions: Iterable[Mention],
    openings: Mapping[EntityId, str],
    mark: str = "section",
    permalink: str = "",
    root: str = "",
    digits: Callable[[str], str] | None = None,
    size_of: Callable[[str], str] | None = None,
    explain: Callable[[str], str] | None = None,
    path_of: Callable[[str], str] | None = None,
) -> str:
    """Write the body with links on names and, where *permalink* names it, a link per paragraph.

    Files of the archive (``assets/...``) are reached through *root*, pictures get the size that
    *size_of* knows; *digits* writes the numbers
    of notes and printed pages, which stand in attributes; *explain* puts the rules of links in
    words, for tooltips. *path_of* gives the page of a document that ``doc:ID`` leads to.

    *mark* says which mentions are linked: the first of each ``section`` (headings part them), the
    first of the ``document``, or ``all``. Headings, code, pull quotes bear no links.
    """
    by_block: dict[int, list[Mention]] = {}
    for mention in mentions:
        if mention.entity in openings:
            by_block.setdefault(mention.block, []).append(mention)
    seen: set[EntityId] = _Nothing() if mark == "all" else set()
    pin = f'" aria-label="{escape(permalink)}"></a>'
    done: list[str] = []
    around = [piece for piece in body.layout if isinstance(piece, str)]
    named = False
    for number, block in enumerate(body.blocks):
        kind = block.kind
        if kind is BlockKind.HEADING and mark == "section":
            seen = set()
        inner = block.html
        if "<" in inner:
            around.append(inner)
        found = by_block.get(number)
        if found and kind not in _SILENT:
            if len(found) > 1:
                found.sort(key=lambda mention: (mention.start, -mention.end))
            inner = link_block(block, found, openings, seen, explain)
        if permalink and block.anchor and kind in _CITABLE:
            if kind is BlockKind.HEADING:
                inner, named = f'<span id="{block.anchor}:h">{inner}</span>', True
            inner += f'<a class="pin" href="#{block.anchor}{pin}'
        done.append(inner)
    html = "".join([piece if isinstance(piece, str) else done[piece] for piece in body.layout])
    if named:
        html = _HEADED.sub(r'\1 aria-labelledby="\3:h"\2<span id="\3:h">', html)
    marked = "".join(around)
    if not any(sign in marked for sign in _UNSETTLED):  # most have none
        return html
    return settle(html, root, digits, size_of, path_of)


_UNSETTLED = (' href="doc:', '="assets/', " data-")


def settle(
    html: str,
    root: str,
    digits: Callable[[str], str] | None = None,
    size_of: Callable[[str], str] | None = None,
    path_of: Callable[[str], str] | None = None,
) -> str:
    """Fit a body to its page: files and documents reached from there, digits as the site's are.

    *path_of* gives a document's page; "" where it has none, and then its link is no link.

    >>> settle('<img src="assets/a.svg" alt="">', "../")
    '<img src="../assets/a.svg" alt="">'
    >>> two = '<a href="doc:x#p">س</a> <a href="doc:y">ع</a>'
    >>> settle(two, "../", path_of={"x": "d/x.html"}.get)
    '<a href="../d/x.html#p">س</a> <a>ع</a>'
    """
    if path_of and ' href="doc:' in html:

        def lead(found: re.Match[str]) -> str:
            path = path_of(unescape(found[2]))
            return f'{found[1]} href="{root}{path}{found[3] or ""}"' if path else found[1]

        html = _TO_DOCUMENT.sub(lead, html)
    if size_of and '<img src="assets/' in html:
        html = _UNSIZED.sub(
            lambda found: f"{found[1]}{size_of(unescape(found[2]))}{found[3]}", html
        )
    if root and '="assets/' in html:
        html = _FILE.sub(rf"\g<1>{root}assets/", html)
    if digits and " data-" in html:
        html = _SHOWN_NUMBER.sub(lambda found: f'{found[1]}="{digits(found[2])}"', html)
    return html
