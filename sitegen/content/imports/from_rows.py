"""How do rows enter an archive: JSONL, JSON, CSV?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from sitegen.content import files
from sitegen.content.imports.beside import Beside
from sitegen.content.imports.json_files import json_rows, jsonl_rows
from sitegen.content.imports.pictures import Pictures
from sitegen.content.imports.plan import Plan
from sitegen.content.imports.rows import legal_id, map_row, text_body
from sitegen.content.imports.streams import blocks_of, lines_of
from sitegen.content.imports.tables import table_rows
from sitegen.content.imports.taking import pictures_of, put_pictures, take
from sitegen.content.imports.work import Sources, Work, begin
from sitegen.content.rows import Row
from sitegen.errors import Place, Problem


def import_rows(work: Work, sources: Sources) -> None:
    """Bring in JSONL, JSON or CSV."""
    from sitegen.content.imports.from_pages import close, page_reader  # noqa: PLC0415 - lxml

    reader = None
    pictures = pictures_of(work)
    if work.plan.body == "html":
        reader = page_reader(work, Beside())
        reader.addresses = _addresses(work, sources)
        pictures = reader.pictures
    bodies: Counter[bool] = Counter()
    samples: dict[str, list[dict[str, Any]]] = {}
    for path, name in sources:
        stem = re.sub(r"\.[^.]*(\.gz)?$", "", name.rpartition("/")[2], flags=re.IGNORECASE)
        for row in _rows_of(work, path, name):
            place = Place(name, row.line)
            read_body = text_body
            if reader:
                read_body = lambda text, place=place, base=path.parent: (  # type: ignore[misc]  # noqa: E731
                    reader.fragment(text, base, place), "markdown",
                )  # fmt: skip
            elif work.plan.body == "markdown":
                read_body = lambda text: (text, "markdown")  # noqa: E731
            read_picture = partial(_picture, work, pictures, path.parent, place)
            take(work, row, place, legal_id(stem), read_body, bodies, samples, read_picture)
    if reader:
        close(work, reader)
    else:
        put_pictures(work, pictures)
    for collection, rows in samples.items():
        work.tables.setdefault(collection, _table_of(rows, collection))
    if bodies[True] > max(3, bodies[False]) and work.plan.body == "text":
        work.hints.append("most bodies look like HTML: say --body html")
    there = ", ".join(sorted(work.tally.columns))
    work.hints += [
        f"no row has the column '{name}' that is mapped; there are: {there}"
        for name in work.plan.columns
        if name not in work.tally.columns
    ]


def _picture(work: Work, pictures: Pictures, base: Path, place: Place, source: str) -> str:
    """Give the address in the archive of a picture that a row names.

    One that is named as an archive names it keeps its name: another archive's export has it so.
    """
    if source.startswith("assets/"):
        if (base / source).is_file() and not files.exists(work.root, source):
            pictures.found[source] = base / source
        return source
    return pictures.take(source, base, base, place, work.problems, work.tally.dropped)


def _rows_of(work: Work, path: Path, name: str) -> Iterator[Row]:
    """Read a source of rows, by its name's ending."""
    lower = name.lower().removesuffix(".gz")
    if lower.endswith(".json"):
        blocks = blocks_of(path, name, work.problems, work.encodings, work.heard)
        yield from json_rows(blocks, name, work.problems)
        return
    lines = lines_of(path, name, work.problems, work.encodings, work.heard)
    if lower.endswith((".csv", ".tsv", ".txt")):
        yield from table_rows(lines, name, work.problems)
    else:
        yield from jsonl_rows(lines, name, work.problems)


def _addresses(work: Work, sources: Sources) -> dict[str, str]:
    """Learn the old addresses of rows, so that links between their bodies lead on."""
    quiet = begin(work.root, work.collection, work.plan)
    found: dict[str, str] = {}
    for path, name in sources:
        stem = re.sub(r"\.[^.]*(\.gz)?$", "", name.rpartition("/")[2], flags=re.IGNORECASE)
        for row in _rows_of(quiet, path, name):
            values, _ = map_row(
                row, Place(name, row.line), work.site, work.plan,
                (work.collection, legal_id(stem)), quiet.tally,
            )  # fmt: skip
            aliases = values.get("aliases", ())
            for address in aliases if isinstance(aliases, list) else ():
                found[str(address)] = values["id"]
                found.setdefault(str(address).lstrip("/"), values["id"])
    return found


def _table_of(rows: list[dict[str, Any]], collection: str) -> dict[str, Any]:
    """Guess what collections.toml should say of rows' collection."""
    sources = Counter(str(row["source"]) for row in rows if row.get("source"))
    title = sources.most_common(1)[0][0] if sources else collection
    title = re.sub(r"\s*\([!-~ ]*\)\s*$", "", title).strip() or collection
    rights = {str(row.get("rights") or "") for row in rows}
    is_periodical = any(row.get("issue") or row.get("volume") for row in rows)
    table = {"title": title, "kind": "periodical" if is_periodical else "dossier"}
    return table | ({"rights": rights.pop()} if len(rights) == 1 and "" not in rights else {})


def sample_rows(endings: tuple[str, ...], sources: Iterable[str | Path], n: int = 200) -> tuple[
    list[dict[str, Any]], list[Problem]
]:  # fmt: skip
    """Give the first rows of sources, as they name their columns: what a map is guessed from."""
    found, problems = files.sources_in(sources, endings)
    work = Work(Path(), "", Plan(), problems=problems)
    rows = (dict(row.values) for path, name in found for row in _rows_of(work, path, name))
    return list(islice(rows, n)), work.problems
