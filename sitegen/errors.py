"""What went wrong, where, why, and how is it mended?"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from sitegen.compact import compact


@compact
@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A file and a line in it, counted from 1; line 0 is the file as a whole.

    >>> str(Place("texts/letters/014.md", 7)), str(Place("site.toml"))
    ('texts/letters/014.md:7', 'site.toml')
    """

    path: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault of the input: place, what, why, fix (the last two may be empty).

    >>> print(Problem(Place("a.md", 3), "unknown key 'titel'", fix="did you mean 'title'?"))
    a.md:3: unknown key 'titel'
      fix: did you mean 'title'?
    """

    place: Place
    what: str
    why: str = ""
    fix: str = ""

    def __str__(self) -> str:
        lines = [f"{self.place}: {self.what}"]
        lines += [f"  why: {self.why}"] if self.why else []
        lines += [f"  fix: {self.fix}"] if self.fix else []
        return "\n".join(lines)


class CorpusError(Exception):
    """The input has problems; carries all of them, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[CorpusError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


def nearest(word: str, legal: Iterable[str]) -> str | None:
    """Name the legal value that *word* most likely meant, or None where nothing is near.

    >>> nearest("titel", ["title", "subtitle"]), nearest("zzz", ["title"])
    ('title', None)
    """
    found = difflib.get_close_matches(word, sorted(legal), n=1, cutoff=0.6)
    return found[0] if found else None


def did_you_mean(word: str, legal: Iterable[str], otherwise: str = "") -> str:
    """Write the fix for an illegal value.

    >>> did_you_mean("titel", ["title"]), did_you_mean("zzz", ["title"], "use a known key")
    ("did you mean 'title'?", 'use a known key')
    """
    near = nearest(word, legal)
    return f"did you mean '{near}'?" if near else otherwise
