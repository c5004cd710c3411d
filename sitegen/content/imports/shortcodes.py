r"""Where does a paragraph end in HTML that WordPress stored without its paragraphs?

Its old editor writes a blank line for a paragraph, a line's end for a break, and captions,
galleries and players between square brackets; the pages of the site get their tags later.
"""

from __future__ import annotations

import re

_NAMES = "audio|caption|embed|gallery|playlist|video|wp_caption"
_SHORTCODE = re.compile(rf"\[/?(?:{_NAMES})(?=[\s\]])[^\[\]\n]{{0,1000}}\]")
_CAPTION = re.compile(
    r"\[(?P<name>(?:wp_)?caption)(?=[\s\]])[^\[\]\n]{0,1000}\]"
    r"(?P<picture>\s*(?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?)"
    r"(?P<told>[^\[\]]{0,2000})\[/(?P=name)\]"
)
_MARKED = re.compile(r"<(?:p|div)\b", re.IGNORECASE)
_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_BLOCK = re.compile(
    r"</?(?:address|article|aside|blockquote|dd|dl|dt|figure|figcaption|h[1-6]|hr|li|ol|pre|"
    r"section|table|tbody|td|tfoot|th|thead|tr|ul)\b",
    re.IGNORECASE,
)
_BLANK = re.compile(r"\s*\n[ \t]*\r?\n\s*")
_END = re.compile(r"[ \t]*\r?\n")


def without_shortcodes(text: str) -> tuple[str, int]:
    """Make figures of captions, and say how many other shortcodes were taken out.

    >>> without_shortcodes('[caption width="3"]<img src="a.png"> مطبعة بولاق[/caption][gallery]')
    ('<figure><img src="a.png"><figcaption>مطبعة بولاق</figcaption></figure>', 1)
    """
    return _SHORTCODE.subn("", _CAPTION.sub(_figure, text))


def _figure(found: re.Match[str]) -> str:
    told = f"<figcaption>{found['told'].strip()}</figcaption>" if found["told"].strip() else ""
    return f"<figure>{found['picture'].strip()}{told}</figure>"


def marked_paragraphs(text: str) -> str:
    r"""Give a text its paragraphs and breaks where nobody marked them, else as it is.

    >>> marked_paragraphs("أوّل\nسطر\n\n<h2>باب</h2>\n\nآخر")
    '<p>أوّل<br>سطر</p>\n<h2>باب</h2>\n<p>آخر</p>'
    >>> marked_paragraphs("<p>أوّل</p>\n\n<p>آخر</p>")
    '<p>أوّل</p>\n\n<p>آخر</p>'
    """
    parts = _BLANK.split(text.strip())
    if len(parts) == 1 or _MARKED.search(text):
        return text
    if not _BREAK.search(text):
        parts = [part if _BLOCK.match(part) else _END.sub("<br>", part) for part in parts]
    return "\n".join(part if _BLOCK.match(part) else f"<p>{part}</p>" for part in parts)
