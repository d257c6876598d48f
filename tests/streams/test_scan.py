"""A scan decodes keyframes only, and still says exactly what is there, missing and damaged."""

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from proctor.perception import Account, Frame
from proctor.timeline import SECOND, Span
from streams.recording import Recording, open_recording
from streams.soundness import Layout
from tests.conftest import WORLD
from tests.streams.clips import packets, positions, stamps_ms, steady, truncated, write_clip, zeroed

pytestmark = pytest.mark.usefixtures("each_reader")

MS = 1000
STEP, KEYFRAMES = 500 * MS, 2500 * MS


def scanned(path: Path) -> tuple[list[Frame], Account]:
    recording = open_recording(path)
    return list(recording.scan(STEP, KEYFRAMES)), recording.account()


def whole(path: Path) -> Account:
    recording = open_recording(path)
    list(recording.frames(STEP))
    return recording.account()


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.ts", "a.flv"])
@pytest.mark.parametrize("b_frames", [0, 2])
def test_keyframes_speak_for_a_sound_recording(tmp_path: Path, name: str, b_frames: int) -> None:
    path = write_clip(tmp_path / name, steady(9), gop=20, b_frames=b_frames)
    frames, account = scanned(path)
    assert [frame.media_us for frame in frames] == [
        0,
        2 * SECOND,
        4 * SECOND,
        6 * SECOND,
        8 * SECOND,
    ]
    assert (account.frames, account.decoded, account.complete) == (90, 5, True)
    assert account == replace(whole(path), decoded=5)
    exact = {frame.media_us: frame for frame in open_recording(path).frames(0)}
    assert all(np.array_equal(f.image, exact[f.media_us].image) for f in frames)


def test_keyframes_that_are_closer_than_need_be_are_passed_over(tmp_path: Path) -> None:
    frames, account = scanned(write_clip(tmp_path / "a.mp4", steady(9), gop=8))
    steps = np.diff([frame.media_us for frame in frames])
    assert steps.max() <= KEYFRAMES
    assert len(frames) <= 6
    assert account.frames == 90


def test_keyframes_too_far_apart_are_not_enough(tmp_path: Path) -> None:
    frames, account = scanned(write_clip(tmp_path / "a.mp4", steady(6), gop=50))
    times = [frame.media_us for frame in frames]
    assert times[:4] == [0, 500 * MS, 1000 * MS, 1500 * MS]
    assert account.decoded > 50


def test_a_codec_of_which_nothing_is_known_is_decoded_throughout(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "a.avi", codec="mpeg4")
    frames, account = scanned(path)
    assert [frame.media_us for frame in frames] == [STEP * n for n in range(12)]
    assert account.decoded == account.frames == 60


@pytest.mark.parametrize("name", ["gap.mp4", "gap.mkv", "gap.ts"])
def test_a_gap_between_pictures_that_nobody_decodes_is_a_hole_measured_exactly(
    tmp_path: Path, name: str
) -> None:
    stamps = [0, *(stamp + 100 for stamp in steady(1)), *(stamp + 5000 for stamp in steady(3))]
    path = write_clip(tmp_path / name, stamps)
    _frames, account = scanned(path)
    assert account.holes == whole(path).holes
    assert account.holes == (Span(1100 * MS, 5 * SECOND),)
    assert account.decoded < account.frames


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.ts"])
def test_damage_is_counted_as_if_all_had_been_decoded(tmp_path: Path, name: str) -> None:
    sound = write_clip(tmp_path / name, steady(20))
    path = zeroed(sound, tmp_path / f"zeroed-{name}")
    frames, account = scanned(path)
    exact = whole(path)
    assert account.damaged >= min(1, exact.damaged)
    assert (account.holes, account.complete) == (exact.holes, False)
    assert abs(account.frames - exact.frames) <= 1
    assert account.decoded < 150
    assert frames[-1].media_us > 17 * SECOND


def test_around_damage_samples_lie_as_close_as_if_all_had_been_decoded(tmp_path: Path) -> None:
    sound = write_clip(tmp_path / "a.mp4", steady(20), options={"movflags": "faststart"})
    frames, _account = scanned(zeroed(sound, tmp_path / "z.mp4"))
    assert np.diff([frame.media_us for frame in frames]).min() <= STEP


