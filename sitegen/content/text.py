"""How is plain text read?

Paragraphs are parted by blank lines; a single line break is kept; a line of over 200 characters
is a paragraph of its own, as newspapers' text comes. Verse, datelines and pull quotes are known by
their look, ``[[id|text]]`` by its brackets; nothing else is special.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from sitegen.arabic.normalize import IDENTITY
from sitegen.compact import draft_of
from sitegen.content.align import part, repair, shifted
from sitegen.content.anchors import Anchors, unmarked
from sitegen.content.bidi import direction_of, finder, is_rtl, isolate
from sitegen.content.inline import Inline
from sitegen.content.verse import hemistichs, is_verse, set_verse
from sitegen.model import Alignment, Block, BlockKind, Body

LONG_LINE = 200
EXPLICIT = re.compile(r"\[\[([!-Z^-z~]+)(?:\|([^\[\]\n]+))?\]\]")
_WHITE_SIGNS = "\t\r\f\v"
_WHITE = re.compile(r"[ \t\r\f\v]{2,}|[\t\r\f\v]|^ | $")
_DATELINE = re.compile(r"([^|\n.:؟!]{2,40}) \| ")
_END = tuple(".؟?!:؛;،,…")
_MARKS = re.compile("[\u0640\u064b-\u0652\u0670]+")
_SAME = str.maketrans("أإآٱىة", "اااايه")
_STEADY = re.compile("[بتثجحخدذرزسشصضطظعغفقكلمنو]+")  # letters that neither of these touches
_NEAR = 20_000  # characters: some pages of a newspaper
_NO_HEADINGS: Mapping[str, str] = {}
_DraftBlock: Any = draft_of(Block)  # of these a corpus has more than of anything else


#: A line without white space at its ends, where it stands in the text; and without its marks.
_Line = tuple[int, str, str]
#: Lines that make one paragraph.
_Group = tuple[_Line, ...]


@dataclass(frozen=True, slots=True)
class _Whole:
    """What a text as a whole says of its parts, so that it is not asked of each."""

    text: str
    below: Alignment
    rtl: bool
    headings: Mapping[str, str]
    is_tidy: bool  # white space, brackets: each line is written as it stands
    has_gaps: bool  # spaces stand beside each other, once marks are left out
    has_stars: bool
    may_run: Callable[[str], object]  # finds in a line what may have to be isolated

    @classmethod
    def of(
        cls, text: str, bare: str, below: Alignment, *, rtl: bool, headings: Mapping[str, str]
    ) -> _Whole:
        has_gaps = "  " in bare  # else there are none in the text
        is_tidy = not (has_gaps and "  " in text) and not _has_signs(text)
        has_stars = "*" in text and "**" in text  # one sign is found much faster than two
        return cls(text, below, rtl, headings, is_tidy, has_gaps, has_stars, finder(rtl=rtl))


def _has_signs(text: str) -> bool:
    return ("[" in text and "[[" in text) or any(map(text.__contains__, _WHITE_SIGNS))


def read_plain(
    source: str,
    *,
    tatweel: str = "keep",
    lang: str = "ar",
    line: int = 1,
    counts_lines: bool = True,
    headings: Mapping[str, str] = _NO_HEADINGS,
) -> Body:
    r"""Read plain text; *line* is the number of its first line.

    In a row of a bulk file every part is on the row's line: *counts_lines* off. *headings* gives
    the text of ``[[id]]``, else the id is shown.

    >>> body = read_plain("بغداد | وصل 1500 جندي.\n\nقال [[p-rida|الشيخ رشيد]]\nنعم")
    >>> [block.text for block in body.blocks]
    ['بغداد | وصل 1500 جندي.', 'قال الشيخ رشيد\nنعم']
    >>> body.blocks[0].html
    '<span class="dateline">بغداد |</span> وصل 1500 جندي.'
    >>> start, end = body.blocks[1].alignment.source_span(4, 14)
    >>> body.source[start:end]
    'الشيخ رشيد'
    """
    repaired = repair(source, tatweel)
    text = repaired.text
    bare = unmarked(text)
    groups = list(_groups(text, bare))
    whole = _Whole.of(text, bare, repaired.alignment, rtl=is_rtl(lang), headings=headings)
    anchors = Anchors()
    blocks: list[Block] = []
    layout: list[str | int] = []
    pending = ""
    counted, line_now = 0, line
    for n, (group, kind) in enumerate(zip(groups, _kinds(groups, whole), strict=True)):
        if counts_lines:
            at = group[0][0]
            line_now += text.count("\n", counted, at)
            counted = at
        block = _block(group, kind, anchors, whole, line_now)
        if n == 0:
            block = _with_dateline(block, rtl=whole.rtl)
        before, after = _FRAMES[kind]
        shown = block.text  # what runs against the document is isolated
        against = "" if block.html is shown else direction_of(shown, rtl=whole.rtl)
        layout += [f'{pending}{before}{against} id="{block.anchor}">', n]
        pending = after
        blocks.append(block)
    if pending:
        layout.append(pending)
    return Body(source, tuple(blocks), tuple(layout))


_FRAMES = {
    BlockKind.PARAGRAPH: ("<p", "</p>\n"),
    BlockKind.PULL_QUOTE: ('<div class="pullquote"', "</div>\n"),
    BlockKind.VERSE: ('<div class="verse"', "</div>\n"),
}


def _groups(text: str, bare: str) -> Iterator[_Group]:
    """Part the text into paragraphs; *bare* is the same without marks."""
    at = 0
    short: list[_Line] = []
    for raw, plain in zip(text.split("\n"), bare.split("\n"), strict=True):
        line = raw.strip()
        if line:
            size = len(raw)
            here = (at if len(line) == size else at + size - len(raw.lstrip())), line, plain
            if len(line) > LONG_LINE:
                if short:
                    yield tuple(short)
                    short = []
                yield (here,)
            else:
                short.append(here)
        elif short:
            yield tuple(short)
            short = []
        at += len(raw) + 1
    if short:
        yield tuple(short)


def _kinds(groups: Sequence[_Group], whole: _Whole) -> list[BlockKind]:
    """Say what each paragraph is."""
    kinds = [BlockKind.PARAGRAPH] * len(groups)
    prose: list[_Line] | None = None
    for n, group in enumerate(groups):
        is_single = len(group) == 1
        if (not is_single or whole.has_stars) and is_verse([line for _, line, _ in group]):
            kinds[n] = BlockKind.VERSE
        elif is_single and n and _may_repeat(group[0][1]):
            prose = [one[0] for one in groups if _is_prose(one)] if prose is None else prose
            if _is_pull_quote(group[0], whole.text, prose):
                kinds[n] = BlockKind.PULL_QUOTE
    return kinds


def _block(group: _Group, kind: BlockKind, anchors: Anchors, whole: _Whole, line: int) -> Block:
    below, headings = whole.below, whole.headings
    one = _as_one(group, whole) if kind is not BlockKind.VERSE else None
    if one is not None:
        at, text, bare = one
        way = shifted(at) if below is IDENTITY else part(below, at, at + len(text))
        html = _isolated(text, whole)
        anchor = anchors.of_bare(bare, has_gaps=whole.has_gaps)
        block: Block = _DraftBlock(kind, anchor, text, html, way, 0, (), line, "")
        block.__class__ = Block
        return block
    inline = Inline(rtl=whole.rtl)
    if kind is BlockKind.VERSE:
        for n, (at, text, _) in enumerate(group):
            if n:
                inline.line_break(at - 1)
            for k, (start, half) in enumerate(hemistichs(text)):
                if k:
                    inline.gap(at + start - 1)
                write_words(inline, half, at + start, headings)
        block = inline.block(kind, anchors.of(inline.text), below, line=line)
        return replace(block, html=set_verse(block.html))
    for n, (at, text, _) in enumerate(group):
        if n:
            inline.line_break(at - 1)
        write_words(inline, text, at, headings)
    return inline.block(kind, anchors.of(inline.text), below, line=line)


def _as_one(group: _Group, whole: _Whole) -> _Line | None:
    """Give a paragraph's lines as one, if they are written as they stand, one behind the other."""
    if not (whole.is_tidy or all(not ("  " in text or _has_signs(text)) for _, text, _ in group)):
        return None
    if len(group) == 1:
        return group[0]
    ends = [at + len(text) + 1 for at, text, _ in group]
    if any(end != line[0] for end, line in zip(ends, group[1:], strict=False)):
        return None
    _, texts, bares = zip(*group, strict=True)
    return group[0][0], "\n".join(texts), "\n".join(bares)


