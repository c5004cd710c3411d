"""Which kinds of jobs has stage three, and what is each told?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from sitegen.build.mentions import Some
from sitegen.index.paired import PairCounts
from sitegen.index.renumber import Standing
from sitegen.index.texts import TOGETHER
from sitegen.index.usage import UsageRow
from sitegen.model import DocId, EntityId


@dataclass(frozen=True, slots=True)
class DocumentsJob:
    """Documents of a year in order; ``first`` is the place of the first in it, -1: no texts.

    ``pages`` are those whose pages are to be made, ``texts`` the shards of texts, by the place
    in the year of their first document, ``cites`` whether the shard of citations is.
    """

    number: int
    year: int
    first: int
    names: tuple[DocId, ...]
    pages: frozenset[DocId]
    texts: frozenset[int]
    cites: bool

    def parts(self) -> Iterator[tuple[int, tuple[DocId, ...]]]:
        """Give the documents of each shard of texts, with the place of its first one."""
        for at in range(0, len(self.names) if self.first >= 0 else 0, TOGETHER):
            yield self.first + at, self.names[at : at + TOGETHER]


class Texts(NamedTuple):
    """The files of the shards of texts of a job: a line a shard, of its number and its paths.

    >>> one, other = Texts.of({1: ("search/t/1908/3.js",)}), Texts.of({0: ("a.js", "b.js")})
    >>> one.beside(other).by_number(), one.beside(other).n_files
    ({0: ('a.js', 'b.js'), 1: ('search/t/1908/3.js',)}, 3)
    """

    paths: str

    @classmethod
    def of(cls, files: Mapping[int, tuple[str, ...]]) -> Texts:
        """Write the files of shards by their numbers."""
        return cls("".join("\0".join((str(n), *files[n])) + "\n" for n in sorted(files)))

    def by_number(self) -> dict[int, tuple[str, ...]]:
        """Give the paths of each shard."""
        rows = (line.split("\0") for line in self.paths.split("\n")[:-1])
        return {int(number): tuple(paths) for number, *paths in rows}

    @property
    def n_files(self) -> int:
        """How many they are."""
        return self.paths.count("\0")

    def files(self) -> Iterator[str]:
        """Give the paths of all."""
        return chain.from_iterable(self.by_number().values())

    def beside(self, other: Texts) -> Texts:
        """Put other shards of the same job beside these."""
        return Texts.of(self.by_number() | other.by_number())


@dataclass(frozen=True, slots=True, eq=False)
class EntitiesJob:
    """The entities of one bucket that have a page.

    ``some`` says which pages of one are to be made, where that is not all; ``keys`` are those of
    all its pages.
    """

    names: tuple[EntityId, ...]
    some: Mapping[EntityId, Some] = field(default_factory=dict)
    keys: Mapping[EntityId, tuple[bytes, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListsJob:
    """One share of the list pages of some groups."""

    share: int
    of: int
    groups: frozenset[str]
    language: str = ""  # "": the main one

    def listed(self, group: str) -> str:
        """Name a group in its language."""
        return f"{self.language} {group}".strip()


@dataclass(frozen=True, slots=True)
class PostingsJob:
    """The postings of one first letter of a segment.

    Where those of the last build stand, ``shards`` are these, and ``usage`` is what was counted in
    them.
    """

    segment: str
    letter: str
    shards: tuple[Standing, ...] | None = None
    usage: tuple[UsageRow, ...] = ()


@dataclass(frozen=True, slots=True)
class WordsJob:
    """The lexicon and the lists of words of a segment, or some ``units`` of them.

    ``kept`` are the first keys of the files of the others, ``prefixes`` those of the lexicon,
    ``least`` how often a common word occurs. Where the units are to be ``amended``, these are the
    first keys of all files as they are.
    """

    segment: str
    prefixes: tuple[str, ...]
    least: int
    full: int
    units: frozenset[str] | None = None
    kept: tuple[tuple[str, tuple[str, ...]], ...] = ()
    amended: bool = False


@dataclass(frozen=True, slots=True)
class NamesJob:
    """The names of what has a page."""


@dataclass(frozen=True, slots=True)
class PhrasesJob:
    """The words that stand side by side most often.

    ``token`` names the state of the texts. Where few changed, ``last`` is what was counted before.
    """

    token: bytes = b""
    last: PairCounts | None = None


@dataclass(frozen=True, slots=True)
class FacetsJob:
    """The facets of a segment."""

    segment: str


@dataclass(frozen=True, slots=True)
class TeiJob:
    """A file of TEI that the site carries: its archive, its path in it, its path in the site."""

    root: str
    source: str
    path: str
    shown: tuple[DocId, ...] | None = None  # where that is not all of it


@dataclass(frozen=True, slots=True)
class PictureJob:
    """The picture of a collection, "" of the site, set in these fonts."""

    collection: str
    fonts: tuple[Path, ...]


Job = (
    DocumentsJob | EntitiesJob | ListsJob | PostingsJob | WordsJob | NamesJob | FacetsJob | TeiJob
    | PhrasesJob | PictureJob
)  # fmt: skip
INDEX_JOBS = (PostingsJob, PhrasesJob, WordsJob, NamesJob, FacetsJob)
