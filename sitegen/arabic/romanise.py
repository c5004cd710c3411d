"""Could this Latin spelling stand for this Arabic word?

No scheme is assumed: ALA-LC, DMG, the Encyclopaedia of Islam, French, English and popular
spellings meet in one table of what a group of Latin letters may stand for, and how far fetched
that is. Short vowels are not written in Arabic, so Latin vowels may stand for nothing; accents,
ʿ and ʾ are folded away before. Source: the tables of ALA-LC (2012) and DIN 31635, and the
spellings that bearers of the names use.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from sitegen.arabic.chars import ARTICLE

# What Latin letters stand for: at once, or only by a stretch.
_UNITS = """
b ب|پ; p ب|پ; ph ف; f ف|ڤ; v ف ڤ|و ب; m م; n ن; r ر; l ل; w و; y ي; ll ل
t ت ط|ث د ه; th ث|ت ذ ط; tt ت ط; ts |ز تس س ص; tch |تش ش ج; tsch |تش ش
j ج|ي ش; dj ج; dsch ج; dzh ج; g ج غ گ|ق ك; gh غ|ج ق; gu |غ ج ق
c |ك س ج ق ص; ch ش|خ ك ح; ck ك|ق; cc |ك; cq ق; sch ش; sh ش; s س ص|ث ز ش; ss س ص; sz |س ز; ces |س
x |خ كس; h ه ح|خ; kh خ|ك; k ك ق|خ; q ق|ك; qu |ك ق; kk ك ق
d د ض|ذ ظ ط ت; dh ذ ظ ض|د; dd د ض; z ز ظ|ذ ض ص س; zh |ج ظ ز ژ; zz ز
a ا|ع ي ه ء; aa ا|ع; e |ا ي ع ه ئ; i ي|ا ع ئ
o |و ا ع ؤ; u و|ا ع ؤ; ou و|ا ع; oo و; ee ي; ie ي; ei ي|ا; ai ي|ا ئ; ay ي; ey ي
au و|ا; aw و; ow و; ah ا ه; eh |ه; at |ه; et |ه; iy ي; ya ي|ا
eau |و; eu |و ي; ue |و; oe |و; ae |ا ي; y ي
2 ء ا ق; 3 ع; 5 خ; 6 ط; 7 ح; 8 |غ ق; 9 ق ص
"""
SURE, STRETCHED = 0, 2  # weights of a group of letters that stand for another
UNSAID = 1  # of an Arabic long vowel, hamza, ayn or heh for which nothing stands
LOST = 6  # of a consonant for which nothing stands, on either side
MUTE = 3  # of a last Latin consonant for which nothing stands: Bouvat
VOWELS = "aeiouy"
SILENT = "اويءعئؤه"
LONGEST_UNIT = 4
_ARTICLES = "al el il ul as ash ad adh at ath az an ar es esh ed ez en er et"
ARTICLES = frozenset(_ARTICLES.split())
_SERVANT = re.compile(r"abd[aeiou]?(?:l(?!lah)|([rnsztd])(?=\1))?(?=...)")
SERVANT = "عبد"


@cache
def units() -> dict[str, dict[str, int]]:
    """Give for each group of Latin letters what it may stand for, and the weight of that.

    >>> units()["sh"], units()["t"]["ط"], units()["t"]["ث"]
    ({'ش': 0}, 0, 2)
    """
    found: dict[str, dict[str, int]] = {}
    for entry in re.split(r"[;\n]\s*", _UNITS.strip()):
        latin, _, arabic = entry.partition(" ")
        sure, _, far = arabic.partition("|")
        weights = found.setdefault(latin, {})
        weights.update(dict.fromkeys(far.split(), STRETCHED))
        weights.update(dict.fromkeys(sure.split(), SURE))
    return found


def romanise_tables() -> dict[str, Any]:
    """Give the table for the client, as JSON-ready data."""
    return {
        "units": " ".join(
            f"{latin}:{arabic}{weight}" for latin, all_ in units().items()
            for arabic, weight in all_.items()
        ),
        "unsaid": UNSAID, "lost": LOST, "mute": MUTE, "silent": SILENT, "vowels": VOWELS,
        "longest": LONGEST_UNIT, "articles": " ".join(sorted(ARTICLES)), "servant": SERVANT,
        "article": ARTICLE,
    }  # fmt: skip


def farthest_reading(latin: str) -> int:
    """Give the greatest weight at which a Latin word may stand for an Arabic one."""
    return 2 + len(latin) * 2 // 3


def latin_words(forms: Sequence[str]) -> list[str]:
    """Part folded Latin words as the names are parted: no article, and Abd by itself.

    >>> latin_words(["abderrahman", "al", "kawakibi"]), latin_words(["abdallah", "el"])
    (['abd', 'rahman', 'kawakibi'], ['abd', 'llah', 'el'])
    """
    words: list[str] = []
    for at, form in enumerate(forms):
        if form in ARTICLES and at + 1 < len(forms):
            continue
        servant = _SERVANT.match(form)
        words += ["abd", form[servant.end() :]] if servant else [form]
    return words


def arabic_words(forms: Sequence[str]) -> list[str]:
    """Part the folded words of an Arabic name: without the article, Abd by itself.

    >>> arabic_words(["عبدالرحمن", "الكواكبي"]), arabic_words(["عبد", "الله"])
    (['عبد', 'رحمن', 'كواكبي'], ['عبد', 'له'])
    """
    words: list[str] = []
    for form in forms:
        if form.startswith(SERVANT + ARTICLE) and len(form) > len(SERVANT + ARTICLE) + 1:
            words.append(SERVANT)
            form = form[len(SERVANT) :]  # noqa: PLW2901
        has_article = form.startswith(ARTICLE) and len(form) > len(ARTICLE) + 1
        words.append(form[len(ARTICLE) :] if has_article else form)
    return words


def first_letters(latin: str) -> list[str]:
    """Give the letters with which the Arabic words begin that *latin* may stand for, sorted.

    >>> first_letters("sharq"), first_letters("omar")
    (['ث', 'ز', 'س', 'ش', 'ص'], ['ء', 'ؤ', 'ئ', 'ا', 'ع', 'ه', 'و', 'ي'])
    """
    table = units()
    meant = {
        arabic[0] for size in range(1, LONGEST_UNIT + 1) for arabic in table.get(latin[:size], {})
    }
    if latin[:1] in VOWELS:
        meant.update(SILENT)
    return sorted(meant)


def unlikeness(latin: str, arabic: str, limit: int) -> int:
    """Weigh the cheapest reading of *latin* as *arabic*, both folded, without the article.

    ``limit + 1`` where it weighs more. Vowels may stand for nothing, for short ones are not
    written; a letter written twice for one, for neither is the doubling.

    >>> unlikeness("dimashq", "دمشق", 9), unlikeness("choueiri", "شويري", 9)
    (0, 0)
    >>> unlikeness("ali", "علي", 9), unlikeness("cairo", "قاهره", 9), unlikeness("kurd", "ترك", 9)
    (1, 4, 10)
    """
    table = units()
    rows = [[limit + 1] * (len(arabic) + 1) for _ in range(len(latin) + 1)]
    rows[0][0] = 0
    for i, row in enumerate(rows):
        letter = latin[i : i + 1]
        for j, cost in enumerate(row):
            if cost > limit:
                continue
            if j < len(arabic):
                step = cost + (UNSAID if arabic[j] in SILENT else LOST)
                row[j + 1] = min(row[j + 1], step)
            if not letter:
                continue
            free = letter in VOWELS or (i and latin[i - 1] == letter)
            lost = MUTE if i + 1 == len(latin) else LOST
            step = cost + (0 if free else lost)
            rows[i + 1][j] = min(rows[i + 1][j], step)
            for size in range(1, min(LONGEST_UNIT, len(latin) - i) + 1):
                for meant, weight in table.get(latin[i : i + size], {}).items():
                    if arabic.startswith(meant, j):
                        at = j + len(meant)
                        rows[i + size][at] = min(rows[i + size][at], cost + weight)
    return min(rows[-1][-1], limit + 1)
