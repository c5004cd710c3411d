"""How are the small parts set that lists repeat ten thousand times: links, entries, KWIC lines?

Templates print all else; these are written here because a call of a macro costs more than the
part itself. ``macros.html`` calls them, so an archive's own macros may set them otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, lru_cache

from markupsafe import Markup as Html
from markupsafe import _escape_inner  # type: ignore[attr-defined]

from sitegen.pages.i18n import Words, direction
from sitegen.pages.views import Bar, Entry, Line, Link, Meta, Passage
from sitegen.pages.written import as_html

quoted: Callable[[str], str] = _escape_inner  # escapes a bare str


def escaped(value: object) -> str:
    """Escape what is not HTML yet, to the characters that Jinja writes; HTML is given as it is.

    >>> escaped('«أ» & "ب"'), escaped(Html("<b>")), escaped(3)
    ('«أ» &amp; &#34;ب&#34;', Markup('<b>'), '3')
    """
    kind = value.__class__
    if kind is str:
        return quoted(value)  # type: ignore[arg-type]  # a str
    if kind is Html:
        return value  # type: ignore[return-value]  # it is a str
    return str(value.__html__()) if hasattr(value, "__html__") else quoted(str(value))


def metas(many: Iterable[Meta], key: str = "name") -> Html:
    """Set ``meta`` elements, one a line; *key* is ``property`` for OpenGraph's. Names are ours.

    >>> print(metas([Meta("citation_title", "«أ» & ب")]), end="")
    <meta name="citation_title" content="«أ» &amp; ب">
    """
    return as_html(
        "".join([f'<meta {key}="{name}" content="{quoted(content)}">\n' for name, content in many])
    )


def link(one: Link) -> Html:
    """Set a link; text alone where it leads nowhere.

    >>> link(Link("مصر", "../place/misr.html")), link(Link("مصر", ""))
    (Markup('<a href="../place/misr.html"><bdi>مصر</bdi></a>'), Markup('<bdi>مصر</bdi>'))
    """
    return as_html(_link(one))


def _link(one: Link) -> str:
    text, href, _ = one
    inner = f"<bdi>{quoted(text) if text.__class__ is str else escaped(text)}</bdi>"
    return f'<a href="{quoted(href)}">{inner}</a>' if href else inner


def tags(links: Iterable[Link]) -> Html:
    """Set links as a run of tags, each with what stands beside it."""
    items = "".join(
        f'<li>{_link(one)} <span class="count">{escaped(one.note)}</span></li>\n'
        if one.note
        else f"<li>{_link(one)}</li>\n"
        for one in links
    )
    return as_html(f'<ul class="tags">\n{items}</ul>\n')


def crumbs(links: Iterable[Link], said: Words) -> Html:
    """Set the way from a collection down to a page; nothing where there is none.

    >>> from sitegen.pages.i18n import words
    >>> print(crumbs([Link("المنار", "../c/m/index.html")], words("ar")), end="")
    <nav class="crumbs" aria-label="موضع هذه الصفحة">
    <ol>
    <li><a href="../c/m/index.html"><bdi>المنار</bdi></a></li>
    </ol>
    </nav>
    """
    items = [
        f'<li><a href="{quoted(one.href)}"><bdi>{escaped(one.text)}</bdi></a></li>\n'
        for one in links
    ]
    if not items:
        return Html()
    label = quoted(said.text("Where this is"))
    nav = f'<nav class="crumbs" aria-label="{label}">\n<ol>\n{"".join(items)}</ol>\n</nav>\n'
    return as_html(nav)


def sides(previous: Link | None, after: Link | None, label: str, said: Words) -> Html:
    """Set what is before and after a page; nothing where nothing is."""
    if not (previous or after):
        return Html()
    before = f"{_side(previous, 'prev', said.text('Previous'))}\n" if previous else ""
    then = _side(after, "next", said.text("Next")) if after else ""
    nav = f'<nav class="sides" aria-label="{escaped(label)}">\n{before}{then}</nav>\n'
    return as_html(nav)


def _side(one: Link, rel: str, told: str) -> str:
    kind = "previous" if rel == "prev" else rel
    return (
        f'<a class="{kind}" rel="{rel}" href="{quoted(one.href)}">'
        f'<span class="note">{quoted(told)}</span> <bdi>{escaped(one.text)}</bdi></a>'
    )


def entry(one: Entry, level: str = "h3", *, said: Words) -> Html:
    """Set a document in a list: its title, and a line with what is known of it."""
    return as_html(_entry(one, said, level))


def _entry(one: Entry, said: Words, level: str) -> str:
    title, href, lang, authors, iso, date, where, pages, summary, kind, note = one
    own = _own(lang, said)
    line = _line(authors, iso, date, where, said)
    told = [line] if line else []
    if pages:
        told.append(f'<span class="pages">{quoted(said.fill("p. {n}", n=pages))}</span>')
    if kind:
        told.append(f'<span class="kind">{quoted(kind)}</span>')
    if note:
        told.append(f'<span class="note">{quoted(note)}</span>')
    return (
        f'<li class="entry">\n<{level} class="title"><a href="{quoted(href)}"{own}>'
        f'{escaped(title)}</a></{level}>\n<p class="line">{" ".join(told)}</p>\n'
        f"{_summary(summary, lang) if summary else ''}</li>\n"
    )


@lru_cache(maxsize=8192)  # what one author wrote in an issue stands in many lists
def _line(
    authors: tuple[Link, ...], iso: str, date: str, where: tuple[Link, ...], said: Words
) -> str:
    """Set by whom a document is, of when, and where it stands."""
    told = [_authors(authors, said)] if authors else []
    if date:
        told.append(f'<time datetime="{quoted(iso)}">{quoted(date)}</time>')
    if where:
        told.append(_where(where, said))
    return " ".join(told)


@lru_cache(maxsize=8192)  # many documents are of one issue
def _where(where: tuple[Link, ...], said: Words) -> str:
    return f'<span class="where">{said.text(", ").join(map(_link, where))}</span>'


def _summary(text: str, lang: str) -> str:
    """Set what a text is about: it stands where the list does, and runs its own way."""
    if not lang:
        return f'<p class="summary">{quoted(text)}</p>\n'
    return f'<p class="summary" lang="{quoted(lang)}"><bdi>{quoted(text)}</bdi></p>\n'


@cache
def _own(lang: str, said: Words) -> str:
    """Say of which language a text is, and which way it runs, where the page's are others."""
    to = direction(lang) if lang else said.direction
    runs = f' dir="{to}"' if to != said.direction else ""
    return f' lang="{quoted(lang)}"{runs}' if lang else ""


