"""How do lists of names from elsewhere become authority records?

JSONL, CSV, YAML, TEI (persons, places, organizations), LP-TSV and Wikidata's JSON. Records that the
archive has are never touched, whatever the source says now: an editor may have mended them. So
importing twice changes nothing. Either all new records of an import are written or, with problems,
none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sitegen.content.encoding import decode
from sitegen.entities.authority import read_authority
from sitegen.entities.encode import encode_jsonl, encode_yaml
from sitegen.entities.files import FOLDER, AnyPath, append_text, load_authority, read_sources
from sitegen.entities.foreign import LEGAL, foreign_record
from sitegen.entities.lptsv import read_lptsv
from sitegen.entities.records import Record, read_records
from sitegen.entities.tei import read_tei
from sitegen.entities.wikidata import read_wikidata
from sitegen.errors import CorpusError, Place, Problem, did_you_mean

_BULK = 500  # records: more are for programs; YAML costs every build 0.1 ms a record


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityReport:
    """What an import did.

    ``kept`` are records that the archive had; of them ``differing`` are not what the source says.
    """

    read: int = 0
    added: int = 0
    kept: int = 0
    differing: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    types: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def text(self) -> str:
        """Write the report as lines for a person.

        >>> print(AuthorityReport(read=3, added=2, kept=1, files=("entities/a.yml",)).text())
        3 records read, 2 added, 1 already there
        written: entities/a.yml
        """
        lines = [f"{self.read} records read, {self.added} added, {self.kept} already there"]
        if self.types:
            lines.append(", ".join(f"{count} {kind}" for kind, count in self.types.items()))
        if self.differing:
            shown = ", ".join(self.differing[:5]) + (" ..." if len(self.differing) > 5 else "")
            lines.append(f"{len(self.differing)} differ from the source and were left: {shown}")
        lines += [f"written: {name}" for name in self.files]
        return "\n".join([*lines, *self.notes])


def import_authority(
    sources: Sequence[AnyPath],
    archive: AnyPath,
    renames: Mapping[str, str] | None = None,
    *,
    dry_run: bool = False,
) -> AuthorityReport:
    """Add the records of *sources* to an archive, in ``entities/<name of the source>.yml``.

    Raises CorpusError with every problem of the run, and then writes nothing. *renames* leads
    from names of the source's columns to ours. With *dry_run* the report says what would be.
    """
    problems = [
        Problem(Place("--map"), f"unknown key '{key}'", fix=did_you_mean(key, LEGAL))
        for key in (renames or {}).values()
        if key not in LEGAL
    ]
    there, faults = load_authority(archive)
    problems += faults
    ids = set(there) | {ref for entity in there.values() for ref in _former(entity.same_as)}
    tally: Counter[str] = Counter()
    types: Counter[str] = Counter()
    differing: list[str] = []
    notes: Counter[str] = Counter()
    new: dict[str, list[tuple[dict[str, Any], Place]]] = {}
    seen: dict[str, tuple[dict[str, Any], Place]] = {}
    for name, raw in read_sources(sources, problems):
        records = read_source(name, raw, problems)
        read = [(foreign_record(record, renames or {}, notes), record) for record in records]
        if read and not any(row.get("id") or row.get("heading") for row, _ in read):
            problems.append(_nameless(name, records))
            continue
        for row, record in read:
            tally["read"] += 1
            identifier = str(row.get("id", ""))
            if identifier in seen:
                _compare(seen[identifier], row, record, problems)
                continue
            told = (row, record.place("id"))
            if identifier:  # a record without one is told by the check of all
                seen[identifier] = told
            if identifier in ids:
                tally["kept"] += 1
                if identifier in there and not _same(row, there[identifier]):
                    differing.append(identifier)
                continue
            new.setdefault(_stem(name), []).append(told)
            types[str(row.get("type"))] += 1
        problems += _checked(name, new.get(_stem(name), []))
    if problems:
        raise CorpusError(problems)
    files = []
    for stem, told_rows in sorted(new.items()):
        rows = [row for row, _ in told_rows]
        bulk = len(rows) > _BULK
        path = f"{FOLDER}/{stem}{'.jsonl' if bulk else '.yml'}"
        if not dry_run:
            append_text(archive / path, encode_jsonl(rows) if bulk else encode_yaml(rows))
        files.append(path)
    return AuthorityReport(
        read=tally["read"],
        added=sum(types.values()),
        kept=tally["kept"],
        differing=tuple(sorted(differing)),
        files=tuple(files),
        types=dict(sorted(types.items())),
        notes=tuple(f"{count} x {note}" for note, count in sorted(notes.items())),
    )


def read_source(name: str, raw: bytes, problems: list[Problem]) -> list[Record]:
    """Read the records of one source as they stand in it.

    >>> problems = []
    >>> row = '{"id": "p-1", "type": "person", "names": ["الجاحظ"]}'.encode()
    >>> read_source("people.jsonl", row, problems)[0].values["names"]
    ['الجاحظ']
    """
    if name.lower().endswith(".xml"):
        return read_tei(name, raw, problems)
    decoded, faults = decode(raw, name)
    problems += faults
    if faults:
        return []
    if name.lower().endswith(".tsv"):
        return read_lptsv(name, decoded.text, problems)
    if name.lower().endswith((".json", ".srj")):
        return read_wikidata(name, decoded.text, problems)
    as_ours = f"{name.rpartition('.')[0]}.jsonl" if name.lower().endswith(".ndjson") else name
    records, broken = read_records(as_ours, decoded.text)
    problems += broken
    return records


def _nameless(name: str, records: Sequence[Record]) -> Problem:
    """Say once of a source, not of each record, that none of its names is one of ours.

    >>> _nameless("a.csv", [Record("a.csv", 2, {"item": "Q1", "itemLabel": "بيروت"})]).why
    "it has 'item', 'itemLabel'"
    """
    names = dict.fromkeys(f"'{key}'" for record in records for key in record.values)
    return Problem(
        Place(name),
        "nothing in it is an id or a heading",
        f"it has {', '.join(list(names)[:8])}",
        "say which is which: --map CODE=id,LABEL=heading,KIND=type",
    )


def _former(same_as: Mapping[str, str]) -> list[str]:
    return same_as.get("archive", "").split()


def _compare(
    first: tuple[dict[str, Any], Place],
    row: dict[str, Any],
    record: Record,
    problems: list[Problem],
) -> None:
    """Two records with one id are a problem, unless they are the same."""
    if first[0] == row:
        return
    what = f"two records with the id '{row.get('id', '')}'"
    why = f"the other is at {first[1]}"
    problems.append(Problem(record.place("id"), what, why, "rename one, or merge them"))


def _same(row: Mapping[str, Any], entity: object) -> bool:
    """Compare what an import brings with a record that is there, by what an import writes."""
    ours, _ = read_authority([("row.jsonl", encode_jsonl([dict(row)]))])
    keys = ("type", "heading", "variants", "start", "end", "lat", "lon", "same_as")
    return all(
        getattr(found, key) == getattr(entity, key) for found in ours.values() for key in keys
    )


def _checked(name: str, rows: Sequence[tuple[dict[str, Any], Place]]) -> list[Problem]:
    """Check rows as the build will, and name their places in the source."""
    text = encode_jsonl([row for row, _ in rows])
    _, problems = read_authority([(f"{name}.jsonl", text)])
    return [
        Problem(rows[p.place.line - 1][1] if p.place.line else p.place, p.what, p.why, p.fix)
        for p in problems
    ]


def _stem(name: str) -> str:
    """Name the file that a source's records go to."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return last.partition(".")[0] or "records"
