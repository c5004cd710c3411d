"""Which scripts does a site have? Plain concatenations, one request each.

No bundler: every part is a classic script that stands by itself, and is put behind the others
with its comments and idle white space left out.
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


_BLANK = re.compile(r"(?:\s+|/\*(?:(?!\*/).)*\*/|//[^\n]*)+", re.DOTALL)
_TOKEN = re.compile(
    r"""'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|[\w$]+|.""", re.DOTALL
)
_REGEX = re.compile(r"/(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
_BEFORE_REGEX = frozenset("(,=:[!&|?{;>")  # elsewhere a slash divides


@cache
def _source(name: str) -> str:
    return resources.files("sitegen.client").joinpath(name).read_text("utf-8")


def squeeze(script: str) -> str:
    """Leave out comments, and the white space that parts nothing.

    For our own scripts: every statement ends with a semicolon, no template stands in another.

    >>> squeeze("/** Why. */\\nlet a = 1;\\n  // so\\n  a = /** @type {any} */ (b++ + +c);\\n")
    'let a=1;a=(b++ + +c);'
    >>> squeeze("const found = text.split(/ [/] /); // 'x  y'")
    'const found=text.split(/ [/] /);'
    """
    tokens: list[str] = []
    at, last, parted = 0, "", False
    while at < len(script):
        if blank := _BLANK.match(script, at):
            at, parted = blank.end(), True
            continue
        pattern = _REGEX if script[at] == "/" and last[-1:] in _BEFORE_REGEX else _TOKEN
        found = pattern.match(script, at) or _TOKEN.match(script, at)
        token = found[0] if found else script[at]
        if parted and last and _must_part(last[-1], token[0]):
            tokens.append(" ")
        tokens.append(token)
        at, last, parted = at + len(token), token, False
    return "".join(tokens)


def _must_part(before: str, after: str) -> bool:
    both_words = all(char in "_$" or char.isalnum() for char in (before, after))
    return both_words or (before == after and before in "+-")


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