def entries(many: Iterable[Entry], level: str = "h3", *, said: Words) -> Html:
    """Set documents in a list."""
    items = "".join([_entry(one, said, level) for one in many])
    return as_html(f'<ul class="entries">\n{items}</ul>\n')


def bars(many: Iterable[Bar]) -> Html:
    """Set the bars of a chart.

    >>> print(bars([Bar("١٩٠٨", "وثيقتان", "", "0", "6", "45.6", "74")]), end="")
    <rect class="bar" x="0" y="6" width="45.6" height="74"><title>١٩٠٨: وثيقتان</title></rect>
    """
    return as_html("".join(map(_bar, many)))


def _bar(one: Bar) -> str:
    said = f"{escaped(one.label)}: {escaped(one.count)}"
    rect = (
        f'<rect class="bar" x="{one.x}" y="{one.y}" width="{one.width}" height="{one.height}">'
        f"<title>{said}</title></rect>"
    )
    if not one.href:
        return f"{rect}\n"
    return f'<a href="{escaped(one.href)}" aria-label="{said}">{rect}</a>\n'


def bar_rows(many: Iterable[Bar]) -> Html:
    """Set the same as rows of a table."""
    rows = [
        f'<tr><th scope="row">{_place(one)}</th><td>{escaped(one.count)}</td></tr>\n'
        for one in many
    ]
    return as_html("".join(rows))


def _place(one: Bar) -> str:
    label = escaped(one.label)
    return f'<a href="{escaped(one.href)}">{label}</a>' if one.href else label


def kwic(lines: Iterable[Line]) -> Html:
    """Set mentions in their context.

    >>> print(kwic([Line("سافر إلى", "بيروت", "في الصيف", "a.html#p-x")]), end="")
    <ul class="kwic">
    <li><a href="a.html#p-x"><span class="left">سافر إلى</span><b>بيروت</b><span class="right">في الصيف</span></a></li>
    </ul>
    """  # noqa: E501 - one line of HTML
    return as_html(_kwic(lines))


def _kwic(lines: Iterable[Line], own: str = "") -> str:
    items = "".join(
        [
            f'<li><a href="{quoted(href)}"><span class="left">{quoted(left)}</span>'
            f'<b>{quoted(surface)}</b><span class="right">{quoted(right)}</span></a></li>\n'
            for left, surface, right, href in lines
        ]
    )
    return f'<ul class="kwic"{own}>\n{items}</ul>\n'


@lru_cache(maxsize=8192)  # many documents are by one author
def _authors(authors: tuple[Link, ...], said: Words) -> str:
    made = [f'<span class="author">{_link(author)}</span>' for author in authors]
    return made[0] if len(made) == 1 else said.text(", ").join(made)


def passage(one: Passage, said: Words) -> Html:
    """Set a document with its mentions of an entity."""
    return as_html(_passage(one, said))


def passages(many: Iterable[Passage], said: Words) -> Html:
    """Set documents with their mentions of an entity."""
    return as_html("".join([_passage(one, said) for one in many]))


def _passage(one: Passage, said: Words) -> str:
    (title, href, lang, authors, iso, date, where, *_), lines = one
    told, own = _line(authors, iso, date, where[:1], said), _own(lang, said)
    return (
        f'<section class="passage">\n<h3><a href="{quoted(href)}"{own}>{escaped(title)}</a>'
        f'</h3>\n<p class="line">{told}</p>\n{_kwic(lines, own)}</section>\n'
    )
