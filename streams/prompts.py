"""Recordings of prompts: WAV files, read without any decoder that could be fooled."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np

from proctor.errors import RecordingError
from proctor.i18n import _
from proctor.perception import Wave

RATE = 16_000
LONGEST_S = 60
"""No prompt is longer."""


def prompt_wave(path: Path) -> Wave:
    """The sound of a WAV file (PCM, 16 bits) as one channel, −1…1, 16,000 samples a second.

    Raises ``RecordingError`` for anything else, and for more than a minute.
    """
    try:
        with wave.open(str(path), "rb") as file:
            rate, channels = file.getframerate(), file.getnchannels()
            if file.getsampwidth() != 2 or not 0 < file.getnframes() <= LONGEST_S * rate:
                raise wave.Error
            samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    except (wave.Error, EOFError, OSError) as error:
        raise RecordingError(
            _("{path} is no recording of a prompt.").format(path=path),
            hint=_("Prompts are WAV files of 16 bits (PCM) that last less than a minute."),
        ) from error
    whole = samples[: len(samples) // channels * channels].reshape(-1, channels)
    return _at_rate(whole.mean(axis=1) / 32768, rate)


def _at_rate(sound: np.ndarray, rate: int) -> Wave:
    moments = np.arange(0, len(sound), rate / RATE)
    return np.asarray(np.interp(moments, np.arange(len(sound)), sound), np.float32)
