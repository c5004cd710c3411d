"""In which order do headings stand, and under which letter?

The article is ignored, hamza and its carriers count as the letter beneath; Arabic comes first,
then other scripts, then numbers. Word by word, as printed indices of Arabic books do it.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import pairwise

import numpy as np

from sitegen.arabic.chars import ALEF, ARABIC, ARTICLE, HAMZA, contains
from sitegen.arabic.fold import fold
from sitegen.arabic.rules import CARRIERS
from sitegen.arabic.tokens import tokenize

_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويء"
SortKey = tuple[int, str, str, str]
NUMBERS = "#"
_ARABIC, _OTHER, _NUMBER = range(3)
_PARTED = "\n"
_WIDTH = 12  # digits of a number, so that issue 10 follows issue 2
# Letters of other languages stand with the Arabic letter that they are drawn from.
_BASES = {
    HAMZA: ALEF,
    "\N{ARABIC LETTER PEH}": "\N{ARABIC LETTER BEH}",
    "\N{ARABIC LETTER TCHEH}": "\N{ARABIC LETTER JEEM}",
    "\N{ARABIC LETTER JEH}": "\N{ARABIC LETTER ZAIN}",
    "\N{ARABIC LETTER VEH}": "\N{ARABIC LETTER FEH}",
    "\N{ARABIC LETTER GAF}": "\N{ARABIC LETTER KAF}",
    **CARRIERS,
}
_TO_BASES = str.maketrans(_BASES)
# Folded words that begin with alef and lam, but not with the article; a hamza, where it is
# written, tells as much.
_NO_ARTICLE_WORDS = """
    الله المانيا المانيه الماني البانيا الباني الياس اليشع اليسع اليعازر اليزابيث اليس اليسا
    الكسندر الكساندر الكسندره الكسي الفرد الفريد الفونس الفونسو البرت البير البرتو الزاس الان
    الاسكا الدورادو السا اله الهي الوهيه الف الفيه الي اليه
    التزام التماس التفات التقاء التحاق التهاب التباس التئام التجاء
"""
_NO_ARTICLE = frozenset(_NO_ARTICLE_WORDS.split())


def _bare(word: str, written: str) -> str:
    """Take the article off a word; one *written* with a hamza at its beginning has none."""
    has_article = (
        word.startswith(ARTICLE)
        and len(word) > len(ARTICLE) + 1
        and written in (ALEF, "\N{ARABIC LETTER ALEF WASLA}")
        and word not in _NO_ARTICLE
    )
    return word[len(ARTICLE) :] if has_article else word


@lru_cache(maxsize=65536)
def sort_key(heading: str) -> SortKey:
    """Give the key by which headings are sorted; equal only for equal headings.

    >>> sorted(["Zaydan", "الهلال", "٣ قصص", "أحمد", "المقتبس", "إبراهيم"], key=sort_key)
    ['إبراهيم', 'أحمد', 'المقتبس', 'الهلال', 'Zaydan', '٣ قصص']
    """
    folded = fold(heading)
    words = tokenize(folded)
    written = [heading[at] for at in folded.starts[words.starts].tolist()]
    return _key(words.forms, written, folded.text, heading)


def _key(words: Sequence[str], written: Sequence[str], folded: str, heading: str) -> SortKey:
    filed = " ".join(map(_filed, words, written)).translate(_TO_BASES)
    first = filed[:1]
    if first and contains(ARABIC, ord(first)):
        group = _ARABIC
    else:
        group = _OTHER if first.isalpha() else _NUMBER
    return group, filed, folded, heading


def _filed(word: str, written: str) -> str:
    return word.zfill(_WIDTH) if word.isdecimal() else _bare(word, written)


def sort_keys(headings: Iterable[str]) -> dict[str, SortKey]:
    """Give the keys of many headings, folded at once.

    >>> list(sort_keys(["الهلال", "٣ قصص"]).values()) == [sort_key("الهلال"), sort_key("٣ قصص")]
    True
    """
    some = list(dict.fromkeys(headings))
    source = _PARTED.join(some)
    folded = fold(source)
    texts = folded.text.split(_PARTED)
    if len(texts) != len(some):  # one of several lines
        return {heading: sort_key(heading) for heading in some}
    words = tokenize(folded)
    forms = words.forms
    written = [source[at] for at in folded.starts[words.starts].tolist()]
    ends = np.cumsum([len(text) + 1 for text in texts])
    bounds = [0, *np.searchsorted(words.starts, ends).tolist()]
    return {
        heading: _key(forms[first:last], written[first:last], text, heading)
        for heading, text, (first, last) in zip(some, texts, pairwise(bounds), strict=True)
    }


def letter_in(key: SortKey) -> str:
    """Give the letter under which a heading with this key stands."""
    group, filed, _, _ = key
    return NUMBERS if group == _NUMBER else filed[0].upper()


def letter_name(letter: str) -> str:
    """Give the Arabic name of a letter, as printed indices head its page; "" for any other.

    >>> letter_name("ب"), letter_name("ا"), letter_name("E")
    ('باء', 'ألف', '')
    """
    return _letter_names().get(letter, "")


@cache
def _letter_names() -> dict[str, str]:
    """Give pyarabic's names of the 28 letters and of hamza."""
    with warnings.catch_warnings():
        # pyarabic.araby has invalid escapes in plain strings, a SyntaxWarning since Python 3.12
        # when it is first compiled; not ours to mend, and no reason to fail under -W error.
        warnings.filterwarnings("ignore", message=".*invalid escape sequence.*")
        from pyarabic import araby  # noqa: PLC0415 - only the pages of letters need it
    return {letter: araby.name(letter) for letter in _LETTERS}
