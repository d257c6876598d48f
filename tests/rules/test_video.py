"""VID_*: what the picture itself gives away."""

from proctor.places import PICTURE_PLACE
from proctor.timeline import Span
from tests.scenes import drawn, flags_of, log_of, seconds_of, with_account


def picture(**drawings: str):
    return log_of(drawn(PICTURE_PLACE, **drawings))


def test_a_hole_of_six_seconds_is_flagged_from_its_first_to_its_last_moment():
    log = picture(frame="####............####")
    assert seconds_of(flags_of("VID_GAP", log)) == [(2.0, 8.0)]


def test_a_hiccup_of_four_seconds_is_no_gap():
    assert flags_of("VID_GAP", picture(frame="####........####")) == []


def test_a_single_damaged_packet_is_a_finding():
    log = picture(frame="########", damaged="...#....")
    assert seconds_of(flags_of("VID_DAMAGE", log)) == [(1.5, 2.0)]


def test_a_file_that_ends_before_its_promise_is_cut_short():
    log = picture(frame="######...", damaged=".........")
    log = with_account(log, holes=(Span(3_000_000, 4_500_000),))
    assert seconds_of(flags_of("VID_DAMAGE", log)) == [(3.0, 4.5)]


def test_a_camera_that_is_away_at_the_end_of_a_watch_has_not_cut_anything_short():
    log = picture(frame="######...", damaged=".........")
    log = with_account(log, holes=(Span(3_000_000, 4_500_000),), live=True)
    assert flags_of("VID_DAMAGE", log) == []


def test_a_hole_too_short_for_a_gap_is_damage_of_a_file():
    log = picture(frame="###...###", damaged=".........")
    log = with_account(log, holes=(Span(1_500_000, 3_000_000),))
    assert seconds_of(flags_of("VID_DAMAGE", log)) == [(1.5, 3.0)]
    assert flags_of("VID_GAP", log) == []


def test_a_hole_of_five_seconds_in_the_middle_is_a_gap_and_not_told_twice():
    log = picture(frame="###..........###", damaged="................")
    log = with_account(log, holes=(Span(1_500_000, 6_500_000),))
    assert flags_of("VID_DAMAGE", log) == []
    assert seconds_of(flags_of("VID_GAP", log)) == [(1.5, 6.5)]


def test_a_hiccup_of_a_live_camera_is_not_called_damage():
    log = picture(frame="###...###", damaged=".........")
    log = with_account(log, holes=(Span(1_500_000, 3_000_000),), live=True)
    assert flags_of("VID_DAMAGE", log) == []


def test_a_black_picture_is_flagged():
    log = picture(luma="####...........#### = 120", contrast="####...........#### = 50")
    assert seconds_of(flags_of("VID_BLACK", log)) == [(2.0, 7.5)]


def test_a_dark_road_with_lamps_is_not_black():
    log = picture(luma="############ = 14", contrast="############ = 20")
    assert flags_of("VID_BLACK", log) == []


def test_a_picture_that_does_not_change_at_all_is_frozen():
    log = picture(change="?###............## = 2", contrast="################## = 40")
    assert seconds_of(flags_of("VID_FREEZE", log)) == [(1.5, 8.0)]


def test_a_quiet_hall_with_sensor_noise_is_not_frozen():
    log = picture(change="?############### = 0.3", contrast="################ = 40")
    assert flags_of("VID_FREEZE", log) == []


def test_a_black_picture_is_not_called_frozen_as_well():
    log = picture(change="?...............", contrast="................", luma="................")
    assert flags_of("VID_FREEZE", log) == []
    assert len(flags_of("VID_BLACK", log)) == 1


def test_a_cloth_over_the_lens_takes_the_detail_away():
    full = "####################"
    log = picture(detail="########........#### = 9", contrast=full + " = 12", luma=full + " = 90")
    assert seconds_of(flags_of("VID_COVER", log)) == [(4.0, 8.0)]


