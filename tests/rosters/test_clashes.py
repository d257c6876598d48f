"""Who has the car of a row at the same time, by what is on record."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from proctor.rosters.clashes import NAMED, Line, doubts_on_record
from proctor.rosters.sealing import sealed
from tests.audit.stories import WANG

MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)
CAR = replace(
    WANG,
    subject="road",
    room="京A1234学",
    seat="",
    starts=MIDNIGHT + timedelta(hours=20),
    ends=MIDNIGHT + timedelta(hours=25),
)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)), max_size=NAMED))
def test_everybody_on_record_who_overlaps_is_named_and_nobody_else(
    spans: list[tuple[int, int]],
) -> None:
    known = [
        replace(
            sealed(CAR, b"key"),
            serial=str(number),
            starts=MIDNIGHT + timedelta(hours=begin),
            ends=MIDNIGHT + timedelta(hours=begin + long),
        )
        for number, (begin, long) in enumerate(spans)
    ]
    wanted = {one.serial for one in known if one.starts < CAR.ends and CAR.starts < one.ends}
    found = doubts_on_record([Line(2, CAR)], known, {"vehicle": "kchp"})
    words = [doubt.message.removesuffix(".").partition("number ")[2] for doubt in found]
    assert {serial for text in words for serial in text.split(", ")} == wanted
    assert len(found) == bool(wanted)


def test_the_same_attempt_on_record_is_no_clash() -> None:
    assert doubts_on_record([Line(2, CAR)], [sealed(CAR, b"key")], {"vehicle": "kchp"}) == []
