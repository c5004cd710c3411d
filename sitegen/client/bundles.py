"""Which scripts does a site have? Plain concatenations, one request each.

No bundler: every part is a classic script that stands by itself, and can be read as it is.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

# By path in the site; boot.js in the head, reader.js deferred on every page, the other two
# deferred on the search page (reader.js loads engine.js by itself where a page marks words).
BUNDLES: dict[str, tuple[str, ...]] = {
    "assets/boot.js": ("boot.js",),
    "assets/reader.js": ("page.js", "reader.js"),
    "assets/engine.js": (
        "analyzer.js",
        "shards.js",
        "query.js",
        "rank.js",
        "lookup.js",
        "match.js",
        "passages.js",
        "engine.js",
    ),
    "assets/search.js": ("search.js",),
}


@cache
def _source(name: str) -> str:
    return resources.files("sitegen.client").joinpath(name).read_text("utf-8")


def speech(language: str, numerals: str, months: str) -> str:
    """Say, as a script, how the interface speaks; it stands before the scripts of every page.

    >>> speech("fr", "latn", "levant")[:70]
    'globalThis.sitegen={speech:{"lang":"fr","numerals":"latn","months":"lev'
    """
    said = {name: forms[language] for name, forms in json.loads(_source("messages.json")).items()}
    table = {"lang": language, "numerals": numerals, "months": months, "messages": said}
    written = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
    return f"globalThis.sitegen={{speech:{written}}};\n"


def scripts(language: str, numerals: str, months: str) -> dict[str, bytes]:
    """Give every script of a site whose interface is in *language*, by its path in the site.

    >>> sorted(BUNDLES)
    ['assets/boot.js', 'assets/engine.js', 'assets/reader.js', 'assets/search.js']
    """
    files = {path: "".join(map(_source, parts)) for path, parts in BUNDLES.items()}
    files["assets/reader.js"] = speech(language, numerals, months) + files["assets/reader.js"]
    return {path: text.encode() for path, text in files.items()}
