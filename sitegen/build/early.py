"""Which pages can be shown before the site is made? Those of texts that were edited.

Who watches an archive and builds it again wants to see the text that was just saved. It is read and
linked early in a build; with what the last build knew of all other documents its page can be made
at once. What the edit moves elsewhere (neighbours, related texts, lists, search) comes with the
site, and so does this page: in most cases with the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # who only looks whether there is anything to build needs none of it
    from sitegen.build.assets import ThemeFiles
    from sitegen.build.load import Archive
    from sitegen.build.merge import Corpus, Survey
    from sitegen.model import Card, Document, Mention

    Linked = tuple[Document, tuple[Mention, ...], Card]

MOST = 20  # documents: more are not one person's edit
Show = Callable[[Mapping[str, bytes]], None]  # pages by their paths in the site


class Early:
    """Makes the pages of edited documents from what the last build of this process left."""

    def __init__(self, show: Show = lambda _: None) -> None:
        self._show = show
        self._last: Corpus | None = None

    def shown_by(self, show: Show) -> None:
        """Have pages shown by *show*."""
        self._show = show

    def keep(self, corpus: Corpus) -> None:
        """Remember what this build knew."""
        self._last = corpus

    def show(self, archive: Archive, theme: ThemeFiles, survey: Survey, n_known: int) -> None:
        """Show the pages of the documents in the batches after the first *n_known*.

        Nothing is shown where anything but texts has changed, nor a page that another address, a
        new document or a record that had no page until now would make a guess.
        """
        last = self._last
        count = sum(len(one.cards) for one in survey.readings[n_known:])
        if last is None or not 0 < count <= MOST or not _is_alike(last, archive, theme):
            return
        self._show(dict(_pages(last, list(_linked(survey, n_known)))))


def _is_alike(last: Corpus, archive: Archive, theme: ThemeFiles) -> bool:
    """Say whether all that pages share is as it was."""
    was = last.archive
    return (
        last.theme is theme
        and was.authority is archive.authority
        and was.site == archive.site
        and was.collections == archive.collections
        and was.assets == archive.assets
    )


def _linked(survey: Survey, n_known: int) -> Iterator[Linked]:
    from sitegen.build.linking import mentions_in  # noqa: PLC0415 - heavy
    from sitegen.build.spill import SpillReader  # noqa: PLC0415 - heavy

    with SpillReader() as spilled:
        for reading, linked in zip(survey.readings[n_known:], survey.links[n_known:], strict=True):
            for blob, named, card in zip(
                reading.documents, linked.mentions, linked.cards, strict=True
            ):
                yield spilled.get(blob), mentions_in(spilled, named), card


def _pages(last: Corpus, documents: list[Linked]) -> Iterator[tuple[str, bytes]]:
    from sitegen.build.rendering import early_pages  # noqa: PLC0415 - heavy

    catalogue = last.catalogue.with_cards([card for _, _, card in documents])
    for document, mentions, card in documents:
        known = last.catalogue.by_id.get(card.id)
        if known and known.slug == card.slug and set(card.entities) <= catalogue.entities.keys():
            for path, content in early_pages(last.room, catalogue, document, mentions):
                yield path, content.encode()
