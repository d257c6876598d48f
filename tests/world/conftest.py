"""A tiny clip with its truth, made at test time: a grey room in which a bright person moves."""

import json

import numpy as np
import pytest

from bench.world.footage import clip as clips
from bench.world.footage import recorder

SIZE, FPS, COUNT = (160, 96), 5, 40
START, LABEL = "2026-11-23 09:00:00", "CAM 1"


def person(k):
    """The truth of somebody who moves a pixel a frame."""
    x = 20 + k
    return {
        "pid": 1,
        "place": "1-1",
        "role": "candidate",
        "box": [x, 30, x + 30, 80],
        "pixels": 1500,
        "head": [x + 10, 30, x + 20, 42],
        "head_seen": 1.0,
        "hands": {"l": [x, 60, x + 8, 68], "r": None},
        "hands_seen": {"l": 1.0, "r": None},
        "phone": [x + 2, 60, x + 6, 66],
        "phone_seen": 0.8,
        "paper": None,
        "paper_seen": None,
        "yaw": 0.0,
        "pitch": 5.0,
        "cam_yaw": 10.0,
        "cam_pitch": 20.0,
        "mouth": None,
        "seated": True,
        "events": [],
        "act": None,
    }


def truth_of_room():
    """The truth of the clip, without its hash."""
    rows = [{"t": round(k / FPS, 3), "people": [person(k)], "things": []} for k in range(COUNT)]
    return {
        "version": 2,
        "clip": "room",
        "sha256": None,
        "scene": "hall",
        "fps": FPS,
        "size": list(SIZE),
        "frames_n": COUNT,
        "duration_s": COUNT / FPS,
        "clock_start": START,
        "camera": {"name": "front", "label": LABEL, "lens_k": 0},
        "places": [{"place": "1-1", "box": [15, 25, 100, 90], "taken": True}],
        "events": [
            {
                "code": "PHONE",
                "place": "1-1",
                "pid": 1,
                "start_s": 2,
                "end_s": 6,
                "visible": 0.8,
                "how": "lap",
            }
        ],
        "acts": [{"act": "glance", "place": "1-1", "start_s": 0.4, "end_s": 1}],
        "frames": rows,
    }


def picture(k):
    """Frame ``k`` of the room, as the camera delivers it."""
    w, h = SIZE
    y, x = np.mgrid[0:h, 0:w]
    a = np.repeat((60 + x / 2 + y / 3 + 15 * ((x // 8 + y // 8) % 2))[..., None], 3, 2)
    x0, y0, x1, y1 = person(k)["box"]
    a[y0:y1, x0:x1] = (230, 200, 120)
    when = recorder.datetime.timedelta(seconds=k / FPS) + recorder.clock(START)
    return recorder.burnt(a.astype(np.uint8), when, LABEL)


@pytest.fixture(scope="session")
def room(tmp_path_factory):
    """The clip of the room, its truth beside it."""
    path = tmp_path_factory.mktemp("world") / "room.mp4"
    recorder.encode((picture(k) for k in range(COUNT)), path, FPS, 18)
    clips.save(path, truth_of_room())
    return path


@pytest.fixture
def planned(room, tmp_path):
    """Writes a plan beside the room; gives its path."""

    def write(**plan):
        path = room.parent / f"{tmp_path.name}.json"
        path.write_text(json.dumps(plan), "utf-8")
        return path

    return write
