"""Why was each file written anew? What ``sitegen build --explain`` says."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence

from sitegen.build.room import Rendered
from sitegen.build.todo import BESIDE, FIRST, MISSING, NEW, SETTINGS, Plan
from sitegen.pages import urls
from sitegen.pages.catalogue import Catalogue

_LISTED = "files that it lists, counts or weighs changed"
_RECORDS = "a record in it changed, or how often one is named"
_DOCUMENTS = "a document in it changed"
_MOVED = "an old address, or what it leads to, changed"
_OWN = "its text in pages/ changed"
_GATHERED = (  # by how the path begins, the first that fits
    ("assets/", "the archive's file, a script or a style sheet changed"),
    ("data/archive.json", "the configuration, a record or page, a template or an anchor changed"),
    ("data/manifest-sha256.txt", _LISTED),
    ("data/datapackage.json", _LISTED),
    ("data/cards/", _RECORDS),
    ("data/entities", _RECORDS),
    ("data/places", _RECORDS),
    ("data/beacon", _RECORDS),
    ("data/named-together", "who is named beside whom changed"),
    ("data/mentions/", "a name linked in its documents changed"),
    ("data/moved/", _MOVED),
    ("_redirects", _MOVED),
    ("data/usage/", "how often words or names occur changed"),
    ("data/", _DOCUMENTS),
    ("words/", "how often words or names occur changed"),
    ("search/", "the index, or what it is told of, changed"),
    ("offline/", _LISTED),
    ("sw.js", _LISTED),
    ("data.html", _LISTED),
)
_ELSE = "it gathers what other files hold"


def reasons_of(plan: Plan, done: Sequence[Rendered], catalogue: Catalogue) -> dict[str, str]:
    """Say of each file that was made in stage three why it was."""
    found: dict[str, str] = {}
    path_of = catalogue.document_path
    of_page: dict[str, object] = {path_of(card.id): card.id for card in catalogue.cards}
    for job, one in zip(plan.jobs, done, strict=True):
        for file in one.written:
            name = of_page.get(file.path) or of_page.get(urls.home_of_part(file.path))
            found[file.path] = plan.reasons.get(name) or plan.reasons.get(job, BESIDE)
        for entity, paths, _ in one.contents.get("pages", ()):
            found |= dict.fromkeys(paths, plan.reasons[entity])
    return found


def told(
    changed: Iterable[str],
    found: Mapping[str, str],
    left: Container[str],
    stands: Container[str],
    *,
    settled: bool = True,
) -> tuple[tuple[str, str], ...]:
    """Say of each *changed* file why it was written, *found* being what its job says.

    *left* are the files of the last build; *stands* are those of them that stood as they were;
    *settled* says that configuration, theme and templates are those of the last build.

    >>> of_jobs = {"index.html": BESIDE, "about.html": BESIDE}
    >>> paths = ["about.html", "data/documents/1908.jsonl", "index.html", "c/manar/n2.html"]
    >>> left = paths[:3]
    >>> for path, why in told(paths, of_jobs, left, stands=paths[:2]):
    ...     print(f"{path}: {why}")
    about.html: its text in pages/ changed
    data/documents/1908.jsonl: a document in it changed
    index.html: it was not there, or not as the last build left it
    c/manar/n2.html: it is new
    """
    why = {path: _why(path, found.get(path, ""), left, stands) for path in changed}
    if not settled:  # what is gathered in pages is printed by templates
        of_settings = (path for path in why if path.endswith(".html") and path not in found)
        why |= {path: SETTINGS for path in of_settings if why[path] not in {FIRST, MISSING, NEW}}
    return tuple(why.items())


def _why(path: str, of_job: str, left: Container[str], stands: Container[str]) -> str:
    if not left:
        return FIRST
    if path in left and path not in stands:
        return MISSING
    if path not in left and of_job != SETTINGS and not path.startswith("search/"):
        return NEW
    if of_job not in {"", BESIDE}:
        return of_job
    if of_job:
        return _OWN if path == "about.html" or path.startswith("pages/") else of_job
    return next((why for begins, why in _GATHERED if path.startswith(begins)), _ELSE)
