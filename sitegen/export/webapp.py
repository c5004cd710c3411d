"""How does a site call itself where a reader installs it? Its web app manifest."""

from __future__ import annotations

import json

from sitegen.config import Site

ICON = "assets/images/icon.svg"
_PAPER = "#fdfaf3"  # of templates/css/tokens.css


def app_manifest(site: Site, direction: str) -> bytes:
    """Write the manifest; its addresses are relative to it, so that a site works in any folder.

    >>> made = json.loads(app_manifest(Site(title="المقتبس"), "rtl"))
    >>> made["name"], made["start_url"], made["scope"], made["dir"]
    ('المقتبس', './index.html', './', 'rtl')
    """
    manifest = {
        "name": site.title,
        "short_name": site.title,
        "description": " ".join(site.description.split()),
        "lang": site.language,
        "dir": direction,
        "start_url": "./index.html",
        "scope": "./",
        "display": "minimal-ui",  # with a way back
        "background_color": _PAPER,
        "theme_color": _PAPER,
        "icons": [{"src": ICON, "sizes": "any", "type": "image/svg+xml"}],
    }
    told = {key: value for key, value in manifest.items() if value}
    return (json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
