"""Where do an archive and its site lie, if not on this disk? Behind URLs that fsspec knows."""

from sitegen.remote.places import archive_here, site_here
from sitegen.remote.urls import is_url, local_path

__all__ = ["archive_here", "is_url", "local_path", "site_here"]
