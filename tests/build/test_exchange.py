"""Do records leave an archive and come into another as they were? Does a site say whom it has?"""

import csv
import json
from pathlib import Path

import pytest

from sitegen.entities.exchange import record_of
from sitegen.entities.files import load_authority

from .test_commands import sitegen

CONTENT = Path(__file__).parents[2] / "content"
ENDINGS = {"yaml": ".yml", "csv": ".csv", "jsonl": ".jsonl"}


@pytest.mark.parametrize("form", ENDINGS)
def test_the_sample_archives_records_survive_the_way_out_and_in(form, tmp_path):
    source = tmp_path / f"all{ENDINGS[form]}"
    done = sitegen("entities", "export", CONTENT, "--format", form, "-o", source)
    assert (done.returncode, done.stderr) == (0, "")
    assert sitegen("new", tmp_path / "other", "--empty").returncode == 0
    done = sitegen("import", "authority", source, "--archive", tmp_path / "other")
    assert done.returncode == 0, done.stderr
    (ours, _), (theirs, _) = (load_authority(root) for root in (CONTENT, tmp_path / "other"))
    assert [record_of(one) for one in theirs.values()] == [record_of(one) for one in ours.values()]


def test_what_a_form_cannot_hold_is_told(tmp_path):
    done = sitegen("entities", "export", CONTENT, "-f", "lp-tsv", "-o", tmp_path / "places.tsv")
    assert done.returncode == 0
    assert "left out, lp-tsv has no place for it" in done.stderr
    assert "x record of type person" in done.stderr
    lines = (tmp_path / "places.tsv").read_text("utf-8").splitlines()
    assert lines[0].startswith("id\ttitle\ttitle_source\tfclasses\tstart")
    assert all(line.count("\t") <= lines[0].count("\t") for line in lines)


def test_the_site_tells_aggregators_which_ids_it_has(two_articles):
    two_articles.write(
        "entities/more.yml",
        """\
        - {id: l-misr, type: place, heading: مصر, same_as: {wikidata: Q79, gnd: 4000556-9}}
        """,
    )
    two_articles.build()
    assert not list((two_articles.output / "data").glob("beacon-*"))
    toml = (two_articles.root / "site.toml").read_text("utf-8")
    two_articles.write("site.toml", f'base_url = "https://example.org/a/"\n{toml}')
    two_articles.build()
    lines = (two_articles.output / "data" / "beacon-gnd.txt").read_text("utf-8").splitlines()
    assert lines[0] == "#FORMAT: BEACON"
    assert "#TARGET: https://example.org/a/{ID}" in lines
    identifier, count, path = lines[-1].split("|")
    assert (identifier, count) == ("4000556-9", "1")
    assert (two_articles.output / path).is_file()


def test_the_data_folder_describes_itself_as_it_is(two_articles):
    two_articles.build()
    data = two_articles.output / "data"
    package = json.loads((data / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        assert (data / resource["path"]).stat().st_size == resource["bytes"], resource
    (table,) = [one for one in package["resources"] if one["path"] == "documents.csv"]
    with (data / "documents.csv").open(encoding="utf-8-sig", newline="") as rows:
        head, *cells = list(csv.reader(rows))
    assert head == [field["name"] for field in table["schema"]["fields"]]
    assert [row[0] for row in cells] == ["a-1", "a-2"]
    assert all((two_articles.output / row[head.index("url")]).is_file() for row in cells)
