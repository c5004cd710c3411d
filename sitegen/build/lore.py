"""What follows from a few files alone, and need not be made again while they stand?

The authority follows from ``entities/``, its names from the authority, the linker's lexicon from
both and from the words that the corpus uses as common ones; scripts and style sheet from theme and
configuration. Each is kept with a hash of what it follows from.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from sitegen.build.asked import Answers, answers
from sitegen.build.assets import ThemeFiles, theme_files
from sitegen.build.cache import Cache
from sitegen.build.collector import collector_at_rest
from sitegen.build.kept import links_of
from sitegen.build.load import Archive, read_records
from sitegen.build.look import Look
from sitegen.build.stamp import theme_stamp
from sitegen.build.units import key_of
from sitegen.config import Site
from sitegen.entities.authority import Authority
from sitegen.entities.changed import Changed, names_changed
from sitegen.entities.common import Use, common_beside, told_otherwise
from sitegen.entities.lexicon import Lexicon, build_lexicon
from sitegen.entities.names import Names, gather_names, one_word_names
from sitegen.errors import Problem
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.deck import Deck
from sitegen.pages.filed import Filed
from sitegen.pages.near import Near, related

Made = TypeVar("Made")
_COMPARED = ("authority", "lexicon", "names")  # of which the last state is asked for, too


class Templates(NamedTuple):
    """The code of templates, and what it was made of."""

    key: bytes
    code: Mapping[str, bytes]


class _Common(NamedTuple):
    """Which words are common beside each name, and a hash of the records."""

    key: bytes
    answers: Answers


@dataclass(frozen=True, slots=True)
class Lore:
    """Makes what follows from other things, once for each state of these."""

    cache: Cache | None
    root: Path
    inputs: Look
    names: list[Names] = field(default_factory=list)  # those of the authority, once gathered
    single: list[Mapping[str, Use]] = field(default_factory=list)  # of one word, once foreseen
    last: dict[str, tuple[bytes, Any]] = field(default_factory=dict)  # what was kept till now
    read: dict[str, bytes] = field(default_factory=dict)  # hashes of folders

    def kept(self, name: str, key: bytes, make: Callable[[], Made]) -> Made:
        """Give what was kept under *name* with this *key*, or make it, and keep it."""
        if self.cache is None:
            return make()
        found = self.cache.get(f"lore/{name}")
        if found is not None and found[0] == key:
            kept: Made = found[1]
            return kept
        if found is not None and name in _COMPARED:
            self.last[name] = found
        made = make()
        self.cache.put(f"lore/{name}", (key, made))
        return made

    def files(self, folder: str, more: object) -> bytes:
        """Hash the files of a folder of the archive, and whatever else counts."""
        if folder not in self.read:
            parts: list[bytes] = []
            for path in sorted(path for path in self.inputs.files if path.startswith(f"{folder}/")):
                parts += [f"\0{path}\0".encode("utf-8", "surrogatepass"), _bytes(self.root / path)]
            self.read[folder] = key_of(*parts)
        return key_of(repr(more).encode(), self.read[folder])

    def authority(self, root: Path, site: Site) -> tuple[Authority, tuple[Problem, ...]]:
        """Give the archive's records, and their problems."""
        key = self.files("entities", site)
        return self.kept("authority", key, lambda: read_records(root, site))

    def theme(self, archive: Archive) -> ThemeFiles:
        """Give the files that every page needs."""
        key = self.files("templates", (archive.site, theme_stamp()))
        return self.kept("theme", key, lambda: theme_files(archive))

    def templates(self, archive: Archive) -> Templates:
        """Give the code of templates that earlier builds compiled."""
        key = self.files("templates", (archive.site, theme_stamp()))
        found: Templates | None = self.cache.get("lore/templates") if self.cache else None
        return found if found and found.key == key else Templates(key, {})

    def keep_templates(self, known: Templates, compiled: Mapping[str, bytes]) -> None:
        """Keep the code of templates, where it is more than was *known*."""
        if self.cache and compiled.keys() != known.code.keys():
            self.cache.put("lore/templates", known._replace(code=dict(compiled)))

    def related(self, deck: Deck) -> Near:
        """Find the documents that are related, from what they are about and when they were."""
        last: Near | None = self.cache.get("lore/related") if self.cache else None
        found = related(deck, last)
        if self.cache and (last is None or found.others is not last.others):
            self.cache.put("lore/related", found)
        return found

    def file_titles(self, catalogue: Catalogue) -> None:
        """Find the order of the titles from the last one, where that was kept."""
        last: Filed | None = self.cache.get("lore/titles") if self.cache else None
        if last is not None:
            catalogue.filed_on(last)

    def keep_titles(self, catalogue: Catalogue) -> None:
        """Keep the order of the titles, where it was found in this process."""
        if self.cache and "filed" in catalogue.__dict__:
            self.cache.put("lore/titles", catalogue.filed)

    def common(
        self, archive: Archive, counts: Mapping[str, int], changed: Collection[str] | None = None
    ) -> frozenset[str]:
        """List the names of one word that the corpus uses as common words.

        *changed* forms are counted otherwise than when the last build asked; None: any may be.
        """
        key = self.files("entities", archive.site)
        last: _Common | None = self.cache.get("lore/common") if self.cache else None
        if last:
            self.last["common"] = (last.key, last.answers.words())
            if last.key == key and changed is not None and not last.answers.doubtful(changed):
                return last.answers.words()

        names = self.single.pop() if self.single else self._one_word_names(archive.authority, key)
        numbered = list(names)

        def beside(number: int, asked: Mapping[str, int]) -> Collection[str]:
            return common_beside(numbered[number], names, asked)

        standing = self._standing(last, key, names, changed) if last else None
        if standing:
            known = standing[0].renewed(standing[1], beside, counts)
        else:
            known = answers(range(len(numbered)), beside, dict(counts))
        if self.cache:
            self.cache.put("lore/common", _Common(key, known))
        return known.words()

    def _standing(
        self,
        last: _Common,
        key: bytes,
        names: Mapping[str, Use],
        changed: Collection[str] | None,
    ) -> tuple[Answers, list[int]] | None:
        """Give what was found when *names* were last asked for, and of which to ask again."""
        if changed is None or last.key == key:
            return None if changed is None else (last.answers, last.answers.doubtful(changed))
        asked_by, was = self.last.pop("names", (b"", {}))
        if asked_by != last.key:
            return None
        place = {name: n for n, name in enumerate(was)}
        found = last.answers.moved([place.get(name, -1) for name in names])
        others = told_otherwise(was, names)
        again = {n for n, name in enumerate(names) if name in others}
        return found, sorted(again.union(found.doubtful(changed)))

    def foresee(self, archive: Archive) -> None:
        """Gather now, while others read, the names that :meth:`common` is sure to ask for."""
        if self.cache is None or self.cache.get("lore/common") is None:
            key = self.files("entities", archive.site)
            self.single.append(self._one_word_names(archive.authority, key))

    def _one_word_names(self, authority: Authority, key: bytes) -> Mapping[str, Use]:
        def make() -> dict[str, Use]:
            with collector_at_rest():
                self.names.append(gather_names(authority.values()))
                return one_word_names(self.names[0], authority)

        return self.kept("names", key, make)

    def linked_with(self, archive: Archive, common: Collection[str]) -> bytes:
        """Give a hash of what documents are linked with."""
        key = self.files("entities", (archive.site, sorted(common)))
        return self.kept("links", key, lambda: links_of(archive.authority, common))

    def changed(
        self, lexicon: Lexicon, archive: Archive, common: Collection[str], links: bytes
    ) -> Changed | None:
        """Say what a text must hold to be linked otherwise than with what was known before.

        *links* is a hash of what all were linked with, *lexicon* what is known now. None where
        that is not kept, or any text may be.
        """
        _, (was, _) = self.last.pop("authority", (b"", (archive.authority, ())))
        _, used = self.last.pop("common", (b"", common))
        key, before = self.last.pop("lexicon", (b"", None))
        if key != links or links_of(was, used) != links:
            return None
        return names_changed(was, archive.authority, before, lexicon)

    def lexicon(self, archive: Archive, common: Collection[str], links: bytes) -> Lexicon:
        """Give what the linker knows; *links* is a hash of all that this follows from."""
        authority = archive.authority

        def make() -> Lexicon:
            names = self.names.pop() if self.names else None  # nobody else wants them
            return build_lexicon(authority, common, names)

        with collector_at_rest():  # half a million names hold no circle
            found = self.kept("lexicon", links, make)
            self.names.clear()
            return found


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes() if path.is_file() else b""  # no pipe, which would never end
    except OSError:
        return b""
