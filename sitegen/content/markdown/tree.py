"""How does rendered Markdown become blocks, with every word led back to its place?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import lxml.html

from sitegen.arabic.normalize import Normalized
from sitegen.content.anchors import Anchors
from sitegen.content.bidi import direction_of, escape, is_rtl
from sitegen.content.inline import Inline, attribute
from sitegen.content.markdown import markers
from sitegen.content.markdown.sanitise import sanitise
from sitegen.content.markdown.syntax import prepare, render
from sitegen.content.markdown.words import FAR, WordReader, label_of
from sitegen.content.verse import set_verse
from sitegen.errors import Place, Problem, did_you_mean
from sitegen.model import Block, BlockKind, Body

_BLOCKS_NAMES = (
    "p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre table thead tbody tfoot tr th td caption "
    "div section article aside header footer hr dl dt dd figure figcaption details summary"
)
_BLOCKS = frozenset(_BLOCKS_NAMES.split())
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(slots=True)
class _Context:
    """What is true of a stretch of the tree."""

    kind: BlockKind = BlockKind.PARAGRAPH
    anchor: str = ""  # for the first part, given from outside
    verse: bool = False


_TOP = _Context()


class _Reader(WordReader):
    """Reads the parts of one rendered body."""

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
        rtl = is_rtl(self.lang)
        inline = Inline(rtl=rtl)
        page, begin = self.page, self.at
        write(inline)
        if inline.is_empty:
            if anchor or not before.startswith("<p"):
                self.emit(f"{before}{attributes}>{after}")
            return
        line = self.line_of(inline.runs[0][1] if inline.runs else begin)
        if " dir=" not in attributes:
            attributes += direction_of(inline.text, rtl=rtl)
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
            for n, word in enumerate(re.split(r"(\s+)", piece)):
                if n % 2:
                    inline.write(word, self.at)  # a tab may have become four spaces
                elif word:
                    found = self.text.find(word, self.at, self.at + len(word) + FAR)
                    self.at = found if found >= 0 else self.at
                    self._write_word(inline, word)
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
            anchor = self.anchors.named(f"note-{label_of(label)}")
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


def _as_code(block: Block) -> Block:
    return replace(block, html=escape(block.text))


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
    hosts: tuple[str, ...],
    headings: Mapping[str, str],
) -> tuple[Body, list[Problem]]:
    """Render a body, and read it back as blocks."""
    text = repaired.text
    marked, problems = prepare(text, path, line)
    if not counts_lines:
        problems = [replace(problem, place=Place(path, line)) for problem in problems]
    html = sanitise(render(marked.text), trusted=trusted)
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
        hosts=hosts,
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
        elif not re.match(r"(?:https?|mailto|tel|ftp|urn|doi|doc):|assets/", href) or ".." in href:
            what = f"the link '{href[:80]}' leads to no file of the archive"
            fix = "write https://..., doc:ID, assets/NAME, or #anchor"
            problems.append(Problem(place, what, fix=fix))
    return problems
