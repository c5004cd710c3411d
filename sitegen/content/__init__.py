"""Which documents does this folder hold? The door of the room: `read_archive`, `importers`."""

from sitegen.content.check import check_documents
from sitegen.content.pages import Page, read_page, read_pages
from sitegen.content.read import (
    Contents,
    Source,
    list_sources,
    read_archive,
    read_source,
    split,
)

__all__ = [
    "Contents",
    "Page",
    "Source",
    "check_documents",
    "list_sources",
    "read_archive",
    "read_page",
    "read_pages",
    "read_source",
    "split",
]
