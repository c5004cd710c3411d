"""Is what was seen, and on request the whole archive, there without a connection?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hosting import Hosted, hosted, small
from playwright.sync_api import Browser, BrowserContext, Page, expect
from searching import Searching

KEPT = "async () => (await caches.keys()).filter((name) => name.startsWith('sitegen kept')).length"
HOLDS = """async (path) => {
  const found = await caches.match(new URL(path, sitegen.root).href, { ignoreVary: true });
  return found ? await found.text() : null;
}"""
GREETED = "async () => { await sitegen.demand('offline'); await sitegen.offline.greeted; }"
ASK = "(ask) => sitegen.offline.talk(ask)"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Hosted:
    return small(tmp_path_factory.mktemp("small"))


@pytest.fixture
def host(first: Hosted, tmp_path: Path) -> Iterator[Hosted]:
    with hosted(tmp_path, first) as one:
        yield one


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(locale="ar")
    made.set_default_timeout(30_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page whose scripts may not fail, whatever the network does."""
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert not errors


def visit(page: Page, address: str) -> None:
    """Open a page, and wait until the worker knows of it."""
    page.goto(address)
    page.evaluate(GREETED)


def until(page: Page, script: str, argument: object = None) -> None:
    """Wait until an asynchronous script says yes; a page's own waiting takes its promise for it."""
    for _ in range(400):
        if page.evaluate(script, argument):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"it never came to be: {script}")


def holds(page: Page, path: str) -> str | None:
    found: str | None = page.evaluate(HOLDS, path)
    return found


def keep_all(page: Page, host: Hosted) -> None:
    """Ask for the whole archive as a reader does."""
    page.goto(host.base + "offline.html")
    page.locator(".keeping button").first.click()
    expect(page.locator(".keeping [role=status]")).to_contain_text("الأرشيف كلّه محفوظ")


def renew(page: Page, host: Hosted, path: str = "offline.html") -> None:
    """Visit after a new build, until what is kept is of it: pages see to that by themselves."""
    page.goto(host.base + path)
    until(
        page,
        """async (build) => {
          await sitegen.demand('offline');
          const report = await sitegen.offline.talk('report');
          return report.build === build && report.isCurrent;
        }""",
        host.digest,
    )


def test_a_page_that_was_seen_opens_again_without_a_connection(host: Hosted, page: Page) -> None:
    visit(page, host.base + "d/a-1.html")
    host.stop()
    page.goto(host.base + "index.html#elsewhere")
    page.goto(host.base + "d/a-1.html")
    expect(page.locator("h1")).to_have_text("المنار")
    style = page.evaluate("getComputedStyle(document.body).fontFamily")
    assert "Amiri" in style or "Archive" in style  # with its style sheet


def test_a_page_that_is_not_kept_says_so_and_leads_to_those_that_are(
    host: Hosted, page: Page
) -> None:
    visit(page, host.base + "d/a-1.html")
    host.stop()
    page.goto(host.base + "d/a-2.html")
    expect(page.locator("#missing")).to_contain_text("ليست محفوظة")
    assert page.locator("#missing a").get_attribute("href") == host.base + "d/a-2.html"
    page.locator(".seen a").first.click()
    expect(page.locator("h1")).to_have_text("المنار")


def test_a_search_seen_once_is_answered_again_without_a_connection(
    host: Hosted, page: Page
) -> None:
    visit(page, host.base + "search.html")
    found = Searching(page).type("القاهرة").ids()
    assert found == ["a-3", "a-1"]
    page.evaluate(GREETED)
    assert holds(page, "search/manifest.js")
    page.reload()
    assert Searching(page).settle("القاهرة").ids() == found  # now all of it through the worker
    host.stop()
    page.reload()
    assert Searching(page).settle("القاهرة").ids() == found


def test_the_size_is_told_before_anything_is_kept(host: Hosted, page: Page) -> None:
    page.goto(host.base + "offline.html")
    status = page.locator(".keeping [role=status]")
    expect(status).to_contain_text(re.compile("[٠-٩]+ (ملفّات|ملفًّا|ملفّ).*م.ب|ك.ب"))
    assert page.evaluate(KEPT) == 0
    assert not [path for path in host.asked if path.startswith("search/text")]


