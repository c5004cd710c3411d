"""How is a Markdown body read?

A body of plain paragraphs takes a short way that gives the very same `Body` (a property test
proves it); any other is marked, rendered, sanitised, and read back as blocks, each aligned with
the source word by word.

Conventions of the HTML that leaves this room:

- every block's element carries the block's anchor as its id;
- what the archive holds stands, that attribute first, as ``<img src="assets/`` or
  ``<a href="assets/``; as text is escaped, a page may put its way to the root before ``assets/``
  wherever it finds one of these two strings, and nowhere else;
- a footnote's call is an empty ``<a class="noteref" data-note="1">``, a page break an empty
  ``<span class="page-break" data-page="12">``: their numbers are drawn by the style sheet, so that
  a text stays the text;
- there is no ``style`` attribute, no script and no handler.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sitegen.content.align import repair
from sitegen.content.anchors import Anchors
from sitegen.content.bidi import direction_of, is_rtl
from sitegen.content.inline import Inline
from sitegen.errors import Place, Problem
from sitegen.model import Alignment, Block, BlockKind, Body

_ACTIVE = re.compile(
    r"[*_`\[\]<>&#|\\{}~\x00-\x09\x0b-\x1f\x7f\U000f0000-\U0010ffff]|[^\S\n ]|^ {4}|^[ ]*[-+=:]"
    r"|^[ ]*\d+\.|  $",
    re.MULTILINE,
)
_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
_INLINE = re.compile(r"[*_`<\[!\\&]")
MOST_INLINE = 30_000  # signs of one paragraph: its cost grows with their square
_WHITE = re.compile(r"[ \n]+")
_NO_HEADINGS: Mapping[str, str] = {}


def read_markdown(
    source: str,
    *,
    path: str = "",
    tatweel: str = "keep",
    lang: str = "ar",
    line: int = 1,
    counts_lines: bool = True,
    trusted: bool = False,
    hosts: tuple[str, ...] = (),
    headings: Mapping[str, str] = _NO_HEADINGS,
    short: bool = True,
) -> tuple[Body, list[Problem]]:
    """Read a Markdown body; *line* is the number of its first line, *short* allows the short way.

    *hosts* are others', from which pictures may come.

    >>> body, _ = read_markdown("# الباب\\n\\nقال **الشيخ** [[p-rida|رشيد]].")
    >>> [(block.kind.value, block.level, block.text) for block in body.blocks]
    [('heading', 2, 'الباب'), ('paragraph', 0, 'قال الشيخ رشيد.')]
    >>> body.blocks[1].html
    'قال <strong>الشيخ</strong> رشيد.'
    >>> start, end = body.blocks[1].alignment.source_span(4, 9)
    >>> body.source[start:end]
    'الشيخ'
    """
    repaired = repair(source, tatweel)
    text = repaired.text
    first = line if counts_lines else 0
    if short and not _ACTIVE.search(text):
        return _short_way(source, text, repaired.alignment, lang, line, counts=counts_lines), []
    if crowded := _crowded(text, path, line, counts=counts_lines):
        return Body(source, (), ()), crowded
    from sitegen.content.markdown.tree import read_long_way  # noqa: PLC0415 - loads three libraries

    try:
        return read_long_way(
            source,
            repaired,
            path=path,
            lang=lang,
            line=line,
            counts_lines=bool(first),
            trusted=trusted,
            hosts=hosts,
            headings=headings,
        )
    except RecursionError:
        what = "the text is nested too deep"
        return Body(source, (), ()), [Problem(Place(path, line), what, fix="write it flatter")]


def _crowded(text: str, path: str, line: int, *, counts: bool) -> list[Problem]:
    """Refuse paragraphs that Python-Markdown would be at for minutes."""
    if len(text) <= MOST_INLINE:
        return []
    return [
        Problem(
            Place(path, line + text.count("\n", 0, found.start()) if counts else line),
            f"a paragraph has over {MOST_INLINE:,} signs of mark-up",
            "the time that it takes grows with the square of their number",
            "part it by empty lines, or give plain text (markup: text)",
        )
        for found in _PARAGRAPH.finditer(text)
        if found.end() - found.start() > MOST_INLINE
        and sum(1 for _ in _INLINE.finditer(found[0])) > MOST_INLINE
    ]


def _short_way(
    source: str, text: str, below: Alignment, lang: str, line: int, *, counts: bool
) -> Body:
    anchors, rtl = Anchors(), is_rtl(lang)
    blocks: list[Block] = []
    layout: list[str | int] = []
    pending, counted = "", 0
    for found in _PARAGRAPH.finditer(text):
        content = found[0].strip()
        at = found.start() + found[0].index(content)
        if counts:
            line += text.count("\n", counted, at)
            counted = at
        inline = Inline(rtl=rtl)
        last = 0
        for white in _WHITE.finditer(content):
            inline.write(content[last : white.start()], at + last)
            inline.space(at + white.start())
            last = white.end()
        inline.write(content[last:], at + last)
        block = inline.block(BlockKind.PARAGRAPH, anchors.of(inline.text), below, line=line)
        against = direction_of(block.text, rtl=rtl)
        layout += [f'{pending}<p{against} id="{block.anchor}">', len(blocks)]
        pending = "</p>\n"
        blocks.append(block)
    return Body(source, tuple(blocks), (*layout, pending) if pending else ())
