"""Does every link and anchor of a site lead somewhere, and does no page ask another host?

``python bench/links.py [SITE] [--json]``; without SITE: al-Muqtabas. Reads files, runs no browser.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import muqtabas
from measure import show, skip

from sitegen.check.links import broken_links, read, target_of

__all__ = ["faults_of", "read", "target_of"]


def faults_of(site: Path) -> list[str]:
    """Give every link and anchor that leads nowhere, each with its place."""
    return [f"{one.place}: {one.what}: {one.why}" for one in broken_links(site)]


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
    faults = faults_of(site)
    for fault in faults[:20]:
        print(fault, file=sys.stderr)
    pages = [read(path) for path in site.rglob("*.html")]
    figures = {
        "pages": len(pages),
        "links": sum(len(page.links) for page in pages),
        "anchors": sum(len(page.anchors) for page in pages),
        "faults": len(faults),
    }
    show(figures, [["", "count"], *figures.items()], as_json=asked.json)
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
