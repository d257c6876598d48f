"""Readers and cutters that must all behave alike: one suite, run on each."""

import pytest

from streams.cut import StreamCutter
from streams.guard.cutter import GuardedCutter
from streams.guard.recording import GuardedRecording
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
