"""Which dots does an outline cover? By whole numbers alone: every machine draws the same."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from sitegen.export.typeset import Contour

FINE = 64  # parts of a pixel in which contours are given
_DOWN, _ACROSS = 4, 8  # samples of a pixel
WHOLE = _DOWN * _ACROSS  # the coverage of a pixel that lies inside

Coverage = NDArray[np.int64]


def coverage(contours: Iterable[Contour], width: int, height: int) -> Coverage:
    """Count the samples of each pixel that lie inside *contours*, by their winding.

    Points are in parts of a pixel, `FINE` of them, y downwards; what lies outside is not drawn.

    >>> square = [(0, 0), (128, 0), (128, 64), (0, 64)]
    >>> (coverage([square], 3, 2) // WHOLE).tolist()
    [[1, 1, 0], [0, 0, 0]]
    """
    marks = np.zeros((height * _DOWN, width * _ACROSS + 1), np.int8)
    edges = _edges(contours)
    if len(edges):
        rows, columns, turns = _crossings(edges, *marks.shape)
        np.add.at(marks, (rows, columns), turns)
    inside = np.cumsum(marks[:, :-1], axis=1, dtype=np.int8) != 0
    parted = inside.reshape(height, _DOWN, width, _ACROSS)
    counted: Coverage = parted.sum(axis=(1, 3), dtype=np.int64)
    return counted


def _edges(contours: Iterable[Contour]) -> NDArray[np.int64]:
    """List the edges that are not level: x0, y0, x1, y1."""
    found = [
        (*one, *other)
        for contour in contours
        for one, other in zip(contour, (*contour[1:], contour[0]), strict=True)
        if one[1] != other[1]
    ]
    return np.array(found, np.int64).reshape(-1, 4)


def _crossings(
    edges: NDArray[np.int64], height: int, width: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int8]]:
    """Say where edges cross the lines of samples, and whether downwards."""
    step = FINE // _DOWN
    x0, y0, x1, y1 = edges.T
    top, bottom = np.minimum(y0, y1), np.maximum(y0, y1)
    first = np.clip(-((step // 2 - top) // step), 0, height)  # the first line not above the top
    last = np.clip(-((step // 2 - bottom) // step), 0, height)
    counts = last - first
    which = np.repeat(np.arange(len(edges)), counts)
    rows = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts) + first[which]
    y = rows * step + step // 2
    x = x0[which] + (y - y0[which]) * (x1 - x0)[which] // (y1 - y0)[which]
    columns = np.clip(-((FINE // _ACROSS // 2 - x) // (FINE // _ACROSS)), 0, width - 1)
    return rows, columns, np.where(y1 > y0, 1, -1).astype(np.int8)[which]


def encode_png(pixels: NDArray[np.uint8], palette: Sequence[tuple[int, int, int]]) -> bytes:
    """Write a picture whose pixels are numbers of colours.

    >>> encode_png(np.zeros((1, 1), np.uint8), [(255, 255, 255)])[:8]
    b'\\x89PNG\\r\\n\\x1a\\n'
    """
    height, width = pixels.shape
    head = struct.pack(">2I5B", width, height, 8, 3, 0, 0, 0)
    colours = bytes(part for colour in palette for part in colour)
    lines = np.zeros((height, width + 1), np.uint8)  # each begins with its filter: none
    lines[:, 1:] = pixels
    parts = ((b"IHDR", head), (b"PLTE", colours), (b"IDAT", zlib.compress(lines.tobytes(), 9)))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*one) for one in (*parts, (b"IEND", b"")))


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
