"""Which affixes may be cut from a word? Data only; Python and the client read the same lists.

Forms are folded, so teh marbuta stands as heh and alef maqsura as yeh. Every prefix is made of
the units of ``LEFT``, every suffix of the letters of ``RIGHT`` and of ``RIGHT_PAIRS``: that is
why no rule ever crosses what :func:`sitegen.arabic.stem.key` strips.
"""

from __future__ import annotations

from sitegen.arabic.chars import (
    ALEF,
    BEH,
    FEH,
    HAMZA,
    HEH,
    KAF,
    LAM,
    MEEM,
    NOON,
    TEH,
    WAW,
    WAW_HAMZA,
    YEH,
    YEH_HAMZA,
)

CARRIERS = {WAW_HAMZA: WAW, YEH_HAMZA: YEH}  # hamza carriers of the stem fold
CONJUNCTIONS = WAW + FEH
PREPOSITIONS = BEH + KAF + LAM
CONTRACTED = LAM + LAM  # li- and the article, its alef not written
LEFT = CONJUNCTIONS + PREPOSITIONS  # letters that the key strips, besides the article
RIGHT = HEH + ALEF + YEH + NOON + WAW + TEH + KAF + HAMZA
RIGHT_PAIRS = (HEH + MEEM, KAF + MEEM)  # a lone meem is of the word
# After the left side, a letter that suffixes have may be the word's: it and the next are kept.
UNSURE_LETTERS = 2

SUFFIXES = (  # of the rule stem, each tried once, in this order
    HEH + MEEM + ALEF,
    HEH + MEEM,
    HEH + NOON,
    HEH + ALEF,
    TEH + YEH + NOON,
    TEH + ALEF + NOON,
    ALEF + NOON,
    ALEF + TEH,
    WAW + NOON,
    YEH + NOON,
    WAW + ALEF,
    HEH,
    YEH,
)
PRONOUNS = (
    HEH + MEEM + ALEF,
    KAF + MEEM + ALEF,
    HEH + MEEM,
    KAF + MEEM,
    HEH + NOON,
    HEH + ALEF,
    NOON + ALEF,
    HEH,
    YEH,
)
# What a pronoun opens: the teh of a feminine (لغته, لغة), the alef of a maqsura (معناه, معنى).
# At the end of an address of two letters they are one, as the two spellings of a family must be.
REOPENED = {TEH: HEH, ALEF: YEH}
PLURAL, SINGULAR = ALEF + TEH, HEH  # لغات, لغة
SHORTEST = 3  # letters that a cut leaves
SHORTEST_AFTER_ARTICLE = 2
NOT_AFTER_ARTICLE = LAM + HEH  # الله is whole
SHORTEST_AFTER_WAW = 4  # after a waw cut without proof
SHORT_NAME = 3  # a protected word of so few letters needs proof before a proclitic comes off
