"""Speech is told from noise, and it does not matter in which pieces it is listened to."""

from pathlib import Path

import numpy as np
import pytest

from bench.talk import talk
from models.catalogue import VOICES
from models.voices import Voices, load_ears
from proctor.errors import ModelError

RATE = 16_000


@pytest.fixture(scope="session")
def voices(models_folder: Path) -> Voices:
    ears = load_ears(models_folder)
    if ears is None:
        pytest.skip("nothing tells speech: proctor models install")
    assert isinstance(ears, Voices)
    return ears


def speech(voices: Voices, wave: np.ndarray, step: int = RATE) -> np.ndarray:
    listener = voices.listener()
    pieces = range(0, len(wave), step)
    return np.array([listener.speech(wave[at : at + step].astype(np.float32)) for at in pieces])


def test_talk_is_speech_and_noise_hum_and_silence_are_none(voices: Voices) -> None:
    rng = np.random.default_rng(1)
    times = np.arange(10 * RATE) / RATE
    assert np.mean(speech(voices, talk(10, 1)) > 0.4) > 0.6
    for other in (
        0.05 * rng.standard_normal(10 * RATE),
        0.1 * np.sin(2 * np.pi * 50 * times),
        np.zeros(10 * RATE),
    ):
        assert speech(voices, other).max() < 0.2


def test_pieces_of_any_length_are_heard_as_one_sound(voices: Voices) -> None:
    wave = talk(4, 2)
    whole = speech(voices, wave[: 124 * 512], len(wave))[0]
    pieces = speech(voices, wave[: 124 * 512], 31 * 512)
    assert pieces.mean() == pytest.approx(whole, abs=1e-4)
    odd = speech(voices, wave[: 124 * 512], 700)
    assert np.isfinite(odd).all()
    assert np.isnan(speech(voices, wave[:100])[0])


def test_listeners_do_not_hear_each_other(voices: Voices) -> None:
    wave = talk(3, 3).astype(np.float32)
    alone = [one.speech(wave) for one in [voices.listener()]]
    one, other = voices.listener(), voices.listener()
    other.speech(np.random.default_rng(2).standard_normal(RATE).astype(np.float32))
    assert one.speech(wave) == pytest.approx(alone[0], abs=1e-6)


def test_without_the_file_nobody_listens_and_a_damaged_one_is_told(tmp_path: Path) -> None:
    assert load_ears(tmp_path) is None
    (tmp_path / VOICES.file).write_bytes(b"no network")
    with pytest.raises(ModelError, match="damaged"):
        load_ears(tmp_path)
