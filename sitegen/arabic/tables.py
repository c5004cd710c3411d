"""What does the browser need to know of Arabic? Every table and rule, as JSON-ready data.

``client/analyzer.js`` is driven by these tables alone, and both sides run ``tests/vectors``.
Ranges are flat lists of (gap since the last range, length), which compress well.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Any

from sitegen.arabic import chars, rules
from sitegen.arabic.fold import COMPOSED, HAMZA_ABOVE, MARKS_BETWEEN
from sitegen.arabic.stop import stop_words
from sitegen.arabic.tokens import LONGEST
from sitegen.arabic.vowels import BORNE
from sitegen.arabic.written import (
    DAGGER_ALEF,
    DOUBLED,
    HAMZA_LETTERS,
    OWN_MARKS,
    SEATS,
    SMALL_YEH,
    VOWELS,
    WASLA,
)

ALGORITHM = 2  # raise it when fold, tokens or stem change what they make of the same tables


def client_tables() -> dict[str, Any]:
    """Give the analyzer's tables: the same bytes as JSON, always.

    >>> tables = client_tables()
    >>> sorted(tables)
    ['fold', 'stem', 'stop', 'version', 'words']
    """
    return {"version": version(), **_tables()}


@cache
def version() -> str:
    """Name the analyzer by its tables and rules: forms and families of two versions never mix.

    >>> len(version())
    8
    """
    content = json.dumps([ALGORITHM, _tables()], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:8]


def _tables() -> dict[str, Any]:
    single = {char: image for char, image in chars.MAPPED.items() if len(image) == 1}
    return {
        "fold": {
            "pairs": "".join(char + image for char, image in single.items()),
            "multi": {char: image for char, image in chars.MAPPED.items() if char not in single},
            "dropped": _flat(chars.MARKS + chars.STRETCHERS + chars.TRANSLITERATION_SIGNS),
            "controls": _flat(chars.CONTROLS),
            "decomposed": _flat(chars.DECOMPOSED),
            "accents": _flat(chars.ACCENTS),
            "hamza": HAMZA_ABOVE,
            "seats": COMPOSED,
            "between": _flat(MARKS_BETWEEN),
        },
        "words": {
            "arabic": _flat(chars.ARABIC),
            "other": _flat(chars.WORD),
            "longest": LONGEST,
            "dagger": DAGGER_ALEF,
            "smallYeh": SMALL_YEH,
            "wasla": WASLA,
            "vowels": "".join(VOWELS),
            "doubled": DOUBLED,
            "tatweel": chars.TATWEEL,
            "letters": HAMZA_LETTERS,
            "seats": SEATS,
            "own": _flat(OWN_MARKS),
            "borne": " ".join(BORNE),
        },
        "stem": {
            "carriers": rules.CARRIERS,
            "article": chars.ARTICLE,
            "alef": chars.ALEF,
            "waw": chars.WAW,
            "hamza": chars.HAMZA,
            "conjunctions": rules.CONJUNCTIONS,
            "prepositions": rules.PREPOSITIONS,
            "contracted": rules.CONTRACTED,
            "left": rules.LEFT,
            "right": rules.RIGHT,
            "suffixes": " ".join(rules.SUFFIXES),
            "pronouns": " ".join(rules.PRONOUNS),
            "plural": rules.PLURAL,
            "singular": rules.SINGULAR,
            "reopened": rules.REOPENED,
            "pairs": " ".join(rules.RIGHT_PAIRS),
            "unsure": rules.UNSURE_LETTERS,
            "shortest": rules.SHORTEST,
            "afterArticle": rules.SHORTEST_AFTER_ARTICLE,
            "notAfterArticle": rules.NOT_AFTER_ARTICLE,
            "afterWaw": rules.SHORTEST_AFTER_WAW,
        },
        "stop": " ".join(sorted(stop_words())),
    }


def _flat(ranges: chars.Ranges) -> list[int]:
    flat: list[int] = []
    end = 0
    for first, last in sorted(ranges):
        flat += (first - end, last + 1 - first)
        end = last + 1
    return flat
