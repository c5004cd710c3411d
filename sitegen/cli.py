"""What does a person type, and what do they read back?

The only module that prints. Exit codes: 0 done, 1 problems in the input, 2 wrong usage,
130 interrupted.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import re
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import click

from sitegen import __version__
from sitegen.entities_cli import PATH, InOrder, as_json, entities, flag, in_archive, jobs
from sitegen.errors import CorpusError, Place, Problem

text = partial(click.option, default="")
path = partial(click.option, type=PATH)
mirror = path("--mirror", help="where an archive behind a URL is kept on this disk")
take_over = flag("--take-over", help="go on where another's sending was cut short")
of_site = click.argument("site", type=PATH, help="the site's folder, such as public")


@click.group(cls=InOrder)
@click.version_option(__version__, message="sitegen %(version)s", help="print the version")
def app() -> None:
    """Turn Arabic texts into a browsable, citable, searchable archive that is only static files."""


@app.command()
@click.argument("archive", type=PATH, help="the folder to make")
@flag("--empty", help="without the example texts")
def new(archive: Path, empty: bool) -> None:
    """Make an archive that builds at once."""
    from sitegen.scaffold import make_archive

    make_archive(archive, empty=empty)
    click.echo(f"{archive}: a new archive; build it with: sitegen build {archive} -o public")


_KINDS = ("jsonl", "json", "csv", "tei", "openiti", "text", "html", "docx", "site", "authority")
_BODIES = ("text", "markdown", "html")
_SIDES = ("source", "archive")


@app.command("import")
@click.argument(
    "kind", metavar="KIND", type=click.Choice(_KINDS), help=f"one of: {', '.join(_KINDS)}"
)
@click.argument(
    "sources", nargs=-1, required=True, type=PATH, help="files, or folders of them; .gz too"
)
@path("--archive", "-a", required=True, help="the archive to add to")
@text("--collection", "-c", help="the collection's id, for all documents")
@click.option(
    "--map", "maps", multiple=True, help="a map (TOML), or headline=title; may be repeated"
)
@flag("--guess", help="write a first map to --map FILE")
@click.option("--body", type=click.Choice(_BODIES), help="what bodies of rows are")
@text("--split", help="h1 ... h6: a document for each such heading")
@text("--select", help="where a page's text stands: tag, #id or .class")
@text("--names", help="what names of files say: {date}_{issue}_{title}")
@text("--table", help="a CSV beside the files; its column 'file' names them")
@text("--address", help="where the old site was: old links then lead on")
@flag("--new-only", help="leave what the archive has as it is")
@click.option("--prefer", type=click.Choice(_SIDES), help="who is right where both changed")
@flag("--repair", help="mend damaged text where it proves itself; list it")
@flag("--trust", help="import site: its templates, too; they are programs")
@flag("--dry-run", help="write nothing; show ten documents, every problem")
def import_(
    kind: str,
    sources: tuple[Path, ...],
    archive: Path,
    collection: str,
    maps: tuple[str, ...],
    guess: bool,
    body: str | None,
    split: str,
    select: str,
    names: str,
    table: str,
    address: str,
    new_only: bool,
    prefer: str | None,
    repair: bool,
    trust: bool,
    dry_run: bool,
) -> None:
    """Bring documents or authority records into an archive."""
    if guess:
        _guess(kind, sources, maps)
        return
    if kind == "authority":
        from sitegen.entities.importers import import_authority

        report: Any = import_authority(sources, archive, _mapping(list(maps)), dry_run=dry_run)
    else:
        from sitegen.content.imports import Plan, import_sources

        plan = Plan(
            split=split,
            select=select,
            names=names,
            table=table,
            address=address,
            new_only=new_only,
            prefer=prefer or "",
            dry_run=dry_run,
            repair=repair,
            trust=trust,
        )
        plan = _planned(plan, maps, body or "")
        if kind == "site":
            from sitegen.content.imports.site import import_site

            report = import_site(sources[0], archive, plan, _progress(quiet=False))
        else:
            progress = _progress(quiet=False)
            report = import_sources(kind, sources, archive, collection, plan, progress)
    if problems := getattr(report, "problems", ()):
        for row in getattr(report, "shown", ()):
            click.echo(_row_shown(row))
        for hint in getattr(report, "hints", ()):
            click.echo(f"hint: {hint}", err=True)
        raise CorpusError(problems)
    click.echo("\n".join(_told(report)))
    if dry_run and kind == "authority":
        click.echo("nothing was written: a dry run")


def _planned(plan: Any, maps: tuple[str, ...], body: str) -> Any:
    """Add maps to a plan; the command line's word goes before the map's."""
    from sitegen.content import files
    from sitegen.content.imports.plan import parse_map

    pairs = _mapping([one for one in maps if "=" in one])
    plan = dataclasses.replace(plan, columns=pairs)
    for one in maps:
        if "=" not in one:
            if not Path(one).is_file():
                hint = f"'{one}' is not foreign=ours, nor a file"
                raise click.BadParameter(hint, param_hint="--map")
            decoded, problems = files.read_text(Path(one).parent, Path(one).name)
            plan, more = parse_map(decoded.text, Path(one).name, plan)
            if problems := [*problems, *more]:
                raise CorpusError(problems)
    return dataclasses.replace(plan, body=body) if body else plan


def _guess(kind: str, sources: tuple[Path, ...], maps: tuple[str, ...]) -> None:
    from sitegen.content.imports import KINDS
    from sitegen.content.imports.from_rows import sample_rows
    from sitegen.content.imports.guess import guess_map

    files = [Path(one) for one in maps if "=" not in one]
    if kind not in ("jsonl", "json", "csv") or len(files) != 1:
        hint = "import jsonl|json|csv ... --map FILE --guess writes FILE"
        raise click.BadParameter(hint, param_hint="--guess")
    if files[0].exists():
        raise CorpusError([Problem(Place(str(files[0])), "the map is there already",
                                   fix="name another file, or delete it")])  # fmt: skip
    rows, problems = sample_rows(KINDS[kind], sources)
    if problems:
        raise CorpusError(problems)
    files[0].write_text(guess_map(rows) + "\n", "utf-8")
    click.echo(f"{files[0]}: a first map; read it, then import with --map {files[0]} --dry-run")


def _told(report: Any) -> list[str]:
    """Say what an import did: counts, what was mapped, kept aside, dropped."""
    lines: list[str] = []
    for field in dataclasses.fields(report):
        value, name = getattr(report, field.name), field.name.replace("_", " ")
        if field.name == "problems" or not value:
            continue
        if field.name == "shown":
            lines = [*map(_row_shown, value), *lines, "nothing was written: a dry run"]
        elif field.name == "repaired":
            lines += [f"repaired: {len(value):,}", *(f"  {one}" for one in value)]
        elif field.name == "fates":
            lines += [f"  {what}: {count:,}" for what, count in value.items()]
        elif field.name == "hints":
            lines += [f"hint: {hint}" for hint in value]
        elif isinstance(value, Mapping):
            lines.append(f"{name}:")
            lines += [f"  {what}: {count:,}" for what, count in sorted(value.items())]
        elif isinstance(value, tuple):
            shown = ", ".join(map(str, value[:20]))
            more = f" and {len(value) - 20:,} more" if len(value) > 20 else ""
            lines.append(f"{name}: {shown}{more}")
        else:
            lines.append(f"{name}: {value:,}" if isinstance(value, int) else f"{name}: {value}")
    return lines


def _row_shown(row: Mapping[str, Any]) -> str:
    """Show a document as it would stand in the archive: its keys, and where its text begins."""
    lines = []
    for key, value in row.items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        if key == "body":
            text = " ".join(text.split())
        lines.append(f"{key}: {text[:120]}{'…' if len(text) > 120 else ''}")
    return "\n".join([*lines, ""])


def _mapping(pairs: list[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        for one in pair.split(","):
            foreign, equals, ours = one.partition("=")
            if not (foreign and equals and ours):
                raise click.BadParameter(f"'{one}' is not foreign=ours", param_hint="--map")
            found[foreign.strip()] = ours.strip()
    return found


_FORMS = ("markdown", "tei", "csv", "epub", "package", "zim")


@app.command()
@click.argument(
    "kind", metavar="KIND", type=click.Choice(_FORMS), help=f"one of: {', '.join(_FORMS)}"
)
@click.argument("source", type=PATH, help="the archive's folder; for zim: the site's")
@path("--output", "-o", required=True, help="a folder; csv and zim: a file")
@text("--collection", "-c", help="only of this collection")
@text("--date", help="the day of this edition (default: today)")
def export(kind: str, source: Path, output: Path, collection: str, date: str) -> None:
    """Write an archive's texts as other programs read them, or a site as one file."""
    import datetime

    day = date or datetime.datetime.now(datetime.UTC).date().isoformat()
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", day):
        raise click.BadParameter(f"'{day}' is no day: write 2026-11-28", param_hint="--date")
    if kind == "zim":
        from sitegen.exporting.zim import described, write_zim

        n = write_zim(source, output, described(source, day))
        click.echo(f"{output}: {n:,} files")
        return
    from sitegen.exporting import export_archive

    click.echo(export_archive(kind, source, output, collection, day).text())


