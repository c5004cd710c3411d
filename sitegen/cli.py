"""What does a person type, and what do they read back?

The only module that prints. Exit codes: 0 done, 1 problems in the input, 2 wrong usage,
130 interrupted.
"""

from __future__ import annotations

import contextlib
import dataclasses
import enum
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from sitegen import __version__
from sitegen.entities_cli import app as entities_app
from sitegen.errors import CorpusError, Place, Problem

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Turn a folder of Arabic texts into a browsable, citable, searchable archive "
    "that is only static files.",
)

app.add_typer(entities_app, name="entities")

ArchiveArgument = Annotated[Path, typer.Argument(help="the archive's folder")]
MirrorOption = Annotated[
    Path | None, typer.Option("--mirror", help="where an archive behind a URL is kept on this disk")
]
JobsOption = Annotated[int, typer.Option("--jobs", "-j", min=0, help="processes; 0: one a core")]
TakeOverOption = Annotated[
    bool, typer.Option("--take-over", help="go on where another's sending was cut short")
]
JsonOption = Annotated[bool, typer.Option("--json", help="answer in JSON, for machines")]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"sitegen {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="print the version")
    ] = False,
) -> None:
    pass


@app.command()
def new(
    archive: Annotated[Path, typer.Argument(help="the folder to make")],
    empty: Annotated[bool, typer.Option("--empty", help="without the example texts")] = False,
) -> None:
    """Make an archive that builds at once."""
    from sitegen.scaffold import make_archive

    make_archive(archive, empty=empty)
    typer.echo(f"{archive}: a new archive; build it with: sitegen build {archive} -o public")


class Kind(enum.StrEnum):
    """What can be imported."""

    jsonl = "jsonl"
    json = "json"
    csv = "csv"
    tei = "tei"
    openiti = "openiti"
    text = "text"
    html = "html"
    docx = "docx"
    site = "site"
    authority = "authority"


class Body(enum.StrEnum):
    """What a column of texts holds."""

    text = "text"
    markdown = "markdown"
    html = "html"


class Prefer(enum.StrEnum):
    """Who is right where a document changed on both sides."""

    source = "source"
    archive = "archive"


@app.command("import")
def import_(
    kind: Annotated[Kind, typer.Argument(help="the kind of the sources")],
    sources: Annotated[list[Path], typer.Argument(help="files, or folders of them; .gz too")],
    archive: Annotated[Path, typer.Option("--archive", "-a", help="the archive to add to")],
    collection: Annotated[
        str, typer.Option("--collection", "-c", help="the collection's id, for all documents")
    ] = "",
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", help="a map (TOML), or headline=title; may be repeated"),
    ] = None,
    guess: Annotated[bool, typer.Option("--guess", help="write a first map to --map FILE")] = False,
    body: Annotated[Body | None, typer.Option("--body", help="what bodies of rows are")] = None,
    split: Annotated[
        str, typer.Option("--split", help="h1 ... h6: a document for each such heading")
    ] = "",
    select: Annotated[
        str, typer.Option("--select", help="where a page's text stands: tag, #id or .class")
    ] = "",
    names: Annotated[
        str, typer.Option("--names", help="what names of files say: {date}_{issue}_{title}")
    ] = "",
    table: Annotated[
        str, typer.Option("--table", help="a CSV beside the files; its column 'file' names them")
    ] = "",
    address: Annotated[
        str, typer.Option("--address", help="where the old site was: old links then lead on")
    ] = "",
    new_only: Annotated[
        bool, typer.Option("--new-only", help="leave what the archive has as it is")
    ] = False,
    prefer: Annotated[
        Prefer | None, typer.Option("--prefer", help="who is right where both changed")
    ] = None,
    repair: Annotated[
        bool, typer.Option("--repair", help="mend damaged text where it proves itself; list it")
    ] = False,
    trust: Annotated[
        bool, typer.Option("--trust", help="import site: its templates, too; they are programs")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="write nothing; show ten documents, every problem")
    ] = False,
) -> None:
    """Bring documents or authority records into an archive."""
    if guess:
        _guess(kind, sources, mapping or [])
        return
    if kind is Kind.authority:
        from sitegen.entities.importers import import_authority

        report: Any = import_authority(sources, archive)
    else:
        from sitegen.content.imports import Plan, import_sources

        plan = Plan(
            split=split,
            select=select,
            names=names,
            table=table,
            address=address,
            new_only=new_only,
            prefer=prefer.value if prefer else "",
            dry_run=dry_run,
            repair=repair,
            trust=trust,
        )
        plan = _planned(plan, mapping or [], body.value if body else "")
        if kind is Kind.site:
            from sitegen.content.imports.site import import_site

            report = import_site(sources[0], archive, plan, _progress(quiet=False))
        else:
            progress = _progress(quiet=False)
            report = import_sources(kind.value, sources, archive, collection, plan, progress)
    if problems := getattr(report, "problems", ()):
        for row in getattr(report, "shown", ()):
            typer.echo(_row_shown(row))
        raise CorpusError(problems)
    typer.echo("\n".join(_told(report)))


