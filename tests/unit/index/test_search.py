import pytest

from sitegen.errors import CorpusError
from sitegen.index.format import parse_file
from sitegen.model import PartialDate


def ids(index, text, **options):
    return [hit.text.id for hit in index.search(text, **options).hits]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("المطبعة", {"press"}),
        ("مَطبَعَة", {"press"}),
        ("لغة", {"note"}),
        ("=لغته", {"note"}),
        ("=لغة", set()),
        ("١٨٢٢", {"press"}),
        ("mq", {"undated"}),
        ('"دار الكتب"', {"books"}),
        ('="دار الكتب"', {"books"}),
        ('"الكتب قديمة"', {"books"}),
        ('"دار قديمة"', set()),
        ("كتاب -بيروت", {"press", "note"}),
        ("بيروت AND كتاب", {"undated"}),
        ("بيروت NOT كتاب", {"poem"}),
        ("مطبعة OR قصيدة", {"press", "poem"}),
        ("مطب*", {"press"}),
        ("title:مطبعة", {"press"}),
        ("title:بيروت", set()),
        ("author:رضا", {"press", "note"}),
        ("author:p-علي", {"books"}),
        ("collection:manar", {"books"}),
        ('collection:"مجلة c" بيروت', {"poem", "undated"}),
        ("after:1907", {"books", "poem", "note"}),
        ("after:1907-03-16 before:1908-01", {"poem"}),
        ("before:1906", {"press"}),
        ("بيروت after:1900", {"poem"}),
        ("في", {"press", "note", "undated"}),
        ("في غريب", set()),
        ("-كتاب", set()),
        ("!!!", set()),
    ],
)
def test_a_query_finds_its_documents(index, text, expected):
    assert set(ids(index, text)) == expected


def test_more_of_the_words_is_better(index):
    assert ids(index, "كتاب بيروت")[0] == "undated"


def test_a_title_that_is_the_query_comes_first(index):
    assert ids(index, "دار الكتب")[0] == "books"


def test_a_word_s_own_form_is_better_than_another_of_its_family(make, index_of):
    documents = [make(name, "", f"{form} حبر ورق") for name, form in
                 [("a", "كتابي"), ("b", "كتاب"), ("c", "والكتاب")]]  # fmt: skip
    assert ids(index_of(documents), "كتاب")[0] == "b"


def test_words_side_by_side_are_better(make, index_of):
    far = "ورق " * 20
    documents = [make("a", "", f"دار {far} النشر"), make("b", "", f"دار النشر {far}")]
    assert ids(index_of(documents[::-1]), "دار النشر") == ["b", "a"]
    assert ids(index_of(documents), "دار النشر") == ["b", "a"]


def test_among_equals_the_later_comes_first_and_the_undated_last(make, index_of):
    documents = [make("old", "", "نص", "1906"), make("new", "", "نص", "1909"),
                 make("none-1", "", "نص"), make("none-2", "", "نص")]  # fmt: skip
    index = index_of(documents)
    assert ids(index, "نص") == ["new", "old", "none-2", "none-1"]
    assert ids(index, "نص", sort="newest") == ["new", "old", "none-2", "none-1"]
    assert ids(index, "نص", sort="oldest") == ["old", "new", "none-1", "none-2"]


def test_years_leave_the_undated_out_and_count_them(index):
    found = index.search("كتاب", first_year=1906, last_year=1908)
    assert {hit.text.id for hit in found.hits} == {"press", "note"}
    assert found.undated == 1


def test_filters_are_exact_values(index):
    assert ids(index, "كتاب", filters={"author": "p-رضا"}) == ids(index, "كتاب author:p-رضا")
    assert ids(index, "", filters={"collection": "manar"}) == ["books"]


def test_the_limit_does_not_change_the_total(index):
    found = index.search("كتاب", limit=1)
    assert (found.total, len(found.hits)) == (3, 1)


def test_a_passage_marks_whole_words_with_their_marks(index):
    (hit,) = index.search("دار الكتب قديم").hits[:1]
    pieces = hit.passages[0].pieces
    assert "".join(text for text, _ in pieces) == "فُتحت دارُ الكتبِ للقرّاء، ودار الكتب قديمة."
    assert [text for text, marked in pieces if marked] == ["دارُ", "الكتبِ", "ودار", "الكتب", "قديمة"]


def test_a_passage_names_its_paragraph(index):
    (hit,) = index.search("الكتاب الأول", limit=1).hits
    assert hit.passages[0].anchor == "p-1"


