"""Which texts of an archive were damaged before they came into it, where, and what was meant?"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sitegen.config import Site
from sitegen.content import list_sources, read_source
from sitegen.content.damage import Damage, find_damage
from sitegen.errors import Place
from sitegen.model import Document


@dataclass(frozen=True, slots=True)
class DamagedText:
    """A kind of damage in one field of a document: the first place, how often, an example."""

    place: Place
    document: str
    field: str
    kind: str
    count: int
    before: str
    after: str
    proven: bool

    def __str__(self) -> str:
        """Write it on one line."""
        told = Damage(self.kind, 0, 0, self.before, self.after, self.proven).shown()
        times = f" ({self.count:,} times)" if self.count > 1 else ""
        return f"{self.place}: {self.document}, {self.field}: {told}{times}"


def damaged_texts(root: Path, site: Site) -> Iterator[DamagedText]:
    """Look through every document of an archive, those that no build shows too."""
    for source in list_sources(root)[0]:
        for document in read_source(source, site)[0]:
            yield from damage_of(document)


def damage_of(document: Document) -> Iterator[DamagedText]:
    """Tell the damage of one document, each kind once a field."""
    for name, text in (("title", document.title.source), ("body", document.body.source)):
        kinds: dict[str, list[Damage]] = {}
        for one in find_damage(text, document.lang):
            kinds.setdefault(one.kind, []).append(one)
        for kind, found in kinds.items():
            first = found[0]
            line = _line_of(document, first.start) if name == "body" else document.place.line
            yield DamagedText(
                Place(document.place.path, line), document.id, name, kind, len(found),
                first.before, first.after, first.proven,
            )  # fmt: skip


def _line_of(document: Document, at: int) -> int:
    """Give the line of the file that an offset of the body is on, as near as its blocks tell."""
    blocks = [block for block in document.body.blocks if block.alignment.runs]
    starts = [block.alignment.runs[0][1] for block in blocks]
    near = bisect(starts, at) - 1
    if near < 0:
        return blocks[0].line if blocks else document.place.line
    block = blocks[near]
    if len({one.line for one in blocks}) == 1 and len(blocks) > 1:
        return block.line  # a row: all of it is on one line
    return block.line + document.body.source.count("\n", starts[near], at)
