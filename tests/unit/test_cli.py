"""Does the command line tell of itself, and do the documents name options that there are?"""

import importlib.util
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from sitegen.cli import app

ROOT = Path(__file__).parents[2]
IN_ORDER = (
    "new", "import", "export", "build", "publish", "serve", "search", "check", "compress",
    "freeze", "where", "entities",
)  # fmt: skip
OF_NAMES = ("suggest", "review", "export", "explain", "lint")
CALL = re.compile(r"\bsitegen ([a-z]+)((?: (?!\|)(?:[^\s`|;&]+))*)")


def commands(group, *path):
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, *path, name)
        else:
            yield (*path, name), command


COMMANDS = dict(commands(app))


def documents():
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def named(text):
    """Give what calls of a document name: the command, and an option of it."""
    for name, rest in CALL.findall(text):
        words = rest.split()
        path = (name, words[0]) if name == "entities" and words else (name,)
        if path in COMMANDS:
            for option in re.findall(r"(?<![^\s\[])--?[a-z][a-z-]*", rest):
                yield path, option


@pytest.mark.parametrize(("arguments", "listed"), [((), IN_ORDER), (("entities",), OF_NAMES)])
def test_alone_it_lists_its_commands_in_the_order_of_work(arguments, listed):
    done = CliRunner().invoke(app, arguments)
    told = done.output[done.output.index("Commands:") :].splitlines()[1:]
    assert tuple(line.split()[0] for line in told if line[2] != " ") == listed
    assert done.exit_code == 2


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_says_what_a_command_does_and_what_each_word_of_it_means(path):
    done = CliRunner().invoke(app, [*path, "--help"])
    assert done.exit_code == 0
    assert COMMANDS[path].help.splitlines()[0][:60] in done.output
    for parameter in COMMANDS[path].params:
        assert parameter.help, parameter.name
        assert parameter.help.split()[0] in done.output
        assert all(option in done.output for option in parameter.opts if option.startswith("-"))


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_documents_name_options_that_there_are(path):
    for command, option in named(path.read_text("utf-8")):
        known = {one for parameter in COMMANDS[command].params for one in parameter.opts}
        assert option in known | {"--help"}, f"sitegen {' '.join(command)} {option}"


def test_calls_in_documents_are_found():
    told = {pair for path in documents() for pair in named(path.read_text("utf-8"))}
    assert len(told) > 20


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("build", "a", "--acess", "public"), "Did you mean '--access'"),
        (("build", "a", "--access", "all"), "not one of 'public', 'metadata', 'closed'"),
        (("build", "a", "-j", "-1"), "-1 is not in the range"),
        (("build", "a", "b"), "unexpected extra argument (b)"),
        (("export", "csv", "a"), "Missing option '--output' / '-o'"),
        (("export", "package", "a", "-o", "b", "--date", "yesterday"), "'yesterday' is no day"),
        (("import", "pdf", "x", "-a", "a"), "'pdf' is not one of 'jsonl'"),
        (("import", "csv", "x", "-a", "a", "--map", "b="), "'b=' is not foreign=ours"),
        (("search", "public", "بيروت", "--json", "--csv"), "choose one: --json or --csv"),
        (("search", "public", "بيروت", "--sort", "left"), "add --kwic"),
        (("entities", "suggest", "a", "-n", "0"), "0 is not in the range"),
    ],
)
def test_wrong_usage_is_told_with_what_is_right(arguments, said):
    done = CliRunner().invoke(app, arguments)
    assert said in done.output
    assert done.exit_code == 2


@pytest.mark.parametrize("word", ["-مصر", '-"باب الخلق"', "-«الهلال»"])
def test_a_word_that_a_search_excludes_is_no_option(word, tmp_path):
    done = CliRunner().invoke(app, ["search", str(tmp_path), "بيروت", word, "-n", "1"])
    assert "No such option" not in done.output
    assert "there is no site with a search index here" in str(done.exception.problems[0])


@pytest.mark.parametrize(
    ("path", "name", "value"),
    [
        (("build",), "output", "public"), (("build",), "access", "public"),
        (("build",), "jobs", 0), (("serve",), "port", 8000), (("search",), "limit", 10),
        (("search",), "sort", "relevance"), (("search",), "passages", 1),
        (("entities", "suggest"), "limit", 500), (("entities", "review"), "limit", 1000),
        (("entities", "export"), "form", "yaml"), (("where",), "archive", "."),
    ],
)  # fmt: skip
def test_what_is_not_said_has_the_value_that_help_tells(path, name, value):
    parameter = next(one for one in COMMANDS[path].params if one.name == name)
    assert parameter.default == value
    assert str(value) in CliRunner().invoke(app, [*path, "--help"]).output or name == "archive"


def test_the_page_of_commands_is_what_their_help_says():
    spec = importlib.util.spec_from_file_location("commands", ROOT / "tools" / "commands.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    page = (ROOT / "docs" / "commands.md").read_text("utf-8")
    assert page == module.text(), "run: make commands"
