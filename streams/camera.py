"""A live RTSP camera as a source of frames that survives its absences."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from math import nan
from pathlib import Path
from typing import cast

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import FFmpegError, HTTPClientError
from av.packet import Packet
from av.video.stream import VideoStream

from proctor.cameras.address import checked, masked
from proctor.errors import CameraError
from proctor.perception import Account, Frame
from proctor.timeline import Clock, ClockMap, Microseconds, Span, microseconds, seconds
from streams.arrival import Arrivals, camera_clock_us, timed
from streams.causes import Cause, cause_of
from streams.decoder import alone
from streams.footage.recorder import Recorder
from streams.livesound import LiveSound
from streams.pulse import CameraState, Pulse, Turns
from streams.recording import upright
from streams.stamps import AnyPacket
from streams.steps import Steps
from streams.watchlog import WatchLog

__all__ = ["LiveCamera", "masked"]

_BEAT_S = 0.5
"""Longest wait for a frame before ``frames`` gives ``None``."""

_BACK_OFF_S = (0.5, 5.0)
_JITTER = random.SystemRandom()
"""Cameras that were lost together must not come back in step."""

_OPTIONS = {
    "rtsp_transport": "tcp",
    "protocol_whitelist": "rtsp,rtsps,rtp,tcp,tls,udp",
    "fpsprobesize": "0",  # FFmpeg would first gather a second or two to guess the frame rate
}


class LiveCamera:
    """Frames of one camera, its absences included; satisfies ``proctor.ports.LiveSource``.

    A thread reads and decodes, so ``frames`` never waits longer than half a second. With ``keep``,
    what arrives is also recorded. Raises ``CameraError`` when ``url``
    is not an RTSP address; a camera that cannot be reached is tried again until ``close``.
    """

    def __init__(
        self,
        url: str,
        *,
        clock: Clock,
        keep: Recorder | None = None,
        timeout_s: float = 3.0,
        elapsed: Callable[[], float] = time.monotonic,
        permit: Callable[[], None] = lambda: None,
    ) -> None:
        """``timeout_s`` bounds each wait for the network; ``elapsed`` gives running seconds.

        ``permit`` is asked before each connection and raises ``CameraError`` to forbid it: a name
        may lead elsewhere by then.
        """
        self._url = checked(url)
        self._permit = permit
        self._elapsed = elapsed
        self._began = elapsed()
        self._steps = Steps(clock)
        self._timeout_s = timeout_s
        self._kept = keep
        if keep:
            keep.begin(self._steps.map)
        self.sound = LiveSound()
        self._log = WatchLog()
        self._turns = Turns()
        self._closed = False
        self._ended_us: Microseconds | None = None
        self._every_us = self._due_us = 0
        self._newest: Frame | None = None
        self._arrived = threading.Condition()
        self._crash: BaseException | None = None

    @property
    def clock(self) -> ClockMap:
        """Wall time of media time zero, the moment the watch began."""
        return self._steps.map if self._closed else self._steps.look(self._now())

    @property
    def state(self) -> CameraState:
        """How things stand; a loss is stale at first: FFmpeg takes twice the timeout to tell."""
        state = self._turns.state
        return "stale" if state == "live" and self._log.away(self._now()) else state

    def turns(self) -> Iterator[tuple[CameraState, Cause]]:
        """States entered since this was asked last, in order; short ones, too."""
        return self._turns.taken()

    def pulse(self) -> Pulse:
        """As of now."""
        log, now = self._log, self._now()
        delay, clock = log.delay_us, log.clock_us
        gaps, gone_us = log.gone(now)
        return Pulse(
            self.state,
            log.rate(now),
            "" if self._turns.state == "live" else self._turns.cause,
            nan if delay is None else seconds(delay),
            log.connections,
            seconds(now),
            gaps,
            seconds(gone_us),
            nan if clock is None else seconds(clock),
        )

    def frames(self, every_us: Microseconds) -> Iterator[Frame | None]:
        """The newest frame, at least ``every_us`` after the one before; ``None`` for silence.

        A reader that is slower than the camera misses frames rather than falling behind.
        """
        self._every_us = every_us
        reader = threading.Thread(target=self._run, name="camera", daemon=True)
        reader.start()
        try:
            while not self._closed:
                yield self._next()
                if self._crash is not None:
                    raise self._crash
        finally:
            self.close()
            reader.join(2 * self._timeout_s + 1)

    def account(self) -> Account:
        """As of now, an absence that still lasts included."""
        notes = [*self._steps.notes, *(self._kept.faults if self._kept else [])]
        return self._log.account(self._now(), notes)

    def forget(self, before_us: Microseconds) -> None:
        """Drop absences that ended before then: a watch of months must not grow by them."""
        self._log.forget(before_us)

    @property
    def recorder(self) -> Recorder | None:
        """Who keeps what arrives."""
        return self._kept

    def segments(self) -> list[tuple[Path, Span]]:
        """Finished segments and the media time each one shows; its own zero is the span's start."""
        return list(self._kept.finished) if self._kept else []

    def close(self) -> None:
        """End the watch. Takes no lock, so a signal handler may call it."""
        if self._ended_us is None:
            self._ended_us = self._now()
        self._closed = True

    def _now(self) -> Microseconds:
        """Media time of this moment; stands still after ``close``."""
        if self._ended_us is not None:
            return self._ended_us
        return microseconds(self._elapsed() - self._began)

    def _next(self) -> Frame | None:
        with self._arrived:
            if self._newest is None:
                self._arrived.wait(_BEAT_S)
            frame, self._newest = self._newest, None
            return frame

    def _run(self) -> None:
        try:
            self._connect_until_closed()
        except BaseException as error:  # handed to the thread that waits for frames
            self._crash = error
        finally:
            if self._kept:
                self._kept.leave()

    def _connect_until_closed(self) -> None:
        wait_s = _BACK_OFF_S[0]
        while not self._closed:
            frames = self._log.frames
            self._connect()
            wait_s = _BACK_OFF_S[0] if self._log.frames > frames else min(2 * wait_s, 5.0)
            until = self._elapsed() + max(_BACK_OFF_S[0], wait_s * _JITTER.uniform(0.5, 1))
            while not self._closed and self._elapsed() < until:
                time.sleep(0.05)

    def _connect(self) -> None:
        """One connection from beginning to end. FFmpeg's error texts hold the password: dropped."""
        timeout = (self._timeout_s, self._timeout_s)
        try:
            self._permit()
            with av.open(self._url, format="rtsp", options=_OPTIONS, timeout=timeout) as camera:
                self._read(camera)
        except CameraError:
            self._gone("refused", "forbidden")
        except FFmpegError as error:
            refusal = isinstance(error, HTTPClientError | ConnectionRefusedError)
            was_there = self._log.frames and not isinstance(error, HTTPClientError)
            state: CameraState = "refused" if refusal and not was_there else self._absent()
            self._gone(state, cause_of(error))
        else:
            self._gone(self._absent(), "ended")
        if self._kept:
            self._kept.close()

    def _gone(self, state: CameraState, cause: Cause) -> None:
        """No connection any more; how it stood when the watch was ended stays."""
        if not self._closed:
            self._turns.turn(state, cause)

    def _absent(self) -> CameraState:
        return "lost" if self._log.frames else "connecting"

    def _read(self, camera: InputContainer) -> None:
        """Packets until the camera falls silent; the end of a live stream is a loss."""
        if not camera.streams.video:
            return
        video: VideoStream = camera.streams.video[0]
        audio: AudioStream | None = next(iter(camera.streams.audio), None)
        # Threads by frame would hold pictures back.
        alone(video.codec_context)
        self._log.connected(video.codec_context.name, audio is not None)
        self.sound.connected()
        if self._kept:
            self._kept.connected(video, audio)
        arrivals = Arrivals()
        tracks = (track for track in (video, audio) if track)
        packets = cast("Iterator[AnyPacket]", camera.demux(*tracks))
        for packet, now in timed(packets, video.index, self._now):
            if self._closed:
                return
            if packet.size:
                self._take(packet, video, arrivals, now)

    def _take(
        self,
        packet: Packet[VideoStream | AudioStream],
        video: VideoStream,
        arrivals: Arrivals,
        now: Microseconds,
    ) -> None:
        at = now
        stamp = packet.pts if packet.dts is None else packet.dts
        if packet.stream_index == video.index:
            # The first packets bear no stamp, nor does the one left over when the camera falls
            # silent: the former count by their arrival, the latter follows the one before.
            stamp_us = self._log.packet(None if stamp is None else _us(stamp, video))
            stale = stamp_us is not None and arrivals.stale(stamp_us, now)
            at = now if stamp_us is None else arrivals.media_us(stamp_us)
            self._decode(packet, video, arrivals, stale, at)
            self._log.told(camera_clock_us(packet), self._clock_us(at))
        else:
            self.sound.take(packet, now)
        if self._kept:
            self._kept.add(packet, max(0, at))

    def _decode(
        self,
        packet: Packet[VideoStream | AudioStream],
        video: VideoStream,
        arrivals: Arrivals,
        stale: bool,
        sent_us: Microseconds,
    ) -> None:
        """Show what comes out; ``sent_us`` is the media time of a picture without a stamp."""
        try:
            pictures = video.codec_context.decode(packet)
        except FFmpegError:
            self._log.damage()
            return
        for picture in () if stale else pictures:
            unstamped = picture.pts is None or arrivals.ahead_us is None
            media_us = sent_us if unstamped else arrivals.media_us(_us(picture.pts or 0, video))
            now = self._now()
            at = self._log.frame(picture, min(media_us, now), now)
            self._turns.turn("live")
            if at >= self._due_us:
                self._show(Frame(at, upright(picture)))

    def _clock_us(self, media_us: Microseconds) -> Microseconds:
        """Wall time by our own clock, microseconds since 1970."""
        start = self._steps.map.start
        return round(start.timestamp() * 1_000_000) + media_us if start else 0

    def _show(self, frame: Frame) -> None:
        every = self._every_us
        self._due_us = (frame.media_us // every + 1) * every if every > 0 else 0
        with self._arrived:
            self._newest = frame
            self._arrived.notify()


def _us(stamp: int, video: VideoStream) -> Microseconds:
    return round(stamp * video.time_base * 1_000_000) if video.time_base else stamp
