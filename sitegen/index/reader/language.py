"""What does a query in Whoosh's language ask of our index?

Bare words become words of a family, names labels, dates days; prefixes, patterns, fuzzy words and
ranges stand for the forms of ``body`` that they fit.
"""

# Whoosh is typed in part.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from whoosh.query import qcore
from whoosh.query.compound import And, AndNot, Or
from whoosh.query.positional import Phrase
from whoosh.query.ranges import TermRange
from whoosh.query.terms import FuzzyTerm, MultiTerm, Term
from whoosh.query.wrappers import Not

from sitegen.arabic.fold import fold
from sitegen.arabic.stop import is_stop
from sitegen.errors import CorpusError, Place, Problem
from sitegen.index.lookup import Found
from sitegen.index.match import Words
from sitegen.index.query import Bound, Field, Kind, Leaf, Title, iso_date
from sitegen.index.rank import Weighed, weigh
from sitegen.index.reader.nodes import Expansion, Matches, Ranked, Word
from sitegen.index.reader.terms import BARE, FACETS, SiteReader, text_of
from sitegen.index.scores import idf

MOST_EXPANSIONS = 200
FARTHEST = 2  # errors in a fuzzy word
MOST_BOOST = 100  # beyond, scores would leave the integers that they are


class Translation:
    """A tree of Whoosh's, rewritten for our index; ``words`` are those that rank."""

    def __init__(self, reader: SiteReader, *, exact: bool = False) -> None:
        self.reader = reader
        self.bare = "body" if exact else BARE  # what a word without a field stands for
        self.index = reader.index
        self.words: dict[Any, Weighed] = {}

    def ranked(self, parsed: qcore.Query) -> Ranked:
        """Let our recipe rank what a query of Whoosh's matches.

        CorpusError where a pattern stands for too many words.
        """
        tree = self._node(parsed, is_positive=True)
        found = list(self.words.values())
        telling = [word for word in found if not is_stop(word.leaf.form)]
        tree = _telling(tree) if telling else tree
        return Ranked(telling or found, tree.normalize())

    def _node(self, node: qcore.Query, *, is_positive: bool) -> Any:
        """Rewrite bare words to Word, names to labels, dates to days."""
        if isinstance(node, Not):
            return node.apply(lambda inner: self._node(inner, is_positive=False))
        if isinstance(node, AndNot):
            kept = self._node(node.a, is_positive=is_positive)
            return AndNot(kept, self._node(node.b, is_positive=False))
        if not node.is_leaf():
            done = node.apply(lambda inner: self._node(inner, is_positive=is_positive))
            return _excluding(done) if isinstance(done, Or) else done
        return self._leaf(node, is_positive=is_positive)

    def _leaf(self, node: Any, *, is_positive: bool) -> Any:
        field = node.field() if hasattr(node, "fieldname") else None
        if getattr(node, "boost", 1.0) > MOST_BOOST:
            raise refused(
                f"the boost of '{_said(node)}' is too great",
                f"a word weighs {MOST_BOOST} times its own weight at most",
                f"write ^2, or up to ^{MOST_BOOST}",
            )
        if field == "date":
            return _dates(node)
        if isinstance(node, Phrase) and field in (BARE, "body"):
            kind: Kind = "word" if self._is_bare(field) else "exact"
            leaves = [Leaf(kind, form) for form in node.words]
            self._weigh(leaves, node.boost, is_positive=is_positive)
            return Phrase("body", node.words, slop=node.slop, boost=node.boost)
        if isinstance(node, MultiTerm) and field in (BARE, "body", "title"):
            return self._expanded(node, is_positive=is_positive)
        return self._term(node, is_positive=is_positive) if isinstance(node, Term) else node

    def _term(self, node: Term, *, is_positive: bool) -> Any:
        field, form, boost = node.fieldname, text_of(node.text), node.boost
        field = self.bare if field == BARE else field
        if field in FACETS:
            return Matches(Field(field, form), boost)
        if field in (BARE, "title"):
            self._weigh([Leaf("word", form)], boost, is_positive=is_positive)
            return Word(form, boost) if field == BARE else Matches(Title((form,)), boost)
        if field == "body":
            self._weigh([Leaf("exact", form)], boost, is_positive=is_positive)
            return Matches(Leaf("exact", form), boost)
        return node

    def _is_bare(self, field: str) -> bool:
        return field == BARE == self.bare

    def _weigh(self, leaves: Iterable[Leaf], boost: float, *, is_positive: bool) -> None:
        looked_up = Words(self.index.segments)
        for leaf in leaves if is_positive else ():
            self.words.setdefault(leaf, weigh(looked_up, leaf, self.index.store.documents, boost))

    def _expanded(self, node: Any, *, is_positive: bool) -> Expansion:
        forms = sorted(set(islice(self._fitting(node), MOST_EXPANSIONS + 1)))
        if len(forms) > MOST_EXPANSIONS:
            raise refused(
                f"'{_said(node)}' stands for over {MOST_EXPANSIONS} words",
                "each of them is looked up",
                "write more of the word",
            )
        if is_positive:
            self.words.setdefault(repr(node), self._weighed_forms(forms, str(node), node.boost))
        return Expansion(forms, node.boost)

    def _fitting(self, node: Any) -> Iterator[str]:
        """Give the forms that a prefix, a pattern, a fuzzy word or a range stands for."""
        if isinstance(node, FuzzyTerm) and node.maxdist > FARTHEST:
            raise refused(
                f"'{_said(node)}' allows too many errors",
                f"with over {FARTHEST} a word is near to all others",
                f"write ~ or ~{FARTHEST}",
            )
        return (text_of(text) for _, text in _folded(node).expanded_terms(self.reader))

    def _weighed_forms(self, forms: Sequence[str], name: str, boost: float) -> Weighed:
        found: tuple[Found, ...] = tuple(s.any_of(forms) for s in self.index.segments)
        df = sum(one.df for one in found)
        weight = max(1, int(idf(self.index.store.documents, df) * boost))
        return Weighed(Leaf("prefix", name), found, df, weight, 0)


