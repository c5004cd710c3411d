"""How does a list page reach the build? As a path and a promise of its bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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
