"""Does every test that waits for a page wait in a way that the page's own policy allows?

Playwright evaluates what it is given once more at each look. A function is kept from the first
look, which the debugger is allowed; an expression is a string for ``eval`` at each of them, which
our pages refuse from the second on: a test that passes as long as the first look is late enough.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# An async function is a promise at once, and true: nothing is waited for.
FUNCTION = re.compile(r"\s*(\([^()]*\)|\w+)\s*=>")


def waited_for(modules: Mapping[str, ast.Module]) -> Iterator[str]:
    """What each ``wait_for_function`` waits for; constants are followed, imported ones too."""
    constants: dict[tuple[str, str], ast.expr] = {}
    homes: dict[tuple[str, str], str] = {}
    for module, tree in modules.items():
        for node in tree.body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                constants[module, node.targets[0].id] = node.value
            elif isinstance(node, ast.ImportFrom):
                homes |= {(module, name.name): str(node.module) for name in node.names}
    for module, node in ((name, node) for name, tree in modules.items() for node in ast.walk(tree)):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "wait_for_function":
            said = node.args[0]
            if isinstance(said, ast.Name):
                said = constants[homes.get((module, said.id), module), said.id]
            begin = said.values[0] if isinstance(said, ast.JoinedStr) else said
            yield str(ast.literal_eval(begin))


def test_what_is_waited_for_is_a_function() -> None:
    paths = [*ROOT.glob("tests/browser/*.py"), *ROOT.glob("bench/*.py")]
    found = list(waited_for({path.stem: ast.parse(path.read_text("utf-8")) for path in paths}))
    assert len(found) > 10
    assert [said for said in found if not FUNCTION.match(said)] == []


@pytest.mark.parametrize(
    ("source", "is_function"),
    [
        ('page.wait_for_function("sitegen.late")', False),
        ('page.wait_for_function("async () => sitegen.late")', False),
        ('page.wait_for_function("() => sitegen.late")', True),
        ('page.wait_for_function(f"(x) => x && {y}", arg=1)', True),
        ('LATE = "window.late"\npage.wait_for_function(LATE)', False),
    ],
)
def test_each_way_to_say_it_is_seen(source: str, is_function: bool) -> None:  # noqa: FBT001
    (said,) = waited_for({"test_late": ast.parse(source)})
    assert bool(FUNCTION.match(said)) == is_function
