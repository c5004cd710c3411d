# ruff: noqa: INP001 - a script, run by make
"""Which glyphs does the theme ship? Subset the fonts of the dependency group ``fonts``.

Run by ``make fonts``; the result is committed, so that nobody else needs the fonts' sources:
``templates/fonts/*.woff2``, their licences, and ``templates/css/fonts.css``. The same sources
give the same bytes. All layout features of Amiri are kept: they are what Arabic type is made of.
The sans has those that a browser uses unasked.
"""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

Ranges = tuple[tuple[int, int], ...]
LATIN_FEATURES = ["ccmp", "locl", "kern", "liga", "mark", "mkmk", "rlig"]  # no small capitals

# A page of Arabic loads one file of each face: its digits, spaces and stops are in it, and the
# Qur'anic marks too, for a mark that came from another file would part the letters it joins.
ARABIC: Ranges = (
    (0x20, 0x22), (0x25, 0x25), (0x28, 0x29), (0x2B, 0x3A), (0x3D, 0x3D), (0x5B, 0x5B),
    (0x5D, 0x5D), (0xA0, 0xA0), (0xAB, 0xAB), (0xB7, 0xB7), (0xBB, 0xBB), (0xD7, 0xD7),
    (0x60C, 0x60C), (0x610, 0x61B), (0x61E, 0x63A), (0x640, 0x671), (0x67E, 0x67E),
    (0x686, 0x686), (0x698, 0x698), (0x6A4, 0x6A4), (0x6A9, 0x6A9), (0x6AF, 0x6AF),
    (0x6CC, 0x6CC), (0x6D4, 0x6D4), (0x6D6, 0x6ED), (0x6F0, 0x6F9), (0x8D3, 0x8D3),
    (0x200C, 0x200F), (0x2010, 0x2014), (0x2026, 0x2026), (0x25CC, 0x25CC), (0xFD3E, 0xFD3F),
    (0xFDFA, 0xFDFA),
)  # fmt: skip
# The interface needs no Qur'anic marks; its face has the same range, written twice packs better.
PLAIN_ARABIC: Ranges = (
    *(pair for pair in ARABIC if pair not in {(0x610, 0x61B), (0x6D6, 0x6ED), (0x8D3, 0x8D3)}),
    (0x61B, 0x61B),
)
# With the letters of transliteration (DMG, IJMES, ALA-LC), which stand beside Arabic names.
LATIN: Ranges = (
    (0x23, 0x24), (0x26, 0x27), (0x2A, 0x2A), (0x3B, 0x3C), (0x3E, 0x5A), (0x5C, 0x5C),
    (0x5E, 0x7E), (0xA7, 0xA7), (0xA9, 0xA9), (0xAE, 0xAE), (0xB0, 0xB0), (0xB6, 0xB6),
    (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0xFF), (0x100, 0x101), (0x10C, 0x10D), (0x112, 0x113),
    (0x11E, 0x121), (0x12A, 0x12B), (0x130, 0x131), (0x14C, 0x14D), (0x152, 0x153),
    (0x15E, 0x161), (0x16A, 0x16B), (0x17D, 0x17E), (0x1E6, 0x1E7), (0x2BE, 0x2BF),
    (0x304, 0x304), (0x323, 0x323), (0x331, 0x331), (0x1E0C, 0x1E0F), (0x1E24, 0x1E25),
    (0x1E2A, 0x1E2B), (0x1E62, 0x1E63), (0x1E6C, 0x1E6F), (0x1E92, 0x1E95), (0x1E96, 0x1E96),
    (0x2018, 0x201E), (0x2020, 0x2022), (0x2039, 0x203A), (0x20AC, 0x20AC),
)  # fmt: skip
LATIN_EXTENDED: Ranges = (
    (0x102, 0x10B), (0x10E, 0x111), (0x114, 0x11D), (0x122, 0x129), (0x12C, 0x12F),
    (0x132, 0x14B), (0x14E, 0x151), (0x154, 0x15D), (0x162, 0x169), (0x16C, 0x17C),
    (0x17F, 0x17F), (0x1CD, 0x1DC), (0x218, 0x21B), (0x259, 0x259), (0x2B9, 0x2BD),
    (0x300, 0x303), (0x306, 0x30C), (0x324, 0x330), (0x332, 0x332), (0x1E00, 0x1E0B),
    (0x1E10, 0x1E23), (0x1E26, 0x1E29), (0x1E2C, 0x1E61), (0x1E64, 0x1E6B), (0x1E70, 0x1E91),
    (0x1E97, 0x1EFF), (0x2032, 0x2033),
)  # fmt: skip
# Letters of Arabic's sisters (Persian, Ottoman, Kurdish, Urdu ...) and honorifics.
ARABIC_EXTENDED: Ranges = (
    (0x672, 0x67D), (0x67F, 0x685), (0x687, 0x697), (0x699, 0x6A3), (0x6A5, 0x6A8),
    (0x6AA, 0x6AE), (0x6B0, 0x6CB), (0x6CD, 0x6D3), (0x6D5, 0x6D5), (0x6EE, 0x6EF),
    (0x6FA, 0x6FF), (0x8D4, 0x8FF), (0xFDF0, 0xFDF9), (0xFDFB, 0xFDFD),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Face:
    """A font file of a package, and the parts that it is cut into."""

    family: str
    package: str
    source: str
    stem: str
    parts: tuple[tuple[str, Ranges], ...]
    weight: int = 400
    plain: bool = False  # only the features that a browser uses unasked: no alternates


@dataclass(frozen=True, slots=True)
class Fallback:
    """Fonts that stand in for a face that has not come in time, in its size and line height."""

    family: str
    locals: tuple[str, ...]
    size: float  # per cent: how wide the face sets Arabic, against the stand-in
    ascent: float  # of the face, in em
    descent: float
    weight: int = 0  # of the stand-ins, where theirs is not the usual


_ALL = (
    ("ar", ARABIC),
    ("latin", LATIN),
    ("latin-ext", LATIN_EXTENDED),
    ("arabic-ext", ARABIC_EXTENDED),
)
FACES = (
    Face("Amiri", "fontpkg_amiri", "Amiri-Regular.ttf", "amiri", _ALL),
    # A family of its own: a page in Amiri alone does not ask for it (client/text.js does).
    Face("Amiri Bold", "fontpkg_amiri", "Amiri-Bold.ttf", "amiri-bold", _ALL, 700),
    Face(
        "Archive Sans", "fontpkg_ibm_plex_sans_arabic", "IBMPlexSansArabic-Regular.ttf", "sans",
        (("ar", PLAIN_ARABIC),), plain=True,
    ),
)  # fmt: skip
# Latin letters of the interface are few: the reader's own sans sets them.
# "Plex" is a reserved name, and a subset is a modified version: ours bears another (OFL, 3).
# Sizes: how wide a face sets paragraphs of Arabic, in per cent of the stand-in's width (129 of the
# sample; the widest and the narrowest differ by a tenth).
# A bold one takes the size of its regular: a word of the same height.
FALLBACKS = (
    Fallback(
        "Amiri fallback", ("Noto Naskh Arabic", "Geeza Pro", "Times New Roman"), 96, 1.124, 0.634
    ),
    Fallback(
        "Amiri fallback",
        ("Noto Naskh Arabic Bold", "Geeza Pro Bold", "Times New Roman Bold"),
        96,
        1.124,
        0.634,
        weight=700,
    ),
    Fallback("Amiri on DejaVu", ("DejaVu Sans",), 78.8, 1.124, 0.634),
    Fallback("Amiri on DejaVu", ("DejaVu Sans Bold",), 78.8, 1.124, 0.634, weight=700),
    Fallback("Archive Sans fallback", ("Segoe UI", "SF Arabic", "Arial"), 104, 1.085, 0.415),
    Fallback("Archive Sans on DejaVu", ("DejaVu Sans",), 86.7, 1.085, 0.415),
)


def code_points(ranges: Ranges) -> set[int]:
    """List what *ranges* hold.

    >>> sorted(map(chr, code_points(((0x627, 0x628),))))
    ['ا', 'ب']
    """
    return {point for first, last in ranges for point in range(first, last + 1)}


def unicode_range(ranges: Ranges) -> str:
    """Write *ranges* as CSS does.

    >>> unicode_range(((0x20, 0x22), (0x60C, 0x60C)))
    'U+20-22,U+60C'
    """
    return ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in ranges)


