"""Readers and cutters that must all behave alike: one suite, run on each."""

import pytest

from streams.audio import SoundTrack
from streams.cut import StreamCutter
from streams.guard.cutter import GuardedCutter
from streams.guard.recording import GuardedRecording
from streams.guard.sound import GuardedSoundTrack
from streams.recording import open_recording


@pytest.fixture(params=["here", pytest.param("guarded", marks=pytest.mark.slow)])
def each_reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The module's ``open_recording`` decodes in this process, then in one of its own."""
    reader = open_recording if request.param == "here" else GuardedRecording
    monkeypatch.setattr(request.module, "open_recording", reader)
    return str(request.param)


@pytest.fixture(params=["here", pytest.param("guarded", marks=pytest.mark.slow)])
def each_cutter(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The module's ``CUTTER`` cuts in this process, then in others."""
    cutter = StreamCutter() if request.param == "here" else GuardedCutter()
    monkeypatch.setattr(request.module, "CUTTER", cutter)
    return str(request.param)


@pytest.fixture(params=["here", pytest.param("guarded", marks=pytest.mark.slow)])
def each_track(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The module's ``SoundTrack`` is decoded in this process, then in one of its own."""
    track = SoundTrack if request.param == "here" else GuardedSoundTrack
    monkeypatch.setattr(request.module, "SoundTrack", track)
    return str(request.param)
