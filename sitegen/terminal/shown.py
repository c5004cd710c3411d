"""What does a search look like in a terminal?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len
from rich.text import Text

from sitegen.index.concordance import Found
from sitegen.index.meant import Meant
from sitegen.index.passages import Passage
from sitegen.index.search import Hit
from sitegen.terminal.rows import Archive

MATCH = "bold red"
NARROWEST, WIDEST = 12, 60  # columns of a context

Pieces = Iterable[tuple[str, bool]]


def result(rank: int, hit: Hit, archive: Archive) -> Text:
    """Draw a result: title, where it stands, its passages, matches in colour."""
    text = Text(f"{rank}. ")
    text.append_text(_coloured(hit.title, "bold"))
    where = [hit.text.date, archive.collection(hit.text.collection), hit.text.volume,
             hit.text.issue, *hit.text.authors]  # fmt: skip
    told = " · ".join(part for part in where if part)
    text.append(f"\n   {told}" if told else "", style="dim")
    for passage in hit.passages:
        text.append_text(_passage(passage))
    return text.append(f"\n   {archive.address(hit.text.url)}\n", style="cyan")


def did_you_mean(meant: Meant, archive: Archive) -> Iterator[str]:
    """Say what may have been meant, in a line for queries and one for each record.

    >>> list(did_you_mean(Meant(("المدرسة",)), Archive({}, "")))
    ['did you mean: المدرسة']
    """
    if meant.queries:
        yield "did you mean: " + " | ".join(meant.queries)
    for one in meant.records:
        yield f"did you mean: {one.heading} ({archive.address(one.url)})"


def _passage(passage: Passage) -> Text:
    text = Text("\n   " + "… " * passage.cut_before)
    text.append_text(_coloured(passage.pieces, ""))
    return text.append(" …" * passage.cut_after)


def _coloured(pieces: Pieces, style: str) -> Text:
    text = Text()
    for piece, is_match in pieces:
        text.append(" ".join(piece.split("\n")), style=MATCH if is_match else style)
    return text


def lines(found: Sequence[Found], width: int) -> Iterator[Text]:
    """Draw a concordance: the keywords one below the other, the documents' ids at the end.

    A line is written in the order of its text: what precedes the keyword stands before it,
    which is at the right where the terminal writes Arabic from right to left.
    """
    keyword = max((cell_len(line.word) for _, line in found), default=0)
    about = max((cell_len(_about(one)) for one in found), default=0)
    side = min(WIDEST, max(NARROWEST, (width - keyword - about - 2) // 2))
    for one in found:
        line = one.line
        left, right = _cut(line.left, side, from_end=True), _cut(line.right, side, from_end=False)
        text = Text(" " * (side - cell_len(left)) + left)
        text.append(line.word, style=MATCH)
        spare = side + keyword - cell_len(line.word) - cell_len(right)
        text.append(right + " " * max(0, spare))
        yield text.append("  " + _about(one), style="dim")


def _about(one: Found) -> str:
    return " ".join(part for part in (one.text.date, one.text.id) if part)


def _cut(text: str, width: int, *, from_end: bool) -> str:
    """Keep the words next to the keyword that have room in *width* columns.

    >>> _cut("وقال في كتاب ", 9, from_end=True), _cut(" الأغاني وغيره", 9, from_end=False)
    ('في كتاب ', ' الأغاني')
    """
    while cell_len(text) > width and " " in text.strip():
        text = text.lstrip().partition(" ")[2] if from_end else text.rstrip().rpartition(" ")[0]
    return text if cell_len(text) <= width else ""
