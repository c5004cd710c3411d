"""Which documents do HTML pages hold: each one whole, or one for each heading?

Links from page to page become ``doc:ID``, pictures go to assets/, footnotes to ``[^1]``. What most
pages of a site repeat word for word (menus, the site's name) is known by that and left out.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from sitegen.content.imports.beside import Beside
from sitegen.content.imports.html_markdown import MarkdownWriter, plain
from sitegen.content.imports.html_notes import take_notes
from sitegen.content.imports.html_tree import head_of, parse_page, text_of_page
from sitegen.content.imports.pictures import Pictures
from sitegen.content.imports.plan import Plan
from sitegen.content.imports.rows import legal_id
from sitegen.content.imports.shortcodes import marked_paragraphs, without_shortcodes
from sitegen.errors import Place, Problem

_SAMPLE = 60
_KEPT_SCHEMES = re.compile(r"(?:https?|mailto|tel|ftp|urn|doi):", re.IGNORECASE)
_OWN_ANCHOR = re.compile(r"\[((?:\\.|[^\[\]\\])*)\]\(#([^()\s]+)\)")
_CALL = re.compile(r"\[\^(\d+)\]")
_JOINTS = " |-–—:·»«"


@dataclass(slots=True)
class PageReader:
    """Reads pages: what is said of all of them, and what was met."""

    plan: Plan
    collection: str
    beside: Beside
    pictures: Pictures
    addresses: Mapping[str, str] = field(default_factory=dict)  # path or old address -> id
    repeated: frozenset[str] = frozenset()  # blocks that most pages have
    suffix: str = ""  # of most titles
    problems: list[Problem] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)

    def documents(self, text: str, path: Path, name: str) -> Iterator[dict[str, Any]]:
        """Give the documents of a page as rows of the archive; none where it has a problem."""
        page, problems = parse_page(text, name)
        self.problems += problems
        if page is None:
            return
        head = head_of(page)
        element = text_of_page(page, self.plan.select)
        if element is None:
            what, fix = f"'{self.plan.select}' finds nothing in this page", "tag, #id or .class"
            self.problems.append(Problem(Place(name), what, fix=fix))
            return
        root = path
        for _ in name.split("/"):
            root = root.parent
        writer, parts = self._parts(element, path.parent, root, name)
        title = self._title(head.pop("title", ""), parts[0][1])
        given = self.beside.of(name, self.problems)
        base = str(given.get("id") or page_id(name, self.collection))
        if self.plan.address:
            given.setdefault("aliases", [self._old_address(name)])
        split = bool(writer.splits)
        for n, (heading, blocks) in enumerate(parts):
            values = {**head, "title": heading or title, "source_id": name, **given}
            values["id"] = base if n == 0 else f"{base}-{n}"
            if split and n:
                values |= {"title": heading, "source_id": f"{name}#{n}"}
                values.pop("aliases", None)
            body = "\n\n".join(_without_title(blocks, values["title"]))
            if not body and split:
                continue
            yield values | {"body": body, "markup": "markdown"}

    def fragment(self, text: str, base: Path, place: Place) -> str:
        """Write the HTML of a row's body as Markdown."""
        bare, n_shortcodes = without_shortcodes(text)
        self.dropped["shortcode"] += n_shortcodes
        whole = f"<html><body>{marked_paragraphs(bare)}</body></html>"
        page, problems = parse_page(whole, place.path)
        self.problems += [Problem(place, one.what, one.why, one.fix) for one in problems]
        if page is None:
            return ""
        element = text_of_page(page, "", whole=True)
        _, parts = self._parts(element, base, base, "", place)
        return "\n\n".join(block for _, blocks in parts for block in blocks)

    def _parts(
        self, element: Any, base: Path, root: Path, name: str, place: Place | None = None
    ) -> tuple[MarkdownWriter, list[tuple[str, list[str]]]]:
        calls, notes = take_notes(element)
        where = place or Place(name)
        writer = MarkdownWriter(
            link=lambda href: self._link(href, name),
            picture=lambda source: self.pictures.take(
                source, base, root, where, self.problems, self.dropped
            ),
            calls=calls,
            wanted=_wanted(element),
            dropped=self.dropped,
            split=self.plan.split,
        )
        writer.flow(element)
        body, writer.blocks = writer.blocks, []
        told = {}
        writer.inner = 1  # a note's name is its label
        for label, note in notes.items():
            writer.blocks = []
            writer.flow(note)
            told[label] = writer.blocks
        cuts = [0, *(at for at, _ in writer.splits), len(body)]
        parts = []
        for n, heading in enumerate(["", *(heading for _, heading in writer.splits)]):
            blocks = [one for one in body[cuts[n] : cuts[n + 1]] if one not in self.repeated]
            parts.append((heading, _settled(blocks, told)))
        return writer, parts

    def _link(self, href: str, name: str) -> str:
        href = href.strip()
        if self.plan.address and href.startswith(self.plan.address.rstrip("/") + "/"):
            href = href[len(self.plan.address.rstrip("/")) :]
        if href.startswith("#") or not href:
            return href if len(href) > 1 else ""
        if _KEPT_SCHEMES.match(href):
            return self._known(href) or href
        if re.match(r"[a-z][a-z0-9+.-]*:", href, re.IGNORECASE):
            self.dropped[f"link to {href.partition(':')[0].lower()}:"] += 1
            return ""
        found = self._known(href)
        if not found:
            bare = unquote(href.partition("#")[0])
            folder = posixpath.dirname(name)
            near = posixpath.normpath(posixpath.join(folder, bare)) if bare[:1] != "/" else bare[1:]
            found = self._known(near) or self._known(near.partition("?")[0])
        if not found:
            self.dropped["link to a page that is not imported"] += 1
        return found

    def _known(self, address: str) -> str:
        for one in (address, address.partition("#")[0]):
            if one in self.addresses:
                return f"doc:{self.addresses[one]}"
        return ""

    def _title(self, title: str, blocks: list[str]) -> str:
        heading = next((one for one in blocks[:3] if re.match(r"#+ ", one)), "")
        shown = plain(re.sub(r"\\(.)", r"\1", heading.lstrip("#"))) if heading else ""
        shown = re.sub(r" \{#\S+\}$", "", shown)
        if shown and (not title or shown in title):
            return shown
        if self.suffix and title.endswith(self.suffix) and title != self.suffix:
            title = title[: -len(self.suffix)]
        return title.strip(_JOINTS) or shown

    def _old_address(self, name: str) -> str:
        path = re.sub(r"^[a-z]+://[^/]+", "", self.plan.address)
        return f"{path.rstrip('/')}/{name}"


