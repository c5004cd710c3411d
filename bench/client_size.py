"""How large is the script that a search needs, gzipped?

``python bench/client_size.py [SITE] [--json]``; without SITE: al-Muqtabas. Counts the scripts that
search.html loads, as gzip -6 sends them; manifest and shards are data, see first_search.py.
"""

from __future__ import annotations

import argparse
import gzip
from pathlib import Path
from urllib.parse import unquote, urlsplit

import links
import muqtabas
from measure import show, skip


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
    names = [
        unquote(urlsplit(address).path) for _, address in links.read(site / "search.html").loads
    ]
    sizes = {
        name: (len(content), len(gzip.compress(content, 6)))
        for name in names
        if name.endswith(".js") and not name.startswith("search/")
        for content in [(site / name).read_bytes()]
    }
    total = sum(gzipped for _, gzipped in sizes.values())
    figures = {
        "scripts": {
            name: {"bytes": raw, "gzipped": gzipped} for name, (raw, gzipped) in sizes.items()
        },
        "gzipped": total,
    }
    rows = [["script", "bytes", "gzipped"]]
    rows += [[name, raw, gzipped] for name, (raw, gzipped) in sizes.items()]
    rows += [["all", sum(raw for raw, _ in sizes.values()), total]]
    show(figures, rows, as_json=asked.json)


if __name__ == "__main__":
    main()
