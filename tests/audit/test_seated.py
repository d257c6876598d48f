"""Flags name the candidate as the rosters have it now, whenever those came in."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from alembic import command

from proctor.audit import Record
from proctor.audit.migrating import config
from proctor.findings import DATA, DATA_CAMERA, RecordingFacts
from proctor.geometry import Box
from proctor.places import Place
from proctor.rosters import Attempt
from proctor.rosters.photo import Photo
from proctor.rosters.sealing import sealed
from proctor.rosters.seating import NOBODY
from proctor.rosters.telling import Told
from proctor.timeline import ClockMap
from tests.audit.stories import MORNING, WANG, StandingClock, recording, run, session

KEY = bytes(range(32))
HERE = replace(WANG, site="north", starts=MORNING, ends=MORNING + timedelta(minutes=45))
LI = replace(HERE, serial="126000000002", id_number="11010119900307283X", name="李芳", seat="13")
SEAT = Place("seat-1", "seat", Box(0.1, 0.2, 0.3, 0.5), (0.2, 0.3))
PEEK = ("PEEK", "seat-1", 10.0, 20.0)


def watched(record: Record, facts: RecordingFacts | None = None) -> None:
    facts = facts or recording()
    record.add_run(facts, replace(run(facts, [PEEK]), places=(SEAT,)))


def enroll(record: Record, *attempts: Attempt) -> None:
    record.add_attempts([sealed(attempt, KEY) for attempt in attempts])


def test_a_roster_that_comes_after_the_footage_names_the_candidate(record: Record) -> None:
    watched(record)
    assert record.flags()[0].sitting.attempts == ()
    enroll(record, HERE, LI)
    assert record.flags()[0].sitting.lack == "seat"
    record.set_camera_seats("hall-1", "north", {"12": SEAT.zone})
    (row,) = record.flags()
    assert row.sitting.attempt == sealed(HERE, KEY)
    assert record.flag(row.flag.id[:8]).sitting == row.sitting
    assert row.sitting.room == "1考室"


def test_a_run_that_came_without_its_places_gets_them_when_it_is_judged_again(
    record: Record,
) -> None:
    facts = recording()
    record.add_run(facts, run(facts, [PEEK]))
    record.set_camera_seats("hall-1", "north", {"12": SEAT.zone})
    enroll(record, HERE)
    assert record.flags()[0].sitting.lack == "seat"
    watched(record)
    watched(record)
    assert record.flags()[0].sitting.seat == "12"


def test_a_happening_between_two_names_both(record: Record) -> None:
    facts, other = recording(), Place("seat-2", "seat", Box(0.5, 0.2, 0.7, 0.5), (0.6, 0.3))
    made = run(facts, [("WHISPER", "seat-1", 10.0, 20.0), ("PEEK", "seat-1", 30.0, 40.0)])
    told = [
        replace(flag, reasons={"with": "seat-2"}) if flag.code == "WHISPER" else flag
        for flag in made.judgement.flags
    ]
    judgement = replace(made.judgement, flags=tuple(told))
    record.add_run(facts, replace(made, judgement=judgement, places=(SEAT, other)))
    assert record.flags()[0].partner is None
    enroll(record, HERE, LI)
    record.set_camera_seats("hall-1", "north", {"12": SEAT.zone, "13": other.zone})
    whisper, peek = record.flags()
    assert peek.partner is None
    assert whisper.partner is not None
    assert (whisper.sitting.seat, whisper.partner.seat) == ("12", "13")
    assert whisper.partner.attempt == sealed(LI, KEY)


def test_what_rests_on_results_names_the_attempt_of_its_serial(record: Record) -> None:
    enroll(record, HERE, LI)
    for name, reasons in (("d", {"serial": LI.serial}), ("e", {"examiner": "赵一"})):
        facts = replace(recording(name), fingerprint=f"{DATA}{name}", camera=DATA_CAMERA)
        made = run(facts, [("DATA_ANOM", f"score {name}", 10.0, 20.0)])
        leads = tuple(replace(flag, reasons=reasons) for flag in made.judgement.flags)
        record.add_run(facts, replace(made, judgement=replace(made.judgement, flags=leads)))
    of_attempt, of_examiner = record.flags()
    assert of_attempt.sitting.attempt == sealed(LI, KEY)
    assert (of_attempt.sitting.room, of_attempt.sitting.seat) == ("1考室", "13")
    assert of_examiner.sitting == NOBODY


def test_a_corrected_roster_moves_the_flag_to_the_other_candidate(record: Record) -> None:
    watched(record)
    record.set_camera_seats("hall-1", "north", {"12": SEAT.zone})
    enroll(record, HERE, LI)
    enroll(record, replace(HERE, seat="13"), replace(LI, seat="12"))
    found = record.flags()[0].sitting.attempt
    assert found is not None
    assert found.name == "李芳"


def test_nobody_is_examined_in_a_cancelled_session(record: Record) -> None:
    watched(record)
    enroll(record, HERE)
    (held,) = record.exam_sessions()
    record.add_exam_session(replace(held, cancelled="no power"))
    assert record.flags()[0].sitting.attempts == ()
    assert record.attempts() == []


def test_a_clock_that_may_be_off_leaves_both_neighbours_in_time(record: Record) -> None:
    car = replace(
        HERE, subject="road", room="京A1234学", seat="", ends=MORNING + timedelta(seconds=21)
    )
    after = replace(car, serial="9", starts=car.ends, ends=car.ends + timedelta(minutes=20))
    enroll(record, car, after)
    sure = recording("b", subject="road", camera="car-7", clock=ClockMap(MORNING, "given", 0.5))
    vague = recording("c", subject="road", camera="car-7", clock=ClockMap(MORNING, "metadata", 2.0))
    for facts in (sure, vague):
        record.add_run(facts, run(facts, [("PHONE", "driver", 10.0, 20.0)]))
    one, two = (row.sitting for row in record.flags())
    assert (one.attempt, two.ambiguous) == (sealed(car, KEY), True)


def test_the_hall_or_vehicle_told_of_a_recording_stays_known(record: Record) -> None:
    for plate in ("京A1111学", "京A2222学"):
        record.add_exam_session(replace(session(), hall=plate, subject="road"))
    enroll(record, replace(HERE, subject="road", room="京A1111学", seat=""))
    facts = recording("b", subject="road", camera="car-7")
    record.add_run(facts, run(facts, [("PHONE", "driver", 10.0, 20.0)]))
    assert record.flags()[0].sitting.lack == "room"
    record.add_recording(replace(facts, room="京A1111学"))
    record.add_recording(facts)
    assert record.recordings()[0].facts.room == "京A1111学"
    assert record.flags()[0].sitting.attempt is not None


def test_what_a_camera_shows_may_be_said_anew_and_taken_back(record: Record) -> None:
    watched(record)
    for _twice in range(2):
        record.set_camera_room("hall-1", "north", "2考室")
        record.set_camera_seats("hall-1", "north", {"12": SEAT.zone})
    with record._database.asking() as ask:
        for rows in ("SELECT id FROM camera_rooms", "SELECT id FROM camera_seats"):
            assert len(ask(rows, {})) == 1
    assert record.camera_rooms() == {("north", "hall-1"): "2考室"}
    record.set_camera_room("hall-1", "north", "")
    assert record.camera_rooms() == {}


def test_a_photo_counts_once_and_the_last_one_is_the_candidates(record: Record) -> None:
    enroll(record, HERE)
    person = record.attempts()[0].person
    first = Photo(person, "1" * 64, 10, 358, 441)
    assert record.add_photos([first]) == Told(new=1)
    assert record.add_photos([first]) == Told(known=1)
    assert record.add_photos([replace(first, sha256="2" * 64)]) == Told(corrected=1)
    assert record.attempts()[0].photo == "2" * 64


def test_check_in_and_breaks_come_back_as_they_were_told(record: Record) -> None:
    rest = (MORNING + timedelta(minutes=20), MORNING + timedelta(minutes=25))
    told = replace(HERE, check_in=MORNING - timedelta(minutes=30), breaks=(rest,))
    enroll(record, told)
    assert record.attempts() == [sealed(told, KEY)]
    assert record.add_attempts([sealed(told, KEY)]) == Told(known=1)


_OLD = """
INSERT INTO sites VALUES (1, 'north');
INSERT INTO exam_sessions VALUES (1, 1, '1考室', 1000000), (2, 1, '京A1学', 1000000);
INSERT INTO session_plans VALUES (1, 1, 0, 'hall', 2000000, '[]', ''),
    (2, 2, 0, 'road', 2000000, '[]', '');
