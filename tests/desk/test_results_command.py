"""A reporting officer takes in the results of a month and looks at what does not fit."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from proctor.audit import Record
from proctor.timeline import ClockMap
from tests.audit.stories import recording
from tests.results.test_results import ROW, WIDE, file

Type = Callable[..., Any]
OTHER = ROW.replace("126000000001", "126000000002").replace("09:30:05", "09:40:00")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return file(tmp_path / "results.csv", ROW, OTHER.replace("09:52:40", "10:05:00"))


def rows(answer: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in answer.out.splitlines()]


def test_results_come_in_once_and_leads_are_flags(table: Path, proctor: Type) -> None:
    first = proctor("sessions", "results", table, "--json")
    assert first.code == 0
    summary, *checks = rows(first)
    assert (summary["new"], summary["refused"]) == (2, 0)
    assert {one["check"]: one["leads"] for one in checks}["twice"] == 1
    again = rows(proctor("sessions", "results", table, "--json"))[0]
    assert (again["new"], again["known"]) == (0, 2)
    (flag,) = rows(proctor("flags", "--code", "DATA_ANOM", "--json"))
    shown = proctor("flags", "show", flag["id"]).out
    assert "used the same candidate, vehicle, examiner for 760 s at once" in shown
    assert "110***********" in shown
    assert "Nothing was drawn" in proctor("flags", "explain", flag["id"], "-o", "lead.png").err


def test_a_lead_names_the_recordings_of_its_attempts(
    table: Path, tmp_path: Path, proctor: Type
) -> None:
    proctor("sessions", "results", table)
    (flag,) = rows(proctor("flags", "--code", "DATA_ANOM", "--json"))
    assert "no recording is known to show it" in proctor("flags", "show", flag["id"]).out
    begins = datetime.fromisoformat("2026-11-23 09:30:00").astimezone(UTC)
    for name, room in (("a", "京A1234学"), ("b", "京A9999学")):
        facts = recording(name, camera=f"car-{name}", clock=ClockMap(begins, "given", 0.0))
        with Record.open(tmp_path / "proctor-home") as record:
            site = flag["site"]
            record.add_recording(replace(facts, subject="road", site=site, room=room))
    (shown,) = rows(proctor("flags", "show", flag["id"], "--json"))
    assert [(one["serial"], one["camera"]) for one in shown["footage"]] == [
        ("126000000001", "car-a"),
        ("126000000002", "car-a"),
    ]
    assert (shown["footage"][0]["media_start_s"], shown["footage"][0]["media_end_s"]) == (5, 1360)
    assert "126000000001 · car-a" in proctor("flags", "show", flag["id"]).out
    again = proctor("sessions", "anomalies", "--month", "2026-11", "--footage")
    assert f"{flag['id']}  Attempts 126000000001 and 126000000002 used the same" in again.out
    assert "126000000002 · car-a" in again.out
    assert "flags show" not in again.err
    *_checks, lead = rows(
        proctor("sessions", "anomalies", "--month", "2026-11", "--footage", "--json")
    )
    assert (lead["event"], lead["id"], lead["check"]) == ("lead", flag["id"], "twice")
    assert lead["footage"] == shown["footage"]


def test_times_of_items_say_how_earlier_footage_follows_them(
    tmp_path: Path, table: Path, proctor: Type
) -> None:
    hint = "Times of items came in; to judge earlier footage by them: proctor rejudge"
    assert hint not in proctor("sessions", "results", table).err, "only how long they took"
    headings = f"{WIDE},会车开始"
    timed = file(tmp_path / "timed.csv", f"{ROW},09:41:00", headings=headings)
    assert hint not in proctor("sessions", "results", timed, "--dry-run").err
    assert hint in proctor("sessions", "results", timed).err
    assert hint not in proctor("sessions", "results", timed).err, "known already"


def test_a_dry_run_stores_nothing(table: Path, proctor: Type) -> None:
    answer = proctor("sessions", "results", table, "--dry-run")
    assert "Nothing was stored" in answer.err
    assert rows(proctor("flags", "--json")) == []


def test_every_fault_is_named_and_the_rest_comes_in(tmp_path: Path, proctor: Type) -> None:
    bad = file(tmp_path / "a.csv", ROW, OTHER.replace("合格", "?"), headings=WIDE)
    answer = proctor("sessions", "results", bad, "--json")
    assert answer.code == 1
    problem, summary, *_checks = rows(answer)
    assert (problem["row"], problem["column"], summary["new"]) == (3, "合格", 1)


def test_another_limit_makes_another_run(table: Path, proctor: Type) -> None:
    proctor("sessions", "results", table)
    again = proctor(
        "sessions", "anomalies", "--month", "2026-11", "--set", "overlap_s=800", "--json"
    )
    assert {one["check"]: one["leads"] for one in rows(again)}["twice"] == 0
    assert rows(proctor("flags", "--json")) == []


def test_a_misspelt_limit_is_refused_with_the_cure(table: Path, proctor: Type) -> None:
    answer = proctor("sessions", "results", table, "--set", "overlaps_s=9")
    assert answer.code == 1
    assert "Did you mean overlap_s?" in answer.err
