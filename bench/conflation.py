"""Does the stemmer put together the words that share a lemma, and only those?

    python bench/conflation.py [--protected] [--worst 20] [--vocabulary journals|passages|treebank]
                               [--half 0|1]

The vocabulary is that of the treebank, counted, with that of the three journals, of the retrieval
sets' passages, or alone; families come from it as in a build. ``--half`` looks at half the
treebank's words only, by a checksum. Prints the pairwise figures of
``../shared/eval/conflation.py`` for plain folding, the rule stem and the families, the CPU seconds
that the families took, and, with ``--protected``, the same with the authority's one-word names
protected, and which of those meet.
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
from zlib import crc32

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
GOLD = SHARED / "data" / "morph" / "padt_dev.tsv.gz"
JOURNALS = ("muqtabas", "zuhur", "lughat-al-arab")
sys.path.insert(0, str(ROOT))

from sitegen.arabic.families import Families  # noqa: E402
from sitegen.arabic.stem import key, rule_stem  # noqa: E402
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


TEXTS = {
    "journals": [(SHARED / "data" / "journals" / f"{name}.jsonl.gz", "body") for name in JOURNALS],
    "passages": [(SHARED / "data" / "ir" / "arcd" / "passages.jsonl.gz", "text")],
    "treebank": [],
}


def vocabulary(words: list[str], texts: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for word in words:
        counts.update(forms_of(word))
    for path, field in TEXTS[texts]:
        for row in map(json.loads, lines(path)):
            counts.update(forms_of(f"{row['title']}\n{row[field]}"))
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
        gold, known = Path(folder, "gold.tsv"), set(words)
        header, *table = lines(GOLD)
        at = header.split("\t").index("surface")
        kept = (row for row in table if row and row.split("\t")[at] in known)
        gold.write_text("\n".join([header, *kept]) + "\n", encoding="utf-8")
        done = subprocess.run(
            [sys.executable, str(script), str(gold), str(stems), "--worst", str(worst)],
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
    parser.add_argument("--vocabulary", choices=TEXTS, default="journals")
    parser.add_argument("--half", type=int, choices=(0, 1))
    given = parser.parse_args()
    if not GOLD.exists():
        sys.exit(f"{GOLD} is missing: this measure needs the treebank beside the project")
    words = surfaces()
    counts = vocabulary(words, given.vocabulary)
    if given.half is not None:
        words = [word for word in words if crc32(word.encode()) % 2 == given.half]
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
            f"in one family with another entity's: "
            f"{100 * sum(len(group.split()) for group in together) / len(protected):.2f} %"
        )
        print("\n".join(f"  {group}" for group in together))


if __name__ == "__main__":
    main()
