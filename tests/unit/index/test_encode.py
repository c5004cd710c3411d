import json

from hypothesis import given
from hypothesis import strategies as st

from sitegen.index.format import parse_file, shard_name
from sitegen.index.letters import swap
from sitegen.index.lookup import decode_leveled
from sitegen.index.shards import FULL_POSTINGS, Row, borders, bundles, is_mark, pack
from sitegen.index.texts import TOGETHER, part_blocks, text_path
from sitegen.index.varint import decode
from sitegen.index.whole import index_files


def families_of(files):
    """Give of each family its df, the file of its lists, and of each form: df, lists, positions."""
    found = {}
    for path in [path for path in files if path.startswith("w/")]:
        name, at = "", 0
        for words, numbers, *opens in parse_file(files[path]).rows:
            family, *forms = swap(words).split(" ")
            df, *dfs = decode(numbers)
            name, at = (shard_name(family), 0) if opens else (name, at + 1)
            lists, places = (parse_file(files[f"{kind}/{name}.js"]).rows[at] for kind in "px")
            both = [(one, "") if isinstance(one, str) else one for one in lists]
            of_forms = zip([df + 1 for df in dfs], *zip(*both, strict=True), places, strict=True)
            found[family] = df, name, dict(zip(forms, of_forms, strict=True))
    return found


def test_a_family_lists_its_forms_and_documents(files):
    df, _, forms = families_of(files)["كتاب"]
    assert df == 3
    assert [(form, lists[0]) for form, lists in forms.items()] == [
        ("الكتاب", 1), ("كتاب", 1), ("كتابي", 1), ("والكتاب", 1), ("وكتاب", 1)
    ]  # fmt: skip
    assert decode_leveled(forms["الكتاب"][1]).documents.tolist() == [0]


def test_every_list_has_its_family(files):
    lists = [len(parse_file(files[path]).rows) for path in files if path.startswith("p/")]
    assert sum(lists) == len(families_of(files))


def test_levels_descend_and_numbers_ascend(files):
    for _, _, forms in families_of(files).values():
        for df, text, _, _ in forms.values():
            documents, levels = decode_leveled(text)
            pairs = list(zip(-levels, documents, strict=True))
            assert pairs == sorted(pairs)
            assert len(pairs) == df


def test_positions_stand_in_the_order_of_postings(files):
    for _, _, forms in families_of(files).values():
        for df, _, _, text in forms.values():
            values, seen, at = decode(text), 0, 0
            while at < len(values):
                at, seen = at + 2 + values[at], seen + 1
            assert (at, seen) == (len(values), df)


def test_a_title_s_words_know_its_length(files):
    _, _, titles, _ = families_of(files)["دار"][2]["دار"]
    documents, levels = decode_leveled(titles)
    assert documents.tolist() == [1]
    assert levels.tolist() == [16 - 2]


def test_a_large_family_has_files_of_its_own(make):
    forms = [a + "كتاب" + b for a in ("", "و", "ف", "ال", "وال") for b in ("", "ه", "ها", "هم")]
    documents = [make(f"d{n:04}", "", " ".join(forms)) for n in range(700)]
    documents.append(make("e", "", "كتب كتيب كاتب"))
    files = dict(index_files(documents, tables={}))
    families = families_of(files)
    _, name, found = families["كتاب"]
    assert name == "a432a2728"
    assert sorted(found) == sorted(forms)
    assert len(files[f"p/{name}.js"]) > FULL_POSTINGS
    assert [other[1] == name for family, other in families.items() if family != "كتاب"] == [
        False
    ] * 3


def test_a_document_without_words_is_in_the_index(make, index_of):
    index = index_of([make("empty", "", ""), make("b", "", "كتاب")])
    assert index.store.documents == 2
    assert index.text(0).id == "empty"


def test_no_documents_make_an_index_that_finds_nothing(index_of):
    index = index_of([])
    assert index.search("كتاب").total == 0


