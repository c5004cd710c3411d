"""How does rendered Markdown become blocks, with every word led back to its place?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

import lxml.html

from sitegen.arabic.normalize import Normalized
from sitegen.content.anchors import Anchors, hashed, is_legal
from sitegen.content.bidi import escape, is_rtl
from sitegen.content.inline import Inline, attribute
from sitegen.content.markdown import markers
from sitegen.content.markdown.sanitise import sanitise
from sitegen.content.markdown.syntax import prepare, renderer
from sitegen.content.verse import set_verse
from sitegen.errors import Place, Problem, did_you_mean
from sitegen.model import Block, BlockKind, Body, slug_of

_BLOCKS_NAMES = (
    "p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre table thead tbody tfoot tr th td caption "
    "div section article aside header footer hr dl dt dd figure figcaption details summary"
)
_BLOCKS = frozenset(_BLOCKS_NAMES.split())
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_KEPT = ("class", "lang", "dir", "title", "colspan", "rowspan", "scope", "start", "reversed",
         "datetime", "open", "width", "height")  # fmt: skip
_NUMBERS = ("colspan", "rowspan", "start", "width", "height")
_WHITE = re.compile(r"([ \t\r\n\f]+)")
_GAP_AHEAD = re.compile(r"[!-/:-@\[-`{-~]*([ \t\r\n\f])")
_BREAK_AHEAD = re.compile(r"(?:[ \t\r]*|<[bB][rR][^>]*)[\n>]")
_FAR = 300
_NOTES = {
    "ar": ("الحواشي", "الحاشية", "عودة إلى المتن"),
    "fa": ("پانویس‌ها", "پانویس", "بازگشت به متن"),
    "fr": ("Notes", "Note", "Retour au texte"),
    "en": ("Notes", "Note", "Back to the text"),
}


@dataclass(slots=True)
class _Context:
    """What is true of a stretch of the tree."""

    kind: BlockKind = BlockKind.PARAGRAPH
    anchor: str = ""  # for the first part, given from outside
    verse: bool = False


_TOP = _Context()


@dataclass(slots=True)
class _Reader:
    """Reads one rendered body; holds what is known so far."""

    text: str
    below: Any
    path: str
    line: int
    counts_lines: bool
    lang: str
    headings: Mapping[str, str]
    anchors: Anchors
    shift: int = 1
    blocks: list[Block] = field(default_factory=list)
    layout: list[str | int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    links: list[tuple[str, int]] = field(default_factory=list)
    at: int = 0
    page: str = ""
    level: int = 1
    noterefs: dict[str, list[str]] = field(default_factory=dict)
    called_on: dict[str, str] = field(default_factory=dict)  # a note's page

    # -- places ---------------------------------------------------------------------------

    def line_of(self, offset: int) -> int:
        return self.line + (self.text.count("\n", 0, offset) if self.counts_lines else 0)

    def place(self) -> Place:
        return Place(self.path, self.line_of(self.at))

    def emit(self, html: str) -> None:
        if self.layout and isinstance(self.layout[-1], str):
            self.layout[-1] += html
        else:
            self.layout.append(html)

    # -- characters -----------------------------------------------------------------------

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
            found = text.find(character, self.at, self.at + _FAR)
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

    # -- inside a part --------------------------------------------------------------------

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
        self.page = markers.strip(number)
        return page_break(self.page, self.anchors)

    def image(self, element: Any) -> str:
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
        if re.match(r"[a-z]+:|//", source):
            what = f"the picture '{source[:60]}' is another host's"
            why = "pages load nothing from elsewhere"
            self.problems.append(
                Problem(self.place(), what, why, "copy it to assets/ and write assets/NAME")
            )
        elif not source.startswith("assets/") or ".." in source.split("/"):
            name = source.rpartition("/")[2]
            what = f"the picture '{source}' is not under assets/"
            self.problems.append(Problem(self.place(), what, fix=f"write assets/{name}"))

    def _noteref(self, element: Any) -> str:
        label = element.get("id", "").partition(":")[2]
        number = markers.strip("".join(element.itertext()))
        base = f"noteref-{_label(label)}"
        anchor = self.anchors.named(base)
        self.noterefs.setdefault(label, []).append(anchor)
        self.called_on.setdefault(label, self.page)
        words = self.words()
        return (
            f'<a class="noteref" href="#note-{_label(label)}" id="{attribute(anchor)}" '
            f'role="doc-noteref" aria-label="{words[1]} {attribute(number)}" '
            f'data-note="{attribute(number)}"></a>'
        )

    def words(self) -> tuple[str, str, str]:
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

    # -- parts ----------------------------------------------------------------------------

    def part(
        self,
        write: Callable[[Inline], None],
        kind: BlockKind,
        before: str,
        after: str,
        *,
        anchor: str = "",
        attributes: str = "",
        level: int = 0,
    ) -> None:
        """Read one citable part: the element *before* … *after* gets its anchor as id."""
        inline = Inline(rtl=is_rtl(self.lang))
        page, begin = self.page, self.at
        write(inline)
        if inline.is_empty:
            if anchor or not before.startswith("<p"):
                self.emit(f"{before}{attributes}>{after}")
            return
        line = self.line_of(inline.runs[0][1] if inline.runs else begin)
        anchor = anchor or self.anchors.of(inline.text)
        block = inline.block(kind, anchor, self.below, level=level, line=line, page=page)
        self.emit(f'{before}{attributes} id="{attribute(anchor)}">')
        self.layout.append(len(self.blocks))
        self.blocks.append(block)
        self.emit(after)

    def flow(self, element: Any, context: _Context = _TOP) -> None:
        """Read the content of an element that may hold blocks and stray text."""
        for is_block, group in groupby(_children(element), key=_is_block):
            if is_block:
                for child in group:
                    self.block(child, context)
                continue
            nodes = list(group)
            if any(not isinstance(node, str) or node.strip() for node in nodes):
                self.part(lambda inline, nodes=nodes: self._nodes(inline, nodes),  # type: ignore[misc]
                          context.kind, "<p", "</p>\n")  # fmt: skip

    def _nodes(self, inline: Inline, nodes: list[Any]) -> None:
        for node in nodes:
            if isinstance(node, str):
                self.write(inline, node)
            else:
                self.node(inline, node)

    def mixed(self, element: Any, kind: BlockKind, *, tag: str = "", more: str = "") -> None:
        """Read an item or a cell: its own text is a part, blocks inside it stand for themselves."""
        tag = tag or element.tag
        explicit = element.attrib.pop("id", "")
        anchor = self.explicit(explicit) if explicit else ""
        attributes = self.attributes(element) + more
        groups = [
            (is_block, list(nodes)) for is_block, nodes in groupby(_children(element), _is_block)
        ]
        groups = [
            (is_block, nodes)
            for is_block, nodes in groups
            if is_block or any(not isinstance(n, str) or markers.strip(n).strip() for n in nodes)
        ]
        if groups and not groups[0][0]:
            nodes = groups[0][1]
            self.part(
                lambda inline: self._nodes(inline, nodes), kind, f"<{tag}", "",
                anchor=anchor, attributes=attributes,
            )  # fmt: skip
            groups = groups[1:]
        else:
            own = f' id="{attribute(anchor)}"' if anchor else ""
            self.emit(f"<{tag}{attributes}{own}>")
        for is_block, nodes in groups:
            if is_block:
                self.emit("\n")
                for child in nodes:
                    self.block(child, _Context(kind))
            else:
                self.part(
                    lambda inline, nodes=nodes: self._nodes(inline, nodes),  # type: ignore[misc]
                    kind, "<p", "</p>",
                )  # fmt: skip
        self.emit(f"</{tag}>\n")

    def block(self, element: Any, context: _Context = _TOP) -> None:
        """Read one block element."""
        tag = element.tag
        if tag == "p":
            self.paragraph(element, context)
        elif tag in _HEADINGS:
            self.heading(element)
        elif tag in ("li", "dt", "dd"):
            self.mixed(element, context.kind if context.kind is BlockKind.NOTE else BlockKind.ITEM)
        elif tag == "blockquote":
            kind = BlockKind.NOTE if context.kind is BlockKind.NOTE else BlockKind.QUOTATION
            self.frame(element, _Context(kind))
        elif tag == "pre":
            self.code(element)
        elif tag == "table":
            self.table(element)
        elif tag == "hr":
            self.emit("<hr>\n")
        elif "data-kind" in element.attrib:
            self.fence(element)
        elif tag == "div" and element.get("class") == "footnote":
            self.notes(element)
        elif tag == "figcaption":
            self.mixed(element, BlockKind.CAPTION)
        elif tag == "summary":
            self.mixed(element, context.kind)
        else:
            self.frame(element, context)

    def frame(self, element: Any, context: _Context) -> None:
        """Read an element that only holds others."""
        self.emit(f"<{element.tag}{self.attributes(element)}>\n")
        self.flow(element, context)
        self.emit(f"</{element.tag}>\n")

    def paragraph(self, element: Any, context: _Context) -> None:
        """Read a paragraph; one of pictures is figures, one of a page break is a page break."""
        children = list(element)
        bare = not any(
            markers.strip(text or "").strip()
            for text in (element.text, *(child.tail for child in children))
        )
        if children and bare and all(child.tag == "img" for child in children):
            for child in children:
                self.figure(child)
            return
        if children and bare and all("data-page" in child.attrib for child in children):
            for child in children:
                self.emit(f"{self.page_break(child.get('data-page'))}\n")
            return
        explicit = element.attrib.pop("id", "")
        anchor = context.anchor or (self.explicit(explicit) if explicit else "")
        context.anchor = ""
        self.part(
            lambda inline: self.inside(inline, element),
            context.kind, "<p", "</p>\n",
            anchor=anchor, attributes=self.attributes(element),
        )  # fmt: skip

    def heading(self, element: Any) -> None:
        """Read a heading: under the title, and never more than one step deeper than the last."""
        self.level = min(int(element.tag[1]) + self.shift, self.level + 1, 6)
        explicit = element.attrib.pop("id", "")
        self.part(
            lambda inline: self.inside(inline, element),
            BlockKind.HEADING, f"<h{self.level}", f"</h{self.level}>\n",
            anchor=self.explicit(explicit) if explicit else "",
            attributes=self.attributes(element), level=self.level,
        )  # fmt: skip

    def figure(self, element: Any) -> None:
        """Read a picture that stands alone; its title is its caption."""
        caption = element.attrib.pop("title", "")
        self.emit(f"<figure>{self.image(element)}")
        if markers.strip(caption).strip():
            self.part(
                lambda inline: self.write(inline, caption),
                BlockKind.CAPTION, "<figcaption", "</figcaption>",
            )  # fmt: skip
        self.emit("</figure>\n")

    def code(self, element: Any) -> None:
        """Read code: every character as it is."""
        inline = Inline(rtl=False)
        for at, piece in markers.pieces("".join(element.itertext()).rstrip("\n")):
            self.at = at if at >= 0 else self.at
            for line in re.split(r"(\n)", piece):
                found = self.text.find(line, self.at, self.at + len(line) + _FAR) if line else -1
                if line:
                    inline.write(line, found if found >= 0 else self.at)
                    self.at = found + len(line) if found >= 0 else self.at
        if inline.is_empty:
            return
        line = self.line_of(inline.runs[0][1])
        block = inline.block(
            BlockKind.CODE, self.anchors.of(inline.text), self.below, line=line, page=self.page
        )
        self.emit(f'<pre dir="ltr" tabindex="0" id="{block.anchor}"><code>')
        self.layout.append(len(self.blocks))
        self.blocks.append(_as_code(block))
        self.emit("</code></pre>\n")

    def table(self, element: Any) -> None:
        """Read a table, in a frame that scrolls and is named by its caption or its header."""
        name = " · ".join(
            " ".join(markers.strip("".join(cell.itertext())).split())
            for cell in (element.findall("caption") or element.findall(".//th"))
        )
        frame = "section" if name.strip(" ·") else "div"
        label = f' aria-label="{attribute(name)}"' if frame == "section" else ""
        self.emit(f'<{frame} class="table-scroll" tabindex="0"{label}>')
        self.emit(f"<table{self.attributes(element)}>\n")
        for child in element:
            self.rows(child)
        self.emit(f"</table></{frame}>\n")

    def rows(self, element: Any) -> None:
        """Read a group of rows, a row, a cell, or the caption."""
        tag = element.tag
        if tag in ("td", "th"):
            scope = ' scope="col"' if tag == "th" and not element.get("scope") else ""
            self.mixed(element, BlockKind.CELL, more=scope)
        elif tag == "caption":
            self.mixed(element, BlockKind.CAPTION)
        elif tag in ("thead", "tbody", "tfoot", "tr"):
            if tag == "tbody" and not any(len(row) for row in element):
                return
            self.emit(f"<{tag}{self.attributes(element)}>\n")
            for child in element:
                self.rows(child)
            self.emit(f"</{tag}>\n")

    def fence(self, element: Any) -> None:
        """Read what ``:::`` frames."""
        kind = element.get("data-kind")
        if kind == "verse":
            for stanza in element:
                explicit = stanza.attrib.pop("id", "")
                known = len(self.blocks)
                self.part(
                    lambda inline, stanza=stanza: self.inside(inline, stanza, verse=True),  # type: ignore[misc]
                    BlockKind.VERSE, '<div class="verse"', "</div>\n",
                    anchor=self.explicit(explicit) if explicit else "",
                )  # fmt: skip
                for n in range(known, len(self.blocks)):
                    self.blocks[n] = replace(self.blocks[n], html=set_verse(self.blocks[n].html))
            return
        tag = "blockquote" if kind == "epigraph" else "div"
        self.emit(f'<{tag} class="{kind}">\n')
        self.flow(element, _Context(_FENCED.get(kind, BlockKind.PARAGRAPH)))
        self.emit(f"</{tag}>\n")

    def notes(self, element: Any) -> None:
        """Read the footnotes: each a part, with a way back to every call."""
        words = self.words()
        self.emit(f'<section class="notes" role="doc-endnotes" aria-label="{words[0]}">\n<ol>\n')
        for item in element.iter("li"):
            label = item.get("id", "").partition(":")[2]
            if not item.get("id", "").startswith("fn:"):
                continue
            anchor = self.anchors.named(f"note-{_label(label)}")
            paragraphs = [child for child in item if child.tag == "p"]
            context = _Context(BlockKind.NOTE, anchor if paragraphs else "")
            self.page = self.called_on.get(label, "")
            _drop_ways_back(item)
            self.emit("<li>" if paragraphs else f'<li id="{anchor}">')
            self.flow(item, context)
            for back in self.noterefs.get(label, []):
                self.emit(
                    f'<a class="backref" href="#{attribute(back)}" role="doc-backlink" '
                    f'aria-label="{words[2]}">↩</a>'
                )
            self.emit("</li>\n")
        self.emit("</ol>\n</section>\n")


_FENCED = {
    "pullquote": BlockKind.PULL_QUOTE,
    "epigraph": BlockKind.QUOTATION,
    "dateline": BlockKind.DATELINE,
    "byline": BlockKind.BYLINE,
}


def _drop_ways_back(item: Any) -> None:
    """Take out the links that Python-Markdown puts at a footnote's end, and the space before."""
    for link in item.findall(".//a[@class='footnote-backref']"):
        parent, before = link.getparent(), link.getprevious()
        if before is not None:
            before.tail = (before.tail or "").rstrip("\N{NO-BREAK SPACE} ")
        elif parent.text:
            parent.text = parent.text.rstrip("\N{NO-BREAK SPACE} ")
        parent.remove(link)


