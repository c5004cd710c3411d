"""How does a word remember its place while Markdown is rendered?

Before rendering, every word gets a marker of two private characters of planes 15 and 16 that
spells its offset; after rendering the markers are read and taken out. Where a character would be
read as syntax (addresses, numbers of lists, attributes ...) no marker is set.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

BASE = 65_000
_HIGH, _LOW = 0xF0000, 0x100000
MARKER = re.compile("([\U000f0000-\U000ffde7])([\U00100000-\U0010fde7])")
_PRIVATE = re.compile("[\U000f0000-\U000ffffd\U00100000-\U0010fffd]")

_CODE = r"(?P<code>(?<!`)(?P<ticks>`+)(?!`)(?:.|\n(?!\n))+?(?<!`)(?P=ticks)(?!`))"
_PLAIN = re.compile(
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    rf"|{_CODE}"
    r"|(?P<fence>^[ ]{0,3}(?:`{3,}|~{3,})[^\n]*$|^:::[^\n]*$)"  # info strings, kinds
    r"|(?P<note>^\[\^[^\]\n]+\]:)"
    r"|(?P<reference>^[ ]{0,3}\[[^\]\^\n][^\]\n]*\]:[^\n]*$)"
    r"|(?P<number>^[ ]*\d+\.(?=[ ]))"
    r"|(?P<attributes>\{:[^}\n]*\}|\{[#.][^}\n]*\}|\{\{[^}\n]*\}\})"
    r"|(?P<call>\[\^[^\]\n]+\])"
    r"|(?P<hand>\[\[[!-Z^-z~]+(?:\\?\|(?=[^\[\]\n]+\]\])|(?=\]\])))"
    r"|(?P<target>\]\([ ]*(?:<[^>\n]*>|(?:[^()\s]|\([^()\s]*\))*)|\][ ]?\[[^\]\n]*\])"
    r"|(?P<tag><!--(?:.|\n)*?-->|</?[A-Za-z][^<>]*>|<[a-z][a-z0-9+.-]*:[^<>\s]*>|<[^<>\s@]+@[^<>\s]+>)"
    r"|(?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)",
    re.MULTILINE,
)
_DEFINITION = re.compile(r"^[ ]{0,3}\[([^\]\^\n][^\]\n]*)\]:", re.MULTILINE)
_LETTER = r"[^\s!-/:-@\[-`{-~]"
_WORD = re.compile(rf"(?<!{_LETTER})(?<!{_LETTER}_){_LETTER}")
# After these, the next character's place is told anew, unless the line ends there.
_RESUMED = frozenset({"code", "call", "target", "tag", "entity", "attributes", "escape"})
BAR, ESCAPED_BAR = "\U0010fff1", "\U0010fff2"  # in [[id|text]], which no table may part
GAP = "\U0010fff0"  # between two hemistichs, while Markdown is rendered
UNKNOWN = "\N{REPLACEMENT CHARACTER}"


def encode(offset: int) -> str:
    """Spell an offset.

    >>> [found for found in map(decode, [encode(70_001)])]
    [70001]
    """
    return chr(_HIGH + offset // BASE) + chr(_LOW + offset % BASE)


def decode(marker: str) -> int:
    """Read a marker."""
    return (ord(marker[0]) - _HIGH) * BASE + ord(marker[1]) - _LOW


def strip(text: str) -> str:
    """Take every marker out."""
    return MARKER.sub("", text)


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """Give the stretches of a rendered text, each with its offset, -1 where none is told."""
    last, at = 0, -1
    for found in MARKER.finditer(text):
        if found.start() > last or at >= 0:
            yield at, text[last : found.start()]
        last, at = found.end(), decode(found[0])
    if last < len(text) or at >= 0:
        yield at, text[last:]


def has_private(text: str) -> bool:
    """Say whether a text has characters that could be taken for markers."""
    return _PRIVATE.search(text) is not None


@dataclass(slots=True)
class Marked:
    """A text with its markers, and what was seen on the way."""

    parts: list[str] = field(default_factory=list)
    calls: list[tuple[str, int]] = field(default_factory=list)  # of footnotes: label, offset
    notes: list[tuple[str, int]] = field(default_factory=list)  # their texts

    @property
    def text(self) -> str:
        """The marked text."""
        return "".join(self.parts)


def defined_in(text: str) -> frozenset[str]:
    """Name the labels of reference definitions: ``[label]`` alone is syntax too."""
    if "]:" not in text:
        return frozenset()
    return frozenset(label.strip().lower() for label in _DEFINITION.findall(text))


def mark(
    text: str,
    begin: int = 0,
    end: int | None = None,
    marked: Marked | None = None,
    defined: frozenset[str] = frozenset(),
) -> Marked:
    """Set a marker before every word of *text* from *begin* to *end* that is not syntax.

    >>> text = "قال **الشيخ** [نعم](assets/x.pdf)"
    >>> strip(mark(text).text) == text
    True
    >>> [part for _, part in pieces(mark("قال **الشيخ**").text)]
    ['قال **', 'الشيخ**']
    """
    marked = marked or Marked()
    out, last = marked.parts, begin
    end = len(text) if end is None else end
    for found in _PLAIN.finditer(text, begin, end):
        start, stop = found.span()
        _mark_words(text, last, start, out, defined)
        kind = found.lastgroup
        if kind == "code":
            fence = len(found["ticks"])
            out.append(_safe(text[start : start + fence]))
            _mark_words(text, start + fence, stop - fence, out, frozenset())
            out.append(_safe(text[stop - fence : stop]))
        elif kind == "hand":  # the marker of the id stands after the brackets
            inside = text[start + 2 : stop].replace("\\|", ESCAPED_BAR).replace("|", BAR)
            out += ["[[", encode(start + 2), inside]
        else:
            out.append(_safe(found[0]))
        if kind == "call":
            marked.calls.append((found[0][2:-1], start))
        elif kind == "note":
            marked.notes.append((found[0][2:-2], start))
        if kind in _RESUMED and stop < end and text[stop] not in "\r\n{(":
            out.append(encode(stop))
        last = stop
    _mark_words(text, last, end, out, defined)
    return marked


_LABEL = re.compile(r"\[([^\[\]\n]+)\]")


def _mark_words(text: str, begin: int, end: int, out: list[str], defined: frozenset[str]) -> None:
    last = begin
    if defined:
        for label in _LABEL.finditer(text, begin, end):
            if label[1].strip().lower() in defined:
                _mark_words(text, last, label.start(), out, frozenset())
                out.append(_safe(label[0]))
                last = label.end()
    for word in _WORD.finditer(text, last, end):
        at = word.start()
        out += [_safe(text[last:at]), encode(at)]
        last = at
    out.append(_safe(text[last:end]))


def _safe(text: str) -> str:
    """Hide what could be taken for a marker; the writer looks up what stood there."""
    return text if text.isascii() else _PRIVATE.sub(UNKNOWN, text)
