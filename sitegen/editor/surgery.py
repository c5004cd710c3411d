"""How is one value put into a file, and nothing else in it disturbed?

YAML is cut at the places that its parser names: comments, order, quotes and spaces stay as they
are. A row of JSONL or CSV is written anew, all others keep their bytes.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from typing import Any

import yaml

from sitegen.entities.encode import encode_yaml

_END = re.compile(r"\r\n|\n|\r|\Z")


class RefusedError(Exception):
    """A value that cannot be put in without disturbing the rest; the sentence says why."""


def yaml_value(value: Any) -> str:
    """Write a value as YAML has it on one line.

    >>> yaml_value("محمد عبده"), yaml_value({"عبده": "p-1"}), yaml_value("a: b")
    ('محمد عبده', '{عبده: p-1}', '"a: b"')
    """
    return encode_yaml([{"x": value}])[5:-1]


class YamlText:
    """A YAML text under the knife; every cut is made on the text as the last one left it."""

    def __init__(self, text: str) -> None:
        self.text = text

    def add_to_record(self, record: str, key: str, value: str) -> None:
        """Add *value* to the list *key* of the record whose id is *record*, in a list of records.

        >>> text = YamlText("- id: p-1  # the reformer\\n  heading: محمد عبده\\n")
        >>> text.add_to_record("p-1", "variants", "الأستاذ الإمام")
        >>> print(text.text, end="")
        - id: p-1  # the reformer
          heading: محمد عبده
          variants: [الأستاذ الإمام]
        """
        root = self._root()
        nodes = root.value if isinstance(root, yaml.SequenceNode) else []
        for node in nodes:
            if isinstance(node, yaml.MappingNode) and _get(node, "id") == record:
                self._add_to_list(node, key, value)
                return
        raise RefusedError(f"no record has the id '{record}' on a line of its own")

    def add_rule(self, key: str, record: str, surface: str = "") -> None:
        """Add a rule to the mapping ``entities`` of a front matter.

        >>> text = YamlText("title: لا\\nentities: {link: [p-2]}  # sure\\n")
        >>> text.add_rule("as", "p-1", "الإمام")
        >>> text.add_rule("link", "p-3")
        >>> print(text.text, end="")
        title: لا
        entities: {link: [p-2, p-3], as: {الإمام: p-1}}  # sure
        """
        root = self._root()
        if not isinstance(root, yaml.MappingNode):
            raise RefusedError("the front matter is no mapping")
        rule: Any = {surface: record} if key == "as" else [record]
        rules = _value_of(root, "entities")
        if rules is None:
            self._add_pair(root, "entities", {key: rule})
        elif not isinstance(rules, yaml.MappingNode):
            raise RefusedError("'entities' of the front matter is no mapping")
        elif key != "as":
            self._add_to_list(rules, key, record)
        else:
            self._add_surface(rules, surface, record)

    def _add_surface(self, rules: yaml.MappingNode, surface: str, record: str) -> None:
        inner = _value_of(rules, "as")
        if inner is None:
            self._add_pair(rules, "as", {surface: record})
        elif not isinstance(inner, yaml.MappingNode):
            raise RefusedError("'as' of the front matter is no mapping")
        elif (given := _value_of(inner, surface)) is not None:
            if given.value != record:
                raise RefusedError(f"'as' says already whom '{surface}' means: '{given.value}'")
        else:
            self._add_pair(inner, surface, record)

    def _root(self) -> yaml.Node:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        root = yaml.compose(self.text, Loader=loader)
        if root is None:
            raise RefusedError("it holds nothing")
        return root

    def _add_to_list(self, mapping: yaml.MappingNode, key: str, value: str) -> None:
        node = _value_of(mapping, key)
        if node is None:
            self._add_pair(mapping, key, [value])
        elif isinstance(node, yaml.MappingNode):
            raise RefusedError(f"'{key}' is no list")
        elif isinstance(node, yaml.ScalarNode):
            self._widen(node, value)
        elif any(item.value == value for item in node.value):
            return
        elif node.flow_style and node.value:
            self._insert(self._at(node.value[-1].end_mark), f", {yaml_value(value)}")
        elif node.flow_style:
            self._insert(self._at(node.end_mark) - 1, yaml_value(value))
        else:
            indent = " " * node.start_mark.column
            self._insert_line(node.value[-1], f"{indent}- {yaml_value(value)}")

    def _widen(self, node: yaml.ScalarNode, value: str) -> None:
        """Make a list of a text that stood alone."""
        start, end = self._at(node.start_mark), self._at(node.end_mark)
        old = self.text[start:end]
        if node.style in ("|", ">") or "\n" in old:
            raise RefusedError("a text of several lines stands where a list should")
        if node.value == value:
            return
        gap = "" if start and self.text[start - 1].isspace() else " "
        listed = (
            f"[{yaml_value(node.value)}, {yaml_value(value)}]" if old else f"[{yaml_value(value)}]"
        )
        self.text = self.text[:start] + gap + listed + self.text[end:]

    def _add_pair(self, mapping: yaml.MappingNode, key: str, value: Any) -> None:
        pair = f"{yaml_value(key)}: {yaml_value(value)}"
        if mapping.flow_style:
            last = mapping.value[-1][1] if mapping.value else None
            at = self._at(last.end_mark) if last else self._at(mapping.end_mark) - 1
            self._insert(at, f", {pair}" if last else pair)
            return
        for key_node, value_node in reversed(mapping.value):
            is_one_line = value_node.start_mark.line == value_node.end_mark.line
            if is_one_line and getattr(value_node, "style", "") not in ("|", ">"):
                self._insert_line(value_node, " " * key_node.start_mark.column + pair)
                return
        raise RefusedError(f"no line is fit to have '{key}' behind it")

    def _insert_line(self, after: yaml.Node, line: str) -> None:
        """Put a line behind the one on which a node ends, its comment included."""
        end = _END.search(self.text, self._at(after.end_mark))
        at = end.start() if end else len(self.text)
        brake = end[0] if end and end[0] else "\n"
        self._insert(at, brake + line)

    def _insert(self, at: int, text: str) -> None:
        self.text = self.text[:at] + text + self.text[at:]

    def _at(self, mark: Any) -> int:
        """Give the offset of a place that the parser names by line and column."""
        lines = re.split("(\r\n|[\n\r\u0085\u2028\u2029])", self.text)
        return sum(map(len, lines[: 2 * mark.line])) + int(mark.column)


def _value_of(mapping: yaml.MappingNode, key: str) -> Any:
    for key_node, value in mapping.value:
        if key_node.value == key:
            return value
    return None


def _get(mapping: yaml.MappingNode, key: str) -> str:
    node = _value_of(mapping, key)
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


# -- rows -----------------------------------------------------------------------------------------


def edit_json_line(line: str, path: Sequence[str], value: str, *, is_key: bool = False) -> str:
    """Add *value* to the list, or with *is_key* set the text, that *path* leads to in one object.

    >>> edit_json_line('{"id":"a","entities":{"link":["p-1"]}}', ["entities", "link"], "p-2")
    '{"id":"a","entities":{"link":["p-1","p-2"]}}'
    >>> edit_json_line('{"id": "a"}', ["entities", "as", "الإمام"], "p-2", is_key=True)
    '{"id": "a", "entities": {"as": {"الإمام": "p-2"}}}'
    """
    bare = line.rstrip("\r\n")
    row = json.loads(bare)
    _put(row, path, value, is_key=is_key)
    is_ascii = bare.isascii() and "\\u" in bare
    tight = json.dumps(json.loads(bare), ensure_ascii=is_ascii, separators=(",", ":")) == bare
    separators = (",", ":") if tight else (", ", ": ")
    written = json.dumps(row, ensure_ascii=is_ascii, separators=separators)
    return written + line[len(bare) :]


def _put(row: dict[str, Any], path: Sequence[str], value: str, *, is_key: bool) -> None:
    inner = row
    for key in path[:-1]:
        if inner.get(key) is None:
            inner[key] = {}
        inner = inner[key]
        if not isinstance(inner, dict):
            raise RefusedError(f"'{key}' of the row is no mapping")
    last = path[-1]
    if is_key:
        if inner.get(last, value) != value:
            raise RefusedError(f"'as' says already whom '{last}' means: '{inner[last]}'")
        inner[last] = value
        return
    given = inner.get(last) or []
    listed = [given] if isinstance(given, str) else list(given)
    inner[last] = listed if value in listed else [*listed, value]


def edit_csv(text: str, line: int, key: str, value: str) -> str:
    """Add *value* to the cell *key*, parted by bars, of the row that begins on *line*.

    >>> edit_csv("id,variants\\np-1,ا\\np-2,\\n", 2, "variants", "ب")
    'id,variants\\np-1,ا|ب\\np-2,\\n'
    """
    lines = text.splitlines(keepends=True)
    names = [name.strip() for name in next(csv.reader(lines[:1]), [])]
    names = [name.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}") for name in names]
    if key not in names:
        raise RefusedError(f"the table has no column '{key}'; add it to the first line")
    reader = csv.reader(io.StringIO("".join(lines[line - 1 :]), newline=""))
    cells = next(reader)
    taken = reader.line_num
    cells += [""] * (len(names) - len(cells))
    at = names.index(key)
    parts = [part for part in cells[at].split("|") if part.strip()]
    cells[at] = "|".join(parts if value in parts else [*parts, value])
    end = "\r\n" if lines[line - 1].endswith("\r\n") else "\n"
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=end).writerow(cells)
    return "".join([*lines[: line - 1], out.getvalue(), *lines[line - 1 + taken :]])