def test_files_end_at_marks_and_first_letters():
    letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
    keys = [*sorted(f"م{a}{b}" for a in letters for b in letters), "نب"]
    packed = list(pack([Row(key, "x" * 99) for key in keys], full=4000))
    assert packed[-1][0].key == "نب"
    sizes = [100 * len(shard) for shard in packed[:-2]]
    assert all(2000 < size <= 4100 for size in sizes)
    full = [shard for shard in packed if 100 * len(shard) <= 4000][:-2]
    after = [packed[packed.index(shard) + 1][0].key for shard in full]
    assert all(map(is_mark, after))


def test_postings_end_where_they_are_full_or_at_a_mark():
    shard = [Row("م", "", f"م{n:04}", "x" * (n % 150)) for n in range(3000)]
    packed = list(bundles(shard, full=4000))
    assert [row for some in packed for row in some] == shard
    sizes = [sum(len(row.postings) + 1 for row in some) for some in packed]
    assert all(2000 < size <= 4000 for size in sizes[:-1])
    small = [after[0].family for size, after in zip(sizes, packed[1:], strict=False) if size < 3850]
    assert len(small) > 20
    assert all(map(is_mark, small))


def test_a_row_added_moves_few_borders():
    keys = [f"م{n:04}" for n in range(2000)]
    rows = [Row(key, "x" * 150) for key in keys]
    added = sorted([*rows, Row("م0000a", "x" * 3000)], key=lambda row: row.key)
    before = {tuple(row.key for row in shard) for shard in pack(rows, full=16_000)}
    after = {tuple(row.key for row in shard) for shard in pack(added, full=16_000)}
    assert len(before) > 20
    assert len(before - after) <= 5


def test_rows_of_one_key_stay_together():
    packed = list(pack([Row("مك", "x" * 900) for _ in range(10)] + [Row("مل", "x")], full=1000))
    assert [len(shard) for shard in packed] == [10, 1]


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 40)), max_size=120),
    st.integers(1, 120),
)
def test_borders_part_rows_of_one_letter_as_files_are_packed(some, full):
    rows = [Row(f"م{n:02}", "x" * size) for n, size in sorted(some)]
    parted = borders([row.key for row in rows], [len(row.text) for row in rows], full)
    assert [rows[start:end] for start, end in parted] == list(pack(rows, full))


def test_a_long_text_is_parted_between_blocks():
    blocks = [(f"p-{n}", "x" * 1500) for n in range(30)]
    parts = part_blocks(blocks)
    assert [block for part in parts for block in part] == blocks
    assert sum(len(text) for _, text in parts[0]) <= 4000
    assert len(parts) == 3


def test_a_text_has_at_most_nine_parts_more():
    assert len(part_blocks([("p", "x" * 5000)] * 400)) <= 10
    assert len(part_blocks([("p", "x" * 10**6)])) == 1


def test_no_folder_of_texts_holds_a_thousand_files():
    folders = {}
    for number in range(20_000):
        folder, _ = text_path(1908, number).rsplit("/", 1)
        folders.setdefault(folder, set()).add(number // TOGETHER)
    assert max(len(shards) for shards in folders.values()) * (1 + TOGETHER * 9) < 1000


def test_the_lexicon_leads_from_beginnings_to_forms(index):
    (segment,) = index.segments
    assert segment.beginning_with("كتا") == {
        "كتاب": 1, "كتابي": 1, "الكتاب": 1, "والكتاب": 1, "وكتاب": 1
    }  # fmt: skip
    assert dict(segment.forms("كتا")) == {"كتاب": 1, "كتابي": 1}


def test_facet_columns_count_what_their_rows_list(files):
    rows = parse_file(files["facet/author.js"]).rows
    values, text = parse_file(files["facet/author-column.js"]).rows
    assert values[::2] == [row[0] for row in rows]
    numbers, at, counted = decode(text), 0, []
    while at < len(numbers):
        n = numbers[at]
        counted += numbers[at + 1 : at + 1 + n]
        at += 1 + n
    assert [counted.count(number) for number in range(len(rows))] == [row[2] for row in rows]


def test_every_file_is_one_line_of_one_call(files):
    for path, content in files.items():
        text = content.decode()
        assert text.count("\n") == 1
        assert text.endswith(");\n")
        name = json.dumps(path.removesuffix(".js"))
        assert text.startswith(
            "sitegen.manifest({" if path == "manifest.js" else f"sitegen.put({name},1,"
        )
