"""How does Whoosh read our index? The very shards, as a Whoosh reader: there is no second index.

Whoosh's whole query language works over it: field names, AND OR NOT, ranges, wildcards, fuzzy
words, boosts. A bare word means any form of its family, and documents are ranked by our recipe.
This is the only package that imports Whoosh (whoosh3 or whoosh-reloaded).
"""

from sitegen.index.reader.nodes import Ranked, Word
from sitegen.index.reader.search import WhooshSearch
from sitegen.index.reader.terms import SiteReader

__all__ = ["Ranked", "SiteReader", "WhooshSearch", "Word"]
