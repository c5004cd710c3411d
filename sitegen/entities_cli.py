"""What does an archivist type about names? The commands under ``sitegen entities``."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

from sitegen.errors import CorpusError, Place, Problem

# What is wrong with a path is told by who opens it, with the remedy.
PATH = click.Path(path_type=Path, readable=False)
flag = partial(click.option, is_flag=True)
in_archive = click.argument("archive", type=PATH, help="the archive's folder")
jobs = click.option(
    "--jobs",
    "-j",
    metavar="N",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="processes; 0: one a core",
)
as_json = flag("--json", "as_json", help="answer in JSON, for machines")
_LIMIT = click.IntRange(min=1)
_output = click.option(
    "--output",
    "-o",
    type=PATH,
    help="write to a file: .csv .xlsx .yml .jsonl, by its ending",
)
_apply = click.option(
    "--apply",
    type=PATH,
    help="read the decisions of a file back; write nothing else",
)


class InOrder(click.Group):
    """Commands in the order in which an archive needs them, not in that of their letters."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (as click asks)
        """Give the names of commands as they were added."""
        return list(self.commands)


@click.group(cls=InOrder)
def entities() -> None:
    """Grow and keep the authority: records of people, places, organizations, works, events."""


@entities.command()
@in_archive
@click.option(
    "-n", "--limit", metavar="N", type=_LIMIT, default=500, show_default=True, help="how many names"
)
@_output
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice(("yaml", "jsonl", "csv")),
    default="yaml",
    show_default=True,
    help="rows to paste, where there is no -o",
)
@_apply
@jobs
def suggest(
    archive: Path, limit: int, output: Path | None, form: str, apply: Path | None, jobs: int
) -> None:
    """Propose records for names that the archive mentions and the authority lacks.

    Without -o: rows to paste into a file of entities/. With it: a table with a column for
    decisions (add, variant, no), which --apply reads back.
    """
    if apply:
        from sitegen.editor.decide import apply_suggestions

        click.echo(_told(apply_suggestions(archive, apply)))
        return
    from sitegen.editor.suggest import suggest as run
    from sitegen.editor.suggested import table_of, to_paste

    if output:
        _may_write(output)
    found = run(archive, limit=limit, jobs=jobs)
    if output is None:
        _put(None, lambda _: to_paste(found, form).encode())
    else:
        from sitegen.editor.sheets import encode_table

        _put(output, lambda suffix: encode_table(table_of(found), suffix))
    click.echo(f"{len(found)} names suggested", err=True)


@entities.command()
@in_archive
@click.option(
    "-n", "--limit", metavar="N", type=_LIMIT, default=1000, show_default=True, help="how many rows"
)
@flag("--open", "only_open", help="only names that were linked to nobody")
@_output
@_apply
@jobs
def review(
    archive: Path, limit: int, only_open: bool, output: Path | None, apply: Path | None, jobs: int
) -> None:
    """List the names that were left open or settled by a narrow margin.

    With -o: a table with a column for decisions (as, link, not: rules of the document; variant,
    short, never, cue: names of the record), which --apply reads back.
    """
    if apply:
        from sitegen.editor.decide import apply_review

        click.echo(_told(apply_review(archive, apply, jobs=jobs)))
        return
    from sitegen.editor.review import review as run
    from sitegen.editor.reviewed import cases_as_text, table_of
    from sitegen.entities.files import load_authority

    if output:
        _may_write(output)
    cases = run(archive, jobs=jobs, only_open=only_open)
    authority, _ = load_authority(archive)
    if output is None:
        click.echo(cases_as_text(cases, authority, limit))
        return
    from sitegen.editor.sheets import encode_table

    _put(output, lambda suffix: encode_table(table_of(cases, authority, limit), suffix))
    click.echo(f"{len(cases)} cases", err=True)


