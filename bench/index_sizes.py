#!/usr/bin/env python3
"""Measure an index: files and bytes by kind, and what a cold two-word query reads, gzipped.

  index_sizes.py SITE [--queries 150]

Queries are those of bench/queries.py; five results with passages. Texts behind the heads are told
apart: a page reads them where wanted. What a reader of the page loads in all, and how long the
first result takes, is told by bench/search_cost.py.
"""

import argparse
import sys
import zlib
from collections import defaultdict
from pathlib import Path
from statistics import mean

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import queries

from sitegen.index.search import SearchIndex, open_site
from sitegen.index.store import Store


def gzipped(content: bytes) -> int:
    pressed = zlib.compressobj(6, zlib.DEFLATED, 31)
    return len(pressed.compress(content) + pressed.flush())


def kind_of(path: str) -> str:
    parts = path.split("/")
    if "text" in parts:
        return "text, further parts" if "-" in parts[-1] else "text"
    named = (
        name
        for name in ("w", "p", "x", "lex", "spell", "names", "facet", "cite")
        if name in parts[:-1]
    )
    return next(named, parts[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("--queries", type=int, default=150)
    args = parser.parse_args()
    folder = args.site / "search"
    sizes = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.js")}
    kinds = defaultdict(list)
    for path, content in sorted(sizes.items()):
        kinds[kind_of(path)].append((len(content), gzipped(content)))
    print(f"{'kind':22}{'files':>7}{'bytes':>13}{'gzipped':>12}{'mean':>8}{'most':>9}")
    for kind, pairs in sorted(kinds.items()):
        plain, packed = (sum(column) for column in zip(*pairs, strict=True))
        most = max(size for _, size in pairs)
        means = packed / len(pairs)
        print(f"{kind:22}{len(pairs):7}{plain:13,}{packed:12,}{means:8.0f}{most:9,}")
    index = open_site(args.site)
    documents, packed = (
        index.store.documents,
        sum(size for rows in kinds.values() for _, size in rows),
    )
    print(f"{'all':22}{len(sizes):7}{sum(map(len, sizes.values())):13,}{packed:12,}")
    print(f"{10 * len(sizes) / documents:.2f} files per 10 documents")
    read = defaultdict(list)
    for query in queries.pairs(index, args.queries):
        asked = set()

        def reading(path: str, asked: set[str] = asked) -> bytes:
            asked.add(path)
            return sizes[path]

        SearchIndex(Store(reading)).search(query, 5)
        amounts = defaultdict(int)
        for path in asked:
            amounts[kind_of(path)] += gzipped(sizes[path])
        for kind in kinds:
            read[kind].append(amounts[kind])
        read["requests"].append(len(asked))
    print(f"\na cold query of two words reads, gzipped, mean of {args.queries}:")
    for kind in ("manifest.js", "w", "p", "text", "text, further parts", "requests"):
        print(f"{kind:22}{mean(read[kind]):12,.1f}")
    whole = sum(mean(read[kind]) for kind in ("manifest.js", "w", "p", "text"))
    print(f"{'without further parts':22}{whole:12,.1f}")


if __name__ == "__main__":
    main()
