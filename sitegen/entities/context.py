"""Is a name a part of another's name, or no name at all? Every answer says why.

A reason is a key of :data:`REASONS`; the empty one says that nothing speaks against the name.
"""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.arabic.chars import ARTICLE, HEH, YEH
from sitegen.entities.beside import (
    ALEF_MAKSURA,
    is_definite,
    is_given_before,
    is_kin,
    is_nisba,
    is_title,
    letter,
    title_before,
    word_after,
    word_before,
)
from sitegen.entities.common import FUNCTION_WORDS
from sitegen.entities.given import GIVEN, SURE
from sitegen.entities.haystack import Haystack, encode_words
from sitegen.entities.lexicon import Lexicon
from sitegen.entities.names import is_given_alone
from sitegen.entities.titles import (
    APPOSITIONS,
    COMPOUND_TAILS,
    DIRECTIONS,
    EVERYBODYS,
    FOREIGN_RANKS,
    GIVEN_AND_COMMON,
    KIN,
    KIN_JOINED,
    KUNYAS,
    MAKERS,
    PERIODICALS,
    PLACE_HEADS,
    RANKS,
    THRONES,
    TITLES,
    VERBAL,
)

#: Why a name is not the one that it looks like.
REASONS = {
    "kin": "a word of kinship stands before it: بن, أبو",
    "given-before": "a given name stands before it",
    "goes-on": "a surname, a rank or بن follows it",
    "given-alone": "it is a given name alone, and no title says whose",
    "place-head": "it names a gate, a street, a valley called after a place",
    "maker": "it is the name of a paper or book: صاحب المصباح",
    "paper": "it is a paper's name: جريدة لبنان",
    "adjective": "it is an adjective of the word before",
    "titled": "a title and a word that must be a given name stand before it",
    "verb": "a particle stands before it that only a verb follows",
    "construct": "it is a common word with its genitive: صروف الدهر",
    "throne": "the title before it is none that the record bears",
}
FATHATAN = "\N{ARABIC FATHATAN}"
_ALEF = encode_words("\N{ARABIC LETTER ALEF}")[0]
_FEMININE = frozenset(["الهند", "الصين", "مصر"])
_NASAB = frozenset(["بن", "ابن"])
_KUNYAS = frozenset(word for word in KIN_JOINED if word.endswith(("ابو", "ابي", "ابا")))


def goes_on(
    stack: Haystack,
    start: int,
    end: int,
    cut: int,
    name: str,
    lexicon: Lexicon,
    *,
    is_known: bool = False,
    is_bare: bool = False,
) -> str:
    """Say why a person's name of several words is part of a longer one.

    It is where بن or its kin, or a given name, stand before it; where a rank and a surname follow
    (محمد سليم أفندي الحنفي); and where it is given names alone (محمد علي) and a surname follows,
    known or by its shape (الطاهري). One given name of two words is a part of some name, without a
    title before it; unless its bearer *is_known* in the document. Where the record *is_bare*,
    telling nothing but names, more words count as given names.
    """
    words = name.split()
    before = "" if cut else word_before(stack, start)
    if before:
        if is_kin(stack, start, before):
            return "kin"
        if _is_second(stack, start, before, words[0], lexicon):
            return "given-before"
    after, stop = word_after(stack, end)
    if after == "بن" or after in COMPOUND_TAILS or (is_known and after in RANKS):
        return "goes-on"
    if after in RANKS and RANKS.isdisjoint(words):
        after, stop = word_after(stack, stop)
        if after.startswith((ARTICLE, *KUNYAS)):
            return "goes-on"
    if words[-1] in RANKS and words[-1] not in EVERYBODYS and not is_known:
        return "goes-on" if after in KIN or after in SURE else ""
    if words[-1] in EVERYBODYS and len(words) == 2 and after in SURE:
        return "goes-on"
    if not is_given_alone(words, lexicon.given_anywhere):
        is_vague = is_bare and is_given_alone(words, lexicon.given_or_table)
        return "goes-on" if is_vague and (after in SURE or is_nisba(after)) else ""
    is_vague = _is_compound(words) or (is_bare and _is_kunya(words, lexicon))
    if not is_known and is_vague and not is_title(before):
        return "given-alone"
    if after in FOREIGN_RANKS:
        return "goes-on"
    if after in GIVEN_AND_COMMON:
        return "" if letter(stack, stop - 1) == ALEF_MAKSURA else "goes-on"
    return "goes-on" if _may_follow(after, words, lexicon) else ""


