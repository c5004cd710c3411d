"""What stands beside a name, and is the name a part of another's?"""

from __future__ import annotations

from itertools import pairwise

from sitegen.arabic.chars import ARTICLE, YEH
from sitegen.entities.common import FUNCTION_WORDS
from sitegen.entities.given import GIVEN
from sitegen.entities.haystack import SPACE, Haystack, encode_words, words_of
from sitegen.entities.lexicon import Lexicon
from sitegen.entities.names import is_given_alone
from sitegen.entities.titles import (
    COMPOUND_TAILS,
    GIVEN_AND_COMMON,
    KIN,
    KUNYAS,
    PLACE_HEADS,
    RANKS,
    TITLES,
)
from sitegen.model import Entity

FATHATAN = "\N{ARABIC FATHATAN}"
_ALEF = encode_words("\N{ARABIC LETTER ALEF}")[0]
ALEF_MAKSURA = "\N{ARABIC LETTER ALEF MAKSURA}"
_SERVANTS = frozenset(["عبد", "وعبد", "لعبد", "بعبد", "فعبد", "كعبد"])
_ARTICLES = tuple(c + p + ARTICLE for c in ("", "و", "ف") for p in ("", "ب", "ك"))
_ARTICLES += ("لل", "ولل", "فلل")
_NASAB = frozenset(["بن", "ابن"])
_ONE_LETTER = frozenset("وفبلك")


def word_before(stack: Haystack, start: int) -> str:
    """Give the word before, where nothing but a space or line break parts it from *start*."""
    if start < 2 or stack.data[start - 1] != SPACE or stack.rough[start] != stack.rough[start - 1]:
        return ""
    return stack.word(stack.data.rfind(b" ", 0, start - 1) + 1, start - 1)


def word_after(stack: Haystack, end: int) -> tuple[str, int]:
    """Give the word after a name's last letter, on the same condition, and its end."""
    if (
        end + 1 >= len(stack.data)
        or stack.data[end] != SPACE
        or stack.rough[end + 1] != stack.rough[end]
    ):
        return "", end
    stop = stack.data.find(b" ", end + 1)
    return stack.word(end + 1, stop), stop


def goes_on(stack: Haystack, start: int, end: int, cut: int, name: str, lexicon: Lexicon) -> bool:
    """Say whether a person's name of several words is part of a longer one.

    It is where بن or its kin stand before it; where a rank and a surname follow (محمد سليم أفندي
    الحنفي); and where it is given names alone (محمد علي) and a surname follows, known or by its
    shape (الطاهري).
    """
    words = name.split()
    before = "" if cut else word_before(stack, start)
    if before in KIN or (words[0] == "ابن" and before in lexicon.given_anywhere):
        return True
    after, stop = word_after(stack, end)
    if after in RANKS and RANKS.isdisjoint(words):
        after, _ = word_after(stack, stop)
        if after.startswith(ARTICLE):
            return True
    if not is_given_alone(words, lexicon.given_anywhere):
        return False
    is_kunya = len(words) == 2 and words[0] in KUNYAS
    if after in KIN or after in TITLES or (is_kunya and after.startswith(ARTICLE)):
        return True
    if after in lexicon.given_anywhere or after in lexicon.surnames:
        return True
    return after.startswith(ARTICLE) and after.endswith("ي") and after not in lexicon.claimed


def is_inside(
    stack: Haystack, start: int, cut: int, name: str, lexicon: Lexicon, *, is_person: bool
) -> bool:
    """Say whether a one-word name ends another's name: ابن دمشق, خليل الصفدي, وادي العجم.

    So is what a nasab goes on behind: مروان بن محمد, ابن جماعة المقدسي. Or whether a person's is
    an adjective: العصر الذهبي.
    """
    if cut:
        return False
    before = word_before(stack, start)
    if not is_person:
        return before in KIN or before in PLACE_HEADS
    after, _ = word_after(stack, start + len(name))
    if after == "بن" or (before and word_before(stack, start - 1 - len(before)) in _NASAB):
        return True
    if name.endswith(YEH) and is_definite(before) and not is_title(before):
        return True
    return before in KIN or before in COMPOUND_TAILS or before in lexicon.given_anywhere


def is_preposition(stack: Haystack, start: int, name: str) -> bool:
    """Say whether a name's first or last word is no name: على, not علي.

    Both fold to one word. At the head of a name, dotless yeh is the preposition; at its end, where
    many write علي without dots, it is where an object follows.
    """
    first, last = name.partition(" ")[0], name.rpartition(" ")[2]
    if first in FUNCTION_WORDS and _letter(stack, start + len(first) - 1) == ALEF_MAKSURA:
        return True
    end = start + len(name)
    if last in FUNCTION_WORDS and _letter(stack, end - 1) == ALEF_MAKSURA:
        after, _ = word_after(stack, end)
        return bool(after) and after not in RANKS and after not in KIN
    return False


def is_adverb(stack: Haystack, end: int) -> bool:
    """Say whether the word before *end* is an accusative in tanwin, حريصاً: no name ends so."""
    if stack.data[end - 1] != _ALEF:
        return False
    first, stop = stack.folded.source_span(
        int(stack.places[end - 2]), int(stack.places[end - 1]) + 1
    )
    return FATHATAN in stack.folded.source[first:stop]


def _letter(stack: Haystack, at: int) -> str:
    """Give the letter of the source that a byte stands for."""
    return stack.folded.source[stack.folded.starts[stack.places[at]]]


def follows_given(stack: Haystack, start: int, cut: int, lexicon: Lexicon) -> str:
    """Give the given name that stands right before a surname, else nothing: نجيب عربيلي.

    Of عبد القادر it is القادر. على is not علي.
    """
    before = "" if cut else word_before(stack, start)
    if not before:
        return ""
    begin = start - 1 - len(before)
    if before in GIVEN_AND_COMMON:
        return "" if _letter(stack, start - 2) == ALEF_MAKSURA else before
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
    """Say whether a word is a title, a proclitic of one letter before it or not."""
    return word in TITLES or (word[0] in _ONE_LETTER and word[1:] in TITLES)


def is_definite(word: str) -> bool:
    """Say whether a word has the article, behind proclitics or not; قال and والد have none.

    >>> [is_definite(word) for word in ("الرجل", "والرجل", "للرجل", "قال", "والد")]
    [True, True, True, False, False]
    """
    return any(word.startswith(p) and len(word) - len(p) > 2 for p in _ARTICLES)


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


def is_anothers(stack: Haystack, start: int, cut: int, name: str) -> bool:
    """Say whether a derived surname ends another's name, or is an adjective.

    As the latter السوداني, or الكبير, stands behind a definite noun that is no title.
    """
    if cut:
        return False
    before = word_before(stack, start)
    if before in KIN or before in RANKS:
        return True
    is_adjective = name.endswith(YEH) or name.startswith(ARTICLE)
    return is_adjective and is_definite(before) and not is_title(before)
