"""What holds of every text and every corpus, not only of the vectors."""

from __future__ import annotations

import itertools
import pickle
import unicodedata
from collections import Counter

from hypothesis import example, given, settings
from hypothesis import strategies as st

from sitegen.arabic import chars, rules
from sitegen.arabic.cuts import Words, vouched
from sitegen.arabic.families import Families
from sitegen.arabic.fold import fold, fold_char, plain_fold
from sitegen.arabic.normalize import normalize
from sitegen.arabic.rules import SHORT_NAME
from sitegen.arabic.sort import letter_in, sort_key, sort_keys
from sitegen.arabic.stem import (
    beginnings,
    key,
    keys,
    readings,
    rule_stem,
    rule_stems,
    stem_fold,
    with_hamza,
    without_article,
)
from sitegen.arabic.stem import vouched as vouched_of
from sitegen.arabic.tokens import LONGEST, class_table, tokenize
from sitegen.arabic.written import SIGNS, signs_in
from sitegen.content.anchors import Anchors, unmarked
from sitegen.index.invert import DocTerms, Texts


def of_ranges(*ranges: tuple[int, int]) -> list[str]:
    return [chr(code) for first, last in ranges for code in range(first, last + 1)]


ARABIC = st.sampled_from("ابتكلمنهويةىأإآؤئء")
MARKS = st.sampled_from(of_ranges(*chars.MARKS[:4], *chars.CONTROLS[1:], (0x0640, 0x0640)))
LIGATURES = st.sampled_from(of_ranges((0xFB50, 0xFDFF), (0xFE70, 0xFEFC)))
LATIN = st.sampled_from("aZéßæØ e\u0301\u0302ı½…™ﬁ")
FAR = st.sampled_from("😀𝐀\U0001ee01𐎀\U000e0041")
SPACES = st.sampled_from(" \n\r\u00a0\u2028\t.،»")
ANYTHING = st.characters(codec="utf-8")
LETTER = st.one_of(ARABIC, ARABIC, MARKS, MARKS, LIGATURES, LATIN, FAR, SPACES, ANYTHING)
TEXT = st.text(LETTER, max_size=60)

# Words that live on the edge: nothing but affixes and a few other letters.
UNITS = (*rules.LEFT, chars.ARTICLE, *rules.SUFFIXES, *rules.PRONOUNS, *"سرقمتهاياؤئ")
WORD = st.lists(st.sampled_from(UNITS), min_size=1, max_size=7).map("".join)


@given(TEXT)
@settings(max_examples=250)
@example("و\u064f\u0654 ي\u0640\u0654 \u0654")
@example("ﷺ😀ﻻ")
def test_the_table_folds_as_the_plain_loop(text: str) -> None:
    folded = fold(text)
    assert (folded.text, folded.starts.tolist()) == plain_fold(text)


@given(TEXT)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(TEXT)
def test_folding_lengthens_only_what_opens(text: str) -> None:
    opening = sum(len(fold_char(char)) - 1 for char in text if len(fold_char(char)) > 1)
    assert len(fold(text).text) <= len(text) + opening


WRITTEN = st.text(
    st.sampled_from("ابوييى ز\u064b\u064e\u0651\u0652\u0654\u0655\u0653e\u0301ﻻ١"), max_size=12
)


@given(WRITTEN)
@settings(max_examples=200)
def test_folding_sees_through_normalization(text: str) -> None:
    assert fold(normalize(text).text).text == fold(text).text


@given(TEXT)
def test_a_folded_span_leads_to_source_that_folds_to_it(text: str) -> None:
    folded = fold(normalize(text).text)
    tokens = tokenize(folded)
    for i, form in enumerate(tokens.forms):
        surface = folded.source[slice(*tokens.source_span(i))]
        assert form in fold(surface).text