_left: list[object] = []  # what a build has made: this process ends without letting it go
_ACCESS = ("public", "metadata", "closed")  # each shows in full what the ones before it show


@app.command()
@click.argument("archive", help="the archive's folder, or its URL")
@click.option(
    "--output",
    "-o",
    default="public",
    show_default=True,
    help="the site's folder, or its URL: s3://bucket/site",
)
@jobs
@flag("--clean", help="trust no cache")
@flag("--explain", help="say why each file was written anew")
@flag("--profile", help="say what each stage and each template took")
@as_json
@flag("--drafts", help="drafts too")
@click.option(
    "--access",
    type=click.Choice(_ACCESS),
    default="public",
    show_default=True,
    help="what is shown in full; closed: in a reading room",
)
@text("--cluster", help="a Dask scheduler's address: tcp://host:8786")
@mirror
@take_over
def build(
    archive: str,
    output: str,
    jobs: int,
    clean: bool,
    explain: bool,
    profile: bool,
    as_json: bool,
    drafts: bool,
    access: str,
    cluster: str,
    mirror: Path | None,
    take_over: bool,
) -> None:
    """Build the site; where the output is a URL, publish it there."""
    from sitegen.build import Options
    from sitegen.build import build as run
    from sitegen.remote import archive_here, is_url, site_here

    options = Options(
        jobs=jobs,
        clean=clean or profile,
        profile=profile,
        drafts=drafts,
        access=access,
        why=explain,
        cluster=cluster,
    )
    progress = _progress(quiet=as_json)
    with archive_here(archive, mirror, progress, is_shared=bool(cluster)) as root:
        site = site_here(root, output)
        report = run(root, site, options, progress, left=_left)
        if not as_json:
            _tell_built(report, access)
        sent = _sent(site, output, as_json=as_json, take_over=take_over) if is_url(output) else None
    if as_json:
        told = report.as_dict() | ({"sent": sent.as_dict()} if sent else {})
        click.echo(json.dumps(told, ensure_ascii=False))