def _isolated(text: str, whole: _Whole) -> str:
    """Write a text as HTML: line by line, for no run goes on behind a line's end."""
    if "\n" in text:
        return "<br>".join([isolate(line, rtl=whole.rtl) for line in text.split("\n")])
    return isolate(text, rtl=whole.rtl) if whole.may_run(text) else text


def write_words(
    inline: Inline, text: str, at: int, headings: Mapping[str, str] = _NO_HEADINGS
) -> None:
    """Write a line that stands at *at*: names by hand tagged, white space as one space."""
    last = 0
    for found in EXPLICIT.finditer(text):
        _write_spaced(inline, text[last : found.start()], at + last)
        write_name(inline, found, at, headings)
        last = found.end()
    _write_spaced(inline, text[last:], at + last)


def write_name(
    inline: Inline, found: re.Match[str], at: int, headings: Mapping[str, str] = _NO_HEADINGS
) -> None:
    """Write what ``[[id|text]]`` shows, and tag it."""
    inline.settle()
    start = inline.length
    if found[2] is not None:
        _write_spaced(inline, found[2], at + found.start(2))
    else:
        inline.put(headings.get(found[1], found[1]), at + found.start(1), len(found[1]))
    inline.tag(start, (found[1],), by_hand=True)


def _write_spaced(inline: Inline, text: str, at: int) -> None:
    last = 0
    for white in _WHITE.finditer(text):
        if white.start() > last:
            inline.write(text[last : white.start()], at + last)
        inline.space(at + white.start())
        last = white.end()
    if last < len(text):
        inline.write(text[last:], at + last)