def test_the_whole_archive_is_read_and_searched_without_a_connection(
    host: Hosted, page: Page
) -> None:
    keep_all(page, host)
    host.stop()
    page.goto(host.base + "d/a-4.html")  # never seen
    expect(page.locator("h1")).to_have_text("الضياء")
    page.goto(host.base + "search.html")
    search = Searching(page)
    assert search.type("القاهرة").ids() == ["a-3", "a-1"]
    assert search.type("مج*").hits.count() == 4
    search.hits.first.locator("h2 a").click()
    expect(page.locator("main mark").first).to_be_visible()


def test_keeping_is_paused_goes_on_and_is_undone(host: Hosted, page: Page) -> None:
    host.slow = 0.3
    page.goto(host.base + "offline.html")
    page.locator(".keeping button", has_text="احفظ").click()
    page.locator(".keeping button", has_text="توقّف").click()
    expect(page.locator(".keeping button", has_text="تابِع")).to_be_visible()
    report = page.evaluate(ASK, "report")
    assert 0 < report["doneFiles"] < report["files"]
    page.reload()
    page.locator(".keeping button", has_text="تابِع").click()
    host.slow = 0
    expect(page.locator(".keeping [role=status]")).to_contain_text("الأرشيف كلّه محفوظ")
    page.locator(".keeping button", has_text="أزل").click()
    expect(page.locator(".keeping button", has_text="احفظ")).to_be_visible()
    assert page.evaluate(KEPT) == 0


def test_keeping_goes_on_where_the_connection_was_lost(host: Hosted, page: Page) -> None:
    host.slow = 0.3
    page.goto(host.base + "offline.html")
    page.locator(".keeping button", has_text="احفظ").click()
    expect(page.locator(".keeping progress")).to_be_visible()
    host.stop()
    expect(page.locator(".keeping .advice")).to_contain_text("انقطع الاتصال")
    host.slow = 0
    host.start()
    before = len(host.asked)
    page.locator(".keeping button", has_text="تابِع").click()
    expect(page.locator(".keeping [role=status]")).to_contain_text("الأرشيف كلّه محفوظ")
    files = page.evaluate(ASK, "report")["files"]
    assert 0 < len(host.asked) - before < files  # what was there was not asked for again


def test_another_page_goes_on_with_what_was_asked_for(host: Hosted, page: Page) -> None:
    page.goto(host.base + "offline.html")
    page.evaluate(GREETED)
    page.evaluate(ASK, "keep")  # one step, and the page is left
    page.goto(host.base + "d/a-1.html")
    page.evaluate(GREETED)
    assert page.evaluate(ASK, "report")["isCurrent"]


def test_a_new_build_replaces_what_changed_and_keeps_the_rest(host: Hosted, page: Page) -> None:
    keep_all(page, host)
    host.article("a-1", "المنار", "1908-05", "صدرت مجلة المنار في مدينة القاهرة.").build()
    host.asked.clear()
    renew(page, host)
    assert "d/a-1.html" in host.asked
    assert "d/a-2.html" not in host.asked
    assert "assets/fonts/amiri-bold-latin.woff2" not in host.asked
    assert "مدينة" in (holds(page, "d/a-1.html") or "")
    host.stop()
    page.goto(host.base + "search.html")
    assert Searching(page).type("مدينة").ids() == ["a-1"]


def test_what_was_withdrawn_leaves_the_kept_archive(host: Hosted, page: Page) -> None:
    keep_all(page, host)
    assert "مكنون" in (holds(page, "d/a-4.html") or "")
    title, date, body = "الضياء", "1910-02", "صدرت مجلة الضياء وفيها سرٌّ مكنون."
    host.article("a-4", title, date, body, "withdrawn: true\n").build()
    renew(page, host)
    assert "مكنون" not in (holds(page, "d/a-4.html") or "")
    every = page.evaluate(
        """async () => {
          const found = [];
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const key of await cache.keys()) {
              if ((await (await cache.match(key)).text()).includes('مكنون')) found.push(key.url);
            }
          }
          return found;
        }"""
    )
    assert not every
    host.stop()
    page.goto(host.base + "search.html")
    search = Searching(page)
    assert search.type("مكنون").ids() == []
    assert search.type("القاهرة").ids() == ["a-3", "a-1"]


