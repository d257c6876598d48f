"""Sound that is decoded elsewhere: the port of a sound source, answered by a child process."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from proctor.errors import DecoderError
from proctor.perception import Sound
from proctor.timeline import Span
from streams.guard.child import Child
from streams.guard.confinement import LIMITS, Limits

_FULL = 32767.0
"""The largest sample on the way: 16 bits are as many as recordings have."""


class GuardedSoundTrack:
    """Satisfies ``proctor.ports.SoundSource`` as ``streams.audio.SoundTrack``.

    When the decoder crashes, hangs or runs out of its limits, the sound ends there, and one more
    packet counts as damaged.
    """

    def __init__(self, path: Path, *, limits: Limits = LIMITS) -> None:
        self._path, self._limits = path, limits
        self.damaged = 0

    def sounds(self) -> Iterator[Sound]:
        """As ``SoundTrack.sounds``."""
        child = Child(self._path, limits=self._limits)
        self.damaged = 0
        try:
            for answer in child.ask("sounds"):
                if answer.item is not None:
                    sound, self.damaged = unpacked(answer.item)
                    if sound is not None:
                        yield sound
        except DecoderError:
            self.damaged += 1
        finally:
            child.close()


def packed(sound: Sound | None, damaged: int) -> list[object]:
    """What travels: the damage so far, and a sound; ``None`` when there is no more of it."""
    if sound is None:
        return [damaged]
    wave = np.clip(np.round(sound.wave * _FULL), -_FULL, _FULL).astype("<i2")
    text = base64.b64encode(wave.tobytes()).decode()
    span = [sound.span.start_us, sound.span.end_us]
    return [damaged, *span, sound.level, sound.peak, sound.silent, text]


def unpacked(item: object) -> tuple[Sound | None, int]:
    """The same on the other side. Raises ``DecoderError`` for what has another form."""
    try:
        if not isinstance(item, Sequence):
            raise TypeError("no list")
        damaged, *rest = item
        if not rest:
            return None, int(damaged)
        start, end, level, peak, silent, text = rest
        wave = np.frombuffer(base64.b64decode(text, validate=True), "<i2")
        span = Span(int(start), int(end))
        heard = np.asarray(wave / _FULL, np.float32)
        return Sound(span, float(level), float(peak), float(silent), heard), int(damaged)
    except (TypeError, ValueError, OverflowError) as error:
        raise DecoderError("sound of no known form") from error
