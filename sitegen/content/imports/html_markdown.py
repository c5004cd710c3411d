"""How is a page's text written as Markdown, so that it reads the same?

What a reader saw stays: paragraphs, headings, lists, quotations, tables, verse, notes, pictures,
links, bold and italics. Fonts, colours and boxes go. Signs that Markdown would read are escaped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sitegen.content.anchors import is_legal

_ESCAPES = str.maketrans({
    "\\": "\\\\", "*": "\\*", "_": "\\_", "`": "\\`", "[": "\\[", "]": "\\]", "{": "\\{",
    "}": "\\}", "<": "&lt;", ">": "&gt;", "&": "&amp;", "\u00a0": " ", "\u00ad": "", "|": "&#124;",
    **dict.fromkeys(map(chr, (*range(9), 11, *range(14, 32), 127)), ""),
    **dict.fromkeys(map(chr, range(0x80, 0xA0)), ""),
})  # fmt: skip
_BREAK, _BOLD, _UNBOLD, _ITALIC, _UNITALIC = "\x01", "\x02", "\x03", "\x04", "\x05"
_EMPHASIS = {"b": (_BOLD, _UNBOLD), "strong": (_BOLD, _UNBOLD), "i": (_ITALIC, _UNITALIC),
             "em": (_ITALIC, _UNITALIC), "cite": (_ITALIC, _UNITALIC)}  # fmt: skip
_RAW = ("sup", "sub")
_OURS = re.compile(r"(?:p|page|note|noteref)-")  # anchors that are given by us
LINE_START = re.compile(r"^(?:([-+#])|(\d+)\.|(=+|:|~))", re.MULTILINE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BLOCK_TAGS = (
    "p div h1 h2 h3 h4 h5 h6 ul ol li blockquote pre table tr td th tbody thead tfoot hr dl dt dd "
    "figure figcaption section article main header footer aside center address fieldset caption "
    "body details summary"
)
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_VERSE = re.compile(
    r"(?:^|[\s_-])(?:verse|poem|poetry|beit|bayt|bait|sh?i3?r|شعر|قصيدة)(?=$|[\s_-])"
)


@dataclass(slots=True)
class MarkdownWriter:
    """Writes one text; what is a link's or a picture's target is asked of the caller."""

    link: Callable[[str], str]  # href -> a target of ours, "" for plain text
    picture: Callable[[str], str]  # src -> assets/..., "" where it is dropped
    calls: Mapping[Any, str]
    wanted: frozenset[str] = frozenset()  # ids that links of this text lead to
    named: set[str] = field(default_factory=set)  # those that were given
    inner: int = 0  # how many lists and quotations are open
    blocks: list[str] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    splits: list[tuple[int, str]] = field(default_factory=list)  # block number, heading: `split`
    split: str = ""

    def flow(self, element: Any, indent: str = "") -> None:
        """Write what an element holds: runs of words as paragraphs, blocks as themselves."""
        run: list[str] = [escaped(element.text)]
        named = [element]
        for child in element:
            if isinstance(child.tag, str) and self._holds_blocks(child):
                self._paragraph("".join(run), indent, named)
                run, named = [], []
                self.block(child, indent)
            else:
                run.append(self.inline(child))
                named += child.iter("*")
            run.append(escaped(child.tail))
        self._paragraph("".join(run), indent, named)

    def _holds_blocks(self, element: Any) -> bool:
        return element.tag in _BLOCKS or any(
            isinstance(one.tag, str) and one.tag in _BLOCKS for one in element.iterdescendants()
        )

    def _anchor(self, elements: Iterable[Any]) -> str:
        """Give the anchor that a link of this text leads to, each once."""
        if not self.wanted or self.inner:  # in lists and quotations Markdown names no part
            return ""
        names = (one.get(key) for one in elements for key in ("id", "name"))
        found = next((name for name in names if name in self.wanted - self.named), "")
        if not found or not is_legal(found) or _OURS.match(found):
            return ""
        self.named.add(found)
        return f" {{#{found}}}"

    def _paragraph(self, words: str, indent: str, named: Iterable[Any] = ()) -> None:
        for part in re.split(rf"{_BREAK}\s*{_BREAK}[\s{_BREAK}]*", words):
            text = finished(part)
            if text:
                lines = LINE_START.sub(guarded, text).split("\n")
                told = indent + f"  \n{indent}".join(lines)
                self.blocks.append(told + self._anchor(named))

    def block(self, element: Any, indent: str) -> None:
        """Write one element that stands by itself."""
        tag = element.tag
        if tag[0] == "h" and tag[1:].isdecimal():
            self._heading(element, int(tag[1]), indent)
        elif tag == "hr":
            self.blocks.append(f"{indent}---")
        elif tag in ("ul", "ol"):
            self._list(element, indent)
        elif tag == "blockquote":
            inner = self._inside(element)
            quoted = "\n".join(inner).replace("\n", f"\n{indent}> ")
            if inner:
                self.blocks.append(f"{indent}> {quoted}")
        elif tag == "table":
            self._table(element, indent)
        elif tag == "pre":
            self._lines(element, indent)
        elif tag == "figure":
            self._figure(element, indent)
        elif tag == "dt":
            self._paragraph(f"{_BOLD}{self._words(element)}{_UNBOLD}", indent)
        elif _VERSE.search(element.get("class") or "") and element.find(".//table") is None:
            self._verse([_lines_in(self._words(element))])
        else:
            self.flow(element, indent)

    def _words(self, element: Any) -> str:
        run = [escaped(element.text)]
        for child in element:
            block = isinstance(child.tag, str) and child.tag in _BLOCKS
            run += [_BREAK] if block else []
            run += [self.inline(child), _BREAK if block else "", escaped(child.tail)]
        return "".join(run)

    def inline(self, element: Any) -> str:
        """Write an element inside a paragraph; what follows it is left to the caller."""
        tag = element.tag
        if not isinstance(tag, str):
            return ""
        if tag == "br":
            return _BREAK
        if element in self.calls:
            return f"[^{self.calls[element]}]"
        if tag == "img":
            return self._image(element)
        words = self._words(element)
        if tag == "a" and element.get("href") is not None:
            return self._link(element, words)
        if tag in _EMPHASIS and words.strip():
            begin, end = _EMPHASIS[tag]
            return f"{begin}{words}{end}"
        if tag in _RAW and words.strip() and "[^" not in words:
            return _around(words, f"<{tag}>", f"</{tag}>")
        return words

    def _link(self, element: Any, words: str) -> str:
        target = self.link(element.get("href").strip())
        bare = words.strip()
        if not target or not bare or bare.startswith("[^"):
            return words
        if "](" in bare and not bare.startswith("!["):  # a link in a link
            return words
        return _around(words, "[", f"]({_address(target)})")

    def _image(self, element: Any, caption: str = "") -> str:
        source = self.picture((element.get("src") or "").strip())
        if not source:
            return ""
        alt = re.sub(r"[\s\[\]\\]+", " ", element.get("alt") or "").strip()
        title = " ".join(caption.replace('"', "”").replace("\\", "").split())
        return f"![{alt}]({_address(source)}" + (f' "{title}")' if title else ")")

    def _figure(self, element: Any, indent: str) -> None:
        captions = list(element.iter("figcaption"))
        caption = " ".join(one.text_content() for one in captions)
        images = [self._image(one, caption) for one in element.iter("img")]
        images = [one for one in images if one]
        self.blocks += [indent + one for one in images]
        if not images:
            self.flow(element, indent)

    def _heading(self, element: Any, level: int, indent: str) -> None:
        words = finished(self._words(element).replace(_BREAK, " "))
        text = re.sub(r"[*#\s]+$", "", words.replace("**", "")) if words else ""
        if not text:
            pictures = [self._image(one) for one in element.iter("img")]
            self.blocks += [indent + one for one in pictures if one]
            return
        if element.tag == self.split and not indent:
            self.splits.append((len(self.blocks), plain(element.text_content())))
            return
        self.blocks.append(f"{indent}{'#' * level} {text}{self._anchor(element.iter('*'))}")

    def _inside(self, element: Any) -> list[str]:
        """Write what an element holds aside, as blocks of its own with blank lines between."""
        mine, self.blocks = self.blocks, []
        self.inner += 1
        self.flow(element)
        self.inner -= 1
        inner, self.blocks = self.blocks, mine
        return [line for n, one in enumerate(inner) for line in ([""] if n else []) + [one]]

    def _list(self, element: Any, indent: str) -> None:
        items: list[str] = []
        for item in element:
            if not isinstance(item.tag, str):
                continue
            inner = "\n".join(self._inside(item))
            if inner.strip():
                mark = f"{len(items) + 1}." if element.tag == "ol" else "-"
                body = inner.replace("\n", "\n    ").replace("\n    \n", "\n\n")
                items.append(f"{mark:<4}{body}")
        if items:
            self.blocks.append("\n".join(f"{indent}{one}".replace("\n", f"\n{indent}")
                                         for one in items))  # fmt: skip

    def _lines(self, element: Any, indent: str) -> None:
        text = escaped(element.text_content()).strip("\n")
        for stanza in re.split(r"\n[ \t]*\n\s*", text):
            self._paragraph(stanza.replace("\n", _BREAK), indent)

    def _verse(self, stanzas: list[list[str]]) -> None:
        told = ["\n".join(lines) for lines in stanzas if lines]
        if told:
            self.blocks.append("::: verse\n" + "\n\n".join(told) + "\n:::")

    def _table(self, element: Any, indent: str) -> None:
        rows = [
            [cell for cell in row if cell.tag in ("td", "th")]
            for row in element.iter("tr")
            if next(row.iterancestors("table"), None) is element
        ]
        rows = [row for row in rows if row]
        if _is_verse_table(element, rows):
            lines = []
            for row in rows:
                halves = [finished(self._words(cell)).replace("\n", " ") for cell in row]
                lines.append(" *** ".join(half for half in halves if half.strip("* ")))
            self._verse([[line for line in lines if line]])
        elif indent or _is_layout(rows):
            self.flow_cells(element, rows, indent)
        else:
            self._grid(element, rows)

    def flow_cells(self, element: Any, rows: list[list[Any]], indent: str) -> None:
        """Write a table that only laid out a page: its cells one after the other."""
        caption = element.find("caption")
        for cell in [
            *([caption] if caption is not None else []),
            *(c for row in rows for c in row),
        ]:
            self.flow(cell, indent)

    def _grid(self, element: Any, rows: list[list[Any]]) -> None:
        told = []
        for row in rows:
            cells = []
            for cell in row:
                words = finished(self._words(cell)).replace("\n", " ")
                span = cell.get("colspan") or "1"
                cells += [words, *[""] * (min(int(span), 50) - 1 if span.isdecimal() else 0)]
            told.append(cells)
        width = max(map(len, told))
        told = [cells + [""] * (width - len(cells)) for cells in told]
        headed = all(cell.tag == "th" for cell in rows[0]) or element.find("thead") is not None
        head = told.pop(0) if headed else [""] * width
        caption = element.find("caption")
        if caption is not None:
            self._paragraph(f"{_BOLD}{self._words(caption)}{_UNBOLD}", "")
        lines = [head, ["---"] * width, *told]
        self.blocks.append("\n".join(f"| {' | '.join(cells)} |" for cells in lines))


def finished(words: str) -> str:
    """Settle white space, line breaks and emphasis of a paragraph's words."""
    text = _SPACE.sub(" ", words)
    text = re.sub(rf" ?{_BREAK}[ {_BREAK}]*", "\n", text)
    if _BOLD in text or _ITALIC in text:
        text = _emphasised(text)
    return text.strip()


