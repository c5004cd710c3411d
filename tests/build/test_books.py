"""A book's page is its table of contents."""

import re


def contents_of(page):
    """The headings of a collection's page under Contents, with their levels."""
    html = page.read_text("utf-8").partition('class="quiet"')[2]
    return [
        (int(level), re.sub(r"<[^>]*>", "", inner).strip())
        for level, inner in re.findall(r"<h([3-6])[^>]*>(.*?)</h\1>", html, re.DOTALL)
    ]


def book(archive, kind="book"):
    archive.write("collections.toml", f'[k]\ntitle = "كتاب"\nkind = "{kind}"\n')
    chapters = (
        ("01", "مقدّمة", "مقدّمة"), ("02", "تمهيد", "باب / قسم"), ("03", "فصل أوّل", "باب / قسم"),
        ("04", "فصل ثان", "باب / آخر"), ("05", "خاتمة", ""),
    )  # fmt: skip
    for name, title, section in chapters:
        more = f'collection: k\nkind: chapter\nsection: "{section}"\n'
        archive.article(f"k-{name}", "نصّ.", title=title, date="", more=more)
    archive.build()
    return contents_of(archive.output / "c/k/index.html")


def test_chapters_stand_under_the_headings_that_their_sections_name(archive):
    assert book(archive) == [
        (3, "مقدّمة"), (3, "باب"), (4, "قسم"), (5, "تمهيد"), (5, "فصل أوّل"), (4, "آخر"),
        (5, "فصل ثان"), (3, "خاتمة"),
    ]  # fmt: skip


def test_what_is_no_book_is_one_list(archive):
    assert {level for level, _ in book(archive, "dossier")} == {3}


def test_what_is_in_no_section_is_set_apart_from_the_section_before_it(archive):
    archive.write("collections.toml", '[k]\ntitle = "مجلة"\nkind = "periodical"\n')
    for number, section in enumerate(("", "سيرة العلم", ""), 1):
        more = f'collection: k\nissue: 1\npages: "{number}"\nsection: "{section}"\n'
        archive.article(f"a-{number}", "قال.", title=f"نص {number}", more=more)
    archive.build()
    page = (archive.output / "c" / "k" / "n1.html").read_text("utf-8")
    first, second, third = (page.index(f"نص {number}") for number in (1, 2, 3))
    assert page.count("<hr>") == 1
    assert first < page.index("<h2>سيرة العلم") < second < page.index("<hr>") < third
