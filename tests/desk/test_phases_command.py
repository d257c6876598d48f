"""A schedule that comes after the recording: judged again, nothing overwritten."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from proctor.audit import Record
from proctor.home import Home
from proctor.judge import judge, run_key
from proctor.observations import write
from proctor.places import PICTURE_PLACE
from proctor.rulebook import NO_PROFILE, resolve
from tests.audit.stories import MORNING, recording, run, session
from tests.scenes import drawn, log_of, place

Type = Callable[..., Any]
FACTS = recording("a")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A minute of a hall whose candidate leaves after half of it, judged without a schedule."""
    home = tmp_path / "proctor-home"
    drawing = log_of(
        drawn(place(), person="#" * 60 + "." * 60), drawn(PICTURE_PLACE, frame="#" * 120)
    )
    header = replace(drawing.header, recording="a" * 64, perception="eyes", clock=FACTS.clock)
    log = replace(drawing, header=header)
    book = resolve(NO_PROFILE, "hall", "hall-1")
    write(log, Home(home).log("a" * 64, "eyes"))
    made = replace(
        run(FACTS), key=run_key(log, book), rulebook=book.text, judgement=judge(log, book)
    )
    with Record.open(home) as record:
        record.add_run(replace(FACTS, account=header.account), made)
    return home


def rejudged(proctor: Type) -> dict[str, Any]:
    answer = proctor("rejudge", "--no-evidence", "--json")
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def test_a_schedule_imported_later_counts_when_judging_again(home: Path, proctor: Type) -> None:
    before = rejudged(proctor)
    assert (before["flags"], before["phases"]) == (1, None)
    assert "no schedule" in before["schedule"]
    with Record.open(home) as record:
        assert len(record.runs()) == 1
        record.add_exam_session(replace(session(), ends=MORNING + MINUTE / 3))
    after = rejudged(proctor)
    assert (after["flags"], after["phases"]) == (
        0,
        {"check-in/exam": 0.5, "exam": 19.0, "exam/outside": 1.0, "outside": 39.5},
    )
    assert rejudged(proctor) == after | {
        key: pytest.approx(after[key], rel=1e3) for key in ("judging_s", "times_real_time")
    } | {"before": 0}
    with Record.open(home) as record:
        old, new = record.runs()
        assert (old.flags, new.flags, new.current) == (1, 0, True)
        assert list(record.scheduled_rulebooks([old.number, new.number])) == [new.number]


def test_a_flag_tells_in_which_phase_it_was_raised(home: Path, proctor: Type) -> None:
    with Record.open(home) as record:
        record.add_exam_session(session())
    assert rejudged(proctor)["flags"] == 1
    (flag,) = (json.loads(line) for line in proctor("flags", "--json").out.splitlines())
    shown = json.loads(proctor("flags", "show", flag["id"], "--json").out)
    assert shown["phases"] == ["exam"]
    assert "Schedule: exam 0:00:30" in proctor("flags", "show", flag["id"]).out
    assert "Asked during: exam, item." in proctor("flags", "explain", flag["id"]).out
