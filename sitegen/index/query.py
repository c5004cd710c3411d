"""What does a query ask for? (docs/index-format.md, section 12)

Text in, a tree and problems out; nothing that a reader types fails. The client's `query.js`
reads alike: tests/vectors/query.jsonl holds both to it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sitegen.arabic.fold import fold
from sitegen.arabic.stop import is_stop
from sitegen.arabic.tokens import forms_of

MOST_WORDS = 32
SHORTEST_PREFIX = 2
_DOUBLE = "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"
_LOW = "\N{DOUBLE LOW-9 QUOTATION MARK}"
_ANGLED = (
    "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}"
)
QUOTES = f'"{_DOUBLE}{_LOW}{_ANGLED}'
MINUS = "-\N{MINUS SIGN}"
_SPACE = (  # what JavaScript's \s is
    "\t\n\v\f\r \N{NO-BREAK SPACE}\N{OGHAM SPACE MARK}\N{EN QUAD}-\N{HAIR SPACE}"
    "\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}\N{NARROW NO-BREAK SPACE}"
    "\N{MEDIUM MATHEMATICAL SPACE}\N{IDEOGRAPHIC SPACE}\N{ZERO WIDTH NO-BREAK SPACE}"
)
FIELDS = {  # folded
    "title": "title", "عنوان": "title",
    "author": "author", "مؤلف": "author", "كاتب": "author",
    "entity": "entity", "علم": "entity",
    "collection": "collection", "مجموعه": "collection",
    "section": "section", "قسم": "section", "باب": "section",
    "kind": "kind", "نوع": "kind",
    "lang": "lang", "لغه": "lang",
    "subject": "subject", "موضوع": "subject",
    "after": "after", "بعد": "after",
    "before": "before", "قبل": "before",
}  # fmt: skip
OPERATORS = {
    "AND": "and", "&": "and", "[و]": "and",
    "OR": "or", "|": "or", "[أو]": "or",
    "NOT": "not", "[ليس]": "not",
}  # fmt: skip

_SPACES = re.compile(f"[{_SPACE}]")
_CHUNK = re.compile(f"[^{_SPACE}(){QUOTES}]*")
_EXACT = re.compile(f"=[^{_SPACE}=()]")
_NEGATED = re.compile(f"[{re.escape(MINUS)}][^{_SPACE})]")
_NAMED = re.compile(f'([^{_SPACE}:()"]+):')
_DATE = re.compile(r"([0-9]{1,4})(?:[-/]([0-9]{1,2})(?:[-/]([0-9]{1,2}))?)?")

Kind = Literal["word", "exact", "prefix"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A word (any form of its family), an exact form, or a prefix."""

    kind: Kind
    form: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words side by side; *exact*: nothing may stand before the first."""

    forms: tuple[str, ...]
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Title:
    """Words that the title must have."""

    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A value, or words of a label, that a facet must have."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Bound:
    """A first or a last date."""

    side: Literal["after", "before"]
    iso: str


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes side by side, or joined by an operator."""

    kind: Literal["seq", "and", "or"]
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Everything but what a node matches."""

    node: Node


Node = Leaf | Phrase | Title | Field | Bound | Group | Not


@dataclass(frozen=True, slots=True)
class Query:
    """A query as read: its tree, the words that rank, and what was wrong with it."""

    tree: Group
    words: tuple[Leaf, ...]
    problems: tuple[str, ...]


SENTENCES = {
    "open-quote": "a quotation mark is not closed: the phrase runs to the end",
    "paren": "a bracket has no other: it was left out, or closed at the end",
    "operator": "AND, OR or NOT has nothing beside it: it was left out",
    "short-prefix": "a beginning needs two letters at least before *: searched as a word",
    "star": "* counts at the end of a word only: it was left out",
    "field": "there is no such field: searched as words",
    "no-value": "a field has no value: it was left out",
    "date": "not a date: write after:1908, after:1908-05 or after:1908-05-01",
    "many-words": "a query has 32 words at most: the rest was left out",
    "only-not": "the query only excludes: say what to look for",
    "empty": "there is nothing to search for",
}


@dataclass(frozen=True, slots=True)
class _Bare:
    """A bare item of several words: leaves where it stands free, a phrase as operand."""

    leaves: tuple[Leaf, ...]


_Item = Node | _Bare
_Mark = Literal["and", "or", "not", "(", ")"]


def parse_query(text: str, *, exact: bool = False) -> Query:
    """Read a query; *exact*: as if ``=`` stood before every word and phrase.

    >>> as_json(parse_query('"دار الكتب" -مصر title:تاريخ').tree)
    ['seq', ['phrase', ['دار', 'الكتب']], ['not', ['word', 'مصر']], ['title', ['تاريخ']]]
    >>> as_json(parse_query('كتاب مطب* "دار الكتب"', exact=True).tree)
    ['seq', ['exact', 'كتاب'], ['prefix', 'مطب'], ['phrase=', ['دار', 'الكتب']]]
    >>> parse_query("NOT").problems
    ('operator', 'empty')
    """
    problems: dict[str, None] = {}
    tree = _Parser(list(_Scanner(text, problems).items()), problems).tree()
    if not tree.nodes:
        problems["empty"] = None
    elif all(isinstance(node, Not) for node in tree.nodes):
        problems["only-not"] = None
    if exact:
        tree = Group("seq", tuple(map(_exacted, tree.nodes)))
    return Query(tree, ranked_words(tree), tuple(problems))


def _exacted(node: Node) -> Node:
    """Make every word and phrase exact; beginnings, titles and fields are as they were."""
    match node:
        case Leaf("word", form):
            return Leaf("exact", form)
        case Phrase(forms):
            return Phrase(forms, exact=True)
        case Not(inner):
            return Not(_exacted(inner))
        case Group(kind, nodes):
            return Group(kind, tuple(map(_exacted, nodes)))
        case _:
            return node


def as_json(node: Node) -> list[object]:
    """Write a node as the vectors do."""
    match node:
        case Leaf(kind, form):
            return [kind, form]
        case Phrase(forms, exact):
            return ["phrase=" if exact else "phrase", list(forms)]
        case Title(forms):
            return ["title", list(forms)]
        case Field(name, value):
            return ["field", name, value]
        case Bound(side, iso):
            return [side, iso]
        case Group(kind, nodes):
            return [kind, *map(as_json, nodes)]
        case Not(inner):
            return ["not", as_json(inner)]


def ranked_words(tree: Node) -> tuple[Leaf, ...]:
    """Give the words that rank, each once; stop words only where there is nothing else.

    >>> [leaf.form for leaf in ranked_words(parse_query("في تاريخ مصر").tree)]
    ['تاريخ', 'مصر']
    """
    found = tuple(dict.fromkeys(_leaves(tree)))
    telling = tuple(leaf for leaf in found if leaf.kind == "prefix" or not is_stop(leaf.form))
    return telling or found


def _leaves(node: Node) -> Iterator[Leaf]:
    match node:
        case Leaf():
            yield node
        case Phrase(forms, exact):
            yield from (Leaf("exact" if exact else "word", form) for form in forms)
        case Title(forms):
            yield from (Leaf("word", form) for form in forms)
        case Group(_, nodes):
            for inner in nodes:
                yield from _leaves(inner)


class _Scanner:
    """Parts a query into operators, brackets and items."""

    def __init__(self, text: str, problems: dict[str, None]) -> None:
        self.text = text
        self.at = 0
        self.room = MOST_WORDS
        self.problems = problems

    def items(self) -> Iterator[_Item | _Mark]:
        """Give what the query is made of, in order."""
        while self.at < len(self.text):
            character = self.text[self.at]
            if _SPACES.match(character):
                self.at += 1
            elif character in "()":
                self.at += 1
                yield "(" if character == "(" else ")"
            elif _NEGATED.match(self.text, self.at):
                self.at += 1
                yield "not"
            else:
                item = self._item()
                if item is not None:
                    yield item

    def _item(self) -> _Item | _Mark | None:
        exact = bool(_EXACT.match(self.text, self.at))
        self.at += exact
        if self._at_quote():
            return self._phrase(exact=exact)
        named = None if exact else _NAMED.match(self.text, self.at)
        if named:
            name = fold(named[1]).text
            if name in FIELDS:
                self.at = named.end()
                return self._fielded(FIELDS[name])
            is_address = self.text.startswith("//", named.end())
            if re.fullmatch("[a-z]+", name) and not is_address:
                self._problem("field")
        source = self._chunk()
        if source in OPERATORS:
            return OPERATORS[source]  # type: ignore[return-value]
        return self._words(source, exact=exact)

    def _fielded(self, name: str) -> Node | None:
        value = self._quoted() if self._at_quote() else self._chunk()
        if not value.strip():
            self._problem("no-value")
            return None
        if name == "title":
            forms = self._forms(value)
            return Title(forms) if forms else None
        if name not in ("after", "before"):
            return Field(name, value)
        iso = iso_date(fold(value).text)
        if not iso:
            self._problem("date")
            return None
        return Bound("after" if name == "after" else "before", iso)

    def _phrase(self, *, exact: bool) -> Node | None:
        forms = self._forms(self._quoted())
        if len(forms) == 1:
            return Leaf("exact", forms[0])
        return Phrase(forms, exact) if forms else None

    def _words(self, source: str, *, exact: bool) -> _Item | None:
        prefix = source.endswith("*")
        rest = source[:-1] if prefix else source
        if "*" in rest:
            self._problem("star")
        forms = self._forms(rest.replace("*", ""))
        if not forms:
            if prefix:
                self._problem("short-prefix" if rest else "star")
            return None
        if exact:
            return Phrase(forms, exact=True) if len(forms) > 1 else Leaf("exact", forms[0])
        if prefix and len(forms[-1]) < SHORTEST_PREFIX:
            self._problem("short-prefix")
            prefix = False
        last = Leaf("prefix" if prefix else "word", forms[-1])
        leaves = (*(Leaf("word", form) for form in forms[:-1]), last)
        return _Bare(leaves) if len(leaves) > 1 else last

    def _forms(self, source: str) -> tuple[str, ...]:
        forms = tuple(forms_of(source))
        if len(forms) > self.room:
            self._problem("many-words")
        kept = forms[: self.room]
        self.room -= len(kept)
        return kept

    def _at_quote(self) -> bool:
        return self.at < len(self.text) and self.text[self.at] in QUOTES

    def _quoted(self) -> str:
        """Take what stands between the quotation mark here and the next."""
        start = end = self.at + 1
        while end < len(self.text) and self.text[end] not in QUOTES:
            end += 1
        if end == len(self.text):
            self._problem("open-quote")
        self.at = end + 1
        return self.text[start:end]

    def _chunk(self) -> str:
        """Take the characters up to the next space, bracket or quotation mark."""
        found = _CHUNK.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return found[0] if found else ""

    def _problem(self, code: str) -> None:
        self.problems[code] = None


def iso_date(folded: str) -> str:
    """Give a date as ISO, as precise as it was typed; "" where it is none.

    >>> iso_date("1908/5"), iso_date("1908-02-30"), iso_date("قديم")
    ('1908-05', '', '')
    """
    found = _DATE.fullmatch(folded.strip())
    if not found:
        return ""
    typed = [digits for digits in found.groups() if digits is not None]
    try:
        datetime.date(*(int(digits or 1) for digits in found.groups(default="1")))
    except ValueError:
        return ""
    return "-".join(digits.zfill(2 if place else 4) for place, digits in enumerate(typed))


class _Parser:
    """Reads items by the grammar; never fails."""

    def __init__(self, items: Sequence[_Item | _Mark], problems: dict[str, None]) -> None:
        self.items = items
        self.at = 0
        self.problems = problems

    def tree(self) -> Group:
        """Read everything, past closing brackets without their other too."""
        nodes = self._sequence()
        while self.at < len(self.items):
            self.problems["paren"] = None
            self.at += 1
            nodes += self._sequence()
        return Group("seq", tuple(nodes))

    def _sequence(self) -> list[Node]:
        nodes: list[Node] = []
        while self.at < len(self.items) and self._next() != ")":
            node = self._either()
            if isinstance(node, _Bare):
                nodes += node.leaves
            elif node is not None:
                nodes.append(node)
        return nodes

    def _either(self) -> _Item | None:
        return self._joined("or", self._all)

    def _all(self) -> _Item | None:
        return self._joined("and", self._one)

    def _joined(
        self, kind: Literal["and", "or"], operand: Callable[[], _Item | None]
    ) -> _Item | None:
        found = [operand()]
        while self._next() == kind:
            self.at += 1
            found.append(operand())
        if len(found) > 1 and None in found:
            self.problems["operator"] = None
        there = [node for node in found if node is not None]
        if len(there) > 1:
            return Group(kind, tuple(map(_as_operand, there)))
        return there[0] if there else None

    def _one(self) -> _Item | None:
        item = self._next()
        if item is None or item in ("and", "or", ")"):
            return None
        self.at += 1
        if item == "not":
            inner = self._one()
            if inner is None:
                self.problems["operator"] = None
                return None
            return Not(_as_operand(inner))
        if item != "(":
            return item  # type: ignore[return-value]
        nodes = self._sequence()
        if self._next() == ")":
            self.at += 1
        else:
            self.problems["paren"] = None
        if len(nodes) > 1:
            return Group("seq", tuple(nodes))
        return nodes[0] if nodes else None

    def _next(self) -> _Item | _Mark | None:
        return self.items[self.at] if self.at < len(self.items) else None


def _as_operand(item: _Item) -> Node:
    if isinstance(item, _Bare):
        return Phrase(tuple(leaf.form for leaf in item.leaves))
    return item
