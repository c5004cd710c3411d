"""Which files make up the archive for a reader without a connection? Lists for the service worker.

The files are listed in groups, by folder, each list a file of its own: a small edit rewrites the
lists of the folders that it touches, and a browser that keeps the archive reads no other.
"""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64encode
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

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


class Row(NamedTuple):
    """A group of files, as the list of groups names it."""

    folder: str
    files: int
    bytes: int
    digest: str  # of its list
    name: str  # of its list

    @property
    def list_path(self) -> str:
        """Say where its list is."""
        return f"offline/{self.name}.json"


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
    parts: Iterable[Part], withheld: Collection[str] = frozenset(), most: int = MOST
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
    groups = grouped((_marked(part, withheld) for part in kept) if withheld else kept, most)
    rows = []
    for folder, inside in groups.items():
        name = _name(folder, len(groups))
        files = ((path[len(folder) :], digest, size) for path, digest, size in inside)
        row, content = _listed(folder, name, files)
        rows.append(row)
        yield row.list_path, content
    yield LIST, _json(_overview(rows))


def amended_files(
    changed: Iterable[Part],
    gone: Iterable[str],
    withheld: Collection[str],
    read: Callable[[str], Any],
    most: int = MOST,
) -> list[tuple[str, bytes]] | None:
    """Write those lists anew that name files that came, or are others, or are *gone*.

    None where files would be parted otherwise than they are. *read* gives what a list says that
    stands; *withheld* are those of the pages that *changed*.
    """
    rows = {row[0]: Row(*row) for row in read(LIST)["groups"]}
    told: defaultdict[str, dict[str, Part | None]] = defaultdict(dict)
    news = ((part.path, _marked(part, withheld)) for part in changed)
    for path, part in chain(news, ((path, None) for path in gone)):
        if not path.startswith(_LEFT_OUT):
            told[_group_of(path, rows)][path] = part
    made = []
    now, below = dict(rows), _below(rows.values())
    for folder, files in told.items():
        row = rows.get(folder)
        inside = row and _amended(folder, read(row.list_path), files)
        if not row or not inside:
            return None
        is_alone = below[folder][0] == 1
        if not _fits(row, files, len(inside), most, is_alone=is_alone):
            return None
        now[folder], content = _listed(folder, row.name, inside)
        made.append((row.list_path, content))
    below = _below(now.values())
    if not all(_is_parted(folder, below, most) for folder in told):
        return None
    return [*made, (LIST, _json(_overview(list(now.values()))))]


def lists_in(overview: Mapping[str, Any]) -> list[str]:
    """Give the paths of the lists of all groups."""
    return [Row(*row).list_path for row in overview["groups"]]


def _amended(
    folder: str, flat: Sequence[Any], told: Mapping[str, Part | None]
) -> list[tuple[str, str, int]]:
    """Bring the files of a group up to date."""
    held = {flat[n]: (flat[n + 1], flat[n + 2]) for n in range(0, len(flat), 3)}
    for path, part in told.items():
        below = path[len(folder) :]
        if part:
            held[below] = part.digest, part.size
        else:
            held.pop(below, None)
    return [(path, *held[path]) for path in sorted(held)]


def _group_of(path: str, groups: Container[str]) -> str:
    """Give the longest folder among *groups* that a file is below; the index is apart."""
    folder = path
    while folder:
        folder = folder[: folder.rfind("/", 0, -1) + 1]
        if folder in groups:
            break
    return folder


def _folders(folder: str) -> Iterator[str]:
    """Give a folder, and all that it lies in; the index does not lie in the root.

    >>> list(_folders("d/ca/")), list(_folders("search/p/"))
    (['d/ca/', 'd/', ''], ['search/p/', 'search/'])
    """
    root = _INDEX if folder.startswith(_INDEX) else ""
    while folder != root:
        yield folder
        folder = folder[: folder.rfind("/", 0, -1) + 1]
    yield root


def _below(groups: Iterable[Row]) -> Mapping[str, tuple[int, int]]:
    """Say how many groups, and how many files, are below each folder, its own among them."""
    found: dict[str, tuple[int, int]] = {}
    for row in groups:
        for folder in _folders(row.folder):
            n_groups, n_files = found.get(folder, (0, 0))
            found[folder] = n_groups + 1, n_files + row.files
    return found


def _fits(row: Row, told: Iterable[str], count: int, most: int, *, is_alone: bool) -> bool:
    """Say whether a group can hold *count* files, those that are *told* of among them.

    One that *is alone* has all that is below its folder.
    """
    if any(path.startswith(_INDEX) != row.folder.startswith(_INDEX) for path in told):
        return False
    if is_alone and row.files <= most:
        return count <= most
    return not any("/" in path[len(row.folder) :] for path in told)


def _is_parted(folder: str, below: Mapping[str, tuple[int, int]], most: int) -> bool:
    """Say whether the folders that a group lies in hold too many files for one list."""
    for here in _folders(folder):
        n_groups, n_files = below[here]
        if (here != folder or n_groups > 1) and n_files <= most:
            return False
    return True


def _marked(part: Part, withheld: Collection[str]) -> Part:
    return part._replace(digest=WITHHELD + part.digest) if part.path in withheld else part


def _listed(folder: str, name: str, files: Iterable[tuple[str, str, int]]) -> tuple[Row, bytes]:
    """Write the list of a group, and say what it is."""
    flat: list[Any] = list(chain.from_iterable(files))
    content = _json(flat)
    return Row(folder, len(flat) // 3, sum(flat[2::3]), digest_of(content), name), content


def _overview(rows: Sequence[Row]) -> Mapping[str, object]:
    return {
        "format": FORMAT,
        "files": sum(row.files for row in rows),
        "bytes": sum(row.bytes for row in rows),
        "groups": rows,
    }


def _name(folder: str, count: int) -> str:
    name = hashlib.sha256(folder.encode()).hexdigest()[:8]
    return name if count < _FLAT else f"{name[:2]}/{name}"


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
