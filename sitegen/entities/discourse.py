"""Does a document use a name of one word for something else? Then it does so throughout.

"One sense per discourse" (Gale, Church, Yarowsky, *Proc. of the Speech and Natural Language
Workshop* 1992, pp. 233-237): where a document says المستر كليفلاند once, كليفلاند alone is no town
there; where it says جبل المقطم, المقطم is no person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sitegen.arabic.chars import ARTICLE
from sitegen.entities.beside import word_before
from sitegen.entities.given import FOREIGN, SURE
from sitegen.entities.haystack import Haystack
from sitegen.entities.seen import Seen
from sitegen.entities.titles import COMPANY, LANDED, MISTERS, PARTICLES, SPEAKING
from sitegen.entities.traits import Traits

_WORDS = frozenset(["رضا", "عمران", "جبران", "رفعت", "اسعد", "اكرم", "انور", "بليغ", "مصطفي"])
_FIRST_NAMES = (SURE | FOREIGN) - _WORDS
_WITHIN = frozenset(["في", "وفي", "ففي"])  # in المقطم, hardly in a man
_LEAST = 3  # so many times as often may the name stand plain, where one use is strange


class Discourse:
    """The names of one word of a document: which stand as no bearer of theirs does, and why."""

    def __init__(self, stack: Haystack, chosen: Iterable[tuple[Seen, Traits]]) -> None:
        singles = [(one, traits) for one, traits in chosen if traits.is_single]
        self._why = {
            one: why for one, traits in singles if (why := why_strange(stack, one, traits))
        }
        self._names: frozenset[int] = frozenset()  # of which a third are strange
        if self._why:
            strange = Counter(one.name for one in self._why if not one.is_whole)
            counts = Counter(one.name for one, _ in singles if not one.is_whole)
            self._names = frozenset(n for n, many in strange.items() if counts[n] <= _LEAST * many)

    def why_not(self, stack: Haystack, one: Seen, traits: Traits) -> str:
        """Say why a name is not its bearer's: by the word before it, or by its like elsewhere."""
        why = self._why.get(one, "")
        if not why and one.name in self._names and not is_itself(stack, one, traits):
            return "one-sense"
        return why


def why_strange(stack: Haystack, one: Seen, traits: Traits) -> str:
    """Say why the word before a name of one word makes it a person's, or a place's, of its own."""
    before = "" if one.cut else word_before(stack, one.start)
    if not before:
        return ""
    if before.removeprefix("و") in PARTICLES:
        return "particle"
    if traits.is_person:
        is_within = traits.is_bare and before in _WITHIN and " " not in traits.name
        return "landed" if is_within or before in LANDED else ""
    if before in MISTERS:
        return "person"
    is_foreign = not traits.name.startswith(ARTICLE) and not one.is_headed
    return "person" if is_foreign and (before in _FIRST_NAMES or before in SPEAKING) else ""


def is_itself(stack: Haystack, one: Seen, traits: Traits) -> bool:
    """Say whether what stands before a name that is strange elsewhere says that it is itself."""
    proclitic = stack.word(one.start - one.cut, one.start) if one.cut else ""
    before = word_before(stack, one.start - one.cut)
    if traits.is_person:
        return before in MISTERS
    return proclitic[-1:] in ("ب", "ل") or before in COMPANY
