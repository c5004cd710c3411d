"""Which records does the authority need for the authors of imported books?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from sitegen.arabic.dates import gregorian_of
from sitegen.content import files
from sitegen.content.frontmatter import quoted
from sitegen.content.imports.openiti import Book

PATH = "entities/openiti.yml"


def author_records(root: Path, books: Iterable[Book]) -> dict[str, bytes]:
    """Write a record for each author whose URI no authority file has; old records stay."""
    told = [files.read_text(root, name)[0].text for name in files.names_in(root, "entities")]
    there = files.read_text(root, PATH)[0].text if files.exists(root, PATH) else ""
    new: dict[str, str] = {}
    for book in books:
        uri = book.author_uri
        named = re.compile(rf"(?<![A-Za-z0-9]){re.escape(uri)}(?![A-Za-z0-9])")
        if uri and uri not in new and not any(map(named.search, told)):
            name = book.about.get("author") or re.sub("([a-z])([A-Z])", r"\1 \2", uri[4:])
            new[uri] = _record(uri, name, book.about.get("died", uri[:4]))
    if not new:
        return {}
    return {PATH: (there.rstrip("\n") + "\n" if there else "").encode()
            + "".join(new.values()).encode()}  # fmt: skip


def _record(uri: str, name: str, died: str) -> str:
    lines = [f"- id: {uri}", "  type: person", f"  heading: {quoted(name)}"]
    if died.isdecimal() and 0 < int(died) < 1500:
        date = gregorian_of(f"{int(died):04}")
        lines += [f"  death: {date.year:04}"] if date else []
    return "\n".join(lines) + "\n"
