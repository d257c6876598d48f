"""Sound out of recordings: where it lies, how loud it is, what of it is nothing."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from proctor.perception import Account, Sound
from proctor.timeline import SECOND
from streams.audio import SoundTrack
from streams.guard.confinement import LIMITS
from streams.guard.sound import GuardedSoundTrack
from streams.livesound import LiveSound
from streams.loudness import FLOOR, Blocks
from streams.recording import open_recording
from tests.streams.clips import steady, truncated, write_clip, zeroed

pytestmark = pytest.mark.usefixtures("each_track")

RATE = 16000


def noise(seconds: float, level: float = -20, seed: int = 1, rate: int = RATE) -> np.ndarray:
    """White noise of so many dBFS."""
    rng = np.random.default_rng(seed)
    return np.asarray(rng.standard_normal(round(seconds * rate)) * 10 ** (level / 20))


def heard(path: Path) -> list[Sound]:
    return list(SoundTrack(path).sounds())


def ends(sounds: list[Sound]) -> tuple[float, float]:
    return sounds[0].span.start_us / SECOND, sounds[-1].span.end_us / SECOND


@pytest.mark.parametrize(
    ("name", "codec"),
    [("a.mp4", "aac"), ("a.mkv", "aac"), ("a.ts", "mp2"), ("a.avi", "pcm_alaw"),
     ("a.mov", "pcm_mulaw"), ("a.mkv", "pcm_s16le")],
)  # fmt: skip
def test_a_noise_of_known_loudness_is_as_loud_in_every_container(
    tmp_path: Path, name: str, codec: str
) -> None:
    path = write_clip(tmp_path / name, steady(5), wave=noise(5), wave_codec=codec)
    sounds = heard(path)
    assert ends(sounds) == pytest.approx((0, 5), abs=0.15)
    inner = sounds[1:-1]
    assert [s.level for s in inner] == pytest.approx([-20] * len(inner), abs=0.4)
    assert all(-11 < s.peak < -4 for s in inner)
    assert all(0.9 < s.span.duration_us / SECOND <= 1.0 for s in inner)
    assert sum(len(s.wave) for s in sounds) == pytest.approx(5 * RATE, rel=0.03)
    assert all(s.silent < 0.05 for s in inner)


def test_what_was_said_in_the_third_second_is_heard_in_the_third_second(tmp_path: Path) -> None:
    wave = np.concatenate([noise(2, -70), noise(1, -20), noise(3, -70)])
    sounds = heard(write_clip(tmp_path / "a.mp4", steady(6), wave=wave))
    loud = [s for s in sounds if s.level > -45]
    assert ends(loud) == pytest.approx((2, 3), abs=1.0)
    assert max(loud, key=lambda s: s.level).span.start_us == pytest.approx(2 * SECOND, abs=600_000)


def test_digital_silence_stands_still_and_a_quiet_room_does_not(tmp_path: Path) -> None:
    wave = np.concatenate([np.zeros(3 * RATE), noise(3, -60)])
    sounds = heard(write_clip(tmp_path / "a.mkv", steady(6), wave=wave, wave_codec="pcm_s16le"))
    assert sounds[1].silent == 1.0
    assert sounds[1].level == FLOOR
    assert sounds[-2].silent < 0.1
    assert sounds[-2].level == pytest.approx(-60, abs=1)


def test_a_law_has_no_zero_and_its_silence_is_known_all_the_same(tmp_path: Path) -> None:
    wave = np.zeros(3 * 8000)
    path = write_clip(
        tmp_path / "a.avi", steady(3), wave=wave, wave_codec="pcm_alaw", wave_rate=8000
    )
    middle = heard(path)[1]
    assert (middle.silent, middle.level) == (1.0, FLOOR)


def test_one_live_channel_of_two_is_enough(tmp_path: Path) -> None:
    wave = np.stack([np.zeros(3 * RATE), noise(3)])
    path = write_clip(tmp_path / "a.mkv", steady(3), wave=wave, wave_codec="pcm_s16le")
    middle = heard(path)[1]
    assert middle.level == pytest.approx(-20, abs=0.4)
    assert middle.silent < 0.05


def test_a_recording_without_a_track_gives_no_sound(tmp_path: Path) -> None:
    assert heard(write_clip(tmp_path / "a.mp4", steady(2))) == []


def test_sound_that_sets_in_late_lies_where_its_stamps_say(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "a.mkv", steady(8), wave=noise(3), wave_from_ms=4000)
    assert ends(heard(path)) == pytest.approx((4, 7), abs=0.15)


def test_sound_from_before_the_first_picture_is_left_out_and_the_rest_lies_right(
    tmp_path: Path,
) -> None:
    wave = np.concatenate([noise(3, -70), noise(1, -20), noise(3, -70)])
    pictures = [ms + 1000 for ms in steady(6)]
    path = write_clip(tmp_path / "a.mkv", pictures, wave=wave, wave_codec="pcm_s16le")
    sounds = heard(path)
    assert ends(sounds) == pytest.approx((0, 6), abs=0.15)
    assert max(sounds, key=lambda s: s.level).span.start_us == pytest.approx(2e6, abs=1e5)
    assert all(s.span.duration_us > 900_000 for s in sounds[:-1])


def test_stamps_of_sound_that_fall_back_for_good_cost_three_seconds_and_no_more() -> None:
    blocks, spans = Blocks(), []
    for number in range(400):
        data = np.full((1, 1600), 0.1, np.float32)
        frame = av.AudioFrame.from_ndarray(data, format="fltp", layout="mono")
        frame.sample_rate = RATE
        fallen = 7 * SECOND if number >= 100 else 0
        spans += [s.span for s in blocks.add(frame, number * 100_000 - fallen)]
    assert spans[-1].end_us == pytest.approx(40 * SECOND - 3.1 * SECOND, abs=SECOND)
    assert all(a.end_us == b.start_us for a, b in pairwise(spans))


def test_a_file_cut_off_gives_the_sound_it_still_has(tmp_path: Path) -> None:
    whole = write_clip(tmp_path / "a.ts", steady(10), wave=noise(10), wave_codec="mp2")
    torn = truncated(whole, tmp_path / "b.ts", 0.5)
    start, end = ends(heard(torn))
    assert start < 0.2
    assert 2 < end < 8


def test_damage_in_the_middle_leaves_the_rest_and_is_counted_or_shows_as_a_hole(
    tmp_path: Path,
) -> None:
    whole = write_clip(tmp_path / "a.mkv", steady(20), wave=noise(20))
    torn = zeroed(whole, tmp_path / "b.mkv", 0.2)
    track = SoundTrack(torn)
    sounds = list(track.sounds())
    spans = [s.span for s in sounds]
    assert all(a.end_us <= b.start_us for a, b in pairwise(spans))
    lost = any(b.start_us - a.end_us > SECOND for a, b in pairwise(spans))
    assert lost or track.damaged
    assert sum(s.span.duration_us for s in sounds) > 10 * SECOND


def test_media_time_of_sound_counts_from_the_first_picture(tmp_path: Path) -> None:
    shifted = [ms + 3000 for ms in steady(4)]
    path = write_clip(tmp_path / "a.mkv", shifted, wave=noise(4), wave_from_ms=3000)
    assert ends(heard(path)) == pytest.approx((0, 4), abs=0.15)
    account: Account = open_recording(path).account()
    assert account.audio


def test_a_decoder_that_runs_out_of_its_limits_ends_the_sound_and_counts_as_damage(
    tmp_path: Path,
) -> None:
    path = write_clip(tmp_path / "a.mkv", steady(2), wave=noise(2))
    track = GuardedSoundTrack(path, limits=replace(LIMITS, answer_s=0.0))
    assert list(track.sounds()) == []
    assert track.damaged == 1


def test_a_live_camera_is_heard_as_its_packets_arrive(tmp_path: Path) -> None:
    """Packets come unevenly, a third of a second late; the camera counts from anywhere."""
    path = write_clip(tmp_path / "a.mkv", steady(8), wave=noise(8), wave_codec="pcm_s16le")
    live, began = LiveSound(), 100 * SECOND
    rng = np.random.default_rng(1)
    with av.open(str(path)) as file:
        live.connected()
        arrived = began
        for packet in file.demux(audio=0):
            if packet.size:
                sent = began + round((packet.pts or 0) * packet.time_base * SECOND)
                arrived = max(arrived, sent + round(rng.uniform(0, 0.3) * SECOND))
                live.take(packet, arrived)
    live.connected()
    sounds = list(live.sounds())
    assert list(live.sounds()) == []
    assert ends(sounds) == pytest.approx((100, 108), abs=0.35)
    assert sum(s.span.duration_us for s in sounds) == pytest.approx(8 * SECOND, rel=0.05)
    assert [s.level for s in sounds[1:-1]] == pytest.approx([-20] * (len(sounds) - 2), abs=0.6)
