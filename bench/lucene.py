"""What does Lucene answer over the same passages: its ArabicAnalyzer and BM25, as they ship?

    python bench/lucene.py SET        # JSON lines in, JSON lines out, as bench/search_server.py

SET is a folder of ``../shared/data/ir``. Lucene is Debian's package, of a fixed version, unpacked
below ``bench/work`` and never installed; it needs apt, dpkg and Java 17. A passage is one text:
its title and its words; k1 is 1.2 and b 0.75, Lucene's own.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Self

from questions import read_set

HERE = Path(__file__).resolve().parent
PACKAGE, VERSION = "liblucene8-java", "8.8.1-4"
FOLDER = HERE / "work" / f"{PACKAGE}-{VERSION}"
JARS = ("lucene-core", "lucene-analyzers-common")


class UnavailableError(Exception):
    """Lucene cannot be had here; says why."""


def jars() -> list[str]:
    """Give the paths of Lucene's jars; unpack them first where they are not there."""
    if not FOLDER.exists():
        missing = [name for name in ("java", "apt-get", "dpkg-deb") if not shutil.which(name)]
        if missing:
            raise UnavailableError(f"no {', '.join(missing)} on this machine")
        _unpack()
    found = [str(path) for name in JARS for path in FOLDER.glob(f"usr/share/java/{name}-8*.jar")]
    if len(found) != len(JARS):
        raise UnavailableError(f"{FOLDER} has not the jars {', '.join(JARS)}")
    return found


def _unpack() -> None:
    FOLDER.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FOLDER.parent) as folder:
        fetch = ["apt-get", "-qq", "download", f"{PACKAGE}={VERSION}"]
        if _run(fetch, folder):  # perhaps for want of lists
            _run(["apt-get", "-qq", "update"])
            _run(fetch, folder)
        packages = list(Path(folder).glob("*.deb"))
        if not packages:
            raise UnavailableError(f"apt does not bring {PACKAGE} {VERSION}")
        unpacked = Path(folder, "unpacked")
        if _run(["dpkg-deb", "-x", str(packages[0]), str(unpacked)]):
            raise UnavailableError(f"dpkg-deb does not unpack {packages[0].name}")
        unpacked.rename(FOLDER)


def _run(command: list[str], folder: str | None = None) -> int:
    return subprocess.run(
        command, cwd=folder, check=False, capture_output=True, env={**os.environ, "LC_ALL": "C"}
    ).returncode


class Lucene:
    """Lucene over passages, (id, text) each; a context manager."""

    def __init__(self, passages: Iterable[tuple[str, str]]) -> None:
        self._folder = tempfile.TemporaryDirectory()
        path = Path(self._folder.name, "passages.tsv")
        rows = (f"{name}\t{' '.join(text.split())}\n" for name, text in passages)
        path.write_text("".join(rows), encoding="utf-8")
        self._java = subprocess.Popen(
            ["java", "-Dfile.encoding=UTF-8", "-cp", os.pathsep.join(jars()),
             str(HERE / "Lucene.java"), str(path)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", bufsize=1,
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._java.stdin
        self._java.stdin.close()
        self._java.wait()
        self._folder.cleanup()

    def ids(self, query: str) -> list[str]:
        """Give the ids of the best 100, best first."""
        assert self._java.stdin
        assert self._java.stdout
        self._java.stdin.write(" ".join(query.split()) + "\n")
        self._java.stdin.flush()
        answer = self._java.stdout.readline()
        if not answer:
            raise RuntimeError(f"Lucene died of {query!r}")
        return answer.split()


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with Lucene(read_set(Path(sys.argv[1])).texts()) as lucene:
        for line in sys.stdin:
            print(json.dumps({"ids": lucene.ids(json.loads(line)["q"])}), flush=True)


if __name__ == "__main__":
    main()
