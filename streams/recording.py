"""A recording file as a source of frames with exact media time and an account."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from proctor.errors import RecordingError
from proctor.i18n import _
from proctor.perception import Account, Frame, Image
from proctor.timeline import ClockMap, Microseconds, Span, merged
from streams.checking import WHOLE, GroupCheck
from streams.clock import clock_of
from streams.container import Container
from streams.scanning import CloseLook, Scan
from streams.soundness import PREDICTED, Layout, layout_of
from streams.tally import Tally


def open_recording(
    path: Path, *, start: datetime | None = None, check_us: Microseconds = WHOLE
) -> Recording:
    """The recording at ``path``, ready to be read.

    ``start`` is the wall time of its first picture when the caller knows it; without a time zone
    it is taken as local. Raises ``RecordingError`` when the file is not a recording with pictures.
    """
    return Recording(path, start=start, check_us=check_us)


class Recording:
    """Frames of one file, in order of presentation; satisfies ``proctor.ports.Source``."""

    def __init__(
        self, path: Path, *, start: datetime | None = None, check_us: Microseconds = WHOLE
    ) -> None:
        """Opens the file once to see what it is; raises ``RecordingError``.

        Of a recording up to ``check_us`` long, a scan decodes every picture, of a longer one some,
        to find damage between the keyframes; 0 trusts all that is built as it must be.
        """
        self._path, self._check_us = path, check_us
        self._size = path.stat().st_size if path.is_file() else 0
        with Container(path) as container:
            tags = {**container.video.metadata, **container.file.metadata}
            self._account = Tally(container).account()
        self._clock = clock_of(path, tags, start)
        self._tally: Tally | None = None
        self._counted: frozenset[int] | None = None
        self._checked: frozenset[int] = frozenset()
        self._found: dict[int, tuple[int, tuple[Span, ...]]] = {}
        self._decoded: dict[int, int] = {}
        self._scanned = self._account

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
            yield from self._sampled(container, tally, _layout(container), every_us)
            self._counted = None
            self._finish(tally)

    def scan(self, every_us: Microseconds, keyframes_us: Microseconds) -> Iterator[Frame]:
        """Keyframes alone where these lie at most ``keyframes_us`` apart and all is sound.

        Elsewhere, in other codecs, and with 0, as ``frames`` does. The account is as exact: its
        holes are those of the packets, and a group with anything odd about it is decoded whole.
        """
        with Container(self._path) as container:
            layout = _layout(container)
            tally = self._tally = Tally(container)
            if layout is None or not keyframes_us or container.reorders:
                yield from self._sampled(container, tally, layout, every_us)
                self._counted = None
            else:
                check = GroupCheck(container, layout, self._check_us)
                scan = Scan(container, tally, layout, every_us, keyframes_us, upright, check)
                yield from scan.frames(_counted(container, tally, layout))
                self._counted, self._checked = frozenset(scan.decoded), frozenset(check.checked)
            self._finish(tally)

    def _sampled(
        self, container: Container, tally: Tally, layout: Layout | None, every_us: Microseconds
    ) -> Iterator[Frame]:
        check, due = GroupCheck(container, layout, self._check_us), 0
        for frame in container.pictures(check.passing(_counted(container, tally, layout))):
            at = tally.frame(frame)
            tally.upright(frame.width, frame.height, lying=_turn(frame) % 180 != 0)
            if at >= due:
                due = (at // every_us + 1) * every_us if every_us > 0 else 0
                yield Frame(at, upright(frame))

    def within(self, spans: Sequence[Span], every_us: Microseconds) -> Iterator[Frame]:
        """The first frame at or after each multiple of ``every_us`` inside ``spans``.

        ``spans`` are sorted and apart. Only groups of pictures that meet one are decoded; damage
        that comes to light in them is added to the account.
        """
        if not spans:
            return
        with Container(self._path) as container:
            look = CloseLook(
                container=container,
                tally=Tally(container),
                spans=spans,
                every_us=every_us,
                upright=upright,
                counted=self._counted,
                checked=self._checked,
                found=self._found,
                decoded=self._decoded,
                skips=container.video.codec_context.name in PREDICTED and not container.reorders,
            )
            for frame in look.frames(container.packets()):
                self._account = self._widened()
                yield frame
            self._account = self._widened()

    def _widened(self) -> Account:
        """The account of the scan with what closer looks found."""
        known = self._scanned
        if known.decoded is None:
            return known
        hurt = [*known.damaged_spans, *(s for _n, spans in self._found.values() for s in spans)]
        return replace(
            known,
            damaged=known.damaged + sum(count for count, _spans in self._found.values()),
            damaged_spans=tuple(merged(hurt)),
            decoded=min(known.frames, known.decoded + sum(self._decoded.values())),
        )

    def _finish(self, tally: Tally) -> None:
        """The file was read to its end."""
        tally.finished = True
        self._account, self._tally = self._grown(tally.account()), None
        self._scanned, self._found, self._decoded = self._account, {}, {}
        if not tally.frames:
            raise RecordingError(
                _("Nothing in {path} can be decoded.").format(path=self._path),
                hint=_("The file is damaged throughout; export it from the recorder again."),
            )

    def _grown(self, account: Account) -> Account:
        """With a note if there are more bytes by now than when reading began."""
        size = self._path.stat().st_size if self._path.is_file() else self._size
        if size == self._size:
            return account
        text = f"The file was still being written: {self._size} bytes at first, {size} at the end."
        return replace(account, notes=(*account.notes, text))


def upright(frame: VideoFrame) -> Image:
    """The picture as BGR, turned as the container's display matrix asks."""
    image = np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)
    turn = _turn(frame)
    return np.ascontiguousarray(np.rot90(image, turn // 90)) if turn else image


def _turn(frame: VideoFrame) -> int:
    """Degrees counter-clockwise, one of 0, 90, 180, 270."""
    return round(frame.rotation / 90) % 4 * 90


def _layout(container: Container) -> Layout | None:
    codec = container.video.codec_context
    return layout_of(codec.name, bytes(codec.extradata or b""))


def _counted(
    container: Container, tally: Tally, layout: Layout | None
) -> Iterator[Packet[VideoStream]]:
    for packet in container.packets():
        tally.packet(packet)
        # FFmpeg conceals some of what was lost without a word.
        if layout is not None and layout.torn(bytes(packet)):
            container.fault(packet)
        yield packet
