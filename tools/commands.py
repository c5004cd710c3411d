# ruff: noqa: INP001 - a script, run by make
"""Which commands are there, and what does each take? Writes docs/commands.md.

Run by ``make commands``; the result is committed. All of it is what ``sitegen COMMAND --help``
says: a test holds the page to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from sitegen.cli import app

ROOT = Path(__file__).resolve().parent.parent
INTRODUCTION = """\
# Commands

Written by `make commands`; it is what `sitegen COMMAND --help` says. An archive is a
folder with a `site.toml`, or, for `build` and `check`, its URL. Exit codes: 0 done, 1 problems,
2 a command that is none, 130 ended by Ctrl-C.
"""


def commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """Give each command below this one with its full name, in the order of the help."""
    if not isinstance(command, click.Group):
        yield name, command
        return
    context = click.Context(command)
    for one in command.list_commands(context):
        yield from commands(command.commands[one], f"{name} {one}")


def _rows(command: click.Command) -> Iterator[str]:
    context = click.Context(command)
    for parameter in command.params:
        record = parameter.get_help_record(context)
        if record and isinstance(parameter, click.Option) and not parameter.is_eager:
            how, what = (cell.replace("|", "\\|").replace("\n", " ") for cell in record)
            yield f"| `{how}` | {what} |"


def _section(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=name)
    usage = " ".join([name, *command.collect_usage_pieces(context)])
    told = command.get_short_help_str(limit=400)
    rows = list(_rows(command))
    table = "\n".join(["", "| option | |", "|---|---|", *rows, ""]) if rows else ""
    return f"\n## {name}\n\n`{usage}`\n\n{told}\n{table}"


def text() -> str:
    """Write the page."""
    return INTRODUCTION + "".join(_section(*one) for one in commands(app, "sitegen"))


def main() -> None:
    """Write it to its place."""
    (ROOT / "docs" / "commands.md").write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
