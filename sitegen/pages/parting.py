"""Where is a long text parted into pages? By a rule that looks at that text alone.

A page of text has room for so many characters that it comes, fonts included, in 120 kB gzipped
(tests/build/test_long.py holds it). A text that has more is parted before its headings, the
highest first, else before a printed page, else between two paragraphs; a block is never parted.
Notes go with the part that calls them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape

from sitegen.content.inline import attribute
from sitegen.model import Block, BlockKind, Body, Mention

ROOM = 36_000  # characters of HTML that one page has room for
ROOM_LATIN = 16_000  # where the face of Latin letters comes, too
MOST, LEAST = 16_000, 5_000  # of a part; the last may have less where no other place is better
_BLOCK = 40  # what a block costs beside its text: its anchor, its link
_TOKEN = re.compile(r"<(/?)([a-z0-9]+)((?:\s[^<>]*)?)>")
_VOID = frozenset(("br", "img", "hr", "wbr", "input", "source", "col"))
_OPENED_AGAIN = frozenset(("section", "div", "blockquote", "ol", "ul", "table", "tbody"))
_BEGINS = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "section", "div", "blockquote", "ol", "ul", "li",
     "figure", "pre", "hr", "dl", "tr", "details", "span")
)  # fmt: skip
_PAGE, _BETWEEN, _ITEM, _ROW = 10, 12, 14, 16  # how good a place is, after headings (1 to 6)
_ID = re.compile(r'\sid="([^"]*)"')
_PAGE_NUMBER = re.compile(r'class="page-break"[^<>]*? title="([^"]*)"')
_CALL = re.compile(r'class="noteref"[^<>]*? href="#([^"]*)"|href="#([^"]*)"[^<>]*? class="noteref"')
_BACK = re.compile(r'\s?<a class="backref" href="#([^"]*)"[^<>]*>[^<]*</a>')
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_NOTES = '<section class="notes"'

Layout = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the text, as its contents name it."""

    text: str
    anchor: str
    level: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a long text: its body, its headings, and the mentions that are in it."""

    body: Body
    anchors: tuple[str, ...]  # that stand in it and in no part before it
    headings: tuple[Heading, ...]
    mentions: tuple[Mention, ...]
    pages: tuple[str, ...]  # of the printed source that it shows
    opening: str  # its first words
    within: tuple[Heading, ...] = ()  # of parts before it: under which of them it begins


def weight(block: Block) -> int:
    """Say how much of a page's room a block takes."""
    return len(block.html) + _BLOCK


def is_long(body: Body) -> bool:
    """Say whether a text is more than one page has room for."""
    size = sum([len(block.html) for block in body.blocks]) + _BLOCK * len(body.blocks)
    if size <= ROOM_LATIN:
        return False
    return size > ROOM or any(_LATIN.search(block.text) for block in body.blocks)


def parted(body: Body, mentions: Iterable[Mention] = ()) -> tuple[Part, ...]:
    """Part a long text; one part, its body as it is, where a page has room for it.

    The parts hold every block once, in order; only notes that two parts call stand in both.
    """
    if not is_long(body):
        return (_part(body, tuple(mentions), set()),)
    text, notes = _notes_apart(body)
    weights = [weight(block) for block in body.blocks]
    for number, block in enumerate(body.blocks):
        for name in _called(block.html):
            weights[number] += sum(weights[one] for one in _numbers(notes.get(name, ())))
    layouts = list(_layouts(text, body.blocks, weights))
    by_block: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_block.setdefault(mention.block, []).append(mention)
    left = dict(notes)
    seen: set[str] = set()
    under: tuple[Heading, ...] = ()
    made = []
    for n, layout in enumerate(layouts):
        wanted = _wanted(layout, body.blocks, notes)
        for name in wanted:
            left.pop(name, None)
        if n == len(layouts) - 1:  # notes that nothing calls
            wanted = [name for name in notes if name in wanted or name in left]
        whole = _carried(layout, body.blocks) + layout + _with_notes(wanted, notes, body, layout)
        part = _own(whole, body, by_block, seen, by_block.get(-1, ()) if n == 0 else ())
        first = part.body.blocks[0]
        made.append(replace(part, within=_above(under, first.level or 7)))
        for heading in part.headings:
            under = (*_above(under, heading.level), heading)
    return tuple(made)


def _above(under: tuple[Heading, ...], level: int) -> tuple[Heading, ...]:
    """Give those headings of a chain under which one of *level* stands."""
    return tuple(heading for heading in under if heading.level < level)


def _own(
    layout: Layout,
    body: Body,
    by_block: Mapping[int, Sequence[Mention]],
    seen: set[str],
    of_title: Sequence[Mention],
) -> Part:
    """Give a part blocks and mentions of its own, numbered anew; the first has the title's."""
    numbers = _numbers(layout)
    place = {number: n for n, number in enumerate(numbers)}
    anew = tuple(place[one] if isinstance(one, int) else one for one in layout)
    inside = tuple(
        mention._replace(block=place[number])
        for number in numbers
        for mention in by_block.get(number, ())
    )
    own = Body("", tuple(body.blocks[n] for n in numbers), anew)
    return _part(own, (*of_title, *inside), seen)


