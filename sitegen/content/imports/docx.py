"""What does a Word file say?

The door to mammoth (extra ``docx``): it gives HTML with headings, notes, italics, tables and
pictures, and pages.py reads that. A file that is no .docx, or unpacks without measure, is refused.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from io import BytesIO
from typing import Any

from sitegen.content.imports.pictures import Pictures
from sitegen.errors import Place, Problem

_MOST = 1 << 29  # bytes that a file may unpack to
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='العنوان'] => h1:fresh
p[style-name='Quote'] => blockquote:fresh
p[style-name='Intense Quote'] => blockquote:fresh
p[style-name='Verse'] => p.verse:fresh
p[style-name='شعر'] => p.verse:fresh
"""
_INSTALL = "install it: pip install 'sitegen[docx]'"


def page_of(
    raw: bytes, name: str, pictures: Pictures, dropped: Counter[str]
) -> tuple[str, dict[str, str], list[Problem]]:
    """Give a Word file as an HTML page, and what its properties say."""
    problems = _refused(raw, name)
    if problems:
        return "", {}, problems
    try:
        import mammoth  # noqa: PLC0415 - an extra
    except ImportError:
        return "", {}, [Problem(Place(name), "Word files need mammoth", fix=_INSTALL)]

    def image(found: Any) -> dict[str, str]:
        with found.open() as file:
            ending = found.content_type.partition("/")[2].replace("svg+xml", "svg")
            target = pictures.put(file.read(), f"picture.{ending}", dropped)
        return {"src": target}

    try:
        told = mammoth.convert_to_html(
            BytesIO(raw), style_map=_STYLES, convert_image=mammoth.images.img_element(image)
        )
        about = _properties(raw)
    except Exception as error:  # noqa: BLE001 - whatever a broken file makes a library raise
        why = f"{type(error).__name__}: {error}"[:200]
        fix = "open it in Word or LibreOffice and save it again as .docx"
        return "", {}, [Problem(Place(name), "this Word file is broken", why, fix)]
    for message in told.messages:
        what = re.sub(r"'[^']*'|\(Style ID[^)]*\)", "", message.message).strip(" :")
        dropped[f"Word: {what}"] += 1
    return f"<html><body>{told.value}</body></html>", about, []


def _refused(raw: bytes, name: str) -> list[Problem]:
    place = Place(name)
    try:
        with zipfile.ZipFile(BytesIO(raw)) as packed:
            inside = packed.infolist()
            if "word/document.xml" not in {one.filename for one in inside}:
                what, fix = "this zip is no Word file", "open it in Word and save it as .docx"
                return [Problem(place, what, "it holds no word/document.xml", fix)]
            if sum(one.file_size for one in inside) > _MOST:
                return [Problem(place, f"this unpacks to more than {_MOST >> 20} MB")]
            for one in inside:
                if one.filename.endswith((".xml", ".rels")):
                    with packed.open(one) as file:
                        if _DOCTYPE.search(file.read(4096)):
                            what = "this Word file declares XML entities"
                            return [Problem(place, what, "Word writes none", "do not trust it")]
    except Exception as error:  # noqa: BLE001 - a damaged zip makes zipfile raise anything
        fix = "open it in Word or LibreOffice and save it as .docx"
        return [Problem(place, "this is no .docx file", str(error)[:200], fix)]
    return []


def _properties(raw: bytes) -> dict[str, str]:
    """Read the title and the author that the file's properties name."""
    with zipfile.ZipFile(BytesIO(raw)) as packed:
        if "docProps/core.xml" not in packed.namelist():
            return {}
        told = packed.read("docProps/core.xml").decode("utf-8", "replace")
    found = {}
    for key, tag in (
        ("title", "dc:title"),
        ("authors", "dc:creator"),
        ("summary", "dc:description"),
    ):
        value = re.search(rf"<{tag}[^>]*>([^<]*)</{tag}>", told)
        if value and value[1].strip():
            found[key] = value[1].strip()
    return found
