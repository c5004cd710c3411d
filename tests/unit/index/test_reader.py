import pytest

from sitegen.errors import CorpusError
from sitegen.index.reader import Ranked, SiteReader, WhooshSearch, Word


@pytest.fixture(scope="module")
def whoosh(index):
    return WhooshSearch(index)


def ids(whoosh, text):
    return {hit.text.id for hit in whoosh.search_whoosh(text).hits}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("كِتابٌ", {"press", "note", "undated"}),
        ("body:كتاب", {"undated"}),
        ("family:كتاب", {"press", "note", "undated"}),
        ("بيروت AND كتاب", {"undated"}),
        ("بيروت NOT كتاب", {"poem"}),
        ("بيروت -كتاب", {"poem"}),
        ("(بيروت OR مطبعة) AND كتاب", {"press", "undated"}),
        ('"دار الكتب"', {"books"}),
        ('"دار قديمة"~5', {"books"}),
        ("مطب*", {"press"}),
        ("بيرو?", {"poem", "undated"}),
        ("*روت", {"poem", "undated"}),
        ("بيرت~", {"poem", "undated"}),
        ("[بولا TO بيروتا]", {"press", "poem", "undated"}),
        ("title:الكتب", {"books"}),
        ("author:رضا", {"press", "note"}),
        ("collection:manar", {"books"}),
        ("date:1908", {"poem", "note"}),
        ("date:[1907 TO 1908-01]", {"books", "poem"}),
        ("date:[1908-02 TO]", {"note"}),
    ],
)
def test_whoosh_s_language_works_over_the_shards(whoosh, text, expected):
    assert ids(whoosh, text) == expected


@pytest.mark.parametrize("text", ["كتاب", "كتاب بيروت", "دار الكتب", "في اللغة"])
def test_bare_words_score_as_in_our_own_language(whoosh, index, text):
    ours, theirs = index.search(text), whoosh.search_whoosh(text)
    assert [(h.number, h.score) for h in theirs.hits] == [(h.number, h.score) for h in ours.hits]


def test_a_boost_multiplies_a_word_s_weight(whoosh):
    plain, boosted = (whoosh.parse(text).words for text in ("كتاب بيروت", "كتاب^3 بيروت"))
    assert boosted[0].idf == 3 * plain[0].idf
    assert boosted[1].idf == plain[1].idf


def test_too_many_words_are_refused_with_a_sentence(make, index_of):
    letters = "بتثجحخدذرزسشصضطظعغفقكلمن"
    text = " ".join(f"مط{a}{b}" for a in letters for b in letters[:10])
    search = WhooshSearch(index_of([make("a", "", text)]))
    with pytest.raises(CorpusError, match="over 200 words"):
        search.search_whoosh("مط*")
    assert search.search("مطب*").total == 1


def test_whoosh_s_searcher_ranks_by_our_scores(whoosh, index):
    found = whoosh.searcher.search(whoosh.parse("كتاب بيروت"), limit=None)
    answer = index.answer("كتاب بيروت")
    expected = dict(zip(answer.numbers.tolist(), answer.scores.tolist(), strict=True))
    assert {hit.docnum: hit.score for hit in found} == expected
    assert found[0]["id"] == "undated"


def test_ranked_filters_and_excludes(whoosh):
    words = whoosh.parse("كتاب").words
    ranked = Ranked(words, Word("كتاب"), Word("بيروت"), [Word("المطبعه")])
    numbers, _ = ranked.answer(whoosh.searcher)
    assert numbers.tolist() == [0]


def test_the_reader_counts_terms(index):
    reader = SiteReader(index)
    assert ("body", b"\xd9\x83\xd8\xaa\xd8\xa7\xd8\xa8") in reader
    assert reader.doc_frequency("body", "كتاب") == 1
    assert reader.doc_frequency("family", "كتاب") == 3
    assert reader.frequency("body", "وكتاب") == 2
    assert reader.doc_frequency("author", "p-رضا") == 2
    assert reader.doc_count() == reader.doc_count_all() == 5
    assert reader.stored_fields(1)["id"] == "books"
    assert ("body", b"x") not in reader


def test_the_reader_lists_terms_in_order(index):
    reader = SiteReader(index)
    forms = [text.decode() for text in reader.lexicon("body")]
    assert forms == sorted(forms)
    assert "دار" in forms
    assert [t.decode() for t in reader.lexicon("collection")] == ["c", "manar"]
    assert "دار" in [t.decode() for t in reader.lexicon("title")]
    assert {name for name, _ in reader.all_terms()} >= {"body", "family", "title", "date"}


@pytest.mark.parametrize("text", ["=كتاب", "title:مطبعة", "after:1907", "مطب*", "كتاب?", "-كتاب"])
def test_what_the_page_understands_is_read_as_the_page_does(whoosh, index, text):
    assert whoosh.search(text) == index.search(text)


@pytest.mark.parametrize(
    "text",
    ["كتاب^2", "بيرت~", "[بولا TO بيروتا]", "بي?وت", "*روت", "body:كتاب", "date:1908"],
)
def test_what_only_whoosh_understands_is_read_by_whoosh(whoosh, text):
    assert whoosh.search(text) == whoosh.search_whoosh(text)
    assert whoosh.search(text).total > 0


def test_a_phrase_of_whoosh_s_is_shown_whole(whoosh):
    (hit,) = whoosh.search_whoosh('"بولاق" OR "الكتاب الأول سنة"', 1).hits
    assert [t for t, is_match in hit.passages[0].pieces if is_match][:3] == [
        "الكتاب",
        "الأول",
        "سنة",
    ]
