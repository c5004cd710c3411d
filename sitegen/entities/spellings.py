"""How else is a name written, and which of its words name alone? Folded words only, no records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise, product

from sitegen.arabic.chars import ARTICLE
from sitegen.entities.titles import (
    BEFORE_ANOTHER,
    COMPOUND_TAILS,
    EPITHETS,
    GLUED_TAILS,
    INSERTED,
    KIN,
    RANKS,
    ROLES,
    SPELLINGS,
    TITLES,
)

_VARIED = frozenset([*SPELLINGS, *GLUED_TAILS])
_UNRANKED = RANKS | (KIN - {"عبد"})  # no rank is put into a name that has one of these
_LONGEST = 5  # words; what is longer describes


def spellings(words: tuple[str, ...], limit: int = 24) -> list[tuple[str, ...]]:
    """List the ways in which a folded name is written, the given one first.

    >>> [" ".join(words) for words in spellings(("عبد", "الله", "بن", "سبا"))]
    ['عبد الله بن سبا', 'عبدالله بن سبا', 'عبد الله ابن سبا', 'عبدالله ابن سبا']
    """
    if _VARIED.isdisjoint(words) and "عبد" not in " ".join(words):
        return [words]
    choices: list[tuple[tuple[str, ...], ...]] = []
    at = 0
    while at < len(words):
        word, after = words[at], words[at + 1] if at + 1 < len(words) else ""
        if word == "عبد" and after.startswith(ARTICLE):
            choices.append(((word, after), (word + after,)))
            at += 2
            continue
        if after in GLUED_TAILS and word not in SPELLINGS and not word.startswith(ARTICLE):
            choices.append(((word, after), (word + after,)))
            at += 2
            continue
        is_nasab = word == "ابن" and at == 0  # بن alone joins two names: الحارث بن سعد is not he
        choices.append(((word,),) if is_nasab else _ways(word))
        at += 1
    found = []
    for ways in product(*reversed(choices)):
        found.append(tuple(word for way in reversed(ways) for word in way))
        if len(found) == limit:
            break
    return list(dict.fromkeys([words, *found]))


def _ways(word: str) -> tuple[tuple[str, ...], ...]:
    if word in SPELLINGS:
        others = [other for other in SPELLINGS[word] if other != word]
        return ((word,), *((other,) for other in others))
    if word.startswith("عبدال") and len(word) > 6:
        return ((word,), ("عبد", word[3:]))
    return ((word,),)


def one_letter_words(words: Sequence[str]) -> bool:
    """Say whether a name is initials."""
    return len(words) > 1 and all(len(word) == 1 for word in words)


def with_ranks(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """List a person's name with a rank after the given name: رفيق العظم is رفيق بك العظم.

    >>> [" ".join(words) for words in with_ranks(("عبد", "الله", "فكري"))]
    ['عبد الله افندي فكري', 'عبد الله بك فكري', 'عبد الله باشا فكري']
    """
    at = _end_of_given(words)
    if at >= len(words) or not _UNRANKED.isdisjoint(words):
        return []
    if words[at] in COMPOUND_TAILS:
        return []
    return [(*words[:at], rank, *words[at:]) for rank in INSERTED]


def _end_of_given(words: tuple[str, ...]) -> int:
    if words[0] in TITLES:
        return 1 + _end_of_given(words[1:]) if len(words) > 1 else 1
    is_compound = words[0] == "عبد" or (len(words) > 1 and words[1] in COMPOUND_TAILS)
    return 2 if is_compound else 1


def is_given_alone(words: Iterable[str], given: Collection[str]) -> bool:
    """Say whether a name is given names, kunyas and ranks only: a surname may yet follow.

    >>> is_given_alone(["عبد", "القادر"], ()), is_given_alone(["محمد", "علي", "باشا"], {"محمد"})
    (True, False)
    """
    after = ""
    words = [*words, ""]
    for word, following in pairwise(words):
        is_title = word in TITLES and not (after and following == "")  # خليل الخوري has a surname
        known = word in given or word in RANKS or is_title or word in BEFORE_ANOTHER
        is_compound = word in COMPOUND_TAILS or following in COMPOUND_TAILS
        if not (known or is_compound or after in BEFORE_ANOTHER):
            return False
        after = word
    return True


def opening(words: tuple[str, ...]) -> str:
    """Give a name's first two words, a kunya in its first case.

    >>> opening(("ابي", "القاسم", "الشابي"))
    'ابو القاسم'
    """
    first = "ابو" if words[0] in SPELLINGS and words[0].startswith("اب") else words[0]
    return f"{first} {words[1]}"


def given_names(people: Iterable[tuple[str, ...]]) -> frozenset[str]:
    """Name the words that open the names of at least two people, and do not mostly end one.

    So do عبد العزيز, ابو القاسم and شهاب الدين, two words that are one name.

    >>> sorted(given_names([("محمد", "كرد", "علي"), ("محمد", "عبده"), ("طه", "حسين")]))
    ['محمد']
    """
    first: Counter[str] = Counter()
    last: Counter[str] = Counter()
    compound: Counter[str] = Counter()
    for words in people:
        if len(words) > 1:
            first[words[0]] += 1
            last[words[-1]] += 1
        if len(words) > 2 and (words[0] in BEFORE_ANOTHER or words[1] == "الدين"):
            compound[opening(words)] += 1
    return frozenset(name for name, count in compound.items() if count >= 2) | frozenset(
        word
        for word, count in first.items()
        if count >= 2
        and 2 * count >= last[word]
        and len(word) > 2
        and word not in KIN | TITLES | RANKS | ROLES
    )


def surnames(words: tuple[str, ...], given: Collection[str]) -> list[str]:
    """Derive the short names of a person's full name: its last word, with ال and without.

    >>> surnames(("محمد", "شياع", "السوداني"), {"محمد"})
    ['السوداني']
    >>> surnames(("طه", "افندي", "المدور"), ()), surnames(("فخر", "الدين"), ())
    (['المدور', 'مدور'], [])
    """
    while len(words) > 1 and words[-1] in RANKS:
        words = words[:-1]
    last = words[-1]
    if not 2 <= len(words) <= _LONGEST or words[0] in ROLES or words[-2] in KIN:
        return []
    if last in COMPOUND_TAILS or last in given or last in TITLES:
        return []
    if len(last) < 3 or last.removeprefix(ARTICLE) in EPITHETS:
        return []
    bare = last.removeprefix(ARTICLE)
    twin = bare if bare != last else ARTICLE + last
    is_adjective = last.endswith("ي")
    twins = [] if is_adjective or len(bare) < 3 or twin in given else [twin]
    return [last, *twins]


def double_surname(words: tuple[str, ...]) -> tuple[str, ...]:
    """Give the surname of two words that ends a full name, else nothing.

    >>> double_surname(("جمال", "عبد", "الناصر")), double_surname(("حسن", "نصر", "الله"))
    (('عبد', 'الناصر'), ('نصر', 'الله'))
    >>> double_surname(("محمد", "بن", "عبد", "الله")), double_surname(("عبد", "الله"))
    ((), ())
    """
    if not 3 <= len(words) <= _LONGEST or words[0] in ROLES or words[-3] in KIN:
        return ()
    is_double = words[-2] == "عبد" or words[-1] == "الله"
    return words[-2:] if is_double and words[-2] not in KIN - {"عبد"} else ()
