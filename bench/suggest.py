"""Is what was meant among what is offered, and what does it cost to find it?

    python bench/suggest.py [--words 80] [--names 40] [--grow 400000] [--half held-out] [--only X]
                            [--queries 300]

Words: the forms that occur thrice or more in the three journals and the two retrieval sets beside
the project, one slip or two put into each with a fixed seed; drawn alike (types) and as often as
they occur (tokens). Slips that make another word of the archive are left out: nobody can see them.
Bytes are those of the files that one word reads, gzipped, with the list of files. --grow puts
words together from halves of real ones until so many occur thrice: a lexicon of 100,000 articles.
Beside others: queries of the two sets, a slip or two in a word of four letters and more; the texts
that the rest of the query finds are at hand. Half of the queries, by the checksum of their ids.
Names: those records of the authority whose ids hash to one half; the other half was looked at
while the table of Latin letters was made. Their own Latin forms are taken out of the index, and
asked for; then spellings by rule (bench/romanisations.py) of the Arabic headings. A record of the
same Arabic name counts as the record.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"
sys.path.insert(0, str(ROOT))

from measure import show, skip  # noqa: E402
from retrieval import ask, build, server, set_named  # noqa: E402
from romanisations import SCHEMES, romanised  # noqa: E402

from sitegen.arabic.confusion import LIKES  # noqa: E402
from sitegen.arabic.families import Families  # noqa: E402
from sitegen.arabic.stop import is_stop  # noqa: E402
from sitegen.arabic.tokens import forms_of  # noqa: E402
from sitegen.index import named  # noqa: E402
from sitegen.index.format import File, parse_file  # noqa: E402
from sitegen.index.named import NameList  # noqa: E402
from sitegen.index.names import Named, encode_names, name_words  # noqa: E402
from sitegen.index.offers import READ, beside, gathered, offers  # noqa: E402
from sitegen.index.spelling import encode_spelling  # noqa: E402
from sitegen.index.totals import Counts  # noqa: E402
from sitegen.index.wordlist import WordList, words_of  # noqa: E402

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءؤئ"
KINDS = ("other letter", "left out", "put in", "swapped", "like letter")
RANKS = (1, 3, 5)
SEED = 9
HEAD: list[object] = ["", "slip", *(f"first {rank}" for rank in RANKS), "family", "bytes"]
JOURNALS = ("muqtabas", "zuhur", "lughat-al-arab")


def lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as opened:
        yield from map(json.loads, opened)


def vocabulary() -> Counts:
    """Count the words of the journals and the retrieval sets."""
    occurrences: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    sources = [
        *(
            DATA / "journals" / f"{name}.jsonl.gz"
            for name in ("muqtabas", "zuhur", "lughat-al-arab")
        ),
        *(DATA / "ir" / name / "passages.jsonl.gz" for name in ("arcd", "knownitem")),
    ]
    for source in sources:
        for row in lines(source):
            forms = forms_of(f"{row['title']}\n{row.get('body') or row.get('text', '')}")
            occurrences.update(forms)
            documents.update(set(forms))
    return Counts(dict(occurrences), dict(documents))


def grown(counts: Counts, size: int) -> Counts:
    """Add words made of halves of real ones until *size* occur thrice; rare, as new words are."""
    draw = random.Random(SEED)
    often = [form for form, n in counts.occurrences.items() if n >= 3 and len(form) > 3]
    occurrences, documents = dict(counts.occurrences), dict(counts.documents)
    missing = size - len(often)
    while missing > 0:
        first, second = draw.choices(often, k=2)
        form = first[: len(first) // 2 + 1] + second[len(second) // 2 :]
        if form not in occurrences:
            occurrences[form] = documents[form] = 3 + int(draw.expovariate(0.2))
            missing -= 1
    return Counts(occurrences, documents)


def slipped(word: str, kind: str, draw: random.Random) -> str:
    """Put a slip into a word."""
    at = draw.randrange(len(word))
    if kind == "left out":
        return word[:at] + word[at + 1 :]
    if kind == "put in":
        return word[:at] + draw.choice(LETTERS) + word[at:]
    if kind == "swapped":
        at = max(1, at)
        return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
    others = LETTERS
    if kind == "like letter":
        others = "".join(group for group in LIKES if word[at] in group) or LETTERS
    other = draw.choice([letter for letter in others if letter != word[at]])
    return word[:at] + other + word[at + 1 :]


class Reading:
    """A segment's words, and which files of them are read."""

    def __init__(self, files: Sequence[File]) -> None:
        self._contents = {file.path.removesuffix(".js")[len("spell/") :]: file for file in files}
        self.sizes = {
            path: len(gzip.compress(file.content, 6)) for path, file in self._contents.items()
        }
        self.read: set[str] = set()
        self.words = WordList(self._rows)
        parsed = lru_cache(None)(lambda side, path: list(words_of(self._rows(f"{side}/{path}"))))
        self.words._words = lambda side, first: (  # type: ignore[method-assign]  # noqa: SLF001
            self.read.add(f"{side}/{_name(first)}") or parsed(side, _name(first))
        )

    def _rows(self, path: str) -> list[str]:
        return parse_file(self._contents[path].content).rows  # type: ignore[no-any-return]

    def bytes(self) -> int:
        """Give the bytes of the files read since it was last asked, and of the list."""
        total = sum(self.sizes[path] for path in self.read) + self.sizes["list"]
        self.read.clear()
        return total


