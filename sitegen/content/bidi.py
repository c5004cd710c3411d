"""Which runs must be isolated so that a line of mixed scripts reads in order?

In Arabic text, runs of Latin, Greek or Cyrillic letters stand in ``<bdi>``, and so do numbers
that the direction around them would tear or turn: ranges and dates with dashes, sums, signed
numbers, money, shares, degrees, numbers with a Latin unit, telephone numbers, addresses of the
web. In text of those scripts, Arabic and Hebrew runs do. Only tags are added: the characters
outside them stay those of the text, one for one.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_LEFT = "A-Za-zªºµÀ-ÖØ-öø-ʸ\u0370-\u03ff\u0400-\u052f\u1e00-\u1fff\u2126"
_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_RIGHT_LETTER = "\u05d0-\u05f2\u0620-\u064a\u066e-\u06d3\u06fa-\u08c9\ufb1d-\ufdff\ufe70-\ufefc"
_DIGIT = "0-9\u0660-\u0669\u06f0-\u06f9"
_JOIN = r"\-\u2010-\u2015/"  # hyphens, dashes, slash: what makes two numbers a range or a date
_SUM = r"+\u2212×÷±=<>≤≥≈*"  # and what makes them a sum or a size
_INSIDE = ".,:'’\u066b\u066c\u00a0\u202f\u2009"  # between digits of one number
_SPACES = " \u00a0\u202f"
_COINS = "£$€¥₤₺"
_SMALL = "²³¹\u2070-\u209c"  # digits above and below the line
_UNITS_NAMES = (
    "pt px em dpi ppi lpi mm cm dm km m ft in yd mi kg mg g lb lbs oz cl ml l ha "
    "kB KB MB GB TB kb Mb Hz kHz MHz GHz W kW MW V kV A mA K °C °F C F h min s sec ms rpm "
    "pp p vol vols fr frs s d "
    "AD BC CE BCE AH A.D. B.C. A.H. am pm AM PM a.m. p.m. USD EUR GBP LE"
)
_UNITS = "|".join(map(re.escape, sorted(set(_UNITS_NAMES.split()), key=lambda u: (-len(u), u))))

_WEB = r"(?:https?|ftp)://[^\s<>«»\"“”،؛؟]*[^\s<>«»\"“”،؛؟.,:;!?)\]'’]|www\.[A-Za-z0-9./_-]*[A-Za-z0-9/]"
_TELEPHONE = r"\+[0-9]{1,4}(?:[ \-.]?(?:[0-9]{1,4}|\([0-9]{1,4}\))){2,6}"
_PLAIN = rf"[0-9]+(?:[{_INSIDE}][0-9]+)*(?:[{_SMALL}]+)?"
_AMOUNT = (
    rf"(?:(?:(?<![^\s(\[«])[\-+±]|(?<![{_DIGIT}])\u2212))?(?:[{_COINS}][ ]?)?{_PLAIN}"
    rf"(?:[{_SPACES}]?[%‰{_COINS}]|[{_SPACES}]?°(?![{_LEFT}{_RIGHT}]))?"
)
_AMOUNTS = rf"{_AMOUNT}(?:[ ]?[{_JOIN}{_SUM}][ ]?{_AMOUNT})*"
_WITH_UNIT = rf"{_AMOUNTS}[{_SPACES}]?(?:{_UNITS})(?!\.?[{_LEFT}{_DIGIT}])[²³]?"
_MEASURE = rf"{_WITH_UNIT}(?:[., ]+{_WITH_UNIT})*"
_SERIES = rf"{_AMOUNT}(?:[ ]?[{_JOIN}{_SUM}][ ]?{_AMOUNT})+"
_SIGNED = (
    rf"(?:(?:(?<![^\s(\[«])[\-+±]|(?<![{_DIGIT}])\u2212)(?:[{_COINS}][ ]?)?|[{_COINS}][ ]?)"
    rf"{_PLAIN}[%‰]?"
    rf"|{_PLAIN}[{_SPACES}]?(?:[%‰{_COINS}]|°(?![{_RIGHT}]))(?![{_LEFT}])"
)
_GROUPED = rf"(?<![{_DIGIT}])[0-9]{{1,3}}(?:[ \u2009][0-9]{{3}})+(?![{_DIGIT}])"
_LATIN_RUN = (
    rf"[#@+{_COINS}]?(?:[0-9]+(?:[.,:/\-\u2010-\u2015][0-9]+)*[\-./]?)?[{_LEFT}]"
    rf"(?:[{_LEFT}0-9{_SMALL}\u0300-\u036f'’ʿʾ]"
    rf"|[ .,:;&/+_@%=~?\u00a0\-\u2010-\u2015]+(?=[{_LEFT}0-9])"
    rf"|[ ]?\([{_LEFT}0-9][^(){_RIGHT}\n]*\))*"
    r"(?:(?<=\.[A-Za-z])\.|(?:\+\+|\#)(?![A-Za-z0-9]))?"
)
_RANGE = rf"[{_DIGIT}]+(?:[ ]?[{_JOIN}][ ]?[{_DIGIT}]+)+"
_IN_ARABIC = re.compile(
    rf"(?=[{_LEFT}{_DIGIT}{_COINS}#@+±\u2212\-])"
    rf"(?:{_WEB}|{_TELEPHONE}|{_MEASURE}|{_LATIN_RUN}|{_SERIES}|{_SIGNED}|{_GROUPED}|{_RANGE})"
)
_IN_LATIN = re.compile(rf"[{_RIGHT}](?:[ ،؛]*[{_RIGHT}])*")
# One set of characters in front, so that the search skips all others at once.
_NEED_ARABIC = re.compile(
    rf"[{_LEFT}{_COINS}{_DIGIT}&<>%‰°\u2212+\-±](?:(?<=[{_LEFT}&<>{_COINS}%‰°\u2212])"
    rf"|(?<=[{_DIGIT}])[ ]?[{_JOIN}{_SUM}]|(?<=[+\-±])[0-9]|(?<=[0-9])[ \u2009][0-9])"
)
# Foreign runs that emphasis parts: a reference with its title in italics.
_BDI = r'<bdi(?: class="n")?>[^<>]*</bdi>'
_RUN = re.compile(rf"{_BDI}|<(em|strong|i|b|sup|sub)>{_BDI}</\1>")
_BETWEEN = re.compile(r"(?:[ .,:;/'\"()\[\]0-9\u2010-\u2015-]|&amp;){1,24}")
_TAIL = re.compile(r"(?:[ .,:;]{1,2}[0-9]+(?:[:/\u2010-\u2015-][0-9]+)*)*")
_ARABIC_DIGIT = re.compile("[\u0660-\u0669\u06f0-\u06f9]")
_OPENING, _CLOSING = "([", ")]"
_LEFT_LETTER = re.compile(f"[{_LEFT}]")
_RIGHT_LETTERS = re.compile(f"[{_RIGHT_LETTER}]")
_NUMBERS = re.compile(rf"[^{_LEFT}{_RIGHT_LETTER}]{{1,24}}")
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


def direction_of(text: str, *, rtl: bool) -> str:
    """Give the attribute of a block whose letters all run against the document's direction.

    >>> direction_of("Ami Ayalon, 1995.", rtl=True), direction_of("كتاب Ayalon", rtl=True)
    (' dir="ltr"', '')
    >>> direction_of("1908", rtl=True), direction_of("بسم الله", rtl=False)
    ('', ' dir="rtl"')
    """
    against, along = (_LEFT_LETTER, _RIGHT_LETTERS) if rtl else (_RIGHT_LETTERS, _LEFT_LETTER)
    if along.search(text) or not against.search(text):
        return ""
    return ' dir="ltr"' if rtl else ' dir="rtl"'


def escape(text: str) -> str:
    """Escape for HTML, outside attributes."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;") if ">" in text else text


