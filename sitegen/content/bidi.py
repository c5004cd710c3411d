"""Which runs must be isolated so that a line of mixed scripts reads in order?

In Arabic text, runs of Latin, Greek or Cyrillic letters and ranges of numbers stand in ``<bdi>``;
in text of those scripts, Arabic and Hebrew runs do. Only tags are added: the characters outside
them stay those of the text, one for one.
"""

from __future__ import annotations

import re

_LEFT = "A-Za-zªºÀ-ÖØ-öø-ʸ\u0370-\u03ff\u0400-\u052f\u1e00-\u1fff"
_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_DIGIT = "0-9\u0660-\u0669\u06f0-\u06f9"
_JOIN = r"\-\u2010-\u2015/"  # hyphens, dashes, slash: what makes two numbers a range or a date
_LATIN_RUN = (
    rf"[#@+]?(?:[0-9]+[-.]?)?[{_LEFT}]"
    rf"(?:[{_LEFT}0-9\u0300-\u036f'’ʿʾ]|[ .,:;&/+_@%=~?\-\u2010-\u2015]+(?=[{_LEFT}0-9]))*"
)
_RANGE = rf"[{_DIGIT}]+(?:[ ]?[{_JOIN}][ ]?[{_DIGIT}]+)+"
_IN_ARABIC = re.compile(rf"{_LATIN_RUN}|{_RANGE}")
_IN_LATIN = re.compile(rf"[{_RIGHT}](?:[ ،؛]*[{_RIGHT}])*")
_NEED_ARABIC = re.compile(rf"[{_LEFT}&<>]|[{_DIGIT}][ ]?[{_JOIN}]")
_NEED_LATIN = re.compile(rf"[{_RIGHT}&<>]")
_RTL = {"ar", "fa", "ur", "ota", "he", "syr", "ps", "ku", "ckb", "azb", "ug", "sd", "arc"}


def is_rtl(lang: str) -> bool:
    """Say whether text of *lang* runs from right to left.

    >>> is_rtl("ar"), is_rtl("ar-Latn-x-ijmes"), is_rtl("fr")
    (True, False, False)
    """
    primary, _, rest = lang.lower().partition("-")
    subtags = rest.split("-")
    return "latn" not in subtags and (primary in _RTL or "arab" in subtags)


def escape(text: str) -> str:
    """Escape for HTML, outside attributes."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;") if ">" in text else text


def isolate(text: str, *, rtl: bool = True) -> str:
    """Write *text* as HTML with its foreign runs isolated.

    >>> isolate("طراز MQ-9 Reaper سنة 1910-1913 & سنة 1908")
    'طراز <bdi>MQ-9 Reaper</bdi> سنة <bdi>1910-1913</bdi> &amp; سنة 1908'
    >>> isolate("the word كتاب الله here", rtl=False)
    'the word <bdi>كتاب الله</bdi> here'
    """
    if not (_NEED_ARABIC if rtl else _NEED_LATIN).search(text):
        return text
    parts, last = [], 0
    for run in (_IN_ARABIC if rtl else _IN_LATIN).finditer(text):
        parts += [escape(text[last : run.start()]), "<bdi>", escape(run[0]), "</bdi>"]
        last = run.end()
    parts.append(escape(text[last:]))
    return "".join(parts)
