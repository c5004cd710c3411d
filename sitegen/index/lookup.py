"""Where does a segment have a word? (docs/index-format.md, sections 4, 6, 7, 9, 10)"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.arabic.stem import key as key_of
from sitegen.arabic.stem import readings, rule_stem
from sitegen.index.format import checksum, folder_of, shard_name
from sitegen.index.letters import swap_all
from sitegen.index.slab import LEVELS
from sitegen.index.store import Store
from sitegen.index.varint import decode_array, encode  # noqa: F401 - encode is for examples

Integers = NDArray[np.int64]
Documents = NDArray[np.bool_]  # one truth a document of the segment
Row = Sequence[Any]


class Listed(NamedTuple):
    """A list of documents, and the level of each."""

    documents: Integers
    levels: Integers


def decode_leveled(text: str) -> Listed:
    """Read a list of postings, or of titles.

    >>> decode_leveled(encode([8 + 16 * (2 - 1), 1, 3 - 1 - 1, 7, 0]))
    Listed(documents=array([1, 3, 0]), levels=array([8, 8, 7]))
    """
    values = decode_array(text)
    documents, levels = [], []
    at = 0
    while at < len(values):
        count, level = divmod(int(values[at]), LEVELS)
        steps = values[at + 1 : at + 2 + count]
        documents.append(np.cumsum(steps + 1) - 1)
        levels.append(np.full(len(steps), level))
        at += 2 + count
    if not documents:
        return Listed(np.empty(0, np.int64), np.empty(0, np.int64))
    return Listed(np.concatenate(documents), np.concatenate(levels))


@dataclass(frozen=True)
class Entry:
    """A form in a segment: its lists, and the place of its positions."""

    form: str
    df: int
    postings_text: str
    titles_text: str
    file: str
    row: int
    column: int

    @cached_property
    def postings(self) -> Listed:
        """Documents by level descending, then number."""
        return decode_leveled(self.postings_text)

    @cached_property
    def titles(self) -> Listed:
        """Documents with the form in their title; length of the title = 16 - level."""
        return decode_leveled(self.titles_text)


@dataclass(frozen=True, slots=True)
class Found:
    """What a segment has of a word: entries of its forms, and in how many documents any is."""

    entries: tuple[Entry, ...] = ()
    df: int = 0


class SegmentReader:
    """One segment of an index."""

    def __init__(self, store: Store, table: dict[str, Any]) -> None:
        self.store = store
        self.path: str = table["path"]
        self.first: int = table["first"]
        self.count: int = table["count"]
        self.dated: int = table["dated"]
        self.numbering: str = table["numbering"]
        self.numberings: str = table["numberings"]
        self.folders: int = table["folders"]
        self.first_keys: list[str] = table["words"]
        self.lexicon: list[str] = table["lexicon"]
        self.prefixes: list[str] = table["prefixes"]
        self.facets: dict[str, int] = table["facets"]
        self._directories: dict[str, _Directory] = {}

    def shard(self, kind: str, name: str) -> list[Any]:
        """Give the rows of a file of words (w), postings (p) or positions (x)."""
        folder = folder_of(name, self.folders)
        numberings = self.numberings if kind == "p" else ""  # others have no numbers in them
        return self.store.rows(f"{self.path}{kind}/{folder}{name}", numberings)

    def word(self, form: str) -> Found:
        """Look a word up: its family, or that of its longest reading that is known."""
        return self._entries(self._row_of(form, strict=False))

    def exact(self, form: str) -> Found:
        """Look one form up."""
        found = self._entries(self._row_of(form, strict=True))
        entries = tuple(entry for entry in found.entries if entry.form == form)
        return Found(entries, sum(entry.df for entry in entries))

    def any_of(self, forms: Iterable[str]) -> Found:
        """Look several forms up as one word."""
        entries = tuple(entry for form in forms for entry in self.exact(form).entries)
        return Found(entries, int(self.documents(entries).sum()))

    def documents(self, entries: Iterable[Entry]) -> Documents:
        """Say of each document whether it has any of the entries' forms."""
        has = np.zeros(self.count, bool)
        for entry in entries:
            has[entry.postings.documents] = True
        return has

    def in_title(self, entries: Iterable[Entry]) -> Documents:
        """Say of each document whether its title has any of the entries' forms."""
        has = np.zeros(self.count, bool)
        for entry in entries:
            has[entry.titles.documents] = True
        return has

    def family_of(self, form: str) -> str | None:
        """Name the family that a word falls in here."""
        row = self._row_of(form, strict=False)
        return row.family if row else None

    def family(self, name: str) -> Found:
        """Give a family by its name."""
        shard = self._shard_of(key_of(name))
        return self._entries(self._directory(shard).families.get(name) if shard else None)

    def families(self) -> Iterator[str]:
        """Name all families, shard by shard."""
        for first in self.first_keys:
            yield from self._directory(shard_name(first)).families

    def _shard_of(self, key: str) -> str | None:
        at = bisect_right(self.first_keys, key)
        return shard_name(self.first_keys[at - 1]) if at else None

    def _directory(self, name: str) -> _Directory:
        found = self._directories.get(name)
        if found is None:
            found = self._directories[name] = _Directory(self.shard("w", name))
        return found

    def _row_of(self, form: str, *, strict: bool) -> _Family | None:
        """Give the family of a word; strict: of a form that is listed."""
        shard = self._shard_of(key_of(form))
        if shard is None:
            return None
        directory = self._directory(shard)
        candidates = (form,) if strict else (form, *readings(form))
        row = next((directory.forms[c] for c in candidates if c in directory.forms), None)
        if row is None and not strict:
            row = directory.families.get(rule_stem(form))
        return row

    def _entries(self, row: _Family | None) -> Found:
        if row is None:
            return Found()
        df, *others = decode_array(row.dfs).tolist()
        lists = self.shard("p", row.file)[row.row]
        entries = (
            Entry(form, other + 1, *_both(found), row.file, row.row, column)
            for column, (form, other, found) in enumerate(
                zip(row.forms, others, lists, strict=True)
            )
        )
        return Found(tuple(entries), df)

    def positions(self, entry: Entry) -> dict[int, Integers]:
        """Give the positions of a form in each of its documents."""
        text = self.shard("x", entry.file)[entry.row][entry.column]
        values = decode_array(text)
        places: dict[int, Integers] = {}
        at = 0
        for document in entry.postings.documents.tolist():
            count = int(values[at]) + 1
            places[document] = np.cumsum(values[at + 1 : at + 1 + count] + 1) - 1
            at += 1 + count
        return places

    def beginning_with(self, prefix: str) -> dict[str, int]:
        """Give forms and dfs of the readings that begin with *prefix*."""
        found: dict[str, int] = {}
        for reading, forms in self._readings(prefix):
            pairs = decode_array(forms).tolist()
            for number, df in zip(pairs[::2], pairs[1::2], strict=True):
                found[self.prefixes[number] + reading] = df + 1
        return found

    def forms(self, prefix: str = "") -> Iterator[tuple[str, int]]:
        """Give the forms that begin with *prefix* as they are, ascending, with their dfs."""
        bare = self.prefixes.index("") if "" in self.prefixes else -1
        for reading, forms in self._readings(prefix):
            pairs = decode_array(forms).tolist()
            for number, df in zip(pairs[::2], pairs[1::2], strict=True):
                if number == bare:
                    yield reading, df + 1

    def _readings(self, prefix: str) -> Iterator[tuple[str, str]]:
        start = max(0, bisect_right(self.lexicon, prefix) - 1)
        for first in self.lexicon[start:]:
            if first > prefix and not first.startswith(prefix):
                return
            rows = self.store.rows(f"{self.path}lex/{shard_name(first)}", "")
            for reading, forms in zip(rows[::2], rows[1::2], strict=True):
                if reading.startswith(prefix):
                    yield reading, forms

    def facet_rows(self, field: str, value: str | None = None) -> Iterator[Row]:
        """Give the rows of a facet; with *value*, of the bucket that would have it."""
        n_buckets = self.facets.get(field, 0)
        buckets = range(n_buckets) if value is None else [checksum(value) % max(1, n_buckets)]
        for bucket in buckets if n_buckets else ():
            name = f"{field}-{bucket}" if n_buckets > 1 else field
            yield from self.store.rows(f"{self.path}facet/{name}", self.numbering)

    def with_value(self, field: str, wanted: Callable[[str, str], bool]) -> Documents:
        """Say of each document whether it has a value that *wanted(value, label)* wants."""
        has = np.zeros(self.count, bool)
        for value, label, _, numbers in self.facet_rows(field):
            if wanted(value, label):
                has[np.cumsum(decode_array(numbers) + 1) - 1] = True
        return has

    def having(self, field: str, value: str) -> Documents:
        """Say of each document whether it has a value."""
        has = np.zeros(self.count, bool)
        for other, _, _, numbers in self.facet_rows(field, value):
            if other == value:
                has[np.cumsum(decode_array(numbers) + 1) - 1] = True
        return has

    def counted(self, field: str, documents: Integers) -> tuple[list[tuple[str, str]], list[int]]:
        """Give all values of a facet with their labels, and how many of *documents* have each."""
        if field not in self.facets:
            return [], []
        flat, text = self.store.rows(f"{self.path}facet/{field}-column", self.numbering)
        chosen = set(documents.tolist())
        hits = [0] * (len(flat) // 2)
        numbers = decode_array(text).tolist()
        at = 0
        for document in range(self.count):
            row, n = -1, numbers[at]
            for step in numbers[at + 1 : at + 1 + n] if document in chosen else ():
                row += step + 1
                hits[row] += 1
            at += 1 + n
        if at != len(numbers):
            raise ValueError(f"{self.path}facet/{field}-column: not as long as its documents")
        return list(zip(flat[::2], flat[1::2], strict=True)), hits

    def days(self) -> Integers:
        """Give the first days of the dated documents, in order."""
        if not self.dated:
            return np.empty(0, np.int64)
        (text,) = self.store.rows(f"{self.path}facet/days", self.numbering)
        return np.cumsum(decode_array(text))


@dataclass(frozen=True, slots=True)
class _Family:
    """A row of a shard of words: a family's forms and dfs, and where its lists stand."""

    family: str
    forms: Sequence[str]
    dfs: str
    file: str
    row: int


class _Directory:
    """Which family of a shard of words has a form, or is named so?"""

    def __init__(self, rows: list[Row]) -> None:
        self.forms: dict[str, _Family] = {}
        self.families: dict[str, _Family] = {}
        file, at = "", 0
        for said, (_, dfs, *opens) in zip(swap_all(row[0] for row in rows), rows, strict=True):
            name, *forms = said.split(" ")
            file, at = (shard_name(name), 0) if opens else (file, at + 1)
            family = self.families[name] = _Family(name, forms, dfs, file, at)
            self.forms.update(dict.fromkeys(forms, family))


def _both(found: str | Sequence[str]) -> tuple[str, str]:
    """Give the postings and the titles of a form's entry."""
    return (found, "") if isinstance(found, str) else (found[0], found[1])
