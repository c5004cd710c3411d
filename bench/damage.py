"""How much damage does `sitegen check --text` find, and how often does it cry wolf?

  damage.py [COUNT] [--json]

COUNT (2,000) paragraphs of the three journals, of six words and more, are damaged in each way that
texts suffer, one paragraph at a time. Found: it is told under the right kind. Proposed: what it
proposes is the paragraph as it was, to the letter (runs of spaces as one). Mended: `import
--repair` gives that by itself. The last line counts what is told of the journals as they are:
each is a false alarm, or a fault of the journals' own. Where ftfy is installed (it is no
dependency), what its fix_encoding and its fix_text give is measured beside.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import importlib.util
import json
import random
import re
from collections.abc import Callable, Iterator

import measure
import muqtabas

from sitegen.content.damage import Damage, find_damage, mend

ftfy = importlib.import_module("ftfy") if importlib.util.find_spec("ftfy") else None


def misread(written: str, read: str) -> Callable[[str], str]:
    def damage(text: str) -> str:
        raw = text.encode(written, "ignore")
        return "".join(
            bytes([byte]).decode(read) if is_there(byte, read) else chr(byte) for byte in raw
        )

    return damage


PLAIN = re.compile("[ء-ي\u064b-\u0652 ،.؟!:؛«»()0-9-]+")


def in_part(way: Callable[[str], str]) -> Callable[[str], str]:
    """Damage the middle of a text alone, as a pasted quotation is."""

    def damage(text: str) -> str:
        words = text.split(" ")
        third = len(words) // 3
        middle = way(" ".join(words[third : 2 * third]))
        return " ".join([*words[:third], middle, *words[2 * third :]])

    return damage


def holed(text: str) -> str:
    """Read UTF-8 as 1252, by a program that writes U+FFFD for the five bytes that 1252 has not."""
    return text.encode().decode("cp1252", "replace")


def is_there(byte: int, codec: str) -> bool:
    try:
        bytes([byte]).decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def spaced(text: str) -> str:
    return "  ".join(" ".join(re.findall(".[\u064b-\u0652]*", word)) for word in text.split())


def turned(text: str) -> str:
    mirrored = text[::-1].translate(str.maketrans("()«»", ")(»«"))
    return re.sub("[0-9-]*[0-9]", lambda found: found[0][::-1], mirrored)


def lam_alef(text: str) -> str:
    return re.sub(r"ال([أإآ])", r"ا\1ل", text).replace("الله", "هللا")


WAYS: dict[str, tuple[str, Callable[[str], str]]] = {
    "UTF-8 read as Windows-1252": ("UTF-8 read as Windows-1252", misread("utf-8", "cp1252")),
    "UTF-8 read as Windows-1256": ("UTF-8 read as Windows-1256", misread("utf-8", "cp1256")),
    "Windows-1256 read as 1252": (
        "Windows-1256 read as Windows-1252", misread("cp1256", "cp1252"),
    ),
    "UTF-8 read as Windows-1252, twice": (
        "UTF-8 read as Windows-1252",
        lambda text: misread("utf-8", "cp1252")(misread("utf-8", "cp1252")(text)),
    ),
    "UTF-8 read as 1252, bytes lost": ("UTF-8 read as Windows-1252", holed),
    "UTF-8 read as Latin-1": ("UTF-8 read as Windows-1252", misread("utf-8", "latin-1")),
    "UTF-8 read as 1252, a third of the text": (
        "UTF-8 read as Windows-1252", in_part(misread("utf-8", "cp1252")),
    ),
    "Windows-1256 read as 1252, a third": (
        "Windows-1256 read as Windows-1252", in_part(misread("cp1256", "cp1252")),
    ),
    "UTF-8 read as Mac Roman": ("UTF-8 read as Mac Roman", misread("utf-8", "mac-roman")),
    "UTF-8 read as DOS 437": ("UTF-8 read as DOS 437", misread("utf-8", "cp437")),
    "letters as ????": ("letters lost", lambda text: re.sub("[ء-ي]", "?", text)),
    "line reversed": ("line reversed", turned),
    "lam-alef reversed": ("lam-alef reversed", lam_alef),
    "letters spaced apart": ("letters spaced apart", spaced),
    "Persian letters": (
        "Persian letter in an Arabic text",
        lambda text: text.replace("ك", "ک", 1).replace("ي", "ی", 1),
    ),
}  # fmt: skip


def paragraphs() -> Iterator[str]:
    for name in ("muqtabas", "zuhur", "lughat-al-arab"):
        path = muqtabas.DATA / "journals" / f"{name}.jsonl.gz"
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield from json.loads(line)["body"].split("\n\n")


def bare(text: str) -> str:
    return " ".join(text.split())


def proposed(text: str, found: list[Damage]) -> str:
    parts, last = [], 0
    for one in found:
        parts += [text[last : one.start], one.after or one.before]
        last = one.end
    return "".join([*parts, text[last:]])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("count", type=int, nargs="?", default=2000)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if not (muqtabas.DATA / "journals/muqtabas.jsonl.gz").is_file():
        measure.skip("../shared/data/journals is not there", as_json=asked.json)
        return
    every = list(paragraphs())
    sound = [one for one in every if len(one.split()) >= 6 and PLAIN.fullmatch(one)]
    chosen = random.Random(1).sample(sound, min(asked.count, len(sound)))
    figures = {name: measured(chosen, kind, way) for name, (kind, way) in WAYS.items()}
    alarms = sum(len(find_damage(one)) for one in every)
    figures["journals as they are"] = {"of": len(every), "found": alarms}
    others = ("fix_encoding", "fix_text") if ftfy else ()
    figures["journals as they are"] |= {
        key: sum(getattr(ftfy, key)(one) != one for one in every) for key in others
    }
    keys = ("found", "proposed", "mended", *others)
    rows = [["damage", "paragraphs", *keys]]
    for name, one in figures.items():
        is_rate = "mended" in one
        cells = [f"{one[key] / one['of']:.3f}" if is_rate else one.get(key, "") for key in keys]
        rows.append([name, f"{one['of']:,}", *map(str, cells)])
    measure.show(figures, rows, as_json=asked.json)


def measured(texts: list[str], kind: str, way: Callable[[str], str]) -> dict[str, int]:
    counts = {"of": 0, "found": 0, "proposed": 0, "mended": 0, "fix_encoding": 0, "fix_text": 0}
    for text in texts:
        damaged = way(text)
        if damaged == text:
            continue
        found = find_damage(damaged)
        counts["of"] += 1
        counts["found"] += any(one.kind == kind for one in found)
        counts["proposed"] += bare(proposed(damaged, found)) == bare(text)
        counts["mended"] += bare(mend(damaged)[0]) == bare(text)
        for key in ("fix_encoding", "fix_text") if ftfy else ():
            counts[key] += bare(getattr(ftfy, key)(damaged)) == bare(text)
    return counts


if __name__ == "__main__":
    main()
