"""What does an archivist type about names? The commands under ``sitegen entities``."""

from __future__ import annotations

import dataclasses
import enum
import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from sitegen.errors import CorpusError, Place, Problem

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Grow and keep the authority: records of people, places, organizations, works, events.",
)

ArchiveArgument = Annotated[Path, typer.Argument(help="the archive's folder")]
JobsOption = Annotated[int, typer.Option("--jobs", "-j", min=0, help="processes; 0: one a core")]
JsonOption = Annotated[bool, typer.Option("--json", help="answer in JSON, for machines")]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="write to a file: .csv .xlsx .yml .jsonl, by its ending"),
]
ApplyOption = Annotated[
    Path | None,
    typer.Option("--apply", help="read the decisions of a file back; write nothing else"),
]


class Rows(enum.StrEnum):
    """In which form suggested records may be pasted."""

    yaml = "yaml"
    jsonl = "jsonl"
    csv = "csv"


@app.command()
def suggest(
    archive: ArchiveArgument,
    limit: Annotated[int, typer.Option("-n", "--limit", min=1, help="how many names")] = 500,
    output: OutputOption = None,
    form: Annotated[
        Rows, typer.Option("--format", "-f", help="rows to paste, where there is no -o")
    ] = Rows.yaml,
    apply: ApplyOption = None,
    jobs: JobsOption = 0,
) -> None:
    """Propose records for names that the archive mentions and the authority lacks.

    Without -o: rows to paste into a file of entities/. With it: a table with a column for
    decisions (add, variant, no), which --apply reads back.
    """
    if apply:
        from sitegen.editor.decide import apply_suggestions

        typer.echo(_told(apply_suggestions(archive, apply)))
        return
    from sitegen.editor.suggest import suggest as run
    from sitegen.editor.suggested import table_of, to_paste

    if output:
        _may_write(output)
    found = run(archive, limit=limit, jobs=jobs)
    if output is None:
        _put(None, lambda _: to_paste(found, form.value).encode())
    else:
        from sitegen.editor.sheets import encode_table

        _put(output, lambda suffix: encode_table(table_of(found), suffix))
    typer.echo(f"{len(found)} names suggested", err=True)


@app.command()
def review(
    archive: ArchiveArgument,
    limit: Annotated[int, typer.Option("-n", "--limit", min=1, help="how many rows")] = 1000,
    only_open: Annotated[
        bool, typer.Option("--open", help="only names that were linked to nobody")
    ] = False,
    output: OutputOption = None,
    apply: ApplyOption = None,
    jobs: JobsOption = 0,
) -> None:
    """List the names that were left open or settled by a narrow margin.

    With -o: a table with a column for decisions (as, link, not: rules of the document; variant,
    short, never, cue: names of the record), which --apply reads back.
    """
    if apply:
        from sitegen.editor.decide import apply_review

        typer.echo(_told(apply_review(archive, apply, jobs=jobs)))
        return
    from sitegen.editor.review import review as run
    from sitegen.editor.reviewed import cases_as_text, table_of
    from sitegen.entities.files import load_authority

    if output:
        _may_write(output)
    cases = run(archive, jobs=jobs, only_open=only_open)
    authority, _ = load_authority(archive)
    if output is None:
        typer.echo(cases_as_text(cases, authority, limit))
        return
    from sitegen.editor.sheets import encode_table

    _put(output, lambda suffix: encode_table(table_of(cases, authority, limit), suffix))
    typer.echo(f"{len(cases)} cases", err=True)


class Form(enum.StrEnum):
    """In which form records may leave."""

    yaml = "yaml"
    csv = "csv"
    tei = "tei"
    lp_tsv = "lp-tsv"
    jsonl = "jsonl"


@app.command()
def export(
    archive: ArchiveArgument,
    form: Annotated[Form, typer.Option("--format", "-f", help="in which form")] = Form.yaml,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="write to a file, not to the terminal")
    ] = None,
) -> None:
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
    encode, _ = FORMS[form.value]
    _put(output, lambda _: encode(rows).encode())
    for what, count in left_out(rows, form.value).items():
        typer.echo(f"left out, {form.value} has no place for it: {count} x {what}", err=True)


@app.command()
def explain(
    archive: ArchiveArgument,
    document: Annotated[str, typer.Argument(help="the document's id")],
    as_json: JsonOption = False,
    jobs: JobsOption = 0,
) -> None:
    """Say of every name in a document why it is linked as it is, and who else was considered."""
    from sitegen.editor.explained import explain_document
    from sitegen.entities.explain import as_text

    found, considered = explain_document(archive, document, jobs=jobs)
    if as_json:
        rows = [dataclasses.asdict(one) for one in considered]
        typer.echo(json.dumps({"document": found.id, "names": rows}, ensure_ascii=False))
    else:
        typer.echo(as_text(found, considered))


@app.command()
def lint(
    archive: ArchiveArgument,
    as_json: JsonOption = False,
    jobs: JobsOption = 0,
) -> None:
    """Report records that are doubled, dangerous, impossible, or lead nowhere."""
    from sitegen.editor.linted import lint_archive

    problems = lint_archive(archive, jobs=jobs)
    if as_json:
        rows = [dataclasses.asdict(problem) for problem in problems]
        typer.echo(json.dumps({"problems": rows}, ensure_ascii=False))
    else:
        typer.echo("\n".join(map(str, problems)), nl=bool(problems))
        typer.echo(f"{len(problems)} problem{'s' if len(problems) != 1 else ''}", err=True)
    if problems:
        raise typer.Exit(1)


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
        typer.echo(encode("").decode(), nl=False)
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
