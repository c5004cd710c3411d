"""What did the importing person say of the sources' columns?

A map is TOML: ``[columns]`` leads their names to ours ("" drops one), ``[constants]`` gives what
all documents have, ``[dates]`` the formats in which a column writes dates, ``[lists]`` what parts
a list. ``headline=title`` on the command line is a map of one column.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sitegen.config import Site
from sitegen.content.keys import FOREIGN, KEYS, LISTS
from sitegen.errors import Place, Problem, did_you_mean

BODIES = ("text", "markdown", "html")
PREFERENCES = ("", "source", "archive")
_TABLES = ("columns", "constants", "dates", "lists", "body")
_OWN = (*KEYS, "body", "markup")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How sources are read: what was said on the command line and in the map."""

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, Any] = field(default_factory=dict)
    dates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)
    body: str = "text"
    split: str = ""  # h1 to h6: a document for each
    select: str = ""  # where in a page its text stands: tag, #id or .class
    names: str = ""  # what files' names say: {date}_{title}
    table: str = ""  # a table with a column `file`
    address: str = ""  # the old site's, before a file's path
    new_only: bool = False
    prefer: str = ""  # where both changed: source or archive
    dry_run: bool = False
    repair: bool = False  # mend what was damaged and proves itself
    trust: bool = False  # of a site: its templates, too, which are programs

    def names_of(self, row: Mapping[str, Any], declared: Iterable[str]) -> dict[str, str]:
        """Say which key of ours each of a row's names stands for; "" where it is dropped.

        What the map says comes first, then our own names, then those that are known, in capitals
        as spreadsheets have them, too.

        >>> Plan(columns={"h": "title", "x": ""}).names_of({"h": 1, "x": 2, "text": 3, "y": 4}, ())
        {'h': 'title', 'x': '', 'text': 'body'}
        >>> Plan().names_of({"ID": 1, "Title": 2, "title": 3}, ())
        {'ID': 'id', 'title': 'title'}
        """
        legal = {*_OWN, *declared}
        found = {}
        for name in row:
            if name in self.columns:
                found[name] = self.columns[name]
            elif name in legal:
                found[name] = name
            else:
                plain = name.strip().lower()
                ours = FOREIGN.get(plain) or (plain if plain in legal else "")
                if ours and ours not in row:
                    found[name] = ours
        return found


def parse_map(text: str, path: str, plan: Plan) -> tuple[Plan, list[Problem]]:
    """Add what a map says to a plan.

    >>> plan, problems = parse_map('[columns]\\nheadline = "title"', "map.toml", Plan())
    >>> plan.columns, problems
    ({'headline': 'title'}, [])
    """
    try:
        said = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return plan, [Problem(Place(path), "broken TOML", str(error), "mend the map")]
    problems = [
        Problem(Place(path), f"unknown key '{key}'", fix=did_you_mean(key, _TABLES))
        for key in said
        if key not in _TABLES
    ]
    tables = {key: said.get(key, {}) for key in _TABLES[:-1]}
    for key, table in tables.items():
        if not isinstance(table, dict):
            problems.append(Problem(Place(path), f"'{key}' is no table", fix=f"write [{key}]"))
            tables[key] = {}
    dates = {
        key: tuple(map(str, value)) if isinstance(value, list) else (str(value),)
        for key, value in tables["dates"].items()
    }
    found = replace(
        plan,
        columns={key: str(value) for key, value in tables["columns"].items()} | dict(plan.columns),
        constants=tables["constants"],
        dates=dates,
        lists={key: str(value) for key, value in tables["lists"].items()},
        body=str(said.get("body", plan.body)),
    )
    return found, problems


def check_plan(plan: Plan, site: Site, path: str = "--map") -> list[Problem]:
    """Find what a plan names that is not there."""
    declared = [one.name for one in site.fields]
    legal = (*_OWN, *declared)
    named = [*filter(None, plan.columns.values()), *plan.constants, *plan.lists]
    problems = [
        Problem(Place(path), f"unknown key '{key}'", fix=did_you_mean(key, legal))
        for key in dict.fromkeys(named)
        if key not in legal and not key.startswith("extra.")
    ]
    problems += [
        Problem(
            Place(path), f"'{key}' is not a list", "only lists are parted",
            f"legal: {', '.join(LISTS)}",
        )
        for key in plan.lists
        if key in legal and key not in LISTS
    ]  # fmt: skip
    choices = (
        ("--body", plan.body, BODIES),
        ("--prefer", plan.prefer, PREFERENCES),
        ("--split", plan.split, ("", "h1", "h2", "h3", "h4", "h5", "h6")),
    )
    for option, value, values in choices:
        if value not in values:
            known = [one for one in values if one]
            what, why = f"there is no '{value}' here", f"legal: {', '.join(known)}"
            problems.append(Problem(Place(option), what, why, did_you_mean(value, known)))
    return problems
