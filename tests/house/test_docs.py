"""Documents that cannot rot: they are read, and what they say is tried."""

import importlib.util
import re
import shlex

import click
import pytest

import cli
from tests.house.sources import ROOT

PAGES = ("docs/gateways.md", "docs/watching.md")
READMES = ("README.md", "README.zh-CN.md")


def script(name):
    """A script of docs/ as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def commands(group=None, path=()):
    """Every command as a tuple of words."""
    group = group or cli.door()
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        yield (*path, name)
        if isinstance(found, click.Group):
            yield from commands(found, (*path, name))


def parsed(words):
    """The command a line calls and the words left for it."""
    command, context = cli.door(), None
    words = cli.hoisted(words)
    while words and words[0] in cli.GLOBAL_OPTIONS:
        words = words[2:]
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        context = click.Context(command)
        found = command.get_command(context, words[0])
        if found is None:
            break
        command, words = found, words[1:]
    return command, words


def lines_of(name):
    """Every ``proctor …`` line of the code blocks of a document."""
    text = (ROOT / name).read_text("utf-8")
    blocks = re.findall(r"```(?:sh|console|bash)\n(.*?)```", text, re.DOTALL)
    for line in (
        line.strip().removeprefix("$ ") for block in blocks for line in block.splitlines()
    ):
        if re.match(r"(\.venv/bin/)?proctor\b", line):
            yield line


def test_the_reference_is_what_the_commands_say():
    reference = script("reference")
    assert reference.PAGE.read_text("utf-8") == reference.page(), "run: make docs"


def test_every_command_is_in_the_reference():
    page = (ROOT / "docs" / "cli.md").read_text("utf-8")
    for words in commands():
        assert f"## proctor {' '.join(words)}\n" in page


def test_the_list_of_commands_says_what_the_commands_say():
    for name, summary in cli.summaries().items():
        command = cli.door().get_command(click.Context(cli.door()), name)
        assert command.help == summary, name


@pytest.mark.parametrize("name", READMES)
def test_every_command_is_in_the_readme(name):
    text = (ROOT / name).read_text("utf-8")
    for command in cli.summaries():
        assert f"proctor {command}" in text, command


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md", *PAGES])
def test_every_line_to_type_is_a_command_with_options_it_has(name):
    for line in lines_of(name):
        words = shlex.split(line, comments=True)[1:]
        command, rest = parsed(words)
        context = click.Context(command, resilient_parsing=True)
        known = {o for p in command.get_params(context) for o in (*p.opts, *p.secondary_opts)}
        used = {word.partition("=")[0] for word in rest if word.startswith("-") and word != "-"}
        assert used <= known | {"--help", "--version"}, line


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md"])
def test_every_make_target_named_exists(name):
    text = (ROOT / name).read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)", text)) <= targets


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md", "CHANGELOG.md"])
def test_every_link_to_a_file_leads_somewhere(name):
    text = (ROOT / name).read_text("utf-8")
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
        if "://" not in target:
            assert (ROOT / target).exists(), target


def test_both_readmes_show_the_same_commands():
    assert [*lines_of("README.md")] == [*lines_of("README.zh-CN.md")]
