"""From pixels of a recording to flags about its picture, with no model at all."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from proctor.judge import judge
from proctor.perceive import Task, perceive
from proctor.rulebook import NO_PROFILE, resolve
from streams.health import Meter
from streams.recording import open_recording
from tests.core.fakes import FakeEyes
from tests.streams.clips import HEIGHT, RATE, WIDTH, steady, write_clip
from tests.streams.rooms import room, seen

SECONDS = 48


def shown() -> Iterator[np.ndarray]:
    """Eight seconds of a room, then a fault of six and the room for two, five times."""
    scene = room(size=(WIDTH, HEIGHT))
    cloth = cv2.GaussianBlur(room(seed=9, size=(WIDTH // 2, HEIGHT // 2)), (0, 0), 9) // 2
    stuck = seen(scene)
    for number in range(SECONDS * RATE):
        second = number / RATE
        fault = int((second - 8) // 8) if second >= 8 and (second - 8) % 8 < 6 else None
        image = seen(scene, x=10, y=5, turn=3) if fault == 0 else seen(scene)
        if fault == 1:
            image = cv2.blur(image, (7, 7))
        elif fault == 2:
            image = stuck
        elif fault == 3:
            image = cloth
        elif fault == 4:
            image = np.zeros_like(image)
        clock = f"12:00:{number // RATE:02}"
        yield cv2.putText(image.copy(), clock, (4, 10), cv2.FONT_HERSHEY_PLAIN, 0.7, (255,) * 3)


def test_each_fault_of_the_picture_is_flagged_as_what_it_is(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "room.mp4", steady(SECONDS), pictures=shown(), gop=20)
    task = Task("a" * 64, "hall", "hall-1")
    log = perceive(open_recording(clip), FakeEyes(), Meter(), task, lambda *_: None)
    flags = judge(log, resolve(NO_PROFILE, "hall", "hall-1")).flags
    codes = [flag.code for flag in flags if flag.place == "picture"]
    assert codes == ["VID_MOVE", "VID_BLUR", "VID_FREEZE", "VID_COVER", "VID_BLACK"]
    for flag, start in zip(flags, (8, 16, 24, 32, 40), strict=True):
        assert abs(flag.span.start_us / 1e6 - start) <= 1
        assert abs(flag.span.end_us / 1e6 - start - 6) <= 1
