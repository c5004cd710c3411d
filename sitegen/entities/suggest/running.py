"""How does a document run: which words, which of them touch, and which are known names?"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sitegen.arabic.fold import fold
from sitegen.arabic.tokens import Tokens, tokenize
from sitegen.entities.context import FATHATAN
from sitegen.entities.parts import Part, parts_of
from sitegen.entities.suggest.cues import ALL_TITLES
from sitegen.entities.titles import KUNYAS
from sitegen.model import Document, Mention

_BETWEEN = "\n\N{SYMBOL FOR RECORD SEPARATOR}\n"
_PLAIN = frozenset(["", " ", "\n", "-"])
_DOTLESS, _ALEF = "\N{ARABIC LETTER ALEF MAKSURA}", "\N{ARABIC LETTER ALEF}"
_PREPOSITIONS = frozenset(["علي", "وعلي", "فعلي"])
_CASES = ("أبي", "أبا", "ابي", "ابا")
_OPENING = frozenset('«"“‹')
_CLOSING = frozenset('»"”›')
_UNQUOTED = str.maketrans("", "", '«»"“”‹›')


class Found(NamedTuple):
    """A name seen: its words *first* to *last*, its type, and the evidence.

    ``words`` are folded, without titles, ranks and proclitics, ابي and ابا as ابو.
    """

    first: int
    last: int
    words: tuple[str, ...]
    type: str
    why: str


@dataclass(frozen=True, slots=True, eq=False)
class Running:
    """The words of a document, title first, folded.

    ``touches[n]``: nothing but a space or line end stands between word *n* and the one before.
    ``known[n]``: the type of the record that the word's name is linked to, else "".
    """

    document: Document
    parts: tuple[Part, ...]
    tokens: Tokens
    forms: Sequence[str]
    touches: Sequence[bool]
    known: Sequence[str]
    origins: Sequence[int]  # of the parts, in the joined text

    def span(self, first: int, last: int) -> tuple[int, int, int]:
        """Give (number of the part, start, end) in its text of the words *first* to *last*."""
        start, _ = self.tokens.source_span(first)
        _, end = self.tokens.source_span(last)
        part = bisect.bisect_right(self.origins, start) - 1
        origin = self.origins[part]
        return part, start - origin, end - origin

    def span_of(self, found: Found) -> tuple[int, int, int]:
        """Give the same of a name that was found, without the proclitics before it."""
        part, start, end = self.span(found.first, found.last)
        form, word = self.forms[found.first], found.words[0]
        cut = len(form) - len(word) if form.endswith(word) else int(form[1:] in KUNYAS)
        if cut:
            at = int(self.tokens.starts[found.first]) + cut
            start = self.tokens.folded.source_span(at, at + 1)[0] - self.origins[part]
        return part, start, end

    def surface(self, found: Found) -> str:
        """Give a name as it is written, spaces settled, unquoted; للاستانة as الاستانة."""
        part, start, end = self.span_of(found)
        text = " ".join(self.parts[part].text[start:end].translate(_UNQUOTED).split())
        form, word = self.forms[found.first], found.words[0]
        if form == word or form.endswith(word) or not word.startswith("ال"):
            return f"أبو{text[3:]}" if word == "ابو" and text[:3] in _CASES else text
        after = form.find("لل")
        return f"ال{text[after + 2 :]}" if after >= 0 and form[after + 2 :] == word[2:] else text

    def tagged(self) -> list[Found]:
        """List the names that the source marks up, and that no record was found for."""
        begins = self.tokens.folded.starts[self.tokens.starts].tolist() if self.forms else []
        found: list[Found] = []
        free = 0
        for part, origin in zip(self.parts, self.origins, strict=True):
            for tag in sorted(part.tagged, key=lambda tag: (tag.start, -tag.end)):
                first = bisect.bisect_left(begins, origin + tag.start)
                last = bisect.bisect_left(begins, origin + tag.end) - 1
                if first < free or last < first or any(self.known[first : last + 1]):
                    continue
                why = f"id {tag.refs[0]}" if tag.refs else "tagged"
                words = _bare_name(self.forms[first : last + 1])
                if words and not (tag.type == "" and not tag.refs):
                    first = last + 1 - len(words) if words[-1] == self.forms[last] else first
                    found.append(Found(first, last, words, tag.type or "person", why))
                    free = last + 1
        return found

    def quoted(self) -> dict[int, int]:
        """Lead from the first to the last of up to four words between quotation marks."""
        text, opened = self.tokens.folded.text, -1
        found: dict[int, int] = {}
        starts, ends = self.tokens.starts.tolist(), self.tokens.ends.tolist()
        for n in range(len(starts)):
            before = text[ends[n - 1] if n else 0 : starts[n]]
            if opened >= 0 and n - opened >= 4:
                opened = -1
            if before and before[-1] in _OPENING:
                opened = n
            elif n > opened >= 0 and not self.touches[n]:
                opened = -1
            after = text[ends[n] : starts[n + 1] if n + 1 < len(starts) else ends[n] + 1]
            if opened >= 0 and after[:1] and after[0] in _CLOSING:
                found[opened] = n
                opened = -1
        return found


def run(document: Document, mentions: Iterable[Mention], types: Mapping[str, str]) -> Running:
    """Part a document into words; *types* gives the type of each record by its id."""
    parts = tuple(parts_of(document))
    tokens = tokenize(fold(_BETWEEN.join(part.text.replace(_BETWEEN[1], " ") for part in parts)))
    origins, at = [], 0
    for part in parts:
        origins.append(at)
        at += len(part.text) + len(_BETWEEN)
    forms = _as_read(tokens)
    return Running(
        document, parts, tokens, forms, _touches(tokens),
        _known(tokens, parts, origins, mentions, types), origins,
    )  # fmt: skip


def _bare_name(forms: Sequence[str]) -> tuple[str, ...]:
    """Take the titles off a tagged name's head, if a name is left."""
    at = 0
    while at < len(forms) - 1 and forms[at] in ALL_TITLES:
        at += 1
    return tuple(forms[at:])


