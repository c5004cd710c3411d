"""How do a part's words, links and signs leave the rendered tree?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sitegen.content.anchors import Anchors, hashed, is_legal
from sitegen.content.inline import Inline, attribute
from sitegen.content.markdown import markers
from sitegen.errors import Place, Problem
from sitegen.model import Alignment, Block, slug_of

_KEPT = ("class", "lang", "dir", "title", "colspan", "rowspan", "scope", "start", "reversed",
         "datetime", "open", "width", "height")  # fmt: skip
_NUMBERS = ("colspan", "rowspan", "start", "width", "height")
_WHITE = re.compile(r"([ \t\r\n\f]+)")
_GAP_AHEAD = re.compile(r"[!-/:-@\[-`{-~]*([ \t\r\n\f])")
_BREAK_AHEAD = re.compile(r"(?:[ \t\r]*|<[bB][rR][^>]*)[\n>]")
FAR = 300
_NOTES = {
    "ar": ("الحواشي", "الحاشية", "عودة إلى المتن"),
    "fa": ("پانویس‌ها", "پانویس", "بازگشت به متن"),
    "fr": ("Notes", "Note", "Retour au texte"),
    "en": ("Notes", "Note", "Back to the text"),
}


@dataclass(slots=True)
class WordReader:
    """Reads what is inside the parts of one rendered body; holds what is known so far."""

    text: str
    below: Alignment
    path: str
    line: int
    counts_lines: bool
    lang: str
    headings: Mapping[str, str]
    anchors: Anchors
    shift: int = 1
    hosts: tuple[str, ...] = ()  # others' from which pictures may come
    blocks: list[Block] = field(default_factory=list)
    layout: list[str | int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    links: list[tuple[str, int]] = field(default_factory=list)
    at: int = 0
    page: str = ""
    level: int = 1
    noterefs: dict[str, list[str]] = field(default_factory=dict)
    called_on: dict[str, str] = field(default_factory=dict)  # a note's page
    counted: tuple[int, int] = (0, 0)  # an offset, and the line ends before it

    def line_of(self, offset: int) -> int:
        """Give the line of the file that an offset is on."""
        if not self.counts_lines:
            return self.line
        at, ends = self.counted  # from there: one offset is near the next, in a book, too
        if offset < at:
            ends -= self.text.count("\n", offset, at)
        else:
            ends += self.text.count("\n", at, offset)
        self.counted = offset, ends
        return self.line + ends

    def place(self) -> Place:
        """Give the place that is being read."""
        return Place(self.path, self.line_of(self.at))

    def emit(self, html: str) -> None:
        """Add HTML to what stands around the parts."""
        if self.layout and isinstance(self.layout[-1], str):
            self.layout[-1] += html
        else:
            self.layout.append(html)

    def write(self, inline: Inline, rendered: str | None, *, verse: bool = False) -> None:
        """Write a rendered text, each word at the place that its marker tells."""
        for at, piece in markers.pieces(rendered or ""):
            if at >= 0:
                self.at = at
            for n, part in enumerate(_WHITE.split(piece)):
                if not part:
                    continue
                if markers.GAP in part:
                    self._halves(inline, part)
                    continue
                if n % 2 == 0:
                    self._write_word(inline, part)
                elif verse and "\n" in part:
                    self._line_break(inline)
                else:
                    self._space(inline)

    def _write_word(self, inline: Inline, word: str) -> None:
        text = self.text
        if text.startswith(word, self.at):
            inline.write(word, self.at)
            self.at += len(word)
            return
        for character in word:
            if character == markers.UNKNOWN and markers.has_private(text[self.at : self.at + 1]):
                character = text[self.at]  # noqa: PLW2901 - what stood there
            found = text.find(character, self.at, self.at + FAR)
            if found < 0:
                inline.put(character, min(self.at, max(len(text) - 1, 0)), 1)
            else:
                inline.write(character, found)
                self.at = found + 1

    def _halves(self, inline: Inline, word: str) -> None:
        for n, part in enumerate(word.split(markers.GAP)):
            if n:
                inline.gap(self.at)
            if part:
                self._write_word(inline, part)

    def _space(self, inline: Inline) -> None:
        found = _GAP_AHEAD.match(self.text, self.at)
        inline.space(found.start(1) if found else self.at)
        self.at = found.end(1) if found else self.at

    def _line_break(self, inline: Inline) -> None:
        found = _BREAK_AHEAD.match(self.text, self.at)
        inline.line_break(found.end() - 1 if found else self.at)
        self.at = found.end() if found else self.at

    def inside(self, inline: Inline, element: Any, *, verse: bool = False) -> None:
        """Write an element's content, tags and all."""
        self.write(inline, element.text, verse=verse)
        for child in element:
            self.node(inline, child, verse=verse)

    def node(self, inline: Inline, element: Any, *, verse: bool = False) -> None:
        """Write one element inside a part, and what follows it."""
        tag = element.tag
        if not isinstance(tag, str):
            pass
        elif tag == "br":
            self._line_break(inline)
        elif "data-entity" in element.attrib:
            self._name(inline, element)
        elif "data-page" in element.attrib:
            inline.open(self.page_break(element.get("data-page")))
        elif tag == "img":
            inline.open(self.image(element))
        elif tag == "sup" and len(element) and "footnote-ref" in element[0].get("class", ""):
            inline.open(self._noteref(element))
        else:
            inline.open(f"<{tag}{self.attributes(element)}>")
            self.inside(inline, element, verse=verse)
            inline.close(f"</{tag}>")
        self.write(inline, element.tail, verse=verse)

    def _name(self, inline: Inline, element: Any) -> None:
        at, identifier = next(markers.pieces(element.get("data-entity")))
        at = at if at >= 0 else max(self.text.find(identifier, self.at), 0)
        inline.settle()
        start = inline.length
        if element.text is None and not len(element):
            shown = self.headings.get(identifier, identifier)
            inline.put(shown, at, len(identifier))
            self.at = at + len(identifier) + 2
        else:
            self.inside(inline, element)
        inline.tag(start, (identifier,), by_hand=True)

    def page_break(self, number: str) -> str:
        """Turn the page, and write the break."""
        self.page = markers.strip(number)
        return page_break(self.page, self.anchors)

    def image(self, element: Any) -> str:
        """Write a picture; the archive must hold it."""
        source = markers.strip(element.get("src", ""))
        alt = markers.strip(element.get("alt", ""))
        size = "".join(
            f' {key}="{attribute(element.get(key))}"'
            for key in ("width", "height")
            if re.fullmatch(r"[0-9]{1,5}", element.get(key, ""))
        )
        self.check_file(source)
        return f'<img src="{attribute(source)}" alt="{attribute(alt)}"{size} loading="lazy">'

    def check_file(self, source: str) -> None:
        """Refuse a picture that pages may not load."""
        if source.startswith(tuple(f"{host}/" for host in self.hosts)):
            return
        if re.match(r"[a-z]+:|//", source):
            what = f"the picture '{source[:60]}' is another host's"
            why = "pages load nothing from elsewhere"
            self.problems.append(
                Problem(
                    self.place(),
                    what,
                    why,
                    "copy it to assets/ and write assets/NAME, or name the host: image_hosts",
                )
            )
        elif not source.startswith("assets/") or ".." in source.split("/"):
            name = source.rpartition("/")[2]
            what = f"the picture '{source}' is not under assets/"
            self.problems.append(Problem(self.place(), what, fix=f"write assets/{name}"))

    def _noteref(self, element: Any) -> str:
        label = element.get("id", "").partition(":")[2]
        number = markers.strip("".join(element.itertext()))
        base = f"noteref-{label_of(label)}"
        anchor = self.anchors.named(base)
        self.noterefs.setdefault(label, []).append(anchor)
        self.called_on.setdefault(label, self.page)
        words = self.words()
        return (
            f'<a class="noteref" href="#note-{label_of(label)}" id="{attribute(anchor)}" '
            f'role="doc-noteref" aria-label="{words[1]} {attribute(number)}" '
            f'data-note="{attribute(number)}"></a>'
        )

    def words(self) -> tuple[str, str, str]:
        """Give the document's words for notes, a note, the way back."""
        return _NOTES.get(self.lang.partition("-")[0], _NOTES["en"])

    def attributes(self, element: Any) -> str:
        """Write the attributes that an element may keep: never a style, never a handler."""
        found = ""
        if element.tag == "a" and element.get("href") is not None:
            href = markers.strip(element.get("href")).strip()
            self.links.append((href, self.at))
            found = f' href="{attribute(href)}"'
        align = element.get("align")
        classes = markers.strip(element.get("class", ""))
        if align in ("left", "center", "right"):
            classes = f"{classes} align-{align}".strip()
        for key in _KEPT:
            value = classes if key == "class" else element.get(key)
            if key in _NUMBERS and value:  # ١ is a number to Markdown, and none to HTML
                value = str(int(value)) if value.isdecimal() and int(value) != 1 else ""
            if value:
                found += f' {key}="{attribute(markers.strip(value))}"'
        if element.get("id"):
            found += f' id="{attribute(self.explicit(element.get("id")))}"'
        return found

    def explicit(self, identifier: str) -> str:
        """Take an id that the author wrote."""
        identifier = markers.strip(identifier)
        if not is_legal(identifier):
            what, fix = f"'{identifier}' is no anchor", "begin with a letter, leave out spaces"
            self.problems.append(Problem(self.place(), what, fix=fix))
        anchor = self.anchors.named(identifier)
        if anchor != identifier:
            what = f"the anchor '{identifier}' is taken"
            self.problems.append(Problem(self.place(), what, fix="give one of them another id"))
        return anchor


def label_of(label: str) -> str:
    """Make a footnote's label part of an id.

    >>> label_of("1"), label_of("حاشية")
    ('1', 'l22dl')
    """
    label = markers.strip(label)
    return slug_of(label) if re.fullmatch(r"[A-Za-z0-9_-]+", label) else hashed(label)[2:]


def page_break(number: str, anchors: Anchors) -> str:
    """Write the break before a page of the printed source: an empty element, labelled.

    >>> page_break("12", Anchors())[:41]
    '<span class="page-break" id="page-12" rol'
    """
    anchor = anchors.named(f"page-{label_of(number)}")
    value = attribute(number)
    return (
        f'<span class="page-break" id="{anchor}" role="doc-pagebreak" title="{value}" '
        f'data-page="{value}"></span>'
    )
