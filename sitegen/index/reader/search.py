"""What does the terminal's search find? Whoosh's language, or the page's, over one index."""

# Whoosh is typed in part.
# mypy: allow-untyped-calls

from __future__ import annotations

import re

from whoosh.qparser.common import QueryParserError
from whoosh.qparser.default import QueryParser
from whoosh.qparser.plugins import FuzzyTermPlugin, PlusMinusPlugin
from whoosh.qparser.syntax import OrGroup
from whoosh.query import qcore
from whoosh.query.positional import Phrase
from whoosh.searching import Searcher

from sitegen.index.query import Group, Query
from sitegen.index.query import Phrase as OurPhrase
from sitegen.index.reader.language import Translation, refused
from sitegen.index.reader.nodes import Ranked
from sitegen.index.reader.terms import BARE, SiteReader
from sitegen.index.search import Answer, Filters, Results, SearchIndex, Sort

# Boosts, slop and fuzzy words, ranges, patterns inside words, fields that only Whoosh has.
ONLY_WHOOSH = re.compile(
    r"\^[0-9]|~|[\[{].* TO\b.*[\]}]|[^\s(]\?[^\s)]|\*[^\s)]|[^\s(]\[[^\s\]]+\]"
    r"|(?:^|[\s(+-])(?:body|family|date):"
)


class WhooshSearch:
    """Search with Whoosh's query language."""

    def __init__(self, index: SearchIndex) -> None:
        self.index = index
        self.reader = SiteReader(index)
        self.searcher = Searcher(self.reader)
        self.parser = QueryParser(BARE, self.reader.schema, group=OrGroup)
        self.parser.add_plugins([FuzzyTermPlugin(), PlusMinusPlugin()])

    def parse(self, text: str) -> Ranked:
        """Read a query of Whoosh's; CorpusError where a pattern stands for too many words."""
        return Translation(self.reader).ranked(self._tree(text))

    def _tree(self, text: str) -> qcore.Query:
        try:
            tree: qcore.Query = self.parser.parse(text, normalize=False)
        except (AssertionError, NotImplementedError, QueryParserError) as error:
            sign = str(error) or "two operators beside each other"  # a sign where it cannot stand
            what, why = f"'{text}' cannot be read", f"Whoosh's language has no place for {sign}"
            raise refused(what, why, "leave the sign out, or put it in quotation marks") from None
        return tree

    def answer(self, text: str, filters: Filters | None = None, *, exact: bool = False) -> Answer:
        """Match and score in the page's language; in Whoosh's where the query has its signs.

        So what is typed on the search page finds the same here, to the score. *exact*: a word
        without a field stands for no other form.
        """
        if ONLY_WHOOSH.search(text):
            return self.index.narrowed(self.answer_whoosh(text, exact=exact), filters or {})
        return self.index.answer(text, filters, exact=exact)

    def answer_whoosh(self, text: str, *, exact: bool = False) -> Answer:
        """Match and score in Whoosh's language."""
        tree = self._tree(text)
        ranked = Translation(self.reader, exact=exact).ranked(tree)
        numbers, scored = ranked.answer(self.searcher)
        phrases = (one for one in tree.leaves() if isinstance(one, Phrase) and one.slop == 1)
        shown = [OurPhrase(tuple(one.words)) for one in phrases if one.words]
        leaves = tuple(word.leaf for word in ranked.words)
        inside = {form for one in shown for form in one.forms}
        single = (leaf for leaf in leaves if leaf.form not in inside)
        query_read = Query(Group("seq", (*shown, *single)), leaves, ())
        return Answer(numbers, scored, ranked.words, query_read)

    def search(
        self,
        text: str,
        limit: int = 10,
        *,
        sort: Sort = "relevance",
        filters: Filters | None = None,
        exact: bool = False,
        years: tuple[int | None, int | None] = (None, None),
        n_passages: int = 1,
    ) -> Results:
        """Search, and give the *limit* best with a passage of each."""
        answer = self.answer(text, filters, exact=exact)
        return self.index.results(answer, limit, sort=sort, years=years, n_passages=n_passages)

    def search_whoosh(self, text: str, limit: int = 10, *, n_passages: int = 1) -> Results:
        """Search in Whoosh's language alone."""
        return self.index.results(self.answer_whoosh(text), limit, n_passages=n_passages)