def _as_read(tokens: Tokens) -> list[str]:
    """Give the forms, but for two that folding made names: على and adverbs in tanwin, خصوصاً.

    They keep their dotless yeh, or their tanwin, and so are nobody's name.
    """
    forms = list(tokens.forms)
    folded = tokens.folded
    for n, form in enumerate(forms):
        if form in _PREPOSITIONS:
            last = int(folded.starts[int(tokens.ends[n]) - 1])
            if folded.source[last] == _DOTLESS:
                forms[n] = "على"
        elif form[-1] == _ALEF and len(form) > 2:
            first, last = folded.source_span(int(tokens.ends[n]) - 2, int(tokens.ends[n]))
            if FATHATAN in folded.source[first : last + 1]:
                forms[n] = form + FATHATAN
    return forms


def _touches(tokens: Tokens) -> list[bool]:
    text = tokens.folded.text
    starts, ends = tokens.starts.tolist(), tokens.ends.tolist()
    return [False][: len(starts)] + [
        text[end:start] in _PLAIN for end, start in zip(ends, starts[1:], strict=False)
    ]


def _known(
    tokens: Tokens,
    parts: Sequence[Part],
    origins: Sequence[int],
    mentions: Iterable[Mention],
    types: Mapping[str, str],
) -> list[str]:
    known = [""] * len(tokens)
    numbers = {part.block: n for n, part in enumerate(parts)}
    begins = tokens.folded.starts[tokens.starts].tolist() if len(tokens) else []
    for mention in mentions:
        if mention.entity is None or mention.block not in numbers:
            continue
        origin = origins[numbers[mention.block]]
        first = max(bisect.bisect_right(begins, origin + mention.start) - 1, 0)
        last = bisect.bisect_left(begins, origin + mention.end)
        known[first:last] = [types.get(mention.entity, "person")] * (last - first)
    return known
