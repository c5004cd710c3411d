"""How does a list page reach the build? As a path and a promise of its bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sitegen.pages.html import Renderer


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is not rendered yet: where it goes, and its view when asked."""

    path: str
    view: Callable[[], object]

    def html(self, render: Renderer) -> str:
        """Render it."""
        return render.render(self.view())
