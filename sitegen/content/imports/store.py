"""How do imported rows reach the archive's files, whole or not at all?

Rows wait in a temporary file, so that an import needs memory for their ids alone. When all sources
are read, each file of rows is written anew beside the old one, row by row, and put in its place.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, NamedTuple

from sitegen.content import files
from sitegen.content.imports.ledger import Fate, Known, Ledger, conflict, digest, fate_of
from sitegen.content.imports.rows import canonical, encode_row
from sitegen.content.imports.streams import lines_of
from sitegen.errors import Place, Problem
from sitegen.model import slug_of

_ID_FIRST = re.compile(r'\{"id": "([^"\\]*)"')


class Waiting(NamedTuple):
    """A row that waits: where in the temporary file, its hash, its future file, its source."""

    at: int
    size: int
    hash: str
    path: str
    place: Place


class Here(NamedTuple):
    """A row that the archive has: its file, its line, its hash."""

    path: str
    line: int
    hash: str
    other: str = ""  # its title, where it is plainly another document than the source's


@dataclass(slots=True)
class Store:
    """The rows of one import, and what the archive has of them."""

    root: Path
    ledger: Ledger
    prefer: str = ""
    new_only: bool = False
    waiting: dict[str, Waiting] = field(default_factory=dict)
    slugs: dict[str, str] = field(default_factory=dict)
    fates: Counter[str] = field(default_factory=Counter)
    chosen: dict[str, Fate] = field(default_factory=dict)
    _open: IO[bytes] | None = None
    _folder: tempfile.TemporaryDirectory[str] | None = None

    @property
    def _spool(self) -> IO[bytes]:
        if self._open is None:
            self._open = tempfile.TemporaryFile()  # noqa: SIM115 - `close` does
        return self._open

    def close(self) -> None:
        """Let the waiting rows go."""
        if self._open is not None:
            self._open.close()
        if self._folder is not None:
            self._folder.cleanup()

    def aside(self, content: bytes) -> Path:
        """Keep what is in no file of its own until the import ends."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory()
        path = Path(self._folder.name, digest(content))
        path.write_bytes(content)
        return path

    def add(self, values: Mapping[str, Any], place: Place) -> list[Problem]:
        """Let a row wait; two of one id or one slug are a problem."""
        identifier = str(values["id"])
        other = self.slugs.setdefault(str(slug_of(identifier)), identifier)
        if other in self.waiting:
            return [_twice(identifier, other, place, self.waiting[other].place)]
        try:
            line = f"{encode_row(values)}\n".encode()
        except UnicodeEncodeError as error:
            what = "the row has half of a character"
            why = f"U+{ord(error.object[error.start]):04X} stands alone"
            return [Problem(place, what, why, "mend the export: it cut a character in two")]
        self._spool.seek(0, 2)
        path = f"texts/{slug_of(str(values.get('collection') or 'texts'))}.jsonl"
        at = self._spool.tell()
        self._spool.write(line)
        self.waiting[identifier] = Waiting(at, len(line), digest(line[:-1]), path, place)
        return []

    def settle(self) -> tuple[dict[str, Iterator[bytes]], list[Problem]]:
        """Choose what becomes of each row; give the files to be written, and the conflicts."""
        here, problems = self._rows_here()
        outcome: dict[str, Fate] = {}
        for name, row in self.waiting.items():
            known = self.ledger.rows.get(name)
            there = here.get(name)
            if self.new_only and (known or there):
                fate = Fate.KEPT if there else Fate.GONE
            else:
                fate = fate_of(
                    row.hash,
                    there.hash if there else None,
                    known.hash if known else None,
                    self.prefer,
                )
            outcome[name] = fate
            self.fates[fate.value] += 1
            if fate is Fate.UPDATED and there and there.other and self.prefer != "source":
                problems.append(_another(row.place, name, there))
            if fate is Fate.BOTH:
                old = self._values_at(there) if there else None
                where = Place(there.path, there.line) if there else row.place
                problems.append(conflict(row.place, name, where, old, self._values(row)))
        if problems:
            return {}, problems
        self.chosen = outcome
        moved = {
            name: here[name].path
            for name, fate in outcome.items()
            if fate is Fate.UPDATED and here[name].path != self.waiting[name].path
        }
        changed = {
            *(row.path for name, row in self.waiting.items()
              if outcome[name] in (Fate.ADDED, Fate.UPDATED)),
            *moved.values(),
        }  # fmt: skip
        for name, row in self.waiting.items():
            if not (self.new_only and outcome[name] in (Fate.KEPT, Fate.GONE)):
                path = here[name].path if outcome[name] in (Fate.KEPT, Fate.UNCHANGED) else row.path
                self.ledger.rows[name] = Known(path, row.hash)
        return {path: self._written(path, moved) for path in sorted(changed)}, []

    def _rows_here(self) -> tuple[dict[str, Here], list[Problem]]:
        """Find the rows of the archive that this import may touch."""
        paths = {row.path for row in self.waiting.values()}
        known = self.ledger.rows
        paths |= {known[name].path for name in self.waiting if name in known}
        found: dict[str, Here] = {}
        problems: list[Problem] = []
        for path in sorted(paths):
            if not files.exists(self.root, path):
                continue
            for n, line in enumerate(lines_of(self.root / path, path, problems, Counter()), 1):
                name = _id_of(line)
                row = self.waiting.get(name)
                if row is None:
                    continue
                hashed = digest(line.rstrip("\r\n").encode())
                former = known.get(name)
                if hashed != row.hash and (former is None or hashed != former.hash):
                    hashed = _canonical_hash(line, hashed)
                is_new = former is not None and former.hash != row.hash
                other = _other_title(line, self._values(row)) if is_new else ""
                found[name] = Here(path, n, hashed, other)
        return found, problems

    def _written(self, path: str, moved: Mapping[str, str]) -> Iterator[bytes]:
        """Give a file's rows: those that stay or changed in their places, then new ones."""
        done: set[str] = set()
        if files.exists(self.root, path):
            for line in lines_of(self.root / path, path, [], Counter()):
                name = _id_of(line)
                row = self.waiting.get(name)
                if row is None or self.chosen[name] not in (Fate.ADDED, Fate.UPDATED):
                    yield (line if line.endswith("\n") else f"{line}\n").encode()
                elif name not in done and row.path == path:
                    done.add(name)
                    yield self._line(row)
        for name, row in self.waiting.items():
            fate = self.chosen[name]
            is_new = fate is Fate.ADDED or name in moved
            if row.path == path and is_new and name not in done:
                yield self._line(row)

    def _line(self, row: Waiting) -> bytes:
        self._spool.seek(row.at)
        return self._spool.read(row.size)

    def _values(self, row: Waiting) -> Any:
        return json.loads(self._line(row))

    def _values_at(self, there: Here) -> Any:
        for n, line in enumerate(lines_of(self.root / there.path, there.path, [], Counter()), 1):
            if n == there.line:
                return json.loads(line)
        return None

    def first(self, n: int) -> Iterator[Mapping[str, Any]]:
        """Give the first rows that wait, as they would stand in the archive."""
        for row in list(self.waiting.values())[:n]:
            yield self._values(row)