def _planned(plan: Any, maps: list[str], body: str) -> Any:
    """Add maps to a plan; the command line's word goes before the map's."""
    from sitegen.content import files
    from sitegen.content.imports.plan import parse_map

    pairs = _mapping([one for one in maps if "=" in one])
    plan = dataclasses.replace(plan, columns=pairs)
    for one in maps:
        if "=" not in one:
            if not Path(one).is_file():
                hint = f"'{one}' is not foreign=ours, nor a file"
                raise typer.BadParameter(hint, param_hint="--map")
            decoded, problems = files.read_text(Path(one).parent, Path(one).name)
            plan, more = parse_map(decoded.text, Path(one).name, plan)
            if problems := [*problems, *more]:
                raise CorpusError(problems)
    return dataclasses.replace(plan, body=body) if body else plan


def _guess(kind: Kind, sources: list[Path], maps: list[str]) -> None:
    from sitegen.content.imports import KINDS
    from sitegen.content.imports.from_rows import sample_rows
    from sitegen.content.imports.guess import guess_map

    files = [Path(one) for one in maps if "=" not in one]
    if kind not in (Kind.jsonl, Kind.json, Kind.csv) or len(files) != 1:
        hint = "import jsonl|json|csv ... --map FILE --guess writes FILE"
        raise typer.BadParameter(hint, param_hint="--guess")
    if files[0].exists():
        raise CorpusError([Problem(Place(str(files[0])), "the map is there already",
                                   fix="name another file, or delete it")])  # fmt: skip
    rows, problems = sample_rows(KINDS[kind.value], sources)
    if problems:
        raise CorpusError(problems)
    files[0].write_text(guess_map(rows) + "\n", "utf-8")
    typer.echo(f"{files[0]}: a first map; read it, then import with --map {files[0]} --dry-run")


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
                raise typer.BadParameter(f"'{one}' is not foreign=ours", param_hint="--map")
            found[foreign.strip()] = ours.strip()
    return found


class Out(enum.StrEnum):
    """In which form an archive's texts, or a site, can leave."""

    markdown = "markdown"
    tei = "tei"
    csv = "csv"
    epub = "epub"
    package = "package"
    zim = "zim"


@app.command("export")
def export(
    kind: Annotated[Out, typer.Argument(help="the form to export to")],
    source: Annotated[Path, typer.Argument(help="the archive's folder; for zim: the site's")],
    output: Annotated[Path, typer.Option("--output", "-o", help="a folder; csv and zim: a file")],
    collection: Annotated[
        str, typer.Option("--collection", "-c", help="only of this collection")
    ] = "",
    date: Annotated[
        str, typer.Option("--date", help="the day of this edition (default: today)")
    ] = "",
) -> None:
    """Write an archive's texts as other programs read them, or a site as one file."""
    import datetime

    day = date or datetime.datetime.now(datetime.UTC).date().isoformat()
    if kind is Out.zim:
        _export_zim(source, output, day)
        return
    from sitegen.exporting import export_archive

    typer.echo(export_archive(kind.value, source, output, collection, day).text())


