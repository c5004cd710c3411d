"""Which files of the lists of words are others, where few words are counted otherwise?

The lexicon and the lists of common words are files of rows in the order of their keys, and what
a row says depends on few forms. So the files themselves, as they stand, are what most rows are
taken from; only those that changed rows fall into are read, and written again.
(docs/index-format.md, sections 10 and 14)
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

from sitegen.arabic.fold import fold
from sitegen.index.format import File, put_file, shard_name, to_json
from sitegen.index.letters import swap
from sitegen.index.lexicon import FULL_LEXICON, codes_of, may_read, prefixes_of
from sitegen.index.plan import Segment
from sitegen.index.shards import Columns, Row, repack, repack_columns, touched_files
from sitegen.index.spelling import Listed, backwards, bare, columns, is_listed, level_of
from sitegen.index.totals import Count
from sitegen.index.varint import decode_array
from sitegen.index.written import respelled

Rows = Callable[[str], list[Any]]  # of the file with this path below search/, without its ending
_BY_TEXT = attrgetter("key", "text")
Firsts = Mapping[str, Sequence[str]]  # the first keys of the files of each part of the lists


@dataclass(frozen=True, slots=True)
class Amended:
    """The files that are written again, and of each part that was touched the files it has now."""

    files: list[File] = field(default_factory=list)
    firsts: dict[str, list[str]] = field(default_factory=dict)
    paths: dict[str, list[str]] = field(default_factory=dict)  # below search/

    def of_unit(self, unit: str) -> tuple[list[str], list[str]]:
        """Give the lists of a part's first keys, and of its paths, to be filled."""
        return self.firsts.setdefault(unit, []), self.paths.setdefault(unit, [])


class _Part(NamedTuple):
    """A part of the lists: how long its files are, with what they begin."""

    segment: Segment
    unit: str
    full: int
    firsts: Sequence[str]

    def path(self, first: str) -> str:
        return part_of(self.segment, self.unit, first)


def part_of(segment: Segment, unit: str, first: str) -> str:
    """Name the file of a part of the lists that begins with *first*, below search/, no ending."""
    folder = "lex" if unit[0] == "l" else f"spell/{unit[0]}"
    return f"{segment.path}{folder}/{shard_name(first)}"


def amend_readings(
    segment: Segment,
    dfs: Mapping[str, int],
    prefixes: Sequence[str],
    changed: Iterable[str],
    firsts: Firsts,
    rows_of: Rows,
) -> Amended:
    """Write the lexicon's files anew in which *changed* forms stand: new, gone, or of other dfs."""
    starts = dict(zip(prefixes, codes_of(range(len(prefixes))), strict=True))
    by_letter: defaultdict[str, dict[str, str]] = defaultdict(dict)
    readings = {reading for form in changed for reading in may_read(form)}
    for reading, codes in _codes(readings, dfs, starts):
        by_letter[reading[0]][reading] = codes
    made = Amended()
    for letter, some in sorted(by_letter.items()):
        unit = f"l{letter}"
        _amend_part(made, _Part(segment, unit, FULL_LEXICON, firsts.get(unit, ())), some, rows_of)
    return made


def _amend_part(made: Amended, part: _Part, codes: Mapping[str, str], rows_of: Rows) -> None:
    """Write the files of a part of the lexicon anew in which readings stand that have new codes.

    A file whose readings stay, with codes as long as they were, ends where it did.
    """
    firsts, touched, of_file, ends = _touched(part, {reading: reading for reading in codes}, codes)
    amended: dict[int, Columns] = {}
    same: set[int] = set()

    def columns(at: int) -> Columns:
        if at not in amended:
            flat = rows_of(part.path(firsts[at])) if part.firsts else []
            amended[at] = found = Columns(flat[::2], flat[1::2])
            changed = of_file.get(at, ())
            longer = [one for one in changed if not _put(found, one, codes[one])]  # puts all
            if part.firsts and changed and not longer and at not in ends:
                same.add(at)
        return amended[at]

    for at in touched:
        columns(at)
    now, paths = made.of_unit(part.unit)
    for some in repack_columns(firsts, touched - same, columns, len('"",""'), part.full):
        rows = amended[some] if isinstance(some, int) and some in same else some
        first = firsts[some] if isinstance(some, int) else some.keys[0]
        now.append(first)
        paths.append(part.path(first))
        if not isinstance(rows, int):
            pairs = chain.from_iterable(zip(rows.keys, rows.values, strict=True))
            between = '","'
            made.files.append(put_file(part.path(first), "", f'["{between.join(pairs)}"]'))


def _put(rows: Columns, key: str, value: str) -> bool:
    """Give a row another value; none, and it goes. Say whether all rows are as long as before."""
    at = bisect_left(rows.keys, key)
    is_there = rows.keys[at : at + 1] == [key]
    was = len(rows.values[at]) if is_there else 0
    new = [key] if value else []
    rows.keys[at : at + is_there] = new
    rows.values[at : at + is_there] = [value] if value else []
    return is_there == bool(value) and was == len(value)