def refused(what: str, why: str, fix: str) -> CorpusError:
    """Say why a query is not answered."""
    return CorpusError([Problem(Place("query"), what, why, fix)])


def _said(node: Any) -> str:
    return str(node).removeprefix(f"{BARE}:")


def _excluding(node: Or) -> qcore.Query:
    """Let NOT exclude, where it stands beside words that are joined by nothing or by OR."""
    nots = [inner.query for inner in node.subqueries if isinstance(inner, Not)]
    others = [inner for inner in node.subqueries if not isinstance(inner, Not)]
    return AndNot(Or(others), Or(nots)) if nots and others else node


def _telling(node: qcore.Query) -> qcore.Query:
    """Leave stop words out where other words stand beside them, joined by nothing or by OR."""
    if isinstance(node, Or):
        kept = [n for n in node.subqueries if not (isinstance(n, Word) and is_stop(n.form))]
        return Or([_telling(inner) for inner in kept], boost=node.boost) if kept else node
    return node if node.is_leaf() else node.apply(_telling)


def _folded(node: Any) -> Any:
    """Give a pattern over the field ``body``, its letters folded."""
    twin = node.__class__.__new__(node.__class__)
    twin.__dict__.update(node.__dict__)
    twin.fieldname = "body"
    for name in ("text", "start", "end"):
        value = getattr(node, name, None)
        if value is not None:
            setattr(twin, name, fold(text_of(value)).text)
    return twin


def _dates(node: qcore.Query) -> qcore.Query:
    """Give the days that a date, or a range of dates, spans; nothing where it is none."""
    if isinstance(node, TermRange):
        first, last = (fold(text_of(side or "")).text for side in (node.start, node.end))
    else:
        first = last = fold(text_of(getattr(node, "text", ""))).text
    bounds = []
    if iso_date(first):
        bounds.append(Matches(Bound("after", iso_date(first))))
    if iso_date(last):
        bounds.append(Matches(Bound("before", iso_date(last))))
    return And(bounds) if bounds else qcore.NullQuery
