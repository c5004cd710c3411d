"""What do we write in Markdown that Markdown does not know?

``[[id|text]]``, ``{{page 12}}`` and fences of ``:::``. This module and its sisters are the one
door to Python-Markdown.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension, FootnoteInlineProcessor
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor

from sitegen.content.markdown import markers
from sitegen.content.verse import parted
from sitegen.errors import Place, Problem, did_you_mean

KINDS = ("verse", "pullquote", "epigraph", "dateline", "byline", "signature")
_HAND = (
    r"\[\[((?:[\U000f0000-\U000ffde7][\U00100000-\U0010fde7])?[!-Z^-z~]+)"
    rf"(?:[{markers.BAR}{markers.ESCAPED_BAR}]([^\[\]\n]+))?\]\]"
)
_PAGE = r"\{\{[ ]*page[ ]+([^{}\n]+?)[ ]*\}\}"
_OPENING = re.compile(r"^:::[ ]*([A-Za-z]\w*)[ ]*$")
_CLOSING = re.compile(r"^:::[ ]*$")
_CODE_FENCE = re.compile(r"^[ ]{0,3}(`{3,}|~{3,})")
_LATE_ID = re.compile(
    r"^(?![ ]{0,3}#|[ ]*\|)([^\n]*\S)[ \t]+(\{:?[ ]*#[^}\s]+[ ]*\})[ \t]*"
    r"(?=\r?\n[ \t]*(?:\r?\n|\Z)|\Z)",
    re.MULTILINE,
)


class _Name(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: ARG002, N802
        element = Element("span", {"data-entity": m[1]})
        element.text = m[2]
        return element, m.start(0), m.end(0)


class _PageBreak(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: ARG002, N802
        return Element("span", {"data-page": m[1].strip()}), m.start(0), m.end(0)


class _Fence(BlockProcessor):
    """A ``:::`` fence: a division of a kind; verse keeps its lines."""

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002
        return any(_OPENING.match(line) for line in block.split("\n"))

    def run(self, parent: Element, blocks: list[str]) -> None:
        lines = blocks.pop(0).split("\n")
        at = next(n for n, line in enumerate(lines) if _OPENING.match(line))
        if lines[:at]:
            self.parser.parseBlocks(parent, ["\n".join(lines[:at])])
        opening = _OPENING.match(lines[at])
        kind = opening[1] if opening else ""
        inside: list[str] = []
        rest = lines[at + 1 :]
        while True:
            end = next((n for n, line in enumerate(rest) if _CLOSING.match(line)), None)
            inside.append("\n".join(rest[:end]))
            if end is not None:
                if rest[end + 1 :]:
                    blocks.insert(0, "\n".join(rest[end + 1 :]))
                break
            if not blocks:
                break
            rest = blocks.pop(0).split("\n")
        division = SubElement(parent, "div", {"data-kind": kind})
        inside = [block for block in inside if block.strip()]
        if kind == "verse":
            for stanza in inside:
                SubElement(division, "p").text = "\n".join(
                    line.strip() for line in stanza.split("\n") if line.strip()
                )
        else:
            self.parser.parseBlocks(division, inside)


class _Ours(Extension):
    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
        md.inlinePatterns.register(_Name(_HAND, md), "sitegen-name", 175)
        md.inlinePatterns.register(_PageBreak(_PAGE, md), "sitegen-page", 174)
        md.parser.blockprocessors.register(_Fence(md.parser), "sitegen-fence", 95)


def render(text: str) -> str:
    """Render Markdown with all our extensions; no text leaves a trace in the next.

    >>> render("قال **نعم**")
    '<p>قال <strong>نعم</strong></p>'
    """
    converter = _converter()
    try:
        html = str(converter.reset().convert(text))
    except BaseException:
        _converter.cache_clear()  # whatever state it is in
        raise
    return html.replace(markers.BAR, "|").replace(markers.ESCAPED_BAR, "\\|")


@cache
def _converter() -> markdown.Markdown:
    extensions: list[Any] = [
        TableExtension(use_align_attribute=True),
        _Footnotes(BACKLINK_TEXT="", BACKLINK_TITLE="", SUPERSCRIPT_TEXT="{}"),
        "attr_list",
        "sane_lists",
        "fenced_code",
        _Ours(),
    ]
    return markdown.Markdown(extensions=extensions, output_format="html")


class _Footnotes(FootnoteExtension):
    """Python-Markdown's footnotes, but that a text may have tens of thousands of calls and notes.

    It looks through all notes for the number of each call, and for a free name of each call from
    the first on; this counts.
    """

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
        super().extendMarkdown(md)
        md.inlinePatterns.register(_Call(r"\[\^([^\]]*)\]", self), "footnote", 175)

    def reset(self) -> None:
        super().reset()
        self.numbers: dict[str, int] = {}

    def setFootnote(self, id: str, text: str) -> None:  # noqa: A002, N802 - its own
        super().setFootnote(id, text)
        self.numbers.setdefault(id, len(self.numbers) + 1)

    def unique_ref(self, reference: str, found: bool = False) -> str:  # noqa: FBT001, FBT002 - its own
        if not found:
            return reference
        n = self.found_refs.get(reference, 0) + 1
        self.found_refs[reference] = n
        head, rest = reference.split(self.get_separator(), 1)
        name = reference if n == 1 else f"{head}{n}{self.get_separator()}{rest}"
        self.used_refs.add(name)
        return name


class _Call(FootnoteInlineProcessor):
    """A footnote's call, numbered as the notes are defined."""

    footnotes: _Footnotes

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element | None, int | None, int | None]:
        number = self.footnotes.numbers.get(m[1])
        if number is None:
            return None, None, None
        call = Element("sup", {"id": self.footnotes.makeFootnoteRefId(m[1], found=True)})
        SubElement(call, "a", {"class": "footnote-ref"}).text = str(number)
        return call, m.start(0), m.end(0)


