"""Which notes stand under the pages of a book of OpenITI, and which words call them?

Shamela marks both alike, ``(¬1)``, and numbers them anew on each page; a rule, ``¬____``, parts
a page from its notes. Most books have lost the notes and kept the marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

PAGE = re.compile(r"PageV(\d+)P(\d+)([A-Z]?)")
MARK = re.compile(r"\s*\(¬\s*(\d+)\s*\)")
_RULE = re.compile(r"¬_{3,}")
_BEGINS = re.compile(r"^#?\s*\(¬\s*(\d+)\s*\)", re.MULTILINE)
_HEADING = re.compile(r"^###", re.MULTILINE)
_LINE = re.compile(r"\s*\n(?:#+|~~)?[ \t]*")

Notes = Mapping[tuple[int, int], str]  # by page, counted from 0, and number: their texts


@dataclass(slots=True)
class _Under:
    """The notes that were met so far; the last one may go on under the next page."""

    notes: dict[tuple[int, int], str] = field(default_factory=dict)

    def add(self, key: tuple[int, int], text: str) -> None:
        self.notes[key] = " ".join(filter(None, (self.notes.get(key, ""), text)))

    def go_on(self, text: str) -> bool:
        """Add to the last note; say whether there is one."""
        if self.notes:
            self.add(next(reversed(self.notes)), text)
        return bool(self.notes)


def without_notes(text: str) -> tuple[str, Notes]:
    """Take the notes out of a book's text; its lines stay where they are.

    A note that its page does not call goes on with the one before it, else it stays in the text:
    no word is lost. A book without pages keeps all.

    >>> text = "# قال محمد (¬1) بن الحسن\\n# ¬__________\\n# (¬1) في الأصل: أحمد PageV01P012"
    >>> without_notes(text)
    ('# قال محمد (¬1) بن الحسن\\n\\nPageV01P012', {(0, 1): 'في الأصل: أحمد'})
    """
    if "¬" not in text:
        return text, {}
    ends = [0, *(found.end() for found in PAGE.finditer(text))]
    under, parts = _Under(), []
    for n, (begin, end) in enumerate(pairwise(ends)):
        parts.append(_page(text[begin:end], n, under))
    return "".join([*parts, text[ends[-1] :]]), under.notes


def _page(page: str, n: int, under: _Under) -> str:
    """Give a page without its notes."""
    found = next(_beginnings(page), None)
    if found is None:
        return page
    begin = found.start()
    heading = _HEADING.search(page, found.end())
    end = heading.start() if heading else next(PAGE.finditer(page)).start()
    foot = page[begin:end]
    called = {int(one) for one in MARK.findall(page[:begin])}
    left = _taken(_RULE.sub(" ", foot), n, called, under)
    own_line = "# " if left and page[:begin].endswith("\n") else ""
    return f"{page[:begin]}{own_line}{left}{chr(10) * foot.count(chr(10))}{page[end:]}"


def _beginnings(page: str) -> Iterator[re.Match[str]]:
    """Find where notes may begin: at the rule, or where a paragraph begins with a known mark."""
    rule = re.search(rf"(?:^[#~\s]*)?{_RULE.pattern}", page, re.MULTILINE)
    if rule:
        yield rule
    for found in _BEGINS.finditer(page):
        if found[1] in MARK.findall(page[: found.start()]):
            yield found


def _taken(foot: str, n: int, called: set[int], under: _Under) -> str:
    """Take a page's notes from its foot; give what is none."""
    words = _LINE.sub(" ", f"\n{foot}")
    first, *rest = MARK.split(words)
    left = [] if not first.strip() or under.go_on(first.strip()) else [first.strip()]
    current: tuple[int, int] | None = None
    for number, piece in zip(rest[::2], rest[1::2], strict=True):
        key, text = (n, int(number)), piece.strip()
        if key[1] in called:
            current = key
            under.add(key, text)
        elif current:
            under.add(current, f"({number}) {text}")
        else:
            left.append(f"({number}) {text}")
    return " ".join(left)
