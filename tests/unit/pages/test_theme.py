"""Claims about templates, style sheet and fonts."""

from __future__ import annotations

import pickle
import re

import jinja2
import pytest
from jinja2 import meta

from sitegen.config import Site, Theme
from sitegen.errors import CorpusError
from sitegen.pages import views
from sitegen.pages.edition import KIND_NAMES
from sitegen.pages.html import TEMPLATES, theme_folder
from sitegen.pages.i18n import words
from sitegen.pages.site import list_pages, renderer_of
from sitegen.pages.style import first_faces, stylesheet, theme_files

FOLDER = theme_folder()


@pytest.fixture(scope="module")
def css():
    return stylesheet(Site(title="x", theme=Theme(accent="#1f4f7a")), [FOLDER])


def test_every_view_has_a_template_that_prints_each_of_its_fields():
    environment = jinja2.Environment(autoescape=True)
    for view, name in TEMPLATES.items():
        text = (FOLDER / name).read_text(encoding="utf-8")
        used = meta.find_undeclared_variables(environment.parse(text))
        given = set(getattr(views, view)._fields)
        used -= set(re.findall(r"\w+", " ".join(re.findall(r"import (.*?) %}", text)))) - given
        unused = given - used - {"frame"}
        assert not unused, f"{name} does not print {unused}"
        assert used <= given | {"_", "n_", "fill", "site", "size_of"}, name


def test_templates_have_no_style_no_handler_and_only_the_data_script():
    for path in sorted(FOLDER.glob("*.html")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r'\sstyle=|\son[a-z]+="', text), path.name
        assert len(re.findall(r"<script(?![^>]*src)", text)) == (path.name == "base.html"), path


def test_the_policy_is_the_one_of_the_design():
    text = (FOLDER / "base.html").read_text(encoding="utf-8")
    text = re.sub(r"{% for host in site.image_hosts %}.*?{% endfor %}", "", text)
    assert (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; "
        "form-action 'self'"
    ) in text


def test_the_style_sheet_is_logical_and_never_important(css):
    assert "!important" not in css
    assert "letter-spacing" not in css
    for physical in ("margin-left", "margin-right", "padding-left", "padding-right", "border-left",
                     "border-right", "float: left", "float: right"):  # fmt: skip
        assert physical not in css, physical
    assert css.count("{") == css.count("}")


def test_rules_bear_no_colour_but_by_its_name():
    for name in ("base.css", "components.css"):
        text = (FOLDER / "css" / name).read_text(encoding="utf-8")
        assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;\s)])", text), name


def test_the_sites_accent_is_taken(css):
    assert "--accent-light:#1f4f7a" in css


def test_every_font_of_the_style_sheet_is_shipped_with_its_licence(css):
    asked = set(re.findall(r'url\("(fonts/[^"]+)"\)', css))
    shipped = {path.removeprefix("assets/") for path, _ in theme_files([FOLDER])}
    assert asked
    assert asked <= shipped
    assert {"fonts/OFL-amiri.txt", "fonts/OFL-sans.txt"} <= shipped


def test_a_page_of_arabic_loads_at_most_ninety_thousand_bytes_of_type():
    size = sum((FOLDER / "fonts" / f"{name}-ar.woff2").stat().st_size for name in ("amiri", "sans"))
    assert size < 90_000


def _luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", [":root {", ':root[data-theme="dark"] {'])
def test_inks_are_read_on_their_papers(theme):
    text = (FOLDER / "css" / "tokens.css").read_text(encoding="utf-8")
    own = r"--([\w-]+): (?:var[^#;]*)?(#\w{6})\)?;"  # what an archive may set
    base = dict(re.findall(own, text[text.index(":root {") :].split("}")[0]))
    found = base | dict(
        re.findall(r"--([\w-]+): (#\w{6});", text[text.index(theme) :].split("}")[0])
    )
    accent = found["accent-light" if theme == ":root {" else "accent-dark"]
    for paper in ("paper", "paper-raised", "target"):
        for ink in (found["ink"], found["ink-soft"], accent):
            light, dark = sorted((_luminance(found[paper]), _luminance(ink)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (theme, paper, ink)


def test_an_archive_overrides_a_block_of_a_template(archive, tmp_path):
    (tmp_path / "404.html").write_text(
        '{% extends "theme/404.html" %}{% block main %}هنا {{ super() }}{% endblock %}',
        encoding="utf-8",
    )
    render = renderer_of(archive.catalogue.edition, [tmp_path])
    pages = {page.path: page for page in list_pages(archive.catalogue, render)}
    text = pages["404.html"].html(render)
    assert "هنا " in text
    assert "<h1>هذه الصفحة ليست هنا</h1>" in text


def test_a_template_that_asks_for_what_its_view_lacks_is_an_error(archive, tmp_path):
    (tmp_path / "404.html").write_text("{{ nothing_such }}", encoding="utf-8")
    render = renderer_of(archive.catalogue.edition, [tmp_path])
    pages = {page.path: page for page in list_pages(archive.catalogue, render)}
    with pytest.raises(CorpusError, match=r"templates/404\.html:1: .*nothing_such"):
        pages["404.html"].html(render)


def test_a_renderer_crosses_a_process_border(archive):
    again = pickle.loads(pickle.dumps(archive.render))
    page = next(iter(list_pages(archive.catalogue, archive.render)))
    assert page.html(again) == page.html(archive.render)


@pytest.mark.parametrize(
    "name",
    ["salute", "signed", "labelled", "align-left", "align-center", "align-right", "dateline",
     "byline", "signature", "pullquote", "epigraph", "verse", "hemistich", "full", "page-break",
     "noteref", "backref", "notes", "table-scroll", "kwic", "passage", "entry"],
)  # fmt: skip
def test_every_class_that_a_text_or_a_list_bears_has_a_rule(name, css):
    assert re.search(rf"\.{name}(?![\w-])", css)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_every_kind_has_a_name_in_the_interfaces_language(language, root):
    table = (root / "docs" / "authoring.md").read_text(encoding="utf-8")
    told = re.search(r"^\| `kind` \|[^|]*\|([^|]*)\|([^|]*)\|", table, re.MULTILINE)
    kinds = set(re.findall(r"`([a-z]+)`", told[1] + told[2]))
    sample = (root / "content").rglob("*.md")
    kinds |= {
        found[1]
        for path in sample
        if (found := re.search(r"^kind: *(\w+)", path.read_text(encoding="utf-8"), re.MULTILINE))
    }
    said = words(language)
    assert len(kinds) > 8
    assert not {kind for kind in kinds if KIND_NAMES.get(kind) not in said.messages}


def test_a_face_that_comes_late_moves_nothing(css):
    own = stylesheet(Site(title="x", theme=Theme(serif="assets/kitab.woff2")), [FOLDER])
    for sheet in (css, own):
        brought = [face for face in re.findall(r"@font-face\{.*?\}", sheet) if "url(" in face]
        assert brought
        assert all("font-display:optional" in face for face in brought)


def test_the_faces_asked_for_first_are_those_that_the_sheet_names(css):
    assert first_faces(Theme(), css) == ("fonts/amiri-ar.woff2", "fonts/sans-ar.woff2")
    assert first_faces(Theme(), css.replace("sans-ar", "other")) == ("fonts/amiri-ar.woff2",)
