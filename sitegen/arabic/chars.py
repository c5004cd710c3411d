"""Which characters does Arabic comparison treat alike, drop, or part words at?

Data only, with named code points; :mod:`sitegen.arabic.fold` and the client read it.
Sources: the Unicode charts 0600, 0750, 08A0, FB50, FE70 and 0080-024F; the spellings met in
printed periodicals of 1900-1940 and on Persian keyboards.
"""

from __future__ import annotations

ALEF = "\N{ARABIC LETTER ALEF}"
HAMZA = "\N{ARABIC LETTER HAMZA}"
WAW = "\N{ARABIC LETTER WAW}"
YEH = "\N{ARABIC LETTER YEH}"
HEH = "\N{ARABIC LETTER HEH}"
KAF = "\N{ARABIC LETTER KAF}"
TEH = "\N{ARABIC LETTER TEH}"
LAM = "\N{ARABIC LETTER LAM}"
FEH = "\N{ARABIC LETTER FEH}"
BEH = "\N{ARABIC LETTER BEH}"
NOON = "\N{ARABIC LETTER NOON}"
MEEM = "\N{ARABIC LETTER MEEM}"
JEEM = "\N{ARABIC LETTER JEEM}"
DAL = "\N{ARABIC LETTER DAL}"
REH = "\N{ARABIC LETTER REH}"
ZAIN = "\N{ARABIC LETTER ZAIN}"
QAF = "\N{ARABIC LETTER QAF}"
WAW_HAMZA = "\N{ARABIC LETTER WAW WITH HAMZA ABOVE}"
YEH_HAMZA = "\N{ARABIC LETTER YEH WITH HAMZA ABOVE}"
TEH_MARBUTA = "\N{ARABIC LETTER TEH MARBUTA}"
TATWEEL = "\N{ARABIC TATWEEL}"
ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
ZWJ = "\N{ZERO WIDTH JOINER}"
ARTICLE = ALEF + LAM

Ranges = tuple[tuple[int, int], ...]  # both ends belong to a range

ACCENTS: Ranges = ((0x0300, 0x036F),)  # of Latin, Greek and Cyrillic
# Other vowel and reading marks: they stand on a letter and belong to its span in the source.
MARKS: Ranges = (
    (0x0610, 0x061A),  # honorific and small signs
    (0x064B, 0x065F),  # tashkeel, madda and hamza above and below
    (0x0670, 0x0670),  # superscript (dagger) alef
    (0x06D6, 0x06ED),  # Quranic annotation
    (0x08CA, 0x08E1),  # Quranic annotation, extended Arabic
    (0x08E3, 0x08FF),
    (0xFC5E, 0xFC63),  # spacing pairs of tashkeel
    (0xFE70, 0xFE70),  # spacing and medial forms of tashkeel, as old converters wrote them
    (0xFE71, 0xFE72),
    (0xFE74, 0xFE74),
    (0xFE76, 0xFE7F),
)
STRETCHERS: Ranges = ((0x0640, 0x0640), (0xFE73, 0xFE73))  # tatweel, the tail fragment
# Seen by no reader: they join, part, reorder or pick a glyph.
CONTROLS: Ranges = (
    (0x0000, 0x0000),
    (0x00AD, 0x00AD),  # soft hyphen
    (0x061C, 0x061C),  # Arabic letter mark
    (0x180E, 0x180E),
    (0x200B, 0x200F),  # zero-width space, joiners, direction marks
    (0x202A, 0x202E),  # embeddings and overrides
    (0x2060, 0x206F),  # word joiner, isolates, deprecated shaping
    (0xFE00, 0xFE0F),  # variation selectors
    (0xFEFF, 0xFEFF),  # byte order mark
)
# Letters of transliteration that mark hamza and ayn: ʾ ʿ ʼ ʻ ʽ ʹ ʺ; nobody types them.
TRANSLITERATION_SIGNS: Ranges = ((0x02B9, 0x02BF), (0x02C0, 0x02C1))
DROPPED: Ranges = MARKS + STRETCHERS + CONTROLS + TRANSLITERATION_SIGNS

