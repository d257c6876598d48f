"""Speech told from other sound: Silero VAD, MIT, out of the package ``silero-vad``.

The network hears windows of 32 ms in their order, each with the last 4 ms of the one before, and
remembers (https://github.com/snakers4/silero-vad). Several windows go through it at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import nan
from pathlib import Path

import numpy as np

from models.catalogue import VOICES
from models.runtime import PRECISION, Sequence
from models.weights import Store
from proctor.geometry import Floats
from proctor.perception import Wave
from proctor.ports import Ears

VERSION = 1
"""Raised whenever the same file would hear something else."""
WINDOW, CONTEXT = 512, 64
"""Samples at 16 kHz."""
MEMORY = 128
"""Numbers of each of its two memories."""


class Voices:
    """Satisfies ``proctor.ports.Ears``."""

    def __init__(self, file: Path) -> None:
        self._network = Sequence(file)

    @property
    def weights(self) -> Mapping[str, str]:
        """Name → SHA-256 of every weights file in use."""
        return {VOICES.name: VOICES.sha256}

    @property
    def settings(self) -> Mapping[str, float | str]:
        """Whatever else changes the outcome."""
        return {"voices": VERSION, "precision": PRECISION}

    def listener(self) -> VoiceListener:
        """For another recording."""
        return VoiceListener(self._network)


class VoiceListener:
    """Remembers what it heard; satisfies ``proctor.ports.Listener``."""

    def __init__(self, network: Sequence) -> None:
        self._network = network
        self._rest: Wave = np.zeros(0, np.float32)
        self._before: Wave = np.zeros(CONTEXT, np.float32)
        self._memory: list[Floats] = [np.zeros((1, 1, MEMORY), np.float32) for _ in range(2)]

    def speech(self, wave: Wave) -> float:
        """Mean probability of speech over the windows that are full by now; NaN without one."""
        sound = np.concatenate((self._rest, wave))
        count = len(sound) // WINDOW
        self._rest = sound[count * WINDOW :]
        if not count:
            return nan
        windows = sound[: count * WINDOW].reshape(count, WINDOW)
        before = np.concatenate((self._before[None], windows[:-1, -CONTEXT:]))
        self._before = windows[-1, -CONTEXT:]
        likely, *memory = self._network([np.hstack((before, windows)), *self._memory])
        self._memory = memory
        return float(likely.mean())


def load_ears(folder: Path) -> Ears | None:
    """What tells speech from other sound, checked; ``None`` where it is not installed.

    Raises ``ModelError`` when the file is damaged.
    """
    file = Store(folder).built_in(VOICES)
    return Voices(file) if file is not None else None
