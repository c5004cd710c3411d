"""What does a command cost: CPU seconds and peak memory of all its processes together?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

EVERY = 0.05  # seconds between two looks at the memory, at least
MOST = 0.02  # of a core, for looking: a look at gigabytes takes long, and halts who asks for memory


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU is user and system of the command and of every process it waited for.

    ``peak`` is the largest sum of the processes' memory, pages that several share counted once
    (PSS); ``peak_rss`` counts them in each.
    """

    cpu: float
    wall: float
    peak: int
    peak_rss: int
    output: str


def children_of(pid: int) -> list[int]:
    """Give *pid* and all that descends from it."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text()
        except OSError:
            continue
        parents.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(folder.name))
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        waiting += parents.get(found[-1], [])
    return found


def memory_of(pid: int) -> tuple[int, int]:
    """Give a process's PSS and RSS in bytes; zeros where it has just gone."""
    pss = rss = 0
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                pss = int(line.split()[1]) * 1024
            elif line.startswith("Rss:"):
                rss = int(line.split()[1]) * 1024
    except OSError:
        pass
    return pss, rss


def environment() -> dict[str, str]:
    """Give this process's environment, in which Python keeps what it compiled, as installers do."""
    return {name: v for name, v in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def run(
    command: Sequence[str], *, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> Cost:
    """Run a command to its end; a failure ends the bench with what it said."""
    begin = time.perf_counter()
    before = os.times()
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env={**environment(), **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    done, peaks = threading.Event(), [0, 0]

    def watch() -> None:
        wait = EVERY
        while not done.wait(wait):
            start = time.perf_counter()
            seen = [memory_of(pid) for pid in children_of(process.pid)]
            for kind in (0, 1):
                peaks[kind] = max(peaks[kind], sum(memory[kind] for memory in seen))
            wait = max(EVERY, (time.perf_counter() - start) / MOST)

    watcher = threading.Thread(target=watch, daemon=True)
    if sys.platform == "linux":
        watcher.start()
    output = process.communicate()[0]
    done.set()
    wall = time.perf_counter() - begin
    after = os.times()
    if process.returncode:
        sys.exit(f"{' '.join(map(str, command))}: exit {process.returncode}\n{output[-3000:]}")
    cpu = sum(after[2:4]) - sum(before[2:4])
    return Cost(cpu, wall, peaks[0], peaks[1], output)


def size_of(folder: Path) -> tuple[int, int]:
    """Count the files of a folder and their bytes."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return len(sizes), sum(sizes)


def table(rows: Sequence[Sequence[object]]) -> str:
    """Set rows in columns, the first row as heads."""
    said = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in said) for column in range(len(said[0]))]

    def line(row: list[str]) -> str:
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        return "  ".join(cells).rstrip()

    return "\n".join(
        [line(said[0]), "  ".join("-" * width for width in widths), *map(line, said[1:])]
    )


def show(figures: Mapping[str, Any], rows: Sequence[Sequence[object]], *, as_json: bool) -> None:
    """Print a bench's figures: for people, or for machines."""
    print(json.dumps(figures, ensure_ascii=False) if as_json else table(rows))


def skip(why: str, *, as_json: bool) -> None:
    """Say loudly that a bench has not run."""
    print(f"SKIPPED: {why}", file=sys.stderr)
    if as_json:
        print(json.dumps({"skipped": why}))
