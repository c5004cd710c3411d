"""How are the small parts set that lists repeat ten thousand times: links, entries, KWIC lines?

Templates print all else; these are written here because a call of a macro costs more than the
part itself. ``macros.html`` calls them, so an archive's own macros may set them otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from markupsafe import Markup as Html
from markupsafe import _escape_inner  # type: ignore[attr-defined]  # what escape() wraps

from sitegen.pages.i18n import Words, direction
from sitegen.pages.views import Bar, Entry, Line, Link, Meta, Passage


def escaped(value: object) -> str:
    """Escape what is not HTML yet, to the characters that Jinja writes.

    >>> escaped('«أ» & "ب"'), escaped(Html("<b>")), escaped(3)
    ('«أ» &amp; &#34;ب&#34;', '<b>', '3')
    """
    if value.__class__ is not str:
        if hasattr(value, "__html__"):
            return str.__str__(value.__html__())
        value = str(value)
    return _escape_inner(value)


def metas(many: Iterable[Meta], key: str = "name") -> Html:
    """Set ``meta`` elements, one a line; *key* is ``property`` for OpenGraph's.

    >>> print(metas([Meta("citation_title", "«أ» & ب")]), end="")
    <meta name="citation_title" content="«أ» &amp; ب">
    """
    return Html(  # noqa: S704 - escaped
        "".join(
            [
                f'<meta {key}="{escaped(one.name)}" content="{escaped(one.content)}">\n'
                for one in many
            ]
        )
    )


def link(one: Link) -> Html:
    """Set a link; text alone where it leads nowhere.

    >>> link(Link("مصر", "../place/misr.html")), link(Link("مصر", ""))
    (Markup('<a href="../place/misr.html"><bdi>مصر</bdi></a>'), Markup('<bdi>مصر</bdi>'))
    """
    return Html(_link(one))  # noqa: S704 - escaped


def _link(one: Link) -> str:
    inner = f"<bdi>{escaped(one.text)}</bdi>"
    return f'<a href="{escaped(one.href)}">{inner}</a>' if one.href else inner


def tags(links: Iterable[Link]) -> Html:
    """Set links as a run of tags, each with what stands beside it."""
    items = "".join(
        f'<li>{_link(one)} <span class="count">{escaped(one.note)}</span></li>\n'
        if one.note
        else f"<li>{_link(one)}</li>\n"
        for one in links
    )
    return Html(f'<ul class="tags">\n{items}</ul>\n')  # noqa: S704 - escaped


def entry(one: Entry, said: Words, level: str = "h3") -> Html:
    """Set a document in a list: its title, and a line with what is known of it."""
    return Html(_entry(one, said, level))  # noqa: S704 - escaped


def _entry(one: Entry, said: Words, level: str) -> str:
    lang = f' lang="{escaped(one.lang)}"{_dir(one.lang, said)}' if one.lang else ""
    said_of = [_authors(one, said), _time(one) if one.date else ""]
    if one.where:
        said_of.append(f'<span class="where">{said.text(", ").join(map(_link, one.where))}</span>')
    if one.pages:
        pages = escaped(said.fill("p. {n}", n=one.pages))
        said_of.append(f'<span class="pages">{pages}</span>')
    if one.kind:
        said_of.append(f'<span class="kind">{escaped(one.kind)}</span>')
    if one.note:
        said_of.append(f'<span class="note">{escaped(one.note)}</span>')
    line = " ".join(filter(None, said_of))
    summary = f'<p class="summary">{escaped(one.summary)}</p>\n' if one.summary else ""
    if one.summary and one.lang:  # it stands where the list does, and runs its own way
        own = f'lang="{escaped(one.lang)}"'
        summary = f'<p class="summary" {own}><bdi>{escaped(one.summary)}</bdi></p>\n'
    return (
        f'<li class="entry">\n<{level} class="title"><a href="{escaped(one.href)}"{lang}>'
        f'{escaped(one.title)}</a></{level}>\n<p class="line">{line}</p>\n{summary}</li>\n'
    )


@cache
def _dir(lang: str, said: Words) -> str:
    to = direction(lang)
    return f' dir="{to}"' if to != said.direction else ""


def _time(one: Entry) -> str:
    return f'<time datetime="{escaped(one.iso)}">{escaped(one.date)}</time>'


def entries(many: Iterable[Entry], said: Words, level: str = "h3") -> Html:
    """Set documents in a list."""
    items = "".join([_entry(one, said, level) for one in many])
    return Html(f'<ul class="entries">\n{items}</ul>\n')  # noqa: S704 - escaped


def bars(many: Iterable[Bar]) -> Html:
    """Set the bars of a chart.

    >>> print(bars([Bar("١٩٠٨", "وثيقتان", "", "0", "6", "45.6", "74")]), end="")
    <rect class="bar" x="0" y="6" width="45.6" height="74"><title>١٩٠٨: وثيقتان</title></rect>
    """
    return Html("".join(map(_bar, many)))  # noqa: S704 - escaped


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
    return Html("".join(rows))  # noqa: S704 - escaped


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
    items = "".join(
        [
            f'<li><a href="{escaped(one.href)}"><span class="left">{escaped(one.left)}</span>'
            f"<b>{escaped(one.surface)}</b>"
            f'<span class="right">{escaped(one.right)}</span></a></li>\n'
            for one in lines
        ]
    )
    return Html(f'<ul class="kwic">\n{items}</ul>\n')  # noqa: S704 - escaped


def _authors(one: Entry, said: Words) -> str:
    made = [f'<span class="author">{_link(author)}</span>' for author in one.authors]
    return made[0] if len(made) == 1 else said.text(", ").join(made)


def passage(one: Passage, said: Words) -> Html:
    """Set a document with its mentions of an entity."""
    return Html(_passage(one, said))  # noqa: S704 - escaped


def passages(many: Iterable[Passage], said: Words) -> Html:
    """Set documents with their mentions of an entity."""
    return Html("".join([_passage(one, said) for one in many]))  # noqa: S704 - escaped


def _passage(one: Passage, said: Words) -> str:
    head = one.entry
    where = f'<span class="where">{_link(head.where[0])}</span>' if head.where else ""
    told = (_authors(head, said), _time(head) if head.date else "", where)
    line = " ".join(filter(None, told))
    return (
        f'<section class="passage">\n<h3><a href="{escaped(head.href)}">{escaped(head.title)}</a>'
        f'</h3>\n<p class="line">{line}</p>\n{kwic(one.lines)}</section>\n'
    )