def test_a_passage_comes_from_the_rest_of_a_long_text(make, index_of):
    long = "\n\n".join(["حبر " * 900] * 8 + ["هنا كلمة نادرة"])
    index = index_of([make("long", "", long)])
    (hit,) = index.search("نادرة").hits
    assert hit.text.parts == 2
    assert hit.passages[0].anchor == "p-8"


def test_a_cut_prefix_is_told(make, index_of):
    forms = " ".join(f"مطب{a}{b}" for a in "بتثجحدرس" for b in "صضطعغفقن")
    found = index_of([make("a", "", forms)]).search("مطب*")
    assert found.is_cut
    assert any("50" in message for message in found.messages)


def test_segments_answer_as_one(make, index_of):
    documents = [make(f"d{n}", "", f"كتاب رقم {'حبر ' * n}", f"{1900 + n}") for n in range(1, 8)]
    one = index_of(documents).search("كتاب حبر")
    two = index_of(documents, sealed=PartialDate(1904)).search("كتاب حبر")
    assert {hit.text.id for hit in one.hits} == {hit.text.id for hit in two.hits}
    assert one.total == two.total == 7


def test_a_sealed_segment_has_shards_of_its_own(make):
    from sitegen.index.whole import index_files  # noqa: PLC0415 - beside its only use

    documents = [make(f"d{n}", "", f"كتاب {n}", f"{1900 + n}") for n in range(1, 8)]
    more = [*documents, make("d9", "", "كتاب جديد", "1950")]
    sealed = PartialDate(1904, 6)
    before, after = (dict(index_files(d, tables={}, sealed=sealed)) for d in (documents, more))
    kept = [path for path in before if path.startswith("sealed/")]
    assert kept
    assert all(before[path] == after[path] for path in kept)
    manifest = parse_file(after["manifest.js"])
    assert [(s["path"], s["first"], s["count"]) for s in manifest["segments"]] == [
        ("sealed/", 0, 4),
        ("", 4, 4),
    ]


@pytest.mark.parametrize(
    ("path", "content", "why"),
    [
        ("p/", None, "cannot be opened"),
        ("p/", b"<html>", "is not one call"),
        ("p/", b'sitegen.put("p/zz",1,"aaaaa",[]);\n', "it is 'p/zz'"),
    ],
)
def test_a_bad_file_is_named(files, open_files, path, content, why):
    damaged = dict(files)
    for name in [name for name in damaged if name.startswith(path)]:
        if content is None:
            del damaged[name]
        else:
            damaged[name] = content
    with pytest.raises(CorpusError, match=why):
        open_files(damaged).search("كتاب")


def test_a_shard_of_another_numbering_is_refused(files, open_files, make):
    from sitegen.index.whole import index_files  # noqa: PLC0415 - beside its only use

    other = dict(index_files([make("x", "", "كتاب")], tables={}))
    mixed = {**files, **{path: other[path] for path in other if path[:2] == "p/"}}
    with pytest.raises(CorpusError, match="numbering"):
        open_files(mixed).search("كتاب")


def test_another_format_is_refused(files, open_files):
    newer = {**files, "manifest.js": files["manifest.js"].replace(b'"format":1', b'"format":2')}
    with pytest.raises(CorpusError, match="format 2"):
        open_files(newer)


def test_a_word_unknown_here_takes_the_family_of_its_longest_known_reading(make, index_of):
    index = index_of([make("a", "", "لغة قديمة لغة"), make("b", "", "قديمة")])
    assert ids(index, "ولغتها") == ["a"]
    assert ids(index, "=ولغتها") == []


def test_a_title_is_never_worth_more_than_a_whole_title(make, index_of):
    index = index_of([make("a", "كتاب", "وكتاب كتابه")])
    one, three = (index.answer(text) for text in ("كتاب", "كتاب وكتاب كتابه"))
    ranking = index.store.ranking
    for answer in (one, three):
        total = sum(word.idf for word in answer.words)
        body = answer.scores[0] - ranking.title * total // 1024 * 65536
        most = sum(65536 * word.idf + 64 * ranking.form * word.own_idf for word in answer.words)
        assert 0 < body <= most


def test_a_passage_shows_the_phrase_with_its_stop_words(make, index_of):
    body = "بلاد الشام وبلاد الشام والشام بلاد\n\nساح في بلاد الشام سنة"
    (hit,) = index_of([make("a", "", body)]).search('"في بلاد الشام"').hits
    assert hit.passages[0].anchor == "p-1"
    assert [t for t, is_match in hit.passages[0].pieces if is_match] == ["في", "بلاد", "الشام"]


def test_a_list_without_words_shows_how_texts_begin(index):
    (hit,) = index.search("collection:manar").hits
    assert hit.passages[0].pieces == (("فُتحت دارُ الكتبِ للقرّاء، ودار الكتب قديمة.", False),)
