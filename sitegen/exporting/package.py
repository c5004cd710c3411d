"""What does a repository need to keep an archive for good?

A folder that says what it is without sitegen: the documents as a table and as TEI, the
authority, `datapackage.json` (Frictionless), `CITATION.cff`, and checksums of every file.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from sitegen import __version__
from sitegen.config import Site
from sitegen.content.keys import KEYS, LISTS

_TYPES = {".csv": "text/csv", ".xml": "application/tei+xml", ".yml": "application/yaml",
          ".jsonl": "application/x-ndjson", ".toml": "application/toml"}  # fmt: skip
SUMS, PACKAGE, CITATION = "SHA256SUMS", "datapackage.json", "CITATION.cff"


def describe_package(folder: Path, site: Site, date: str, documents: int) -> None:
    """Write what describes a folder into it: package, citation, checksums."""
    resources = [
        _resource(folder, path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in (SUMS, PACKAGE, CITATION)
    ]
    package = {
        "profile": "data-package",
        "name": "archive",
        "title": site.title,
        "description": site.description or site.subtitle,
        "homepage": site.base_url,
        "created": f"{date}T00:00:00Z",
        "licenses": [{"title": site.rights}] if site.rights else [],
        "contributors": [{"title": site.publisher, "role": "publisher"}] if site.publisher else [],
        "sitegen": {"version": __version__, "documents": documents},
        "resources": resources,
    }
    kept = {key: value for key, value in package.items() if value not in ("", [])}
    text = json.dumps(kept, ensure_ascii=False, indent=2)
    (folder / PACKAGE).write_bytes(f"{text}\n".encode())
    (folder / CITATION).write_bytes(citation(site, date).encode())
    (folder / SUMS).write_bytes(sums_of(folder).encode())


def _resource(folder: Path, path: Path) -> dict[str, Any]:
    name = path.relative_to(folder).as_posix()
    found: dict[str, Any] = {
        "name": name.lower().replace("/", "-"),
        "path": name,
        "bytes": path.stat().st_size,
        "hash": f"sha256:{_sum_of(path)}",
    }
    if path.suffix in _TYPES:
        found["mediatype"] = _TYPES[path.suffix]
    if name == "documents.csv":
        found |= {"profile": "tabular-data-resource", "encoding": "utf-8", "schema": _schema()}
    return found


def _schema() -> dict[str, Any]:
    """Describe the table of documents, column by column."""
    about = {"date": "ISO 8601, as precise as it is known", "body": "the text",
             "markup": "of the body: text or markdown"}  # fmt: skip
    fields = []
    for key in (*KEYS, "markup", "body"):
        one = {"name": key, "type": "string"}
        if key in LISTS:
            one["description"] = "several are parted by |"
        elif key in about:
            one["description"] = about[key]
        fields.append(one)
    return {"fields": fields, "primaryKey": "id"}


def citation(site: Site, date: str) -> str:
    """Write how the archive is to be cited (https://citation-file-format.github.io).

    >>> print(citation(Site(title="أرشيف المنار"), "2026-11-28"), end="")
    cff-version: 1.2.0
    message: "Please cite this archive as below."
    type: dataset
    title: "أرشيف المنار"
    authors:
      - name: "أرشيف المنار"
    date-released: 2026-11-28
    """
    lines = [
        "cff-version: 1.2.0",
        'message: "Please cite this archive as below."',
        "type: dataset",
        f"title: {json.dumps(site.title, ensure_ascii=False)}",
        "authors:",
        f"  - name: {json.dumps(site.publisher or site.title, ensure_ascii=False)}",
        f"date-released: {date}",
    ]
    lines += [f"url: {json.dumps(site.base_url)}"] if site.base_url else []
    if site.description:
        lines.append(f"abstract: {json.dumps(site.description, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"


def sums_of(folder: Path) -> str:
    """List the SHA-256 of every file, as ``sha256sum --check`` reads it."""
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != SUMS]
    return "".join(f"{_sum_of(path)}  {path.relative_to(folder).as_posix()}\n" for path in paths)


def _sum_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
