"""Which lines does a source hold, however large, packed or encoded it is?

UTF-8 is read line by line and never held as a whole. What is anything else is read at once, as
`encoding.decode` does it. A line has its line end; a broken file ends early, with its problem.
"""

from __future__ import annotations

import codecs
import gzip
import zlib
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import IO, Any

from sitegen.content import files
from sitegen.content.encoding import Decoded, decode
from sitegen.errors import Place, Problem

LONGEST = 1 << 28  # characters of a line, bytes of a row
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)


def lines_of(
    path: Path, name: str, problems: list[Problem], encodings: Counter[str]
) -> Iterator[str]:
    """Give the lines of a source; *encodings* counts what it was in, if that is not UTF-8."""
    try:
        packed = path.name.lower().endswith(".gz")
        file: Any = gzip.open(path) if packed else path.open("rb")  # noqa: SIM115 - in `with` below
        with file:
            yield from _lines(file, path, name, problems, encodings)
    except (OSError, EOFError, zlib.error) as error:
        why = getattr(error, "strerror", None) or str(error)
        problems.append(Problem(Place(name), "this cannot be read", why, "fetch it anew"))


def _lines(
    file: IO[bytes], path: Path, name: str, problems: list[Problem], encodings: Counter[str]
) -> Iterator[str]:
    first = file.readline(LONGEST + 1)
    if first.startswith(_WIDE) or b"\0" in first[:4096]:
        yield from _whole(path, name, problems, encodings)
        return
    if first.startswith(codecs.BOM_UTF8):
        encodings["UTF-8 with a byte-order mark"] += 1
        first = first[3:]
    n, ascii_so_far, raw = 0, True, first
    while raw:
        n += 1
        if len(raw) > LONGEST:
            what = f"this line is longer than {LONGEST >> 20} MB"
            problems.append(Problem(Place(name, n), what, fix="write one row a line"))
            return
        try:
            line = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            if ascii_so_far:  # nothing said UTF-8 up to here: perhaps all of it is something else
                yield from list(_whole(path, name, problems, encodings))[n - 1 :]
                return
            why = f"byte {error.start + 1} of the line (0x{raw[error.start]:02X}) is not UTF-8"
            what = "this line cannot be read, though those above it can"
            problems.append(Problem(Place(name, n), what, why, "store all of it as UTF-8"))
            return
        if "\0" in line:
            problems.append(Problem(Place(name, n), "this is no text: it has a zero byte"))
            return
        ascii_so_far = ascii_so_far and raw.isascii()
        yield line
        raw = file.readline(LONGEST + 1)


def _whole(
    path: Path, name: str, problems: list[Problem], encodings: Counter[str]
) -> Iterator[str]:
    raw, found = files.read_bytes(path.parent, path.name)
    yield from StringIO(text_of(raw, name, found, problems, encodings), newline="\n")


def text_of(
    raw: bytes,
    name: str,
    found: list[Problem],
    problems: list[Problem],
    encodings: Counter[str],
) -> str:
    """Decode a source that is read as a whole; empty with a problem. *found* are earlier ones."""
    problems += [Problem(Place(name), one.what, one.why, one.fix) for one in found]
    if found:
        return ""
    decoded, more = decode(raw, name)
    problems += more
    if decoded != Decoded(decoded.text):
        encodings[decoded.encoding + (" (assumed)" if decoded.assumed else "")] += 1
    return decoded.text


def whole_of(path: Path, name: str, problems: list[Problem], encodings: Counter[str]) -> str:
    """Give the text of a source that is read as a whole."""
    raw, found = files.read_bytes(path.parent, path.name)
    return text_of(raw, name, found, problems, encodings)
