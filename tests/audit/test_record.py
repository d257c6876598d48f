"""What every database must do with findings and decisions."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from proctor.audit import ExamSession, Record
from proctor.errors import NotFoundError
from proctor.findings import FlagQuery, FlagRow, Judgement
from proctor.timeline import ClockMap
from tests.audit.stories import HOUR, MORNING, StandingClock, recording, review, run

PEEK = ("PEEK", "seat-1", 10.0, 20.0)
LATER_PEEK = ("PEEK", "seat-1", 100.0, 110.0)


def states(rows: list[FlagRow]) -> list[tuple[str, float, str]]:
    return [(row.flag.place, row.flag.span.start_us / 1e6, row.state) for row in rows]


def test_a_run_comes_back_as_it_was_stored(record: Record) -> None:
    facts = recording()
    stored = run(facts, [PEEK])
    number = record.add_run(facts, stored)
    (row,) = record.flags()
    assert row.flag == stored.judgement.flags[0]
    assert row.evidence == stored.evidence
    assert (row.run, row.run_number, row.state) == (stored.key, number, "pending")
    assert (row.clock, row.recording, row.camera, row.site) == (
        facts.clock,
        "/videos/a.mp4",
        "hall-1",
        "north",
    )
    assert row.start == MORNING + timedelta(seconds=10)
    assert record.rulebook_of(number) == stored.rulebook
    (known,) = record.recordings()
    assert known.facts == facts
    assert (known.not_judged, known.judged) == (
        stored.judgement.not_judged,
        stored.judgement.judged,
    )
    assert (known.run, known.flags) == (stored.key, 1)


def test_the_same_run_twice_changes_nothing(record: Record) -> None:
    facts = recording()
    first = record.add_run(facts, run(facts, [PEEK]))
    assert record.has_run(run(facts).key)
    assert record.add_run(facts, run(facts, [PEEK])) == first
    assert len(record.flags()) == len(record.runs()) == len(record.recordings()) == 1


def test_a_run_of_another_recording_is_refused(record: Record) -> None:
    with pytest.raises(ValueError, match="given with"):
        record.add_run(recording("a"), run(recording("b")))


def test_flags_are_listed_by_wall_time_and_those_without_come_last(record: Record) -> None:
    for name, clock in [
        ("a", ClockMap(None)),
        ("b", ClockMap(MORNING + HOUR, "given", 1.0)),
        ("c", ClockMap(MORNING, "given", 1.0)),
    ]:
        facts = recording(name, clock=clock)
        record.add_run(facts, run(facts, [LATER_PEEK, PEEK]))
    rows = record.flags()
    assert [row.recording[-5] for row in rows] == ["c", "c", "b", "b", "a", "a"]
    assert [row.flag.span.start_us for row in rows[:2]] == [10_000_000, 100_000_000]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        (FlagQuery(code="PEEK"), ["PEEK"]),
        (FlagQuery(level=2), ["PHONE", "HAND_EAR"]),
        (FlagQuery(subject="road"), ["GAZE_OFF"]),
        (FlagQuery(camera="car-7"), ["GAZE_OFF"]),
        (FlagQuery(state="confirmed"), ["HAND_EAR"]),
        (FlagQuery(start=MORNING + timedelta(seconds=40)), ["HAND_EAR", "GAZE_OFF"]),
        (FlagQuery(end=MORNING + timedelta(seconds=40)), ["PEEK", "PHONE"]),
        (FlagQuery(limit=1), ["PEEK"]),
        (FlagQuery(run=2), ["GAZE_OFF"]),
    ],
)
def test_every_filter_leaves_what_was_asked_for(
    record: Record, query: FlagQuery, codes: list[str]
) -> None:
    hall = recording("a")
    told = [("PEEK", "seat-1", 10, 20), ("PHONE", "seat-2", 20, 30), ("HAND_EAR", "seat-2", 40, 50)]
    record.add_run(hall, run(hall, told))
    clock = ClockMap(MORNING + HOUR, "metadata", 1.0)
    road = recording("b", camera="car-7", subject="road", clock=clock)
    record.add_run(road, run(road, [("GAZE_OFF", "driver", 5, 8)]))
    (heard,) = record.flags(FlagQuery(code="HAND_EAR"))
    record.add_review(review(heard.flag.id))
    assert [row.flag.code for row in record.flags(query)] == codes


def test_judging_again_keeps_the_decision_on_the_same_happening(record: Record) -> None:
    facts = recording()
    record.add_run(facts, run(facts, [PEEK, LATER_PEEK]))
    record.add_review(review(record.flags()[0].flag.id))
    record.add_run(facts, run(facts, [("PEEK", "seat-1", 12, 25)], rulebook="second"))
    assert states(record.flags()) == [("seat-1", 12, "confirmed")]
    assert [each.by for each in record.flags()[0].reviews] == ["Li"]


def test_a_decided_flag_that_is_not_raised_again_still_stands(record: Record) -> None:
    facts = recording()
    record.add_run(facts, run(facts, [PEEK, LATER_PEEK]))
    record.add_review(review(record.flags()[0].flag.id))
    record.add_run(facts, run(facts, [], rulebook="second"))
    assert states(record.flags()) == [("seat-1", 10, "confirmed")]
    assert record.flags(FlagQuery(run=2)) == []
    assert len(record.flags(FlagQuery(run=1))) == 2


def test_another_seat_or_code_is_another_happening(record: Record) -> None:
    facts = recording()
    record.add_run(facts, run(facts, [PEEK]))
    record.add_review(review(record.flags()[0].flag.id))
    told = [("PEEK", "seat-2", 10, 20), ("HAND_EAR", "seat-1", 10, 20)]
    record.add_run(facts, run(facts, told, rulebook="second"))
    assert sorted(row.state for row in record.flags()) == ["confirmed", "pending", "pending"]


def test_pieces_of_a_decided_flag_inherit_the_decision_and_then_go_their_own_way(
    record: Record,
) -> None:
    facts = recording()
    record.add_run(facts, run(facts, [("PEEK", "seat-1", 0, 100)]))
    record.add_review(review(record.flags()[0].flag.id, "false-alarm", reason="staff"))
    pieces = [("PEEK", "seat-1", 0, 60), ("PEEK", "seat-1", 70, 100)]
    record.add_run(facts, run(facts, pieces, rulebook="second"))
    assert [row.state for row in record.flags()] == ["false-alarm", "false-alarm"]
    record.add_review(review(record.flags()[0].flag.id, "confirmed", by="Wang"))
    assert [row.state for row in record.flags()] == ["confirmed", "false-alarm"]


def test_an_older_run_stored_again_counts_again_with_all_decisions(record: Record) -> None:
    facts = recording()
    first, second = run(facts, [PEEK]), run(facts, [PEEK, LATER_PEEK], rulebook="second")
    record.add_run(facts, first)
    record.add_run(facts, second)
    record.add_review(review(record.flags()[0].flag.id, by="Wang"))
    assert record.choose_run(first.key) == 1
    assert states(record.flags()) == [("seat-1", 10, "confirmed")]
    assert [each.current for each in record.runs()] == [True, False]
    assert record.add_run(facts, second) == 2
    assert [row.state for row in record.flags()] == ["confirmed", "pending"]
    assert record.choose_run(run(facts, rulebook="unheard-of").key) is None


def test_a_watched_camera_adds_flags_and_evidence_to_its_run(record: Record) -> None:
    facts = recording()
    record.add_run(facts, run(facts, [("PEEK", "seat-1", 0, 30)]))
    record.add_review(review(record.flags()[0].flag.id))
    number = record.add_run(facts, run(facts, rulebook="second"))
    told = [("PEEK", "seat-1", 0, 20), ("PEEK", "seat-1", 21, 30), ("PEEK", "seat-1", 50, 60)]
    going_on = run(facts, told, rulebook="second")
    for flag in (*going_on.judgement.flags, *going_on.judgement.flags):
        shown = [item for item in going_on.evidence if item.flag == flag.id]
        record.add_flags(number, [flag], shown[1:])
        record.add_evidence(shown[:1])
    assert [row.state for row in record.flags()] == ["confirmed", "confirmed", "pending"]
    assert tuple(item for row in record.flags() for item in row.evidence) == going_on.evidence


def test_the_last_decision_counts_and_all_are_kept(record: Record) -> None:
    facts = recording()
    record.add_run(facts, run(facts, [PEEK]))
    flag = record.flags()[0].flag.id
    record.add_review(review(flag, "inconclusive", by="Li"))
    record.add_review(review(flag, "confirmed", by="Wang"))
    (row,) = record.flags()
    assert row.state == "confirmed"
    assert [each.verdict for each in row.reviews] == ["inconclusive", "confirmed"]


def test_the_gravest_and_surest_pending_flag_is_next(record: Record) -> None:
    facts = recording()
    record.add_run(facts, run(facts, [("PEEK", "seat-1", 0, 5), ("PHONE", "seat-2", 50, 60)]))
    other = recording("b")
    record.add_run(other, run(other, [("PHONE", "seat-3", 70, 80)], score=0.9))
    seen: list[str] = []
    while row := record.next_pending(besides=seen[:1]):
        seen.append(row.flag.id)
        if len(seen) > 1:
            record.add_review(review(row.flag.id))
    found = [record.flag(flag).flag.place for flag in seen]
    assert found == ["seat-3", "seat-2", "seat-1"]
    nobody = record.next_pending(subject="road")
    assert nobody is None


def test_a_camera_that_floods_the_desk_waits_behind_a_rare_flag_but_not_behind_a_lighter_one(
    record: Record,
) -> None:
    flood = recording()
    record.add_run(
        flood, run(flood, [("PHONE", f"seat-{n}", 10 * n, 10 * n + 5) for n in range(5)], score=0.8)
    )
    rare = recording("b")
    record.add_run(rare, run(rare, [("NOTE", "desk-1", 0, 5)], score=0.5))
    light = recording("c")
    record.add_run(light, run(light, [("PEEK", "desk-2", 0, 5)], score=1.0))
    listed = [row.flag.place for row in record.flags(FlagQuery(order="gravity"))]
    assert listed == ["desk-1", *(f"seat-{n}" for n in range(5)), "desk-2"]


def test_a_flag_is_found_by_the_beginning_of_its_id(record: Record) -> None:
    facts = recording()
    record.add_run(facts, run(facts, [("PEEK", "seat-1", 20 * n, 20 * n + 5) for n in range(40)]))
    flag = record.flags()[7].flag.id
    assert record.flag(flag[:9].upper()).flag.id == flag
    for unknown in ("xyz", "", "%"):
        with pytest.raises(NotFoundError, match="There is no flag"):
            record.flag(unknown)
    with pytest.raises(NotFoundError, match=r"Several flags begin with \w: \w{12}, \w{12}.*"):
        record.flag(max("0123456789abcdef", key=lambda d: _count(record, d)))
    with pytest.raises(NotFoundError):
        record.add_review(review("0" * 12))


def _count(record: Record, digit: str) -> int:
    return sum(row.flag.id.startswith(digit) for row in record.flags())


def test_a_recording_seen_again_elsewhere_keeps_what_was_known_better(record: Record) -> None:
    record.add_recording(recording(path="/disk-1/a.mp4"))
    guess = ClockMap(MORNING + HOUR, "metadata", 60.0)
    record.add_recording(recording(path="/disk-2/a.mp4", clock=guess, unreadable="no rights"))
    (row,) = record.recordings()
    assert row.facts.path == "/disk-2/a.mp4"
    assert row.facts.clock.source == "given"
    assert row.facts.account is not None
    assert row.facts.fault == ""


def test_an_unreadable_recording_is_kept_with_its_fault(record: Record) -> None:
    record.add_recording(recording(unreadable="no frame could be decoded"))
    (row,) = record.recordings()
    assert (row.facts.account, row.facts.fault) == (None, "no frame could be decoded")
    assert (row.run, row.run_number, row.flags) == (None, None, 0)


def test_recordings_are_found_by_the_wall_time_they_overlap(record: Record) -> None:
    record.add_recording(recording("a"))
    record.add_recording(recording("b", clock=ClockMap(MORNING + HOUR, "given", 1.0), camera="x"))
    record.add_recording(recording("c", clock=ClockMap(None)))
    half = timedelta(minutes=30)

    def names(**asked: object) -> str:
        return "".join(row.facts.fingerprint[0] for row in record.recordings(**asked))

    assert names() == "abc"
    assert names(start=MORNING + half) == "ab"
    assert names(start=MORNING + HOUR) == "b"
    assert names(end=MORNING + HOUR) == "a"
    assert names(camera="x") == "b"
    assert names(subject="road") == ""


def test_exam_sessions_are_kept_and_corrected(record: Record) -> None:
    record.add_exam_session(ExamSession("north", "hall 1", "hall", MORNING, MORNING + HOUR))
    longer = ExamSession("north", "hall 1", "hall", MORNING, MORNING + 2 * HOUR)
    record.add_exam_session(longer)
    assert record.exam_sessions() == [longer]
    assert record.exam_sessions(MORNING + 2 * HOUR) == []
    with pytest.raises(ValueError, match="ends after"):
        record.add_exam_session(ExamSession("north", "hall 1", "hall", MORNING, MORNING))


def test_what_was_stored_is_there_when_the_record_is_opened_again(
    record: Record, tmp_path: Path
) -> None:
    facts = recording()
    record.add_run(facts, run(facts, [PEEK]))
    with Record.open(tmp_path / "home", clock=StandingClock()) as again:
        assert len(again.flags()) == 1
        assert again.runs()[0].created == StandingClock().now()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE flags SET score = 0",
        "DELETE FROM reviews",
        "UPDATE runs SET software = ''",
        "DELETE FROM evidence",
        "DELETE FROM run_choices",
    ],
)
def test_findings_and_decisions_refuse_to_be_changed(record: Record, statement: str) -> None:
    facts = recording()
    record.add_run(facts, run(facts, [PEEK]))
    record.add_review(review(record.flags()[0].flag.id))
    with (
        pytest.raises(sa.exc.DBAPIError, match="append-only"),
        record._database.writing() as connection,
    ):
        connection.execute(sa.text(statement))
    assert states(record.flags()) == [("seat-1", 10, "confirmed")]


def test_a_run_that_went_on_tells_what_it_judged_once_and_no_other_time(record: Record) -> None:
    facts = recording("w")
    begun = replace(run(facts), judgement=Judgement((), (), {}))
    number = record.add_run(facts, begun)
    assert [row.judged for row in record.recordings()] == [{}]
    assert record.add_run(facts, run(facts)) == number
    assert [row.judged for row in record.recordings()] == [{"PEEK": 0.9}]
    other = replace(run(facts), judgement=Judgement((), (), {"PEEK": 0.1}))
    assert record.add_run(facts, other) == number
    assert [row.judged for row in record.recordings()] == [{"PEEK": 0.9}]
