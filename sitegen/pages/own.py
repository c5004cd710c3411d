"""Can pages be made with an archive's own templates? Asked before the first page is.

A name that is written wrong would otherwise be told by the first page that has it, a block or a
file that nothing uses by nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

import jinja2
from jinja2 import meta, nodes

from sitegen.config import Site
from sitegen.errors import Place, Problem, did_you_mean
from sitegen.pages import views
from sitegen.pages.html import TEMPLATES

THEME = "theme/"
EXTRA = "css/extra.css"
FOLDER = "templates/"
# What parts of pages are given (pages/frame.py); views say the rest.
PARTS = {
    "footer.html": ("root", "links"),
    "header.html": ("root", "nav", "active", "logo", "languages"),
}
_SITE = sorted({one.name for one in fields(Site)} | {"others"})


def template_problems(
    own: Mapping[str, str], theme: Mapping[str, str], made: jinja2.Environment
) -> tuple[Problem, ...]:
    """Find what is wrong with the templates and style sheets of an archive.

    *own* and *theme* have texts by their paths in ``templates/``; *made* is the environment that
    pages are rendered in.

    >>> from sitegen.pages.edition import Edition
    >>> from sitegen.pages.html import environment
    >>> from sitegen.pages.theme import theme_folder
    >>> made = environment([theme_folder()], Edition(Site(title="x")))
    >>> own = {"footer.html": "<p>{{ site.titel }}</p>"}
    >>> print(*template_problems(own, {"footer.html": ""}, made))
    templates/footer.html:1: 'site' has no 'titel'
      fix: did you mean 'title'?
    """
    pages, problems = {}, []
    for name, text in sorted(own.items()):
        if not name.endswith(".html"):
            continue
        try:
            pages[name] = made.parse(text)
        except jinja2.TemplateSyntaxError as error:
            why = str(error.message)
            place = Place(FOLDER + name, error.lineno)
            problems.append(Problem(place, "this template is broken", why, "mend its syntax"))
    named = {used for tree in pages.values() for used in meta.find_referenced_templates(tree)}
    for name, tree in pages.items():
        problems += _references(name, tree, own, theme)
        problems += _blocks(name, tree, theme, made)
        problems += _names(name, tree, made)
    problems += _idle(own, theme, {used for used in named if used})
    return tuple(problems)


def _references(
    name: str, tree: nodes.Template, own: Mapping[str, str], theme: Mapping[str, str]
) -> Iterator[Problem]:
    """Tell a template that begins with itself, or with one that is not there."""
    legal = {*own, *theme, *(THEME + one for one in theme)}
    kinds = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    found: Iterator[Any] = tree.find_all(kinds)
    for node in found:
        used = node.template.value if isinstance(node.template, nodes.Const) else None
        place = Place(FOLDER + name, node.lineno)
        if used == name:
            why = "it would be put into itself without end"
            yield Problem(place, f"'{name}' names itself", why, f"write '{THEME}{name}'")
        elif isinstance(used, str) and used not in legal:
            yield Problem(place, f"there is no template '{used}'", fix=did_you_mean(used, legal))


def _blocks(
    name: str, tree: nodes.Template, theme: Mapping[str, str], made: jinja2.Environment
) -> Iterator[Problem]:
    """Tell blocks that the templates before it do not have: nothing would print them."""
    parent = next(tree.find_all(nodes.Extends), None)
    known: set[str] = set()
    while parent is not None and isinstance(parent.template, nodes.Const):
        source = theme.get(str(parent.template.value).removeprefix(THEME))
        if source is None:
            return
        above = made.parse(source)
        known |= {block.name for block in above.find_all(nodes.Block)}
        parent = next(above.find_all(nodes.Extends), None)
    if not known:
        return
    inside = {inner.name for outer in tree.find_all(nodes.Block)
              for inner in outer.find_all(nodes.Block)}  # fmt: skip
    for block in tree.find_all(nodes.Block):
        if block.name not in known | inside:
            what = f"no block '{block.name}' is there to be set otherwise"
            fix = did_you_mean(block.name, known, f"there are: {', '.join(sorted(known))}")
            yield Problem(Place(FOLDER + name, block.lineno), what, fix=fix)


def _names(name: str, tree: nodes.Template, made: jinja2.Environment) -> Iterator[Problem]:
    """Tell names that the template is not given, and what site.toml does not have."""
    for node in tree.find_all(nodes.Getattr):
        if isinstance(node.node, nodes.Name) and node.node.name == "site" and (
            node.attr not in _SITE
        ):  # fmt: skip
            place = Place(FOLDER + name, node.lineno)
            yield Problem(place, f"'site' has no '{node.attr}'", fix=did_you_mean(node.attr, _SITE))
    by_template = {template: view for view, template in TEMPLATES.items()}
    given = PARTS.get(name)
    if name in by_template:
        given = getattr(views, by_template[name])._fields
    if given is None:
        return
    legal = {*given, *made.globals, *_made_in(tree), "super", "self", "caller", "loop"}
    for wrong in sorted(meta.find_undeclared_variables(tree) - legal):
        lines = [one.lineno for one in tree.find_all(nodes.Name) if one.name == wrong]
        what = f"'{wrong}' is given to no '{name}'"
        yield Problem(Place(FOLDER + name, min(lines)), what, fix=did_you_mean(wrong, legal))


def _made_in(tree: nodes.Template) -> Iterator[str]:
    """List the names that a template makes: what it imports, defines, sets."""
    for imported in tree.find_all(nodes.FromImport):
        yield from (one if isinstance(one, str) else one[1] for one in imported.names)
    yield from (one.target for one in tree.find_all(nodes.Import))
    yield from (one.name for one in tree.find_all(nodes.Macro))
    yield from (one.name for one in tree.find_all(nodes.Name) if one.ctx != "load")


def _idle(own: Mapping[str, str], theme: Mapping[str, str], named: set[str]) -> Iterator[Problem]:
    """Tell files that nothing uses."""
    pages = {one for one in theme if one.endswith(".html")}
    sheets = {EXTRA, *(one for one in theme if one.endswith(".css"))}
    for name in sorted(own):
        legal = pages | named if name.endswith(".html") else sheets
        if name.endswith((".html", ".css")) and name not in legal:
            yield Problem(
                Place(FOLDER + name),
                "nothing uses this file",
                "in templates/ a file stands for the theme's of the same name",
                did_you_mean(name, legal, "take it away")
                if name.endswith(".html")
                else f"put its rules into {EXTRA}",
            )