def _codes(
    readings: Iterable[str], dfs: Mapping[str, int], starts: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Write which forms stand under each reading: itself, then those with something before it."""
    every = []
    for reading in readings:
        found = [("", dfs[reading])] if reading in dfs else []
        for prefix in starts:
            form = prefix + reading
            if prefix and form in dfs and prefix in prefixes_of(form, dfs):
                found.append((prefix, dfs[form]))
        every.append((reading, found))
    ends = iter(codes_of([df - 1 for _, found in every for _, df in found]))
    for reading, found in every:
        yield reading, "".join(starts[prefix] + next(ends) for prefix, _ in found)


def amend_words(
    segment: Segment,
    before: Mapping[str, Count],
    after: Mapping[str, Count],
    least: int,
    full: int,
    firsts: Firsts,
    rows_of: Rows,
) -> Amended:
    """Write the files of common words anew in which words that are told otherwise stand.

    *before* and *after* are the counts of those that may be, *least* how often a word occurs.
    """
    made = Amended()
    changed = {
        form: now
        for form in before.keys() | after.keys()
        if (now := _told(form, after, least)) != _told(form, before, least)
    }
    for side, key in (("b", bare), ("e", backwards)):
        by_letter: defaultdict[str, dict[str, Listed | None]] = defaultdict(dict)
        for form, now in changed.items():
            by_letter[key(form)[0]][form] = now
        for letter, words in sorted(by_letter.items()):
            unit = f"{side}{letter}"
            part = _Part(segment, unit, full, firsts.get(unit, ()))
            _amend_letter(made, part, key, words, rows_of)
    return made


def _amend_letter(
    made: Amended,
    part: _Part,
    key: Callable[[str], str],
    words: Mapping[str, Listed | None],
    rows_of: Rows,
) -> None:
    """Write the files of a letter anew; where no word comes or goes, a file has the same words."""
    firsts, touched, of_file, ends = _touched(part, {form: key(form) for form in words}, words)
    held: dict[int, dict[str, Listed]] = {}

    def listed(at: int) -> dict[str, Listed]:
        if at not in held:
            held[at] = dict(_read(rows_of(part.path(firsts[at])))) if part.firsts else {}
        return held[at]

    def merged(at: int) -> list[Row]:
        changed = {form: words[form] for form in of_file.get(at, ())}
        some = {form: said for form, said in (listed(at) | changed).items() if said}
        said_of.update(some)
        return sorted((Row(key(form), form) for form in some), key=_BY_TEXT)

    def put(first: str, rows: Iterable[Listed]) -> None:
        made.files.append(put_file(part.path(first), "", to_json(columns(rows))))

    said_of: dict[str, Listed] = {}
    same = {
        at: some for at in touched - ends if (some := _in_place(listed(at), of_file.get(at), words))
    }
    now, paths = made.of_unit(part.unit)
    for file in repack(firsts, touched - same.keys(), merged, part.full):
        now.append(firsts[file] if isinstance(file, int) else file[0].key)
        paths.append(part.path(now[-1]))
        if not isinstance(file, int):
            put(now[-1], [said_of[row.text] for row in file])
        elif file in same:
            put(now[-1], same[file].values())


def _in_place(
    listed: Mapping[str, Listed],
    forms: Iterable[str] | None,
    words: Mapping[str, Listed | None],
) -> dict[str, Listed]:
    """Tell some forms otherwise in a file, where all are in it and stay; else give nothing.

    >>> _in_place({"كتب": ("كتب", 3), "قلم": ("قلم", 2)}, ["كتب"], {"كتب": ("كتب", 4)})
    {'كتب': ('كتب', 4), 'قلم': ('قلم', 2)}
    >>> _in_place({"كتب": ("كتب", 3)}, ["كتب"], {"كتب": None})
    {}
    """
    changed = {form: said for form in forms or () if (said := words[form])}
    stays = forms is not None and changed.keys() == {*forms} and changed.keys() <= listed.keys()
    return {**listed, **changed} if stays else {}


def _told(form: str, counts: Mapping[str, Count], least: int) -> Listed | None:
    """Say how a word is listed; None where it is not."""
    count = counts.get(form)
    if count is None or count.occurrences < least or not is_listed(form):
        return None
    return respelled(form, count.spelling), level_of(count.documents)


def _read(text: Sequence[str]) -> Iterator[tuple[str, Listed]]:
    """Read the words of a file: the form, how it is shown, its level."""
    shown = swap(text[0])
    forms = fold(shown).text.split(" ")
    words = zip(shown.split(" "), decode_array(text[1]).tolist(), strict=True)
    return zip(forms, words, strict=True)


class _Touched(NamedTuple):
    """With which keys files begin, which are touched, and which changes fall into each.

    Of some, the ``ends`` may be other, for what the next one began with is gone.
    """

    firsts: Sequence[str]
    files: set[int]
    changes: Mapping[int, list[str]]
    ends: set[int]


def _touched(part: _Part, keys: Mapping[str, str], changes: Mapping[str, Any]) -> _Touched:
    """Say which files of a part *changes* touch, each with the key of its row."""
    firsts = part.firsts or ("",)
    of_file: defaultdict[int, list[str]] = defaultdict(list)
    for name, own in keys.items():
        of_file[min(touched_files(firsts, [own], ()))].append(name)
    gone = {own for name, own in keys.items() if not changes[name]}
    ends = {at - 1 for at, first in enumerate(firsts) if first in gone}
    return _Touched(firsts, touched_files(firsts, keys.values(), gone), of_file, ends)
