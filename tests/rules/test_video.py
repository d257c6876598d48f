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


def test_a_hole_in_the_middle_of_a_sound_file_is_not_called_damage():
    log = picture(frame="###...###", damaged=".........")
    log = with_account(log, holes=(Span(1_500_000, 3_000_000),))
    assert flags_of("VID_DAMAGE", log) == []


def test_a_black_picture_is_flagged():
    log = picture(luma="####...........#### = 120", contrast="####...........#### = 50")
    assert seconds_of(flags_of("VID_BLACK", log)) == [(2.0, 7.5)]


def test_a_dark_road_with_lamps_is_not_black():
    log = picture(luma="############ = 14", contrast="############ = 20")
    assert flags_of("VID_BLACK", log) == []


def test_a_picture_that_does_not_change_at_all_is_frozen():
    log = picture(change="?###............## = 2", contrast="################## = 40")
    assert seconds_of(flags_of("VID_FREEZE", log)) == [(2.0, 8.0)]


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