def test_the_end_that_was_promised_but_cut_off_is_a_hole(tmp_path: Path) -> None:
    sound = write_clip(tmp_path / "whole.mp4", options={"movflags": "faststart"})
    path = truncated(sound, tmp_path / "cut.mp4")
    assert scanned(path)[1].holes == whole(path).holes


def test_closer_looks_give_the_frames_of_their_spans_and_decode_little_else(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "a.mp4", steady(20), b_frames=2)
    recording = open_recording(path)
    exact = {frame.media_us: frame for frame in open_recording(path).frames(0)}
    list(recording.scan(STEP, KEYFRAMES))
    decoded = recording.account().decoded
    spans = [Span(3300 * MS, 3900 * MS), Span(12 * SECOND, 12500 * MS)]
    frames = list(recording.within(spans, 200 * MS))
    assert [f.media_us // MS for f in frames] == [3400, 3600, 3800, 12000, 12200, 12400]
    assert all(np.array_equal(f.image, exact[f.media_us].image) for f in frames)
    assert recording.account().decoded - decoded <= 20


def test_damage_that_only_decoding_shows_is_counted_when_a_closer_look_meets_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, each_reader: str
) -> None:
    path = _torn(write_clip(tmp_path / "a.mp4", steady(10)), tmp_path / "torn.mp4", 85)
    assert scanned(path)[1].damaged == whole(path).damaged == 1
    if each_reader == "guarded":
        pytest.skip("nobody can make another process trust every packet")
    monkeypatch.setattr(Layout, "sound", lambda *_: True)
    monkeypatch.setattr(Layout, "torn", lambda *_: False)
    recording = open_recording(path, check_us=0)
    list(recording.scan(STEP, KEYFRAMES))
    assert recording.account().damaged == 0
    list(recording.within([Span(4500 * MS, 4900 * MS)], 200 * MS))
    assert recording.account().damaged == 0
    for _again in range(2):
        list(recording.within([Span(8500 * MS, 8900 * MS)], 200 * MS))
        assert recording.account().damaged == 1
        assert recording.account().damaged_spans == (Span(8500 * MS, 9 * SECOND),)


