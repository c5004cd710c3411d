"""Which rows does a JSON file hold that a database, a feed or a script wrote?

An array of objects; an object that has one, under whatever name; phpMyAdmin's list of tables;
JSONL, line by line. A file is read row by row, however long it is and whether or not it has lines.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

from sitegen.content.imports import streams
from sitegen.content.rows import Row, finite, parse_jsonl
from sitegen.errors import Place, Problem

_BATCH = 1 << 20  # characters
_SPACE = re.compile(r"(?:\s+|/\*.*?\*/|//[^\n]*(?=\n))*", re.DOTALL)  # phpMyAdmin 4 has comments
_DECODE = json.JSONDecoder(
    strict=False, parse_constant=lambda _: None, parse_float=finite
).raw_decode
_COMMENT = 1 << 16  # characters of the longest
_NEAR = 16  # what a cut may have spoilt at the end of a piece: an escape, a number, a word


def jsonl_rows(lines: Iterable[str], name: str, problems: list[Problem]) -> Iterator[Row]:
    """Give the rows of JSONL, a batch of lines at a time."""
    held: list[str] = []
    size, first = 0, 1
    for line in lines:
        held.append(line)
        size += len(line)
        if size > _BATCH:
            yield from parse_jsonl("".join(held), name, problems, first)
            first += len(held)
            held, size = [], 0
    yield from parse_jsonl("".join(held), name, problems, first)


def json_rows(blocks: Iterable[str], name: str, problems: list[Problem]) -> Iterator[Row]:
    """Give the rows of a JSON file; a row's line is the one that its object begins on.

    >>> text = '[{"type": "header"}, {"type": "table", "name": "t", "data": [{"id": "7"}]}]'
    >>> [row.values for row in json_rows([text], "a.json", [])]
    [{'id': '7'}]
    """
    reader = _Lists(_Text(blocks, name), problems)
    n_before = len(problems)
    try:
        yield from reader.rows()
    except _BrokenError as error:
        problems.append(error.problem)
    if len(problems) > n_before or len(reader.found) == 1:
        return
    names = ", ".join(f"'{table}' ({n})" for table, n in reader.found)
    what = "this JSON holds many lists" if names else "this JSON holds no list of objects"
    problems.append(Problem(Place(name), what, names, "leave one list of objects in it"))


class _BrokenError(Exception):
    """What a file cannot be read beyond."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what)
        self.problem = problem


class _Text:
    """What of a text has been read and not yet used, and where in the file it begins."""

    def __init__(self, blocks: Iterable[str], name: str) -> None:
        self.name = name
        self.held = ""
        self.at = 0
        self._blocks = iter(blocks)
        self._ended = False
        self._line, self._counted = 1, 0  # the line that a place of what is held is on
        self._before = 0  # characters of its first line that are held no more

    def more(self) -> bool:
        """Read as much again as is held; say whether there was anything."""
        line = self.place().line
        begin = self.held.rfind("\n", 0, self.at) + 1
        self._before = self.at - begin + (0 if begin else self._before)
        rest = self.held[self.at :]
        pieces, size = [rest], len(rest)
        while size < 2 * len(rest) + 1 and not self._ended:
            block = next(self._blocks, None)
            self._ended = block is None
            pieces.append(block or "")
            size += len(pieces[-1])
        self.held, self.at = "".join(pieces), 0
        self._line, self._counted = line, 0
        return size > len(rest)

    def place(self, at: int | None = None) -> Place:
        """Say on which line a position of what is held is; *at* or where we are."""
        at = self.at if at is None else at
        if at >= self._counted:
            self._line += self.held.count("\n", self._counted, at)
        else:
            self._line -= self.held.count("\n", at, self._counted)
        self._counted = at
        return Place(self.name, self._line)

    def fail(self, why: str, at: int | None = None) -> NoReturn:
        """Tell what is broken."""
        at = self.at if at is None else at
        begin = self.held.rfind("\n", 0, at) + 1
        column = at - begin + 1 + (0 if begin else self._before)
        fix = "export it again; one object a line is: import jsonl"
        problem = Problem(self.place(at), "broken JSON", f"{why} at column {column}", fix)
        raise _BrokenError(problem)

    def peek(self) -> str:
        """Give the next sign that is no space and of no comment; "" at the end."""
        while True:
            found = _SPACE.match(self.held, self.at)
            self.at = found.end() if found else self.at
            sign = self.held[self.at : self.at + 1]
            if sign not in ("", "/") or len(self.held) - self.at > _COMMENT:
                return sign
            if not self.more():
                return sign

    def take(self, sign: str) -> bool:
        """Go beyond a sign, if it is the next."""
        if self.peek() != sign:
            return False
        self.at += 1
        return True

    def value(self) -> Any:
        """Read the next value whole."""
        self.peek()
        while True:
            try:
                value, end = _DECODE(self.held, self.at)
            except RecursionError:
                raise _BrokenError(
                    Problem(self.place(), "broken JSON", "it is nested too deep")
                ) from None
            except json.JSONDecodeError as error:
                is_cut = error.msg.startswith("Unterminated") or error.pos > len(self.held) - _NEAR
                beyond = error.pos - self.at
                if not (is_cut and self._grow()):
                    self.fail(error.msg, self.at + beyond)
            except ValueError:  # Python reads no number of more than 4,300 digits
                self.fail("A number is too long")
            else:
                length, is_whole = end - self.at, self.held[end - 1] in '"}]'
                if is_whole or end < len(self.held) or not self._grow():  # a number may go on
                    self.at += length
                    return value

    def _grow(self) -> bool:
        if len(self.held) - self.at > streams.LONGEST:
            what = f"this value is longer than {streams.LONGEST >> 20} million characters"
            raise _BrokenError(Problem(self.place(), what, fix="write one object a document"))
        return self.more()