def _children(element: Any) -> Iterator[Any]:
    """Give an element's texts and elements in order; a child's tail is a text of its own."""
    if element.text:
        yield element.text
    for child in element:
        tail, child.tail = child.tail, None
        yield child
        if tail:
            yield tail


def _is_block(node: Any) -> bool:
    return not isinstance(node, str) and node.tag in _BLOCKS


def _label(label: str) -> str:
    """Make a footnote's label part of an id.

    >>> _label("1"), _label("حاشية")
    ('1', 'l22dl')
    """
    label = markers.strip(label)
    return slug_of(label) if re.fullmatch(r"[A-Za-z0-9_-]+", label) else hashed(label)[2:]


def _as_code(block: Block) -> Block:
    return replace(block, html=escape(block.text))


def page_break(number: str, anchors: Anchors) -> str:
    """Write the break before a page of the printed source: an empty element, labelled.

    >>> page_break("12", Anchors())[:41]
    '<span class="page-break" id="page-12" rol'
    """
    anchor = anchors.named(f"page-{_label(number)}")
    value = attribute(number)
    return (
        f'<span class="page-break" id="{anchor}" role="doc-pagebreak" aria-label="{value}" '
        f'data-page="{value}"></span>'
    )


def _shift(root: Any) -> int:
    """Say by how much headings sink, so that the highest is a second-level one."""
    levels = [int(element.tag[1]) for element in root.iter(*_HEADINGS)]
    return 2 - min(levels) if levels else 1


