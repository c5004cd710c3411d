"""How are a part's text, its HTML and its way back written at once, so that they always agree?"""

from __future__ import annotations

from sitegen.content.align import Run, compose, merged, spread
from sitegen.content.bidi import escape, isolate, joined
from sitegen.content.verse import GAP
from sitegen.model import Alignment, Block, BlockKind, Tagged


def attribute(value: str) -> str:
    """Escape an attribute's value."""
    return escape(value).replace('"', "&quot;")


class Inline:
    """Collects one part: what is written goes to text and HTML, what is tagged to HTML alone.

    Runs of white space become one space, none at the ends. Offsets given are those of the
    normalized text; *below* leads from there to the source.

    >>> part = Inline()
    >>> part.write("قال", 4); part.space(7); part.open("<strong>"); part.write("نعم", 10)
    >>> part.close("</strong>"); part.space(15)
    >>> part.text, part.html, part.runs
    ('قال نعم', 'قال <strong>نعم</strong>', [(0, 4), (4, 10)])
    """

    def __init__(self, *, rtl: bool = True) -> None:
        self.runs: list[Run] = []
        self.tagged: list[Tagged] = []
        self.length = 0
        self._rtl = rtl
        self._text: list[str] = []
        self._html: list[str] = []
        self._waiting: list[str] = []  # text that is not in the HTML yet
        self._space = -1
        self._breaks: list[int] = []

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._text)

    @property
    def html(self) -> str:
        """The HTML so far."""
        self._flush()
        html = "".join(self._html)
        return joined(html) if self._rtl else html

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written or tagged yet."""
        return not (self.length or self._html)

    def _flush(self) -> None:
        if self._waiting:
            self._html.append(isolate("".join(self._waiting), rtl=self._rtl))
            self._waiting.clear()

    def _add(self, text: str, at: int) -> None:
        runs = self.runs
        if not runs or runs[-1][1] - runs[-1][0] != at - self.length:
            runs.append((self.length, at))
        self._text.append(text)
        self._waiting.append(text)
        self.length += len(text)

    def settle(self) -> None:
        """Write the line breaks and the space that wait."""
        for at in self._breaks:
            self._flush()
            self._add("\n", at)
            self._waiting.clear()
            self._html.append("<br>")
        self._breaks.clear()
        if self._space >= 0:
            self._add(" ", self._space)
            self._space = -1

    def write(self, text: str, at: int) -> None:
        """Add characters that stand at *at*, as they are."""
        self.settle()
        self._add(text, at)

    def put(self, text: str, at: int, n_source: int) -> None:
        """Add a text that stands for *n_source* characters at *at*."""
        self.settle()
        if len(text) == n_source:
            self._add(text, at)
            return
        self.runs += spread(self.length, at, len(text), n_source)
        self._text.append(text)
        self._waiting.append(text)
        self.length += len(text)

    def space(self, at: int) -> None:
        """Add a space, once, and only between words."""
        if self._space < 0 and self.length and not self._breaks and self._text[-1] != GAP:
            self._space = at

    def gap(self, at: int) -> None:
        """Part two hemistichs."""
        self._space = -1
        self.write(GAP, at)

    def line_break(self, at: int) -> None:
        """Begin a new line; breaks at the ends are none."""
        self._space = -1
        if self.length:
            self._breaks.append(at)

    def open(self, html: str) -> None:
        """Add a start tag, or an empty element."""
        self.settle()
        self._flush()
        self._html.append(html)

    def close(self, html: str) -> None:
        """Add an end tag; a space that waits goes after it."""
        self._flush()
        self._html.append(html)

    def tag(self, start: int, refs: tuple[str, ...], type_: str = "", *, by_hand: bool) -> None:
        """Note that what was written since *start* is a name."""
        if self.length > start:
            self.tagged.append(Tagged(start, self.length, refs, type_, by_hand))

    def block(
        self,
        kind: BlockKind,
        anchor: str,
        below: Alignment,
        *,
        level: int = 0,
        line: int = 0,
        page: str = "",
    ) -> Block:
        """Make the block of what was written."""
        text = self.text
        runs = [run for run in self.runs if run[0] < len(text)] or self.runs[:1] or [(0, 0)]
        return Block(
            kind=kind,
            anchor=anchor,
            text=text,
            html=self.html,
            alignment=compose(list(merged(runs)), len(text), below),
            level=level,
            tagged=tuple(self.tagged),
            line=line,
            page=page,
        )