def _name(first: str) -> str:
    from sitegen.index.format import shard_name  # noqa: PLC0415

    return shard_name(first)


def mending(
    counts: Counts,
    reading: Reading,
    family: Callable[[str], str],
    n_words: int,
    slips: int,
    *,
    as_they_occur: bool,
) -> dict[str, Any]:
    """Give the shares mended, by kind, and the bytes read."""
    draw = random.Random(SEED)
    often = [w for w, n in counts.occurrences.items() if n >= 3 and 3 <= len(w) <= 24]
    often = [word for word in often if not word.isdecimal()]
    weights = [counts.occurrences[word] for word in often]
    drawn = (
        draw.choices(often, weights, k=n_words) if as_they_occur else draw.sample(often, n_words)
    )
    found: dict[str, Counter[str]] = defaultdict(Counter)
    sizes, real, begin = [], 0, time.process_time()
    for kind in KINDS:
        for word in drawn:
            typed = slipped(word, kind, draw)
            for _ in range(slips - 1):
                typed = slipped(typed, draw.choice(KINDS), draw) if typed else typed
            if typed == word or len(typed) < 2 or typed in counts.occurrences:
                real += typed != word
                continue
            shown = offers(typed, gathered(reading.words.near(typed)))
            sizes.append(reading.bytes())
            for of in (kind, "all"):
                found[of]["asked"] += 1
                for rank in RANKS:
                    found[of][f"first {rank}"] += word in shown[:rank]
                found[of]["same family"] += family(word) in map(family, shown)
    cpu = time.process_time() - begin
    shares = {
        kind: {name: round(n / tally["asked"], 3) for name, n in tally.items() if name != "asked"}
        for kind, tally in found.items()
    }
    return {
        "asked": len(sizes), "another word": round(real / (real + len(sizes)), 3),
        "bytes mean": round(sum(sizes) / len(sizes)), "bytes most": max(sizes),
        "ms": round(1000 * cpu / len(sizes), 1), "shares": shares,
    }  # fmt: skip


def ahead(counts: Counts, reading: Reading, n_words: int, letters: int) -> dict[str, Any]:
    """Give the share of words, as often as they occur, that stand among five after some letters."""
    draw = random.Random(SEED)
    often = [w for w, n in counts.occurrences.items() if n >= 3 and letters < len(w) <= 24]
    found, sizes = 0, []
    for word in draw.choices(often, [counts.occurrences[w] for w in often], k=n_words):
        begun = list(reading.words.beginning_with(word[:letters]))
        begun.sort(key=lambda one: (-one.level, one.form))
        sizes.append(reading.bytes())
        found += word in [one.form for one in begun if one.form != word[:letters]][:5]
    return {
        "first 5": round(found / n_words, 3),
        "bytes mean": round(sum(sizes) / n_words), "bytes most": max(sizes),
    }  # fmt: skip


