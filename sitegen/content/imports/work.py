"""What does one import hold while it is under way, and what does it report?"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sitegen.config import Site, parse_collections, parse_site
from sitegen.content import files
from sitegen.content.damage import mend
from sitegen.content.frontmatter import quoted
from sitegen.content.imports.ledger import PATH as LEDGER
from sitegen.content.imports.ledger import Fate, Ledger, digest, fate_of, parse_ledger
from sitegen.content.imports.plan import Plan, check_plan
from sitegen.content.imports.rows import Tally, is_legal
from sitegen.content.imports.store import Store
from sitegen.errors import Place, Problem
from sitegen.model import LONGEST_NAME

Progress = Callable[[str, int, int], None]  # stage, done, of how many
Sources = list[tuple[Path, str]]  # where each lies, and its path below the folder that was named


def nobody(_stage: str, _done: int, _total: int) -> None:
    """Hear of progress, and do nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did. With problems, nothing was written."""

    documents: int = 0
    fates: Mapping[str, int] = field(default_factory=dict)  # added, updated, kept ...: documents
    files: tuple[str, ...] = ()  # of the archive, written or already as they should be
    collections: tuple[str, ...] = ()  # added to collections.toml
    mapped: Mapping[str, int] = field(default_factory=dict)  # "author -> authors": rows
    extra: Mapping[str, int] = field(default_factory=dict)  # kept under extra: rows
    dropped: Mapping[str, int] = field(default_factory=dict)  # why: how many
    encodings: Mapping[str, int] = field(default_factory=dict)  # met, other than UTF-8: files
    oldest: str = ""
    newest: str = ""
    repaired: tuple[str, ...] = ()  # every place that was mended, and what became of it
    hints: tuple[str, ...] = ()
    shown: tuple[Mapping[str, Any], ...] = ()  # of a dry run: the first ten
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Work:
    """One import under way: what will be written, what was met."""

    root: Path
    collection: str
    plan: Plan
    site: Site = field(default_factory=lambda: Site(title=""))
    known: Mapping[str, Any] = field(default_factory=dict)  # collections.toml
    ledger: Ledger = field(default_factory=Ledger)
    problems: list[Problem] = field(default_factory=list)
    contents: dict[str, bytes | Path | Iterable[bytes]] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
    encodings: Counter[str] = field(default_factory=Counter)
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)  # of collections.toml
    hints: list[str] = field(default_factory=list)
    repaired: list[str] = field(default_factory=list)
    documents: int = 0
    progress: Progress = nobody
    total: int = 0  # bytes of the sources
    read: int = 0
    store: Store = field(init=False)

    def __post_init__(self) -> None:
        self.store = Store(self.root, self.ledger, self.plan.prefer, self.plan.new_only)

    def heard(self, n_bytes: int) -> None:
        """Tell how far the reading is."""
        before, self.read = self.read, self.read + n_bytes
        if before >> 20 != self.read >> 20:
            self.progress("read, MB", self.read >> 20, max(self.read, self.total) >> 20)

    def put(self, path: str, content: bytes | Path, place: Place) -> None:
        """Let a file wait that is made from one source, or is one."""
        there = self.contents.setdefault(path, content)
        if there != content and _bytes_of(there) != _bytes_of(content):
            what = f"two sources would both be '{path}'"
            self.problems.append(Problem(place, what, fix="rename one of them"))

    def repair(self, text: str, place: Place, key: str, lang: str = "ar") -> str:
        """Mend what was damaged and proves itself, where that is asked for, and list it."""
        if not self.plan.repair:
            return text
        mended, changes = mend(text, lang)
        self.repaired += [f"{place}: {key} at {one.start}: {one.shown()}" for one in changes]
        return mended

    def copy(self, path: str, content: bytes | Path, place: Place, documents: int = 1) -> bool:
        """Let a copied file wait, unless it was edited here; say whether it is new or changed.

        *documents* are in it: the report counts those.
        """
        there = files.exists(self.root, path)
        here = digest(_bytes_of(self.root / path)) if there else None
        new, known = digest(_bytes_of(content)), self.ledger.files.get(path)
        if self.plan.new_only and (there or known):
            fate = Fate.KEPT if there else Fate.GONE
        else:
            fate = fate_of(new, here, known, self.plan.prefer)
        self.store.fates[fate.value] += documents
        if fate is Fate.BOTH:
            fix = "make both alike, or say --prefer archive, or --prefer source"
            what = "this file was changed here and at the source"
            self.problems.append(Problem(place, what, f"here it is {path}", fix))
        elif fate not in (Fate.KEPT, Fate.GONE):
            self.put(path, content, place)
        if not (self.plan.new_only and fate in (Fate.KEPT, Fate.GONE)):
            self.ledger.files[path] = new
        return fate in (Fate.ADDED, Fate.UPDATED)


def _bytes_of(content: Any) -> bytes:
    """Read what a path stands for; it is not held."""
    found: bytes = files.read_packed(content) if isinstance(content, Path) else content
    return found


def begin(root: Path, collection: str, plan: Plan) -> Work:
    """Read what an import must know of the archive."""
    work = Work(root, collection, plan)
    if collection and not is_legal(collection):
        what = f"'{collection}' is no id"
        fix = f"use printable ASCII without spaces, at most {LONGEST_NAME} characters"
        work.problems.append(Problem(Place("--collection"), what, fix=fix))
    if not files.exists(root, "site.toml"):
        what, fix = "this is no archive: it has no site.toml", f"run: sitegen new {root.name}"
        work.problems.append(Problem(Place(root.name), what, fix=fix))
        return work
    site, problems = parse_site(files.read_text(root, "site.toml")[0].text)
    work.problems += problems
    work.site = site or work.site
    work.problems += check_plan(plan, work.site)
    if files.exists(root, "collections.toml"):
        work.known, found = parse_collections(files.read_text(root, "collections.toml")[0].text)
        work.problems += found
    if files.exists(root, LEDGER):
        ledger, broken = parse_ledger(files.read_text(root, LEDGER)[0].text)
        work.ledger = work.store.ledger = ledger
        work.problems += broken
    return work


def finish(work: Work) -> ImportReport:
    """Write what waits, if there is no problem, and report."""
    added: tuple[str, ...] = ()
    shown: tuple[Mapping[str, Any], ...] = ()
    written: tuple[str, ...] = ()
    if not work.problems:
        rows, work.problems = work.store.settle()
        work.contents |= rows
    if not work.problems:
        added = _add_collections(work)
        written = tuple(sorted(work.contents))
        if work.plan.dry_run:
            shown = tuple(work.store.first(10))
        else:
            if work.ledger.rows or work.ledger.files:
                work.contents[LEDGER] = work.ledger.encode()
            work.problems += files.write_all(work.root, work.contents, work.progress)
    elif work.plan.dry_run:
        shown = tuple(work.store.first(10))
    return _report(work, added, written, shown)


def _add_collections(work: Work) -> tuple[str, ...]:
    """Add a table to collections.toml for each collection that has none; its text stays."""
    new = sorted(work.tables.keys() - work.known.keys())
    if not new:
        return ()
    path = "collections.toml"
    there = files.read_text(work.root, path)[0].text if files.exists(work.root, path) else ""
    tables = [there.rstrip("\n") + "\n"] if there.strip() else []
    for name in new:
        head = name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else json.dumps(name)
        pairs = (f"{key} = {_toml(value)}\n" for key, value in work.tables[name].items())
        tables.append(f"[{head}]\n" + "".join(pairs))
    work.contents[path] = "\n".join(tables).encode()
    return tuple(new)


def _toml(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return quoted(str(value))


def _report(
    work: Work,
    added: tuple[str, ...],
    written: tuple[str, ...],
    shown: tuple[Mapping[str, Any], ...],
) -> ImportReport:
    dates = sorted(work.tally.dates)
    failed = bool(work.problems)
    return ImportReport(
        documents=0 if failed else work.documents,
        fates={} if failed else dict(sorted(work.store.fates.items())),
        files=() if failed else written,
        collections=() if failed else added,
        mapped=dict(sorted(work.tally.mapped.items())),
        extra=dict(sorted(work.tally.extra.items())),
        dropped={key: n for key, n in sorted(work.tally.dropped.items()) if n},
        encodings=dict(sorted(work.encodings.items())),
        oldest=dates[0].iso if dates else "",
        newest=dates[-1].iso if dates else "",
        repaired=tuple(work.repaired),
        hints=tuple(work.hints),
        shown=shown,
        problems=tuple(sorted(set(work.problems))),
    )