def _part(body: Body, mentions: tuple[Mention, ...], seen: set[str]) -> Part:
    ids = tuple(anchors_in(body))
    anchors = [one for one in ids if one not in seen]
    seen.update(anchors)
    headings = tuple(
        Heading(block.text, block.anchor, block.level)
        for block in body.blocks
        if block.kind is BlockKind.HEADING
    )
    pages = dict.fromkeys(_found(_PAGE_NUMBER, body))
    opening = next((b.text for b in body.blocks if b.kind is BlockKind.PARAGRAPH), "")
    words = opening[:60].rpartition(" ")[0] if len(opening) > 60 else opening
    return Part(body, tuple(anchors), headings, mentions, tuple(pages), " ".join(words.split()))


def anchors_in(body: Body) -> Iterator[str]:
    """Give every anchor that stands in *body*, in order."""
    return _found(_ID, body)


def _found(pattern: re.Pattern[str], body: Body) -> Iterator[str]:
    for piece in body.layout:
        html = body.blocks[piece].html if isinstance(piece, int) else piece
        if "<" in html:
            yield from map(unescape, pattern.findall(html))


def _numbers(layout: Iterable[str | int]) -> list[int]:
    return [piece for piece in layout if isinstance(piece, int)]


def _called(html: str) -> Iterator[str]:
    if "noteref" in html:
        for first, second in _CALL.findall(html):
            yield unescape(first or second)


@dataclass(frozen=True, slots=True)
class _Cut:
    """A place before which a text may be parted."""

    piece: int  # of the layout
    at: int  # in it
    before: int  # characters before it
    rank: int
    opened: tuple[str, ...]  # start tags to be closed here and opened again


def _cuts(layout: Layout, blocks: Sequence[Block], weights: Sequence[int]) -> list[_Cut]:
    found: list[_Cut] = []
    opened: list[tuple[str, str]] = []
    items: list[int] = []  # of each open list, so many have begun
    total, after_heading = 0, False
    for n, piece in enumerate(layout):
        if isinstance(piece, int):
            total += weights[piece]
            after_heading = blocks[piece].kind is BlockKind.HEADING
            continue
        for token in _TOKEN.finditer(piece):
            tag = token[2]
            if token[1]:
                if opened and opened[-1][0] == tag:
                    opened.pop()
                    if tag in ("ol", "ul"):
                        items.pop()
                continue
            if total and not after_heading and _may_part(token, [one for one, _ in opened]):
                again = _again(opened, items)
                found.append(_Cut(n, token.start(), total, _rank(token), again))
            if tag in _VOID:
                continue
            if tag == "li" and items:
                items[-1] += 1
            if tag in ("ol", "ul"):
                items.append(0)
            opened.append((tag, token[0]))
    return _looking_ahead(found)


def _may_part(token: re.Match[str], opened: Sequence[str]) -> bool:
    tag, parent = token[2], opened[-1] if opened else ""
    if tag not in _BEGINS or any(one not in _OPENED_AGAIN for one in opened):
        return False
    if tag == "span":
        return "page-break" in token[3] and parent not in ("ol", "ul", "table", "tbody")
    if parent in ("ol", "ul"):
        return tag == "li"
    if parent in ("table", "tbody"):
        return parent == "tbody" and tag == "tr"
    return tag not in ("li", "tr")


def _rank(token: re.Match[str]) -> int:
    tag = token[2]
    if re.fullmatch("h[1-6]", tag):
        return int(tag[1])
    return {"span": _PAGE, "li": _ITEM, "tr": _ROW}.get(tag, _BETWEEN)


def _again(opened: Iterable[tuple[str, str]], items: Sequence[int]) -> tuple[str, ...]:
    """Write the start tags of what goes on in the next part; a list goes on counting."""
    tags, lists = [], iter(items)
    for tag, written in opened:
        one = _ID.sub("", written)
        if tag in ("ol", "ul"):
            begun = next(lists)
            if tag == "ol" and " start=" not in one:
                one = f'{one[:-1]} start="{begun + 1}">'
        tags.append(one)
    return tuple(tags)


def _looking_ahead(cuts: Sequence[_Cut]) -> list[_Cut]:
    """Rank a place as high as one that follows it with nothing between: a page, then a heading."""
    ranked: list[_Cut] = []
    for cut in reversed(cuts):
        follows = ranked[-1] if ranked and ranked[-1].before == cut.before else None
        ranked.append(replace(cut, rank=min(cut.rank, follows.rank)) if follows else cut)
    ranked.reverse()
    return ranked


def _layouts(layout: Layout, blocks: Sequence[Block], weights: Sequence[int]) -> Iterator[Layout]:
    cuts = _cuts(layout, blocks, weights)
    total = sum(weights[number] for number in _numbers(layout))
    begun: _Cut | None = None
    first = 0
    while True:
        done = begun.before if begun else 0
        first = next((n for n in range(first, len(cuts)) if cuts[n].before > done), len(cuts))
        cut = _best(cuts, first, done, total)
        yield _between(layout, begun, cut)
        if cut is None:
            return
        begun = cut


