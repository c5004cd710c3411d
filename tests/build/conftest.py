"""Small archives to build, and a way to read what came of them."""

import hashlib
import textwrap

import pytest

from sitegen.build import Options, build

SITE = 'format = 1\ntitle = "أرشيف"\n'
PEOPLE = """\
- id: p-rida
  type: person
  heading: محمد رشيد رضا
  short_names: [رضا]
- id: l-bayrut
  type: place
  heading: بيروت
  lat: 33.89
  lon: 35.5
"""
ARTICLE = """\
---
id: {id}
title: {title}
date: {date}
{more}---
{body}
"""


class Archive:
    """An archive in a temporary folder."""

    def __init__(self, root):
        self.root = root
        self.write("site.toml", SITE)
        self.write("entities/all.yml", PEOPLE)

    def write(self, path, text):
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else textwrap.dedent(text).encode())
        return self

    def article(self, name, body, title="عنوان", date="1908-05", more=""):
        text = ARTICLE.format(id=name, title=title, date=date, body=body, more=more)
        return self.write(f"texts/{name}.md", text)

    def build(self, output="public", **options):
        self.output = self.root.parent / output
        return build(self.root, self.output, Options(**{"jobs": 1, **options}))


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path / "archive")


@pytest.fixture
def two_articles(archive):
    archive.article("a-1", "سافر محمد رشيد رضا إلى بيروت، ثم عاد رضا ببيروت إلى مصر.")
    return archive.article("a-2", "كتاب عن بيروت.", date="1909")


def tree(folder):
    """Every file of a folder: path -> hash of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
