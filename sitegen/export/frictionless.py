"""What are the files of data/, for machines that collect data? A Frictionless data package.

https://specs.frictionlessdata.io/data-package/, profile ``data-package``; no clock stands in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sitegen.config import Site
from sitegen.export.rows import DOCUMENT_COLUMNS

_TYPES = {
    "csv": "text/csv", "geojson": "application/geo+json", "graphml": "application/graphml+xml",
    "jsonl": "application/x-ndjson", "txt": "text/plain", "zip": "application/zip",
}  # fmt: skip
TABLES = ("documents.csv", "documents_since.csv")
_NUMBERS = frozenset({"words"})


def data_package(site: Site, files: Iterable[tuple[str, int]]) -> bytes:
    """Write data/datapackage.json; *files* are paths from the site's root and sizes in bytes.

    >>> package = json.loads(data_package(Site(title="أرشيف"), [("data/documents.csv", 12)]))
    >>> package["resources"][0]["path"], package["resources"][0]["schema"]["fields"][0]
    ('documents.csv', {'name': 'id', 'type': 'string'})
    """
    package = {
        "profile": "data-package",
        "name": "archive",
        "title": site.title,
        "description": site.description,
        "homepage": site.base_url,
        "licenses": [{"title": site.rights}] if site.rights else [],
        "contributors": [{"title": site.publisher, "role": "publisher"}] if site.publisher else [],
        "resources": [_resource(path, size) for path, size in sorted(files)],
    }
    kept = {key: value for key, value in package.items() if value not in ("", [])}
    return f"{json.dumps(kept, ensure_ascii=False, indent=1)}\n".encode()


def _resource(path: str, size: int) -> dict[str, Any]:
    name = path.removeprefix("data/")
    ending = name.rpartition(".")[2]
    found: dict[str, Any] = {"name": name.lower().replace("/", "-"), "path": name, "bytes": size}
    if ending in _TYPES:
        found["mediatype"] = _TYPES[ending]
    if name in TABLES:
        columns = [
            {"name": column, "type": "integer" if column in _NUMBERS else "string"}
            for column in DOCUMENT_COLUMNS
        ]
        schema = {"fields": columns, "primaryKey": "id"}
        found |= {"profile": "tabular-data-resource", "encoding": "utf-8", "schema": schema}
    return found
