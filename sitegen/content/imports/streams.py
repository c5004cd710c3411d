"""Which text does a source hold, however large, packed or encoded it is?

A source is read in blocks and never held as a whole. UTF-8 is the rule; a byte-order mark decides;
UTF-16 without one and Windows-1256 are recognised by what they begin with. A broken source ends
early, with its problem.
"""

from __future__ import annotations

import codecs
import gzip
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from sitegen.content import files
from sitegen.content.encoding import Decoded, bom_of, decode, legacy_of, utf16_of
from sitegen.errors import Place, Problem

LONGEST = 1 << 26  # characters of a line, of a row: a text of ten million words
LARGEST = 1 << 26  # bytes of a file that is one text: TEI, a book, a page
_BLOCK = 1 << 18
_SAMPLE = 200_000


def _nobody(_size: int) -> None:
    pass


def lines_of(
    path: Path,
    name: str,
    problems: list[Problem],
    encodings: Counter[str],
    told: Callable[[int], None] = _nobody,
) -> Iterator[str]:
    """Give the lines of a source, each with its end; *encodings* counts what is not UTF-8.

    *told* hears of bytes of the file, packed as they are, that have been read.
    """
    held: list[str] = []  # of the line that has not ended
    size = n = 0
    for block in blocks_of(path, name, problems, encodings, told):
        *ended, rest = block.split("\n")
        if ended and held:
            ended[0] = "".join([*held, ended[0]])
            held, size = [], 0
        for line in ended:
            yield f"{line}\n"
        n += len(ended)
        size += len(rest)
        held += [rest] if rest else []
        if size > LONGEST:
            what = f"this line is longer than {LONGEST >> 20} million characters"
            problems.append(Problem(Place(name, n + 1), what, fix="write one row a line"))
            return
    if held:
        yield "".join(held)


def blocks_of(
    path: Path,
    name: str,
    problems: list[Problem],
    encodings: Counter[str],
    told: Callable[[int], None] = _nobody,
) -> Iterator[str]:
    """Give the text of a source in pieces of no particular length."""
    try:
        with path.open("rb") as raw:
            packed = path.name.lower().endswith(".gz")
            file: Any = gzip.open(raw) if packed else raw  # noqa: SIM115 - `raw` is closed
            at = 0
            for block in _Reader(file, name, problems, encodings).blocks():
                told(raw.tell() - at)
                at = raw.tell()
                yield block
    except (OSError, EOFError, zlib.error) as error:
        why = getattr(error, "strerror", None) or str(error)
        problems.append(Problem(Place(name), "this cannot be read", why, "fetch it anew"))


class _Reader:
    """Decodes a file as it is read, and knows where it is."""

    def __init__(
        self, file: IO[bytes], name: str, problems: list[Problem], encodings: Counter[str]
    ) -> None:
        self.file, self.name, self.problems, self.encodings = file, name, problems, encodings
        self.line = 1
        self.is_ascii = True  # so far

    def blocks(self) -> Iterator[str]:
        """Decode block by block; what is said of the encoding is said once."""
        raw = self.file.read(_BLOCK)
        skip, codec, encoding = bom_of(raw)
        assumed = False
        if not codec:
            codec, encoding = utf16_of(raw) or "utf-8", "UTF-16"
            assumed = codec != "utf-8"
        if skip or assumed:
            told = f"{encoding} with a byte-order mark" if codec == "utf-8" else encoding
            self.encodings[told + (" (assumed)" if assumed else "")] += 1
        decoder = codecs.getincrementaldecoder(codec)()
        raw = raw[skip:]
        while True:
            try:
                text = decoder.decode(raw, not raw)
            except UnicodeDecodeError as error:
                yield from self._undecodable(error, codec, encoding)
                return
            if text:
                if not self._is_text(text):
                    return
                yield text
            if not raw:
                return
            raw = self.file.read(_BLOCK)

    def _is_text(self, text: str) -> bool:
        """Count lines; tell a zero byte, which no text has."""
        zero = text.find("\0")
        if zero >= 0:
            place = Place(self.name, self.line + text.count("\n", 0, zero))
            what = "this is no text: it has a zero byte"
            self.problems.append(Problem(place, what, fix="store it as UTF-8 text"))
            return False
        self.line += text.count("\n")
        self.is_ascii = self.is_ascii and text.isascii()
        return True

    def _undecodable(self, error: UnicodeDecodeError, codec: str, encoding: str) -> Iterator[str]:
        """Go on in Windows-1256 where all of it may be that; else tell the place."""
        raw, start = error.object, error.start
        good = raw[:start].decode(codec, "replace")
        place = Place(self.name, self.line + good.count("\n"))
        if codec != "utf-8":
            why = f"0x{raw[start]:02X} is not {encoding}, in which the file begins"
            what = f"this cannot be read as {encoding}"
            self.problems.append(Problem(place, what, why, "store it as UTF-8"))
            return
        begin = raw.rfind(b"\n", 0, start) + 1
        if not (self.is_ascii and raw[:begin].isascii()):
            why = f"byte {start - begin + 1} of the line (0x{raw[start]:02X}) is not UTF-8"
            if not begin:
                why = f"a byte of the line (0x{raw[start]:02X}) is not UTF-8"
            what = "this line cannot be read, though those above it can"
            self.problems.append(Problem(place, what, why, "store all of it as UTF-8"))
            return
        sample = raw[begin:] + self.file.read(_SAMPLE)
        legacy, guess = legacy_of(sample)
        if not legacy:
            what = f"this cannot be read: it looks like {guess}" if guess else "this cannot be read"
            why = f"0x{raw[start]:02X} is not UTF-8"
            self.problems.append(Problem(place, what, why, "store it as UTF-8"))
            return
        self.encodings["Windows-1256 (assumed)"] += 1
        if begin:
            self._is_text(raw[:begin].decode("ascii"))
            yield raw[:begin].decode("ascii")
        while sample:
            text = sample.decode("cp1256")
            if not self._is_text(text):
                return
            yield text
            sample = self.file.read(_BLOCK)


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


def bytes_of(path: Path, name: str) -> tuple[bytes, list[Problem]]:
    """Read a file that is one text, unpacked; what is too large for one is refused unread."""
    what = f"this file is larger than {LARGEST >> 20} MB"
    fix = "divide it: a file for each issue or book"
    try:
        if path.stat().st_size > LARGEST:
            return b"", [Problem(Place(name), what, "it is read as a whole", fix)]
    except OSError as error:
        return b"", [Problem(Place(name), "this cannot be read", error.strerror or str(error))]
    raw, problems = files.read_bytes(path.parent, path.name, most=LARGEST)
    return raw, [Problem(Place(name), one.what, one.why, one.fix) for one in problems]
