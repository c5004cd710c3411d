"""How does a site become an archive again, and its pages byte for byte the same?

What a site does not publish cannot come back: closed and withdrawn texts, drafts. Templates are
programs, which a build runs: they come back from a site that one trusts.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections import Counter
from collections.abc import Collection as Ids
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sitegen.config import parse_collections, parse_site
from sitegen.content import files
from sitegen.content.frontmatter import quoted
from sitegen.content.imports.json_files import jsonl_rows
from sitegen.content.imports.ledger import Fate
from sitegen.content.imports.plan import Plan
from sitegen.content.imports.rows import text_body
from sitegen.content.imports.streams import lines_of
from sitegen.content.imports.taking import take
from sitegen.content.imports.work import ImportReport, Progress, Work, finish, nobody
from sitegen.content.rows import Row
from sitegen.errors import Place, Problem

_ROWS = "data/documents"  # a file for each year
_NOT_OURS = ("author_names", "words", "url")
_NOT_OF_RECORDS = ("mentions", "documents", "url")


def import_site(site: Path, root: Path, plan: Plan, progress: Progress = nobody) -> ImportReport:
    """Make the archive *root* from a built site; there must be no archive yet."""
    work = Work(root, "", plan, progress=progress)
    try:
        if (root / "site.toml").exists():
            what, fix = "there is an archive already", "name a new folder with --archive"
            work.problems.append(Problem(Place(root.name), what, fix=fix))
        told = {} if work.problems else _told(site, work)
        if told:
            _configuration(told, work)
            _records(site, told, work)
            _templates(site, told, work)
            _documents(site, work, _tei(site, told, work))
        return finish(work)
    finally:
        work.store.close()
        progress("done", 1, 1)


def _told(site: Path, work: Work) -> dict[str, Any]:
    path = "data/archive.json"
    fix = "only a site built by this version or a later one says all that is needed"
    try:
        told = json.loads((site / path).read_text("utf-8"))
    except OSError:
        what = "this is no site that can become an archive"
        work.problems.append(Problem(Place(path), what, "the file is not there", fix))
        return {}
    except (ValueError, RecursionError) as error:
        work.problems.append(Problem(Place(path), "this file is damaged", str(error), fix))
        return {}
    if not isinstance(told, dict) or told.get("format") != 1:
        what = "this site's archive is of another format"
        work.problems.append(Problem(Place(path), what, fix="use the sitegen that built it"))
        return {}
    return told


def _configuration(told: Mapping[str, Any], work: Work) -> None:
    """Write site.toml, collections.toml, pages, assets, anchors as the site tells of them."""
    text = f"format = {told['format']}\n{encode_toml(told.get('site', {}))}"
    site, problems = parse_site(text)
    work.site = site or work.site
    work.problems += problems
    collections = encode_toml(told.get("collections", {}))
    work.known, found = parse_collections(collections)
    work.problems += found
    work.contents["site.toml"] = text.encode()
    if collections:
        work.contents["collections.toml"] = collections.encode()
    for name, page in told.get("pages", {}).items():
        if _is_name(name, work):
            work.contents[f"pages/{name}.md"] = _page(page).encode()
    if told.get("anchors"):
        work.contents["anchors.tsv"] = str(told["anchors"]).encode()


def _is_name(name: Any, work: Work) -> bool:
    """Refuse a path that climbs out of the archive."""
    parts = str(name).split("/")
    if isinstance(name, str) and all(part.strip(".") for part in parts) and "\\" not in name:
        return True
    what = f"'{str(name)[:60]}' leads out of the archive"
    work.problems.append(Problem(Place("data/archive.json"), what, fix="do not trust this site"))
    return False


def _page(page: Mapping[str, Any]) -> str:
    head = "".join(f"{key}: {quoted(value)}\n" for key, value in page.items() if key != "body")
    return f"---\n{head}---\n{page.get('body', '')}"


def _records(site: Path, told: Mapping[str, Any], work: Work) -> None:
    records: dict[str, dict[str, Any]] = {}
    path, name = site / "data/entities.jsonl", "data/entities.jsonl"
    if path.is_file():
        lines = lines_of(path, name, work.problems, work.encodings)
        for row in jsonl_rows(lines, name, work.problems):
            values = {key: one for key, one in row.values.items() if key not in _NOT_OF_RECORDS}
            if values.get("type") == "person":
                values = {{"start": "birth", "end": "death"}.get(key, key): one
                          for key, one in values.items()}  # fmt: skip
            records[str(values.get("id"))] = values
    for record in told.get("records", []):
        records.setdefault(str(record.get("id")), {}).update(record)
    if records:
        lines_of_records = (
            json.dumps(one, ensure_ascii=False) + "\n" for _, one in sorted(records.items())
        )
        work.contents["entities/records.jsonl"] = "".join(lines_of_records).encode()
    for asset in told.get("assets", []):
        if _is_name(asset, work) and (site / "assets" / asset).is_file():
            work.contents[f"assets/{asset}"] = site / "assets" / asset


def _templates(site: Path, told: Mapping[str, Any], work: Work) -> None:
    """Write templates/, where the site is trusted."""
    templates = _table(told, "templates")
    if templates and not work.plan.trust:
        left = f"templates left out: {len(templates)}; they are programs"
        work.hints.append(f"{left}. If the site is yours: --trust")
        return
    for path, held in templates.items():
        if not _is_name(path, work):
            continue
        where = held.get("asset", "") if isinstance(held, Mapping) else ""
        if where and _is_name(where, work) and (site / where).is_file():
            work.contents[f"templates/{path}"] = site / where
        elif isinstance(held, Mapping) and "base64" in held:
            try:
                work.contents[f"templates/{path}"] = b64decode(str(held["base64"]), validate=True)
            except ValueError as error:
                what = f"'{path}' is damaged"
                work.problems.append(Problem(Place("data/archive.json"), what, str(error)))
        elif isinstance(held, str):
            work.contents[f"templates/{path}"] = held.encode()


def _tei(site: Path, told: Mapping[str, Any], work: Work) -> set[str]:
    """Bring back files of TEI and their sidecars; give the ids of the documents in them."""
    from sitegen.content.tei import read_tei  # noqa: PLC0415 - lxml costs start-up

    found: set[str] = set()
    for where, one in _table(told, "tei").items():
        path = one.get("path") if isinstance(one, Mapping) else None
        if not (_is_name(where, work) and _is_name(path, work)):
            continue
        if not str(path).endswith(".xml"):
            what = f"'{str(path)[:60]}' is no place for TEI"
            work.problems.append(Problem(Place("data/archive.json"), what))
            continue
        raw, problems = files.read_bytes(site, where)
        documents, more = read_tei(raw, str(path), work.site) if not problems else ([], [])
        work.problems += [*problems, *(replace(p, place=Place(where, p.place.line)) for p in more)]
        found.update(document.id for document in documents)
        work.documents += len(documents)
        work.store.fates[Fate.ADDED.value] += len(documents)
        work.tally.dates += [one.date for one in documents if one.date]
        work.put(str(path), raw, Place(where))
        if said := one.get("said"):
            lines = "".join(f"{key}: {quoted(value)}\n" for key, value in dict(said).items())
            work.put(f"{str(path)[:-4]}.yml", lines.encode(), Place(where))
    return found


def _table(told: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = told.get(key)
    return found if isinstance(found, Mapping) else {}


def _documents(site: Path, work: Work, elsewhere: Ids[str]) -> None:
    """Let the rows of documents wait, but those that lie *elsewhere*."""
    held = {f"documents/{path.name}": path for path in (site / _ROWS).glob("*.jsonl")}
    for name in _promised(site):
        if name not in held:
            what, fix = "this file of the site is missing", "copy its folder data/ as a whole"
            work.problems.append(Problem(Place(f"data/{name}"), what, fix=fix))
    work.total += sum(path.stat().st_size for path in held.values())
    for name, path in sorted(held.items()):
        _documents_of(path, f"data/{name}", work, elsewhere)


def _promised(site: Path) -> list[str]:
    """Name the files of documents that the site's data package lists."""
    try:
        package = json.loads((site / "data/datapackage.json").read_text("utf-8"))
        paths = [str(one["path"]) for one in package["resources"]]
    except (OSError, ValueError, RecursionError, KeyError, TypeError):
        return []
    return [path for path in paths if re.fullmatch(r"documents/[0-9a-z]+\.jsonl", path)]