def _may_follow(after: str, words: Sequence[str], lexicon: Lexicon) -> bool:
    """Say whether a word behind given names goes on with them."""
    if after in KIN:
        return True
    if after in TITLES:
        return after not in APPOSITIONS
    if after in lexicon.claimed:
        return False
    if words[-2] in KUNYAS and after.startswith(ARTICLE):
        return True
    return after in lexicon.given or after in lexicon.surnames or is_nisba(after)


def _is_second(stack: Haystack, start: int, before: str, first: str, lexicon: Lexicon) -> bool:
    """Say whether a given name before a name makes it another's: محمد عمر نجا, محمد ابن خلدون.

    But a kunya is its bearer's: أبو عثمان عمرو بن بحر.
    """
    if first == "ابن":
        return is_given_before(stack, start, lexicon)
    if before not in SURE or not (first in GIVEN or first in lexicon.given or first == "عبد"):
        return False
    return word_before(stack, start - 1 - len(before)) not in _KUNYAS


def _is_compound(words: Sequence[str]) -> bool:
    """Say whether a name is one given name of two words: عبد المجيد, شهاب الدين."""
    return len(words) == 2 and (words[0] == "عبد" or words[1] in ("الدين", "الله"))


def _is_kunya(words: Sequence[str], lexicon: Lexicon) -> bool:
    """Say whether a name is a kunya with a given name, which many have: أبو جعفر, not أبو نواس."""
    is_short = len(words) == 2 and words[0] in KUNYAS
    return is_short and (words[1] in GIVEN or words[1] in lexicon.given)


def is_enthroned(stack: Haystack, start: int, cut: int, name: str, lexicon: Lexicon) -> str:
    """Give the title of a throne or a see before given names alone, else nothing.

    الأمير محمد علي is not محمد علي باشا, whom nobody calls so.
    """
    title = title_before(stack, start, cut)
    if title not in THRONES or not is_given_alone(name.split(), lexicon.given_anywhere):
        return ""
    return title


def is_paper(before: str) -> bool:
    """Say whether a person's or a place's name is a paper's here: جريدة لبنان, مجلة سركيس."""
    return before in PERIODICALS


def is_part_of_land(stack: Haystack, end: int, name: str) -> bool:
    """Say whether a feminine adjective makes another land of one: الهند الصينية, أميركا الجنوبية.

    Behind العراق it belongs to a word before: تخوم العراق الشمالية.
    """
    is_feminine = name.endswith(("ا", HEH)) or name in _FEMININE
    return is_feminine and word_after(stack, end)[0] in DIRECTIONS


def is_place_inside(stack: Haystack, start: int, before: str, name: str) -> str:
    """Say why a place's name of one word ends another's: ابن دمشق, وادي العجم."""
    if before in VERBAL and not name.startswith(ARTICLE):
        return "verb"
    if is_kin(stack, start, before):
        return "kin"
    if before in PLACE_HEADS:
        return "place-head"
    is_epithet = before in GIVEN and name.removeprefix(ARTICLE) in GIVEN
    return "given-before" if is_epithet else ""  # إبراهيم الخليل is not in Hebron


