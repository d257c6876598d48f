"""Prompts of the exam system come from WAV files."""

import wave

import numpy as np
import pytest

from proctor.commands.wiring import prompts_in
from proctor.errors import RecordingError
from streams.prompts import prompt_wave
from tests.core.test_prompts import PROMPTS, heard, in_car, voice


def written(path, sound, rate=16_000, channels=1):
    steps = np.arange(0, len(sound), 16_000 / rate)
    samples = np.interp(steps, np.arange(len(sound)), sound)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.repeat(samples * 32767, channels).astype("<i2").tobytes())
    return path


@pytest.mark.parametrize(("rate", "channels"), [(16_000, 1), (44_100, 2), (22_050, 1)])
def test_a_prompt_is_found_at_whatever_rate_it_was_recorded(tmp_path, rate, channels):
    written(tmp_path / "start.wav", voice(2.0, 1), rate, channels)
    shares = list(prompts_in(tmp_path).shares(heard(in_car((4.0, voice(2.0, 1))))))
    assert {n for n, share in enumerate(shares) if share > 0.5} == {4, 5}


def test_a_folder_that_is_not_there_or_empty_knows_no_prompts(tmp_path):
    assert prompts_in(tmp_path / "none") is None
    assert prompts_in(tmp_path) is None
    assert len(PROMPTS.known) == 2


def test_what_is_no_recording_is_refused_by_name(tmp_path):
    (tmp_path / "start.wav").write_bytes(b"not a sound")
    with pytest.raises(RecordingError, match=r"start\.wav is no recording of a prompt"):
        prompts_in(tmp_path)


def test_a_click_is_refused_by_name(tmp_path):
    written(tmp_path / "click.wav", voice(0.3, 1))
    with pytest.raises(RecordingError, match="less than a second"):
        prompts_in(tmp_path)


def test_a_minute_and_more_is_no_prompt(tmp_path):
    written(tmp_path / "song.wav", np.zeros(61 * 16_000))
    with pytest.raises(RecordingError, match="is no recording of a prompt"):
        prompt_wave(tmp_path / "song.wav")