class _Lists:
    """Finds the lists of objects that a file holds, and gives the rows of the first."""

    def __init__(self, text: _Text, problems: list[Problem]) -> None:
        self.text = text
        self.problems = problems
        self.found: list[tuple[str, int]] = []  # the key that each stands under, its length
        self.table = ""  # of phpMyAdmin's, the one that is being read

    def rows(self) -> Iterator[Row]:
        """Read the whole file."""
        while sign := self.text.peek():
            if sign == "[":
                yield from self._array("")
            elif sign == "{":
                yield from self._object()
            else:
                self.text.value()
            if self.text.peek() not in ("", "["):
                self.text.fail("Extra data")

    def _array(self, key: str) -> Iterator[Row]:
        """Read a list: of rows, of phpMyAdmin's tables, or of something else."""
        text, n, is_rows, is_tables = self.text, 0, False, False
        text.take("[")
        if text.take("]"):
            return
        place = len(self.found)
        while True:
            sign = text.peek()
            if n == 0:
                is_rows = sign == "{"
            if is_tables and sign == "{":
                yield from self._object(is_table=True)
            else:
                where = text.place()
                value = text.value()
                is_tables = is_tables or (not n and not key and _is_header(value))
                if _is_table(value) and not key:
                    is_tables = True
                    yield from self._held(str(value.get("name")), value["data"], where)
                elif is_rows and not is_tables and place == 0:
                    yield from self._row(value, where)
            n += 1
            if text.take("]"):
                break
            self._comma()
        if is_rows and not is_tables:
            self.found.append((self.table or key, n))

    def _row(self, value: Any, where: Place) -> Iterator[Row]:
        if isinstance(value, dict):
            yield Row(where.line, value)
        else:
            self.problems.append(Problem(where, "this is no object", fix="write {...}"))

    def _held(self, name: str, rows: list[Any], where: Place) -> Iterator[Row]:
        """Give the rows of a table that was read whole."""
        if not self.found:
            for one in rows:
                yield from self._row(one, where)
        self.found.append((name, len(rows)))

    def _object(self, *, is_table: bool = False) -> Iterator[Row]:
        """Read an object key by key, and the lists of objects in it."""
        text = self.text
        text.take("{")
        if text.take("}"):
            return
        while True:
            if text.peek() != '"':
                text.fail("Expecting property name enclosed in double quotes")
            key = text.value()
            if not text.take(":"):
                text.fail("Expecting ':' delimiter")
            if text.peek() == "[":
                yield from self._array(key)
            else:
                value = text.value()
                self.table = str(value) if key == "name" and is_table else self.table
            if text.take("}"):
                return
            self._comma()

    def _comma(self) -> None:
        if not self.text.take(","):
            self.text.fail("Expecting ',' delimiter" if self.text.peek() else "The file ends here")


def _is_header(value: Any) -> bool:
    """Say whether this is how phpMyAdmin begins."""
    return isinstance(value, dict) and value.get("type") == "header"


def _is_table(value: Any) -> bool:
    """Say whether this is how phpMyAdmin writes a table."""
    is_named = isinstance(value, dict) and value.get("type") == "table"
    return is_named and isinstance(value.get("data"), list)
