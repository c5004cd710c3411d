"""What does each template cost, of how many pages? Told by ``sitegen build --profile``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup

from sitegen.pages.edition import Edition
from sitegen.pages.html import TEMPLATES, Renderer


class TemplateCost(NamedTuple):
    """What a template took: its name, how often it was printed, seconds."""

    name: str
    times: int
    seconds: float


def costliest(costs: Iterable[TemplateCost]) -> tuple[TemplateCost, ...]:
    """Sum what several processes say of each template; list the costliest first.

    >>> two = [TemplateCost("page.html", 1, 0.5), TemplateCost("list.html", 1, 0.75)]
    >>> [tuple(one) for one in costliest([*two, TemplateCost("page.html", 2, 1.0)])]
    [('page.html', 3, 1.5), ('list.html', 1, 0.75)]
    """
    found: dict[str, TemplateCost] = {}
    for name, times, seconds in costs:
        _, before, taken = found.get(name, (name, 0, 0.0))
        found[name] = TemplateCost(name, before + times, taken + seconds)
    return tuple(sorted(found.values(), key=lambda one: (-one.seconds, one.name)))


class Times:
    """What templates took in this process, by a clock."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self._taken: list[TemplateCost] = []

    def note(self, name: str, begin: float) -> None:
        """Note that a template was printed from *begin* till now."""
        self._taken.append(TemplateCost(name, 1, self.clock() - begin))

    def take(self) -> tuple[TemplateCost, ...]:
        """Give what was noted since this was asked last."""
        found, self._taken = costliest(self._taken), []
        return found


class TimedRenderer(Renderer):
    """A renderer that notes what each template took."""

    def __init__(
        self,
        folders: Sequence[Path],
        edition: Edition,
        times: Times,
        compiled: dict[str, bytes] | None = None,
    ) -> None:
        super().__init__(folders, edition, compiled)
        self._times = times

    def render(self, view: Any) -> str:
        """Print *view*, and note what that took."""
        begin = self._times.clock()
        page = super().render(view)
        self._times.note(TEMPLATES[type(view).__name__], begin)
        return page

    def part(self, name: str, **values: object) -> Markup:
        """Print a part of a page, and note what that took."""
        begin = self._times.clock()
        printed = super().part(name, **values)
        self._times.note(name, begin)
        return printed
