"""How big are the pictures of the archive, so that a page leaves room for them at once?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

_ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")
_HEAD = 4096
_VIEW_BOX = re.compile(
    rb"""<svg\b[^>]*?\sviewBox\s*=\s*["'][-0-9.e]+[\s,]+[-0-9.e]+[\s,]+([0-9.]+)[\s,]+([0-9.]+)\s*["']"""
)
_FULL = 1200  # wider than any column: a drawing without a size of its own fills its place


def sizes_of(root: Path, paths: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Read the width and height of each picture among *paths*, in pixels of the page.

    What cannot be read is left out: a page does without.
    """
    found = {}
    for path in sorted(paths):
        if path.lower().endswith(_ENDINGS):
            size = _size(root / path)
            if size:
                found[path] = size
    return found


def _size(file: Path) -> tuple[int, int] | None:
    import imagesize  # noqa: PLC0415 - an archive without pictures needs none of it

    try:
        width, height = imagesize.get(file)
        if width <= 0 or height <= 0:
            with file.open("rb") as opened:
                width, height = size_of_drawing(opened.read(_HEAD))
    except (OSError, ValueError, SyntaxError, ArithmeticError):
        return None
    return (width, height) if width > 0 and height > 0 else None


def size_of_drawing(head: bytes) -> tuple[int, int]:
    """Give an SVG that has a view box alone the size of a full column; (0, 0) where it has none.

    >>> size_of_drawing(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 240">')
    (1200, 720)
    """
    box = _VIEW_BOX.search(head)
    if not box or not float(box[1]):
        return 0, 0
    return _FULL, round(_FULL * float(box[2]) / float(box[1]))
