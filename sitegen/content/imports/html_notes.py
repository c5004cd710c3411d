"""Which parts of a page are footnotes, and where are they called?

Word, mammoth, WordPress and hand-made pages agree in one thing: a call is a link whose text is a
number or a star, and it leads to a later part that leads back, or that begins with the same sign.
"""

from __future__ import annotations

import re
from typing import Any

_SIGN = re.compile(r"[\[\(\s]*([0-9٠-٩۰-۹]{1,4}|[*†‡]{1,3}|[ivx]{1,5})[\]\)\s.]*")
_BACK = re.compile(r"[\[\(\s]*(?:[0-9٠-٩۰-۹]{1,4}|[*†‡]{1,3}|[ivx]{1,5}|[↑↩^⤴\ufe0e]+)[\]\)\s.]*")
_BLOCKS = ("li", "p", "dd", "div", "tr", "td", "section")


def take_notes(root: Any) -> tuple[dict[Any, str], dict[str, Any]]:
    """Take the notes out of a tree; give each call's label, and each label's element.

    Labels count from 1 in the order of the calls.

    >>> import lxml.html
    >>> root = lxml.html.fromstring('<div><p>أ<a href="#n" id="r">[1]</a></p>'
    ...                             '<p id="n"><a href="#r">[1]</a> ب</p></div>')
    >>> calls, notes = take_notes(root)
    >>> list(calls.values()), notes["1"].text_content().strip()
    (['1'], 'ب')
    """
    links = [a for a in root.iter("a") if (a.get("href") or "").startswith("#")]
    if not links:
        return {}, {}
    order = {node: n for n, node in enumerate(root.iter("*"))}
    targets: dict[str, Any] = {}
    for node in order:
        for name in (node.get("id"), node.get("name")):
            if name:
                targets.setdefault(name, node)
    notes: dict[Any, str] = {}
    calls: dict[Any, str] = {}
    for link in links:
        target = targets.get(link.get("href")[1:])
        sign = _SIGN.fullmatch(link.text_content() or "")
        if target is None or sign is None or order[target] <= order[link]:
            continue
        note = _note_at(target, root, targets)
        if note is None or link in note.iter("a") or not _is_note(note, sign[1]):
            continue
        calls[link] = notes.setdefault(note, str(len(notes) + 1))
    for note in notes:
        _cut_backlinks(note, targets)
        note.drop_tree()
    return calls, {label: note for note, label in notes.items()}


def _note_at(target: Any, root: Any, targets: dict[str, Any]) -> Any:
    """Climb to the block that is the note: all paragraphs that share its frame."""
    node = target
    while node is not None and node is not root and node.tag not in _BLOCKS:
        node = node.getparent()
    if node is None or node is root:
        return None
    parent = node.getparent()
    named = set(targets.values())
    while parent is not None and parent is not root and parent.tag in ("div", "tr", "li"):
        others = [
            one for one in parent.iter("*") if one in named and one not in set(node.iter("*"))
        ]
        if [one for one in others if one is not parent and one.tag in ("a", "p", "li", "div")]:
            break
        node, parent = parent, parent.getparent()
    return node


def _is_note(note: Any, sign: str) -> bool:
    leads_back = any((a.get("href") or "").startswith("#") for a in note.iter("a"))
    return leads_back or note.text_content().strip().lstrip("[(").startswith(sign)


def _cut_backlinks(note: Any, targets: dict[str, Any]) -> None:
    for link in [a for a in note.iter("a") if (a.get("href") or "").startswith("#")]:
        parent = link.getparent()
        is_back = _BACK.fullmatch(link.text_content() or "") and link.get("href")[1:] in targets
        if not is_back or parent is None or link is note:
            continue
        link.drop_tree()
        if parent.tag == "sup" and parent is not note and not parent.text_content().strip():
            parent.drop_tree()
    begin = next((one for one in note.iter("*") if (one.text or "").strip()), None)
    if begin is not None:
        begin.text = re.sub(r"^[\s\[\(]*[0-9٠-٩]{1,4}[\]\).:-]+\s*", "", begin.text)
