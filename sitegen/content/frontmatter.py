"""What stands above the text of a file, key by key, and on which line?

YAML between ``---`` lines or TOML between ``+++`` lines. YAML scalars are never guessed at:
``1908-05``, ``01`` and ``no`` stay the text that was typed.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sitegen.errors import Place, Problem

_OPEN = re.compile(r"(---|\+\+\+)[ \t]*\r?\n")
_CLOSE = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*(?:\r?\n|\Z)", re.MULTILINE),
}
_NULLS = {"", "~", "null", "Null", "NULL"}
_MAX_NODES = 20_000
_NO_YAML = re.compile("[\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The values of a front matter, the line of each key, and where the body begins."""

    values: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    begin: int = 0  # of the body, in the text
    line: int = 1  # of the body's first character


def read_front_matter(text: str, path: str) -> tuple[FrontMatter, list[Problem]]:
    """Read the front matter of *text*, and say where its body begins.

    >>> found, problems = read_front_matter("---\\ntitle: لا\\nissue: 01\\n---\\nنصّ", "a.md")
    >>> found.values, found.lines["issue"], found.begin, found.line
    ({'title': 'لا', 'issue': '01'}, 3, 28, 5)
    """
    opening = _OPEN.match(text)
    if not opening:
        return FrontMatter(), []
    mark = opening[1]
    closing = _CLOSE[mark].search(text, opening.end())
    if not closing:
        return FrontMatter(begin=len(text)), [
            Problem(
                Place(path, 1),
                "the front matter has no end",
                f"it opens with {mark} and no line closes it",
                f"write {mark} on a line of its own under the last key",
            )
        ]
    inner = text[opening.end() : closing.start()]
    parse = parse_yaml if mark == "---" else parse_toml
    values, lines, problems = parse(inner, path, 2)
    line = text.count("\n", 0, closing.end()) + 1
    return FrontMatter(values, lines, closing.end(), line), problems


def quoted(value: Any) -> str:
    """Write a text, a list or a mapping so that YAML, and TOML, read it as what it is, on a line.

    >>> quoted("نعم: لا"), quoted(["\x7f"])
    ('"نعم: لا"', '["\\\\u007f"]')
    """
    told = json.dumps(value, ensure_ascii=False)
    return _NO_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", told)


def parse_yaml(
    text: str, path: str, line: int = 1
) -> tuple[dict[str, Any], dict[str, int], list[Problem]]:
    """Read a YAML mapping whose scalars stay text; *line* is the number of its first line."""
    import yaml  # noqa: PLC0415 - a build of JSONL alone does not need it

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        node = yaml.compose(text, Loader=loader)
        if node is None:
            return {}, {}, []
        if not isinstance(node, yaml.MappingNode):
            where = Place(path, line + node.start_mark.line)
            return {}, {}, [Problem(where, "this is not a mapping", fix="write key: value lines")]
        return _mapping(node, path, line)
    except yaml.YAMLError as error:
        return {}, {}, [_broken_yaml(error, text, path, line)]


def _broken_yaml(error: Any, text: str, path: str, line: int) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    at = mark.line if mark else 0
    why = getattr(error, "problem", None) or str(error).splitlines()[0]
    fix = "mend the syntax of this line"
    lines = text.split("\n")
    if "mapping values" in why and at < len(lines):
        fix = "put the value between quotes, because it has a colon in it"
    elif "cannot start any token" in why or "found unexpected" in why:
        fix = "put the value between quotes"
    return Problem(Place(path, line + at), "broken YAML", why, fix)


def _mapping(
    node: Any, path: str, line: int
) -> tuple[dict[str, Any], dict[str, int], list[Problem]]:
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    problems = []
    budget = [_MAX_NODES]
    for key_node, value_node in node.value:
        key, where = str(key_node.value), line + key_node.start_mark.line
        if key in values:
            problems.append(
                Problem(
                    Place(path, where),
                    f"'{key}' stands here a second time",
                    f"the first is on line {lines[key]}",
                    "keep one of them",
                )
            )
            continue
        values[key], lines[key] = _plain(value_node, budget), where
    if budget[0] < 0:
        problems.append(
            Problem(
                Place(path, line),
                "the metadata is too large",
                f"it has more than {_MAX_NODES} values, aliases counted out",
            )
        )
        return {}, lines, problems
    return values, lines, problems


def _plain(node: Any, budget: list[int], depth: int = 0) -> Any:
    budget[0] -= 1
    if budget[0] < 0 or depth > 40:
        budget[0] = -1
        return None
    if isinstance(node.value, str):
        is_null = node.style is None and node.value in _NULLS
        return None if is_null else node.value
    if node.id == "sequence":
        return [_plain(inner, budget, depth + 1) for inner in node.value]
    return {str(key.value): _plain(inner, budget, depth + 1) for key, inner in node.value}


_TOML_KEY = re.compile(r"""\s*\[{0,2}\s*["']?([A-Za-z0-9_-]+)["']?\s*[\]=.]""")


def parse_toml(
    text: str, path: str, line: int = 1
) -> tuple[dict[str, Any], dict[str, int], list[Problem]]:
    """Read TOML; *line* is the number of its first line."""
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"at line (\d+)", str(error))
        at = int(found[1]) - 1 if found else text.count("\n")
        where = Place(path, line + at)
        return {}, {}, [Problem(where, "broken TOML", str(error), "mend the syntax of this line")]
    lines: dict[str, int] = {}
    for n, row in enumerate(text.split("\n")):
        found = _TOML_KEY.match(row)
        if found and found[1] in values:
            lines.setdefault(found[1], line + n)
    return values, lines, []
