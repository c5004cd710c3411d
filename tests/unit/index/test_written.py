"""Is a word shown as the archive writes it most often?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from sitegen.arabic.fold import fold
from sitegen.arabic.tables import client_tables
from sitegen.arabic.tokens import tokenize
from sitegen.index.invert import DocTerms, invert
from sitegen.index.texts import TextRow
from sitegen.index.totals import Counts, Totals
from sitegen.index.whole import Indexed, index_files
from sitegen.index.written import respelled, written_of
from sitegen.model import PartialDate

WORDS = [
    "أحمد",
    "احمد",
    "إحمد",
    "مدرسة",
    "مدرسه",
    "على",
    "علي",
    "عَلِيٌّ",
    "آل",
    "قلم",
    "ٱلقلم",
    "ﻻ",
    "𐤀",
]
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), max_size=6)


def counts_of(texts: Sequence[str], batch: int) -> Counts:
    terms = [DocTerms.of("", [text]) for text in texts]
    parts = [terms[at : at + batch] for at in range(0, len(terms), batch)]
    once = Counts.of(Totals.of(invert(part)) for part in parts)
    return Counts.of([once.totals()])


def bare(surface: str) -> str:
    kept = "".join(letter for letter in surface if letter not in "\u064e\u0650\u064c\u0651")
    return kept.replace("ٱ", "ا").replace("ﻻ", "لا")


@given(TEXTS, st.integers(1, 4))
def test_the_commonest_spelling_is_that_of_brute_force(texts: list[str], batch: int) -> None:
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        words = tokenize(fold(text))
        for at, form in enumerate(words.forms):
            seen[form][bare(text[slice(*words.source_span(at))])] += 1
    counts = counts_of(texts, batch)
    for form, surfaces in seen.items():
        shown = respelled(form, counts.spellings.get(form, 0))
        assert fold(shown).text == form
        others = sum(surfaces.values()) - surfaces[form]
        most = max(surfaces.values())
        if surfaces[form] >= most:
            assert shown == form
        else:
            assert surfaces[shown] == most
        assert others or shown == form


def test_a_spelling_is_kept_for_twenty_letters_and_forty_are_a_word() -> None:
    words = tokenize(fold("أ" * 45))
    assert [len(form) for form in words.forms] == [40, 5]
    found = written_of(words)
    pairs = zip(found.words.tolist(), found.spellings.tolist(), strict=True)
    shown = [respelled(words.forms[n], code) for n, code in pairs]
    assert shown == ["أ" * 20 + "ا" * 20, "أ" * 5]


def test_the_files_do_not_depend_on_how_documents_are_batched() -> None:
    documents = [
        Indexed(
            TextRow("", f"d-{n}", "", "", "", "", "", (), (("p", text),)),
            DocTerms.of("", [text]),
            PartialDate(1900),
        )
        for n, text in enumerate(["أحمد في مدرسة", "احمد وأحمد", "مدرسه على", "إلى المدرسة"])
    ]
    made = [
        list(index_files(documents, tables=client_tables(), batch=batch)) for batch in (1, 3, 9)
    ]
    assert made[0] == made[1] == made[2]
