# ruff: noqa: INP001 - a script, run by make
"""Are the catalogues whole? Compile sitegen/locale/*.po to the JSON that the pages read.

Run by ``make locale``; the result is committed. Babel reads the catalogues and the plural rules;
a message that the code or a template says and a catalogue lacks is told, and so is one that
nobody says any more.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
_TEMPLATE = re.compile(r"""\b(?:_|fill)\(\s*"((?:[^"\\]|\\.)*)\"""")
_SPEAKING = {"text", "fill", "count"}
# Tables of message ids, by the name they are assigned to.
_TABLES = {
    "GREGORIAN_MONTHS", "HIJRI_MONTHS", "TYPE_NAMES", "TYPE_COUNTS", "KIND_NAMES", "_DATES",
}  # fmt: skip


def spoken(root: Path = ROOT) -> set[str]:
    """Gather the message ids of the templates and of the pages' code."""
    found = set()
    for template in sorted((root / "templates").glob("*.html")):
        found |= set(_TEMPLATE.findall(template.read_text(encoding="utf-8")))
    for module in sorted((root / "sitegen" / "pages").glob("*.py")):
        found |= set(_in_code(ast.parse(module.read_text(encoding="utf-8"))))
    return found


def _texts(node: ast.AST) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.value


def _in_code(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in _TABLES:
            values = node.value.values if isinstance(node.value, ast.Dict) else [node.value]
            for value in values:
                yield from _texts(value)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "msgid":
            yield from _texts(node.args[0])
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in _SPEAKING
            and node.args
        ):
            first = node.args[0]
            if node.func.attr == "count" and len(node.args) < 3:
                continue
            arguments = node.args[:2] if node.func.attr == "count" else [first]
            for argument in arguments:
                branches = (
                    [argument.body, argument.orelse]
                    if isinstance(argument, ast.IfExp)
                    else [argument]
                )
                for branch in branches:
                    if isinstance(branch, ast.Constant) and isinstance(branch.value, str):
                        yield branch.value


def compiled(language: str, root: Path = ROOT) -> dict[str, object]:
    """Read a catalogue: its messages, its plurals, its plural rule."""
    with (root / "sitegen" / "locale" / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    messages, plurals = {}, {}
    for message in catalogue:
        if not message.id:
            continue
        if isinstance(message.id, tuple):
            if all(message.string):
                plurals[message.id[0]] = list(message.string)
        elif message.string:
            messages[message.id] = message.string
    rule = re.search(r"plural=([^;]+)", str(catalogue.plural_forms))
    return {
        "plural": rule[1].strip() if rule else "n != 1",
        "messages": dict(sorted(messages.items())),
        "plurals": dict(sorted(plurals.items())),
    }


def encode(catalogue: dict[str, object]) -> str:
    """Write a compiled catalogue."""
    return json.dumps(catalogue, ensure_ascii=False, indent=0) + "\n"


def main() -> int:
    """Compile all catalogues; 1 where one lacks a message."""
    wanted, missing = spoken(), 0
    for path in sorted((ROOT / "sitegen" / "locale").glob("*.po")):
        found = compiled(path.stem)
        path.with_suffix(".json").write_text(encode(found), encoding="utf-8", newline="\n")
        if path.stem != "en":
            known = {*found["messages"], *found["plurals"]}  # type: ignore[misc]
            for message in sorted(wanted - known - _second_forms()):
                sys.stdout.write(f"{path.name}: lacks {message!r}\n")
                missing = 1
    return missing


def _second_forms(root: Path = ROOT) -> set[str]:
    """List the plural ids, which are second to a singular one."""
    with (root / "sitegen" / "locale" / "ar.po").open("rb") as file:
        return {m.id[1] for m in read_po(file, locale="ar") if isinstance(m.id, tuple)}


if __name__ == "__main__":
    sys.exit(main())
