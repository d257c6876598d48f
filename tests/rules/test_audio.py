"""AUD_NONE: a microphone that hears nothing."""

import numpy as np
import pytest

from proctor.places import PICTURE_PLACE, SOUND_PLACE
from tests.scenes import drawn, flags_of, log_of, seconds_of

SECOND = 1_000_000
HEARS = ("sound",)


def track(subject="road", **drawings):
    return log_of(
        drawn(SOUND_PLACE, SECOND, **drawings), subject=subject, senses=HEARS, step=SECOND
    )


def talk(seconds, level=-30.0, spread=4.0):
    """A level that moves as it does where people breathe, drive and talk."""
    return level + spread * np.random.default_rng(1).standard_normal(seconds)


def levels(*parts):
    at, columns = drawn(SOUND_PLACE, SECOND, heard="#" * sum(map(len, parts)))
    values = dict(columns.values) | {"level": np.concatenate(parts).astype(np.float32)}
    return log_of((at, type(columns)(columns.times, values)), subject="road", senses=HEARS,
                  step=SECOND)  # fmt: skip


def test_a_recording_without_an_audio_track_has_no_sound_from_end_to_end():
    assert seconds_of(flags_of("AUD_NONE", track(heard="." * 60))) == [(0, 60)]


def test_half_a_minute_without_packets_of_sound_is_flagged_and_twenty_seconds_are_not():
    long, short = "#" * 20 + "." * 31 + "#" * 20, "#" * 20 + "." * 20 + "#" * 20
    assert seconds_of(flags_of("AUD_NONE", track(heard=long))) == [(20, 51)]
    assert flags_of("AUD_NONE", track(heard=short)) == []


def test_where_the_pictures_are_missing_too_it_is_a_gap_and_no_silence():
    gone = "#" * 10 + "." * 40 + "#" * 10
    log = log_of(
        drawn(SOUND_PLACE, SECOND, heard=gone), drawn(PICTURE_PLACE, SECOND, frame=gone),
        subject="road", senses=("sound", "picture"), step=SECOND,
    )  # fmt: skip
    assert flags_of("AUD_NONE", log) == []
    assert seconds_of(flags_of("VID_GAP", log)) == [(10, 50)]


def test_digital_silence_is_flagged_though_the_track_is_there():
    silent = "." * 10 + "#" * 40 + "." * 10
    log = track(heard="#" * 60, silent=silent)
    assert seconds_of(flags_of("AUD_NONE", log)) == [(10, 50)]


def test_a_microphone_that_is_unplugged_during_the_exam_leaves_a_level_that_does_not_move():
    hiss = -58 + 0.06 * np.random.default_rng(2).standard_normal(45)
    flags = flags_of("AUD_NONE", levels(talk(40), hiss, talk(40)))
    assert seconds_of(flags) == [(40, 85)]


def test_a_level_below_any_microphone_is_flagged_however_it_moves():
    assert len(flags_of("AUD_NONE", levels(talk(60, -88, 2)))) == 1


@pytest.mark.parametrize("level", [-20, -45, -60])
def test_a_quiet_room_moves_the_level_and_is_let_be(level):
    assert flags_of("AUD_NONE", levels(talk(600, level, 0.6))) == []


def test_a_cough_every_twenty_seconds_shows_that_the_microphone_lives():
    hiss = -58 + 0.06 * np.random.default_rng(3).standard_normal(20)
    parts = [np.append(hiss, [-30.0, -31.0]) for _ in range(6)]
    assert flags_of("AUD_NONE", levels(*parts)) == []


def test_halls_are_asked_only_where_the_profile_says_so():
    assert flags_of("AUD_NONE", track("hall", heard="." * 60)) == []
    asked = flags_of("AUD_NONE", track("hall", heard="." * 60), "AUD_NONE.enabled=true")
    assert seconds_of(asked) == [(0, 60)]


def test_a_recording_nobody_listened_to_is_not_judged():
    log = log_of(drawn(SOUND_PLACE, heard="..."), subject="road", senses=("picture",))
    assert flags_of("AUD_NONE", log) == []