@entities.command()
@in_archive
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice(("yaml", "csv", "tei", "lp-tsv", "jsonl")),
    default="yaml",
    show_default=True,
    help="in which form",
)
@click.option("--output", "-o", type=PATH, help="write to a file, not to the terminal")
def export(archive: Path, form: str, output: Path | None) -> None:
    """Write the archive's records in a form that `sitegen import authority` reads back.

    What a form cannot hold is counted on standard error.
    """
    from sitegen.entities.exchange import FORMS, left_out, record_of
    from sitegen.entities.files import load_authority

    if output:
        _has_room(output)
    authority, problems = load_authority(archive)
    if problems:
        raise CorpusError(problems)
    rows = [record_of(entity) for entity in authority.values()]
    encode, _ = FORMS[form]
    _put(output, lambda _: encode(rows).encode())
    for what, count in left_out(rows, form).items():
        click.echo(f"left out, {form} has no place for it: {count} x {what}", err=True)


@entities.command()
@in_archive
@click.argument("document", help="the document's id")
@as_json
@jobs
def explain(archive: Path, document: str, as_json: bool, jobs: int) -> None:
    """Say of every name in a document why it is linked as it is, and who else was considered."""
    from sitegen.editor.explained import explain_document
    from sitegen.entities.explain import as_text

    found, considered = explain_document(archive, document, jobs=jobs)
    if as_json:
        rows = [dataclasses.asdict(one) for one in considered]
        click.echo(json.dumps({"document": found.id, "names": rows}, ensure_ascii=False))
    else:
        click.echo(as_text(found, considered))


@entities.command()
@in_archive
@as_json
@jobs
def lint(archive: Path, as_json: bool, jobs: int) -> None:
    """Report records that are doubled, dangerous, impossible, or lead nowhere."""
    from sitegen.editor.linted import lint_archive

    problems = lint_archive(archive, jobs=jobs)
    if as_json:
        rows = [dataclasses.asdict(problem) for problem in problems]
        click.echo(json.dumps({"problems": rows}, ensure_ascii=False))
    else:
        click.echo("\n".join(map(str, problems)), nl=bool(problems))
        click.echo(f"{len(problems)} problem{'s' if len(problems) != 1 else ''}", err=True)
    if problems:
        raise click.exceptions.Exit(1)


def _may_write(output: Path) -> None:
    from sitegen.editor.sheets import SUFFIXES

    if output.suffix.lower() not in SUFFIXES:
        fix = f"let it end in {', '.join(SUFFIXES)}"
        raise CorpusError([Problem(Place(str(output)), "unknown form of file", fix=fix)])
    _has_room(output)


def _has_room(output: Path) -> None:
    """Refuse a file that no folder could hold, before anything is read for it."""
    folder = output.resolve().parent
    if not folder.is_dir():
        why = f"there is no folder '{output.parent}'"
        raise CorpusError([Problem(Place(str(output)), "cannot be written", why, "make it first")])
    if output.is_dir():
        fix = "name a file in it"
        raise CorpusError([Problem(Place(str(output)), "this is a folder", fix=fix)])


def _put(output: Path | None, encode: Callable[[str], bytes]) -> None:
    """Write to a file, aside and renamed, or to standard output."""
    if output is None:
        click.echo(encode("").decode(), nl=False)
        return
    aside = output.with_name(f".{output.name}.new")
    try:
        aside.write_bytes(encode(output.suffix.lower()))
        aside.replace(output)
    finally:
        aside.unlink(missing_ok=True)


def _told(applied: Any) -> str:
    """Say what was applied.

    >>> from sitegen.editor.apply import Applied
    >>> _told(Applied(records=1, names=2)), _told(Applied())
    ('1 record added, 2 names added', 'no row has a decision: nothing was written')
    """
    counts = [
        (applied.records, "record", "added"),
        (applied.names, "name", "added"),
        (applied.rules, "rule", "written"),
        (applied.passed_over, "name", "passed over"),
    ]
    told = [f"{n} {what}{'s' if n > 1 else ''} {done}" for n, what, done in counts if n]
    if not told:
        return "no row has a decision: nothing was written"
    return "\n".join([", ".join(told), *(f"written: {path}" for path in applied.files)])
