"""Is every slip in an archive's own templates told before pages are made, with its line?"""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.config import Site
from sitegen.pages.edition import Edition
from sitegen.pages.html import environment, theme_folder
from sitegen.pages.own import template_problems

EXTENDS = '{% extends "theme/document.html" %}\n'
FAULTS = {
    "a name that the view has not": (
        {"document.html": EXTENDS + "{% block about %}{{ titel }}{% endblock %}"},
        "templates/document.html:2: 'titel' is given to no 'document.html'",
        "did you mean 'title'?",
    ),
    "what site.toml has not": (
        {"footer.html": "\n{{ site.publishr }}"},
        "templates/footer.html:2: 'site' has no 'publishr'",
        "did you mean 'publisher'?",
    ),
    "broken syntax": (
        {"footer.html": "<p>\n{{ site.title }</p>"},
        "templates/footer.html:2: this template is broken",
        "mend its syntax",
    ),
    "a template that begins with itself": (
        {"document.html": '{% extends "document.html" %}'},
        "templates/document.html:1: 'document.html' names itself",
        "write 'theme/document.html'",
    ),
    "one that is not there": (
        {"document.html": '{% extends "theme/documnet.html" %}'},
        "templates/document.html:1: there is no template 'theme/documnet.html'",
        "did you mean 'theme/document.html'?",
    ),
    "a block that is not there": (
        {"document.html": EXTENDS + "{% block abuot %}x{% endblock %}"},
        "templates/document.html:2: no block 'abuot' is there to be set otherwise",
        "did you mean 'about'?",
    ),
    "a file that nothing uses": (
        {"documnet.html": "x"},
        "templates/documnet.html: nothing uses this file",
        "did you mean 'document.html'?",
    ),
    "a style sheet that nothing uses": (
        {"css/mine.css": "p {}"},
        "templates/css/mine.css: nothing uses this file",
        "put its rules into css/extra.css",
    ),
}
RIGHT = {
    "blocks of the base": {
        "document.html": EXTENDS
        + '{% block head %}<meta name="x" content="{{ id }}">{% endblock %}'
        + "{% block about %}{% block mine %}{{ super() }}{% endblock %}{% endblock %}"
    },
    "a part of one's own": {
        "document.html": EXTENDS + '{% block about %}{% include "mine.html" %}{% endblock %}',
        "mine.html": "{{ id }}",
    },
    "macros and loops": {
        "list.html": '{% extends "base.html" %}{% from "macros.html" import entries %}'
        "{% block main %}{% for group in groups %}"
        "{{ loop.index }}{{ entries(group.entries) }}{% endfor %}"
        "{{ n_('{n} document', '{n} documents', groups|length) }}{% endblock %}"
    },
    "style": {"css/extra.css": "p {}", "css/tokens.css": ":root {}"},
}


def theme() -> dict[str, str]:
    folder = theme_folder()
    paths = [*folder.glob("*.html"), *folder.glob("css/*.css")]
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in paths}


def found(own: dict[str, str]) -> tuple[str, ...]:
    made = environment([theme_folder()], Edition(Site(title="أرشيف")))
    return tuple(map(str, template_problems(own, theme(), made)))


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_slip_is_told_with_its_line_and_its_remedy(
    fault: tuple[dict[str, str], str, str],
) -> None:
    own, what, fix = fault
    (told,) = found(own)
    assert told.startswith(what)
    assert told.endswith(f"fix: {fix}")


@pytest.mark.parametrize("own", RIGHT.values(), ids=RIGHT)
def test_what_can_be_printed_is_passed(own: dict[str, str]) -> None:
    assert found(own) == ()


def test_the_theme_itself_has_no_fault() -> None:
    themselves = {
        name: text.replace('extends "', 'extends "theme/') for name, text in theme().items()
    }
    assert found(themselves) == ()


def test_every_template_that_an_archive_may_replace_is_known() -> None:
    assert {"base.html", "macros.html", "footer.html"} <= theme().keys()
    assert Path(theme_folder(), "css/tokens.css").is_file()
