"""What every database must do with sessions, gaps and decisions about gaps."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from proctor.audit import Record
from proctor.audit.database import Database
from proctor.audit.migrating import config
from proctor.errors import NotFoundError
from proctor.schedule import Gap, gap_id
from proctor.timeline import SECOND, ClockMap, stamp
from tests.audit.stories import (
    HOUR,
    MORNING,
    StandingClock,
    decision,
    missing,
    recording,
    session,
)


def rows(record: Record, table: str) -> int:
    with record._database.reading() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(sa.table(table))) or 0


def test_a_session_names_its_cameras_and_is_corrected_by_adding(record: Record) -> None:
    first = session(cameras=("前", "后"))
    record.add_exam_session(first)
    record.add_exam_session(first)
    assert (record.exam_sessions(), rows(record, "session_plans")) == ([first], 1)
    longer = session(2, cameras=())
    record.add_exam_session(longer)
    assert record.exam_sessions() == [longer]
    assert record.exam_sessions(MORNING + 1.5 * HOUR) == [longer]
    assert rows(record, "session_plans") == 2


def test_a_cancelled_session_is_kept_and_can_be_held_after_all(record: Record) -> None:
    held = session()
    record.add_exam_session(held)
    record.add_exam_session(replace(held, cancelled="flood"))
    assert record.exam_sessions() == []
    assert [each.cancelled for each in record.exam_sessions(cancelled=True)] == ["flood"]
    record.add_exam_session(held)
    assert record.exam_sessions() == [held]


def test_a_camera_knows_when_its_dated_footage_begins(record: Record) -> None:
    clocks = [ClockMap(MORNING + HOUR, "given", 1.0), ClockMap(MORNING, "given", 1.0)]
    for name, clock in zip("abc", [*clocks, ClockMap(None)], strict=True):
        record.add_recording(recording(name, clock=clock))
    record.add_recording(recording("d", camera="hall-2", clock=ClockMap(None)))
    assert [(row.name, row.first) for row in record.cameras()] == [
        ("hall-1", MORNING),
        ("hall-2", None),
    ]


def test_gaps_are_noted_once_and_never_share_time(record: Record) -> None:
    record.add_exam_session(session(cameras=("hall-1", "hall-2")))
    record.note_gaps([missing(10, 20), missing(30, 30.5)], SECOND)
    record.note_gaps([missing(10, 20), missing(15, 40), missing(0, 5, camera="hall-2")], SECOND)
    found = record.gaps()
    assert [gap.missing for gap in found] == [
        missing(0, 5, camera="hall-2"),
        missing(10, 20),
        missing(20, 40),
    ]
    assert [gap.id for gap in found] == [gap_id(gap.missing) for gap in found]
    assert found[0] == Gap(found[0].id, found[0].missing, StandingClock().now())
    late = record.gaps(MORNING + timedelta(seconds=20))
    assert [gap.missing for gap in late] == [missing(20, 40)]
    assert record.gaps(end=MORNING) == []


def test_a_gap_of_a_session_that_nobody_planned_is_a_mistake(record: Record) -> None:
    with pytest.raises(KeyError):
        record.note_gaps([missing(0, 5)], SECOND)


def test_decisions_about_a_gap_are_added_in_their_order(record: Record) -> None:
    record.add_exam_session(session())
    record.note_gaps([missing(10, 20), missing(50, 70)], SECOND)
    gap, other = record.gaps()
    for made in (decision(gap), decision(gap, "faulty-camera", "Wang"), decision(other)):
        record.add_gap_decision(made)
    assert record.gap(gap.id[:7].upper()).decisions == (
        decision(gap),
        decision(gap, "faulty-camera", "Wang"),
    )
    assert [len(each.decisions) for each in record.gaps()] == [2, 1]
    for unknown in ("xyz", "", "%"):
        with pytest.raises(NotFoundError, match="There is no gap"):
            record.gap(unknown)
    with pytest.raises(NotFoundError):
        record.add_gap_decision(replace(decision(gap), gap="0" * 12))


def test_a_prefix_of_several_gaps_is_refused(record: Record) -> None:
    record.add_exam_session(session())
    record.note_gaps([missing(10 * n, 10 * n + 5) for n in range(40)], SECOND)
    digits = [gap.id[0] for gap in record.gaps()]
    with pytest.raises(NotFoundError, match="Several gaps begin with"):
        record.gap(max(digits, key=digits.count))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE exam_sessions SET hall = ''",
        "DELETE FROM session_plans",
        "UPDATE gaps SET end_us = start_us",
        "DELETE FROM gap_decisions",
    ],
)
def test_schedule_and_gaps_refuse_to_be_changed(record: Record, statement: str) -> None:
    record.add_exam_session(session())
    record.note_gaps([missing(10, 20)], SECOND)
    record.add_gap_decision(decision(record.gaps()[0]))
    with (
        pytest.raises(sa.exc.DBAPIError, match="append-only"),
        record._database.writing() as connection,
    ):
        connection.execute(sa.text(statement))
    assert [len(gap.decisions) for gap in record.gaps()] == [1]


def test_sessions_of_the_first_schema_are_carried_over(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as early:
        early.setattr(Database, "_ready", lambda _self: None)
        _first_schema(Database(tmp_path / "home"), ("hall 1", "hall 2"))
    held = session(cameras=())
    with Record.open(tmp_path / "home", clock=StandingClock()) as record:
        assert record.exam_sessions() == [held, replace(held, hall="hall 2")]
        assert record.check() == []
        record.add_exam_session(replace(held, ends=held.ends + HOUR))
        assert record.exam_sessions()[0].ends == held.ends + HOUR


def _first_schema(made: Database, halls: tuple[str, ...]) -> None:
    insert = sa.text(
        "INSERT INTO exam_sessions (site_id, hall, subject, starts_us, ends_us) "
        "VALUES (1, :hall, 'hall', :starts, :ends)"
    )
    with made.writing() as connection:
        settings = config()
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0001")
        connection.execute(sa.text("INSERT INTO sites (id, name) VALUES (1, 'north')"))
        for hall in halls:
            span = {"starts": stamp(MORNING), "ends": stamp(MORNING + HOUR)}
            connection.execute(insert, {"hall": hall, **span})
    made.close()
