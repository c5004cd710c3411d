"""Which documents does a book in OpenITI mARkdown hold?

https://maximromanov.github.io/mARkdown/ names the signs: ``### |`` headings, ``#`` paragraphs,
``~~`` lines that go on, ``PageV01P002`` at a page's end, ``%~%`` between hemistichs, ``ms123`` and
``@TAG@`` for machines. A book becomes a collection, a chapter a document; a long chapter is parted
at its sections, and where it has none between paragraphs. Notes under its pages become notes of
the document that calls them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from sitegen.content.imports.book_notes import MARK, PAGE, Notes, without_notes
from sitegen.content.imports.html_markdown import LINE_START, escaped, guarded
from sitegen.content.imports.rows import first_words, legal_id
from sitegen.errors import Place, Problem

LONG = 5000  # words of a chapter, beyond which it is parted at its sections
_MAGIC = re.compile(r"\ufeff?######OpenITI#")
_META = re.compile(r"#META#\s*([^:\n]+?)\s*::?\s*(.*)")
_END_OF_META = "#META#Header#End#"
_HEADING = re.compile(r"###\s*(\|+(?:[A-Z]+\|)?|\${1,4}|@)\s*(.*)")
_FILE = re.compile(r"([0-9]{4}[A-Za-z]+)\.([A-Za-z0-9]+)(?:\.([A-Za-z0-9]+-[a-z]{3}[0-9]+))?")
_SIGN = re.compile(f"{PAGE.pattern}|{MARK.pattern}")  # turns a page, or calls a note
_CALL = re.compile(r"\[\^([^\]\s]+)\]")
_NOT_SAID = re.compile(r"\{\{[^{}]*\}\}|\[\^[^\]\s]+\]|:::.*|\\|\*\*\*|&[#\w]+;")
_MILESTONE = re.compile(r"\bms[A-Z]?\d+\b")
_QURAN = re.compile(r"@QB@\s*(.*?)\s*@QE@", re.DOTALL)
_TAG = re.compile(
    r"@[A-Z][A-Za-z_]*@|@[A-Z]{1,4}\d{1,4}[A-Z]?\b|\$[A-Z_]{3,}\$|\bAUTO\b|\bY[A-Z]\d{3,4}\b"
)
_CHAPTER = re.compile(r"(?:\{\{[^{}]*\}\}|[*(\\\s])*(?:الباب|الفصل) ال")
_AT_ENDS = re.compile(r"((?:\{\{page [^{}]*\}\}\s*)*)(.*?)((?:\s*\{\{page [^{}]*\}\})*)", re.DOTALL)
_GAP = "%~%"
_NOTHING = {"", "NODATA", "NOTGIVEN", "None", "NOCODE"}
_KEYS = {
    "title": ("020.BookTITLE", "bk", "الكتاب", "Title", "BookTITLE", "title"),
    "author": ("010.AuthorNAME", "010.AuthorAKA", "auth", "lng", "المؤلف", "AuthorNAME", "Author"),
    "died": ("011.AuthorDIED", "019.AuthorDIED", "higrid", "ad", "AuthorDIED"),
    "subject": ("021.BookSUBJ", "cat", "BookSUBJ"),
    "publisher": ("043.EdPUBLISHER", "الناشر", "EdPUBLISHER"),
    "place": ("044.EdPLACE", "EdPLACE"),
    "editor": ("040.EdEDITOR", "المحقق", "تحقيق", "EdEDITOR"),
    "year": ("045.EdYEAR", "EdYEAR"),
}


@dataclass(frozen=True, slots=True)
class Book:
    """What a file's name and header say."""

    uri: str  # of the book: 0321IbnDuraydAzdi.Mujtana
    author_uri: str
    version: str
    about: Mapping[str, str]
    rest: Mapping[str, str]  # of the header, under its own names


@dataclass(slots=True)
class _Section:
    """A heading, and the paragraphs up to the next one."""

    level: int
    title: str
    line: int
    blocks: list[str] = field(default_factory=list)
    page: tuple[str, str] = ("", "")  # volume and page that it begins on
    last: tuple[str, str] = ("", "")

    @property
    def words(self) -> int:
        return sum(block.count(" ") + 1 for block in self.blocks)