def _tell_built(report: Any, access: str) -> None:
    for note in report.notes:
        click.echo(note, err=True)
    if access != "public":
        click.echo("with texts that are not public: for a reading room, not for the web", err=True)
    for stage in report.stages:
        took = f"{stage.cpu:8.3f} s CPU {stage.wall:8.3f} s"
        click.echo(f"{stage.name:<18} {took}  {stage.peak / 1e6:6.0f} MB")
    for name, n, seconds in report.templates:
        each = 1e6 * seconds / n
        click.echo(f"{name:<18} {seconds:8.3f} s  {n:>7,} times  {each:8.0f} µs each")
    for path, why in report.reasons:
        click.echo(f"{path}: {why}")
    click.echo(report.summary())


def _sent(site: Path, url: str, *, as_json: bool, **how: bool) -> Any:
    from sitegen.remote.send import send

    progress = _progress(quiet=as_json)
    try:
        sent = send(site, url, progress, **how)
    finally:
        progress("done", 1, 1)
    if not as_json:
        click.echo(sent.text())
    return sent


@app.command()
@of_site
@click.argument("url", help="where it goes: s3://bucket/site, sftp://host/site")
@flag("--check", help="look at what lies there, instead of our own list")
@take_over
@flag("--dry-run", help="send nothing; say how much would be sent")
@as_json
def publish(
    site: Path, url: str, check: bool, take_over: bool, dry_run: bool, as_json: bool
) -> None:
    """Send a built site to an object store: what is new, then what is read first, then removals."""
    sent = _sent(site, url, as_json=as_json, check=check, take_over=take_over, dry=dry_run)
    if as_json:
        click.echo(json.dumps(sent.as_dict(), ensure_ascii=False))


