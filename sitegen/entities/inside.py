"""Is a name of one word a part of another's? Every answer is a key of REASONS."""

from __future__ import annotations

from sitegen.arabic.chars import ARTICLE, BEH, HEH, YEH
from sitegen.entities.beside import (
    is_definite,
    is_given_before,
    is_kin,
    is_ladys,
    is_nisba,
    is_title,
    word_after,
    word_before,
)
from sitegen.entities.common import FUNCTION_WORDS
from sitegen.entities.context import is_paper
from sitegen.entities.given import GIVEN, SURE
from sitegen.entities.haystack import Haystack
from sitegen.entities.lexicon import Lexicon
from sitegen.entities.names import Grade
from sitegen.entities.seen import Seen
from sitegen.entities.titles import (
    COMMON_PAIRS,
    COMPANY,
    COMPOUND_TAILS,
    CONTINENTS,
    DEMONSTRATIVES,
    DIRECTIONS,
    EVERYBODYS,
    FAMILIES,
    GIVEN_AND_COMMON,
    KIN_JOINED,
    LANDS,
    LANGUAGE,
    MAKERS,
    NOUNS_TOO,
    ORDINALS,
    PARTS,
    PLACE_HEADS,
    QUALITIES,
    QUARTERS,
    REALMS,
    SAYING,
    SHE,
    SURNAMED,
    TITLES,
    VERBAL,
    VILLAGES,
)
from sitegen.entities.traits import Traits

_FEMININE = frozenset(["الهند", "الصين", "مصر"])
_NASAB = frozenset(["بن", "ابن"])
_CONTINENTS = frozenset(["قارتي", "قارات", "القارات"])  # قارتي أوربا وأميركا
_PAIRED = frozenset(word for pair in COMMON_PAIRS for word in pair)
_PRONOUNS = ("ها", "هم", "نا", "ه", "ي")
_KUNYAS = frozenset(word for word in KIN_JOINED if word.endswith(("ابو", "ابي", "ابا")))


def why_inside(stack: Haystack, one: Seen, traits: Traits, lexicon: Lexicon) -> str:
    """Say why a name of one word is a part of another's."""
    name = traits.name
    before = "" if one.cut else word_before(stack, one.start)
    if traits.may_name_papers and is_paper(before):
        return "paper"
    if not traits.is_person:
        if traits.are_lands and is_part_of_land(stack, one.end, name):
            return "goes-on"
        if name in CONTINENTS and traits.are_lands and _is_continent(stack, one):
            return "goes-on"
        if name in _PAIRED and _is_pair(before, name, word_after(stack, one.end)[0]):
            return "pair"
        if (before in REALMS and not traits.are_lands) or (
            before in VILLAGES and not traits.may_be_village
        ):
            return "place-head"
        if _is_epithet(traits, before, lexicon):
            return "epithet"
        if before in DEMONSTRATIVES and name.startswith(ARTICLE):
            return "demonstrative"
        is_variant = traits.bearers[0].grade > Grade.HEADING
        if is_variant and name.endswith(HEH) and _is_genitive(word_after(stack, one.end)[0]):
            return "construct"
        is_shaped = name.endswith("يه") and not name.startswith(ARTICLE)
        if is_shaped and (before in LANGUAGE or before in SHE):
            return "adjective"
        if name in NOUNS_TOO and not _has_company(stack, one, traits, lexicon):
            return "noun"
        return is_place_inside(stack, one.start, before, name)
    if before in DEMONSTRATIVES and name.startswith(ARTICLE) and not name.endswith(YEH):
        return "demonstrative"
    after, _ = word_after(stack, one.end)
    if after in ORDINALS and " " not in name:  # نابوليون الثالث is not نابوليون
        return "goes-on"
    if is_ladys(before) and not traits.may_be_lady:
        return "lady"
    if before in FAMILIES and " " not in name:
        return "kin"
    if one.cut:
        return ""
    return is_inside(
        stack,
        one.start,
        one.end,
        before,
        name,
        lexicon,
        is_sole=traits.is_sole,
        is_bare=traits.is_bare,
    )


def is_part_of_land(stack: Haystack, end: int, name: str) -> bool:
    """Say whether a feminine adjective makes another land of one: الهند الصينية, أميركا الجنوبية.

    Behind العراق it belongs to a word before: تخوم العراق الشمالية.
    """
    is_feminine = name.endswith(("ا", HEH)) or name in _FEMININE
    return is_feminine and word_after(stack, end)[0] in DIRECTIONS


