"""Which files make up the archive for a reader without a connection? Lists for the service worker.

The files are listed in groups, by folder, each list a file of its own: a small edit rewrites the
lists of the folders that it touches, and a browser that keeps the archive reads no other.
"""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64encode
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

FORMAT = 2
LIST = "offline/list.json"
MOST = 3_000  # files of a group that could be parted by folders
_AFTER = "0"  # the character that follows the slash
_INDEX, _BEHIND = "search/", f"search{_AFTER}"
WITHHELD = "!"  # before the digest of a page whose text readers may not see
_FLAT = 1_000  # lists in one folder
# Not for reading, or of no use without the host.
_LEFT_OUT = (
    "data/",
    "offline/",
    "sw.js",
    "404.html",
    "feed.xml",
    "oai.xml",
    "robots.txt",
    "shared/",
    "sitemap",
    ".",
)


class Part(NamedTuple):
    """A file of the site: its path, the digest of its bytes, how many they are."""

    path: str
    digest: str
    size: int


def digest_of(content: bytes) -> str:
    """Name *content* in eight letters: enough to see a change, and that a download is whole.

    The first 48 bits of its SHA-256, in the base 64 of URLs.

    >>> digest_of("كتاب".encode())
    'Xqu2DyA8'
    """
    return short(hashlib.sha256(content).digest())


def short(sha256: bytes) -> str:
    """Shorten a SHA-256 to the eight letters that lists have."""
    return urlsafe_b64encode(sha256[:6]).decode()


def grouped(parts: Iterable[Part], most: int = MOST) -> dict[str, list[Part]]:
    """Part files by the folder that they are below; folders of many files by those inside.

    Files by path; the index is always apart, because it is renewed as a whole. A file belongs to
    the longest folder among the groups that it is below: the names alone tell its group.

    >>> paths = ("index.html", "d/a.html", "d/b.html", "search/m.js")
    >>> files = [Part(path, "", 1) for path in paths]
    >>> {folder: len(inside) for folder, inside in grouped(files, most=2).items()}
    {'': 1, 'd/': 2, 'search/': 1}
    """
    files = sorted(parts, key=attrgetter("path"))
    first, last = (bisect_left(files, end, key=attrgetter("path")) for end in (_INDEX, _BEHIND))
    index, rest = files[first:last], files[:first] + files[last:]
    groups = dict(_parted("", rest, most))
    return groups | dict(_parted(_INDEX, index, most)) if index else groups


def _parted(folder: str, parts: Sequence[Part], most: int) -> Iterator[tuple[str, list[Part]]]:
    if len(parts) <= most:
        yield folder, list(parts)
        return
    depth = len(folder)
    here = [part for part in parts if part.path.find("/", depth) < 0]
    if here:
        yield folder, here
    at = 0
    while at < len(parts):
        name, below, _ = parts[at].path[depth:].partition("/")
        if below:
            inside = f"{folder}{name}/"
            end = bisect_left(parts, f"{folder}{name}{_AFTER}", at, key=attrgetter("path"))
            yield from _parted(inside, parts[at:end], most)
            at = end
        else:
            at += 1


def list_files(
    parts: Iterable[Part], withheld: Collection[str] = frozenset()
) -> Iterator[tuple[str, bytes]]:
    """Write the lists: (path, content) of each group's, then of the list of groups, `LIST`.

    `LIST` holds ``[folder, files, bytes, digest of its list, name of its list]`` for each group.
    A group's list is flat: path below the folder, digest, size, and again. Before the digests of
    *withheld* pages, of documents withdrawn or of which readers see the metadata alone, stands
    `WITHHELD`: what a browser had in their place while they had a text goes at once. What a reader
    of the kept archive does not need is not listed.

    >>> for path, content in list_files([Part("d/a.html", "Xqu2DyA8", 5), Part(".x", "", 0)]):
    ...     print(path, content.decode().strip())  # doctest: +ELLIPSIS
    offline/e3b0c442.json ["d/a.html","Xqu2DyA8",5]
    offline/list.json {"format":2,...,"groups":[["",1,5,"V43fRaFR","e3b0c442"]]}
    """
    kept = (part for part in parts if not part.path.startswith(_LEFT_OUT))
    groups = grouped((_marked(part, withheld) for part in kept) if withheld else kept)
    rows = []
    for folder, inside in groups.items():
        flat = chain.from_iterable((path[len(folder) :], *rest) for path, *rest in inside)
        content = _json(list(flat))
        name = _name(folder, len(groups))
        size = sum(part.size for part in inside)
        rows.append((folder, len(inside), size, digest_of(content), name))
        yield f"offline/{name}.json", content
    yield LIST, _json(_overview(rows))


def _marked(part: Part, withheld: Collection[str]) -> Part:
    return part._replace(digest=WITHHELD + part.digest) if part.path in withheld else part


def _overview(rows: Sequence[tuple[str, int, int, str, str]]) -> Mapping[str, object]:
    return {
        "format": FORMAT,
        "files": sum(row[1] for row in rows),
        "bytes": sum(row[2] for row in rows),
        "groups": rows,
    }


def _name(folder: str, count: int) -> str:
    name = hashlib.sha256(folder.encode()).hexdigest()[:8]
    return name if count < _FLAT else f"{name[:2]}/{name}"


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
