"""How does a mention look in its context: a keyword between its neighbours, on one line?"""

from __future__ import annotations

_ELLIPSIS = "…"


def kwic(text: str, start: int, end: int, width: int) -> tuple[str, str, str]:
    """Give a mention in its context: at most *width* characters each side, whole words.

    Line breaks are spaces; what was cut is marked by an ellipsis.

    >>> kwic("زار الشيخ محمد عبده باريس سنة ١٨٨٤", 10, 19, 9)
    ('… الشيخ ', 'محمد عبده', ' باريس …')
    """
    first, last = (start - width if start > width else 0), end + width
    around = text[first:last].replace("\n", " ")
    left, right = around[: start - first], around[end - first :]
    if first:
        if not text[first - 1].isspace():
            left = left.partition(" ")[2]
        left = f"{_ELLIPSIS} {left.lstrip()}"
    if last < len(text):
        if not text[last].isspace():
            right = right.rpartition(" ")[0]
        right = f"{right.rstrip()} {_ELLIPSIS}"
    return left, around[start - first : end - first], right
