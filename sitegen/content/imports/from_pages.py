"""How do HTML pages and Word files enter an archive?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from sitegen.content.imports import pages
from sitegen.content.imports.beside import Beside, read_beside
from sitegen.content.imports.html_tree import decode_page, head_of, parse_page
from sitegen.content.imports.pages import PageReader
from sitegen.content.imports.rows import text_body
from sitegen.content.imports.streams import bytes_of
from sitegen.content.imports.taking import after_files, pictures_of, put_pictures, take
from sitegen.content.imports.work import Sources, Work
from sitegen.content.rows import Row
from sitegen.errors import Place, Problem


def page_reader(work: Work, beside: Beside) -> PageReader:
    """Give what reads pages; its pictures go to the collection's folder."""
    return PageReader(work.plan, work.collection, beside, pictures_of(work))


def close(work: Work, reader: PageReader) -> None:
    """Take over what was met while pages were read."""
    work.problems += reader.problems
    work.tally.dropped.update(reader.dropped)
    put_pictures(work, reader.pictures)


def import_pages(work: Work, sources: Sources) -> None:
    """Bring in HTML pages: the files of a site, or what Word saved as one."""
    beside, work.problems = read_beside(work.plan.names, work.plan.table, work.encodings)
    if work.problems:
        return
    reader = page_reader(work, beside)
    addresses: dict[str, str] = {}
    reader.addresses = addresses
    quiet: list[Problem] = []
    for _, name in sources:
        given = beside.of(name, quiet)
        identifier = str(given.get("id") or pages.page_id(name, work.collection))
        addresses[name] = identifier
        if work.plan.address:
            addresses[f"/{name}"] = identifier

    def read(path: Path, name: str) -> str:
        raw, problems = bytes_of(path, name)
        work.heard(len(raw))
        decoded, more = decode_page(raw, name) if not problems else (None, [])
        work.problems += [*problems, *more]
        if decoded and decoded.encoding != "UTF-8":
            work.encodings[decoded.encoding + (" (assumed)" if decoded.assumed else "")] += 1
        return decoded.text if decoded else ""

    trial = replace(reader, pictures=pictures_of(work), problems=[],
                    dropped=Counter())  # fmt: skip
    sample = [(read(path, name), path, name) for path, name in pages.sampled(sources)]
    titles = [
        head_of(page).get("title", "")
        for text, _, name in sample
        if text.strip() and (page := parse_page(text, name)[0]) is not None
    ]
    reader.suffix = pages.common_suffix(titles)
    reader.repeated = pages.repeated_in(trial, sample)
    work.problems, work.encodings = [], Counter()
    if reader.repeated:
        work.tally.dropped["part that most pages repeat"] = len(reader.repeated)
    for path, name in sources:
        text = read(path, name)
        if text.strip():
            _take_pages(work, reader.documents(text, path, name), name)
        elif not any(one.place.path == name for one in work.problems):
            work.tally.dropped["no text in the file"] += 1
    close(work, reader)
    after_files(work, beside)


def import_word(work: Work, sources: Sources) -> None:
    """Bring in Word files, as the pages that mammoth makes of them."""
    from sitegen.content.imports.docx import page_of  # noqa: PLC0415 - an extra

    beside, work.problems = read_beside(work.plan.names, work.plan.table, work.encodings)
    reader = page_reader(work, beside)
    for path, name in sources:
        raw, problems = bytes_of(path, name)
        work.heard(len(raw))
        text = ""
        if not problems:
            text, about, problems = page_of(raw, name, reader.pictures, reader.dropped)
        work.problems += problems
        if not text:
            continue
        rows = (about | values if values.get("title") else values | about
                for values in reader.documents(text, path, name))  # fmt: skip
        _take_pages(work, rows, name)
    close(work, reader)
    after_files(work, beside)


def _take_pages(work: Work, documents: Iterable[dict[str, Any]], name: str) -> None:
    bodies: Counter[bool] = Counter()
    for values in documents:
        if not values.get("body"):
            work.tally.dropped["no text in the file"] += 1
            continue
        take(work, Row(0, values), Place(name), "", text_body, bodies, {})
