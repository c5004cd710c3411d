"""How big a picture is, as far as its file says."""

from __future__ import annotations

import struct

import pytest

from sitegen.content.markdown import read_markdown
from sitegen.content.pictures import size_of_drawing, sizes_of

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBBI", 13, b"IHDR", 300, 200, 8, 2, 0, 0, 0, 0)
GIF = b"GIF89a" + struct.pack("<HH", 64, 48) + b"\x00" * 8
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><path/></svg>'
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 240"><title>حجر</title></svg>'


def test_each_kind_of_picture_says_its_size(tmp_path):
    held = {"a.png": PNG, "b.GIF": GIF, "c.svg": SVG, "d.svg": DRAWING.encode(), "e.pdf": b"%PDF"}
    for name, content in held.items():
        (tmp_path / name).write_bytes(content)
    assert sizes_of(tmp_path, held) == {
        "a.png": (300, 200), "b.GIF": (64, 48), "c.svg": (90, 60), "d.svg": (1200, 720),
    }  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [b"", PNG[:20], b"not a picture", b"<svg>", b'<svg viewBox="0 0 0 0">', b"\xff\xd8\xff"],
)
def test_a_picture_that_cannot_be_read_has_no_size(tmp_path, content):
    (tmp_path / "a.png").write_bytes(content)
    (tmp_path / "a.svg").write_bytes(content)
    assert sizes_of(tmp_path, ("a.png", "a.svg", "missing.png")) == {}


def test_a_view_box_may_be_parted_by_commas_and_begin_anywhere():
    assert size_of_drawing(b"<?xml version='1.0'?><svg viewBox='-5,-5,10,20'>") == (1200, 2400)


def test_a_picture_of_a_named_host_may_stand_in_a_text() -> None:
    text = (
        "![مطبعة](https://images.example.org/a.jpg)\n\n![مطبعة](https://images.example.organ/a.jpg)"
    )
    body, problems = read_markdown(text, hosts=("https://images.example.org",))
    assert 'src="https://images.example.org/a.jpg"' in "".join(map(str, body.layout))
    assert len(problems) == 1
    assert "organ/a.jpg" in problems[0].what