def test_lamps_switched_off_leave_the_structure():
    log = picture(detail="####4444444 = 9", contrast="########### = 20", luma="########### = 40")
    assert flags_of("VID_COVER", log, "VID_COVER.least=0") == []


def test_a_camera_covered_from_the_start_is_covered():
    log = picture(detail="3333333333", contrast="########## = 12", luma="########## = 90")
    assert seconds_of(flags_of("VID_COVER", log)) == [(0.0, 5.0)]


LIT = {"contrast": "#" * 24 + " = 40", "luma": "#" * 24 + " = 90"}
"""Twelve seconds of a picture that is neither black nor bare."""


def test_a_clock_that_runs_does_not_hide_a_frozen_picture():
    clock = "?#######............#### = 5"
    log = picture(change=clock, still="?.......############....", **LIT)
    assert seconds_of(flags_of("VID_FREEZE", log)) == [(3.5, 10.0)]


def test_keyframes_coded_anew_do_not_end_a_frozen_picture():
    coded = "?#######112.112.112.#### = 5"
    log = picture(still="?.......##..##..##......", change=coded, **LIT)
    assert seconds_of(flags_of("VID_FREEZE", log)) == [(3.5, 10.0)]


def test_somebody_who_moves_now_and_then_ends_it():
    moves = "?1112111211121112111211# = 9"
    log = picture(still="?##..##..##..##..##..##.", change=moves, **LIT)
    assert flags_of("VID_FREEZE", log) == []


def test_somebody_who_breathes_in_an_else_empty_room_keeps_it_from_being_frozen():
    log = picture(change="?####################### = 0.1", still="?" + "8" * 23, **LIT)
    assert flags_of("VID_FREEZE", log) == []


HOME = "#" * 24


def view(home: str, **more: str):
    """Twelve seconds of a view; still and sharp and detailed unless something else is drawn."""
    usual = {"view_steady": HOME, "sharpness": HOME, "view_away": "." * 24}
    usual |= {"detail": HOME + " = 9", "structure": HOME + " = 12"}
    return picture(view_home=home, **{**LIT, **usual, **more})


def test_a_camera_that_was_pushed_aside_is_moved_until_it_is_put_back():
    moved = "????????########???????? = 0.06"
    log = view("########........########", view_away="........########........", view_x=moved,
               view_y=moved, view_turn="????????........????????")  # fmt: skip
    assert seconds_of(flags_of("VID_MOVE", log)) == [(4.0, 8.0)]
    assert flags_of("VID_COVER", log) == []


def test_a_camera_that_was_tilted_on_its_side_is_moved():
    log = view("########55555555########", view_away="........77777777........",
               view_x="????????........????????", view_y="????????........????????",
               view_turn="????????########???????? = 4°")  # fmt: skip
    assert seconds_of(flags_of("VID_MOVE", log)) == [(4.0, 8.0)]


def test_a_camera_that_shakes_in_the_wind_is_let_be():
    shaken = view_of_shaking("####.#.#.#.#.#.#.#.#####")
    assert flags_of("VID_MOVE", shaken) == []


def view_of_shaking(home: str):
    away = home.translate(str.maketrans("#.", ".#"))
    place = home.replace("#", "?").replace(".", "#") + " = 0.05"
    return view(home, view_away=away, view_x=place, view_y=place, view_turn=place)


def test_a_view_that_goes_back_and_forth_every_second_is_let_be():
    assert flags_of("VID_MOVE", view_of_shaking("######..##..##..##..####")) == []


def test_somebody_who_leans_about_is_no_camera_that_moves():
    places = "?#1#2#1#3#1#2#1#3#1#2#1# = 0.3"
    log = view("#55555555555555555555555", view_away=".77777777777777777777777", view_x=places,
               view_y=places, view_turn="?.......................")  # fmt: skip
    assert flags_of("VID_MOVE", log) == []


def test_a_camera_turned_to_the_ceiling_is_moved_not_covered():
    log = view("########........########")
    assert seconds_of(flags_of("VID_MOVE", log)) == [(4.0, 8.0)]
    assert flags_of("VID_COVER", log) == []