def _export_zim(site: Path, output: Path, day: str) -> None:
    import re

    from sitegen.exporting.zim import language_code, write_zim

    page = (site / "index.html").read_text("utf-8") if (site / "index.html").is_file() else ""
    title = re.search(r"<title>([^<]*)</title>", page)
    lang = re.search(r'<html[^>]* lang="([a-z]+)', page)
    said = re.search(r'<meta name="description" content="([^"]*)"', page)
    name = title[1] if title else site.name
    about = {
        "Title": name[:30], "Description": (said[1] if said else name)[:80], "Name": site.name,
        "Language": language_code(lang[1] if lang else "ar"), "Date": day,
        "Creator": name, "Publisher": "sitegen",
    }  # fmt: skip
    n = write_zim(site, output, about)
    typer.echo(f"{output}: {n:,} files")


class Access(enum.StrEnum):
    """Which texts a build shows in full: those of this access, and of any more open one."""

    public = "public"
    metadata = "metadata"
    closed = "closed"


@app.command()
def build(
    archive: Annotated[str, typer.Argument(help="the archive's folder, or its URL")],
    output: Annotated[
        str, typer.Option("--output", "-o", help="the site's folder, or its URL: s3://bucket/site")
    ] = "public",
    jobs: JobsOption = 0,
    clean: Annotated[bool, typer.Option("--clean", help="trust no cache")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="say why each file was written anew")
    ] = False,
    profile: Annotated[
        bool, typer.Option("--profile", help="say what each stage and each template took")
    ] = False,
    as_json: JsonOption = False,
    drafts: Annotated[bool, typer.Option("--drafts", help="drafts too")] = False,
    access: Annotated[
        Access, typer.Option("--access", help="what is shown in full; closed: in a reading room")
    ] = Access.public,
    cluster: Annotated[
        str, typer.Option("--cluster", help="a Dask scheduler's address: tcp://host:8786")
    ] = "",
    mirror: MirrorOption = None,
    take_over: TakeOverOption = False,
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
        access=access.value,
        why=explain,
        cluster=cluster,
    )
    progress = _progress(quiet=as_json)
    with archive_here(archive, mirror, progress, is_shared=bool(cluster)) as root:
        site = site_here(root, output)
        report = run(root, site, options, progress)
        if not as_json:
            _tell_built(report, access)
        sent = _sent(site, output, as_json=as_json, take_over=take_over) if is_url(output) else None
    if as_json:
        told = report.as_dict() | ({"sent": sent.as_dict()} if sent else {})
        typer.echo(json.dumps(told, ensure_ascii=False))


def _tell_built(report: Any, access: Access) -> None:
    for note in report.notes:
        typer.echo(note, err=True)
    if access is not Access.public:
        typer.echo("with texts that are not public: for a reading room, not for the web", err=True)
    for stage in report.stages:
        took = f"{stage.cpu:8.3f} s CPU {stage.wall:8.3f} s"
        typer.echo(f"{stage.name:<18} {took}  {stage.peak / 1e6:6.0f} MB")
    for name, n, seconds in report.templates:
        each = 1e6 * seconds / n
        typer.echo(f"{name:<18} {seconds:8.3f} s  {n:>7,} times  {each:8.0f} µs each")
    for path, why in report.reasons:
        typer.echo(f"{path}: {why}")
    typer.echo(report.summary())


def _sent(site: Path, url: str, *, as_json: bool, **how: bool) -> Any:
    from sitegen.remote.send import send

    progress = _progress(quiet=as_json)
    try:
        sent = send(site, url, progress, **how)
    finally:
        progress("done", 1, 1)
    if not as_json:
        typer.echo(sent.text())
    return sent


