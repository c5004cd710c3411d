"""Is every page valid HTML? Asked of html-validate, and of a strict parser.

``python bench/html_validity.py [SITE] [--json]``; without SITE: al-Muqtabas. html-validate comes
with ``make test`` where npm is installed; the strict parser always.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import muqtabas
import runtimes
from measure import show, skip

CONFIG = {
    "root": True,
    "extends": ["html-validate:recommended"],
    "rules": {
        "long-title": "off",  # titles are the printed ones
        # a heading is named by its words, without the link to it: ARIA lets a heading be named so
        "aria-label-misuse": ["error", {"allowAnyNamable": True}],
        # HTML's own rule: any sign but white space. With a colon no anchor of a text has that id
        "valid-id": ["error", {"relaxed": True}],
    },
}
AT_ONCE = 400  # pages a run, so that memory is bounded


def pages_of(site: Path) -> list[Path]:
    """Give every page of a site, sorted."""
    return sorted(site.rglob("*.html"))


def strict_errors(page: Path) -> Iterator[str]:
    """Give what a parser that forgives nothing says of a page."""
    from tinyhtml5.parser import HTMLParser  # noqa: PLC0415 - not needed to run html-validate

    parser = HTMLParser()
    parser.parse(page.read_bytes(), override_encoding="utf-8")
    for (line, column), code, _ in parser.errors:
        yield f"{page}:{line}:{column}: {code}"


def validator_errors(pages: list[Path]) -> Iterator[str]:
    """Give what html-validate says of pages; warnings count."""
    command = runtimes.html_validate()
    if command is None:
        raise FileNotFoundError("html-validate")
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder, "config.json")
        config.write_text(json.dumps(CONFIG))
        for first in range(0, len(pages), AT_ONCE):
            some = map(str, pages[first : first + AT_ONCE])
            report = Path(folder, "report.json")  # a pipe would lose the end of a long one
            said = subprocess.run(
                [*command, "--config", str(config), "--formatter", f"json={report}", *some],
                check=False,
                capture_output=True,
                text=True,
                encoding="utf-8",
            )
            if said.returncode not in (0, 1) or not report.exists():
                sys.exit(f"html-validate: exit {said.returncode}\n{said.stderr}{said.stdout}")
            for page in json.loads(report.read_text("utf-8")):
                for fault in page["messages"]:
                    where = f"{page['filePath']}:{fault['line']}:{fault['column']}"
                    yield f"{where}: {fault['ruleId']}: {fault['message']}"


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
    if runtimes.html_validate() is None:
        skip("html-validate is not installed: `make test` brings it with npm", as_json=asked.json)
        return
    pages = pages_of(asked.site or muqtabas.site())
    errors = [*validator_errors(pages), *(error for page in pages for error in strict_errors(page))]
    kinds = Counter(error.split(": ")[1] for error in errors)
    for error in errors[:20]:
        print(error, file=sys.stderr)
    figures = {"pages": len(pages), "errors": len(errors), "kinds": dict(kinds.most_common())}
    rows = [["", "count"], ["pages", len(pages)], ["errors", len(errors)], *kinds.most_common()]
    show(figures, rows, as_json=asked.json)
    sys.exit(bool(errors))


if __name__ == "__main__":
    main()
