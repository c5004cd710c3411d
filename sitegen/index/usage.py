"""How often does each year have a word? The frequent words are counted as postings are written.

A word is its family, as a search for it finds it: the counts are those that a reader's own search
adds up from the same postings (client/usage.js). Which words are counted is settled before, from
the counts of forms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.arabic.fold import fold
from sitegen.arabic.stem import key
from sitegen.entities.common import is_function_word
from sitegen.index.spelling import bare
from sitegen.index.totals import Totals
from sitegen.index.written import respelled
from sitegen.model import Term, Usage

MOST_WORDS = 1_000
AMONG = 4_000  # forms of a segment that are looked at
LEAST = 2  # occurrences of a word that is listed
SHORTEST = 3  # letters: what is shorter is a particle, an abbreviation, a number
TOO_MANY = 2  # a word that one document in two has is the archive's own stop word
FEW_DOCUMENTS = 50  # which are too few to say so
_NUMBERS = """
    اثني اثنا اثنتي اثنتا ثلاث اربع خمس ست سته سبع سبعه ثمان ثماني ثمانيه تسع تسعه عشره
    عشرون عشرين ثلاثون ثلاثين اربعون اربعين خمسون خمسين ستون ستين سبعون سبعين ثمانون ثمانين
    تسعون تسعين مئه مئتي مئتين مئات مايه مائتي مائتين ثلاثمائه اربعمائه خمسمائه
    الفين الاف مليون ملايين
    ثانيه ثالثه رابع رابعه خامس خامسه سادس سادسه سابع سابعه ثامن ثامنه تاسع تاسعه عاشر عاشره
