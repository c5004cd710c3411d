"""Every archive here has one fault: what is said of it is in its expected.txt, word for word.

A folder has an archive and the text; its name is the fault. ``SITEGEN_REWRITE=1`` writes the texts
anew, to be read as a diff. A room that finds faults of its own adds its check to `CHECKS`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from sitegen.config import Site, parse_collections, parse_site
from sitegen.content import read_archive, read_pages
from sitegen.errors import Problem

HERE = Path(__file__).parent
ARCHIVES = sorted(path for path in HERE.iterdir() if (path / "archive/site.toml").is_file())


def content_of(root: Path, site: Site) -> Iterable[Problem]:
    table = root / "collections.toml"
    known, problems = parse_collections(table.read_text("utf-8") if table.exists() else "")
    yield from problems
    yield from read_archive(root, site, known).problems
    yield from read_pages(root, site)[1]


CHECKS: tuple[Callable[[Path, Site], Iterable[Problem]], ...] = (content_of,)


def said_of(root: Path) -> str:
    site, found = parse_site((root / "site.toml").read_text("utf-8"))
    problems = set(found)
    for check in CHECKS if site else ():
        problems |= set(check(root, site))
    return "".join(f"{problem}\n" for problem in sorted(problems))


@pytest.mark.parametrize("root", ARCHIVES, ids=lambda path: path.name)
def test_a_fault_is_told_with_place_and_remedy(root: Path) -> None:
    expected = root / "expected.txt"
    said = said_of(root / "archive")
    if os.environ.get("SITEGEN_REWRITE"):
        expected.write_bytes(said.encode())
    assert said
    assert said == expected.read_text("utf-8")


def test_every_fault_has_an_archive_with_its_text() -> None:
    assert len(ARCHIVES) > 30
    assert all((root / "expected.txt").is_file() for root in ARCHIVES)
