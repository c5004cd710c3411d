"""Which names, of one word or several, stand in a text outside the known ones?

Read from left to right, the longest first, by rules over classes of words. A person's name is
given names, kunyas, بن and its kin, ranks, and a surname; titles open it and are no part of it. A
place's name has a head (جزيرة العرب), a tail (آسيا الصغرى) or stands behind a cue (مدينة ليون). An
organization's and a periodical's has a head (جمعية, مجلة). A word by itself is judged by what was
learned.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sitegen.entities.given import GIVEN
from sitegen.entities.suggest.contexts import Vocabulary
from sitegen.entities.suggest.cues import (
    ALL_TITLES,
    EVERYBODYS_SONS,
    FOREIGN_OPENERS,
    GIFTS,
    HONORIFICS,
    IDLE_HEADS,
    KINSMEN,
    LOOSE_HEADS,
    NEVER,
    ORGANIZATION_HEADS,
    PLACE_CUES,
    PLACE_HEADS,
    PLACE_TAILS,
    SOVEREIGN,
    WORK_HEADS,
)
from sitegen.entities.suggest.learn import Learned
from sitegen.entities.suggest.running import Found, Running
from sitegen.entities.titles import (
    BEFORE_ANOTHER,
    COMPOUND_TAILS,
    GIVEN_AND_COMMON,
    KIN,
    KUNYAS,
    RANKS,
)

NAMELIKE = 0.06  # the chance from which a word is taken for a name among names
_SURNAME = 0.25  # the share of a word's occurrences behind given names that makes it a surname
_NASAB = frozenset(["بن", "ابن"])
_LONGEST = 9
_ONE_LETTER = "وفبلك"
_PROCLITICS = ("و", "ف", "ب", "ل", "وب", "ول")
_ARTICLE = "ال"
_OPENERS = frozenset(["عبد", "ابن"])
_HEADS = ALL_TITLES | ORGANIZATION_HEADS | WORK_HEADS | PLACE_HEADS | PLACE_CUES


class _Unit(NamedTuple):
    """What is one part of a person's name."""

    words: tuple[str, ...]
    kind: str  # given, kunya, nasab, rank, title, name


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the names in running texts; *given* are the given names that the authority knows."""

    vocabulary: Vocabulary
    learned: Learned
    given: Collection[str]
    _opens: dict[str, bool] = field(default_factory=dict)  # by form: may a name begin with it

    def read(self, text: Running) -> list[Found]:
        """Give the names of a text outside the known ones, in order, none overlapping."""
        found = text.tagged()
        taken = {n for one in found for n in range(one.first, one.last + 1)}
        quoted = text.quoted()
        free = 0
        for at, form in enumerate(text.forms):
            opens = self._opens.get(form)
            if opens is None:
                opens = self._opens[form] = self._may_open(form)
            if not opens or at < free or text.known[at] or at in taken:
                continue
            one = self._at(text, at, quoted)
            if one and not taken.intersection(range(one.first, one.last + 1)):
                found.append(one)
                free = one.last + 1
        return sorted(found)

    def _may_open(self, form: str) -> bool:
        """Say whether any of the rules begins with a form: most forms cost one look-up."""
        word = self._opening(form)
        if self._is_given(word) or word in KUNYAS or word in _OPENERS or word in HONORIFICS:
            return True
        number = self.vocabulary.number_of.get(form, -1)
        return self.learned.chance(number) >= NAMELIKE or bool(_bare(form, _HEADS))

    def _at(self, text: Running, at: int, quoted: Mapping[int, int]) -> Found | None:
        return (
            self._person(text, at)
            or self._headed(text, at, quoted)
            or self._cued(text, at)
            or self._alone(text, at)
        )

    # -- persons ----------------------------------------------------------------------------------

    def _person(self, text: Running, first: int) -> Found | None:
        begin, title = self._titles(text, first)
        words: list[str] = []
        kinds: set[str] = set()
        here = begin
        while here - first < _LONGEST and (unit := self._unit(text, here, first, begin)):
            if unit.kind in ("given", "kunya", "nasab", "name"):
                words += unit.words
            kinds.add(unit.kind)
            here += len(unit.words)
        if here > begin or title:
            surname = self._surname(text, here, first, has_given=bool(kinds & {"given", "kunya"}))
            words += surname
            here += len(surname)
        if not words or not self._is_somebody(words, kinds, title):
            return None
        if len(words) == 1 and self._is_given(words[0]):
            words.insert(0, title)
            begin -= 1
        why = f"title {title}" if title else "nasab" if "nasab" in kinds else "given"
        return Found(begin, here - 1, tuple(words), "person", why)

    def _titles(self, text: Running, first: int) -> tuple[int, str]:
        here, title = first, ""
        while self._goes(text, here, first) and (found := _bare(text.forms[here], ALL_TITLES)):
            title = title or found
            here += 1
        return here, title

    def _is_somebody(self, words: list[str], kinds: set[str], title: str) -> bool:
        """Say whether the words name one person rather than hundreds, and are whole."""
        if words[-1] in _NASAB or words[-1] in BEFORE_ANOTHER:
            return False
        if len(words) == 1:
            return title in SOVEREIGN if self._is_given(words[0]) else bool(title)
        if title in SOVEREIGN or kinds & {"nasab", "name"}:
            return True
        rest = words[2:] if words[0] in BEFORE_ANOTHER or words[1] in COMPOUND_TAILS else words[1:]
        if rest:
            return True
        is_kunya = words[0] == "ابو"
        return is_kunya and not self._is_given(words[1]) and words[1] not in EVERYBODYS_SONS

    def _unit(self, text: Running, at: int, first: int, begin: int) -> _Unit | None:
        """Take what can be a part of a person's name, whose titles stand before *begin*."""
        if not self._goes(text, at, first) or at >= len(text.forms):
            return None
        is_first = at == begin
        word = self._opening(text.forms[at]) if is_first else text.forms[at]
        after = text.forms[at + 1] if self._goes_on(text, at) else ""
        third = text.forms[at + 2] if after and self._goes_on(text, at + 1) else ""
        if word == "عبد":
            is_name = after.startswith(_ARTICLE) and len(after) > 3
            return _Unit((word, after), "given") if is_name else None
        if word in KUNYAS or word in _NASAB:
            return self._kunya(word, after, third, is_first=is_first)
        if not is_first and word in RANKS:
            return _Unit((word,), "rank")
        if after in COMPOUND_TAILS and word in (GIFTS if after == "الله" else HONORIFICS):
            return _Unit((word, after), "given")
        if self._is_given(word):
            return _Unit((word,), "given")
        if not is_first and word in ALL_TITLES:
            return _Unit((word,), "title")
        is_name = self._chance(word) >= NAMELIKE and self._is_personal(word)
        return _Unit((word,), "name") if is_name and not is_first else None

    def _kunya(self, word: str, after: str, third: str, *, is_first: bool) -> _Unit | None:
        if (is_first and word == "بن") or not after or after in KINSMEN:
            return None
        if after in NEVER and after not in GIVEN_AND_COMMON:
            return None
        kind = "nasab" if word in _NASAB else "kunya"
        first = "ابو" if kind == "kunya" and word != "ام" else word
        first = "بن" if kind == "nasab" and not is_first else first
        if after in BEFORE_ANOTHER:
            return _Unit((first, after, third), kind) if third and third not in NEVER else None
        return _Unit((first, after), kind)

    def _opening(self, form: str) -> str:
        """Give the given name, or its like, behind one letter of proclitic."""
        if self._is_given(form) or form[:1] not in _ONE_LETTER:
            return form
        rest = form[1:]
        is_name = self._is_given(rest) or rest in KUNYAS or rest in _OPENERS
        return rest if is_name else form

    def _surname(self, text: Running, at: int, first: int, *, has_given: bool) -> list[str]:
        """Give the word at *at* where it ends a person's name, and an adjective behind it."""
        if not self._goes(text, at, first):
            return []
        word = text.forms[at]
        if not _is_name_part(word) or word in PLACE_TAILS or not self._is_surname(word, has_given):
            return []
        following = text.forms[at + 1] if self._goes_on(text, at) else ""
        is_more = has_given and _is_nisba(following) and self._is_surname(following, has_given)
        return [word, following] if is_more else [word]

    def _is_surname(self, word: str, has_given: bool) -> bool:  # noqa: FBT001
        number = self.vocabulary.number_of.get(word, -1)
        if number < 0:
            return _looks_like_noun(word) or (has_given and _is_nisba(word))
        if self.vocabulary.words[number] != word:
            return False  # it has a proclitic
        least = _SURNAME if _is_nisba(word) or not _is_definite(word) else 2 * _SURNAME
        if self._personal(word) >= least and (has_given or not word.startswith(_ARTICLE)):
            return True
        return self._chance(word) >= NAMELIKE and (self._is_personal(word) or not has_given)

    def _is_given(self, word: str) -> bool:
        if word in self.given or word in GIVEN:
            return True
        return word.startswith("عبدال") and len(word) > 6

    def _is_personal(self, word: str) -> bool:
        number = self.vocabulary.number_of.get(word, -1)
        if number < 0:
            return False
        return self.learned.place[number] < 0.5 or self._personal(word) >= _SURNAME

    def _personal(self, word: str) -> float:
        number = self.vocabulary.number_of.get(word, -1)
        return self.learned.after_person[number] if number >= 0 else 0.0

    def _chance(self, word: str) -> float:
        number = self.vocabulary.number_of.get(word, -1)
        if number < 0 or self.vocabulary.words[number] != word or word in NEVER:
            return 0.0
        return self.learned.name[number]

    # -- places, organizations, works -------------------------------------------------------------

    def _headed(self, text: Running, at: int, quoted: Mapping[int, int]) -> Found | None:
        forms = text.forms
        if at + 1 >= len(forms) or text.known[at + 1]:
            return None
        for heads, kind in ((ORGANIZATION_HEADS, "organization"), (WORK_HEADS, "work")):
            head = _bare(forms[at], heads)
            if head and at + 1 in quoted:
                last = quoted[at + 1]
                return Found(at, last, (head, *forms[at + 1 : last + 1]), kind, f"quoted {head}")
            if head and kind == "organization" and text.touches[at + 1]:
                return self._organization(text, at, head)
        head = _bare(forms[at], PLACE_HEADS)
        following = forms[at + 1]
        if not head or not text.touches[at + 1] or not _is_name_part(following):
            return None
        is_namelike = self._chance(following) >= NAMELIKE
        if not is_namelike and (not _is_definite(following) or head in LOOSE_HEADS):
            return None
        if head in IDLE_HEADS and is_namelike:
            return Found(at + 1, at + 1, (following,), "place", f"cue {head}")
        is_half = head == "جزيره" and at and text.touches[at] and forms[at - 1].endswith("شبه")
        words = ("شبه", head, following) if is_half else (head, following)
        return Found(at - is_half, at + 1, words, "place", f"head {head}")

    def _organization(self, text: Running, at: int, head: str) -> Found | None:
        following = text.forms[at + 1]
        if not _is_definite(following) or not _is_name_part(following):
            return None
        last = at + 1
        if self._goes_on(text, last) and _is_definite(text.forms[last + 1].removeprefix("و")):
            last += 1
        words = (head, *text.forms[at + 1 : last + 1])
        return Found(at, last, words, "organization", f"head {head}")

    def _cued(self, text: Running, at: int) -> Found | None:
        cue = _bare(text.forms[at], PLACE_CUES)
        if not cue or not self._goes_on(text, at):
            return None
        word = text.forms[at + 1]
        if not _is_name_part(word):
            return None
        if self._chance(word) < NAMELIKE and (_is_definite(word) or self._is_adjective(word)):
            return None
        return Found(at + 1, at + 1, (word,), "place", f"cue {cue}")

    def _is_adjective(self, word: str) -> bool:
        """Say whether the corpus has a word with and without article, or in both genders.

        So are verbs, by their first letter, and what has a pronoun.
        """
        if word[0] in "يتن" or word.endswith(("ها", "هم")):
            return True
        counts = self.vocabulary.counts
        own = counts.get(word, 0)
        other = word[:-1] if word.endswith("ه") else f"{word}ه"
        twins = counts.get(_ARTICLE + word, 0), counts.get(other, 0)
        return max(twins) * 5 >= max(own, 1)

    def _alone(self, text: Running, at: int) -> Found | None:
        """Read a word that was learned to be a name, with what is learned to go with it."""
        number = self.vocabulary.number_of.get(text.forms[at], -1)
        if number < 0 or self.learned.name[number] < NAMELIKE:
            return None
        word = self.vocabulary.words[number]
        if word in PLACE_TAILS or word in NEVER or word in KIN or word in _HEADS:
            return None
        if self._is_given(word):
            return None
        words, last = [word], at
        while self._goes_on(text, last) and last - at < 3:
            after = text.forms[last + 1]
            is_foreign = words[-1] in FOREIGN_OPENERS and _is_name_part(after)
            if not (after in PLACE_TAILS or is_foreign or self._is_more(after, word)):
                break
            words.append(after)
            last += 1
        is_place = self.learned.place[number] >= 0.5 or words[-1] in PLACE_TAILS
        return Found(at, last, tuple(words), "place" if is_place else "person", "learned")

    def _is_more(self, after: str, word: str) -> bool:
        """Say whether a name goes on with the word *after*."""
        if self._chance(after) < NAMELIKE:
            return False
        return not self._is_given(after) and self._is_personal(after) == self._is_personal(word)

    # -- words ------------------------------------------------------------------------------------

    def _goes(self, text: Running, at: int, first: int) -> bool:
        """Say whether word *at* may belong to a name that begins at *first*."""
        return at == first or self._goes_on(text, at - 1)

    def _goes_on(self, text: Running, at: int) -> bool:
        return at + 1 < len(text.forms) and text.touches[at + 1] and not text.known[at + 1]


def _bare(form: str, group: Collection[str]) -> str:
    """Give the word of *group* that a form is, proclitics before it or not.

    >>> _bare("وللدكتور", {"الدكتور"}), _bare("بمدينه", {"مدينه"}), _bare("مدن", {"مدينه"})
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


def _is_definite(word: str) -> bool:
    return word.startswith(_ARTICLE) and len(word) > 4


def _is_nisba(word: str) -> bool:
    return _is_definite(word) and word.endswith("ي") and len(word) > 5 and word not in PLACE_TAILS


def _is_name_part(word: str) -> bool:
    return len(word) > 2 and word not in NEVER and "ء" <= word[0] <= "ي"


def _looks_like_noun(word: str) -> bool:
    """Say whether a rare word is no verb form and has no proclitic, by its first letter."""
    return len(word) > 2 and word[0] not in "يتنوفبلكس"
