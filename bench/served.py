"""How long after a save does the browser have the edit? ``sitegen serve``, at work.

``python bench/served.py [--articles 10000] [--edits 5] [--json]``

Serves an archive of articles with 5,513 records, corrects a word of an article in its file of
rows, and asks for the article's page until it has the word, then waits until the whole site is
built. Wall seconds from the end of the write to the end of the answer, and to the end of the build,
the watcher's pause included; CPU is that of the server's process. Beside other work the figures are
greater.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import articles
import edits
import muqtabas
from measure import environment, show, skip

EVERY = 0.01  # seconds between two questions
PATIENCE = 600


def cpu_of(pid: int) -> float:
    """Give the CPU seconds of a process and of those it waited for."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def asked(address: str) -> str:
    with urllib.request.urlopen(address) as answer:
        found: str = answer.read().decode()
    return found


def corrected(archive: Path, number: int, word: str) -> str:
    """Put a word into an article; give its id."""
    names: list[str] = []

    def edit(row: dict[str, object]) -> None:
        words = str(row["body"]).split(" ")
        words[len(words) // 2] = word
        row["body"] = " ".join(words)
        names.append(str(row["id"]))

    edits.change(archive / edits.ROWS, number, edit)
    return names[0]


def page_of(site: Path, name: str) -> str:
    (page,) = site.glob(f"d/**/{name}.html")
    return page.relative_to(site).as_posix()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--edits", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    if not articles.is_there():
        skip("../shared/data/journals is not there", as_json=wanted.json)
        return
    source = articles.archive(wanted.articles, authority=True)
    archive = source.with_name(f"{source.name}-served")
    site = source.with_name(f"{archive.name}-site")
    shutil.rmtree(archive, ignore_errors=True)
    shutil.copytree(source, archive, ignore=shutil.ignore_patterns(".sitegen"))
    command = [*muqtabas.SITEGEN, "serve", str(archive), "-o", str(site), "--port", "0"]
    walls, cpus, builds, whole = [], [], [], []
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment()) as server:
        try:
            lines = iter(server.stderr or ())
            line = next(line for line in lines if line.startswith("http://"))
            address = line.split(" ")[0]
            next(line for line in lines if "/-/review" in line)
            for number in range(wanted.edits):
                word = f"المصحّحة{number}"
                spent = cpu_of(server.pid)
                name = corrected(archive, 50 + 100 * number, word)
                begun = time.monotonic()
                while word not in asked(address + page_of(site, name)):
                    if time.monotonic() - begun > PATIENCE:
                        sys.exit(f"{name} has not come")
                    time.sleep(EVERY)
                walls.append(time.monotonic() - begun)
                cpus.append(cpu_of(server.pid) - spent)
                next(line for line in lines if " documents, " in line)
                builds.append(time.monotonic() - begun)
                whole.append(cpu_of(server.pid) - spent)
                time.sleep(3)  # what is known is written
        finally:
            server.terminate()
    figures = {
        "articles": wanted.articles,
        "first_edit_seconds": round(walls[0], 2),
        "median_seconds": round(statistics.median(walls), 2),
        "most_seconds": round(max(walls[1:] or walls), 2),
        "median_cpu_seconds": round(statistics.median(cpus), 2),
        "median_seconds_of_a_build": round(statistics.median(builds), 2),
        "median_cpu_seconds_of_a_build": round(statistics.median(whole), 2),
    }
    table = [["", "seconds"]] + [[name.replace("_", " "), value] for name, value in figures.items()]
    show(figures, table, as_json=wanted.json)


if __name__ == "__main__":
    main()
