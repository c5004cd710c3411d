"""Which shards of words, postings and positions are others, where few documents changed?

The shards of the last build say all that is needed of the documents that stayed. Of those into
which words fall that changed documents have or had, the words are read, and of the files of
postings and positions those that hold such words: their rows are made anew (``remade``), and files
are parted again where rows are longer or shorter. All else is taken as it stands; where documents
were renumbered, with other numbers in its postings (``renumber``).
(docs/index-format.md, sections 6 and 7)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from sitegen.arabic.stem import key
from sitegen.index.cut import IN_FRAME
from sitegen.index.encode import ShardFile, opened, other_file, path_of, row_files
from sitegen.index.format import rename, shard_name
from sitegen.index.patched import Patched, first_row, patched, size_of
from sitegen.index.plan import Segment
from sitegen.index.remade import Made, Remade, remade
from sitegen.index.renumber import Shard, Standing, Stays, with_names
from sitegen.index.shards import Row, ends_bundle, rebundle, repack
from sitegen.index.spliced import Delta
from sitegen.index.standing import Contents, File, Integers, StandingLetter, bare

_NOWHERE = (-1, -1)


def recode(
    segment: Segment,
    letter: str,
    standing: Sequence[Standing],
    delta: Delta,
    content_of: Contents,
) -> Iterator[Shard]:
    """Write those shards of one first letter that are others now, from those *standing*.

    Gives all in order. Where documents have other numbers, postings are written that have such;
    of words and positions those in which something else changed.
    """
    there = StandingLetter(standing, _shift(delta.renumber), content_of)
    made = remade(segment, letter, delta, there)
    here = _Letter(segment, there, made, patched(segment, there, made, delta))
    for some in repack(there.firsts, here.parted_anew, here.lines):
        yield with_names(here.shard(some), delta.names, segment.names)


def _shift(renumber: Integers | None) -> Integers | None:
    """Say how much higher the number of each document is that stays."""
    if renumber is None:
        return None
    return np.where(renumber < 0, 0, renumber - np.arange(len(renumber)))


class _Line(NamedTuple):
    """A family: where it stands (line -1: nowhere yet), and its row where that is another now."""

    at: int
    line: int
    key: str
    text: str
    family: str
    row: Made | None = None


class _Bundle(NamedTuple):
    """Families that stood in one file of postings: which, what of words is said of them, rows."""

    place: File
    texts: list[str]
    rows: Callable[[], list[Row]]


@dataclass(frozen=True, eq=False)
class _Letter:
    """The shards of one first letter of keys, as they stand and as they are to be."""

    segment: Segment
    there: StandingLetter
    made: Remade
    patched: Patched

    @cached_property
    def others(self) -> dict[int, dict[int, Made | None]]:
        """The rows of lines that are others now, by files of words; None of lines that go."""
        found: defaultdict[int, dict[int, Made | None]] = defaultdict(dict)
        for family, (at, line) in self.made.places.items():
            found[at][line] = self.made.rows[family]
        return dict(found)

    @cached_property
    def new(self) -> dict[int, list[Made]]:
        """The rows of new families, by files of words."""
        found: defaultdict[int, list[Made]] = defaultdict(list)
        for family, row in self.made.rows.items():
            if row and family not in self.made.places:
                found[self.there.file_of(row.key)].append(row)
        return dict(found)

    @cached_property
    def parted_anew(self) -> set[int]:
        """Number the files of words whose families, or lengths of rows, are others now.

        Where the first key is another, the file before may end elsewhere.
        """
        found = set(self.new)
        for at, rows in self.others.items():
            words = self.there.words(at)
            if any(not row or len(row.text) != words.length(n) for n, row in rows.items()):
                found.add(at)
        firsts = self.there.firsts
        moved = {
            at for at in found if at and [one.key for one in self.lines(at)[:1]] != [firsts[at]]
        }
        return found | {at - 1 for at in moved}

    def lines(self, at: int) -> list[_Line]:
        """Give the lines of a file of words, with their keys."""
        words, others = self.there.words(at), self.others.get(at, {})
        found = []
        for n, (family, forms) in enumerate(zip(words.families, words.forms, strict=True)):
            row = others.get(n)
            if row or n not in others:
                text = row.text if row else words.texts[n]
                found.append(_Line(at, n, key(forms[0]), text, family, row))
        new = self.new.get(at, ())
        found += [_Line(at, -1, row.key, row.text, row.family, row) for row in new]
        return sorted(found, key=attrgetter("key", "family"))

    def shard(self, some: int | list[_Line]) -> Shard:
        """Write a shard: one by its number of which words are parted as they were, or lines."""
        if not isinstance(some, int):
            bundles, touched = self._moved(some)
            return Shard(some[0].key, tuple(self._files(some[0].key, bundles, touched)))
        stands = self.there.shards[some]
        first, files = stands.first, range(len(stands.paths) // 2)
        alike = [
            read is None or read.alike
            for read in map(self.there.shifted.get, [(some, n) for n in files])
        ]
        if some not in self.others and all(alike):
            standing = (one for n in files for one in self._standing((some, n)))
            return Shard(first, (*standing, stands.stays(-1)))
        touched = self._touched(some, {n for n in files if not alike[n]})
        if touched:
            bundles = self._in_place(some)
            return Shard(first, tuple(self._files(first, bundles, touched)))
        words = self._words_in_place(some, stands.stays(-1))
        return Shard(first, (*(one for n in files for one in self._standing((some, n))), words))

    def _words_in_place(self, at: int, stands: Stays) -> ShardFile | Stays:
        """Write a file of words whose families have the forms and the places they had."""
        rows = self.others.get(at)
        if not rows:
            return stands
        parts = [*self.there.words(at).parts]
        for n, row in rows.items():
            if row:
                df = IN_FRAME + 2 + 4 * n
                parts[df] = row.text.split('"')[3]
        return ShardFile(f"{bare(stands.path)}.js", '"'.join(parts).encode())

    def _standing(self, place: File) -> Iterator[ShardFile | Stays]:
        """Give a file of postings and that of positions that stand, with the numbers of now."""
        if place in self.patched.files:
            yield from self.patched.files[place]
            return
        at, file = place
        both = [self.there.shards[at].stays(2 * file + n) for n in (0, 1)]
        read = self.there.shifted.get(place)
        if read and read.changed:
            last = int(read.lasts.max())
            content = rename(read.content, self.segment.names.up_to(last))
            yield ShardFile(f"{bare(both[0].path)}.js", content, last)
        else:
            yield both[0]
        yield both[1]

    def _files(
        self, first: str, bundles: Sequence[_Bundle], touched: set[int]
    ) -> Iterator[ShardFile | Stays]:
        """Write the files of some families: their postings and positions, then their words."""
        self.there.read([bundles[n].place for n in sorted(touched) if bundles[n].place != _NOWHERE])
        words: list[str] = []
        for some in rebundle(
            len(bundles),
            touched,
            lambda n: bundles[n].rows(),
            lambda n: self._first(*bundles[n].place),
        ):
            if isinstance(some, int):
                yield from self._standing(bundles[some].place)
                words += opened(bundles[some].texts)
            else:
                yield from row_files(self.segment, some)
                words += opened([row.text for row in some])
        yield other_file(path_of(self.segment, "w", shard_name(first)), words)

    def _content(self, at: int, file: int) -> str:
        """Give a file of postings as it is to be where families stay."""
        both = self.patched.files.get((at, file))
        return (both[0].content if both else self.there.content(at, file)).decode("ascii")

    def _first(self, at: int, file: int) -> Row:
        """Give the first row of a file of postings, without all else."""
        words = self.there.words(at)
        (family,) = words.families_at([words.opens[file]])
        return first_row(self._content(at, file), family)

    def _touched(self, at: int, unlike: set[int]) -> set[int]:
        """Say which files of postings are to be parted again of a file of words.

        It has the families it had. They are those *unlike* in length as they are renumbered, those
        of which a row is another, but for such as are patched, and those that may end elsewhere
        because the next is.
        """
        words, rows = self.there.words(at), self.others.get(at, {})
        files, loose = self.patched
        in_place = {file for where, file in files if where == at}
        touched = unlike | {file for where, file in loose if where == at}
        touched |= {words.file_of(n) for n in rows} - in_place
        for n, row in rows.items():
            file = words.file_of(n) - 1
            is_first = file >= 0 and n == words.opens[file + 1]
            if row and is_first and file not in touched and file + 1 not in in_place:
                size = size_of(self._content(at, file))
                touched |= set() if ends_bundle(size, row.row) else {file}
        return touched

    def _in_place(self, at: int) -> list[_Bundle]:
        """Give the postings of a file of words that has the families it had."""
        words, rows = self.there.words(at), self.others.get(at, {})
        texts = [one.text if (one := rows.get(n)) else text for n, text in enumerate(words.texts)]

        def of(file: int) -> list[Row]:
            return [
                one.row if (one := rows.get(n)) else self._row(at, n, texts[n], words.families[n])
                for n in words.lines(file)
            ]

        spans = map(words.lines, range(len(words.opens)))
        return [
            _Bundle((at, file), texts[lines.start : lines.stop], partial(of, file))
            for file, lines in enumerate(spans)
        ]

    def _row(self, at: int, line: int, text: str, family: str) -> Row:
        words = self.there.words(at)
        file = words.file_of(line)
        return self.there.lists(at, file).row(line - words.opens[file], text, family)

    def _moved(self, lines: list[_Line]) -> tuple[list[_Bundle], set[int]]:
        """Give the postings of a file of words that is parted anew, and which may be others."""
        files: list[File] = []
        for line in lines:
            if line.line >= 0:
                files.append((line.at, self.there.words(line.at).file_of(line.line)))
            else:  # a new one goes with those before
                files.append(files[-1] if files else _NOWHERE)
        parted = groupby(zip(files, lines, strict=True), lambda pair: pair[0])
        some = [(place, [line for _, line in both]) for place, both in parted]
        following = [*(own for _, own in some[1:]), []]
        touched = {
            n
            for n, ((place, own), after) in enumerate(zip(some, following, strict=True))
            if self._is_moved(place, own, after)
        }
        return [
            _Bundle(place, [line.text for line in own], partial(self._rows, own))
            for place, own in some
        ], touched

    def _is_moved(self, place: File, lines: list[_Line], after: list[_Line]) -> bool:
        """Say whether the rows of a file of postings, or what comes next, may be others now."""
        files, loose = self.patched
        if place == _NOWHERE or place in loose:
            return True
        if place not in files and any(line.row for line in lines):
            return True
        at, file = place
        words = self.there.words(at)
        stood = words.lines(file)
        read = self.there.shifted.get(place)
        if [line.line for line in lines] != [*stood] or (read and not read.alike):
            return True
        if stood.stop == len(words.families):  # nothing came next
            return bool(after)
        is_next = [(one.at, one.line) for one in after[:1]] == [(at, stood.stop)]
        return not is_next or (after[0].row is not None and (at, file + 1) not in files)

    def _rows(self, lines: list[_Line]) -> list[Row]:
        return [
            one.row.row if one.row else self._row(one.at, one.line, one.text, one.family)
            for one in lines
        ]
