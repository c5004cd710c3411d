"""How does a table leave for a spreadsheet?

The client's `csv.js` writes alike: tests/vectors/csv.jsonl holds both to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # at the start: by it a spreadsheet knows UTF-8
_UNSEEN = (
    "\N{ZERO WIDTH SPACE}-\N{RIGHT-TO-LEFT MARK}"
    "\N{LEFT-TO-RIGHT EMBEDDING}-\N{RIGHT-TO-LEFT OVERRIDE}"
    "\N{WORD JOINER}-\N{POP DIRECTIONAL ISOLATE}\N{ZERO WIDTH NO-BREAK SPACE}"
)
_WIDE = (
    "\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}"
    "\N{FULLWIDTH COMMERCIAL AT}"
)
_FORMULA = re.compile(rf"[\s{_UNSEEN}]*[=+\-@{_WIDE}]")
_QUOTED = re.compile(r'[",;\r\n\t]|^\s|\s\Z')


def encode_csv(rows: Iterable[Iterable[str | int]]) -> str:
    r"""Write rows as CSV (RFC 4180), with a mark by which a spreadsheet reads Arabic right.

    A text that a spreadsheet could take for a formula gets an apostrophe before it (OWASP, CSV
    injection): what a document says must not run on the machine of who counts its words.

    >>> encode_csv([["العنوان", "العدد"], ["=1+1", 3], ["قال, ثم", -2]]).split("\r\n")
    ['\ufeffالعنوان,العدد', "'=1+1,3", '"قال, ثم",-2', '']
    """
    return MARK + "".join(map(csv_line, rows))


def csv_line(row: Iterable[str | int]) -> str:
    r"""Write one row as CSV.

    >>> csv_line(["العنوان", 3])
    'العنوان,3\r\n'
    """
    cells = [_text_cell(one) if isinstance(one, str) else str(one) for one in row]
    return ",".join(cells) + "\r\n"


def is_formula(text: str) -> bool:
    """Say whether a spreadsheet could take a text for a formula.

    >>> is_formula("=1+1"), is_formula("بيروت")
    (True, False)
    """
    return _FORMULA.match(text) is not None


@lru_cache(maxsize=8192)  # most cells are empty, or a journal, a volume, a language
def _text_cell(value: str) -> str:
    text = f"'{value}" if is_formula(value) else value
    if not _QUOTED.search(text):
        return text
    return '"' + text.replace('"', '""') + '"'