def finder(*, rtl: bool) -> Callable[[str], object]:
    """Give what finds in a text the first sign that :func:`isolate` may have to write otherwise.

    A text in which nothing is found is written as it stands.

    >>> find = finder(rtl=True)
    >>> [bool(find(text)) for text in ("سنة 1908", "طراز MQ-9", "نعم & لا")]
    [False, True, True]
    """
    return (_NEED_ARABIC if rtl else _NEED_LATIN).search


def isolate(text: str, *, rtl: bool = True) -> str:
    """Write *text* as HTML with its foreign runs isolated.

    Numbers that belong together stay on one line: ``class="n"``.

    >>> isolate("طراز MQ-9 Reaper سنة 1910-1913 & سنة 1908")
    'طراز <bdi>MQ-9 Reaper</bdi> سنة <bdi class="n">1910-1913</bdi> &amp; سنة 1908'
    >>> isolate("the word كتاب الله here", rtl=False)
    'the word <bdi>كتاب الله</bdi> here'
    """
    if not (_NEED_ARABIC if rtl else _NEED_LATIN).search(text):
        return text
    parts, last = [], 0
    for run in (_IN_ARABIC if rtl else _IN_LATIN).finditer(text):
        opened = '<bdi class="n">' if _NUMBERS.fullmatch(run[0]) else "<bdi>"
        parts += [escape(text[last : run.start()]), opened, escape(run[0]), "</bdi>"]
        last = run.end()
    parts.append(escape(text[last:]))
    return "".join(parts)


