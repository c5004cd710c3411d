"""What does a reader of results load of a document's text? (docs/index-format.md, section 8)"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from json.encoder import encode_basestring as _quoted  # as an encoder writes a text
from typing import NamedTuple

from sitegen.index.format import File, js_safe, put_file
from sitegen.index.letters import swap_quoted

TOGETHER = 3  # documents in a shard
SHARDS_IN_A_FOLDER = 32
HEAD = 3_500  # characters of a long document that stand beside its metadata
WHOLE = 6_000  # a document up to here is not parted
PART = 24_000
MOST_PARTS = 9

Blocks = Sequence[tuple[str, str]]  # (anchor, text)


class TextRow(NamedTuple):
    """A document as a result shows it; ``blocks`` are those that are indexed, in their order."""

    url: str
    id: str
    title: str
    date: str
    collection: str
    volume: str
    issue: str
    authors: tuple[str, ...]
    blocks: tuple[tuple[str, str], ...]
    hijri: str = ""  # the Hijri date that the source gives


class EncodedText(NamedTuple):
    """A row's JSON: the head, and the further parts of a long text."""

    head: str
    parts: tuple[str, ...] = ()


def encode_text(row: TextRow) -> EncodedText:
    """Write a row; what is read in it, with its letters swapped.

    >>> row = TextRow("d/a.html", "a", "نداء", "1908", "c", "1", "2", (), (("p-x", "نصّ"),))
    >>> encode_text(row).head
    '["d/a.html","a","ndAc","1908","c","1","2",[],["p-x","nSG"],0]'
    """
    shown = iter(swap_quoted((row.title, *row.authors, *[text for _, text in row.blocks])))
    title, authors = next(shown), ",".join(islice(shown, len(row.authors)))
    head, *parts = [_flat(part, shown) for part in part_blocks(row.blocks)]
    url, name, *told = map(
        _quoted, (row.url, row.id, row.date, row.collection, row.volume, row.issue)
    )
    end = f",{_quoted(row.hijri)}" if row.hijri else ""
    written = f"[{url},{name},{title},{','.join(told)},[{authors}],{head},{len(parts)}{end}]"
    return EncodedText(js_safe(written), tuple(map(js_safe, parts)))


def _flat(blocks: Blocks, shown: Iterator[str]) -> str:
    """Write anchors and texts in turn; the texts as *shown* has them."""
    cells = [
        f"{_quoted(anchor)},{text}" for (anchor, _), text in zip(blocks, shown, strict=False)
    ]  # no more is taken than there are blocks
    return f"[{','.join(cells)}]"


def part_blocks(blocks: Blocks) -> list[Blocks]:
    """Part a long text: the head first, then at most nine parts; never inside a block.

    >>> [len(part) for part in part_blocks([("a", "x" * 3000)] * 4)]
    [1, 3]
    """
    total = sum(len(text) for _, text in blocks)
    if total <= WHOLE:
        return [blocks]
    room, size = HEAD, 0
    parts: list[list[tuple[str, str]]] = [[]]
    for block in blocks:
        length = len(block[1])
        if parts[-1] and size + length > room and len(parts) <= MOST_PARTS:
            parts.append([])
            room, size = max(PART, total // MOST_PARTS + 1), 0
        parts[-1].append(block)
        size += length
    return list(parts)


def text_path(year: int, number: int) -> str:
    """Name the shard of the *number*-th document, from 0, of a year (0: undated).

    >>> text_path(1908, 305)
    'text/1908/3/101'
    """
    shard = number // TOGETHER
    return f"text/{year}/{shard // SHARDS_IN_A_FOLDER}/{shard}"


def text_files(year: int, first: int, texts: Iterable[EncodedText]) -> Iterator[File]:
    """Write the shards of a year's documents, from number *first*, a multiple of TOGETHER, on."""
    if first % TOGETHER:
        raise ValueError(f"a shard of texts cannot begin with document {first}")
    together: list[EncodedText] = []
    for text in texts:
        together.append(text)
        if len(together) == TOGETHER:
            yield from _shard(text_path(year, first), together)
            first, together = first + TOGETHER, []
    if together:
        yield from _shard(text_path(year, first), together)


def _shard(path: str, texts: list[EncodedText]) -> Iterator[File]:
    yield put_file(path, "", f"[{','.join(text.head for text in texts)}]")
    for row, text in enumerate(texts):
        for number, part in enumerate(text.parts, 1):
            yield put_file(f"{path}-{row}-{number}", "", part)