def page_id(name: str, collection: str) -> str:
    """Derive an id from a file's path: its collection, then the path without ending.

    >>> page_id("1908/maqal.html", "press"), page_id("a.docx", "")
    ('press-1908-maqal', 'a')
    """
    stem = re.sub(r"\.(?:html?|xhtml|docx)$", "", name, flags=re.IGNORECASE)
    return legal_id("-".join(filter(None, [collection, stem.replace("/", "-")])))


def repeated_in(reader: PageReader, sample: Iterable[tuple[str, Path, str]]) -> frozenset[str]:
    """Find the blocks that at least five pages, and three in five of a sample, have."""
    seen: Counter[str] = Counter()
    count = 0
    for text, path, name in sample:
        count += 1
        for values in reader.documents(text, path, name):
            seen.update({one for one in values["body"].split("\n\n") if len(one) < 400})
    least = max(5, -(-3 * count // 5))
    return frozenset(block for block, n in seen.items() if n >= least)


def sampled(files: list[Any]) -> list[Any]:
    """Choose pages that stand for all of a site.

    >>> len(sampled(list(range(1000))))
    60
    """
    step = max(1, len(files) // _SAMPLE)
    return files[::step][:_SAMPLE]


def common_suffix(titles: list[str]) -> str:
    """Find what most titles end with behind a joint: the site's name.

    >>> common_suffix(["أ | موقع المنار", "ب | موقع المنار", "ج | موقع المنار"])
    ' | موقع المنار'
    """
    ends = Counter(
        found[0]
        for title in titles
        if (found := re.search(r"\s[|\-–—:·»«]\s(?!.*\s[|\-–—:·»«]\s).+$", title))
    )
    suffix, n = next(iter(ends.most_common(1)), ("", 0))
    return suffix if n >= max(3, len(titles) * 3 // 5) else ""


def _wanted(element: Any) -> frozenset[str]:
    """Name the places in a text that its own links lead to."""
    return frozenset(
        href[1:] for a in element.iter("a") if (href := a.get("href") or "").startswith("#")
    )


def _settled(blocks: list[str], notes: Mapping[str, list[str]]) -> list[str]:
    """Join a part with the notes that it calls, and drop what leads nowhere."""
    while blocks and blocks[-1].strip() in ("---", ""):
        blocks.pop()
    while blocks and blocks[0].strip() in ("---", ""):
        blocks.pop(0)
    called = list(dict.fromkeys(label for one in blocks for label in _CALL.findall(one)))
    told = []
    for label in called:
        first, *rest = notes.get(label) or ["…"]
        told.append("\n\n".join([f"[^{label}]: {first.strip()}", *(f"    {one}" for one in rest)]))
    whole = "\n".join([*blocks, *told])
    there = {found[1] for found in re.finditer(r" \{#([^{}\s]+)\}$", whole, re.MULTILINE)}
    settle = lambda found: found[0] if found[2] in there else found[1]  # noqa: E731
    return [_OWN_ANCHOR.sub(settle, one) for one in [*blocks, *told]]


def _without_title(blocks: list[str], title: str) -> list[str]:
    """Leave out a heading at the top that only says the title again."""
    for n, block in enumerate(blocks[:3]):
        heading = plain(re.sub(r"\\(.)", r"\1", block.lstrip("#")))
        if block.startswith("#") and heading == plain(title):
            return blocks[:n] + blocks[n + 1 :]
    return blocks