def read_book(
    text: str, name: str, collection: str, tally: Counter[str]
) -> tuple[Book | None, list[tuple[dict[str, Any], Place]], list[Problem]]:
    """Read a book: what is said of it, its documents as rows of the archive, what is wrong.

    >>> text = "######OpenITI#\\n#META# bk: كتاب\\n#META#Header#End#\\n### | باب\\n# قال ms1"
    >>> book, documents, _ = read_book(text, "0321Ibn.Kitab.A1-ara1", "", Counter())
    >>> book.about["title"], documents[0][0]["id"], documents[0][0]["body"]
    ('كتاب', '0321Ibn.Kitab-0001', 'قال')
    """
    lines = text.replace("\r\n", "\n").split("\n")
    if not _MAGIC.match(lines[0]):
        what, why = "this is no OpenITI file", "its first line is not ######OpenITI#"
        return None, [], [Problem(Place(name, 1), what, why, "import text reads any text")]
    end = next((n for n, line in enumerate(lines) if line.startswith(_END_OF_META)), -1)
    if end < 0:
        what, why = "the header has no end", f"no line is {_END_OF_META}"
        return None, [], [Problem(Place(name, 1), what, why, "fetch the file anew")]
    book = _book(name, lines[:end])
    text, notes = without_notes("\n".join(lines[end + 1 :]))
    lines[end + 1 :] = text.split("\n")
    pages = _Pages(text, notes, tally)
    sections = list(_sections(lines, end + 1, pages, tally))
    if not any(one.level for one in sections):
        sections = [part for one in sections for part in _implied(one)]
    parts = [part for chapter in _chapters(sections) for part in chapter]
    if not parts:
        return None, [], [Problem(Place(name, end + 1), "there is no text after the header")]
    return book, list(_rows(parts, book, collection, name, pages.called)), []


def _book(name: str, header: list[str]) -> Book:
    stem = name.rpartition("/")[2]
    found = _FILE.match(stem)
    author = found[1] if found else ""
    uri = f"{author}.{found[2]}" if found else legal_id(re.sub(r"\.(gz|txt|mARkdown)$", "", stem))
    version = f"{uri}.{found[3]}" if found and found[3] else uri
    said: dict[str, str] = {}
    for line in header:
        meta = _META.match(line)
        if meta and meta[2].strip() not in _NOTHING:
            said.setdefault(meta[1].strip(), meta[2].strip())
    about = {
        key: next((said[one] for one in names if one in said), "") for key, names in _KEYS.items()
    }
    used = {one for names in _KEYS.values() for one in names}
    rest = {key: value for key, value in said.items() if key not in used and len(value) < 2000}
    return Book(uri, author, version, {k: v for k, v in about.items() if v}, rest)


def _sections(
    lines: list[str], begin: int, pages: _Pages, tally: Counter[str]
) -> Iterator[_Section]:
    section = _Section(0, "", begin + 1)
    section.page = section.last = pages.current
    verse: list[str] = []
    calls = ""  # of a heading: the next paragraph has them
    for line, logical in _logical(lines, begin):
        heading = _HEADING.match(logical)
        if heading:
            _end_verse(section, verse)
            if section.blocks or section.title:
                yield section
            words, _ = _clean(heading[2], pages, tally)
            calls = "".join(found[0] for found in _CALL.finditer(words))  # no title can have them
            bare = re.sub(r"\{\{page [^{}]*\}\}", " ", _CALL.sub("", words)).strip(" -|")
            section = _Section(_level(heading[1]), " ".join(bare.split()), line)
            section.page = section.last = pages.current
            continue
        is_verse = _GAP in logical
        words, turned = _clean(re.sub(r"^#+\s*", "", logical), pages, tally)
        if is_verse:
            halves = [" ".join(half.split()) for half in words.split(_GAP)]
            marks = re.findall(r"\{\{page [^{}]*\}\}", words)
            row = " *** ".join(re.sub(r"\{\{page [^{}]*\}\}", "", half).strip() for half in halves)
            verse.append(row.strip())
            if marks:
                _end_verse(section, verse)
                section.blocks += marks
        elif words:
            _end_verse(section, verse)
            section.blocks += _around_breaks(calls + words)
            calls = ""
        if turned:
            section.last = pages.current
    _end_verse(section, verse)
    if section.blocks or section.title:
        yield section


