"""What does a person who reviews names in the browser see, and what does one key do?

Cases are read when the page is loaded. A decision is applied at once, in the same way as a table's,
and a file that was changed meanwhile is left alone.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sitegen.build.load import load_archive
from sitegen.editor.apply import apply_changes
from sitegen.editor.review import Case, review, told
from sitegen.editor.reviewed import CHOICES, changes_of
from sitegen.editor.sheets import Row
from sitegen.entities.authority import Authority
from sitegen.errors import CorpusError, Place, Problem

_MOST = 500  # cases that a page shows
_SIGHTS = 20  # documents of one case
_HERE = "review"  # where a decision stands, for messages


@dataclass(slots=True)
class Desk:
    """The cases of an archive; one lock, since every page has a thread of its own."""

    root: Path
    token: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    _cases: list[Case] = field(default_factory=list)
    _authority: Authority = field(default_factory=Authority)
    _language: str = "ar"
    _stamps: dict[str, int] = field(default_factory=dict)  # of the files, when they were read
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def overview(self) -> dict[str, Any]:
        """Read the archive and give its cases, for JSON; CorpusError with its problems."""
        with self._lock:
            archive = load_archive(self.root)
            self._cases = review(self.root, jobs=1)[:_MOST]
            self._authority, self._language = archive.authority, archive.site.language
            places = {sight.place.path for case in self._cases for sight in case.sights}
            self._stamps = {path: self._stamp(path) for path in places}
            return {
                "token": self.token,
                "language": self._language,
                "cases": [self._told(number, case) for number, case in enumerate(self._cases)],
            }

    def _told(self, number: int, case: Case) -> dict[str, Any]:
        known = [one for one in case.candidates if one in self._authority]
        return {
            "number": number,
            "name": " ".join(case.sights[0].surface.split()),
            "rule": case.rule,
            "times": case.times,
            "candidates": [{"id": one, "text": told(self._authority[one])} for one in known],
            "sights": [
                {
                    "document": one.document,
                    "title": one.title,
                    "anchor": one.anchor,
                    "context": one.context,
                    "entity": one.entity or "",
                }
                for one in case.sights[:_SIGHTS]
            ],
        }

    def decide(self, said: Mapping[str, Any]) -> Sequence[Problem]:
        """Apply one decision: ``case``, ``sight``, ``decision``, ``record``, ``words``."""
        with self._lock:
            try:
                case = self._cases[int(said["case"])]
                sight = case.sights[int(said["sight"])]
            except (KeyError, IndexError, ValueError, TypeError):
                return [Problem(Place(_HERE), "there is no such case", fix="load the page again")]
            decision = str(said.get("decision", ""))
            if decision not in CHOICES:
                return [Problem(Place(_HERE), f"unknown decision '{decision}'")]
            path = sight.place.path
            if self._stamps.get(path) != self._stamp(path):
                what = f"{path} has changed since it was read"
                return [Problem(Place(path), what, fix="load the page again")]
            cells = {
                "decision": decision,
                "record": str(said.get("record", "")),
                "words": str(said.get("words", "")),
                "surface": " ".join(sight.surface.split()),
                "document": sight.document,
            }
            return self._applied(case, cells, {sight.document: sight.place})

    def _applied(
        self, case: Case, cells: Mapping[str, str], places: Mapping[str, Place]
    ) -> Sequence[Problem]:
        problems: list[Problem] = []
        archive = load_archive(self.root)
        open_ = {document: {case.words} for document in places}
        row = Row(Place(_HERE), cells)
        try:
            changes = list(changes_of([row], archive.authority, open_, problems))
            done = apply_changes(self.root, changes, problems, places, archive.site)
        except CorpusError as error:
            return error.problems
        self._stamps |= {path: self._stamp(path) for path in done.files if path in self._stamps}
        return ()

    def _stamp(self, path: str) -> int:
        file = self.root / path
        return file.stat().st_mtime_ns if file.is_file() else 0
