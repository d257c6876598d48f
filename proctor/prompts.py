"""The exam system's own voice: known prompts found again in the sound of a recording.

A site puts a recording of every prompt into its folder; what is heard is held against them. Each
moment has sixteen signs: whether the difference of two neighbouring bands grew or fell since the
moment before. Loudness, a loudspeaker's colour and much noise leave most of them as they are
(Haitsma and Kalker, https://ismir2002.ircam.fr/proceedings/02-FP04-2.pdf), and of an unrelated
sound half agree by chance.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import nan

import numpy as np
from numpy.typing import NDArray

from proctor.perception import Wave

VERSION = 1
"""Raised whenever the same prompts would be found elsewhere."""
RATE, WINDOW, HOP = 16_000, 1024, 256
"""Samples a second, of a spectrum, and from one spectrum to the next."""
BANDS, LOWEST, HIGHEST = 17, 200.0, 3400.0
"""Bands of equal width to the ear, Hz: what telephones and car loudspeakers carry."""
SHORTEST = 40
"""Spectra of the shortest prompt that is told from chance, 0.64 s."""
ALIKE, CHANCE = 0.15, 2.0
"""Agreement of signs above chance, 0–1, from which it is the prompt: at least the first, and the
second over the root of its spectra, which is seven standard deviations of what chance gives."""
MARGIN = 12
"""Spectra before and after a prompt that belong to it: an echo, an unsharp edge."""

Signs = NDArray[np.float32]
"""−1, 0 or 1 per spectrum and pair of bands, (N, ``BANDS`` − 1); 0 where nobody can tell."""

NOTHING: Signs = np.zeros((0, BANDS - 1), np.float32)


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt of the system."""

    name: str
    """Of its file."""
    signs: Signs
    """What it sounds like."""


@dataclass(frozen=True, slots=True)
class Prompts:
    """All prompts of a site; stands beside the models, because the log rests on them as well."""

    known: tuple[Prompt, ...]
    """By name."""

    @property
    def weights(self) -> Mapping[str, str]:
        """No model's."""
        return {}

    @property
    def settings(self) -> Mapping[str, float | str]:
        """Version and hash: with other prompts it is another perception."""
        digest = hashlib.sha256()
        for prompt in self.known:
            digest.update(prompt.name.encode() + prompt.signs.tobytes())
        return {"prompts": f"{VERSION}:{digest.hexdigest()}"}

    def shares(self, heard: Sequence[Signs]) -> Iterator[float]:
        """The share of each stretch that lies in a prompt, 0–1; NaN for stretches without signs."""
        found = self.within(np.concatenate([*heard, NOTHING]))
        at = 0
        for part in heard:
            inside = found[at : at + len(part)]
            yield float(inside.mean()) if len(inside) else nan
            at += len(part)

    def within(self, heard: Signs) -> NDArray[np.bool_]:
        """Which spectra lie in a prompt, (N,)."""
        found = np.zeros(len(heard), bool)
        length = 1 << int(np.ceil(np.log2(max(2 * len(heard), 2))))
        spectrum = np.fft.rfft(heard, length, axis=0)
        for prompt in self.known:
            for start in _starts(prompt.signs, spectrum, len(heard), length).tolist():
                found[max(0, start - MARGIN) : start + len(prompt.signs) + MARGIN] = True
        return found


def prompts_from(waves: Mapping[str, Wave]) -> Prompts:
    """The prompts of these recordings; those too short to be told from chance are left out.

    Silence before and after the voice is cut off.
    """
    made = ((name, _voiced(wave)) for name, wave in sorted(waves.items()))
    found = (Prompt(name, signs_of(wave)) for name, wave in made)
    return Prompts(tuple(prompt for prompt in found if len(prompt.signs) >= SHORTEST))


@dataclass(slots=True)
class Hearer:
    """Takes sound piece by piece and gives its signs; a pause begins anew."""

    rest: Wave = field(default_factory=lambda: np.zeros(0, np.float32))
    """Samples that did not fill a spectrum yet."""

    def take(self, wave: Wave) -> Signs:
        """The signs of the spectra that are full by now."""
        sound = np.concatenate((self.rest, wave))
        count = max(0, (len(sound) - WINDOW) // HOP)  # a sign needs the spectrum before it
        self.rest = sound[count * HOP :]
        return signs_of(sound[: count * HOP + WINDOW])


def signs_of(wave: Wave) -> Signs:
    """The signs of a sound, one row for every ``HOP`` samples but the first."""
    if len(wave) < WINDOW + HOP:
        return NOTHING
    windows = np.lib.stride_tricks.sliding_window_view(wave, WINDOW)[::HOP]
    power = np.abs(np.fft.rfft(windows * np.hanning(WINDOW).astype(np.float32), axis=1)) ** 2
    energy = np.log(power @ _bands() + 1e-10)
    slope = np.diff(energy, axis=1)
    return np.asarray(np.sign(np.diff(slope, axis=0)), np.float32)


def _starts(
    signs: Signs, spectrum: NDArray[np.complex128], count: int, length: int
) -> NDArray[np.intp]:
    """Where a prompt begins; ``spectrum`` is that of ``count`` signs, padded to ``length``."""
    if count < len(signs):
        return np.zeros(0, np.intp)
    mine = np.fft.rfft(signs, length, axis=0)
    both = np.fft.irfft((spectrum * mine.conj()).sum(axis=1), length)
    alike = both[: count - len(signs) + 1] / signs.size
    return np.flatnonzero(alike >= max(ALIKE, CHANCE / np.sqrt(len(signs))))


@cache
def _bands() -> NDArray[np.float32]:
    """How much of each frequency each band has, (WINDOW / 2 + 1, BANDS)."""
    edges = np.geomspace(LOWEST, HIGHEST, BANDS + 1)
    pitch = np.fft.rfftfreq(WINDOW, 1 / RATE)
    inside = (pitch[:, None] >= edges[:-1]) & (pitch[:, None] < edges[1:])
    return inside.astype(np.float32)


def _voiced(wave: Wave) -> Wave:
    """From the first to the last moment within 40 dB of the loudest."""
    loud = np.flatnonzero(np.abs(wave) >= 0.01 * max(float(np.abs(wave).max(initial=0.0)), 1e-6))
    return wave[loud[0] : loud[-1] + 1] if len(loud) else wave[:0]