def _explicit_ids(root: Any) -> frozenset[str]:
    return frozenset(
        markers.strip(element.get("id")) for element in root.iter() if element.get("id")
    )


def read_long_way(
    source: str,
    repaired: Normalized,
    *,
    path: str,
    lang: str,
    line: int,
    counts_lines: bool,
    trusted: bool,
    headings: Mapping[str, str],
) -> tuple[Body, list[Problem]]:
    """Render a body, and read it back as blocks."""
    text = repaired.text
    marked, problems = prepare(text, path, line)
    if not counts_lines:
        problems = [replace(problem, place=Place(path, line)) for problem in problems]
    html = sanitise(renderer().convert(marked.text), trusted=trusted)
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
    page: Any = lxml.html.document_fromstring(
        f"<html><body><div>{html}</div></body></html>".encode(), parser=parser
    )
    root = page.body[0]
    reader = _Reader(
        text=text,
        below=repaired.alignment,
        path=path,
        line=line,
        counts_lines=counts_lines,
        lang=lang,
        headings=headings,
        anchors=Anchors(_explicit_ids(root)),
        shift=_shift(root),
    )
    reader.flow(root)
    problems += reader.problems + _check_links(reader)
    return Body(source, tuple(reader.blocks), tuple(reader.layout)), problems


def _check_links(reader: _Reader) -> list[Problem]:
    """Find links that lead nowhere: to an anchor that is not, to a file that no page can reach."""
    problems = []
    ids = reader.anchors.given | {block.anchor for block in reader.blocks}
    for href, at in reader.links:
        place = Place(reader.path, reader.line_of(at))
        if href.startswith("#"):
            if href[1:] not in ids:
                what = f"there is no anchor '{href}' in this document"
                fix = did_you_mean(href[1:], ids, "write {#name} after the paragraph that is meant")
                problems.append(Problem(place, what, fix=fix))
        elif not re.match(r"(?:https?|mailto|tel|ftp|urn|doi):|assets/", href) or ".." in href:
            what = f"the link '{href[:80]}' leads to no file of the archive"
            fix = "write https://..., assets/NAME, or #anchor"
            problems.append(Problem(place, what, fix=fix))
    return problems