def _best(cuts: Sequence[_Cut], first: int, done: int, total: int) -> _Cut | None:
    """Choose where the part that begins at *done* ends; nowhere: it is the last."""
    left = total - done
    if left <= MOST:
        return None
    most = min(MOST, max(left - LEAST, LEAST))
    within: list[_Cut] = []
    for n in range(first, len(cuts)):
        if cuts[n].before - done > most:
            break
        within.append(cuts[n])
    good = [cut for cut in within if cut.before - done >= LEAST]
    if good:
        return min(good, key=lambda cut: (cut.rank, -cut.before))
    if within:  # a large block follows: it is alone, or with what comes after
        return max(within, key=lambda cut: (cut.before, -cut.rank))
    return cuts[first] if first < len(cuts) else None


def _between(layout: Layout, start: _Cut | None, end: _Cut | None) -> Layout:
    """Give what stands between two cuts, with what they part closed and opened again."""
    first, last = start.piece if start else 0, end.piece if end else len(layout) - 1
    pieces = list(layout[first : last + 1])
    if end and isinstance(pieces[-1], str):
        closing = "".join(f"</{tag[1:].split()[0].rstrip('>')}>" for tag in reversed(end.opened))
        pieces[-1] = pieces[-1][: end.at] + closing + ("\n" if closing else "")
    if start and isinstance(pieces[0], str):
        cut = start.at
        pieces[0] = "".join(start.opened) + pieces[0][cut:]
    return tuple(piece for piece in pieces if piece != "")


def _notes_apart(body: Body) -> tuple[Layout, dict[str, Layout]]:
    """Take the notes out of a text: the layout without them, and each note by its anchor."""
    for n, piece in enumerate(body.layout):
        at = piece.find(_NOTES) if isinstance(piece, str) else -1
        if at >= 0 and isinstance(piece, str):
            return (*body.layout[:n], piece[:at]), _notes(body, (piece[at:], *body.layout[n + 1 :]))
    return body.layout, {}


def _notes(body: Body, layout: Layout) -> dict[str, Layout]:
    found: dict[str, Layout] = {}
    held: list[str | int] = []
    for piece in layout:
        if isinstance(piece, int):
            held.append(piece)
            continue
        *ends, rest = piece.split("</li>")
        for end in ends:
            item = (*held, end)
            ids = list(anchors_in(replace(body, layout=_from_item(item))))
            found[ids[0] if ids else f"note {len(found)}"] = _from_item(item)
            held = []
        held.append(rest)
    return found


def _from_item(pieces: Iterable[str | int]) -> Layout:
    """Leave out what stands before the item: the head of the list."""
    kept: list[str | int] = []
    for piece in pieces:
        at = piece.find("<li") if isinstance(piece, str) and not kept else -1
        if kept or isinstance(piece, int):
            kept.append(piece)
        elif at >= 0 and isinstance(piece, str):
            kept.append(piece[at:])
    return tuple(kept)


def _wanted(layout: Layout, blocks: Sequence[Block], notes: Mapping[str, Layout]) -> list[str]:
    """Name the notes that a part calls, and those that these call, in their order."""
    called: set[str] = set()
    todo = _numbers(layout)
    while todo:
        block = blocks[todo.pop()]
        for name in _called(block.html):
            if name in notes and name not in called:
                called.add(name)
                todo += _numbers(notes[name])
    return [name for name in notes if name in called]


def _with_notes(
    wanted: Sequence[str], notes: Mapping[str, Layout], body: Body, text: Layout
) -> Layout:
    """Set the notes of a part below it, numbered as in the whole, with ways back within it."""
    if not wanted:
        return ()
    head = next(
        piece[piece.find(_NOTES) :].partition(">")[0] + ">"
        for piece in body.layout
        if isinstance(piece, str) and _NOTES in piece
    )
    place = {name: n for n, name in enumerate(notes, 1)}
    pieces: list[str | int] = [f"{head}\n<ol>\n"]
    numbers = [*_numbers(text), *(n for name in wanted for n in _numbers(notes[name]))]
    here = {one for n in numbers for one in map(unescape, _ID.findall(body.blocks[n].html))}
    for name in wanted:
        first, *rest = notes[name]
        pieces.append(f'<li value="{place[name]}"{str(first)[3:]}')
        pieces += rest
        pieces.append("</li>\n")
    pieces.append("</ol>\n</section>\n")

    def kept(back: re.Match[str]) -> str:
        return back[0] if unescape(back[1]) in here else ""

    return tuple(_BACK.sub(kept, one) if isinstance(one, str) else one for one in pieces)


def _carried(layout: Layout, blocks: Sequence[Block]) -> Layout:
    """Say, unseen, on which printed page a part begins where that page began before it."""
    before = ""
    for piece in layout:
        if isinstance(piece, str):
            before += piece
            continue
        page = attribute(blocks[piece].page)
        if not page or 'class="page-break"' in before:
            return ()
        mark = f'<span class="page-break" title="{page}" data-page="{page}"></span>'
        return (f"<p hidden>{mark}</p>\n",)
    return ()
