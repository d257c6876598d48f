"""Who is examined where and when: taken in once, corrected by adding, never with the number."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from bench.anomalies.office import Office, month
from proctor.audit import Record
from proctor.errors import StorageError
from proctor.home import Home
from proctor.rosters import Attempt
from proctor.rosters.enrolled import Enrolled
from proctor.rosters.numbers import shown
from proctor.rosters.sealing import sealed, site_key
from proctor.rosters.telling import Told
from tests.audit.stories import WANG

LI = replace(WANG, serial="126000000002", id_number="11010119900307283X", name="李芳", seat="13")
KEY = bytes(range(32))
NINE = WANG.starts


def enrolled(*attempts: Attempt) -> list[Enrolled]:
    return [sealed(attempt, KEY) for attempt in attempts]


def test_attempts_come_in_once_with_their_session(record: Record) -> None:
    assert record.add_attempts(enrolled(WANG, LI)) == Told(new=2)
    assert record.add_attempts(enrolled(WANG, LI)) == Told(known=2)
    assert record.attempts() == enrolled(WANG, LI)
    (session,) = record.exam_sessions()
    assert (session.hall, session.starts, session.ends) == ("1考室", NINE, WANG.ends)


def test_a_correction_is_added_and_counts(record: Record) -> None:
    record.add_attempts(enrolled(WANG, LI))
    moved = replace(WANG, seat="14", ends=WANG.ends + timedelta(minutes=5))
    assert record.add_attempts(enrolled(moved, LI)) == Told(corrected=1, known=1)
    assert record.attempts(seat="14") == enrolled(moved)
    assert record.attempts(seat="12") == []
    assert record.exam_sessions()[0].ends == moved.ends


def test_a_session_that_was_planned_by_hand_keeps_its_cameras(record: Record) -> None:
    record.add_attempts(enrolled(WANG))
    (session,) = record.exam_sessions()
    record.add_exam_session(replace(session, cameras=("CAM 03",), cancelled="no power"))
    record.add_attempts(enrolled(WANG, LI))
    (kept,) = record.exam_sessions(cancelled=True)
    assert kept.cameras == ("CAM 03",)
    assert kept.cancelled == "no power"


HALF_PAST = WANG.starts + timedelta(minutes=30)
MOVED = replace(WANG, room="2考室", starts=HALF_PAST, ends=WANG.ends, seat="3")


def test_a_candidate_who_is_moved_to_another_session_has_one_attempt(record: Record) -> None:
    record.add_attempts(enrolled(WANG, LI))
    assert record.add_attempts(enrolled(MOVED, LI)) == Told(new=1, known=1, moved=1)
    assert record.attempts() == enrolled(LI, MOVED)
    assert record.add_attempts(enrolled(MOVED, LI)) == Told(known=2)
    (change,) = record.roster_changes()
    assert (change.serial, change.what, change.room) == (WANG.serial, "place", "1考室")
    assert (change.before.split(" · ")[0], change.after.split(" · ")[::2]) == (
        "1考室",
        ["2考室", "3"],
    )
    assert record.check() == []


def test_a_session_that_is_emptied_owes_nothing_until_somebody_comes_back(record: Record) -> None:
    record.add_attempts(enrolled(WANG))
    record.add_attempts(enrolled(MOVED))
    assert [session.hall for session in record.exam_sessions()] == ["2考室"]
    assert record.add_attempts(enrolled(WANG)) == Told(known=1, moved=1)
    assert [session.hall for session in record.exam_sessions()] == ["1考室"]
    assert record.attempts() == enrolled(WANG)
    assert [change.after.split(" · ")[0] for change in record.roster_changes()] == [
        "2考室",
        "1考室",
        "1考室",
    ]


@pytest.mark.parametrize(
    "other",
    [
        replace(MOVED, starts=HALF_PAST + timedelta(days=7), ends=WANG.ends + timedelta(days=7)),
        replace(MOVED, subject="road", room="京A1234学", seat=""),
        replace(MOVED, site="other"),
        replace(MOVED, id_number=LI.id_number),
    ],
)
def test_another_day_subject_site_or_person_is_another_attempt(
    record: Record, other: Attempt
) -> None:
    record.add_attempts(enrolled(WANG))
    assert record.add_attempts(enrolled(other)) == Told(new=1)
    assert len(record.attempts()) == 2


def test_a_roster_that_has_both_attempts_moves_nobody(record: Record) -> None:
    record.add_attempts(enrolled(WANG))
    assert record.add_attempts(enrolled(WANG, MOVED)) == Told(new=1, known=1)
    assert len(record.attempts()) == 2


def test_an_attempt_that_took_place_is_not_moved(record: Record) -> None:
    record.add_attempts(enrolled(WANG))
    result = month(Office(attempts=1, subject="hall"), np.random.default_rng(1))[0]
    took_place = {"serial": WANG.serial, "site": WANG.site, "starts": WANG.starts}
    record.add_results([replace(result, **took_place)], "a" * 64)
    record.add_attempts(enrolled(MOVED))
    assert len(record.attempts()) == 2


def test_corrections_of_rosters_are_told_with_what_was_before(record: Record) -> None:
    record.add_attempts(enrolled(WANG))
    record.add_attempts(enrolled(replace(WANG, seat="14", examiner="钱二")))
    found = {(change.what, change.before, change.after) for change in record.roster_changes()}
    assert found == {("seat", WANG.seat, "14"), ("examiner", WANG.examiner, "钱二")}


def test_another_identity_number_and_other_breaks_are_told_as_corrections(record: Record) -> None:
    pause = NINE + timedelta(minutes=20), NINE + timedelta(minutes=25)
    record.add_attempts(enrolled(WANG))
    record.add_attempts(enrolled(replace(WANG, id_number=LI.id_number, breaks=(pause,))))
    found = {change.what: (change.before, change.after) for change in record.roster_changes()}
    assert found == {
        "id_number": (shown(WANG.id_number), shown(LI.id_number)),
        "breaks": ("", "–".join(at.isoformat() for at in pause)),
    }


def test_attempts_are_found_by_time_and_room(record: Record) -> None:
    later = replace(LI, starts=WANG.ends, ends=WANG.ends + timedelta(minutes=45), room="2考室")
    record.add_attempts(enrolled(WANG, later))
    assert record.attempts(NINE, WANG.ends) == enrolled(WANG)
    assert record.attempts(room="2考室") == enrolled(later)
    assert record.attempts(WANG.ends) == enrolled(later)


def test_no_roster_at_all_is_nothing(record: Record) -> None:
    assert record.add_attempts([]) == Told()


def test_the_same_person_is_known_again_and_nobody_can_read_the_number(record: Record) -> None:
    again = replace(
        WANG, serial="126000000009", starts=WANG.ends, ends=LI.ends + timedelta(hours=2)
    )
    one, other = enrolled(WANG, again)
    assert one.person == other.person != sealed(WANG, b"x" * 32).person
    assert WANG.id_number not in repr(one)
    assert one.id_shown == "110***********2215"


def test_no_name_of_a_file_comes_into_the_record(record: Record) -> None:
    (one,) = enrolled(replace(WANG, photo="110101199003072215.jpg"))
    assert one == enrolled(WANG)[0]


def test_the_key_of_a_home_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    home = Home(tmp_path)
    key = site_key(home)
    assert site_key(home) == key
    assert len(key) == 32
    assert home.site_key.stat().st_mode & 0o077 == 0


def test_a_damaged_key_is_refused_rather_than_replaced(tmp_path: Path) -> None:
    home = Home(tmp_path)
    site_key(home)
    home.site_key.write_text("abc")
    with pytest.raises(StorageError, match="cannot be used"):
        site_key(home)
