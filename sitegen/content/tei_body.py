"""What does a TEI division say, part by part?

The linear text that leaves here is our own: the texts of the parts, a line each. Offsets count in
it, and it is published beside the pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sitegen.arabic.normalize import normalize
from sitegen.content.align import shifted
from sitegen.content.anchors import Anchors, is_legal
from sitegen.content.bidi import direction_of, is_rtl
from sitegen.content.inline import Inline, attribute
from sitegen.content.tei_words import SKIPPED, XML, chosen_of, is_glued, local, marks_of, plain
from sitegen.content.verse import set_verse
from sitegen.model import Block, BlockKind, Body, Tagged, slug_of

_NAMES = {
    "persName": "person",
    "placeName": "place",
    "geogName": "place",
    "orgName": "organization",
    "title": "work",
}
_PARTS_NAMES = (
    "p ab head byline dateline salute signed trailer opener closer argument epigraph "
    "postscript lg l list table figure div floatingText quote cit sp note bibl listBibl "
    "castList stage docAuthor docDate imprimatur"
)
_PARTS = frozenset(_PARTS_NAMES.split())
_FRAMES_NAMES = "div epigraph postscript sp floatingText body group cit listBibl argument castList"
_FRAMES = frozenset(_FRAMES_NAMES.split())
_INLINE_TOO = frozenset({"quote", "bibl", "note", "figure", "stage", "cit", "l", "title"})
_TAGS = {"emph": "em", "hi": "", "foreign": "", "mentioned": "i", "gloss": "", "sub": "sub"}
_KINDS = {
    "byline": BlockKind.BYLINE,
    "signed": BlockKind.BYLINE,
    "docAuthor": BlockKind.BYLINE,
    "dateline": BlockKind.DATELINE,
    "docDate": BlockKind.DATELINE,
}
_NOTES = {"ar": ("الحواشي", "الحاشية", "عودة إلى المتن"), "en": ("Notes", "Note", "Back")}


@dataclass(slots=True)
class BodyReader:
    """Reads one division as a body; page numbers come in and go out."""

    lang: str
    edition: tuple[str, str]
    page: str = ""
    first_page: str = ""
    last_page: str = ""
    blocks: list[Block] = field(default_factory=list)
    layout: list[str | int] = field(default_factory=list)
    anchors: Anchors = field(default_factory=Anchors)
    _notes: list[tuple[Any, str, str]] = field(default_factory=list)
    _turned: str = ""  # a page that was turned, and nothing written on it yet
    _length: int = 0

    def read(self, division: Any, skip: set[Any]) -> Body:
        """Read everything of *division* but the elements in *skip*."""
        self._flow(division, BlockKind.PARAGRAPH, 2, skip)
        if self._turned:
            self.page = self._turned
        self._endnotes()
        source = "\n".join(block.text for block in self.blocks)
        return Body(source, tuple(self.blocks), tuple(self.layout))

    def _emit(self, html: str) -> None:
        if self.layout and isinstance(self.layout[-1], str):
            self.layout[-1] += html
        else:
            self.layout.append(html)

    def _flow(self, element: Any, kind: BlockKind, level: int, skip: set[Any]) -> None:
        """Read children that may be parts, text between them being parts too."""
        stray: list[Any] = []
        for node in _nodes(element):
            if node in skip:
                continue
            if isinstance(node, str) or not _is_part(node, element):
                if isinstance(node, str) or local(node):
                    stray.append(node)
                continue
            self._stray(stray, kind)
            stray = []
            self._part(node, kind, level, skip)
        self._stray(stray, kind)

    def _stray(self, nodes: list[Any], kind: BlockKind) -> None:
        for node in nodes:
            if not isinstance(node, str) and local(node) == "pb":
                self._turn(node)
        if any((node.strip() if isinstance(node, str) else plain(node)) for node in nodes):
            self._write(nodes, kind, "<p", "</p>\n", None)

    def _part(self, element: Any, kind: BlockKind, level: int, skip: set[Any]) -> None:
        name = local(element)
        if name == "pb":
            self._turn(element)
        elif name == "head":
            tag = f"h{min(level, 6)}"
            self._write(
                [element], BlockKind.HEADING, f"<{tag}", f"</{tag}>\n", element, min(level, 6)
            )
        elif name == "lg":
            self._verse(element, skip)
        elif name == "l":
            self._verse_lines([element], element)
        elif name == "list":
            self._list(element, skip)
        elif name == "table":
            self._table(element)
        elif name == "figure":
            for caption in (child for child in element if local(child) in ("head", "p")):
                self._write([caption], BlockKind.CAPTION, "<p", "</p>\n", caption)
        elif name == "quote":
            self._emit("<blockquote>\n")
            self._mixed(element, BlockKind.QUOTATION, level, skip)
            self._emit("</blockquote>\n")
        elif name in _FRAMES:
            deeper = level + 1 if name == "div" else level
            inner = BlockKind.QUOTATION if name in ("epigraph", "cit") else kind
            before, after = (
                ("<blockquote>\n", "</blockquote>\n") if name == "epigraph" else ("", "")
            )
            self._emit(before)
            self._flow(element, inner, deeper, skip)
            self._emit(after)
        elif name == "ab" and re.fullmatch(r"[\W_]*", plain(element)):
            self._emit("<hr>\n")
        else:
            self._mixed(element, _KINDS.get(name, kind), level, skip)

    def _mixed(self, element: Any, kind: BlockKind, level: int, skip: set[Any]) -> None:
        """Read a paragraph; verse, lists and tables inside it stand for themselves."""
        name = local(element)
        css = f' class="{name}"' if name in ("byline", "dateline", "salute", "signed") else ""
        first = True
        for is_part, nodes in _groups(_nodes(element), element):
            if is_part:
                for node in nodes:
                    self._part(node, kind, level, skip)
            elif any((n.strip() if isinstance(n, str) else local(n)) for n in nodes):
                self._write(nodes, kind, f"<p{css}", "</p>\n", element if first else None)
                first = False

    def _write(
        self,
        nodes: list[Any],
        kind: BlockKind,
        before: str,
        after: str,
        named: Any,
        level: int = 0,
        *,
        verse: bool = False,
        anchor: str = "",
    ) -> bool:
        """Write one part; say whether there was anything to write."""
        rtl = is_rtl(self.lang)
        inline = Inline(rtl=rtl)
        page = self.page
        self._inline(inline, nodes, self.lang)
        if inline.is_empty:
            return False
        text = inline.text.rstrip()
        html = inline.html if len(text) == len(inline.text) else inline.html.rstrip()
        identifier = named.get(f"{XML}id") if named is not None else None
        if not anchor:
            if identifier and is_legal(identifier):
                anchor = self.anchors.named(identifier)
            else:
                anchor = self.anchors.of(text)
        line = named.sourceline if named is not None else 0
        block = Block(
            kind=kind,
            anchor=anchor,
            text=text,
            html=set_verse(html) if verse else html,
            alignment=shifted(self._length),
            level=level,
            tagged=_apart(inline.tagged),
            line=line or 0,
            page=page or self.page,
        )
        self._length += len(text) + 1
        self._emit(f'{before}{direction_of(text, rtl=rtl)} id="{attribute(anchor)}">')
        self.layout.append(len(self.blocks))
        self.blocks.append(block)
        self._emit(after)
        return True

    def _verse(self, element: Any, skip: set[Any]) -> None:
        lines: list[Any] = []
        for child in element:
            name = local(child)
            if name in {"l", "pb"}:
                lines.append(child)
            elif name:
                self._verse_lines(lines, element)
                lines = []
                self._part(child, BlockKind.PARAGRAPH, 3, skip)
        self._verse_lines(lines, element)

    def _verse_lines(self, lines: list[Any], named: Any) -> None:
        if any(local(line) == "l" for line in lines):
            self._write(lines, BlockKind.VERSE, '<div class="verse"', "</div>\n", named, verse=True)
        else:
            for line in lines:
                self._turn(line)

    def _list(self, element: Any, skip: set[Any]) -> None:
        ordered = element.get("rend") in ("numbered", "ordered") or (
            element.get("type") == "ordered"
        )
        tag = "ol" if ordered else "ul"
        has_labels = element.find(".//{*}label") is not None
        self._emit(f'<{tag} class="labelled">\n' if has_labels and not ordered else f"<{tag}>\n")
        waiting: list[Any] = []
        for child in element:
            name = local(child)
            if name == "label":
                waiting = [child, " "]
            elif name == "item":
                self._item(child, waiting, skip)
                waiting = []
            elif name == "pb":
                self._turn(child)
            elif name == "head":
                self._emit("<li>")
                self._write([child], BlockKind.ITEM, "<p", "</p>", child)
                self._emit("</li>\n")
        self._emit(f"</{tag}>\n")

    def _item(self, item: Any, label: list[Any], skip: set[Any]) -> None:
        nodes = [*label, *_nodes(item)]
        groups = [
            (is_part, group)
            for is_part, group in _groups(nodes, item)
            if is_part or any((n.strip() if isinstance(n, str) else local(n)) for n in group)
        ]
        first = [group for is_part, group in groups[:1] if not is_part]
        if not (first and self._write(first[0], BlockKind.ITEM, "<li", "", item)):
            self._emit("<li>")
        for is_part, group in groups[len(first) :]:
            for node in group if is_part else []:
                self._part(node, BlockKind.ITEM, 3, skip)
            if not is_part:
                self._write(group, BlockKind.ITEM, "<p", "</p>", None)
        self._emit("</li>\n")

    def _table(self, element: Any) -> None:
        rows = [child for child in element if local(child) == "row"]
        head = element.find("{*}head")
        heads = [row for row in rows[:1] if row.get("role") == "label"]
        names = [plain(head)] if head is not None else []
        names = names or [plain(cell) for row in heads for cell in row if local(cell) == "cell"]
        label = attribute(" · ".join(name for name in names if name))
        frame, named = ("section", f' aria-label="{label}"') if label else ("div", "")
        self._emit(f'<{frame} class="table-scroll" tabindex="0"{named}><table>\n')
        if head is not None:
            self._write([head], BlockKind.CAPTION, "<caption", "</caption>\n", head)
        for row in rows:
            self._row(row, is_head=row in heads)
        self._emit(f"</table></{frame}>\n")

    def _row(self, row: Any, *, is_head: bool) -> None:
        self._emit("<thead><tr>\n" if is_head else "<tr>\n")
        for cell in (child for child in row if local(child) == "cell"):
            tag = "th" if is_head or cell.get("role") == "label" else "td"
            scope = (' scope="col"' if is_head else ' scope="row"') if tag == "th" else ""
            opening, closing = f"<{tag}{scope}{_spans(cell)}", f"</{tag}>\n"
            if not self._write([cell], BlockKind.CELL, opening, closing, cell):
                self._emit(f"{opening}>{closing}")
        self._emit("</tr></thead>\n" if is_head else "</tr>\n")

    def _endnotes(self) -> None:
        if not self._notes:
            return
        words = _NOTES["ar" if self.lang.startswith("ar") else "en"]
        self._emit(f'<section class="notes" role="doc-endnotes" aria-label="{words[0]}">\n<ol>\n')
        for n, (element, anchor, page) in enumerate(self._notes, 1):  # a note may have notes
            self.page = page
            self._emit("<li>")
            self._endnote(element, anchor)
            self._emit(
                f' <a class="backref" href="#noteref-{n}" role="doc-backlink" '
                f'aria-label="{words[2]}">↩</a></li>\n'
            )
        self._emit("</ol>\n</section>\n")

    def _endnote(self, element: Any, anchor: str) -> None:
        """Write what a note says; its first part has the *anchor*."""
        first = anchor
        for is_part, group in _groups(_nodes(element), element):
            for nodes in [[node] for node in group] if is_part else [group]:
                named = element if first else None
                if is_part and local(nodes[0]) not in ("p", "ab", "bibl", "quote", "note"):
                    self._part(nodes[0], BlockKind.NOTE, 6, set())
                elif self._write(nodes, BlockKind.NOTE, "<p", "</p>", named, anchor=first):
                    first = ""
        if first:  # nothing in it but what cannot be read
            self._emit(f'<span id="{attribute(first)}"></span>')

    def _turn(self, element: Any) -> None:
        """Note a page break of the printed edition."""
        ed, ref = self.edition
        if (
            element.get("n")
            and (element.get("ed") or "") == ed
            and (element.get("edRef") or "") in (ref, "")
        ):
            self._turned = element.get("n")

    def _text(self, inline: Inline, text: str | None) -> None:
        if not text:
            return
        for n, word in enumerate(re.split(r"([ \t\r\n]+)", normalize(text).text)):
            if n % 2:
                inline.space(inline.length)
            elif word:
                self._begin_page(inline)
                inline.write(word, inline.length)

    def _begin_page(self, inline: Inline) -> None:
        if not self._turned:
            self.last_page = self.page
            self.first_page = self.first_page or self.page
            return
        self.page, self._turned = self._turned, ""
        self.last_page = self.page
        if self.blocks or inline.length:
            label = slug_of(self.page)
            anchor = self.anchors.named(f"page-{label}")
            value = attribute(self.page)
            inline.open(
                f'<span class="page-break" id="{anchor}" role="doc-pagebreak" '
                f'title="{value}" data-page="{value}"></span>'
            )
        self.first_page = self.first_page or self.page

    def _inline(self, inline: Inline, nodes: list[Any], lang: str) -> None:
        for n, node in enumerate(nodes):
            if isinstance(node, str):
                self._text(inline, node)
            elif local(node) == "l":
                if n and inline.length:
                    inline.line_break(inline.length)
                self._line(inline, node, lang)
            else:
                self._element(inline, node, lang)

    def _line(self, inline: Inline, line: Any, lang: str) -> None:
        """Write a line of verse; its halves are segments, or parted by a caesura."""
        begun = inline.length
        halves = sum(local(node) == "seg" for node in line)
        for node in _nodes(line):
            name = "" if isinstance(node, str) else local(node)
            is_half = name == "seg" and halves > 1
            if inline.length > begun and (name == "caesura" or is_half):
                inline.gap(inline.length)
                if name == "caesura":
                    continue
            self._inline(inline, [node], lang)

    def _element(self, inline: Inline, element: Any, lang: str) -> None:
        name = local(element)
        if not name or name in SKIPPED:
            return
        if is_glued(element):
            inline.space(inline.length)
        if name == "pb":
            self._turn(element)
        elif name == "lb":
            if element.get("break") != "no":
                inline.space(inline.length)
        elif name == "note" and element.get("place") != "inline":
            self._noteref(inline, element)
        elif name == "gap":
            self._text(inline, " […] ")
        elif name == "choice":
            chosen = chosen_of(element)
            if chosen is not None:
                self._element(inline, chosen, lang)
        else:
            self._span(inline, element, name, lang)

    def _span(self, inline: Inline, element: Any, name: str, lang: str) -> None:
        own = element.get(f"{XML}lang") or lang
        differs = own.partition("-")[0] != lang.partition("-")[0] or is_rtl(own) != is_rtl(lang)
        before, after = marks_of(element)
        self._text(inline, before)
        inline.settle()
        tag = _TAGS.get(name, "")
        if differs:
            inline.open(f'<span lang="{attribute(own)}" dir="{"rtl" if is_rtl(own) else "ltr"}">')
        if tag:
            inline.open(f"<{tag}>")
        link = element.get("target") if name in ("ref", "ptr") else None
        link = link if link and re.match(r"https?://", link) else None
        if link:
            inline.open(f'<a href="{attribute(link)}">')
        start = inline.length
        self._inline(inline, _nodes(element), own)
        if name in _NAMES and (name != "title" or element.get("level") or element.get("ref")):
            refs = tuple((element.get("ref") or "").split())
            inline.tag(start, refs, _NAMES[name], by_hand=False)
        if link:
            inline.close("</a>")
        if tag:
            inline.close(f"</{tag}>")
        if differs:
            inline.close("</span>")
        self._text(inline, after)

    def _noteref(self, inline: Inline, element: Any) -> None:
        number = len(self._notes) + 1
        identifier = element.get(f"{XML}id") or ""
        wanted = identifier if is_legal(identifier) else f"note-{number}"
        anchor = self.anchors.named(wanted)
        words = _NOTES["ar" if self.lang.startswith("ar") else "en"]
        self._notes.append((element, anchor, self._turned or self.page))
        inline.open(
            f'<a class="noteref" href="#{attribute(anchor)}" id="noteref-{number}" '
            f'role="doc-noteref" aria-label="{words[1]} {number}" data-note="{number}"></a>'
        )


def _spans(cell: Any) -> str:
    return "".join(
        f' {html}="{cell.get(name)}"'
        for name, html in (("cols", "colspan"), ("rows", "rowspan"))
        if re.fullmatch(r"[1-9][0-9]?", cell.get(name) or "")
    )


def _nodes(element: Any) -> list[Any]:
    """Give an element's texts and children in order."""
    return list(_walk(element))