def _progress(*, quiet: bool) -> Any:
    """Give a callable(stage, done, total) that draws a bar on a terminal, else nothing."""
    if quiet or not sys.stderr.isatty():
        return lambda *_: None
    from sitegen.progress import Bar

    return Bar()


_PATIENCE = 600  # seconds that serve waits where somebody else builds the archive


@app.command()
@in_archive
@path("--output", "-o", help="the site's folder (default: in .sitegen)")
@click.option(
    "--port",
    "-p",
    metavar="N",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="on 127.0.0.1",
)
@jobs
def serve(archive: Path, output: Path | None, port: int, jobs: int) -> None:
    """Build, show on 127.0.0.1, and build again on every change."""
    from sitegen.build import Early, Options, Session
    from sitegen.build import build as run
    from sitegen.serve import serve as run_server

    target = output or archive / ".sitegen" / "site"
    options = Options(jobs=jobs, explain=True, patience=_PATIENCE)
    session, early = Session(), Early()
    run_server(
        archive,
        target,
        port,
        lambda: run(archive, target, options, session=session, early=early),
        told=session.flush,
        early=early.shown_by,
    )


class _Words(click.Command):
    """A command whose words may begin with a minus: ``-مصر`` is no option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Set such words behind all options, where click takes them as they are."""
        words = [one for one in args if re.match(r'-["«]|-[^\x00-\x7f]', one)]
        if "--" not in args and words:
            args = [*(one for one in args if one not in words), "--", *words]
        return super().parse_args(ctx, args)


_SORTS = ("relevance", "newest", "oldest", "left", "right")