LETTERS = {
    "\N{ARABIC LETTER ALEF WITH MADDA ABOVE}": ALEF,
    "\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}": ALEF,
    "\N{ARABIC LETTER ALEF WITH HAMZA BELOW}": ALEF,
    "\N{ARABIC LETTER ALEF WASLA}": ALEF,
    "\N{ARABIC LETTER ALEF WITH WAVY HAMZA ABOVE}": ALEF,
    "\N{ARABIC LETTER ALEF WITH WAVY HAMZA BELOW}": ALEF,
    "\N{ARABIC LETTER HIGH HAMZA ALEF}": ALEF,
    "\N{ARABIC LETTER HIGH HAMZA WAW}": WAW_HAMZA,
    "\N{ARABIC LETTER U WITH HAMZA ABOVE}": WAW_HAMZA,
    "\N{ARABIC LETTER HIGH HAMZA YEH}": YEH_HAMZA,
    "\N{ARABIC LETTER ALEF MAKSURA}": YEH,
    "\N{ARABIC LETTER FARSI YEH}": YEH,
    "\N{ARABIC LETTER KASHMIRI YEH}": YEH,
    "\N{ARABIC LETTER YEH WITH TAIL}": YEH,
    "\N{ARABIC LETTER YEH BARREE}": YEH,
    "\N{ARABIC LETTER YEH BARREE WITH HAMZA ABOVE}": YEH,
    "\N{ARABIC LETTER KEHEH}": KAF,
    "\N{ARABIC LETTER SWASH KAF}": KAF,
    "\N{ARABIC LETTER TEH MARBUTA}": HEH,
    "\N{ARABIC LETTER HEH DOACHASHMEE}": HEH,
    "\N{ARABIC LETTER HEH GOAL}": HEH,
    "\N{ARABIC LETTER HEH GOAL WITH HAMZA ABOVE}": HEH,
    "\N{ARABIC LETTER HEH WITH YEH ABOVE}": HEH,
    "\N{ARABIC LETTER TEH MARBUTA GOAL}": HEH,
    "\N{ARABIC LETTER AE}": HEH,
    # Persian, Ottoman, Urdu, Kurdish, Maghribi letters: what an Arabic keyboard has for them
    "\N{ARABIC LETTER PEH}": BEH,
    "\N{ARABIC LETTER TTEH}": TEH,
    "\N{ARABIC LETTER TCHEH}": JEEM,
    "\N{ARABIC LETTER DDAL}": DAL,
    "\N{ARABIC LETTER RREH}": REH,
    "\N{ARABIC LETTER REH WITH SMALL V BELOW}": REH,
    "\N{ARABIC LETTER JEH}": ZAIN,
    "\N{ARABIC LETTER VEH}": FEH,
    "\N{ARABIC LETTER FEH WITH DOT MOVED BELOW}": FEH,
    "\N{ARABIC LETTER FEH WITH THREE DOTS BELOW}": FEH,
    "\N{ARABIC LETTER QAF WITH DOT ABOVE}": QAF,
    "\N{ARABIC LETTER QAF WITH THREE DOTS ABOVE}": QAF,
    "\N{ARABIC LETTER GAF}": KAF,
    "\N{ARABIC LETTER NG}": KAF,
    "\N{ARABIC LETTER KAF WITH THREE DOTS BELOW}": KAF,
    "\N{ARABIC LETTER KEHEH WITH THREE DOTS ABOVE}": KAF,
    "\N{ARABIC LETTER LAM WITH SMALL V}": LAM,
    "\N{ARABIC LETTER NOON GHUNNA}": NOON,
    "\N{ARABIC LETTER OE}": WAW,
    "\N{ARABIC LETTER U}": WAW,
    "\N{ARABIC LETTER YU}": WAW,
    "\N{ARABIC LETTER VE}": WAW,
    "\N{ARABIC LETTER YEH WITH SMALL V}": YEH,
    "\N{ARABIC LETTER E}": YEH,
}
DIGITS = {
    chr(zero + value): str(value)
    for zero in (ord("\N{ARABIC-INDIC DIGIT ZERO}"), ord("\N{EXTENDED ARABIC-INDIC DIGIT ZERO}"))
    for value in range(10)
}
# Latin and Greek letters that decompose into nothing, after lower-casing.
LATIN = {
    "\N{LATIN SMALL LETTER SHARP S}": "ss",
    "\N{LATIN SMALL LETTER AE}": "ae",
    "\N{LATIN SMALL LIGATURE OE}": "oe",
    "\N{LATIN SMALL LETTER THORN}": "th",
    "\N{LATIN SMALL LETTER ETH}": "d",
    "\N{LATIN SMALL LETTER D WITH STROKE}": "d",
    "\N{LATIN SMALL LETTER H WITH STROKE}": "h",
    "\N{LATIN SMALL LETTER T WITH STROKE}": "t",
    "\N{LATIN SMALL LETTER L WITH STROKE}": "l",
    "\N{LATIN SMALL LETTER O WITH STROKE}": "o",
    "\N{LATIN SMALL LETTER DOTLESS I}": "i",
    "\N{GREEK SMALL LETTER FINAL SIGMA}": "\N{GREEK SMALL LETTER SIGMA}",
}
MAPPED = LETTERS | DIGITS | LATIN

# Where a character may change by decomposition (NFKD without accents) or lower-casing.
DECOMPOSED: Ranges = (
    (0x0041, 0x005A),
    (0x00A0, 0x05FF),
    (0x1C90, 0x1CBF),
    (0x1D00, 0x2BFF),
    (0x2C00, 0x2DFF),
    (0x3000, 0x33FF),
    (0xA640, 0xA7BF),
    (0xAB5C, 0xAB69),
    (0xFB00, 0xFFEF),
    (0x1D400, 0x1D7FF),  # mathematical letters
    (0x1EE00, 0x1EEFF),
    (0x1F100, 0x1F2FF),  # letters in circles and squares
)

