"""The same recording perceived twice gives the same log, bit for bit."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest

from proctor.geometry import Box
from proctor.observations import write
from proctor.perceive import Task, perceive
from proctor.perception import Image, Person, Sense, Sight, Subject
from proctor.ports import Eyes
from streams.health import Meter
from streams.recording import open_recording
from tests.conftest import WORLD
from tests.streams.clips import steady, write_clip


class Bright:
    """Takes what shines for a person and how it lies for a turned head."""

    senses: frozenset[Sense] = frozenset({"person", "head"})
    weights = MappingProxyType({"bright": "b" * 64})
    settings: Mapping[str, float | str] = MappingProxyType({})

    def look(self, image: Image, subject: Subject, within: Sequence[Box] = ()) -> Sight:
        rows, columns = np.nonzero(image[:, :, 2] > 180)
        if not len(rows):
            return Sight(())
        x, y = float(columns.mean()), float(rows.mean())
        if within and not any(box.holds(x, y) for box in within):
            return Sight(())
        head = Box(x - 10, y - 10, x + 10, y + 10)
        body = Box(x - 20, y - 15, x + 20, y + 40)
        yaw = float(image[:, :, 0].std()) / 20
        return Sight((Person(body, 0.9, head, yaw=yaw, pitch=0.0, direction_sigma=0.1),))


def logs(path: Path, eyes: Eyes, subject: Subject, folder: Path) -> list[bytes]:
    written = []
    for name in "ab":
        task = Task("a" * 64, subject, "c")
        log = perceive(open_recording(path), eyes, Meter(), task, lambda *_: None)
        write(log, folder / name)
        written.append((folder / name).read_bytes())
    return written


@pytest.mark.parametrize("subject", ["hall", "road"])
def test_a_recording_perceived_twice_gives_the_same_bytes(tmp_path: Path, subject: Subject) -> None:
    path = write_clip(tmp_path / "a.mp4", steady(64), gop=20, b_frames=2)
    first, second = logs(path, Bright(), subject, tmp_path)
    assert first == second


@pytest.mark.slow
def test_with_real_models_too(tmp_path: Path, models_folder: Path) -> None:
    from models.eyes import load_eyes

    eyes = load_eyes(models_folder)
    first, second = logs(WORLD / "cabin_a.mp4", eyes, "road", tmp_path)
    assert first == second
