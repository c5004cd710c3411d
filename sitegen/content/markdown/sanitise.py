"""Which HTML may a body have?

What an author writes by hand is cut to a list of elements and attributes (nh3), unless the archive
trusts its texts. Styles, scripts and handlers never pass: pages run under a policy without them.
"""

from __future__ import annotations

import re

import nh3

_TAGS_NAMES = (
    "a abbr b bdi bdo blockquote br caption cite code dd del details dfn div dl dt em "
    "figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s "
    "samp section small span strong sub summary sup table tbody td tfoot th thead time tr u "
    "ul var"
)
_TAGS = frozenset(_TAGS_NAMES.split())
_ATTRIBUTES = {
    "*": {"id", "class", "lang", "dir", "title", "data-entity", "data-page", "data-kind"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "scope", "align"},
    "ol": {"start", "reversed"},
    "time": {"datetime"},
    "details": {"open"},
}
_SCHEMES = {"http", "https", "mailto", "tel", "ftp", "urn", "doi", "doc"}
_SCRIPT = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)


def sanitise(html: str, *, trusted: bool = False) -> str:
    """Cut *html* to what a body may have; a trusted one only loses scripts and styles.

    >>> sanitise('<p style="x" onclick="y">نعم<script>z</script></p>')
    '<p>نعم</p>'
    """
    if trusted:
        return _SCRIPT.sub("", html)
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
        strip_comments=True,
    )