def prepare(text: str, path: str, line: int) -> tuple[markers.Marked, list[Problem]]:
    """Mark the words of a body, and check its fences and footnotes; lines count from *line*.

    In verse, what parts two hemistichs becomes one private character, because stars and tabs
    mean other things to Markdown.
    """
    problems: list[Problem] = []
    defined = markers.defined_in(text)
    marked = markers.Marked()
    last = 0
    for begin, end in _verses(text, path, line, problems):
        _mark_prose(text, last, begin, marked, defined)
        _mark_verse(text, begin, end, marked)
        last = end
    _mark_prose(text, last, len(text), marked, defined)
    return marked, problems + _check_notes(text, marked, path, line)


def _mark_prose(
    text: str, begin: int, end: int, marked: markers.Marked, defined: frozenset[str]
) -> None:
    first = len(marked.parts)
    markers.mark(text, begin, end, marked, defined)
    prose = "".join(marked.parts[first:])
    del marked.parts[first:]
    marked.parts.append(_LATE_ID.sub(r"\1\n\2", prose) if "{" in prose else prose)


def _mark_verse(text: str, begin: int, end: int, marked: markers.Marked) -> None:
    at = begin
    for row in text[begin:end].splitlines(keepends=True):
        last = 0
        for gap in parted(row):
            markers.mark(text, at + last, at + gap.start(), marked)
            marked.parts.append(markers.GAP)
            last = gap.end()
        markers.mark(text, at + last, at + len(row), marked)
        at += len(row)


def _verses(text: str, path: str, line: int, problems: list[Problem]) -> list[tuple[int, int]]:
    """Find the insides of verse fences; report fences of no known kind, or without an end."""
    if ":::" not in text:
        return []
    found: list[tuple[int, int]] = []
    kind, opened, inside, at, code = "", 0, 0, 0, ""
    for n, raw in enumerate(text.split("\n"), line):
        row = raw.rstrip()
        fence = _CODE_FENCE.match(row)
        if code:
            code = "" if fence and fence[1].startswith(code) else code
        elif fence:
            code = fence[1]
        elif row.startswith(":::"):
            opening = _OPENING.match(row)
            if kind and (opening or not _CLOSING.match(row)):
                problems.append(_unclosed(Place(path, opened), kind))
                kind = ""
            if opening:
                kind, opened, inside = opening[1], n, at + len(raw) + 1
                if kind not in KINDS:
                    why = f"legal: {', '.join(KINDS)}"
                    what = f"there is no '::: {kind}'"
                    problems.append(Problem(Place(path, n), what, why, did_you_mean(kind, KINDS)))
            elif not _CLOSING.match(row):
                what, fix = f"'{row[:40]}' opens nothing", "write ::: and one word on the line"
                problems.append(Problem(Place(path, n), what, fix=fix))
            elif not kind:
                what, fix = "::: closes nothing", "write ::: verse, or another kind, above"
                problems.append(Problem(Place(path, n), what, fix=fix))
            else:
                if kind == "verse":
                    found.append((inside, at))
                kind = ""
        at += len(raw) + 1
    if kind:
        problems.append(_unclosed(Place(path, opened), kind))
    return found


def _unclosed(place: Place, kind: str) -> Problem:
    return Problem(
        place, f"'::: {kind}' has no end", fix="write ::: on a line of its own under its last line"
    )


def _check_notes(text: str, marked: markers.Marked, path: str, line: int) -> list[Problem]:
    def place(offset: int) -> Place:
        return Place(path, line + text.count("\n", 0, offset))

    calls = {label for label, _ in marked.calls}
    notes: dict[str, int] = {}  # where each has its text
    for label, at in marked.notes:
        notes.setdefault(label, at)
    problems = [
        Problem(
            place(at),
            f"the footnote '{label}' has no text",
            fix=did_you_mean(label, notes, f"write [^{label}]: ... on a line of its own"),
        )
        for label, at in marked.calls
        if label not in notes
    ]
    for label, at in marked.notes:
        if at != notes[label]:
            what = f"the footnote '{label}' has a second text"
            problems.append(Problem(place(at), what, fix="give it another label"))
        elif label not in calls:
            what = f"nothing calls the footnote '{label}'"
            fix = did_you_mean(label, calls, f"write [^{label}] where it belongs, or delete it")
            problems.append(Problem(place(at), what, fix=fix))
    return problems
