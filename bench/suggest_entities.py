"""Of names withheld from the authority, how many are among the first suggestions?

``python bench/suggest_entities.py [--journal muqtabas] [--limit 500] [--keep FILE]``. A third of
the records (seed 1) is withheld, the rest and the journal make an archive, and ``sitegen entities
suggest`` is asked. A withheld person or place that the journal tags is found where a suggestion
(heading, variant, short name), titles and spaces apart, is one of its names or tagged spellings.
Tags are few: two thirds of these records are tagged once, and what is named once is not among
the 500 most frequent names; so tagged mentions, and records tagged at least 2 and 5 times, are told
apart. The share of suggestions that any record or tag confirms is a lower bound of those that are
names; the rest must be read: ``--read N`` prints N of them, drawn evenly.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from linking import NAMES, SHARED, TAGGED, read_names
from muqtabas import SITEGEN, WORK

from sitegen.entities.authority import Authority
from sitegen.entities.haystack import words_of
from sitegen.entities.twins import skeleton
from sitegen.model import Entity

TYPES = ("person", "place")


def rows_of(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def key(name: str) -> str:
    words = words_of([name])[0]
    return skeleton(words) or "".join(words)


def make_archive(folder: Path, journal: Path, withheld: set[str]) -> None:
    """Import the journal, and the records that are not withheld."""
    subprocess.run(["rm", "-rf", str(folder)], check=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    kept = folder.with_suffix(".jsonl")
    with kept.open("w", encoding="utf-8") as out:
        for row in rows_of(NAMES):
            if row["id"] not in withheld:
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
    for command in (
        ["new", str(folder), "--empty"],
        ["import", "jsonl", str(journal), "--archive", str(folder)],
        ["import", "authority", str(kept), "--archive", str(folder)],
    ):
        subprocess.run([*SITEGEN, *command], check=True, stdout=subprocess.DEVNULL)


def tagged_records(
    tags: Iterable[Mapping[str, Any]], authority: Authority
) -> tuple[Counter[str], dict[str, set[str]]]:
    """Count the tags of each person and place, and list its tagged spellings."""
    counts: Counter[str] = Counter()
    spellings: dict[str, set[str]] = {}
    for tag in tags:
        found = [record for ref in (tag["ref"] or "").split() if (record := authority.find(ref))]
        if tag["type"] in TYPES and found:
            counts[found[0]] += 1
            spellings.setdefault(found[0], set()).add(tag["surface"])
    return counts, spellings


def names_of(entity: Entity) -> tuple[str, ...]:
    return (entity.heading, *entity.variants)


def share(found: set[str], counts: Mapping[str, int], least: int) -> str:
    those = {record for record, count in counts.items() if count >= least}
    return f"{len(found & those) / max(1, len(those)):.3f} of {len(those)}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--journal", default="muqtabas")
    parser.add_argument("--limit", type=int, default=500)
    parser.add_argument("--read", type=int, default=0)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    journal = SHARED / "data" / "journals" / f"{options.journal}.jsonl.gz"
    missing = [path for path in (NAMES, TAGGED, journal) if not path.exists()]
    if missing:
        print("SKIPPED: the corpora are not beside the project:", *missing, sep="\n  ")
        return 0
    authority = read_names()
    draw = random.Random(1)
    withheld = {str(record) for record in sorted(authority) if draw.random() < 1 / 3}
    folder = WORK / f"suggest-{options.journal}"
    make_archive(folder, journal, withheld)
    table = options.keep or folder / ".sitegen" / "suggested.jsonl"
    table.parent.mkdir(parents=True, exist_ok=True)
    command = ["entities", "suggest", str(folder), "-n", str(options.limit), "-o", str(table)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([*SITEGEN, *command], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    rows = [json.loads(line) for line in table.read_text("utf-8").splitlines()]

    documents = rows_of(journal)
    here = {row["id"] for row in documents}
    tags = [tag for tag in rows_of(TAGGED) if tag["doc"] in here]
    counts, spellings = tagged_records(tags, authority)
    counts = Counter({record: n for record, n in counts.items() if record in withheld})
    by_name: dict[str, set[str]] = {}
    for record in counts:
        for name in {*names_of(authority[record]), *spellings[record]}:
            by_name.setdefault(key(name), set()).add(record)
    confirmed = {key(name) for entity in authority.values() for name in names_of(entity)}
    confirmed |= {key(tag["surface"]) for tag in tags}
    found: set[str] = set()
    open_rows = []
    for row in rows:
        cells = [row["heading"], *row.get("variants", "").split("|")]
        keys = {key(name) for name in (*cells, *row.get("short_names", "").split("|")) if name}
        found.update(*(by_name.get(one, ()) for one in keys))
        if not keys & confirmed:
            open_rows.append(row)
    mentions = sum(counts[record] for record in found)
    words = sum(len(row["body"].split()) for row in documents)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"{options.journal}: {len(withheld)} of {len(authority)} records withheld, of which "
        f"{len(counts)} persons and places are tagged; {len(rows)} suggestions"
    )
    n_tags = counts.total()
    print(f"tagged mentions of withheld records found   {mentions / n_tags:.3f} of {n_tags}")
    for least in (1, 2, 5):
        print(f"withheld records tagged {least} times or more      {share(found, counts, least)}")
    print(f"suggestions that a record or tag confirms   {1 - len(open_rows) / len(rows):.3f}")
    print(
        f"CPU {cpu:.1f} s for {words:,} words: {1000 * cpu * 350 / words:.2f} ms an article of 350"
    )
    step = max(1, len(open_rows) // options.read) if options.read else 0
    for row in open_rows[::step][: options.read] if step else []:
        print(f"  {row['heading']} ({row['type']}, {row['count']}) {row.get('context 1', '')}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
