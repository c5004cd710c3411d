"""What becomes of a file of decisions that comes back?"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from sitegen.build.load import load_archive
from sitegen.editor.apply import Applied, apply_changes
from sitegen.editor.reading import open_library
from sitegen.editor.review import doubtful_short_names, sights_in
from sitegen.editor.reviewed import RULES
from sitegen.editor.reviewed import changes_of as review_changes
from sitegen.editor.sheets import Row, read_table
from sitegen.editor.suggested import changes_of
from sitegen.errors import CorpusError, Place, Problem


def apply_suggestions(root: Path, path: Path) -> Applied:
    """Apply the decisions of a table of suggestions; with a problem in any, nothing is written."""
    archive = load_archive(root)
    rows, problems = read_rows(path, ("heading", "type", "id"), "suggest")
    changes = list(changes_of(rows, archive.authority, problems))
    return apply_changes(root, changes, problems, {}, archive.site)


def apply_review(root: Path, path: Path, *, jobs: int = 0) -> Applied:
    """Apply the decisions of a table of cases; with a problem in any, nothing is written.

    The documents named are linked again: a row whose name is not open any more is stale.
    """
    rows, problems = read_rows(path, ("record", "surface", "document"), "review")
    named = {row["document"] for row in rows if row["decision"].strip().lower() in RULES}
    archive = load_archive(root)
    documents: dict[str, Place] = {}
    open_: dict[str, set[tuple[str, ...]]] = {}
    if named:
        with open_library(root, jobs or os.cpu_count() or 1) as library:
            doubtful = doubtful_short_names(library.lexicon)
            for document in library.all_documents():
                if document.id in named:
                    documents[document.id] = document.place
                    sights = sights_in(document, library.linker.link(document), doubtful)
                    open_[document.id] = {words for words, _ in sights}
    changes = list(review_changes(rows, archive.authority, open_, problems))
    return apply_changes(root, changes, problems, documents, archive.site)


def read_rows(path: Path, columns: Sequence[str], command: str) -> tuple[list[Row], list[Problem]]:
    """Read a table that *command* wrote from disk; without a decision it says nothing.

    A file that is not there, or lacks one of the *columns*, is a Problem.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        raise CorpusError([Problem(Place(str(path)), "cannot be read", why)]) from error
    rows, problems = read_table(str(path), raw)
    known = {column for row in rows for column in row.cells}
    for column in ("decision", *columns):
        if rows and column not in known:
            what = f"there is no column '{column}'"
            why = f"this is no table of 'sitegen entities {command}', or a column was taken out"
            fix = "keep the columns of the table as they were written"
            problems.append(Problem(Place(str(path), 1), what, why, fix))
    return ([], problems) if problems else (rows, problems)
