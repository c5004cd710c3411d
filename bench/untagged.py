"""Which links does no tag touch? A random sample of them, to be read and judged by a person.

``python bench/untagged.py [--sample 200] [--seed 1] [--journals muqtabas,zuhur,lughat-al-arab]``.
Links the bodies of the journals as :mod:`linking` does, each body as one paragraph, and prints rows
of a Markdown table: the name in its context, its record, the rule. Each journal gives links by its
share of the untagged ones. Judgements are in docs/evaluation.md.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence

from linking import NAMES, TAGGED, journals_of, link, read_articles, read_names

from sitegen.arabic.tokens import forms_of
from sitegen.entities.common import common_words
from sitegen.entities.names import gather_names, one_word_names
from sitegen.entities.resolve import Linker
from sitegen.model import Document, Entity, Mention

AROUND = 6  # words to either side
Found = tuple[Document, Mention]


def read_tags() -> dict[str, list[tuple[int, int]]]:
    spans = defaultdict(list)
    with gzip.open(TAGGED, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            spans[row["doc"]].append((row["start"], row["end"]))
    return spans


def untagged(linker: Linker, documents: Sequence[Document]) -> list[Found]:
    tags = read_tags()
    return [
        (document, mention)
        for document, mentions in zip(documents, link(linker, documents), strict=True)
        for mention in mentions
        if mention.entity and mention.block >= 0
        if not any(s < mention.end and mention.start < e for s, e in tags[document.id])
    ]


def in_context(document: Document, mention: Mention) -> str:
    """Give a name with some words around it, as a cell of a table."""
    source = document.body.source
    before = source[: mention.start]
    glued = before[len(before.rstrip()) :] == ""
    ahead = " ".join(before.split()[-AROUND:]) + ("" if glued else " ")
    behind = " ".join(source[mention.end :].split()[:AROUND])
    stuck = "" if source[mention.end : mention.end + 1].isalpha() else " "
    return f"{ahead}**{source[mention.start : mention.end]}**{stuck}{behind}".replace("|", "/")


def name_of(record: Entity) -> str:
    size = record.extra.get("subtype", "")
    return f"{record.heading} {size}".strip()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--journals", default="muqtabas,zuhur,lughat-al-arab")
    options = parser.parse_args()
    journals = journals_of(options.journals)
    missing = [path for path in (NAMES, TAGGED, *journals) if not path.exists()]
    if missing:
        print("SKIPPED: the corpora are not beside the project:", *missing, sep="\n  ")
        return 0
    authority = read_names()
    names = gather_names(authority.values())
    documents = list(read_articles(journals))
    counts: Counter[str] = Counter()
    for document in documents:
        counts.update(forms_of(document.body.source))
    common = common_words(one_word_names(names, authority), counts)
    found = untagged(Linker(authority, common=common, names=names), documents)
    print(
        f"{len(found)} links that no tag touches; {options.sample} of them, seed {options.seed}:\n"
    )
    print("| | in context | record | rule | judgement |\n|---|---|---|---|---|")
    drawn = random.Random(options.seed).sample(found, options.sample)
    for number, (document, mention) in enumerate(drawn, 1):
        record = name_of(authority[mention.entity]) if mention.entity else ""
        print(f"| {number} | {in_context(document, mention)} | {record} | {mention.rule} | |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