def test_a_cloth_with_a_weave_covers_though_there_is_structure():
    soft = "########22222222########"
    log = view("########........########", sharpness=soft, detail="########66666666######## = 9",
               still="........########........")  # fmt: skip
    assert seconds_of(flags_of("VID_COVER", log)) == [(4.0, 8.0)]
    others = ("VID_MOVE", "VID_BLUR", "VID_FREEZE")
    assert [flags_of(code, log) for code in others] == [[], [], []]


def test_a_road_that_drives_by_is_neither_moved_nor_covered():
    log = view("########................", view_steady="########................")
    assert flags_of("VID_MOVE", log) == []
    assert flags_of("VID_COVER", log) == []


def test_a_reference_view_that_mostly_fails_says_nothing():
    assert flags_of("VID_MOVE", view("4444................4444")) == []


def test_somebody_close_to_the_camera_for_two_seconds_covers_nothing():
    log = view("########....############", detail="########1111############ = 9",
               sharpness="########2222############")  # fmt: skip
    assert flags_of("VID_COVER", log) == []
    assert flags_of("VID_BLUR", log) == []


def test_a_hand_takes_the_relief_though_noise_keeps_the_detail():
    log = view("########4444....########", structure="########11111111######## = 12")
    assert seconds_of(flags_of("VID_COVER", log)) == [(4.0, 8.0)]


def test_lamps_switched_off_leave_the_relief_for_the_light_there_is():
    lamps = "########22222222########"
    log = view(HOME, structure=lamps + " = 12", luma=lamps + " = 120")
    assert flags_of("VID_COVER", log) == []


def test_lamps_switched_off_leave_the_edges_where_they_were():
    log = view("########77777777########", detail="########11111111######## = 9")
    assert flags_of("VID_COVER", log) == []


def test_a_lens_out_of_focus_is_blurred_and_not_covered():
    log = view(HOME, sharpness="########44444444########", detail="########33333333######## = 9")
    assert seconds_of(flags_of("VID_BLUR", log)) == [(4.0, 8.0)]
    assert flags_of("VID_COVER", log) == []


def test_a_lens_that_never_was_in_focus_is_blurred():
    assert len(flags_of("VID_BLUR", view(HOME, sharpness="3" * 24))) == 1


def test_noise_that_looks_sharp_does_not_make_a_picture_in_focus_blurred():
    assert flags_of("VID_BLUR", view(HOME, sharpness="6" * 6 + "####" * 4 + "66 = 1")) == []


def test_somebody_who_fills_the_picture_and_leans_over_for_three_seconds_is_no_camera_that_moves():
    leans = "????????######?????????? = 0.1"
    log = view("########333333##########", view_away="........777777..........",
               view_x=leans, view_y=leans, view_turn=leans)  # fmt: skip
    assert flags_of("VID_MOVE", log) == []


def test_a_black_picture_is_not_called_blurred():
    log = picture(luma="." * 24, contrast="." * 24, detail="." * 24, sharpness="." * 24)
    assert [len(flags_of(code, log)) for code in ("VID_BLACK", "VID_BLUR")] == [1, 0]


LONG = "#" * 12 + "." * 24 + "#" * 12
"""Six seconds of a sound picture, twelve of another, and six of a sound one."""
AWAY = "." * 12 + "#" * 24 + "." * 12
WHOLE, NEVER, UNKNOWN = "#" * 48, "." * 48, "?" * 48


def slowly(**drawings: str):
    """The view at home by all that is quick to tell, for 24 seconds."""
    usual = {"view_home": WHOLE, "view_steady": WHOLE, "sharpness": WHOLE, "view_kept": WHOLE}
    usual |= {"view_away": NEVER, "view_else": NEVER, "view_left": NEVER, "focus": WHOLE}
    usual |= {"contrast": WHOLE + " = 40", "luma": WHOLE + " = 90"}
    usual |= {"detail": WHOLE + " = 9", "structure": WHOLE + " = 12"}
    return picture(**{**usual, **drawings})