@app.command(cls=_Words)
@of_site
@click.argument(
    "query",
    nargs=-1,
    required=True,
    help="words, as on the search page; and Whoosh's: كتاب^2 بيرت~ مط?عة [كتاب TO كتب]",
)
@click.option(
    "-n",
    "--limit",
    metavar="N",
    type=click.IntRange(min=0),
    default=10,
    show_default=True,
    help="how many results, or lines with --kwic; 0: all",
)
@text("--collection", "-c", help="only of this collection: its id or title")
@click.option("--from", "first", type=int, help="only from this year on")
@click.option("--to", "last", type=int, help="only up to this year")
@click.option(
    "--sort",
    type=click.Choice(_SORTS),
    default="relevance",
    show_default=True,
    help="left and right: lines by what precedes, or follows",
)
@click.option(
    "--passages",
    metavar="N",
    type=click.IntRange(0, 4),
    default=1,
    show_default=True,
    help="how many of each result",
)
@flag("--kwic", help="a concordance: each match between its contexts")
@flag("--exact", help="the words as they are typed, in no other form")
@text("--facets", help="count what is found, by a field: year, author, entity, section ...")
@as_json
@flag("--csv", "as_csv", help="a table for a spreadsheet")
def search(
    site: Path,
    query: tuple[str, ...],
    limit: int,
    collection: str,
    first: int | None,
    last: int | None,
    sort: Any,
    passages: int,
    kwic: bool,
    exact: bool,
    facets: str,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Search a built site from the terminal, in the index that its pages use."""
    from sitegen.terminal import Asked, print_search

    if as_json and as_csv:
        raise click.BadParameter("choose one: --json or --csv", param_hint="--csv")
    if facets and kwic:
        raise click.BadParameter("choose one: --facets or --kwic", param_hint="--facets")
    if sort in ("left", "right") and not kwic:
        raise click.BadParameter(f"'{sort}' sorts lines: add --kwic", param_hint="--sort")
    print_search(
        Asked(
            site=site,
            query=" ".join(query),
            limit=limit,
            sort=sort,
            collection=collection,
            years=(first, last),
            passages=passages,
            form="json" if as_json else "csv" if as_csv else "text",
            kwic=kwic,
            exact=exact,
            facets=facets,
        )
    )


@app.command()
@click.argument("archive", help="the archive's folder or URL; the site's folder")
@flag("--normalization", help="list every repair of the text too")
@flag("--text", help="look for damaged text: misread, lost, reversed letters")
@flag("--links", help="of a built site: every link and anchor")
@flag("--site", help="of a built site: its mark-up, its size, hosts' limits")
@jobs
@mirror
@as_json
def check(
    archive: str,
    normalization: bool,
    text: bool,
    links: bool,
    site: bool,
    jobs: int,
    mirror: Path | None,
    as_json: bool,
) -> None:
    """Report every problem of an archive, or of a built site; write nothing."""
    from sitegen.check import check_archive, check_site
    from sitegen.remote import archive_here, local_path

    report: Any
    if links or site:
        report = check_site(local_path(archive), links=links, markup=site)
    else:
        with archive_here(archive, mirror, _progress(quiet=as_json)) as root:
            report = check_archive(root, jobs=jobs, normalization=normalization, text=text)
    if as_json:
        click.echo(json.dumps(report.as_dict(), ensure_ascii=False))
    else:
        click.echo(report.text())
    if report.problems:
        raise click.exceptions.Exit(1)


@app.command()
@of_site
@flag("--br", "brotli", help="with brotli, too")
@jobs
def compress(site: Path, brotli: bool, jobs: int) -> None:
    """Put a compressed twin beside each file, for servers that send it as it is."""
    from sitegen.exporting.compress import compress_site

    done = compress_site(site, brotli=brotli, jobs=jobs)
    share = 100 * done.twins / max(1, done.bytes)
    click.echo(
        f"{site}: {done.files:,} files of {done.bytes / 1e6:,.1f} MB, {done.new:,} twins new or "
        f"changed; all twins have {done.twins / 1e6:,.1f} MB ({share:.0f} %)"
    )


@app.command()
@in_archive
def freeze(archive: Path) -> None:
    """Promise the present anchors of paragraphs: they outlast edits (anchors.tsv)."""
    from sitegen.editor.freeze import freeze as run

    documents, anchors = run(archive)
    click.echo(f"{archive / 'anchors.tsv'}: {anchors:,} anchors of {documents:,} documents")


@app.command()
@click.argument("address", metavar="ID[#ANCHOR]", help="as an address ends")
@click.argument("archive", type=PATH, default=".", help="the archive's folder (default: this one)")
def where(address: str, archive: Path) -> None:
    """Say in which file and line a paragraph stands."""
    from sitegen.editor.freeze import where as run

    place, text = run(archive, address)
    click.echo(f"{place}: {text[:80]}{'…' if len(text) > 80 else ''}")


app.add_command(entities)

_WRITERS = {"build", "import", "new"}
_INTERRUPTED = 130  # the exit code of what SIGINT ended: 128 and its number


def print_problems(problems: tuple[Problem, ...]) -> None:
    """Write problems to standard error, how many there are, and that nothing came of it."""
    for problem in problems:
        click.echo(str(problem), err=True)
    n = len(problems)
    is_writing = _WRITERS & set(sys.argv[1:2]) or "--apply" in sys.argv
    untouched = "; nothing was written" if is_writing else ""
    click.echo(f"{n} problem{'s' if n != 1 else ''}{untouched}", err=True)


def _speak_utf8() -> None:
    """Write UTF-8 whatever the console's code page is, so that Arabic never raises."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def main() -> None:
    """Run the command line; at its end leave what is held to the system, which is quicker."""
    _speak_utf8()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy starts threads that spin for nothing
    code = _run()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError):
            stream.flush()
    os._exit(code)


def _run() -> int:
    try:
        code = int(app(standalone_mode=False) or 0)
    except CorpusError as error:
        if "--json" in sys.argv:  # machines read this, and the exit code
            told = {"problems": [dataclasses.asdict(one) for one in error.problems]}
            click.echo(json.dumps(told, ensure_ascii=False))
        print_problems(error.problems)
        return 1
    except (KeyboardInterrupt, click.Abort):
        code = _INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        from sitegen.build.publish import explain_os_error

        place = Place(str(error.filename or "?"))
        explained = explain_os_error(error, Path(place.path))
        plain = (Problem(place, error.strerror or str(error)),)
        print_problems(explained.problems if explained else plain)
        return 1
    except click.ClickException as error:  # its word on wrong usage
        error.show()
        return error.exit_code
    if code == _INTERRUPTED:
        is_build = sys.argv[1:2] == ["build"]
        untouched = "the last good site is as it was" if is_build else "no file was changed"
        click.echo(f"interrupted; {untouched}", err=True)
    return code
