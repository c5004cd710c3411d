"""Addresses, ids and anchors that were once given out stay, whatever version of sitegen builds.

`addresses.tsv` records what the archive beside it had when it was first built: page, anchor. Lines
are added when new kinds of parts get anchors; **none is ever changed or taken out**. Readers and
printed footnotes point to them.
"""

import re
from pathlib import Path

import pytest

from sitegen.build import Options, build

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    archive = tmp_path_factory.mktemp("recorded") / "archive"
    for path in (HERE / "archive").rglob("*"):
        if path.is_file() and ".sitegen" not in path.parts:
            target = archive / path.relative_to(HERE / "archive")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    build(archive, archive.parent / "public", Options(jobs=1))
    return archive.parent / "public"


def anchors_of(page):
    html = page.read_text("utf-8")
    main = html.partition("<main")[2]
    return set(re.findall(r' id="([^"]+)"', main))


def recorded():
    lines = (HERE / "addresses.tsv").read_text("utf-8").splitlines()[1:]
    return [tuple(line.split("\t")) for line in lines]


def test_every_recorded_page_is_there(site):
    assert [page for page, _ in recorded() if not (site / page).is_file()] == []


def test_every_recorded_anchor_is_on_its_page(site):
    have = {page: anchors_of(site / page) for page, _ in recorded()}
    assert [(page, name) for page, name in recorded() if name and name not in have[page]] == []


def test_the_record_is_not_shorter_than_it_was():
    found = recorded()
    assert len(found) == len(set(found))
    assert len({page for page, _ in found}) >= 25
    assert sum(bool(name) for _, name in found) >= 21
