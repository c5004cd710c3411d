"""Make an archive of any number of articles of some 350 words from the three journals' paragraphs.

  articles.py COUNT [--authority] [--out FOLDER] [--rows FILE]

Paragraphs, titles, authors and sections are drawn from al-Muqtabas, al-Zuhur and Lughat al-Arab
with a fixed seed: article n is the same whatever COUNT is, and the same bytes each time. There are
forty volumes of twelve monthly issues, 1900-1939, in each of three collections. **The
vocabulary is smaller than that of a real archive of this size**: 100,000 articles are 35 million
words, drawn from 3.9 million. --rows writes the peers' form instead (bench.py of eval/peers).
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import Any

import muqtabas

JOURNALS = {"al-muqtabas": "muqtabas", "al-zuhur": "zuhur", "lughat-al-arab": "lughat-al-arab"}
TITLES = {"al-muqtabas": "المقتبس", "al-zuhur": "الزهور", "lughat-al-arab": "لغة العرب"}
MEAN_WORDS, SPREAD = 350, 0.6  # of a log-normal distribution
LEAST_WORDS, MOST_WORDS = 30, 3000
FIRST_YEAR, YEARS = 1900, 40
SEED = 1


@dataclass(frozen=True, slots=True)
class Journal:
    """What articles are drawn from."""

    paragraphs: list[list[str]]  # each parted at spaces: its line breaks stay
    heads: list[tuple[str, str, str]]  # title, author, section


def is_there() -> bool:
    """Say whether the journals are beside the project."""
    folder = muqtabas.DATA / "journals"
    return all((folder / f"{name}.jsonl.gz").is_file() for name in JOURNALS.values())


def journals() -> dict[str, Journal]:
    """Read the three journals."""
    found = {}
    for collection, name in JOURNALS.items():
        path = muqtabas.DATA / "journals" / f"{name}.jsonl.gz"
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        paragraphs = [part.split(" ") for row in rows for part in row["body"].split("\n\n")]
        heads = [(row["title"], row["author"] or "", row["section"] or "") for row in rows]
        found[collection] = Journal(paragraphs, heads)
    return found


def articles(count: int) -> Iterator[dict[str, Any]]:
    """Draw articles, one after the other, as rows of a bulk file."""
    read = journals()
    names = list(read)
    every = [words for journal in read.values() for words in journal.paragraphs]
    for number in range(count):
        rng = random.Random(SEED << 32 | number)
        collection = names[number % len(names)]
        title, author, section = rng.choice(read[collection].heads)
        month, day = rng.randrange(12 * YEARS), rng.randrange(1, 29)
        year = FIRST_YEAR + month // 12
        row: dict[str, Any] = {
            "id": f"a-{number}",
            "title": title,
            "collection": collection,
            "volume": str(1 + month // 12),
            "issue": str(1 + month % 12),
            "date": f"{year}-{1 + month % 12:02}-{day:02}",
        }
        if author:
            row["authors"] = [author]
        if section:
            row["section"] = section
        yield {**row, "body": "\n\n".join(_paragraphs(rng, every))}


def _paragraphs(rng: random.Random, every: list[list[str]]) -> Iterator[str]:
    drawn = rng.lognormvariate(log(MEAN_WORDS) - SPREAD**2 / 2, SPREAD)
    left = min(MOST_WORDS, max(LEAST_WORDS, round(drawn)))
    while left > 0:
        words = rng.choice(every)
        yield " ".join(words[:left]).strip()
        left -= len(words)


def archive(count: int, *, authority: bool = False, folder: Path | None = None) -> Path:
    """Make the archive of *count* articles, once."""
    name = f"articles-{count}{'-authority' if authority else ''}"
    folder = folder or muqtabas.WORK / name
    if (folder / ".made").exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [*muqtabas.SITEGEN, "new", str(folder), "--empty"], check=True, stdout=sys.stderr
    )
    if authority:
        command = ["import", "authority", str(muqtabas.AUTHORITY), "--archive", str(folder)]
        subprocess.run([*muqtabas.SITEGEN, *command], check=True, stdout=sys.stderr)
    kind = 'kind = "periodical"\n'
    tables = "\n".join(f'[{key}]\ntitle = "{name}"\n{kind}' for key, name in TITLES.items())
    (folder / "collections.toml").write_text(tables, encoding="utf-8")
    (folder / "texts").mkdir(exist_ok=True)
    files = {
        name: (folder / "texts" / f"{name}.jsonl").open("w", encoding="utf-8") for name in JOURNALS
    }
    for row in articles(count):
        files[row["collection"]].write(json.dumps(row, ensure_ascii=False) + "\n")
    for file in files.values():
        file.close()
    (folder / ".made").touch()
    return folder


def site(count: int, *, authority: bool = False, again: bool = False) -> Path:
    """Build the archive of *count* articles, once or *again*."""
    source = archive(count, authority=authority)
    folder = source.with_name(f"{source.name}-public")
    if again or not (folder / "index.html").is_file():
        command = ["build", str(source), "-o", str(folder)]
        subprocess.run([*muqtabas.SITEGEN, *command], check=True, stdout=sys.stderr)
    return folder


def peer_rows(count: int, path: Path) -> Path:
    """Write the articles as the peers' scripts take them, once."""
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8") as out:
            for row in articles(count):
                author = row.pop("authors", [""])[0]
                more = {"author": author, "source": TITLES[row["collection"]]}
                line = json.dumps({"section": "", **row, **more}, ensure_ascii=False)
                out.write(f"{line}\n")
    return path


def words(count: int) -> int:
    """Count the words of all bodies, as white space parts them."""
    return sum(len(row["body"].split()) for row in articles(count))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("count", type=int)
    parser.add_argument("--authority", action="store_true", help="with the 5,513 records")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="else below bench/work")
    parser.add_argument("--rows", type=Path, metavar="FILE")
    asked = parser.parse_args()
    if not is_there():
        sys.exit("SKIPPED: ../shared/data/journals is not there")
    if asked.rows:
        print(peer_rows(asked.count, asked.rows))
    else:
        print(archive(asked.count, authority=asked.authority, folder=asked.out))


if __name__ == "__main__":
    main()