def _documents_of(path: Path, name: str, work: Work, elsewhere: Ids[str]) -> None:
    lines = lines_of(path, name, work.problems, work.encodings, work.heard)
    for row in jsonl_rows(lines, name, work.problems):
        if row.values.get("id") in elsewhere:
            continue
        values = {key: value for key, value in row.values.items() if key not in _NOT_OURS}
        if values.get("access") == "public":
            del values["access"]
        if not values.get("title"):
            values["title"] = values.get("id", "")
        take(work, Row(row.line, values), Place(name, row.line), "", text_body, Counter(), {})


def encode_toml(table: Mapping[str, Any], path: str = "") -> str:
    """Write a mapping as TOML, tables after values.

    >>> print(encode_toml({"title": "س", "theme": {"accent": "#7a1f1f"}}), end="")
    title = "س"
    [theme]
    accent = "#7a1f1f"
    """
    values = {key: one for key, one in table.items() if not isinstance(one, Mapping)}
    lines = [f"{_key(key)} = {_value(one)}\n" for key, one in values.items()]
    for key, one in table.items():
        if isinstance(one, Mapping):
            inner = f"{path}.{_key(key)}" if path else _key(key)
            lines.append(f"[{inner}]\n{encode_toml(one, inner)}")
    return "".join(lines)


def _value(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, Mapping):  # in a list
        return "{" + ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items()) + "}"
    return quoted(value)


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else json.dumps(key, ensure_ascii=False)