INSERT INTO attempts VALUES (1, 1, '126'), (2, 2, '127');
INSERT INTO attempt_plans VALUES
    (1, 1, 0, 2000000, 'p', '1*', '王伟', '12', 'C1', '赵一', '', '平安', '110101199003072215.jpg'),
    (2, 2, 0, 2000000, 'q', '2*', '李芳', '', 'C1', '赵一', '孙三', '平安', '');
"""


def test_a_record_of_before_keeps_what_its_rosters_said_and_forgets_names_of_photos(
    tmp_path: Path,
) -> None:
    file = tmp_path / "proctor.db"
    engine = sa.create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        settings = config()
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0003")
    engine.dispose()
    with closing(sqlite3.connect(file)) as old:
        old.executescript(_OLD)
    with Record.open(tmp_path, clock=StandingClock()) as record:
        hall, car = record.attempts()
        assert record.check() == []
    assert (hall.examiner, hall.officer, hall.school) == ("赵一", "", "平安")
    assert (car.examiner, car.officer, car.room) == ("赵一", "孙三", "京A1学")
    assert b"110101199003072215" not in _bytes(tmp_path)


def _bytes(home: Path) -> bytes:
    with closing(sqlite3.connect(home / "proctor.db")) as made:
        return "\n".join(made.iterdump()).encode()