@pytest.mark.parametrize("b_frames", [0, 2])
def test_damage_lasts_from_the_damaged_packet_to_the_next_keyframe(
    tmp_path: Path, b_frames: int
) -> None:
    sound = write_clip(tmp_path / "a.mp4", steady(10), b_frames=b_frames)
    for number in (0, 23, 40, 85, 99):
        at = stamps_ms(sound)[number] * MS
        path = _torn(sound, tmp_path / f"{number}.mp4", number)
        span = Span(at, (at // SECOND + 1) * SECOND)
        assert whole(path).damaged_spans == scanned(path)[1].damaged_spans == (span,)


def test_damage_that_leans_on_nothing_and_damage_in_several_places(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "a.mp4", steady(10))
    assert whole(path).damaged_spans == ()
    for number in (85, 82, 41):
        path = _torn(path, tmp_path / f"{number}.mp4", number)
    found = (Span(4100 * MS, 5 * SECOND), Span(8200 * MS, 9 * SECOND))
    assert whole(path).damaged_spans == scanned(path)[1].damaged_spans == found


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.ts"])
def test_zeroed_bytes_are_damage_where_they_lie(tmp_path: Path, name: str) -> None:
    sound = write_clip(tmp_path / name, steady(20))
    for at in (0.3, 0.7):
        account = scanned(zeroed(sound, tmp_path / f"z{at}-{name}", at=at))[1]
        assert account.damaged_spans
        assert all(abs(span.start_us / SECOND - 20 * at) < 2.5 for span in account.damaged_spans)
        lost = sum(s.duration_us for s in (*account.damaged_spans, *account.holes))
        assert lost < 4 * SECOND


def _torn(source: Path, target: Path, number: int) -> Path:
    """One picture of which the first unit claims to be longer than the packet."""
    data, at = bytearray(source.read_bytes()), positions(source)[number]
    data[at + 1 : at + 3] = b"\x7f\x7f"
    target.write_bytes(data)
    return target


def test_a_closer_look_at_nothing_opens_nothing(tmp_path: Path) -> None:
    recording = open_recording(write_clip(tmp_path / "a.mp4"))
    list(recording.scan(STEP, KEYFRAMES))
    before = recording.account()
    assert list(recording.within([], STEP)) == []
    assert recording.account() == before


def test_packets_are_known_by_their_build() -> None:
    avc, bare = Layout("h264", 4), Layout("h264", 0)
    unit = b"\x65\x88\x80\x10" * 20
    good = len(unit).to_bytes(4, "big") + unit
    assert avc.sound(good)
    assert not avc.sound(good[:-1])
    assert not avc.sound(good + b"\0\0\0\0\0")
    assert not avc.sound(len(unit).to_bytes(4, "big") + b"\xe5" + unit[1:])
    assert not avc.sound(len(unit).to_bytes(4, "big") + unit[:40] + bytes(8) + unit[48:])
    assert bare.sound(b"\0\0\0\1" + unit)
    assert not bare.sound(b"\0\0\0\1" + unit[:40] + bytes(12) + unit)
    assert not bare.sound(unit)


def test_zeros_inside_a_unit_are_lost_bytes_and_makers_habits_are_not() -> None:
    avc, bare = Layout("h264", 4), Layout("h264", 0)
    unit = b"\x65\x88\x80\x10" * 20
    units = {
        "lost": unit[:40] + bytes(100) + unit[40:],
        "filled up": unit + bytes(100),
        "of an unknown type": b"\x1e" + unit[1:],
        "with the end of the sequence in it": unit + b"\0\0\0\1\x0a",
    }
    sized = {name: len(data).to_bytes(4, "big") + data for name, data in units.items()}
    assert [name for name, data in sized.items() if avc.torn(data)] == ["lost"]
    assert not any(avc.sound(data) for data in sized.values())
    assert avc.torn(sized["filled up"][:-20])
    started = {name: b"\0\0\0\1" + data for name, data in units.items()}
    assert [name for name, data in started.items() if bare.torn(data)] == ["lost"]
    assert not bare.torn(started["filled up"] + started["lost"][:44])


def test_checking_the_build_costs_next_to_nothing() -> None:
    unit = np.random.default_rng(1).integers(1, 255, 4_000_000, np.uint8).tobytes()
    data = (len(unit) + 1).to_bytes(4, "big") + b"\x65" + unit
    began = time.perf_counter()
    assert Layout("h264", 4).sound(data)
    assert time.perf_counter() - began < 0.5


def test_h265_is_scanned_the_same_way(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "a.mp4", steady(9), codec="libx265", gop=20, b_frames=2)
    frames, account = scanned(path)
    assert account == replace(whole(path), decoded=5)
    exact = {frame.media_us: frame for frame in open_recording(path).frames(0)}
    assert all(np.array_equal(f.image, exact[f.media_us].image) for f in frames)
    damaged = zeroed(path, tmp_path / "z.mp4")
    assert scanned(damaged)[1].damaged == whole(damaged).damaged > 0


def _flipped(source: Path, target: Path, numbers: range) -> Path:
    """Bits in the middle of some pictures are flipped; every unit keeps its length and head."""
    data, all_of_them = bytearray(source.read_bytes()), packets(source)
    for number in numbers:
        victim = all_of_them[number]
        at = data.index(victim) + len(victim) // 2
        data[at : at + 40] = bytes(byte ^ 0x55 for byte in data[at : at + 40])
    target.write_bytes(data)
    return target


def test_bits_flipped_between_keyframes_are_found_though_nobody_looks_there(
    tmp_path: Path,
) -> None:
    sound = WORLD / "hall_a.mp4"
    path = _flipped(sound, tmp_path / "flipped.mp4", range(23, 26))
    assert all(Layout("h264", 4).sound(packet) for packet in packets(path))
    frames, account = scanned(path)
    assert len(frames) == account.decoded == len(scanned(sound)[0])
    assert account.damaged == whole(path).damaged > 0
    assert scanned(sound)[1].complete


def test_of_a_long_recording_groups_are_checked_by_lot(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "a.mp4", steady(250), gop=10, options={"movflags": "faststart"})
    recording = Recording(path)
    list(recording.scan(STEP, KEYFRAMES))
    assert 5 < len(recording._checked) < 60
