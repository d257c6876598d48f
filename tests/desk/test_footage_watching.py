"""While a camera is watched: clips across segments, and a recorder that stops is a finding."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from proctor.codes import CODES
from proctor.commands.footage_watching import Stops, clips, flag_of, shown_again
from proctor.evidence import Collector
from proctor.findings import Flag, RunKey
from proctor.home import Home
from proctor.places import PICTURE_PLACE
from proctor.storage import fingerprint
from proctor.timeline import SECOND, ClockMap, Span
from streams.cut import StreamCutter
from streams.footage.recorder import Recorder
from streams.footage.stops import Stop
from tests.core.fakes import FakePainter
from tests.scenes import drawn, log_of
from tests.streams.clips import packets, steady, write_clip
from tests.streams.test_recorder import BEGAN, SMALL, keep

RUN = RunKey("live:hall-1:20261126T094107Z:0001", "p" * 64, "r" * 64)


class Camera:
    """Twenty seconds recorded in segments of ten, as seen by whoever keeps the record."""

    def __init__(self, home: Home, clip: Path) -> None:
        self.clock = ClockMap(BEGAN, "live", 0.5)
        self.recorder = Recorder(home.footage("hall-1"), SMALL, length_us=10 * SECOND)
        self.recorder.begin(self.clock)
        self.now_us = 0
        keep(self.recorder, clip)

    def segments(self) -> list[tuple[Path, Span]]:
        return self.recorder.finished

    def account(self) -> SimpleNamespace:
        return SimpleNamespace(span=Span(0, self.now_us))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def camera(home: Home, tmp_path: Path) -> Camera:
    return Camera(home, write_clip(tmp_path / "sent.mp4", steady(20)))


def flag(start_s: float, end_s: float) -> Flag:
    span = Span(round(start_s * SECOND), round(end_s * SECOND))
    return Flag("0123456789ab", "PHONE", CODES["PHONE"].level, "A1", span, 1.0, span.start_us)


def cut(camera: Camera, home: Home, flag: Flag, **how: bool):
    return clips(camera, flag, Collector(home, None, None), **how)


def test_a_clip_waits_for_the_footage_after_its_flag_and_crosses_segments(
    camera: Camera, home: Home, tmp_path: Path
) -> None:
    assert cut(camera, home, flag(8, 9)) is None
    camera.recorder.leave()
    (item,) = cut(camera, home, flag(8, 9))
    assert item.span == Span(3 * SECOND, 14 * SECOND)
    path = home.root / item.path
    assert packets(path) == packets(tmp_path / "sent.mp4")[30:140]
    assert fingerprint(path) == item.sha256


def test_at_the_end_of_the_watch_a_clip_shows_what_there_is(camera: Camera, home: Home) -> None:
    camera.recorder.leave()
    assert cut(camera, home, flag(17, 18)) is None
    (item,) = cut(camera, home, flag(17, 18), last=True)
    assert item.span == Span(12 * SECOND, 20 * SECOND)
    camera.now_us = 300 * SECOND  # or when nothing came for long
    assert cut(camera, home, flag(17, 18))


def test_a_flag_without_footage_has_no_clip(camera: Camera, home: Home) -> None:
    camera.recorder.leave()
    assert cut(camera, home, flag(60, 70), last=True) == []


def test_a_stop_of_the_recorder_is_told_when_it_begins_and_when_it_is_over() -> None:
    recorder = SimpleNamespace(stopped="", stops=[])
    told = Stops()
    assert told.news(recorder) is None
    recorder.stopped, recorder.stops = "disk full", [Stop(5 * SECOND, "disk full")]
    assert told.news(recorder) == "disk full"
    assert told.news(recorder) is None
    assert [*told.over(recorder, 9 * SECOND, last=False)] == []
    recorder.stopped, recorder.stops = "", [Stop(5 * SECOND, "disk full", 30 * SECOND)]
    assert told.news(recorder) == ""
    (stop,) = told.over(recorder, 31 * SECOND, last=False)
    assert [*told.over(recorder, 31 * SECOND, last=True)] == []
    found = flag_of(stop, RUN)
    assert (found.code, found.span) == ("VID_GAP", Span(5 * SECOND, 30 * SECOND))
    assert found.reasons == {"reason": "disk full", "not_kept_s": 25.0}


def test_a_stop_that_lasts_to_the_end_of_the_watch_is_a_finding_too() -> None:
    recorder = SimpleNamespace(stopped="disk full", stops=[Stop(5 * SECOND, "disk full")])
    (stop,) = Stops().over(recorder, 65 * SECOND, last=True)
    assert flag_of(stop, RUN).span == Span(5 * SECOND, 65 * SECOND)


def test_a_watched_flag_that_is_judged_again_is_shown_by_the_footage_that_was_kept(
    camera: Camera, home: Home
) -> None:
    camera.recorder.leave()
    log = log_of(drawn(PICTURE_PLACE, frame="#" * 40))
    header = replace(log.header, camera="hall-1", clock=camera.clock)
    collector = Collector(home, StreamCutter(), FakePainter())
    made = shown_again([flag(8, 9), flag(60, 70)], replace(log, header=header), collector)
    clip, *stills = made.evidence
    assert (clip.kind, clip.span) == ("clip", Span(3 * SECOND, 14 * SECOND))
    assert {item.kind for item in stills} == {"key-frame"}
    assert [item.span.start_us / SECOND for item in stills] == pytest.approx([8, 9], abs=0.11)
    assert made.faults == ()
