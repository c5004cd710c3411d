"""What was done to this text on its way: wrong encodings, lost letters, reversed lines?

`find_damage` gives each fault with its place, how often it stands there, and what it most likely
was. A proposal *proves itself* where only one reading makes sense: bytes that are UTF-8 to the
last, or a word that Arabic cannot have. `mend` applies those and no other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_AR = "\u0621-\u064a\u0671\u067e\u0686\u0698\u06a9\u06af\u06cc"
_MARK = "\u0640\u064b-\u0652\u0670"
_WORD = re.compile(f"[{_AR}{_MARK}]+")
_COMMON = frozenset("اليمونرتبهعدفسقكةحأىج")
_LONGEST = 60  # of a sample


@dataclass(frozen=True, slots=True)
class Damage:
    """One fault: its kind, where it stands, what stands there, what was meant ("" unknown)."""

    kind: str
    start: int
    end: int
    before: str
    after: str = ""
    proven: bool = False

    def shown(self) -> str:
        """Write the fault and the proposal on one line, cut where they are long.

        >>> Damage("lam-alef", 0, 4, "هللا", "الله").shown()
        'lam-alef: «هللا», meant: «الله»'
        """
        meant = f", meant: «{_cut(self.after)}»" if self.after else ""
        return f"{self.kind}: «{_cut(self.before)}»{meant}"


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"


def find_damage(text: str, lang: str = "ar") -> list[Damage]:
    """Find what was damaged in a text, in order; no two findings overlap.

    >>> [one.shown() for one in find_damage("Ø§Ù„ÙƒØªØ§Ø¨ قديم")]
    ['UTF-8 read as Windows-1252: «Ø§Ù„ÙƒØªØ§Ø¨», meant: «الكتاب»']
    """
    found: list[Damage] = []
    taken: list[tuple[int, int]] = []
    for sign, find in _FINDERS:
        if not sign.search(text):
            continue
        for one in find(text, lang):
            if all(one.end <= start or end <= one.start for start, end in taken):
                found.append(one)
                taken.append((one.start, one.end))
    return sorted(found, key=lambda one: one.start)


def mend(text: str, lang: str = "ar") -> tuple[str, list[Damage]]:
    """Mend what proves itself; give the text, and each change with its place in the old one.

    Mending is idempotent, and leaves a sound text as it is.

    >>> mend("قال ÇáÓáÇã Úáíßã ومن عند هللا")[0]
    'قال السلام عليكم ومن عند الله'
    """
    changes = [one for one in find_damage(text, lang) if one.proven]
    parts, last = [], 0
    for one in changes:
        parts += [text[last : one.start], one.after]
        last = one.end
    return "".join([*parts, text[last:]]), changes


# -- encodings ---------------------------------------------------------------------------------


def _bytes_of(codec: str) -> dict[str, int]:
    """Give each character's byte; what a codec leaves undefined programs write as it is."""
    table = {chr(byte): byte for byte in range(0x80, 0xA0)}  # Latin-1's, for Windows-1252 too
    for byte in range(0x80, 0x100):
        try:
            table[bytes([byte]).decode(codec)] = byte
        except UnicodeDecodeError:
            table[chr(byte)] = byte
    return table


_BYTES_1252, _BYTES_1256 = _bytes_of("cp1252"), _bytes_of("cp1256")
_BYTES_MAC, _BYTES_DOS = _bytes_of("mac-roman"), _bytes_of("cp437")
_BETWEEN = r"[ -/:-@\[-`{-~0-9\n]"


def _one_of(table: dict[str, int], first: int, last: int) -> str:
    return f"[{''.join(re.escape(char) for char, byte in table.items() if first <= byte <= last)}]"


def _run(table: dict[str, int], *more: str) -> re.Pattern[str]:
    """Match UTF-8 whose bytes were read by a table: two letters and more, and signs among them."""
    tail = _one_of(table, 0x80, 0xBF)
    letter = f"(?:{'|'.join([_one_of(table, 0xD8, 0xDB) + tail, *more])})"
    sign = f"(?:{_one_of(table, 0xC2, 0xC2)}{tail}|{_one_of(table, 0xE2, 0xE2)}{tail}{tail})"
    return re.compile(f"{sign}{{0,9}}{letter}(?:(?:{sign}|{_BETWEEN})*{letter})+{sign}{{0,9}}")


_AS_1252, _AS_1256 = _run(_BYTES_1252, "Ù\ufffd"), _run(_BYTES_1256)
_AS_MAC, _AS_DOS = _run(_BYTES_MAC), _run(_BYTES_DOS)
_TAIL = _one_of(_BYTES_1252, 0x80, 0xBF)
_AGAIN = f"(?:{_one_of(_BYTES_1252, 0xC2, 0xCB)}{_TAIL}|â{_TAIL}{_TAIL})"
_AGAIN_1252 = re.compile(f"{_AGAIN}(?:{_BETWEEN}*{_AGAIN})+")
_LETTERS_OF_1256 = "".join(
    re.escape(char)
    for char, byte in _BYTES_1252.items()
    if "\u0621" <= bytes([byte]).decode("cp1256", "replace") <= "\u0652"
)
_1256_AS_1252 = re.compile(
    f"(?<![A-Za-z])[{_LETTERS_OF_1256}]+"
    rf"(?:[ \n.:()«»!0-9¡¿º\"-]+[{_LETTERS_OF_1256}]+)*[.:)»!¿¡º]*(?![A-Za-z])"
)


