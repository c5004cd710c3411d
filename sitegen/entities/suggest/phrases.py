"""Which names, of one word or several, stand in a text outside the known ones?

Read from left to right, the longest first, by rules over classes of words. A person's name is
given names, kunyas, بن and its kin, ranks, and a surname; titles open it and are no part of it. A
place's name has a head (جزيرة العرب), a tail (آسيا الصغرى) or stands behind a cue (مدينة ليون). An
organization's and a periodical's has a head (جمعية, مجلة). A word by itself is judged by what was
learned.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sitegen.arabic.chars import ARTICLE
from sitegen.entities.suggest.cues import (
    ALL_TITLES,
    COURTESIES,
    EVERYBODYS_SONS,
    FOREIGN_OPENERS,
    FOUNDED_HEADS,
    GIFTS,
    HONORIFICS,
    IDLE_HEADS,
    KINSMEN,
    LAQAB_TAILS,
    LOOSE_HEADS,
    NATIONS,
    NEVER,
    ORGANIZATION_HEADS,
    PLACE_CUES,
    PLACE_HEADS,
    PLACE_TAILS,
    SOVEREIGN,
    WORDLIKE,
    WORK_HEADS,
)
from sitegen.entities.suggest.judge import (
    NAMELIKE,
    Judge,
    bare,
    is_definite,
    is_name_part,
    is_nisba,
    is_people,
    is_verb,
)
from sitegen.entities.suggest.running import Found, Running
from sitegen.entities.titles import (
    BEFORE_ANOTHER,
    COMPOUND_TAILS,
    GIVEN_AND_COMMON,
    KIN,
    KUNYAS,
    RANKS,
)

_LOOSE, _SURE = 0.15, 0.3  # the chance that a word needs behind بيت, and not to be its adjective
_UNSURE = 0.8  # the chance up to which a word that looks like a place's may be a person's
_NASAB = frozenset(["بن", "ابن"])
_LONGEST = 9
_ONE_LETTER = "وفبلك"
_OPENERS = frozenset(["عبد", "ابن"])
_HEADS = ALL_TITLES | ORGANIZATION_HEADS | WORK_HEADS | PLACE_HEADS | PLACE_CUES


class _Unit(NamedTuple):
    """What is one part of a person's name."""

    words: tuple[str, ...]
    kind: str  # given, kunya, nasab, rank, title, name


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the names in running texts."""

    judge: Judge
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
            if not opens and not self._is_before_rank(text, at):
                continue
            if at < free or text.known[at] or at in taken:
                continue
            one = self._at(text, at, quoted)
            if one and not taken.intersection(range(one.first, one.last + 1)):
                found.append(one)
                free = one.last + 1
        return sorted(found)

    def _may_open(self, form: str) -> bool:
        """Say whether any of the rules begins with a form: most forms cost one look-up."""
        word = self._opening(form)
        if self.judge.is_given(word) or word in KUNYAS or word in _OPENERS or word in HONORIFICS:
            return True
        number = self.judge.vocabulary.number_of.get(form, -1)
        return self.judge.learned.chance(number) >= NAMELIKE or bool(bare(form, _HEADS))

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
            has_given = bool(kinds & {"given", "kunya"})
            is_ranked = has_given and text.forms[here - 1] in COURTESIES
            is_sure = is_ranked or bool(title) or words[-1] not in WORDLIKE
            surname = self._surname(
                text, here, first, has_given=has_given, is_ranked=is_ranked, is_sure=is_sure
            )
            words += surname
            here += len(surname)
        if not words or not self._is_somebody(words, kinds, title):
            return None
        if len(words) == 1 and self.judge.is_given(words[0]):
            words.insert(0, title)
            begin -= 1
        why = f"title {title}" if title else "nasab" if "nasab" in kinds else "given"
        return Found(begin, here - 1, tuple(words), "person", why)

    def _titles(self, text: Running, first: int) -> tuple[int, str]:
        here, title = first, ""
        while self._goes(text, here, first) and (found := bare(text.forms[here], ALL_TITLES)):
            title = title or found
            here += 1
        return here, title

    def _is_somebody(self, words: list[str], kinds: set[str], title: str) -> bool:
        """Say whether the words name one person rather than hundreds, and are whole."""
        if words[-1] in _NASAB or words[-1] in BEFORE_ANOTHER:
            return False
        if len(words) == 1:
            return title in SOVEREIGN if self.judge.is_given(words[0]) else bool(title)
        if title in SOVEREIGN or kinds & {"nasab", "name"}:
            return True
        rest = words[2:] if words[0] in BEFORE_ANOTHER or words[1] in COMPOUND_TAILS else words[1:]
        if rest or words[1] in LAQAB_TAILS:
            return True
        is_kunya = words[0] == "ابو"
        return is_kunya and not self.judge.is_given(words[1]) and words[1] not in EVERYBODYS_SONS

    def _unit(self, text: Running, at: int, first: int, begin: int) -> _Unit | None:
        """Take what can be a part of a person's name, whose titles stand before *begin*."""
        if not self._goes(text, at, first) or at >= len(text.forms):
            return None
        is_first = at == begin
        word = self._opening(text.forms[at]) if is_first else text.forms[at]
        after = text.forms[at + 1] if self._goes_on(text, at) else ""
        third = text.forms[at + 2] if after and self._goes_on(text, at + 1) else ""
        if word == "عبد":
            is_name = after.startswith(ARTICLE) and len(after) > 3
            return _Unit((word, after), "given") if is_name else None
        if word in KUNYAS or word in _NASAB:
            return self._kunya(word, after, third, is_first=is_first)
        if not is_first and word in RANKS:
            return _Unit((word,), "rank")
        if after in COMPOUND_TAILS and word in (GIFTS if after == "الله" else HONORIFICS):
            return _Unit((word, after), "given")
        if self.judge.is_given(word) or (is_first and third and self._is_before_rank(text, at)):
            return _Unit((word,), "given")
        if not is_first and word in ALL_TITLES:
            return _Unit((word,), "title")
        is_name = self.judge.chance(word) >= NAMELIKE and self.judge.is_personal(word)
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
        if self.judge.is_given(form) or form[:1] not in _ONE_LETTER:
            return form
        rest = form[1:]
        is_name = self.judge.is_given(rest) or rest in KUNYAS or rest in _OPENERS
        return rest if is_name else form

    def _surname(
        self,
        text: Running,
        at: int,
        first: int,
        *,
        has_given: bool,
        is_ranked: bool,
        is_sure: bool,
    ) -> list[str]:
        """Give the word at *at* where it ends a person's name, and an adjective behind it.

        It is sure to be one but behind a given name alone that is a common word: حسن الظن, خير سلف.
        """
        if not self._goes(text, at, first):
            return []
        word = text.forms[at]
        if not is_name_part(word) or word in PLACE_TAILS:
            return []
        is_surname = self.judge.is_surname(word, has_given=has_given, is_sure=is_sure)
        if not (is_surname or (is_ranked and self.judge.is_behind_rank(word))):
            return []
        following = text.forms[at + 1] if self._goes_on(text, at) else ""
        is_more = is_nisba(following) and self.judge.is_surname(following, has_given=True)
        return [word, following] if has_given and is_more else [word]

    def _is_before_rank(self, text: Running, at: int) -> bool:
        """Say whether a rank parts a rare word from another: سلوم أفندي مكرزل."""
        if not self._goes_on(text, at) or text.forms[at + 1] not in COURTESIES:
            return False
        word = text.forms[at]
        return self._goes_on(text, at + 1) and is_name_part(word) and word[0] not in "يت"

    # -- places, organizations, works -------------------------------------------------------------

    def _headed(self, text: Running, at: int, quoted: Mapping[int, int]) -> Found | None:
        forms = text.forms
        if at + 1 >= len(forms) or text.known[at + 1]:
            return None
        for heads, kind in ((ORGANIZATION_HEADS, "organization"), (WORK_HEADS, "work")):
            head = bare(forms[at], heads)
            if head and at + 1 in quoted:
                last = quoted[at + 1]
                return Found(at, last, (head, *forms[at + 1 : last + 1]), kind, f"quoted {head}")
            if head and kind == "organization" and text.touches[at + 1]:
                return self._organization(text, at, head)
        head = bare(forms[at], PLACE_HEADS)
        following = forms[at + 1]
        if not head or not text.touches[at + 1] or not is_name_part(following):
            return None
        chance = self.judge.chance(following)
        is_founded = head in FOUNDED_HEADS and self.judge.is_given(following)
        is_namelike = chance >= NAMELIKE or is_founded or self.judge.is_after_head(following)
        if not is_namelike and (not is_definite(following) or head in LOOSE_HEADS):
            return None
        if chance < _LOOSE and not is_founded and (head in LOOSE_HEADS or following in NEVER):
            return None
        is_adjective = not is_definite(following) and self.judge.is_adjective(following)
        is_sure = chance >= _SURE or is_founded or self.judge.is_mostly_after_head(following)
        if is_adjective and not is_sure:
            return None
        if head in IDLE_HEADS and is_namelike and following not in NATIONS:
            return Found(at + 1, at + 1, (following,), "place", f"cue {head}")
        is_half = head == "جزيره" and at and text.touches[at] and forms[at - 1].endswith("شبه")
        words = ("شبه", head, following) if is_half else (head, following)
        return Found(at - is_half, at + 1, words, "place", f"head {head}")

    def _organization(self, text: Running, at: int, head: str) -> Found | None:
        following = text.forms[at + 1]
        if not is_definite(following) or not is_name_part(following):
            return None
        last = at + 1
        if self._goes_on(text, last) and is_definite(text.forms[last + 1].removeprefix("و")):
            last += 1
        words = (head, *text.forms[at + 1 : last + 1])
        return Found(at, last, words, "organization", f"head {head}")

    def _cued(self, text: Running, at: int) -> Found | None:
        cue = bare(text.forms[at], PLACE_CUES)
        if not cue or not self._goes_on(text, at):
            return None
        word = text.forms[at + 1]
        if not is_name_part(word) or word in PLACE_HEADS or is_people(word):
            return None
        is_common = is_definite(word) or self.judge.is_adjective(word)
        if is_common and self.judge.chance(word) < NAMELIKE:
            return None
        return Found(at + 1, at + 1, (word,), "place", f"cue {cue}")

    def _alone(self, text: Running, at: int) -> Found | None:
        """Read a word that was learned to be a name, with what is learned to go with it."""
        number = self.judge.vocabulary.number_of.get(text.forms[at], -1)
        if number < 0 or self.judge.learned.name[number] < NAMELIKE:
            return None
        word = self.judge.vocabulary.words[number]
        if word in PLACE_TAILS or word in NEVER or word in KIN or word in _HEADS:
            return None
        if self.judge.is_given(word) or is_people(word) or is_verb(word):
            return None
        words, last, why = [word], at, "learned"
        is_place = self.judge.learned.place[number] >= 0.5
        while self._goes_on(text, last) and last - at < 3:
            after = text.forms[last + 1]
            is_foreign = words[-1] in FOREIGN_OPENERS and is_name_part(after)
            is_his = self.judge.learned.place[number] < _UNSURE and self.judge.is_somebodys(after)
            is_more = is_foreign or is_his or self.judge.is_more(after, word)
            if after not in PLACE_TAILS and not is_more:
                break
            if is_his:
                is_place, why = False, "nisba"
            words.append(after)
            last += 1
        if words[0] in FOREIGN_OPENERS and last == at:
            return None
        is_place = is_place or words[-1] in PLACE_TAILS
        return Found(at, last, tuple(words), "place" if is_place else "person", why)

    # -- words ------------------------------------------------------------------------------------

    def _goes(self, text: Running, at: int, first: int) -> bool:
        """Say whether word *at* may belong to a name that begins at *first*."""
        return at == first or self._goes_on(text, at - 1)

    def _goes_on(self, text: Running, at: int) -> bool:
        return at + 1 < len(text.forms) and text.touches[at + 1] and not text.known[at + 1]
