"""Which free pages does the archive have, as About?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sitegen.config import Site
from sitegen.content import files
from sitegen.content.check import missing_files
from sitegen.content.frontmatter import read_front_matter
from sitegen.content.keys import read_fields
from sitegen.errors import Place, Problem
from sitegen.model import LONGEST_NAME, Body, Title


@dataclass(frozen=True, slots=True)
class Page:
    """A free page of the archive, as About."""

    name: str  # about, for pages/about.md
    place: Place
    title: Title
    body: Body
    lang: str = "ar"
    summary: str = ""
    order: int = 0  # in the menu
    extra: Mapping[str, Any] = field(default_factory=dict)


_PAGE_KEYS = ("title", "lang", "summary", "extra", "order")


def read_pages(
    root: Path | str, site: Site, headings: Mapping[str, str] | None = None
) -> tuple[list[Page], list[Problem]]:
    """Read every free page of the archive, ``pages/*.md``, by name."""
    pages, problems = [], []
    for path in files.names_in(Path(root), "pages"):
        if path.endswith(".md"):
            page, more = read_page(root, path, site, headings)
            problems += more
            pages += [page] if page else []
    return pages, problems


def read_page(
    root: Path | str, path: str, site: Site, headings: Mapping[str, str] | None = None
) -> tuple[Page | None, list[Problem]]:
    """Read a free page: front matter with a title, and Markdown."""
    from sitegen.content.markdown import read_markdown  # noqa: PLC0415 - heavy where not needed

    decoded, problems = files.read_text(Path(root), path)
    if problems:
        return None, problems
    front, problems = read_front_matter(decoded.text, path)

    def at(key: str) -> Place:
        return Place(path, front.lines.get(key, 1))

    fields, more = read_fields(front.values, at, site, ("order",))
    problems += more
    problems += [
        Problem(at(key), f"a page has no '{key}'", fix=f"legal: {', '.join(_PAGE_KEYS)}")
        for key in front.values
        if key not in _PAGE_KEYS and key in fields
    ]
    order = str(front.values.get("order") or 0)
    if not re.fullmatch(r"-?[0-9]{1,6}", order):
        problems.append(Problem(at("order"), f"'order': '{order}' is no number", fix="write 1"))
        order = "0"
    body, more = read_markdown(
        decoded.text[front.begin :],
        path=path,
        tatweel=site.tatweel,
        lang=fields.get("lang", site.language),
        line=front.line,
        trusted=site.trusted_html,
        hosts=site.image_hosts,
        headings=headings or {},
    )
    problems += [*more, *missing_files(Path(root), path, body, fields, front)]
    if any(len(part.encode()) > LONGEST_NAME for part in path.split("/")):
        why = f"its page is named for it, and a name may have {LONGEST_NAME} bytes"
        problems.append(Problem(Place(path), "the file's name is too long", why, "rename the file"))
    if "title" not in fields and not problems:
        problems.append(Problem(Place(path, 1), "the page has no 'title'", fix="write title: ..."))
    if problems:
        return None, problems
    page = Page(
        name=path.removeprefix("pages/").removesuffix(".md"),
        place=Place(path, 1),
        title=fields["title"],
        body=body,
        lang=fields.get("lang", site.language),
        summary=fields.get("summary", ""),
        order=int(order),
        extra=fields.get("extra", {}),
    )
    return page, []
