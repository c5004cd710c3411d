"""Why are the names of one document linked as they are? Reads the archive, then asks the linker."""

from __future__ import annotations

import os
from pathlib import Path

from sitegen.editor.reading import open_library
from sitegen.entities.explain import Considered, explain
from sitegen.errors import CorpusError, Place, Problem, did_you_mean
from sitegen.model import Document


def explain_document(
    root: Path, wanted: str, *, jobs: int = 0
) -> tuple[Document, tuple[Considered, ...]]:
    """Explain the names of the document with the id *wanted*.

    The whole archive is read, for its words say which names of one word are common words.
    CorpusError where no document has the id.
    """
    with open_library(root, jobs or os.cpu_count() or 1) as library:
        numbers = range(sum(len(batch.documents) for batch in library.batches))
        known = []
        for _, document in library.documents(numbers):
            if document.id == wanted:
                return document, explain(library.linker, document)
            known.append(document.id)
    what = f"no document has the id '{wanted}'"
    fix = did_you_mean(wanted, known, "take the id of a document, not its file")
    raise CorpusError([Problem(Place(root.name), what, fix=fix)])
