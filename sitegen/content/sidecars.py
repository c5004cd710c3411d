"""What do the metadata say that stand beside a file: ``letter.yml`` for ``letter.txt``?

A sidecar of TEI speaks for all documents in the file, and under ``documents`` for single ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sitegen.config import Site
from sitegen.content import files
from sitegen.content.frontmatter import FrontMatter, parse_toml, parse_yaml
from sitegen.content.keys import read_fields
from sitegen.errors import Place, Problem, did_you_mean
from sitegen.model import DocId, Document


def beside(root: Path, path: str, none: FrontMatter) -> tuple[str, FrontMatter, list[Problem]]:
    """Read the metadata that stand beside a text: ``letter.yml`` for ``letter.txt``."""
    stem = path[: -len(files.ending_of(path))]
    for ending in files.SIDECARS:
        if not files.exists(root, stem + ending):
            continue
        where = stem + ending
        decoded, problems = files.read_text(root, where)
        parse = parse_toml if ending == ".toml" else parse_yaml
        values, lines, more = parse(decoded.text, where)
        return where, FrontMatter(values, lines), [*problems, *more]
    return path, none, []


def sidecar_of(root: Path, path: str) -> FrontMatter:
    """Give what stands beside a file, as it is written; nothing where there is none."""
    return beside(root, path, FrontMatter())[1]


_OF_FILES = ("collection", "rights", "access", "source", "subjects", "withdrawn", "extra", "lang")
_OF_ONE = ("rights", "access", "withdrawn", "subjects", "summary", "aliases", "kind")


def with_sidecar(
    root: Path, path: str, site: Site, documents: list[Document], problems: list[Problem]
) -> tuple[list[Document], list[Problem]]:
    """Let the sidecar of a TEI file speak for all documents in it, and for some by their ids."""
    where, front, more = beside(root, path, FrontMatter())
    values = dict(front.values)
    apart = values.pop("documents", {})
    fields, found = _fields_of(values, where, front, site, _OF_FILES, "all documents of a file")
    extra = fields.pop("extra", {})
    ids = [one.id for one in documents]
    own, faults = ({}, []) if problems else _own_fields(apart, where, front, site, ids)
    problems = [*problems, *more, *found, *faults]
    if problems or not (fields or extra or own):
        return ([] if problems else documents), problems
    return [
        replace(one, **{**fields, **own.get(one.id, {})}, extra={**one.extra, **extra})
        for one in documents
    ], []


def _own_fields(
    apart: Any, where: str, front: FrontMatter, site: Site, ids: Sequence[DocId]
) -> tuple[dict[DocId, dict[str, Any]], list[Problem]]:
    """Read what a sidecar says of single documents: ``documents: {i_1-d2: {access: closed}}``."""
    place = Place(where, front.lines.get("documents", 1))
    if not isinstance(apart, Mapping):
        fix = "write documents: {id: {withdrawn: the reason}}"
        return {}, [Problem(place, "'documents' is no mapping", fix=fix)]
    own: dict[DocId, dict[str, Any]] = {}
    problems: list[Problem] = []
    for name, told in apart.items():
        if name not in ids or not isinstance(told, Mapping):
            what = f"'{name}' is no document of this file" if name not in ids else f"'{name}'"
            fix = did_you_mean(str(name), ids, "write id: {withdrawn: the reason}")
            problems.append(Problem(place, what, fix=fix))
            continue
        fields, found = _fields_of(told, where, front, site, _OF_ONE, "one document of a file")
        problems += [replace(one, place=place) for one in found]
        own[DocId(str(name))] = fields
    return own, problems


def _fields_of(
    values: Mapping[str, Any],
    where: str,
    front: FrontMatter,
    site: Site,
    legal: tuple[str, ...],
    whose: str,
) -> tuple[dict[str, Any], list[Problem]]:
    fields, problems = read_fields(values, lambda key: Place(where, front.lines.get(key, 1)), site)
    problems += [
        Problem(
            Place(where, front.lines.get(key, 1)),
            f"'{key}' cannot be said of {whose}",
            fix=f"legal: {', '.join(legal)}",
        )
        for key in fields
        if key not in legal
    ]
    return fields, problems