def _walk(element: Any) -> Iterator[Any]:
    if element.text:
        yield element.text
    for child in element:
        yield child
        if child.tail:
            yield child.tail


def _groups(nodes: list[Any], parent: Any) -> list[tuple[bool, list[Any]]]:
    """Part nodes into those that stand for themselves and the words between them."""
    grouped = groupby(nodes, lambda node: _is_part(node, parent))
    return [(is_part, list(group)) for is_part, group in grouped]


def _is_part(node: Any, parent: Any) -> bool:
    """Say whether a node stands for itself: always, or where it is not among words."""
    if isinstance(node, str):
        return False
    name = local(node)
    if name not in _PARTS:
        return False
    if name not in _INLINE_TOO:
        return True
    if name == "note" and node.get("place") != "inline":
        return False
    if name == "quote" and any(local(child) in ("p", "lg", "ab") for child in node):
        return True
    return not (parent.text or "").strip() and not any(
        (child.tail or "").strip() or (local(child) and local(child) not in _PARTS | {"lb", "pb"})
        for child in parent
    )


def _apart(tagged: list[Tagged]) -> tuple[Tagged, ...]:
    """Keep names that do not overlap: those with references first, then the longer."""
    kept: list[Tagged] = []
    for one in sorted(tagged, key=lambda one: (not one.refs, one.start - one.end, one.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.start))
