"""Every sentence has its Chinese, and the compiled catalogue is the one that is written down."""

import re
from string import Formatter

import click
import pytest

import cli
from proctor.i18n import _, activate, language, locale_language
from tests.house.test_docs import commands, script

catalogue = script("catalogue")


@pytest.fixture(scope="module")
def present():
    """Every sentence of today's sources, with the Chinese it has."""
    return catalogue.merged(catalogue.translated())


def test_every_sentence_has_its_chinese(present):
    assert catalogue.missing(present) == [], "run: make messages"


def test_no_translation_is_kept_for_a_sentence_that_is_gone(present):
    sentences = {message.id for message in present}
    assert {message.id for message in catalogue.translated()} <= sentences, "run: make messages"


def test_the_compiled_catalogue_is_fresh():
    written = catalogue.entries(catalogue.mo_bytes(catalogue.translated()))
    assert catalogue.entries(catalogue.MO.read_bytes()) == written, "run: make messages"


def test_the_chinese_fills_in_no_more_than_the_english_offers():
    for message in catalogue.translated():
        english = message.id if isinstance(message.id, tuple) else (message.id,)
        chinese = message.string if isinstance(message.string, tuple) else (message.string,)
        offered = set().union(*map(blanks, english))
        for text in chinese:
            assert blanks(text) <= offered, message.id


def blanks(text):
    """What a text has filled in."""
    named = {name for _, name, _, _ in Formatter().parse(text) if name} if "{" in text else set()
    return named | set(re.findall(r"%\((\w+)\)s", text))


def test_every_help_text_speaks_chinese():
    activate("zh")
    for words in commands():
        command = cli.door()
        for word in words:
            command = command.get_command(click.Context(command), word)
        assert re.search(r"[\u4e00-\u9fff]", _(command.help)), words


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "en_US:zh"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_locale_chooses_the_language(environ, expected):
    assert locale_language(environ) == expected


def test_a_sentence_without_translation_stays_as_it_is():
    activate("zh")
    assert language() == "zh"
    assert _("no such sentence") == "no such sentence"
