"""HINT_SPEECH and VOICE_EXTRA: who speaks beside the prompts; HALL_EMPTY."""

from dataclasses import replace

from proctor.judge import judge
from proctor.phases import Phases, Stretch
from proctor.places import AISLE_PLACE, SOUND_PLACE
from proctor.rulebook import NO_PROFILE, resolve
from proctor.timeline import Span
from tests.scenes import drawn, flags_of, log_of, place, seated, seconds_of

SECOND = 1_000_000
CAR = ("head", "mouth", "person", "picture", "prompts", "sound", "speech")
N = 60
STILL, TALKS = "." * N, "." * 16 + ".5" * 12 + "." * 20 + " = 0.1"
SAYS = "." * 10 + "#" * 6 + "." * 14


def face(kind: str, mouth: str, yaw: str = "." * N):
    return drawn(place(kind, kind), mouth=mouth, yaw=yaw, person="#" * N)


def car(speech: str, driver: str, officer: str, prompt: str = "." * 30, **more: str):
    sound = drawn(SOUND_PLACE, SECOND, speech=speech, prompt=prompt)
    faces = face("driver", driver, **more), face("passenger", officer)
    return log_of(*faces, sound, subject="road", senses=CAR)


def test_an_officer_who_speaks_during_an_item_hints():
    log = car(SAYS, STILL, TALKS)
    assert seconds_of(flags_of("HINT_SPEECH", log)) == [(10.0, 16.0)]
    assert flags_of("VOICE_EXTRA", log) == []


def test_a_driver_who_counts_aloud_is_let_be():
    log = car(SAYS, TALKS, STILL)
    assert flags_of("HINT_SPEECH", log) == flags_of("VOICE_EXTRA", log) == []


def test_a_prompt_of_the_system_is_nobodys_hint():
    log = car(SAYS, STILL, TALKS, prompt="." * 10 + "#" * 6 + "." * 14)
    assert flags_of("HINT_SPEECH", log) == flags_of("VOICE_EXTRA", log) == []


def test_a_voice_while_all_lips_are_still_comes_from_outside():
    log = car(SAYS, STILL, STILL)
    assert seconds_of(flags_of("VOICE_EXTRA", log)) == [(10.0, 16.0)]
    assert flags_of("HINT_SPEECH", log) == []


def test_where_lips_are_not_seen_nobody_is_accused():
    log = car(SAYS, STILL, "?" * N)
    assert flags_of("HINT_SPEECH", log) == flags_of("VOICE_EXTRA", log) == []
    lowered = flags_of("VOICE_EXTRA", log, "VOICE_EXTRA.threshold=0.25")
    assert seconds_of(lowered) == [(10.0, 16.0)]


def test_a_face_turned_away_hides_its_lips():
    log = car(SAYS, STILL, STILL, yaw="#" * N + " = 70°")
    assert flags_of("VOICE_EXTRA", log) == []


def test_without_prompts_speech_is_not_judged():
    log = car(SAYS, STILL, STILL)
    bare = tuple(sense for sense in CAR if sense != "prompts")
    log = replace(log, header=replace(log.header, senses=bare))
    judged = judge(log, resolve(NO_PROFILE, "road", "hall-1"))
    assert {"HINT_SPEECH", "VOICE_EXTRA"} <= {each.code for each in judged.not_judged}


def hall(seat: str, aisle: str):
    return log_of(
        seated("seat-01", 0.5, person=seat), drawn(AISLE_PLACE, people=aisle), subject="hall"
    )


def found_in(log, phase: str | None):
    book = resolve(NO_PROFILE, "hall", "hall-1")
    if phase:
        whole = (Stretch(Span(0, 10_000 * SECOND), (phase,), 1),)
        book = replace(book, phases=Phases("schedule", whole))
    return [flag for flag in judge(log, book).flags if flag.code == "HALL_EMPTY"]


EMPTY = "." * 300


def test_an_exam_by_the_schedule_with_nobody_in_the_hall_is_flagged():
    assert len(found_in(hall(EMPTY, EMPTY), "exam")) == 1


def test_an_empty_hall_in_a_break_or_without_a_schedule_is_let_be():
    assert found_in(hall(EMPTY, EMPTY), "break") == []
    assert found_in(hall(EMPTY, EMPTY), None) == []


def test_one_candidate_or_an_officer_is_somebody():
    assert found_in(hall("#" * 300, EMPTY), "exam") == []
    assert found_in(hall(EMPTY, "#" * 300), "exam") == []
