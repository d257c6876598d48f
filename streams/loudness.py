"""Decoded sound into stretches of a second, with how loud they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import log10

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from numpy.typing import NDArray

from proctor.perception import Sound, Wave
from proctor.timeline import SECOND, Microseconds, Span

HEARING_RATE = 16_000
"""Samples a second of what is given to whoever listens."""

FLOOR = -120.0
"""dBFS; quieter than any converter of 16 bits can say."""

SLACK: Microseconds = 100_000
"""Stamps of sound may wander so far from what its samples add up to: networks do that."""

GIVE_UP: Microseconds = 3 * SECOND
"""Stamps that have been too early for so long fell back for good."""

Samples = NDArray[np.float32]
"""−1…1, (channels, N)."""


@dataclass(slots=True)
class Blocks:
    """Gathers decoded pieces into blocks; a break in time or another format ends a block."""

    pieces: list[Samples] = field(default_factory=list)
    """Of the block in the making."""
    start_us: Microseconds = 0
    """Where it begins."""
    count: int = 0
    """Samples of it per channel."""
    end_us: Microseconds = 0
    """Media time up to which everything was laid; nothing is laid before it again."""
    rate: int = 0
    """Samples a second."""
    behind_us: Microseconds = 0
    """Length of what was left out in a row because it came too early."""
    shift_us: Microseconds = 0
    """What stamps that fell back for good are shifted by."""
    ears: Resampled | None = None
    """For the wave; renewed with the format."""

    def add(self, frame: AudioFrame, at_us: Microseconds | None) -> Iterator[Sound]:
        """Lay a piece at its moment, or after the one before; blocks that are full come out.

        What lies before media time zero, or was laid already, is left out.
        """
        samples = _samples(frame)
        expected = self._now()
        at = expected if at_us is None else at_us + self.shift_us
        if at < expected - SLACK and not self._believed(frame, expected - at):
            return
        at, self.behind_us = max(at, expected - SLACK), 0
        shape = (frame.sample_rate, len(samples))
        if self.count and (at > expected + SLACK or shape != (self.rate, self._channels())):
            yield from self.rest()
        if not self.count:
            self.start_us = max(at, self.end_us)
            self.rate = frame.sample_rate
        self.pieces.append(samples)
        self.count += samples.shape[1]
        if self.count + samples.shape[1] > self.rate:
            yield from self.rest()

    def _believed(self, frame: AudioFrame, early_us: Microseconds) -> bool:
        """Whether sound has come too early for so long that its stamps are wrong, not the sound."""
        self.behind_us += round(frame.samples * SECOND / frame.sample_rate)
        if self.end_us and self.behind_us > GIVE_UP:
            self.shift_us += early_us
            return True
        return False

    def rest(self) -> Iterator[Sound]:
        """The block in the making, however short."""
        if not self.count:
            return
        samples = np.concatenate(self.pieces, axis=1)
        span = Span(self.start_us, self._now())
        self.pieces, self.count, self.end_us = [], 0, span.end_us
        level, peak, silent = loudness(samples)
        yield Sound(span, level, peak, silent, self._wave(samples))

    def _now(self) -> Microseconds:
        if not self.count:
            return self.end_us
        return self.start_us + round(self.count * SECOND / self.rate)

    def _channels(self) -> int:
        return len(self.pieces[0])

    def _wave(self, samples: Samples) -> Wave:
        mono = np.ascontiguousarray(samples.mean(axis=0, dtype=np.float32))
        if self.rate == HEARING_RATE:
            return mono
        if self.ears is None or self.ears.rate != self.rate:
            self.ears = Resampled(self.rate)
        return self.ears.wave(mono)


class Resampled:
    """One channel of sound at another rate, block after block."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._resampler = AudioResampler("flt", "mono", HEARING_RATE)

    def wave(self, mono: Wave) -> Wave:
        """The block at ``HEARING_RATE``; the filter holds a few samples back for the next one."""
        frame = AudioFrame.from_ndarray(mono[None], format="flt", layout="mono")
        frame.sample_rate = self.rate
        parts = [part.to_ndarray()[0] for part in self._resampler.resample(frame)]
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)


def loudness(samples: Samples) -> tuple[float, float, float]:
    """RMS and peak of the loudest channel in dBFS, and the share of samples that stand still.

    A direct current is not sound: converters without a microphone have one, and A-law knows no
    zero. Sound of a single sample stands still.
    """
    swing = samples - samples.mean(axis=1, keepdims=True)
    power = np.square(swing).mean(axis=1)
    loudest = int(power.argmax())
    peak = float(np.abs(swing[loudest]).max())
    steps = np.abs(np.diff(samples, axis=1)).max(axis=0)
    still = float((steps < _STEP).mean()) if steps.size else 1.0
    return _decibels(float(power[loudest]) ** 0.5), _decibels(peak), still


_STEP = 0.5 / 32768
"""Half of what a converter of 16 bits can tell apart."""


def _decibels(amplitude: float) -> float:
    return max(FLOOR, 20 * log10(amplitude)) if amplitude > 0 else FLOOR


def _samples(frame: AudioFrame) -> Samples:
    """Whatever the decoder gives, as −1…1, a row per channel."""
    raw = frame.to_ndarray()
    if not frame.format.is_planar:
        raw = raw.reshape(-1, frame.layout.nb_channels).T
    zero, full = _SCALES.get(raw.dtype.name, (0.0, 1.0))
    return np.asarray((raw - zero) / full, np.float32) if full > 1 else raw.astype(np.float32)


_SCALES = {"uint8": (128.0, 128.0), "int16": (0.0, 2.0**15), "int32": (0.0, 2.0**31)}
"""Type of a sample → where its zero lies, and its full scale."""
