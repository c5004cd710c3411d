"""Which scripts does a site have? Plain concatenations, one request each.

No bundler: every part is a classic script that stands by itself, and is put behind the others
with its comments and indentation left out.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import resources

# By path in the site; boot.js in the head, reader.js deferred on every page, the other two
# deferred on the search page. Where an address has a query, reader.js loads engine.js and marks.js.
BUNDLES: dict[str, tuple[str, ...]] = {
    "assets/boot.js": ("boot.js",),
    "assets/reader.js": ("page.js", "reader.js"),
    "assets/marks.js": ("marks.js",),
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


_COMMENT = re.compile(
    r"^[ \t]*/\*(?:(?!\*/).)*\*/[ \t]*\n|^[ \t]*//[^\n]*\n", re.DOTALL | re.MULTILINE
)
_CAST = re.compile(r"/\*\* @type (?:(?!\*/).)*\*/ ?", re.DOTALL)
_INDENT = re.compile(r"^[ \t]+|\n(?=\n)", re.MULTILINE)


@cache
def _source(name: str) -> str:
    return resources.files("sitegen.client").joinpath(name).read_text("utf-8")


def squeeze(script: str) -> str:
    """Leave out comments on lines of their own, type casts, indentation and blank lines.

    Our scripts have no template literal or other string over several lines.

    >>> squeeze("/** Why. */\\nlet a = 1;\\n  // so\\n  a = /** @type {any} */ (2);\\n")
    'let a = 1;\\na = (2);\\n'
    """
    return _INDENT.sub("", _CAST.sub("", _COMMENT.sub("", script)))


def speech(language: str, numerals: str, months: str) -> str:
    """Say, as a script, how the interface speaks; it stands before the scripts of every page.

    >>> speech("fr", "latn", "levant")[:53]
    'globalThis.sitegen={speech:{"lang":"fr","numerals":"l'
    """
    said = {name: forms[language] for name, forms in json.loads(_source("messages.json")).items()}
    table = {"lang": language, "numerals": numerals, "months": months, "messages": said}
    written = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
    return f"globalThis.sitegen={{speech:{written}}};\n"


def scripts(language: str, numerals: str, months: str) -> dict[str, bytes]:
    """Give every script of a site whose interface is in *language*, by its path in the site.

    >>> sorted(scripts("ar", "arab", "levant")) == sorted(BUNDLES)
    True
    """
    files = {
        path: "".join(squeeze(_source(part)) for part in parts) for path, parts in BUNDLES.items()
    }
    files["assets/reader.js"] = speech(language, numerals, months) + files["assets/reader.js"]
    return {path: text.encode() for path, text in files.items()}
