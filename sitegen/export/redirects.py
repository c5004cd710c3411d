"""Where did the pages of the old site go? Their addresses lead on to the documents that name them.

An alias is an address of the old site as its links had it, with its query: ``/?p=12``,
``news/12.html``, ``https://old.example.org/2012/05/slug/``. Which host it had does not matter.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from posixpath import normpath
from urllib.parse import quote, unquote, urlsplit

from sitegen.model import LONGEST_NAME

FOLDER = "data/moved"
_TOGETHER = 200  # addresses in a script, about
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")  # no name on Windows
_ILLEGAL = re.compile(r'[<>:"\\|?*\x00-\x1f]|[. ]$')


def key_of(alias: str, base: str = "") -> str:
    """Give what counts of an old address: path and query below *base*, the site's own path.

    >>> key_of("https://old.example.org/news/12.html#top"), key_of("/?p=12"), key_of("a/%D9%86/")
    ('news/12.html', '?p=12', 'a/ن/')
    >>> key_of("/archive/news/12.html", "/archive/")
    'news/12.html'
    """
    parts = urlsplit(alias.strip())
    path = unquote(parts.path)
    if base.strip("/") and path.startswith(base):
        path = path[len(base) :]
    query = f"?{unquote(parts.query)}" if parts.query else ""
    return path.lstrip("/") + query


def table_of(aliases: Iterable[tuple[str, str]], base: str = "") -> dict[str, str]:
    """Lead each key to its page: (alias, path) pairs; of two bearers the first one has it."""
    found: dict[str, str] = {}
    for alias, path in aliases:
        key = key_of(alias, base)
        if key:
            found.setdefault(key, path)
    return dict(sorted(found.items()))


def file_of(key: str) -> str:
    """Give the file that a web server shows at an old address; "" where no file can stand for it.

    >>> file_of("news/12.html"), file_of("2012/slug/"), file_of("2012/slug"), file_of("?p=12")
    ('news/12.html', '2012/slug/index.html', '2012/slug/index.html', '')
    """
    if "?" in key or key.startswith(".") or normpath(key) != key.rstrip("/"):
        return ""
    parts = key.rstrip("/").split("/")
    if any(
        _DEVICE.match(part) or _ILLEGAL.search(part) or len(part.encode()) > LONGEST_NAME
        for part in parts
    ):
        return ""
    if parts[-1].endswith((".html", ".htm")):
        return key
    return "" if "." in parts[-1] else f"{'/'.join(parts)}/index.html"


def page(path: str, target: str, lang: str, title: str) -> bytes:
    """Write the page that stands at the old address *path* and leads to *target*.

    >>> b'content="0; url=../d/a.html"' in page("news/1.html", "d/a.html", "ar", "انتقلت الصفحة")
    True
    """
    root = "../" * path.count("/")
    href = html.escape(root + quote(target))
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="refresh" content="0; url={href}">\n'
        f"<title>{html.escape(title)}</title>\n"
        f'<link rel="icon" href="{root}assets/images/icon.svg" type="image/svg+xml">\n'
        f'<link rel="canonical" href="{href}">\n</head>\n<body>\n'
        f'<p><a href="{href}">{html.escape(title)}</a></p>\n</body>\n</html>\n'
    ).encode()


def bucket(key: str, count: int) -> int:
    """Say in which of *count* scripts a key stands; client/moved.js says the same.

    >>> bucket("?p=12", 1), 0 <= bucket("أ/ب", 8) < 8
    (0, True)
    """
    found = 0
    for byte in key.encode():
        found = (found * 1009 + byte) % 65521
    return found % count


def scripts(table: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Give the scripts by which home and the 404 page lead on: (path, content)."""
    count = 1 << max(0, (len(table) // _TOGETHER).bit_length())
    held: list[dict[str, str]] = [{} for _ in range(count)]
    for key, path in table.items():
        held[bucket(key, count)][key] = path
    yield f"{FOLDER}/index.js", f"sitegen.moved({count});\n".encode()
    for number, part in enumerate(held):
        said = _ENCODE(part).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
        yield f"{FOLDER}/{number}.js", f"sitegen.moved({number},{said});\n".encode()


def for_hosts(table: Mapping[str, str], base: str = "/") -> Iterator[tuple[str, bytes]]:
    """Give the same for web servers: ``_redirects`` (Netlify, Cloudflare), maps for nginx, Apache.

    Addresses with a query are in the maps only: those hosts tell pages apart by their path.
    """
    base = base if base.endswith("/") else base + "/"
    rows = [(key, base + quote(path)) for key, path in table.items()]
    plain = "".join(f"{base}{_quoted(old)} {new} 301\n" for old, new in rows if "?" not in old)
    yield "_redirects", plain.encode()
    asked = {base + one: new for old, new in rows for one in (_as_sent(old), _quoted(old))}
    seen = Counter(old.lower() for old in asked)
    nginx = "".join(f'"{_exactly(old) if seen[old.lower()] > 1 else old}" "{new}";\n'
                    for old, new in asked.items())  # fmt: skip
    yield f"{FOLDER}/nginx.map", nginx.encode()
    apache = "".join(f"{old} {new}\n" for old, new in asked.items())
    yield f"{FOLDER}/apache.txt", apache.encode()


def _exactly(address: str) -> str:
    """Let nginx, which compares strings whatever their case, tell addresses apart that differ so.

    >>> _exactly("/News/1.html?a=b")
    '~^/News/1[.]html[?]a=b$'
    """
    return f"~^{re.sub(r'[.?*+()$|]', lambda found: f'[{found[0]}]', address)}$"


def _as_sent(key: str) -> str:
    """Write an address as browsers send it; some signs they leave, and some links code them.

    >>> _as_sent("a b/x$1:(2).html?u=a/b"), _quoted("x$1?u=a/b")
    ('a%20b/x$1:(2).html?u=a/b', 'x%241?u=a%2Fb')
    """
    path, asks, query = key.partition("?")
    return quote(path, safe="/!$&'()*+,;=:@") + asks + quote(query, safe="!$&()*+,;=:@/?")


def _quoted(key: str) -> str:
    path, asks, query = key.partition("?")
    return quote(path) + asks + quote(query, safe="=&")


def files(
    table: Mapping[str, str], taken: Sequence[str], base: str, lang: str, title: str
) -> Iterator[tuple[str, bytes]]:
    """Give all files for old addresses: pages that lead on, scripts, maps.

    No page takes the place of one in *taken*, whose paths differ by more than case.
    """
    kept = {path.lower() for path in taken}
    for key, path in table.items():
        name = file_of(key)
        if name and name.lower() not in kept:
            kept.add(name.lower())
            yield name, page(name, path, lang, title)
    yield from scripts(table)
    yield from for_hosts(table, base or "/")
