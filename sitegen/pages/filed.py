"""Under which letter does each title stand, and in which order?

Titles are many: what the last build found of them is brought up to date.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

Filed = Mapping[str, Sequence[str]]  # texts by letter, each once, in their order
_FEW = 200  # to be put in between, one by one
_OTHER = ""
_NOTHING: Filed = {}


def filed(texts: Iterable[str], last: Filed = _NOTHING) -> Filed:
    """Put texts under their letters: ال and hamza ignored; digits and signs come last.

    *last* is what this gave of other texts: it makes no other answer, but a quicker one.

    >>> before = filed(["المنار", "إلى القارئ", "أخبار"])
    >>> before, filed(["باب", "أخبار"], before)
    ({'ا': ['أخبار', 'إلى القارئ'], 'م': ['المنار']}, {'ا': ['أخبار'], 'ب': ['باب']})
    """
    from sitegen.arabic.sort import letter_in, sort_key, sort_keys  # noqa: PLC0415 - when needed

    wanted = dict.fromkeys(texts)
    new = wanted.keys() - set(chain.from_iterable(last.values()))
    are_few = bool(last) and len(new) <= _FEW
    found: defaultdict[str, list[str]] = defaultdict(list)
    if are_few:
        for letter, some in last.items():
            found[letter] = [text for text in some if text in wanted]
    keys = sort_keys(new if are_few else wanted)
    for text in sorted(keys, key=keys.__getitem__):
        some = found[_letter(letter_in(keys[text]))]
        if are_few:
            insort(some, text, key=sort_key)
        else:
            some.append(text)
    order = sorted(found, key=lambda letter: (not letter, sort_key(letter)))
    return {letter: found[letter] for letter in order if found[letter]}


def _letter(letter: str) -> str:
    return letter if letter[:1].isalpha() else _OTHER
