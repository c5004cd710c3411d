"""Which scripts does a site have? Plain concatenations, one request each.

No bundler: every part is a classic script that stands by itself, and is put behind the others
with its comments and idle white space left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from sitegen.arabic.confusion import confusion_tables
from sitegen.arabic.keyboard import keyboard_tables
from sitegen.arabic.romanise import romanise_tables
from sitegen.index.spelling import ARTICLE

# By name, in the site as assets/NAME.js: boot in the head, reader deferred on every page, engine
# and search on the search page: all that every search needs.
BUNDLES: dict[str, tuple[str, ...]] = {
    "boot": ("boot",),
    "reader": ("page", "reader"),
    "engine": ("analyzer", "shards", "query", "rank", "lookup", "match", "passages", "engine"),
    "search": ("address", "filters", "hits", "search"),
}
# What few use: loaded by sitegen.demand(NAME).
ON_DEMAND: dict[str, tuple[str, ...]] = {
    "bar": ("bar",),
    "published": ("published",),  # where tashkeel is hidden, digits or months are others
    "advice": ("advice",),
    "marks": ("sight", "marks"),
    "facets": ("chips", "counts", "facets", "years"),
    "text": ("text",),  # of documents and free pages: it loads the next four
    "card": ("card",),
    "notes": ("notes",),  # beside the text
    "scans": ("scans",),  # of the printed pages
    "pin": ("pin",),  # of a paragraph: link, citation, report
    "pictures": ("pictures",),  # of slow lines, and of who will have them on request
    "parts": ("parts",),  # of a text on several pages
    "take": ("described", "markdown", "tei", "take"),  # of documents: downloads
    "today": ("today",),  # of home
    "lists": ("lists",),  # of lists of documents
    "mentions": ("mentions",),  # of entities
    "moved": ("moved",),  # of home and the 404 page, where documents have old addresses
    "excerpts": ("excerpts",),
    "vowels": ("vowels",),  # of queries with marks
    "kwic": ("kwic", "reading", "concordance"),
    "compare": ("lines", "compare"),
    "usage": ("lines", "occurrences", "usage"),  # of the pages of words over time
    "export": ("csv", "cite", "export"),
    "keep": ("keep",),  # of offline.html
    "missing": ("missing",),  # of 404.html
    "offline": ("offline",),
    "suggest": ("confusion", "romanise", "offers", "wordlist", "named", "meant", "ahead"),
}
# The service worker, sw.js at the site's root: what it may answer lies below it.
WORKER = ("copies", "keeping", "worker")


_BLANK = re.compile(r"(?:\s+|/\*(?:(?!\*/).)*\*/|//[^\n]*)+", re.DOTALL)
_TOKEN = re.compile(
    r"""'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|[\w$]+|.""", re.DOTALL
)
_REGEX = re.compile(r"/(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
_BEFORE_REGEX = frozenset("(,=:[!&|?{;>")  # elsewhere a slash divides
_SHORTER = {"const": "let"}
_CLOSES = frozenset(")}]")
_NO_VALUE = frozenset(",[")  # behind which a comma leaves a place of the list empty
_OPENS_BLANK = frozenset(" \n\t\r/")


@cache
def _part(name: str) -> str:
    """Give a part of a bundle as sites have it."""
    return squeeze(resources.files("sitegen.client").joinpath(f"{name}.js").read_text("utf-8"))


@cache
def _sentences() -> dict[str, dict[str, dict[str, str | dict[str, str]]]]:
    """Give every bundle's messages, by id and language."""
    files = resources.files("sitegen.client").joinpath("messages").iterdir()
    return {file.name.removesuffix(".json"): json.loads(file.read_text("utf-8")) for file in files}


def squeeze(script: str) -> str:
    """Leave out comments, the white space that parts nothing, and commas behind the last of a list.

    For our own scripts: every statement ends with a semicolon, no template stands in another. That
    a name is given one value for good is for who reads the source: ``let`` is shorter.

    >>> squeeze("/** Why. */\\nlet a = 1;\\n  // so\\n  a = /** @type {any} */ (b++ + +c);\\n")
    'let a=1;a=(b++ + +c);'
    >>> squeeze("const found = text.split(/ [/] /); // 'x  y'")
    'let found=text.split(/ [/] /);'
    >>> squeeze("const [, last,] = [f(a, 'const',), { b, }, [, ,]];")
    "let[,last]=[f(a,'const'),{b},[,,]];"
    """
    tokens: list[str] = []
    at, last, parted = 0, "", False
    while at < len(script):
        first = script[at]
        if first in _OPENS_BLANK and (blank := _BLANK.match(script, at)):
            at, parted = blank.end(), True
            continue
        pattern = _REGEX if first == "/" and last[-1:] in _BEFORE_REGEX else _TOKEN
        found = pattern.match(script, at) or _TOKEN.match(script, at)
        token = found[0] if found else first
        if token in _CLOSES and last == "," and tokens[-2] not in _NO_VALUE:
            tokens.pop()
        if parted and last and _must_part(last[-1], token[0]):
            tokens.append(" ")
        tokens.append(_SHORTER.get(token, token))
        at, last, parted = at + len(token), token, False
    return "".join(tokens)


def _must_part(before: str, after: str) -> bool:
    if (before in "_$" or before.isalnum()) and (after in "_$" or after.isalnum()):
        return True
    return before == after and before in "+-"


def messages(bundle: str, language: str) -> str:
    """Write down what the scripts of *bundle* say, as JSON; "" for those that say nothing.

    A bundle brings its own messages, ``messages/NAME.json``, on top of those of reader.

    >>> "results" in messages("search", "ar"), "results" in messages("reader", "ar")
    (True, False)
    >>> messages("engine", "fr")
    ''
    """
    said = {name: forms[language] for name, forms in _sentences().get(bundle, {}).items()}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")) if said else ""


def speech(language: str, numerals: str, months: str) -> str:
    """Say, as a script, how the interface speaks; it stands before the scripts of every page.

    >>> speech("fr", "latn", "levant")[:53]
    'globalThis.sitegen={speech:{"lang":"fr","numerals":"l'
    """
    table = {"lang": language, "numerals": numerals, "months": months}
    written = json.dumps(table, separators=(",", ":"))
    said = messages("reader", language)
    return f'globalThis.sitegen={{speech:{written[:-1]},"messages":{said}}}}};\n'


def mending() -> str:
    """Write down, as a script, the tables by which suggest mends what was typed.

    >>> mending()[:34]
    'sitegen.mending={"confusion":{"lik'
    """
    tables = {
        "confusion": confusion_tables(),
        "romanise": romanise_tables(),
        "layouts": keyboard_tables(),
        "article": ARTICLE.pattern,
    }
    return f"sitegen.mending={json.dumps(tables, ensure_ascii=False, separators=(',', ':'))};\n"


def scripts(
    language: str,
    numerals: str,
    months: str,
    faces: Sequence[str] = (),
    kinds: Mapping[str, str] | None = None,
) -> dict[str, bytes]:
    """Give every script of a site whose interface is in *language*, by its path in the site.

    *faces* are the fonts of a page's first words, counted from the folder of the scripts; *kinds*
    what kinds of documents are called, where the index has them in another language.

    >>> {"assets/boot.js", "assets/engine.js"} <= scripts("ar", "arab", "levant").keys()
    True
    """
    files: dict[str, bytes] = {}
    for name, parts in (BUNDLES | ON_DEMAND).items():
        said = messages(name, language)
        head = f"Object.assign(sitegen.speech.messages,{said});\n" if said else ""
        if name == "boot":
            head = f"globalThis.sitegen={json.dumps({'faces': faces}, separators=(',', ':'))};"
        if name == "reader":
            head = speech(language, numerals, months)
        if name == "facets" and kinds:
            head += f"sitegen.kinds={json.dumps(kinds, ensure_ascii=False, separators=(',', ':'))};"
        if name == "suggest":
            head += mending()
        script = head + "".join(map(_part, parts))
        files[f"assets/{name}.js"] = script.encode()
    return files


def worker(build: str) -> bytes:
    """Give the service worker of a site; *build* changes with any file that a reader may keep.

    >>> worker("V43fRaFR")[:38]
    b'globalThis.sitegen={build:"V43fRaFR"};'
    """
    script = "".join(map(_part, WORKER))
    return f'globalThis.sitegen={{build:"{build}"}};{script}'.encode()
