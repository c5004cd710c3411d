"""How do numbers become drawings? Inline SVG in its own units; a table beside says the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import numpy as np

from sitegen.pages.i18n import Words
from sitegen.pages.views import Bar, Chart, MapView, Tick

WIDTH, HEIGHT, AXIS = 720, 96, 80
MOST_BARS = 240
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500)


@lru_cache(maxsize=8192)  # the bars of one chart stand where those of many others do
def rounded(value: float) -> str:
    """Write a coordinate, two decimals at most.

    >>> rounded(12.0), rounded(3.14159)
    ('12', '3.14')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")


def years_chart(
    counts: Mapping[int, int],
    title: str,
    summary: str,
    said: Words,
    href: Callable[[int], str],
    count: tuple[str, str],
) -> Chart | None:
    """Draw how many there are in each year, the earliest at the start of the line.

    Time runs in the reading direction of *said*. A year whose *href* is empty has no link. Beyond
    240 years a bar stands for several (it leads to its first year that has any).
    """
    if len(counts) < 2:
        return None
    first, last = min(counts), max(counts)
    span = next(n for n in (*_STEPS, 1000, 10_000) if (last - first) // n < MOST_BARS)
    slots = (last - first) // span + 1
    totals: dict[int, tuple[int, int]] = {}  # of a slot: its first year that has any, how many
    for year in sorted(counts):
        if counts[year]:
            slot = (year - first) // span
            begun, total = totals.get(slot, (year, 0))
            totals[slot] = begun, total + counts[year]
    top = max([total for _, total in totals.values()], default=0)
    step = WIDTH / max(slots, 12)
    bars = []
    for number, (begun, total) in totals.items():
        start = first + number * span
        tall = max(2.0, total / top * (AXIS - 6))
        x = step * number
        x = WIDTH - x - step if said.direction == "rtl" else x
        label = said.digits(str(start) if span == 1 else f"{start}-{min(start + span - 1, last)}")
        bars.append(
            Bar(label, _counted(said, *count, total), href(begun), rounded(x + step * 0.12),
                rounded(AXIS - tall), rounded(step * 0.76), rounded(tall))
        )  # fmt: skip
    ticks = _ticks(first, last, span, step, said)
    return Chart(title, summary, str(WIDTH), str(HEIGHT), str(AXIS), tuple(bars), ticks,
                 said.text("Year"), said.text("Count"))  # fmt: skip


@lru_cache(maxsize=4096)
def _counted(said: Words, one: str, many: str, number: int) -> str:
    return said.count(one, many, number)


def _ticks(first: int, last: int, span: int, step: float, said: Words) -> tuple[Tick, ...]:
    gap = next((n for n in _STEPS if (last - first) // n <= 8 and n >= span), 1000)
    gap = 1 if last - first < 9 else gap
    ticks = []
    for year in range(first + -first % gap, last + 1, gap):
        x = step * ((year - first) / span + 0.5)
        x = WIDTH - x if said.direction == "rtl" else x
        ticks.append(Tick(said.digits(str(year)), rounded(x)))
    return tuple(ticks)


SPARK_WIDTH, SPARK_HEIGHT = 96, 20
_MOST_POINTS = 48
_DASH = "m-1 0h2"  # a year by itself: a dot would be read as ٠


def spark(years: Sequence[int], counts: Sequence[int], sizes: Sequence[int], said: Words) -> str:
    """Draw a share over the years as the path of a small line, broken where there is no text.

    Time runs in the reading direction of *said*. Points are whole numbers: the path is short.

    >>> from sitegen.pages.i18n import words
    >>> spark((1906, 1907, 1909), (1, 2, 0), (100, 100, 100), words("en"))
    'M2 10L33 2M94 18m-1 0h2'
    >>> spark((1906, 1907, 1909), (1, 2, 0), (100, 100, 100), words("ar"))
    'M94 10L63 2M2 18m-1 0h2'
    """
    return sparks(years, [counts], sizes, said)[0]


def sparks(
    years: Sequence[int], rows: Sequence[Sequence[int]], sizes: Sequence[int], said: Words
) -> list[str]:
    """Draw several such lines: where they are broken is the same for all."""
    if not rows:
        return []
    first, last = years[0], years[-1]
    span = next(n for n in (*_STEPS, 1000, 10_000) if (last - first) // n < _MOST_POINTS)
    slots = (last - first) // span + 1
    held = np.zeros((slots, len(rows) + 1), np.int64)
    np.add.at(held, (np.array(years) - first) // span, np.array([*rows, sizes]).T)
    at = np.flatnonzero(held[:, -1])
    shares = held[at, :-1] / held[at, -1:]
    top = shares.max(axis=0, initial=0.0)
    top[top == 0] = 1.0
    heights = np.rint((SPARK_HEIGHT - 4) * shares / top).astype(np.int64)
    levels = _levels(at.tolist(), slots, rtl=said.direction == "rtl")
    return ["".join(map(tuple.__getitem__, levels, row)) for row in heights.T.tolist()]


def _levels(told: Sequence[int], slots: int, *, rtl: bool) -> list[tuple[str, ...]]:
    """Give what a path says of each slot that is *told* of, for each height that it may have."""
    there, found = {*told}, []
    for at in told:
        x = 2 + round((SPARK_WIDTH - 4) * at / max(1, slots - 1))
        x = SPARK_WIDTH - x if rtl else x
        start = "L" if at - 1 in there else "M"
        end = _DASH if start == "M" and at + 1 not in there else ""
        heights = range(SPARK_HEIGHT - 2, 1, -1)
        found.append(tuple(f"{start}{x} {y}{end}" for y in heights))
    return found


MAP_WIDTH, MAP_HEIGHT = 360, 216
Frame = tuple[float, float, float, float]  # west, east, south, north, in degrees
FRAMES: dict[str, Frame] = {
    "region": (-20.0, 70.0, 5.0, 50.0),  # the Arab lands and around
    "world": (-180.0, 180.0, -60.0, 84.0),
}
_GLOBE: Frame = (-180.0, 180.0, -90.0, 90.0)


def position_map(name: str, lat: float, lon: float, said: Words, root: str) -> MapView:
    """Draw where a place lies on a graticule: the Arab lands and around, or else the world."""
    name_of_frame = next(
        (n for n, f in FRAMES.items() if f[0] <= lon <= f[1] and f[2] <= lat <= f[3]), ""
    )
    west, east, south, north = FRAMES.get(name_of_frame, _GLOBE)

    def x(degrees: float) -> str:
        return rounded((degrees - west) / (east - west) * MAP_WIDTH)

    def y(degrees: float) -> str:
        return rounded((north - degrees) / (north - south) * MAP_HEIGHT)

    step = 10 if east - west < 100 else 30
    lines, labels = [], []
    for degrees in range(-180, 181, step):
        if west < degrees < east:
            kind = "meridian zero" if degrees == 0 else "meridian"
            lines.append((x(degrees), "0", x(degrees), str(MAP_HEIGHT), kind))
            labels.append((x(degrees), str(MAP_HEIGHT - 4), _degrees(degrees, said), "middle"))
        if south < degrees < north and -90 < degrees < 90:
            kind = "parallel zero" if degrees == 0 else "parallel"
            lines.append(("0", y(degrees), str(MAP_WIDTH), y(degrees), kind))
            labels.append(("4", y(degrees - 0.3), _degrees(degrees, said), "start"))
    return MapView(
        said.fill("Where {name} lies", name=name), str(MAP_WIDTH), str(MAP_HEIGHT), tuple(lines),
        tuple(labels), x(lon), y(lat), name, coordinates(lat, lon, said),
        f"{root}assets/images/coast-{name_of_frame}.svg" if name_of_frame else "",
    )  # fmt: skip


def _degrees(degrees: int, said: Words) -> str:
    return said.digits(f"{abs(degrees)}°")


def coordinates(lat: float, lon: float, said: Words) -> str:
    """Write a position in words.

    >>> from sitegen.pages.i18n import words
    >>> coordinates(33.8938, 35.5018, words("en"))
    '33.89° N, 35.50° E'
    """
    latitude = said.fill("{n}° N" if lat >= 0 else "{n}° S", n=said.decimal(abs(lat)))
    longitude = said.fill("{n}° E" if lon >= 0 else "{n}° W", n=said.decimal(abs(lon)))
    return f"{latitude}{said.text(', ')}{longitude}"
