"""Recordings made on the spot whose sound is innocent, or faulty for a known stretch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from numpy.typing import NDArray

from bench.talk import RATE, talk

Wave = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Codec:
    """How a recorder keeps sound."""

    name: str
    """FFmpeg's name."""
    suffix: str
    """Of a file that takes it."""
    rate: int
    """Samples a second."""


CODECS = (
    Codec("aac", ".mp4", 16_000),
    Codec("pcm_alaw", ".avi", 8_000),
    Codec("mp2", ".ts", 16_000),
)


def _noise(seconds: float, rng: np.random.Generator, low: float, high: float) -> Wave:
    """Gaussian noise between two frequencies, RMS 1."""
    count = round(seconds * RATE)
    spectrum = np.fft.rfft(rng.standard_normal(count))
    pitch = np.fft.rfftfreq(count, 1 / RATE)
    wave = np.fft.irfft(spectrum * ((pitch >= low) & (pitch <= high)), count)
    return np.asarray(wave / wave.std())


def _swell(seconds: float, rng: np.random.Generator, decibels: float, pace_s: float) -> Wave:
    """A gain that wanders by so many decibels (standard deviation) every few seconds."""
    points = rng.normal(0, decibels, max(2, round(seconds / pace_s) + 2))
    at = np.linspace(0, len(points) - 1, round(seconds * RATE))
    return np.asarray(10 ** (np.interp(at, np.arange(len(points)), points) / 20))


def _level(decibels: float) -> float:
    return float(10 ** (decibels / 20))


def driving(seconds: float, seed: int) -> Wave:
    """A car on its way: an engine whose speed changes, the road, and talk."""
    rng = np.random.default_rng(seed)
    turns = 30 * _swell(seconds, rng, 2.0, 6.0)
    phase = 2 * np.pi * np.cumsum(turns) / RATE
    engine = sum(np.sin(k * phase) / k for k in range(1, 9))
    road = _noise(seconds, rng, 40, 1200) * _swell(seconds, rng, 3.0, 4.0)
    return _level(-38) * engine + _level(-36) * road + talk(seconds, seed, -28)


def waiting(seconds: float, seed: int) -> Wave:
    """A parked car with the engine off: breath, clothes, a seat that creaks now and then."""
    rng = np.random.default_rng(seed)
    room = _level(-62) * _noise(seconds, rng, 30, 3000)
    breath = _level(-58) * _noise(seconds, rng, 200, 1500)
    tide = np.maximum(0, np.sin(2 * np.pi * np.arange(len(room)) / RATE / rng.uniform(3, 5)))
    return room + breath * tide + _rustles(seconds, rng, every_s=18)


def idling(seconds: float, seed: int) -> Wave:
    """An engine that idles for minutes, nobody talks: the steadiest sound an exam has."""
    rng = np.random.default_rng(seed)
    turns = 13 * _swell(seconds, rng, 0.15, 2.0)
    phase = 2 * np.pi * np.cumsum(turns) / RATE
    engine = sum(np.sin(k * phase + k) / k for k in range(1, 12))
    fan = _noise(seconds, rng, 100, 2500)
    return (_level(-40) * engine + _level(-44) * fan) * _swell(seconds, rng, 0.5, 3.0)


def hall(seconds: float, seed: int) -> Wave:
    """A quiet hall: ventilation, keys, a cough now and then."""
    rng = np.random.default_rng(seed)
    air = _level(-55) * _noise(seconds, rng, 30, 500) * _swell(seconds, rng, 0.4, 10.0)
    return air + _rustles(seconds, rng, every_s=4)


def _rustles(seconds: float, rng: np.random.Generator, every_s: float) -> Wave:
    """Short noises at random moments, on average so often."""
    wave = np.zeros(round(seconds * RATE))
    for at in rng.uniform(0, seconds, rng.poisson(seconds / every_s)):
        length = round(rng.uniform(0.05, 0.6) * RATE)
        start = min(round(at * RATE), len(wave) - length)
        shape = np.hanning(length) * rng.standard_normal(length)
        wave[start : start + length] += _level(rng.uniform(-50, -30)) * shape
    return wave


SCENES: Mapping[str, Callable[[float, int], Wave]] = {
    "driving": driving,
    "waiting": waiting,
    "idling": idling,
    "hall": hall,
}


def zeros(wave: Wave, _rng: np.random.Generator) -> Wave:
    """The microphone is switched off: nothing but zeros."""
    return np.zeros_like(wave)


def hiss(wave: Wave, rng: np.random.Generator) -> Wave:
    """The microphone is unplugged: the noise of an open input."""
    return _level(rng.uniform(-70, -50)) * rng.standard_normal(len(wave))


def hum(wave: Wave, rng: np.random.Generator) -> Wave:
    """The cable is broken: mains."""
    times = np.arange(len(wave)) / RATE
    tone = np.sin(2 * np.pi * 50 * times) + 0.3 * np.sin(2 * np.pi * 150 * times)
    return _level(rng.uniform(-50, -25)) * tone


def muffled(wave: Wave, _rng: np.random.Generator) -> Wave:
    """The gain is at its end: the scene sixty decibels down."""
    return wave * _level(-60)


FAULTS: Mapping[str, Callable[[Wave, np.random.Generator], Wave]] = {
    "zeros": zeros,
    "hiss": hiss,
    "hum": hum,
    "muffled": muffled,
}
"""What is put in the place of the sound; the writer can leave out packets, or the track."""


def write(path: Path, wave: Wave | None, codec: Codec, seconds: float, cut: slice | None) -> Path:
    """A recording with small pictures and this sound, ``cut`` (samples of ``RATE``) left out."""
    with av.open(str(path), "w") as file:
        video = file.add_stream("libx264", rate=2)
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        video.options = {"preset": "ultrafast"}
        if wave is not None:
            voice = file.add_stream(codec.name, rate=codec.rate, layout="mono")
            _voice(file, voice, wave, cut)
        for number in range(round(seconds * 2)):
            grey = np.full((48, 64, 3), 40 + number % 160, np.uint8)
            picture = av.VideoFrame.from_ndarray(grey, format="bgr24")
            picture.pts, picture.time_base = number, Fraction(1, 2)
            file.mux(video.encode(picture))
        file.mux(video.encode(None))
    return path


def _voice(file: OutputContainer, voice: AudioStream, wave: Wave, cut: slice | None) -> None:
    step = RATE // voice.codec_context.sample_rate
    sound = np.clip(wave[::step], -1, 1)
    name = voice.codec_context.format.name
    size = voice.codec_context.frame_size or 320
    for start in range(0, len(sound) - size, size):
        if cut is not None and cut.start <= start * step < cut.stop:
            continue
        part = sound[start : start + size][None]
        whole = name.startswith("s16")
        data = (part * 32767).round().astype(np.int16) if whole else part.astype(np.float32)
        frame = av.AudioFrame.from_ndarray(data, format=name, layout="mono")
        frame.sample_rate = voice.codec_context.sample_rate
        frame.pts, frame.time_base = start, Fraction(1, frame.sample_rate)
        file.mux(voice.encode(frame))
    file.mux(voice.encode(None))
