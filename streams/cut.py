"""Pieces of recordings as evidence: clips by stream copy, stills by decoding around a moment."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from av.packet import Packet
from av.video.stream import VideoStream

from proctor.errors import RecordingError
from proctor.i18n import _
from proctor.perception import Frame
from proctor.timeline import SECOND, Microseconds, Span
from streams.container import Container, Packets
from streams.copying import StreamCopy, dated
from streams.recording import upright
from streams.stamps import AnyPacket, is_picture
from streams.tally import Tally

_RUN_UPS = ((1, 0), (8, 30 * SECOND))
"""Groups of pictures decoded before a still, and how far back the reading starts.

One group is enough for a sound file; a damaged one needs a longer run-up.
"""


class StreamCutter:
    """Copies packets as they are; satisfies ``proctor.ports.Cutter``."""

    def clip(self, recording: Path, span: Span, target: Path) -> Span:
        """Copy picture and, where the format can hold it, sound of ``span`` into ``target``.

        Starts at the last keyframe at or before the span; the format is MP4 or Matroska, as the
        name of ``target`` ends. Returns the media time really copied. ``target`` is written under
        a temporary name beside it, fsynced and renamed. Raises ``RecordingError`` when nothing
        can be copied or the format cannot hold the pictures, ``StorageError`` when the disk
        refuses.
        """
        with Container(recording) as container:
            if not container.stamped:
                raise _nothing(recording, span)
            with StreamCopy(container.video, container.audio, target) as copy:
                for packet in dated(between(container, span), container.stamps, copy.track):
                    copy.add(packet)
                if copy.first is None:
                    raise _nothing(recording, span)
                copy.finish()
            start = max(0, container.media(copy.first))
            return Span(start, max(start, container.media(copy.end)))

    def still(self, recording: Path, at_us: Microseconds) -> Frame:
        """The last decodable frame at or before ``at_us``, else the first after it.

        Raises ``RecordingError`` when nothing can be decoded.
        """
        frame = None
        for groups, run_up_us in _RUN_UPS:
            with Container(recording) as container:
                frame = _still(container, at_us, groups, max(0, at_us - run_up_us)) or frame
            if frame is not None and frame.media_us <= at_us:
                return frame
        if frame is None:
            raise RecordingError(
                _("No picture of {path} can be decoded near {at:.1f} s.").format(
                    path=recording, at=at_us / SECOND
                ),
                hint=_("The file is damaged there; its account says what is missing."),
            )
        return frame


def _nothing(recording: Path, span: Span) -> RecordingError:
    return RecordingError(
        _("{path} has nothing that could be copied from {start:.1f} s to {end:.1f} s.").format(
            path=recording, start=span.start_us / SECOND, end=span.end_us / SECOND
        ),
        hint=_("There are no pictures with time stamps there; its account says what is missing."),
    )


def between(container: Container, span: Span) -> Packets:
    """Packets from the last keyframe at or before ``span`` to its end, in order of decoding."""
    for packet in _approached(container, span.start_us, 1, span.start_us):
        if packet.stream_index == container.video.index:
            decoded_us = _decoded_us(container, packet)
            if decoded_us is not None and decoded_us >= span.end_us:
                return
        yield packet


def _approached(
    container: Container, at_us: Microseconds, groups: int, from_us: Microseconds
) -> Packets:
    """Packets from the last ``groups`` keyframes at or before ``at_us`` to the end of the file.

    Reading starts near ``from_us``; if no keyframe lies before ``at_us``, at the first one after.
    """
    packets = container.everything(from_us)
    held: deque[list[AnyPacket]] = deque(maxlen=groups)
    for packet in packets:
        pictures = packet.stream_index == container.video.index
        if pictures and packet.is_keyframe:
            shown_us = 0 if packet.pts is None else container.media(packet.pts)
            if shown_us <= at_us or not held:
                held.append([])
        if held:
            held[-1].append(packet)
            if pictures and (_decoded_us(container, packet) or 0) > at_us:
                break
    return chain(chain.from_iterable(held), packets)


def _decoded_us(container: Container, packet: AnyPacket) -> Microseconds | None:
    stamp = packet.pts if packet.dts is None else packet.dts
    return None if stamp is None else container.media(stamp)


def _still(
    container: Container, at_us: Microseconds, groups: int, from_us: Microseconds
) -> Frame | None:
    tally, before = Tally(container), None
    for picture in container.pictures(_pictures_near(container, at_us, groups, from_us)):
        moment = tally.frame(picture)
        if moment > at_us:
            best = before or (moment, picture)
            return Frame(best[0], upright(best[1]))
        before = moment, picture
    return before and Frame(before[0], upright(before[1]))


def _pictures_near(
    container: Container, at_us: Microseconds, groups: int, from_us: Microseconds
) -> Iterator[Packet[VideoStream]]:
    if not container.stamped:
        return container.packets()
    packets = _approached(container, at_us, groups, from_us)
    return (packet for packet in packets if is_picture(packet, container.video.index))
