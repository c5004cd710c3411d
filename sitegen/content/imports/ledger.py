"""What was imported last time, so that hand-made corrections survive the next?

``imported.tsv``, part of the archive: for each row and copied file its path, its id (none for a
file) and a hash of what the import wrote. The rule of three ways compares that with what stands
in the archive and with what the source says now.
"""

from __future__ import annotations

import json
from base64 import b32encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from hashlib import blake2b
from typing import Any

from sitegen.errors import Place, Problem

PATH = "imported.tsv"
_HEAD = "# What `sitegen import` wrote: path, id, hash. Keep it with the archive.\n"
_AROUND = 24


class Fate(Enum):
    """What becomes of what a source says."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT = "edited here, kept"
    GONE = "taken out here, left out"
    BOTH = "changed here and at the source"


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger says of a row or a file."""

    path: str
    hash: str


@dataclass(slots=True)
class Ledger:
    """All that was imported: rows by id, files by path."""

    rows: dict[str, Known] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def encode(self) -> Iterator[bytes]:
        """Write the ledger, sorted."""
        yield _HEAD.encode()
        lines = [f"{one.path}\t{name}\t{one.hash}\n" for name, one in self.rows.items()]
        lines += [f"{path}\t\t{digest}\n" for path, digest in self.files.items()]
        for line in sorted(lines):
            yield line.encode()


def parse_ledger(text: str) -> tuple[Ledger, list[Problem]]:
    """Read ``imported.tsv``.

    >>> parse_ledger("texts/a.jsonl\\tx-1\\tabc\\n")[0].rows["x-1"].hash
    'abc'
    """
    ledger, problems = Ledger(), []
    for n, line in enumerate(text.split("\n"), 1):
        if not line or line.startswith("#"):
            continue
        cells = line.rstrip("\r").split("\t")
        if len(cells) != 3:
            fix = "take it from a copy, or delete the line: then the row counts as never imported"
            problems.append(Problem(Place(PATH, n), "this is no path, id and hash", fix=fix))
        elif cells[1]:
            ledger.rows[cells[1]] = Known(cells[0], cells[2])
        else:
            ledger.files[cells[0]] = cells[2]
    return ledger, problems


def digest(content: bytes) -> str:
    """Give the hash of a row's line or a file's bytes.

    >>> digest("كتاب".encode())
    'wywlvvcalb45u'
    """
    return b32encode(blake2b(content, digest_size=8).digest()).decode("ascii").rstrip("=").lower()


def fate_of(new: str, here: str | None, known: str | None, prefer: str) -> Fate:
    """Decide by three hashes: the source's, the archive's (None: not there), the ledger's.

    >>> fate_of("b", "a", "a", ""), fate_of("a", "b", "a", "")
    (<Fate.UPDATED: 'updated'>, <Fate.KEPT: 'edited here, kept'>)
    >>> fate_of("c", "b", "a", ""), fate_of("c", "b", "a", "source")
    (<Fate.BOTH: 'changed here and at the source'>, <Fate.UPDATED: 'updated'>)
    """
    if here is None and known is None:
        return Fate.ADDED
    if here == new:
        return Fate.UNCHANGED
    if known == new:
        return Fate.GONE if here is None else Fate.KEPT
    if here is not None and here == known:
        return Fate.UPDATED
    if prefer == "source":
        return Fate.ADDED if here is None else Fate.UPDATED
    if prefer == "archive":
        return Fate.GONE if here is None else Fate.KEPT
    return Fate.BOTH


def conflict(place: Place, name: str, here: Place, old: Any, new: Any) -> Problem:
    """Tell of a document that changed on both sides, and show where they part.

    >>> print(conflict(Place("a.jsonl", 3), "x", Place("texts/a.jsonl", 9),
    ...                {"title": "الأوّل"}, {"title": "الأول"}))
    a.jsonl:3: 'x' was changed here and at the source
      why: texts/a.jsonl:9 has title: «الأوّل», the source «الأول»
      fix: make both alike, or say --prefer archive, or --prefer source
    """
    what = f"'{name}' was changed here and at the source"
    if old is None:
        what, why = f"'{name}' was taken out here, and changed at the source", ""
    else:
        shown = list(_differences(old, new))
        why = "; ".join([f"{here} has {shown[0]}", *shown[1:4]]) if shown else f"see {here}"
    fix = "make both alike, or say --prefer archive, or --prefer source"
    return Problem(place, what, why, fix)


def _differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for key in dict.fromkeys([*old, *new]):
        if old.get(key) != new.get(key):
            a, b = _parting(_told(old.get(key)), _told(new.get(key)))
            yield f"{key}: «{a}», the source «{b}»"


def _told(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _parting(a: str, b: str) -> tuple[str, str]:
    """Cut two texts to the words around the first place where they differ."""
    at = next(
        (n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
    )
    start = max(0, at - _AROUND)
    return tuple(  # type: ignore[return-value]
        ("…" if start else "")
        + " ".join(text[start : at + _AROUND].split())
        + ("…" if len(text) > at + _AROUND else "")
        for text in (a, b)
    )


def counted(fates: Iterable[Fate]) -> dict[str, int]:
    """Count fates, by their words."""
    found: dict[str, int] = {}
    for fate in fates:
        found[fate.value] = found.get(fate.value, 0) + 1
    return found