def beside_others(counts: Counts, n_queries: int, half: int) -> list[list[object]]:
    """Give the shares mended in queries of several words, without and with the texts found."""
    reading = Reading(encode_spelling(SimpleNamespace(path=""), counts))  # type: ignore[arg-type]
    near = lru_cache(None)(lambda typed: gathered(reading.words.near(typed)))
    rows: list[list[object]] = []
    for name in ("knownitem", "arcd"):
        some = set_named(name)
        texts = {one.id: [one.title, *one.blocks] for one in some.passages}
        asked = [
            q for q in some.questions if q.kind in {"base", "sloppy", "-"} and _half(q.id) == half
        ]
        with tempfile.TemporaryDirectory() as folder:
            build(some, Path(folder))
            with server("python", Path(folder)) as process:
                for slips in (1, 2):
                    draw = random.Random(SEED)
                    drawn = draw.sample(asked, min(n_queries, len(asked)))
                    tally: Counter[str] = Counter()
                    for question in drawn:
                        forms = forms_of(question.text)
                        meant = [f for f in forms if len(f) > 3 and f in counts.occurrences]
                        meant = [f for f in meant if not is_stop(f)]
                        if len(forms) < 2 or not meant:
                            continue
                        word = typed = draw.choice(meant)
                        for _ in range(slips):
                            typed = slipped(typed, draw.choice(KINDS), draw)
                        if len(typed) < 3 or typed in counts.occurrences:
                            continue
                        query = " ".join(typed if form == word else form for form in forms)
                        met = [t for i in ask(process, query)["ids"][:READ] for t in texts[i]]
                        tally["asked"] += 1
                        for how, words in (
                            ("alone", near(typed)),
                            ("beside", beside(typed, near(typed), met, len(texts))),
                        ):
                            shown = [" ".join(forms_of(one)) for one in offers(typed, words)]
                            for rank in RANKS:
                                tally[f"{how} {rank}"] += word in shown[:rank]
                    for how in ("alone", "beside"):
                        shares = [round(tally[f"{how} {n}"] / tally["asked"], 3) for n in RANKS]
                        rows.append(
                            [f"{name}, slips: {slips}", f"{how}, {tally['asked']}", *shares]
                        )
    return rows


ARABIC = re.compile("[\u0621-\u064a]")
LATIN = re.compile("[A-Za-z]")


def authority() -> list[dict[str, Any]]:
    return list(lines(DATA / "entities" / "authority.jsonl.gz"))


def entry(row: dict[str, Any], names: Sequence[str]) -> Named:
    heading = next((name for name in names if ARABIC.search(name)), names[0])
    url = f"{row['type']}/{row['id'].replace(':', '-')}.html"
    return Named(row["id"], row["type"], heading, tuple(names), url, 0)


def name_list(files: Sequence[File]) -> NameList:
    contents = {file.path.removesuffix(".js")[len("names/") :]: file.content for file in files}
    rows = lru_cache(None)(lambda path: parse_file(contents[path]).rows)
    return NameList(lambda path, _stamp: rows(path))


