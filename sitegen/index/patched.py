"""Which files of postings and positions hold the families they held, with other lists in places?

Most files that a change touches are parted as they were, and a list or two of each are others:
these are put in their places, and all else is copied as it stands. Where a form came or went, or
a border may be elsewhere, nothing is said: such files are made of rows (``recode``).
(docs/index-format.md, sections 6 and 7)
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from json import JSONDecoder
from typing import NamedTuple

from sitegen.index.cut import IN_FRAME, with_lists
from sitegen.index.displaced import AS_IT_WAS
from sitegen.index.encode import ShardFile
from sitegen.index.format import rename
from sitegen.index.plan import Segment
from sitegen.index.remade import Made, Remade
from sitegen.index.shards import FULL_POSTINGS, Row, ends_bundle, is_mark
from sitegen.index.spliced import Delta, Listed
from sitegen.index.standing import File, StandingLetter

_SCAN = JSONDecoder().raw_decode
_NUMBERING = IN_FRAME - 2  # the part of a file that names it
_IN_FRAME = 4  # marks of quotation before those of the first list
_PAIRED = len('[]","') - len('"') + 1  # what a list takes besides, that one in titles is put to

Both = tuple[ShardFile, ShardFile]  # postings, positions


class Patched(NamedTuple):
    """Files as they are to be; and those that may end elsewhere, for the next begins otherwise."""

    files: Mapping[File, Both]
    loose: frozenset[File]


class _Others(NamedTuple):
    """Lists that are others: how much longer they are together.

    ``numbers`` are those of lists with other postings among all of a file.
    ``grown`` counts only those that are longer, ``first`` only the first family's; ``titled`` are
    those that had no list of titles beside.
    """

    numbers: list[int]
    titled: int
    last: int  # the highest document
    change: int
    grown: int
    first: int


class _Patch(NamedTuple):
    """A file of postings and that of its positions, with other lists."""

    postings: str
    positions: bytes
    others: _Others
    last: int  # the document up to which its numbering is named; -1: as it was


def patched(
    segment: Segment,
    there: StandingLetter,
    made: Remade,
    delta: Delta,
    full: int = FULL_POSTINGS,
) -> Patched:
    """Put other lists into the files of which only lists are others."""
    patches = {}
    for file, rows in _by_file(there, made):
        patch = _patch(segment, there, file, rows)
        if patch and _is_parted_alike(there, file, patch, full):
            patches[file] = patch
    lasts = _lasts(there, patches, delta)
    files = {
        file: (
            ShardFile(
                f"{there.path(*file, 'p')}.js",
                _named(segment, patch, lasts[file]),
                lasts[file],
            ),
            ShardFile(f"{there.path(*file, 'x')}.js", patch.positions),
        )
        for file, patch in patches.items()
    }
    return Patched(files, frozenset(_loose(there, patches, files, full)))


def _by_file(there: StandingLetter, made: Remade) -> Iterator[tuple[File, list[tuple[int, Made]]]]:
    """Give the files whose families and forms stay, with the lines that are others."""
    found: defaultdict[File, list[tuple[int, Made]]] = defaultdict(list)
    others = set()
    for family, place in made.places.items():
        file, line = there.place(place)
        row = made.rows[family]
        if row is None or row.forms != row.stood:
            others.add(file)
        else:
            found[file].append((line, row))
    for file, rows in found.items():
        read = there.shifted.get(file)
        if file not in others and (read is None or read.alike):
            yield file, rows


def _named(segment: Segment, patch: _Patch, last: int) -> bytes:
    content = patch.postings.encode("ascii")
    return content if last == patch.last else rename(content, segment.names.up_to(last))


def _patch(
    segment: Segment, there: StandingLetter, file: File, rows: Sequence[tuple[int, Made]]
) -> _Patch | None:
    """Put the lists of rows into a file; None where rows must be written anew."""
    cut, read = there.cut(*file), there.shifted.get(file)
    is_other = read is not None and read.changed
    postings = read.content.decode("ascii").split('"') if read and is_other else [*cut.postings]
    positions: list[tuple[int, str]] = []
    lists: list[tuple[int, bool, Listed]] = []
    n_first = 0
    for line, row in rows:
        at = cut.places[line]
        for i, (form, (n, titled)) in enumerate(zip(row.forms, cut.entries(line), strict=True)):
            listed = row.lists.get(form)
            if listed:
                positions.append((at + i, listed.positions))
                lists.append((n, titled, listed))
        n_first = n_first if line else len(lists)
    changes = [_longer(postings, *one) for one in lists]
    if not with_lists(postings, [(n, titled, one.lists) for n, titled, one in lists]):
        return None
    others = _Others(
        [n + k for n, titled, one in lists if one.last != AS_IT_WAS for k in range(1 + titled)],
        sum(len(one.lists) > 1 and not titled for _, titled, one in lists),
        max(one.last for *_, one in lists),
        sum(changes),
        sum(max(0, change) for change in changes),
        sum(changes[:n_first]),
    )
    last = max(there.last(*file), others.last)
    if last < segment.names.ends[-1]:  # else a document that has gone
        postings[_NUMBERING] = segment.names.up_to(last)
    else:
        last = -1
    return _Patch('"'.join(postings), cut.with_positions(positions), others, last)


def _longer(parts: Sequence[str], n: int, titled: bool, listed: Listed) -> int:  # noqa: FBT001
    """Say how much longer the postings of a form are than those that stand."""
    at = IN_FRAME + 2 * n
    before = len(parts[at]) + (len(parts[at + 2]) if titled else 0)
    more = _PAIRED if len(listed.lists) > 1 and not titled else 0
    return sum(map(len, listed.lists)) + more - before


def _is_parted_alike(there: StandingLetter, file: File, patch: _Patch, full: int) -> bool:
    """Say whether no border comes between families of a file, where lists are longer.

    None was there: so the file may not be overfull, nor a family that is a mark come to stand
    behind the half.
    """
    words, firsts = there.words(file[0]), there.cut(*file).firsts
    lines = words.lines(file[1])
    grown, more = patch.others.grown, patch.others.titled
    if len(lines) == 1 or not grown:
        return True
    text = patch.postings
    if size_of(text) > full:
        return False
    half = text.index("[[") + full // 2
    mark = text.count('"', 0, half) - _IN_FRAME
    more_marks = text.count('"', half, half + grown + _IN_FRAME)
    first, after = (mark + 1) // 2, (mark + more_marks + 1) // 2
    begin, end = bisect_left(firsts, first - more), bisect_left(firsts, after)
    moved = lines[max(1, begin) : min(end, len(lines))]
    return not any(is_mark(family) for family in words.families_at(moved))


def _lasts(there: StandingLetter, patches: Mapping[File, _Patch], delta: Delta) -> dict[File, int]:
    """Say which document is the highest in files with other lists."""
    gone = {*delta.gone.tolist()}
    stood = {file: there.last(*file) for file in patches}
    asked = [file for file, last in stood.items() if file in there.shifted or last in gone]
    found = {file: max(last, patches[file].others.last) for file, last in stood.items()}
    for file, read in zip(asked, there.reads(asked), strict=True):
        lasts = read.lasts.copy()
        lasts[patches[file].others.numbers] = patches[file].others.last
        found[file] = int(lasts.max())
    return found


def _loose(
    there: StandingLetter,
    patches: Mapping[File, _Patch],
    files: Mapping[File, Both],
    full: int,
) -> Iterator[File]:
    """Give the files that may end elsewhere: they, or the first family of the next, are shorter."""
    shorter = {file for file, patch in patches.items() if patch.others.change < 0}
    shorter |= {(at, n - 1) for (at, n), patch in patches.items() if patch.others.first < 0 < n}
    for at, n in shorter:
        words = there.words(at)
        if n + 1 == len(words.opens):
            continue
        here, after = (
            (files[one][0].content if one in files else there.content(*one)).decode("ascii")
            for one in ((at, n), (at, n + 1))
        )
        (family,) = words.families_at([words.opens[n + 1]])
        if not ends_bundle(size_of(here), first_row(after, family), full):
            yield at, n


def size_of(text: str) -> int:
    """Say how long the rows of a file of postings are, with a comma each."""
    return text.rindex("]") - text.index("[[")


def first_row(text: str, family: str) -> Row:
    """Give the first row of a file of postings, without all else."""
    begin = text.index("[[") + 1
    return Row("", "", family, text[begin : _SCAN(text, begin)[1]])
