"""Does a name hide no other name, and stay on its sheet?"""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from sitegen.pages.labelling import Mark, Sheet, label

SHEET = Sheet(400, 300, 17)
NAMES = ("مصر", "بيروت", "جمال الدين الأفغاني")
MARKS = st.lists(
    st.builds(
        Mark, st.floats(0, 400), st.floats(0, 300), st.just(5.0), st.sampled_from(NAMES)
    ),
    max_size=12,
)  # fmt: skip


def box(one):
    """Give the box of a label, drawn in by what rounding may do."""
    wide, x, y = len(one.text) * 17 * 0.46, float(one.x), float(one.y)
    left = {"end": x - wide, "start": x, "middle": x - wide / 2}[one.anchor]
    return left + 0.1, y - 17 * 0.8 + 0.1, left + wide - 0.1, y + 17 * 0.3 - 0.1


@given(MARKS)
def test_no_name_hides_another_or_leaves_the_sheet(marks):
    boxes = [box(one) for one in label(marks, SHEET, len(marks))]
    assert all(a >= 0 and b >= 0 and c <= 400 and d <= 300 for a, b, c, d in boxes)
    for one, two in combinations(boxes, 2):
        assert one[0] >= two[2] or two[0] >= one[2] or one[1] >= two[3] or two[1] >= one[3]


@given(MARKS)
def test_no_name_hides_another_mark(marks):
    for one in label(marks, SHEET, len(marks)):
        left, top, right, bottom = box(one)
        over = [
            mark
            for mark in marks
            if left < mark.x < right and top < mark.y < bottom and mark.name != one.text
        ]
        assert over == []


def test_a_mark_in_a_corner_has_its_name_aslant():
    one, _ = label([Mark(2, 40, 5, NAMES[2]), Mark(30, 40, 5, "مصر")], SHEET, 2)
    assert (one.anchor, float(one.y) < 40) == ("start", True)


def test_the_first_have_their_names_first():
    near = [Mark(200, 150, 5, "مصر"), Mark(201, 150, 5, "بيروت")]
    assert [one.text for one in label(near, SHEET, 1)] == ["مصر"]
