"""Does a bench measure what a build does?"""

import doctest

import rendering

from sitegen.build.spill import SpillReader


def pages_of(archive):
    """Every page that the bench renders of an archive, by its path."""
    found = {}

    def work(corpus):
        with SpillReader() as spilled:
            for name in rendering.chosen(corpus, share=1.0):
                linked = rendering.read_back(corpus.room, spilled, name)
                found.update(rendering.pages_of(corpus.room, linked))

    rendering.when_planned(archive.root, work)
    return found


def test_the_page_that_is_measured_is_the_page_that_a_build_writes(two_articles):
    measured = pages_of(two_articles)
    two_articles.build()
    assert sorted(measured) == ["d/a-1.html", "d/a-2.html"]
    assert measured == {path: (two_articles.output / path).read_bytes() for path in measured}


def test_a_build_that_is_measured_leaves_nothing_behind(two_articles):
    pages_of(two_articles)
    assert not list(two_articles.root.glob(".sitegen/work-*"))
    assert sorted(path.name for path in two_articles.root.parent.iterdir()) == ["archive"]


def test_only_articles_of_about_the_length_that_the_bar_speaks_of_are_measured(archive):
    for words in (300, 330, 350, 400):
        archive.article(f"a-{words}", "كلمة " * words)
    chosen = []
    rendering.when_planned(
        archive.root, lambda corpus: chosen.extend(rendering.chosen(corpus, share=0.1))
    )
    assert sorted(chosen) == ["a-330", "a-350"]


def test_what_the_bench_says_of_itself_holds():
    tried = doctest.testmod(rendering)
    assert tried.attempted
    assert not tried.failed