def _is_continent(stack: Haystack, one: Seen) -> bool:
    """Say whether words before a land's name make the part of the world of it: الشمال من أميركا."""
    start = one.start - one.cut
    before = word_before(stack, start)
    if before in PARTS:
        return True
    ahead = word_before(stack, start - 1 - len(before)) if before else ""
    return ahead in QUARTERS if before == "من" else ahead in _CONTINENTS


def is_place_inside(stack: Haystack, start: int, before: str, name: str) -> str:
    """Say why a place's name of one word ends another's: ابن دمشق, وادي العجم."""
    if before in VERBAL and not name.startswith(ARTICLE):
        return "verb"
    if is_kin(stack, start, before):
        return "kin"
    if before in PLACE_HEADS:
        return "place-head"
    if before in SURNAMED and word_before(stack, start - 1 - len(before)) in GIVEN:
        return "surname"
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
    adjective: العصر الذهبي. A kunya or nasab before the name of the only one who *is_sole* in
    bearing it is his: أبو عثمان الجاحظ, عمرو بن بحر الجاحظ. Of a record that *is_bare*, telling
    nothing but names, a word with a genitive is the common word.
    """
    after, _ = word_after(stack, end)
    if " " in name and _is_given_titled(name, after, lexicon):
        return "goes-on"
    if not before:
        is_noun = is_bare and not name.startswith(ARTICLE) and _is_genitive(after)
        return "construct" if is_noun else "goes-on" if _is_first_of(after) else ""
    if is_kin(stack, start, before):
        return "kin"
    ahead = word_before(stack, start - 1 - len(before))
    if is_sole and (ahead in _KUNYAS or ahead in _NASAB) and not name.endswith(YEH):
        return ""
    if ahead in _NASAB:
        return "kin"
    if is_bare and ahead in _KUNYAS and name.endswith(YEH):  # أبي حاتم الرازي
        return "given-before"
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
    if name in QUALITIES and _is_owned(before):
        return "adjective"
    if is_given_before(stack, start, lexicon):
        return "given-before"
    is_titled = bool(ahead) and is_title(ahead) and before not in lexicon.claimed
    return "titled" if is_titled else ""


def _is_owned(before: str) -> bool:
    """Say whether a word is a noun with a pronoun: قرصها, but not the verb ذكرها."""
    if before in FUNCTION_WORDS:
        return False
    stem = next((before[: -len(p)] for p in _PRONOUNS if before.endswith(p)), "")
    bare = stem[1:] if stem[:1] in ("و", "ف") else stem
    return len(bare) > 1 and SAYING.isdisjoint((bare, stem, before))


def _is_genitive(after: str) -> bool:
    """Say whether a definite noun follows, no adjective in ي and no title: صروف الدهر."""
    is_noun = is_definite(after) and after.startswith(ARTICLE) and after not in FUNCTION_WORDS
    return is_noun and not after.endswith((YEH, "يه")) and not is_title(after)


def _is_first_of(after: str) -> bool:
    """Say whether a word without the article is a given name, by what follows: كنج عثمان."""
    return after == "بن" or after in EVERYBODYS or after in SURE


def _is_given_titled(name: str, after: str, lexicon: Lexicon) -> bool:
    """Say whether a title and a given name go on with a surname: الإمام علي الهادي."""
    given = name.rpartition(" ")[2]
    is_given = given in lexicon.given_or_table
    is_more = is_nisba(after) or after in ORDINALS or after in lexicon.surnames or after in SURE
    return is_given and is_more


def _has_company(stack: Haystack, one: Seen, traits: Traits, lexicon: Lexicon) -> bool:
    """Say whether what stands before a noun, its proclitic too, says that it is a place."""
    before = word_before(stack, one.start - one.cut)
    proclitic = stack.word(one.start - one.cut, one.start) if one.cut else ""
    if proclitic in ("و", "ف"):
        return before in lexicon.towns or before[1:] in lexicon.towns
    is_land = before in LANDS and not traits.are_lands
    return proclitic.endswith(BEH) or (before in COMPANY and not is_land)


def _is_pair(before: str, name: str, after: str) -> bool:
    """Say whether a name and a word beside it are a common phrase: مسقط رأسه, صلاة المغرب."""
    return any(
        (name == one and after.startswith(two)) or (before.endswith(one) and name == two)
        for one, two in COMMON_PAIRS
    )


def _is_epithet(traits: Traits, before: str, lexicon: Lexicon) -> bool:
    """Say whether a place's by-name qualifies another place: البصرة الفيحاء, not دمشق الفيحاء."""
    is_quality = traits.name.startswith(ARTICLE) and traits.name.endswith("اء")
    if not is_quality or traits.bearers[0].grade == Grade.HEADING:
        return False
    owners = lexicon.towns.get(before, frozenset())
    return bool(owners) and owners.isdisjoint(sense.entity for sense in traits.bearers)