def test_what_stands_behind_restless_people_tells_a_camera_that_was_turned_a_little():
    log = slowly(view_kept=LONG.replace(".", "7"), view_else=AWAY, view_left=AWAY)
    assert seconds_of(flags_of("VID_MOVE", log)) == [(6.0, 18.0)]


def test_one_who_shifts_on_the_chair_leaves_what_stands_and_moves_no_camera():
    shifted = AWAY.replace("#", "3")
    log = slowly(view_kept=LONG.replace(".", "7"), view_else=AWAY, view_left=shifted)
    assert flags_of("VID_MOVE", log) == []


def test_a_camera_turned_to_where_people_never_sit_still_is_moved():
    log = slowly(view_home=LONG, view_steady=LONG.replace(".", "2"), view_kept=LONG)
    assert seconds_of(flags_of("VID_MOVE", log)) == [(6.0, 18.0)]
    assert flags_of("VID_COVER", log) == []


def test_six_seconds_without_the_view_among_people_are_not_enough_to_tell():
    short = "#" * 12 + "." * 12 + "#" * 24
    log = slowly(view_home=short, view_steady=short.replace(".", "2"), view_kept=short)
    assert flags_of("VID_MOVE", log) == []


def test_a_camera_turned_to_a_plain_wall_is_moved_for_nothing_near_the_lens_is_so_sharp():
    plain = {"sharpness": LONG.replace(".", "6"), "structure": LONG.replace(".", "3") + " = 12"}
    log = slowly(view_home=LONG, view_kept=LONG, **plain)
    assert seconds_of(flags_of("VID_MOVE", log)) == [(6.0, 18.0)]
    assert flags_of("VID_COVER", log) == []


def test_a_lens_a_little_out_of_focus_is_told_part_by_part():
    little = LONG.replace(".", "7")
    log = slowly(focus=little, sharpness=LONG.replace(".", "5") + " = 1")
    assert seconds_of(flags_of("VID_BLUR", log)) == [(6.0, 18.0)]
    crisp = slowly(focus=little, sharpness=LONG.replace(".", "7"))
    assert flags_of("VID_BLUR", crisp) == []


def test_a_soft_picture_that_comes_to_a_stand_where_nothing_ever_stood_is_a_cover():
    view = {"view_home": UNKNOWN, "view_kept": UNKNOWN, "sharpness": "#" * 34 + "3" * 14}
    log = slowly(**view, view_steady="." * 34 + "#" * 14)
    assert seconds_of(flags_of("VID_COVER", log)) == [(17.0, 24.0)]
    assert flags_of("VID_BLUR", log) == []


def test_a_soft_picture_where_nothing_stands_is_only_out_of_focus():
    view = {"view_home": UNKNOWN, "view_kept": UNKNOWN, "sharpness": "#" * 34 + "3" * 14}
    log = slowly(**view, view_steady=NEVER)
    assert flags_of("VID_COVER", log) == []
    assert seconds_of(flags_of("VID_BLUR", log)) == [(17.0, 24.0)]


def test_a_mast_that_swings_once_in_two_seconds_is_let_be_though_seen_twice_at_either_end():
    place = LONG.replace("#", "?").replace("." * 24, "##__" * 6) + " = 0.08"
    sides = {"view_x": place.replace("_", "1"), "view_y": LONG.replace("#", "?"),
             "view_turn": LONG.replace("#", "?")}  # fmt: skip
    log = slowly(view_home=LONG.replace(".", "6"), view_away=AWAY.replace("#", "7"), **sides)
    assert flags_of("VID_MOVE", log) == []


def test_a_face_that_fills_the_picture_and_sinks_a_little_is_no_camera_that_moves():
    place = {"view_x": UNKNOWN, "view_y": AWAY.replace(".", "?") + " = 0.03"}
    log = slowly(view_home=LONG.replace(".", "9"), view_away=AWAY.replace("#", "6"), **place)
    assert flags_of("VID_MOVE", log) == []