@given(TEXT)
def test_source_spans_follow_each_other(text: str) -> None:
    folded = fold(text)
    spans = [folded.source_span(i, i + 1) for i in range(len(folded.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    for (start, end), (next_start, next_end) in itertools.pairwise(spans):
        assert (start, end) == (next_start, next_end) or end <= next_start


@given(TEXT)
def test_words_are_the_runs_of_one_class(text: str) -> None:
    tokens = tokenize(fold(text))
    classes = class_table()
    wanted = []
    for kind, run in itertools.groupby(
        tokens.folded.text, key=lambda char: int(classes[ord(char)]) if ord(char) < 0x10000 else 0
    ):
        word = "".join(run)
        if kind:
            wanted += [word[at : at + LONGEST] for at in range(0, len(word), LONGEST)]
    assert tokens.forms == wanted
    places = zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True)
    assert [tokens.folded.text[start:end] for start, end in places] == wanted


@given(TEXT, st.sampled_from(["keep", "drop"]))
@settings(max_examples=150)
@example("ا\u200f\u0654", "keep")
@example("ـ\u200d\u0654ه", "drop")
def test_normalizing_twice_changes_nothing(text: str, tatweel: str) -> None:
    once = normalize(text, tatweel=tatweel).text  # type: ignore[arg-type]
    again = normalize(once, tatweel=tatweel)  # type: ignore[arg-type]
    assert (again.text, again.changes) == (once, ())


@given(TEXT)
def test_a_short_text_is_repaired_like_a_part_of_a_long_one(text: str) -> None:
    made, long = normalize(text), normalize(text + "." * 200)
    assert long.text == made.text + "." * 200
    assert (long.changes, long.alignment) == (made.changes, made.alignment)


@given(TEXT)
def test_a_part_is_named_alike_whether_or_not_its_marks_are_gone_already(text: str) -> None:
    assert Anchors().of_bare(unmarked(text)) == Anchors().of(text)


@given(st.lists(st.tuples(TEXT, st.lists(TEXT, max_size=3)), max_size=40))
def test_documents_are_parted_into_words_together_as_alone(
    documents: list[tuple[str, list[str]]],
) -> None:
    together = DocTerms.of_all(Texts((title, *blocks)) for title, blocks in documents)
    for found, (title, blocks) in zip(together, documents, strict=True):
        alone = DocTerms.of(title, blocks)
        assert (found.text.split(), found.sizes) == (alone.text.split(), alone.sizes)
        assert found.alternates == alone.alternates
        assert [a.tolist() for a in found.written] == [a.tolist() for a in alone.written]
        words = [form for text in (title, *blocks) for form in tokenize(fold(text)).forms]
        assert found.text.split() == words


@given(TEXT)
def test_normalized_text_is_composed(text: str) -> None:
    assert unicodedata.is_normalized("NFC", normalize(text).text)


@given(TEXT, st.sampled_from(["keep", "drop"]))
@settings(max_examples=150)
def test_the_changes_are_the_whole_difference(text: str, tatweel: str) -> None:
    made = normalize(text, tatweel=tatweel)  # type: ignore[arg-type]
    rebuilt, at = "", 0
    for change in made.changes:
        assert text[change.start : change.end] == change.before != change.after
        rebuilt += text[at : change.start] + change.after
        at = change.end
    assert rebuilt + text[at:] == made.text


@given(TEXT)
@settings(max_examples=150)
def test_what_no_change_touched_maps_to_itself(text: str) -> None:
    made = normalize(text)
    changed = {at for change in made.changes for at in range(change.start, change.end)}
    sources = [made.alignment.source_at(at) for at in range(len(made.text))]
    assert sources == sorted(sources)
    for at, source in enumerate(sources):
        assert source in changed or text[source] == made.text[at]
    grown = 0
    for change in made.changes:
        start = change.start + grown
        grown += len(change.after) - len(change.before)
        its_own = sources[start : change.end + grown]
        assert all(change.start <= source < change.end for source in its_own)
    untouched = [at for at in range(len(text)) if at not in changed]
    assert [source for source in sources if source not in changed] == untouched


@given(WORD)
@settings(max_examples=300)
@example("لغته")
@example("كمات")
def test_every_reading_has_the_form_s_key(form: str) -> None:
    assert {key(reading) for reading in readings(form)} == {key(form)}


@given(WORD)
def test_readings_end_with_the_rule_stem_and_grow_by_a_hamza_at_most(form: str) -> None:
    found = readings(form)
    assert found[-1] == rule_stem(form)
    restored = [reading for reading in found[:-1] if len(reading) >= len(form)]
    assert all(reading[-1] == "ء" and form.endswith(reading[:-1]) for reading in restored)
    assert list(found[:-1]) == sorted(found[:-1], key=lambda word: (-len(word), word))


PROCLITIC = st.sampled_from(
    ["", "و", "ف", "ب", "ك", "ل", "ال", "وال", "لل", "بال", "وب", "فل", "ولل"]
)
ENDING = st.sampled_from(["", "ه", "ها", "هم", "هما", "نا", "ا", "ي", "ات", "ين", "ته", "تهم"])
CORPUS = st.lists(st.tuples(WORD, st.lists(st.tuples(PROCLITIC, ENDING), max_size=5)), max_size=6)


@given(CORPUS, st.lists(st.integers(1, 50), min_size=1, max_size=40), st.data())
@settings(max_examples=250)
def test_whatever_the_counts_a_family_has_one_key(
    corpus: list[tuple[str, list[tuple[str, str]]]], sizes: list[int], data: st.DataObject
) -> None:
    forms = {
        proclitic + word + ending for word, affixes in corpus for proclitic, ending in affixes
    } | {word for word, _ in corpus}
    counts = dict(zip(sorted(forms), itertools.cycle(sizes), strict=False))
    words = [word for word, _ in corpus]
    protected = data.draw(st.sets(st.sampled_from(words))) if words else set()
    families = Families.from_counts(counts, protected)
    unseen = data.draw(st.lists(WORD, max_size=5))
    for form in (*counts, *unseen):
        assert key(families.family(form)) == key(form)


_RIGHT = st.text("هايونتكءم", min_size=1, max_size=6)  # what keys cut, and a lone meem


@given(st.lists(st.one_of(WORD, _RIGHT, st.text(min_size=1).filter(lambda s: " " not in s))))
@settings(max_examples=400)
@example(["ال", "و", "هم", "ات", "مسؤولهم", "للكم", "a\nb", "اكتاب"])
def test_the_keys_of_many_are_those_of_each(forms: list[str]) -> None:
    assert keys(forms) == list(map(key, forms))


_AFFIXES = st.tuples(
    st.sampled_from(["", "ال", "و", "وال", "ب", "بال", "لل", "ف", "ك", "ول"]),
    st.sampled_from(["كتاب", "لغ", "مدرس", "علي", "بيروت", "وطن", "بقا", "ا", "مسؤول", "شيء"]),
    st.sampled_from(["", "ه", "ها", "ته", "تها", "هم", "ا", "ات", "ون", "ين", "ي", "يه", "اء"]),
).map("".join)
FORM = st.one_of(
    WORD,
    _RIGHT,
    st.tuples(PROCLITIC, st.one_of(WORD, _RIGHT), ENDING).map("".join).filter(bool),
    st.text(st.characters(exclude_categories=("Zs", "Zl", "Zp", "Cc")), min_size=1),
)


@given(st.lists(FORM))
@settings(max_examples=400)
@example(
    ["الله", "والله", "وبالمدرستهما", "للكتاب", "وولد", "ولل", "رئيسيون", "اتان", "\U0001f5ffات"]
)
def test_the_rule_stems_of_many_are_those_of_each(forms: list[str]) -> None:
    assert rule_stems(forms) == list(map(rule_stem, forms))


@given(st.lists(FORM))
@settings(max_examples=400)
@example(["لغته", "ولغاتهما", "والبقا", "معناه", "بقا", "كما", "ونا", "هماها"])
def test_what_optional_cuts_leave_of_many_is_what_they_leave_of_each(forms: list[str]) -> None:
    words = Words.of(forms)
    found = vouched(words)
    of_each: list[set[str]] = [set() for _ in forms]
    for at, reading in zip(found.words.tolist(), found.written(words.text), strict=True):
        of_each[at].add(reading)
    assert of_each == [{*vouched_of(form), *with_hamza(form)} for form in forms]


def settled_one_by_one(counts: dict[str, int], protected: set[str]) -> dict[str, str]:
    """Group forms as the rules say, each form and each reading by itself."""
    names = {stem_fold(name) for name in protected}
    own = {form: protected_in(form, names, counts) or rule_stem(form) for form in counts}
    times = Counter[str]()
    for form, n in counts.items():
        times[own[form]] += n
    first = {
        stem
        for stem, n in times.items()
        if all(times[other] < n for other in times if key(other) == key(stem) and other != stem)
    }
    found = {}
    for form, stem in own.items():
        found[form] = stem
        restored = {reading for reading in with_hamza(form) if reading in counts}
        told = [(reading, own.get(reading) or rule_stem(reading)) for reading in vouched_of(form)]
        told += [(reading, own[reading]) for reading in restored]
        better = [
            (times[other], len(reading), other)
            for reading, other in told
            if times[other] >= times[stem] and other != stem
            if len(other) <= len(stem) + (reading in restored)
        ]
        if better and stem not in names | first:
            found[form] = max(better)[2]
    return found


def protected_in(form: str, names: set[str], counts: dict[str, int]) -> str | None:
    """Name the protected word that a form is, or that article and proclitics hide in it."""
    word = stem_fold(form)
    cores = [word[start:] for start in beginnings(word)]
    for core in cores:
        if core in names and (
            core == word or len(core) > SHORT_NAME or counts.get(core, 0) >= counts[form]
        ):
            return core
    return next((core for core in without_article(word) if core in names), None)


@given(st.dictionaries(st.one_of(FORM, _AFFIXES), st.integers(1, 9), max_size=40), st.data())
@settings(max_examples=400)
def test_families_of_many_are_those_found_one_by_one(
    counts: dict[str, int], data: st.DataObject
) -> None:
    some = sorted({*counts, *(form[1:] for form in counts if len(form) > 1), "علي"})
    protected = data.draw(st.sets(st.sampled_from(some), max_size=6))
    assert dict(Families.from_counts(counts, protected).known) == settled_one_by_one(
        counts, protected
    )


@given(st.dictionaries(WORD, st.integers(1, 50), max_size=30), st.data())
def test_no_letter_of_a_protected_word_is_cut(counts: dict[str, int], data: st.DataObject) -> None:
    protected = data.draw(st.sets(st.sampled_from(sorted(counts)))) if counts else set()
    families = Families.from_counts(counts, protected)
    assert {word: families.family(word) for word in protected} == {
        word: word.replace("ؤ", "و").replace("ئ", "ي") for word in protected
    }


@given(st.dictionaries(WORD, st.integers(1, 50), max_size=30), st.randoms())
def test_families_do_not_depend_on_the_order_of_the_counts(counts: dict[str, int], drawn) -> None:
    shuffled = list(counts.items())
    drawn.shuffle(shuffled)
    first, second = Families.from_counts(counts), Families.from_counts(dict(shuffled))
    assert {form: first.family(form) for form in counts} == {
        form: second.family(form) for form in counts
    }


@given(st.dictionaries(WORD, st.integers(1, 50), max_size=10))
def test_families_cross_process_borders(counts: dict[str, int]) -> None:
    families = Families.from_counts(counts, list(counts)[:2])
    assert pickle.loads(pickle.dumps(families)) == families


@given(st.text(max_size=20), st.text(max_size=20))
def test_headings_have_one_order(one: str, other: str) -> None:
    assert (sort_key(one) == sort_key(other)) == (one == other)
    assert len(letter_in(sort_key(one))) >= 1


@given(st.lists(TEXT, max_size=6))
@example(["الهلال", "", "٣ قصص"])
@example(["و", "\N{ARABIC HAMZA ABOVE}"])  # a mark that would sit on the letter of another heading
@example(["سطر\nثان", "أحمد"])
def test_headings_folded_together_have_the_keys_that_each_has_alone(headings: list[str]) -> None:
    assert sort_keys(headings) == {heading: sort_key(heading) for heading in headings}


@given(
    st.dictionaries(_AFFIXES, st.integers(1, 9), max_size=24),
    st.dictionaries(_AFFIXES, st.integers(0, 9), max_size=6),
    st.sets(_AFFIXES, max_size=3),
    st.sets(_AFFIXES, max_size=3),
)
@settings(max_examples=400)
def test_families_brought_up_to_date_are_those_of_the_counts(before, edits, were, are):
    after = {form: n for form, n in (before | edits).items() if n}
    changed = {form for form, _ in before.items() ^ after.items()}
    key_of = {form: key(form) for form in after}
    made = Families.from_counts(before, were).updated(after, are, changed, key_of).families
    clean = Families.from_counts(after, are)
    assert (made.known, made.protected) == (clean.known, clean.protected)


@given(st.text(alphabet="".join(SIGNS) + "ك ", max_size=30))
def test_signs_are_found_wherever_one_stands(text: str) -> None:
    every = [at for sign in SIGNS for at in range(len(text)) if text.startswith(sign, at)]
    assert signs_in(text) == sorted(every)
