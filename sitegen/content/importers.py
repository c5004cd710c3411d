"""How do texts from elsewhere enter an archive?

JSONL and CSV become ``texts/<collection>.jsonl``; TEI and plain text are copied as they are, with
what must be remembered of them in a sidecar. Everything is checked first: either all of an import
is written or nothing. Importing the same again changes nothing.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sitegen.config import Site, parse_collections, parse_site
from sitegen.content import files
from sitegen.content.encoding import Decoded, decode
from sitegen.content.import_rows import Tally, encode_row, first_words, legal_id, map_row
from sitegen.content.keys import KEYS, read_fields
from sitegen.content.rows import parse_csv, parse_jsonl
from sitegen.errors import Place, Problem, did_you_mean
from sitegen.model import slug_of

KINDS = ("jsonl", "csv", "tei", "text")
_ENDINGS = {
    "jsonl": (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz"),
    "csv": (".csv", ".tsv", ".csv.gz", ".tsv.gz"),
    "tei": (".xml", ".xml.gz"),
    "text": (".txt", ".txt.gz"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did. With problems, nothing was written."""

    documents: int = 0
    files: tuple[str, ...] = ()  # of the archive, written or already as they should be
    collections: tuple[str, ...] = ()  # added to collections.toml
    mapped: Mapping[str, int] = field(default_factory=dict)  # "author -> authors": rows
    extra: Mapping[str, int] = field(default_factory=dict)  # kept under extra: rows
    dropped: Mapping[str, int] = field(default_factory=dict)  # why: how many
    encodings: Mapping[str, int] = field(default_factory=dict)  # met, other than UTF-8: files
    oldest: str = ""
    newest: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Import:
    """One import under way: what will be written, what was met."""

    root: Path
    site: Site
    collection: str
    mapping: Mapping[str, str]
    known: Mapping[str, Any]
    problems: list[Problem] = field(default_factory=list)
    contents: dict[str, bytes] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
    encodings: Counter[str] = field(default_factory=Counter)
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)  # of collections.toml
    documents: int = 0

    def put(self, path: str, content: bytes, place: Place) -> None:
        if self.contents.setdefault(path, content) != content:
            what = f"two sources would both be '{path}'"
            self.problems.append(Problem(place, what, fix="rename one of them"))

    def decode(self, raw: bytes, name: str) -> str:
        decoded, problems = decode(raw, name)
        self.problems += problems
        if decoded != Decoded(decoded.text):
            self.encodings[decoded.encoding + (" (assumed)" if decoded.assumed else "")] += 1
        return decoded.text


def import_sources(
    kind: str,
    sources: Iterable[str | Path],
    archive: str | Path,
    collection: str = "",
    mapping: Mapping[str, str] | None = None,
) -> ImportReport:
    """Bring *sources* (files, or folders of them) into *archive*; *mapping* leads theirs to ours.

    Documents go to *collection*, else to the one that each names, else to one named as its file.
    """
    root = Path(archive)
    work = _begin(root, kind, collection, mapping or {})
    if not work.problems:
        found, work.problems = files.sources_in(sources, _ENDINGS[kind])
        read: dict[str, Callable[[_Import, list[tuple[str, str, bytes]]], None]] = {
            "jsonl": _import_rows, "csv": _import_rows, "tei": _import_tei, "text": _import_text,
        }  # fmt: skip
        raws = []
        for path, name in found:
            raw, problems = files.read_bytes(path.parent, path.name)
            work.problems += [Problem(Place(name), p.what, p.why, p.fix) for p in problems]
            raws.append((str(path), name, raw))
        if not work.problems:
            read[kind](work, raws)
        if not (work.documents or work.problems):
            where = Place(raws[0][1] if raws else root.name)
            work.problems.append(Problem(where, "there is no document in this"))
    added = _add_collections(work) if not work.problems else ()
    if not work.problems:
        work.problems += files.write_all(root, work.contents)
    return _report(work, added)