def _recoded(text: str, table: dict[str, int], codec: str) -> str:
    """Read a text's bytes in *codec*; "" where they are none."""
    try:
        raw = bytes(table.get(char, ord(char)) for char in text)
        return raw.decode(codec)
    except (ValueError, UnicodeDecodeError):
        return ""


def _utf8_as(
    pattern: re.Pattern[str], table: dict[str, int], name: str
) -> Callable[[str, str], Iterator[Damage]]:
    def find(text: str, _lang: str) -> Iterator[Damage]:
        for found in pattern.finditer(text):
            meant = _recoded(found[0].replace("Ù\ufffd", "Ù\x81"), table, "utf-8")
            if len(_WORD.findall(meant)) and len(found[0]) >= 4:
                kind = f"UTF-8 read as {name}"
                # a byte that was lost behind Ù is feh's, or that of one of three marks
                yield Damage(kind, *found.span(), found[0], meant, "\ufffd" not in found[0])

    return find


def _misread_twice(text: str, _lang: str) -> Iterator[Damage]:
    """Find UTF-8 that was read as Windows-1252, written as UTF-8, and read so again."""
    for found in _AGAIN_1252.finditer(text):
        once = _recoded(found[0], _BYTES_1252, "utf-8")
        meant = _AS_1252.sub(lambda inner: _recoded(inner[0], _BYTES_1252, "utf-8"), once)
        if _WORD.search(meant) and not re.search("[\u00c0-\u00ff]", meant):
            kind = "UTF-8 read as Windows-1252"
            yield Damage(kind, *found.span(), found[0], meant, proven=True)


def _cp1256_as_1252(text: str, _lang: str) -> Iterator[Damage]:
    for found in _1256_AS_1252.finditer(text):
        meant = _recoded(found[0], _BYTES_1252, "cp1256")
        letters = [char for word in _WORD.findall(meant) for char in word]
        common = sum(char in _COMMON for char in letters)
        if len(letters) >= 4 and common > 0.7 * len(letters):
            several = len(_WORD.findall(meant)) > 1
            kind = "Windows-1256 read as Windows-1252"
            yield Damage(kind, *found.span(), found[0], meant, proven=several)


# -- what is lost ------------------------------------------------------------------------------

_LOST = re.compile(r"\?{2,}(?:[ .،]+\?{2,})+|\?{4,}|\ufffd[\ufffd ]*")


def _lost(text: str, _lang: str) -> Iterator[Damage]:
    for found in _LOST.finditer(text):
        yield Damage("letters lost", *found.span(), found[0].rstrip())


# -- order of letters --------------------------------------------------------------------------

_LINE = re.compile(r"[^\n]+")
_NUMBER = re.compile(r"[0-9٠-٩A-Za-z][0-9٠-٩A-Za-z.,/:-]*")
_MIRRORED = str.maketrans("()[]{}«»<>", ")(][}{»«><")
_NEVER_FIRST = ("ة", "ى", "ء", *map(chr, range(0x64B, 0x653)))


def _reversed_lines(text: str, _lang: str) -> Iterator[Damage]:
    """Find lines whose letters stand from the end to the beginning, as PDFs give them.

    Few words end in لا or begin with ة; in a reversed line many do, and not when it is turned.
    """
    for found in _LINE.finditer(text):
        proven = _is_reversed(found[0])
        if proven is not None:
            after = _turned(found[0])
            if _is_reversed(after) is None:  # else it reads no better
                yield Damage("line reversed", *found.span(), found[0], after, proven)


def _is_reversed(line: str) -> bool | None:
    """Say whether a line is reversed for sure, or looks so; None: neither."""
    words = _WORD.findall(line)
    if len(words) < 3:
        return None
    turned = sum(word.endswith("لا") and len(word) > 3 for word in words)
    wrong = sum(word.startswith(_NEVER_FIRST) for word in words)
    upright = sum(word.startswith(("ال", "وال", "بال", "لل")) for word in words)
    ends = sum(word.endswith(("ة", "ى", "ات", "ين", "ون")) for word in words)
    sure = wrong >= 1 or (turned >= 3 and 3 * turned > len(words))
    if sure and turned + wrong >= 2 and turned + wrong > 2 * (upright + ends):
        return bool(turned + wrong >= 3 and upright <= 1)
    return None


def _turned(line: str) -> str:
    """Turn a line round; numbers and Latin words keep their order.

    >>> _turned("1908 ةنس ةعبطملا")
    'المطبعة سنة 1908'
    """
    back = line[::-1].translate(_MIRRORED)
    return _NUMBER.sub(lambda found: found[0][::-1], back)


