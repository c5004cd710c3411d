"""How are records written, so that an editor reads them and a second import finds them equal?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

# What YAML takes without quotes, in a list too: words of letters; ids; numbers that stay text.
_LETTERS = "A-Za-z\u00c0-\u024f\u02be\u02bf\u1e00-\u1eff\u0621-\u063a\u0640-\u0655\u0670-\u06d3"
_PLAIN = re.compile(rf"[{_LETTERS}]+( [{_LETTERS}]+)*")
_ID = re.compile(r"[A-Za-z][A-Za-z0-9]*([:_.-][A-Za-z0-9]+)*")
# What YAML refuses, or takes for a line end, inside quotes.
_UNSAFE = re.compile("[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]")
_RESERVED = frozenset(["null", "true", "false", "yes", "no", "on", "off", "y", "n"])


def encode_jsonl(rows: Iterable[Mapping[str, Any]]) -> str:
    """Write records one a line."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def encode_yaml(rows: Iterable[Mapping[str, Any]]) -> str:
    """Write records as authoring.md shows them; reading gives the same values back.

    >>> print(encode_yaml([{"id": "l-1", "type": "place", "heading": "بيروت", "lat": 33.9,
    ...                     "variants": ["بيروت المحروسة", "no"]}]), end="")
    - id: l-1
      type: place
      heading: بيروت
      lat: 33.9
      variants: [بيروت المحروسة, "no"]
    """
    lines = []
    for row in rows:
        for n, (key, value) in enumerate(row.items()):
            lines.append(f"{'  ' if n else '- '}{key}: {_flow(value)}\n")
    return "".join(lines)


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_flow(str(k))}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, str):
        plain = _PLAIN.fullmatch(value) or _ID.fullmatch(value)
        if plain and value.lower() not in _RESERVED:
            return value
    quoted = json.dumps(value, ensure_ascii=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)
