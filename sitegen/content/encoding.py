"""In which encoding are these bytes, and what do they say?

UTF-8 is the rule; a byte-order mark decides; UTF-16 without one and Windows-1256 are recognised,
converted and told. What cannot be read is refused by name, with line and byte.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from sitegen.errors import Place, Problem

_BOMS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_MAGIC = (
    (b"PK\3\4", "a zip or .docx file"),
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "a .doc or .xls file"),
    (b"\x1f\x8b", "gzip"),
)
_HIGH = re.compile(rb"[\x80-\xff]")
_ARABIC = re.compile("[\u0621-\u064a]")
# The commonest letters of Arabic running text: alef, lam, yeh, meem, waw, noon, reh, teh ...
_COMMON = re.compile("[اليمونرتبهعدفسقكةحأىج]")
_RARE = re.compile("[ءآؤئإظغضطثذزشصخـ]")
_WORD = re.compile("[\u0621-\u064a\u064b-\u0652]+")
_OF_OTHERS = re.compile("[پچژڈٹڑںھہے\u00c0-\u00ff\u0152\u0153\u0192]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, its byte-order mark off, and the encoding that it was in.

    ``assumed`` is true where nothing in the file names the encoding.
    """

    text: str
    encoding: str = "UTF-8"
    assumed: bool = False


def decode(raw: bytes, path: str) -> tuple[Decoded, list[Problem]]:
    """Read bytes as text; the text is empty where there is a problem.

    >>> decode("كتاب المطبعة".encode(), "a.md")[0].text
    'كتاب المطبعة'
    >>> decode("وقد كان في هذا الكتاب ما يدل على قدم المطبعة".encode("cp1256"), "a.txt")[0].encoding
    'Windows-1256'
    """
    skip, codec, name = bom_of(raw)
    if codec:
        return _strict(raw, skip, codec, name, path)
    if not raw.isascii() or b"\0" in raw[:4096]:
        unmarked = utf16_of(raw)
        if unmarked:
            decoded, problems = _strict(raw, 0, unmarked, "UTF-16", path)
            return Decoded(decoded.text, "UTF-16", assumed=True), problems
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return _legacy(raw, error, path)
    return _without_zeros(Decoded(text), path)


def _without_zeros(decoded: Decoded, path: str) -> tuple[Decoded, list[Problem]]:
    text = decoded.text
    if "\0" not in text:
        return decoded, []
    at = text.index("\0")
    place = Place(path, text.count("\n", 0, at) + 1)
    what = "this is no text: it has a zero byte"
    return Decoded(""), [Problem(place, what, f"byte {at} is 0x00", "store it as UTF-8 text")]


def _strict(
    raw: bytes, skip: int, codec: str, name: str, path: str
) -> tuple[Decoded, list[Problem]]:
    try:
        return _without_zeros(Decoded(raw[skip:].decode(codec), name), path)
    except UnicodeDecodeError as error:
        at = skip + error.start
        line = raw[skip:at].decode(codec, "replace").count("\n") + 1
        why = f"byte {at} (0x{raw[at]:02X}) is not {name}, which its byte-order mark announces"
        return Decoded("", name), [
            Problem(Place(path, line), f"this cannot be read as {name}", why, "store it as UTF-8")
        ]


def bom_of(raw: bytes) -> tuple[int, str, str]:
    """Say how long a byte-order mark is, its codec, and the encoding's name; 0 and "" for none.

    >>> bom_of("كتاب".encode("utf-8-sig")), bom_of(b"x")
    ((3, 'utf-8', 'UTF-8'), (0, '', ''))
    """
    found = ((len(bom), codec, name) for bom, codec, name in _BOMS if raw.startswith(bom))
    return next(found, (0, "", ""))


def utf16_of(raw: bytes) -> str | None:
    """Recognise UTF-16 without a mark: every second byte is one of few high bytes."""
    sample = raw[: 4096 - len(raw[:4096]) % 2]
    if len(sample) < 8:
        return None
    for codec, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if high.count(0) + high.count(6) >= len(high) * 0.9:
            low = sample[0::2] if codec == "utf-16-le" else sample[1::2]
            if low.count(0) + low.count(6) < len(low) * 0.5:
                return codec
    return None


def _legacy(raw: bytes, error: UnicodeDecodeError, path: str) -> tuple[Decoded, list[Problem]]:
    """Read bytes that are no UTF-8: Windows-1256 where it gives Arabic, else refuse."""
    place = Place(path, raw.count(b"\n", 0, error.start) + 1)
    why = f"byte {error.start} (0x{raw[error.start]:02X}) is not UTF-8"
    legacy, guess = legacy_of(raw)
    if legacy:
        text = raw.decode("cp1256")
        return _without_zeros(Decoded(text, "Windows-1256", assumed=True), path)
    what = f"this cannot be read: it looks like {guess}" if guess else "this cannot be read"
    return Decoded(""), [Problem(place, what, why, "store it as UTF-8")]


def legacy_of(raw: bytes) -> tuple[bool, str]:
    """Say whether bytes that are no UTF-8 are Windows-1256, else what they most likely are."""
    first = _HIGH.search(raw)
    begin = max(0, first.start() - 1000) if first else 0  # what is ASCII says nothing
    sample = raw[begin : begin + 200_000]
    return (True, "") if _reads_as_1256(sample) else (False, _name_other(raw))


def _reads_as_1256(raw: bytes) -> bool:
    """Say whether *raw*, read as Windows-1256, has the letter frequencies of Arabic.

    Words of letters, common letters far ahead of rare ones, hardly a Latin letter with an accent.
    """
    text = raw.decode("cp1256", "replace")
    letters = len(_ARABIC.findall(text))
    high = sum(1 for byte in raw if byte >= 0x80)
    if not letters or letters < 0.75 * high:
        return False
    common, rare = len(_COMMON.findall(text)), len(_RARE.findall(text))
    words = _WORD.findall(text)
    mean = sum(map(len, words)) / len(words)
    others = len(_OF_OTHERS.findall(text))
    return common > 2.2 * rare and 2.2 <= mean <= 9 and others < 0.1 * letters


def _name_other(raw: bytes) -> str:
    """Name what bytes that are neither UTF-8 nor Windows-1256 most likely are."""
    for codec, name in (("iso8859-6", "ISO 8859-6"), ("cp720", "DOS 720"), ("cp864", "DOS 864")):
        try:
            text = raw.decode(codec)
        except UnicodeDecodeError:
            continue
        common, rare = len(_COMMON.findall(text)), len(_RARE.findall(text))
        if common > 20 and common > 3 * rare:
            return name
    return next((name for start, name in _MAGIC if raw.startswith(start)), "")