def _implied(section: _Section) -> list[_Section]:
    """Part a book without headings where paragraphs begin as chapters do, at least three times.

    "الباب الأول في ..." is a heading to every reader; the paragraph stays whole in its chapter.
    """
    starts = [n for n, block in enumerate(section.blocks) if _CHAPTER.match(block)]
    if len(starts) < 3:
        return [section]
    found, page = [], section.page
    for begin, end in pairwise(sorted({0, *starts, len(section.blocks)})):
        part = _Section(1 if begin in starts else 0, "", section.line, page=page)
        part.blocks = section.blocks[begin:end]
        if begin in starts:
            bare = _NOT_SAID.sub(" ", part.blocks[0]).lstrip("*( ")
            part.title = first_words(re.split(r"\sقال\s|\s\(ع|\)", bare)[0], 9).strip()
        for turned in re.findall(r"\{\{page ([^{}]*)\}\}", "".join(part.blocks)):
            page = (page[0], turned)
        part.last = page
        found.append(part)
    return found


def _logical(lines: list[str], begin: int) -> Iterator[tuple[int, str]]:
    """Join the lines that go on (``~~``) with the one that they go on from."""
    held, at = "", begin + 1
    for n, line in enumerate(lines[begin:], begin + 1):
        if line.startswith("~~"):
            held += " " + line[2:].strip()
        elif re.fullmatch(r"\s*PageV\d+P\d+[A-Z]?\s*", line):
            held += " " + line.strip()  # the page that what stands above ends
        elif line.strip():
            if held:
                yield at, held.strip()
            held, at = line.strip(), n
    if held:
        yield at, held.strip()


class _Pages:
    """Turns the signs of pages' ends into breaks before the next page, marks into calls."""

    def __init__(self, text: str, notes: Notes, tally: Counter[str]) -> None:
        self._all = [(one[0].lstrip("0"), one[1].lstrip("0") + one[2]) for one in
                     PAGE.findall(text)]  # fmt: skip
        self._volumes = len({volume for volume, _ in self._all})
        self._notes, self._tally = notes, tally
        self._at = 0
        self.called: dict[str, str] = {}  # the notes that are called, by their labels
        self.current = self._all[0] if self._all else ("", "")

    def read(self, sign: re.Match[str]) -> str:
        """Read a sign: turn the page, or call the note, where its text is there."""
        if not sign[4]:
            return self._turned()
        note = self._notes.get((self._at, int(sign[4])))
        if not note:
            self._tally["mark of a note that is not there"] += 1
            return ""
        label = "-".join([*self.current[self._volumes < 2 :], str(int(sign[4]))])
        self.called[label] = note
        return f"\x0e^{label}\x0f"

    def _turned(self) -> str:
        self._at += 1
        if self._at >= len(self._all):
            return " "
        self.current = self._all[self._at]
        return f" \x0e{self.current[1]}\x0f "


def _clean(text: str, pages: _Pages, tally: Counter[str]) -> tuple[str, bool]:
    """Take the signs for machines out of a paragraph; say whether a page turned in it."""
    text = _without_tags(text, tally)
    before = pages.current
    text = _SIGN.sub(pages.read, text)
    told = " ".join(escaped(text.replace("\x0e", "\ue00e").replace("\x0f", "\ue00f")).split())
    told = re.sub("\ue00e\\^([^\ue00f]*)\ue00f", r"[^\1]", told)
    told = re.sub("\ue00e([^\ue00f]*)\ue00f", r"{{page \1}}", told)
    return told, pages.current != before


def _without_tags(text: str, tally: Counter[str]) -> str:
    text = _QURAN.sub("﴿\\1﴾", text)
    for pattern, what in ((_MILESTONE, "milestone"), (_TAG, "tag for machines")):
        text, n = pattern.subn(" ", text)
        tally[what] += n
    return text


def _around_breaks(words: str) -> Iterator[str]:
    """Give a paragraph; a page that turns before or after it turns between paragraphs."""
    found = _AT_ENDS.fullmatch(words)
    before, inner, after = found.groups() if found else ("", words, "")
    yield from re.findall(r"\{\{[^{}]*\}\}", before)
    if inner:
        yield LINE_START.sub(guarded, inner.replace("}} ", "}}"))
    yield from re.findall(r"\{\{[^{}]*\}\}", after)


def _end_verse(section: _Section, verse: list[str]) -> None:
    if verse:
        section.blocks.append("::: verse\n" + "\n".join(verse) + "\n:::")
        verse.clear()


def _level(sign: str) -> int:
    return max(1, sign.count("|") - (1 if re.search("[A-Z]", sign) else 0)) if "|" in sign else 2


