"""What does a document's page show?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from operator import itemgetter

from markupsafe import Markup

from sitegen.content.bidi import isolate
from sitegen.content.scans import Scan, scans_elsewhere, scans_of
from sitegen.model import (
    Agent,
    Body,
    Document,
    EntityId,
    EntityType,
    Mention,
)
from sitegen.pages import cite, urls
from sitegen.pages.body import body_html, opening
from sitegen.pages.credits import citations_of, people, source_of
from sitegen.pages.crumbs import breadcrumb
from sitegen.pages.dates import dating
from sitegen.pages.edition import TYPE_NAMES, TYPES, Edition
from sitegen.pages.facts import facts_of, own_value
from sitegen.pages.frame import frame, open_graph
from sitegen.pages.html import Renderer
from sitegen.pages.i18n import Words, direction, msgid
from sitegen.pages.lasting import permalink, report_address
from sitegen.pages.long_text import (
    WHOLE,
    Places,
    anchor_files,
    parts_view,
    scans_here,
    whole_view,
)
from sitegen.pages.parting import Part, is_long, parted
from sitegen.pages.surroundings import EntityRef, Ref, Surroundings
from sitegen.pages.views import (
    Dating,
    DocumentView,
    EntityGroup,
    Entry,
    Fact,
    Link,
    Meta,
    PartsView,
    TombstoneView,
)
from sitegen.pages.written import as_html

_PLACE = itemgetter(0, 1)  # of a mention: its block, and where it begins
_meta: Callable[[tuple[str, str]], Meta] = partial(tuple.__new__, Meta)


@dataclass(frozen=True, slots=True)
class _Share:
    """What one page shows of a long text; ``number`` 0: all of it."""

    path: str
    number: int
    body: Body
    mentions: tuple[Mention, ...]
    parts: PartsView
    settle: Callable[[str], str] = str


def document_pages(
    document: Document,
    mentions: Iterable[Mention],
    agents: Mapping[str, Agent],
    surroundings: Surroundings,
    render: Renderer,
) -> Iterator[tuple[str, str]]:
    """Render a document's files: (path from the site's root, content), its own page first.

    One page, but for a text that is longer than a page has room for (`pages/parting`).
    """
    if document.withdrawn:
        tombstone = tombstone_view(document, surroundings, render)
        yield surroundings.path, render.render(tombstone)
    elif document.access == "public" and is_long(document.body):
        yield from _long(document, tuple(mentions), agents, surroundings, render)
    else:
        view = document_view(document, mentions, agents, surroundings, render)
        yield surroundings.path, render.render(view)


def _long(
    document: Document,
    mentions: tuple[Mention, ...],
    agents: Mapping[str, Agent],
    surroundings: Surroundings,
    render: Renderer,
) -> Iterator[tuple[str, str]]:
    """Render a long text: its parts, the whole of it, and where its anchors are."""
    path, said = surroundings.path, render.edition.words
    parts = parted(document.body, mentions)
    rtl = direction(document.lang) == "rtl"
    has_whole = sum(len(block.html) for block in document.body.blocks) <= WHOLE
    places = Places(path, parts)
    for number, part in enumerate(parts, 1):
        shown = parts_view(path, number, parts, said, places.part_of, has_whole=has_whole, rtl=rtl)
        settle = partial(places.settle, number=number, body=part.body)
        here = urls.text_part(path, number)
        share = _Share(here, number, part.body, part.mentions, shown, settle)
        view = document_view(document, (), agents, surroundings, render, share)
        yield here, render.render(_as_part(view, share, part))
    if has_whole:
        here = urls.whole_text(path)
        share = _Share(here, 0, document.body, mentions, whole_view(path, said))
        view = document_view(document, (), agents, surroundings, render, share)
        first = frame(render, path, document.title.text, "document")
        metas = (*view.frame.metas, Meta("robots", "noindex"))
        title = _titled(view.frame.title, share.parts.here)
        head = view.frame._replace(title=title, metas=metas, canonical=first.canonical)
        yield here, render.render(view._replace(frame=head, parts=share.parts))
    yield from anchor_files(path, parts)


def _as_part(view: DocumentView, share: _Share, part: Part) -> DocumentView:
    """Show what is a part's own; what describes the whole text stands with the first."""
    scans = scans_here(view.scans, part, first=share.number == 1)
    view = view._replace(parts=share.parts, scans=scans)
    if share.number == 1:
        return view
    title = _titled(view.frame.title, share.parts.here)
    head = view.frame._replace(title=title, description=part.opening, json_ld="")
    return view._replace(frame=head, summary="", image="", related=())