def joined(html: str) -> str:
    """Let a foreign run that emphasis parts be one: a reference whose title is in italics.

    Each part alone would stand in the order of the Arabic around it. Signs between the parts
    go into the run, brackets only in pairs.

    >>> joined("انظر <bdi>Brockelmann</bdi>, <em><bdi>Geschichte</bdi></em> (<bdi>GAL</bdi>).")
    'انظر <bdi>Brockelmann, <em>Geschichte</em> (GAL)</bdi>.'
    >>> joined("(<em><bdi>Geschichte</bdi></em>), <bdi>II, pp. 12</bdi>")
    '(<em><bdi>Geschichte</bdi></em>), <bdi>II, pp. 12</bdi>'
    """
    if "</bdi></" not in html:
        return html
    parts, last = [], 0
    runs = list(_RUN.finditer(html))
    first = 0
    while first < len(runs):
        end, stop = _last_of(html, runs, first)
        if end > first and any(run[1] for run in runs[first : end + 1]):
            start = runs[first].start()
            if tail := _TAIL.match(html, stop):  # the year, the pages
                stop = tail.end()
            inner = re.sub(r"</?bdi[^>]*>", "", html[start:stop])
            parts += [html[last:start], "<bdi>", inner, "</bdi>"]
            last = stop
        first = end + 1
    return "".join([*parts, html[last:]])


def _last_of(html: str, runs: list[re.Match[str]], first: int) -> tuple[int, int]:
    """Say up to which of *runs* the one that begins with *first* goes, and where it stops."""
    end, stop, depth = first, runs[first].end(), 0
    if not _LEFT_LETTER.search(runs[first][0].partition("<bdi>")[2]):
        return end, stop
    for at in range(first + 1, len(runs)):
        between = html[runs[at - 1].end() : runs[at].start()]
        if not _BETWEEN.fullmatch(between) or _ARABIC_DIGIT.search(runs[at][0]):
            break
        for sign in between:
            depth += (sign in _OPENING) - (sign in _CLOSING)
            if depth < 0:
                return end, stop
        after = runs[at].end()
        if depth == 0:
            end, stop = at, after
        elif depth == 1 and html[after : after + 1] in tuple(_CLOSING):
            end, stop = at, after + 1
            # what follows begins with the bracket that is in the run already
            follows = html[stop : runs[at + 1].start()] if at + 1 < len(runs) else ""
            if not _BETWEEN.fullmatch(follows):
                break
    return end, stop
