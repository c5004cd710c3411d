"""Which style sheet and fonts go with the pages? One sheet, its tokens filled from site.toml."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from sitegen.config import Site, Theme

SHEETS = ("fonts.css", "tokens.css", "base.css", "components.css", "print.css")
# each asked for with the script of its name: client/page.js
APART = ("bar.css", "card.css", "export.css", "kwic.css", "marks.css", "pin.css", "scans.css")


def stylesheet(site: Site, folders: Sequence[Path]) -> str:
    """Write assets/site.css: the parts of *folders* (the first that has one wins), in order."""
    text = "".join(
        path.read_text(encoding="utf-8")
        for name in SHEETS
        if (path := _find(f"css/{name}", folders)) is not None
    )
    if extra := _find("css/extra.css", folders):
        text += extra.read_text(encoding="utf-8")
    return squeeze(text) + own_rules(site.theme) + accent_rules(site.theme.accent)


def sheets_apart(folders: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Give the sheets that few pages need, by their path in the site."""
    for name in APART:
        if (path := _find(f"css/{name}", folders)) is not None:
            yield f"assets/{name}", squeeze(path.read_text(encoding="utf-8"))


def own_rules(theme: Theme) -> str:
    """Write the archive's own faces, and colours of light pages.

    >>> print(own_rules(Theme(paper="#ffffff")), end="")
    @layer tokens{:root{--own-paper:#ffffff}}
    >>> own_rules(Theme(serif="assets/kitab.woff2")).count("kitab.woff2")
    1
    """
    colours = (("ink", theme.ink), ("paper", theme.paper))
    tokens = [f"--own-{key}:{value}" for key, value in colours if value]
    faces = ""
    for key, file, ours in (
        ("serif", theme.serif, "Amiri"),
        ("sans", theme.sans, '"Archive Sans"'),
    ):
        if file:
            source = f'url("{file.removeprefix("assets/")}")'
            faces += f'@font-face{{font-family:"Own {key}";font-display:optional;src:{source}}}\n'
            tokens.append(f'--own-{key}:"Own {key}",{ours}')
    return faces + (f"@layer tokens{{:root{{{';'.join(tokens)}}}}}\n" if tokens else "")


def first_faces(theme: Theme, sheet: str) -> tuple[str, ...]:
    """Name the fonts that *sheet* sets the first words of a page in, from its folder.

    >>> first_faces(Theme(serif="assets/kitab.woff2"), 'url("kitab.woff2") url("fonts/b.woff2")')
    ('kitab.woff2',)
    """
    files = (theme.serif or "fonts/amiri-ar.woff2", theme.sans or "fonts/sans-ar.woff2")
    named = (file.removeprefix("assets/") for file in files)
    return tuple(file for file in named if f'url("{file}")' in sheet)


def accent_rules(accent: str) -> str:
    """Write the tokens that the site's accent colour changes; lightened for dark pages.

    >>> accent_rules("")
    ''
    >>> accent_rules("#7a1f1f").count("#7a1f1f")
    1
    """
    if not accent:
        return ""
    return f"@layer tokens{{:root{{--accent-light:{accent};--accent-dark:{lighten(accent)}}}}}\n"


def lighten(colour: str) -> str:
    """Raise a colour's lightness until it is read on a dark ground (contrast 7 to #171410).

    >>> lighten("#7a1f1f"), lighten("#f0f0f0")
    ('#e18787', '#f0f0f0')
    """
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    hue, start, saturation = colorsys.rgb_to_hls(red, green, blue)
    for step in range(101):
        lightness = start + (1 - start) * step / 100
        mixed = [round(part * 255) for part in colorsys.hls_to_rgb(hue, lightness, saturation)]
        if (_luminance(mixed) + 0.05) / 0.057 >= 7:
            break
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _luminance(parts: Sequence[int]) -> float:
    linear = [
        part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


_TOKEN = re.compile(r'"[^"]*"|/\*.*?\*/|\s+|[{};,>]|:(?=\s)|[^"\s{};,>:/]+|.', re.DOTALL)
_ZERO = re.compile(r"(?<![\w.])0(\.\d)")
_TIGHT = frozenset("{};,>:")


def squeeze(css: str) -> str:
    r"""Drop comments, zeros before a point, and the white space that parts nothing.

    Strings stay as they are.

    >>> squeeze("/* x */\na > b, a :hover {\n  b: calc(0.5em + 2px);\n  content: \"; 0.5\";\n}\n")
    'a>b,a :hover{b:calc(.5em + 2px);content:"; 0.5"}\n'
    """
    parts: list[str] = []
    for piece in _TOKEN.findall(css):
        if piece.isspace() or piece.startswith("/*"):
            if parts and parts[-1] not in _TIGHT and parts[-1] != " ":
                parts.append(" ")
            continue
        if piece in _TIGHT and parts and parts[-1] == " " and piece != ":":
            parts.pop()
        if piece == "}" and parts and parts[-1] == ";":
            parts.pop()
        parts.append(piece if piece.startswith('"') else _ZERO.sub(r"\1", piece))
    return f"{''.join(parts).strip()}\n" if parts else ""


def theme_files(folders: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    """List the fonts and pictures of the theme: (path in the site, file)."""
    seen: set[str] = set()
    for kind in ("fonts", "images"):
        for folder in folders:
            for file in sorted((folder / kind).glob("*")):
                target = f"assets/{kind}/{file.name}"
                if file.is_file() and target not in seen:
                    seen.add(target)
                    yield target, file


def _find(name: str, folders: Sequence[Path]) -> Path | None:
    return next((folder / name for folder in folders if (folder / name).is_file()), None)
