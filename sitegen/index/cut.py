"""Where do the lists of a form stand in a file of postings, and in that of positions?

No string of these files holds a mark of quotation: so what stands between two such marks is a
list, and what else there is says which lists are one family's, and which of them have postings in
titles. Where a list is another, all around it stays. (docs/index-format.md, sections 6 and 7)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

IN_FRAME = 5  # parts before the first string of the rows: the path and the numbering are two
_FRAMES = 4  # marks of quotation before those of the first string
_ROW = re.compile(r'\[(?:"|\[","\])(?:,(?:"|\[","\]))*\]')  # each mark is a list
_ENTRY = re.compile(r'\[","\]|"')
_MARK = ord('"')
_ROWS_AT = 2  # in what stands between lists: after the comma and what opens all rows


@dataclass(frozen=True, eq=False)
class Cut:
    """A file of postings, cut where strings begin and end, and that of their positions.

    ``marks`` are where marks of quotation stand in positions, ``firsts`` the numbers of the first
    lists of all families in postings, ``places`` those in positions, one more than families;
    ``rows`` how the families' lists stand together, none where no form has postings in titles.
    """

    postings: list[str]
    positions: bytes
    marks: NDArray[np.int64]
    firsts: Sequence[int]
    places: Sequence[int]
    rows: Sequence[str] = ()
    _entries: dict[int, list[tuple[int, bool]]] = field(default_factory=dict)

    @classmethod
    def of(cls, postings: str, positions: bytes, sizes: Sequence[int]) -> Cut:
        """Cut two files whose families have so many forms.

        >>> from sitegen.index.format import put_file
        >>> files = ('[["!"],[["#","$"],"%"]]', '[["1"],["2","3"]]')
        >>> postings, positions = (put_file("p/a", "kqzpa", rows).content for rows in files)
        >>> cut = Cut.of(postings.decode(), positions, [1, 2])
        >>> cut.entries(1), cut.held(1)
        ([(1, True), (3, False)], [(('#', '$'), '2'), (('%',), '3')])
        """
        parts = postings.split('"')
        letters = np.frombuffer(positions, np.uint8)
        where = positions, np.flatnonzero(letters == _MARK)
        places = [*accumulate(sizes, initial=0)]
        between = '"'.join(parts[IN_FRAME - 1 :: 2])
        if '[["' not in between[_ROWS_AT:] and '",["' not in between:
            return cls(parts, *where, places, places)
        rows = _ROW.findall(between, _ROWS_AT)
        firsts = [*accumulate([row.count('"') for row in rows], initial=0)]
        return cls(parts, *where, firsts, places, rows)

    def entries(self, line: int) -> list[tuple[int, bool]]:
        """Give the first list of each form of a family, and whether its titles have one, too."""
        if line not in self._entries:
            self._entries[line] = self._entries_of(line)
        return self._entries[line]

    def _entries_of(self, line: int) -> list[tuple[int, bool]]:
        first, after = self.firsts[line], self.firsts[line + 1]
        if not self.rows:
            return [(n, False) for n in range(first, after)]
        found = []
        for mark in _ENTRY.findall(self.rows[line][1:-1]):
            found.append((first, len(mark) > 1))
            first += mark.count('"')
        return found

    def held(self, line: int) -> list[tuple[tuple[str, ...], str]]:
        """Give the postings of each form of a family, those in titles beside, and its positions."""
        text = self.postings
        entries = self.entries(line)
        at = _FRAMES + 2 * self.places[line]
        marks = self.marks[at : at + 2 * len(entries)].tolist()
        return [
            (
                (text[IN_FRAME + 2 * n], text[IN_FRAME + 2 * n + 2])
                if titled
                else (text[IN_FRAME + 2 * n],),
                self.positions[begin + 1 : end].decode("ascii"),
            )
            for (n, titled), begin, end in zip(entries, marks[::2], marks[1::2], strict=True)
        ]

    def with_positions(self, others: Iterable[tuple[int, str]]) -> bytes:
        """Give the file of positions with others in the places of some, by their numbers."""
        pieces: list[bytes] = []
        done = 0
        for n, text in sorted(others):
            begin, end = self.marks[_FRAMES + 2 * n : _FRAMES + 2 * n + 2].tolist()
            pieces += self.positions[done : begin + 1], text.encode("ascii")
            done = end
        return b"".join((*pieces, self.positions[done:]))


def with_lists(parts: list[str], others: Sequence[tuple[int, bool, Sequence[str]]]) -> bool:
    """Put other lists in the places of some, each with one in titles or none, as it was.

    A form may get a first posting in a title. Where one loses its last, nothing will do but
    writing the row anew; then False is given.

    >>> parts = 'sitegen.put("p/a",1,"kqzpa",[["!",["#","$"]]]);'.split('"')
    >>> with_lists(parts, [(0, False, ["%", "&"]), (1, True, ["#", "1"])]), '"'.join(parts)
    (True, 'sitegen.put("p/a",1,"kqzpa",[[["%","&"],["#","1"]]]);')
    """
    for n, titled, lists in others:
        at = IN_FRAME + 2 * n
        if titled and len(lists) == 1:
            return False
        parts[at] = lists[0]
        if titled:
            parts[at + 2] = lists[1]
        elif len(lists) > 1:
            parts[at - 1] += "["
            parts[at] = '","'.join(lists)
            parts[at + 1] = f"]{parts[at + 1]}"
    return True
