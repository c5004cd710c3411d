"""Which queries do the benches of cost ask of a site?

  queries.py SITE [--count 1000] [--least 20] [--most 20000] [--common]

Pairs of words that stand side by side in a text drawn with seed 1, none a stop word, each found
(in any form of its family) in *least* to *most* documents. --common: one, two or three such words
instead, found in *least* documents or more, however common.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sitegen.arabic.stop import is_stop
from sitegen.arabic.tokens import forms_of
from sitegen.index.search import SearchIndex, open_site

SEED = 1
LEAST, MOST = 20, 20_000


def pairs(index: SearchIndex, count: int, least: int = LEAST, most: int = MOST) -> list[str]:
    """Draw pairs of adjacent words."""
    return list(_drawn(index, [2], count, least, most))


def common(index: SearchIndex, count: int, least: int = LEAST) -> list[str]:
    """Draw one to three adjacent words in turn, common ones too."""
    return list(_drawn(index, [1, 2, 3], count, least, index.store.documents))


def _drawn(
    index: SearchIndex, lengths: list[int], count: int, least: int, most: int
) -> Iterator[str]:
    rng, given = random.Random(SEED), 0
    while given < count:
        text = index.text(rng.randrange(index.store.documents))
        forms = forms_of(rng.choice(text.blocks)[1]) if text.blocks else []
        length = lengths[given % len(lengths)]
        if len(forms) < length:
            continue
        at = rng.randrange(len(forms) - length + 1)
        words = forms[at : at + length]
        if any(map(is_stop, words)) or len(set(words)) < length:
            continue
        if all(least <= sum(s.word(word).df for s in index.segments) <= most for word in words):
            given += 1
            yield " ".join(words)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", type=Path)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--least", type=int, default=LEAST)
    parser.add_argument("--most", type=int, default=MOST)
    parser.add_argument("--common", action="store_true")
    asked = parser.parse_args()
    index = open_site(asked.site)
    if asked.common:
        found = common(index, asked.count, asked.least)
    else:
        found = pairs(index, asked.count, asked.least, asked.most)
    print("\n".join(found))


if __name__ == "__main__":
    main()
