"""Does a build say what whoever sends the site on must send, and take away?"""

from __future__ import annotations

import pytest

from .conftest import tree


@pytest.fixture(autouse=True)
def own_key(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def told(archive) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {"changed": set(), "removed": set()}
    for line in (archive.root / ".sitegen/changes.tsv").read_text(encoding="utf-8").splitlines():
        what, path = line.split("\t")
        found[what].add(path)
    return found


def test_the_list_is_the_difference_between_two_sites(two_articles):
    archive = two_articles
    archive.build()
    first = tree(archive.output)
    assert told(archive) == {"changed": set(first), "removed": set()}
    archive.build()
    assert told(archive) == {"changed": set(), "removed": set()}
    text = archive.root / "texts/a-2.md"
    text.write_text(text.read_text(encoding="utf-8") + "\nوكلمة زائدة.\n", encoding="utf-8")
    archive.build()
    second = tree(archive.output)
    changed = {path for path, content in second.items() if first.get(path) != content}
    assert told(archive) == {"changed": changed, "removed": set(first) - set(second)}
    text.unlink()
    archive.build()
    third = tree(archive.output)
    assert told(archive)["removed"] == set(second) - set(third)
    assert told(archive)["removed"]
    assert not [path for path in third if path.endswith("changes.tsv")]