def is_inside(
    stack: Haystack,
    start: int,
    end: int,
    before: str,
    name: str,
    lexicon: Lexicon,
    *,
    is_sole: bool,
    is_bare: bool,
) -> str:
    """Say why a person's name of one word ends another's name: خليل الصفدي.

    So is what a nasab goes on behind: مروان بن محمد, ابن جماعة المقدسي; and what stands behind a
    title and a word that must be a given name, known or not: الشيخ نصيف اليازجي. Or it is an
    adjective: العصر الذهبي. A kunya before the name of the only one who *is_sole* in bearing it
    is his: أبو عثمان الجاحظ. Of a record that *is_bare*, telling nothing but names, a word with a
    genitive is the common word.
    """
    after, _ = word_after(stack, end)
    if not before:
        is_noun = is_bare and not name.startswith(ARTICLE) and _is_genitive(after)
        return "construct" if is_noun else "goes-on" if _is_first_of(after) else ""
    if is_kin(stack, start, before):
        return "kin"
    ahead = word_before(stack, start - 1 - len(before))
    if is_sole and ahead in _KUNYAS and not name.endswith(YEH):
        return ""
    if ahead in _NASAB:
        return "kin"
    if before in COMPOUND_TAILS or before in lexicon.given:
        return "given-before"
    words = name.split()
    if before in MAKERS and len(words) == 1:
        return "maker"
    if not words[-1].startswith(ARTICLE):  # إسحق نيوتن is نيوتن
        if before in GIVEN_AND_COMMON and is_given_before(stack, start, lexicon):
            return "given-before"
        if before in VERBAL:
            return "verb"
        if is_bare and _is_genitive(after):
            return "construct"
        return "goes-on" if _is_first_of(after) else ""
    if after == "بن":
        return "goes-on"
    return _behind_word(stack, start, before, ahead, name, lexicon)


def _behind_word(
    stack: Haystack, start: int, before: str, ahead: str, name: str, lexicon: Lexicon
) -> str:
    """Say why a person's name with the article is another's, by the two words before it."""
    if is_title(before):
        if before not in TITLES:  # للحافظ الذهبي: a new phrase begins
            return ""
        owner = ahead.removeprefix(ARTICLE)
        is_owned = ahead in COMPOUND_TAILS or owner in GIVEN or ahead in lexicon.given
        return "given-before" if is_owned else ""
    if is_definite(before):
        return "adjective" if name.endswith(YEH) else ""
    if is_given_before(stack, start, lexicon):
        return "given-before"
    is_titled = bool(ahead) and is_title(ahead) and before not in lexicon.claimed
    return "titled" if is_titled else ""


def _is_genitive(after: str) -> bool:
    """Say whether a definite noun follows, no adjective in ي and no title: صروف الدهر."""
    is_noun = is_definite(after) and after.startswith(ARTICLE) and after not in FUNCTION_WORDS
    return is_noun and not after.endswith((YEH, "يه")) and not is_title(after)


def is_another(stack: Haystack, end: int, name: str) -> bool:
    """Say whether a body's name goes on with an adjective: دار الكتب الأهلية is not دار الكتب."""
    after, _ = word_after(stack, end)
    is_adjective = is_nisba(after) or (after.startswith(ARTICLE) and after.endswith("يه"))
    return is_adjective and len(after) > 5 and name.rpartition(" ")[2].startswith(ARTICLE)


def _is_first_of(after: str) -> bool:
    """Say whether a word without the article is a given name, by what follows: كنج عثمان."""
    return after == "بن" or after in EVERYBODYS or after in SURE


def is_preposition(stack: Haystack, start: int, name: str) -> bool:
    """Say whether a name's first or last word is no name: على, not علي.

    Both fold to one word. At the head of a name, dotless yeh is the preposition; at its end, where
    many write علي without dots, it is where an object follows.
    """
    first, last = name.partition(" ")[0], name.rpartition(" ")[2]
    if first in FUNCTION_WORDS and letter(stack, start + len(first) - 1) == ALEF_MAKSURA:
        return True
    end = start + len(name)
    if last in FUNCTION_WORDS and letter(stack, end - 1) == ALEF_MAKSURA:
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


def is_anothers(stack: Haystack, start: int, cut: int, name: str) -> bool:
    """Say whether a derived surname ends another's name, or is an adjective.

    As the latter السوداني, or الكبير, stands behind a definite noun that is no title.
    """
    if cut:
        return False
    before = word_before(stack, start)
    if is_kin(stack, start, before) or before in RANKS:
        return True
    is_adjective = name.endswith(YEH) or name.startswith(ARTICLE)
    return is_adjective and is_definite(before) and not is_title(before)
