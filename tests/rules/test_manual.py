"""Every rule has a manual page, a code and settings that make sense."""

from dataclasses import fields

import pytest

from proctor.codes import CODES
from proctor.observations import COLUMNS
from proctor.rules import RULES


@pytest.mark.parametrize("kind", RULES, ids=lambda kind: kind.code)
def test_the_manual_page_says_what_is_flagged_and_what_is_let_be(kind):
    page = kind.__doc__ or ""
    assert "Flags:" in page
    assert "Lets be:" in page


@pytest.mark.parametrize("kind", RULES, ids=lambda kind: kind.code)
def test_the_code_is_in_the_catalogue_and_the_columns_exist(kind):
    assert kind.code in CODES
    assert kind.shows
    assert set(kind.shows) <= set(COLUMNS)
    assert kind.needs
    assert kind.kinds
    assert kind.subjects


@pytest.mark.parametrize("kind", RULES, ids=lambda kind: kind.code)
def test_every_setting_of_its_own_has_its_sentence(kind):
    inherited = {field.name for field in fields(RULES[0].__mro__[1])}
    source = __import__(kind.__module__, fromlist=["x"]).__loader__.get_source(kind.__module__)
    for field in fields(kind):
        if field.name not in inherited:
            after = source.split(f"    {field.name}: ")[1].splitlines()[1].strip()
            assert after.startswith('"""'), field.name


def test_no_code_has_two_rules():
    assert len({kind.code for kind in RULES}) == len(RULES)