def _chapters(sections: list[_Section]) -> Iterator[list[tuple[list[str], list[_Section]]]]:
    """Part a book: give each document's ancestors (headings) and its sections."""
    if not sections:
        return
    top = min((one.level for one in sections if one.level), default=1)
    groups: list[list[_Section]] = []
    for section in sections:
        if section.level in (0, top) or not groups:
            groups.append([section])
        else:
            groups[-1].append(section)
    for group in groups:
        yield list(_parted(group, []))


def _parted(
    group: list[_Section], ancestors: list[str]
) -> Iterator[tuple[list[str], list[_Section]]]:
    if sum(one.words for one in group) <= LONG:
        yield ancestors, group
        return
    first, rest = group[0], group[1:]
    if not rest:
        yield from ((ancestors, [one]) for one in _cut(first))
        return
    inner = [*ancestors, first.title] if first.title else ancestors
    if first.blocks:
        yield from ((inner, [one]) for one in _cut(first))
    top = min(one.level for one in rest)
    starts = [n for n, one in enumerate(rest) if one.level == top]
    starts = starts if starts[0] == 0 else [0, *starts]
    for begin, end in pairwise([*starts, len(rest)]):
        yield from _parted(rest[begin:end], inner)


def _cut(section: _Section) -> Iterator[_Section]:
    """Part a section that has none: between paragraphs, every 3,000 words."""
    if section.words <= LONG:
        yield section
        return
    part = _Section(section.level, section.title, section.line, page=section.page)
    page = section.page
    for block in section.blocks:
        part.blocks.append(block)
        for found in re.findall(r"\{\{page ([^{}]*)\}\}", block):
            page = (page[0], found)
        if part.words >= LONG * 3 // 5:
            part.last = page
            yield part
            part = _Section(section.level, section.title, section.line, page=page)
    part.last = section.last
    if part.blocks:
        yield part


def _rows(
    parts: list[tuple[list[str], list[_Section]]],
    book: Book,
    collection: str,
    name: str,
    notes: Mapping[str, str],
) -> Iterator[tuple[dict[str, Any], Place]]:
    titles = Counter(sections[0].title for _, sections in parts)
    told = book.about.get("title", book.uri)
    volumes = {one.page[0] for _, sections in parts for one in sections}
    for n, (ancestors, sections) in enumerate(parts, 1):
        first, last = sections[0], sections[-1]
        body, end = _without_turn("\n\n".join(_written(sections)), last.last[1])
        title = first.title or (told if titles[""] == 1 else "")
        plain = _NOT_SAID.sub(" ", body)
        body = "\n\n".join([body, *_noted(body, notes)])
        if not title or titles[first.title] > 1:
            begin = first_words(" ".join(plain.split()), 6)
            title = f"{title}: {begin}" if title and begin else title or begin
        values: dict[str, Any] = {
            "id": f"{book.uri}-{n:04}", "source_id": f"{book.version}#{n}", "title": title,
            "collection": collection or book.uri, "kind": "chapter", "markup": "markdown",
            "authors": [book.author_uri or book.about.get("author", "")],
            "section": " / ".join(filter(None, ancestors)),
            "volume": first.page[0] if len(volumes) > 1 else "",
            "pages": _span(first.page[1], end), "body": body,
            "source": told, "subjects": [book.about["subject"]] if "subject" in book.about else [],
        }  # fmt: skip
        yield {key: value for key, value in values.items() if value}, Place(name, first.line)


def _noted(body: str, notes: Mapping[str, str]) -> Iterator[str]:
    """Write the notes that a text calls."""
    for label in dict.fromkeys(_CALL.findall(body)):
        words = " ".join(escaped(_without_tags(notes[label], Counter())).split())
        yield f"[^{label}]: {LINE_START.sub(guarded, words)}"


def _without_turn(body: str, last: str) -> tuple[str, str]:
    """Leave a page that begins behind the last word to the next text; give the last page."""
    bare = re.sub(r"(?:\s*\{\{page [^{}]*\}\})+$", "", body)
    pages = re.findall(r"\{\{page ([^{}]*)\}\}", bare)
    return bare, pages[-1] if pages and bare != body else last


def _written(sections: list[_Section]) -> Iterator[str]:
    first = sections[0]
    if first.page[1]:
        yield f"{{{{page {first.page[1]}}}}}"
    yield from first.blocks
    for section in sections[1:]:
        depth = min(2 + max(section.level - first.level - 1, 0), 6)
        if section.title:
            yield f"{'#' * depth} {section.title}"
        yield from section.blocks


def _span(first: str, last: str) -> str:
    return first if first == last or not last else f"{first}-{last}"
