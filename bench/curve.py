"""How does a clean build grow with the archive? A table, and the curve as a picture.

``python bench/curve.py [--sizes 1000,10000,200000] [--peer hugo] [--peer-most N] [--svg FILE]``

Each step that is done is kept in bench/work/curve.json, with the version of the code: called again
it goes on where it was stopped (``--again`` measures all anew).
The archives are those of bench/articles.py with 5,513 records; links and index included, start-up
too. The peer, Hugo and Pagefind on the same articles in the same run, links nothing. **The
vocabulary of these articles is smaller than that of a real archive of their size.**
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Mapping, Sequence
from math import log10
from pathlib import Path

import articles
import muqtabas
from build import PEERS, build_hugo, hugo_project
from kept import Kept
from measure import Cost, run, show, size_of, skip

SIZES = "1000,3000,10000,30000,100000,200000"
WIDTH, HEIGHT, EDGE = 640, 360, 56
INKS = {"sitegen": "#8a1c1c", "hugo + pagefind": "#4a6a8a"}
Curves = Mapping[str, Mapping[int, Mapping[str, float]]]


def ours(count: int, output: Path) -> Cost:
    source = str(articles.archive(count, authority=True))
    return run([*muqtabas.SITEGEN, "build", source, "-o", str(output), "--clean", "--json"])


def theirs(count: int, output: Path) -> Cost:
    rows = articles.peer_rows(count, muqtabas.WORK / f"articles-{count}.jsonl")
    return build_hugo(output, rows, f"hugo-{count}")


def figures_of(cost: Cost, count: int, output: Path) -> dict[str, float]:
    files, size = size_of(output)
    return {
        "ms_an_article": round(1000 * cost.cpu / count, 3),
        "cpu_seconds": round(cost.cpu, 1),
        "wall_seconds": round(cost.wall, 1),
        "wall_of_cpu": round(cost.wall / cost.cpu, 2),
        "peak_megabytes": round(cost.peak / 1e6),
        "files": files,
        "megabytes": round(size / 1e6),
    }


def picture(curves: Curves) -> str:
    """Draw milliseconds of CPU an article over the number of articles, both by their logarithms."""
    sizes = sorted({count for curve in curves.values() for count in curve})
    costs = [row["ms_an_article"] for curve in curves.values() for row in curve.values()]
    low, high = log10(min(costs) / 1.3), log10(max(costs) * 1.3)
    least, most = log10(sizes[0]), log10(max(sizes[-1], 10 * sizes[0]))

    def x(count: float) -> str:
        return f"{EDGE + (WIDTH - 2 * EDGE) * (log10(count) - least) / (most - least):.1f}"

    def y(cost: float) -> str:
        return f"{HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * (log10(cost) - low) / (high - low):.1f}"

    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="12" fill="#333">'
    )
    said = "Clean build: milliseconds of CPU an article (350 words), by number of articles"
    paper = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fffdf6"/>'
    parts = [head, paper, f'<text x="16" y="24">{said}</text>']
    parts += [
        f'<text x="{x(count)}" y="{HEIGHT - 30}" text-anchor="middle">{count:,}</text>'
        for count in sizes
    ]
    highest = {
        count: max(curve[count]["ms_an_article"] for curve in curves.values() if count in curve)
        for count in sizes
    }
    for n, (name, curve) in enumerate(curves.items()):
        ink = INKS[name]
        points = " ".join(f"{x(count)},{y(row['ms_an_article'])}" for count, row in curve.items())
        parts.append(f'<polyline points="{points}" fill="none" stroke="{ink}" stroke-width="2"/>')
        for count, row in curve.items():
            at, cost = x(count), row["ms_an_article"]
            parts.append(f'<circle cx="{at}" cy="{y(cost)}" r="3" fill="{ink}"/>')
            beside = float(y(cost)) + (-8 if cost == highest[count] else 18)
            label = f'x="{at}" y="{beside:.1f}" text-anchor="middle" fill="{ink}"'
            parts.append(f"<text {label}>{cost:.2f}</text>")
        parts.append(f'<text x="16" y="{44 + 16 * n}" fill="{ink}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])


def measured(sizes: Sequence[int], peer_most: int, folder: Path, kept: Kept) -> Curves:
    def step(name: str, build: Callable[[int, Path], Cost], count: int) -> dict[str, float]:
        output = folder / f"{name.split(maxsplit=1)[0]}-{count}"
        return kept.step(f"{name} {count}", lambda: figures_of(build(count, output), count, output))

    found: dict[str, dict[int, dict[str, float]]] = {"sitegen": {}}
    for count in sizes:
        found["sitegen"][count] = step("sitegen", ours, count)
        if count <= peer_most:
            found.setdefault("hugo + pagefind", {})[count] = step("hugo + pagefind", theirs, count)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default=SIZES)
    parser.add_argument("--peer", choices=["hugo"])
    parser.add_argument("--peer-most", type=int, default=30_000, help="it needs 18 GB at 100,000")
    parser.add_argument("--svg", type=Path, metavar="FILE")
    parser.add_argument("--again", action="store_true", help="keep nothing of an earlier run")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if not articles.is_there():
        skip("../shared/data/journals is not there", as_json=asked.json)
        return
    if asked.peer and not PEERS.is_dir():
        skip("../shared/eval/peers is not there", as_json=asked.json)
        return
    sizes = sorted(map(int, asked.sizes.split(",")))
    peer_most = asked.peer_most if asked.peer else 0
    for count in sizes:  # made before, so that nothing is measured but builds
        articles.archive(count, authority=True)
        if count <= peer_most:
            rows = articles.peer_rows(count, muqtabas.WORK / f"articles-{count}.jsonl")
            hugo_project(muqtabas.WORK, rows, f"hugo-{count}")
    with tempfile.TemporaryDirectory(dir=muqtabas.WORK) as folder:
        kept = Kept(muqtabas.WORK / "curve.json", again=asked.again)
        curves = measured(sizes, peer_most, Path(folder), kept)
    if asked.svg:
        asked.svg.write_text(picture(curves), encoding="utf-8")
    heads = list(next(iter(curves["sitegen"].values())))
    rows = [["", "articles", *(head.replace("_", " ") for head in heads)]]
    rows += [
        [name, f"{count:,}", *row.values()]
        for name, curve in curves.items()
        for count, row in curve.items()
    ]
    show(dict(curves), rows, as_json=asked.json)


if __name__ == "__main__":
    main()