def _with_dateline(block: Block, *, rtl: bool) -> Block:
    found = _DATELINE.match(block.text) if block.kind is BlockKind.PARAGRAPH else None
    if not found or "<" in block.html[: found.end() + 6]:
        return block
    cut = found.end() - 1
    html = (
        f'<span class="dateline">{isolate(block.text[:cut], rtl=rtl)}</span>'
        + block.html[len(isolate(block.text[:cut], rtl=rtl)) :]
    )
    return Block(
        block.kind, block.anchor, block.text, html, block.alignment, tagged=block.tagged,
        line=block.line,
    )  # fmt: skip


def _words(text: str) -> list[str]:
    bare = _MARKS.sub("", text).translate(_SAME)
    return re.findall(r"[^\s!-/:-@\[-`{-~«»“”‘’،؛؟…–—]+", bare)


def _may_repeat(told: str) -> bool:
    """Say whether a line is short, and has no end, but words enough for a pull quote."""
    return len(told) <= LONG_LINE and not told.endswith(_END) and told.count(" ") >= 7


def _is_pull_quote(line: _Line, text: str, prose: Sequence[_Line]) -> bool:
    """Say whether a line that may repeat does: word after word, what a paragraph says.

    A line of 8 to 40 words without an end, whose words stand in the same order and close together
    in a long paragraph of prose, one with an end. (In verse and scripture lines come back too, but
    what they come back in has no full stops.) Only what is near is looked at: it is beside its
    passage that a newspaper sets one, and a book has thousands of lines to ask.
    """
    at, told, bare = line
    steady = max(_STEADY.findall(bare), key=len, default="")  # most lines end here
    least = 2 * len(told)
    near = prose[bisect_left(prose, (at - _NEAR,)) : bisect_left(prose, (at + _NEAR,))]
    long = [other for _, other, bare in near if len(other) > least and steady in bare]
    if not long:
        return False
    rough = told.split()
    pairs = [f"{a} {b}" for a, b in pairwise(rough)]
    shared = _said_twice(pairs, text[max(0, at - _NEAR) : at + _NEAR])
    if not shared:
        return False
    words = _words(told)
    return 8 <= len(words) <= 40 and any(
        _follow(words, _words(other)) for other in long if shared[0] in other
    )


def _is_prose(group: _Group) -> bool:
    """Say whether a paragraph is one long line, and has an end."""
    line = group[0][1]
    is_long = len(group) == 1 and len(line) > LONG_LINE
    return is_long and line.rstrip('»")').endswith((".", "؟", "!", "…"))


def _said_twice(pairs: list[str], text: str) -> list[str]:
    """Give what a text says twice of *pairs*; nothing where that is less than half of them."""
    shared: list[str] = []
    for n, pair in enumerate(pairs):
        if 2 * (n - len(shared)) > len(pairs):
            return []
        if text.find(pair, text.find(pair) + len(pair)) >= 0:
            shared.append(pair)
    return shared if 2 * len(shared) >= len(pairs) else []


def _follow(short: list[str], long: list[str]) -> bool:
    window = len(short) + len(short) // 2 + 1
    for n, word in enumerate(long):
        if word != short[0]:
            continue
        rest = iter(long[n : n + window])
        if all(word in rest for word in short):
            return True
    return False
