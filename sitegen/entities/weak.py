"""Which names are too common or too vague to mean anybody by themselves?"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from sitegen.arabic.chars import ARTICLE, HEH, TEH_MARBUTA
from sitegen.entities.common import is_function_word
from sitegen.entities.given import GIVEN, SURE
from sitegen.entities.meanings import Wording
from sitegen.entities.names import Grade, Sense, says_more
from sitegen.entities.spellings import opening
from sitegen.entities.titles import EVERYBODYS, PEOPLES, VAGUE
from sitegen.model import Entity, EntityType

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]

Senses = Sequence[Sense]

#: له تلو ("its sequel follows") is no name.
_PRONOMINAL = frozenset(["له", "لها", "به", "بها", "فيه", "فيها", "منه", "منها", "عنه", "عنها"])


def are_weak(
    texts: Sequence[str], wording: Wording, given: Container[str], places: Container[str]
) -> Flags:
    """Say of each name of several words whether it is too common or too vague.

    Such are given names alone, "one of the ...", "of it ...", an initial and a place (ش دمشق
    signs from Damascus), and function words. *given* are given names, of two words too,
    *places* words that name places.
    """
    counts = wording.counts
    is_given = wording.are(given.__contains__) | wording.are(GIVEN.__contains__)
    is_letter = wording.are(lambda word: len(word) == 1)
    is_function = wording.are_all(wording.are(is_function_word)) & ~wording.are_all(is_letter)
    is_vague = wording.are((VAGUE | _PRONOMINAL).__contains__)[wording.firsts]
    found: Flags = (counts > 1) & (is_function | is_vague)
    twos = (counts == 2).nonzero()[0]
    first, second = wording.firsts[twos], wording.seconds(twos)
    found[twos] |= is_given[first] & wording.are(EVERYBODYS.__contains__)[second]
    found[twos] |= is_letter[first] & wording.are(places.__contains__)[second]
    for n in twos.tolist():
        one, other = texts[n].split(" ")
        found[n] |= opening((one, other)) in given
    return found


def is_weak_word(
    word: str,
    senses: Senses,
    authority: Mapping[str, Entity],
    given: Container[str],
    claimed: Container[str],
) -> bool:
    """Say whether a word is too common or too short to mean anybody by itself."""
    if word in claimed or len(word) < 3 or word in given or word in PEOPLES:
        return True
    if _is_stump(word, senses) or _is_tribal(word, senses, authority):
        return True
    is_full = senses[0].grade <= Grade.BARE
    return is_full and (_is_epithet(word) or _is_first_name(word, senses, authority))


def _is_first_name(word: str, senses: Senses, authority: Mapping[str, Entity]) -> bool:
    """Say whether a word is a given name alone, and persons' only: فارس may be Persia.

    With the article too: الفرنسيس are the French.
    """
    is_given = word.removeprefix(ARTICLE) in GIVEN
    return is_given and all(authority[s.entity].type == EntityType.PERSON for s in senses)


def _is_stump(word: str, senses: Senses) -> bool:
    """Say whether a variant is two letters and the article: الدب is a bear before it is إدلب."""
    is_short = len(word.removeprefix(ARTICLE)) < 3
    return is_short and all(sense.grade > Grade.HEADING for sense in senses)


def _is_tribal(word: str, senses: Senses, authority: Mapping[str, Entity]) -> bool:
    """Say whether a word in ة names people of whom nothing is told: حنيفة is a tribe."""
    if not word.endswith(HEH) or word.startswith(ARTICLE) or senses[0].grade != Grade.HEADING:
        return False
    records = [authority[sense.entity] for sense in senses]
    return all(
        r.type == EntityType.PERSON and r.heading.endswith(TEH_MARBUTA) and not says_more(r)
        for r in records
    )


def _is_epithet(word: str) -> bool:
    """Say whether a name is a given name with the article: الخليل is a man before it is a town."""
    return word.startswith(ARTICLE) and word[2:] in SURE