PEOPLE = "- {id: p-1, type: person, heading: أحمد الخازن}\n"
KEPT_PATHS = """async (root) => {
  const paths = [];
  for (const name of await caches.keys()) {
    const keys = await (await caches.open(name)).keys();
    paths.push(...keys.map(({ url }) => decodeURI(url).slice(root.length)));
  }
  return paths;
}"""


@pytest.mark.parametrize("how", ["access: metadata\n", "withdrawn: true\n", ""])
def test_what_readers_may_not_see_any_more_goes_before_anything_is_fetched(
    host: Hosted, page: Page, how: str
) -> None:
    title, date, body = (
        "الضياء",
        "1910-02",
        "كتب أحمد الخازن سرًّا مكنونًا. وفي رسالة أحمد الخازن غيره.",
    )
    host.write("entities/people.yaml", PEOPLE).article("a-4", title, date, body).build()
    keep_all(page, host)
    secret = "مكنون"
    for path in ("d/a-4.html", "person/p-1.html"):
        assert secret in re.sub("[\u064b-\u0652]", "", holds(page, path) or "")
    texts = {path for path in page.evaluate(KEPT_PATHS, host.base) if "search/text/" in path}
    if how:
        host.article("a-4", title, date, body, how).build()
    else:
        (host.archive / "texts" / "a-4.md").unlink()
        host.build()
    host.refused = ("d/", "person/", "search/", "letter/", "year/", "data.html")
    page.goto(host.base + "index.html")
    page.evaluate(GREETED)
    until(
        page,
        "async (build) => (await sitegen.offline.talk('report')).build === build",
        host.digest,
    )
    until(page, f"async () => (await ({HOLDS})('d/a-4.html')) === null")
    until(page, f"async () => (await ({HOLDS})('person/p-1.html')) === null")
    left = set(page.evaluate(KEPT_PATHS, host.base))
    assert texts - left
    assert {"d/a-1.html", "d/a-2.html", "search/manifest.js"} <= left


def test_any_page_renews_what_is_kept(host: Hosted, page: Page) -> None:
    keep_all(page, host)
    host.article("a-4", "الضياء", "1910-02", "صدرت مجلة الضياء.", "access: metadata\n").build()
    renew(page, host, "d/a-1.html")
    assert "مكنون" not in (holds(page, "d/a-4.html") or "")


def test_the_page_of_what_is_kept_goes_on_while_it_is_open(host: Hosted, page: Page) -> None:
    keep_all(page, host)
    page.evaluate(GREETED)
    host.article("a-1", "المنار", "1908-05", "صدرت مجلة المنار في مدينة القاهرة.").build()
    page.evaluate("async () => (await navigator.serviceWorker.getRegistration()).update()")
    until(
        page,
        """async (build) => {
          const report = await sitegen.offline.talk('report');
          return report.build === build && report.isCurrent;
        }""",
        host.digest,
    )
    expect(page.locator(".keeping [role=status]")).to_contain_text("الأرشيف كلّه محفوظ")


def test_a_document_that_is_gone_leaves_what_was_only_seen(host: Hosted, page: Page) -> None:
    visit(page, host.base + "d/a-4.html")
    assert holds(page, "d/a-4.html")
    (host.archive / "texts" / "a-4.md").unlink()
    host.build()
    page.goto(host.base + "index.html")
    page.evaluate(GREETED)
    until(page, f"async () => (await ({HOLDS})('d/a-4.html')) === null")


def test_a_search_is_of_one_build_while_the_next_arrives(host: Hosted, page: Page) -> None:
    keep_all(page, host)
    host.article("a-0", "اللواء", "1900", "صدرت جريدة اللواء في القاهرة.").build()
    host.refused = "search/x/"
    until(
        page,
        """async (build) => {
          await (await navigator.serviceWorker.getRegistration()).update();
          const report = await sitegen.offline.talk('step');
          const isBegun = (await caches.keys()).some((name) => name.startsWith('sitegen coming'));
          return report.build === build && isBegun && report.fault === 'network';
        }""",
        host.digest,
    )
    host.stop()  # part of the next index is here, and not used
    page.goto(host.base + "search.html")
    search = Searching(page)
    assert search.type("القاهرة").ids() == ["a-3", "a-1"]
    assert not page.locator("#results .notes li").count()
    host.refused = "/"
    host.start()
    renew(page, host)
    host.stop()
    page.goto(host.base + "search.html")
    assert Searching(page).type("القاهرة").ids() == ["a-3", "a-1", "a-0"]


