"""Which way leads from a collection down to a document?"""

from __future__ import annotations

from functools import lru_cache

from sitegen.model import Collection
from sitegen.pages import urls
from sitegen.pages.edition import Edition
from sitegen.pages.i18n import Words
from sitegen.pages.views import Link


def breadcrumb(
    collection: Collection | None,
    collection_id: str,
    volume: str,
    issue: str,
    edition: Edition,
    root: str,
) -> tuple[Link, ...]:
    """Lead from the collection down to the issue."""
    if not collection_id:
        return ()
    title = collection.title if collection else collection_id
    return _crumbs(title, collection_id, volume, issue, edition.words, root)


@lru_cache(maxsize=8192)
def _crumbs(
    title: str, collection_id: str, volume: str, issue: str, said: Words, root: str
) -> tuple[Link, ...]:
    """Lead down to an issue; many documents share its crumbs."""
    places = urls.Addresses
    crumbs = [Link(title, root + places.collection(collection_id))]
    if volume:
        name = said.fill("Volume {n}", n=said.digits(volume))
        crumbs.append(Link(name, root + places.volume(collection_id, volume)))
    if issue:
        name = said.fill("Issue {n}", n=said.digits(issue))
        crumbs.append(Link(name, root + places.issue(collection_id, volume, issue)))
    return tuple(crumbs)


def volume_name(volume: str, edition: Edition) -> str:
    """Name a volume as a heading does."""
    return edition.words.fill("Volume {n}", n=edition.words.digits(volume))


def issue_name(issue: str, edition: Edition) -> str:
    """Name an issue as a heading does."""
    return edition.words.fill("Issue {n}", n=edition.words.digits(issue))
