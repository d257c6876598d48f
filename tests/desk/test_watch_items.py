"""Times of items that come in while a camera is watched, and after it was."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from proctor.audit import Record
from proctor.commands.timetable import NewCamera, Timetable
from proctor.home import Home
from proctor.judge import judge, run_of
from proctor.observations import write
from proctor.perception import Subject
from proctor.places import PICTURE_PLACE
from proctor.results import Item, Outcome
from proctor.rulebook import NO_PROFILE, resolve
from proctor.schedule import ExamSession
from proctor.timeline import SECOND, ClockMap, Span, SystemClock
from tests.audit.stories import OUTCOME, recording
from tests.rules.test_voices import SAYS, STILL, TALKS, car
from tests.scenes import drawn

CAR: tuple[str, str, Subject] = ("车-7", "north", "road")
NOW = SystemClock().now().replace(microsecond=0)
CLOCK = ClockMap(NOW, "live", 0.1)


def after(seconds: float):
    return NOW + timedelta(seconds=seconds)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An exam in a car that began ten minutes ago and lasts for an hour."""
    home = tmp_path / "proctor-home"
    camera, site, subject = CAR
    with Record.open(home) as record:
        held = ExamSession(site, "京A1234学", subject, after(-600), after(3600), (camera,))
        record.add_exam_session(held)
    return home


def driven(item: tuple[float, float], attempt: tuple[float, float]) -> Outcome:
    """What the exam system tells of one attempt and its only item, seconds from now."""
    (begins, over), (starts, ends) = (map(after, pair) for pair in (item, attempt))
    items = (Item("靠边停车", None, 0.0, begins, over),)
    where = {"site": CAR[1], "subject": CAR[2], "room": "京A1234学", "seat": ""}
    return replace(OUTCOME, **where, starts=starts, ends=ends, items=items)


def test_a_watched_camera_knows_the_items_as_soon_as_their_times_are_in_the_record(
    home: Path,
) -> None:
    timetable = Timetable((NewCamera(*CAR),))
    chapter = Span(0, 600 * SECOND)
    with Record.open(home) as record:
        timetable.refresh(record)
        before = timetable.phases(timetable.cameras[0], CLOCK, chapter)
        assert (before.known, before.items) == (True, False)
        record.add_results([driven((60, 120), (-60, 300))], "results.csv")
        timetable.refresh(record)
        after_it = timetable.phases(timetable.cameras[0], CLOCK, chapter)
    assert after_it.items
    surely = [each for each in after_it.whole if each.phases == ("item",)]
    assert [each.span.start_us // SECOND for each in surely] == [60, 300]


def test_what_was_watched_before_the_results_came_is_judged_by_items_again(
    home: Path, proctor: Callable[..., Any]
) -> None:
    watched_without_items(home)
    assert codes(proctor) == ["HINT_SPEECH"]
    with Record.open(home) as record:
        record.add_results([driven((20, 28), (-60, 60))], "results.csv")
    answer = proctor("rejudge", "--no-evidence", "--json")
    assert answer.code == 0, answer.err
    assert json.loads(answer.out)["flags"] == 0, "the officer spoke on the way to the item"
    assert codes(proctor) == []


def watched_without_items(home: Path) -> None:
    """Half a minute of the car in the record, as a watch leaves it: an officer speaks at ten."""
    camera, site, subject = CAR
    drawing = car(SAYS, STILL, TALKS)
    facts = replace(
        recording(camera=camera, subject=subject, path="rtsp://192.0.2.7/stream"),
        fingerprint=f"live:{camera}:now:0001",
        clock=CLOCK,
        account=drawing.header.account,
        site=site,
    )
    at, seen = drawn(PICTURE_PLACE, frame="#" * 60)
    header = replace(
        drawing.header, recording=facts.fingerprint, perception="eyes", camera=camera, clock=CLOCK
    )
    log = replace(drawing, header=header, columns={**drawing.columns, at.name: seen})
    timetable = Timetable((NewCamera(camera, site, subject),))
    with Record.open(home) as record:
        timetable.refresh(record)
        phases = timetable.phases(timetable.cameras[0], CLOCK, header.account.span)
        book = resolve(NO_PROFILE, subject, camera, site).during(phases)
        write(log, Home(home).log(facts.fingerprint, "eyes"))
        record.add_run(facts, run_of(log, book, judge(log, book)))


def codes(proctor: Callable[..., Any]) -> list[str]:
    listed = proctor("flags", "--json").out.splitlines()
    return [json.loads(line)["code"] for line in listed]
