"""What does reading offline cost: in files and bytes of a site, at a first visit, at an edit?

``python bench/offline.py [SITE] [--json]``; without SITE: al-Muqtabas. Bytes are gzipped as gzip -6
sends them. Beside the site, the lists of a made one: 100,000 documents, 163,000 files.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

import muqtabas
from measure import show, skip

from sitegen.export.offline import LIST, Part, digest_of, is_kept, list_files

FIRST = ("sw.js", "assets/offline.js", "offline.html", "assets/keep.js", "site.webmanifest")
DOCUMENTS = 100_000


def gzipped(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def made(documents: int = DOCUMENTS) -> Iterator[Part]:
    """Give the files of a site as a build of so many documents lays them out."""
    paths = [f"d/{_two(n)}/al-muqtabas-{n:06}.html" for n in range(documents)]
    paths += [
        f"search/text/{1880 + n % 60}/{n // 1920}/{n // 60}.js" for n in range(documents // 3)
    ]
    paths += [f"search/{k}/{n % 16:02x}/a{n:08x}.js" for k in "px" for n in range(9_000)]
    paths += [f"c/j{n % 30}/v{n // 300}/n{n}.html" for n in range(6_000)]
    paths += [f"person/{_two(n)}/p-{n}.html" for n in range(5_500)]
    return (Part(path, digest_of(path.encode()), 9_000) for path in paths)


def _two(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()[:2]


def lists_of(parts: list[Part]) -> dict[str, object]:
    """Measure the lists of a site, and those that one page's edit rewrites."""
    begin = time.process_time()
    before = dict(list_files(parts))
    seconds = time.process_time() - begin
    page = next(n for n, part in enumerate(parts) if part.path.startswith("d/"))
    parts[page] = parts[page]._replace(digest="edited--")
    after = dict(list_files(parts))
    changed = [path for path in after if after[path] != before.get(path)]
    return {
        "files listed": sum(is_kept(part.path) for part in parts),
        "lists": len(before),
        "gzipped": sum(map(gzipped, before.values())),
        "overview, gzipped": gzipped(before[LIST]),
        "rewritten by one edit": len(changed),
        "rewritten by one edit, gzipped": sum(gzipped(after[path]) for path in changed),
        "CPU seconds": round(seconds, 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", nargs="?", type=Path)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if not asked.site and not muqtabas.is_there():
        skip(muqtabas.ABSENT, as_json=asked.json)
        return
    site = asked.site or muqtabas.site()
    content = {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }
    own = [Part(path, digest_of(text), len(text)) for path, text in content.items()]
    figures: dict[str, dict[str, object]] = {
        "first visit, when the page is at rest, gzipped": {
            name: gzipped(content[name]) for name in FIRST
        },
        "lists": lists_of(own),
        f"lists at {DOCUMENTS:,} documents": lists_of(list(made())),
    }
    rows: list[list[object]] = [["what", "", ""]]
    rows += [[what, name, value] for what, told in figures.items() for name, value in told.items()]
    show(figures, rows, as_json=asked.json)


if __name__ == "__main__":
    main()
