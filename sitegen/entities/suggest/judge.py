"""Is a word a given name, a surname, a place, an adjective? By lists and by what was learned."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sitegen.arabic.chars import ARTICLE
from sitegen.entities.given import GIVEN
from sitegen.entities.suggest.contexts import Vocabulary
from sitegen.entities.suggest.cues import NATIONS, NEVER, OFFICES, PLACE_TAILS
from sitegen.entities.suggest.learn import Learned

NAMELIKE = 0.03  # the chance from which a word is taken for a name among names
SURNAME = 0.15  # the share of a word's occurrences behind given names that makes it a surname
_RANKED = 0.1  # the share before أفندي, بك, باشا that makes it a given name
_MOSTLY_AFTER_HEAD = 0.12  # the same for a word that has an article too: جبل عامل, العامل
_AFTER_HEAD = 0.04  # the share behind جبل, مدينة that makes it a place's: جبل عامل
_RARE = 30  # occurrences up to which a word behind a rank is a surname
_PROCLITICS = ("و", "ف", "ب", "ل", "وب", "ول")


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges words; *given* are the given names that the authority knows."""

    vocabulary: Vocabulary
    learned: Learned
    given: Collection[str]

    def is_given(self, word: str) -> bool:
        """Say whether a word is a given name: in a list, or before ranks, as جرجي أفندي."""
        if word in self.given or word in GIVEN:
            return True
        number = self.vocabulary.number_of.get(word, -1)
        if number >= 0 and self.learned.before_rank[number] >= _RANKED:
            return self.vocabulary.words[number] == word and not word.startswith(ARTICLE)
        return word.startswith("عبدال") and len(word) > 6

    def is_surname(self, word: str, *, has_given: bool, is_sure: bool = True) -> bool:
        """Say whether a word may end a person's name; one that is not *is_sure* needs more."""
        number = self.vocabulary.number_of.get(word, -1)
        if number < 0:
            return (is_sure and looks_like_noun(word)) or (has_given and is_nisba(word))
        if self.vocabulary.words[number] != word:
            return False  # it has a proclitic
        least = SURNAME if is_sure else 3 * SURNAME
        least = SURNAME / 5 if is_nisba(word) else least
        if self.personal(word) >= least and (has_given or not word.startswith(ARTICLE)):
            return True
        return self.chance(word) >= NAMELIKE and (self.is_personal(word) or not has_given)

    def is_behind_rank(self, word: str) -> bool:
        """Say whether a word is a surname because a rank stands before it: شبلي أفندي ملاط."""
        if {word, word.removeprefix(ARTICLE)} & OFFICES:
            return False
        return self.vocabulary.counts.get(word, 0) <= _RARE and looks_like_noun(word)

    def is_personal(self, word: str) -> bool:
        """Say whether a name is a person's rather than a place's."""
        number = self.vocabulary.number_of.get(word, -1)
        if number < 0:
            return False
        return self.learned.place[number] < 0.5 or self.personal(word) >= SURNAME

    def personal(self, word: str) -> float:
        """Give the share of a word's occurrences behind given names and titles."""
        number = self.vocabulary.number_of.get(word, -1)
        return self.learned.after_person[number] if number >= 0 else 0.0

    def chance(self, word: str) -> float:
        """Give the chance that a word is a name; none of one with a proclitic."""
        number = self.vocabulary.number_of.get(word, -1)
        if number < 0 or self.vocabulary.words[number] != word or word in NEVER:
            return 0.0
        return self.learned.name[number]

    def is_after_head(self, word: str) -> bool:
        """Say whether a word stands so often behind جبل and its like that it is no adjective."""
        number = self.vocabulary.number_of.get(word, -1)
        if number < 0 or self.vocabulary.words[number] != word:
            return False
        is_often = self.learned.after_place[number] >= _AFTER_HEAD
        return self.is_mostly_after_head(word) or (is_often and not self.is_adjective(word))

    def is_mostly_after_head(self, word: str) -> bool:
        """Say whether so many of a word's occurrences are behind جبل and its like, as عامل's.

        But قلعة حصينة is any castle: its adjective agrees with it.
        """
        number = self.vocabulary.number_of.get(word, -1)
        is_mostly = number >= 0 and self.learned.after_place[number] >= _MOSTLY_AFTER_HEAD
        return is_mostly and not word.endswith("ه")

    def is_adjective(self, word: str) -> bool:
        """Say whether the corpus has a word with and without article, or in both genders.

        So are verbs, by their first letter, and what has a pronoun.
        """
        if word[0] in "يتن" or word.endswith(("ها", "هم")):
            return True
        counts = self.vocabulary.counts
        own = counts.get(word, 0)
        other = word[:-1] if word.endswith("ه") else f"{word}ه"
        twins = counts.get(ARTICLE + word, 0), counts.get(other, 0)
        return max(twins) * 5 >= max(own, 1)

    def is_somebodys(self, word: str) -> bool:
        """Say whether a word is an adjective in ي that persons have: ياقوت الحموي."""
        return is_nisba(word) and self.personal(word) >= SURNAME / 3

    def is_more(self, after: str, word: str) -> bool:
        """Say whether a name goes on with the word *after*."""
        if self.chance(after) < NAMELIKE:
            return False
        return not self.is_given(after) and self.is_personal(after) == self.is_personal(word)


def bare(form: str, group: Collection[str]) -> str:
    """Give the word of *group* that a form is, proclitics before it or not.

    >>> bare("وللدكتور", {"الدكتور"}), bare("بمدينه", {"مدينه"}), bare("مدن", {"مدينه"})
    ('الدكتور', 'مدينه', '')
    """
    if form in group:
        return form
    for letters in _PROCLITICS:
        rest = form[len(letters) :]
        if form.startswith(letters) and rest in group:
            return rest
        if letters[-1] == "ل" and form.startswith(f"{letters}ل") and f"ال{rest[1:]}" in group:
            return f"ال{rest[1:]}"
    return ""


def is_definite(word: str) -> bool:
    """Say whether a word has the article, and enough behind it to be one: العرب."""
    return word.startswith(ARTICLE) and len(word) > 4


def is_nisba(word: str) -> bool:
    """Say whether a word has the form of an adjective of descent: الحموي."""
    return is_definite(word) and word.endswith("ي") and len(word) > 5 and word not in PLACE_TAILS


def is_people(word: str) -> bool:
    """Say whether a word names a people: الترك; the plural of an adjective does: العباسيين.

    >>> [is_people(word) for word in ("الترك", "العباسيين", "الجزائر")]
    [True, True, False]
    """
    return word in NATIONS or (word.startswith(ARTICLE) and word.endswith(("يين", "يون")))


def is_verb(word: str) -> bool:
    """Say whether a word is a verb of the third person's plural: يقولون."""
    return word[0] in "يت" and word.endswith(("ون", "وا")) and len(word) > 4


def is_name_part(word: str) -> bool:
    """Say whether a word may stand in a name at all."""
    return len(word) > 2 and word not in NEVER and "ء" <= word[0] <= "ي"


def looks_like_noun(word: str) -> bool:
    """Say whether a rare word is no verb form and has no proclitic, by its first letter."""
    return len(word) > 2 and word[0] not in "يتنوفبلكس"
