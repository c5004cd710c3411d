"""Does an archive's own theme show in its pages, and is told what cannot be printed?"""

from __future__ import annotations

import pytest

from sitegen.errors import CorpusError


def test_one_block_and_one_macro_are_set_otherwise_and_the_rest_stays(two_articles):
    archive = two_articles
    archive.write(
        "templates/document.html",
        '{% extends "theme/document.html" %}{% block about %}<p>خاصّ</p>{{ super() }}{% endblock %}',
    )
    archive.write(
        "templates/macros.html",
        '{% extends "theme/macros.html" %}\n{% macro entries(list, level="h3") %}'
        "<ol>{% for one in list %}<li>{{ one.title }}</li>{% endfor %}</ol>{% endmacro %}",
    )
    archive.write("templates/css/extra.css", "h1 { color: var(--accent) }").build()
    document = next(archive.output.glob("d/*.html")).read_text("utf-8")
    assert "<p>خاصّ</p>\n<aside class" in document or "<p>خاصّ</p><aside class" in document
    home = (archive.output / "index.html").read_text("utf-8")
    assert "<ol><li>" in home
    assert '<svg viewBox="0 0' in home  # the theme's own macro for charts
    assert "h1{color:var(--accent)}" in (archive.output / "assets/site.css").read_text("utf-8")


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_cannot_be_printed_is_told_with_its_line(two_articles, jobs):
    two_articles.write(
        "templates/document.html",
        '{% extends "theme/document.html" %}\n{% block about %}\n{{ frame.titel }}{% endblock %}',
    )
    with pytest.raises(CorpusError) as told:
        two_articles.build(jobs=jobs)
    (problem,) = told.value.problems
    assert str(problem).startswith("templates/document.html:3: this template cannot be printed")
    assert "titel" in problem.what


def test_a_slip_stops_a_build_and_is_told_by_check(two_articles):
    two_articles.write("templates/footer.html", "{{ site.titel }}")
    with pytest.raises(CorpusError, match="did you mean 'title'"):
        two_articles.build()