def _titled(title: str, which: str) -> str:
    return f"{which} \N{MIDDLE DOT} {title}"


def _entities(
    mentions: Iterable[Mention], entities: Mapping[EntityId, EntityRef], edition: Edition, root: str
) -> tuple[EntityGroup, ...]:
    """Group the entities named in the text by type, in the order of their first mention."""
    said = edition.words
    named: dict[EntityType, dict[EntityId, EntityRef]] = {}
    for mention in mentions:
        ref = entities.get(mention.entity) if mention.entity else None
        if ref and mention.entity:
            named.setdefault(ref.type, {})[mention.entity] = ref
    return tuple(
        EntityGroup(
            said.text(TYPE_NAMES[kind][1]),
            kind.value,
            tuple(Link(ref.heading, root + ref.path, ref.note) for ref in named[kind].values()),
        )
        for kind in TYPES
        if kind in named
    )


@lru_cache(maxsize=8192)
def _title(text: str) -> Markup:
    """Set a title that several pages lead to."""
    return as_html(isolate(text))


def _related(
    refs: Iterable[tuple[Ref, tuple[str, ...]]], said: Words, root: str
) -> tuple[Entry, ...]:
    before, _, after = said.text("In common: {names}").partition("{names}")
    comma = said.text(", ")
    return tuple(
        [
            Entry(
                _title(title),
                root + path,
                lang,
                authors,
                iso,
                date,
                note=f"{before}{comma.join(shared[:3])}{after}",
            )
            for (title, path, lang, authors, iso, date), shared in refs
        ]
    )


def document_view(
    document: Document,
    mentions: Iterable[Mention],
    agents: Mapping[str, Agent],
    surroundings: Surroundings,
    render: Renderer,
    share: _Share | None = None,
) -> DocumentView:
    """Gather what a document's page shows; of a long text, its *share* with its own mentions."""
    edition = render.edition
    said, site = edition.words, edition.site
    path = share.path if share else surroundings.path
    root = urls.root_of(path)
    entities = surroundings.entities
    source = source_of(document, agents, surroundings.collection, edition,
                        permalink(document, site, surroundings.path))  # fmt: skip
    shown = document.access == "public"
    mentions = sorted(share.mentions if share else mentions, key=_PLACE)
    rtl = direction(document.lang) == "rtl"
    body = ""
    if shown:
        openings = {name: opening(ref.type, root + ref.path) for name, ref in entities.items()}
        body = body_html(
            share.body if share else document.body,
            mentions,
            openings,
            site.mark,
            said.text("Link to this paragraph"),
            root,
            said.digits if said.numerals == "arab" and rtl else None,
            edition.size_of,
            partial(_rule, said) if edition.explain else None,
            surroundings.path_of,
        )
    if share:
        body = share.settle(body)
    authors = people(document.authors, agents, entities, edition, root, authors=True)
    title = isolate(document.title.text, rtl=rtl)
    description = document.summary or (_opening_words(document) if shown else "")
    scans = _scans(document, site.image_hosts) if shown else []
    previous, after = surroundings.previous, surroundings.next
    crumbs = breadcrumb(
        surroundings.collection, document.collection, document.volume, document.issue, edition, root
    )
    dated = _dating(document, edition, root)
    return DocumentView(
        frame=frame(
            render,
            path,
            document.title.text,
            "document",
            description=description,
            metas=tuple(map(_meta, cite.as_tags(source))),
            properties=open_graph(
                edition,
                path,
                document.title.text,
                description,
                "article",
                document.image if shown else "",
                document.collection,
            ),
            json_ld=cite.as_json_ld(source),
            scripts=edition.scripts + edition.text_scripts,
            near=(crumbs[-1].href if crumbs else dated.href).removeprefix(root),
        ),
        id=document.id,
        lang=document.lang,
        dir="rtl" if rtl else "ltr",
        kind=kind_name(document.kind, edition),
        title=as_html(title),
        subtitle=as_html(isolate(document.subtitle, rtl=rtl)),
        crumbs=crumbs,
        authors=authors,
        contributors=_contributors(document, agents, entities, edition, root),
        dating=dated,
        section=Link(document.section, root + edition.addresses.section(document.section))
        if document.section
        else None,
        pages=said.digits(document.pages),
        summary=document.summary,
        body=as_html(body),  # the content room sanitised it
        without_text="" if shown else _without_text(edition),
        image=root + document.image if document.image and shown else "",
        scans=tuple(_scan(scan, said, root) for scan in scans),
        can_stand_beside=bool(scans) and all(scan.is_picture(site.image_hosts) for scan in scans),
        facts=facts_of(document, edition),
        subjects=tuple(
            Link(subject, root + edition.addresses.subject(subject))
            for subject in document.subjects
        ),
        corrections=tuple(
            said.text(", ").join(
                filter(None, (own_value(one.date, "date", edition), one.by, one.note))
            )
            for one in document.corrections
        ),
        entities=_entities(mentions, entities, edition, root) if shown else (),
        related=_related(surroundings.related, said, root),
        previous=Link(previous.title, root + previous.path) if previous else None,
        next=Link(after.title, root + after.path) if after else None,
        citations=citations_of(source, edition),
        works=_works(authors, said, root),
        report=_report(document, edition),
    )


