"""How are suggestions shown to a person, and what does a decision on one mean?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sitegen.editor.changes import AddName, AddRecord, Change, PassOver
from sitegen.editor.sheets import Row, Table
from sitegen.editor.suggest import Suggestion
from sitegen.entities.authority import Authority
from sitegen.entities.encode import encode_yaml
from sitegen.entities.exchange import FORMS
from sitegen.entities.haystack import words_of
from sitegen.entities.identifiers import is_id
from sitegen.errors import Problem, did_you_mean
from sitegen.model import EntityType

COLUMNS = (
    "decision", "into", "type", "heading", "variants", "short_names", "id", "count", "documents",
    "chance", "why", "near", "context 1", "context 2", "context 3",
)  # fmt: skip
CHOICES = ("add", "variant", "no")
_NUMBERS = frozenset(["count", "documents", "chance"])
_TYPES = tuple(kind.value for kind in EntityType)


def record_of(suggestion: Suggestion) -> dict[str, Any]:
    """Give a suggestion as the record that an authority file would hold."""
    one = suggestion.proposal
    record: dict[str, Any] = {"id": one.id, "type": one.type, "heading": one.heading}
    if one.variants:
        record["variants"] = list(one.variants)
    if one.short_names:
        record["short_names"] = list(one.short_names)
    return record


def yaml_to_paste(suggestions: Iterable[Suggestion]) -> str:
    """Write records ready to paste, each with its evidence and contexts in comments above."""
    return "".join(_noted(one) + encode_yaml([record_of(one)]) for one in suggestions)


def _noted(suggestion: Suggestion) -> str:
    one = suggestion.proposal
    near = f"; spelt like {one.near}" if one.near else ""
    lines = [f"{one.count} x in {one.documents} documents; {one.why}; chance {one.chance}{near}"]
    lines += [f"  {context.document}: {context.text}" for context in suggestion.contexts]
    return "\n" + "".join(f"# {line}\n" for line in lines)


def to_paste(suggestions: Iterable[Suggestion], form: str) -> str:
    """Write records ready to paste: yaml with its evidence, jsonl or csv."""
    if form == "yaml":
        return yaml_to_paste(suggestions)
    return FORMS[form][0](map(record_of, suggestions))


def table_of(suggestions: Sequence[Suggestion]) -> Table:
    """Write suggestions as a table with an empty column for decisions."""
    rows = []
    for suggestion in suggestions:
        one = suggestion.proposal
        row = {
            "into": one.near, "type": one.type, "heading": one.heading,
            "variants": "|".join(one.variants), "short_names": "|".join(one.short_names),
            "id": one.id, "count": str(one.count), "documents": str(one.documents),
            "chance": str(one.chance), "why": one.why, "near": one.near,
        }  # fmt: skip
        for n, context in enumerate(suggestion.contexts, 1):
            row[f"context {n}"] = f"{context.text} ({context.document})"
        rows.append(row)
    choices = {"decision": CHOICES, "type": _TYPES}
    return Table("suggestions", COLUMNS, tuple(rows), choices, _NUMBERS)


def changes_of(
    rows: Iterable[Row], authority: Authority, problems: list[Problem]
) -> Iterator[Change]:
    """Read the decisions of a table of suggestions; rows without one say nothing."""
    headings = {words for entity in authority.values() for words in words_of([entity.heading])}
    added: dict[str, Row] = {}
    for row in rows:
        decision = row["decision"].strip().lower()
        if not decision:
            continue
        if decision not in CHOICES:
            fix = did_you_mean(decision, CHOICES, f"legal: {', '.join(CHOICES)}, or nothing")
            problems.append(Problem(row.place, f"unknown decision '{decision}'", fix=fix))
        elif not row["heading"]:
            what, fix = "the row has no heading", "take the row from a new list"
            problems.append(Problem(row.place, what, fix=fix))
        elif decision == "no":
            yield PassOver(row.place, row["heading"])
        elif decision == "variant":
            yield from _variants(row, authority, problems)
        else:
            faults = list(_unfit(row, authority, headings, added))
            problems += faults
            added.setdefault(row["id"], row)
            if not faults:
                yield AddRecord(row.place, _new_record(row))


def _variants(row: Row, authority: Authority, problems: list[Problem]) -> Iterator[Change]:
    record = authority.find(row["into"]) if row["into"] else None
    if not record:
        what = f"no authority record for '{row['into']}'" if row["into"] else "'into' is empty"
        fix = did_you_mean(row["into"], authority, "write the id of the record that it varies")
        problems.append(Problem(row.place, what, "the decision is 'variant'", fix))
        return
    entity = authority[record]
    names = [row["heading"], *_parts(row["variants"])]
    new = [name for name in names if name not in (entity.heading, *entity.variants)]
    if not new:
        what = f"'{record}' has the variant '{row['heading']}' already"
        fix = "empty the decision, or take a new list"
        problems.append(Problem(row.place, what, "the row is older than the authority", fix))
    for name in new:
        yield AddName(row.place, record, "variants", name)


def _unfit(
    row: Row, authority: Authority, headings: set[tuple[str, ...]], added: Mapping[str, Row]
) -> Iterator[Problem]:
    """Say why a row makes no record; *added* are the rows before it, by id."""
    stale = "the row is older than the authority"
    if row["type"] not in _TYPES:
        fix = did_you_mean(row["type"], _TYPES, f"legal: {', '.join(_TYPES)}")
        what = f"unknown type '{row['type']}'" if row["type"] else "the row has no type"
        yield Problem(row.place, what, fix=fix)
    if not is_id(row["id"]):
        what = f"'{row['id']}' is no id" if row["id"] else "the row has no id"
        why = "an id is printable ASCII without spaces"
        yield Problem(row.place, what, why, "write one like p-rida")
    elif row["id"] in authority:
        what, fix = f"there is a record '{row['id']}' now", "empty the decision, or write a new id"
        yield Problem(row.place, what, stale, fix)
    elif row["id"] in added:
        what, why = f"two rows add '{row['id']}'", f"the other is at {added[row['id']].place}"
        yield Problem(row.place, what, why, "write another id, or decide 'variant'")
    if words_of([row["heading"]])[0] in headings:
        what = f"there is a record with the heading '{row['heading']}' now"
        fix = "decide 'variant', or write a heading that tells the two apart"
        yield Problem(row.place, what, stale, fix)


def _new_record(row: Row) -> dict[str, Any]:
    record: dict[str, Any] = {"id": row["id"], "type": row["type"], "heading": row["heading"]}
    for key in ("variants", "short_names"):
        if names := _parts(row[key]):
            record[key] = names
    return record


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]