# A word is a run of letters of the Arabic script, or a run of other letters and digits.
ARABIC: Ranges = (
    (0x0620, 0x063F),
    (0x0641, 0x064A),
    (0x066E, 0x066F),
    (0x0671, 0x06D3),
    (0x06EE, 0x06EF),
    (0x06FA, 0x06FC),
    (0x06FF, 0x06FF),
    (0x0750, 0x077F),
    (0x0870, 0x0887),
    (0x0889, 0x088E),
    (0x08A0, 0x08C9),
)
# Blocks of the other scripts; what is unassigned or never leaves the fold may lie inside.
WORD: Ranges = (
    (0x0030, 0x0039),  # digits
    (0x0061, 0x007A),
    (0x00F8, 0x02C1),
    (0x02C6, 0x02D1),
    (0x02EC, 0x02EC),
    (0x02EE, 0x02EE),
    (0x0370, 0x0374),  # Greek
    (0x0376, 0x037D),
    (0x0388, 0x03F5),
    (0x03F7, 0x0481),  # Cyrillic
    (0x048A, 0x0559),  # Armenian
    (0x0560, 0x0588),
    (0x0591, 0x05BD),  # Hebrew
    (0x05BF, 0x05BF),
    (0x05C1, 0x05C2),
    (0x05C4, 0x05C5),
    (0x05C7, 0x05F2),
    (0x0710, 0x074F),  # Syriac
    (0x0780, 0x07F5),  # Thaana, NKo
    (0x07FA, 0x07FA),
    (0x0800, 0x082F),  # Samaritan
    (0x0840, 0x085D),  # Mandaic
    (0x0860, 0x086F),
    (0x0900, 0x0963),  # the scripts of India
    (0x0966, 0x096F),
    (0x0971, 0x0DF3),
    (0x0E01, 0x0E3A),  # Thai, Lao, Tibetan, Myanmar, Georgian, Ethiopic ...
    (0x0E40, 0x0E4E),
    (0x0E50, 0x0E59),
    (0x0E80, 0x0F00),
    (0x0F18, 0x0F19),
    (0x0F20, 0x0F33),
    (0x0F35, 0x0F35),
    (0x0F37, 0x0F37),
    (0x0F39, 0x0F39),
    (0x0F3E, 0x0F84),
    (0x0F86, 0x0FBC),
    (0x1000, 0x1049),
    (0x1050, 0x109D),
    (0x10A0, 0x10FA),
    (0x10FC, 0x135F),
    (0x1369, 0x138F),
    (0x13A0, 0x13FF),
    (0x1401, 0x166C),
    (0x166F, 0x167F),
    (0x1681, 0x169A),
    (0x16A0, 0x16EA),
    (0x16EE, 0x1733),
    (0x1740, 0x17D3),
    (0x17D7, 0x17D7),
    (0x17DC, 0x17F9),
    (0x1810, 0x193F),
    (0x1946, 0x19DD),
    (0x1A00, 0x1A1B),
    (0x1A20, 0x1A9F),
    (0x1AA7, 0x1AA7),
    (0x1AB0, 0x1B59),
    (0x1B6B, 0x1B73),
    (0x1B80, 0x1BF3),
    (0x1C00, 0x1C37),
    (0x1C40, 0x1C7D),
    (0x1C80, 0x1CBF),
    (0x1CD0, 0x1FBC),
    (0x214E, 0x214E),
    (0x2184, 0x2184),
    (0x2C00, 0x2CE4),
    (0x2CEB, 0x2CF3),
    (0x2D00, 0x2D6F),
    (0x2D80, 0x2DFF),
    (0x3005, 0x3007),  # Chinese, Japanese, Korean
    (0x3021, 0x302F),
    (0x3031, 0x3035),
    (0x3038, 0x303C),
    (0x3041, 0x309A),
    (0x309D, 0x309F),
    (0x30A1, 0x30FA),
    (0x30FC, 0x318F),
    (0x31A0, 0x31BF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0xA48F),
    (0xA4D0, 0xA4FD),
    (0xA500, 0xA60C),
    (0xA610, 0xA66F),
    (0xA674, 0xA67D),
    (0xA67F, 0xA6F1),
    (0xA717, 0xA71F),
    (0xA722, 0xA788),
    (0xA78B, 0xA827),
    (0xA840, 0xA873),
    (0xA880, 0xA8CD),
    (0xA8D0, 0xA8F7),
    (0xA8FB, 0xA92D),
    (0xA930, 0xA95E),
    (0xA960, 0xA9C0),
    (0xA9CF, 0xA9DD),
    (0xA9E0, 0xAA5B),
    (0xAA60, 0xAADD),
    (0xAAE0, 0xAAEF),
    (0xAAF2, 0xAB5A),
    (0xAB5C, 0xAB69),
    (0xAB70, 0xABEA),
    (0xABEC, 0xD7FF),
    (0xF900, 0xFB28),
)


def contains(ranges: Ranges, code: int) -> bool:
    """Say whether a code point lies in one of *ranges*.

    >>> contains(MARKS, ord("\N{ARABIC FATHA}")), contains(MARKS, ord(ALEF))
    (True, False)
    """
    for first, last in ranges:  # noqa: SIM110 - a generator takes three times as long
        if first <= code <= last:
            return True
    return False
