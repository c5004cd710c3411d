"""What was meant by keys struck on the wrong layout?

The keys of Arabic (101) as they lie under a Latin layout, QWERTY and AZERTY, both ways: a
reader who forgot to switch writes hgrhivm for القاهرة. Source: the layouts of Windows.
"""

from __future__ import annotations

from functools import cache

# A key's Latin sign, then what it gives in Arabic.
_PLAIN = (
    "`ذ qض wص eث rق tف yغ uع iه oخ pح [ج ]د aش sس dي fب gل hا jت kن lم ;ك 'ط "
    "zئ xء cؤ vر bلا nى mة ,و .ز /ظ"
)
_SHIFTED = "Tلإ Yإ Gلأ Hأ Bلآ Nآ"
_AZERTY = dict(zip("aqzwm,;:!^$ù", "qawz;m,./[]'", strict=True))  # the key in QWERTY's place


@cache
def layouts() -> tuple[dict[str, str], ...]:
    """Give what Latin signs stand for, of QWERTY and of AZERTY, then Latin signs for Arabic."""
    qwerty = {key[0]: key[1:] for key in (_PLAIN + " " + _SHIFTED).split()}
    azerty = qwerty | {sign: qwerty[place] for sign, place in _AZERTY.items()}
    latin = {key[1:]: key[0] for key in _PLAIN.split() if key[0].isalpha()}
    return qwerty, azerty, latin


def retyped(text: str) -> list[str]:
    """Give what the keys of *text* give on other layouts, each once.

    >>> retyped("hgrhivm"), retyped("يهةشساض"), retyped("1908")
    (['القاهرة', 'القاهرك'], ['dimashq'], [])
    """
    qwerty, azerty, latin = layouts()
    found = [_struck(text, keys) for keys in (qwerty, azerty)] + [_struck(text, latin)]
    return [other for other in dict.fromkeys(found) if other != text]


def _struck(text: str, keys: dict[str, str]) -> str:
    other, at = "", 0
    while at < len(text):
        size = 2 if text[at : at + 2] in keys else 1
        sign = text[at : at + size]
        other += keys.get(sign) or keys.get(sign.lower(), sign)
        at += size
    return other


def keyboard_tables() -> list[dict[str, str]]:
    """Give the layouts for the client, as JSON-ready data."""
    return list(layouts())
