"""Is a short name its owners' here, or a stranger's? And who bears the title before a name?"""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.arabic.chars import ARTICLE, YEH
from sitegen.entities.authority import Authority
from sitegen.entities.beside import (
    bears,
    follows_given,
    is_definite,
    is_kin,
    is_lady,
    is_ladys,
    is_title,
    title_before,
    word_before,
)
from sitegen.entities.common import is_function_word
from sitegen.entities.given import GIVEN
from sitegen.entities.haystack import Haystack, words_of
from sitegen.entities.lexicon import Lexicon, Senses
from sitegen.entities.longer import goes_on, is_enthroned
from sitegen.entities.names import Grade, Sense
from sitegen.entities.seen import Seen
from sitegen.entities.titles import NISBAS, OFFICES, RANKS, SAYING, SPEAKING
from sitegen.entities.traits import Traits
from sitegen.model import Entity

_SHORT = 3  # letters of a bare record's name that hardly tell it from a word: بلو


def is_strangers(
    stack: Haystack, one: Seen, owners: Sequence[Sense], lexicon: Lexicon, authority: Authority
) -> bool:
    """Say whether what stands beside a short name makes it another's than its owners'."""
    name = lexicon.names[one.name]
    records = [authority[sense.entity] for sense in owners]
    is_given = lexicon.weak[one.name] or name.startswith("عبد ") or name.endswith(" الله")
    if is_given and _is_untitled(stack, one, name, records, lexicon):
        return True
    if name in NISBAS and _is_behind_noun(stack, one):
        return True
    if name in GIVEN and title_before(stack, one.start, one.cut) not in OFFICES:
        return True
    if all(sense.grade == Grade.SURNAME for sense in owners) and _is_anothers(
        stack, one.start, one.cut, name
    ):
        return True
    is_hers = not one.cut and is_ladys(word_before(stack, one.start))
    if is_hers and not any(map(is_lady, records)):
        return True
    given = follows_given(stack, one.start, one.cut, lexicon)
    return bool(given) and not any(bears(record, given, name) for record in records)


def _is_behind_noun(stack: Haystack, one: Seen) -> bool:
    """Say whether a word stands before a nisba that may be a name it belongs to: الحر العاملي."""
    before = "" if one.cut else word_before(stack, one.start)
    is_free = is_function_word(before) or is_title(before) or before in SPEAKING | SAYING
    return bool(before) and not is_free


def is_vague_alone(stack: Haystack, one: Seen, traits: Traits) -> bool:
    """Say whether a name of one word is nobody's alone: a nisba of many, or of three letters.

    A title before it helps: الإمام الرازي, الأب بلو; a verb of saying helps a short one.
    """
    is_short = traits.is_bare and len(traits.name) <= _SHORT
    is_shared = traits.name in NISBAS and not traits.owners <= {s.entity for s in traits.bearers}
    if not is_shared and not is_short:
        return False
    before = "" if one.cut else word_before(stack, one.start)
    return not (is_title(before) or (is_short and before in SPEAKING))


def _is_untitled(
    stack: Haystack, one: Seen, name: str, records: Sequence[Entity], lexicon: Lexicon
) -> bool:
    """Say whether a given name of two words goes on, or has a title that no owner has."""
    if goes_on(stack, one.start, one.end, one.cut, name, lexicon, is_known=True):
        return True
    title = title_before(stack, one.start, one.cut)
    return bool(title) and all(is_uncrowned(record, title) for record in records)


def crowned_of(
    stack: Haystack, one: Seen, traits: Traits, lexicon: Lexicon, authority: Authority
) -> Senses:
    """Leave out who never bears the title of a throne or a see that stands before the name."""
    title = is_enthroned(stack, one.start, one.cut, traits.name, lexicon)
    if not title:
        return traits.bearers
    kept = [s for s in traits.bearers if not is_uncrowned(authority[s.entity], title)]
    return tuple(kept)


def is_uncrowned(record: Entity, title: str) -> bool:
    """Say whether a record has longer names, and none with a title.

    >>> from sitegen.errors import Place
    >>> from sitegen.model import EntityId, EntityType
    >>> ali = Entity(id=EntityId("p"), type=EntityType.PERSON, heading="محمد علي",
    ...              variants=("محمد علي باشا",), place=Place("p.yml"))
    >>> is_uncrowned(ali, "الامير")
    True
    """
    names = words_of([record.heading, *record.variants])
    return len(names) > 1 and not any(title in words for words in names)


def _is_anothers(stack: Haystack, start: int, cut: int, name: str) -> bool:
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