def test_a_full_disk_stops_keeping_with_a_sentence(
    host: Hosted, page: Page, context: BrowserContext
) -> None:
    session = context.new_cdp_session(page)
    page.goto(host.base + "offline.html")
    page.evaluate(GREETED)
    origin = host.base.removesuffix("/archive/")
    used = page.evaluate("async () => (await navigator.storage.estimate()).usage")
    quota = {"origin": origin, "quotaSize": used + 100_000}
    session.send("Storage.overrideQuotaForOrigin", quota)
    until(page, "async () => (await sitegen.offline.talk('keep')).fault === 'quota'")
    page.reload()
    expect(page.locator(".keeping .advice")).to_contain_text("امتلأ ما يتيحه المتصفّح")
    page.goto(host.base + "d/a-1.html")
    expect(page.locator("h1")).to_have_text("المنار")


def test_a_slow_network_does_not_keep_a_reader_from_what_is_kept(host: Hosted, page: Page) -> None:
    keep_all(page, host)
    host.slow = 60
    page.goto(host.base + "d/a-3.html")
    expect(page.locator("h1")).to_have_text("الهلال")


def test_a_page_that_the_host_does_not_have_is_its_own_404(host: Hosted, page: Page) -> None:
    visit(page, host.base + "index.html")
    answer = page.goto(host.base + "d/none.html")
    assert answer
    assert answer.status == 404
    assert holds(page, "d/none.html") is None


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("d/ab/2020/مجلة-المنار_1908.html", "مجلة المنار 1908"),
        ("old/index.php?title=مجلة+المنار&id=17", "مجلة المنار"),
        ("d/none", "none"),
        ("x/%E0%A4%A/", "E0 A4 A"),
        ("", None),
    ],
)
def test_a_404_page_offers_the_words_of_its_address(
    host: Hosted, page: Page, address: str, words: str | None
) -> None:
    page.goto(host.base + address)
    box = page.locator("main input[type=search]")
    if words is None:
        assert box.count() == 0
        return
    if "%" not in address:
        expect(box).to_have_value(words)
    box.fill("القاهرة")
    box.press("Enter")
    page.wait_for_url("**/archive/search.html*")
    assert Searching(page).settle("القاهرة").ids() == ["a-3", "a-1"]


def test_an_address_in_short_finds_its_page(host: Hosted, page: Page) -> None:
    keep_all(page, host)
    host.stop()
    for short in ("", "d/a-2", "c/"):
        page.goto(host.base + short)
        assert "offline.html" not in page.url


def test_downloads_are_not_kept(host: Hosted, page: Page) -> None:
    visit(page, host.base + "data.html")
    page.reload()
    page.evaluate(GREETED)
    assert holds(page, "data.html")
    assert holds(page, "data/documents/1908.jsonl") is None


def test_nothing_is_registered_from_disk(host: Hosted, page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(host.site.as_uri() + "/offline.html")
    expect(page.locator(".keeping [role=status]")).to_contain_text("على قرصك")
    page.goto(host.site.as_uri() + "/d/a-1.html")
    page.wait_for_timeout(3500)
    assert not said
    assert page.locator("link[rel=manifest]").count() == 0


def test_two_archives_of_one_host_know_nothing_of_each_other(host: Hosted, page: Page) -> None:
    keep_all(page, host)
    other = page.evaluate(
        """async () => {
          const answer = await fetch('/other/').catch(() => null);
          return answer && answer.status;
        }"""
    )
    assert other is None or other == 404
    names = page.evaluate("caches.keys()")
    assert names
    assert all(name.endswith(host.base) for name in names)


def test_a_first_visit_asks_for_the_worker_only_when_all_else_is_loaded(
    host: Hosted, page: Page
) -> None:
    page.goto(host.base + "search.html")
    search = Searching(page)
    search.type("القاهرة")
    late = {"sw.js", "offline.html", "assets/offline.js", "site.webmanifest"}
    assert not late & set(host.asked)
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    assert not [path for path in host.asked if path.startswith("offline/")]
