"""How does a text look after bad recognition? A share of its letters is read as their likes.

Dots are lost, added or moved (ب ت ث ن ي), or a shape is taken for its neighbour where a letter has
no such brother (ا ل, م ه, و ر, ك ل). No two likes are one letter to the search. The seed is the
passage's id: the same text has the same faults.
"""

from __future__ import annotations

import random

GROUPS = ("بتثني", "جحخ", "دذ", "رزو", "سش", "صض", "طظ", "عغ", "فق", "كل", "هم", "ال")
LIKES: dict[str, str] = {}
for _group in GROUPS:
    for _letter in _group:
        LIKES[_letter] = LIKES.get(_letter, "") + _group.replace(_letter, "")
for _letter, _like in {
    "أ": "ا",
    "إ": "ا",
    "آ": "ا",
    "ة": "ه",
    "ى": "ي",
    "ئ": "ي",
    "ؤ": "و",
}.items():
    LIKES[_letter] = LIKES[_like]


def with_wrong_letters(text: str, percent: float, seed: str) -> str:
    """Read *percent* of the letters wrong.

    >>> with_wrong_letters("كتاب الأغاني", 30, "1")
    'لثلب الأغاني'
    """
    draw = random.Random(f"{seed} {percent}")
    return "".join(
        draw.choice(LIKES[letter]) if letter in LIKES and draw.random() < percent / 100 else letter
        for letter in text
    )
