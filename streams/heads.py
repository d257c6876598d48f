"""What the head of a recording says, without decoding: cheap enough for whole archives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from proctor.timeline import ClockMap, Microseconds
from streams.clock import clock_of
from streams.container import Container


@dataclass(frozen=True, slots=True)
class Head:
    """Length, tracks and clock as the container has them."""

    length_us: Microseconds
    """As it promises; 0 when it does not."""
    codec: str
    """Of the pictures, such as ``h264``."""
    audio: bool
    """Whether there is sound."""
    clock: ClockMap
    """From its tags, else from the file's name."""


ReadHead: TypeAlias = Callable[[Path], Head]
"""Raises ``RecordingError`` when it cannot be read."""


def head_of(path: Path) -> Head:
    """The head of a file. Raises ``RecordingError``."""
    with Container(path) as container:
        return Head(
            length_us=container.promised_us(),
            codec=container.video.codec_context.name,
            audio=container.audio is not None,
            clock=clock_of(path, container.file.metadata),
        )
