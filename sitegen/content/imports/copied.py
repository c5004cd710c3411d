"""How do TEI and plain text enter an archive? As they are, with a sidecar for what must be kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sitegen.content import files
from sitegen.content.frontmatter import quoted
from sitegen.content.imports.beside import read_beside
from sitegen.content.imports.rows import first_words, legal_id, map_row
from sitegen.content.imports.streams import bytes_of, text_of
from sitegen.content.imports.taking import after_files
from sitegen.content.imports.work import Sources, Work
from sitegen.content.rows import Row
from sitegen.errors import Place, Problem
from sitegen.model import Document, slug_of


def import_tei(work: Work, sources: Sources) -> None:
    """Copy TEI files; each is read first, so that a broken one is told and not copied.

    One without an article (a text that is not given away has its head alone) is left out, counted.
    """
    from sitegen.content.tei import articles_of, describe, no_article  # noqa: PLC0415 - lxml

    silent: list[str] = []
    for path, name in sources:
        raw, problems = bytes_of(path, name)
        work.heard(len(raw))
        documents: list[Document] = []
        if not problems:
            documents, problems = articles_of(raw, name, work.site)
            silent += [] if documents or problems else [name]
        work.problems += [Problem(Place(name, p.place.line), p.what, p.why, p.fix)
                          for p in problems]  # fmt: skip
        if problems or not documents:
            continue
        work.documents += len(documents)
        work.tally.dates += [one.date for one in documents if one.date]
        own = documents[0].collection
        collection = work.collection or own or "tei"
        target = f"texts/{slug_of(collection)}/{file_name(name)}"
        work.copy(target, path, Place(name), len(documents))
        if collection != own:
            _put_sidecar(work, target, {"collection": collection})
        work.tables.setdefault(collection, describe(raw))
    if silent and not (work.documents or work.problems):
        work.problems.append(no_article(silent[0]))
    work.tally.dropped["no article in the file"] += len(silent)


def import_text(work: Work, sources: Sources) -> None:
    """Copy plain texts; a title is made from a file's name or its first words."""
    beside, work.problems = read_beside(work.plan.names, work.plan.table, work.encodings)
    for path, name in sources:
        raw, problems = bytes_of(path, name)
        work.heard(len(raw))
        text = text_of(raw, name, problems, work.problems, work.encodings)
        if not text.strip():
            work.tally.dropped["no text in the file"] += not problems
            continue
        mended = work.repair(text, Place(name), "body")
        stem = re.sub(r"\.txt(\.gz)?$", "", name, flags=re.IGNORECASE)
        folder = f"texts/{slug_of(work.collection)}" if work.collection else "texts"
        target = f"{folder}/{file_name(stem)}.txt"
        as_it_is = raw.decode("utf-8", "ignore").encode() == raw and mended == text
        as_it_is = as_it_is and not path.name.lower().endswith(".gz")
        work.copy(target, path if as_it_is else mended.encode(), Place(name))
        last = stem.rpartition("/")[2]
        has_name = re.search("[\u0621-\u064a]", last) is not None
        meta = {
            "id": legal_id("-".join([work.collection, stem.replace("/", "-")]).strip("-")),
            "title": re.sub(r"[-_]+", " ", last) if has_name else first_words(mended),
        }
        meta = _said(work, beside.of(name, work.problems), meta, Place(name))
        _put_sidecar(work, target, meta)
        work.documents += 1
    after_files(work, beside)


def _said(
    work: Work, given: Mapping[str, Any], otherwise: Mapping[str, str], place: Place
) -> dict[str, Any]:
    """Give a text's metadata as a row has them: what a name or a table says, else our own."""
    told = {name: value for name, value in given.items() if name != "body"}
    said = {*work.plan.names_of(told, ()).values(), *work.plan.constants}
    told |= {key: value for key, value in otherwise.items() if key not in said}
    values, problems = map_row(
        Row(place.line, told), place, work.site, work.plan, (work.collection, ""), work.tally
    )
    work.problems += problems
    return values


def file_name(name: str) -> str:
    """Make a path that every file system takes, Arabic kept.

    >>> file_name("1908/رسالة: إلى؟.txt")
    '1908/رسالة- إلى؟.txt'
    """
    parts = [re.sub(r'[\x00-\x1f<>:"\\|?*]', "-", part).rstrip(". ") for part in name.split("/")]
    return "/".join(part for part in parts if part.strip("."))


def _put_sidecar(work: Work, target: str, meta: Mapping[str, Any]) -> None:
    """Write what must be remembered of a copied file beside it, unless somebody did already."""
    stem = target[: -len(files.ending_of(target))]
    if not any(files.exists(work.root, stem + ending) for ending in files.SIDECARS):
        lines = [f"{key}: {quoted(value)}\n" for key, value in meta.items()]
        work.contents[f"{stem}.yml"] = "".join(lines).encode()