def _id_of(line: str) -> str:
    """Give a row's id without reading the row, where it stands first as we write it."""
    found = _ID_FIRST.match(line)
    if found:
        return found[1]
    try:
        values = json.loads(line)
    except ValueError:
        return ""
    return str(values.get("id", "")) if isinstance(values, dict) else ""


def _canonical_hash(line: str, otherwise: str) -> str:
    """Give the hash of a row that somebody only laid out in another way."""
    try:
        values = json.loads(line)
        return digest(encode_row(canonical(values)).encode())
    except (ValueError, TypeError, AttributeError):
        return otherwise


def _other_title(line: str, new: Mapping[str, Any]) -> str:
    """Give the title of a row that shares its id with a new one, and hardly a word."""
    try:
        old = json.loads(line)
    except ValueError:
        return ""
    title = str(old.get("title", ""))
    if title == new.get("title") or (old.get("body") and old.get("body") == new.get("body")):
        return ""
    ours, theirs = (
        {word for key in ("title", "body") for word in str(one.get(key) or "").split()}
        for one in (old, new)
    )
    return title if len(ours & theirs) < len(ours | theirs) / 4 else ""


def _another(place: Place, name: str, there: Here) -> Problem:
    what = f"the id '{name}' is another document's"
    why = f"{there.path}:{there.line} has it, imported earlier: «{there.other[:60]}»"
    fix = "let ids be made from theirs: --map id=source_id; or, if it is that one, --prefer source"
    return Problem(place, what, why, fix)


def _twice(identifier: str, other: str, place: Place, where: Place) -> Problem:
    if identifier == other:
        what, why = f"the id '{identifier}' is taken", f"{where} has it too"
    else:
        slug = slug_of(identifier)
        what = f"the ids '{identifier}' and '{other}' have one slug, '{slug}'"
        why = f"addresses are made from slugs; '{other}' is in {where}"
    fix = "give one of them another id; of tables with numbers of their own: --map id=source_id"
    return Problem(place, what, why, fix)
