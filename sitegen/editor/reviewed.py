"""How are cases shown as a table, and what does a decision on one mean?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sitegen.editor.changes import AddName, AddRule, Change
from sitegen.editor.review import Case, Sight, described_all
from sitegen.editor.sheets import Row, Table
from sitegen.entities.authority import Authority
from sitegen.entities.haystack import words_of
from sitegen.errors import Problem, did_you_mean
from sitegen.model import EntityId

COLUMNS = (
    "decision", "record", "words", "case", "cases", "rule", "surface", "document", "paragraph",
    "times", "context", "candidates",
)  # fmt: skip
#: What a decision writes: rules of the document, or names of the record.
RULES = ("as", "link", "not")
NAMES = {"variant": "variants", "never": "never_link", "cue": "cues", "short": "short_names"}
CHOICES = (*RULES, *NAMES)
_NUMBERS = frozenset(["case", "cases", "times"])
Open = Mapping[str, set[tuple[str, ...]]]  # document -> the names that are open or close in it


def table_of(cases: Sequence[Case], authority: Authority, limit: int) -> Table:
    """Write cases as a table with an empty column for decisions, a row for each document."""
    rows: list[dict[str, str]] = []
    for number, case in enumerate(cases, 1):
        candidates = described_all(case.candidates, authority)
        only = case.candidates[0] if len(case.candidates) == 1 else ""
        for sight in case.sights:
            shared = {"case": str(number), "cases": str(case.times), "candidates": candidates}
            rows.append({"record": sight.entity or only, **shared, **_cells(sight)})
    return Table("review", COLUMNS, tuple(rows[:limit]), {"decision": CHOICES}, _NUMBERS)


def _cells(sight: Sight) -> dict[str, str]:
    return {
        "rule": sight.rule,
        "surface": " ".join(sight.surface.split()),
        "document": sight.document,
        "paragraph": sight.anchor,
        "times": str(sight.times),
        "context": sight.context,
    }


def cases_as_text(cases: Sequence[Case], authority: Authority, limit: int) -> str:
    """Write cases for a terminal: the name, who may be meant, and where it stands."""
    lines: list[str] = []
    for case in cases[:limit]:
        lines.append(f"{' '.join(case.sights[0].surface.split())}  {case.rule}, {case.times} x")
        lines += [f"    {one}" for one in described_all(case.candidates, authority).splitlines()]
        for sight in case.sights[:3]:
            linked = f" -> {sight.entity}" if sight.entity else ""
            lines.append(f"  {sight.document}{linked}: {sight.context}")
        if len(case.sights) > 3:
            lines.append(f"  ... and {len(case.sights) - 3} documents more")
    left = f"{len(cases)} cases, {sum(case.times for case in cases)} names"
    return "\n".join([*lines, left])


def changes_of(
    rows: Iterable[Row], authority: Authority, open_: Open, problems: list[Problem]
) -> Iterator[Change]:
    """Read the decisions of a table of cases; *open_* says what is still to be decided."""
    for row in rows:
        decision = row["decision"].strip().lower()
        if not decision:
            continue
        if decision not in CHOICES:
            fix = did_you_mean(decision, CHOICES, f"legal: {', '.join(CHOICES)}, or nothing")
            problems.append(Problem(row.place, f"unknown decision '{decision}'", fix=fix))
            continue
        record = authority.find(row["record"]) if row["record"] else None
        if record is None:
            what = f"no authority record for '{row['record']}'"
            why = f"the decision is '{decision}'"
            fix = did_you_mean(row["record"], authority, "write its id in the column 'record'")
            problems.append(Problem(row.place, what if row["record"] else "no record", why, fix))
        elif decision in RULES:
            yield from _rule(row, decision, record, open_, problems)
        else:
            yield from _name(row, decision, authority, record, problems)


def _rule(
    row: Row, decision: str, record: EntityId, open_: Open, problems: list[Problem]
) -> Iterator[Change]:
    words = words_of([row["surface"]])[0]
    if row["document"] not in open_:
        what = f"there is no document '{row['document']}'"
    elif words not in open_[row["document"]]:
        what = f"'{row['surface']}' is not open in '{row['document']}' any more"
    else:
        surface = row["surface"] if decision == "as" else ""
        yield AddRule(row.place, row["document"], decision, record, surface)
        return
    why = "the row is older than the archive"
    problems.append(Problem(row.place, what, why, "empty the decision, or take a new list"))


def _name(
    row: Row, decision: str, authority: Authority, record: EntityId, problems: list[Problem]
) -> Iterator[Change]:
    key = NAMES[decision]
    text = row["words"] or ("" if decision == "cue" else row["surface"])
    if not text:
        what, fix = "a cue without words", "write what speaks for the record in the column 'words'"
        problems.append(Problem(row.place, what, fix=fix))
    elif text in getattr(authority[record], key):
        what = f"'{record}' has '{text}' among its {key} already"
        why = "the row is older than the authority"
        problems.append(Problem(row.place, what, why, "empty the decision, or take a new list"))
    else:
        yield AddName(row.place, record, key, text)
