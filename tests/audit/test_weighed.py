"""Two cameras on one place: their flags are one happening, found anew whenever they are read."""

from dataclasses import replace
from datetime import timedelta

import pytest

from proctor.audit import Record
from proctor.findings import FlagQuery, FlagRow
from proctor.geometry import Box
from proctor.places import Place
from proctor.timeline import ClockMap
from tests.audit.stories import MORNING, recording, review, run, session

LATER = ClockMap(MORNING + timedelta(seconds=10), "given", 0.5)
"""The second camera's recording begins ten seconds after the first one's."""
SEAT = Place("7", "seat", Box(0.1, 0.1, 0.2, 0.3), (0.15, 0.2), "given")


def add(record: Record, name: str, camera: str, told, *, clock=None, subject="road") -> None:
    facts = recording(name, camera=camera, subject=subject, clock=clock)
    record.add_run(facts, replace(run(facts, [told]), places=(SEAT,)))


def rows(record: Record) -> dict[str, FlagRow]:
    return {row.camera: row for row in record.flags()}


def plan(record: Record, *cameras: str) -> None:
    record.add_exam_session(replace(session(), hall="川A1234学", subject="road", cameras=cameras))


def test_what_both_cameras_of_a_car_flag_at_once_is_one_happening(record: Record) -> None:
    add(record, "a", "inside", ("PHONE", "driver", 20, 26))
    add(record, "b", "front", ("PHONE", "driver", 11, 17), clock=LATER)
    apart = rows(record)
    assert not apart["inside"].weight.partners, "nobody knows that they are in one car"
    plan(record, "inside", "front")
    found = rows(record)
    inside, front = found["inside"].weight, found["front"].weight
    assert inside.partners == (found["front"].flag.id,)
    assert front.partners == (found["inside"].flag.id,)
    assert inside.group == front.group == min(inside.partners + front.partners)
    assert inside.gravity > apart["inside"].weight.gravity


def test_a_corroborated_flag_is_reviewed_before_a_surer_one_that_stands_alone(
    record: Record,
) -> None:
    plan(record, "inside", "front")
    add(record, "a", "inside", ("PHONE", "driver", 20, 26))
    add(record, "b", "front", ("PHONE", "driver", 11, 17), clock=LATER)
    alone = recording("c", camera="other", subject="road")
    record.add_run(alone, run(alone, [("PHONE", "driver", 5, 9)], score=0.9))
    listed = [row.camera for row in record.flags(FlagQuery(order="gravity"))]
    assert listed == ["inside", "front", "other"]
    assert record.next_pending().camera == "inside"


def test_a_decision_is_about_one_flag_and_its_partner_stays_pending(record: Record) -> None:
    plan(record, "inside", "front")
    add(record, "a", "inside", ("PHONE", "driver", 20, 26))
    add(record, "b", "front", ("PHONE", "driver", 11, 17), clock=LATER)
    record.add_review(review(rows(record)["inside"].flag.id))
    assert (rows(record)["inside"].state, rows(record)["front"].state) == ("confirmed", "pending")


@pytest.mark.parametrize(("place", "joined"), [("7", True), ("8", False), ("seat-07", False)])
def test_seats_of_a_hall_are_tied_by_the_names_that_somebody_gave(
    record: Record, place: str, joined: bool
) -> None:
    record.add_exam_session(session(cameras=("hall-1", "hall-2")))
    add(record, "a", "hall-1", ("PHONE", "7", 20, 26), subject="hall")
    other = replace(SEAT, name=place)
    facts = recording("b", camera="hall-2", clock=LATER)
    record.add_run(facts, replace(run(facts, [("PHONE", place, 11, 17)]), places=(other,)))
    assert bool(rows(record)["hall-1"].weight.partners) == joined


def test_the_whole_picture_of_two_cameras_is_not_one_place(record: Record) -> None:
    plan(record, "inside", "front")
    add(record, "a", "inside", ("VID_BLACK", "picture", 20, 26))
    add(record, "b", "front", ("VID_BLACK", "picture", 11, 17), clock=LATER)
    assert not rows(record)["inside"].weight.partners