def _works(authors: Iterable[Link], said: Words, root: str) -> tuple[Link, ...]:
    """Lead to what else the authors have here; told on their pages, so that nothing fans out."""
    return tuple(
        Link(
            said.fill("All texts by {name}", name=one.text),
            one.href if one.href.startswith(f"{root}author/") else f"{one.href}#written",
        )
        for one in authors
        if one.href
    )


def _report(document: Document, edition: Edition) -> Link | None:
    """Say where a slip is reported: the address for the whole text, and the pattern of others."""
    pattern = edition.site.report
    if not pattern or document.access != "public":
        return None
    told = edition.words.text("Report a slip")
    return Link(told, report_address(pattern, document.id), pattern)


def _rule(said: Words, rule: str) -> str:
    return said.fill("Linked by the rule {rule}", rule=rule)


def kind_name(kind: str, edition: Edition) -> str:
    """Name a document's kind where it is worth telling: an article goes without."""
    return "" if kind == "article" else edition.kind_name(kind)


def _dating(document: Document, edition: Edition, root: str) -> Dating:
    return dating(document.date, document.date_hijri, document.date_printed, edition, root)


def _contributors(
    document: Document,
    agents: Mapping[str, Agent],
    entities: Mapping[EntityId, EntityRef],
    edition: Edition,
    root: str,
) -> tuple[Fact, ...]:
    both = ((msgid("Edited by"), document.editors), (msgid("Translated by"), document.translators))
    return tuple(
        Fact(edition.words.text(label), people(names, agents, entities, edition, root))
        for label, names in both
        if names
    )


def _scans(document: Document, hosts: tuple[str, ...]) -> list[Scan]:
    if document.leaves:
        return scans_elsewhere(document.leaves, hosts)
    return scans_of(document.facsimile, document.pages, document.body)


def _scan(scan: Scan, said: Words, root: str) -> Link:
    """Lead to the picture of a printed page, of this archive or elsewhere."""
    href = scan.file if "://" in scan.file else root + scan.file
    page = said.fill("p. {n}", n=said.digits(scan.page)) if scan.page else ""
    return Link(page or said.text("Facsimile"), href, scan.page)


def _without_text(edition: Edition) -> str:
    return edition.words.text(
        "Only the catalogue entry can be shown here: the text is not free to publish."
    )


def _opening_words(document: Document) -> str:
    for block in document.body.blocks:
        if block.kind == "paragraph" and len(block.text) > 40:
            return block.text[:200].rsplit(" ", 1)[0]
    return ""


def tombstone_view(
    document: Document, surroundings: Surroundings, render: Renderer
) -> TombstoneView:
    """Say that a document was withdrawn, and why; nothing else of it remains.

    Its issue may have gone with it, so the way out leads home.
    """
    said = render.edition.words
    title = said.text("A withdrawn document")
    home = Link(said.text("Home"), urls.root_of(surroundings.path) + "index.html")
    return TombstoneView(
        frame=frame(render, surroundings.path, title, "tombstone"),
        id=document.id,
        crumbs=(home,),
        reason=document.withdrawn,
    )
