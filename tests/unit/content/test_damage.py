"""What was damaged is found and named; what is sound is left alone."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.check import check_archive
from sitegen.content.damage import find_damage, mend
from sitegen.content.imports import Plan, import_sources

SOUND = [
    "قال الشيخ رشيد رضا في المنار سنة 1908: إنّ المطبعة أمّ العلوم، والله أعلم.",
    "فلولا هواها ما حملت بعادها فما كنت لولا حبها أتغرب",
    "ا ب ت ث ج ح خ د ذ ر ز س ش",
    "Città di Roma, où l'été est déjà là; Übergröße, Ærø, ØRSTED",
    "أإلى هذا الحدّ؟ أألله أذن لكم؟ ماذا؟؟",
    "لا حول ولا قوّة إلّا بالله، لا إله إلّا هو",
    "هـ. 1326 ص ٤٥ - ٤٧؛ ج ١ ق ٢ ب ٣",
    "نصّ فارسى: کتاب خانه‌ی ملی ایران",
    "Ÿ ÿ ╪ ┘ Ã Â «Ã™» Ù\ufeff",
]
DAMAGED = [
    ("Ø§Ù„ÙƒØªØ§Ø¨", "UTF-8 read as Windows-1252", "الكتاب", True),
    ("Ù‚Ø§Ù„ Â«Ù†Ø¹Ù…Â» â€“ Ø«Ù…", "UTF-8 read as Windows-1252", "قال «نعم» – ثم", True),
    ("Ù\x81ÙŠ Ø§Ù„ÙƒØªØ§Ø¨", "UTF-8 read as Windows-1252", "في الكتاب", True),
    ("Ù\x81Ù\x8a Ø§Ù\x84Ù\x83ØªØ§Ø¨", "UTF-8 read as Windows-1252", "في الكتاب", True),
    ("Ù\ufffdÙŠ Ø§Ù„ÙƒØªØ§Ø¨", "UTF-8 read as Windows-1252", "في الكتاب", False),
    ("Ã™Â\x81Ã™Å\xa0 Ã˜Â§Ã™â€žÃ™Æ’Ã˜ÂªÃ˜Â§Ã˜Â¨", "UTF-8 read as Windows-1252", "في الكتاب", True),
    ("ŸÅŸä ÿßŸÑŸÉÿ™ÿßÿ®", "UTF-8 read as Mac Roman", "في الكتاب", True),
    ("┘ü┘è ╪º┘ä┘â╪¬╪º╪¿", "UTF-8 read as DOS 437", "في الكتاب", True),
    ("ط§ظ„ظƒطھط§ط¨", "UTF-8 read as Windows-1256", "الكتاب", True),
    ("ÇáÓáÇã Úáíßã", "Windows-1256 read as Windows-1252", "السلام عليكم", True),
    ("???? ??? ??????", "letters lost", "", False),
    ("ك\ufffd\ufffdاب", "letters lost", "", False),
    ("ةعبطملا ىلإ ةسردملا نم", "line reversed", "من المدرسة إلى المطبعة", True),
    ("وهللا", "lam-alef reversed", "والله", True),
    ("باألدب", "lam-alef reversed", "بالأدب", True),
    ("ا ل م ط ب ع ة", "letters spaced apart", "المطبعة", False),
    ("ا ل م ط ب ع ة  ا ل أ و ل ى", "letters spaced apart", "المطبعة الأولى", True),
    ("مoدرسة", "Latin letter in an Arabic word", "مهدرسة", False),
    ("في المدرسة کتاب", "Persian letter in an Arabic text", "كتاب", False),
    ("قال \u202eنعم\u202c", "control that reorders", "نعم", False),
]


@pytest.mark.parametrize("text", SOUND)
def test_what_is_sound_is_left_alone(text: str) -> None:
    assert find_damage(text, "fa" if "فارسى" in text else "ar") == []
    assert mend(text) == (text, [])


@pytest.mark.parametrize(("text", "kind", "after", "proven"), DAMAGED)
def test_damage_is_named_with_what_was_meant(
    text: str,
    kind: str,
    after: str,
    proven: bool,  # noqa: FBT001
) -> None:
    (found,) = find_damage(text)
    assert (found.kind, found.after, found.proven) == (kind, after, proven)
    assert text[found.start : found.end] == found.before


@given(st.text(alphabet="ابتةىلأإه ØÙ§„ÇáÓ?\n.,1\u0651", max_size=60))
@example("أى1\u06511ىأ1\u0651")  # turned, it looked turned again
def test_mending_twice_changes_nothing_more(text: str) -> None:
    once, _ = mend(text)
    assert mend(once)[0] == mend(mend(once)[0])[0]


@given(st.text(max_size=80))
def test_findings_do_not_overlap(text: str) -> None:
    found = find_damage(text)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    root = tmp_path / "archive"
    root.mkdir()
    (root / "site.toml").write_text('format = 1\ntitle = "أرشيف"\n', "utf-8")
    return root


def test_check_tells_the_line_and_how_often(archive: Path) -> None:
    (archive / "a.md").write_text(
        "---\ntitle: نعم\n---\nسطر\n\nقال وهللا وهللا\n\nثم ÇáÓáÇã Úáíßã\n", "utf-8"
    )
    report = check_archive(archive, jobs=1, text=True)
    assert [str(one) for one in report.damage] == [
        "a.md:6: a, body: lam-alef reversed: «وهللا», meant: «والله» (2 times)",
        "a.md:8: a, body: Windows-1256 read as Windows-1252: «ÇáÓáÇã Úáíßã», meant: «السلام عليكم»",
    ]
    assert report.problems == ()


def test_an_import_mends_only_when_asked_and_lists_it(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,title,body\n1,نعم,قال هللا ا ل م ط ب ع ة\n", "utf-8")
    import_sources("csv", [tmp_path / "a.csv"], archive, "c")
    assert "هللا" in (archive / "texts/c.jsonl").read_text("utf-8")
    report = import_sources("csv", [tmp_path / "a.csv"], archive, "c", Plan(repair=True))
    assert report.repaired == ("a.csv:2: body at 4: lam-alef reversed: «هللا», meant: «الله»",)
    stored = (archive / "texts/c.jsonl").read_text("utf-8")
    assert re.search("قال الله ا ل م ط ب ع ة", stored)
