"""How do texts from elsewhere enter an archive? The door: `import_sources`.

Rows (JSONL, JSON, CSV) and what is written as rows (HTML, Word, OpenITI) become
``texts/<collection>.jsonl``; TEI and plain text are copied as they are. Everything is read and
checked first: either all of an import is written or nothing. Importing the same again changes
nothing, and no import undoes what was edited here (`ledger`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path

from sitegen.content import files
from sitegen.content.imports.plan import Plan
from sitegen.content.imports.work import (
    ImportReport,
    Progress,
    Sources,
    Work,
    begin,
    finish,
    nobody,
)
from sitegen.errors import Place, Problem, did_you_mean

__all__ = ["KINDS", "ImportReport", "Plan", "import_sources"]

_TABLES = (".csv", ".tsv", ".csv.gz", ".tsv.gz")
_LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
KINDS = {
    "jsonl": _LINES,
    "json": (".json", ".json.gz"),
    "csv": (*_TABLES, ".txt", ".txt.gz"),
    "tei": (".xml", ".xml.gz"),
    "openiti": ("",),
    "text": (".txt", ".txt.gz"),
    "html": (".html", ".htm", ".xhtml"),
    "docx": (".docx",),
}
_ABOUT_BOOKS = (".md", ".yml", ".yaml", ".json", ".csv", ".tsv", ".html", ".py", ".log")
_READERS = {
    "jsonl": ("from_rows", "import_rows"),
    "json": ("from_rows", "import_rows"),
    "csv": ("from_rows", "import_rows"),
    "tei": ("copied", "import_tei"),
    "openiti": ("from_books", "import_openiti"),
    "text": ("copied", "import_text"),
    "html": ("from_pages", "import_pages"),
    "docx": ("from_pages", "import_word"),
}
_PACKED = (".docx", ".xlsx", ".zip")
_OTHER_WAYS = {
    b"%PDF": (
        "this is a PDF: sitegen imports none",
        "a PDF holds the places of letters on a page, not the order of words",
        "import what it was made from; else: pdftotext, import text, sitegen check --text",
    ),
    b"\xd0\xcf\x11\xe0": (
        "this is a file of Word 97 to 2003 (.doc)",
        "sitegen reads .docx",
        "save it as .docx in Word or LibreOffice; many: soffice --convert-to docx *.doc",
    ),
    b"{\\rtf": (
        "this is an RTF file", "sitegen reads .docx",
        "save it as .docx in Word or LibreOffice; many: soffice --convert-to docx *.rtf",
    ),
}  # fmt: skip


def import_sources(
    kind: str,
    sources: Iterable[str | Path],
    archive: str | Path,
    collection: str = "",
    plan: Plan | None = None,
    progress: Progress = nobody,
) -> ImportReport:
    """Bring *sources* (files, or folders of them) into *archive*, as *plan* says.

    Documents go to *collection*, else to the one that each names, else to one named as its file.
    """
    plan = plan or Plan()
    work = begin(Path(archive), collection, plan)
    work.progress = progress
    if kind not in KINDS:
        what, why = f"there is no import '{kind}'", f"legal: {', '.join(KINDS)}"
        work.problems.append(Problem(Place("import"), what, why, did_you_mean(kind, KINDS)))
    try:
        if not work.problems:
            _read_all(work, kind, sources)
        return finish(work)
    finally:
        work.store.close()
        progress("done", 1, 1)


def _read_all(work: Work, kind: str, sources: Iterable[str | Path]) -> None:
    found, work.problems = files.sources_in(sources, KINDS[kind])
    names = [name for _, name in found]
    if kind == "openiti":  # books have no ending of their own; what is about them has
        found = [one for one in found if not one[1].lower().endswith(_ABOUT_BOOKS)]
    work.problems += [problem for path, name in found for problem in _refused(path, name, kind)]
    if not work.problems:
        work.total = sum(path.stat().st_size for path, _ in found)
        _reader(kind)(work, found)
    if not (work.documents or work.problems):
        where = Place(names[0] if names else work.root.name)
        work.problems.append(Problem(where, "there is no document in this"))


def _refused(path: Path, name: str, kind: str) -> list[Problem]:
    """Refuse what is no such file by its first bytes, and say the way round."""
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        return [Problem(Place(name), "this cannot be read", error.strerror or str(error))]
    for sign, (what, why, fix) in _OTHER_WAYS.items():
        if head.startswith(sign):
            return [Problem(Place(name), what, why, fix)]
    packed = head.startswith(b"PK\3\4") or name.lower().endswith(_PACKED)
    if packed and kind != "docx":
        fix = "import docx, if it is Word's; save a spreadsheet as CSV UTF-8"
        return [Problem(Place(name), "this is a zip, .docx or .xlsx file", fix=fix)]
    if kind == "html" and name.lower().endswith((*_TABLES, *_LINES, *KINDS["json"])):
        fix = "rows whose texts are HTML: import csv (jsonl, json) with --body html"
        return [Problem(Place(name), "this is a file of rows, not a page", fix=fix)]
    return []


def _reader(kind: str) -> Callable[[Work, Sources], None]:
    """Give what reads a kind; only that one's libraries are loaded."""
    module, name = _READERS[kind]
    read: Callable[[Work, Sources], None] = getattr(import_module(f"{__name__}.{module}"), name)
    return read
