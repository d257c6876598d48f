"""The real audit database gives a report what its fake promises."""

from dataclasses import replace
from pathlib import Path

from proctor.audit import ExamSession, Record
from proctor.findings import Judgement, NotJudged, Review, RunFacts
from reports.facts import gather
from reports.period import Period
from tests.reports.records import (
    BEIJING,
    HOUR,
    NOW,
    StandingClock,
    account,
    beijing,
    film,
    flag,
)


def test_a_month_from_the_audit_database(tmp_path: Path) -> None:
    hall = film("hall.mp4", beijing("2026-11-30T23:00"), gave=account(2))
    undated = film("undated.mp4", None)
    row = flag(hall, "PEEK", 600)
    assert hall.run is not None
    judgement = Judgement((row.flag,), (NotJudged("PHONE", ("phone",)),), {"PEEK": 0.5})
    run = RunFacts(hall.run, {}, ("head",), "{}", "0.1", judgement)
    with Record.open(tmp_path, clock=StandingClock()) as record:
        record.add_run(hall.facts, run)
        record.add_recording(undated.facts)
        record.add_review(Review(row.flag.id, "confirmed", "", "王芳", NOW))
        record.add_exam_session(
            ExamSession("城东考场", "一号考室", "hall", beijing("2026-11-30T23:00"), NOW)
        )
        november = gather(record, Period.month(2026, 11, BEIJING), tmp_path, StandingClock())
        december = gather(record, Period.month(2026, 12, BEIJING), tmp_path, StandingClock())
    assert november.totals.sessions == 1
    assert november.totals.footage.covered_us == december.totals.footage.covered_us == HOUR
    assert november.totals.decisions.confirmed == 1
    assert december.totals == replace(december.totals, sessions=0)
    assert [line.code for line in november.by_code if line.unjudged] == ["PHONE"]
    assert november.undated.recordings == 1
