"""Which parts has a text, as other formats want them: in order, with names, pages and notes?

A body is blocks and the HTML around them. `parts_of` walks both once and gives each block with
what stands around it, so that no writer of a format reads HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from sitegen.model import Block, BlockKind, Body

_TOKEN = re.compile(r"<[^>]*>|[^<]+")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_TAG = re.compile(r"</?([a-z0-9]+)")
_AROUND = re.compile(
    r'<img src="(?P<src>[^"]*)" alt="(?P<alt>[^"]*)"|data-page="(?P<page>[^"]*)"'
    r"|<(?P<end>/?)(?P<tag>ul|ol|tr)\b"
)
_BETWEEN = re.compile(r'(?:</p>\n)?(?:<p id="[^"<>]*">)?')  # of most blocks: nothing that counts
_PARAGRAPHS = re.compile(r'(?:<p(?: dir="[a-z]+")? id="[^"<>]*"></p>\n?)*')
_CALL = re.compile(r'<a class="noteref" href="#([^"]*)"[^>]*? data-note="([^"]*)"')
_ID = re.compile(r' id="([^"]*)"')
_EMPHASIS = {"em": "em", "i": "em", "strong": "strong", "b": "strong", "sup": "sup", "sub": "sub"}


class Run(NamedTuple):
    """Words of one kind inside a block: text, or a sign that stands between words.

    ``kind``: text, break, gap (of hemistichs), page, note, image. ``styles``: em, strong, sup,
    sub. ``link`` is where the words lead, ``name`` the record that a hand tagged them with.
    """

    kind: str
    text: str = ""
    styles: tuple[str, ...] = ()
    link: str = ""
    name: str = ""
    by_hand: bool = False  # written as [[id|text]], not TEI's


class Part(NamedTuple):
    """A block and its runs; ``note`` is the label of the footnote that it is part of."""

    block: Block
    runs: tuple[Run, ...]
    note: str = ""
    ordered: bool = False  # an item of a numbered list
    depth: int = 0  # of lists around it
    row: int = 0  # of a table: which row of the document's rows, from 1
    pictures: tuple[tuple[str, str], ...] = ()  # before it: (address, alternative text)
    pages: tuple[str, ...] = ()  # that begin before it


def is_plain(body: Body) -> bool:
    """Say whether a body is paragraphs of bare text and nothing else, but for breaks of lines.

    >>> block = Block(BlockKind.PARAGRAPH, "p-1", "قال نعم", "قال نعم")
    >>> is_plain(Body("", (block,), ('<p id="p-1">', 0, "</p>"))), is_plain(Body("", (), ("<hr>",)))
    (True, False)
    """
    for block in body.blocks:
        if block.kind is not BlockKind.PARAGRAPH or block.tagged:
            return False
        if "<" in block.html and not _has_breaks_alone(block):
            return False
    around = "".join([piece for piece in body.layout if isinstance(piece, str)])
    return _PARAGRAPHS.fullmatch(around) is not None


def _has_breaks_alone(block: Block) -> bool:
    return block.html.count("<") == block.html.count("<br>") == block.text.count("\n")


def parts_of(body: Body) -> Iterator[Part]:
    """Give a body's parts in order."""
    note, rows = "", 0
    lists: list[str] = []
    pictures: list[tuple[str, str]] = []
    pages: list[str] = []
    calling = [block.html for block in body.blocks if " data-note=" in block.html]
    labels = dict(call for html in calling for call in _CALL.findall(html))
    before = ""
    for piece in body.layout:
        if isinstance(piece, int):
            block = body.blocks[piece]
            inside = block.kind is BlockKind.NOTE
            if inside:
                ids = [block.anchor, *_ID.findall(before)]
                note = next((labels[one] for one in ids if one in labels), note)
            yield Part(
                block, runs_of(block), note if inside else "",
                ordered=bool(lists) and lists[-1] == "ol", depth=len(lists), row=rows,
                pictures=tuple(pictures), pages=tuple(pages),
            )  # fmt: skip
            if pictures or pages:
                pictures, pages = [], []
            continue
        before = piece
        if _BETWEEN.fullmatch(piece):
            continue
        for found in _AROUND.finditer(piece):
            if found["page"] is not None:
                pages.append(unescape(found["page"]))
            elif found["src"] is not None:
                pictures.append((unescape(found["src"]), unescape(found["alt"])))
            elif found["tag"] == "tr":
                rows += not found["end"]
            elif found["end"]:
                lists[-1:] = []
            else:
                lists.append(found["tag"])


def runs_of(block: Block) -> tuple[Run, ...]:
    """Give what a block's inline HTML says, character by character its text.

    >>> block = Block(BlockKind.PARAGRAPH, "p-1", "قال نعم", "قال <em>نعم</em>")
    >>> [(run.text, run.styles) for run in runs_of(block)]
    [('قال ', ()), ('نعم', ('em',))]
    """
    if "<" in block.html or block.tagged:
        return tuple(_marked(block))
    return (Run("text", block.text),) if block.text else ()  # most: outside tags stands the text


def _marked(block: Block) -> Iterator[Run]:
    at = 0
    styles: list[str] = []
    links: list[str] = []
    verse = block.kind is BlockKind.VERSE
    for token in _TOKEN.findall(block.html):
        if token[0] != "<":
            text = unescape(token)
            yield from _named(text, at, block, tuple(styles), links[-1] if links else "")
            at += len(text)
            continue
        tag = _TAG.match(token)
        name, closing = (tag[1] if tag else ""), token[1] == "/"
        given = dict(_ATTRIBUTE.findall(token))
        if name == "br":
            yield Run("break")
            at += 1
        elif "data-page" in given:
            yield Run("page", unescape(given["data-page"]))
        elif "data-note" in given:
            yield Run("note", unescape(given["data-note"]))
        elif name == "img":
            yield Run("image", unescape(given.get("alt", "")), link=unescape(given.get("src", "")))
        elif name in _EMPHASIS and not verse:
            styles = styles[:-1] if closing else [*styles, _EMPHASIS[name]]
        elif name == "a" and (closing or given.get("class") != "noteref"):
            links = links[:-1] if closing else [*links, unescape(given.get("href", ""))]


def _named(text: str, at: int, block: Block, styles: tuple[str, ...], link: str) -> Iterator[Run]:
    """Part a text where names begin and end that were tagged by hand."""
    end, last = at + len(text), at
    for tag in block.tagged:
        if not tag.refs or tag.end <= at or tag.start >= end:
            continue
        start, stop = max(tag.start, at), min(tag.end, end)
        if start > last:
            yield Run("text", text[last - at : start - at], styles, link)
        yield Run("text", text[start - at : stop - at], styles, link, tag.refs[0], tag.explicit)
        last = stop
    if last < end:
        yield Run("text", text[last - at :], styles, link)