_LAM_ALEF = re.compile(
    rf"(?<![{_AR}{_MARK}])(?:([وف]?[بك]?)(?:هللا|اهلل)(?![{_AR}{_MARK}])"
    rf"|([وف]?[بك]?)ا([أإآ])ل([{_AR}{_MARK}]+))"
)


def _lam_alef(text: str, _lang: str) -> Iterator[Damage]:
    """Find words whose lam-alef was turned round: هللا, األول, اإلسالم."""
    for found in _LAM_ALEF.finditer(text):
        of_al = f"{found[2]}ال{found[3]}{found[4]}"
        meant = of_al if found[3] else f"{found[1]}الله"
        yield Damage("lam-alef reversed", *found.span(), found[0], meant, proven=True)


# -- letters that are none ---------------------------------------------------------------------

_SIGNS = "،.؛:؟!«»()0-9"
_SPACED = re.compile(
    rf"(?<!\S)[{_AR}{_SIGNS}][{_MARK}]*(?: {{1,3}}[{_AR}{_SIGNS}][{_MARK}]*){{4,}}(?!\S)"
)
_ALPHABETS = ("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "ابجدهوزحطيكلمنسعفصقرشتثخذضظغ")


def _spaced(text: str, _lang: str) -> Iterator[Damage]:
    """Find letters with a space after each; where words stand farther apart, they are known."""
    for found in _SPACED.finditer(text):
        words = [word.replace(" ", "") for word in re.split(" {2,}", found[0])]
        if len(_WORD.findall(found[0])) < 4:
            continue
        plain = re.sub(f"[{_MARK}]", "", "".join(words)).translate(str.maketrans("أإآ", "ااا"))
        if not any(plain in one for one in _ALPHABETS):  # an alphabet is no word
            proven = len(words) > 1 and max(map(len, words)) > 1
            yield Damage("letters spaced apart", *found.span(), found[0], " ".join(words), proven)


_LATIN_IN = re.compile(
    rf"[{_AR}{_MARK}]+[oOlIi0][{_AR}{_MARK}]*|(?<![A-Za-z0-9])[oO0][{_AR}]{{2,}}"
)
_LOOK = str.maketrans("oO0lIi", "ههه" + "ااا")
_FOREIGN = re.compile(rf"[{_AR}{_MARK}]*[کیھہ][{_AR}{_MARK}]*")
_OURS = str.maketrans("کیھہ", "كيهه")
_ARABIC_LETTERS = re.compile("[كيةى]")


def _look_alikes(text: str, lang: str) -> Iterator[Damage]:
    for found in _LATIN_IN.finditer(text):
        yield Damage("Latin letter in an Arabic word", *found.span(), found[0],
                     found[0].translate(_LOOK))  # fmt: skip
    if lang.partition("-")[0] != "ar" or not _ARABIC_LETTERS.search(text):
        return
    for found in _FOREIGN.finditer(text):
        yield Damage("Persian letter in an Arabic text", *found.span(), found[0],
                     found[0].translate(_OURS))  # fmt: skip


_CONTROLS = "\u202a-\u202e\u2066-\u2069"
_BIDI = re.compile(f"[\u202d\u202e][^\n\u202c]*\u202c?|[\u202a\u202b\u2066-\u2068][{_CONTROLS}]+")


def _bidi(text: str, _lang: str) -> Iterator[Damage]:
    """Find controls that show letters in another order than they stand in."""
    for found in _BIDI.finditer(text):
        meant = re.sub(f"[{_CONTROLS}]", "", found[0])
        yield Damage("control that reorders", *found.span(), found[0], meant)


_FINDERS: tuple[tuple[re.Pattern[str], Callable[[str, str], Iterator[Damage]]], ...] = (
    (re.compile("[\u00d8-\u00db]"), _utf8_as(_AS_1252, _BYTES_1252, "Windows-1252")),
    (re.compile("Ã[\u02dc\u2122\u0161\u203a]"), _misread_twice),
    (re.compile("[ÿŸ]"), _utf8_as(_AS_MAC, _BYTES_MAC, "Mac Roman")),
    (re.compile("[╪┘]"), _utf8_as(_AS_DOS, _BYTES_DOS, "DOS 437")),
    (re.compile("[طظ][\u0080-\u2122]"), _utf8_as(_AS_1256, _BYTES_1256, "Windows-1256")),
    (re.compile("[\u00c0-\u00ff]{2}"), _cp1256_as_1252),
    (re.compile(r"\?\?|\ufffd"), _lost),
    (re.compile("[ةى][\u0621-\u064a]|لا"), _reversed_lines),
    (re.compile("هللا|اهلل|ا[أإآ]ل"), _lam_alef),
    (re.compile(f"[{_AR}] [{_AR}] [{_AR}] "), _spaced),
    (re.compile("[oOlIi0کیھہ]"), _look_alikes),
    (re.compile(f"[{_CONTROLS}]"), _bidi),
)
