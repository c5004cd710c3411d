"""Is this verse, where are its halves, and how is it set?

A line (bayt) has two hemistichs parted by `` *** ``, `` … ``, a tab, three spaces or a slash.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

GAP = "\N{EM SPACE}"
_SHORT = 110
_PARTED = re.compile(r"[ \t]+(?:\*{2,4}|…|\.{3,4}|\*(?:[ \t]+\*)+|/)[ \t]+|[ \t]*\t[ \t]*| {3,}")
_OPENED = re.compile(r"<(?!img|/)[a-z]")
_CLOSED = re.compile(r"</[a-z]")
_NO_WIDTH = re.compile("<[^>]*>|[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
_STARS = re.compile(r"\S[ \t]+\*{2,4}[ \t]+\S")


def hemistichs(line: str) -> list[tuple[int, str]]:
    """Part a line: each half with its offset; one where nothing parts it.

    >>> hemistichs("قفا نبك *** من ذكرى حبيب")
    [(0, 'قفا نبك'), (12, 'من ذكرى حبيب')]
    """
    found, last = [], 0
    for gap in parted(line):
        found.append((last, line[last : gap.start()]))
        last = gap.end()
    return [*found, (last, line[last:])]


def parted(line: str) -> Iterator[re.Match[str]]:
    """Find what parts a line into hemistichs; never at its ends."""
    last = 0
    for gap in _PARTED.finditer(line):
        if line[last : gap.start()].strip() and line[gap.end() :].strip():
            yield gap
            last = gap.end()


def is_verse(lines: Sequence[str]) -> bool:
    """Say whether a paragraph is verse: two short lines or more, each of them parted.

    A single line counts where stars part it.

    >>> is_verse(["قفا نبك *** من ذكرى", "فتوضح *** فالمقراة"]), is_verse(["قال / نعم"])
    (True, False)
    """
    if len(lines) == 1:
        return len(lines[0]) <= _SHORT and _STARS.search(lines[0]) is not None
    return all(len(line) <= _SHORT and len(hemistichs(line)) > 1 for line in lines)


def set_verse(html: str) -> str:
    """Set the HTML of verse: each line a span, each half a span in it.

    A half of three quarters of the longest or more is ``full``: it may be justified without holes.
    Where a tag opens in one half and closes in another, the line stays as it is.

    >>> set_verse("قفا\\N{EM SPACE}نبك الدار<br>نعم")
    '<span class="line"><span class="hemistich">قفا</span>\u2003\
<span class="hemistich full">نبك الدار</span></span><br><span class="line">نعم</span>'
    """
    lines = html.split("<br>")
    longest = max(
        (_width(half) for line in lines if GAP in line for half in line.split(GAP)), default=0
    )
    return "<br>".join(_line(line, longest) for line in lines)


def _width(html: str) -> int:
    """Count the letters that take room: without tags, marks and tatweel."""
    return len(_NO_WIDTH.sub("", html))


def _line(html: str, longest: int) -> str:
    halves = html.split(GAP)
    if not all(map(_is_whole, halves)):
        return html
    if len(halves) > 1:
        html = GAP.join([_half(half, longest) for half in halves])
    return f'<span class="line">{html}</span>'


def _half(html: str, longest: int) -> str:
    full = " full" if 4 * _width(html) >= 3 * longest else ""
    return f'<span class="hemistich{full}">{html}</span>'


def _is_whole(html: str) -> bool:
    return len(_OPENED.findall(html)) == len(_CLOSED.findall(html))