def _emphasised(text: str) -> str:
    for begin, end in ((_BOLD, _UNBOLD), (_ITALIC, _UNITALIC)):
        text = _flat(text, begin, end)
        text = re.sub(rf"{end}(\s*){begin}", r"\1", text)
        text = re.sub(rf"{begin}(\s+)", rf"\1{begin}", text)
        text = re.sub(rf"(\s+){end}", rf"{end}\1", text)
        text = re.sub(rf"{begin}{end}", "", text)
    signs = f"{_BOLD}{_UNBOLD}{_ITALIC}{_UNITALIC}"
    if re.search(rf"[{signs}][{signs}]|[{signs}]\\", text):
        tags = ("<strong>", "</strong>", "<em>", "</em>")  # stars would be read another way
    else:
        tags = ("**", "**", "*", "*")
    return text.translate(dict(zip(map(ord, signs), tags, strict=True)))


def _flat(text: str, begin: str, end: str) -> str:
    """Keep the outermost of nested signs; a line break ends and begins them again."""
    depth, told = 0, []
    for piece in re.split(f"([{begin}{end}\n])", text):
        if piece == "\n" and depth:
            told.append(f"{end}\n{begin}")
            continue
        keep = piece not in (begin, end) or depth == (0 if piece == begin else 1)
        depth += {begin: 1, end: -1}.get(piece, 0)
        told.append(piece if keep else "")
    return "".join(told)


