"""What stands beside a name: its neighbours, and what kind of words they are."""

from __future__ import annotations

from itertools import pairwise

from sitegen.arabic.chars import ARTICLE, HEH, YEH
from sitegen.entities.given import GIVEN, SURE, WORDS_TOO
from sitegen.entities.haystack import PART, SPACE, Haystack, words_of
from sitegen.entities.lexicon import Lexicon
from sitegen.entities.titles import (
    COMPOUND_TAILS,
    GIVEN_AND_COMMON,
    KIN_JOINED,
    LADIES,
    LADY_WORDS,
    TITLES,
)
from sitegen.model import Entity

ALEF_MAKSURA = "\N{ARABIC LETTER ALEF MAKSURA}"
_SERVANTS = frozenset(["عبد", "وعبد", "لعبد", "بعبد", "فعبد", "كعبد"])
_ARTICLES = tuple(c + p + ARTICLE for c in ("", "و", "ف") for p in ("", "ب", "ك"))
_ARTICLES += ("لل", "ولل", "فلل")
_PARTICIPLES = frozenset(["المتوفي", "المسمي", "المكني", "المدعي"])  # المتوفى سنة ٨٥٢
_VERBS = ("التقي", "التقت", "التقوا", "التمس", "التحق", "التزم", "التفت", "التقط")
_ONE_LETTER = frozenset("وفبلك")


word_before = Haystack.word_before


def word_after(stack: Haystack, end: int) -> tuple[str, int]:
    """Give the word after a name's last letter, on the same condition, and its end.

    Where the space was lost, it is the rest of the word: لويس شيخواليسوعي.
    """
    if end + 1 >= len(stack.data):
        return "", end
    if stack.data[end] != SPACE:
        stop = stack.data.find(b" ", end)
        return stack.words(end, stop), stop
    if not stack.is_smooth(end, end + 1):
        return "", end
    stop = stack.data.find(b" ", end + 1)
    return stack.word(end + 1, stop), stop


def is_nisba(word: str) -> bool:
    """Say whether a word is a definite adjective in ي: الطاهري."""
    is_shaped = word.startswith(ARTICLE) and word.endswith(YEH) and len(word) > 4  # الذي, الى
    return is_shaped and word not in _PARTICIPLES


def is_kin(stack: Haystack, start: int, before: str) -> bool:
    """Say whether the word before *start* is kin: بني, but not the verb بنى."""
    if before not in KIN_JOINED:
        return False
    return not before.endswith(YEH) or stack.letter(start - 2) != ALEF_MAKSURA


def title_before(stack: Haystack, start: int, cut: int) -> str:
    """Give the title before *start* without its proclitics, else nothing."""
    before = "" if cut else word_before(stack, start)
    for title in (before, before[1:], ARTICLE + before[2:], ARTICLE + before[3:]):
        if title in TITLES:
            return title
    return ""


def is_given_before(stack: Haystack, start: int, lexicon: Lexicon) -> bool:
    """Say whether a given name stands before *start*; على is none.

    What is a word too (فضل, صادق) is a name behind another, or behind a title.
    """
    before = word_before(stack, start)
    if before.removeprefix("و") in GIVEN_AND_COMMON:
        return stack.letter(start - 2) != ALEF_MAKSURA
    if before in lexicon.given or (before.startswith("عبدال") and len(before) > 6):
        return True
    is_joined = before[:1] in _ONE_LETTER and before not in GIVEN
    bare = before[1:] if is_joined else before
    if bare in SURE:
        return True
    if bare not in WORDS_TOO:
        return False
    ahead = word_before(stack, start - 1 - len(before))
    known = ahead in GIVEN or ahead[1:] in GIVEN or ahead in KIN_JOINED
    return bool(ahead) and (known or is_title(ahead))


def is_heh(stack: Haystack, end: int) -> bool:
    """Say whether the last letter before *end* is written heh: جده may be his grandfather."""
    return stack.letter(end - 1) == HEH


def is_opening(stack: Haystack, start: int) -> bool:
    """Say whether a word opens a paragraph, or the text."""
    gap = stack.gap(start - 1) if start else PART
    return "\n\n" in gap or PART in gap


def follows_given(stack: Haystack, start: int, cut: int, lexicon: Lexicon) -> str:
    """Give the given name that stands right before a surname, else nothing: نجيب عربيلي.

    Of عبد القادر it is القادر. على is not علي.
    """
    before = "" if cut else word_before(stack, start)
    if not before:
        return ""
    begin = start - 1 - len(before)
    if before in GIVEN_AND_COMMON:
        return "" if stack.letter(start - 2) == ALEF_MAKSURA else before
    if before.startswith(ARTICLE) and before not in COMPOUND_TAILS:
        return before if word_before(stack, begin) in _SERVANTS else ""
    if is_given(before, lexicon) or before in COMPOUND_TAILS:
        return before
    bare = before[1:]
    return bare if before[0] in _ONE_LETTER and is_given(bare, lexicon) else ""


def is_given(word: str, lexicon: Lexicon) -> bool:
    """Say whether a word is a given name: of the table, by the authority, or as عبدالغني is."""
    is_known = word in GIVEN or word in lexicon.given or word in lexicon.forenames
    return is_known or (word.startswith("عبدال") and len(word) > 6)


def is_title(word: str) -> bool:
    """Say whether a word is a title, a proclitic before it or not: للحافظ is الحافظ."""
    if word in TITLES or (word[:1] in _ONE_LETTER and word[1:] in TITLES):
        return True
    bare = word[1:] if word[:1] in ("و", "ف") else word
    return bare.startswith("لل") and ARTICLE + bare[2:] in TITLES


def is_definite(word: str) -> bool:
    """Say whether a word has the article, behind proclitics or not; قال and التقى have none.

    >>> [is_definite(word) for word in ("الرجل", "والرجل", "للرجل", "قال", "والد", "والتقي")]
    [True, True, True, False, False, False]
    """
    bare = word[1:] if word[:1] in ("و", "ف") else word
    is_verb = bare.startswith(_VERBS)
    return not is_verb and any(word.startswith(p) and len(word) - len(p) > 2 for p in _ARTICLES)


def bears(record: Entity, given: str, surname: str) -> bool:
    """Say whether a record has the two words, one behind the other, in a name.

    >>> from sitegen.errors import Place
    >>> from sitegen.model import EntityId, EntityType
    >>> rida = Entity(id=EntityId("p"), type=EntityType.PERSON, heading="محمد رشيد رضا",
    ...               place=Place("p.yml"))
    >>> bears(rida, "رشيد", "رضا"), bears(rida, "علي", "رضا")
    (True, False)
    """
    names = words_of([record.heading, *record.variants])
    return any((given, surname) in pairwise(words) for words in names)


def is_ladys(before: str) -> bool:
    """Say whether a word is the title of a woman, proclitics before it or not: وللسيدة."""
    return before.endswith(LADIES) or before in LADY_WORDS


def is_lady(record: Entity) -> bool:
    """Say whether a name of a record has the title of a woman."""
    names = words_of([record.heading, *record.variants])
    return any(is_ladys(word) for words in names for word in words)