def names_size(rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Give the gzipped bytes of the names' index, all names in it, and of the records beside."""
    files = encode_names(entry(row, row["names"]) for row in rows)
    sizes = {file.path: len(gzip.compress(file.content, 6)) for file in files}
    records = [size for path, size in sizes.items() if "/r/" in path]
    return {
        "records": len(rows),
        "index bytes": sum(sizes.values()) - sum(records),
        "a file of records": round(sum(records) / len(records)),
    }


def titles_size(rows: Sequence[dict[str, Any]]) -> dict[str, tuple[int, int]]:
    """Give (titles, gzipped bytes of the names' index with them) of al-Muqtabas, all and some."""
    names = [entry(row, row["names"]) for row in rows]
    known = {word for one in names for name in one.variants for word in name_words(name)}
    titles = [
        Named(row["id"], "document", row["title"], (row["title"],), f"d/{row['id']}.html", 0)
        for row in lines(DATA / "journals" / "muqtabas.jsonl.gz")
    ]
    figures = {}
    for what, some in (
        ("titles, all", titles),
        ("titles of four words at most", [t for t in titles if len(name_words(t.heading)) < 5]),
        (
            "titles of words of names alone",
            [t for t in titles if known.issuperset(name_words(t.heading))],
        ),
    ):
        files = encode_names([*names, *some])
        total = sum(len(gzip.compress(f.content, 6)) for f in files if "/r/" not in f.path)
        figures[what] = (len(some), total)
    return figures


def naming(rows: Sequence[dict[str, Any]], n_names: int, half: int) -> dict[str, Any]:
    """Give the share of names in Latin letters whose record is among the first five."""
    named.likeness = lru_cache(1 << 22)(named.likeness)
    entries = []
    for row in rows:
        arabic = [name for name in row["names"] if ARABIC.search(name)]
        entries.append(entry(row, arabic or row["names"]))
    names = name_list(encode_names(entries))
    words: Callable[[int], Any] = lru_cache(None)(lambda at: list(NameList._words(names, at)))  # noqa: SLF001
    names._words = words  # type: ignore[method-assign]  # noqa: SLF001
    alike: dict[str, set[str]] = defaultdict(set)
    for one in entries:
        for name in one.variants:
            alike[" ".join(name_words(name))].add(one.id)

    def is_found(one: Named, asked: str) -> bool:
        ids = {record.id for record in names.like(asked)}
        return any(ids & alike[" ".join(name_words(name))] for name in one.variants)

    pairs = list(zip(rows, entries, strict=True))
    mine = [
        (row, one) for row, one in pairs if _half(one.id) == half and ARABIC.search(one.heading)
    ]
    shares: dict[str, tuple[int, float]] = {}
    for kind in ("person", "place", "organization"):
        asked = [
            (one, latin[0])
            for row, one in mine
            if one.kind == kind and (latin := [n for n in row["names"] if _is_latin(n)])
        ]
        good = sum(is_found(one, latin) for one, latin in asked)
        shares[f"authority: {kind}"] = (len(asked), round(good / len(asked), 3))
    worthy = [one for _, one in mine if max(map(len, forms_of(one.heading)), default=0) > 2]
    for scheme, rules in SCHEMES.items():
        draw = random.Random(f"{SEED} {scheme}")
        drawn = draw.sample(worthy, n_names)
        good = sum(is_found(one, romanised(one.heading, rules, draw)) for one in drawn)
        shares[f"by rule: {scheme}"] = (n_names, round(good / n_names, 3))
    total = sum(n for n, _ in shares.values())
    every = sum(n * share for n, share in shares.values()) / total
    return {"all": (total, round(every, 3)), **shares}


def _half(name: str) -> int:
    return int(hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(), 16) % 2


def _is_latin(name: str) -> bool:
    return not ARABIC.search(name) and bool(LATIN.search(name))


def lexicon_figures(counts: Counts, n_words: int) -> tuple[dict[str, Any], list[list[object]]]:
    begin = time.process_time()
    files = encode_spelling(SimpleNamespace(path=""), counts)  # type: ignore[arg-type]
    cpu = time.process_time() - begin
    reading = Reading(files)
    often = sum(n >= 3 for n in counts.occurrences.values())
    figures: dict[str, Any] = {
        "forms": len(counts.occurrences), "words": often, "files": len(files),
        "bytes": sum(reading.sizes.values()),
        "µs a form": round(1e6 * cpu / len(counts.occurrences), 2),
    }  # fmt: skip
    rows: list[list[object]] = [["", ", ".join(f"{name}: {n:,}" for name, n in figures.items())]]
    family = Families.from_counts(counts.occurrences, set()).family
    for letters in (2, 3, 4):
        figures[f"ahead, letters: {letters}"] = got = ahead(counts, reading, n_words, letters)
        bytes_ = f"{got['bytes mean']} / {got['bytes most']}"
        rows.append([f"ahead, letters: {letters}", "", "", "", got["first 5"], "", bytes_])
    for as_they_occur in (False, True):
        for slips in (1, 2):
            name = f"{'tokens' if as_they_occur else 'types'}, slips: {slips}"
            got = mending(counts, reading, family, n_words, slips, as_they_occur=as_they_occur)
            figures[name] = got
            for kind, share in got["shares"].items():
                bytes_ = f"{got['bytes mean']} / {got['bytes most']}" if kind == "all" else ""
                rows.append([name if kind == "all" else "", kind, *share.values(), bytes_])
    return figures, rows


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--words", type=int, default=80, help="drawn for each kind of slip")
    parser.add_argument("--names", type=int, default=40, help="drawn for each scheme")
    parser.add_argument("--grow", type=int, default=400_000, help="words of the larger lexicon")
    parser.add_argument("--half", choices=("held-out", "seen"), default="held-out")
    parser.add_argument("--only", choices=("real", "grown", "beside", "names"))
    parser.add_argument("--queries", type=int, default=300, help="drawn of each set")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if not (DATA / "journals").is_dir():
        skip("../shared/data is not there", as_json=asked.json)
        return
    figures: dict[str, Any] = {}
    table: list[list[object]] = [HEAD]
    for name in ("real", "grown"):
        if asked.only in (None, name):
            counts = vocabulary() if name == "real" else grown(vocabulary(), asked.grow)
            figures[name], rows = lexicon_figures(counts, asked.words)
            table.append([f"{name} lexicon", *[""] * 6])
            table += [[*row, *[""] * 7][:7] for row in rows]
    if asked.only in (None, "beside"):
        table.append(["beside others", *[""] * 6])
        rows = beside_others(vocabulary(), asked.queries, int(asked.half == "held-out"))
        figures["beside"] = rows
        table += [[*row, *[""] * 7][:7] for row in rows]
    if asked.only in (None, "names"):
        rows_of = authority()
        figures["names size"] = names_size(rows_of)
        figures["names"] = naming(rows_of, asked.names, int(asked.half == "held-out"))
        size = ", ".join(f"{name}: {n:,}" for name, n in figures["names size"].items())
        table.append(["names", size, *[""] * 5])
        figures["names with titles"] = titles_size(rows_of)
        for what, (n, total) in figures["names with titles"].items():
            table.append(["", what, n, "", "", "", total])
        table += [["", kind, n, share, "", "", ""] for kind, (n, share) in figures["names"].items()]
    show(figures, table, as_json=asked.json)


if __name__ == "__main__":
    main()