def _begin(root: Path, kind: str, collection: str, mapping: Mapping[str, str]) -> _Import:
    work = _Import(root, Site(title=""), collection, mapping, {})
    if kind not in KINDS:
        what, why = f"there is no import '{kind}'", f"legal: {', '.join(KINDS)}"
        work.problems.append(Problem(Place("import"), what, why, did_you_mean(kind, KINDS)))
    if collection and not re.fullmatch(r"[!-~]+", collection):
        what, fix = f"'{collection}' is no id", "use printable ASCII without spaces"
        work.problems.append(Problem(Place("--collection"), what, fix=fix))
    if not files.exists(root, "site.toml"):
        what, fix = "this is no archive: it has no site.toml", f"run: sitegen new {root.name}"
        work.problems.append(Problem(Place(root.name), what, fix=fix))
        return work
    site, problems = parse_site(files.read_text(root, "site.toml")[0].text)
    work.problems += problems
    work.site = site or work.site
    legal = (*KEYS, "body", "markup", *(one.name for one in work.site.fields))
    work.problems += [
        Problem(Place("--map"), f"unknown key '{ours}'", fix=did_you_mean(ours, legal))
        for ours in mapping.values()
        if ours not in legal
    ]
    if files.exists(root, "collections.toml"):
        known, problems = parse_collections(files.read_text(root, "collections.toml")[0].text)
        work.known = known
        work.problems += problems
    return work


# -- rows --------------------------------------------------------------------------------------


def _import_rows(work: _Import, raws: list[tuple[str, str, bytes]]) -> None:
    by_collection: dict[str, dict[str, tuple[str, Place]]] = {}
    slugs: dict[str, tuple[str, Place]] = {}
    for _, name, raw in raws:
        stem = re.sub(r"\.[^.]*(\.gz)?$", "", name.rpartition("/")[2], flags=re.IGNORECASE)
        is_csv = re.search(r"\.[ct]sv(\.gz)?$", name.lower()) is not None
        text = work.decode(raw, name)
        parse = parse_csv if is_csv else parse_jsonl
        if is_csv:  # foreign names for id and title are mapped, so their absence is no problem
            text = _renamed_header(text, work.mapping)
        sources: Counter[str] = Counter()
        rows: list[dict[str, Any]] = []
        for row in parse(text, name, work.problems):
            place = Place(name, row.line)
            values, problems = map_row(
                row, place, work.site, work.collection, legal_id(stem), work.mapping, work.tally
            )
            work.problems += problems
            if problems:
                continue
            identifier = values["id"]
            other, where = slugs.setdefault(slug_of(identifier), (identifier, place))
            if where != place:
                work.problems.append(_twice(identifier, other, place, where))
                continue
            home = by_collection.setdefault(values["collection"], {})
            home[identifier] = (encode_row(values), place)
            rows.append(values)
            sources[values["collection"]] += 1
        for collection in sources:
            work.tables.setdefault(
                collection,
                _table_of([row for row in rows if row["collection"] == collection], collection),
            )
    for collection, found in by_collection.items():
        _merge_rows(work, collection, {key: row for key, (row, _) in found.items()})
        work.documents += len(found)


def _renamed_header(text: str, mapping: Mapping[str, str]) -> str:
    first, newline, rest = text.partition("\n")
    for theirs, ours in mapping.items():
        first = re.sub(rf'(?<![^,;\t"]){re.escape(theirs)}(?![^,;\t"\r])', ours, first)
    return first + newline + rest


def _twice(identifier: str, other: str, place: Place, where: Place) -> Problem:
    if identifier == other:
        what, why = f"the id '{identifier}' is taken", f"{where} has it too"
    else:
        slug = slug_of(identifier)
        what = f"the ids '{identifier}' and '{other}' have one slug, '{slug}'"
        why = f"addresses are made from slugs; '{other}' is in {where}"
    return Problem(place, what, why, "give one of them another id")


def _merge_rows(work: _Import, collection: str, rows: Mapping[str, str]) -> None:
    """Put rows into the collection's file: those with a known id in its place, others after."""
    path = f"texts/{slug_of(collection)}.jsonl"
    merged: dict[str, str] = {}
    if files.exists(work.root, path):
        text = work.decode(files.read_bytes(work.root, path)[0], path)
        lines = text.split("\n")
        problems: list[Problem] = []
        for row in parse_jsonl(text, path, problems):
            merged[str(row.values.get("id"))] = lines[row.line - 1]
        work.problems += problems
    merged.update(rows)
    work.put(path, "".join(f"{line}\n" for line in merged.values()).encode(), Place(path))


def _table_of(rows: list[dict[str, Any]], collection: str) -> dict[str, Any]:
    """Guess what collections.toml should say of rows' collection."""
    sources = Counter(str(row["source"]) for row in rows if row.get("source"))
    title = sources.most_common(1)[0][0] if sources else collection
    title = re.sub(r"\s*\([!-~ ]*\)\s*$", "", title).strip() or collection
    rights = {str(row.get("rights") or "") for row in rows}
    is_periodical = any(row.get("issue") or row.get("volume") for row in rows)
    table = {"title": title, "kind": "periodical" if is_periodical else "dossier"}
    return table | ({"rights": rights.pop()} if len(rights) == 1 and "" not in rights else {})


