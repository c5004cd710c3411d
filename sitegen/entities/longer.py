"""Is a name of several words part of a longer one? Every answer is a key of REASONS."""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.arabic.chars import ARTICLE, HEH
from sitegen.entities.beside import (
    ALEF_MAKSURA,
    is_given_before,
    is_kin,
    is_nisba,
    is_title,
    title_before,
    word_after,
    word_before,
)
from sitegen.entities.context import is_paper
from sitegen.entities.given import GIVEN, SURE
from sitegen.entities.haystack import PART, SPACE, Haystack
from sitegen.entities.lexicon import Lexicon
from sitegen.entities.seen import Seen
from sitegen.entities.spellings import is_given_alone, one_letter_words
from sitegen.entities.titles import (
    APPOSITIONS,
    COMPOUND_TAILS,
    EVERYBODYS,
    FATHERS,
    FOREIGN_RANKS,
    GIVEN_AND_COMMON,
    KIN,
    KIN_JOINED,
    KINGS,
    KUNYAS,
    ORDINALS,
    PRAISE,
    RANKS,
    SONS,
    SURNAMED,
    THRONES,
    TITLES,
)
from sitegen.entities.traits import Traits

_KUNYAS = frozenset(word for word in KIN_JOINED if word.endswith(("ابو", "ابي", "ابا")))


def why_longer(stack: Haystack, one: Seen, traits: Traits, lexicon: Lexicon) -> str:
    """Say why a name of several words is part of a longer one."""
    name = traits.name
    before = "" if one.cut else word_before(stack, one.start)
    if traits.may_name_papers and is_paper(before):
        return "paper"
    is_unknown = traits.is_bare and not name.isascii() and one_letter_words(name.split())
    if is_unknown and _is_initial(stack, one.start, one.end):
        return "initials"
    is_ranked = not RANKS.isdisjoint(name.split()) or is_title(before)
    if traits.is_bare and name in lexicon.shared and not is_ranked:
        return "shared"
    if traits.is_bare and before in KINGS and _is_commoner(name.split()):
        return "throne"
    if traits.is_person:
        is_bare = traits.is_bare
        return goes_on(stack, one.start, one.end, one.cut, name, lexicon, is_bare=is_bare)
    return "goes-on" if traits.are_bodies and is_another(stack, one.end, name) else ""


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
    is_kunya = is_bare and len(words) == 2 and words[0] in KUNYAS
    if is_kunya and (after in GIVEN or after in lexicon.given):  # أبي حاتم سهل
        return "goes-on"
    if after in ORDINALS and ORDINALS.isdisjoint(words):
        return "goes-on"
    if after in RANKS and RANKS.isdisjoint(words):
        after, stop = word_after(stack, stop)
        if after.startswith((ARTICLE, *KUNYAS)):
            return "goes-on"
    if words[-1] in RANKS and words[-1] not in EVERYBODYS and not is_known:
        if is_bare and len(words) == 2 and words[0] in SURE and words[1] in SURNAMED:
            return "given-alone"
        is_more = after in KIN or after in SURE or (is_bare and len(words) == 2 and is_nisba(after))
        return "goes-on" if is_more else ""
    if words[-1] in EVERYBODYS and len(words) == 2 and after in SURE:
        return "goes-on"
    is_unknown = is_bare and not is_known and _is_anybodys(words)
    if is_unknown and title_before(stack, start, cut) not in THRONES:
        return "given-alone"
    if not is_given_alone(words, lexicon.given_anywhere):
        is_vague = is_bare and is_given_alone(words, lexicon.given_or_table)
        is_more = after in SURE or after in KIN or is_nisba(after)
        is_begun = name in lexicon.prolonged or (
            is_bare and len(words) == 3 and words[1] in ("بن", "ابن")
        )
        if (is_vague and is_more) or (is_begun and is_nisba(after)):
            return "goes-on"
        return ""
    is_vague = _is_compound(words) or (is_bare and _is_kunya(words, lexicon))
    if not is_known and is_vague and not is_title(before):
        return "given-alone"
    if after in FOREIGN_RANKS:
        return "goes-on"
    if after in GIVEN_AND_COMMON:
        return "" if stack.letter(stop - 1) == ALEF_MAKSURA else "goes-on"
    return "goes-on" if _may_follow(stack, after, stop, words, lexicon) else ""


def _is_commoner(words: Sequence[str]) -> bool:
    """Say whether a name is a given name and a surname that no king has: حسن الطويل."""
    if len(words) != 2 or words[0] not in GIVEN:
        return False
    return words[1].startswith(ARTICLE) and words[1] not in ORDINALS | COMPOUND_TAILS


def _is_initial(stack: Haystack, start: int, end: int) -> bool:
    """Say whether initials have more beside them: ب. م. م is not م. م, and ج. ب. شابو a name."""
    data = stack.data
    is_before = start > 2 and data[start - 3] == SPACE and data[start - 2] != SPACE
    if is_before and "." in stack.gap(start - 1):
        return True
    gap = stack.gap(end) if end + 1 < len(data) else ""
    return "." in gap and "\n" not in gap and PART not in gap


def _may_follow(
    stack: Haystack, after: str, stop: int, words: Sequence[str], lexicon: Lexicon
) -> bool:
    """Say whether a word behind given names goes on with them."""
    if after in KIN:
        return True
    if after in TITLES:
        is_praise = after in APPOSITIONS
        return not is_praise or (after in PRAISE and is_nisba(word_after(stack, stop)[0]))
    if after in SURE and not after.endswith(HEH):  # زهرة is a word too
        return True
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
    own = before if before in SURE else before.removeprefix("و")
    if own not in SURE or not (first in GIVEN or first in lexicon.given or first == "عبد"):
        return False
    return word_before(stack, start - 1 - len(before)) not in _KUNYAS


def _is_anybodys(words: Sequence[str]) -> bool:
    """Say whether a name is made of common given names: زين الدين, محمد باقر, أحمد بن محمد."""
    is_double = len(words) == 2 and words[0] == "محمد" and words[1] in SURE
    first, nasab, *father = words if words[0] != "عبد" or len(words) < 3 else words[1:]
    is_nasab, whose = nasab in ("بن", "ابن"), " ".join(father)
    is_common = first in GIVEN or words[0] == "عبد"
    is_son = whose in FATHERS | {"عبد الله"} and is_common
    is_double = is_double or (is_nasab and (is_son or (first in SONS and whose in SONS)))
    return is_double or _is_compound(words)


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


def is_another(stack: Haystack, end: int, name: str) -> bool:
    """Say whether a body's name goes on with an adjective: دار الكتب الأهلية is not دار الكتب."""
    after, _ = word_after(stack, end)
    is_adjective = is_nisba(after) or (after.startswith(ARTICLE) and after.endswith("يه"))
    return is_adjective and len(after) > 5 and name.rpartition(" ")[2].startswith(ARTICLE)
