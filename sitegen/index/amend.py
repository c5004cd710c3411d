"""Which files of the lists of words are others, where few words are counted otherwise?

The lexicon and the lists of common words are files of rows in the order of their keys, and what
a row says depends on few forms. So the files themselves, as they stand, are what most rows are
taken from; only those that changed rows fall into are read, and written again.
(docs/index-format.md, sections 10 and 14)
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, NamedTuple

from sitegen.arabic.fold import fold
from sitegen.index.cut import IN_FRAME
from sitegen.index.format import File, put_file, rows_in, shard_name, to_json
from sitegen.index.letters import swap, swap_all
from sitegen.index.lexicon import FULL_LEXICON, codes_of, may_read, prefixes_of, readings_file
from sitegen.index.plan import Segment
from sitegen.index.shards import Columns, Row, repack, repack_columns, touched_files
from sitegen.index.spelling import Listed, backwards, bare, columns, is_listed, level_of, level_text
from sitegen.index.totals import Count
from sitegen.index.varint import decode_array
from sitegen.index.written import respelled

Contents = Callable[[str], bytes]  # of the file with this path below search/, without its ending
_Told = tuple[Listed | None, Listed | None]  # as it was, as it is; None: not
_BETWEEN = '","'
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

    def content(self, at: int, content_of: Contents) -> bytes:
        return content_of(self.path(self.firsts[at]))


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
    content_of: Contents,
    known: Container[str] | None = None,
) -> Amended:
    """Write the lexicon's files anew in which *changed* forms stand: new, gone, or of other dfs.

    *known* are all forms of *dfs*, if something else says them sooner.
    """
    starts = dict(zip(prefixes, codes_of(range(len(prefixes))), strict=True))
    by_letter: defaultdict[str, dict[str, str]] = defaultdict(dict)
    readings = {reading for form in changed for reading in may_read(form)}
    for reading, codes in _codes(readings, dfs, starts, dfs if known is None else known):
        by_letter[reading[0]][reading] = codes
    made = Amended()
    for letter, some in sorted(by_letter.items()):
        unit = f"l{letter}"
        _amend_part(
            made, _Part(segment, unit, FULL_LEXICON, firsts.get(unit, ())), some, content_of
        )
    return made


def _amend_part(made: Amended, part: _Part, codes: Mapping[str, str], content_of: Contents) -> None:
    """Write the files of a part of the lexicon anew in which readings stand that have new codes.

    A file whose readings stay, with codes as long as they were, ends where it did.
    """
    firsts, touched, of_file, ends = _touched(part, {reading: reading for reading in codes}, codes)
    same = {
        at: content
        for at in (touched - ends if part.firsts else ())
        if (
            content := _with_codes(
                part.content(at, content_of), {one: codes[one] for one in of_file.get(at, ())}
            )
        )
    }

    def columns(at: int) -> Columns:
        flat = rows_in(part.content(at, content_of)) if part.firsts else []
        found = Columns(flat[::2], flat[1::2])
        for reading in of_file.get(at, ()):
            _put(found, reading, codes[reading])
        return found

    now, paths = made.of_unit(part.unit)
    for some in repack_columns(firsts, touched - same.keys(), columns, len('"",""'), part.full):
        first = firsts[some] if isinstance(some, int) else some.keys[0]
        path = part.path(first)
        now.append(first)
        paths.append(path)
        if not isinstance(some, int):
            made.files.append(readings_file(path, some.keys, some.values))
        elif some in same:
            made.files.append(File(f"{path}.js", same[some]))


def _with_codes(content: bytes, codes: Mapping[str, str]) -> bytes:
    """Give readings other codes in a file, where all are in it and as long as they were.

    Else nothing is given, nor where a reading might be taken for the codes of another.

    >>> file = put_file("lex/a43", "", '["قلم","!#","كتب","!$"]').content
    >>> rows_in(_with_codes(file, {"كتب": "!%"})), _with_codes(file, {"كتب": "!%!#"})
    (['قلم', '!#', 'كتب', '!%'], b'')
    """
    found = bytearray(content)
    for reading, code in codes.items():
        mark = f'"{reading}{_BETWEEN}'.encode()
        begin = content.find(mark)
        if begin < 0 and not code:  # it is none, and was none
            continue
        at = begin + len(mark)
        end = content.find(b'"', at)
        if not code or reading.isascii() or begin < 0 or end - at != len(code):
            return b""
        found[at:end] = code.encode("ascii")
    return bytes(found)


def _put(rows: Columns, key: str, value: str) -> None:
    """Give a row another value; none, and it goes."""
    at = bisect_left(rows.keys, key)
    is_there = rows.keys[at : at + 1] == [key]
    rows.keys[at : at + is_there] = [key] if value else []
    rows.values[at : at + is_there] = [value] if value else []


def _codes(
    readings: Iterable[str],
    dfs: Mapping[str, int],
    starts: Mapping[str, str],
    known: Container[str],
) -> Iterator[tuple[str, str]]:
    """Write which forms stand under each reading: itself, then those with something before it."""
    every = []
    for reading in readings:
        found = [("", dfs[reading])] if reading in known else []
        longer = [(one, one + reading) for one in starts if one and one + reading in known]
        found += [(one, dfs[form]) for one, form in longer if one in prefixes_of(form, known)]
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
    content_of: Contents,
) -> Amended:
    """Write the files of common words anew in which words that are told otherwise stand.

    *before* and *after* are the counts of those that may be, *least* how often a word occurs.
    """
    made = Amended()
    changed = {
        form: (was, now)
        for form in before.keys() | after.keys()
        if (now := _told(form, after, least)) != (was := _told(form, before, least))
    }
    for side, key in (("b", bare), ("e", backwards)):
        by_letter: defaultdict[str, dict[str, _Told]] = defaultdict(dict)
        for form, both in changed.items():
            by_letter[key(form)[0]][form] = both
        for letter, words in sorted(by_letter.items()):
            unit = f"{side}{letter}"
            part = _Part(segment, unit, full, firsts.get(unit, ()))
            _amend_letter(made, part, key, words, content_of)
    return made


def _amend_letter(
    made: Amended,
    part: _Part,
    key: Callable[[str], str],
    changes: Mapping[str, _Told],
    content_of: Contents,
) -> None:
    """Write the files of a letter anew; where no word comes or goes, a file has the same words."""
    words = {form: now for form, (_, now) in changes.items()}
    firsts, touched, of_file, ends = _touched(part, {form: key(form) for form in words}, words)
    same = {
        at: content
        for at in (touched - ends if part.firsts else ())
        if (
            content := _retold(
                part.content(at, content_of), [changes[form] for form in of_file.get(at, ())]
            )
        )
    }

    def merged(at: int) -> list[Row]:
        listed = dict(_read(rows_in(part.content(at, content_of)))) if part.firsts else {}
        changed = {form: words[form] for form in of_file.get(at, ())}
        some = {form: said for form, said in (listed | changed).items() if said}
        said_of.update(some)
        return sorted((Row(key(form), form) for form in some), key=_BY_TEXT)

    said_of: dict[str, Listed] = {}
    now, paths = made.of_unit(part.unit)
    for file in repack(firsts, touched - same.keys(), merged, part.full):
        first = firsts[file] if isinstance(file, int) else file[0].key
        path = part.path(first)
        now.append(first)
        paths.append(path)
        if not isinstance(file, int):
            rows = [said_of[row.text] for row in file]
            made.files.append(put_file(path, "", to_json(columns(rows))))
        elif file in same:
            made.files.append(File(f"{path}.js", same[file]))


def _retold(content: bytes, changes: Sequence[_Told]) -> bytes:
    """Tell some words otherwise in a file, where all are in it and stay; else give nothing.

    >>> file = put_file("spell/b/a43", "", to_json(columns([("كتب", 3), ("قلم", 2)]))).content
    >>> rows_in(_retold(file, [(("كتب", 3), ("كتب", 4))])), _retold(file, [(("قلم", 2), None)])
    (['ktb qlm', '%#'], b'')
    """
    if not changes or not all(was and now for was, now in changes):
        return b""
    parts = content.decode().split('"')
    words = parts[IN_FRAME].split(" ")
    levels = list(parts[IN_FRAME + 2])
    pairs = [one for both in changes for one in both if one]
    said = swap_all(word for word, _ in pairs)
    for before, word, (_, level) in zip(said[::2], said[1::2], pairs[1::2], strict=True):
        at = words.index(before)
        words[at], levels[at] = word, level_text(level)
    parts[IN_FRAME], parts[IN_FRAME + 2] = " ".join(words), "".join(levels)
    return '"'.join(parts).encode()


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