# -- files that are copied ---------------------------------------------------------------------


def _import_tei(work: _Import, raws: list[tuple[str, str, bytes]]) -> None:
    from sitegen.content.tei import describe, read_tei  # noqa: PLC0415 - lxml costs start-up

    for path, name, raw in raws:
        documents, problems = read_tei(raw, name, work.site)
        work.problems += problems
        if problems or not documents:
            continue
        work.documents += len(documents)
        work.tally.dates += [one.date for one in documents if one.date]
        own = documents[0].collection
        collection = work.collection or own or "tei"
        gzipped = path.lower().endswith(".gz")
        packed = files.read_packed(Path(path)) if gzipped else raw
        target = f"texts/{slug_of(collection)}/{_file_name(name)}"
        work.put(target, packed, Place(name))
        if collection != own:
            _put_sidecar(work, target, {"collection": collection})
        work.tables.setdefault(collection, describe(raw))


def _import_text(work: _Import, raws: list[tuple[str, str, bytes]]) -> None:
    for _, name, raw in raws:
        text = work.decode(raw, name)
        if not text.strip():
            work.tally.dropped["no text in the file"] += 1
            continue
        stem = re.sub(r"\.txt(\.gz)?$", "", name, flags=re.IGNORECASE)
        folder = f"texts/{slug_of(work.collection)}" if work.collection else "texts"
        target = f"{folder}/{_file_name(stem)}.txt"
        content = raw if raw.decode("utf-8", "ignore").encode() == raw else text.encode()
        work.put(target, content, Place(name))
        last = stem.rpartition("/")[2]
        has_name = re.search("[\u0621-\u064a]", last) is not None
        meta = {
            "id": legal_id("-".join([work.collection, stem.replace("/", "-")]).strip("-")),
            "title": re.sub(r"[-_]+", " ", last) if has_name else first_words(text),
            **({"collection": work.collection} if work.collection else {}),
        }
        __, problems = read_fields(meta, lambda _, name=name: Place(name), work.site)  # type: ignore[misc]
        work.problems += problems
        _put_sidecar(work, target, meta)
        work.documents += 1
    if work.collection:
        work.tables[work.collection] = {"title": work.collection, "kind": "dossier"}


def _file_name(name: str) -> str:
    """Make a path that every file system takes, Arabic kept.

    >>> _file_name("1908/رسالة: إلى؟.txt")
    '1908/رسالة- إلى؟.txt'
    """
    parts = [re.sub(r'[\x00-\x1f<>:"\\|?*]', "-", part).rstrip(". ") for part in name.split("/")]
    return "/".join(part for part in parts if part.strip("."))


def _put_sidecar(work: _Import, target: str, meta: Mapping[str, str]) -> None:
    """Write what must be remembered of a copied file beside it, unless somebody did already."""
    stem = target[: -len(files.ending_of(target))]
    if not any(files.exists(work.root, stem + ending) for ending in files.SIDECARS):
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in meta.items()]
        work.contents[f"{stem}.yml"] = "".join(lines).encode()


# -- what all have in common -------------------------------------------------------------------


def _add_collections(work: _Import) -> tuple[str, ...]:
    """Add a table to collections.toml for each collection that has none; its text stays."""
    new = sorted(work.tables.keys() - work.known.keys())
    if not new:
        return ()
    path = "collections.toml"
    there = files.read_text(work.root, path)[0].text if files.exists(work.root, path) else ""
    tables = [there.rstrip("\n") + "\n"] if there.strip() else []
    for name in new:
        head = name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else json.dumps(name)
        pairs = (f"{key} = {_toml(value)}\n" for key, value in work.tables[name].items())
        tables.append(f"[{head}]\n" + "".join(pairs))
    work.contents[path] = "\n".join(tables).encode()
    return tuple(new)


def _toml(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(str(value), ensure_ascii=False)


def _report(work: _Import, added: tuple[str, ...]) -> ImportReport:
    dates = sorted(work.tally.dates)
    failed = bool(work.problems)
    return ImportReport(
        documents=0 if failed else work.documents,
        files=() if failed else tuple(sorted(work.contents)),
        collections=() if failed else added,
        mapped=dict(sorted(work.tally.mapped.items())),
        extra=dict(sorted(work.tally.extra.items())),
        dropped=dict(sorted(work.tally.dropped.items())),
        encodings=dict(sorted(work.encodings.items())),
        oldest=dates[0].iso if dates else "",
        newest=dates[-1].iso if dates else "",
        problems=tuple(sorted(set(work.problems))),
    )
