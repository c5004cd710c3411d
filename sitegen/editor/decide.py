"""What becomes of a file of decisions that comes back?"""

from __future__ import annotations

from pathlib import Path

from sitegen.build.load import load_archive
from sitegen.editor.apply import Applied, apply_changes
from sitegen.editor.sheets import Row, read_table
from sitegen.editor.suggested import changes_of
from sitegen.errors import CorpusError, Place, Problem


def apply_suggestions(root: Path, path: Path) -> Applied:
    """Apply the decisions of a table of suggestions; with a problem in any, nothing is written."""
    archive = load_archive(root)
    rows, problems = read_rows(path)
    changes = list(changes_of(rows, archive.authority, problems))
    return apply_changes(root, changes, problems, {}, archive.site)


def read_rows(path: Path) -> tuple[list[Row], list[Problem]]:
    """Read a table from disk; a file that is not there, or has no decisions, is a Problem."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        raise CorpusError([Problem(Place(str(path)), "cannot be read", why)]) from error
    rows, problems = read_table(str(path), raw)
    if rows and not any("decision" in row.cells for row in rows):
        what = "there is no column 'decision'"
        fix = "keep the columns of the table as they were written"
        problems.append(Problem(Place(str(path), 1), what, fix=fix))
    return rows, problems
