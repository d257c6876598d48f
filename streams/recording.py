"""A recording file as a source of frames with exact media time and an account."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import cv2
import numpy as np
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from proctor.errors import RecordingError
from proctor.i18n import _
from proctor.perception import Account, Frame, Image
from proctor.timeline import ClockMap, Microseconds
from streams.clock import clock_of
from streams.container import Container
from streams.tally import Tally

_TURNS = {
    90: cv2.ROTATE_90_COUNTERCLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_CLOCKWISE,
}
"""Degrees counter-clockwise to OpenCV's name of that turn."""


def open_recording(path: Path, *, start: datetime | None = None) -> Recording:
    """The recording at ``path``, ready to be read.

    ``start`` is the wall time of its first picture when the caller knows it; without a time zone
    it is taken as local. Raises ``RecordingError`` when the file is not a recording with pictures.
    """
    return Recording(path, start=start)


class Recording:
    """Frames of one file, in order of presentation; satisfies ``proctor.ports.Source``."""

    def __init__(self, path: Path, *, start: datetime | None = None) -> None:
        """Opens the file once to see what it is; raises ``RecordingError``."""
        self._path = path
        with Container(path) as container:
            tags = {**container.video.metadata, **container.file.metadata}
            self._account = Tally(container).account()
        self._clock = clock_of(path, tags, start)
        self._tally: Tally | None = None

    @property
    def clock(self) -> ClockMap:
        """Wall time of the first video stamp."""
        return self._clock

    def account(self) -> Account:
        """As of now while ``frames`` runs, final afterwards; before, only what was promised."""
        return self._account if self._tally is None else self._tally.account()

    def frames(self, every_us: Microseconds) -> Iterator[Frame]:
        """The first frame at or after each multiple of ``every_us``; all frames when it is 0.

        Raises ``RecordingError`` at the end when nothing at all could be decoded.
        """
        with Container(self._path) as container:
            tally = self._tally = Tally(container)
            yield from _sampled(container, tally, every_us)
            tally.finished = True
            self._account, self._tally = tally.account(), None
        if not tally.frames:
            raise RecordingError(
                _("Nothing in {path} can be decoded.").format(path=self._path),
                hint=_("The file is damaged throughout; export it from the recorder again."),
            )


def upright(frame: VideoFrame) -> Image:
    """The picture as BGR, turned as the container's display matrix asks."""
    image = np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)
    turn = _turn(frame)
    return np.asarray(cv2.rotate(image, _TURNS[turn]), np.uint8) if turn else image


def _turn(frame: VideoFrame) -> int:
    """Degrees counter-clockwise, one of 0, 90, 180, 270."""
    return round(frame.rotation / 90) % 4 * 90


def _sampled(container: Container, tally: Tally, every_us: Microseconds) -> Iterator[Frame]:
    due = 0
    for frame in container.pictures(_counted(container, tally)):
        at = tally.frame(frame)
        if not tally.size[0]:
            turned = _turn(frame) % 180
            tally.size = (frame.height, frame.width) if turned else (frame.width, frame.height)
        if at >= due:
            due = (at // every_us + 1) * every_us if every_us > 0 else 0
            yield Frame(at, upright(frame))


def _counted(container: Container, tally: Tally) -> Iterator[Packet[VideoStream]]:
    for packet in container.packets():
        tally.packet(packet)
        yield packet
