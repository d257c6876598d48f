"""Speech made on the spot, so that nothing has to be recorded or fetched.

A source-filter synthesiser after Klatt (https://doi.org/10.1121/1.383940) in its simplest form: a
buzz whose pitch wanders, through three resonances that glide from vowel to vowel, a hiss between
them, syllables at the pace of talk. It is speech-like, not speech: good for levels and for whether
a voice-activity model reacts, no measure of how well that model knows people.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
VOWELS = (
    (730, 1090, 2440),
    (270, 2290, 3010),
    (300, 870, 2240),
    (530, 1840, 2480),
    (570, 840, 2410),
)
"""First three resonances of a, i, u, e, o, Hz (Peterson and Barney 1952, men)."""
BANDS = (90.0, 110.0, 170.0)
"""Their widths, Hz."""

Wave = NDArray[np.float64]


def talk(seconds: float, seed: int, level_db: float = -26.0) -> Wave:
    """So many seconds of talk with pauses, RMS ``level_db`` dBFS where it talks; (N,)."""
    rng = np.random.default_rng(seed)
    parts: list[Wave] = []
    while sum(map(len, parts)) < seconds * RATE:
        parts += [_phrase(rng), np.zeros(round(rng.uniform(0.25, 1.2) * RATE))]
    wave = np.concatenate(parts)[: round(seconds * RATE)]
    loud = wave[np.abs(wave) > 1e-6]
    return wave * 10 ** (level_db / 20) / (np.sqrt(np.mean(loud**2)) if len(loud) else 1.0)


def _phrase(rng: np.random.Generator) -> Wave:
    """Three to nine syllables on a falling melody."""
    pitch = rng.uniform(95, 220)
    count = int(rng.integers(3, 10))
    syllables = [_syllable(rng, pitch * (1.1 - 0.25 * k / count)) for k in range(count)]
    return np.concatenate(syllables)


def _syllable(rng: np.random.Generator, pitch: float) -> Wave:
    hiss = _consonant(rng)
    length = round(rng.uniform(0.11, 0.24) * RATE)
    melody = pitch * (1 + 0.04 * np.sin(np.linspace(0, rng.uniform(2, 5), length)))
    phase = np.cumsum(melody / RATE)
    buzz = np.diff(np.floor(phase), prepend=0.0) - 0.03 * rng.standard_normal(length)
    first, second = rng.choice(len(VOWELS), 2)
    wave = _resonated(buzz, VOWELS[first], VOWELS[second])
    return np.concatenate((hiss, wave * np.hanning(length) ** 0.4))


def _consonant(rng: np.random.Generator) -> Wave:
    length = round(rng.uniform(0.02, 0.09) * RATE)
    noise = np.diff(rng.standard_normal(length + 1))
    return noise * np.hanning(length) * rng.uniform(0.02, 0.2)


def _resonated(buzz: Wave, start: tuple[int, ...], end: tuple[int, ...]) -> Wave:
    """Through two-pole filters whose frequency glides from one vowel to the other."""
    wave = buzz
    for low, high, band in zip(start, end, BANDS, strict=True):
        wave = _glide(wave, np.linspace(low, high, len(wave)), band)
    return wave / (np.abs(wave).max() or 1.0)


def _glide(wave: Wave, centre: Wave, band: float) -> Wave:
    radius = float(np.exp(-np.pi * band / RATE))
    turn = 2 * radius * np.cos(2 * np.pi * centre / RATE)
    gain = 1 - turn + radius**2
    before = last = 0.0
    out = np.empty_like(wave)
    for n, sample in enumerate(wave):
        before, last = last, gain[n] * sample + turn[n] * last - radius**2 * before
        out[n] = last
    return out
