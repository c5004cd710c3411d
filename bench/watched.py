"""What did a page say, or ask for, that it should not have?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from playwright.sync_api import ConsoleMessage, Page, Request, Response

OURS = ("http://127.0.0.1:", "file://", "data:", "blob:")


@dataclass
class Watched:
    """A page with all that went amiss in it, as it goes from address to address."""

    page: Page
    faults: list[str] = field(default_factory=list)

    @classmethod
    def watch(cls, page: Page) -> Self:
        """Listen from now on."""
        watched = cls(page)
        page.on("console", watched._said)
        page.on("pageerror", lambda error: watched.note(f"error: {error}"))
        page.on("request", watched._asked)
        page.on("requestfailed", watched._failed)
        page.on("response", watched._answered)
        return watched

    def note(self, fault: str) -> None:
        """Remember a fault of the page that is shown."""
        self.faults.append(f"{self.page.url}: {fault}")

    def _said(self, message: ConsoleMessage) -> None:
        self.note(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith(OURS):
            self.note(f"asks {request.url}")

    def _failed(self, request: Request) -> None:
        if "ERR_ABORTED" not in (request.failure or ""):  # a page left before it was all there
            self.note(f"failed: {request.url}: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.note(f"{response.status}: {response.url}")
