"""Where are the articles of al-Muqtabas, as an archive and as a site, that the benches measure?

Made once under bench/work/ with our own command line, from the corpora beside the project.
"""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "bench" / "work"
DATA = ROOT.parent / "shared" / "data"
ARTICLES = DATA / "journals" / "muqtabas.jsonl.gz"
AUTHORITY = DATA / "entities" / "authority.jsonl.gz"
ABSENT = "../shared/data/journals and ../shared/data/entities are not there"
SITEGEN = [sys.executable, "-m", "sitegen"]


def is_there() -> bool:
    """Say whether the corpora are beside the project."""
    return ARTICLES.is_file() and AUTHORITY.is_file()


def articles() -> list[dict[str, str]]:
    """Read the articles."""
    with gzip.open(ARTICLES, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def words() -> int:
    """Count the words of all bodies, as white space parts them."""
    return sum(len(row["body"].split()) for row in articles())


def archive(*, again: bool = False) -> Path:
    """Import articles and authority into an archive, once."""
    folder = WORK / "muqtabas"
    if again or not (folder / ".imported").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        for command in (
            ["new", str(folder), "--empty"],
            ["import", "jsonl", str(ARTICLES), "--archive", str(folder)],
            ["import", "authority", str(AUTHORITY), "--archive", str(folder)],
        ):
            subprocess.run([*SITEGEN, *command], check=True, stdout=sys.stderr)
        (folder / ".imported").touch()
    return folder


def site(*, again: bool = False) -> Path:
    """Build the archive, once or *again*."""
    folder = WORK / "muqtabas-public"
    if again or not (folder / "index.html").is_file():
        command = ["build", str(archive()), "-o", str(folder)]
        subprocess.run([*SITEGEN, *command], check=True, stdout=sys.stderr)
    return folder
