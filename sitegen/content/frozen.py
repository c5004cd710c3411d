"""Which anchor has a paragraph that was edited since its anchor was told to readers?

``anchors.tsv`` names the hashed anchors of each document in their order, each with a sketch of its
words. A paragraph whose text is as it was has its anchor by its hash; one that was edited takes the
anchor of the frozen paragraph that it is most like, between the same neighbours.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple
from zlib import crc32

from sitegen.content.anchors import bare
from sitegen.errors import Place, Problem
from sitegen.model import Block, Body

FILE = "anchors.tsv"
HEAD = "document\tanchor\tsketch\n"
KEPT = 12  # hashes of words in a sketch
LIKE = 0.25  # the least likeness of an edited paragraph
NEAR = 200  # how far from its place, in paragraphs, an edited one is looked for
_HASHED = re.compile(r"p-[a-z2-7]{5}(?:-\d+)?")


class Pin(NamedTuple):
    """A frozen anchor, and the sketch of the text that bore it."""

    anchor: str
    sketch: str


Frozen = Mapping[str, Sequence[Pin]]  # by document


def sketch(text: str) -> str:
    """Give the least hashes of the words of *text*, by which edited texts are known again.

    Marks and tatweel do not count. Three bytes a word, in base64.

    >>> sketch("كِتَابٌ جديد") == sketch("جديد كتاب"), len(sketch("كتاب"))
    (True, 4)
    """
    hashes = sorted({crc32(word.encode("utf-8", "replace")) >> 8 for word in bare(text).split()})
    return urlsafe_b64encode(b"".join(n.to_bytes(3, "big") for n in hashes[:KEPT])).decode()


def likeness(one: str, other: str) -> float:
    """Say how like two sketched texts are, 0 to 1: of their least hashes, the share in both.

    >>> likeness(sketch("نشأت مطبعة بولاق"), sketch("نشأت مطبعة بولاق الأميرية"))
    0.75
    """
    a, b = _hashes(one), _hashes(other)
    least = sorted(a | b)[:KEPT]
    return sum(n in a and n in b for n in least) / len(least) if least else 0.0


def _hashes(written: str) -> set[int]:
    raw = urlsafe_b64decode(written)
    return {int.from_bytes(raw[n : n + 3], "big") for n in range(0, len(raw), 3)}


def pins_of(body: Body) -> list[Pin]:
    """List what is frozen of a body: its anchors that were made from texts."""
    return [Pin(b.anchor, sketch(b.text)) for b in body.blocks if _HASHED.fullmatch(b.anchor)]


def thaw(body: Body, pins: Sequence[Pin]) -> Body:
    """Give edited paragraphs the anchors that they had when these *pins* were frozen.

    Ids that an author wrote stay, and so does every anchor that is among the pins.
    """
    now = {block.anchor for block in body.blocks}
    lost = [pin for pin in pins if pin.anchor not in now]
    if not lost:
        return body
    known = {pin.anchor for pin in pins}
    new = [b for b in body.blocks if b.anchor not in known and _HASHED.fullmatch(b.anchor)]
    names = _matched(new, lost)
    if not names:
        return body
    blocks = tuple(
        replace(b, anchor=names[b.anchor]) if b.anchor in names else b for b in body.blocks
    )
    return Body(body.source, blocks, tuple(_renamed(piece, names) for piece in body.layout))


def _renamed(piece: str | int, names: Mapping[str, str]) -> str | int:
    if isinstance(piece, int) or ' id="p-' not in piece:
        return piece
    return re.sub(r' id="(p-[^"]+)"', lambda id_: f' id="{names.get(id_[1], id_[1])}"', piece)


def _matched(new: Sequence[Block], lost: Sequence[Pin]) -> dict[str, str]:
    """Match in order what is new with what was lost, as much likeness as can be in sum."""
    texts = [sketch(block.text) for block in new]
    best: dict[tuple[int, int], float] = {}

    def at(i: int, j: int) -> float:
        return best.get((i, j), 0.0)

    pairs: dict[tuple[int, int], float] = {}
    for i in range(len(new) - 1, -1, -1):
        middle = i * len(lost) // len(new)
        for j in range(min(len(lost), middle + NEAR) - 1, max(0, middle - NEAR) - 1, -1):
            like = likeness(texts[i], lost[j].sketch)
            together = like + at(i + 1, j + 1) if like >= LIKE else 0.0
            best[i, j] = max(together, at(i + 1, j), at(i, j + 1))
            if like >= LIKE and together == best[i, j]:
                pairs[i, j] = like
    names: dict[str, str] = {}
    i = j = 0
    while i < len(new) and j < len(lost):
        if (i, j) in pairs:
            names[new[i].anchor] = lost[j].anchor
            i, j = i + 1, j + 1
        elif at(i + 1, j) >= at(i, j + 1):
            i += 1
        else:
            j += 1
    return names


def write_pins(rows: Iterable[tuple[str, Sequence[Pin]]]) -> str:
    """Write anchors.tsv: (document, pins) pairs, in the order given."""
    lines = (f"{name}\t{pin.anchor}\t{pin.sketch}\n" for name, pins in rows for pin in pins)
    return HEAD + "".join(lines)


def parse_pins(text: str, path: str = FILE) -> tuple[dict[str, list[Pin]], list[Problem]]:
    r"""Read anchors.tsv.

    >>> parse_pins(HEAD + "a-1\tp-aaaaa\tAAAA\n")[0]
    {'a-1': [Pin(anchor='p-aaaaa', sketch='AAAA')]}
    >>> print(parse_pins("a-1\n")[1][0].what)
    the table does not begin with 'document', 'anchor', 'sketch'
    """
    lines = text.splitlines()
    fix = "make it anew: sitegen freeze"
    if f"{lines[0] if lines else ''}\n" != HEAD:
        what = "the table does not begin with 'document', 'anchor', 'sketch'"
        return {}, [Problem(Place(path, 1), what, fix=fix)]
    found: dict[str, list[Pin]] = {}
    problems = []
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) == 3 and _HASHED.fullmatch(cells[1]) and len(cells[2]) % 4 == 0:
            found.setdefault(cells[0], []).append(Pin(cells[1], cells[2]))
        else:
            what = "this line is not a document, an anchor and a sketch"
            problems.append(Problem(Place(path, number), what, fix=fix))
    return found, problems
