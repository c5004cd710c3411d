"""Does the code keep to the rooms of docs/DESIGN.md? Syntax trees say; nothing is imported."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "sitegen"

# A library may be imported in these modules only.
DOORS = {
    "markdown": r"content\.markdown(\.\w+)?",
    "nh3": r"content\.markdown(\.\w+)?",
    "lxml": r"content\.((markdown|tei)(\w|\.)*|imports\.html_tree)",
    "libzim": r"exporting\.zim",
    "uharfbuzz": r"export\.typeset",
    "fontTools": r"export\.typeset",
    "mammoth": r"content\.imports\.docx",
    "jinja2": r"pages\.(html|own)",
    "imagesize": r"content\.pictures",
    "whoosh": r"index\.reader(\.\w+)?",
    "hijridate": r"arabic\.\w+",
    "click": r"cli\b.*|entities_cli",
    "openpyxl": r"editor\.sheets",
    "distributed": r"build\.cluster",
    "fsspec": r"remote\.store",
    "watchfiles": r"serve\b.*",
}
# Rooms that are pure: no disk, no clock, no network. Their few readers of files are named.
READERS = r"entities\.(files|importers?|load|tei\w*)|index\.store|pages\.(html|i18n|style|theme)"
PURE = ("compact", "errors", "model", "config", "arabic", "entities", "index", "pages", "export")
WORLD = {
    "asyncio", "fcntl", "ftplib", "glob", "http", "mmap", "msvcrt", "os", "requests", "shutil",
    "smtplib", "socket", "socketserver", "ssl", "subprocess", "tempfile", "threading",
    "time", "urllib.request", "webbrowser",
}  # fmt: skip
CLOCKS = {"now", "today", "utcnow", "localtime", "gmtime"}
DISK = {
    "exists", "glob", "is_dir", "is_file", "iterdir", "mkdir", "open", "read_bytes", "read_text",
    "rglob", "stat", "touch", "unlink", "write_bytes", "write_text",
}  # fmt: skip


class Import(NamedTuple):
    """One import of a module, wherever it stands: at the top, in a function, for types only."""

    module: str  # without the leading "sitegen."
    line: int
    target: str


@cache
def modules() -> dict[str, ast.Module]:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text("utf-8"), str(path))
    return found


def imports(name: str, tree: ast.Module, *, is_package: bool) -> Iterator[Import]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(name, node.lineno, alias.name)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                here = ["sitegen", *filter(None, name.split("."))]
                up = node.level - (1 if is_package else 0)
                base = ".".join([*here[: len(here) - up], *filter(None, [node.module])])
            for alias in node.names:
                yield Import(name, node.lineno, f"{base}.{alias.name}")


@cache
def all_imports() -> list[Import]:
    return [
        found
        for name, tree in modules().items()
        for found in imports(name, tree, is_package=(PACKAGE / name.replace(".", "/")).is_dir())
    ]


def rooms_of_design() -> list[list[str]]:
    """The rooms in the order in which they may import, one list a row of the table."""
    text = (ROOT / "docs" / "DESIGN.md").read_text("utf-8")
    table = text[text.index("| room |") :].split("\n\n")[0].splitlines()[2:]
    return [re.findall(r"[a-z_]+", row.split("|")[1]) for row in table]


ROOMS = rooms_of_design()
RANK = {room: rank for rank, row in enumerate(ROOMS) for room in row}
FRONT = {"", "__main__"}  # the package itself and `python -m sitegen`


def is_legal(room: str, other: str) -> bool:
    if room == other:
        return True
    if {room, other} == {"index", "pages"}:
        return False
    if RANK[room] == RANK[other]:  # the front row: cli is the door, nobody imports it
        return other != "cli"
    return RANK[other] < RANK[room]


def crossing(found: Import) -> tuple[str, str] | None:
    """The two rooms that an import joins, None where it stays inside or leaves the package."""
    if not found.target.startswith("sitegen."):
        return None
    room, other = found.module.split(".")[0], found.target.split(".")[1]
    return (room, other) if room in RANK and other in RANK and room != other else None


def test_the_design_names_the_rooms_in_their_order() -> None:
    assert [row[0] for row in ROOMS][:6] == [
        "compact", "errors", "model", "config", "arabic", "content",
    ]  # fmt: skip
    assert ROOMS[-1][0] == "cli"


def test_every_module_is_in_a_room_of_the_design() -> None:
    rooms = {name.split(".")[0] for name in modules()} - FRONT
    assert rooms <= RANK.keys(), (
        f"add to the table of docs/DESIGN.md: {sorted(rooms - RANK.keys())}"
    )


def test_imports_run_one_way() -> None:
    wrong = [
        f"sitegen.{found.module}:{found.line} imports {found.target}"
        for found in all_imports()
        if (pair := crossing(found)) and not is_legal(*pair)
    ]
    assert not wrong, "\n".join(wrong)


def test_no_two_modules_import_each_other_in_a_circle() -> None:
    names = set(modules())
    graph: dict[str, set[str]] = {name: set() for name in names}
    for found in all_imports():
        target = found.target.removeprefix("sitegen.")
        owner = target if target in names else target.rpartition(".")[0]
        if found.target.startswith("sitegen.") and owner in names - {"", found.module}:
            graph[found.module].add(owner)
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            pytest.fail(" -> ".join([*path[path.index(name) :], name]))
        if name not in done:
            for other in sorted(graph[name]):
                visit(other, (*path, name))
            done.add(name)

    for name in sorted(names):
        visit(name, ())


@pytest.mark.parametrize("library", DOORS)
def test_a_library_has_one_door(library: str) -> None:
    wrong = [
        f"sitegen.{found.module}:{found.line}"
        for found in all_imports()
        if found.target.split(".")[0] == library and not re.fullmatch(DOORS[library], found.module)
    ]
    assert not wrong, f"{library} is imported outside its door {DOORS[library]}: {wrong}"


def test_pure_rooms_touch_neither_disk_nor_clock_nor_network() -> None:
    wrong = []
    for name, tree in modules().items():
        if name.split(".")[0] not in PURE or re.fullmatch(READERS, name):
            continue
        package = (PACKAGE / name.replace(".", "/")).is_dir()
        wrong += [
            f"sitegen.{name}:{found.line} imports {found.target}"
            for found in imports(name, tree, is_package=package)
            if any(f"{found.target}.".startswith(f"{module}.") for module in WORLD)
        ]
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            is_open = isinstance(node.func, ast.Name) and node.func.id == "open"
            is_world = isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS | DISK
            if is_open or is_world:
                wrong.append(f"sitegen.{name}:{node.lineno} calls {ast.unparse(node.func)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("from sitegen.pages import views", "sitegen.pages.views"),
        ("from .. import pages", "sitegen.pages"),
        ("def f():\n    import sitegen.pages.views", "sitegen.pages.views"),
        ("if TYPE_CHECKING:\n    from ..pages.views import Page", "sitegen.pages.views.Page"),
    ],
)
def test_every_way_to_import_is_seen(source: str, target: str) -> None:
    found = list(imports("index.encode", ast.parse(source), is_package=False))
    assert [each.target for each in found] == [target]
    pair = crossing(found[0])
    assert pair == ("index", "pages")
    assert not is_legal(*pair)
