"""How does a list page reach the build? As a path and a promise of its bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sitegen.pages.deck import Deck
from sitegen.pages.html import Renderer


class Told(NamedTuple):
    """All that a page says, but for what every page of its kind does.

    The documents that it lists, values that show whether something else is said of them, and
    groups of pages (`site.grouped_pages`): it depends on all that these do.
    """

    cards: Deck | tuple[()]
    values: Iterable[object]
    groups: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is not rendered yet: where it goes, and its view when asked.

    *told* says, where it is given, all that its bytes depend on besides configuration,
    collections, theme and templates.
    """

    path: str
    view: Callable[[], object]
    told: Callable[[], Told] | None = None

    def html(self, render: Renderer) -> str:
        """Render it."""
        return render.render(self.view())


@dataclass(frozen=True, slots=True)
class Bundle:
    """Pages that are asked of together: where nothing that *told* says is new, all of them stand.

    *name* is that of no other bundle, *told* says all that any of the *pages* does, which are
    named only when asked for.
    """

    name: str
    told: Callable[[], Told]
    pages: Callable[[], Iterable[Page]]


Listed = Page | Bundle


def pages_of(listed: Iterable[Listed]) -> Iterator[Page]:
    """Give pages, and those of bundles.

    >>> one, other = (Page(f"c/{n}.html", lambda: "") for n in "ab")
    >>> bundle = Bundle("المقتبس", lambda: Told((), ()), lambda: [other])
    >>> [page.path for page in pages_of([one, bundle])]
    ['c/a.html', 'c/b.html']
    """
    for one in listed:
        if isinstance(one, Page):
            yield one
        else:
            yield from one.pages()
