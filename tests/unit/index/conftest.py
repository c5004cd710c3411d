"""A small archive, its index in memory."""

import pytest

from sitegen.index.invert import DocTerms
from sitegen.index.search import SearchIndex
from sitegen.index.store import store_of
from sitegen.index.texts import TextRow
from sitegen.index.whole import Indexed, index_files
from sitegen.model import PartialDate


def made(doc_id, title, body, date="", author="", collection="c", values=None):
    """A document as the index takes it; paragraphs are parted by a blank line."""
    blocks = [block for block in body.split("\n\n") if block]
    anchored = tuple((f"p-{i}", block) for i, block in enumerate(blocks))
    row = TextRow(f"d/{doc_id}.html", doc_id, title, date, collection, "1", "2",
                  (author,) if author else (), anchored)  # fmt: skip
    terms = DocTerms.of(title, blocks)
    facets = {"collection": [(collection, f"مجلة {collection}")], **(values or {})}
    if author:
        facets["author"] = [(f"p-{author.split()[-1]}", author)]
    day = PartialDate(*map(int, date.split("-"))) if date else None
    return Indexed(row, terms, day, facets)


DOCUMENTS = [
    made("press", "مطبعة بولاق", "أُنشئت المطبعةُ في بولاق.\n\nوطُبع الكتاب الأول سنة ١٨٢٢.",
         "1906-02", "محمد رشيد رضا"),
    made("books", "دار الكتب", "فُتحت دارُ الكتبِ للقرّاء، ودار الكتب قديمة.", "1907-03-15",
         "محمد كرد علي", "manar"),
    made("poem", "قصيدة", "قلبي على بيروت\n\nدار\n\nالكتب بيروتُ لنا", "1908", "أحمد شوقي"),
    made("note", "في اللغة", "لغته ولغتهم واحدة؛ والكتابُ كتابي.", "1908-05-01", "محمد رشيد رضا"),
    made("undated", "بلا تاريخ", "كتاب وكتاب وكتاب في بيروت MQ-9 2024", ""),
]  # fmt: skip


@pytest.fixture(scope="session")
def files():
    return dict(index_files(DOCUMENTS, tables={}, collections=[("c", "ج", "c/c/index.html")]))


@pytest.fixture(scope="session")
def index(files):
    return opened(files)


def opened(files):
    from sitegen.index.format import File  # noqa: PLC0415 - beside its only use

    return SearchIndex(store_of(File(*item) for item in files.items()))


@pytest.fixture
def open_files():
    return opened


@pytest.fixture
def make():
    return made


@pytest.fixture
def index_of():
    def build(documents, **options):
        return SearchIndex(store_of(index_files(documents, tables={}, **options)))

    return build
