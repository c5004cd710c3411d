#!/usr/bin/env python3
"""Answer queries over a built site: JSON lines in, JSON lines out.

search_server.py SITE
{"op":"search","q":"...","k":10}  ->  {"ids":["best",...],"scores":[...],"total":123}
Optional in a question: "sort", "filters" (values of facets, "from", "to"), "exact".
A line that asks for nothing sensible is answered with {"error":"..."}; an empty one is not.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sitegen.errors import CorpusError
from sitegen.index.search import SearchIndex, open_site


def answer(index: SearchIndex, line: str) -> dict:
    try:
        request = json.loads(line)
        check(request)
        return found(index, request)
    except CorpusError as error:
        return {"error": str(error)}
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        return {"error": f"{type(error).__name__}: {error}"}


def check(request: object) -> None:
    if not isinstance(request, dict) or request.get("op") != "search":
        op = request.get("op") if isinstance(request, dict) else request
        raise ValueError(f"no such op: {op!r}")
    if not isinstance(request.get("q"), str):
        raise TypeError("q is not a text")
    k = request.get("k", 10)
    if not isinstance(k, int) or isinstance(k, bool) or k < 0:
        raise ValueError("k is not a number of results")


def found(index: SearchIndex, request: dict) -> dict:
    filters = dict(request.get("filters") or {})
    first, last = filters.pop("from", None), filters.pop("to", None)
    results = index.search(
        request["q"],
        request.get("k", 10),
        sort=request.get("sort", "relevance"),
        filters=filters,
        exact=request.get("exact", False),
        first_year=first,
        last_year=last,
        n_passages=0,
    )
    return {
        "ids": [hit.text.id for hit in results.hits],
        "scores": [hit.score for hit in results.hits],
        "total": results.total,
        "problems": list(results.query.problems),
    }


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    try:
        index = open_site(sys.argv[1])
    except CorpusError as error:
        sys.exit(str(error))
    for line in sys.stdin:
        if line.strip():
            print(json.dumps(answer(index, line), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
