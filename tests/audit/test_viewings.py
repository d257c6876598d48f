"""Whoever reads the names of candidates is on record, and stays there."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from proctor.audit import Record
from tests.audit.stories import MORNING, StandingClock


def test_a_look_at_names_tells_who_when_and_whose(record: Record) -> None:
    record.add_viewing("Officer Li", "li", "proctor flags level=1", frozenset(("2", "1")))
    record.add_viewing("Officer Wu", "li", "proctor sessions attempts", frozenset())
    first, second = record.viewings()
    assert (first.by, first.login, first.serials) == ("Officer Li", "li", ("1", "2"))
    assert first.asked == "proctor flags level=1"
    assert first.at == second.at == StandingClock().now()
    assert record.viewings(serial="2") == [first]
    assert record.viewings(serial="3") == []


def test_looks_are_found_by_their_time(record: Record) -> None:
    record.add_viewing("Li", "li", "flags", frozenset("1"))
    (look,) = record.viewings()
    assert record.viewings(look.at, look.at + timedelta(seconds=1)) == [look]
    assert record.viewings(end=look.at) == []
    assert record.viewings(start=look.at + timedelta(seconds=1)) == []
    assert MORNING.tzinfo is not None


def test_nobody_takes_a_look_back(record: Record) -> None:
    record.add_viewing("Li", "li", "flags", frozenset("1"))
    for statement in ("DELETE FROM viewings", "UPDATE viewings SET viewer = 'Wu'"):
        with (
            pytest.raises(sa.exc.DatabaseError),
            record._database.writing() as connection,
        ):
            connection.execute(sa.text(statement))
    assert [one.by for one in record.viewings()] == ["Li"]
