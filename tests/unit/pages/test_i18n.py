"""Claims about the interface's words."""

from __future__ import annotations

import importlib.util
import json
import pickle
import re

import pytest

from sitegen.pages.i18n import Words, direction, words


@pytest.fixture(scope="module")
def catalogues(root):
    spec = importlib.util.spec_from_file_location("catalogues", root / "tools" / "catalogues.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_the_committed_json_is_what_the_catalogue_compiles_to(language, catalogues, root):
    written = (root / "sitegen" / "locale" / f"{language}.json").read_text(encoding="utf-8")
    assert written == catalogues.encode(catalogues.compiled(language))


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_everything_said_is_in_the_catalogue_and_nothing_else(language, catalogues):
    found = catalogues.compiled(language)
    known = {*found["messages"], *found["plurals"]}
    said = catalogues.spoken() - catalogues._second_forms()
    assert said - known == set()
    assert known - said == set()


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_places_in_braces_survive_translation(language, catalogues):
    found = catalogues.compiled(language)
    for message, translation in found["messages"].items():
        assert sorted(re.findall(r"\{\w+\}", message)) == sorted(
            re.findall(r"\{\w+\}", translation)
        ), message


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_pages_say_nothing_that_the_catalogue_lacks(language, make_archive, monkeypatch):
    missing = set()
    original = Words.text

    def text(self, message):
        if self.language == language and message not in self.messages and message.strip():
            missing.add(message)
        return original(self, message)

    monkeypatch.setattr(Words, "text", text)
    from sitegen.config import Site  # noqa: PLC0415

    make_archive(Site(title="x", language=language)).pages()
    assert missing == set()


def test_arabic_has_six_forms():
    forms = json.dumps(words("ar").plurals["{n} document"], ensure_ascii=False)
    said = [words("ar").count("{n} document", "{n} documents", n) for n in (0, 1, 2, 3, 11, 100)]
    assert len(set(said)) == 6, forms
    assert said[2] == "وثيقتان"


def test_words_cross_a_process_border():
    assert pickle.loads(pickle.dumps(words("ar", "latn"))) is words("ar", "latn")


def test_digits_follow_the_site():
    assert words("ar", "latn").number(12345) == "12,345"
    assert words("fr").number(12345) == "12\N{NARROW NO-BREAK SPACE}345"


def test_a_script_in_the_tag_decides_the_direction():
    assert direction("ar") == direction("az-Arab") == "rtl"
    assert direction("ar-Latn") == direction("de") == "ltr"
