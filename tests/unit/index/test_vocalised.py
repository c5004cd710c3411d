"""A reader who types as everybody does today finds what Uthmani spelling writes with marks."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

from sitegen.arabic.fold import fold
from sitegen.arabic.tokens import tokenize
from sitegen.index.passages import marked, passages

FATIHA = "ٱلۡحَمۡدُ لِلَّهِ رَبِّ ٱلۡعَٰلَمِينَ\n\nٱهۡدِنَا ٱلصِّرَٰطَ ٱلۡمُسۡتَقِيمَ"
BAQARA = "وَأَقِيمُواْ ٱلصَّلَوٰةَ وَءَاتُواْ ٱلزَّكَوٰةَ\n\nمَوۡلَىٰهُمۡ رَبُّ ٱلسَّمَٰوَٰتِ مُوسَىٰ"


@pytest.fixture
def index(make, index_of):
    return index_of([
        make("fatiha", "سورة ٱلۡكِتَٰبِ", FATIHA), make("baqara", "البقرة", BAQARA),
        make("modern", "نثر", "على الصراط المستقيم يسير رب العالمين وموسى"),
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("=الصراط", {"fatiha", "modern"}),
        ("=الصرط", {"fatiha"}),
        ("ٱلصِّرَٰطَ", {"fatiha"}),
        ('"الصراط المستقيم"', {"fatiha", "modern"}),
        ('="الصراط المستقيم"', {"fatiha", "modern"}),
        ('"رب العالمين"', {"fatiha", "modern"}),
        ('"رب العلمين"', {"fatiha"}),
        ('"رب السماوات موسى"', {"baqara"}),
        ("الصلاة", {"baqara"}),
        ("الزكاة", {"baqara"}),
        ("مولاهم", {"baqara"}),
        ("موسى", {"baqara", "modern"}),
        ("title:الكتاب", {"fatiha"}),
        ("الصرا*", {"fatiha", "modern"}),
    ],
)
def test_both_readings_find(index, typed, expected):
    assert {hit.text.id for hit in index.search(typed).hits} == expected


def shown(pieces):
    return "".join(f"[{text}]" if is_match else text for text, is_match in pieces)


def test_highlights_are_whole_words_of_the_source(index):
    hit = next(h for h in index.search("الصراط الكتاب").hits if h.text.id == "fatiha")
    assert shown(hit.title) == "سورة [ٱلۡكِتَٰبِ]"
    assert shown(hit.passages[0].pieces) == "ٱهۡدِنَا [ٱلصِّرَٰطَ] ٱلۡمُسۡتَقِيمَ"


def test_a_phrase_is_marked_by_either_reading(index):
    for typed in ('"رب العالمين"', '"رب العلمين"'):
        hit = next(h for h in index.search(typed).hits if h.text.id == "fatiha")
        assert shown(hit.passages[0].pieces) == "ٱلۡحَمۡدُ لِلَّهِ [رَبِّ] [ٱلۡعَٰلَمِينَ]"


def test_the_passage_with_more_of_the_words_wins_whichever_way_they_are_written():
    blocks = [("a", "الصراط وحده"), ("b", "ٱلصِّرَٰطَ ٱلۡمُسۡتَقِيمَ")]
    words = [(frozenset({"الصراط"}), 5), (frozenset({"المستقيم"}), 3)]
    assert passages(blocks, words)[0].anchor == "b"


def test_the_passage_with_the_phrase_wins_whichever_way_it_is_written():
    blocks = [("a", "العالمين ثم رب ثم العالمين"), ("b", "رَبِّ ٱلۡعَٰلَمِينَ")]
    words = [(frozenset({"رب"}), 5), (frozenset({"العالمين"}), 3)]
    assert passages(blocks, words, [("رب", "العالمين")])[0].anchor == "b"


def test_nearness_counts_a_word_by_either_reading(make, index_of):
    near = make("near", "", "ٱلصِّرَٰطَ المستقيم ثم حبر وورق وقلم ومداد")
    far = make("far", "", "ٱلصِّرَٰطَ ثم حبر وورق وقلم ومداد المستقيم")
    found = index_of([near, far]).search("الصراط المستقيم")
    assert [hit.text.id for hit in found.hits] == ["near", "far"]
    assert found.hits[0].score > found.hits[1].score


def test_a_word_without_marks_is_no_second_reading_of_another():
    assert shown(marked("الكتب والكتاب", {"الكتاب"})) == "الكتب والكتاب"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("عِلْم", ["knowledge", "bare", "flag"]),
        ("عَلَم", ["flag", "bare", "knowledge"]),
        ("بِعِلْمٍ", ["knowledge", "bare", "flag"]),
    ],
)
def test_with_marks_typed_what_bears_the_same_comes_first(make, index_of, typed, expected):
    texts = {
        "bare": "فيه علم كثير من كتب كثيرة",
        "knowledge": "طَلَبُ العِلْمِ فريضة كثير من كتب",
        "flag": "رفع العَلَم عَلَمٌ عَلَمٌ",
    }
    found = index_of([make(name, "", text) for name, text in texts.items()]).search(typed)
    assert [hit.text.id for hit in found.hits] == expected


# Written anew from the source, by other means than the index's.
WRITTEN = [
    (re.compile(r"(?<![^\s۞])([وف]\u064e)?ي[\u064e\u0640]*\u0670\u0653?"), ""),  # the vocative
    (re.compile(r"(?<=ٱل)(?=[\u064e\u0651\u0640]+(ي|\u0670))"), "ل"),
    (re.compile(r"[\u064b-\u065f\u06d6-\u06e6\u06e8-\u06ed\u0640]+(?=[\u0670\u06e7])"), "\u064e"),
    (re.compile(r"(?<=\s)\u0670"), ""),
    (re.compile(r"[وى]\u0670(?=[\u064b-\u065f]*ا)"), ""),
    (re.compile(r"[وى]\u0670(?=[\u064b-\u06ed]*[\u0621-\u064a])"), "ا"),
    (re.compile(r"(?<=[أى])\u064e?\u0670"), ""),
    (re.compile("\u0670"), "ا"),
    (re.compile("\u06e7"), "ي"),
    (re.compile(r"[\u064b-\u065f\u06d6-\u06ed\u0640]"), ""),
    (re.compile("[أإآٱ]"), "ا"),
    (re.compile("ى"), "ي"),
    (re.compile("ة"), "ه"),
]


HAMZA = re.compile("[\u0621\u0654]")  # where it sits today, these patterns do not say


def today(text: str) -> str:
    for pattern, replacement in WRITTEN:
        text = pattern.sub(replacement, text)
    return text


@pytest.fixture(scope="module")
def quran(shared_data: Path) -> dict[str, str]:
    path = shared_data / "vocalised" / "quran.jsonl.gz"
    if not path.is_file():
        pytest.skip("../shared/data/vocalised/quran.jsonl.gz is not beside the project")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return {row["id"]: row["body"] for row in map(json.loads, lines)}


@pytest.mark.corpus
def test_every_word_is_also_read_as_it_is_written_today(quran):
    for body in quran.values():
        words = tokenize(fold(body))
        alternates = words.alternates()
        read = [alternates.get(at, form) for at, form in enumerate(words.forms)]
        said = today(body).split()
        assert len(read) == len(said)
        for at, (one, other) in enumerate(zip(read, said, strict=True)):
            if not HAMZA.search(body[slice(*words.source_span(at))]):
                assert one == other


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("typed", "skeletons"),
    [
        ("آمنوا", {"ءامنوا"}),
        ("القرآن", {"ٱلقرءان"}),
        ("إسرائيل", {"إسرءيل"}),
        ("شيئا", {"شي\u0654ا"}),
        ("يسألونك", {"يس\u0654لونك"}),
        ("آدم", {"ءادم", "ي\u0654ادم"}),
        ("الليل", {"ٱليل"}),
        ("موسى", {"موسى", "يموسى"}),
    ],
)
def test_what_has_no_letter_of_its_own_is_found(quran, make, index_of, typed, skeletons):
    index = index_of([make(name, "", body) for name, body in quran.items()])
    marks = re.compile(r"[\u064b-\u0653\u0655-\u065f\u0670\u06d6-\u06ed\u0640]")
    words = {name: marks.sub("", body).split() for name, body in quran.items()}
    expected = {name for name, its in words.items() if skeletons & set(its)}
    assert expected
    assert {hit.text.id for hit in index.search(f"={typed}", limit=200).hits} == expected


@pytest.mark.corpus
def test_what_is_typed_today_finds_every_surah_that_has_it(quran, make, index_of):
    index = index_of([make(name, "", body) for name, body in quran.items()])
    words = {name: re.sub(r"\s+", " ", f" {today(body)} ") for name, body in quran.items()}
    for typed in (
        "الصراط", "الصراط المستقيم", "الكتاب", "العالمين", "رب العالمين", "الصلاة", "إبراهيم",
        "السماوات", "السماوات والأرض", "مولاهم", "الرحمان", "النبيين", "الزكاة", "الربا",
    ):  # fmt: skip
        phrase = typed.replace("ة", "ه").replace("أ", "ا").replace("إ", "ا")
        expected = {name for name, text in words.items() if f" {phrase} " in text}
        found = index.search(f'="{typed}"', limit=len(quran))
        assert expected
        assert {hit.text.id for hit in found.hits} == expected, typed
        for hit in found.hits:
            pieces = hit.passages[0].pieces
            marks = [text for text, is_match in pieces if is_match]
            assert f" {phrase} " in f" {today(' '.join(marks))} "
            shown_words = "".join(text for text, _ in pieces).split()
            assert set(marks) <= set(shown_words)  # nothing is cut, no mark left over
