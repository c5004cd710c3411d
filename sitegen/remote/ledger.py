"""What was sent to a URL, what is on its way, and what must be sent now, in which order?"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import groupby

LEDGER = ".sitegen-sent"  # beside the site: which bytes it has, as far as we have sent them
JOURNAL = ".sitegen-sending"  # there while a site is being sent; afterwards it goes
_HEAD = "sitegen sent 1"
_INDEX = "search/"
# What a browser reads first, in the order in which it may come to be new: after all the rest.
_LAST = (
    ("search/manifest.js",),
    ("index.html", "search.html", "404.html", "feed.xml", "oai.xml", "offline.html"),
    ("offline/list.json",),
    ("sw.js",),
)
_RANKS = {path: 3 + rank for rank, paths in enumerate(_LAST) for path in paths}


@dataclass(frozen=True, slots=True)
class Journal:
    """Who is sending, since when, and which paths they touch: these hold one may not know what."""

    by: str
    since: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sending:
    """What is to be sent, group after group, and what is to be removed when all is there."""

    groups: tuple[tuple[str, ...], ...]
    removed: tuple[str, ...]

    @property
    def sent(self) -> tuple[str, ...]:
        """Give all paths that are sent, in their order."""
        return tuple(path for group in self.groups for path in group)


def plan_sending(
    here: Mapping[str, str], there: Mapping[str, str], unsure: AbstractSet[str] = frozenset()
) -> Sending:
    """Say what must be sent, so that the site there has the digests that it has *here*.

    What is *unsure*, because a sending was cut short, is sent whatever *there* says. Files that
    nobody knows yet go first, then what changed, then the index, then what a browser reads first.

    >>> there = {"index.html": "a", "d/1.html": "b", "d/0.html": "a", "search/m.js": "a"}
    >>> here = dict.fromkeys(["index.html", "sw.js", "d/1.html", "d/2.html", "search/m.js"], "c")
    >>> plan = plan_sending(here, there)
    >>> plan.groups
    (('d/2.html',), ('d/1.html',), ('search/m.js',), ('index.html',), ('sw.js',))
    >>> plan.removed
    ('d/0.html',)
    >>> plan_sending(here, here, {"d/1.html", "d/0.html"})
    Sending(groups=(('d/1.html',),), removed=('d/0.html',))
    """
    changed = [p for p, digest in here.items() if p in unsure or there.get(p) != digest]
    known = {*unsure, *there}
    ranked = sorted((_rank(path, is_known=path in known), path) for path in changed)
    groups = groupby(ranked, key=lambda one: one[0])
    sent = tuple(tuple(path for _, path in group) for _, group in groups)
    return Sending(sent, tuple(sorted(known - here.keys())))


def _rank(path: str, *, is_known: bool) -> int:
    if path in _RANKS:
        return _RANKS[path]
    if not is_known:
        return 0
    return 2 if path.startswith(_INDEX) else 1


def encode_ledger(digests: Mapping[str, str]) -> bytes:
    """Write which bytes a site has: packed, a line for each file, sorted.

    >>> parse_ledger(encode_ledger({"d/1.html": "Xqu2DyA8"}))
    {'d/1.html': 'Xqu2DyA8'}
    """
    lines = [_HEAD, *(f"{digest} {path}" for path, digest in sorted(digests.items()))]
    return gzip.compress(("\n".join(lines) + "\n").encode(), 6, mtime=0)


def parse_ledger(content: bytes) -> dict[str, str] | None:
    """Read it; None where it is not ours, or damaged.

    >>> parse_ledger(b"x") is None
    True
    """
    try:
        head, *lines = gzip.decompress(content).decode().splitlines()
    except (OSError, EOFError, ValueError, zlib.error):
        return None
    return dict(_pairs(lines)) if head == _HEAD else None


def _pairs(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        digest, _, path = line.partition(" ")
        yield path, digest


def encode_journal(journal: Journal) -> bytes:
    """Write a journal.

    >>> parse_journal(encode_journal(Journal("k", "2026-11-28", ("d/1.html",))))
    Journal(by='k', since='2026-11-28', paths=('d/1.html',))
    """
    row = {"format": 1, "by": journal.by, "since": journal.since, "paths": journal.paths}
    return gzip.compress(json.dumps(row).encode(), 6, mtime=0)


def parse_journal(content: bytes) -> Journal | None:
    """Read it; None where it is not ours, or damaged."""
    try:
        row = json.loads(gzip.decompress(content))
        return Journal(str(row["by"]), str(row["since"]), tuple(map(str, row["paths"])))
    except (OSError, EOFError, ValueError, KeyError, TypeError, zlib.error):
        return None
