"""What does a reader meet where files of the site are gone, broken, late, or of another build?"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hosting import Hosted, hosted
from playwright.sync_api import Browser, Page, expect
from searching import Searching

LINE = "ذهب التاجر إلى السوق وفي السوق كتاب قديم رقم {n} عن مدينة دمشق، وقرأ الناس المجلة."
KINDS = ["w", "p", "x", "text", "lex", "facet"]
# A query that needs files of this kind.
NEEDS = {
    "w": "كتاب", "p": "كتاب", "text": "كتاب", "x": '"كتاب قديم"', "lex": "كت*",
    "facet": "كتاب after:1900",
}  # fmt: skip


def remove(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scramble(path: Path) -> None:
    """Keep it a script of our form, with rows of another shape."""
    head, _, _ = path.read_text("utf-8").partition("[")
    path.write_text(head + '[[1,{"a":null}],"\\u200f",[[[]]]]);\n', "utf-8")


def shorten_strings(path: Path) -> None:
    """Leave out a character inside of the data: still a script, still of our shape."""
    text = path.read_text("utf-8")
    at = text.rindex('"')
    start = text.rindex('"', 0, at) + 1
    if at - start > 1:
        path.write_text(text[: at - 1] + text[at:], "utf-8")


def page_of_another_host(path: Path) -> None:
    path.write_text("<!DOCTYPE html><p>Sign in first</p>", "utf-8")


def other_format(path: Path) -> None:
    text = path.read_text("utf-8")
    head, comma, rest = text.partition(",")
    version, more, tail = rest.partition(",")
    assert version.isdigit()
    path.write_text(head + comma + str(int(version) + 1) + more + tail, "utf-8")


def other_numbering(path: Path) -> None:
    text = path.read_text("utf-8")
    first, one, rest = text.partition(',"')
    path.write_text(first + one + "zzzzz" + rest[rest.index('"') :], "utf-8")


SENTENCES = {
    remove: "تعذّر", empty: "تالف", truncate: "تالف", scramble: "تالف",
    page_of_another_host: "تالف", other_format: "إصدار آخر", other_numbering: "تغيّر الأرشيف",
}  # fmt: skip


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Hosted:
    host = Hosted(tmp_path_factory.mktemp("faults")).write(
        "site.toml", 'format = 1\ntitle = "أرشيف"\n'
    )
    for n in range(8):
        host.article(f"a-{n}", f"خبر {n}", f"19{n + 10}-02", LINE.format(n=n))
    return host.build()


@pytest.fixture
def host(sound: Hosted, tmp_path: Path) -> Iterator[Hosted]:
    """A copy to break."""
    with hosted(tmp_path, sound) as copy:
        yield copy


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page whose scripts may not fail uncaught."""
    context = browser.new_context(locale="ar", service_workers="block")
    context.set_default_timeout(30_000)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert not errors


def broken(host: Hosted, kind: str, damage: Callable[[Path], None]) -> None:
    files = sorted((host.site / "search" / kind).rglob("*.js"))
    assert files
    for file in files:
        damage(file)


WAYS = [("http", damage) for damage in SENTENCES] + [("file", remove), ("file", truncate)]


@pytest.mark.parametrize(("way", "damage"), WAYS, ids=lambda one: getattr(one, "__name__", one))
def test_a_broken_part_of_the_index_is_told_in_a_sentence(
    sound: Hosted, host: Hosted, page: Page, way: str, damage: Callable[[Path], None]
) -> None:
    base = host.base if way == "http" else host.site.as_uri() + "/"
    for kind in KINDS:
        if kind in {"text", "lex"} and damage is other_numbering:
            continue  # these say no numbering
        broken(host, kind, damage)
        page.goto("about:blank")
        page.goto(base + "search.html")
        Searching(page).type(NEEDS[kind])
        text = page.locator("main").inner_text()
        assert SENTENCES[damage] in text or (kind == "text" and "تعذّر" in text), kind
        if kind in {"x", "text"}:
            assert page.locator("ol.hits > li.hit").count() == 8  # from what there is
        shutil.rmtree(host.site / "search")
        shutil.copytree(sound.site / "search", host.site / "search")


def test_data_that_break_off_never_break_the_page(host: Hosted, page: Page) -> None:
    for kind in KINDS:
        broken(host, kind, shorten_strings)
    page.goto(host.base + "search.html")
    search = Searching(page)
    for query in ("كتاب", "دمشق", '"كتاب قديم"', "كت*", "كتاب after:1900", "السوق -كتاب"):
        search.type(query)
        assert search.status.strip()


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (remove, "تعذّر تحميل فهرس البحث"),
        (truncate, "تعذّر تحميل فهرس البحث"),
        (page_of_another_host, "تعذّر تحميل فهرس البحث"),
        (lambda path: path.write_text('sitegen.manifest({"format":99});'), "إصدار آخر"),
        (lambda path: path.write_text('sitegen.manifest({"format":1});'), "تعذّر تحميل فهرس البحث"),
    ],
)
def test_without_a_manifest_the_indices_are_offered(
    host: Hosted, page: Page, damage: Callable[[Path], None], sentence: str
) -> None:
    damage(host.site / "search" / "manifest.js")
    page.goto(host.base + "search.html#q=كتاب")
    expect(page.locator("#status")).to_contain_text(sentence)
    href = page.locator("#results a", has_text="فهارس").get_attribute("href")
    assert href
    page.goto(host.base + href)
    expect(page.locator("h1")).to_be_visible()


def test_one_missing_shard_leaves_the_results_of_the_others(host: Hosted, page: Page) -> None:
    page.route("**/search/p/*.js*", lambda route: route.abort() if "a42" in route.request.url else
               route.continue_())  # fmt: skip
    page.goto(host.base + "search.html")
    search = Searching(page).type("كتاب دمشق")
    assert search.hits.count()


def test_a_shard_that_never_comes_is_waited_for_no_longer_than_said(
    host: Hosted, page: Page
) -> None:
    page.clock.install()
    page.route("**/search/p/**", lambda route: None)  # no answer, ever
    page.goto(host.base + "search.html")
    page.clock.run_for(5_000)
    page.locator("main input[type=search]").fill("كتاب")
    for _ in range(8):
        page.clock.run_for(6_000)
        page.wait_for_timeout(100)
    assert "طال انتظار" in page.locator("main").inner_text()
    page.unroute_all(behavior="ignoreErrors")


@pytest.mark.parametrize("name", ["engine.js", "search.js"])
def test_a_script_of_the_search_page_that_never_comes_is_told(
    host: Hosted, page: Page, name: str
) -> None:
    page.clock.install()
    page.route(f"**/assets/{name}*", lambda route: route.abort())
    page.goto(host.base + "search.html")
    page.clock.run_for(21_000)
    expect(page.locator("#status")).to_contain_text("تعذّر")


def test_a_new_build_under_an_open_page_is_read_anew(host: Hosted, page: Page) -> None:
    page.goto(host.base + "search.html")
    search = Searching(page).type("كتاب")
    assert search.hits.count() == 8
    host.article("a-9", "جديد", "1890", "سوق جديدة في دمشق.").build()
    assert search.type("دمشق").hits.count() == 9
    assert "a-9" in search.ids()
