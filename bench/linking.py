"""How many tagged names does the linker find, how many of its links agree, and at what cost?

``python bench/linking.py [--prior] [--misses N] [--keep FILE] [--repeat 3]
[--records 0] [--journals muqtabas,zuhur]``. Links the bodies of the journals with the whole
authority beside the project, each body as one paragraph, and hands the links to the evaluation
script there. CPU seconds are the best of the repeats; they hold folding, matching, settling, and
making the mentions. ``--prior`` links twice: the second time a namesake that the first named beyond
doubt ten times as often wins. ``--records 200000`` adds generated records up to that number (names
as long as the real ones, each word drawn from the words of the authority that stand in that place
of a name) and measures cost only, no quality.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sitegen.arabic.tokens import forms_of
from sitegen.build.collector import collector_at_rest
from sitegen.entities.authority import Authority, read_authority
from sitegen.entities.common import common_words
from sitegen.entities.encode import encode_jsonl
from sitegen.entities.foreign import foreign_record
from sitegen.entities.importers import read_source
from sitegen.entities.names import gather_names, one_word_names
from sitegen.entities.reading import parse_span_date
from sitegen.entities.resolve import Linker
from sitegen.errors import Place
from sitegen.model import (
    Block,
    BlockKind,
    Body,
    DocId,
    Document,
    EntityId,
    Mention,
    PartialDate,
    Title,
)

SHARED = Path(__file__).parents[2] / "shared"
NAMES = SHARED / "data" / "entities" / "authority.jsonl.gz"
TAGGED = SHARED / "data" / "entities" / "mentions.jsonl.gz"
SCRIPT = SHARED / "eval" / "linking.py"
BATCH = 100


def read_names(up_to: int = 0) -> Authority:
    """Build the authority as an import and a build would, with generated records up to a number."""
    with gzip.open(NAMES) as opened:
        records = read_source("authority.jsonl", opened.read(), [])
    rows = [foreign_record(record, {}, Counter()) for record in records]
    rows += generated(rows, up_to - len(rows))
    authority, problems = read_authority([("authority.jsonl", encode_jsonl(rows))])
    if problems:
        raise SystemExit("\n".join(map(str, problems)))
    return authority


def generated(rows: Sequence[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """More records: each takes its type, length, and words place by place from real ones."""
    chance = random.Random(1908)
    words: dict[tuple[str, int], list[str]] = defaultdict(list)
    for row in rows:
        for at, word in enumerate(row["heading"].split()):
            words[row["type"], at].append(word)
    made = []
    for number in range(max(0, count)):
        like = chance.choice(rows)
        length = len(like["heading"].split())
        heading = " ".join(chance.choice(words[like["type"], at]) for at in range(length))
        made.append({"id": f"made-{number}", "type": like["type"], "heading": heading})
    return made


def journals_of(names: str) -> tuple[Path, ...]:
    return tuple(SHARED / "data" / "journals" / f"{name}.jsonl.gz" for name in names.split(","))


def read_articles(journals: Sequence[Path]) -> Iterator[Document]:
    for journal in journals:
        with gzip.open(journal, "rt", encoding="utf-8") as lines:
            yield from (document_of(json.loads(line)) for line in lines)


def document_of(row: dict[str, Any]) -> Document:
    block = Block(BlockKind.PARAGRAPH, "p-1", row["body"], "")
    title = row["title"] or ""
    return Document(
        id=DocId(row["id"]),
        place=Place("journal.jsonl"),
        title=Title(title, title),
        body=Body(row["body"], (block,), (0,)),
        date=date_of(row["date"]),
        authors=tuple(filter(None, [row.get("author_ref") or row.get("author")])),
    )


def date_of(text: str | None) -> PartialDate | None:
    try:
        return parse_span_date((text or "")[:10])
    except ValueError:
        return None


def link(linker: Linker, documents: Sequence[Document]) -> list[tuple[Mention, ...]]:
    found = []
    for at in range(0, len(documents), BATCH):
        found += linker.link_all(documents[at : at + BATCH])
    return found


def write_links(
    path: Path, documents: Sequence[Document], links: Sequence[Sequence[Mention]]
) -> None:
    with path.open("w", encoding="utf-8") as out:
        for document, mentions in zip(documents, links, strict=True):
            for mention in mentions:
                if mention.entity is None or mention.block < 0:
                    continue
                row = {
                    "doc": document.id,
                    "field": "body",
                    "start": mention.start,
                    "end": mention.end,
                    "entity": mention.entity,
                    "surface": document.body.source[mention.start : mention.end],
                    "rule": mention.rule,
                }
                out.write(json.dumps(row, ensure_ascii=False) + "\n")


def peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prior", action="store_true")
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--records", type=int, default=0)
    parser.add_argument("--journals", default="muqtabas,zuhur")
    options = parser.parse_args()
    journals = journals_of(options.journals)
    missing = [path for path in (NAMES, TAGGED, *journals, SCRIPT) if not path.exists()]
    if missing:
        print("SKIPPED: the corpora are not beside the project:", *missing, sep="\n  ")
        return 0
    authority = read_names(options.records)
    documents = list(read_articles(journals))
    counts: Counter[str] = Counter()
    for document in documents:
        counts.update(forms_of(document.body.source))
    held = peak_megabytes()
    begun = time.process_time()
    with collector_at_rest():  # as in a build
        names = gather_names(authority.values())
        common = common_words(one_word_names(names, authority), counts)
        gathered = time.process_time() - begun
        linker = Linker(authority, common=common, names=names)
    built = time.process_time() - begun - gathered
    print(
        f"{len(authority)} records: names gathered in {gathered:.2f} s, linker in {built:.2f} s;"
        f" the peak of memory rose by {peak_megabytes() - held:.0f} MB"
    )
    seconds = []
    links: list[tuple[Mention, ...]] = []
    for _ in range(options.repeat):
        begun = time.process_time()
        links = link(linker, documents)
        seconds.append(time.process_time() - begun)
    n_words = sum(len(document.body.source.split()) for document in documents)
    print(
        f"{n_words:,} words in {min(seconds):.2f} s of CPU: "
        f"{1000 * min(seconds) * 350 / n_words:.3f} ms an article of 350 words"
    )
    if options.prior:
        named: Counter[EntityId] = Counter()
        for mentions in links:
            named.update({mention.entity for mention in mentions if mention.entity})
        links = link(Linker(authority, common=common, prior=named), documents)
    rules = Counter(mention.rule for mentions in links for mention in mentions)
    print(", ".join(f"{rule} {count}" for rule, count in rules.most_common()))
    if options.records:
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = options.keep or Path(folder) / "links.jsonl"
        write_links(path, documents, links)
        bodies = ",".join(map(str, journals))
        command = [sys.executable, SCRIPT, TAGGED, path, NAMES, bodies]
        sys.stdout.flush()
        return subprocess.run(
            [*map(str, command), "--misses", str(options.misses)], check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
