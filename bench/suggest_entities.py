"""Of names withheld from the authority, how many are among the first suggestions?

``python bench/suggest_entities.py [--journal muqtabas] [--limit 500] [--draws 5] [--third]``.
Records are withheld, the rest and the journal make an archive, and ``sitegen entities suggest``
is asked. A withheld person or place that the journal tags is found where a suggestion (heading,
variant, short name), titles and spaces apart, is one of its names or tagged spellings.

Withheld are 15 % of the people and places that the journal tags at least twice, drawn anew in
each of the draws and summed; or, with ``--third``, a third of all records (seed 1). Of these two
thirds are tagged once, in a journal that names thousands whom no record knows: what is named
once is not among its 500 most frequent names, so records tagged at least 2 and 5 times, and
tagged mentions, are told apart. A record that another one, which stays, holds with all its tagged
spellings is no missing name, and is told apart too. ``anywhere`` counts suggestions of any rank.

The share of suggestions that any record or tag confirms is a lower bound of those that are
names; the rest must be read: ``--read N`` prints N of them, drawn evenly from the first draw.

``--articles N`` measures instead what asking costs in an archive of N made articles
(bench/articles.py) with all records: CPU and peak memory of all processes.
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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import articles
from linking import NAMES, SHARED, TAGGED, read_names
from measure import run
from muqtabas import SITEGEN, WORK

from sitegen.entities.authority import Authority
from sitegen.entities.haystack import words_of
from sitegen.entities.twins import skeleton
from sitegen.model import Entity

TYPES = ("person", "place")
SHARE = 0.15  # of the records tagged at least twice
ALL = 100_000  # suggestions that are asked for, to see what stands behind the first


@dataclass(frozen=True, slots=True)
class Tags:
    """How often the journal tags each record, and how it spells it."""

    counts: Counter[str]
    spellings: Mapping[str, set[str]]


@dataclass(frozen=True, slots=True)
class Draw:
    """One archive: the records withheld, of which some are missing; found first, and anywhere."""

    withheld: set[str]
    missing: set[str]
    first: set[str]
    anywhere: set[str]
    confirmed: float
    unconfirmed: list[dict[str, Any]]
    cpu: float


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


def tagged_records(tags: Iterable[Mapping[str, Any]], authority: Authority) -> Tags:
    """Count the tags of each person and place, and list its tagged spellings."""
    counts: Counter[str] = Counter()
    spellings: dict[str, set[str]] = {}
    for tag in tags:
        found = [record for ref in (tag["ref"] or "").split() if (record := authority.find(ref))]
        if tag["type"] in TYPES and found:
            counts[found[0]] += 1
            spellings.setdefault(found[0], set()).add(tag["surface"])
    return Tags(counts, spellings)


def names_of(entity: Entity) -> tuple[str, ...]:
    return (entity.heading, *entity.variants)


def keys_of(rows: Iterable[Mapping[str, Any]]) -> list[set[str]]:
    """Give the keys of all names of each row."""
    cells = [
        [cell for part in ("heading", "variants", "short_names")
         for cell in row.get(part, "").split("|") if cell]
        for row in rows
    ]  # fmt: skip
    words = iter(words_of([name for names in cells for name in names]))
    return [{skeleton(w) or "".join(w) for w in (next(words) for _ in names)} for names in cells]


def suggestions(folder: Path) -> tuple[list[dict[str, Any]], float]:
    """Ask for all suggestions; give their rows and the CPU seconds."""
    table = folder / ".sitegen" / "suggested.jsonl"
    table.parent.mkdir(parents=True, exist_ok=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = ["entities", "suggest", str(folder), "-n", str(ALL), "-o", str(table)]
    subprocess.run([*SITEGEN, *command], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return [json.loads(line) for line in table.read_text("utf-8").splitlines()], cpu


def draw(
    journal: Path, authority: Authority, tags: Tags, withheld: set[str], real: set[str], limit: int
) -> Draw:
    """Withhold records and see which come back; *real* are the keys of all records and tags."""
    folder = WORK / f"suggest-{journal.name.removesuffix('.jsonl.gz')}"
    make_archive(folder, journal, withheld)
    rows, cpu = suggestions(folder)
    ours = withheld & tags.counts.keys()
    kept = {key(n) for e in authority.values() if e.id not in withheld for n in names_of(e)}
    by_name: dict[str, set[str]] = {}
    for record in ours:
        for name in {*names_of(authority[record]), *tags.spellings[record]}:
            by_name.setdefault(key(name), set()).add(record)
    keys = keys_of(rows)
    ranked = [set().union(*(by_name.get(one, ()) for one in some)) for some in keys]
    return Draw(
        withheld=ours,
        missing={r for r in ours if any(key(name) not in kept for name in tags.spellings[r])},
        first=set().union(*ranked[:limit]),
        anywhere=set().union(*ranked),
        confirmed=sum(bool(some & real) for some in keys[:limit]) / limit,
        unconfirmed=[
            row for row, some in zip(rows[:limit], keys[:limit], strict=True) if not some & real
        ],
        cpu=cpu,
    )


def share(draws: Iterable[Draw], counts: Mapping[str, int], least: int) -> list[str]:
    """Say of the withheld records tagged so often: how many, and the shares found."""
    pairs = [(one, {r for r in one.withheld if counts[r] >= least}) for one in draws]
    n_all = sum(len(those) for _, those in pairs)
    n_missing = sum(len(those & one.missing) for one, those in pairs)
    of_all = sum(len(those & one.first) for one, those in pairs) / max(1, n_all)
    missing = [(one, those & one.missing) for one, those in pairs]
    first = sum(len(those & one.first) for one, those in missing) / max(1, n_missing)
    anywhere = sum(len(those & one.anywhere) for one, those in missing) / max(1, n_missing)
    return [f"{of_all:.3f} of {n_all}", f"{first:.3f} of {n_missing}", f"{anywhere:.3f}"]


def measure(count: int) -> None:
    """Print what it costs to ask for suggestions in an archive of made articles."""
    folder = articles.archive(count, authority=True)
    table = WORK / f"suggested-{count}.csv"
    cost = run([*SITEGEN, "entities", "suggest", str(folder), "-o", str(table)])
    print(
        f"{count:,} articles: CPU {cost.cpu:.1f} s, {1000 * cost.cpu / count:.2f} ms an article; "
    )
    print(f"memory of all processes, at most {cost.peak / 1e6:.0f} MB (PSS)")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--journal", default="muqtabas")
    parser.add_argument("--limit", type=int, default=500)
    parser.add_argument("--draws", type=int, default=5)
    parser.add_argument("--third", action="store_true")
    parser.add_argument("--read", type=int, default=0)
    parser.add_argument("--articles", type=int, default=0)
    options = parser.parse_args()
    journal = SHARED / "data" / "journals" / f"{options.journal}.jsonl.gz"
    missing = [path for path in (NAMES, TAGGED, journal) if not path.exists()]
    if missing:
        print("SKIPPED: the corpora are not beside the project:", *missing, sep="\n  ")
        return 0
    if options.articles:
        measure(options.articles)
        return 0
    authority = read_names()
    documents = rows_of(journal)
    here = {row["id"] for row in documents}
    tagged = [tag for tag in rows_of(TAGGED) if tag["doc"] in here]
    tags = tagged_records(tagged, authority)
    real = {key(name) for entity in authority.values() for name in names_of(entity)}
    real |= {key(tag["surface"]) for tag in tagged}

    twice = [record for record in sorted(tags.counts) if tags.counts[record] >= 2]
    drawn = []
    for seed in range(1, 2 if options.third else options.draws + 1):
        chance = random.Random(seed)
        some, least = (sorted(authority), 1 / 3) if options.third else (twice, SHARE)
        withheld = {str(record) for record in some if chance.random() < least}
        drawn.append(draw(journal, authority, tags, withheld, real, options.limit))

    n_tags = sum(tags.counts[record] for one in drawn for record in one.withheld)
    n_found = sum(tags.counts[record] for one in drawn for record in one.withheld & one.first)
    words = sum(len(row["body"].split()) for row in documents)
    cpu = sum(one.cpu for one in drawn) / len(drawn)
    confirmed = sum(one.confirmed for one in drawn) / len(drawn)
    print(f"{options.journal}: {len(drawn)} draws, the first {options.limit} suggestions")
    for least in (1, 2, 5):
        of_all, of_missing, anywhere = share(drawn, tags.counts, least)
        print(
            f"tagged {least} times or more: {of_all} withheld, {of_missing} missing; "
            f"anywhere {anywhere}"
        )
    print(f"their tagged mentions: {n_found / n_tags:.3f} of {n_tags}")
    print(f"suggestions that a record or tag confirms: {confirmed:.3f}")
    print(f"CPU {cpu:.1f} s, {1000 * cpu * 350 / words:.2f} ms an article of 350 words")
    rows = drawn[0].unconfirmed
    step = max(1, len(rows) // options.read) if options.read else 1
    for row in rows[::step][: options.read]:
        print(f"  {row['heading']} ({row['type']}, {row['count']}) {row.get('context 1', '')}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
