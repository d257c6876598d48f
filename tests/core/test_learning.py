"""What decisions teach: which flags, which moments, and who is measured by what."""

from dataclasses import replace

import pytest

from proctor.findings import FlagRow
from proctor.learning import enough, lessons, moments, sides, truth_of
from proctor.observations import ObservationLog
from proctor.timeline import Span
from tests.audit.stories import recording, review, run
from tests.scenes import drawn, log_of, place


def flag(
    name: str = "a", code: str = "PHONE", verdict: str = "confirmed", reason: str = ""
) -> FlagRow:
    """A reviewed flag at seat-01, from 1 s to 9 s, of the recording of that name."""
    facts = recording(name)
    told = run(facts, [(code, "seat-01", 1.0, 9.0)])
    (made,) = told.judgement.flags
    said = review(made.id, verdict, reason=reason)
    return FlagRow(
        flag=made,
        run=told.key,
        run_number=1,
        subject="hall",
        camera="hall-1",
        site="north",
        recording=facts.path,
        clock=facts.clock,
        state=verdict,
        reviews=(said,),
    )


@pytest.mark.parametrize(
    ("verdict", "reason", "truth"),
    [
        ("confirmed", "", "present"),
        ("false-alarm", "object", "absent"),
        ("false-alarm", "object: a calculator", "absent"),
        ("false-alarm", "lighting", "absent"),
        ("false-alarm", "neighbour", None),
        ("false-alarm", "staff", None),
        ("false-alarm", "other: it was switched off", None),
        ("inconclusive", "", None),
    ],
)
def test_only_a_reason_that_says_so_makes_a_thing_absent(verdict, reason, truth):
    assert truth_of(flag(verdict=verdict, reason=reason)) == truth


def test_what_teaches_nothing_is_told_with_its_reason():
    rows = [
        flag("a"),
        flag("b", code="PEEK"),
        flag("c", verdict="false-alarm", reason="staff"),
        flag("d", verdict="inconclusive"),
    ]
    made, passed = lessons(rows)
    assert [lesson.row.run.recording[0] for lesson in made] == ["a"]
    told = {each.row.run.recording[0]: each.why for each in passed}
    assert told == {"b": "thing", "c": "reason", "d": "undecided"}


def test_a_recording_is_never_on_both_sides_and_about_a_quarter_is_held_out():
    flags = [name for name in "abcdefghijklmnop" for _ in range(3)]
    found = sides(flags, {})
    held = [name for name, side in found.items() if side == "held-out"]
    assert found.keys() == set(flags)
    assert 3 <= len(held) <= 5
    assert found == sides(reversed(flags), {}), "the order of the flags does not matter"


def test_a_recording_stays_on_its_side_for_good():
    first = sides("abcdef", {})
    later = sides("abcdefghijkl", first)
    assert {name: later[name] for name in first} == first


def test_two_recordings_are_enough_for_both_sides():
    assert set(sides("ab", {}).values()) == {"teach", "held-out"}
    assert set(sides("a", {}).values()) == {"teach"}


def test_few_flags_are_not_enough_however_many_recordings():
    few, _ = lessons([flag(name) for name in "abcdefghij"])
    many, _ = lessons([replace(flag(n), subject="hall") for n in "abcdefghijklmnopqrstuvwx"])
    assert not enough(few)
    assert enough(many)


BOX = {"x0": 0.2, "y0": 0.3, "x1": 0.25, "y1": 0.35}


def log(phone: str) -> ObservationLog:
    """Half a second a sample; the box is there wherever a phone was seen."""
    seen = {f"phone_{side}": phone.replace(".", "?") for side in BOX}
    at, columns = drawn(place(), phone=phone, **seen)
    values = dict(columns.values)
    for side, value in BOX.items():
        values[f"phone_{side}"] = values[f"phone_{side}"] * 0 + value
    return log_of((at, replace(columns, values=values)))


def at_seconds(phone: str) -> list[float]:
    (lesson,), _ = lessons([flag()])
    return [moment.at_us / 1e6 for moment in moments(lesson, log(phone))]


def test_the_surest_moments_are_shown_at_least_a_second_apart():
    assert at_seconds("....59876......3....") == [2.5, 3.5, 7.5]


def test_no_more_than_four_pictures_are_made_of_one_flag():
    assert len(at_seconds("####################")) == 4


def test_moments_outside_the_flag_and_without_a_box_are_left_out():
    assert at_seconds("#?..................") == []


def test_a_moment_knows_the_box_of_the_thing():
    (lesson,), _ = lessons([flag()])
    (moment,) = moments(lesson, log("....5..............."))
    assert moment.box == pytest.approx(tuple(BOX.values()))
    assert moment.around is None


def test_a_flag_of_a_single_sample_has_its_moment():
    row = flag()
    short = replace(row, flag=replace(row.flag, span=Span(2_000_000, 2_000_000)))
    (lesson,), _ = lessons([short])
    assert [moment.at_us for moment in moments(lesson, log("....5....."))] == [2_000_000]
