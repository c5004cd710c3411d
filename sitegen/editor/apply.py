"""How do decisions get into the archive's files? All of them, or none.

Every file is changed in memory first and read again by the build's own readers; only when no
problem is left are the files written, each aside and then renamed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sitegen.config import Site
from sitegen.content.frontmatter import read_front_matter
from sitegen.editor.changes import AddName, AddRecord, AddRule, Change, PassOver
from sitegen.editor.suggest import PASSED_OVER
from sitegen.editor.surgery import RefusedError, YamlText, edit_csv, edit_json_line
from sitegen.entities.authority import Authority, read_authority
from sitegen.entities.encode import encode_yaml
from sitegen.entities.files import read_texts
from sitegen.errors import CorpusError, Place, Problem

NEW_RECORDS = "entities/suggested.yml"
_YAML = (".yml", ".yaml")


@dataclass(frozen=True, slots=True)
class Applied:
    """What was done: how many decisions of each kind, and the files that were written."""

    records: int = 0
    names: int = 0
    rules: int = 0
    passed_over: int = 0
    files: tuple[str, ...] = ()


@dataclass(slots=True)
class _Desk:
    """The files that are being changed, as texts, and what went wrong."""

    root: Path
    texts: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def change(self, path: str, change: Change, edit: Callable[[str], str]) -> None:
        """Change one file's text; a refusal is a problem at the row that asked for it."""
        try:
            self.texts[path] = edit(self.text(path))
        except RefusedError as error:
            what = f"{path} cannot be changed"
            self.problems.append(Problem(change.place, what, str(error), "change it by hand"))

    def text(self, path: str) -> str:
        """Give a file's text as it stands by now."""
        if path in self.texts:
            return self.texts[path]
        file = self.root / path
        try:
            return file.read_bytes().decode("utf-8") if file.is_file() else ""
        except UnicodeDecodeError as error:
            raise RefusedError("it is packed, or not written in UTF-8") from error


def apply_changes(
    root: Path,
    changes: Iterable[Change],
    problems: Sequence[Problem],
    documents: Mapping[str, Place],
    site: Site,
) -> Applied:
    """Apply decisions; CorpusError with every problem of them, and then nothing is written.

    *documents* leads from the ids that the decisions name to where these documents are.
    """
    desk = _Desk(root, problems=list(problems))
    read: list[Problem] = []
    authority, before = read_authority(list(read_texts(root, read)), site)
    done = list(changes)
    for change in done:
        _apply(desk, change, authority, documents)
    if not desk.problems:
        desk.problems += _new_problems(desk, [*read, *before], site)
    if desk.problems:
        raise CorpusError(desk.problems)
    files = [path for path, text in sorted(desk.texts.items()) if text != _on_disk(root / path)]
    for path in files:
        write_file(root / path, desk.texts[path])
    return Applied(
        records=sum(isinstance(change, AddRecord) for change in done),
        names=sum(isinstance(change, AddName) for change in done),
        rules=sum(isinstance(change, AddRule) for change in done),
        passed_over=sum(isinstance(change, PassOver) for change in done),
        files=tuple(files),
    )


def _apply(
    desk: _Desk, change: Change, authority: Authority, documents: Mapping[str, Place]
) -> None:
    if isinstance(change, AddRecord):
        added = encode_yaml([change.record])
        desk.change(NEW_RECORDS, change, lambda text: _ended(text) + added)
    elif isinstance(change, PassOver):
        desk.change(PASSED_OVER, change, lambda text: _ended(text) + change.name + "\n")
    elif isinstance(change, AddName):
        place = authority[change.record].place
        desk.change(place.path, change, lambda text: _with_name(text, place, change))
    else:
        where = documents.get(change.document)
        if where is None:
            what = f"there is no document '{change.document}'"
            why = "the row is older than the archive"
            desk.problems.append(Problem(change.place, what, why, "take a new list"))
        else:
            path = _rules_file(desk.root, where.path)
            place = Place(path, where.line)
            desk.change(path, change, lambda text: _with_rule(text, place, change))


def _with_name(text: str, place: Place, change: AddName) -> str:
    if place.path.lower().endswith(_YAML):
        cut = YamlText(text)
        cut.add_to_record(change.record, change.key, change.text)
        return cut.text
    if place.path.lower().endswith(".jsonl"):
        return _with_line(text, place.line, [change.key], change.text)
    return edit_csv(text, place.line, change.key, change.text)


def _with_rule(text: str, place: Place, change: AddRule) -> str:
    ending = place.path.lower().rpartition(".")[2]
    if ending == "jsonl":
        path = ["entities", change.key, *filter(None, [change.surface])]
        return _with_line(text, place.line, path, change.record, is_key=change.key == "as")
    if f".{ending}" in _YAML:
        return _cut_rule(text, change)
    if ending in ("md", "markdown", "txt"):
        front, problems = read_front_matter(text, place.path)
        opening = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")[:3]
        if problems or not front.begin or opening != "---":
            raise RefusedError("it has no front matter in YAML, between --- lines")
        begin = text.index("\n") + 1
        return text[:begin] + _cut_rule(text[begin : front.begin], change) + text[front.begin :]
    raise RefusedError(f"a document of .{ending} has no front matter")


def _cut_rule(text: str, change: AddRule) -> str:
    """Change the mapping at the head of *text*; what follows a closing line is left alone."""
    for mark in ("\n---", "\n..."):
        at = text.rfind(mark)
        if at >= 0:
            cut = YamlText(text[: at + 1])
            cut.add_rule(change.key, change.record, change.surface)
            return cut.text + text[at + 1 :]
    cut = YamlText(text)
    cut.add_rule(change.key, change.record, change.surface)
    return cut.text


def _with_line(
    text: str, number: int, path: Sequence[str], value: str, *, is_key: bool = False
) -> str:
    lines = text.split("\n")
    lines[number - 1] = edit_json_line(lines[number - 1], path, value, is_key=is_key)
    return "\n".join(lines)


def _rules_file(root: Path, path: str) -> str:
    """Name the file that holds a document's metadata: a text's sidecar where there is one.

    That of a file of TEI speaks for all documents in it, and takes no rules.
    """
    stem = path.rpartition(".")[0]
    if path.endswith(".txt"):
        for ending in _YAML:
            if (root / f"{stem}{ending}").is_file():
                return f"{stem}{ending}"
    return path


def _new_problems(desk: _Desk, before: Iterable[Problem], site: Site) -> list[Problem]:
    """Read the authority as it will be; what was wrong with it before is not our doing."""
    ignored: list[Problem] = []
    files = dict(read_texts(desk.root, ignored))
    files |= {path: text for path, text in desk.texts.items() if _is_authority(path)}
    _, after = read_authority(sorted(files.items()), site)
    known = {(p.place.path, p.what) for p in before}
    return [p for p in after if (p.place.path, p.what) not in known]


def _is_authority(path: str) -> bool:
    return path.startswith("entities/") and path.endswith((".yml", ".yaml", ".jsonl", ".csv"))


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


def _on_disk(path: Path) -> str | None:
    return path.read_bytes().decode("utf-8") if path.is_file() else None


def write_file(path: Path, text: str) -> None:
    """Put *text* in the place of a file in one go."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.new")
    try:
        aside.write_bytes(text.encode("utf-8"))
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
