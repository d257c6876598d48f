"""A camera that sends a clip of its own, again and again, faster than a real one would.

    python -m bench.killed.camera FOLDER CLIP BEGAN SPEED LENGTH

Records into FOLDER and tells on standard output, a JSON object a line: ``ready`` when what it
found is in order, then, once it was told to go on, ``at`` at every keyframe and ``kept`` for every
segment that was acknowledged.
"""

import json
import os
import sys
import time
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.stream import VideoStream

from proctor.footage import Limits
from proctor.timeline import SECOND, ClockMap
from streams.footage.recorder import Recorder
from streams.stamps import AnyPacket

RATE, SECONDS, SIZE = 25, 20, (320, 240)
SOUND = 16_000
RESERVE = 4_000_000
LATE_S = Fraction(2, 5)
"""Sound comes so much after the pictures it belongs to."""


def film(path: Path, seed: int) -> Path:
    """A clip with sound in which no picture is like another; a keyframe every second."""
    random = np.random.default_rng(seed)
    with av.open(str(path), "w") as file:
        track = file.add_stream("libx264", rate=RATE)
        track.width, track.height = SIZE
        track.pix_fmt = "yuv420p"
        track.options = {"preset": "ultrafast", "sc_threshold": "0", "bf": "0"}
        track.codec_context.gop_size = RATE
        voice = file.add_stream("aac", rate=SOUND)
        for number in range(RATE * SECONDS):
            image = random.integers(0, 255, (SIZE[1] // 8, SIZE[0] // 8, 3), np.uint8)
            picture = av.VideoFrame.from_ndarray(image.repeat(8, 0).repeat(8, 1), format="bgr24")
            picture.pts, picture.time_base = number, Fraction(1, RATE)
            file.mux(track.encode(picture))
        for start in range(0, SOUND * SECONDS, 1024):
            wave = random.uniform(-0.3, 0.3, (1, 1024)).astype(np.float32)
            sound = av.AudioFrame.from_ndarray(wave, format="fltp", layout="mono")
            sound.rate, sound.pts, sound.time_base = SOUND, start, Fraction(1, SOUND)
            file.mux(voice.encode(sound))
        file.mux([*track.encode(None), *voice.encode(None)])
    return path


def tell(**said: object) -> None:
    """One whole line or none: the pipe takes so few bytes at once."""
    os.write(1, json.dumps(said).encode() + b"\n")


def lap_of(file: InputContainer, tracks: tuple[VideoStream, AudioStream]) -> list[AnyPacket]:
    """The packets of the clip as a camera sends them whose sound is late."""
    file.seek(0)
    packets = [packet for packet in file.demux(*tracks) if packet.size]
    voice = tracks[1].index
    return sorted(packets, key=lambda p: p.dts * p.time_base + LATE_S * (p.stream_index == voice))


def send(clip: Path, recorder: Recorder, speed: float) -> None:
    """Until somebody kills us."""
    told, began = 0, time.monotonic()
    with av.open(str(clip)) as file:
        tracks = (file.streams.video[0], file.streams.audio[0])
        recorder.connected(*tracks)
        for lap in range(1_000_000):
            for packet in lap_of(file, tracks):
                later = round(lap * SECONDS / packet.time_base)
                packet.pts, packet.dts = packet.pts + later, packet.dts + later
                at_us = round(packet.pts * packet.time_base * SECOND)
                time.sleep(max(0.0, began + at_us / SECOND / speed - time.monotonic()))
                if packet.stream_index == tracks[0].index and packet.is_keyframe:
                    tell(at=at_us)
                recorder.add(packet, at_us)
                for path, span in recorder.finished[told:]:
                    tell(kept=str(path), start_us=span.start_us, end_us=span.end_us)
                told = len(recorder.finished)


def main(folder: str, clip: str, began: str, speed: str, length: str) -> None:
    """Put in order what is there, say so, wait for a line, record."""
    recorder = Recorder(
        Path(folder), Limits(reserve=RESERVE), length_us=round(float(length) * SECOND)
    )
    recorder.begin(ClockMap(datetime.fromisoformat(began), "live", 0.5))
    told = recorder.mended
    tell(
        ready=True,
        salvaged=len(told.salvaged),
        found=len(told.found),
        removed=len(told.removed),
        missing=len(told.missing),
        unreadable=len(told.unreadable),
        damaged=told.damaged,
    )
    sys.stdin.readline()
    send(Path(clip), recorder, float(speed))


if __name__ == "__main__":
    main(*sys.argv[1:])