"""
_NAME_PARTS = "ابن ابنه ابو ابي ابا بني بنو بنت عبد"  # they are words of names only
_NO_SUBJECT = frozenset(fold(_NUMBERS + _NAME_PARTS).text.split())
_PRONOUNS = tuple(fold("ه ها هم هما هن نا كم").text.split())

Integers = NDArray[np.int64]


class Frequent(NamedTuple):
    """A form that a segment has often: its family, occurrences, and how it is written.

    ``tells``: it may carry a subject.
    """

    form: str
    family: str
    occurrences: int
    written: str
    tells: bool = True


class Word(NamedTuple):
    """A word that is counted: its commonest form, and how that is written."""

    form: str
    written: str


@dataclass(frozen=True, slots=True, eq=False)
class Watched:
    """What the writer of a segment's postings counts: families, and the slot of each document.

    Slots are the spans of years in the archive's order, the undated last.
    """

    families: Mapping[str, tuple[str, ...]]  # family -> the forms of words that it stands for
    slots: Integers
    n_slots: int

    def of_letter(self, letter: str) -> Mapping[str, tuple[str, ...]]:
        """Give the families whose keys have this first letter.

        >>> Watched({"كتب": ("كتاب",), "قلم": ("قلم",)}, np.empty(0, np.int64), 0).of_letter("ق")
        {'قلم': ('قلم',)}
        """
        return _by_letter(self).get(letter, {})


@lru_cache(maxsize=2)
def _by_letter(watched: Watched) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    found: defaultdict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for family, forms in watched.families.items():
        found[key(forms[0])[:1]][family] = forms
    return found


NOTHING = Watched({}, np.empty(0, np.int64), 0)


def frequent(totals: Totals, families: Sequence[str], n_documents: int) -> list[Frequent]:
    """Give the forms of a segment that occur most, by count, then by form.

    Bounded whatever the size: at most 4,000 forms. What one document in two has tells nothing.

    >>> counts = np.array([90, 20, 8, 1]), np.array([9, 5, 4, 1])
    >>> totals = Totals(["في", "العلم", "علم", "رجب"], *counts)
    >>> some = frequent(totals, ["في", "علم", "علم", "رجب"], 10)
    >>> [(one.form, one.occurrences, one.tells) for one in some]
    [('في', 90, False), ('العلم', 20, True), ('علم', 8, True)]
    """
    forms, occurrences, documents = totals[:3]
    if not forms:
        return []
    least = LEAST
    if len(forms) > AMONG:
        least = max(least, int(np.partition(occurrences, len(forms) - AMONG)[-AMONG]))
    if int((occurrences >= least).sum()) > AMONG:
        least += 1
    many = n_documents // TOO_MANY if n_documents >= FEW_DOCUMENTS else n_documents
    places = np.flatnonzero(occurrences >= least)
    spellings = totals.spelled(places)
    columns = (places, occurrences[places], documents[places])
    found = [
        Frequent(
            form := forms[at],
            families[at],
            count,
            respelled(form, spelling) if (spelling := spellings.get(at)) else form,
            n_having <= many and tells(form),
        )
        for at, count, n_having in zip(*(column.tolist() for column in columns), strict=True)
    ]
    return sorted(found, key=lambda one: (-one.occurrences, one.form))


def tells(form: str) -> bool:
    """Say whether a folded word may carry a subject: no particle, no number, no part of names.

    >>> [tells(word) for word in ("الدستور", "وكانت", "بعدها", "ابن", "عشرين", "1908")]
    [True, False, False, False, False, False]
    """
    if len(form) < SHORTEST or not form.isalpha() or is_function_word(form):
        return False
    if bare(form) in _NO_SUBJECT:
        return False
    owned = (form.removesuffix(end) for end in _PRONOUNS if form.endswith(end))
    return not any(len(word) >= SHORTEST and is_function_word(word) for word in owned)


def chosen(segments: Iterable[Sequence[Frequent]]) -> tuple[Word, ...]:
    """Choose the words of all segments that are counted, the most frequent first.

    Of a family its commonest form stands for all; where that tells nothing, the family does not.
    A form that stands for other families in other segments is one word.

    >>> chosen([[Frequent("العلم", "علم", 20, "العلم"), Frequent("علم", "علم", 8, "علم")]])
    (Word(form='العلم', written='العلم'),)
    """
    totals: dict[str, int] = {}
    best: dict[str, Frequent] = {}
    for some in segments:
        for one in some:
            totals[one.family] = totals.get(one.family, 0) + one.occurrences
            known = best.get(one.family)
            if known is None or (-one.occurrences, one.form) < (-known.occurrences, known.form):
                best[one.family] = one
    telling = (family for family in totals if best[family].tells)
    order = sorted((-totals[name], best[name].form, best[name].written) for name in telling)
    words: dict[str, Word] = {}
    for _, form, written in order:
        words.setdefault(form, Word(form, written))
    return tuple(words.values())[:MOST_WORDS]


UsageRow = tuple[str, tuple[int, ...]]  # a word's form, its occurrences by slot


@dataclass(slots=True)
class Tally:
    """Adds up occurrences by family and slot, some postings at a time."""

    watched: Watched
    counts: dict[str, Integers] = field(default_factory=dict)  # by the word's form

    def add(
        self, families: Sequence[str], ranks: Integers, documents: Integers, counts: Integers
    ) -> None:
        """Count postings: of each the rank of its form, its document, its occurrences.

        *families* are those of the forms, by rank.
        """
        known = self.watched.families
        if not known:
            return
        rows: dict[str, int] = {}
        row_of = np.full(len(families), -1)
        for at, family in enumerate(families):
            if family in known:
                row_of[at] = rows.setdefault(family, len(rows))
        if not rows:
            return
        row = row_of[ranks]
        here = np.flatnonzero(row >= 0)
        n_slots = self.watched.n_slots
        places = row[here] * n_slots + self.watched.slots[documents[here]]
        sums = np.zeros(len(rows) * n_slots, np.int64)
        np.add.at(sums, places, counts[here])
        for family, at in rows.items():
            for form in known[family]:
                before = self.counts.get(form)
                found = sums[at * n_slots : (at + 1) * n_slots]
                self.counts[form] = found if before is None else before + found

    def rows(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Give each word with its occurrences by slot, in the order of words."""
        return tuple((form, tuple(self.counts[form].tolist())) for form in sorted(self.counts))


def usage_of(
    spans: Sequence[tuple[int, int, int]],
    sizes: Sequence[int],
    words: Sequence[Word],
    rows: Iterable[tuple[str, Sequence[int]]],
    phrases: Iterable[tuple[str, Sequence[int]]] = (),
) -> Usage:
    """Put together what was counted.

    *spans* are (year, first document, count), *sizes* the words of each; *rows* may name a word
    several times, once for each segment; *phrases* are whole.

    >>> usage_of([(1906, 0, 2), (0, 2, 1)], [90, 7], [Word("علم", "علم")], [("علم", (3, 1))]).words
    (Term(text='علم', counts=(3,)),)
    """
    dated = sorted((year, at) for at, (year, _, _) in enumerate(spans) if year)
    sums: dict[str, list[int]] = {}
    for form, counts in rows:
        before = sums.get(form)
        sums[form] = (
            list(counts) if before is None else [a + b for a, b in zip(before, counts, strict=True)]
        )
    told = [(word.written, sums[word.form]) for word in words if word.form in sums]

    def terms(counted: Iterable[tuple[str, Sequence[int]]]) -> tuple[Term, ...]:
        found = (Term(text, tuple(counts[at] for _, at in dated)) for text, counts in counted)
        return tuple(
            sorted((one for one in found if one.total), key=lambda one: (-one.total, one.text))
        )

    return Usage(
        tuple(year for year, _ in dated),
        tuple(sizes[at] for _, at in dated),
        terms(told),
        terms(phrases),
    )
