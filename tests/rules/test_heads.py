"""PEEK and GAZE_OFF: where heads turn."""

from tests.scenes import drawn, flags_of, log_of, place, seated, seconds_of

SURE = "##############################" + " = 10°"
VAGUE = "##############################" + " = 40°"
LEFT = ".........." + "########" + "............" + " = 60°"
RIGHT = ".........." + "########" + "............" + " = -60°"


def two_seats(yaw: str, sigma: str = SURE):
    mine = seated("seat-02", 0.5, yaw=yaw, direction_sigma=sigma)
    return log_of(mine, seated("seat-01", 0.3))


def driver(**drawings: str):
    drawings = {"direction_sigma": SURE} | drawings
    return log_of(drawn(place("driver", "driver"), **drawings), subject="road")


def test_a_head_turned_to_the_neighbour_for_four_seconds_is_flagged():
    assert seconds_of(flags_of("PEEK", two_seats(LEFT))) == [(5.0, 9.0)]


def test_a_head_turned_to_the_empty_side_is_let_be():
    assert flags_of("PEEK", two_seats(RIGHT)) == []


def test_a_neighbour_on_the_other_side_is_looked_at_the_other_way():
    mine = seated("seat-02", 0.5, yaw=RIGHT, direction_sigma=SURE)
    log = log_of(mine, seated("seat-03", 0.7))
    assert seconds_of(flags_of("PEEK", log)) == [(5.0, 9.0)]
    mine = seated("seat-02", 0.5, yaw=LEFT, direction_sigma=SURE)
    log = log_of(mine, seated("seat-03", 0.7))
    assert flags_of("PEEK", log) == []


def test_from_behind_left_and_right_are_where_they_are():
    behind = {"direction_sigma": SURE, "yaw": "#" * 10 + "6" * 8 + "#" * 12 + " = 179°"}
    left, right = seated("seat-01", 0.3), seated("seat-03", 0.7)
    log = log_of(seated("seat-02", 0.5, **behind), left)
    assert seconds_of(flags_of("PEEK", log)) == [(5.0, 9.0)]
    assert flags_of("PEEK", log_of(seated("seat-02", 0.5, **behind), right)) == []


def test_a_look_down_at_the_desk_beside_is_let_be():
    down = ".........." + "########" + "............" + " = 40°"
    mine = seated("seat-02", 0.5, yaw=LEFT, pitch=down, direction_sigma=SURE)
    assert flags_of("PEEK", log_of(mine, seated("seat-01", 0.3))) == []


def test_a_head_that_is_thrown_back_in_a_stretch_is_let_be():
    up = ".........." + "########" + "............" + " = -34°"
    mine = seated("seat-02", 0.5, yaw=LEFT, pitch=up, direction_sigma=SURE)
    assert flags_of("PEEK", log_of(mine, seated("seat-01", 0.3))) == []


def test_a_head_that_seems_to_look_backwards_was_read_wrongly():
    backwards = ".........." + "########" + "............" + " = 170°"
    assert flags_of("PEEK", two_seats(backwards)) == []


def test_a_candidate_who_always_looks_that_way_is_let_be():
    assert flags_of("PEEK", two_seats("#" * 30 + " = 60°")) == []


def test_a_head_too_vague_to_read_says_nothing():
    assert flags_of("PEEK", two_seats(LEFT, VAGUE)) == []


def test_a_head_that_never_keeps_still_must_turn_further():
    restless = two_seats(("#..##.#.##" + "########" + ".##..##.##..") + " = 60°")
    assert flags_of("PEEK", restless) == []


def test_a_head_turned_beyond_its_own_screen_is_flagged_as_eyes_go_on_where_heads_turn():
    """A neighbour aside by 90° at whom a head turned by 45° looks with 22° more of the eyes."""
    log = two_seats(LEFT.replace("60", "45"))
    assert seconds_of(flags_of("PEEK", log)) == [(5.0, 9.0)]


def test_a_turn_within_the_own_screen_is_let_be():
    assert flags_of("PEEK", two_seats(LEFT.replace("60", "20"))) == []


def test_a_small_turn_of_a_head_that_is_read_with_doubt_is_let_be():
    doubtful = SURE.replace("10", "20")
    assert flags_of("PEEK", two_seats(LEFT.replace("60", "30"), doubtful)) == []
    assert len(flags_of("PEEK", two_seats(LEFT, doubtful))) == 1


def test_a_short_glance_is_let_be():
    assert flags_of("PEEK", two_seats(".........." + "###" + "." * 17 + " = 60°")) == []


def test_a_driver_who_looks_aside_for_three_seconds_is_flagged():
    log = driver(yaw=".........######............... = -60°", pitch="." * 30)
    assert seconds_of(flags_of("GAZE_OFF", log)) == [(4.5, 7.5)]


def test_a_driver_who_looks_down_is_flagged():
    log = driver(yaw="." * 30, pitch=".........######............... = 40°")
    assert seconds_of(flags_of("GAZE_OFF", log)) == [(4.5, 7.5)]


def test_a_mirror_check_of_one_and_a_half_seconds_is_let_be():
    log = driver(yaw=".........###.................. = 60°", pitch="." * 30)
    assert flags_of("GAZE_OFF", log) == []


def test_two_seconds_are_within_the_rule_and_a_sample_more_is_not():
    def gaze(samples: int):
        turned = "." * 20 + "#" * samples + "." * 30
        sigma = "#" * len(turned) + " = 10°"
        at = place("driver", "driver")
        still = "." * len(turned)
        yaw = turned + " = 60°"
        seen = drawn(at, step=200_000, yaw=yaw, pitch=still, direction_sigma=sigma)
        return flags_of("GAZE_OFF", log_of(seen, subject="road", step=200_000))

    assert gaze(10) == []
    assert seconds_of(gaze(11)) == [(4.0, 6.2)]
