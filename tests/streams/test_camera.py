"""A live camera: it comes, goes, freezes, refuses, and what it showed is kept."""

import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from proctor.errors import CameraError
from proctor.perception import Frame
from proctor.timeline import SECOND, SystemClock
from streams.camera import LiveCamera, masked
from streams.cut import StreamCutter
from streams.footage.recorder import Recorder
from streams.recording import open_recording
from tests.rtsp import RtspServer, rtsp_server
from tests.streams.clips import write_clip

__all__ = ["rtsp_server"]

Serve = Callable[..., RtspServer]


class Watcher:
    """Looks at a camera from the test's own thread, never longer than it should."""

    def __init__(self, camera: LiveCamera) -> None:
        self.camera = camera
        self.frames: Iterator[Frame | None] = camera.frames(100_000)
        self.longest_wait_s = 0.0

    def until(self, wanted: Callable[[Frame | None], bool], within_s: float) -> Frame | None:
        end = time.monotonic() + within_s
        while True:
            asked = time.monotonic()
            frame = next(self.frames)
            self.longest_wait_s = max(self.longest_wait_s, time.monotonic() - asked)
            if wanted(frame):
                return frame
            assert time.monotonic() < end, f"waited {within_s} s; camera {self.camera.state}"

    def frame(self, within_s: float = 10) -> Frame:
        frame = self.until(lambda frame: frame is not None, within_s)
        assert frame is not None
        return frame

    def silence(self, state: str, within_s: float = 10) -> None:
        self.until(lambda frame: frame is None and self.camera.state == state, within_s)

    def stop(self) -> None:
        self.camera.close()
        for _frame in self.frames:
            pass


def watching(url: str, keep: Path | None = None) -> Watcher:
    recorder = Recorder(keep) if keep else None
    return Watcher(LiveCamera(url, clock=SystemClock(), keep=recorder, timeout_s=1.5))


def test_a_killed_camera_is_missed_and_welcomed_back(rtsp_server: Serve, tmp_path: Path) -> None:
    server = rtsp_server(write_clip(tmp_path / "clip.mp4"))
    watcher = watching(server.url, tmp_path / "kept")
    first = watcher.frame()
    assert first.image.shape == (120, 160, 3)
    assert watcher.camera.state == "live"
    assert watcher.camera.pulse().delay_s < 1
    for _again in range(10):
        last = watcher.frame()
    server.kill()
    gone_us = watcher.camera.account().span.end_us
    watcher.silence("lost")
    watcher.until(lambda _frame: watcher.camera.account().missing_us > 2 * SECOND, 5)
    server.start()
    back = watcher.until(
        lambda frame: frame is not None and frame.media_us > gone_us + SECOND, within_s=15
    )
    watcher.frame()
    watcher.stop()
    states = [("live", ""), ("lost", "ended"), ("live", "")]
    assert [turn for turn in watcher.camera.turns() if turn[1] != "port"] == states
    account = watcher.camera.account()
    hole = max(account.holes, key=lambda hole: hole.start_us)
    assert back is not None
    assert abs(hole.start_us - gone_us) <= SECOND
    assert abs(hole.end_us - back.media_us) <= SECOND
    assert last.media_us < hole.start_us
    assert account.container == "rtsp"
    assert account.codec == "h264"
    assert account.span.end_us == account.expected_us
    assert watcher.longest_wait_s < 1
    _segments_show_what_was_seen(watcher.camera, tmp_path)


def _segments_show_what_was_seen(camera: LiveCamera, tmp_path: Path) -> None:
    segments = camera.segments()
    assert len(segments) == 2
    assert segments[0][1].end_us < segments[1][1].start_us
    for path, span in segments:
        recording = open_recording(path)
        assert sum(1 for _frame in recording.frames(0)) >= 2
        assert abs(recording.account().span.duration_us - span.duration_us) < SECOND
        StreamCutter().clip(path, recording.account().span, tmp_path / "clip-of-segment.mkv")
    assert not list((tmp_path / "kept").rglob("*.part"))


