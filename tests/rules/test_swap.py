"""ID_SWAP: somebody else after an absence; and a camera that shows nothing, which is nobody's."""

from dataclasses import replace

from proctor.geometry import Box
from proctor.places import PICTURE_PLACE, Place
from tests.scenes import drawn, flags_of, log_of, place, seconds_of

SENSES = ("head", "person", "picture")


def seat(name: str = "seat-01", x: float = 0.5, **drawings: str):
    return drawn(place(name, x=x), **drawings)


AWAY = "#" * 20 + "." * 10 + "#" * 20


def after(value: str, away: str = "??????????") -> str:
    """A colour of 0 before the absence and ``value`` tenths of 60 after it."""
    return "." * 20 + away + value * 20 + " = 60"


def returning(a: str, l: str = "5", **more: str):  # noqa: E741 - L* of CIE
    colours = {
        "clothes_a": after(a),
        "clothes_b": after("."),
        "clothes_l": "5" * 20 + "??????????" + l * 20 + " = 100",
    }
    return seat(person=AWAY, **{**colours, **more})


def test_somebody_in_other_clothes_after_an_absence_is_flagged_once():
    log = log_of(returning("6"), senses=SENSES)
    assert seconds_of(flags_of("ID_SWAP", log)) == [(15.0, 25.0)]


def test_who_comes_back_as_they_went_is_let_be():
    assert flags_of("ID_SWAP", log_of(returning("."), senses=SENSES)) == []


def test_colours_that_are_other_only_at_first_were_somebody_who_bent_down():
    for worn in ("6" * 9 + "." * 11, "." * 11 + "6" * 9):
        shown = "." * 20 + "??????????" + worn + " = 60"
        log = log_of(returning(".", clothes_a=shown), senses=SENSES)
        assert flags_of("ID_SWAP", log) == []


def in_infrared(taller: float):
    """Somebody darker who comes back with a head so many tenths of the picture higher."""
    grey = drawn(PICTURE_PLACE, colour="." * 50)
    heads = {
        "head_y0": "3" * 30 + "#" * 20 + f" = {0.3 - taller}",
        "head_y1": "#" * 30 + "#" * 20 + " = 0.4",
    }
    at, seen = returning(".", "9", **heads)
    seen.values["head_y0"][:30] = 0.3
    return log_of((at, seen), grey, senses=SENSES)


def test_in_infrared_lightness_alone_tells_nobody_apart():
    assert flags_of("ID_SWAP", in_infrared(0.0)) == []


def test_in_infrared_another_lightness_and_a_higher_head_are_somebody_else():
    assert len(flags_of("ID_SWAP", in_infrared(0.06))) == 1


def test_lamps_that_go_on_meanwhile_change_everybody():
    sitter = {
        "person": "#" * 50,
        "clothes_a": "." * 20 + "6" * 30 + " = 60",
        "clothes_b": "." * 50,
        "clothes_l": "5" * 50 + " = 100",
    }
    log = log_of(returning("6"), seat("seat-02", 0.7, **sitter), senses=SENSES)
    assert flags_of("ID_SWAP", log) == []


def test_a_face_that_is_alike_denies_it_and_one_that_is_not_is_enough():
    alike = "?" * 40 + "#" * 10
    known = log_of(returning("6", face_alike=alike + " = 0.8"), senses=SENSES)
    assert flags_of("ID_SWAP", known) == []
    stranger = log_of(returning(".", face_alike=alike + " = 0.3"), senses=SENSES)
    assert len(flags_of("ID_SWAP", stranger)) == 1


def test_a_seat_that_was_not_left_cannot_have_been_exchanged():
    log = log_of(
        seat(
            person="#" * 50,
            clothes_a=after("6", "." * 10),
            clothes_b="." * 50,
            clothes_l="5" * 50 + " = 100",
        ),
        senses=SENSES,
    )
    assert flags_of("ID_SWAP", log) == []