def rename(font: TTFont, family: str) -> None:
    """Give *font* the name that it is shown under: *family*; its copyright line stays."""
    names = {1: family, 3: f"sitegen: {family}", 4: family, 6: family.replace(" ", "")}
    for record in font["name"].names:
        record.string = names.get(record.nameID, record.toUnicode())


def cut(
    source: Path, family: str, points: Iterable[int], target: Path, features: list[str]
) -> None:
    """Write the glyphs of *points* as WOFF2, with these layout *features*."""
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = features
    options.hinting = False
    options.drop_tables += ["DSIG", "FFTM", "meta"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.name_languages = [0x409]
    font = subset.load_font(str(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    rename(font, family)
    subset.save_font(font, str(target), options)


def font_face(face: Face, part: str, ranges: Ranges) -> str:
    """Write the rule that brings one file.

    What has not come when text is painted is for the next page: nothing jumps (``optional``).
    """
    return (
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};font-display:optional;'
        f'src:url("fonts/{face.stem}-{part}.woff2") format("woff2");'
        f"unicode-range:{unicode_range(ranges)}}}\n"
    )


def fallback_face(fallback: Fallback) -> str:
    """Write the rule of a stand-in: local fonts in the metrics of ours."""
    sources = ",".join(f'local("{name}")' for name in fallback.locals)
    scale = fallback.size / 100
    return (
        f'@font-face{{font-family:"{fallback.family}";'
        f"{f'font-weight:{fallback.weight};' if fallback.weight else ''}"
        f"src:{sources};size-adjust:{fallback.size}%;"
        f"ascent-override:{fallback.ascent / scale:.1%};"
        f"descent-override:{fallback.descent / scale:.1%};line-gap-override:0%}}\n"
    )


def main(theme: Path) -> None:
    """Cut all faces into *theme*/fonts and write *theme*/css/fonts.css."""
    fonts = theme / "fonts"
    fonts.mkdir(parents=True, exist_ok=True)
    rules = []
    for face in FACES:
        package = Path(str(importlib.import_module(face.package).__file__)).parent
        for part, ranges in face.parts:
            target = fonts / f"{face.stem}-{part}.woff2"
            features = LATIN_FEATURES if "latin" in part else ["*"]
            if face.plain:
                features = list(subset.Options().layout_features)
            cut(
                package / "files" / face.source,
                face.family.removesuffix(" Bold"),
                code_points(ranges),
                target,
                features,
            )
            rules.append(font_face(face, part, ARABIC if part == "ar" else ranges))
            sys.stdout.write(f"{target.name} {target.stat().st_size}\n")
        shutil.copyfile(package / "LICENSE", fonts / f"OFL-{face.stem.split('-')[0]}.txt")
    rules += [fallback_face(fallback) for fallback in FALLBACKS]
    (theme / "css" / "fonts.css").write_text("".join(rules), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(__file__).resolve().parent.parent / "templates")
