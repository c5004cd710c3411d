"""Is a mention shown between its neighbours, cut where words end?"""

from __future__ import annotations

import pytest

from sitegen.entities.kwic import kwic


@pytest.mark.parametrize(
    ("text", "start", "end", "width", "expected"),
    [
        ("بيروت", 0, 5, 9, ("", "بيروت", "")),
        ("في بيروت الآن", 3, 8, 9, ("في ", "بيروت", " الآن")),
        ("في\nبيروت\nالآن", 3, 8, 9, ("في ", "بيروت", " الآن")),
        ("وصل أمس إلى بيروت قادمًا", 12, 17, 6, ("… إلى ", "بيروت", " …")),
        ("والصحافةوبيروت", 9, 14, 4, ("… ", "بيروت", "")),
    ],
)
def test_context_is_cut_at_words(
    text: str, start: int, end: int, width: int, expected: tuple[str, str, str]
) -> None:
    assert kwic(text, start, end, width) == expected
