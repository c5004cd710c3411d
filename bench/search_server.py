#!/usr/bin/env python3
"""Answer queries over a built site: JSON lines in, JSON lines out.

search_server.py SITE
{"op":"search","q":"...","k":10}  ->  {"ids":["best",...],"scores":[...],"total":123}
Optional in a question: "sort", "filters" (values of facets, "from", "to"), "exact".
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sitegen.index.search import SearchIndex, open_site


def answer(index: SearchIndex, request: dict) -> dict:
    if request.get("op") != "search":
        return {"error": f"no such op: {request.get('op')!r}"}
    filters = dict(request.get("filters") or {})
    first, last = filters.pop("from", None), filters.pop("to", None)
    found = index.search(
        request["q"],
        int(request.get("k", 10)),
        sort=request.get("sort", "relevance"),
        filters=filters,
        exact=request.get("exact", False),
        first_year=first,
        last_year=last,
        n_passages=0,
    )
    return {
        "ids": [hit.text.id for hit in found.hits],
        "scores": [hit.score for hit in found.hits],
        "total": found.total,
        "problems": list(found.query.problems),
    }


def main() -> None:
    index = open_site(sys.argv[1])
    for line in sys.stdin:
        print(json.dumps(answer(index, json.loads(line)), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
