"""Is a title drawn as it is written: shaped, in order, inside its frame, the same each time?"""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.config import Theme
from sitegen.export.picture import HEIGHT, WIDTH, Card, draw
from sitegen.export.raster import FINE, WHOLE, coverage
from sitegen.export.typeset import face_of, in_order, levels_of, runs_of, set_line
from sitegen.pages.theme import theme_folder

FONTS = ("amiri-ar", "amiri-arabic-ext", "amiri-latin", "amiri-latin-ext")
FRAME = 60  # pixels from the edge to the inner side of the frame


@pytest.fixture(scope="module")
def faces():
    return [face_of((theme_folder() / f"fonts/{name}.woff2").read_bytes()) for name in FONTS]


def pixels(png):
    """Read a picture of ours back: numbers of colours, and the colours."""
    chunks, at = {}, 8
    while at < len(png):
        size, kind = struct.unpack_from(">I4s", png, at)
        chunks[kind] = png[at + 8 : at + 8 + size]
        at += size + 12
    width, height = struct.unpack_from(">2I", chunks[b"IHDR"])
    lines = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(height, width + 1)
    return lines[:, 1:], chunks[b"PLTE"]


def winding(contours, x, y):
    """Count how often contours go around a point, edge by edge."""
    turns = 0
    for contour in contours:
        for (x0, y0), (x1, y1) in zip(contour, [*contour[1:], contour[0]], strict=True):
            if (y0 <= y) != (y1 <= y) and x0 + (y - y0) * (x1 - x0) // (y1 - y0) <= x:
                turns += 1 if y1 > y0 else -1
    return turns


POINT = st.tuples(st.integers(-100, 400), st.integers(-100, 300))


@settings(max_examples=60)
@given(st.lists(st.lists(POINT, min_size=3, max_size=7), min_size=1, max_size=3))
def test_coverage_counts_the_samples_that_contours_go_around(contours):
    down, across = FINE // 4, FINE // 8
    found = coverage(map(tuple, contours), 5, 4)
    for row in range(4):
        for column in range(5):
            samples = (
                (column * FINE + i * across + across // 2, row * FINE + j * down + down // 2)
                for i in range(8)
                for j in range(4)
            )
            inside = sum(winding(contours, x, y) != 0 for x, y in samples)
            assert found[row, column] == inside
    assert found.max() <= WHOLE


@pytest.mark.parametrize(
    ("text", "is_rtl", "expected"),
    [
        ("مجلة المقتطف", True, ["مجلة المقتطف"]),
        ("مجلة RTL now", True, ["RTL now", "مجلة "]),
        ("سنة 1908-1910", True, ["1910", "-", "1908", "سنة "]),  # digits behind Arabic: W2
        ("سنة ١٩٠٨-١٩١٠", True, ["١٩١٠", "-", "١٩٠٨", "سنة "]),
        ("(1908) سنة", True, [") سنة", "1908", "("]),
        ("La revue المنار, Le Caire", False, ["La revue ", "المنار", ", Le Caire"]),
        ("Nr. 5: كتاب 12", False, ["Nr. 5: ", "12", "كتاب "]),
    ],
)
def test_runs_stand_in_the_order_in_which_they_are_seen(text, is_rtl, expected):
    everything = [frozenset(map(ord, text))]
    runs = in_order(runs_of(text, everything, is_rtl=is_rtl))
    assert [run.text for run in runs] == expected


def test_letters_are_joined(faces):
    together = set_line("محمد", faces, is_rtl=True, lang="ar").width
    apart = sum(set_line(one, faces, is_rtl=True, lang="ar").width for one in "محمد")
    assert together < apart


def test_a_mark_stays_on_its_letter_and_takes_no_room(faces):
    bare = set_line("كتب", faces, is_rtl=True, lang="ar").width
    marked = set_line("كَتَبَ", faces, is_rtl=True, lang="ar").width
    assert bare == marked


TITLES = (
    Card("خزانة الحرف", "أوراق في تاريخ الطباعة والصحافة العربية", "أرشيف"),
    Card("كِتَابُ المُقْتَطَفِ: مجلة علمية صناعية زراعية لمنشئيها يعقوب صروف وفارس نمر " * 3),
    Card("Les imprimeurs arabes du Caire et d’Alexandrie", "Nahḍa", "x", "fr", is_rtl=False),
    Card("چاپ سنگی", "", "مكتبة", "fa"),
    Card("قسطنطينية" * 9),
)


@pytest.mark.parametrize("card", TITLES, ids=lambda card: card.title[:12])
def test_a_title_stays_inside_the_frame(card, faces):
    shown, _ = pixels(draw(card, faces, Theme()))
    assert shown.shape == (HEIGHT, WIDTH)
    inked = (shown > 0) & (shown < 17)
    assert inked.any()
    inside = np.zeros_like(inked)
    inside[FRAME : HEIGHT - FRAME, FRAME : WIDTH - FRAME] = True
    if " " in card.title:  # one word that is wider than any line is cut by the edge
        assert not (inked & ~inside).any()


def test_the_same_card_gives_the_same_bytes(faces):
    fresh = [type(one)(Path(theme_folder() / f"fonts/{name}.woff2").read_bytes())
             for one, name in zip(faces, FONTS, strict=True)]  # fmt: skip
    assert draw(TITLES[0], faces, Theme()) == draw(TITLES[0], fresh, Theme())


def test_colours_are_those_of_the_theme(faces):
    _, colours = pixels(draw(TITLES[3], faces, Theme(accent="#0000ff", paper="#ffffff")))
    assert colours[:3] == b"\xff\xff\xff"
    assert colours[-3:] == b"\x00\x00\xff"


def test_levels_of_an_empty_line():
    assert levels_of("", is_rtl=True) == []
