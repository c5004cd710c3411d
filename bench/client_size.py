"""How large is the script that a search needs, gzipped?

``python bench/client_size.py [SITE] [--json]``; without SITE: al-Muqtabas. Counts the scripts that
search.html loads, as gzip -6 sends them; manifest and shards are data, see first_search.py. What is
loaded on demand, because few use it, is told beside and not counted.
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
    needed = sizes(site, [name for name in names if not name.startswith("search/")])
    scripts = sorted(path.relative_to(site).as_posix() for path in site.glob("assets/*.js"))
    others = sizes(site, [name for name in scripts if name not in needed])
    total = sum(gzipped for _, gzipped in needed.values())
    figures = {
        "scripts": {
            name: {"bytes": raw, "gzipped": gzipped} for name, (raw, gzipped) in needed.items()
        },
        "gzipped": total,
        "on_demand": {name: gzipped for name, (_, gzipped) in others.items()},
    }
    rows = [["script", "bytes", "gzipped"]]
    rows += [[name, raw, gzipped] for name, (raw, gzipped) in needed.items()]
    rows += [["all", sum(raw for raw, _ in needed.values()), total]]
    rows += [[f"on demand: {name}", raw, gzipped] for name, (raw, gzipped) in others.items()]
    show(figures, rows, as_json=asked.json)


def sizes(site: Path, names: list[str]) -> dict[str, tuple[int, int]]:
    """Count the bytes of each script, and those that gzip -6 sends."""
    contents = {name: (site / name).read_bytes() for name in names if name.endswith(".js")}
    return {
        name: (len(content), len(gzip.compress(content, 6))) for name, content in contents.items()
    }


if __name__ == "__main__":
    main()