def _around(words: str, begin: str, end: str) -> str:
    """Put mark-up around words; white space at their ends stays outside."""
    bare = words.strip()
    at = words.index(bare)
    return f"{words[:at]}{begin}{bare}{end}{words[at + len(bare) :]}"


def plain(text: str) -> str:
    """Settle the white space of a text without mark-up."""
    return " ".join(text.split())


def escaped(text: str | None) -> str:
    """Escape what Markdown would read, but for what counts at a line's start (`guarded`)."""
    return text.translate(_ESCAPES) if text else ""


def guarded(found: re.Match[str]) -> str:
    """Escape what Markdown would read at the start of a line, as `LINE_START` found it."""
    if found[1]:
        return "\\" + found[1]
    if found[2]:
        return f"{found[2]}\\."
    return "".join(f"&#{ord(char)};" for char in found[3])


def _address(target: str) -> str:
    for sign, code in ((" ", "%20"), ("(", "%28"), (")", "%29"), ("<", "%3C"), (">", "%3E"),
                       ('"', "%22"), ("\\", "%5C"), ("[", "%5B"), ("]", "%5D"),
                       ("`", "%60"), ("\n", ""), ("{", "%7B"), ("}", "%7D"),
                       ("|", "%7C")):  # fmt: skip
        target = target.replace(sign, code)
    return target


def _lines_in(words: str) -> list[str]:
    return [line.strip() for line in finished(words).split("\n") if line.strip()]


def _is_verse_table(element: Any, rows: list[list[Any]]) -> bool:
    if not rows or not all(len(row) in (1, 2, 3) for row in rows):
        return False
    if _VERSE.search(element.get("class") or ""):
        return True
    texts = [[plain(cell.text_content()) for cell in row] for row in rows]
    return len(rows) > 1 and all(
        len(row) == 3 and not row[1].strip("*. …") and row[0] and row[2] and max(map(len, row)) < 80
        for row in texts
    )


def _is_layout(rows: list[list[Any]]) -> bool:
    """Say whether a table only put a page together: one column, or cells with blocks in them."""
    if not rows or max(map(len, rows)) == 1 or len(rows) == 1:
        return True
    return any(
        cell.find(f".//{tag}") is not None
        for row in rows
        for cell in row
        for tag in ("table", "h1", "h2", "h3", "ul", "ol", "blockquote", "p[2]", "hr")
    )