@app.command()
def publish(
    site: Annotated[Path, typer.Argument(help="the site's folder, such as public")],
    url: Annotated[str, typer.Argument(help="where it goes: s3://bucket/site, sftp://host/site")],
    check: Annotated[
        bool, typer.Option("--check", help="look at what lies there, instead of our own list")
    ] = False,
    take_over: TakeOverOption = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="send nothing; say how much would be sent")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Send a built site to an object store: what is new, then what is read first, then removals."""
    sent = _sent(site, url, as_json=as_json, check=check, take_over=take_over, dry=dry_run)
    if as_json:
        typer.echo(json.dumps(sent.as_dict(), ensure_ascii=False))


def _progress(*, quiet: bool) -> Any:
    """Give a callable(stage, done, total) that draws a bar on a terminal, else nothing."""
    if quiet or not sys.stderr.isatty():
        return lambda *_: None
    from sitegen.progress import Bar

    return Bar()


@app.command()
def serve(
    archive: ArchiveArgument,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="the site's folder (default: in .sitegen)")
    ] = None,
    port: Annotated[int, typer.Option("--port", "-p", help="on 127.0.0.1", min=0)] = 8000,
    jobs: JobsOption = 0,
) -> None:
    """Build, show on 127.0.0.1, and build again on every change."""
    from sitegen.build import Early, Options, Session
    from sitegen.build import build as run
    from sitegen.serve import serve as run_server

    target = output or archive / ".sitegen" / "site"
    options, session, early = Options(jobs=jobs, explain=True), Session(), Early()
    run_server(
        archive,
        target,
        port,
        lambda: run(archive, target, options, session=session, early=early),
        told=session.flush,
        early=early.shown_by,
    )


class Sort(enum.StrEnum):
    """In which order results, or the lines of a concordance, come."""

    relevance = "relevance"
    newest = "newest"
    oldest = "oldest"
    left = "left"
    right = "right"


@app.command()
def search(
    site: Annotated[Path, typer.Argument(help="the site's folder, such as public")],
    query: Annotated[
        list[str],
        typer.Argument(
            help="words, as on the search page; and Whoosh's: كتاب^2 بيرت~ مط?عة [ا TO ب]"
        ),
    ],
    limit: Annotated[
        int,
        typer.Option("-n", "--limit", min=0, help="how many results, or lines with --kwic; 0: all"),
    ] = 10,
    collection: Annotated[
        str, typer.Option("--collection", "-c", help="only of this collection: its id or title")
    ] = "",
    first: Annotated[int | None, typer.Option("--from", help="only from this year on")] = None,
    last: Annotated[int | None, typer.Option("--to", help="only up to this year")] = None,
    sort: Annotated[
        Sort, typer.Option("--sort", help="left and right: lines by what precedes, or follows")
    ] = Sort.relevance,
    passages: Annotated[
        int, typer.Option("--passages", min=0, max=4, help="how many of each result")
    ] = 1,
    kwic: Annotated[
        bool, typer.Option("--kwic", help="a concordance: each match between its contexts")
    ] = False,
    exact: Annotated[
        bool, typer.Option("--exact", help="the words as they are typed, in no other form")
    ] = False,
    facets: Annotated[
        str,
        typer.Option("--facets", help="count what is found: by year, author, entity, section ..."),
    ] = "",
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="a table for a spreadsheet")] = False,
) -> None:
    """Search a built site from the terminal, in the index that its pages use."""
    from sitegen.terminal import Asked, print_search

    if as_json and as_csv:
        raise typer.BadParameter("choose one: --json or --csv", param_hint="--csv")
    if facets and kwic:
        raise typer.BadParameter("choose one: --facets or --kwic", param_hint="--facets")
    if sort in (Sort.left, Sort.right) and not kwic:
        raise typer.BadParameter(f"'{sort.value}' sorts lines: add --kwic", param_hint="--sort")
    print_search(
        Asked(
            site=site,
            query=" ".join(query),
            limit=limit,
            sort=sort.value,
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
def check(
    archive: Annotated[str, typer.Argument(help="the archive's folder or URL; the site's folder")],
    normalization: Annotated[
        bool, typer.Option("--normalization", help="list every repair of the text too")
    ] = False,
    text: Annotated[
        bool, typer.Option("--text", help="look for damaged text: misread, lost, reversed letters")
    ] = False,
    links: Annotated[
        bool, typer.Option("--links", help="of a built site: every link and anchor")
    ] = False,
    site: Annotated[
        bool, typer.Option("--site", help="of a built site: its mark-up, its size, hosts' limits")
    ] = False,
    jobs: JobsOption = 0,
    mirror: MirrorOption = None,
    as_json: JsonOption = False,
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
        typer.echo(json.dumps(report.as_dict(), ensure_ascii=False))
    else:
        typer.echo(report.text())
    if report.problems:
        raise typer.Exit(1)


@app.command()
def compress(
    site: Annotated[Path, typer.Argument(help="the site's folder, such as public")],
    brotli: Annotated[bool, typer.Option("--br", help="with brotli, too")] = False,
    jobs: JobsOption = 0,
) -> None:
    """Put a compressed twin beside each file, for servers that send it as it is."""
    from sitegen.exporting.compress import compress_site

    done = compress_site(site, brotli=brotli, jobs=jobs)
    share = 100 * done.twins / max(1, done.bytes)
    typer.echo(
        f"{site}: {done.files:,} files of {done.bytes / 1e6:,.1f} MB, {done.new:,} twins new or "
        f"changed; all twins have {done.twins / 1e6:,.1f} MB ({share:.0f} %)"
    )


@app.command()
def freeze(archive: ArchiveArgument) -> None:
    """Promise the present anchors of paragraphs: they outlast edits (anchors.tsv)."""
    from sitegen.editor.freeze import freeze as run

    documents, anchors = run(archive)
    typer.echo(f"{archive / 'anchors.tsv'}: {anchors:,} anchors of {documents:,} documents")


@app.command()
def where(
    address: Annotated[str, typer.Argument(metavar="ID[#ANCHOR]", help="as an address ends")],
    archive: ArchiveArgument = Path(),
) -> None:
    """Say in which file and line a paragraph stands."""
    from sitegen.editor.freeze import where as run

    place, text = run(archive, address)
    typer.echo(f"{place}: {text[:80]}{'…' if len(text) > 80 else ''}")


_WRITERS = {"build", "import", "new"}
_INTERRUPTED = 130  # the exit code of what SIGINT ended: 128 and its number


def print_problems(problems: tuple[Problem, ...]) -> None:
    """Write problems to standard error, how many there are, and that nothing came of it."""
    for problem in problems:
        typer.echo(str(problem), err=True)
    n = len(problems)
    is_writing = _WRITERS & set(sys.argv[1:2]) or "--apply" in sys.argv
    untouched = "; nothing was written" if is_writing else ""
    typer.echo(f"{n} problem{'s' if n != 1 else ''}{untouched}", err=True)


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
            typer.echo(json.dumps(told, ensure_ascii=False))
        print_problems(error.problems)
        return 1
    except (KeyboardInterrupt, typer.Abort):
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
    except Exception as error:
        if hasattr(error, "show") and hasattr(error, "exit_code"):  # typer's word on wrong usage
            error.show()
            return int(error.exit_code)
        raise
    if code == _INTERRUPTED:  # typer may tell by the code alone
        is_build = sys.argv[1:2] == ["build"]
        untouched = "the last good site is as it was" if is_build else "no file was changed"
        typer.echo(f"interrupted; {untouched}", err=True)
    return code
