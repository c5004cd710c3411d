"""Which texts of a document are names sought in, and what does a link there take in?"""

from __future__ import annotations

from typing import NamedTuple

from sitegen.model import BlockKind, Document, Tagged

TITLE = -1
_PAIRS = {"«": 1, "»": -1, "“": 1, "”": -1, "‹": 1, "›": -1, '"': 0}
_UNLINKED = (BlockKind.PULL_QUOTE, BlockKind.CODE)


class Part(NamedTuple):
    """A text of a document that names are sought in: a block's, or the title (block -1)."""

    block: int
    text: str
    tagged: tuple[Tagged, ...] = ()


def parts_of(document: Document) -> list[Part]:
    """List the texts of a document that names are sought in, the title first."""
    parts = [Part(TITLE, document.title.text)]
    parts += [
        Part(number, block.text, block.tagged)
        for number, block in enumerate(document.body.blocks)
        if block.kind not in _UNLINKED
    ]
    return parts


def whole(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Take in the other half of a pair of quotation marks; nothing where it is not beside.

    A title that opens or ends inside a name is longer than that name.

    >>> whole("حركة «النجباء»،", 0, 13), whole("مجلة «الفتاة الجديدة»", 0, 12)
    ((0, 14), None)
    """
    surface = text[start:end]
    if _PAIRS.keys().isdisjoint(surface):
        return start, end
    inside = [char for char in surface if char in _PAIRS]
    opened = sum(_PAIRS[char] for char in inside)
    if len(inside) % 2 == 0 and not opened:
        return start, end
    before, after = text[start - 1 : start], text[end : end + 1]
    if opened >= 0 and after in _PAIRS and _PAIRS[after] == -opened:
        return start, end + 1
    if opened <= 0 and before in _PAIRS and _PAIRS[before] == -opened:
        return start - 1, end
    return None
