"""What may a first search load? Bytes on two corpora that do not change: never seconds.

A budget is what was measured when it was last looked at, and a few parts in a hundred. Who needs
more changes the number here, and says in the commit what a reader gets for it.
"""

import gzip
import random
import re
import shutil
from itertools import accumulate
from statistics import mean

import pytest

from sitegen.build import Options, build
from sitegen.client.bundles import BUNDLES
from sitegen.index.invert import DocTerms
from sitegen.index.search import SearchIndex, open_site
from sitegen.index.store import Store
from sitegen.index.texts import TextRow
from sitegen.index.whole import Indexed, index_files
from sitegen.model import PartialDate

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
DRAWN = 5  # results with a passage
MOST_REQUESTS = 16  # fonts apart


def gzipped(content):
    return len(gzip.compress(content, 6, mtime=0))


def loaded(read, query):
    """Give the files that a query asks for, as the search page does: of the results, five texts."""
    asked = {}

    def reading(path):
        asked[path] = read(path)
        return asked[path]

    SearchIndex(Store(reading)).search(query, DRAWN, n_passages=0)
    return asked


@pytest.fixture(scope="module")
def sample(tmp_path_factory, root):
    """Build the sample archive."""
    folder = tmp_path_factory.mktemp("sample")
    ignored = shutil.ignore_patterns(".sitegen")
    archive = shutil.copytree(root / "content", folder / "content", ignore=ignored)
    build(archive, folder / "public", Options(jobs=1))
    return folder / "public"


def page_files(site):
    """The search page, and all that it names: scripts, style, icon."""
    page = (site / "search.html").read_text("utf-8")
    head = page[: page.index("</head>")]
    named = re.findall(
        r'<(?:script|link rel="(?:stylesheet|icon)")[^>]* (?:src|href)="([^"]+)"', head
    )
    found = {"search.html": page.encode()}
    for address in named:
        if not address.startswith("data:"):
            path = address.partition("?")[0]
            found[path] = (site / path).read_bytes()
    return found


def test_the_search_page_keeps_to_its_budget(sample):
    files = page_files(sample)
    assert {f"assets/{name}.js" for name in BUNDLES} <= files.keys()
    scripts = sum(gzipped(files[path]) for path in files if path.endswith(".js"))
    assert scripts <= 25_600
    assert sum(map(gzipped, files.values())) - scripts <= 13_000
    assert gzipped((sample / "search" / "manifest.js").read_bytes()) <= 5_600


@pytest.mark.parametrize("query", ["الطباعة العربية", "جريدة بيروت", "مطبعة بولاق"])
def test_a_first_search_asks_for_sixteen_files_at_most(sample, query):
    asked = loaded(lambda path: (sample / "search" / path).read_bytes(), query)
    texts = [path for path in asked if "text/" in path]
    assert 1 <= len(texts) <= DRAWN
    # words and postings of each word, in each of the two segments
    n_segments = len(open_site(sample).segments)
    others = [path for path in asked if path not in texts and path != "manifest.js"]
    assert len(others) <= 2 * 2 * n_segments
    assert len(page_files(sample)) + 1 + 4 + DRAWN <= MOST_REQUESTS


def articles(count):
    """Documents of words as frequent as those of a language, with articles and endings."""
    rng = random.Random(1)
    roots = sorted({"".join(rng.choices(LETTERS, k=rng.choice((3, 4, 5)))) for _ in range(6_000)})
    rng.shuffle(roots)
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(roots))))

    def words(number):
        for word in rng.choices(roots, cum_weights=weights, k=number):
            front, end = rng.choice(("", "", "", "ال", "وال", "و")), rng.choice(("", "", "ه", "ها"))
            yield f"{front}{word}{end}"

    for number in range(count):
        title = " ".join(words(4))
        blocks = [" ".join(words(60)) for _ in range(3)]
        date = PartialDate(1900 + 40 * number // count)
        anchored = tuple((f"p-{n}", block) for n, block in enumerate(blocks))
        name = f"a-{number}"
        row = TextRow(f"d/{name}.html", name, title, date.iso, "c", "1", "2", (), anchored)
        yield Indexed(row, DocTerms.of(title, blocks), date)


@pytest.fixture(scope="module")
def generated():
    """The index of 2,000 generated articles."""
    return dict(index_files(list(articles(2_000)), tables={}))


def test_the_index_keeps_to_its_budget(generated):
    sizes = {}
    for path, content in generated.items():
        kind = path.partition("/")[0]
        sizes[kind] = sizes.get(kind, 0) + gzipped(content)
    budgets = {
        "w": 178_000, "p": 530_000, "x": 595_000, "text": 1_430_000, "lex": 255_000,
        "spell": 133_000, "manifest.js": 1_700,
    }  # fmt: skip
    assert {kind: sizes[kind] for kind in budgets if sizes[kind] > budgets[kind]} == {}
    assert len(generated) <= 1_330


def test_queries_keep_to_their_budget(generated):
    index = SearchIndex(Store(generated.__getitem__))
    rng, costs = random.Random(2), []
    while len(costs) < 60:
        text = index.text(rng.randrange(index.store.documents))
        at = rng.randrange(50)
        query = " ".join(rng.choice(text.blocks)[1].split()[at : at + 2])
        asked = loaded(generated.__getitem__, query)
        kinds = {
            kind: [p for p in asked if p.startswith(f"{kind}/")] for kind in ("w", "p", "text")
        }
        assert max(len(kinds["w"]), len(kinds["p"])) <= 2
        assert len(kinds["text"]) <= DRAWN
        costs.append({k: sum(gzipped(asked[p]) for p in paths) for k, paths in kinds.items()})
    means = {kind: mean(cost[kind] for cost in costs) for kind in costs[0]}
    budgets = {"w": 3_050, "p": 9_900, "text": 10_550}
    assert {kind: size for kind, size in means.items() if size > budgets[kind]} == {}


def test_the_search_page_brings_the_archive_s_own_icon_along(archive):
    archive.article("a-1", "نصّ قصير.")
    archive.write("assets/images/icon.svg", '<svg xmlns="x"><path d="M1"/></svg>')
    archive.build()
    page = (archive.output / "search.html").read_text("utf-8")
    assert 'href="data:image/svg+xml,%3Csvg%20xmlns%3D%22x%22%3E%3Cpath%20d%3D%22M1%22/' in page
    assert 'assets/images/icon.svg"' in (archive.output / "d/a-1.html").read_text("utf-8")


def test_a_large_icon_is_asked_for(archive):
    archive.article("a-1", "نصّ قصير.")
    archive.write("assets/images/icon.svg", f"<svg><!-- {'x' * 1_000} --></svg>")
    archive.build()
    assert 'href="assets/images/icon.svg"' in (archive.output / "search.html").read_text("utf-8")
