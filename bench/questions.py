"""Passages, and questions to them, as the evaluation sets beside the project have them."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from wrong_letters import with_wrong_letters

SHARED = Path(__file__).resolve().parents[2] / "shared"


@dataclass(frozen=True, slots=True)
class Passage:
    """What may be found."""

    id: str
    title: str
    blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and the passages that answer it."""

    id: str
    text: str
    kind: str
    gold: frozenset[str]


@dataclass(frozen=True, slots=True)
class RetrievalSet:
    """Passages, and questions to them."""

    name: str
    passages: tuple[Passage, ...]
    questions: tuple[Question, ...]

    def texts(self) -> Iterator[tuple[str, str]]:
        """Give each passage as one text, its title first."""
        return ((p.id, "\n".join((p.title, *p.blocks))) for p in self.passages)

    def with_wrong_letters(self, percent: float) -> RetrievalSet:
        """Give the set with passages as bad recognition makes them."""
        if not percent:
            return self
        passages = tuple(
            Passage(
                p.id,
                with_wrong_letters(p.title, percent, f"{p.id} title"),
                tuple(
                    with_wrong_letters(block, percent, f"{p.id} {at}")
                    for at, block in enumerate(p.blocks)
                ),
            )
            for p in self.passages
        )
        return replace(self, passages=passages)


def rows_of(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from (line.rstrip("\n") for line in lines)


def read_set(folder: Path) -> RetrievalSet:
    """Read a set of ../shared/data/ir."""
    gold: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows_of(folder / "qrels.tsv.gz"):
        question, passage = row.split("\t")[:2]
        gold[question].add(passage)
    passages = (
        Passage(row["id"], row["title"], tuple(b for b in row["text"].split("\n\n") if b.strip()))
        for row in map(json.loads, rows_of(folder / "passages.jsonl.gz"))
    )
    questions = (
        Question(row["id"], row["text"], row.get("kind", "-"), frozenset(gold[row["id"]]))
        for row in map(json.loads, rows_of(folder / "queries.jsonl.gz"))
        if row["id"] in gold
    )
    return RetrievalSet(
        folder.name, tuple(sorted(passages, key=lambda passage: passage.id)), tuple(questions)
    )