def test_a_frozen_camera_is_missed_in_time(rtsp_server: Serve, tmp_path: Path) -> None:
    server = rtsp_server(write_clip(tmp_path / "clip.mp4"))
    watcher = watching(server.url)
    watcher.frame()
    server.freeze()
    frozen_us = watcher.camera.account().span.end_us
    watcher.silence("stale", within_s=3)
    watcher.silence("lost", within_s=4)
    watcher.until(
        lambda _frame: watcher.camera.account().span.end_us > frozen_us + 4 * SECOND, within_s=6
    )
    server.thaw()
    back = watcher.until(
        lambda frame: frame is not None and frame.media_us > frozen_us + SECOND, within_s=15
    )
    watcher.stop()
    hole = max(watcher.camera.account().holes, key=lambda hole: hole.start_us)
    assert back is not None
    assert abs(hole.start_us - frozen_us) <= SECOND
    assert abs(hole.end_us - back.media_us) <= SECOND


def test_a_wrong_password_is_a_refusal_and_stays_secret(
    rtsp_server: Serve, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    server = rtsp_server(write_clip(tmp_path / "clip.mp4"), login=("officer", "right"))
    watcher = watching(server.address(("officer", "wr%40ng-secret")))
    watcher.silence("refused")
    watcher.until(lambda _frame: watcher.camera.account().span.end_us > 1.2 * SECOND, 5)
    watcher.stop()
    assert watcher.camera.account().frames == 0
    assert watcher.camera.account().holes == (watcher.camera.account().span,)
    said = "".join(capfd.readouterr())
    assert "wr%40ng" not in said
    assert "wr@ng" not in said
    allowed = watching(server.address(("officer", "right")))
    allowed.frame()
    allowed.stop()


def test_a_camera_that_is_not_there_is_tried_until_the_watch_ends() -> None:
    watcher = watching("rtsp://127.0.0.1:9/exam")
    watcher.silence("refused")
    started = time.monotonic()
    watcher.stop()
    assert time.monotonic() - started < 3
    assert watcher.camera.segments() == []


def test_a_camera_that_may_not_be_reached_is_refused_before_anything_is_sent() -> None:
    asked = []

    def forbid() -> None:
        asked.append(True)
        raise CameraError("Connections to 127.0.0.1 are not allowed.")

    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        url = f"rtsp://127.0.0.1:{server.getsockname()[1]}/exam"
        watcher = Watcher(LiveCamera(url, clock=SystemClock(), permit=forbid))
        watcher.silence("refused")
        watcher.stop()
        with pytest.raises(TimeoutError):
            server.accept()
    assert asked


@pytest.mark.parametrize(
    "url",
    [
        "/etc/passwd",
        "file:///etc/passwd",
        "concat:a.mp4|b.mp4",
        "http://officer:secret@127.0.0.1/x.m3u8",
        "rtsp://",
        "rtsp://officer:secret@camera:port/",
        "rtmp://camera/exam",
        "rtsp://officer:se/secret@camera/exam",
        "rtsp://camera/exam?pwd=s@secret",
        "rtsp://camera/ex am",
    ],
)
def test_only_the_address_of_a_camera_is_taken(url: str) -> None:
    with pytest.raises(CameraError) as caught:
        LiveCamera(url, clock=SystemClock())
    assert "secret" not in caught.value.message + caught.value.hint + str(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("rtsp://officer:secret@cam/1", "rtsp://***@cam/1"),
        ("rtsp://officer:s%40cret@cam/1", "rtsp://***@cam/1"),
        ("rtsp://officer:s@c/ret@cam/1", "rtsp://***@cam/1"),
        ("rtsp://officer:s@c/r?et@cam/1", "rtsp://***"),
        ("rtsp://cam/1?user=officer&pwd=se@cret", "rtsp://***"),
        ("rtsp://cam/1?user=officer&pwd=secret", "rtsp://cam/1?***"),
        ("rtsp://cam/user=admin_password=secret_channel=1", "rtsp://cam/user=admin_password=***"),
        ("rtsp://cam:554/1", "rtsp://cam:554/1"),
        ("secret", "***"),
    ],
)
def test_an_address_is_shown_without_its_secrets(url: str, shown: str) -> None:
    assert masked(url) == shown
