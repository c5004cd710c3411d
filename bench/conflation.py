"""Does the stemmer put together the words that share a lemma, and only those?

    python bench/conflation.py [--protected] [--worst 20]

The vocabulary is that of the treebank and of the three journals, counted; families come from it
as in a build. Prints the pairwise figures of ``../shared/eval/conflation.py`` for plain folding,
the rule stem and the families, the CPU seconds that the families took, and, with ``--protected``,
the same with the authority's one-word names protected and the share of those that meet.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
GOLD = SHARED / "data" / "morph" / "padt_dev.tsv.gz"
JOURNALS = ("muqtabas", "zuhur", "lughat-al-arab")
sys.path.insert(0, str(ROOT))

from sitegen.arabic.stem import Families, key, rule_stem  # noqa: E402
from sitegen.arabic.stop import is_stop  # noqa: E402
from sitegen.arabic.tokens import forms_of  # noqa: E402


def lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as opened:
        for line in opened:
            yield line.rstrip("\n")


def surfaces() -> list[str]:
    rows = lines(GOLD)
    at = next(rows).split("\t").index("surface")
    return [row.split("\t")[at] for row in rows if row]


def vocabulary(words: list[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for word in words:
        counts.update(forms_of(word))
    for journal in JOURNALS:
        for line in lines(SHARED / "data" / "journals" / f"{journal}.jsonl.gz"):
            row = json.loads(line)
            counts.update(forms_of(f"{row['title']}\n{row['body']}"))
    return counts


def names() -> dict[str, set[str]]:
    """Give the one-word names of persons and places, without the article, and whose they are."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in lines(SHARED / "data" / "entities" / "authority.jsonl.gz"):
        row = json.loads(line)
        if row["type"] not in ("person", "place"):
            continue
        for name in row.get("names_ar") or row["names"]:
            forms = forms_of(name)
            if len(forms) == 1 and not is_stop(forms[0]) and len(forms[0]) > 2:
                bare = forms[0].removeprefix("ال") if len(forms[0]) > 4 else forms[0]
                found[bare].add(row["id"])
    return found


def measure(name: str, words: list[str], family: Callable[[str], str], worst: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        stems = Path(folder, "stems.tsv")
        rows = (f"{word}\t{' '.join(map(family, forms_of(word)))}" for word in sorted(set(words)))
        stems.write_text("\n".join(rows) + "\n", encoding="utf-8")
        script = SHARED / "eval" / "conflation.py"
        done = subprocess.run(
            [sys.executable, str(script), str(GOLD), str(stems), "--worst", str(worst)],
            check=True,
            capture_output=True,
            encoding="utf-8",
        )
    print(f"{name:22} {done.stdout.rstrip()}")


def met(protected: Mapping[str, set[str]], families: Families) -> list[str]:
    """List the protected words of different entities that one family holds."""
    groups: dict[str, list[str]] = defaultdict(list)
    for word in protected:
        groups[families.family(word)].append(word)
    return [
        " ".join(group)
        for group in groups.values()
        if len(group) > 1 and len(set.union(*(protected[word] for word in group))) > 1
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--protected", action="store_true", help="protect the authority's names")
    parser.add_argument("--worst", type=int, default=0, help="show so many wrong pairs")
    given = parser.parse_args()
    if not GOLD.exists():
        sys.exit(f"{GOLD} is missing: this measure needs the treebank beside the project")
    words = surfaces()
    counts = vocabulary(words)
    started = time.process_time()
    families = Families.from_counts(counts)
    took = time.process_time() - started
    print(f"{len(counts)} forms, {counts.total()} words; families in {took:.2f} s of CPU")
    measure("fold alone", words, str, 0)
    measure("rule stem", words, rule_stem, 0)
    measure("families", words, families.family, given.worst)
    apart = sum(key(form) != key(families.family(form)) for form in counts)
    print(f"forms whose key is not their family's: {apart}")
    if given.protected:
        protected = names()
        started = time.process_time()
        families = Families.from_counts(counts, protected)
        took = time.process_time() - started
        measure("families, protected", words, families.family, 0)
        together = met(protected, families)
        print(
            f"{len(protected)} protected words, {took:.2f} s of CPU; "
            f"families with several of different entities: {len(together)}"
        )
        print("\n".join(f"  {group}" for group in together))


if __name__ == "__main__":
    main()
