# ruff: noqa: INP001 - a script, run by make
"""What may a theme set, and what is each template given? Writes docs/theming.md.

Run by ``make theming``; the result is committed. The fields, their types and what is said of them
are read from the classes of ``sitegen/pages/views`` and ``sitegen/config.py``, the blocks
from the templates: a test holds the page to them.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
_BLOCK = re.compile(r"{% block (\w+) %}")
INTRODUCTION = """\
# Themes

Written by `make theming`; what the tables say is read from the code.

Most of what an archive wants to look otherwise is set in `site.toml`:

```toml
menu = ["collections", "years", {title = "المصادر", href = "pages/masadir.html"}, "about"]

[theme]
accent = "#1f4f7a"
paper = "#ffffff"
serif = "assets/kitab.woff2"
logo = "assets/mark.svg"
```

"""
BETWEEN = """
A menu names sitegen's ways (WAYS) or gives a title and an address, below the site or elsewhere.

## Templates and style sheets of your own

What lies in `templates/` of an archive goes before the theme's file of the same name: a template,
`css/tokens.css`, a font in `fonts/`, a picture in `images/`. `css/extra.css` is put behind all
others; its rules are outside of layers, so that they win without more. `css/bar.css`, `card.css`,
`export.css`, `kwic.css`, `marks.css`, `pin.css` and `scans.css` are asked for when what they dress
is. To change one block, extend the theme's own template:

```html
{# templates/document.html #}
{% extends "theme/document.html" %}
{% block about %}
<p class="note">{{ site.publisher }}</p>
{{ super() }}
{% endblock %}
```

Every template may use `site` (site.toml), `_("message")` and `n_("{n} document", "{n} documents",
n)` (the interface's words), `fill("p. {n}", n=...)`, `size_of(picture)`, and the macros of
`macros.html`. A `macros.html` that begins with `{% extends "theme/macros.html" %}` sets those that
it defines otherwise, and keeps the rest. A part of your own lies beside them (`{% include
"mine.html" %}`). Names that are not given, blocks and templates that are not there, files that
nothing uses are problems, with file and line, of `sitegen check` and of the build.
Text is escaped, HTML is marked as such. Pages run under a policy that forbids scripts in the
page, `style` attributes and other hosts.

`sitegen build my-archive --profile` says what each template took. A template prints and does not
decide: what it is given is sorted, counted and addressed already.

"""


class Told(NamedTuple):
    """A field of a view or a setting, as its source writes it."""

    name: str
    type: str
    remark: str


class Class(NamedTuple):
    """A dataclass or named tuple with what its docstring says."""

    name: str
    doc: str
    fields: tuple[Told, ...]


def classes(path: Path) -> Iterator[Class]:
    """Read the dataclasses and named tuples of a module; a comment behind a field is its remark."""
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    for node in ast.parse(source).body:
        if not isinstance(node, ast.ClassDef) or not (node.decorator_list or node.bases):
            continue
        told = []
        for item in node.body:
            if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
                line = lines[(item.end_lineno or item.lineno) - 1]
                remark = line[(item.end_col_offset or 0) :].partition("#")[2].strip()
                told.append(Told(item.target.id, ast.unparse(item.annotation), remark))
        yield Class(node.name, ast.get_docstring(node) or "", tuple(told))


def templates(root: Path) -> dict[str, str]:
    """Give the view of each template, as pages/html.py has them."""
    tree = ast.parse((root / "sitegen" / "pages" / "html.py").read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "TEMPLATES":
            return {name: view for view, name in ast.literal_eval(node.value).items()}
    raise LookupError("TEMPLATES")


def _table(one: Class) -> str:
    rows = [f"| `{f.name}` | {f.type.replace('|', 'or')} | {f.remark} |" for f in one.fields]
    return "\n".join(["| field | type | |", "|---|---|---|", *rows]) + "\n"


def _sections(root: Path) -> Iterator[str]:
    folder = root / "sitegen" / "pages" / "views"
    files = sorted(folder.glob("*.py"), key=lambda file: (file.stem != "parts", file.stem))
    views = {one.name: one for file in files for one in classes(file)}
    named = templates(root)
    base = _BLOCK.findall((root / "templates" / "base.html").read_text(encoding="utf-8"))
    yield f"## base.html\n\nAround every page. Blocks: {', '.join(f'`{b}`' for b in base)}.\n"
    for name, view in sorted(named.items()):
        text = (root / "templates" / name).read_text(encoding="utf-8")
        blocks = [block for block in _BLOCK.findall(text) if block != "icon"]
        said = views[view].doc.partition(":")[2].strip()
        head = f"## {name}\n\n" + (f"{said[:1].upper()}{said[1:]} " if said else "")
        yield f"{head}Blocks: {', '.join(f'`{b}`' for b in blocks)}.\n\n{_table(views[view])}"
    yield "## What views are made of\n"
    for name, one in views.items():
        if name not in named.values():
            yield f"### {name}\n\n{one.doc}\n\n{_table(one)}"


def text(root: Path = ROOT) -> str:
    """Write the page."""
    configured = {one.name: one for one in classes(root / "sitegen" / "config.py")}
    tree = ast.parse((root / "sitegen" / "config.py").read_text(encoding="utf-8"))
    ways = next(
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "WAYS"
    )
    rows = [f"| `{f.name}` | {f.remark} |" for f in configured["Theme"].fields]
    theme = "\n".join(["| [theme] | |", "|---|---|", *rows]) + "\n"
    between = BETWEEN.replace("WAYS", ", ".join(f"`{way}`" for way in ways))
    return INTRODUCTION + theme + between + "\n".join(_sections(root))


if __name__ == "__main__":
    (ROOT / "docs" / "theming.md").write_text(text(), encoding="utf-8", newline="\n")
    sys.stdout.write("docs/theming.md\n")
