"""The exam system's own prompts are found again in the sound of a car."""

import numpy as np
import pytest

from proctor.perception import Sound
from proctor.prompts import HOP, Hearer, prompts_from, signs_of
from proctor.timeline import SECOND, Span

RATE = 16_000


def voice(seconds: float, seed: int):
    """Syllables of noise, each with a spectrum of its own; RMS 0.1 about."""
    rng = np.random.default_rng(seed)
    parts = []
    for _ in range(round(seconds / 0.16)):
        spectrum = np.fft.rfft(rng.standard_normal(2560))
        hills = np.interp(np.arange(len(spectrum)), np.linspace(0, 560, 9), rng.uniform(0, 1, 9))
        parts.append(np.fft.irfft(spectrum * hills**3, 2560) * np.hanning(2560))
    wave = np.concatenate(parts)
    return (0.1 * wave / wave.std()).astype(np.float32)


PROMPTS = prompts_from({"start": voice(2.0, 1), "park": voice(3.0, 2)})


def heard(wave, step: int = RATE):
    hearer = Hearer()
    return [hearer.take(wave[at : at + step]) for at in range(0, len(wave), step)]


def in_car(*parts, noise: float = 0.01):
    """Prompts at seconds of twenty, behind a loudspeaker's colour, in noise."""
    wave = noise * np.random.default_rng(9).standard_normal(20 * RATE).astype(np.float32)
    for at, part in parts:
        coloured = np.convolve(part, [0.6, 0.3, 0.1], "same").astype(np.float32)
        start = round(at * RATE)
        wave[start : start + len(part)] += 0.5 * coloured
    return wave


def test_sound_taken_piece_by_piece_is_that_of_the_whole():
    wave = voice(4.0, 3)
    pieces = np.concatenate(heard(wave, 5000))
    whole = signs_of(wave)[: len(pieces)]
    assert len(pieces) >= len(wave) // HOP - 6
    assert (pieces == whole).mean() > 0.999


@pytest.mark.parametrize("noise", [0.001, 0.004, 0.01])
def test_a_prompt_is_found_in_the_seconds_that_it_takes(noise: float):
    shares = list(
        PROMPTS.shares(heard(in_car((4.0, voice(2.0, 1)), (11.0, voice(3.0, 2)), noise=noise)))
    )
    inside = {n for n, share in enumerate(shares) if share > 0.5}
    assert inside == {4, 5, 11, 12, 13}


def test_another_voice_is_no_prompt():
    shares = list(PROMPTS.shares(heard(in_car((4.0, voice(5.0, 7))))))
    assert max(shares) == 0.0


def test_other_prompts_make_another_perception():
    other = prompts_from({"start": voice(2.0, 5)})
    assert other.settings != PROMPTS.settings


def test_a_click_is_no_prompt():
    assert prompts_from({"click": voice(0.3, 1)}).known == ()


def test_the_log_says_how_much_of_each_second_is_a_prompt():
    from proctor.hearing import Hearing

    wave = in_car((4.0, voice(2.0, 1)))

    class Source:
        damaged = 0
        notes = ()

        def sounds(self):
            for n in range(20):
                span = Span(n * SECOND, (n + 1) * SECOND)
                yield Sound(span, -30.0, -10.0, 0.0, wave[n * RATE : (n + 1) * RATE])

    hearing = Hearing(Source(), prompts=PROMPTS)
    hearing.listen()
    assert "prompts" in hearing.senses
    shares = hearing.columns(Span(0, 20 * SECOND))["prompt"]
    assert (shares[4:6] > 0.5).all()
    assert shares[10:].max() == 0.0