def test_somebody_who_stops_at_a_free_seat_for_three_seconds_is_not_a_new_candidate():
    stops = "#" * 20 + "." * 10 + "######" + "." * 14
    log = log_of(replace_person(returning("6"), stops), senses=SENSES)
    assert flags_of("ID_SWAP", log) == []


def replace_person(part, drawing: str):
    at, seen = part
    person = seat(person=drawing)[1].values["person"]
    return at, replace(seen, values={**seen.values, "person": person})


def test_without_faces_or_colours_nothing_is_said():
    log = log_of(seat(person=AWAY), senses=SENSES)
    assert flags_of("ID_SWAP", log) == []


def test_seats_that_are_empty_behind_a_hand_before_the_lens_are_nobodys_absence():
    people = "#" * 20 + "." * 30
    black = drawn(
        PICTURE_PLACE,
        luma="5" * 20 + "." * 30 + " = 200",
        contrast="5" * 20 + "." * 30 + " = 80",
        detail="#" * 20 + "." * 30 + " = 12",
        change="#" * 50,
    )
    seats = [seat(f"seat-0{n}", n / 10, person=people) for n in range(1, 4)]
    assert len(flags_of("SEAT_ABSENT", log_of(*seats))) == 3
    assert flags_of("SEAT_ABSENT", log_of(*seats, (PICTURE_PLACE, black[1]))) == []
    assert len(flags_of("VID_BLACK", log_of(*seats, (PICTURE_PLACE, black[1])))) == 1


def test_a_camera_of_a_composite_that_goes_dark_hides_only_who_is_in_its_cell():
    cell = Place("picture:driver", "cell", Box(0.5, 0.0, 1.0, 1.0), (0.75, 0.5))
    dark = drawn(
        cell,
        luma="5" * 20 + "." * 30 + " = 200",
        contrast="5" * 20 + "." * 30 + " = 80",
        detail="#" * 20 + "." * 30 + " = 12",
        change="#" * 50,
    )
    people = "#" * 20 + "." * 30
    inside, outside = seat("seat-02", 0.7, person=people), seat("seat-01", 0.3, person=people)
    flags = flags_of("SEAT_ABSENT", log_of(inside, outside, dark))
    assert [flag.place for flag in flags] == ["seat-01"]


def test_the_end_of_the_exam_is_nobodys_absence():
    left = "#" * 20 + "." * 30
    stays = "#" * 50
    alone = [seat("seat-01", 0.1, person=left)]
    others = [seat(f"seat-0{n}", n / 10, person=stays) for n in range(2, 8)]
    leavers = [seat(f"seat-0{n}", n / 10, person=left) for n in range(2, 8)]
    assert len(flags_of("SEAT_ABSENT", log_of(*alone, *others))) == 1
    assert flags_of("SEAT_ABSENT", log_of(*alone, *leavers)) == []


def test_a_spot_where_somebody_stood_is_no_seat_that_was_left():
    def body(heads: int, wide: float = 1.5) -> dict[str, str]:
        tall = "#" * 20 + "?" * 30
        return {
            "x0": "." * 20 + "?" * 30,
            "x1": tall + f" = {wide / 10}",
            "y0": "." * 20 + "?" * 30,
            "y1": tall + f" = {heads / 10}",
            "head_y0": "." * 20 + "?" * 30,
            "head_y1": tall + " = 0.1",
        }

    left = "#" * 20 + "." * 30
    others = [seat(f"seat-0{n}", n / 10, person="#" * 50, **body(3)) for n in range(2, 8)]
    kinds = (body(3), body(6), body(4, 0.8))
    sat, stood, slim = (seat("seat-01", 0.1, person=left, **kind) for kind in kinds)
    assert len(flags_of("SEAT_ABSENT", log_of(sat, *others))) == 1
    assert flags_of("SEAT_ABSENT", log_of(stood, *others)) == []
    assert flags_of("SEAT_ABSENT", log_of(slim, *others)) == []  # a desk hides the legs
    given = (replace(stood[0], why="given"), stood[1])
    assert len(flags_of("SEAT_ABSENT", log_of(given, *others))) == 1
